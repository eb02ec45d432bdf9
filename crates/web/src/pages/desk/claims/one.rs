//! One claim: what it read, where it stands, what was booked, what can be done now.

use axum::extract::Path;
use sanviec_app::claims::{self, ClaimView, JournalView, SettleDispute, Settled};
use sanviec_app::{Action, AppError, FieldError, may_at_work};
use sanviec_domain::claim::{ContestReason, Place, Stage, State};

use super::super::super::account::Stop;
use super::super::super::placement::words::{event as recorded, policy as supports};
use super::super::words::{day, term, time};
use super::super::{Reply, form};
use super::forms::{ACT, ASKED, ATTEMPT, DONG, Forms, NAMES, NOTE, ON, PARTS, REASON, Titled, why as told};
use super::words::{dong, events};
use crate::http::{Filled, Visit, elsewhere};
use crate::view::{DeskBlock, DeskPage, DeskRow, Words};

/// Name of the question what was just done.
const DONE: &str = "xong";

pub(super) async fn show(visit: Visit, Path(code): Path<String>) -> Reply {
    super::demand_work(&visit, Action::ReadClaim)?;
    let view = read(&visit, &code).await?;
    let mut page = page(&visit, &view, &code, None).await?;
    page.done = done(&visit, &view);
    Ok(form::show(&visit, &page))
}

async fn read(visit: &Visit, code: &str) -> Result<ClaimView, Stop> {
    claims::claim(visit.app(), &visit.ctx, code).await.map_err(|error| visit.fail(error).into())
}

/// What was just done and what comes next, as long as the claim stands so.
fn done(visit: &Visit, view: &ClaimView) -> Option<Words> {
    let lang = visit.lang;
    let of = |key: &str, amount: i64| lang.t1(key, "dong", dong(visit, amount));
    let outstanding = view.life.outstanding_dong();
    let told = match (visit.asked(DONE), view.item.state, view.life.proposal()) {
        ("", _, _) => return None,
        ("lap", State::Prepared, _) => of("claim-done-prepared", view.item.owed_dong),
        ("duyet", State::Approved, _) => of("claim-done-approved", view.item.owed_dong),
        ("duyet", State::AwaitingThird, _) => lang.t("claim-done-first"),
        ("tu-choi", State::Refused, _) => lang.t("claim-done-refused"),
        ("rut", State::Withdrawn, _) => lang.t("claim-done-withdrawn"),
        ("de-xuat", _, Some(proposal)) => of("claim-done-proposed", proposal.dong),
        ("xac-nhan", State::Recovering, _) => of("claim-done-confirmed", outstanding),
        ("nop-lai", State::Recovering, _) => of("claim-done-part", outstanding),
        ("nop-lai", State::Recovered, _) => lang.t("claim-done-whole"),
        _ => lang.t("claim-recorded"),
    };
    Some(told.into())
}

async fn page(visit: &Visit, view: &ClaimView, code: &str, filled: Option<&Filled>) -> Result<DeskPage, Stop> {
    let lang = visit.lang;
    let mut page = form::below_desk(visit, form::page(visit, "")?);
    page.page = page.page.crumb(lang.t("claims-title"), "/trung-tam/chi-tra");
    page.page.title = titled(visit, view);
    if !view.reads_the_same {
        page.blocks.push(DeskBlock::Notice(lang.t("claim-differs").into()));
    }
    for dispute in &view.disputes {
        let told = if dispute.is_back { "claim-disputed-back" } else { "claim-disputed" };
        page.blocks.push(DeskBlock::Notice(lang.t1(told, "code", &dispute.attempt).into()));
    }
    let forms = Forms { visit, code, view, filled };
    put(visit, &mut page, forms.disputes()?);
    if view.life.is_double && view.life.held_dong() > 0 {
        page.blocks.push(DeskBlock::Notice(lang.t("claim-double").into()));
    }
    if view.is_outdated {
        page.blocks.push(DeskBlock::Notice(lang.t("claim-outdated").into()));
        page.blocks.extend(since(visit, view));
    }
    if view.item.is_flagged {
        let mut why = funded(visit, view);
        why.extend(Some(view.elsewhere.clone()).filter(|more| !more.is_empty()));
        page.blocks.push(DeskBlock::Notice(lang.t1("claim-flagged", "why", why.join(" · ")).into()));
    }
    page.blocks.push(DeskBlock::Facts(facts(visit, view)));
    if may_at_work(visit.ctx.actor, Action::ReadPlacement) {
        let case = lang.href(&format!("/trung-tam/viec-lam/{}", view.placement));
        page.blocks.push(DeskBlock::Links(vec![(lang.t("claim-case"), case, false)]));
    }
    page.blocks.push(DeskBlock::Heading(lang.t("claim-reading")));
    page.blocks.push(DeskBlock::Facts(reading(visit, view)));
    page.blocks.push(DeskBlock::FoldedFacts(lang.t("claim-for-control"), hashes(visit, view)));
    let parts = parts(visit, view);
    if !parts.is_empty() {
        page.blocks.push(DeskBlock::Heading(lang.t("claim-schedule")));
        page.blocks.push(DeskBlock::Rows(parts, String::new()));
    }
    put(visit, &mut page, forms.all().await?);
    page.blocks.push(DeskBlock::Heading(lang.t("claim-ledger")));
    let journals = view.journals.iter().map(|journal| booked(visit, journal)).collect();
    page.blocks.push(DeskBlock::Rows(journals, lang.t("claim-ledger-none")));
    page.blocks.push(DeskBlock::Heading(lang.t("claim-events")));
    page.blocks.push(DeskBlock::Events(events(visit, &view.events)));
    Ok(page)
}

