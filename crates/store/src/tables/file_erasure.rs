//! Files that hold many people under one hash: when the clock looks at each again, and when its bytes went. The row of
//! the file stays with its hash. Beside it what the term of a file hangs on: claims and placements that rest on it.

use crate::error::InTable;
use crate::per_backend::{bound, for_update};
use crate::tables::stuck::is_free;
use crate::{Db, Result, Tx};
use sea_orm::entity::prelude::*;
use sea_orm::{ConnectionTrait, QueryOrder, QueryResult, QuerySelect};

pub use table::Model as FileErasure;

/// The name of the table, also among rows that are stuck.
pub const TABLE: &str = "file_erasure";

pub(crate) mod table {
    //! The table `file_erasure` for sea-orm.

    use sea_orm::entity::prelude::*;

    /// One file.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "file_erasure")]
    pub struct Model {
        /// The file.
        #[sea_orm(primary_key, auto_increment = false)]
        pub file_id: Uuid,
        /// The table in which it stands.
        pub kind: String,
        /// When it was last sent.
        pub since: i64,
        /// When to look again; nothing once it is erased.
        pub look_at: Option<i64>,
        /// When its bytes went.
        pub erased_at: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Which files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Of the insurer, of a payroll or of a centre.
    Evidence,
    /// In which a bank answered.
    Bank,
}

impl Kind {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Evidence, Self::Bank];

    /// The table of these files.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Evidence => "evidence_file",
            Self::Bank => "bank_result",
        }
    }
}

/// Notes files of a kind that were not noted yet, some at a time, to be looked at now; how many. Those that a copy
/// brought back are noted like new ones.
pub async fn note_new(tx: &Tx<'_>, kind: Kind, now: i64, limit: i64) -> Result<u64> {
    let sql = format!(
        "INSERT INTO file_erasure (file_id, kind, since, look_at)
         SELECT id, '{table}', created_at, CAST($1 AS bigint) FROM {table}
         WHERE NOT EXISTS (SELECT 1 FROM file_erasure WHERE file_erasure.file_id = {table}.id)
         ORDER BY id LIMIT $2 ON CONFLICT (file_id) DO NOTHING",
        table = kind.code()
    );
    Ok(tx.execute_raw(bound(tx, &sql, [now.into(), limit.into()])).await?.rows_affected())
}

/// Whether there are files of a kind that were not noted yet.
pub async fn has_new(db: &impl Db, kind: Kind) -> Result<bool> {
    let sql = format!(
        "SELECT 1 FROM {table}
         WHERE NOT EXISTS (SELECT 1 FROM file_erasure WHERE file_erasure.file_id = {table}.id) LIMIT 1",
        table = kind.code()
    );
    Ok(db.query_one_raw(bound(db, &sql, [])).await?.is_some())
}

/// What is noted of a file.
pub async fn find(db: &impl Db, file_id: Uuid) -> Result<Option<FileErasure>> {
    table::Entity::find_by_id(file_id).one(db).await.in_table(TABLE)
}

/// The same, held until the write ends.
pub async fn hold(tx: &Tx<'_>, file_id: Uuid) -> Result<Option<FileErasure>> {
    let sql = format!("SELECT file_id FROM file_erasure WHERE file_id = $1 {}", for_update(tx));
    tx.query_one_raw(bound(tx, &sql, [file_id.into()])).await?;
    find(tx, file_id).await
}

/// When the bytes of a file went.
pub async fn erased_at(db: &impl Db, file_id: Uuid) -> Result<Option<i64>> {
    Ok(find(db, file_id).await?.and_then(|row| row.erased_at))
}

/// Those of some files that were erased, each with the instant.
pub async fn list_erased(db: &impl Db, files: &[Uuid]) -> Result<Vec<(Uuid, i64)>> {
    let erased = table::Entity::find().filter(table::Column::FileId.is_in(files.iter().copied()));
    let erased = erased.filter(table::Column::ErasedAt.is_not_null()).all(db).await.in_table(TABLE)?;
    Ok(erased.into_iter().filter_map(|row| row.erased_at.map(|at| (row.file_id, at))).collect())
}

