//! The letter as it is printed. Whoever prints it sees the person's address, so each printing is in the audit trail.

use super::centre::id_of;
use super::entry;
use super::referral_row::{life_of, text_of};
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::AppError;
use crate::rights::{Action, Fields, Thing, demand_of};
use chrono::NaiveDate;
use sanviec_store::{audit, referral};

/// What the paper says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LetterView {
    /// Code of the referral.
    pub id: String,
    /// Code of the page that proves it.
    pub proof: String,
    pub number: String,
    pub issued_on: NaiveDate,
    /// Last day on which the employer's answer is in time, once it was sent; before, as promised.
    pub answer_days: u16,
    pub parent_body: String,
    pub centre_name: String,
    pub place: String,
    pub centre_address: Option<String>,
    pub centre_phone: Option<String>,
    pub signer_post: String,
    pub signer_name: Option<String>,
    pub person_name: String,
    pub person_birth: Option<String>,
    pub person_number: Option<String>,
    pub person_phone: Option<String>,
    pub person_address: Option<String>,
    pub person_qualification: Option<String>,
    pub posting_title: String,
    pub employer_name: String,
    pub workplace: Option<String>,
}

/// The letter of a referral of the own centre, for printing.
pub async fn letter(app: &App, ctx: &Ctx, code: &str) -> Result<LetterView, AppError> {
    let id = id_of(code)?;
    let row = referral::find(app.store().reader(), id).await?.ok_or(AppError::NotFound)?;
    let fields = demand_of(ctx, Action::Refer, Thing::of_centre(row.centre_id))?;
    if !fields.has(Fields::NAME) || !fields.has(Fields::CONTACT) {
        return Err(AppError::Forbidden);
    }
    let (life, text) = (life_of(app.keys()?, &row)?, text_of(app.keys()?, &row)?);
    note(app, ctx, id).await?;
    Ok(LetterView {
        id: code.to_owned(),
        proof: row.proof,
        number: life.letter.number.written(&text.sign),
        issued_on: life.letter.issued_on(),
        answer_days: life.letter.terms.answer_days,
        parent_body: text.parent_body,
        centre_name: text.centre_name,
        place: text.place,
        centre_address: text.centre_address,
        centre_phone: text.centre_phone,
        signer_post: text.signer_post,
        signer_name: text.signer_name,
        person_name: text.person_name,
        person_birth: text.person_birth,
        person_number: text.person_number.filter(|_| fields.has(Fields::IDENTITY)),
        person_phone: text.person_phone,
        person_address: text.person_address,
        person_qualification: text.person_qualification,
        posting_title: text.posting_title,
        employer_name: text.employer_name,
        workplace: text.workplace,
    })
}

async fn note(app: &App, ctx: &Ctx, id: uuid::Uuid) -> Result<(), AppError> {
    let (store, row) = (app.store().clone(), entry(ctx, "print_letter", ("referral", id), None));
    app.to_the_end(async move {
        let rows = std::slice::from_ref(&row);
        let write = store
            .write("print_letter", |tx| Box::pin(async move { Ok::<_, AppError>(audit::append(tx, rows).await?) }));
        write.await
    })
    .await
}
