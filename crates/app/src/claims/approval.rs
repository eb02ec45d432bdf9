//! What an approval is worth: it holds for what was known when it was given. Facts that are recorded later, and before
//! the money is with the bank, were seen by nobody who approved; so the claim is approved again, by somebody who
//! entered none of them.

use super::list::item;
use super::own_centre;
use super::row::life_of;
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::{AppError, FieldError};
use crate::rights::{Action, Fields, Thing, demand_of};
use sanviec_domain::claim::{Command, Hand, Life, State};
use sanviec_store::{Db, claim, placement};

/// Claims that are read in one turn.
const TURN: u64 = 250;

/// A claim of the own centre that waits to be approved again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutdatedItem {
    /// Code of the claim.
    pub claim: String,
    /// Empty for whoever may not see names.
    pub person: String,
    pub dong: i64,
}

/// All claims of the own centre that were approved before facts came, and are not sent; the oldest first. None is left
/// out: whatever is offered for payment is held against them.
pub async fn to_approve_again(app: &App, ctx: &Ctx) -> Result<Vec<OutdatedItem>, AppError> {
    let (_, centre_id, fields) = own_centre(ctx, Action::ReadClaim)?;
    let (reader, states) = (app.store().reader(), State::APPROVED_AND_NOT_SENT.map(State::code));
    let (mut found, mut after) = (Vec::new(), None);
    loop {
        let rows = claim::list_outdated(reader, centre_id, &states, after, TURN).await?;
        for row in &rows {
            let one = item(app, ctx, row, fields)?;
            found.push(OutdatedItem { claim: one.id, person: one.person, dong: one.dong });
        }
        match rows.last() {
            Some(last) if rows.len() as u64 == TURN => after = Some(last.id),
            Some(_) | None => return Ok(found),
        }
    }
}

/// Whether somebody approved the claim, its money is not with the bank, and facts came since.
pub(super) async fn is_outdated(db: &impl Db, row: &claim::Row, life: &Life) -> Result<bool, AppError> {
    if !State::APPROVED_AND_NOT_SENT.contains(&life.state()) {
        return Ok(false);
    }
    let approved_at = row.approved_known_at.unwrap_or(row.known_at);
    Ok(placement::last_recorded_at(db, row.placement_id).await?.is_some_and(|last| last > approved_at))
}

/// What somebody asks for who approves: the claim as it stands, or what was approved before facts came, once more.
pub(super) const fn approval(is_outdated: bool, hand: Hand) -> Command {
    if is_outdated { Command::ApproveAgain(hand) } else { Command::Approve(hand) }
}

/// Notes what whoever approves knows of the placement. The caller holds it.
pub(super) async fn note_known(db: &impl Db, row: &mut claim::Row) -> Result<(), AppError> {
    let last = placement::last_recorded_at(db, row.placement_id).await?.unwrap_or(row.known_at);
    row.approved_known_at = Some(last.max(row.known_at).max(row.approved_known_at.unwrap_or(i64::MIN)));
    Ok(())
}

/// Refused while the claim waits to be approved again. The caller holds the placement.
pub(super) async fn demand_current(
    db: &impl Db,
    (app, ctx): (&App, &Ctx),
    row: &claim::Row,
    field: &'static str,
) -> Result<(), AppError> {
    if !is_outdated(db, row, &life_of(app.keys()?, row)?).await? {
        return Ok(());
    }
    // By its person for whoever sees the person in the list of claims.
    let fields = demand_of(ctx, Action::ReadClaim, Thing::of_centre(row.centre_id)).unwrap_or(Fields::PLAIN);
    let shown = item(app, ctx, row, fields)?;
    let name = if shown.person.is_empty() { shown.id } else { shown.person };
    let vi = format!(
        "Việc làm của {name} có thông tin ghi nhận sau khi đề nghị được duyệt. Đề nghị một quản lý xem và duyệt lại, \
         hoặc bỏ đề nghị này khỏi danh sách."
    );
    let en = format!(
        "Something was recorded about the placement of {name} after the claim was approved. Ask a manager to look and \
         approve it again, or leave this claim off the list."
    );
    Err(FieldError::new(field, "approve_again", vi, en).into())
}
