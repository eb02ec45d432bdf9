//! The results page.

use axum::http::StatusCode;
use axum::response::Response;
use sanviec_app::find::{self, Found, Help, Params, PlaceRead};
use sanviec_app::{AppError, FieldError};

use super::{cards, filters, search};
use crate::http::{Fail, Visit, elsewhere, html, moved};
use crate::view::{Band, Criteria, Link, NoResults, Notice, Outcome, Page, Pages, Problem, Results, Section};

/// Pages that can be opened by number.
pub(crate) const DEEPEST: usize = 50;

pub(crate) async fn results(visit: Visit) -> Result<Response, Fail> {
    if visit.query.iter().any(|(_, value)| value.contains('\u{fffd}')) {
        return Ok(crate::http::unreadable(&visit));
    }
    let criteria = Criteria::read(&visit.query);
    let params = Params { facets: true, ..search::params(&criteria) };
    let found = match find::postings(visit.app(), &visit.ctx, &params).await {
        Ok(found) => found,
        Err(AppError::Refused(errors)) if errors.iter().any(|error| error.field == "page") => {
            return Ok(moved(&visit, &criteria.without("trang").path()));
        }
        Err(AppError::Refused(errors)) => return Ok(refused(&visit, &criteria, &errors)),
        Err(error) => return Err(visit.fail(error)),
    };
    if let Some((words, place)) = &found.asked.recognised {
        return Ok(elsewhere(&visit, &criteria.with("q", words).with("noi", place).path()));
    }
    if found.items.is_empty() && !params.page.is_empty() {
        return Ok(moved(&visit, &criteria.without("trang").path()));
    }
    let help = match found.total {
        find::FEW.. => Help::default(),
        _ => find::help(visit.app(), &visit.ctx, &params, found.total).await.map_err(|error| visit.fail(error))?,
    };
    if let Some(meant) = meant(&criteria, &found, &help) {
        return Ok(elsewhere(&visit, &meant.path()));
    }
    let near = find::near_misses(visit.app(), &visit.ctx, &params, &found).await.map_err(|error| visit.fail(error))?;
    let mut page = page_of(&visit, &criteria, &found, &help);
    page.near_misses = cards::items(&visit, &near);
    Ok(html(&visit, StatusCode::OK, &page))
}

/// The search for the words as they were probably meant, where those that were typed find nothing: once, so that a slip
/// in the mending leads nowhere else.
pub(super) fn meant(criteria: &Criteria, found: &Found, help: &Help) -> Option<Criteria> {
    let (words, total) = help.spelling.as_ref()?;
    let may = found.total == 0 && *total > 0 && criteria.one("da-go").is_empty();
    may.then(|| criteria.with("q", words).with("da-go", criteria.one("q")))
}

fn frame(visit: &Visit, criteria: &Criteria) -> Page {
    let mut page = visit.inner_page(visit.lang.t("results-title")).within(Section::Postings);
    page.path = criteria.path();
    // Landing pages are for search engines; combined filters would be endless.
    page.indexed &= *criteria == Criteria::default();
    page.search.words = criteria.one("q").into();
    page.search.place = criteria.place().into();
    page.search.band = Band::Full;
    page.feed = Some(criteria.without("trang").without("sap-xep").path_of("/viec-lam.atom"));
    page
}

fn page_of(visit: &Visit, criteria: &Criteria, found: &Found, help: &Help) -> Results {
    let mut page = frame(visit, criteria);
    let here = criteria.one("trang").parse().unwrap_or(1);
    let pages = Pages::of(found.total, here, DEEPEST, |number| visit.lang.href(&criteria.on_page(number).path()));
    page.title = Results::title(visit.lang, found.total, pages.as_ref());
    let few = no_results(visit, criteria, help);
    let outcome = match cards::items(visit, &found.items) {
        items if items.is_empty() => Outcome::Nothing(few),
        items => Outcome::Found(items, few),
    };
    Results {
        summary: Results::summary(visit.lang, found.total, &page.search.words, &page.search.place),
        total: found.total,
        notices: understood(visit, criteria, found),
        kept: criteria.only(&["nganh", "doanh-nghiep"]),
        chosen: filters::chosen(visit, criteria, found),
        clear: visit.lang.href(&criteria.cleared().path()),
        groups: filters::groups(visit, criteria, found),
        sorts: filters::sorts(visit, found),
        outcome,
        near_misses: Vec::new(),
        pages,
        page,
    }
}

/// What was searched for, where that is not what was typed.
fn understood(visit: &Visit, criteria: &Criteria, found: &Found) -> Vec<Notice> {
    let typed = criteria.one("da-go");
    let mut notices = understood_place(visit, criteria, found);
    if !typed.is_empty() {
        let text = visit.lang.t2("notice-words", ("typed", typed), ("words", criteria.one("q")));
        notices.push(Notice { text: text.into(), links: Vec::new() });
    }
    if let Some(words) = found.asked.left_out() {
        let count = find::MOST_WORDS.to_string();
        let text = visit.lang.t2("notice-left-out", ("count", count.as_str()), ("words", words));
        notices.push(Notice { text: text.into(), links: Vec::new() });
    }
    notices
}

