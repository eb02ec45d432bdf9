//! The page of one posting.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use sanviec_app::AppError;
use sanviec_app::applications::Through;
use sanviec_app::find::Params;
use sanviec_app::postings::{self, PlaceView, PostingView};
use sanviec_domain::Lang;

use super::{cards, facts, search, slugs};
use crate::assets;
use crate::http::{Fail, Visit, cached, html, moved, not_modified, unkept};
use crate::view::{
    Contact, Criteria, Gone, Item, JobPosting, Posting, Prose, Salary, Section, Standing, Words, Workplace,
};

pub(crate) async fn posting(visit: Visit, Path((code, slug)): Path<(String, String)>) -> Result<Response, Fail> {
    let Some(view) = found(&visit, &code).await? else { return gone(&visit).await };
    if slug != view.slug {
        return Ok(moved(&visit, &path_of(&view)));
    }
    let tag = tag(&visit, &view);
    if let Some(same) = not_modified(&visit, &tag) {
        return Ok(same);
    }
    // Without an index the page says nothing of similar vacancies, and is not kept.
    match similar(&visit, &view).await? {
        Some(similar) => Ok(cached(html(&visit, StatusCode::OK, &page_of(&visit, &view, similar)), &tag)),
        None => Ok(unkept(&visit, StatusCode::OK, &page_of(&visit, &view, Vec::new()))),
    }
}

/// Short addresses, as on posters.
pub(crate) async fn without_slug(visit: Visit, Path(code): Path<String>) -> Result<Response, Fail> {
    match found(&visit, &code).await? {
        Some(view) => Ok(moved(&visit, &path_of(&view))),
        None => gone(&visit).await,
    }
}

/// The posting; `None` when it was taken away.
pub(crate) async fn found(visit: &Visit, code: &str) -> Result<Option<PostingView>, Fail> {
    match postings::view(visit.app(), &visit.ctx, code).await {
        Ok(view) => Ok(Some(view)),
        Err(AppError::Gone) => Ok(None),
        Err(error) => Err(visit.fail(error)),
    }
}

pub(crate) fn path_of(view: &PostingView) -> String {
    format!("/viec-lam/{}/{}", view.id, view.slug)
}

/// What the page depends on: the posting, how it takes applications, the language, the day (days left) and the style
/// sheet.
fn tag(visit: &Visit, view: &PostingView) -> String {
    let style = assets::STYLE.split('.').nth(1).unwrap_or_default();
    let verified = if view.employer.is_verified { "v" } else { "n" };
    let phone = view.through.as_ref().and_then(|through| through.phone.as_deref()).unwrap_or_default();
    let phone: String = phone.chars().filter(char::is_ascii_digit).collect();
    let through = if view.through.is_some() { format!("t{phone}") } else { String::new() };
    let (lang, today) = (visit.lang.code(), visit.ctx.today());
    format!("W/\"{}-{}-{verified}{through}-{lang}-{today}-{style}\"", view.id, view.version)
}

pub(crate) async fn gone(visit: &Visit) -> Result<Response, Fail> {
    let newest = Params { limit: "5".into(), ..Params::default() };
    let similar = listed(visit, &newest).await?.unwrap_or_default();
    let mut page = visit.inner_page(visit.lang.t("gone-title")).within(Section::Postings);
    page.indexed = false;
    Ok(html(visit, StatusCode::GONE, &Gone { page, similar }).into_response())
}

/// What a search finds; `None` while there is no index to ask.
async fn listed(visit: &Visit, params: &Params) -> Result<Option<Vec<Item>>, Fail> {
    match search::find(visit, params).await {
        Ok(found) => Ok(Some(cards::items(visit, &found.items))),
        Err(fail) if matches!(fail.error, AppError::Rebuilding { .. }) => Ok(None),
        Err(fail) => Err(fail),
    }
}