/// Whose claim it is, where the name may be seen, and its amount.
fn titled(visit: &Visit, view: &ClaimView) -> String {
    let amount = dong(visit, view.item.dong);
    match view.item.person.as_str() {
        "" => visit.lang.t1("claim-of", "dong", amount),
        person => visit.lang.t2("claim-of-person", ("dong", &amount), ("person", person)),
    }
}

/// Forms below their headings and what is told of them.
fn put(visit: &Visit, page: &mut DeskPage, forms: Vec<Titled>) {
    for (heading, about, blocks) in forms {
        page.blocks.push(DeskBlock::Heading(visit.lang.t(heading)));
        if !about.is_empty() {
            page.blocks.push(DeskBlock::Facts(about));
        }
        page.blocks.extend(blocks);
    }
}

/// What came since it was approved, and whether the outcome is what was approved.
fn since(visit: &Visit, view: &ClaimView) -> Vec<DeskBlock> {
    let lang = visit.lang;
    let told = if view.is_confirmed_now() { "claim-since-same" } else { "claim-since-differs" };
    let now = term(visit, "claim-now", view.now.status.code());
    let mut blocks = vec![DeskBlock::Text(lang.t1(told, "status", now).into())];
    if !view.since.is_empty() {
        blocks.push(DeskBlock::Heading(lang.t("claim-since")));
        blocks.push(DeskBlock::Events(view.since.iter().map(|fact| recorded(visit, fact)).collect()));
    }
    blocks
}

/// What was answered of another source, and the days that it pays for.
fn funded(visit: &Visit, view: &ClaimView) -> Vec<String> {
    let Some(said) = view.elsewhere_said else { return Vec::new() };
    let mut told = vec![term(visit, "claim-elsewhere", said.known().code())];
    match said.days() {
        (Some(from), Some(through)) => {
            let days = (day(visit, from), day(visit, through));
            told.push(visit.lang.t2("placement-between", ("from", &days.0), ("through", &days.1)));
        }
        (Some(from), None) => told.push(visit.lang.t1("placement-since", "from", day(visit, from))),
        (None, _) => {}
    }
    told
}