/// How a place was understood, where that is not what was typed.
fn understood_place(visit: &Visit, criteria: &Criteria, found: &Found) -> Vec<Notice> {
    let doubtful: Vec<&PlaceRead> = found.asked.places.iter().filter(|place| place.is_doubtful()).collect();
    if !doubtful.is_empty() {
        return doubtful.into_iter().map(|place| doubted_place(visit, criteria, place)).collect();
    }
    let typed = criteria.place();
    let place = found.asked.conditions.iter().find(|known| known.param == "place" && known.value == typed);
    let Some(place) = place.filter(|_| !typed.is_empty() && criteria.one("ban-kinh").is_empty()) else {
        return Vec::new();
    };
    let name = visit.say(&place.vi, &place.en);
    if sanviec_text::fold(name) == sanviec_text::fold(typed) {
        return Vec::new();
    }
    let text = visit.lang.t2("notice-place", ("typed", typed), ("place", name));
    vec![Notice { text: text.into(), links: Vec::new() }]
}

/// How a place was understood that may be another, with the searches in those.
fn doubted_place(visit: &Visit, criteria: &Criteria, place: &PlaceRead) -> Notice {
    let key = if place.is_partial() { "notice-place-partly" } else { "notice-place-several" };
    let name = place.name();
    let mut text = visit.lang.t2(key, ("typed", place.typed.trim()), ("place", name.as_str()));
    let typed = filters::page_value("place", &place.typed, criteria);
    let instead = |other: &String| Link {
        label: other.as_str().into(),
        href: visit.lang.href(&criteria.with("noi", other).without_condition("place", &typed).path()),
        count: None,
    };
    let links: Vec<Link> = place.others().iter().map(instead).collect();
    if !links.is_empty() {
        text.push(' ');
        text.push_str(&visit.lang.t("notice-place-or"));
    }
    Notice { text: text.into(), links }
}

fn no_results(visit: &Visit, criteria: &Criteria, help: &Help) -> NoResults {
    let link = |label: &str, criteria: &Criteria, count| Link {
        label: label.into(),
        href: visit.lang.href(&criteria.path()),
        count: Some(count),
    };
    let spelling = help.spelling.as_ref().map(|(words, total)| link(words, &criteria.with("q", words), *total));
    let (mut wider, mut farther) = (Vec::new(), Vec::new());
    for way in &help.wider {
        let without = way.without.iter().fold(criteria.clone(), |rest, (name, value)| {
            rest.without_condition(name, &filters::page_value(name, value, &rest))
        });
        let without = way.words.iter().fold(without, |rest, words| rest.with("q", words));
        let words = visit.say(&way.vi, &way.en);
        match way.within_km {
            Some(km) => farther.push(link(words, &without.with("ban-kinh", &km.to_string()), way.total)),
            None => wider.push(link(words, &without, way.total)),
        }
    }
    NoResults { spelling, wider, farther }
}

/// The page again with everything kept that was asked for, and what is wrong beside its field.
fn refused(visit: &Visit, criteria: &Criteria, errors: &[FieldError]) -> Response {
    let mut page = frame(visit, criteria);
    page.indexed = false;
    page.feed = None;
    page.title = visit.lang.t1("title-error", "title", visit.lang.t("error-422-title"));
    let problems: Vec<Problem> = errors.iter().map(|error| problem(visit, criteria, error)).collect();
    let message =
        |field: &str| problems.iter().find(|problem| problem.anchor == Some(field)).map(|p| p.message.to_string());
    page.search.words_error = message("q");
    page.search.place_error = message("noi");
    let results = Results {
        page,
        total: 0,
        summary: visit.lang.t("results-none").into(),
        notices: Vec::new(),
        kept: kept(criteria, errors),
        chosen: Vec::new(),
        clear: visit.lang.href(&criteria.cleared().path()),
        groups: Vec::new(),
        sorts: Vec::new(),
        outcome: Outcome::Refused(problems),
        near_misses: Vec::new(),
        pages: None,
    };
    html(visit, StatusCode::UNPROCESSABLE_ENTITY, &results)
}

/// What else was asked for and is not wrong: the form must not lose it.
fn kept(criteria: &Criteria, errors: &[FieldError]) -> Vec<(&'static str, String)> {
    let wrong = errors.iter().filter_map(|error| Criteria::name_of(error.field));
    let rest = wrong.chain(["q", "trang"]).fold(criteria.clone(), |rest, name| rest.without(name));
    rest.pairs().filter(|(name, value)| *name != "noi" || value != criteria.place()).collect()
}

fn problem(visit: &Visit, criteria: &Criteria, error: &FieldError) -> Problem {
    let mut problem = Problem::of(visit.lang, error);
    let Some(name) = Criteria::name_of(error.field) else { return problem };
    let instead = |value: &String| Link {
        label: filters::label_of(visit, error.field, value).into(),
        href: visit.lang.href(&criteria.without(name).with(name, &filters::asked_as(name, value)).path()),
        count: None,
    };
    problem.suggestions = error.suggestions.iter().map(instead).collect();
    problem.without = problem.anchor.is_none().then(|| visit.lang.href(&criteria.without(name).path()));
    problem
}
