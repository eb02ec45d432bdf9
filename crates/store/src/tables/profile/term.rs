//! The table `profile_term`: by what profiles of a centre are found for a vacancy.

use crate::per_backend::bound;
use crate::tables::IN_LIST;
use crate::{Db, Result, Tx};
use sea_orm::{ConnectionTrait, Statement, Value};
use std::collections::HashMap;
use uuid::Uuid;

/// Terms of one statement.
const AT_ONCE: usize = 100;

/// Under it stand the terms of people whom employers may find; no centre has this id.
pub const OPEN_TO_EMPLOYERS: Uuid = Uuid::nil();

/// Puts these terms in the place of those that a profile had: for its centre, and for employers who search.
pub async fn set_terms(
    tx: &Tx<'_>,
    profile_id: Uuid,
    (centre_id, terms): (Option<Uuid>, &[String]),
    open: &[String],
) -> Result<()> {
    tx.execute_raw(bound(tx, "DELETE FROM profile_term WHERE profile_id = $1", [profile_id.into()])).await?;
    if let Some(centre_id) = centre_id {
        insert_terms(tx, profile_id, centre_id, terms).await?;
    }
    insert_terms(tx, profile_id, OPEN_TO_EMPLOYERS, open).await
}

async fn insert_terms(tx: &Tx<'_>, profile_id: Uuid, centre_id: Uuid, terms: &[String]) -> Result<()> {
    for part in terms.chunks(AT_ONCE) {
        let rows: Vec<String> = (0..part.len()).map(|n| format!("($1, ${}, $2)", n + 3)).collect();
        let sql = format!("INSERT INTO profile_term (centre_id, term, profile_id) VALUES {}", rows.join(", "));
        let head: [Value; 2] = [centre_id.into(), profile_id.into()];
        let values = head.into_iter().chain(part.iter().map(|term| term.as_str().into()));
        tx.execute_raw(Statement::from_sql_and_values(tx.get_database_backend(), &sql, values)).await?;
    }
    Ok(())
}

/// Profiles that one needed term brings in: of a term that very many have, those who came last.
const OF_ONE_TERM: usize = 200;
/// Profiles that one close term brings in.
const OF_ONE_CLOSE: usize = 20;

/// Terms that are looked for.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    /// At least one of these, each with what it counts.
    pub needed: &'a [(String, i64)],
    /// Communes: living in one of them counts so much besides.
    pub near: (&'a [String], i64),
    /// These bring profiles in and count nothing: whoever has one of them has a needed one, too.
    pub close: &'a [String],
}

/// Profiles of a centre that have most of these terms, each weighed, best first: at least one of the `needed` ones.
/// Each term brings in a bounded number, so that the question costs the same among a million.
pub async fn list_fitting(
    db: &impl Db,
    centre_id: Uuid,
    Wanted { needed, near: (near, weight), close }: Wanted<'_>,
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
    let mut counts = Vec::with_capacity(needed.len());
    for (term, weight) in needed {
        let at = place(term);
        brought.push(bringing(at, OF_ONE_TERM));
        counts.push(format!(
            "CASE WHEN EXISTS (SELECT 1 FROM profile_term WHERE centre_id = $1 AND term = ${at}
             AND profile_id = brought.profile_id) THEN {weight} ELSE 0 END"
        ));
    }
    brought.extend(close.iter().map(|term| bringing(place(term), OF_ONE_CLOSE)));
    if !near.is_empty() {
        let places: Vec<String> = near.iter().map(|term| format!("${}", place(term))).collect();
        // A profile has one home.
        counts.push(format!(
            "CASE WHEN (SELECT MAX(term) FROM profile_term WHERE profile_id = brought.profile_id AND term LIKE 'c:%')
             IN ({}) THEN {weight} ELSE 0 END",
            places.join(", ")
        ));
    }
    let sql = format!(
        "WITH brought AS ({}) SELECT brought.profile_id, CAST({} AS BIGINT) AS best
         FROM brought ORDER BY best DESC, brought.profile_id DESC LIMIT $2",
        brought.join(" UNION "),
        counts.join(" + ")
    );
    let rows = db.query_all_raw(Statement::from_sql_and_values(db.get_database_backend(), &sql, values)).await?;
    rows.iter().map(|row| Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?))).collect()
}

/// The terms of some profiles of a centre that begin in one way, by profile, without the beginning. The centre is not
/// part of the question: SQLite would walk all terms of the centre instead of those of the profiles.
pub async fn terms_of(
    db: &impl Db,
    centre_id: Uuid,
    ids: &[Uuid],
    beginning: &str,
) -> Result<HashMap<Uuid, Vec<String>>> {
    let mut terms: HashMap<Uuid, Vec<String>> = HashMap::new();
    for part in ids.chunks(IN_LIST) {
        let places: Vec<String> = (0..part.len()).map(|n| format!("${}", n + 2)).collect();
        let sql = format!(
            "SELECT profile_id, centre_id, substr(term, length($1) + 1) FROM profile_term
             WHERE profile_id IN ({}) AND substr(term, 1, length($1)) = $1 ORDER BY term",
            places.join(", ")
        );
        let values = std::iter::once(Value::from(beginning)).chain(part.iter().map(|id| (*id).into()));
        let rows = db.query_all_raw(Statement::from_sql_and_values(db.get_database_backend(), &sql, values)).await?;
        for row in rows {
            let of: Uuid = row.try_get_by_index(1)?;
            if of == centre_id {
                terms.entry(row.try_get_by_index(0)?).or_default().push(row.try_get_by_index(2)?);
            }
        }
    }
    Ok(terms)
}

/// Who has the term at this place of the values: so many at most.
fn bringing(at: usize, most: usize) -> String {
    format!(
        "SELECT profile_id FROM (SELECT profile_id FROM profile_term WHERE centre_id = $1 AND term = ${at}
         ORDER BY profile_id DESC LIMIT {most}) AS of_{at}"
    )
}