fn facts(visit: &Visit, view: &ClaimView) -> Vec<(String, Vec<Words>)> {
    let lang = visit.lang;
    let fact = |label: &str, lines: Vec<Words>| (lang.t(label), lines);
    let mut state: Vec<Words> = vec![term(visit, "claim", view.item.state.code()).into()];
    state.extend(why(visit, view));
    let mut facts = vec![fact("claim-state", state)];
    if !view.item.person.is_empty() {
        facts.push(fact("claim-person", vec![view.item.person.as_str().into()]));
    }
    facts.push(fact("claim-employer", vec![view.item.employer.as_str().into()]));
    facts.push(fact("claim-dong", vec![dong(visit, view.item.dong).into()]));
    facts.push(fact("claim-held", vec![dong(visit, view.life.held_dong()).into()]));
    if let Some(contested) = view.life.contested {
        let why = term(visit, "claim-contested", contested.why.code());
        facts.push(fact("claim-contested", vec![dong(visit, contested.dong).into(), why.into()]));
    }
    if view.over_dong > 0 {
        facts.push(fact("claim-over", vec![dong(visit, view.over_dong).into(), lang.t("claim-over-what").into()]));
    }
    let funded = funded(visit, view);
    if !funded.is_empty() {
        facts.push(fact("claim-elsewhere", funded.into_iter().map(Words::from).collect()));
    }
    if view.life.needs_third {
        facts.push(fact("claim-people", vec![lang.t("claim-three").into()]));
    }
    if !view.approved_because.is_empty() {
        facts.push(fact("claim-why-all-the-same", vec![view.approved_because.as_str().into()]));
    }
    for attempt in &view.attempts {
        let said =
            format!("{} · {} · {}", attempt.code, dong(visit, attempt.dong), term(visit, "payout", &attempt.state));
        facts.push(fact("claim-attempt", vec![said.into()]));
    }
    if let Some(through) = view.kept_through {
        facts.push(fact("claim-kept", vec![day(visit, through).into()]));
    }
    facts
}

fn why(visit: &Visit, view: &ClaimView) -> Vec<Words> {
    let said = |list: &str, code: &str, note: &str| {
        let mut lines: Vec<Words> = vec![term(visit, list, code).into()];
        if !note.is_empty() {
            lines.push(note.into());
        }
        lines
    };
    match &view.life.stage {
        Stage::Withdrawn { why } => said("claim-withdrawn", why.reason.code(), &why.note),
        Stage::Refused { why } => said("claim-refused", why.reason.code(), &why.note),
        Stage::Open(Place::Bounced { why }) | Stage::InReview { place: Place::Bounced { why }, .. } => {
            said("claim-bounced", why.reason.code(), &why.note)
        }
        _ => Vec::new(),
    }
}

fn reading(visit: &Visit, view: &ClaimView) -> Vec<(String, Vec<Words>)> {
    let lang = visit.lang;
    let fact = |label: &str, lines: Vec<Words>| (lang.t(label), lines);
    let same = lang.t(if view.reads_the_same { "claim-reads-same" } else { "claim-differs" });
    let now = term(visit, "claim-now", view.now.status.code());
    let groups = if view.groups.is_empty() { lang.t("prepare-no-group") } else { view.groups.join(", ") };
    let through = view.funded_through.map_or_else(|| lang.t("claim-funding-open"), |through| day(visit, through));
    vec![
        fact("claim-policy", vec![policy(visit, &view.policy).into(), view.basis.as_str().into()]),
        fact("claim-groups", vec![groups.into()]),
        fact("claim-year", vec![view.budget_year.to_string().into()]),
        fact("claim-funding", vec![through.into()]),
        fact("claim-today", vec![day(visit, view.today).into()]),
        fact("claim-known", vec![time(visit, view.known_at).into()]),
        fact("claim-again", vec![same.into()]),
        fact("claim-now", vec![now.into()]),
    ]
}

/// Name and version of a policy, as a placement tells them.
fn policy(visit: &Visit, kept: &str) -> String {
    match kept.rsplit_once(' ') {
        Some((name, version)) => {
            visit.lang.t2("placement-policy-kept", ("name", &supports(visit, name)), ("version", version))
        }
        None => kept.to_owned(),
    }
}

/// What whoever checks compares with the export.
fn hashes(visit: &Visit, view: &ClaimView) -> Vec<(String, Vec<Words>)> {
    let fact = |label: &str, hash: &str| (visit.lang.t(label), vec![Words::from(hash)]);
    vec![fact("claim-facts-hash", &view.facts_hash), fact("claim-policy-hash", &view.policy_hash)]
}

/// The parts of what is asked back, what came of each, and which are overdue.
fn parts(visit: &Visit, view: &ClaimView) -> Vec<DeskRow> {
    let today = visit.ctx.today();
    let part = |due: &sanviec_domain::claim::Due| super::words::due(visit, due, today);
    view.life.schedule().iter().map(part).collect()
}

