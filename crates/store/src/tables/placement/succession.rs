//! Who follows whom among employers, as a centre recorded it. Each stands once; one that was retracted stays as a row
//! with its end. Beside it stand the placements that are still to be told of one that touches many.

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

/// Adds one, or lets one count again that was retracted, as stated after its end; which one it is. None when it counts
/// already.
pub async fn add(tx: &Tx<'_>, row: &Succession) -> Result<Option<Uuid>> {
    let sql = "INSERT INTO employer_succession (id, centre_id, from_code, to_code, on_day, source, channel,
                 document_hash, reference, entered_by, recorded_at, ended_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, NULL)
               ON CONFLICT (centre_id, from_code, to_code, on_day) DO UPDATE
               SET source = excluded.source, channel = excluded.channel, document_hash = excluded.document_hash,
                 reference = excluded.reference, entered_by = excluded.entered_by,
                 recorded_at = CASE WHEN excluded.recorded_at > employer_succession.ended_at THEN excluded.recorded_at
                   ELSE employer_succession.ended_at + 1 END,
                 ended_at = NULL, touched = NULL, again_at = NULL
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

/// Lets one count no more; which one it is, if there is such a one. Of several ends the last one stays.
pub async fn end(tx: &Tx<'_>, centre_id: Uuid, which: (&str, &str, i32), now: i64) -> Result<Option<Uuid>> {
    let sql = "UPDATE employer_succession SET again_at = NULL,
                 ended_at = CASE WHEN ended_at > $1 THEN ended_at ELSE $1 END
               WHERE centre_id = $2 AND from_code = $3 AND to_code = $4 AND on_day = $5 RETURNING id";
    change(tx, sql, (centre_id, which), now).await
}

/// Lets one count again, of which the placements are to be listed anew; which one it is, if there is such a one.
pub async fn restore(tx: &Tx<'_>, centre_id: Uuid, which: (&str, &str, i32), now: i64) -> Result<Option<Uuid>> {
    let sql = "UPDATE employer_succession SET again_at = $1, ended_at = NULL
               WHERE centre_id = $2 AND from_code = $3 AND to_code = $4 AND on_day = $5 RETURNING id";
    change(tx, sql, (centre_id, which), now).await
}

async fn change(
    tx: &Tx<'_>,
    sql: &str,
    (centre_id, (from_code, to_code, on_day)): (Uuid, (&str, &str, i32)),
    now: i64,
) -> Result<Option<Uuid>> {
    let values = [now.into(), centre_id.into(), from_code.into(), to_code.into(), on_day.into()];
    let row = tx.query_one_raw(bound(tx, sql, values)).await?;
    Ok(row.map(|row| row.try_get_by_index(0)).transpose()?)
}

/// Whether any employer is known by this code of an enterprise, its branches included.
pub async fn is_known(db: &impl Db, code: &str) -> Result<bool> {
    let sql = "SELECT 1 FROM employer WHERE tax_code = $1 OR substr(tax_code, 1, 11) = $2 LIMIT 1";
    Ok(db.query_one_raw(bound(db, sql, [code.into(), format!("{code}-").into()])).await?.is_some())
}

/// A placement that is still to be told of a succession.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Untold {
    /// The placement.
    pub placement_id: Uuid,
    /// The succession.
    pub succession_id: Uuid,
    /// The centre of both.
    pub centre_id: Uuid,
    /// Whose rights and duties pass on.
    pub from_code: String,
}

/// Notes every placement that is with the employer of a succession now as one that is still to be told; how many they
/// are. The caller holds the successions of the centre alone: what is made afterwards is told when it is made.
pub async fn note_untold(tx: &Tx<'_>, id: Uuid) -> Result<u64> {
    let note = "INSERT INTO succession_untold (placement_id, succession_id)
                SELECT named.placement_id, said.id FROM employer_succession AS said
                  JOIN placement_employer AS named ON named.code = said.from_code
                  JOIN placement ON placement.id = named.placement_id AND placement.centre_id = said.centre_id
                WHERE said.id = $1
                ON CONFLICT (placement_id, succession_id) DO NOTHING";
    tx.execute_raw(bound(tx, note, [id.into()])).await?;
    let count = "UPDATE employer_succession SET again_at = NULL,
                   touched = (SELECT count(*) FROM succession_untold WHERE succession_id = $1)
                 WHERE id = $1 RETURNING touched";
    let row = tx.query_one_raw(bound(tx, count, [id.into()])).await?;
    let touched: Option<i64> = row.map(|row| row.try_get_by_index(0)).transpose()?;
    Ok(u64::try_from(touched.unwrap_or(0)).unwrap_or(0))
}

