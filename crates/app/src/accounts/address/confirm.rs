//! Showing the code that was sent to a new address: the address is added, and those before it are told.

use super::super::code::{hash, place};
use super::super::confirm::{TRIES, contact_place};
use super::super::factors::{ADDRESSES, letter_ids, tell};
use super::super::throttle::{SHOWN_FROM, too_many};
use super::super::{Origin, entry, own_fresh, refused};
use super::{PURPOSE, kind};
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::{AppError, FieldError};
use crate::once::{Key, Work, once};
use crate::rights::Action;
use crate::secrets::Keyring;
use sanviec_store::{BoxFuture, Tx, account, audit, one_time_code};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Shows the code that was sent to it.
#[derive(Clone)]
pub struct ConfirmAddress {
    pub code_id: Uuid,
    /// As typed.
    pub code: String,
    pub origin: Origin,
}

/// Takes the code and adds the address. The addresses that were there before are told.
pub async fn confirm_address(app: &App, ctx: &Ctx, confirm: ConfirmAddress, key: &Key) -> Result<(), AppError> {
    let person = own_fresh(ctx, Action::ChangeAccount)?;
    let digits: String = confirm.code.chars().filter(|sign| !sign.is_whitespace()).collect();
    if digits.is_empty() {
        let (vi, en) = ("Nhập mã gồm 6 chữ số trong tin nhắn.", "Enter the code of 6 digits from the message.");
        return Err(FieldError::new("code", "missing", vi, en).into());
    }
    let work = Confirming {
        account_id: person.account_id,
        keys: app.keys()?.clone(),
        contact_id: app.ids().next(),
        letters: letter_ids(app),
        code_id: confirm.code_id,
        source: confirm.origin.source,
        ctx: ctx.clone(),
        digits,
    };
    match once(app, ctx, key, work).await? {
        Confirmed::Added => Ok(()),
        Confirmed::Wrong => {
            let vi = "Mã không đúng hoặc đã hết hạn. Kiểm tra lại, hoặc yêu cầu mã mới.";
            let en = "The code is wrong or has run out. Check it, or ask for a new one.";
            Err(refused(ctx, "confirm_address", FieldError::new("code", "wrong_code", vi, en).into()))
        }
        Confirmed::TooMany => Err(refused(ctx, "confirm_address", too_many("code"))),
        Confirmed::Full => {
            let vi = "Tài khoản đã có 10 địa chỉ. Bỏ bớt một địa chỉ trước.";
            let en = "The account has ten addresses already. Remove one first.";
            Err(FieldError::new("code", "addresses_full", vi, en).into())
        }
    }
}

#[derive(Serialize, Deserialize)]
enum Confirmed {
    Added,
    Wrong,
    TooMany,
    Full,
}

struct Confirming {
    ctx: Ctx,
    keys: Keyring,
    account_id: Uuid,
    code_id: Uuid,
    digits: String,
    source: String,
    contact_id: Uuid,
    letters: Vec<Uuid>,
}

impl Confirming {
    async fn run(&self, tx: &Tx<'_>) -> Result<Confirmed, AppError> {
        let now = self.ctx.now.0;
        if !SHOWN_FROM.count(tx, &self.keys, &[self.source.as_bytes()], now).await? {
            return Ok(Confirmed::TooMany);
        }
        account::hold(tx, self.account_id).await?;
        let Some(row) = one_time_code::find_for_update(tx, self.code_id).await? else { return Ok(Confirmed::Wrong) };
        let ours = row.purpose == PURPOSE && row.account_id == Some(self.account_id);
        let usable = row.ended_at.is_none() && row.expires_at > now && row.attempts < TRIES;
        if !ours || !usable {
            return Ok(Confirmed::Wrong);
        }
        if hash(&self.keys, row.id, &self.digits).as_slice() != row.hash {
            one_time_code::note_wrong(tx, row.id).await?;
            return Ok(Confirmed::Wrong);
        }
        one_time_code::end(tx, row.id, now).await?;
        // Its reader may have made an account of it meanwhile.
        let lookup = row.lookup.clone().unwrap_or_default();
        if account::find_contact(tx, &lookup).await?.is_some() {
            return Ok(Confirmed::Wrong);
        }
        if account::list_contacts(tx, self.account_id).await?.len() >= ADDRESSES {
            return Ok(Confirmed::Full);
        }
        tell(tx, &self.keys, &self.ctx, self.account_id, &self.letters).await?;
        let address = self.keys.open(place(row.id), row.recipient.as_deref().unwrap_or_default())?;
        let contact = account::ContactPoint {
            id: self.contact_id,
            account_id: self.account_id,
            kind: row.kind.clone(),
            lookup,
            value: self.keys.seal(contact_place(self.contact_id), &address)?,
            verified_at: now,
            created_at: now,
        };
        account::insert_contact(tx, &contact).await?;
        audit::append(tx, &[entry(&self.ctx, "add_address", self.account_id, Some(kind(&row.kind)))]).await?;
        Ok(Confirmed::Added)
    }
}

impl Work for Confirming {
    type Answer = Confirmed;

    fn name(&self) -> &'static str {
        "confirm_address"
    }

    fn owner(&self) -> Option<Uuid> {
        Some(self.account_id)
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        vec![self.code_id.as_bytes().to_vec(), self.digits.clone().into_bytes()]
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<Confirmed, AppError>> {
        Box::pin(self.run(tx))
    }
}
