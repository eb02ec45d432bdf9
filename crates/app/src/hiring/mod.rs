//! The employer's side of postings: written step by step, handed in, moved, copied, listed; and the officer's answer to
//! what was handed in. Nothing goes before the public for an organisation that is not verified: each write asks anew.
//!
//! What must not be in here: pages, the public view of a posting, applications but for counts of them.

mod act;
mod clock;
mod draft;
mod enter;
mod field;
mod file;
mod form;
mod list;
mod moderate;
mod own;
mod read;
mod statistics;
mod submit;
mod words;

pub use act::{Act, act, end};
pub use clock::remind;
pub use draft::{Begin, Save, begin, save};
pub use enter::{Enter, Entered, enter};
pub use file::{FileOptions, RowVerdict, Taken, file_as_text, file_of_text, import_file, template};
pub use form::{Control, FieldSpec, STEPS, Step, step, values};
pub use list::{Row, Tab, counts, list};
pub use moderate::{Moderate, QueuedView, Verdict, demand_moderator, moderate, queue};
pub(crate) use own::entered_by;
pub use own::{OwnPosting, own, preview};
pub use statistics::{Figures, OfPosting, Statistics, statistics, statistics_file};
pub use submit::{Submitted, submit};
pub use words::Words;

use crate::ctx::Ctx;
use crate::error::{AppError, FieldError};
use crate::organisations;
use crate::postings::{announce, change, entry, kind_of, state_json};
use crate::rights::{Action, Thing, demand_of};
use crate::rows::{self, Posting};
use sanviec_domain::Lang;
use sanviec_domain::checks::{Circumstances, Finding, Severity};
use sanviec_domain::posting::{Content, Event, Life, PostingId};
use sanviec_store::{Db, Tx, audit, organisation, posting};
use uuid::Uuid;

/// Whose a posting of an organisation is.
async fn thing(db: &impl Db, employer: Uuid) -> Result<Thing, AppError> {
    let row = organisation::find(db, employer).await?.ok_or(AppError::NotFound)?;
    Ok(organisations::thing(&row))
}

/// The posting, when the acting person may do this with it. A stranger is told that there is none.
pub(crate) async fn demanded(db: &impl Db, ctx: &Ctx, action: Action, id: Uuid) -> Result<Posting, AppError> {
    let row = posting::find(db, id).await?.ok_or(AppError::NotFound)?;
    demand_of(ctx, action, thing(db, row.employer_id).await?).map_err(|_| AppError::NotFound)?;
    Ok(rows::read(row)?)
}

/// The posting as it is now, in the version that was seen.
async fn seen(tx: &Tx<'_>, id: Uuid, version: i64) -> Result<Posting, AppError> {
    let row = posting::find(tx, id).await?.ok_or(AppError::NotFound)?;
    if row.version == version { Ok(rows::read(row)?) } else { Err(AppError::Conflict) }
}

/// Writes a posting that moved or changed: row, audit, and the outbox when the public sees a difference. Whatever goes
/// before the public here does so for a verified organisation, or not at all.
async fn put(
    tx: &Tx<'_>,
    ctx: &Ctx,
    (before, after): (&Life, &Posting),
    (action, events): (&str, &[Event]),
) -> Result<i64, AppError> {
    let (was, is) = (before.is_live(ctx.now), after.life.is_live(ctx.now));
    if is && !was {
        let standing = organisations::held_standing(tx, after.employer_id.0, ctx.now).await?;
        standing.demand_verified()?;
    }
    let version = posting::update_guarded(tx, &rows::write(after, ctx.now)).await?;
    let states = (Some(state_json(before)), Some(state_json(&after.life)));
    audit::append(tx, &[entry(ctx, action, after.id.0, states.0, states.1)]).await?;
    if was || is || before.run().is_some() {
        announce(tx, ctx, &[change(PostingId(after.id.0), version, kind_of(events))]).await?;
    }
    Ok(version)
}

/// What has been before the public, hidden or over as it may be, is not changed into something that an officer should
/// look at: it could come back without one.
fn demand_clean(before: &Life, content: &Content, around: &Circumstances) -> Result<(), AppError> {
    if before.run().is_none() {
        return Ok(());
    }
    let findings = content.check(around);
    let open: Vec<_> = findings.iter().filter(|found| found.severity != Severity::Note).map(told).collect();
    if open.is_empty() { Ok(()) } else { Err(AppError::Refused(open)) }
}

/// A finding as the person who wrote the advert is told it, with the law.
fn told(finding: &Finding) -> FieldError {
    let cited = |words: &str| match finding.citation {
        "" => words.to_owned(),
        law => format!("{words} ({law})"),
    };
    let (vi, en) = (cited(finding.sentence(Lang::Vi)), cited(finding.sentence(Lang::En)));
    FieldError::new(form::name_of(finding.field), finding.code, vi, en)
}
