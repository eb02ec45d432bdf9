//! The table `profile_term`: by what profiles of a centre are found for a vacancy.

use crate::per_backend::bound;
use crate::{Db, Result, Tx};
use sea_orm::{ConnectionTrait, Statement, Value};
use uuid::Uuid;

/// Terms of one statement.
const AT_ONCE: usize = 100;

/// Puts these terms in the place of those that a profile had.
pub async fn set_terms(tx: &Tx<'_>, profile_id: Uuid, centre_id: Option<Uuid>, terms: &[String]) -> Result<()> {
    tx.execute_raw(bound(tx, "DELETE FROM profile_term WHERE profile_id = $1", [profile_id.into()])).await?;
    let Some(centre_id) = centre_id else { return Ok(()) };
    for part in terms.chunks(AT_ONCE) {
        let rows: Vec<String> = (0..part.len()).map(|n| format!("($1, ${}, $2)", n + 3)).collect();
        let sql = format!("INSERT INTO profile_term (centre_id, term, profile_id) VALUES {}", rows.join(", "));
        let head: [Value; 2] = [centre_id.into(), profile_id.into()];
        let values = head.into_iter().chain(part.iter().map(|term| term.as_str().into()));
        tx.execute_raw(Statement::from_sql_and_values(tx.get_database_backend(), &sql, values)).await?;
    }
    Ok(())
}

/// Terms that are looked for, each with what it counts.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    /// At least one of these.
    pub needed: &'a [(String, i64)],
    /// The best of these counts besides.
    pub more: &'a [(String, i64)],
}

/// Profiles of a centre that have most of these terms, each weighed, best first: at least one of the `needed` ones.
pub async fn list_fitting(
    db: &impl Db,
    centre_id: Uuid,
    Wanted { needed, more }: Wanted<'_>,
    limit: i64,
) -> Result<Vec<(Uuid, i64)>> {
    if needed.is_empty() {
        return Ok(Vec::new());
    }
    let mut values: Vec<Value> = vec![centre_id.into(), limit.into()];
    let mut weighed = |terms: &[(String, i64)]| {
        let mut rows = Vec::with_capacity(terms.len());
        for (term, weight) in terms {
            values.push(term.as_str().into());
            // A number of ours: no text goes into the statement.
            rows.push(format!("SELECT ${} AS term, {weight} AS weight", values.len()));
        }
        rows.join(" UNION ALL ")
    };
    let needed = weighed(needed);
    let more = if more.is_empty() { "SELECT '' AS term, 0 AS weight".to_owned() } else { weighed(more) };
    let sql = format!(
        "WITH needed AS ({needed}), more AS ({more}),
         fitting AS (SELECT profile_id, SUM(needed.weight) AS weight FROM needed
             JOIN profile_term ON profile_term.centre_id = $1 AND profile_term.term = needed.term GROUP BY profile_id)
         SELECT fitting.profile_id, CAST(fitting.weight + COALESCE((SELECT MAX(more.weight) FROM profile_term
             JOIN more ON more.term = profile_term.term
             WHERE profile_term.profile_id = fitting.profile_id AND profile_term.centre_id = $1), 0) AS BIGINT) AS best
         FROM fitting ORDER BY best DESC, fitting.profile_id DESC LIMIT $2"
    );
    let rows = db.query_all_raw(Statement::from_sql_and_values(db.get_database_backend(), &sql, values)).await?;
    rows.iter().map(|row| Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?))).collect()
}
