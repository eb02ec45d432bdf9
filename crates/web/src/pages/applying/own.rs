//! The own application of whoever is signed in, and what the pages by link share with it.

use axum::extract::Path;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use sanviec_app::applications::{self, Access, LineView, MyApplication, Writer, write_line};
use sanviec_app::{AppError, desk};
use sanviec_domain::application::{Side, WithdrawReason};

use super::form::{self, REASON, WORDS};
use super::quick::key;
use super::words::{about, instant, last_day, own_status, side, timeline, tongue};
use super::{Reply, Stop, files};
use crate::http::{Filled, Visit, elsewhere, unkept};
use crate::pages::account::demand_person;
use crate::view::{ApplicationPage, Ask, AskKind, Form, Moment, Section, Words};

fn access(id: String) -> Access {
    Access::Own(id)
}

fn base(id: &str) -> String {
    format!("/ung-tuyen/ho-so/{id}")
}

pub(super) async fn show(visit: Visit, Path(id): Path<String>) -> Reply {
    demand_person(&visit)?;
    let (id, is_calendar) = match id.strip_suffix(".ics") {
        Some(id) => (id.to_owned(), true),
        None => (id, false),
    };
    let at = base(&id);
    let own = applications::my_application(visit.app(), &visit.ctx, &access(id.clone())).await;
    let own = own.map_err(|error| visit.fail(error))?;
    if is_calendar {
        return calendar(&visit, Some(&at), &own);
    }
    if own.is_full_draft {
        let done = if visit.asked("xong") == "tep" { "?xong=tep" } else { "" };
        return Ok(elsewhere(&visit, &format!("{}{done}", super::full::draft_path(&id))));
    }
    page(&visit, &at, &own)
}

pub(super) async fn withdraw(visit: Visit, Path(id): Path<String>, filled: Filled) -> Reply {
    demand_person(&visit)?;
    withdraw_by(&visit, &base(&id), access(id), &filled).await
}

pub(super) async fn erase(visit: Visit, Path(id): Path<String>, filled: Filled) -> Reply {
    demand_person(&visit)?;
    erase_by(&visit, access(id), &filled).await?;
    Ok(elsewhere(&visit, "/ung-tuyen"))
}

pub(super) async fn write(visit: Visit, Path(id): Path<String>, filled: Filled) -> Reply {
    demand_person(&visit)?;
    write_by(&visit, &base(&id), Writer::Person(access(id)), &filled).await
}

/// The application as its person sees it; forms go to addresses below `at`.
pub(super) fn page(visit: &Visit, at: &str, own: &MyApplication) -> Reply {
    let lang = visit.lang;
    let mut page = visit.inner_page(own.advert.title.as_str()).within(Section::Account);
    page.indexed = false;
    let done = match visit.asked("xong") {
        "gui" => Some(lang.t("own-done-sent")),
        "giam-ho" => Some(lang.t("own-done-guardian")),
        "rut" => Some(lang.t("own-done-withdrawn")),
        "tin-nhan" => Some(lang.t("lines-done")),
        "tep" => Some(lang.t("files-done")),
        _ => None,
    };
    let forms = forms(visit, at, own)?;
    let posting = format!("/viec-lam/{}", own.advert.posting_id.code());
    let mut lists = vec![(lang.t("own-timeline"), timeline(visit, &own.events))];
    let looks = |at: &_| Moment { at: instant(visit, *at), what: lang.t("own-look"), words: Words::default() };
    if !own.files.is_empty() {
        lists.insert(0, (lang.t("files-title"), files::moments(visit, &own.files)));
    }
    if !own.reveals.is_empty() {
        lists.push((lang.t("own-looks"), own.reveals.iter().map(looks).collect()));
    }
    let page = ApplicationPage {
        page,
        done,
        status: own_status(visit, (own.status, own.state), own.is_unanswered),
        call: call(visit, at, own),
        next: next(visit, own),
        rows: rows(visit, own),
        lists,
        lines: lines(visit, &own.lines, Side::Applicant),
        writing: if own.may_write { Some(writing(visit, at, own.is_contact_open)?) } else { None },
        forms,
        links: [files::links(visit, at, &own.files), vec![(lang.t("apply-back"), lang.href(&posting))]].concat(),
    };
    Ok(unkept(visit, StatusCode::OK, &page))
}

