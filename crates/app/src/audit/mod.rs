//! Who did or saw what, in a chain that cannot be changed unseen: noting, linking, checking, handing out, reading.
//!
//! Each centre has a chain, and the platform one. A row is written in the transaction of what it tells and linked
//! within a second afterwards; until then only the database keeps it. What the chain promises, and what it does not, is
//! in `docs/decisions/2026-11-26-audit-chain.md`. Must not be in here: what is worth noting.

mod changed;
mod check;
mod export;
mod link;
mod read;
mod record;
#[cfg(test)]
mod tests;
mod verify;

pub(crate) use changed::{differing, typed};
pub use check::{Fault, Finding};
pub use export::{export, heads};
pub use link::link;
pub use read::{Asked, Entry, Page, list};
pub use verify::{ChainReport, Report, known_heads, verify};

use crate::ctx::Ctx;
use crate::error::AppError;
use sanviec_store::{Tx, audit};
use uuid::Uuid;

/// The chain of the platform.
pub const PLATFORM: Uuid = Uuid::nil();
/// What the sequencer notes in the chain of the platform when it begins another.
const BEGIN: &str = "begin_chain";

/// Notes what the one who acts did, in the chain of the centre for which they act.
pub(crate) async fn note(tx: &Tx<'_>, ctx: &Ctx, entries: &[audit::Row]) -> Result<(), AppError> {
    let centre_id = ctx.actor.person().and_then(|person| person.centre_id);
    Ok(audit::append_at(tx, centre_id, entries).await?)
}

/// An entry about a thing, without values.
pub(crate) fn entry(ctx: &Ctx, action: &str, entity: &str, entity_id: Uuid) -> audit::Row {
    audit::Row {
        id: 0,
        at: ctx.now.0,
        actor: ctx.actor.name(),
        role: ctx.actor.role().to_owned(),
        action: action.to_owned(),
        entity: entity.to_owned(),
        entity_id,
        before: None,
        after: None,
        request_id: Some(ctx.request_id.to_string()),
        centre_id: ctx.actor.centre_id(),
    }
}
