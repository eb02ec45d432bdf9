//! Whether the locks by number and by profile hold the person of a claim as long as they must. Whoever takes a lock
//! away below the program frees the person for a second payment.

use super::moving::FOREVER;
use super::row::life_of;
use crate::app::App;
use crate::error::AppError;
use chrono::NaiveDate;
use sanviec_domain::claim::{Life, Place};
use sanviec_domain::time::{day_number, day_of_number};
use sanviec_store::{Db, claim, exclusion, exclusion_profile, payout};
use uuid::Uuid;

/// Whether both locks hold the person for this claim, or another claim took them after their day; nothing of a claim
/// that stands for nobody. A claim that cannot be read holds nobody.
pub(crate) async fn is_held(app: &App, db: &impl Db, row: &claim::Row) -> Result<Option<bool>, AppError> {
    let Ok(life) = life_of(app.keys()?, row) else { return Ok(Some(false)) };
    if !life.excludes() {
        return Ok(None);
    }
    let attempts = payout::list_of_claim(db, row.id).await?;
    let Some((own, other)) = days(app, db, row, (&life, &attempts)).await else { return Ok(Some(false)) };
    let number = exclusion::find(db, &row.programme, &row.person_key).await?;
    let profile = exclusion_profile::find(db, &row.programme, row.profile_id).await?;
    let number = number.map(|lock| (lock.claim_id, lock.taken_on, lock.until_on));
    let profile = profile.map(|lock| (lock.claim_id, lock.taken_on, lock.until_on));
    let holds = |lock: Option<(Uuid, i32, i32)>| match lock {
        Some((claim_id, _, until_on)) if claim_id == row.id => until_on >= own,
        Some((_, taken_on, _)) => taken_on >= other,
        None => false,
    };
    Ok(Some(holds(number) && holds(profile)))
}

/// Until when the claim itself holds the person, and from which day on another one may do so; days since 1970-01-01.
/// `None` where its policy cannot be read.
async fn days(
    app: &App,
    db: &impl Db,
    row: &claim::Row,
    (life, attempts): (&Life, &[payout::Row]),
) -> Option<(i32, i32)> {
    let policy = app.policies().with_hash(db, &row.policy_hash).await.ok()?;
    let until = |on: NaiveDate| day_number(policy.policy.money.excluded_until(on)).min(FOREVER);
    let answered = |state: &str| attempts.iter().filter(|one| one.state == state).filter_map(|one| one.result_on).max();
    Some(match life.place() {
        Some(Place::Paid { on, .. }) => (until(*on), until(*on)),
        // What was paid and brought back may have been over its day by then, and another claim's.
        Some(_) => (FOREVER, answered("brought_back").unwrap_or(FOREVER)),
        None => answered("paid").and_then(day_of_number).map_or((FOREVER, FOREVER), |on| (until(on), until(on))),
    })
}
