//! Pairs of profiles of one centre that may be one person.

use crate::per_backend::bound;
use crate::tables::profile::Row;
use crate::{Db, Result, Tx};
use sea_orm::{ConnectionTrait, Value};
use uuid::Uuid;

/// Profiles that one key brings in: of a key that very many have, those that came first.
const OF_ONE_KEY: i64 = 50;

/// In what two profiles may be the same, `$1` being the profile that was written.
const SAME: [&str; 4] = [
    "number_hash = (SELECT number_hash FROM profile WHERE id = $1)",
    "phone_hash = (SELECT phone_hash FROM profile WHERE id = $1)",
    "email_hash = (SELECT email_hash FROM profile WHERE id = $1)",
    "name_fold = (SELECT name_fold FROM profile WHERE id = $1)
     AND born_on = (SELECT born_on FROM profile WHERE id = $1)",
];

/// Notes every live profile of the same centre that may be the same person as this one, which was just written. What is
/// noted stays: whether it still holds is asked when the list is read.
pub async fn note(tx: &Tx<'_>, row: &Row) -> Result<()> {
    let Some(centre_id) = row.centre_id.filter(|_| row.state == "live") else { return Ok(()) };
    let has = [row.number_hash.is_some(), row.phone_hash.is_some(), row.email_hash.is_some(), has_name(row)];
    for same in SAME.iter().zip(has).filter_map(|(same, has)| has.then_some(same)) {
        let sql = format!(
            "INSERT INTO profile_double (lower_id, upper_id, centre_id, found_at)
             SELECT CASE WHEN id < $1 THEN id ELSE $1 END, CASE WHEN id < $1 THEN $1 ELSE id END, centre_id,
             CAST($3 AS BIGINT) FROM (SELECT id, centre_id FROM profile WHERE {same} AND state = 'live'
             AND centre_id = $2 AND id <> $1 ORDER BY id LIMIT {OF_ONE_KEY}) AS alike
             WHERE true ON CONFLICT (lower_id, upper_id) DO NOTHING"
        );
        let values: [Value; 3] = [row.id.into(), centre_id.into(), row.updated_at.into()];
        tx.execute_raw(bound(tx, &sql, values)).await?;
    }
    Ok(())
}

fn has_name(row: &Row) -> bool {
    row.name_fold.as_ref().is_some_and(|name| !name.is_empty()) && row.born_on.is_some()
}

/// Pairs of a centre, both live, that nobody found to be two people, found last first.
pub async fn list(db: &impl Db, centre_id: Uuid, offset: u64, limit: u64) -> Result<Vec<(Uuid, Uuid)>> {
    let sql = "SELECT found.lower_id, found.upper_id FROM profile_double AS found
               JOIN profile AS one ON one.id = found.lower_id JOIN profile AS other ON other.id = found.upper_id
               WHERE found.centre_id = $1 AND one.centre_id = $1 AND other.centre_id = $1
               AND one.state = 'live' AND other.state = 'live'
               AND NOT EXISTS (SELECT 1 FROM profile_distinct AS two
               WHERE two.lower_id = found.lower_id AND two.upper_id = found.upper_id)
               ORDER BY found.found_at DESC, found.lower_id DESC, found.upper_id DESC LIMIT $2 OFFSET $3";
    let number = |number: u64| Value::from(i64::try_from(number).unwrap_or(i64::MAX));
    let rows = db.query_all_raw(bound(db, sql, [centre_id.into(), number(limit), number(offset)])).await?;
    rows.iter().map(|row| Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?))).collect()
}

/// Forgets the pairs of a profile that is gone.
pub async fn forget(tx: &Tx<'_>, profile_id: Uuid) -> Result<()> {
    let sql = "DELETE FROM profile_double WHERE lower_id = $1 OR upper_id = $1";
    tx.execute_raw(bound(tx, sql, [profile_id.into()])).await?;
    Ok(())
}
