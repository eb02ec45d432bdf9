//! Showing a code: the account is made, or got into. A code counts once and for five tries at most; it proves who reads
//! the address and never stands for a second factor.

use super::code::{Purpose, hash, place};
use super::session::{Entered, Fresh, begin};
use super::throttle::{SHOWN_FROM, too_many};
use super::{Contact, Origin, entry, refused};
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::{AppError, FieldError};
use crate::once::{Key, Work, once};
use crate::rights::{Action, demand};
use crate::secrets::{Keyring, Place};
use sanviec_store::{BoxFuture, Tx, account, audit, one_time_code};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Wrong codes after which a right one is not taken either.
pub(super) const TRIES: i32 = 5;

/// Somebody shows a code.
#[derive(Clone, Debug)]
pub struct Confirm {
    pub code_id: Uuid,
    /// As typed.
    pub code: String,
    pub origin: Origin,
}

#[derive(Serialize, Deserialize)]
enum Outcome {
    Entered(Entered),
    Wrong,
    TooMany,
}

/// Takes a code and begins a session; of an address without an account it makes one first.
pub async fn confirm_code(app: &App, ctx: &Ctx, confirm: Confirm, key: &Key) -> Result<Entered, AppError> {
    demand(ctx, Action::Enter)?;
    // People copy codes with blanks in the middle.
    let digits: String = confirm.code.chars().filter(|sign| !sign.is_whitespace()).collect();
    if digits.is_empty() {
        let (vi, en) = ("Nhập mã gồm 6 chữ số trong tin nhắn.", "Enter the code of 6 digits from the message.");
        return Err(FieldError::new("code", "missing", vi, en).into());
    }
    let work = Showing {
        app: app.clone(),
        keys: app.keys()?.clone(),
        ctx: ctx.clone(),
        code_id: confirm.code_id,
        digits,
        source: confirm.origin.source.clone(),
        fresh: Fresh::new(app, &confirm.origin)?,
        account_id: app.ids().next(),
        contact_id: app.ids().next(),
    };
    match once(app, ctx, key, work).await? {
        Outcome::Entered(entered) => Ok(entered),
        Outcome::Wrong => Err(refused(ctx, "confirm_code", wrong())),
        Outcome::TooMany => Err(refused(ctx, "confirm_code", too_many("code"))),
    }
}

/// One refusal for a wrong code, an old one, a used one, and one that never was.
fn wrong() -> AppError {
    let vi = "Mã không đúng hoặc đã hết hạn. Kiểm tra lại, hoặc yêu cầu mã mới.";
    let en = "The code is wrong or has run out. Check it, or ask for a new one.";
    FieldError::new("code", "wrong_code", vi, en).into()
}

struct Showing {
    app: App,
    keys: Keyring,
    ctx: Ctx,
    code_id: Uuid,
    digits: String,
    source: String,
    fresh: Fresh,
    account_id: Uuid,
    contact_id: Uuid,
}

impl Showing {
    async fn run(&self, tx: &Tx<'_>) -> Result<Outcome, AppError> {
        if !SHOWN_FROM.count(tx, &self.keys, &[self.source.as_bytes()], self.ctx.now.0).await? {
            return Ok(Outcome::TooMany);
        }
        let Some(row) = one_time_code::find_for_update(tx, self.code_id).await? else { return Ok(Outcome::Wrong) };
        let usable = row.ended_at.is_none() && row.expires_at > self.ctx.now.0 && row.attempts < TRIES;
        let ours = [Purpose::SignUp, Purpose::Recover].iter().any(|purpose| purpose.code() == row.purpose);
        if !usable || !ours {
            return Ok(Outcome::Wrong);
        }
        if hash(&self.keys, row.id, &self.digits).as_slice() != row.hash {
            one_time_code::note_wrong(tx, row.id).await?;
            return Ok(Outcome::Wrong);
        }
        one_time_code::end(tx, row.id, self.ctx.now.0).await?;
        let Some(account_id) = self.account(tx, &row).await? else { return Ok(Outcome::Wrong) };
        Ok(Outcome::Entered(begin(tx, &self.app, &self.ctx, account_id, &self.fresh).await?))
    }

    /// The account of the address: the one it has by now, or a new one. `None` when it may not be entered.
    async fn account(&self, tx: &Tx<'_>, row: &one_time_code::Row) -> Result<Option<Uuid>, AppError> {
        let lookup = row.lookup.as_deref().unwrap_or_default();
        if let Some(contact) = account::find_contact(tx, lookup).await? {
            let known = account::find(tx, contact.account_id).await?.filter(|account| account.state == "live");
            let Some(known) = known else { return Ok(None) };
            audit::append(tx, &[entry(&self.ctx, "enter_by_code", known.id, None)]).await?;
            return Ok(Some(known.id));
        }
        if row.purpose != Purpose::SignUp.code() {
            return Ok(None);
        }
        let sealed = row.recipient.as_deref().unwrap_or_default();
        let address = String::from_utf8(self.keys.open(place(row.id), sealed)?).map_err(AppError::internal)?;
        let contact = Contact::of(&row.kind, address);
        let new = NewAccount { id: self.account_id, contact_id: self.contact_id, contact: &contact };
        insert_account(tx, &self.keys, &self.ctx, &new).await?;
        audit::append(tx, &[entry(&self.ctx, "sign_up", self.account_id, None)]).await?;
        Ok(Some(self.account_id))
    }
}

impl Work for Showing {
    type Answer = Outcome;

    fn name(&self) -> &'static str {
        "confirm_code"
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        vec![self.code_id.as_bytes().to_vec(), self.digits.clone().into_bytes()]
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<Outcome, AppError>> {
        Box::pin(self.run(tx))
    }
}

pub(crate) struct NewAccount<'a> {
    pub(crate) id: Uuid,
    pub(crate) contact_id: Uuid,
    pub(crate) contact: &'a Contact,
}

/// Place of a sealed address.
pub(super) const fn contact_place(id: Uuid) -> Place {
    Place { table: "contact_point", column: "value", row: id }
}

/// An account with its first address. `Conflict` when somebody else made one for the address at the same moment.
pub(crate) async fn insert_account(
    tx: &Tx<'_>,
    keys: &Keyring,
    ctx: &Ctx,
    new: &NewAccount<'_>,
) -> Result<(), AppError> {
    let now = ctx.now.0;
    let lookup = keys.lookup(new.contact.kind(), new.contact.as_str());
    let lookup = lookup.ok_or_else(|| AppError::internal("an address in its normal form is never empty"))?;
    let account = account::Row {
        id: new.id,
        version: 1,
        kind: "person".to_owned(),
        state: "live".to_owned(),
        created_at: now,
        updated_at: now,
    };
    let contact = account::ContactPoint {
        id: new.contact_id,
        account_id: new.id,
        kind: new.contact.kind().to_owned(),
        lookup: lookup.to_vec(),
        value: keys.seal(contact_place(new.contact_id), new.contact.as_str().as_bytes())?,
        verified_at: now,
        created_at: now,
    };
    account::insert(tx, &account, &contact).await.map_err(|error| match error {
        sanviec_store::Error::Constraint(name) if name == "uq_contact_point_lookup" => AppError::Conflict,
        other => other.into(),
    })
}
