//! The code by which somebody registered at a counter takes the own record over: printed once, kept as a keyed hash,
//! good for a month and for one account. Whoever uses it is signed in, so a phone number or an e-mail address of theirs
//! was confirmed before.

use super::centre::id_of;
use super::{entry, own_centre};
use crate::app::App;
use crate::ctx::{Ctx, Person};
use crate::error::{AppError, FieldError};
use crate::once::{Key, Work, once};
use crate::profiles::{load_live, load_surviving};
use crate::rights::{Action, Thing, demand_of};
use crate::secrets::{Keyring, bytes};
use sanviec_domain::time::Micros;
use sanviec_store::{BoxFuture, Tx, application, attempt, audit, claim_code, profile};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Days for which a code works.
const DAYS: i64 = 30;
/// Signs of a code: 60 random bits.
const SIGNS: usize = 12;
/// Codes that one account may try in a day.
const TRIES: i32 = 10;
const DAY_US: i64 = 24 * 60 * 60 * 1_000_000;

/// A code, told once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimCode {
    /// In groups of four, as it is printed.
    pub code: String,
    /// It works until then, in microseconds.
    pub until: i64,
    /// Whose record it is, as the slip says it; nothing in an answer that was stored by an older program.
    #[serde(default)]
    pub name: String,
}

impl ClaimCode {
    /// When it ends.
    #[must_use]
    pub const fn expires_at(&self) -> Micros {
        Micros(self.until)
    }
}

fn lookup(keys: &Keyring, plain: &str) -> [u8; 32] {
    keys.hash("claim", &[plain.as_bytes()])
}

/// What somebody typed, as a code is kept: small letters and digits, those that look alike read as one.
fn plain(typed: &str) -> Option<String> {
    let signs = typed.chars().filter(char::is_ascii_alphanumeric).map(|sign| match sign.to_ascii_lowercase() {
        'o' => '0',
        'i' | 'l' => '1',
        other => other,
    });
    let plain: String = signs.collect();
    (plain.len() == SIGNS).then_some(plain)
}

/// Makes a code for a person of the own centre; one that was made before works no more.
pub async fn issue_claim(app: &App, ctx: &Ctx, code: &str, key: &Key) -> Result<ClaimCode, AppError> {
    const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
    let (officer, ..) = own_centre(ctx, Action::EditProfile)?;
    let profile_id = id_of(code)?;
    let known = load_live(app.store().reader(), app.keys()?, profile_id).await?;
    demand_of(ctx, Action::EditProfile, known.thing())?;
    let random = bytes::<SIGNS>()?;
    let plain: String = random.iter().map(|byte| char::from(ALPHABET[usize::from(byte & 31)])).collect();
    let keys = app.keys()?.clone();
    let work = Issuing { ctx: ctx.clone(), keys, officer, profile_id, id: app.ids().next(), plain };
    once(app, ctx, key, work).await
}

struct Issuing {
    ctx: Ctx,
    keys: Keyring,
    officer: Person,
    profile_id: Uuid,
    id: Uuid,
    plain: String,
}

impl Work for Issuing {
    type Answer = ClaimCode;

    fn name(&self) -> &'static str {
        "issue_claim"
    }

    fn owner(&self) -> Option<Uuid> {
        Some(self.officer.account_id)
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        vec![self.profile_id.as_bytes().to_vec()]
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<ClaimCode, AppError>> {
        Box::pin(async move {
            let profile = load_live(tx, &self.keys, self.profile_id).await?;
            if profile.account_id.is_some() {
                let (vi, en) = ("Hồ sơ này đã thuộc một tài khoản.", "This record belongs to an account already.");
                return Err(FieldError::new("form", "claimed_already", vi, en).into());
            }
            let (now, until) = (self.ctx.now, self.ctx.now.plus_days(DAYS));
            for id in profile::list_family(tx, self.profile_id).await?.1 {
                claim_code::end_open(tx, id, now.0).await?;
            }
            let row = claim_code::Row {
                id: self.id,
                profile_id: self.profile_id,
                lookup: lookup(&self.keys, &self.plain).to_vec(),
                issued_by: self.officer.account_id,
                created_at: now.0,
                expires_at: until.0,
                ended_at: None,
                account_id: None,
            };
            claim_code::insert(tx, &row).await?;
            audit::append(tx, &[entry(&self.ctx, "issue_claim", ("profile", self.profile_id), None)]).await?;
            let groups: Vec<&str> = [0, 4, 8].iter().map(|at| &self.plain[*at..*at + 4]).collect();
            let name = profile.content.identity.name.as_ref().map_or_else(String::new, |name| name.as_str().to_owned());
            Ok(ClaimCode { code: groups.join("-").to_uppercase(), until: until.0, name })
        })
    }
}

