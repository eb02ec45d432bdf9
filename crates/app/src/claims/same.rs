//! Before anything is approved, and before it is sent: whether claim and placement are still what the audit says of
//! them. Whose they are and who prepared what stands in no fact; who changes it below the program has somebody else
//! paid for, or lets somebody approve their own claim.

use super::code_of;
use crate::app::App;
use crate::error::{AppError, FieldError};
use crate::evidence::{placement_hash, placement_hash_before, reading_hash, reading_hash_before};
use crate::secrets::Keyring;
use sanviec_store::{Db, audit, claim, placement};
use serde_json::Value;
use uuid::Uuid;

/// What is said of a placement from its beginning: what it is, and the task that was chosen for it later.
const BEGAN: [&str; 2] = ["create_placement", "choose_task"];
/// Who prepared a claim, first and last.
pub(super) const PREPARED: [&str; 2] = ["claim_prepare", "claim_prepare_again"];

/// Refuses a placement that is not the one of the audit. Those from before the audit said what they are have nothing to
/// be held against.
pub(super) async fn demand_placed(db: &impl Db, row: &placement::Row) -> Result<(), AppError> {
    let began = audit::list_done(db, row.id, &BEGAN).await?;
    let Some(last) = began.last() else { return Err(changed("placement", "id", row.id)) };
    match word(last, "hash") {
        Some(hash) if hash != placement_hash(row) && hash != placement_hash_before(row) => {
            Err(changed("placement", "profile_id", row.id))
        }
        Some(_) | None => Ok(()),
    }
}

/// Refuses a claim that is not the one that was prepared, by whoever is said to have, or whose placement is another.
pub(super) async fn demand_same(db: &impl Db, app: &App, row: &claim::Row) -> Result<(), AppError> {
    let placed = placement::find(db, row.placement_id).await?.ok_or(AppError::NotFound)?;
    demand_placed(db, &placed).await?;
    let prepared = audit::list_done(db, row.id, &PREPARED).await?;
    match differs(app.keys()?, row, &prepared) {
        Some(column) => Err(changed("claim", column, row.id)),
        None => Ok(()),
    }
}

/// By which column a claim is not the one that was prepared.
fn differs(keys: &Keyring, row: &claim::Row, prepared: &[audit::Row]) -> Option<&'static str> {
    let (Some(first), Some(last)) = (prepared.first(), prepared.last()) else { return Some("id") };
    if last.actor != row.prepared_by.to_string() {
        return Some("prepared_by");
    }
    let Ok(prepared_by) = first.actor.parse::<Uuid>() else { return Some("prepared_by") };
    let began = claim::Row { prepared_by, ..row.clone() };
    let Some(hash) = word(first, "reading") else { return Some("profile_id") };
    let is_same = hash == reading_hash(keys, &began) || hash == reading_hash_before(&began);
    if is_same { None } else { Some("profile_id") }
}

/// What an audit row keeps of what was after it.
pub(super) fn after(row: &audit::Row) -> Option<Value> {
    serde_json::from_str(row.after.as_deref()?).ok()
}

/// A word of it.
fn word(row: &audit::Row, name: &str) -> Option<String> {
    after(row)?.get(name)?.as_str().map(ToOwned::to_owned)
}

/// The log names the row for whoever runs the exchange; whoever decides is told what to do.
pub(super) fn changed(table: &'static str, column: &'static str, id: Uuid) -> AppError {
    let name = code_of(id);
    tracing::error!(table, column, row = %id, "a row is not what the audit says of it");
    let vi = format!(
        "Dữ liệu {name} đã bị sửa ngoài phần mềm và không còn khớp với nhật ký, nên không lập, duyệt hay chi được. Báo \
         người quản trị hệ thống kiểm tra."
    );
    let en = format!(
        "The record {name} was changed outside the program and is not what the log says, so nothing is claimed, \
         approved or paid by it. Tell whoever runs the exchange to look into it."
    );
    FieldError::new("form", "changed_below", vi, en).into()
}