/// Placements that are still to be told, in the order in which they are to be held; without those that could not be
/// told and wait for a next try.
pub async fn list_untold(db: &impl Db, now: i64, limit: i64) -> Result<Vec<Untold>> {
    let sql = "SELECT untold.placement_id, untold.succession_id, said.centre_id, said.from_code
               FROM succession_untold AS untold JOIN employer_succession AS said ON said.id = untold.succession_id
               WHERE untold.placement_id NOT IN
                 (SELECT thing_id FROM stuck WHERE kind = 'succession_untold' AND retry_at > $1)
               ORDER BY untold.placement_id, untold.succession_id LIMIT $2";
    let rows = db.query_all_raw(bound(db, sql, [now.into(), limit.into()])).await?;
    let found = rows.iter().map(|row| Untold::from_query_result(row, ""));
    found.collect::<std::result::Result<_, DbErr>>().in_table("succession_untold")
}

/// Notes that a placement is told in this write. False when it was told before, or never to be.
pub async fn take_untold(tx: &Tx<'_>, succession_id: Uuid, placement_id: Uuid) -> Result<bool> {
    let sql = "DELETE FROM succession_untold WHERE placement_id = $1 AND succession_id = $2";
    let gone = tx.execute_raw(bound(tx, sql, [placement_id.into(), succession_id.into()])).await?.rows_affected();
    Ok(gone == 1)
}

/// Successions that count again and whose placements are to be listed anew, with their centres; without those that
/// could not be and wait for a next try.
pub async fn list_again(db: &impl Db, now: i64, limit: i64) -> Result<Vec<(Uuid, Uuid)>> {
    let sql = "SELECT id, centre_id FROM employer_succession
               WHERE again_at IS NOT NULL AND id NOT IN
                 (SELECT thing_id FROM stuck WHERE kind = 'employer_succession' AND retry_at > $1)
               ORDER BY again_at, id LIMIT $2";
    let rows = db.query_all_raw(bound(db, sql, [now.into(), limit.into()])).await?;
    rows.iter().map(|row| Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?))).collect()
}

/// Whether the placements of a succession are still to be listed anew.
pub async fn is_again(db: &impl Db, id: Uuid) -> Result<bool> {
    let sql = "SELECT 1 FROM employer_succession WHERE id = $1 AND again_at IS NOT NULL";
    Ok(db.query_one_raw(bound(db, sql, [id.into()])).await?.is_some())
}

/// How far the telling of a succession is.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Progress {
    /// The succession.
    pub id: Uuid,
    /// Whose rights and duties pass on.
    pub from_code: String,
    /// To whom.
    pub to_code: String,
    /// From which day.
    pub on_day: i32,
    /// When it was retracted.
    pub ended_at: Option<i64>,
    /// Since when its placements are to be listed anew.
    pub again_at: Option<i64>,
    /// How many placements were to be told when they were listed last.
    pub touched: Option<i64>,
    /// How many of them still are.
    pub untold: i64,
}

/// The last successions of a centre that are or were told some placements at a time, newest first.
pub async fn list_progress(db: &impl Db, centre_id: Uuid, limit: i64) -> Result<Vec<Progress>> {
    let sql = "SELECT id, from_code, to_code, on_day, ended_at, again_at, touched,
                 (SELECT count(*) FROM succession_untold WHERE succession_id = employer_succession.id) AS untold
               FROM employer_succession WHERE centre_id = $1 AND (touched IS NOT NULL OR again_at IS NOT NULL)
               ORDER BY recorded_at DESC, id DESC LIMIT $2";
    let rows = db.query_all_raw(bound(db, sql, [centre_id.into(), limit.into()])).await?;
    let found = rows.iter().map(|row| Progress::from_query_result(row, ""));
    found.collect::<std::result::Result<_, DbErr>>().in_table("employer_succession")
}
