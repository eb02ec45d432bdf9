//! Letters of referral that centres sent through the exchange to the employer of whoever is signed in: listed by number
//! and vacancy, whom each is about behind a button that the person reads of, answered where the letter stands.

use axum::extract::Path;
use sanviec_app::desk::{self, AnswerLetter, LetterAnswer, ReceivedItem, ReceivedView, Referred};
use sanviec_app::{AppError, FieldError};
use sanviec_domain::referral::NotHiredReason;
use sanviec_domain::reveal::Contact;
use sanviec_domain::why::Why;

use super::super::desk::{form, words};
use super::{Reply, Stop};
use crate::http::{Filled, Visit, elsewhere};
use crate::view::{DeskAsk, DeskAskKind, DeskBlock, DeskForm, DeskPage, DeskRow, Section, Words};

const LIST: &str = "/phieu-den";
/// Code of the last letter of the page before.
const AFTER: &str = "sau";
/// Name of the field that says what is answered.
const ACT: &str = "viec";
const STARTS: &str = "lam-tu";
const ENDS: &str = "lam-den";
const REASON: &str = "ly-do";
const NOTE: &str = "ghi-chu";
const NAMES: [(&str, &str); 3] = [("starts_on", STARTS), ("ends_on", ENDS), ("reason", REASON)];

fn base(code: &str) -> String {
    format!("{LIST}/{code}")
}

pub(super) async fn list(visit: Visit) -> Reply {
    let lang = visit.lang;
    let mut page = form::page(&visit, lang.t("received-title"))?;
    page.page = page.page.within(Section::Account).crumb(lang.t("hiring-title"), "/tuyen-dung");
    let found = desk::received_letters(visit.app(), &visit.ctx, visit.asked(AFTER)).await;
    let found = found.map_err(|error| visit.fail(error))?;
    page.blocks.push(DeskBlock::Text(lang.t("received-what").into()));
    if !found.is_verified {
        page.blocks.push(DeskBlock::Notice(lang.t("received-unverified").into()));
    }
    let rows = found.items.iter().map(|item| row(&visit, item)).collect();
    page.blocks.push(DeskBlock::Rows(rows, lang.t("received-none")));
    if let Some(next) = found.next {
        let href = lang.href(&format!("{LIST}?{AFTER}={next}"));
        page.blocks.push(DeskBlock::Links(vec![(lang.t("pages-next"), href, false)]));
    }
    Ok(form::show(&visit, &page))
}

fn row(visit: &Visit, item: &ReceivedItem) -> DeskRow {
    let (lang, issued) = (visit.lang, words::day(visit, item.issued_on));
    DeskRow {
        title: format!("{} – {}", item.number, item.posting_title).into(),
        href: lang.href(&base(&item.id)),
        tag: Some((words::term(visit, "referral", item.state.code()), false)),
        lines: [
            Some(Words::from(item.centre_name.as_str())),
            Some(lang.t1("received-issued", "day", issued).into()),
            item.answer_by.map(|day| lang.t1("received-answer-by", "day", words::day(visit, day)).into()),
        ]
        .into_iter()
        .flatten()
        .collect(),
        form: None,
    }
}

async fn found(visit: &Visit, code: &str) -> Result<ReceivedView, Stop> {
    desk::received_letter(visit.app(), &visit.ctx, code).await.map_err(|error| visit.fail(error).into())
}

pub(super) async fn show(visit: Visit, Path(code): Path<String>) -> Reply {
    let frame = form::page(&visit, "")?;
    let mut page = page(&visit, frame, &found(&visit, &code).await?, (None, None))?;
    page.done = (visit.asked("xong") == "tra-loi").then(|| visit.lang.t("received-done").into());
    Ok(form::show(&visit, &page))
}

