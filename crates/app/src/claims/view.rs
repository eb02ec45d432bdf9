//! One claim: what it read, where it stands, what was booked, what happened.

use super::approval::{approval, is_outdated};
use super::decide::hand;
use super::dispute::{DisputeView, disputes_of};
use super::funding::funded_through;
use super::kept::{Term, term_of};
use super::list::{ClaimItem, item};
use super::row::{elsewhere_of, groups_of, life_of, subject_of};
use super::seen::now_of;
use super::{ENTITY, code_of, id_of};
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::AppError;
use crate::placements::{self, FactView};
use crate::rights::{Action, Fields, Thing, demand_of};
use chrono::NaiveDate;
use sanviec_domain::claim::{Command, Elsewhere, Life, Refusal};
use sanviec_domain::ledger::Occasion;
use sanviec_domain::placement::{Outcome, Policy, Status};
use sanviec_domain::time::{Micros, day_of_number};
use sanviec_store::{Db, audit, claim, ledger, payout};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Most entries of a timeline.
const EVENTS: u64 = 500;

/// A claim as staff see it.
#[derive(Clone, Debug)]
pub struct ClaimView {
    pub item: ClaimItem,
    /// Code of the placement.
    pub placement: String,
    pub version: i64,
    pub life: Life,
    pub policy: String,
    pub basis: String,
    pub groups: Vec<String>,
    pub budget_year: i32,
    /// Last day on which the money may be claimed and paid; `None`: open.
    pub funded_through: Option<NaiveDate>,
    /// Whether that day is over.
    pub is_over: bool,
    /// Day of the reading.
    pub today: NaiveDate,
    /// State of knowledge of the reading.
    pub known_at: Micros,
    pub policy_hash: String,
    pub facts_hash: String,
    /// The outcome that was read, byte for byte.
    pub outcome: String,
    /// How the placement stands now.
    pub now: Outcome,
    /// What came back beyond what is asked by the facts of now; not paid out before the placement is confirmed again.
    pub over_dong: i64,
    /// Whether the outcome of the reading comes out again, byte for byte.
    pub reads_the_same: bool,
    /// What was answered of another source; nothing of a claim from before that was asked.
    pub elsewhere_said: Option<Elsewhere>,
    /// What else was known of it.
    pub elsewhere: String,
    /// Why it was approved all the same.
    pub approved_because: String,
    /// In how many parts money may be given back at most.
    pub instalments_max: u32,
    /// Last day on which its papers must be there, once it is paid or settled.
    pub kept_through: Option<NaiveDate>,
    /// Whether facts came after it was approved, so that it waits to be approved again.
    pub is_outdated: bool,
    /// Those facts, newest first; none where the placement may not be read.
    pub since: Vec<FactView>,
    /// What whoever looks may not decide about it, and why.
    pub may: May,
    pub journals: Vec<JournalView>,
    pub attempts: Vec<payout::Row>,
    /// Those of which the bank said one thing and then another.
    pub disputes: Vec<DisputeView>,
    pub events: Vec<EventView>,
}

/// Why whoever looks may not do what others may do to a claim where it stands; nothing where they may.
#[derive(Clone, Copy, Debug, Default)]
pub struct May {
    /// Approve or refuse it.
    pub approve: Option<Refusal>,
    /// Confirm what somebody proposed to ask back.
    pub confirm: Option<Refusal>,
    /// Record what came back.
    pub give_back: Option<Refusal>,
    /// Say that nothing is to come back but by the facts.
    pub uncontest: Option<Refusal>,
}

/// A journal with its lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JournalView {
    pub occasion: String,
    pub on: NaiveDate,
    pub lines: Vec<LineView>,
}

/// A line of the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineView {
    pub account: String,
    pub dong: i64,
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventView {
    pub at: Micros,
    pub action: String,
    /// Name of who did it, where it is known here.
    pub who: String,
    pub before: Option<String>,
    pub after: Option<String>,
}

