//! A person at the desk: who it is, every case, what happened; from here letters, appointments and the code by which
//! the person takes the record over.

use axum::extract::Path;
use sanviec_app::desk::{self, Appoint, AppointmentView, PersonView};
use sanviec_app::profiles::typed;
use sanviec_app::{AppError, FieldError, Role};
use sanviec_domain::appointment::Kind;
use sanviec_domain::profile::{Field, Part};
use sanviec_domain::time::{Micros, parse_date};

use super::super::account::Stop;
use super::super::profile::labels;
use super::{Reply, agree, apply, files, form, hired, words};
use crate::http::{Filled, Visit, elsewhere};
use crate::view::{DeskAsk, DeskAskKind, DeskBlock, DeskForm, DeskPage, DeskRow, Words};

const KIND: &str = "loai";
const DAY: &str = "ngay";
const TIME: &str = "gio";
const MINUTES: &str = "phut";
const SUBJECT: &str = "noi-dung";
const PLACE: &str = "noi-hen";
const NAMES: [(&str, &str); 5] =
    [("from", DAY), ("time", TIME), ("minutes", MINUTES), ("subject", SUBJECT), ("place", PLACE)];
/// Facts that are shown of a person: field and text.
const SHOWN: [(Field, &str); 10] = [
    (Field::Birth, "person-birth"),
    (Field::Sex, "person-sex"),
    (Field::PersonalNumber, "person-number"),
    (Field::Phone, "person-phone"),
    (Field::PermanentUnit, "person-commune"),
    (Field::PermanentLine, "person-line"),
    (Field::GeneralEducation, "person-education"),
    (Field::TechnicalLevel, "person-level"),
    (Field::WishTitle, "person-wish"),
    (Field::Pay, "person-pay"),
];

pub(super) async fn show(visit: Visit, Path(code): Path<String>) -> Reply {
    let mut page = page(&visit, &code, None).await?;
    page.done = match visit.asked("xong") {
        "dang-ky" => Some(visit.lang.t("person-done-registered").into()),
        "dong-y" => Some(visit.lang.t("person-done-agreed").into()),
        "hen" => Some(visit.lang.t("person-done-appointed").into()),
        "nop" => Some(visit.lang.t("counter-apply-done").into()),
        "giam-ho" => Some(visit.lang.t("counter-apply-asked").into()),
        "nhan" => Some(visit.lang.t("person-done-taken-on").into()),
        part if Part::find_by_code(part).is_some() => Some(visit.lang.t("profile-saved").into()),
        _ => None,
    };
    Ok(form::show(&visit, &page))
}

async fn page(visit: &Visit, code: &str, filled: Option<&Filled>) -> Result<DeskPage, Stop> {
    let lang = visit.lang;
    let mut page = form::below_desk(visit, form::page(visit, "")?);
    page.page = page.page.crumb(lang.t("people-title"), "/trung-tam/nguoi");
    let before = words::before(visit);
    let view = desk::person_before(visit.app(), &visit.ctx, code, before).await;
    let view = view.map_err(|error| visit.fail(error))?;
    // A letter may lead here by a profile that became part of this one: forms and links go to the one that is there.
    let code = view.id.as_str();
    let name = view.seen.profile.content.identity.name.as_ref().map(|name| name.as_str().to_owned());
    page.page.title = name.unwrap_or_else(|| lang.t("person-nameless"));
    page.blocks.push(DeskBlock::Facts(facts(visit, &view)));
    if before.is_some() {
        page.blocks.extend(timeline(visit, code, &view));
        return Ok(page);
    }
    page.blocks.extend(words::reach(visit, view.reached));
    let works_here = visit.ctx.actor.kind() == Role::Officer;
    if works_here {
        let refer = lang.href(&format!("/trung-tam/nguoi/{code}/gioi-thieu"));
        let doubles = lang.href(&format!("/ho-so/trung/{code}"));
        let asked = lang.href(&format!("/trung-tam/nguoi/{code}/yeu-cau"));
        let brought = lang.href(&files::path(code));
        let ways =
            [("person-refer", refer), ("brought-title", brought), ("pair-title", doubles), ("asked-title", asked)];
        let ways = ways.into_iter().map(|(text, href)| (lang.t(text), href, false)).collect();
        page.blocks.push(DeskBlock::Links(ways));
        page.blocks.push(DeskBlock::Heading(lang.t("person-parts")));
        let part = |part: &Part| {
            let href = lang.href(&format!("/trung-tam/nguoi/{code}/phan/{}", part.code()));
            (lang.t(&format!("part-{}", part.code())), href, false)
        };
        page.blocks.push(DeskBlock::Links(Part::ALL.iter().map(part).collect()));
    }
    page.blocks.extend(apply::blocks(visit, &view.applications));
    page.blocks.push(DeskBlock::Heading(lang.t("person-referrals")));
    let rows = view.referrals.iter().map(|item| words::row(visit, item)).collect();
    page.blocks.push(DeskBlock::Rows(rows, lang.t("person-referrals-none")));
    if works_here {
        page.blocks.extend(hired::blocks(visit, code).await?);
    }
    page.blocks.push(DeskBlock::Heading(lang.t("person-appointments")));
    let rows = view.appointments.iter().map(|one| appointment_row(visit, one)).collect();
    page.blocks.push(DeskBlock::Rows(rows, lang.t("person-appointments-none")));
    if works_here {
        page.blocks.push(DeskBlock::Form(appointing(visit, code, filled)?));
        if view.seen.profile.account_id.is_none() {
            page.blocks.push(DeskBlock::Heading(lang.t("person-claim")));
            page.blocks.push(DeskBlock::Text(lang.t("person-claim-what").into()));
            let mut claim = form::form(visit, &format!("/trung-tam/nguoi/{code}/ma"), "person-claim-button")?;
            claim.is_second = true;
            page.blocks.push(DeskBlock::Form(claim));
        }
    }
    page.blocks.extend(timeline(visit, code, &view));
    if works_here {
        page.blocks.extend(agree::blocks(visit, code, None).await?);
    }
    Ok(page)
}

