//! One step of a claim in a write: the rules are asked, the row is stored under its version, what moved is booked, the
//! person is held or let go, and the audit says it all with the hashes that bind it.

use super::apart;
use super::bound::attempt_said;
use super::dispute::demand_person_settled;
use super::elsewhere::demand_free;
use super::row::{life_of, put};
use super::{ENTITY, entry, refused};
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::{AppError, FieldError};
use crate::evidence::{journal_hash, life_hash};
use chrono::NaiveDate;
use sanviec_domain::claim::{Command, Event, Life, Place};
use sanviec_domain::time::{day_number, day_of_number};
use sanviec_store::placement::erasure;
use sanviec_store::{Tx, audit, centre, claim, exclusion, exclusion_profile, ledger, payout, profile};
use uuid::Uuid;

/// The last day that the columns of exclusions know: held until something else is said.
pub(super) const FOREVER: i32 = 2_932_896;

/// A step of a claim.
pub(super) struct Step<'a> {
    command: Command,
    /// The day that it is booked on.
    on: NaiveDate,
    /// The attempt to pay that it is about, as it stands after the step: the audit binds it with the claim.
    attempt: Option<&'a payout::Row>,
}

impl<'a> Step<'a> {
    pub(super) const fn new(command: Command, on: NaiveDate) -> Self {
        Self { command, on, attempt: None }
    }

    /// One that moves an attempt to pay as well; the caller stores the attempt.
    pub(super) const fn of(command: Command, on: NaiveDate, attempt: &'a payout::Row) -> Self {
        Self { command, on, attempt: Some(attempt) }
    }
}

/// A person who was let go is free on every day, whatever a clock says.
const FREE: i32 = 0;

/// How a claim holds its person.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Hold {
    Free,
    Held,
    /// By what was paid and not given back: what is asked back of a payment changes nothing about when it was.
    ByPaid,
    /// Paid on this day, in days since 1970-01-01.
    Since(i32),
}

fn hold(life: &Life) -> Hold {
    match life.place() {
        _ if !life.excludes() => Hold::Free,
        Some(Place::Paid { on, .. }) => Hold::Since(day_number(*on)),
        Some(_) => Hold::Held,
        None => Hold::ByPaid,
    }
}

/// Moves a claim and writes everything that follows, what programs are told of it included. Nothing is written when
/// nothing changes.
pub(super) async fn move_on(
    app: &App,
    tx: &Tx<'_>,
    ctx: &Ctx,
    row: &mut claim::Row,
    step: Step<'_>,
) -> Result<Vec<Event>, AppError> {
    let keys = app.keys()?;
    let (name, is_anew) = (step.command.name(), matches!(step.command, Command::PrepareAgain { .. }));
    let (before, stood) = (life_of(keys, row)?, life_hash(row));
    let (life, events) = before.clone().step(step.command.clone()).map_err(refused)?;
    if life == before && events.is_empty() {
        return Ok(events);
    }
    put(keys, row, &life, ctx.now)?;
    // The claim first: the database lets a person go only when their claim says that nothing is held for them.
    claim::update_guarded(tx, row).await?;
    row.version += 1;
    // What is written beside a step of somebody who is gone has its term as well.
    erasure::look_again(tx, row.placement_id, ctx.now.0).await?;
    if hold(&before) != hold(&life) {
        keep_person(app, tx, ctx, row, (hold(&before), hold(&life), is_anew)).await?;
    }
    let mut booked = Vec::new();
    for event in &events {
        booked.extend(book(app, tx, ctx, row, (*event, &step)).await?);
    }
    super::told::tell(tx, ctx, row, (&events, life.state(), step.on)).await?;
    let codes: Vec<&str> = events.iter().map(|event| event.code()).collect();
    let mut after = serde_json::json!({
        "state": life.state().code(), "events": codes, "journals": booked, "held_dong": life.held_dong(),
        "approved_known_at": row.approved_known_at, "life_before": stood, "life": life_hash(row),
    });
    if life.is_double {
        after["is_double"] = true.into();
    }
    if let Some(contested) = life.contested {
        after["contested_dong"] = contested.dong.into();
    }
    if let Some(attempt) = step.attempt {
        after["payout"] = attempt_said(attempt);
    }
    let mut told = entry(ctx, &format!("claim_{}", name.code()), (ENTITY, row.id), Some(after.to_string()));
    told.before = Some(serde_json::json!({"state": before.state().code()}).to_string());
    audit::append_at(tx, Some(row.centre_id), &[told]).await?;
    Ok(events)
}

