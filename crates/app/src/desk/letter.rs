//! The letter as it is printed: by an officer of the centre, and by the person whom it is about. What an officer prints
//! says who somebody is and how they are reached, so each printing is in the audit trail and among the looks that the
//! person reads.

use super::centre::id_of;
use super::entry;
use super::referral_row::{LetterText, life_of, text_of};
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::AppError;
use crate::profiles::{Why, look};
use crate::rights::{Action, Fields, Thing, demand_of};
use chrono::NaiveDate;
use sanviec_domain::profile::{Field, ProfileId};
use sanviec_domain::referral::{Life, Validity};
use sanviec_store::{audit, profile, referral};

/// What the paper says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LetterView {
    /// Code of the referral.
    pub id: String,
    /// Code of the page that proves it.
    pub proof: String,
    pub number: String,
    pub issued_on: NaiveDate,
    /// Whether it still asks for anything.
    pub validity: Validity,
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
    /// Whether that is where the person is registered, and nobody said that they live there now.
    pub is_permanent: bool,
    pub person_qualification: Option<String>,
    pub posting_title: String,
    pub employer_name: String,
    pub workplace: Option<String>,
}

/// The letter of a referral of the own centre, for printing. The person reads that it was printed, and what it says.
pub async fn letter(app: &App, ctx: &Ctx, code: &str) -> Result<LetterView, AppError> {
    let id = id_of(code)?;
    let row = referral::find(app.store().reader(), id).await?.ok_or(AppError::NotFound)?;
    let fields = demand_of(ctx, Action::Refer, Thing::of_centre(row.centre_id))?;
    if !fields.has(Fields::NAME) || !fields.has(Fields::CONTACT) {
        return Err(AppError::Forbidden);
    }
    let (life, mut text) = (life_of(app.keys()?, &row)?, text_of(app.keys()?, &row)?);
    text.person_number = text.person_number.filter(|_| fields.has(Fields::IDENTITY));
    note(app, ctx, &row, said(&text)).await?;
    Ok(view(&row, &life, text, ctx))
}

/// A letter about the person who is signed in, by the code that proves it: of the own profile and of every profile that
/// became part of it. Anybody else's is not found.
pub async fn own_letter(app: &App, ctx: &Ctx, proof: &str) -> Result<LetterView, AppError> {
    let person = ctx.actor.person().ok_or(AppError::Forbidden)?;
    demand_of(ctx, Action::ReadProfile, Thing::of_account(person.account_id))?;
    let (reader, keys) = (app.store().reader(), app.keys()?);
    let row = referral::find_by_proof(reader, &proof.trim().to_lowercase()).await?.ok_or(AppError::NotFound)?;
    let own = profile::find_by_account(reader, person.account_id).await?.ok_or(AppError::NotFound)?;
    let parts = profile::list_merged_into(reader, own.id).await?;
    if row.profile_id != own.id && !parts.iter().any(|part| part.id == row.profile_id) {
        return Err(AppError::NotFound);
    }
    let (life, text) = (life_of(keys, &row)?, text_of(keys, &row)?);
    Ok(view(&row, &life, text, ctx))
}

fn view(row: &referral::Row, life: &Life, text: LetterText, ctx: &Ctx) -> LetterView {
    LetterView {
        id: super::centre::code_of(row.id),
        proof: row.proof.clone(),
        number: life.letter.number.written(&text.sign),
        issued_on: life.letter.issued_on(),
        validity: life.validity(ctx.now),
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
        person_number: text.person_number,
        person_phone: text.person_phone,
        person_address: text.person_address,
        is_permanent: text.is_permanent,
        person_qualification: text.person_qualification,
        posting_title: text.posting_title,
        employer_name: text.employer_name,
        workplace: text.workplace,
    }
}

/// Which fields of the profile the paper says.
pub(super) fn said(text: &LetterText) -> Vec<Field> {
    let (unit, line) = if text.is_permanent {
        (Field::PermanentUnit, Field::PermanentLine)
    } else {
        (Field::CurrentUnit, Field::CurrentLine)
    };
    let is_there = [
        (Field::Name, !text.person_name.is_empty()),
        (Field::Birth, text.person_birth.is_some()),
        (Field::PersonalNumber, text.person_number.is_some()),
        (Field::Phone, text.person_phone.is_some()),
        (unit, text.person_address.is_some()),
        (line, text.person_address.is_some()),
        (Field::TechnicalField, text.person_qualification.is_some()),
    ];
    is_there.into_iter().filter(|(_, is_there)| *is_there).map(|(field, _)| field).collect()
}

/// Nothing is shown before this is stored. Of somebody who is gone the paper says nothing any more.
async fn note(app: &App, ctx: &Ctx, row: &referral::Row, fields: Vec<Field>) -> Result<(), AppError> {
    let (store, ctx, id) = (app.store().clone(), ctx.clone(), app.ids().next());
    let (trail, of) = (entry(&ctx, "print_letter", ("referral", row.id), None), ProfileId(row.profile_id));
    app.to_the_end(async move {
        let (ctx, trail, fields) = (&ctx, std::slice::from_ref(&trail), &fields);
        let write = store.write("print_letter", |tx| {
            Box::pin(async move {
                if !fields.is_empty() {
                    look::note(tx, ctx, id, (of, Why::Referral), fields).await?;
                }
                Ok::<_, AppError>(audit::append(tx, trail).await?)
            })
        });
        write.await
    })
    .await
}