/// The page; with the person after a look, and with what was typed into a form that was refused.
fn page(
    visit: &Visit,
    mut page: DeskPage,
    view: &ReceivedView,
    (person, filled): (Option<&Referred>, Option<&Filled>),
) -> Result<DeskPage, Stop> {
    let lang = visit.lang;
    page.page.title = lang.t1("letter-title", "number", &view.item.number);
    page.page = page.page.within(Section::Account).crumb(lang.t("hiring-title"), "/tuyen-dung");
    page.page = page.page.crumb(lang.t("received-title"), LIST);
    page.blocks.push(DeskBlock::Facts(facts(visit, view)));
    match person {
        Some(person) => page.blocks.push(DeskBlock::Facts(said(visit, person))),
        None => page.blocks.extend(behind(visit, view)?),
    }
    page.blocks.push(DeskBlock::Text(lang.t("received-duty").into()));
    if view.may_answer {
        for (heading, form) in answers(visit, view, filled)? {
            // With nothing to fill in, one tap would be the answer.
            if form.asks.is_empty() {
                page.blocks.push(DeskBlock::Folded(lang.t(heading), form));
            } else {
                page.blocks.extend([DeskBlock::Heading(lang.t(heading)), DeskBlock::Form(form)]);
            }
        }
    } else {
        page.blocks.push(DeskBlock::Text(lang.t("received-no-answer").into()));
    }
    Ok(page)
}

fn facts(visit: &Visit, view: &ReceivedView) -> Vec<(String, Vec<Words>)> {
    let (lang, item) = (visit.lang, &view.item);
    let reached =
        [&view.centre_phone, &view.centre_address].into_iter().flatten().map(|text| Words::from(text.as_str()));
    let centre = std::iter::once(Words::from(item.centre_name.as_str())).chain(reached).collect();
    let state = words::term(visit, "referral", item.state.code());
    let mut facts = vec![
        (lang.t("referral-state"), vec![state.into()]),
        (lang.t("referral-posting"), vec![item.posting_title.as_str().into()]),
        (lang.t("received-centre"), centre),
        (lang.t("referral-issued"), vec![words::day(visit, item.issued_on).into()]),
    ];
    if let Some(day) = item.answer_by {
        facts.push((lang.t("received-until"), vec![words::day(visit, day).into()]));
    }
    facts
}

/// What a look shows; what the letter does not say is left out.
fn said(visit: &Visit, person: &Referred) -> Vec<(String, Vec<Words>)> {
    let all = [
        ("referral-person", &person.name),
        ("field-birth-on", &person.birth),
        ("received-address", &person.address),
        ("field-phone", &person.phone),
        ("received-qualification", &person.qualification),
    ];
    let line = |(key, value): (&str, &Option<String>)| {
        value.as_deref().map(|value| (visit.lang.t(key), vec![Words::from(value)]))
    };
    all.into_iter().filter_map(line).collect()
}

/// The button behind which the person stands, or why there is none.
fn behind(visit: &Visit, view: &ReceivedView) -> Result<Vec<DeskBlock>, Stop> {
    let why = match view.contact {
        Contact::Open => {
            let look = form::form(visit, &format!("{}/nguoi", base(&view.item.id)), "received-look")?;
            let what = DeskBlock::Text(visit.lang.t("received-look-what").into());
            return Ok(vec![what, DeskBlock::Form(look)]);
        }
        Contact::NotVerified => "received-unverified",
        Contact::NoConsent => "received-no-consent",
        Contact::NotYet | Contact::Over | Contact::NotSent => "received-over",
    };
    Ok(vec![DeskBlock::Notice(visit.lang.t(why).into())])
}

