//! Who applied to the employer of whoever is signed in, by status and posting, with one form to answer several and one
//! that takes the list away as a file.

use axum::http::StatusCode;
use sanviec_app::applications::{Applicants, Asked, Summary, TemplateView, applicants_file, list_of_employer};
use sanviec_app::{AppError, FieldError, Format};
use sanviec_domain::application::Status;
use sanviec_domain::posting::PostingId;

use super::answer::{CHOSEN, bulk, templates};
use super::words::{capital, instant, last_day, tongue};
use super::{Reply, Stop, form};
use crate::http::{Filled, Visit, unkept};
use crate::pages::account::demand_person;
use crate::pages::desk::form::download;
use crate::view::{ApplicantsPage, ApplicationRow, Ask, AskKind, Form, Mistake, Section, Tab, Tick, Words};

/// Names of the query.
const STATUS: &str = "trang-thai";
const POSTING: &str = "tin";
const AFTER: &str = "sau";
/// Applicants on one page.
const PAGE: u64 = 20;
/// In which form the file is wanted.
const FORMAT: &str = "dang";

pub(super) async fn list(visit: Visit) -> Reply {
    demand_person(&visit)?;
    let asked = Asked {
        status: visit.asked(STATUS).to_owned(),
        posting: visit.asked(POSTING).to_owned(),
        after: visit.asked(AFTER).to_owned(),
        limit: PAGE,
    };
    let page = listed(&visit, &asked, &templates(&visit).await?).await?;
    Ok(unkept(&visit, StatusCode::OK, &page))
}

async fn listed(visit: &Visit, asked: &Asked, templates: &[TemplateView]) -> Result<ApplicantsPage, Stop> {
    let found = list_of_employer(visit.app(), &visit.ctx, asked).await;
    page(visit, asked, found.map_err(|error| visit.fail(error))?, templates)
}

