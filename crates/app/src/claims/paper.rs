//! The list that is signed: everybody on it with personal number, address, employer and amount (TT 60/2026/TT-BTC,
//! Article 3(2) and (3)), the total in figures and words. Whoever prints it sees people, so each printing is in the
//! audit, and those on it read that they were seen. Until the list is sent the paper is a draft and says so: claims may
//! still be taken off the list.

use super::pay_file::message_name;
use super::row::subject_of;
use super::send::head_of;
use super::{BATCH, entry, id_of};
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::AppError;
use crate::profiles::look::{Listed, fresh};
use crate::rights::{Action, Fields, Thing, demand_of};
use chrono::NaiveDate;
use sanviec_domain::Lang;
use sanviec_domain::money::Dong;
use sanviec_domain::profile::{Field, ProfileId};
use sanviec_domain::time::{Micros, day_of_number};
use sanviec_store::{audit, batch, claim, look, payout};

/// What the paper says of a person.
const SEEN: [Field; 3] = [Field::Name, Field::PersonalNumber, Field::PermanentLine];

/// What the paper says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paper {
    pub number: String,
    pub year: i32,
    pub on: NaiveDate,
    pub parent_body: String,
    pub centre_name: String,
    pub place: String,
    pub signer_post: String,
    pub signer_name: String,
    pub payee_name: String,
    pub payee_account: String,
    pub payee_bank: String,
    pub lines: Vec<PaperLine>,
    pub dong: i64,
    /// The total in words, in Vietnamese: the paper is.
    pub words: String,
    /// How it went to the bank; `None`: it has not, and the paper is a draft.
    pub sent: Option<PaperSent>,
}

/// A list that went to the bank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaperSent {
    pub on: NaiveDate,
    /// Day on which the bank is to pay.
    pub pay_on: NaiveDate,
    /// The name of the file that the bank was given (`MsgId`).
    pub file: String,
}

/// One person on the paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaperLine {
    pub person_name: String,
    pub person_number: String,
    pub person_address: String,
    pub employer_name: String,
    pub contract: String,
    pub starts_on: String,
    pub dong: i64,
}

/// The list of the own centre, for printing.
pub async fn paper(app: &App, ctx: &Ctx, code: &str) -> Result<Paper, AppError> {
    let reader = app.store().reader();
    let row = batch::find(reader, id_of(code)?).await?.ok_or(AppError::NotFound)?;
    let fields = demand_of(ctx, Action::ReadClaim, Thing::of_centre(row.centre_id))?;
    if !(fields.has(Fields::NAME) && fields.has(Fields::IDENTITY) && fields.has(Fields::CONTACT)) {
        return Err(AppError::Forbidden);
    }
    let head = head_of(app.keys()?, reader, &row).await?.ok_or_else(super::batch::no_accounts)?;
    let (mut lines, mut seen) = (Vec::new(), Vec::new());
    for attempt in payout::list_of_batch(reader, row.id).await? {
        let claim = claim::find(reader, attempt.claim_id).await?.ok_or(AppError::NotFound)?;
        let subject = subject_of(app.keys()?, &claim)?;
        seen.push((ProfileId(claim.profile_id), SEEN.to_vec()));
        lines.push(PaperLine {
            person_name: subject.person_name,
            person_number: subject.person_number,
            person_address: subject.person_address.unwrap_or_default(),
            employer_name: subject.employer_name,
            contract: subject.contract.unwrap_or_default(),
            starts_on: subject.starts_on.unwrap_or_default(),
            dong: attempt.dong,
        });
    }
    note(app, ctx, &row, &seen).await?;
    Ok(Paper {
        number: format!("{:02}/DS-TTDVVL", row.serial),
        year: row.year,
        on: Micros(row.sent_at.unwrap_or(row.created_at)).day(),
        parent_body: head.parent_body,
        centre_name: head.centre_name,
        place: head.place,
        signer_post: head.signer_post,
        signer_name: head.signer_name.unwrap_or_default(),
        payee_name: head.paying.payee_name,
        payee_account: head.paying.payee_account,
        payee_bank: head.paying.payee_bank,
        lines,
        dong: row.dong,
        words: Dong(row.dong).in_words(Lang::Vi),
        sent: sent_of(&row),
    })
}

fn sent_of(row: &batch::Row) -> Option<PaperSent> {
    let on = Micros(row.sent_at?).day();
    let pay_on = row.pay_on.and_then(day_of_number).unwrap_or(on);
    Some(PaperSent { on, pay_on, file: message_name(row) })
}

async fn note(app: &App, ctx: &Ctx, row: &batch::Row, seen: &[Listed]) -> Result<(), AppError> {
    let told = [entry(ctx, "print_batch", (BATCH, row.id), None)];
    let (store, centre_id) = (app.store().clone(), Some(row.centre_id));
    let looks = fresh(app, ctx, seen).await?;
    app.to_the_end(async move {
        let (told, looks) = (&told, &looks);
        let write = store.write("print_batch", |tx| {
            Box::pin(async move {
                look::append_listed(tx, looks).await?;
                Ok::<_, AppError>(audit::append_at(tx, centre_id, told).await?)
            })
        });
        write.await
    })
    .await
}
