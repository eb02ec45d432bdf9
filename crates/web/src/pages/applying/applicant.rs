//! One applicant: opened by a button that the person is told of, reached by a look that is recorded.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use sanviec_app::applications::{self, ApplicantView, Revealed, TemplateView, Writer, applicant};
use sanviec_domain::application::{Side, State};
use sanviec_domain::person::Phone;
use sanviec_domain::reveal::Contact;

use super::form::{self, NOTE};
use super::full::said;
use super::own::{again, lines, write_by, writing};
use super::quick::key;
use super::words::{about, instant, last_day, status, timeline};
use super::{Reply, Stop, answer, files};
use crate::http::{Filled, Visit, elsewhere, unkept};
use crate::pages::account::demand_person;
use crate::view::{ApplicationPage, ApplyingForm, Ask, AskKind, Form, Section, Words};

pub(super) fn base(id: &str) -> String {
    format!("/ung-vien/{id}")
}

pub(super) async fn show(visit: Visit, Path(id): Path<String>) -> Reply {
    demand_person(&visit)?;
    let view = found(&visit, &id).await?;
    if view.is_unopened {
        return Ok(form::show(&visit, &opening(&visit, &id, &view)?));
    }
    Ok(unkept(&visit, StatusCode::OK, &page(&visit, &id, &view, (None, &answer::templates(&visit).await?))?))
}

pub(super) async fn found(visit: &Visit, id: &str) -> Result<ApplicantView, Stop> {
    applicant(visit.app(), &visit.ctx, id).await.map_err(|error| visit.fail(error).into())
}

/// What was not opened yet shows nothing: opening it is told to the person, so it takes a button.
fn opening(visit: &Visit, id: &str, view: &ApplicantView) -> Result<ApplyingForm, Stop> {
    let form = form::form(visit, &format!("{}/mo", base(id)), "applicant-open")?;
    let mut page = form::page(visit, "applicant-new", form);
    page.intro = vec![visit.lang.t("applicant-open-what").into()];
    page.rows = about(visit, &view.advert);
    if let Some(at) = view.sent_at {
        page.rows.push((visit.lang.t("own-sent"), instant(visit, at).into()));
    }
    if let Some(centre) = &view.by_centre {
        page.rows.push((visit.lang.t("own-by-centre"), centre.as_str().into()));
    }
    page.links = vec![(visit.lang.t("applicants-back"), visit.lang.href("/ung-vien"))];
    Ok(page)
}

pub(super) async fn open(visit: Visit, Path(id): Path<String>, filled: Filled) -> Reply {
    demand_person(&visit)?;
    let key = key(&visit, &filled)?;
    applications::mark_seen(visit.app(), &visit.ctx, &id, &key).await.map_err(|error| visit.fail(error))?;
    Ok(elsewhere(&visit, &base(&id)))
}

/// The page; with `reach` after a look.
pub(super) fn page(
    visit: &Visit,
    id: &str,
    view: &ApplicantView,
    (reach, templates): (Option<&Revealed>, &[TemplateView]),
) -> Result<ApplicationPage, Stop> {
    let lang = visit.lang;
    let title = view.name.clone().unwrap_or_else(|| lang.t("applicants-hidden"));
    let mut page = visit.inner_page(title).within(Section::Account).crumb(lang.t("applicants-title"), "/ung-vien");
    page.indexed = false;
    let done = match visit.asked("xong") {
        "tra-loi" => Some(lang.t("applicant-answered")),
        "ghi-chu" => Some(lang.t("applicant-noted")),
        "tin-nhan" => Some(lang.t("lines-done")),
        _ => None,
    };
    let mut rows = about(visit, &view.advert);
    rows.extend(dates(visit, view));
    rows.extend(view.carried.as_ref().map(|carried| said(visit, carried)).unwrap_or_default());
    rows.extend(reach.map(|reach| reached(visit, reach)).unwrap_or_default());
    let mut lists = vec![(lang.t("own-timeline"), timeline(visit, &view.events))];
    if !view.notes.is_empty() {
        let mut notes = timeline(visit, &view.notes);
        notes.iter_mut().for_each(|note| note.what.clear());
        lists.insert(0, (lang.t("applicant-notes"), notes));
    }
    let mut forms = Vec::new();
    if !view.files.is_empty() {
        lists.insert(0, (lang.t("files-title"), files::moments(visit, &view.files)));
    }
    if view.contact == Contact::Open {
        forms.extend(files::buttons(visit, &base(id), &view.files, false)?);
    }
    if view.contact == Contact::Open && reach.is_none() {
        let mut form =
            Form { prefix: "lien-he-", ..form::form(visit, &format!("{}/lien-he", base(id)), "applicant-look")? };
        form.what = lang.t("applicant-look-what");
        forms.push(form);
    }
    forms.extend(answer::forms(visit, id, view, templates)?);
    forms.push(noting(visit, id)?);
    Ok(ApplicationPage {
        page,
        done,
        status: status(visit, view.status, State::Sent),
        call: None,
        next: next(visit, view),
        rows,
        lists,
        lines: lines(visit, &view.lines, Side::Employer),
        writing: if view.may_write { Some(writing(visit, &base(id), view.contact == Contact::Open)?) } else { None },
        forms,
        links: vec![(lang.t("applicants-back"), lang.href("/ung-vien"))],
    })
}