/// Files that are to be looked at, the longest due first; without those that could not be and wait for a next try.
pub async fn list_due(db: &impl Db, now: i64, limit: u64) -> Result<Vec<Uuid>> {
    let due = table::Entity::find().filter(table::Column::LookAt.lte(now));
    let due = due.filter(is_free(TABLE, table::Column::FileId, now));
    let due = due.order_by_asc(table::Column::LookAt).order_by_asc(table::Column::FileId).limit(limit);
    Ok(due.all(db).await.in_table(TABLE)?.into_iter().map(|row| row.file_id).collect())
}

/// Notes that a file came again. False when it was erased: nothing is written then.
pub async fn sent_again(tx: &Tx<'_>, kind: Kind, file_id: Uuid, now: i64) -> Result<bool> {
    let sql = "INSERT INTO file_erasure (file_id, kind, since, look_at) VALUES ($1, $2, $3, $3)
               ON CONFLICT (file_id) DO UPDATE SET since = excluded.since WHERE file_erasure.erased_at IS NULL";
    let values = [file_id.into(), kind.code().into(), now.into()];
    Ok(tx.execute_raw(bound(tx, sql, values)).await?.rows_affected() == 1)
}

/// Notes when to look at a file again.
pub async fn set_look(tx: &Tx<'_>, file_id: Uuid, look_at: i64) -> Result<()> {
    let sql = "UPDATE file_erasure SET look_at = $1 WHERE file_id = $2 AND erased_at IS NULL";
    tx.execute_raw(bound(tx, sql, [look_at.into(), file_id.into()])).await?;
    Ok(())
}

/// Erases the bytes of a file and what else of it may name people. False when that was done before.
pub async fn erase(tx: &Tx<'_>, kind: Kind, file_id: Uuid, now: i64) -> Result<bool> {
    // First of all: triggers let bytes and words go of a file alone that is said to be erased.
    let said = "UPDATE file_erasure SET erased_at = $1, look_at = NULL WHERE file_id = $2 AND erased_at IS NULL";
    if tx.execute_raw(bound(tx, said, [now.into(), file_id.into()])).await?.rows_affected() != 1 {
        return Ok(false);
    }
    let gone = match kind {
        Kind::Evidence => [
            "DELETE FROM evidence_chunk WHERE file_id = $1",
            // Of a sending that stopped: what is bound into the chain stands elsewhere.
            "DELETE FROM evidence_sending_row WHERE file_id = $1",
        ],
        Kind::Bank => [
            "DELETE FROM bank_chunk WHERE bank_result_id = $1",
            "UPDATE bank_row SET note = NULL WHERE bank_result_id = $1 AND note IS NOT NULL",
        ],
    };
    for sql in gone {
        tx.execute_raw(bound(tx, sql, [file_id.into()])).await?;
    }
    Ok(true)
}

/// What the term of a claim hangs on; of the claims by one policy the latest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claimed {
    /// SHA-256 of the policy's file.
    pub policy_hash: Vec<u8>,
    /// Whether one of them is not settled.
    pub is_open: bool,
    /// When one was last changed.
    pub updated_at: i64,
    /// Last day on which the bank paid.
    pub paid_on: Option<i32>,
}

/// A kept file as facts name it: the centre, the source, the hash.
pub type OnFile<'a> = (Uuid, &'a str, &'a [u8]);

/// Placements of a centre with a fact that was taken from a file, also by whoever recorded it before files were kept.
const RESTING: &str = "SELECT said.placement_id FROM placement_fact AS said
                       JOIN placement AS theirs ON theirs.id = said.placement_id
                       WHERE said.channel = 'file' AND said.document_hash = $1 AND said.source = $2
                         AND theirs.centre_id = $3";

/// Claims for placements that rest on a file, by policy.
pub async fn claims_of_file(db: &impl Db, (centre_id, source, hash): OnFile<'_>) -> Result<Vec<Claimed>> {
    let sql = format!("{CLAIMED} WHERE placement_id IN ({RESTING}) GROUP BY policy_hash");
    claimed(db.query_all_raw(bound(db, &sql, [hash.to_vec().into(), source.into(), centre_id.into()])).await?)
}

