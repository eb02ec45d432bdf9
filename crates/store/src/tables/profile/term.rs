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

/// Profiles that one term brings in: of a term that very many have, those who came last.
const OF_ONE_TERM: usize = 400;

/// Terms that are looked for, each with what it counts.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    /// At least one of these.
    pub needed: &'a [(String, i64)],
    /// The best of these counts besides.
    pub more: &'a [(String, i64)],
    /// These bring profiles in and count nothing: whoever has one of them has a needed one, too.
    pub close: &'a [String],
}

/// Profiles of a centre that have most of these terms, each weighed, best first: at least one of the `needed` ones.
/// Each term brings in a bounded number, so that the question costs the same among a million.
pub async fn list_fitting(
    db: &impl Db,
    centre_id: Uuid,
    Wanted { needed, more, close }: Wanted<'_>,
    limit: i64,
) -> Result<Vec<(Uuid, i64)>> {
    if needed.is_empty() {
        return Ok(Vec::new());
    }
    let mut values: Vec<Value> = vec![centre_id.into(), limit.into()];
    let mut place = |term: &str| {
        values.push(term.into());
        values.len()
    };
    // Numbers of ours and places of values: no text goes into the statement.
    let mut brought = Vec::with_capacity(needed.len() + close.len());
    let mut weighed = Vec::with_capacity(needed.len());
    for (term, weight) in needed {
        let at = place(term);
        brought.push(bringing(at));
        weighed.push(format!("SELECT ${at} AS term, {weight} AS weight"));
    }
    brought.extend(close.iter().map(|term| bringing(place(term))));
    let mut more: Vec<String> =
        more.iter().map(|(term, weight)| format!("SELECT ${} AS term, {weight} AS weight", place(term))).collect();
    if more.is_empty() {
        more.push("SELECT '' AS term, 0 AS weight".to_owned());
    }
    let (brought, weighed, more) = (brought.join(" UNION "), weighed.join(" UNION ALL "), more.join(" UNION ALL "));
    let of_it = |table, counted| {
        format!(
            "COALESCE((SELECT {counted}({table}.weight) FROM profile_term JOIN {table} ON {table}.term = profile_term.term
             WHERE profile_term.profile_id = brought.profile_id), 0)"
        )
    };
    let (needed, near) = (of_it("weighed", "SUM"), of_it("more", "MAX"));
    let sql = format!(
        "WITH weighed AS ({weighed}), more AS ({more}), brought AS ({brought})
         SELECT brought.profile_id, CAST({needed} + {near} AS BIGINT) AS best
         FROM brought ORDER BY best DESC, brought.profile_id DESC LIMIT $2"
    );
    let rows = db.query_all_raw(Statement::from_sql_and_values(db.get_database_backend(), &sql, values)).await?;
    rows.iter().map(|row| Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?))).collect()
}

/// Who has the term at this place of the values.
fn bringing(at: usize) -> String {
    format!(
        "SELECT profile_id FROM (SELECT profile_id FROM profile_term WHERE centre_id = $1 AND term = ${at}
         ORDER BY profile_id DESC LIMIT {OF_ONE_TERM}) AS of_{at}"
    )
}
