//! What the audit says of accounts without saying them: a keyed mark of each, the same wherever the same account stands
//! at a centre, so that an account that was saved, the one that a list was sent to and the one that its file names are
//! held against each other. Whoever changes one of them below the program has money paid to somebody else.

use super::paying::{PayingView, view_of};
use super::same::{after, changed};
use super::send::{Head, opened_head};
use crate::error::{AppError, FieldError};
use crate::secrets::{Keyring, hex};
use sanviec_store::{Db, audit, batch, paying};
use serde_json::{Value, json};
use uuid::Uuid;

/// What a list says of its accounts that is held against what was said when it was sent.
const SENT: [&str; 3] = ["payer", "payee", "head"];
/// What accounts say that is held against what was said when they were saved.
const SAVED: [&str; 3] = ["payer", "payee", "payee_by"];

/// A mark of an account: its side, name, bank and number.
fn mark(keys: &Keyring, centre_id: Uuid, account: [&str; 4]) -> String {
    let [side, name, bank, number] = account.map(str::as_bytes);
    let hash = keys.hash("account of a centre", &[centre_id.as_bytes().as_slice(), side, name, bank, number]);
    format!("k{}", &hex(&hash)[..62])
}

/// Accounts as they are saved, and who wrote the one that is paid.
pub(super) fn saved_said(keys: &Keyring, centre_id: Uuid, (accounts, payee_by): (&PayingView, Option<Uuid>)) -> Value {
    let PayingView { payer_name, payer_bank, payer_account, payee_name, payee_bank, payee_account, .. } = accounts;
    json!({
        "payer": mark(keys, centre_id, ["payer", payer_name, payer_bank, payer_account]),
        "payee": mark(keys, centre_id, ["payee", payee_name, payee_bank, payee_account]),
        "payee_by": payee_by,
    })
}

/// The same as a list is sent to them, with a mark of everything that stands at its head.
pub(super) fn sent_said(
    keys: &Keyring,
    list: &batch::Row,
    (text, head, payee_by): (&[u8], &Head, Option<Uuid>),
) -> Value {
    let mut said = saved_said(keys, list.centre_id, (&head.paying, payee_by));
    let hash = keys.hash("head of a list", &[list.id.as_bytes().as_slice(), text]);
    said["head"] = json!(format!("k{}", &hex(&hash)[..62]));
    said
}

/// What a list says now of the accounts that it was sent to; nothing of one that was not sent, and no mark of one whose
/// head cannot be opened.
pub(crate) fn sent_to(keys: &Keyring, list: &batch::Row) -> Option<Value> {
    let sealed = list.head.as_deref()?;
    let Ok((text, head)) = opened_head(keys, list.id, sealed) else { return Some(json!({})) };
    let said = sent_said(keys, list, (&text, &head, None));
    Some(json!({"payer": said["payer"], "payee": said["payee"], "head": said["head"]}))
}

/// Refuses a list whose head is not the one that it was sent with. Those that were sent before the audit said so have
/// nothing to be held against.
pub(super) async fn demand_sent(db: &impl Db, keys: &Keyring, list: &batch::Row) -> Result<(), AppError> {
    let sent = audit::list_done(db, list.id, &["send_batch"]).await?;
    let Some(last) = sent.last() else { return Err(changed("batch", "head", list.id)) };
    let told = after(last).map(|said| said["list"]["accounts"].clone()).filter(Value::is_object);
    let Some(told) = told else { return Ok(()) };
    let now = sent_to(keys, list).unwrap_or_default();
    let is_sent = SENT.iter().all(|field| told[*field] == now[*field]);
    if is_sent { Ok(()) } else { Err(changed("batch", "head", list.id)) }
}

/// Whether accounts are those that were saved last, by whoever is said to have written the one that is paid.
pub(super) async fn is_saved(db: &impl Db, keys: &Keyring, row: &paying::Row) -> Result<bool, AppError> {
    let saved = audit::list_done(db, row.centre_id, &["save_paying"]).await?;
    // Saved before the audit said what: nothing to be held against.
    let Some(told) = saved.last().and_then(after).filter(|said| said["payee"].is_string()) else { return Ok(true) };
    let Ok(accounts) = view_of(keys, row) else { return Ok(false) };
    let now = saved_said(keys, row.centre_id, (&accounts, row.payee_by));
    Ok(SAVED.iter().all(|field| told[*field] == now[*field]))
}

/// Refuses to send to accounts that nobody saved.
pub(super) async fn demand_saved(db: &impl Db, keys: &Keyring, row: &paying::Row) -> Result<(), AppError> {
    if is_saved(db, keys, row).await? {
        return Ok(());
    }
    tracing::error!(table = "paying", column = "payee_account", row = %row.centre_id, "accounts that nobody saved");
    let vi = "Tài khoản của trung tâm đã bị sửa ngoài phần mềm và không còn khớp với nhật ký. Đề nghị quản lý kiểm tra, \
              khai lại tài khoản rồi mới gửi danh sách.";
    let en = "The accounts of the centre were changed outside the program and are not what the log says. Ask a manager \
              to check them and save them again before anything is sent.";
    Err(FieldError::new("form", "accounts_changed_below", vi, en).into())
}
