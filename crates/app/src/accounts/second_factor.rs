//! The second factor: set up with a secret that an app keeps, shown as a code after the password, each code once; or
//! one of the printed codes in its place.

use super::factors::{self, Factors, Shown, letter_ids, needed, passkey_needed, roles, tell};
use super::session::{Entered, Fresh, Halfway, Stage};
use super::sign_in::contacts;
use super::throttle::{FACTORS_OF, too_many};
use super::totp::{self, SECRET};
use super::{Origin, backup_codes, entry, own_fresh, refused};
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::{AppError, FieldError};
use crate::once::{Key, Work, once};
use crate::rights::{Action, demand};
use crate::secrets::{Keyring, Place, bytes, hex, unhex};
use sanviec_domain::time::Micros;
use sanviec_store::{BoxFuture, Tx, audit, backup_code, credential, session};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Seconds for which an offered secret can be taken up.
const OFFER_SECONDS: i64 = 30 * 60;
/// Name of the exchange in the app.
const ISSUER: &str = "Sàn Việc";

/// A secret that can be taken up. Showing it changes nothing: until then only the page has it.
#[derive(Clone)]
pub struct Offer {
    /// To be typed into an app.
    pub secret: String,
    /// For a QR code.
    pub address: String,
    /// The secret, sealed for this account; comes back with the form.
    pub sealed: String,
}

/// Takes up an offer by showing its first code.
#[derive(Clone)]
pub struct Enrol {
    pub sealed: String,
    /// As typed.
    pub code: String,
    pub origin: Origin,
}

/// Shows a code after the password.
#[derive(Clone)]
pub struct Prove {
    /// As typed.
    pub code: String,
    pub origin: Origin,
}

#[derive(Serialize, Deserialize)]
pub(super) enum Outcome {
    Entered(Entered),
    Wrong,
    TooMany,
    HasOne,
    /// The role is entered with a passkey and nothing else.
    NotThis,
}

impl Outcome {
    /// The session that was begun.
    pub(super) fn entered(self) -> Option<Entered> {
        match self {
            Self::Entered(entered) => Some(entered),
            Self::Wrong | Self::TooMany | Self::HasOne | Self::NotThis => None,
        }
    }
}

/// Account and session of somebody who may set up a factor: halfway in, or signed in a moment ago.
pub(super) fn holder(ctx: &Ctx, halfway: Option<Halfway>) -> Result<(Uuid, Uuid), AppError> {
    match halfway {
        Some(halfway) if halfway.stage == Stage::Enrol => Ok((halfway.account_id, halfway.session_id)),
        Some(_) => Err(AppError::Forbidden),
        None => own_fresh(ctx, Action::ChangeAccount).map(|person| (person.account_id, person.session_id)),
    }
}

const fn offer_place(account_id: Uuid) -> Place {
    Place { table: "second_factor", column: "offer", row: account_id }
}

pub(super) const fn secret_place(account_id: Uuid) -> Place {
    Place { table: "second_factor", column: "secret", row: account_id }
}

/// A fresh secret for the holder of an account.
pub async fn offer(app: &App, ctx: &Ctx, halfway: Option<Halfway>) -> Result<Offer, AppError> {
    let (account_id, _) = holder(ctx, halfway)?;
    let keys = app.keys()?;
    let secret = bytes::<SECRET>()?;
    let label = contacts(app.store().reader(), keys, account_id).await?;
    let label = label.first().map_or_else(String::new, super::Contact::masked);
    let mut held = secret.to_vec();
    held.extend(ctx.now.0.to_be_bytes());
    let sealed = hex(&keys.seal(offer_place(account_id), &held)?);
    Ok(Offer { secret: totp::base32(&secret), address: totp::address(ISSUER, &label, &secret), sealed })
}

/// The secret of an offer that is not too old.
fn taken_up(keys: &Keyring, account_id: Uuid, sealed: &str, now: Micros) -> Option<Vec<u8>> {
    let mut held = keys.open(offer_place(account_id), &unhex(sealed)?).ok()?;
    let made_at = i64::from_be_bytes(held.split_off_checked(SECRET)?.try_into().ok()?);
    (Micros(made_at).plus_seconds(OFFER_SECONDS) > now).then_some(held)
}

/// `Vec::split_off` that does not panic.
trait SplitOff: Sized {
    fn split_off_checked(&mut self, at: usize) -> Option<Self>;
}

impl SplitOff for Vec<u8> {
    fn split_off_checked(&mut self, at: usize) -> Option<Self> {
        (at <= self.len()).then(|| self.split_off(at))
    }
}

pub(super) fn typed(code: &str) -> Result<String, AppError> {
    let digits: String = code.chars().filter(|sign| !sign.is_whitespace()).collect();
    if digits.is_empty() {
        let (vi, en) = ("Nhập mã 6 chữ số trong ứng dụng.", "Enter the code of 6 digits from the app.");
        return Err(FieldError::new("code", "missing", vi, en).into());
    }
    Ok(digits)
}

