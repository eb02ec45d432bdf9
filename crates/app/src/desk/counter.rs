//! The code by which an officer takes on somebody who signed up alone: made on the person's own page, read out at the
//! counter, good for minutes and for one officer. Only its keyed hash is kept, and guessing is counted.

use super::{code_of_profile, own_centre};
use crate::accounts::{Limit, MINUTE};
use crate::app::App;
use crate::ctx::{Ctx, Locale, Person};
use crate::error::{AppError, FieldError};
use crate::once::{Key, Work, once};
use crate::profiles::own::own;
use crate::profiles::served::{Agreed, enter};
use crate::profiles::{load_live, noted, own::store};
use crate::rights::{Action, Thing, demand_of};
use crate::secrets::{Keyring, eight_digits};
use sanviec_domain::Lang;
use sanviec_domain::consent::{Purpose, Wording};
use sanviec_domain::message::News;
use sanviec_domain::profile::ProfileId;
use sanviec_domain::time::Micros;
use sanviec_store::{BoxFuture, Tx, audit, counter_code};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Minutes for which a code works.
pub const COUNTER_MINUTES: i64 = 10;
/// Digits of a code.
const DIGITS: usize = 8;
/// Codes that one person makes.
const MADE_BY: Limit = Limit { name: "counter_codes_of", most: 10, window_us: 60 * MINUTE };
/// Codes that one officer types, right or wrong.
const TYPED_BY: Limit = Limit { name: "counter_codes_typed_by", most: 20, window_us: 15 * MINUTE };

/// A code, told once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CounterCode {
    /// In two groups of four, as it is read out.
    pub code: String,
    /// It works until then, in microseconds.
    pub until: i64,
}

impl CounterCode {
    /// When it ends.
    #[must_use]
    pub const fn expires_at(&self) -> Micros {
        Micros(self.until)
    }
}

fn lookup(keys: &Keyring, digits: &str) -> [u8; 32] {
    keys.hash("counter", &[digits.as_bytes()])
}

/// Makes a code for the person who is signed in and read the consent of this version; one made before works no more.
pub async fn counter_code(app: &App, ctx: &Ctx, wording: u16, key: &Key) -> Result<CounterCode, AppError> {
    let person = ctx.actor.person().ok_or(AppError::Forbidden)?;
    demand_of(ctx, Action::EditProfile, Thing::of_account(person.account_id))?;
    let (keys, ids) = (app.keys()?.clone(), [app.ids().next(), app.ids().next()]);
    let work = Making { ctx: ctx.clone(), keys, person, ids, wording, digits: eight_digits()? };
    once(app, ctx, key, work).await?.ok_or_else(made_too_many)
}

struct Making {
    ctx: Ctx,
    keys: Keyring,
    person: Person,
    /// Of a profile that has to be made, and of the code.
    ids: [Uuid; 2],
    wording: u16,
    digits: String,
}

impl Making {
    async fn run(&self, tx: &Tx<'_>) -> Result<Option<CounterCode>, AppError> {
        let (now, account_id) = (self.ctx.now, self.person.account_id);
        if self.wording != crate::profiles::wording(Purpose::Counselling) {
            return Err(text_changed());
        }
        if !MADE_BY.count(tx, &self.keys, &[account_id.as_bytes()], now.0).await? {
            return Ok(None);
        }
        let mut profile = own(tx, &self.keys, &self.ctx, (account_id, self.ids[0])).await?;
        if profile.centre_id.is_some() {
            return Err(served_already());
        }
        if profile.version == 0 {
            store(tx, &self.keys, &self.ctx, &mut profile).await?;
        }
        let until = Micros(now.0 + COUNTER_MINUTES * MINUTE);
        let row = counter_code::Row {
            id: self.ids[1],
            profile_id: profile.id.0,
            lookup: lookup(&self.keys, &self.digits).to_vec(),
            wording_version: i32::from(self.wording),
            lang: if self.ctx.locale == Locale::En { "en" } else { "vi" }.to_owned(),
            created_at: now.0,
            expires_at: until.0,
            ended_at: None,
            taken_by: None,
        };
        counter_code::insert(tx, &row).await.map_err(|error| match error {
            // Somebody holds the same eight digits now: the next press makes others.
            sanviec_store::Error::Constraint(name) if name == "uq_counter_code_lookup" => AppError::Conflict,
            other => other.into(),
        })?;
        audit::append(tx, &[noted(&self.ctx, self.name(), profile.id, None)]).await?;
        let (one, two) = self.digits.split_at(4);
        Ok(Some(CounterCode { code: format!("{one} {two}"), until: until.0 }))
    }
}

