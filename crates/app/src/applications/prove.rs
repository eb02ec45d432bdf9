//! The code of a quick application: shown, it sends the draft that waits for it.

use super::desk::Desk;
use super::quick::{Applied, PURPOSE, submit};
use crate::accounts::{Limit, MINUTE, Origin, code_hash};
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::{AppError, FieldError};
use crate::once::{Key, Work, once};
use crate::rights::{Action, demand};
use sanviec_domain::application::State;
use sanviec_store::{BoxFuture, Tx, one_time_code};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Wrong codes after which a right one is not taken either.
const TRIES: i32 = 5;
/// Codes shown from one network.
const SHOWN_FROM: Limit = Limit { name: "apply_shown_from", most: 60, window_us: 15 * MINUTE };

/// Somebody shows the code of an application.
#[derive(Clone, Debug)]
pub struct Prove {
    /// What [`Applied::CodeAsked`] named.
    pub code_id: Uuid,
    /// As typed.
    pub code: String,
    pub origin: Origin,
}

#[derive(Serialize, Deserialize)]
enum Outcome {
    Done(Applied),
    Wrong,
    TooMany,
}

/// Takes the code and sends the application.
pub async fn prove_quick(app: &App, ctx: &Ctx, prove: Prove, key: &Key) -> Result<Applied, AppError> {
    demand(ctx, Action::ApplyQuick)?;
    let digits: String = prove.code.chars().filter(|sign| !sign.is_whitespace()).collect();
    if digits.is_empty() {
        let (vi, en) = ("Nhập mã gồm 6 chữ số trong tin nhắn.", "Enter the code of 6 digits from the message.");
        return Err(FieldError::new("code", "missing", vi, en).into());
    }
    let work = Proving { desk: Desk::new(app, ctx)?, id: prove.code_id, digits, source: prove.origin.source };
    match once(app, ctx, key, work).await? {
        Outcome::Done(applied) => Ok(applied),
        Outcome::Wrong => {
            let vi = "Mã không đúng hoặc đã hết hạn. Kiểm tra lại, hoặc gửi hồ sơ lần nữa để có mã mới.";
            let en = "The code is wrong or has run out. Check it, or apply again for a new one.";
            Err(FieldError::new("code", "wrong_code", vi, en).into())
        }
        Outcome::TooMany => {
            let (vi, en) = ("Bạn đã thử quá nhiều lần. Đợi 15 phút.", "Too many tries. Wait 15 minutes.");
            Err(FieldError::new("code", "too_many", vi, en).into())
        }
    }
}

struct Proving {
    desk: Desk,
    id: Uuid,
    digits: String,
    source: String,
}

impl Proving {
    async fn run(&self, tx: &Tx<'_>) -> Result<Outcome, AppError> {
        let (keys, now) = (&self.desk.keys, self.desk.ctx.now.0);
        if !SHOWN_FROM.count(tx, keys, &[self.source.as_bytes()], now).await? {
            return Ok(Outcome::TooMany);
        }
        let Some(code) = one_time_code::find_for_update(tx, self.id).await? else { return Ok(Outcome::Wrong) };
        let usable = code.ended_at.is_none() && code.expires_at > now && code.attempts < TRIES;
        if !usable || code.purpose != PURPOSE {
            return Ok(Outcome::Wrong);
        }
        if code_hash(keys, code.id, &self.digits).as_slice() != code.hash {
            one_time_code::note_wrong(tx, code.id).await?;
            return Ok(Outcome::Wrong);
        }
        one_time_code::end(tx, code.id, now).await?;
        let held = self.desk.hold(tx, self.id).await?;
        if held.life.state() != State::Draft {
            return Ok(Outcome::Wrong);
        }
        let asked = held.life.terms.needs_guardian;
        let account = held.row.account_id;
        submit(&self.desk, tx, held, account).await?;
        Ok(Outcome::Done(if asked { Applied::GuardianAsked } else { Applied::Sent }))
    }
}

impl Work for Proving {
    type Answer = Outcome;

    fn name(&self) -> &'static str {
        "prove_quick"
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        vec![self.id.as_bytes().to_vec(), self.digits.clone().into_bytes()]
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<Outcome, AppError>> {
        Box::pin(self.run(tx))
    }
}