/// Takes a record over with its code, for the account that is signed in.
pub async fn claim(app: &App, ctx: &Ctx, typed: &str, key: &Key) -> Result<(), AppError> {
    let person = ctx.actor.person().ok_or(AppError::Forbidden)?;
    demand_of(ctx, Action::EditProfile, Thing::of_account(person.account_id))?;
    let plain = plain(typed).ok_or_else(wrong)?;
    let work = Claiming { ctx: ctx.clone(), keys: app.keys()?.clone(), person, plain };
    match once(app, ctx, key, work).await? {
        Claimed::Taken => Ok(()),
        Claimed::Wrong => Err(wrong()),
        Claimed::HasOne => Err(has_one()),
        Claimed::TooMany => Err(too_many()),
    }
}

#[derive(Clone, Copy, Serialize, Deserialize)]
enum Claimed {
    Taken,
    Wrong,
    HasOne,
    TooMany,
}

fn wrong() -> AppError {
    let vi = "Mã không đúng, đã dùng hoặc đã hết hạn. Kiểm tra lại, hoặc đề nghị trung tâm in mã mới.";
    let en = "The code is wrong, was used or has run out. Check it, or ask the centre for a new one.";
    FieldError::new("code", "wrong_code", vi, en).into()
}

fn has_one() -> AppError {
    let vi = "Tài khoản của bạn đã có hồ sơ. Đề nghị trung tâm ghép hai hồ sơ.";
    let en = "Your account has a profile already. Ask the centre to merge the two.";
    FieldError::new("code", "has_a_profile", vi, en).into()
}

fn too_many() -> AppError {
    let vi = "Bạn đã thử quá nhiều mã hôm nay. Hãy thử lại vào ngày mai.";
    FieldError::new("code", "too_many", vi, "Too many codes were tried today. Try again tomorrow.").into()
}

struct Claiming {
    ctx: Ctx,
    keys: Keyring,
    person: Person,
    plain: String,
}

impl Claiming {
    async fn run(&self, tx: &Tx<'_>) -> Result<Claimed, AppError> {
        let (now, account_id) = (self.ctx.now, self.person.account_id);
        let tries = self.keys.hash("claims_of", &[account_id.as_bytes()]);
        if attempt::count(tx, &tries, DAY_US, now.0).await? > TRIES {
            return Ok(Claimed::TooMany);
        }
        let row = claim_code::find_by_lookup(tx, &lookup(&self.keys, &self.plain)).await?;
        let Some(row) = row.filter(|row| row.ended_at.is_none() && row.expires_at > now.0) else {
            return Ok(Claimed::Wrong);
        };
        if profile::find_by_account(tx, account_id).await?.is_some() {
            return Ok(Claimed::HasOne);
        }
        if !claim_code::take(tx, row.id, account_id, now.0).await? {
            return Ok(Claimed::Wrong);
        }
        // The code was printed before two profiles were made one: it is still the person's.
        let mut profile = load_surviving(tx, &self.keys, row.profile_id).await?;
        if profile.account_id.is_some() {
            return Err(AppError::Conflict);
        }
        profile.account_id = Some(account_id);
        profile.active_at = now;
        let row = crate::rows::profile::write(&self.keys, &profile, now)?;
        profile::update_guarded(tx, &row).await?;
        // What the centre sent for the person is followed and taken back from the account from now on.
        application::adopt(tx, &profile::list_family(tx, profile.id.0).await?.1, account_id, now.0).await?;
        audit::append(tx, &[entry(&self.ctx, "claim_profile", ("profile", profile.id.0), None)]).await?;
        Ok(Claimed::Taken)
    }
}

impl Work for Claiming {
    type Answer = Claimed;

    fn name(&self) -> &'static str {
        "claim_profile"
    }

    fn owner(&self) -> Option<Uuid> {
        Some(self.person.account_id)
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        vec![self.plain.clone().into_bytes()]
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<Claimed, AppError>> {
        Box::pin(self.run(tx))
    }
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn a_code_is_read_however_it_is_copied() {
        for typed in ["0A1B-2C3D-4E5F", "0a1b2c3d4e5f", " oalb 2C3D 4e5f ", "OA-IB-2C3D-4E5F"] {
            assert_eq!(plain(typed).as_deref(), Some("0a1b2c3d4e5f"), "{typed}");
        }
        for odd in ["", "0A1B-2C3D-4E5", "0A1B-2C3D-4E5F-6", "mã"] {
            assert_eq!(plain(odd), None, "{odd}");
        }
    }
}
