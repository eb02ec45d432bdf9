//! What anybody learns who reads the code on a letter: that it is genuine, its number, its day, its centre, and where
//! it stands. Nothing about the person, the employer or the work: the paper itself says these.

use super::referral_row::{life_of, text_of};
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::AppError;
use crate::rights::{Action, demand};
use chrono::NaiveDate;
use sanviec_domain::referral::Validity;
use sanviec_store::referral;

/// What the code proves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// With its sign, as on the paper.
    pub number: String,
    pub issued_on: NaiveDate,
    pub centre: String,
    pub validity: Validity,
}

/// The letter of a code. A code that was never given is not found.
pub async fn proof(app: &App, ctx: &Ctx, code: &str) -> Result<Proof, AppError> {
    demand(ctx, Action::ReadPublic)?;
    let code = code.trim().to_lowercase();
    if code.len() != 16 || !code.bytes().all(|sign| sign.is_ascii_alphanumeric()) {
        return Err(AppError::NotFound);
    }
    let row = referral::find_by_proof(app.store().reader(), &code).await?.ok_or(AppError::NotFound)?;
    let (life, text) = (life_of(app.keys()?, &row)?, text_of(app.keys()?, &row)?);
    Ok(Proof {
        number: life.letter.number.written(&text.sign),
        issued_on: life.letter.issued_on(),
        centre: text.centre_name,
        validity: life.validity(ctx.now),
    })
}