/// Which page of which list a form stood below.
pub(super) fn listing(filled: &Filled) -> [(&'static str, String); 3] {
    [STATUS, POSTING, AFTER].map(|name| (name, filled.one(name).to_owned()))
}

/// Address of that page, with more asked of it.
pub(super) fn listing_path(filled: &Filled, more: impl IntoIterator<Item = (&'static str, String)>) -> String {
    let asked = listing(filled).into_iter().chain(more).filter(|(_, value)| !value.is_empty());
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(asked).finish();
    if query.is_empty() { "/ung-vien".to_owned() } else { format!("/ung-vien?{query}") }
}

/// The same page of the list once more, with what was typed below it and what is wrong with who was ticked.
pub(super) async fn again(visit: &Visit, filled: &Filled, templates: &[TemplateView], error: &FieldError) -> Reply {
    let [(_, status), (_, posting), (_, after)] = listing(filled);
    let mut page = listed(visit, &Asked { status, posting, after, limit: PAGE }, templates).await?;
    form::refill(&mut page.bulk, filled);
    let anchor = page.has_ticks().then_some(CHOSEN);
    page.mistakes.push(Mistake { anchor, message: visit.lang.said(error).into() });
    Ok(unkept(visit, StatusCode::UNPROCESSABLE_ENTITY, &page))
}

fn page(visit: &Visit, asked: &Asked, found: Applicants, templates: &[TemplateView]) -> Result<ApplicantsPage, Stop> {
    let lang = visit.lang;
    let mut page = visit.inner_page(lang.t("applicants-title")).within(Section::Account);
    page.indexed = false;
    let done = done(visit);
    let postings = found.postings.iter().map(|(id, title, _)| option(*id, title, &asked.posting)).collect();
    let next = found
        .next
        .as_ref()
        .map(|code| lang.href(&format!("/ung-vien?{STATUS}={}&{POSTING}={}&sau={code}", asked.status, asked.posting)));
    let file = if found.rows.is_empty() { None } else { Some(taking(visit, asked)?) };
    let mut bulk = bulk(visit, templates)?;
    // Where the form is shown again, it is below the same page of the list.
    bulk.kept = vec![(STATUS, asked.status.clone()), (POSTING, asked.posting.clone()), (AFTER, asked.after.clone())];
    Ok(ApplicantsPage {
        page,
        mistakes: Vec::new(),
        done,
        employer: found.employer.as_str().into(),
        is_verified: found.is_verified,
        tabs: tabs(visit, asked, &found),
        action: lang.href("/ung-vien"),
        status: asked.status.clone(),
        postings,
        rows: rows(visit, found.rows),
        next,
        bulk,
        file,
    })
}

/// The form that takes away what the list is narrowed to, all pages of it.
fn taking(visit: &Visit, asked: &Asked) -> Result<Form, Stop> {
    let lang = visit.lang;
    let form = form::form(visit, "/ung-vien/tep", "applicants-file-button")?;
    let mut format = Ask::new(FORMAT, AskKind::Choice, lang.t("applicants-file-format")).options(vec![
        ("xlsx".to_owned(), lang.t("applicants-file-xlsx").into()),
        ("csv".to_owned(), lang.t("applicants-file-csv").into()),
    ]);
    format.value = "xlsx".into();
    Ok(Form {
        prefix: "tep-",
        title: lang.t("applicants-file"),
        what: lang.t("applicants-file-what"),
        kept: vec![(STATUS, asked.status.clone()), (POSTING, asked.posting.clone())],
        asks: vec![format],
        is_second: true,
        ..form
    })
}

/// The looks are recorded first; the file goes to whoever asked and is kept nowhere on the way.
pub(super) async fn file(visit: Visit, filled: Filled) -> Reply {
    demand_person(&visit)?;
    let (status, posting) = (filled.one(STATUS).to_owned(), filled.one(POSTING).to_owned());
    let asked = Asked { status, posting, ..Asked::default() };
    let format = if filled.one(FORMAT) == "csv" { Format::Csv } else { Format::Xlsx };
    let made = match filled.key() {
        Ok(key) => applicants_file(visit.app(), &visit.ctx, &asked, format, &key).await,
        Err(error) => Err(error),
    };
    match made {
        Ok(export) => Ok(download(export, format)),
        Err(error @ (AppError::Refused(_) | AppError::Conflict)) => {
            let form = Form { prefix: "", ..taking(&visit, &asked)? };
            let mut page = form::page(&visit, "applicants-file", form);
            page.links = vec![(visit.lang.t("applicants-back"), visit.lang.href("/ung-vien"))];
            form::refuse(&visit, page, error)
        }
        Err(error) => Err(visit.fail(error).into()),
    }
}

/// How many were answered at once, and how many could not be.
fn done(visit: &Visit) -> Option<String> {
    let count = |name| visit.asked(name).parse::<u64>().ok().filter(|count| *count > 0);
    let answered = visit.lang.n("applicants-answered", count("xong")?);
    let left = count("con").map(|left| visit.lang.n("applicants-left", left));
    Some(left.map_or(answered.clone(), |left| format!("{answered} {left}")))
}

fn option(id: PostingId, title: &str, shown: &str) -> (String, Words, bool) {
    let code = id.code().to_string();
    let is_shown = code == shown;
    (code, title.into(), is_shown)
}

fn tabs(visit: &Visit, asked: &Asked, found: &Applicants) -> Vec<Tab> {
    let href = |status: &str| visit.lang.href(&format!("/ung-vien?{STATUS}={status}&{POSTING}={}", asked.posting));
    let all = Tab {
        label: visit.lang.t("applicants-all-statuses"),
        href: href(""),
        count: found.counts.values().sum(),
        is_this: asked.status.is_empty(),
    };
    let of = |status: &Status| Tab {
        label: capital(status.word(tongue(visit))),
        href: href(status.code()),
        count: found.counts.get(status.code()).copied().unwrap_or_default(),
        is_this: asked.status == status.code(),
    };
    std::iter::once(all).chain(Status::ALL.iter().map(of)).collect()
}

/// The rows; the first box has the id that a mistake leads to.
fn rows(visit: &Visit, found: Vec<Summary>) -> Vec<ApplicationRow> {
    let mut rows: Vec<ApplicationRow> = found.into_iter().map(|summary| row(visit, summary)).collect();
    if let Some(first) = rows.iter_mut().find_map(|row| row.tick.as_mut()) {
        CHOSEN.clone_into(&mut first.id);
    }
    rows
}

fn row(visit: &Visit, summary: Summary) -> ApplicationRow {
    let id = summary.id.code().to_string();
    ApplicationRow {
        href: visit.lang.href(&format!("/ung-vien/{id}")),
        title: summary.name.unwrap_or_else(|| visit.lang.t("applicants-hidden")).into(),
        about: summary.posting_title.into(),
        status: summary.status.map_or_else(String::new, |status| capital(status.word(tongue(visit)))),
        sent: visit.lang.t1("row-sent", "time", instant(visit, summary.sent_at)),
        until: summary.answer_by.map_or_else(String::new, |at| visit.lang.t1("row-until", "day", last_day(visit, at))),
        tick: summary.takes_answer.then(|| {
            let is_ticked = visit.asked_all(CHOSEN).any(|chosen| chosen == id);
            Tick { id: format!("{CHOSEN}-{id}"), is_ticked }
        }),
        id,
    }
}