/// The forms by which a letter is answered.
fn answers(visit: &Visit, view: &ReceivedView, filled: Option<&Filled>) -> Result<[(&'static str, DeskForm); 3], Stop> {
    let lang = visit.lang;
    let one = |act: &str, button: &str, asks: Vec<DeskAsk>| -> Result<DeskForm, Stop> {
        let mut form = form::form(visit, &base(&view.item.id), button)?;
        form.kept = vec![(ACT, act.to_owned()), (form::VERSION, view.version.to_string())];
        form.asks = asks;
        form.is_second = act != "tuyen";
        Ok(form)
    };
    let line = |name: &'static str, label: &str| DeskAsk::line(name, lang.t(label), form::typed(filled, name));
    let day = |name, label| line(name, label).hint(lang.t("day-hint")).digits();
    // None is chosen beforehand: what the person reads as the reason was meant by somebody.
    let mut reasons = vec![(String::new(), Words::from(lang.t("answer-reason-choose")))];
    reasons.extend(words::choices(visit, "refused", NotHiredReason::ALL.iter().map(|reason| reason.code())));
    let refused = vec![
        line(REASON, "referral-why").kind(DeskAskKind::One(reasons)),
        line(NOTE, "referral-note").kind(DeskAskKind::Lines),
    ];
    let hired = vec![day(STARTS, "referral-starts"), day(ENDS, "referral-ends")];
    Ok([
        ("received-hire", one("tuyen", "received-hire-button", hired)?),
        ("received-refuse", one("khong-tuyen", "received-refuse-button", refused)?),
        ("received-no-show", one("khong-den", "received-no-show-button", Vec::new())?),
    ])
}

/// The look is recorded first, then the page shows the person; nothing of it stands in an address or a cache.
pub(super) async fn reveal(visit: Visit, Path(code): Path<String>, filled: Filled) -> Reply {
    let frame = form::page(&visit, "")?;
    let key = filled.key().map_err(|error| visit.fail(error))?;
    let person = desk::reveal_letter(visit.app(), &visit.ctx, &code, &key).await.map_err(|error| visit.fail(error))?;
    let page = page(&visit, frame, &found(&visit, &code).await?, (Some(&person), None))?;
    Ok(form::show(&visit, &page))
}

pub(super) async fn send(visit: Visit, Path(code): Path<String>, filled: Filled) -> Reply {
    let frame = form::page(&visit, "")?;
    let again = page(&visit, frame, &found(&visit, &code).await?, (None, Some(&filled)))?;
    let answered = match (filled.key(), answer(&filled)) {
        (Ok(key), Ok(answer)) => {
            let order = AnswerLetter { id: code.clone(), version: filled.one(form::VERSION).parse().ok(), answer };
            desk::answer_letter(visit.app(), &visit.ctx, order, &key).await
        }
        (Err(error), _) | (_, Err(error)) => Err(error),
    };
    match answered {
        Ok(()) => Ok(elsewhere(&visit, &format!("{}?xong=tra-loi", base(&code)))),
        Err(error) => form::refuse(&visit, again, error, &NAMES),
    }
}

/// What the form answers.
fn answer(filled: &Filled) -> Result<LetterAnswer, AppError> {
    match filled.one(ACT) {
        "tuyen" => {
            let ends_on = match filled.one(ENDS).trim() {
                "" => None,
                _ => Some(form::typed_day(filled, ENDS, "ends_on")?),
            };
            Ok(LetterAnswer::Hired { starts_on: form::typed_day(filled, STARTS, "starts_on")?, ends_on })
        }
        "khong-tuyen" => {
            let unchosen = || {
                let (vi, en) = ("Chọn một lý do trong danh sách.", "Choose a reason from the list.");
                FieldError::new("reason", "reason_unknown", vi, en)
            };
            let reason = NotHiredReason::find_by_code(filled.one(REASON)).ok_or_else(unchosen)?;
            Ok(LetterAnswer::NotHired(Why::noted(reason, filled.one(NOTE).trim())))
        }
        "khong-den" => Ok(LetterAnswer::NoShow),
        _ => {
            let (vi, en) = ("Chọn một câu trả lời.", "Choose an answer.");
            Err(FieldError::new("form", "unknown_act", vi, en).into())
        }
    }
}
