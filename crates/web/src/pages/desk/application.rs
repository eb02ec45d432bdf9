//! One application of a person at the desk: where it stands, whom it waits for and until when, what went, what
//! happened. From here an officer takes it back for the person who asks for that, and prints it.

use axum::extract::Path;
use sanviec_app::applications::{
    Awaited, DeskView, EventView, FileState, FileView, Over, WithdrawAtCounter, at_desk, withdraw_for,
};
use sanviec_app::{AppError, Role};
use sanviec_domain::Lang as Tongue;
use sanviec_domain::application::{Side, WithdrawReason};
use sanviec_domain::profile::Field;

use super::super::account::{Stop, demand_person};
use super::super::applying::words::{last_day, own_status};
use super::super::profile::labels;
use super::{Reply, asked, form, words};
use crate::format;
use crate::http::{Filled, Visit, elsewhere};
use crate::view::{DeskAsk, DeskAskKind, DeskBlock, DeskForm, DeskPage, Words};

const REASON: &str = "ly-do";
const NAMES: [(&str, &str); 4] =
    [("asker", asked::ASKER), ("paper", asked::PAPER), ("issued_on", asked::ISSUED), ("reason", REASON)];

/// Where the application with this code is shown.
pub(super) fn path(code: &str) -> String {
    format!("/trung-tam/ung-tuyen/{code}")
}

pub(super) async fn show(visit: Visit, Path(code): Path<String>) -> Reply {
    let mut page = page(&visit, &code, None).await?;
    page.done = (visit.asked("xong") == "rut").then(|| visit.lang.t("case-done-withdrawn").into());
    Ok(form::show(&visit, &page))
}

/// The same for paper: nothing to press, and on which day it was printed.
pub(super) async fn print(visit: Visit, Path(code): Path<String>) -> Reply {
    demand_officer(&visit)?;
    let (mut page, view) = opened(&visit, &code).await?;
    let (lang, today) = (visit.lang, words::day(&visit, visit.ctx.today()));
    let back = (lang.t("case-back"), lang.href(&path(&code)));
    page.blocks.insert(0, DeskBlock::OnScreen(lang.t("case-print-hint"), back));
    page.blocks.insert(1, DeskBlock::Text(lang.t1("case-printed", "day", today).into()));
    page.blocks.extend(events(&visit, &view));
    Ok(form::show(&visit, &page))
}

fn demand_officer(visit: &Visit) -> Result<(), Stop> {
    demand_person(visit)?;
    if visit.ctx.actor.kind() == Role::Officer { Ok(()) } else { Err(visit.fail(AppError::Forbidden).into()) }
}

/// The page without anything to press, and what it shows.
async fn opened(visit: &Visit, code: &str) -> Result<(DeskPage, DeskView), Stop> {
    let lang = visit.lang;
    let mut page = form::below_desk(visit, form::page(visit, "")?);
    let view = at_desk(visit.app(), &visit.ctx, code).await.map_err(|error| visit.fail(error))?;
    let name = if view.person.is_empty() { lang.t("person-nameless") } else { view.person.clone() };
    page.page.title = lang.t1("case-title", "posting", &view.advert.title);
    page.page = page.page.crumb(name.as_str(), &format!("/trung-tam/nguoi/{}", view.profile));
    page.blocks.push(DeskBlock::Facts(facts(visit, &view, name)));
    page.blocks.push(DeskBlock::Heading(lang.t("case-sent")));
    page.blocks.push(DeskBlock::Facts(sent(visit, &view)));
    page.blocks.push(DeskBlock::Heading(lang.t("lines-title")));
    page.blocks.push(DeskBlock::Text(lang.t("case-lines").into()));
    Ok((page, view))
}

async fn page(visit: &Visit, code: &str, filled: Option<&Filled>) -> Result<DeskPage, Stop> {
    let lang = visit.lang;
    let (mut page, view) = opened(visit, code).await?;
    let posting = (lang.t("case-posting"), lang.href(&format!("/viec-lam/{}", view.advert.posting_id.code())), false);
    let person = (lang.t("asked-back"), lang.href(&format!("/trung-tam/nguoi/{}", view.profile)), false);
    let mut ways = vec![person, posting];
    if visit.ctx.actor.kind() == Role::Officer {
        ways.push((lang.t("case-print"), lang.href(&format!("{}/in", path(code))), false));
    }
    page.blocks.insert(1, DeskBlock::Links(ways));
    if view.may_withdraw {
        page.blocks.push(DeskBlock::Heading(lang.t("own-withdraw")));
        page.blocks.push(DeskBlock::Text(lang.t("case-withdraw-what").into()));
        page.blocks.push(DeskBlock::Form(withdrawing(visit, (code, &view), filled)?));
    }
    page.blocks.extend(events(visit, &view));
    Ok(page)
}

fn facts(visit: &Visit, view: &DeskView, name: String) -> Vec<(String, Vec<Words>)> {
    let lang = visit.lang;
    let fact = |label: &str, lines: Vec<Words>| (lang.t(label), lines);
    let status = own_status(visit, (view.status, view.state), view.is_unanswered);
    let awaited = match view.awaited {
        Some((Awaited::Employer, until)) => lang.t1("case-waits-employer", "day", last_day(visit, until)),
        Some((Awaited::Guardian, until)) => lang.t1("case-waits-guardian", "day", last_day(visit, until)),
        None => lang.t("case-waits-nobody"),
    };
    let mut facts = vec![
        fact("case-status", vec![status.into()]),
        fact("case-waits", vec![awaited.into()]),
        fact("case-person", vec![name.into()]),
        fact("apply-posting", vec![view.advert.title.as_str().into()]),
        fact("apply-employer", vec![view.advert.employer.as_str().into()]),
        fact("own-sent", vec![words::time(visit, view.at).into()]),
    ];
    if let Some(centre) = &view.by_centre {
        facts.push(fact("own-by-centre", vec![centre.as_str().into()]));
    }
    if let Some(at) = view.interview_at {
        facts.push(fact("own-interview", vec![words::time(visit, at).into()]));
    }
    if let Some(why) = view.over.and_then(|over| why(visit, over)) {
        facts.push(fact("own-reason", vec![why.into()]));
    }
    if let Some(until) = view.keep_until {
        facts.push(fact("case-kept", vec![lang.t1("own-keep", "day", last_day(visit, until)).into()]));
    }
    facts
}