/// When and where the person is asked to come, or that it was called off, and the file that tells a calendar so.
fn call(visit: &Visit, at: &str, own: &MyApplication) -> Option<(Words, String, String)> {
    let (lang, entry) = (visit.lang, own.calendar.as_ref()?);
    let when = own.interview_at.map(|at| instant(visit, at)).unwrap_or_default();
    let is_over = own.interview_at.is_some_and(|at| at.day() < visit.ctx.today());
    let (text, label) = match own.interview_place.as_deref() {
        _ if entry.is_cancelled => (lang.t("own-interview-off"), "own-calendar-off"),
        _ if is_over => (lang.t1("own-interview-was", "time", when), "own-calendar"),
        Some(place) => (lang.t2("own-interview-next", ("time", &when), ("place", place)), "own-calendar"),
        None => (lang.t1("own-interview-nowhere", "time", when), "own-calendar"),
    };
    Some((text.into(), lang.t(label), lang.href(&format!("{at}.ics"))))
}

/// The interview as a file for a calendar, which names the page at `path` where there is one to name.
pub(super) fn calendar(visit: &Visit, path: Option<&str>, own: &MyApplication) -> Reply {
    let Some(entry) = own.calendar.clone() else { return Err(visit.fail(AppError::NotFound).into()) };
    let url = path.map_or_else(String::new, |path| format!("{}{path}", visit.shown.origin));
    let text = desk::ics(&desk::Entry { url, ..entry });
    let kind = HeaderValue::from_static("text/calendar; charset=utf-8");
    let name = HeaderValue::from_static("attachment; filename=\"phong-van.ics\"");
    let kept = HeaderValue::from_static("no-store");
    let headers = [(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, name), (header::CACHE_CONTROL, kept)];
    Ok((headers, text).into_response())
}

fn rows(visit: &Visit, own: &MyApplication) -> Vec<(String, Words)> {
    let mut rows = about(visit, &own.advert);
    if let Some(carried) = &own.carried {
        rows.extend(super::full::said(visit, carried));
    } else if !own.name.is_empty() {
        rows.push((visit.lang.t("apply-name"), own.name.as_str().into()));
    }
    if let Some(phone) = own.phone.as_ref().filter(|_| own.carried.is_none()) {
        rows.push((visit.lang.t("apply-phone"), phone.as_str().into()));
    }
    if let Some(at) = own.sent_at {
        rows.push((visit.lang.t("own-sent"), instant(visit, at).into()));
    }
    if let Some(centre) = &own.by_centre {
        rows.push((visit.lang.t("own-by-centre"), centre.as_str().into()));
    }
    if let Some(at) = own.interview_at {
        rows.push((visit.lang.t("own-interview"), instant(visit, at).into()));
    }
    if let Some(place) = &own.interview_place {
        rows.push((visit.lang.t("own-interview-place"), place.as_str().into()));
    }
    rows
}

/// What the status means and what comes next.
fn next(visit: &Visit, own: &MyApplication) -> Vec<Words> {
    let lang = visit.lang;
    let mut next = Vec::new();
    if let Some(until) = own.answer_by {
        let key = if own.status.is_some() { "own-answer-by" } else { "own-guardian-by" };
        next.push(lang.t1(key, "day", last_day(visit, until)).into());
    }
    if let Some(([vi, en], note)) = &own.reason {
        next.push(visit.say(vi, en).into());
        if !note.is_empty() {
            next.push(lang.t1("own-note", "note", note).into());
        }
    }
    if let Some(until) = own.keep_until {
        next.push(lang.t1("own-keep", "day", last_day(visit, until)).into());
    }
    next
}

pub(super) fn lines(visit: &Visit, lines: &[LineView], me: Side) -> Vec<Moment> {
    let moment = |line: &LineView| Moment {
        at: instant(visit, line.at),
        what: side(visit, line.side, me),
        words: line.words.as_str().into(),
    };
    lines.iter().map(moment).collect()
}