/// What happened in all cases, and the way to what is older.
fn timeline(visit: &Visit, code: &str, view: &PersonView) -> Vec<DeskBlock> {
    let events: Vec<_> = view.events.iter().map(|(_, event)| event.clone()).collect();
    let events = words::events(visit, &events).into_iter().zip(&view.events).map(|((when, what, who), (case, _))| {
        let what = if case.is_empty() { what } else { format!("{case}: {what}") };
        (when, what, who)
    });
    let mut blocks = vec![DeskBlock::Heading(visit.lang.t("referral-events")), DeskBlock::Events(events.collect())];
    blocks.extend(words::further(visit, &format!("/trung-tam/nguoi/{code}"), view.older));
    blocks
}

fn facts(visit: &Visit, view: &PersonView) -> Vec<(String, Vec<Words>)> {
    let mut facts = Vec::new();
    for (field, label) in SHOWN {
        let said = typed::get(&view.seen.profile.content, field).into_iter().flatten().next();
        let masked = || view.seen.masked.iter().find(|(known, _)| *known == field).map(|(_, text)| text.clone());
        let Some(text) = said.filter(|text| !text.is_empty()).or_else(masked) else { continue };
        facts.push((visit.lang.t(label), vec![labels::option(visit, field, &text).into()]));
    }
    let account = if view.seen.profile.account_id.is_some() { "person-claimed" } else { "person-unclaimed" };
    let until = view.claim_until.map(|at| visit.lang.t1("person-claim-until", "time", words::time(visit, at)).into());
    let lines = [Some(Words::from(visit.lang.t(account))), until].into_iter().flatten().collect();
    facts.push((visit.lang.t("person-account"), lines));
    facts
}

/// An appointment in a list.
pub(super) fn appointment_row(visit: &Visit, one: &AppointmentView) -> DeskRow {
    let when = words::time(visit, one.life.slot.from);
    // Of somebody who is gone nothing is left but the time.
    let title = if one.subject.is_empty() { when } else { format!("{when} – {}", one.subject) };
    DeskRow {
        title: title.into(),
        href: visit.lang.href(&format!("/trung-tam/lich-hen/{}", one.id)),
        tag: Some((words::term(visit, "appointment", one.life.state().code()), false)),
        lines: vec![one.place.as_str().into()],
        form: None,
    }
}

fn appointing(visit: &Visit, code: &str, filled: Option<&Filled>) -> Result<DeskForm, Stop> {
    let lang = visit.lang;
    let mut form = form::form(visit, &format!("/trung-tam/nguoi/{code}/hen"), "person-appoint-button")?;
    form.is_second = true;
    let kinds = words::choices(visit, "meeting", [Kind::Counselling.code(), Kind::Interview.code()]);
    let line = |name: &'static str, label: &str| DeskAsk::line(name, lang.t(label), form::typed(filled, name));
    let minutes = if filled.is_some() { form::typed(filled, MINUTES) } else { "30" };
    form.asks = vec![
        line(KIND, "appoint-kind").kind(DeskAskKind::One(kinds)),
        line(DAY, "appoint-day").hint(lang.t("day-hint")).digits(),
        line(TIME, "appoint-time").hint(lang.t("appoint-time-hint")),
        DeskAsk::line(MINUTES, lang.t("appoint-minutes"), minutes).digits(),
        line(SUBJECT, "appoint-subject"),
        line(PLACE, "appoint-place"),
    ];
    Ok(form)
}

