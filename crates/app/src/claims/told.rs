//! Telling programs of a centre what became of the money of a claim: that the bank paid it, that people have to look at
//! it again, that all that was asked back has come. Told in the write that moves the claim, with the version that it
//! has then: however often that write is tried, the same is told once.

use super::code_of;
use crate::ctx::Ctx;
use crate::error::AppError;
use crate::webhooks;
use chrono::NaiveDate;
use sanviec_domain::claim::{Event, State};
use sanviec_domain::webhook::EventKind;
use sanviec_store::{Tx, claim};

/// What is told of something that happened to a claim; nothing of what the centre does at its own desk.
const fn told_of(event: Event) -> Option<EventKind> {
    match event {
        Event::Paid { .. } => Some(EventKind::ClaimPaid),
        Event::PutInReview => Some(EventKind::ClaimInReview),
        Event::Recovered => Some(EventKind::ClaimRecovered),
        _ => None,
    }
}

/// Tells of a step of a claim whose row was stored, and on which day it is booked. Programs of employers are told
/// nothing: the money is the centre's.
pub(super) async fn tell(
    tx: &Tx<'_>,
    ctx: &Ctx,
    row: &claim::Row,
    (events, state, on): (&[Event], State, NaiveDate),
) -> Result<(), AppError> {
    let event = |kind| webhooks::Event {
        kind,
        employer_id: None,
        centre_id: Some(row.centre_id),
        about: (row.id, row.version),
        data: serde_json::json!({
            "claim_id": code_of(row.id),
            "placement_id": code_of(row.placement_id),
            "state": state.code(),
            "on": on,
            "version": row.version,
        }),
    };
    let told: Vec<_> = events.iter().filter_map(|event| told_of(*event)).map(event).collect();
    webhooks::emit(tx, ctx, &told).await
}