async fn similar(visit: &Visit, view: &PostingView) -> Result<Option<Vec<Item>>, Fail> {
    let base = || Params { limit: "6".into(), ..Params::default() };
    let title: String = view.content.title.chars().take(200).collect();
    // A title that nobody else uses finds nothing: then its occupation, then its group.
    let code = view.content.occupation_code.as_deref().unwrap_or_default();
    let groups = [code, code.get(..2).unwrap_or_default()].map(str::to_owned);
    let by_group = groups.into_iter().filter(|code| !code.is_empty());
    let ways = std::iter::once(Params { q: title, ..base() })
        .chain(by_group.map(|code| Params { occupation: vec![code], ..base() }));
    for way in ways {
        let mut items = match listed(visit, &way).await {
            // Its occupation left the tables since: nothing is found by it, and the page is shown all the same.
            Err(fail) if matches!(fail.error, AppError::Refused(_)) => continue,
            found => match found? {
                Some(items) => items,
                None => return Ok(None),
            },
        };
        items.retain(|item| item.code != view.id);
        items.truncate(5);
        if !items.is_empty() {
            return Ok(Some(items));
        }
    }
    Ok(Some(Vec::new()))
}

pub(crate) fn page_of(visit: &Visit, view: &PostingView, similar: Vec<Item>) -> Posting {
    let title = Words::from(view.content.title.as_str());
    let path = path_of(view);
    let standing = standing(visit, view);
    let mut page = visit.inner_page(title.to_string()).within(Section::Postings);
    page = page.crumb(visit.lang.t("nav-postings"), "/viec-lam");
    page.path = path;
    page.indexed &= matches!(standing, Standing::Live(_));
    let description = prose(view.content.description.as_deref());
    page.description = description.lines().next().map_or_else(|| title.cut(160), |line| line.cut(160));
    let occupation = view.content.occupation_code.as_deref();
    let more = match occupation.and_then(|code| code.get(..2)) {
        Some(group) => Criteria::of("nghe", group),
        None => Criteria::of("q", &title.cut(80)),
    };
    Posting {
        code: view.id.clone(),
        employer: view.employer.name.as_str().into(),
        employer_href: visit.lang.href(&format!("/doanh-nghiep/{}", view.employer.id)),
        verified: view.employer.is_verified,
        entered_by: view.entered_by.as_deref().map(Words::from),
        pay: cards::pay(view.pay.as_ref()),
        wanted: Some(view.content.wanted).filter(|wanted| *wanted > 0),
        posted_on: view.posted_at.day(),
        deadline_on: view.content.deadline_on,
        workplaces: workplaces(visit, view),
        facts: facts::facts(visit, &view.content),
        requirements: prose(view.content.requirements.as_deref()),
        benefits: prose(view.content.benefits.as_deref()),
        skills: view.skills.iter().map(|(vi, en)| skill(visit, vi, en)).collect(),
        occupation: occupation.and_then(|code| named_occupation(visit, code)),
        contact: Contact::of(view.content.url.as_deref()),
        apply: view.takes_applications().then(|| visit.lang.href(&super::applying::apply_path(&view.id))),
        through: view.through.as_ref().map(|through| sentence(visit, through)),
        report: visit.lang.href(&super::applying::report_path(&view.id)),
        more: visit.lang.href(&more.path()),
        data: data(visit, view, &page.absolute(&visit.lang), standing, &description),
        description,
        standing,
        title,
        similar,
        page,
    }
}

fn sentence(visit: &Visit, through: &Through) -> String {
    visit.say(&through.sentence(Lang::Vi), &through.sentence(Lang::En)).to_owned()
}

fn prose(text: Option<&str>) -> Prose {
    text.map(Prose::of).unwrap_or_default()
}

fn standing(visit: &Visit, view: &PostingView) -> Standing {
    let today = visit.ctx.today();
    match view.standing {
        postings::Standing::Live => Standing::Live(view.content.deadline_on.map(|day| (day - today).num_days().max(0))),
        postings::Standing::Ended(_) if view.hired >= view.content.wanted && view.hired > 0 => Standing::Filled,
        postings::Standing::Ended(day) => match view.live_until {
            Some(until) if until <= visit.ctx.now => Standing::Expired(day),
            _ => Standing::Closed,
        },
    }
}

fn skill(visit: &Visit, vi: &str, en: &str) -> (Words, String) {
    let name = visit.say(vi, en);
    (name.into(), visit.lang.href(&Criteria::of("q", name).path()))
}