/// Claims on a list, by policy; those that were taken off too.
pub async fn claims_of_list(db: &impl Db, batch_id: Uuid) -> Result<Vec<Claimed>> {
    let on_list = "SELECT claim_id FROM payout WHERE batch_id = $1";
    let sql = format!("{CLAIMED} WHERE id IN ({on_list}) GROUP BY policy_hash");
    claimed(db.query_all_raw(bound(db, &sql, [batch_id.into()])).await?)
}

const CLAIMED: &str = "SELECT policy_hash, CAST(max(is_open) AS bigint), max(updated_at), CAST(max(paid_on) AS bigint)
                       FROM claim";

fn claimed(rows: Vec<QueryResult>) -> Result<Vec<Claimed>> {
    let read = |row: QueryResult| -> std::result::Result<Claimed, DbErr> {
        let (open, paid_on): (i64, Option<i64>) = (row.try_get_by_index(1)?, row.try_get_by_index(3)?);
        let paid_on = paid_on.map(i32::try_from).transpose();
        Ok(Claimed {
            policy_hash: row.try_get_by_index(0)?,
            is_open: open != 0,
            updated_at: row.try_get_by_index(2)?,
            paid_on: paid_on.map_err(|_| DbErr::Custom("a day beyond the calendar".to_owned()))?,
        })
    };
    rows.into_iter().map(read).collect::<std::result::Result<_, DbErr>>().in_table("claim")
}

/// What rests on a file, beside claims.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Resting {
    /// Placements, whatever became of them.
    pub placements: i64,
    /// Whether one for which nothing was claimed, and whose person is there, is still to be looked at or can be claimed
    /// for, or a retraction waits that rests on the file.
    pub is_at_work: bool,
    /// When one for which nothing was claimed, and whose person is there, was last changed.
    pub moved_at: Option<i64>,
}

/// What rests on a file.
pub async fn resting(db: &impl Db, (centre_id, source, hash): OnFile<'_>) -> Result<Resting> {
    let own = "NOT EXISTS (SELECT 1 FROM claim WHERE claim.placement_id = placement.id)
               AND NOT EXISTS (SELECT 1 FROM placement_erasure AS gone WHERE gone.placement_id = placement.id)";
    let at_work = "(due_at IS NOT NULL OR (stake_dong IS NOT NULL AND policy_hash IS NOT NULL))";
    let sql = format!(
        "SELECT count(*), CAST(coalesce(max(is_at_work), 0) AS bigint), max(moved_at)
         FROM (SELECT CASE WHEN {own} AND {at_work} THEN 1 ELSE 0 END AS is_at_work,
                 CASE WHEN {own} THEN updated_at END AS moved_at
               FROM placement WHERE id IN ({RESTING})) AS resting"
    );
    let row = db.query_one_raw(bound(db, &sql, [hash.to_vec().into(), source.into(), centre_id.into()])).await?;
    let read = |row: QueryResult| -> std::result::Result<Resting, DbErr> {
        let at_work: i64 = row.try_get_by_index(1)?;
        Ok(Resting {
            placements: row.try_get_by_index(0)?,
            is_at_work: at_work != 0,
            moved_at: row.try_get_by_index(2)?,
        })
    };
    let rests = row.map(read).transpose().in_table("placement")?;
    let rests = rests.unwrap_or(Resting { placements: 0, is_at_work: false, moved_at: None });
    let waiting = "SELECT 1 FROM placement_retraction AS said JOIN placement ON placement.id = said.placement_id
                   WHERE said.is_waiting = 1 AND said.channel = 'file' AND said.document_hash = $1
                     AND said.source = $2 AND placement.centre_id = $3 LIMIT 1";
    let waits = db.query_one_raw(bound(db, waiting, [hash.to_vec().into(), source.into(), centre_id.into()])).await?;
    Ok(Resting { is_at_work: rests.is_at_work || waits.is_some(), ..rests })
}
