//! Appointments: the officer's day, one of them, and its file for calendars. The person it is with sees the same page.

use axum::extract::Path;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use sanviec_app::desk::{self, AppointmentView};
use sanviec_app::{AppError, FieldError, Role};
use sanviec_domain::appointment::{CancelReason, Command, Side, Slot, Stage, State};
use sanviec_domain::time::{Micros, parse_date};
use sanviec_domain::why::Why;

use super::super::account::{Stop, demand_person};
use super::person::{appointment_row, instant};
use super::{Reply, form, words};
use crate::http::{Filled, Visit, elsewhere};
use crate::view::{DeskAsk, DeskAskKind, DeskBlock, DeskForm, DeskPage, Words};

const ACT: &str = "viec";
const DAY: &str = "ngay";
const TIME: &str = "gio";
/// The instant that is agreed to, as it was shown.
const AGREED: &str = "dong-y-luc";
const REASON: &str = "ly-do";
const NOTE: &str = "ghi-chu";
const NAMES: [(&str, &str); 2] = [("from", DAY), ("time", TIME)];

/// The officer's day.
pub(super) async fn list(visit: Visit) -> Reply {
    let lang = visit.lang;
    let mut page = form::below_desk(&visit, form::page(&visit, lang.t("appointments-title"))?);
    let day = parse_date(visit.asked(DAY)).unwrap_or_else(|| visit.ctx.today());
    let all = desk::day_list(visit.app(), &visit.ctx, day).await.map_err(|error| visit.fail(error))?;
    page.blocks.push(DeskBlock::Form(DeskForm {
        action: lang.href("/trung-tam/lich-hen"),
        asks: vec![DeskAsk::line(DAY, lang.t("appoint-day"), &words::day(&visit, day)).digits()],
        button: lang.t("appointments-see"),
        is_second: true,
        ..DeskForm::default()
    }));
    let rows = all.iter().map(|one| appointment_row(&visit, one)).collect();
    page.blocks.push(DeskBlock::Rows(rows, lang.t("appointments-none")));
    Ok(form::show(&visit, &page))
}

pub(super) async fn show(visit: Visit, Path(code): Path<String>) -> Reply {
    if let Some(code) = code.strip_suffix(".ics") {
        return calendar(&visit, code).await;
    }
    let mut page = page(&visit, &code, None).await?;
    page.done = (visit.asked("xong") == "ghi").then(|| visit.lang.t("referral-done").into());
    Ok(form::show(&visit, &page))
}

async fn found(visit: &Visit, code: &str) -> Result<AppointmentView, Stop> {
    demand_person(visit)?;
    Ok(desk::appointment(visit.app(), &visit.ctx, code).await.map_err(|error| visit.fail(error))?)
}

/// The file for a calendar.
async fn calendar(visit: &Visit, code: &str) -> Reply {
    let view = found(visit, code).await?;
    let url = format!("{}/trung-tam/lich-hen/{code}", visit.shown.origin);
    let text = desk::ics(&desk::Entry { url, ..view.entry });
    let kind = HeaderValue::from_static("text/calendar; charset=utf-8");
    let name = HeaderValue::from_static("attachment; filename=\"lich-hen.ics\"");
    let kept = HeaderValue::from_static("no-store");
    let headers = [(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, name), (header::CACHE_CONTROL, kept)];
    let response: Response = (headers, text).into_response();
    Ok(response)
}

async fn page(visit: &Visit, code: &str, filled: Option<&Filled>) -> Result<DeskPage, Stop> {
    let lang = visit.lang;
    let view = found(visit, code).await?;
    let mut page = form::page(visit, lang.t("appointment-title"))?;
    let is_host = visit.ctx.actor.kind() == Role::Officer;
    if is_host {
        page = form::below_desk(visit, page);
    }
    let minutes = lang.n("appointment-minutes", u64::from(view.life.slot.minutes));
    page.blocks.push(DeskBlock::Facts(vec![
        (lang.t("referral-state"), vec![words::term(visit, "appointment", view.life.state().code()).into()]),
        (lang.t("appointment-when"), vec![words::time(visit, view.life.slot.from).into(), minutes.into()]),
        (lang.t("appoint-subject"), vec![view.subject.as_str().into()]),
        (lang.t("appoint-place"), vec![view.place.as_str().into()]),
    ]));
    page.blocks.extend(view.reached.and_then(|reached| words::reach(visit, reached)));
    let mut links = vec![(lang.t("appointment-ics"), lang.href(&format!("/trung-tam/lich-hen/{code}.ics")), false)];
    if is_host {
        let person = lang.href(&format!("/trung-tam/nguoi/{}", view.profile));
        links.push((lang.t("appointment-person"), person, false));
    }
    page.blocks.push(DeskBlock::Links(links));
    for (heading, form) in forms(visit, code, &view, (is_host, filled))? {
        page.blocks.push(DeskBlock::Heading(lang.t(heading)));
        page.blocks.push(DeskBlock::Form(form));
    }
    Ok(page)
}