impl Work for Making {
    type Answer = Option<CounterCode>;

    fn name(&self) -> &'static str {
        "issue_counter_code"
    }

    fn owner(&self) -> Option<Uuid> {
        Some(self.person.account_id)
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        vec![self.wording.to_be_bytes().to_vec()]
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<Self::Answer, AppError>> {
        Box::pin(self.run(tx))
    }
}

/// Takes on the person who read out this code; answers with the code of the profile in addresses.
pub async fn take_on(app: &App, ctx: &Ctx, typed: &str, key: &Key) -> Result<String, AppError> {
    let (officer, centre_id, _) = own_centre(ctx, Action::EditProfile)?;
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    if digits.len() != DIGITS {
        return Err(wrong());
    }
    let ids = [app.ids().next(), app.ids().next()];
    let work = Taking { ctx: ctx.clone(), keys: app.keys()?.clone(), officer, centre_id, ids, digits };
    match once(app, ctx, key, work).await? {
        Taken::On(id) => Ok(code_of_profile(ProfileId(id))),
        Taken::Wrong => Err(wrong()),
        Taken::TooMany => Err(typed_too_many()),
    }
}

#[derive(Clone, Copy, Serialize, Deserialize)]
enum Taken {
    On(Uuid),
    Wrong,
    TooMany,
}

struct Taking {
    ctx: Ctx,
    keys: Keyring,
    officer: Person,
    centre_id: Uuid,
    /// Of the consent and of the message.
    ids: [Uuid; 2],
    digits: String,
}

impl Taking {
    /// A wrong code is an answer and no refusal: what was counted is kept.
    async fn run(&self, tx: &Tx<'_>) -> Result<Taken, AppError> {
        let (now, officer_id) = (self.ctx.now, self.officer.account_id);
        if !TYPED_BY.count(tx, &self.keys, &[officer_id.as_bytes()], now.0).await? {
            return Ok(Taken::TooMany);
        }
        let row = counter_code::find_by_lookup(tx, &lookup(&self.keys, &self.digits)).await?;
        let Some(row) = row.filter(|row| row.ended_at.is_none() && row.expires_at > now.0) else {
            return Ok(Taken::Wrong);
        };
        if !counter_code::take(tx, row.id, officer_id, now.0).await? {
            return Ok(Taken::Wrong);
        }
        let mut profile = load_live(tx, &self.keys, row.profile_id).await?;
        let version = u16::try_from(row.wording_version)
            .map_err(|_| sanviec_store::Error::corrupt("counter_code", "wording_version", row.id))?;
        let wording = Wording { version, lang: if row.lang == "en" { Lang::En } else { Lang::Vi } };
        let agreed = Agreed { wording, news: News::TakenOn };
        enter(tx, (&self.keys, &self.ctx), &mut profile, (self.centre_id, agreed), self.ids).await?;
        audit::append(tx, &[noted(&self.ctx, self.name(), profile.id, None)]).await?;
        Ok(Taken::On(profile.id.0))
    }
}

impl Work for Taking {
    type Answer = Taken;

    fn name(&self) -> &'static str {
        "take_on"
    }

    fn owner(&self) -> Option<Uuid> {
        Some(self.officer.account_id)
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        vec![self.digits.clone().into_bytes()]
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<Taken, AppError>> {
        Box::pin(self.run(tx))
    }
}

fn wrong() -> AppError {
    let vi = "Mã không đúng, đã dùng hoặc đã hết hạn. Nghe lại tám chữ số, hoặc đề nghị người đó tạo mã mới.";
    let en = "The code is wrong, was used or has run out. Listen to the eight digits again, or ask for a new code.";
    FieldError::new("code", "wrong_code", vi, en).into()
}

fn typed_too_many() -> AppError {
    let (vi, en) = ("Đã thử quá nhiều mã. Đợi 15 phút.", "Too many codes were tried. Wait 15 minutes.");
    FieldError::new("code", "too_many", vi, en).into()
}

fn made_too_many() -> AppError {
    let (vi, en) = ("Bạn đã tạo quá nhiều mã. Đợi một giờ.", "You made too many codes. Wait an hour.");
    FieldError::new("form", "too_many", vi, en).into()
}

fn served_already() -> AppError {
    let (vi, en) = ("Bạn đã thuộc một trung tâm.", "A centre serves you already.");
    FieldError::new("form", "served_already", vi, en).into()
}

fn text_changed() -> AppError {
    let vi = "Nội dung đồng ý vừa thay đổi. Hãy đọc lại rồi tạo mã.";
    let en = "The text that you agree to has changed. Read it again, then make the code.";
    FieldError::new("form", "wording_changed", vi, en).into()
}
