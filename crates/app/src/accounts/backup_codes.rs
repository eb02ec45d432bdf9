//! Ten codes to print, for the day when the second factor is lost. Shown once; of each only a hash under a key that is
//! not in the database is kept; each counts once.
//!
//! 80 bits under a key outside of the database need no slow hash: without the key file there is nothing to try against.

use super::factors::{Factors, letter_ids, tell};
use super::{entry, own_fresh};
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::{AppError, FieldError};
use crate::once::{Key, Work, once};
use crate::rights::Action;
use crate::secrets::{Keyring, bytes};
use sanviec_store::{BoxFuture, Tx, audit, backup_code};
use uuid::Uuid;

/// Codes of one sheet.
const CODES: usize = 10;
/// Bytes of one code: 16 letters.
const BYTES: usize = 10;
/// Letters of one code.
const LETTERS: usize = 16;

/// The code as it is hashed, from what somebody typed; `None` for anything else. Letters that look like digits are
/// taken for what they must have been: no code has a 0, 1 or 8.
pub(super) fn typed(text: &str) -> Option<String> {
    let letters: String = text
        .chars()
        .filter(|sign| !sign.is_whitespace() && *sign != '-')
        .map(|sign| match sign.to_ascii_uppercase() {
            '0' => 'O',
            '1' => 'I',
            '8' => 'B',
            other => other,
        })
        .collect();
    let plain = letters.chars().all(|sign| matches!(sign, 'A'..='Z' | '2'..='7'));
    (plain && letters.len() == LETTERS).then_some(letters)
}

pub(super) fn hash(keys: &Keyring, account_id: Uuid, letters: &str) -> [u8; 32] {
    keys.hash("backup_code", &[account_id.as_bytes(), letters.as_bytes()])
}

/// In groups of four, as it is printed.
fn grouped(letters: &str) -> String {
    let groups: Vec<&str> = letters.as_bytes().chunks(4).filter_map(|part| std::str::from_utf8(part).ok()).collect();
    groups.join("-")
}

/// Makes new codes in place of all earlier ones. Whoever sends the same form again gets the same sheet.
pub async fn make_backup_codes(app: &App, ctx: &Ctx, key: &Key) -> Result<Vec<String>, AppError> {
    let person = own_fresh(ctx, Action::ChangeAccount)?;
    let mut codes = Vec::with_capacity(CODES);
    for _ in 0..CODES {
        codes.push(super::totp::base32(&bytes::<BYTES>()?));
    }
    let work = Making {
        ids: (0..CODES).map(|_| app.ids().next()).collect(),
        letters: letter_ids(app),
        keys: app.keys()?.clone(),
        account_id: person.account_id,
        ctx: ctx.clone(),
        codes,
    };
    once(app, ctx, key, work).await?.ok_or_else(|| {
        let vi = "Bật xác thực hai bước trước, rồi mới in mã dự phòng.";
        FieldError::new("form", "no_factor", vi, "Turn on the second step first; backup codes come after it.").into()
    })
}

struct Making {
    ctx: Ctx,
    keys: Keyring,
    account_id: Uuid,
    codes: Vec<String>,
    ids: Vec<Uuid>,
    letters: Vec<Uuid>,
}

impl Making {
    async fn run(&self, tx: &Tx<'_>) -> Result<Option<Vec<String>>, AppError> {
        let id = self.account_id;
        if !Factors::of(tx, id).await?.any() {
            return Ok(None);
        }
        let hashes = self.codes.iter().map(|code| hash(&self.keys, id, code));
        let rows: Vec<(Uuid, [u8; 32])> = self.ids.iter().copied().zip(hashes).collect();
        backup_code::replace(tx, id, &rows, self.ctx.now.0).await?;
        audit::append(tx, &[entry(&self.ctx, "make_backup_codes", id, None)]).await?;
        tell(tx, &self.keys, &self.ctx, id, &self.letters).await?;
        Ok(Some(self.codes.iter().map(|code| grouped(code)).collect()))
    }
}

impl Work for Making {
    type Answer = Option<Vec<String>>;

    fn name(&self) -> &'static str {
        "make_backup_codes"
    }

    fn owner(&self) -> Option<Uuid> {
        Some(self.account_id)
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        vec![self.account_id.as_bytes().to_vec()]
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<Self::Answer, AppError>> {
        Box::pin(self.run(tx))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_however_it_is_typed_and_nothing_else_is() {
        for written in ["ABCD-EFGH-IJKL-OB27", "abcd efgh ijkl ob27", "abcdefghijkl0827", " ABCD-EFGH-1JKL-OB27 "] {
            assert_eq!(typed(written).as_deref(), Some("ABCDEFGHIJKLOB27"), "{written}");
        }
        for other in
            ["", "123456", "ABCD-EFGH-IJKL-OB2", "ABCD-EFGH-IJKL-OB279", "ÁBCD-EFGH-IJKL-OB27", "ABCD_EFGH_IJKL_OB2"]
        {
            assert_eq!(typed(other), None, "{other}");
        }
        assert_eq!(grouped("ABCDEFGHIJKLOB27"), "ABCD-EFGH-IJKL-OB27");
    }
}