fn named_occupation(visit: &Visit, code: &str) -> Option<(Words, String)> {
    let found = sanviec_reference::occupation::get(code)?;
    let english = if found.name_en.is_empty() { found.name_vi } else { found.name_en };
    Some((visit.say(found.name_vi, english).into(), visit.lang.href(&slugs::occupation_path(code)?)))
}

fn workplaces(visit: &Visit, view: &PostingView) -> Vec<Workplace> {
    let written = view.content.workplaces.iter().map(|workplace| workplace.original.as_str());
    let place = |(place, written): (&PlaceView, &str)| {
        let unit = place.commune.as_ref().or(place.province.as_ref());
        Workplace {
            address: place.address_line.as_deref().unwrap_or_default().into(),
            unit: place.name.as_str().into(),
            href: unit.and_then(|(_, code)| slugs::unit_path(code)).map(|path| visit.lang.href(&path)),
            as_written: (!written.is_empty() && written != place.name).then(|| written.into()),
        }
    };
    view.places.iter().zip(written).map(place).collect()
}

/// Without a description, or when it is over, a posting has no data for search engines.
fn data(visit: &Visit, view: &PostingView, url: &str, standing: Standing, text: &Prose) -> Option<JobPosting> {
    if !matches!(standing, Standing::Live(_)) || text.is_empty() {
        return None;
    }
    let content = &view.content;
    let origin = &visit.shown.origin;
    let name =
        |unit: &Option<(String, String)>| unit.as_ref().map_or_else(Words::default, |(name, _)| name.as_str().into());
    let place = |place: &PlaceView| {
        let street = place.address_line.as_deref().unwrap_or_default().into();
        (street, name(&place.commune), name(&place.province))
    };
    let remote = content.remote_mode.is_some_and(|mode| mode.code() == "remote");
    let occupation = content.occupation_code.as_deref().and_then(sanviec_reference::occupation::get);
    Some(JobPosting {
        title: content.title.as_str().into(),
        description: text.lines().cloned().collect(),
        posted_on: view.posted_at.day(),
        valid_through: content
            .deadline_on
            .or_else(|| view.live_until.map(sanviec_domain::time::Micros::last_day_before)),
        employment: content.working_time.map(employment).into_iter().collect(),
        employer: view.employer.name.as_str().into(),
        employer_url: format!("{origin}{}", visit.lang.href(&format!("/doanh-nghiep/{}", view.employer.id))),
        places: view.places.iter().map(place).collect(),
        remote,
        salary: salary(view),
        identifier: (visit.shown.centre.clone(), view.id.clone()),
        direct_apply: view.takes_applications(),
        experience_months: content.experience.map(months),
        credential: content.technical_level.and_then(credential),
        openings: Some(content.wanted).filter(|wanted| *wanted > 0),
        starts_on: content.ready_on,
        hours: None,
        benefits: content.benefits.as_deref().map(Words::from),
        occupation: occupation.map(|found| format!("{} {}", found.code, found.name_vi).into()),
        industry: industry(content.industry_code.as_deref()),
        url: url.to_owned(),
    })
}

fn salary(view: &PostingView) -> Option<Salary> {
    match cards::pay(view.pay.as_ref()) {
        crate::format::Pay::Band { min, max, per, currency } => Some(Salary { min, max, per, currency }),
        crate::format::Pay::Agreed | crate::format::Pay::Unstated => None,
    }
}

fn industry(code: Option<&str>) -> Option<Words> {
    code.and_then(sanviec_reference::industry::get).map(|found| found.name_vi.into())
}

fn employment(time: sanviec_domain::posting::WorkingTime) -> &'static str {
    if time.code() == "part" { "PART_TIME" } else { "FULL_TIME" }
}

/// Least months of experience of a class of the form.
fn months(experience: sanviec_domain::posting::Experience) -> u32 {
    match experience.code() {
        "under_1" => 1,
        "1_2" => 12,
        "2_5" => 24,
        "over_5" => 60,
        _ => 0,
    }
}

/// Google's words for a level of the form.
fn credential(level: sanviec_domain::posting::TechnicalLevel) -> Option<&'static str> {
    match level.code() {
        "elementary" | "intermediate" => Some("professional certificate"),
        "college" => Some("associate degree"),
        "university" => Some("bachelor degree"),
        "master" | "doctor" => Some("postgraduate degree"),
        _ => None,
    }
}
