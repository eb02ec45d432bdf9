//! Telling programs that a placement counts, or counts no more. Nobody sets that: it follows from facts and days, so
//! whoever notices it tells it, in the write in which it is noticed. The row keeps what was told last; who holds the
//! row compares, so that of many who notice at once one tells.

use super::code_of;
use crate::ctx::Ctx;
use crate::error::AppError;
use crate::webhooks;
use chrono::NaiveDate;
use sanviec_domain::placement::{Outcome, Status};
use sanviec_domain::time::{Micros, day_number, day_of_number};
use sanviec_domain::webhook::EventKind;
use sanviec_store::{Tx, placement};

/// How the row says that the last thing told was that it counts.
const CONFIRMED: &str = "confirmed";
/// The same for that it counts no more.
const REVOKED: &str = "revoked";

/// As of when a placement is looked at by whoever may tell: a node whose clock is behind does not take back days that
/// another has told of.
pub(super) fn times(ctx: &Ctx, row: &placement::Row) -> (NaiveDate, Micros) {
    let (today, known_at) = super::outcome::times(ctx, row, super::AsOf::default());
    let told = row.outcome_day.and_then(day_of_number);
    (told.map_or(today, |told| today.max(told)), known_at)
}

/// Tells whether a placement counts when that is another thing than was told last, and notes it in the row that the
/// caller holds and stores. Answers whether there was something to tell. Endpoints that are set up later hear of what
/// comes after them.
pub(super) async fn tell(
    tx: &Tx<'_>,
    ctx: &Ctx,
    row: &mut placement::Row,
    (outcome, today): (&Outcome, NaiveDate),
) -> Result<bool, AppError> {
    let is_confirmed = outcome.status == Status::Confirmed;
    let was_confirmed = row.outcome_told.as_deref() == Some(CONFIRMED);
    if is_confirmed == was_confirmed {
        return Ok(false);
    }
    let (kind, told) =
        if is_confirmed { (EventKind::PlacementConfirmed, CONFIRMED) } else { (EventKind::PlacementRevoked, REVOKED) };
    row.outcome_told = Some(told.to_owned());
    row.outcome_no += 1;
    row.outcome_day = Some(day_number(today));
    let event = webhooks::Event {
        kind,
        employer_id: Some(row.employer_id),
        centre_id: Some(row.centre_id),
        about: (row.id, row.outcome_no),
        data: serde_json::json!({
            "placement_id": code_of(row.id),
            "status": outcome.status.code(),
            "on": today,
            "counted_days": outcome.counted_days,
            "required_days": outcome.required_days,
            "version": row.outcome_no,
        }),
    };
    webhooks::emit(tx, ctx, &[event]).await?;
    Ok(true)
}
