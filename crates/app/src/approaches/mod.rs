//! People who opened their profile to employers, found by them for a live vacancy, and asked to apply. Only while the
//! consent to it holds, of a verified employer's vacancy, so many a day; each sight of a person is noted for the
//! person. The person answers; with the application the approach ends, and nothing of the person goes to the employer
//! before.
//!
//! What must not be in here: pages, applications themselves.

mod copy;
mod ended;
mod own;
mod search;
mod send;

pub(crate) use copy::export_of;
pub use ended::tick;
pub(crate) use ended::{applied, closed};
pub use own::{Approached, accept, decline, demand_own, own_approaches};
pub use search::{Candidate, Candidates, candidates};
pub use send::{Approach, approach};

use crate::ctx::Ctx;
use crate::error::{AppError, FieldError};
use crate::hiring;
use crate::organisations;
use crate::rights::{Action, seen};
use crate::rows::Posting;
use sanviec_domain::approach::{Life, Refusal, State};
use sanviec_domain::posting::PostingCode;
use sanviec_domain::time::Micros;
use sanviec_store::{Db, approach::Row, audit};
use uuid::Uuid;

/// The one name of approaches in audit rows.
const ENTITY: &str = "approach";

/// The live posting of the employer that one acts for, who is verified. Officers refer; they do not search here.
async fn own_posting(db: &impl Db, ctx: &Ctx, code: &str) -> Result<Posting, AppError> {
    let employer_id = ctx.actor.person().and_then(|person| person.employer_id).ok_or(AppError::Forbidden)?;
    let other = crate::rights::Relation::Stranger;
    seen(ctx.actor.kind(), Action::ReadProfile, other).ok_or(AppError::Forbidden)?;
    let id = code.parse::<PostingCode>().map_err(|_| AppError::NotFound)?.uuid();
    let posting = hiring::demanded(db, ctx, Action::EditPosting, id).await?;
    if posting.employer_id.0 != employer_id {
        return Err(AppError::NotFound);
    }
    organisations::standing(db, employer_id, ctx.now).await?.demand_verified()?;
    if !posting.life.is_live(ctx.now) {
        let (vi, en) = ("Tin này không còn nhận hồ sơ.", "This vacancy takes no applications.");
        return Err(FieldError::new("posting", "posting_closed", vi, en).into());
    }
    Ok(posting)
}

fn life_of(row: &Row) -> Result<Life, AppError> {
    let corrupt = || sanviec_store::Error::corrupt("approach", "state", row.id);
    let state = State::find_by_code(&row.state).ok_or_else(corrupt)?;
    Ok(Life::of_parts(state, row.due_at.map(Micros), row.ended_at.map(Micros)).ok_or_else(corrupt)?)
}

fn put(row: &mut Row, life: Life) {
    life.state().code().clone_into(&mut row.state);
    row.due_at = life.due_at().map(|at| at.0);
    row.ended_at = life.ended_at().map(|at| at.0);
}

fn refused(refusal: Refusal) -> AppError {
    let vi = "Lời mời này đã được trả lời hoặc đã hết hạn.";
    let en = "This invitation was answered already or has run out.";
    FieldError::new("form", refusal.code(), vi, en).into()
}

/// Who did what to an approach: states and ids.
fn entry(ctx: &Ctx, action: &str, id: Uuid, after: String) -> audit::Row {
    crate::desk::entry(ctx, action, (ENTITY, id), Some(after))
}
