//! Adverts that wait for an officer, and of which of them somebody was told: on the morning of the last day, and once
//! it is over. When that day is, the caller knows. One that came back and was handed in again counts anew.

use crate::per_backend::bound;
use crate::{Db, Result, Tx};
use sea_orm::{ConnectionTrait, FromQueryResult, Value};
use uuid::Uuid;

/// What is told of an advert that waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// Its last day has come.
    Due,
    /// Its last day is over.
    Late,
}

impl Told {
    /// The word in the row.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Due => "due",
            Self::Late => "late",
        }
    }
}

/// An advert that waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Waits {
    /// The posting.
    pub id: Uuid,
    /// The centre that serves its employer.
    pub centre_id: Uuid,
    /// When it was handed in.
    pub handed_in_at: i64,
}

/// Adverts handed in before an instant of which this was not told yet, the oldest first; of one centre where it is
/// named. Centres whose next try is still to come at `now` are left out.
pub async fn list_untold(
    db: &impl Db,
    (told, centre_id): (Told, Option<Uuid>),
    (before, now): (i64, i64),
    limit: i64,
) -> Result<Vec<Waits>> {
    let untold = match told {
        Told::Due => "posting_review.told IS NULL",
        Told::Late => "(posting_review.told IS NULL OR posting_review.told = 'due')",
    };
    let (whose, mut values) = ("", vec![Value::from(before), now.into(), limit.into()]);
    let whose = centre_id.map_or(whose, |id| {
        values.push(id.into());
        "AND organisation.centre_id = $4"
    });
    let sql = format!(
        "SELECT posting.id, organisation.centre_id, posting.state_at AS handed_in_at
         FROM posting JOIN organisation ON organisation.id = posting.employer_id
         LEFT JOIN posting_review ON posting_review.posting_id = posting.id
             AND posting_review.handed_in_at = posting.state_at
         WHERE posting.state = 'submitted' AND posting.state_at < $1 AND {untold}
           AND organisation.centre_id NOT IN
             (SELECT thing_id FROM stuck WHERE kind = 'posting_review' AND retry_at > $2) {whose}
         ORDER BY posting.state_at, posting.id LIMIT $3"
    );
    let asked = sea_orm::Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    let rows = db.query_all_raw(asked).await?;
    Ok(rows.iter().map(|row| Waits::from_query_result(row, "")).collect::<std::result::Result<_, _>>()?)
}

/// Notes that this was told of an advert; false where it was told already, or more.
pub async fn note(tx: &Tx<'_>, waits: &Waits, told: Told, now: i64) -> Result<bool> {
    let more = match told {
        Told::Due => "",
        Told::Late => "OR posting_review.told = 'due'",
    };
    let sql = format!(
        "INSERT INTO posting_review (posting_id, handed_in_at, told, told_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (posting_id) DO UPDATE SET handed_in_at = excluded.handed_in_at, told = excluded.told,
             told_at = excluded.told_at
         WHERE posting_review.handed_in_at <> excluded.handed_in_at {more}"
    );
    let values = [waits.id.into(), waits.handed_in_at.into(), told.code().into(), now.into()];
    Ok(tx.execute_raw(bound(tx, &sql, values)).await?.rows_affected() == 1)
}
