//! What may not be read from the database alone: field encryption, keyed hashes for equality, tokens and codes.
//!
//! The keys come from a file in the data folder and never from the database. What must not be in here: which field is
//! secret (the use cases say so), passwords (`accounts::hashing`).

mod columns;
mod file;
mod hold;
mod random;
mod reseal;
mod retire;
mod ring;
mod shared;
mod sign;

pub use columns::{COLUMNS, Column, Fate};
pub use file::{KeyFileError, drop_key, rotate};
pub use hold::{SECONDS_HELD, Standing, hold_keys, missing_keys, standing_of};
pub(crate) use random::{bytes, eight_digits, six_digits, token};
pub use reseal::reseal;
pub use retire::retire;
pub use ring::{Keyring, Place, SealError};
pub use shared::SharedKey;
pub(crate) use sign::signed_by;

use crate::app::App;
use crate::ctx::Ctx;
use crate::error::AppError;
use crate::rights::{Action, demand};
use sanviec_store::key_mark;
use sha2::{Digest, Sha256};

/// SHA-256, for tokens that are long enough to need no key.
pub(crate) fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// Small letters and digits for bytes.
pub(crate) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digits = bytes.iter().flat_map(|byte| [DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]]);
    digits.map(char::from).collect()
}

/// The bytes that hexadecimal text stands for.
pub(crate) fn unhex(text: &str) -> Option<Vec<u8>> {
    if !text.is_ascii() || !text.len().is_multiple_of(2) {
        return None;
    }
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).ok()).collect()
}

/// Whether a mark is among those of the database.
fn is_marked((id, mark): &(String, [u8; 32]), known: &[(String, Vec<u8>)]) -> bool {
    known.iter().any(|(own, kept)| own == id && kept[..] == mark[..])
}

/// A key that the database was written with, by its mark, and that is not among these.
pub fn lacking<'a>(keys: &Keyring, known: &'a [(String, Vec<u8>)]) -> Option<&'a str> {
    let ours = keys.marks();
    let is_ours = |id: &str, mark: &[u8]| ours.iter().any(|(own, own_mark)| own == id && own_mark.as_slice() == mark);
    known.iter().find(|(id, mark)| !is_ours(id, mark)).map(|(id, _)| id.as_str())
}

/// Compares the keys at hand with the marks of those that the database was written with, and leaves the marks of those
/// that it will be written with now. Older keys get none: one that was retired may stand in a file a while longer. A
/// wrong key file would make new rows that the right one cannot read, so it is refused before anything is written.
pub async fn check_keys(app: &App, ctx: &Ctx) -> Result<(), AppError> {
    demand(ctx, Action::Tick)?;
    let (keys, now) = (app.keys()?.clone(), ctx.now.0);
    let known = key_mark::list(app.store().reader()).await?;
    if let Some(id) = lacking(&keys, &known) {
        return Err(AppError::internal(format!("the key file does not hold the key {id} of this database")));
    }
    let ours: Vec<_> = keys.marks_in_use();
    if ours.iter().all(|(own, _)| known.iter().any(|(id, _)| id == own)) {
        return Ok(());
    }
    let store = app.store().clone();
    app.to_the_end(async move {
        let ours = &ours;
        let write = store.write("mark_keys", |tx| {
            Box::pin(async move {
                for (id, mark) in ours {
                    key_mark::add(tx, id, mark, now).await?;
                }
                Ok::<(), AppError>(())
            })
        });
        write.await
    })
    .await
}
