//! Passkeys (`WebAuthn`) as the second factor: a key that the device keeps and shows after checking finger, face or
//! PIN.
//!
//! Both ceremonies begin with an offer that changes nothing: what has to be remembered of it goes with the page, sealed
//! for the account, and counts once and for five minutes. Must not be in here: pages, cookies, script.

mod add;
mod prove;
mod remove;

pub(super) use add::Added;
pub use add::{AddPasskey, add_passkey, offer_passkey};
pub use prove::{ProvePasskey, ask_for_passkey, prove_passkey};
pub use remove::remove_passkey;

use crate::app::App;
use crate::error::{AppError, FieldError};
use crate::secrets::{Keyring, Place, hex, sha256, unhex};
use sanviec_domain::time::Micros;
use sanviec_store::{Db, Tx, passkey};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use webauthn_rs::prelude::{Passkey, Url, Webauthn, WebauthnBuilder};

/// Seconds for which an offer can be answered.
const SECONDS: i64 = 5 * 60;
/// Name of the exchange on the device.
const NAME: &str = "Sàn Việc";
/// Most passkeys of one account.
const MOST: usize = 10;
/// Longest answer of a browser that is read.
const LONGEST: usize = 32 * 1024;

/// What the browser is asked, and what comes back with its answer.
#[derive(Clone, Debug)]
pub struct PasskeyOffer {
    /// For `navigator.credentials`, as JSON; binary values in base64url.
    pub options: String,
    /// What has to be remembered, sealed for this account.
    pub sealed: String,
}

/// What is remembered of an offer.
#[derive(Serialize, Deserialize)]
struct Held<S> {
    session_id: Uuid,
    made_at: i64,
    state: S,
}

/// A passkey and what its holder calls it, as sealed in its row.
#[derive(Serialize, Deserialize)]
struct Kept {
    name: String,
    key: Passkey,
}

/// The site as browsers know it. `None` where passkeys cannot work: at an address without a name, or without TLS
/// except on one's own machine.
fn site(origin: &str) -> Option<Webauthn> {
    let origin = Url::parse(origin).ok()?;
    let host = origin.domain()?.to_owned();
    if origin.scheme() != "https" && host != "localhost" {
        return None;
    }
    WebauthnBuilder::new(&host, &origin).ok()?.rp_name(NAME).build().ok()
}

/// Place of a sealed passkey.
pub(super) const fn key_place(id: Uuid) -> Place {
    Place { table: "passkey", column: "value", row: id }
}

/// Offers of both kinds are told apart by their column: one cannot stand for the other.
const fn offer_place(kind: &'static str, account_id: Uuid) -> Place {
    Place { table: "passkey", column: kind, row: account_id }
}

fn seal_offer(keys: &Keyring, place: Place, held: &Held<impl Serialize>) -> Result<String, AppError> {
    let text = serde_json::to_vec(held).map_err(AppError::internal)?;
    Ok(hex(&keys.seal(place, &text)?))
}

/// What was remembered of an offer that was made in this session and is not too old.
fn open_offer<S: DeserializeOwned>(
    keys: &Keyring,
    place: Place,
    sealed: &str,
    session_id: Uuid,
    now: Micros,
) -> Option<S> {
    let text = keys.open(place, &unhex(sealed)?).ok()?;
    let held: Held<S> = serde_json::from_slice(&text).ok()?;
    let fits = held.session_id == session_id && Micros(held.made_at).plus_seconds(SECONDS) > now;
    fits.then_some(held.state)
}

/// Notes that an offer was answered. False when it was before.
async fn spend(tx: &Tx<'_>, sealed: &str, now: Micros) -> Result<bool, AppError> {
    Ok(passkey::spend_challenge(tx, &sha256(sealed.as_bytes()), now.0).await?)
}

/// The passkeys of an account, opened, each with its row.
async fn held_by(db: &impl Db, keys: &Keyring, account_id: Uuid) -> Result<Vec<(passkey::Row, Kept)>, AppError> {
    let rows = passkey::list(db, account_id).await?;
    rows.into_iter().map(|row| open_key(keys, row)).collect()
}