/// Says until when the person is held. Whoever was let go has to be taken again, and whoever is claimed for anew is
/// asked for as if it were the first time. What a bank says is booked whatever stands in the way of paying again: that
/// is asked before anything is listed, approved and sent.
async fn keep_person(
    app: &App,
    tx: &Tx<'_>,
    ctx: &Ctx,
    row: &claim::Row,
    (before, after, is_anew): (Hold, Hold, bool),
) -> Result<(), AppError> {
    let until_on = match after {
        // Claimed anew and taken back: what was paid before holds the person as if nobody had asked for more.
        // Let go, and paid after all: what was paid holds them again.
        Hold::ByPaid if matches!(before, Hold::Held | Hold::Free) => match last_paid_on(tx, row.id).await? {
            Some(paid_on) => held_until(app, tx, row, paid_on).await?,
            None => return Err(AppError::internal("money is held that no attempt paid")),
        },
        Hold::ByPaid => return Ok(()),
        Hold::Free => FREE,
        Hold::Held => FOREVER,
        Hold::Since(paid_on) => held_until(app, tx, row, paid_on).await?,
    };
    if is_anew && after == Hold::Held {
        return take(app, tx, ctx, row, until_on).await;
    }
    if before == Hold::Free {
        return take_again(app, tx, ctx, row, until_on).await;
    }
    if after == Hold::Free {
        // Whoever was paid for beside this claim is held by what was paid from now on.
        let (_, family) = profile::list_family(tx, row.profile_id).await?;
        claim::look_again_at_doubles(tx, (&row.programme, &row.person_key), (&family, row.id)).await?;
    }
    let (person, profile) = rows(ctx, row, until_on);
    let by_number = exclusion::set_until(tx, &person).await?;
    let by_profile = apart::set_until(tx, row, &profile).await?;
    // After its day another claim may have taken the person: then there is nothing to let go, and nothing to hold.
    if (by_number && by_profile) || after == Hold::Free || is_taken_on(tx, row).await? {
        return Ok(());
    }
    Err(AppError::internal("a claim that stands for its person does not hold them"))
}

/// Takes somebody again who was let go, and paid for after all. Where another claim holds them since a time when this
/// one does not exclude it, there is nothing to take; where one took them at this moment, the caller has to look again.
async fn take_again(app: &App, tx: &Tx<'_>, ctx: &Ctx, row: &claim::Row, until_on: i32) -> Result<(), AppError> {
    let (person, profile) = rows(ctx, row, until_on);
    let by_number = exclusion::take(tx, &person).await?;
    let by_profile = apart::take(tx, row, &profile).await?;
    if by_number && by_profile {
        return Ok(());
    }
    let paid_on = last_paid_on(tx, row.id).await?.and_then(day_of_number).unwrap_or_else(|| ctx.today());
    if is_alone(app, tx, row, paid_on).await? { Ok(()) } else { Err(AppError::Conflict) }
}

/// Whether a claim that was paid beside another one stands alone by now: no claim holds the person any more, here or at
/// another installation, and it names whom its placement is of. The caller holds the claim.
pub(super) async fn may_stand_alone(app: &App, tx: &Tx<'_>, ctx: &Ctx, row: &claim::Row) -> Result<bool, AppError> {
    let Some(paid_on) = last_paid_on(tx, row.id).await?.and_then(day_of_number) else { return Ok(false) };
    if !apart::is_one(tx, row).await? || !is_alone(app, tx, row, paid_on).await? {
        return Ok(false);
    }
    match demand_free(app, tx, ctx, row).await {
        Ok(()) => Ok(true),
        Err(AppError::Refused(_)) => Ok(false),
        Err(error) => Err(error),
    }
}