/// The form for a message. What is hidden in it until contact opens is told while it is hidden.
pub(super) fn writing(visit: &Visit, at: &str, is_contact_open: bool) -> Result<Form, Stop> {
    let mut form = Form { prefix: "nhan-", ..form::form(visit, &format!("{at}/tin-nhan"), "lines-send")? };
    let words = Ask::new(WORDS, AskKind::Area, visit.lang.t("lines-words"));
    form.asks = vec![if is_contact_open { words } else { words.hint(visit.lang.t("lines-hint")) }];
    form.is_second = true;
    Ok(form)
}

fn forms(visit: &Visit, at: &str, own: &MyApplication) -> Result<Vec<Form>, Stop> {
    let mut forms = files::buttons(visit, at, &own.files, true)?;
    if own.may_withdraw {
        forms.push(files::attaching(visit, at)?);
        forms.push(withdrawing(visit, at)?);
    }
    if own.may_erase {
        let mut form = Form { prefix: "xoa-", ..form::form(visit, &format!("{at}/xoa"), "own-erase")? };
        form.title = visit.lang.t("own-erase-title");
        form.what = visit.lang.t("own-erase-what");
        form.is_second = true;
        forms.push(form);
    }
    Ok(forms)
}

fn withdrawing(visit: &Visit, at: &str) -> Result<Form, Stop> {
    let tongue = tongue(visit);
    let mut form = Form { prefix: "rut-", ..form::form(visit, &format!("{at}/rut"), "own-withdraw")? };
    form.title = visit.lang.t("own-withdraw");
    form.what = visit.lang.t("own-withdraw-what");
    let reasons = WithdrawReason::ALL.iter().filter(|reason| reason.is_applicants());
    let words = |reason: &WithdrawReason| match reason {
        WithdrawReason::Unsaid => visit.lang.t("own-reason-none"),
        WithdrawReason::Distrust => visit.lang.t("own-reason-distrust"),
        other => other.sentence(tongue).to_owned(),
    };
    let options = reasons.map(|reason| (reason.code().to_owned(), words(reason).into())).collect();
    form.asks = vec![Ask::new(REASON, AskKind::Pick, visit.lang.t("own-reason")).options(options)];
    form.is_second = true;
    Ok(form)
}

pub(super) async fn withdraw_by(visit: &Visit, at: &str, access: Access, filled: &Filled) -> Reply {
    let withdrawn = match filled.key() {
        Ok(key) => applications::withdraw(visit.app(), &visit.ctx, access, filled.one(REASON), &key).await,
        Err(error) => Err(error),
    };
    match withdrawn {
        Ok(()) => Ok(elsewhere(visit, &format!("{at}?xong=rut"))),
        Err(error) => again(visit, "own-withdraw", Form { prefix: "", ..withdrawing(visit, at)? }, at, filled, error),
    }
}

pub(super) async fn erase_by(visit: &Visit, access: Access, filled: &Filled) -> Result<(), Stop> {
    let key = key(visit, filled)?;
    applications::erase(visit.app(), &visit.ctx, access, &key).await.map_err(|error| visit.fail(error).into())
}

pub(super) async fn write_by(visit: &Visit, at: &str, writer: Writer, filled: &Filled) -> Reply {
    let written = match filled.key() {
        Ok(key) => write_line(visit.app(), &visit.ctx, writer, filled.one(WORDS), &key).await,
        Err(error) => Err(error),
    };
    match written {
        Ok(()) => Ok(elsewhere(visit, &format!("{at}?xong=tin-nhan"))),
        Err(error) => again(visit, "lines-title", Form { prefix: "", ..writing(visit, at, false)? }, at, filled, error),
    }
}

/// A form among others that was refused, on a page of its own.
pub(super) fn again(
    visit: &Visit,
    title: &str,
    mut form: Form,
    at: &str,
    filled: &Filled,
    error: AppError,
) -> Result<Response, Stop> {
    form.title = String::new();
    form::refill(&mut form, filled);
    let mut page = form::page(visit, title, form);
    page.links = vec![(visit.lang.t("own-back"), visit.lang.href(at))];
    form::refuse(visit, page, error)
}