fn forms(
    visit: &Visit,
    code: &str,
    view: &AppointmentView,
    (is_host, filled): (bool, Option<&Filled>),
) -> Result<Vec<(&'static str, DeskForm)>, Stop> {
    let lang = visit.lang;
    let make = |act: &str, button: &str, asks: Vec<DeskAsk>| -> Result<DeskForm, Stop> {
        let mut form = form::form(visit, &format!("/trung-tam/lich-hen/{code}"), button)?;
        form.kept = vec![(ACT, act.to_owned()), (form::VERSION, view.version.to_string())];
        form.asks = asks;
        form.is_second = act != "dong-y";
        Ok(form)
    };
    let line = |name: &'static str, label: &str| DeskAsk::line(name, lang.t(label), form::typed(filled, name));
    let own = if is_host { Side::Host } else { Side::Guest };
    let proposed_by = match view.life.stage {
        Stage::Proposed { by, .. } | Stage::Moved { by, .. } => Some(by),
        _ => None,
    };
    let begun = visit.ctx.now >= view.life.slot.from;
    let mut forms = Vec::new();
    // Nobody agrees to the own proposal.
    if proposed_by.is_some_and(|by| by != own) {
        let mut agree = make("dong-y", "appointment-agree", Vec::new())?;
        agree.kept.push((AGREED, view.life.slot.from.0.to_string()));
        forms.push(("appointment-agree", agree));
    }
    if view.life.state() == State::Confirmed && begun {
        if is_host {
            forms.push(("appointment-kept", make("da-gap", "appointment-kept", Vec::new())?));
        }
        forms.push(("appointment-missed", make("vang", "appointment-missed", Vec::new())?));
    }
    if (proposed_by.is_some() || view.life.state() == State::Confirmed) && !begun {
        let asks = vec![
            line(DAY, "appoint-day").hint(lang.t("day-hint")).digits(),
            line(TIME, "appoint-time").hint(lang.t("appoint-time-hint")),
        ];
        forms.push(("appointment-move", make("doi-gio", "appointment-move", asks)?));
        let chosen = CancelReason::ALL.iter().filter(|reason| reason.is_chosen()).map(|reason| reason.code());
        let reasons: Vec<(String, Words)> = words::choices(visit, "cancel", chosen);
        let asks = vec![line(REASON, "referral-why").kind(DeskAskKind::One(reasons)), line(NOTE, "referral-note")];
        forms.push(("appointment-cancel", make("huy", "appointment-cancel", asks)?));
    }
    Ok(forms)
}

pub(super) async fn send(visit: Visit, Path(code): Path<String>, filled: Filled) -> Reply {
    let again = page(&visit, &code, Some(&filled)).await?;
    let view = found(&visit, &code).await?;
    let version = filled.one(form::VERSION).parse().ok();
    let moved = match (filled.key(), command(&filled, view.life.slot)) {
        (Ok(key), Ok(command)) => {
            desk::move_appointment(visit.app(), &visit.ctx, (&code, version), command, &key).await
        }
        (Err(error), _) | (_, Err(error)) => Err(error),
    };
    match moved {
        Ok(()) => Ok(elsewhere(&visit, &format!("/trung-tam/lich-hen/{code}?xong=ghi"))),
        Err(error) => form::refuse(&visit, again, error, &NAMES),
    }
}

fn command(filled: &Filled, slot: Slot) -> Result<Command, AppError> {
    let odd = || AppError::from(FieldError::new("form", "unknown_act", "Chọn việc cần ghi.", "Choose what to record."));
    Ok(match filled.one(ACT) {
        "dong-y" => {
            let from = filled.one(AGREED).parse().map(Micros).map_err(|_| odd())?;
            Command::Confirm(Slot { from, ..slot })
        }
        "doi-gio" => Command::Move(Slot { from: instant(filled.one(DAY), filled.one(TIME))?, ..slot }),
        "huy" => {
            let reason = CancelReason::find_by_code(filled.one(REASON)).ok_or_else(odd)?;
            Command::Cancel(Why::noted(reason, filled.one(NOTE).trim()))
        }
        "da-gap" => Command::RecordKept,
        "vang" => Command::RecordMissed,
        _ => return Err(odd()),
    })
}