/// Day and time as typed.
pub(super) fn instant(day: &str, time: &str) -> Result<Micros, AppError> {
    let odd_day = || {
        let (vi, en) = ("Nhập ngày như 05/11/2026.", "Enter a day like 05/11/2026.");
        AppError::from(FieldError::new("from", "not_a_day", vi, en))
    };
    let odd_time = || {
        let (vi, en) = ("Nhập giờ như 14:30.", "Enter a time like 14:30.");
        AppError::from(FieldError::new("time", "not_a_time", vi, en))
    };
    let day = parse_date(day).ok_or_else(odd_day)?;
    let (hour, minute) = time.trim().split_once([':', 'h', 'g', '.']).ok_or_else(odd_time)?;
    let number = |text: &str, most: i64| text.trim().parse::<i64>().ok().filter(|number| (0..=most).contains(number));
    let minute = if minute.trim().is_empty() { Some(0) } else { number(minute, 59) };
    match (number(hour, 23), minute) {
        (Some(hour), Some(minute)) => Ok(Micros::start_of(day).plus_seconds(hour * 3_600 + minute * 60)),
        _ => Err(odd_time()),
    }
}

pub(super) async fn appoint(visit: Visit, Path(code): Path<String>, filled: Filled) -> Reply {
    form::page(&visit, "")?;
    if visit.ctx.actor.kind() != Role::Officer {
        return Err(visit.fail(AppError::Forbidden).into());
    }
    let appointed = match (filled.key(), order(&code, &filled)) {
        (Ok(key), Ok(order)) => desk::appoint(visit.app(), &visit.ctx, order, &key).await,
        (Err(error), _) | (_, Err(error)) => Err(error),
    };
    match appointed {
        Ok(_) => Ok(elsewhere(&visit, &format!("/trung-tam/nguoi/{code}?xong=hen"))),
        Err(error) => {
            let again = page(&visit, &code, Some(&filled)).await?;
            form::refuse(&visit, again, error, &NAMES)
        }
    }
}

fn order(code: &str, filled: &Filled) -> Result<Appoint, AppError> {
    let odd = || {
        let (vi, en) = ("Nhập số phút.", "Enter the number of minutes.");
        AppError::from(FieldError::new("minutes", "not_a_number", vi, en))
    };
    Ok(Appoint {
        profile: code.to_owned(),
        kind: Kind::find_by_code(filled.one(KIND)).unwrap_or(Kind::Counselling),
        from: instant(filled.one(DAY), filled.one(TIME))?,
        minutes: filled.one(MINUTES).trim().parse().map_err(|_| odd())?,
        subject: filled.one(SUBJECT).to_owned(),
        place: filled.one(PLACE).to_owned(),
    })
}

/// Prints a code by which the person takes the record over: shown now and never again.
pub(super) async fn claim_code(visit: Visit, Path(code): Path<String>, filled: Filled) -> Reply {
    let made = match filled.key() {
        Ok(key) => desk::issue_claim(visit.app(), &visit.ctx, &code, &key).await,
        Err(error) => Err(error),
    };
    match made {
        Ok(made) => {
            let lang = visit.lang;
            let mut slip = form::below_desk(&visit, form::page(&visit, lang.t("claim-slip-title"))?);
            let host = visit.shown.origin.split_once("://").map_or("", |(_, host)| host).to_owned();
            slip.blocks.push(DeskBlock::Facts(vec![
                (lang.t("person-name"), vec![made.name.as_str().into()]),
                (lang.t("claim-code"), vec![made.code.as_str().into()]),
                (lang.t("claim-where"), vec![format!("{host}/trung-tam/nhan-ho-so").into()]),
                (lang.t("claim-until"), vec![words::time(&visit, made.expires_at()).into()]),
            ]));
            slip.blocks.push(DeskBlock::Text(lang.t("claim-slip-what").into()));
            let back = lang.href(&format!("/trung-tam/nguoi/{code}"));
            slip.blocks.push(DeskBlock::Links(vec![(lang.t("claim-slip-back"), back, false)]));
            Ok(form::show(&visit, &slip))
        }
        Err(error) => {
            let again = page(&visit, &code, None).await?;
            form::refuse(&visit, again, error, &NAMES)
        }
    }
}