fn wrong() -> AppError {
    let vi = "Mã không đúng hoặc đã dùng. Đợi mã tiếp theo trong ứng dụng rồi nhập lại.";
    let en = "The code is wrong or was used. Wait for the next one in the app and enter that.";
    FieldError::new("code", "wrong_code", vi, en).into()
}

pub(super) fn answer(ctx: &Ctx, outcome: Outcome) -> Result<Entered, AppError> {
    match outcome {
        Outcome::Entered(entered) => Ok(entered),
        Outcome::Wrong => Err(refused(ctx, "second_factor", wrong())),
        Outcome::TooMany => Err(refused(ctx, "second_factor", too_many("code"))),
        Outcome::HasOne => {
            let vi = "Tài khoản này đã có xác thực hai bước. Tắt trước khi đặt lại.";
            let en = "This account has a second step already. Turn it off before setting up another.";
            Err(FieldError::new("code", "has_one", vi, en).into())
        }
        Outcome::NotThis => {
            let vi = "Vai trò này chỉ vào được bằng khóa truy cập (passkey).";
            let refusal = FieldError::new("code", "passkey_needed", vi, "This role is entered with a passkey only.");
            Err(refused(ctx, "second_factor", refusal.into()))
        }
    }
}

/// Sets a factor up. The session goes on with a new token; all others end.
pub async fn enrol(
    app: &App,
    ctx: &Ctx,
    halfway: Option<Halfway>,
    enrol: Enrol,
    key: &Key,
) -> Result<Entered, AppError> {
    let (account_id, session_id) = holder(ctx, halfway)?;
    let keys = app.keys()?.clone();
    let Some(secret) = taken_up(&keys, account_id, &enrol.sealed, ctx.now) else {
        let vi = "Biểu mẫu đã hết hạn. Quét lại mã QR mới.";
        return Err(FieldError::new("code", "offer_over", vi, "The form has run out. Scan the new QR code.").into());
    };
    let work = Step {
        app: app.clone(),
        letters: letter_ids(app),
        code: typed(&enrol.code)?,
        fresh: Fresh::new(app, &enrol.origin)?,
        offered: Some(secret),
        ctx: ctx.clone(),
        account_id,
        session_id,
        keys,
    };
    answer(ctx, once(app, ctx, key, work).await?)
}

/// Shows the code after the password: the session is complete and goes on with a new token.
pub async fn prove(app: &App, ctx: &Ctx, halfway: Halfway, prove: Prove, key: &Key) -> Result<Entered, AppError> {
    demand(ctx, Action::Enter)?;
    if halfway.stage != Stage::SecondFactor {
        return Err(AppError::Forbidden);
    }
    let work = Step {
        app: app.clone(),
        letters: letter_ids(app),
        code: typed(&prove.code)?,
        fresh: Fresh::new(app, &prove.origin)?,
        offered: None,
        ctx: ctx.clone(),
        account_id: halfway.account_id,
        session_id: halfway.session_id,
        keys: app.keys()?.clone(),
    };
    answer(ctx, once(app, ctx, key, work).await?)
}

struct Step {
    app: App,
    ctx: Ctx,
    keys: Keyring,
    account_id: Uuid,
    session_id: Uuid,
    /// A secret that is being set up; none when the one in use is shown.
    offered: Option<Vec<u8>>,
    code: String,
    fresh: Fresh,
    letters: Vec<Uuid>,
}

impl Step {
    async fn run(&self, tx: &Tx<'_>) -> Result<Outcome, AppError> {
        let (id, now) = (self.account_id, self.ctx.now);
        if !FACTORS_OF.count(tx, &self.keys, &[id.as_bytes()], now.0).await? {
            return Ok(Outcome::TooMany);
        }
        let printed = backup_codes::typed(&self.code).filter(|_| self.offered.is_none());
        let (shown, holder) =
            (if printed.is_some() { Shown::BackupCode } else { Shown::AppCode }, (id, self.session_id));
        if !factors::accepts(tx, &self.app, holder, shown).await? {
            return Ok(Outcome::NotThis);
        }
        let refusal = match &printed {
            Some(letters) => self.take_printed(tx, letters).await?,
            None => self.take_app_code(tx).await?,
        };
        if let Some(refusal) = refusal {
            return Ok(refusal);
        }
        FACTORS_OF.clear(tx, &self.keys, &[id.as_bytes()]).await?;
        let entered = factors::go_on(tx, &self.app, &self.ctx, holder, shown, &self.fresh).await?;
        Ok(entered.map_or(Outcome::NotThis, Outcome::Entered))
    }