fn booked(visit: &Visit, journal: &JournalView) -> DeskRow {
    let line = |line: &claims::LineView| {
        let side = if line.dong > 0 { "claim-debit" } else { "claim-credit" };
        let amount = dong(visit, line.dong.abs());
        let account = term(visit, "account", &line.account);
        visit.lang.t2(side, ("account", &account), ("dong", &amount)).into()
    };
    DeskRow {
        title: format!("{} – {}", day(visit, journal.on), term(visit, "occasion", &journal.occasion)).into(),
        href: String::new(),
        tag: None,
        lines: journal.lines.iter().map(line).collect(),
        form: None,
    }
}

pub(super) async fn send(visit: Visit, Path(code): Path<String>, filled: Filled) -> Reply {
    super::demand_work(&visit, Action::ReadClaim)?;
    let again = again(&visit, &code, &filled).await?;
    let done = act(&visit, &code, &filled).await;
    match done {
        // What was done is one of those that there are, or it would have been refused.
        Ok(()) => {
            let act = filled.one(ACT);
            Ok(elsewhere(&visit, &format!("/trung-tam/chi-tra/de-nghi/{code}?{DONE}={act}")))
        }
        Err(error) => form::refuse(&visit, again, error, &NAMES),
    }
}

/// The page as it was before something was sent, with what was typed.
async fn again(visit: &Visit, code: &str, filled: &Filled) -> Result<DeskPage, Stop> {
    let view = read(visit, code).await?;
    page(visit, &view, code, Some(filled)).await
}

async fn act(visit: &Visit, code: &str, filled: &Filled) -> Result<(), AppError> {
    let key = filled.key()?;
    let (app, ctx, id) = (visit.app(), &visit.ctx, code.to_owned());
    let version = filled.one(form::VERSION).parse().unwrap_or(0);
    let (reason, note) = (filled.one(REASON), filled.one(NOTE).to_owned());
    let asked_dong = filled.one(ASKED).parse().unwrap_or(-1);
    let instalments = filled.one(PARTS).trim().parse().unwrap_or(0);
    match filled.one(ACT) {
        "duyet" => claims::approve(app, ctx, claims::Approve { id, version, note }, &key).await,
        "tu-choi" => claims::refuse(app, ctx, claims::Refuse { id, version, why: told(reason, &note)? }, &key).await,
        "rut" => claims::withdraw(app, ctx, claims::Withdraw { id, version, why: told(reason, &note)? }, &key).await,
        "de-xuat" => {
            let order = claims::ProposeRecovery { id, asked_dong, instalments };
            claims::propose_recovery(app, ctx, order, &key).await
        }
        "xac-nhan" => {
            let order = claims::ConfirmRecovery { id, version, asked_dong, instalments };
            claims::confirm_recovery(app, ctx, order, &key).await
        }
        "nop-lai" => {
            let dong = super::forms::amount(filled.one(DONG))?;
            let on = form::typed_day(filled, ON, "on")?;
            claims::give_back(app, ctx, claims::GiveBack { id, version, dong, on }, &key).await
        }
        "da-chi" | "khong-chi" | "chi-hai-lan" | "chua-chi" | "da-ve" | "van-chi" => {
            let order =
                SettleDispute { id, version, attempt: filled.one(ATTEMPT).to_owned(), settled: settled(filled)? };
            claims::settle_dispute(app, ctx, order, &key).await
        }
        "doi-lai" => {
            let (dong, why) = (super::forms::amount(filled.one(DONG))?, told::<ContestReason>(reason, "")?.reason);
            claims::contest(app, ctx, claims::Contest { id, version, dong, why }, &key).await
        }
        "khong-doi" => claims::uncontest(app, ctx, claims::Uncontest { id, version }, &key).await,
        "lap-lai" => claims::prepare_again(app, ctx, claims::PrepareAgain { id }, &key).await,
        _ => Err(FieldError::new("form", "nothing_chosen", "Chọn một việc.", "Choose what to do.").into()),
    }
}

/// What somebody found out about money of which the bank said two things.
fn settled(filled: &Filled) -> Result<Settled, AppError> {
    Ok(match filled.one(ACT) {
        "da-chi" => Settled::Paid { on: form::typed_day(filled, ON, "on")? },
        "da-ve" => Settled::BroughtBack { on: form::typed_day(filled, ON, "on")? },
        "van-chi" => Settled::StaysPaid,
        "chi-hai-lan" => Settled::PaidTwice { back_on: form::typed_day(filled, ON, "on")? },
        "chua-chi" => Settled::NeverPaid,
        _ => Settled::NotPaid,
    })
}
