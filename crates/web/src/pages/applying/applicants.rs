//! Who applied to the employer of whoever is signed in, by status and posting, with one form to answer several.

use axum::http::StatusCode;
use sanviec_app::applications::{Applicants, Asked, Summary, list_of_employer};
use sanviec_domain::application::Status;
use sanviec_domain::posting::PostingId;

use super::answer::{bulk, templates};
use super::words::{capital, instant, last_day, tongue};
use super::{Reply, Stop};
use crate::http::{Visit, unkept};
use crate::pages::account::demand_person;
use crate::view::{ApplicantsPage, ApplicationRow, Section, Tab, Words};

/// Names of the query.
const STATUS: &str = "trang-thai";
const POSTING: &str = "tin";

pub(super) async fn list(visit: Visit) -> Reply {
    demand_person(&visit)?;
    let asked = Asked {
        status: visit.asked(STATUS).to_owned(),
        posting: visit.asked(POSTING).to_owned(),
        after: visit.asked("sau").to_owned(),
        limit: 20,
    };
    let answer = list_of_employer(visit.app(), &visit.ctx, &asked).await;
    let mut page = page(&visit, &asked, answer.map_err(|error| visit.fail(error))?)?;
    page.bulk = bulk(&visit, &templates(&visit).await?)?;
    Ok(unkept(&visit, StatusCode::OK, &page))
}

fn page(visit: &Visit, asked: &Asked, found: Applicants) -> Result<ApplicantsPage, Stop> {
    let lang = visit.lang;
    let mut page = visit.inner_page(lang.t("applicants-title")).within(Section::Account);
    page.indexed = false;
    let done = done(visit);
    let postings = found.postings.iter().map(|(id, title, _)| option(*id, title, &asked.posting)).collect();
    let next = found
        .next
        .as_ref()
        .map(|code| lang.href(&format!("/ung-vien?{STATUS}={}&{POSTING}={}&sau={code}", asked.status, asked.posting)));
    Ok(ApplicantsPage {
        page,
        done,
        employer: found.employer.as_str().into(),
        is_verified: found.is_verified,
        tabs: tabs(visit, asked, &found),
        action: lang.href("/ung-vien"),
        status: asked.status.clone(),
        postings,
        rows: found.rows.into_iter().map(|summary| row(visit, summary)).collect(),
        next,
        bulk: bulk(visit, &[])?,
    })
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

fn row(visit: &Visit, summary: Summary) -> ApplicationRow {
    let id = summary.id.code().to_string();
    ApplicationRow {
        href: visit.lang.href(&format!("/ung-vien/{id}")),
        title: summary.name.unwrap_or_else(|| visit.lang.t("applicants-hidden")).into(),
        about: summary.posting_title.into(),
        status: summary.status.map_or_else(String::new, |status| capital(status.word(tongue(visit)))),
        sent: visit.lang.t1("row-sent", "time", instant(visit, summary.sent_at)),
        until: summary.answer_by.map_or_else(String::new, |at| visit.lang.t1("row-until", "day", last_day(visit, at))),
        id,
    }
}