/// A claim of the own centre.
pub async fn claim(app: &App, ctx: &Ctx, code: &str) -> Result<ClaimView, AppError> {
    let reader = app.store().reader();
    let row = claim::find(reader, id_of(code)?).await?.ok_or(AppError::NotFound)?;
    let fields = demand_of(ctx, Action::ReadClaim, Thing::of_centre(row.centre_id))?;
    let read = super::replayed::replayed(reader, app, &row).await?;
    let now = now_of(reader, app, ctx, &row).await?;
    let subject = subject_of(app.keys()?, &row)?;
    let policy = &read.policy.policy;
    let mut journals = Vec::new();
    for (journal, lines) in ledger::list_of_claim(reader, row.id).await? {
        journals.push(JournalView {
            occasion: journal.occasion,
            on: day_of_number(journal.on_day).unwrap_or_default(),
            lines: lines.into_iter().map(|line| LineView { account: line.account, dong: line.dong }).collect(),
        });
    }
    let life = life_of(app.keys()?, &row)?;
    let is_outdated = is_outdated(reader, &row, &life).await?;
    let funded_through = funded_through(app, policy);
    let attempts = payout::list_of_claim(reader, row.id).await?;
    let disputes = disputes_of(reader, ctx, (life.owed_dong(), &attempts)).await?;
    Ok(ClaimView {
        item: item(app, ctx, &row, fields)?,
        placement: code_of(row.placement_id),
        version: row.version,
        policy: format!("{} {}", policy.name, policy.version),
        basis: policy.basis.clone(),
        groups: groups_of(&row).into_iter().map(str::to_owned).collect(),
        budget_year: row.budget_year,
        funded_through,
        is_over: funded_through.is_some_and(|through| ctx.today() > through),
        today: read.today,
        known_at: read.known_at,
        policy_hash: crate::secrets::hex(&row.policy_hash),
        facts_hash: crate::secrets::hex(&row.facts_hash),
        reads_the_same: read.outcome.to_json() == row.outcome && read.facts_hash.as_slice() == row.facts_hash,
        outcome: row.outcome.clone(),
        over_dong: life.over_dong(now.policy.policy.money.recovery, &now.outcome),
        now: now.outcome,
        elsewhere_said: if fields.has(Fields::NOTES) { elsewhere_of(&row)? } else { None },
        elsewhere: if fields.has(Fields::NOTES) { subject.elsewhere } else { String::new() },
        approved_because: if fields.has(Fields::NOTES) { subject.approved_because } else { String::new() },
        instalments_max: life.instalments_max,
        kept_through: kept_through(app, ctx, (&row, policy), &journals).await?,
        may: may(reader, ctx, &row, (&life, is_outdated)).await?,
        since: if is_outdated { since(app, ctx, &row).await? } else { Vec::new() },
        is_outdated,
        life,
        journals,
        disputes,
        attempts,
        events: events(app, row.id, row.centre_id).await?,
    })
}

/// What was recorded of the placement since the claim was approved.
async fn since(app: &App, ctx: &Ctx, row: &claim::Row) -> Result<Vec<FactView>, AppError> {
    let approved_at = row.approved_known_at.unwrap_or(row.known_at);
    match placements::timeline(app, ctx, &code_of(row.placement_id)).await {
        Ok(facts) => Ok(facts.into_iter().filter(|fact| fact.recorded_at.0 > approved_at).collect()),
        Err(AppError::Forbidden) => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}

/// Until when papers are kept, by the rule of the clock that erases them. While a claim is open that is not known: of
/// one that was paid they are kept at least as long as if it were settled today.
async fn kept_through(
    app: &App,
    ctx: &Ctx,
    (row, policy): (&claim::Row, &Policy),
    journals: &[JournalView],
) -> Result<Option<NaiveDate>, AppError> {
    let was_paid = || journals.iter().any(|journal| journal.occasion == Occasion::Paid.code());
    Ok(match term_of(app, app.store().reader(), row.placement_id).await? {
        Term::Through(day) => Some(day),
        Term::Open { .. } => was_paid().then(|| policy.money.kept_through(ctx.today())),
        Term::Unclaimed => None,
    })
}

/// The rules are asked, as they will be when somebody presses the button.
async fn may(db: &impl Db, ctx: &Ctx, row: &claim::Row, (life, is_outdated): (&Life, bool)) -> Result<May, AppError> {
    let Some(person) = ctx.actor.person() else { return Ok(May::default()) };
    let hand = hand(db, row, person.account_id).await?;
    let refusal = |command| life.clone().step(command).err();
    Ok(May {
        approve: refusal(approval(is_outdated, hand)),
        confirm: refusal(Command::ConfirmRecovery(hand, ctx.today())),
        give_back: refusal(Command::GiveBack { dong: 1, by: hand }),
        uncontest: refusal(Command::Uncontest(hand)),
    })
}

impl ClaimView {
    /// Whether the placement is confirmed now.
    #[must_use]
    pub fn is_confirmed_now(&self) -> bool {
        self.now.status == Status::Confirmed
    }
}

async fn events(app: &App, id: Uuid, centre_id: Uuid) -> Result<Vec<EventView>, AppError> {
    let reader = app.store().reader();
    let names: BTreeMap<String, String> = crate::desk::names_of(reader, centre_id)
        .await?
        .into_iter()
        .map(|(account_id, name)| (account_id.to_string(), name))
        .collect();
    let rows = audit::list_of(reader, id, 0, EVENTS).await?;
    let state = |json: &Option<String>| {
        let value: serde_json::Value = serde_json::from_str(json.as_deref()?).ok()?;
        Some(value.get("state")?.as_str()?.to_owned())
    };
    let view = |row: audit::Row| EventView {
        at: Micros(row.at),
        who: names.get(&row.actor).cloned().unwrap_or_default(),
        before: state(&row.before),
        after: state(&row.after),
        action: row.action,
    };
    Ok(rows.into_iter().filter(|row| row.entity == ENTITY).map(view).rev().collect())
}

/// Claims for a placement, newest first, for whoever sees the placement: code, state and amount.
pub async fn claims_of_placement(app: &App, ctx: &Ctx, code: &str) -> Result<Vec<ClaimItem>, AppError> {
    let rows = claim::list_of_placement(app.store().reader(), id_of(code)?).await?;
    let mut items = Vec::new();
    for row in rows {
        let fields = demand_of(ctx, Action::ReadClaim, Thing::of_centre(row.centre_id))?;
        items.push(item(app, ctx, &row, fields)?);
    }
    Ok(items)
}
