//! What anybody learns who reads the code on a letter: that it is genuine, its number, its day, its centre, where it
//! stands, and what ties the code to this paper: employer, position, and the first letters of the person's name. A code
//! copied onto another letter shows what that one does not say; a stranger learns no name.

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
    /// First letters of the person's name, as `N. T. L.`.
    pub initials: String,
    pub employer: String,
    pub position: String,
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
        initials: initials(&text.person_name),
        centre: text.centre_name,
        employer: text.employer_name,
        position: text.posting_title,
        validity: life.validity(ctx.now),
    })
}

fn initials(name: &str) -> String {
    let first = |word: &str| word.chars().next().map(|letter| format!("{}.", letter.to_uppercase()));
    name.split_whitespace().filter_map(first).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::initials;

    #[test]
    fn a_name_is_told_by_its_first_letters_only() {
        for (name, expected) in [("Nguyễn Thị  Lan", "N. T. L."), ("đỗ ân", "Đ. Â."), ("", "")] {
            assert_eq!(initials(name), expected);
        }
    }
}
