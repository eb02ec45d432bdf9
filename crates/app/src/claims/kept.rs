//! How long the papers of a claim are kept, and what goes when that time is over. A claim is an accounting record of
//! public money (Law on Accounting 88/2015/QH13, Article 41; Decree 174/2016/NĐ-CP, Articles 13 and 15): what it says
//! of the person stays as many years as its policy says, counted from the end of the year in which it was settled. The
//! numbers stay for good: amounts, days, hashes, journals.

use super::row::{drop_words, subject_of};
use crate::app::App;
use crate::error::AppError;
use chrono::NaiveDate;
use sanviec_domain::time::{Micros, day_of_number};
use sanviec_store::file_erasure::Claimed;
use sanviec_store::{Db, Tx, claim};
use uuid::Uuid;

/// Until when the claims of a placement keep its papers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Term {
    /// Nothing was ever claimed for it: nothing keeps them.
    Unclaimed,
    /// A claim is not settled yet; so many years follow after the year in which it will be.
    Open {
        /// By the policy of the claim.
        years: u32,
    },
    /// To the end of this day.
    Through(NaiveDate),
}

/// The term of a placement: that of the claim which keeps the papers longest.
pub(crate) async fn term_of(app: &App, db: &impl Db, placement_id: Uuid) -> Result<Term, AppError> {
    let claims = claim::list_of_placement(db, placement_id).await?.into_iter().map(|row| Claimed {
        policy_hash: row.policy_hash,
        is_open: row.is_open != 0,
        updated_at: row.updated_at,
        paid_on: row.paid_on,
    });
    term_over(app, db, &claims.collect::<Vec<_>>()).await
}

/// The same of claims of any placements: what rests on all of them is kept as long as the longest of their terms.
pub(crate) async fn term_over(app: &App, db: &impl Db, claims: &[Claimed]) -> Result<Term, AppError> {
    let mut term = Term::Unclaimed;
    for row in claims {
        let kept = app.policies().with_hash(db, &row.policy_hash).await?;
        let money = &kept.policy.money;
        if row.is_open {
            return Ok(Term::Open { years: money.retention_years });
        }
        let mut through = money.kept_through(Micros(row.updated_at).day());
        // While the person is not paid for again, other installations are told whom that holds for.
        if let Some(paid_on) = row.paid_on.and_then(day_of_number) {
            through = through.max(money.excluded_until(paid_on));
        }
        term = match term {
            Term::Through(other) => Term::Through(other.max(through)),
            Term::Unclaimed | Term::Open { .. } => Term::Through(through),
        };
    }
    Ok(term)
}

/// Takes out what the claims of a placement say of the person. The caller holds the placement.
pub(crate) async fn forget(app: &App, tx: &Tx<'_>, placement_id: Uuid) -> Result<(), AppError> {
    for row in claim::list_of_placement(tx, placement_id).await? {
        // One that cannot be opened is looked at by people first, not thrown away.
        subject_of(app.keys()?, &row)?;
        let mut bare = row.clone();
        drop_words(app.keys()?, &mut bare)?;
        // Looked at again, nothing is left to take out.
        if bare != row {
            claim::update_guarded(tx, &bare).await?;
        }
    }
    Ok(())
}