/// Why it is over, where the status does not say it already.
fn why(visit: &Visit, over: Over) -> Option<String> {
    let both = |of: &dyn Fn(Tongue) -> &'static str| visit.say(of(Tongue::Vi), of(Tongue::En)).to_owned();
    match over {
        Over::Refused(reason) => reason.is_employers().then(|| both(&|tongue| reason.sentence(tongue))),
        Over::Withdrawn(WithdrawReason::Distrust) => Some(visit.lang.t("case-distrust")),
        Over::Withdrawn(reason) => Some(both(&|tongue| reason.sentence(tongue))),
    }
}

/// What the employer got, as far as the desk sees it.
fn sent(visit: &Visit, view: &DeskView) -> Vec<(String, Vec<Words>)> {
    let lang = visit.lang;
    let mut rows = vec![(lang.t("case-goes"), vec![labels::names(visit, &view.goes).into()])];
    let said = |field: &Field| (labels::name(visit, *field), labels::said(visit, &view.carried.content, *field));
    rows.extend(view.carried.fields.iter().map(said).filter(|(_, lines)| !lines.is_empty()));
    if view.has_words {
        let words = view.carried.words.as_str();
        let words = if words.is_empty() { Words::from(lang.t("case-words-shut")) } else { Words::from(words) };
        rows.push((lang.t("full-words-row"), vec![words]));
    }
    let files: Vec<Words> = view.files.iter().map(|one| file(visit, one)).collect();
    let files = if files.is_empty() { vec![Words::from(lang.t("case-files-none"))] } else { files };
    rows.push((lang.t("files-title"), files));
    rows
}

fn file(visit: &Visit, file: &FileView) -> Words {
    let state = match file.state {
        FileState::Waiting => visit.lang.t("files-waiting"),
        FileState::Infected => visit.lang.t("files-infected"),
        FileState::Clean | FileState::Unscanned => String::new(),
    };
    let size = format::number(visit.lang, file.size.div_ceil(1_024));
    format!("{} ({size} KB) {state}", file.name).trim_end().into()
}

/// What happened, newest first.
fn events(visit: &Visit, view: &DeskView) -> [DeskBlock; 2] {
    let lang = visit.lang;
    let who = |event: &EventView| match event.side {
        _ if event.for_person => lang.t("side-centre-for"),
        Side::Applicant => lang.t("side-applicant"),
        Side::Employer => lang.t("side-employer"),
        Side::System => lang.t("side-system"),
    };
    let one = |event: &EventView| {
        let what = lang.t(&format!("event-{}", labels::dashed(&event.kind)));
        (words::time(visit, event.at), what, Words::from(who(event)))
    };
    let events = view.events.iter().rev().map(one).collect();
    [DeskBlock::Heading(lang.t("own-timeline")), DeskBlock::Events(events)]
}

fn withdrawing(visit: &Visit, (code, view): (&str, &DeskView), filled: Option<&Filled>) -> Result<DeskForm, Stop> {
    let lang = visit.lang;
    let mut form = form::form(visit, &format!("{}/rut", path(code)), "case-withdraw-button")?;
    form.kept = vec![(form::VERSION, view.version.to_string())];
    let word = |reason: &WithdrawReason| match reason {
        WithdrawReason::Unsaid => lang.t("own-reason-none"),
        WithdrawReason::Distrust => lang.t("case-distrust"),
        other => visit.say(other.sentence(Tongue::Vi), other.sentence(Tongue::En)).to_owned(),
    };
    let reasons = WithdrawReason::ALL.iter().filter(|reason| reason.is_applicants());
    let reasons = reasons.map(|reason| (reason.code().to_owned(), Words::from(word(reason)))).collect();
    form.asks.extend(asked::who_asks(visit, filled));
    let reason = DeskAsk::line(REASON, lang.t("own-reason"), form::typed(filled, REASON));
    form.asks.push(reason.kind(DeskAskKind::One(reasons)));
    form.is_second = true;
    Ok(form)
}

pub(super) async fn withdraw(visit: Visit, Path(code): Path<String>, filled: Filled) -> Reply {
    demand_officer(&visit)?;
    let withdrawn = async {
        let (key, seen) = (filled.key()?, asked::read(&filled)?);
        let order = WithdrawAtCounter {
            application: code.clone(),
            version: filled.one(form::VERSION).parse().unwrap_or_default(),
            reason: filled.one(REASON).to_owned(),
            seen,
        };
        withdraw_for(visit.app(), &visit.ctx, order, &key).await
    };
    match withdrawn.await {
        Ok(()) => Ok(elsewhere(&visit, &format!("{}?xong=rut", path(&code)))),
        // Whatever is no mistake is said without opening the person again.
        Err(error @ (AppError::Refused(_) | AppError::Conflict)) => {
            let again = page(&visit, &code, Some(&filled)).await?;
            form::refuse(&visit, again, error, &NAMES)
        }
        Err(error) => Err(visit.fail(error).into()),
    }
}