    /// Takes the code of an app; answers why not.
    async fn take_app_code(&self, tx: &Tx<'_>) -> Result<Option<Outcome>, AppError> {
        let (id, now) = (self.account_id, self.ctx.now);
        let held = credential::find_second_factor(tx, id).await?;
        let (secret, version) = match (&self.offered, held) {
            (Some(_), Some(held)) if held.confirmed_at.is_some() => return Ok(Some(Outcome::HasOne)),
            (Some(offered), _) => (offered.clone(), None),
            (None, Some(held)) => (self.keys.open(secret_place(id), &held.secret)?, Some(held.version)),
            (None, None) => return Ok(Some(Outcome::Wrong)),
        };
        let Some(step) = totp::step_with(&secret, &self.code, now)? else { return Ok(Some(Outcome::Wrong)) };
        let version = match version {
            Some(version) => version,
            None => self.set_up(tx, &secret).await?,
        };
        let taken = credential::take_step(tx, id, version, step, now.0).await?;
        Ok((!taken).then_some(Outcome::Wrong))
    }

    /// Uses up a printed code; answers why not. The holder is told: it may have been somebody who found the sheet.
    async fn take_printed(&self, tx: &Tx<'_>, letters: &str) -> Result<Option<Outcome>, AppError> {
        let hash = backup_codes::hash(&self.keys, self.account_id, letters);
        if !backup_code::take(tx, self.account_id, &hash, self.ctx.now.0).await? {
            return Ok(Some(Outcome::Wrong));
        }
        tell(tx, &self.keys, &self.ctx, self.account_id, &self.letters).await?;
        Ok(None)
    }

    /// Stores the secret and answers its version.
    async fn set_up(&self, tx: &Tx<'_>, secret: &[u8]) -> Result<i64, AppError> {
        let sealed = self.keys.seal(secret_place(self.account_id), secret)?;
        credential::offer_second_factor(tx, self.account_id, &sealed, self.ctx.now.0).await?;
        session::revoke_others(tx, self.account_id, Some(self.session_id), self.ctx.now.0).await?;
        audit::append(tx, &[entry(&self.ctx, "set_second_factor", self.account_id, None)]).await?;
        tell(tx, &self.keys, &self.ctx, self.account_id, &self.letters).await?;
        let stored = credential::find_second_factor(tx, self.account_id).await?;
        stored.map(|stored| stored.version).ok_or(AppError::Conflict)
    }
}

/// Name of the form.
pub(super) const FORM: &str = "second_factor";

/// What makes a form the same.
pub(super) fn asked(account_id: Uuid, code: &str) -> Vec<Vec<u8>> {
    vec![account_id.as_bytes().to_vec(), code.as_bytes().to_vec()]
}

impl Work for Step {
    type Answer = Outcome;

    fn name(&self) -> &'static str {
        FORM
    }

    fn owner(&self) -> Option<Uuid> {
        Some(self.account_id)
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        asked(self.account_id, &self.code)
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<Outcome, AppError>> {
        Box::pin(self.run(tx))
    }
}

/// Takes the app away from the own account, where no role needs it or there is a passkey.
pub async fn remove(app: &App, ctx: &Ctx, key: &Key) -> Result<(), AppError> {
    let person = own_fresh(ctx, Action::ChangeAccount)?;
    let work = Removal {
        letters: letter_ids(app),
        keys: app.keys()?.clone(),
        account_id: person.account_id,
        app: app.clone(),
        ctx: ctx.clone(),
    };
    if once(app, ctx, key, work).await? {
        return Ok(());
    }
    Err(still_needed())
}

/// The refusal to take away the last factor of somebody whose role needs one.
pub(super) fn still_needed() -> AppError {
    let vi = "Vai trò của bạn cần xác thực hai bước nên không tắt được.";
    FieldError::new("form", "needed", vi, "Your role needs the second step; it cannot be turned off.").into()
}

/// Whether these roles can do with these factors.
pub(super) async fn suffices(tx: &Tx<'_>, app: &App, account_id: Uuid, left: Factors) -> Result<bool, AppError> {
    let facts = app.facts();
    let enough = |role| (left.any() || !needed(role, facts)) && (left.passkeys > 0 || !passkey_needed(role, facts));
    Ok(roles(tx, account_id).await?.into_iter().all(enough))
}

struct Removal {
    app: App,
    ctx: Ctx,
    keys: Keyring,
    account_id: Uuid,
    letters: Vec<Uuid>,
}

impl Removal {
    async fn run(&self, tx: &Tx<'_>) -> Result<bool, AppError> {
        let has = Factors::of(tx, self.account_id).await?;
        if !suffices(tx, &self.app, self.account_id, Factors { app_since: None, ..has }).await? {
            return Ok(false);
        }
        if credential::remove_second_factor(tx, self.account_id).await? {
            factors::tidy_codes(tx, self.account_id).await?;
            audit::append(tx, &[entry(&self.ctx, "remove_second_factor", self.account_id, None)]).await?;
            tell(tx, &self.keys, &self.ctx, self.account_id, &self.letters).await?;
        }
        Ok(true)
    }
}

impl Work for Removal {
    type Answer = bool;

    fn name(&self) -> &'static str {
        "remove_second_factor"
    }

    fn owner(&self) -> Option<Uuid> {
        Some(self.account_id)
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        vec![self.account_id.as_bytes().to_vec()]
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<bool, AppError>> {
        Box::pin(self.run(tx))
    }
}