/// Whether the person of a claim that was paid was paid for before by another one that stands: profiles that were made
/// one with theirs since, under another number. The one that was paid first stays. The caller holds the claim.
pub(super) async fn stands_beside(app: &App, tx: &Tx<'_>, row: &claim::Row) -> Result<bool, AppError> {
    let Some(own_on) = last_paid_on(tx, row.id).await? else { return Ok(false) };
    let (_, family) = profile::list_family(tx, row.profile_id).await?;
    for held in exclusion_profile::list_others(tx, &row.programme, (&family, row.id), own_on).await? {
        let other = claim::find(tx, held.claim_id).await?.ok_or(AppError::NotFound)?;
        let stands = other.is_live == 1 && other.paid_dong > other.returned_dong && other.contested_dong.is_none();
        let Some(paid_on) = last_paid_on(tx, other.id).await?.filter(|_| stands) else { continue };
        if (paid_on, other.id) < (own_on, row.id) && own_on < held_until(app, tx, &other, paid_on).await? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether no other claim holds the person in the time in which a payment on a day excludes others, and none stands for
/// the placement. The caller holds the claim.
pub(super) async fn is_alone(app: &App, tx: &Tx<'_>, row: &claim::Row, on: NaiveDate) -> Result<bool, AppError> {
    let of_placement = claim::list_of_placement(tx, row.placement_id).await?;
    if of_placement.iter().any(|other| other.id != row.id && other.is_live == 1) {
        return Ok(false);
    }
    let (on, free_on) = (day_number(on), held_until(app, tx, row, day_number(on)).await?);
    let excludes = |taken_on: i32, until_on: i32| until_on > on && taken_on < free_on;
    let by_number = exclusion::find(tx, &row.programme, &row.person_key).await?;
    if by_number.is_some_and(|held| held.claim_id != row.id && excludes(held.taken_on, held.until_on)) {
        return Ok(false);
    }
    let (_, family) = profile::list_family(tx, row.profile_id).await?;
    let by_profile = exclusion_profile::find_other(tx, &row.programme, (&family, row.id), on).await?;
    Ok(!by_profile.is_some_and(|held| excludes(held.taken_on, held.until_on)))
}

/// Whether another claim holds the person of this one by now.
async fn is_taken_on(tx: &Tx<'_>, row: &claim::Row) -> Result<bool, AppError> {
    let holder = exclusion::find(tx, &row.programme, &row.person_key).await?;
    let profiles = apart::profiles(tx, row).await?;
    let other = exclusion_profile::find_other(tx, &row.programme, (&profiles, row.id), i32::MIN).await?;
    Ok(holder.is_some_and(|holder| holder.claim_id != row.id) || other.is_some())
}

/// Takes the person again for a claim that is owed and does not hold them by now: another claim took them when this one
/// excluded nobody any more, and its money was brought back later. Refused while the other one holds them.
pub(super) async fn hold_again(app: &App, tx: &Tx<'_>, ctx: &Ctx, row: &claim::Row) -> Result<(), AppError> {
    if is_taken_on(tx, row).await? { take(app, tx, ctx, row, FOREVER).await } else { Ok(()) }
}

/// The locks of a claim's person: by number and by profile.
fn rows(ctx: &Ctx, row: &claim::Row, until_on: i32) -> (exclusion::Row, exclusion_profile::Row) {
    let (taken_on, updated_at) = (day_number(ctx.today()), ctx.now.0);
    let person = exclusion::Row {
        programme: row.programme.clone(),
        person_key: row.person_key.clone(),
        claim_id: row.id,
        centre_id: row.centre_id,
        taken_on,
        until_on,
        updated_at,
    };
    let profile = exclusion_profile::Row {
        programme: row.programme.clone(),
        profile_id: row.profile_id,
        claim_id: row.id,
        centre_id: row.centre_id,
        taken_on,
        until_on,
        updated_at,
    };
    (person, profile)
}

/// First day on which somebody who was paid for on a day may be paid for again; days since 1970-01-01.
async fn held_until(app: &App, tx: &Tx<'_>, row: &claim::Row, paid_on: i32) -> Result<i32, AppError> {
    let policy = app.policies().with_hash(tx, &row.policy_hash).await?;
    let paid_on = day_of_number(paid_on).unwrap_or(NaiveDate::MAX);
    Ok(day_number(policy.policy.money.excluded_until(paid_on)).min(FOREVER))
}

/// Day of the bank on which a claim was last paid, and the money not brought back.
async fn last_paid_on(tx: &Tx<'_>, claim_id: Uuid) -> Result<Option<i32>, AppError> {
    let attempts = payout::list_of_claim(tx, claim_id).await?;
    Ok(attempts.iter().filter(|attempt| attempt.state == "paid").filter_map(|attempt| attempt.result_on).max())
}

/// Takes the person for a claim, or says which centre or other installation has done so and nothing else.
pub(super) async fn take(app: &App, tx: &Tx<'_>, ctx: &Ctx, row: &claim::Row, until_on: i32) -> Result<(), AppError> {
    let (person, profile) = rows(ctx, row, until_on);
    if !exclusion::take(tx, &person).await? {
        let holder = exclusion::find(tx, &row.programme, &row.person_key).await?;
        return Err(held_by(tx, holder.map(|holder| (holder.centre_id, holder.until_on))).await?);
    }
    demand_alone(app, tx, ctx, row).await?;
    if apart::take(tx, row, &profile).await? {
        return Ok(());
    }
    // Taken between the two, by a claim that came at the same time.
    let profiles = apart::profiles(tx, row).await?;
    let holder = exclusion_profile::find_other(tx, &row.programme, (&profiles, row.id), i32::MIN).await?;
    Err(held_by(tx, holder.map(|holder| (holder.centre_id, holder.until_on))).await?)
}

/// Refused when another claim holds the person under another number: the profile is the same, or was made one with it
/// since; when another installation holds them; and while another claim may have been paid for them, or was beside the
/// one that holds them. Asked before anything is approved and before it is sent, too.
pub(super) async fn demand_alone(app: &App, tx: &Tx<'_>, ctx: &Ctx, row: &claim::Row) -> Result<(), AppError> {
    let (_, family) = profile::list_family(tx, row.profile_id).await?;
    let today = day_number(ctx.today());
    match exclusion_profile::find_other(tx, &row.programme, (&family, row.id), today).await? {
        Some(holder) => Err(held_by(tx, Some((holder.centre_id, holder.until_on))).await?),
        None => {
            demand_person_settled(tx, row, "form").await?;
            demand_free(app, tx, ctx, row).await
        }
    }
}

/// What is told of a person whom another claim holds: which centre, and until when.
async fn held_by(tx: &Tx<'_>, holder: Option<(Uuid, i32)>) -> Result<AppError, AppError> {
    let centre = match holder {
        Some((centre_id, _)) => centre::find(tx, centre_id).await?,
        None => None,
    };
    let name = centre.map(|centre| centre.name).unwrap_or_default();
    let free = holder.filter(|(_, until_on)| *until_on < FOREVER).and_then(|(_, until_on)| day_of_number(until_on));
    Ok(paid_for(&name, free))
}

fn paid_for(centre: &str, free_on: Option<NaiveDate>) -> AppError {
    let (vi, en) = match free_on.map(sanviec_domain::time::short_date) {
        Some(day) => (format!(" Có thể đề nghị lại từ ngày {day}."), format!(" It may be claimed again from {day}.")),
        None => (String::new(), String::new()),
    };
    let vi = format!("Người này đã được {centre} đề nghị chi trả trong cùng chương trình.{vi}");
    let en = format!("This person has been claimed for in this programme by {centre}.{en}");
    FieldError::new("form", "paid_for_already", vi, en).into()
}

/// Books what an event moves; the word that binds it into the audit.
async fn book(
    app: &App,
    tx: &Tx<'_>,
    ctx: &Ctx,
    row: &claim::Row,
    (event, step): (Event, &Step<'_>),
) -> Result<Option<String>, AppError> {
    let Some(journal) = event.journal().map_err(AppError::internal)? else { return Ok(None) };
    let lines: Vec<(&str, i64)> =
        journal.postings().iter().map(|posting| (posting.account.code(), posting.dong)).collect();
    let stored = ledger::Journal {
        id: app.ids().next(),
        claim_id: row.id,
        centre_id: row.centre_id,
        programme: row.programme.clone(),
        occasion: journal.occasion().code().to_owned(),
        payout_id: step.attempt.map(|attempt| attempt.id),
        on_day: day_number(step.on),
        lines: i32::try_from(lines.len()).unwrap_or(i32::MAX),
        actor: ctx.actor.name(),
        at: ctx.now.0,
    };
    ledger::book(tx, &stored, &lines).await?;
    Ok(Some(journal_hash(&stored, &lines)))
}