fn dates(visit: &Visit, view: &ApplicantView) -> Vec<(String, Words)> {
    let all = [("own-sent", view.sent_at), ("own-interview", view.interview_at)];
    let row = |(key, at): (&str, Option<_>)| at.map(|at| (visit.lang.t(key), instant(visit, at).into()));
    let by = view.by_centre.as_deref().map(|centre| (visit.lang.t("own-by-centre"), centre.into()));
    let place = view.interview_place.as_deref().map(|place| (visit.lang.t("own-interview-place"), place.into()));
    all.into_iter().filter_map(row).chain(place).chain(by).collect()
}

fn reached(visit: &Visit, revealed: &Revealed) -> Vec<(String, Words)> {
    let reach = &revealed.reach;
    let phone = reach.phone.as_deref().and_then(|phone| Phone::parse(phone).ok()).map(|phone| phone.display());
    let phone = phone.map(|phone| (visit.lang.t("apply-phone"), phone.into()));
    let email = reach.email.as_deref().map(|email| (visit.lang.t("apply-email"), email.into()));
    let more = revealed.carried.as_ref().map(|carried| {
        let plain = applications::Carried { words: String::new(), ..carried.clone() };
        said(visit, &plain)
    });
    phone.into_iter().chain(email).chain(more.unwrap_or_default()).collect()
}

fn next(visit: &Visit, view: &ApplicantView) -> Vec<Words> {
    let lang = visit.lang;
    let mut next: Vec<Words> = Vec::new();
    if let Some(until) = view.answer_by {
        next.push(lang.t1("applicant-answer-by", "day", last_day(visit, until)).into());
    }
    match view.contact {
        Contact::NotYet => next.push(lang.t("applicant-contact-later").into()),
        Contact::NoConsent => next.push(lang.t("applicant-no-consent").into()),
        Contact::NotVerified => next.push(lang.t("applicants-unverified").into()),
        Contact::Open | Contact::Over | Contact::NotSent => {}
    }
    if let Some(until) = view.keep_until {
        next.push(lang.t1("applicant-keep", "day", last_day(visit, until)).into());
    }
    next
}

fn noting(visit: &Visit, id: &str) -> Result<Form, Stop> {
    let mut form = Form { prefix: "ghi-", ..form::form(visit, &format!("{}/ghi-chu", base(id)), "applicant-note")? };
    form.title = visit.lang.t("applicant-note-title");
    form.asks = vec![
        Ask::new(NOTE, AskKind::Area, visit.lang.t("applicant-note-label")).hint(visit.lang.t("applicant-note-hint")),
    ];
    form.is_second = true;
    Ok(form)
}

/// The look is recorded first, then the page shows what was asked for; it stands in no address and in no cache.
pub(super) async fn reveal(visit: Visit, Path(id): Path<String>, filled: Filled) -> Reply {
    demand_person(&visit)?;
    let key = key(&visit, &filled)?;
    let reach = applications::reveal(visit.app(), &visit.ctx, &id, &key).await.map_err(|error| visit.fail(error))?;
    let view = found(&visit, &id).await?;
    Ok(unkept(&visit, StatusCode::OK, &page(&visit, &id, &view, (Some(&reach), &answer::templates(&visit).await?))?))
}

pub(super) async fn note(visit: Visit, Path(id): Path<String>, filled: Filled) -> Result<Response, Stop> {
    demand_person(&visit)?;
    let noted = match filled.key() {
        Ok(key) => applications::note(visit.app(), &visit.ctx, &id, filled.one(NOTE), &key).await,
        Err(error) => Err(error),
    };
    match noted {
        Ok(()) => Ok(elsewhere(&visit, &format!("{}?xong=ghi-chu", base(&id)))),
        Err(error) => {
            let form = Form { prefix: "", ..noting(&visit, &id)? };
            again(&visit, "applicant-note-title", form, &base(&id), &filled, error)
        }
    }
}

pub(super) async fn write(visit: Visit, Path(id): Path<String>, filled: Filled) -> Reply {
    demand_person(&visit)?;
    write_by(&visit, &base(&id), Writer::Employer(id.clone()), &filled).await
}
