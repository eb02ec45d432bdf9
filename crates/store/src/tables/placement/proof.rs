//! What proves a contract, and for which placement: a scan by its hash, a number of a contract of an employer, a
//! number of the national platform. One proof is one placement's: the primary key says so.

use crate::error::InTable;
use crate::per_backend::{bound, for_update};
use crate::{Db, Result, Tx};
use sea_orm::prelude::Uuid;
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};

/// One proof.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, FromQueryResult)]
pub struct Proof {
    /// `scan`, `contract` or `e-contract`.
    pub kind: String,
    /// The hash of the scan, of the employer's code and the number, or of the number on the platform: 32 bytes.
    pub key: Vec<u8>,
    /// The placement that it proves.
    pub placement_id: Uuid,
    /// Since when.
    pub noted_at: i64,
}

/// Takes a proof for a placement. `None` when it has it now; else the placement that has it, whose proof is held until
/// the write ends.
pub async fn take(tx: &Tx<'_>, proof: &Proof) -> Result<Option<Uuid>> {
    let sql = "INSERT INTO placement_proof (kind, key, placement_id, noted_at) VALUES ($1, $2, $3, $4)
               ON CONFLICT (kind, key) DO NOTHING";
    let values =
        [proof.kind.clone().into(), proof.key.clone().into(), proof.placement_id.into(), proof.noted_at.into()];
    tx.execute_raw(bound(tx, sql, values)).await?;
    let sql = format!("SELECT placement_id FROM placement_proof WHERE kind = $1 AND key = $2 {}", for_update(tx));
    let row = tx.query_one_raw(bound(tx, &sql, [proof.kind.clone().into(), proof.key.clone().into()])).await?;
    let holder: Option<Uuid> = row.map(|row| row.try_get_by_index(0)).transpose()?;
    Ok(holder.filter(|holder| *holder != proof.placement_id))
}

/// Hands a proof on that the caller holds, because it proves nothing any more where it was.
pub async fn hand_on(tx: &Tx<'_>, proof: &Proof) -> Result<()> {
    let sql = "UPDATE placement_proof SET placement_id = $1, noted_at = $2 WHERE kind = $3 AND key = $4";
    let values =
        [proof.placement_id.into(), proof.noted_at.into(), proof.kind.clone().into(), proof.key.clone().into()];
    tx.execute_raw(bound(tx, sql, values)).await?;
    Ok(())
}

/// What a placement has.
pub async fn list(db: &impl Db, placement_id: Uuid) -> Result<Vec<Proof>> {
    let sql = "SELECT kind, key, placement_id, noted_at FROM placement_proof WHERE placement_id = $1
               ORDER BY kind, key LIMIT 500";
    let rows = db.query_all_raw(bound(db, sql, [placement_id.into()])).await?;
    let proofs = rows.iter().map(|row| Proof::from_query_result(row, ""));
    proofs.collect::<std::result::Result<_, DbErr>>().in_table("placement_proof")
}
