//! What becomes of the papers of a placement when its person is gone. Where nothing was ever claimed they go at once;
//! where something was, they are kept as long as the audit of public money needs them, and the clock erases them when
//! that time is over. Facts stay: they hold days and codes, nobody's name, and the chain is over them. Of a paper its
//! hash, kind, length and time stay, with an audit row that says when its bytes went: so the evidence still verifies,
//! and says which paper is erased.

use super::documents::DOCUMENT;
use super::entry;
use crate::app::App;
use crate::claims::Term;
use crate::claims::kept as claimed;
use crate::ctx::Ctx;
use crate::error::AppError;
use crate::evidence::document_hash;
use crate::rights::{Action, Thing, demand, demand_of};
use crate::stuck::Round;
use sanviec_domain::time::{Micros, days_after};
use sanviec_store::placement::{document, erasure, retraction};
use sanviec_store::{Tx, audit, employer, placement, profile, stuck};
use uuid::Uuid;

/// Placements of one turn.
const BATCH: u64 = 100;
/// Days until a placement is looked at again with a claim that is not settled.
const AGAIN: i64 = 30;

/// The people of these profiles are gone: what nothing keeps goes in the same write, the rest has its term from now on.
/// To be called before anything of the profiles is changed: placements are held before people are.
pub(crate) async fn forget((app, ctx): (&App, &Ctx), tx: &Tx<'_>, profiles: &[Uuid]) -> Result<(), AppError> {
    let mut ids = Vec::new();
    for profile_id in profiles {
        ids.extend(placement::list_of_profile(tx, *profile_id).await?.into_iter().map(|row| row.id));
    }
    ids.sort_unstable();
    for id in ids {
        let Some(row) = placement::hold(tx, id).await? else { continue };
        erasure::begin(tx, id, ctx.now.0).await?;
        look_at(tx, (app, ctx), &row).await?;
    }
    Ok(())
}

/// Placements of these profiles that were begun since [`forget`] looked, by somebody who saw the person still there:
/// the clock looks at them. To be called when the profiles are changed, and nobody begins one any more. None is held:
/// whoever claims holds the placement and then the person.
pub(crate) async fn begun_meanwhile(tx: &Tx<'_>, ctx: &Ctx, profiles: &[Uuid]) -> Result<(), AppError> {
    for profile_id in profiles {
        for row in placement::list_of_profile(tx, *profile_id).await? {
            erasure::begin(tx, row.id, ctx.now.0).await?;
        }
    }
    Ok(())
}

/// Looks at placements whose term may be over; answers how many. Called again while it is not zero; one that cannot be
/// looked at keeps no other waiting.
pub async fn erase_due(app: &App, ctx: &Ctx) -> Result<usize, AppError> {
    demand(ctx, Action::Tick)?;
    let due = erasure::list_due(app.store().reader(), ctx.now.0, BATCH).await?;
    let (mut round, mut count) = (Round::of(app, ctx, "placement_erasure").await?, 0);
    for one in due {
        let (used, store, ctx, id) = (app.clone(), app.store().clone(), ctx.clone(), one.placement_id);
        let ended = app.to_the_end(async move {
            let (app, ctx) = (&used, &ctx);
            store.write("erase_papers", |tx| Box::pin(one_due(tx, (app, ctx), id))).await
        });
        count += usize::from(round.ended(id, ended.await).await?);
    }
    Ok(count)
}

async fn one_due(tx: &Tx<'_>, (app, ctx): (&App, &Ctx), id: Uuid) -> Result<(), AppError> {
    let Some(row) = placement::hold(tx, id).await? else { return Ok(()) };
    // Another clock came first.
    let is_due = |gone: erasure::Erasure| gone.look_at.is_some_and(|look_at| look_at <= ctx.now.0);
    if erasure::find(tx, id).await?.is_some_and(is_due) { look_at(tx, (app, ctx), &row).await } else { Ok(()) }
}

/// Erases what nothing keeps any more, or notes when to look again. The caller holds the placement.
async fn look_at(tx: &Tx<'_>, (app, ctx): (&App, &Ctx), row: &placement::Row) -> Result<(), AppError> {
    let look_at = match claimed::term_of(app, tx, row.id).await? {
        Term::Open { .. } => Some(ctx.now.plus_days(AGAIN).0),
        Term::Through(day) if day >= ctx.today() => Some(Micros::start_of(days_after(day, 1)).0),
        Term::Through(_) | Term::Unclaimed => {
            erase(tx, (app, ctx), row).await?;
            // What somebody wrote of one that waits is needed by whoever decides.
            let waits = !retraction::list_waiting(tx, row.id).await?.is_empty();
            waits.then(|| ctx.now.plus_days(AGAIN).0)
        }
    };
    Ok(erasure::set_look(tx, row.id, look_at).await?)
}

/// Whether no paper of a placement is taken in any more: its person is gone, and nothing keeps one.
pub(super) async fn takes_none(tx: &Tx<'_>, (app, ctx): (&App, &Ctx), id: Uuid) -> Result<bool, AppError> {
    if erasure::find(tx, id).await?.is_none() {
        return Ok(false);
    }
    Ok(match claimed::term_of(app, tx, id).await? {
        Term::Open { .. } => false,
        Term::Through(day) => day < ctx.today(),
        Term::Unclaimed => true,
    })
}

async fn erase(tx: &Tx<'_>, (app, ctx): (&App, &Ctx), row: &placement::Row) -> Result<(), AppError> {
    loop {
        let papers = document::list_unerased(tx, row.id).await?;
        if papers.is_empty() {
            break;
        }
        for paper in papers {
            let after = format!(r#"{{"hash":"{}","at":{}}}"#, document_hash(&paper), ctx.now.0);
            document::erase(tx, paper.id, ctx.now.0).await?;
            stuck::forget(tx, DOCUMENT, paper.id).await?;
            let noted = entry(ctx, "erase_document", row.id, Some(after));
            audit::append_at(tx, Some(row.centre_id), &[noted]).await?;
        }
    }
    retraction::forget_words(tx, row.id).await?;
    claimed::forget(app, tx, row.id).await
}

/// Papers that stay when a person deletes their data: those of one placement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptPapers {
    pub employer: String,
    /// Never [`Term::Unclaimed`].
    pub term: Term,
}

/// What would stay of the own placements if their data were deleted now, newest first.
pub async fn kept_papers(app: &App, ctx: &Ctx) -> Result<Vec<KeptPapers>, AppError> {
    let person = ctx.actor.person().ok_or(AppError::Forbidden)?;
    demand_of(ctx, Action::ReadProfile, Thing::of_account(person.account_id))?;
    let reader = app.store().reader();
    match profile::find_by_account(reader, person.account_id).await? {
        Some(own) => kept_papers_of(app, own.id).await,
        None => Ok(Vec::new()),
    }
}

/// The same of the person of a profile. Who may ask is the caller's business.
pub(crate) async fn kept_papers_of(app: &App, profile_id: Uuid) -> Result<Vec<KeptPapers>, AppError> {
    let (reader, mut rows) = (app.store().reader(), Vec::new());
    for id in profile::list_family(reader, profile_id).await?.1 {
        rows.extend(placement::list_of_profile(reader, id).await?);
    }
    rows.sort_by_key(|row| std::cmp::Reverse(row.id));
    let mut kept = Vec::new();
    for row in rows {
        let term = claimed::term_of(app, reader, row.id).await?;
        if term != Term::Unclaimed {
            kept.push(KeptPapers { employer: employer::load(reader, row.employer_id).await?.name, term });
        }
    }
    Ok(kept)
}