fn open_key(keys: &Keyring, row: passkey::Row) -> Result<(passkey::Row, Kept), AppError> {
    let text = keys.open(key_place(row.id), &row.value)?;
    let kept = serde_json::from_slice(&text).map_err(AppError::internal)?;
    Ok((row, kept))
}

fn seal_key(keys: &Keyring, id: Uuid, kept: &Kept) -> Result<Vec<u8>, AppError> {
    Ok(keys.seal(key_place(id), &serde_json::to_vec(kept).map_err(AppError::internal)?)?)
}

fn parse<T: DeserializeOwned>(answer: &str) -> Result<T, AppError> {
    if answer.is_empty() {
        let vi = "Trình duyệt chưa trả lời. Bấm nút và làm theo hướng dẫn của thiết bị.";
        let en = "The browser has not answered yet. Press the button and follow your device.";
        return Err(FieldError::new("form", "no_answer", vi, en).into());
    }
    let parsed = if answer.len() > LONGEST { None } else { serde_json::from_str(answer).ok() };
    parsed.ok_or_else(not_taken)
}

/// One refusal for whatever is wrong with an answer; the log says more.
fn not_taken() -> AppError {
    let vi = "Khóa truy cập không được chấp nhận. Tải lại trang và thử lần nữa.";
    FieldError::new("form", "passkey_refused", vi, "The passkey was not taken. Load the page anew and try again.")
        .into()
}

fn without_name() -> AppError {
    let vi = "Địa chỉ này của trang không dùng được khóa truy cập.";
    FieldError::new("form", "no_passkeys_here", vi, "Passkeys do not work at this address of the site.").into()
}

/// A passkey as its holder sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PasskeyView {
    pub id: Uuid,
    pub name: String,
    pub since: Micros,
    pub used_at: Option<Micros>,
}

/// Passkeys of an account as its holder sees them.
pub(super) async fn views(app: &App, account_id: Uuid) -> Result<Vec<PasskeyView>, AppError> {
    let held = held_by(app.store().reader(), app.keys()?, account_id).await?;
    let view = |(row, kept): (passkey::Row, Kept)| PasskeyView {
        id: row.id,
        name: kept.name,
        since: Micros(row.created_at),
        used_at: row.used_at.map(Micros),
    };
    Ok(held.into_iter().map(view).collect())
}

/// Name of the form that shows a passkey.
pub(super) const FORM: &str = "show_passkey";
/// Name of the form that sets one up.
pub(super) const ADD_FORM: &str = "add_passkey";

/// What makes a form the same.
pub(super) fn asked(account_id: Uuid, answer: &str) -> Vec<Vec<u8>> {
    vec![account_id.as_bytes().to_vec(), answer.as_bytes().to_vec()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passkeys_work_only_where_browsers_let_them() {
        for (origin, works) in [
            ("https://sanviec.vn", true),
            ("https://sanviec.vn:8443", true),
            ("http://localhost:8080", true),
            ("http://sanviec.vn", false),
            ("https://203.0.113.7", false),
            ("http://127.0.0.1:8080", false),
            ("", false),
            ("không phải địa chỉ", false),
        ] {
            assert_eq!(site(origin).is_some(), works, "{origin}");
        }
    }

    #[test]
    fn an_offer_is_good_for_its_session_its_kind_and_five_minutes() {
        let keys = Keyring::generated().expect("keys");
        let (account, session, now) = (Uuid::from_u128(1), Uuid::from_u128(2), Micros(1_000_000_000));
        let held = Held { session_id: session, made_at: now.0, state: "state".to_owned() };
        let place = offer_place("add", account);
        let sealed = seal_offer(&keys, place, &held).expect("sealed");
        let open = |place, session, now| open_offer::<String>(&keys, place, &sealed, session, now);
        assert_eq!(open(place, session, now.plus_seconds(299)).as_deref(), Some("state"));
        assert_eq!(open(place, session, now.plus_seconds(300)), None);
        assert_eq!(open(place, Uuid::from_u128(3), now), None);
        assert_eq!(open(offer_place("prove", account), session, now), None);
        assert_eq!(open(offer_place("add", Uuid::from_u128(9)), session, now), None);
        assert_eq!(open_offer::<String>(&keys, place, "zz", session, now), None);
    }
}
