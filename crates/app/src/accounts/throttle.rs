//! How often something may be tried. Counted in the database, so that every node counts together.
//!
//! A stranger who tries another person's password is stopped at the place he tries from; the person gets in from
//! elsewhere. Two counters are of the address alone, and a stranger can use them up: five codes an hour, so that nobody
//! floods a phone, and a hundred passwords a day from anywhere. Then the person waits, or gets in the other way.

use crate::error::{AppError, FieldError};
use crate::secrets::Keyring;
use sanviec_store::{Db, Tx, attempt};

pub(crate) const MINUTE: i64 = 60 * 1_000_000;

/// One limit.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limit {
    pub(crate) name: &'static str,
    pub(crate) most: i32,
    pub(crate) window_us: i64,
}

/// Codes sent to one address.
pub(crate) const CODES_TO: Limit = Limit { name: "codes_to", most: 5, window_us: 60 * MINUTE };
/// Codes asked for from one network.
pub(super) const CODES_FROM: Limit = Limit { name: "codes_from", most: 60, window_us: 60 * MINUTE };
/// Passwords tried for one address from one network.
pub(super) const PASSWORDS_FOR_FROM: Limit = Limit { name: "passwords_for_from", most: 5, window_us: 15 * MINUTE };
/// Passwords tried from one network.
pub(super) const PASSWORDS_FROM: Limit = Limit { name: "passwords_from", most: 100, window_us: 15 * MINUTE };
/// Passwords tried for one address from anywhere.
pub(super) const PASSWORDS_FOR: Limit = Limit { name: "passwords_for", most: 100, window_us: 24 * 60 * MINUTE };
/// Codes shown from one network.
pub(super) const SHOWN_FROM: Limit = Limit { name: "shown_from", most: 60, window_us: 15 * MINUTE };
/// Codes of a second factor shown for one account.
pub(super) const FACTORS_OF: Limit = Limit { name: "factors_of", most: 10, window_us: 15 * MINUTE };

impl Limit {
    fn key(self, keys: &Keyring, parts: &[&[u8]]) -> [u8; 32] {
        keys.hash(self.name, parts)
    }

    /// Counts one more try; false when it is one too many. Counting and deciding are one statement.
    pub(crate) async fn count(self, tx: &Tx<'_>, keys: &Keyring, parts: &[&[u8]], now: i64) -> Result<bool, AppError> {
        let taken = attempt::count(tx, &self.key(keys, parts), self.window_us, now).await?;
        Ok(taken <= self.most)
    }

    /// Whether one more try would be too many; for refusing before work is done.
    pub(super) async fn is_spent(
        self,
        db: &impl Db,
        keys: &Keyring,
        parts: &[&[u8]],
        now: i64,
    ) -> Result<bool, AppError> {
        Ok(attempt::taken(db, &self.key(keys, parts), self.window_us, now).await? >= self.most)
    }

    /// Forgets the tries, after one that was right.
    pub(super) async fn clear(self, tx: &Tx<'_>, keys: &Keyring, parts: &[&[u8]]) -> Result<(), AppError> {
        Ok(attempt::clear(tx, &self.key(keys, parts)).await?)
    }
}

/// The refusal of one try too many.
pub(super) fn too_many(field: &'static str) -> AppError {
    let vi = "Bạn đã thử quá nhiều lần. Đợi 15 phút rồi thử lại, hoặc lấy lại tài khoản bằng mã.";
    let en = "Too many tries. Wait 15 minutes and try again, or get back in with a code.";
    FieldError::new(field, "too_many", vi, en).into()
}
