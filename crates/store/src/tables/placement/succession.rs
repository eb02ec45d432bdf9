//! Who follows whom among employers, as a centre recorded it. Each stands once; one that was retracted stays as a row
//! with its end.

use crate::error::InTable;
use crate::per_backend::{bound, hold_account_alone, share_account};
use crate::{Db, Result, Tx};
use sea_orm::prelude::Uuid;
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};

/// One succession.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Succession {
    /// Made by the caller, version 7.
    pub id: Uuid,
    /// The centre.
    pub centre_id: Uuid,
    /// Whose rights and duties pass on: as the rule compares employers.
    pub from_code: String,
    /// To whom.
    pub to_code: String,
    /// From which day, in days since 1970-01-01.
    pub on_day: i32,
    /// Code of who spoke.
    pub source: String,
    /// Code of the way by which it came.
    pub channel: String,
    /// SHA-256 of the paper that it rests on: 32 bytes.
    pub document_hash: Option<Vec<u8>>,
    /// Number of the decision.
    pub reference: Option<String>,
    /// The account that entered it.
    pub entered_by: Option<Uuid>,
    /// When.
    pub recorded_at: i64,
    /// When it was retracted.
    pub ended_at: Option<i64>,
}

/// Lets no succession of a centre be recorded until the write ends: for a placement that is made. The lock is the one
/// of accounts, by the centre's id.
pub async fn share(tx: &Tx<'_>, centre_id: Uuid) -> Result<()> {
    share_account(tx, centre_id).await
}

/// Waits for all placements that are being made at a centre and lets none begin until the write ends: for a succession
/// that is recorded.
pub async fn hold_alone(tx: &Tx<'_>, centre_id: Uuid) -> Result<()> {
    hold_account_alone(tx, centre_id).await
}

/// Adds one, or lets one count again that was retracted; which one it is. None when it counts already.
pub async fn add(tx: &Tx<'_>, row: &Succession) -> Result<Option<Uuid>> {
    let sql = "INSERT INTO employer_succession (id, centre_id, from_code, to_code, on_day, source, channel,
                 document_hash, reference, entered_by, recorded_at, ended_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, NULL)
               ON CONFLICT (centre_id, from_code, to_code, on_day) DO UPDATE
               SET source = excluded.source, channel = excluded.channel, document_hash = excluded.document_hash,
                 reference = excluded.reference, entered_by = excluded.entered_by,
                 recorded_at = excluded.recorded_at, ended_at = NULL
               WHERE employer_succession.ended_at IS NOT NULL RETURNING id";
    let values = [
        row.id.into(),
        row.centre_id.into(),
        row.from_code.clone().into(),
        row.to_code.clone().into(),
        row.on_day.into(),
        row.source.clone().into(),
        row.channel.clone().into(),
        row.document_hash.clone().into(),
        row.reference.clone().into(),
        row.entered_by.into(),
        row.recorded_at.into(),
    ];
    let added = tx.query_one_raw(bound(tx, sql, values)).await?;
    Ok(added.map(|row| row.try_get_by_index(0)).transpose()?)
}

/// Those of a centre that count and begin with an employer, the earliest first.
pub async fn list_from(db: &impl Db, centre_id: Uuid, from_code: &str) -> Result<Vec<Succession>> {
    let sql = "SELECT id, centre_id, from_code, to_code, on_day, source, channel, document_hash, reference, entered_by,
                 recorded_at, ended_at
               FROM employer_succession WHERE centre_id = $1 AND from_code = $2 AND ended_at IS NULL
               ORDER BY on_day, recorded_at, id LIMIT 500";
    let rows = db.query_all_raw(bound(db, sql, [centre_id.into(), from_code.into()])).await?;
    let found = rows.iter().map(|row| Succession::from_query_result(row, ""));
    found.collect::<std::result::Result<_, DbErr>>().in_table("employer_succession")
}

/// Lets one count no more, or again; which one it is, if there is such a one.
pub async fn set_ended(
    tx: &Tx<'_>,
    centre_id: Uuid,
    (from_code, to_code, on_day): (&str, &str, i32),
    ended_at: Option<i64>,
) -> Result<Option<Uuid>> {
    let sql = "UPDATE employer_succession SET ended_at = $1
               WHERE centre_id = $2 AND from_code = $3 AND to_code = $4 AND on_day = $5 RETURNING id";
    let values = [ended_at.into(), centre_id.into(), from_code.into(), to_code.into(), on_day.into()];
    let row = tx.query_one_raw(bound(tx, sql, values)).await?;
    Ok(row.map(|row| row.try_get_by_index(0)).transpose()?)
}

/// Whether any employer is known by this code of an enterprise, its branches included.
pub async fn is_known(db: &impl Db, code: &str) -> Result<bool> {
    let sql = "SELECT 1 FROM employer WHERE tax_code = $1 OR substr(tax_code, 1, 11) = $2 LIMIT 1";
    Ok(db.query_one_raw(bound(db, sql, [code.into(), format!("{code}-").into()])).await?.is_some())
}
