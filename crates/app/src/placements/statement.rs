//! The statement of employment as it is printed: what the facts say on this day, with the days that were verified. Who
//! prints it sees the person's number, so each printing is in the audit trail.

use super::case::{Judged, judged};
use super::outcome::{AsOf, times};
use super::{entry, id_of, thing_for};
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::{AppError, FieldError};
use crate::profiles::{load_surviving, typed};
use crate::rights::{Action, Fields, demand_of};
use chrono::NaiveDate;
use sanviec_domain::placement::{Contract, visible_facts};
use sanviec_domain::profile::Field;
use sanviec_store::{audit, centre, employer, letterhead, placement};
use uuid::Uuid;

/// What the paper says.
#[derive(Clone, Debug)]
pub struct StatementOfEmployment {
    pub parent_body: String,
    pub centre_name: String,
    pub place: String,
    pub sign: String,
    pub signer_post: String,
    pub signer_name: Option<String>,
    pub on: NaiveDate,
    pub person_name: String,
    pub person_birth: Option<String>,
    pub person_number: Option<String>,
    pub employer_name: String,
    pub employer_code: String,
    /// Contracts as they stand, in the order of their first days.
    pub contracts: Vec<Contract>,
    pub judged: Judged,
}

/// The statement of a placement of the own centre, for printing.
pub async fn statement(app: &App, ctx: &Ctx, code: &str) -> Result<StatementOfEmployment, AppError> {
    let reader = app.store().reader();
    let row = placement::find(reader, id_of(code)?).await?.ok_or(AppError::NotFound)?;
    let fields = demand_of(ctx, Action::ReadPlacement, thing_for(ctx, reader, &row).await?)?;
    if !fields.has(Fields::NOTES) || !fields.has(Fields::IDENTITY) {
        return Err(AppError::Forbidden);
    }
    let head = letterhead::find(reader, row.centre_id).await?.ok_or_else(no_letterhead)?;
    let centre = centre::find(reader, row.centre_id).await?.ok_or(AppError::NotFound)?;
    let person = load_surviving(reader, app.keys()?, row.profile_id).await?;
    let said = |field| typed::get(&person.content, field).into_iter().flatten().next().filter(|text| !text.is_empty());
    let judged = judged(reader, app.policies(), &row, times(ctx, &row, AsOf::default())).await?;
    note(app, ctx, (row.id, row.centre_id)).await?;
    Ok(StatementOfEmployment {
        parent_body: head.parent_body,
        centre_name: centre.name,
        place: head.place,
        sign: sign(&head.sign),
        signer_post: head.signer_post,
        signer_name: head.signer_name,
        on: ctx.today(),
        person_name: said(Field::Name).unwrap_or_default(),
        person_birth: said(Field::Birth),
        person_number: said(Field::PersonalNumber),
        employer_name: employer::load(reader, row.employer_id).await?.name,
        employer_code: row.employer_code.clone(),
        contracts: contracts(&judged),
        judged,
    })
}

/// The sign of this paper: its own kind, and the issuer as the sign of the centre's letters names it
/// (`GTVL-TTDVVL` becomes `GXN-TTDVVL`; Decree 30/2020/NĐ-CP).
fn sign(letters: &str) -> String {
    let issuer = letters.split_once('-').map_or(letters, |(_, issuer)| issuer);
    format!("GXN-{issuer}")
}

/// The last statement of each contract that was not taken back.
fn contracts(judged: &Judged) -> Vec<Contract> {
    let mut last: Vec<Contract> = Vec::new();
    for contract in visible_facts(&judged.case).into_iter().filter_map(|fact| fact.says.contract()) {
        last.retain(|known| known.contract != contract.contract);
        last.push(contract.clone());
    }
    last.sort_by(|one, other| (one.start, &one.contract).cmp(&(other.start, &other.contract)));
    last
}

async fn note(app: &App, ctx: &Ctx, (id, centre_id): (Uuid, Uuid)) -> Result<(), AppError> {
    let (store, row) = (app.store().clone(), entry(ctx, "print_statement", id, None));
    app.to_the_end(async move {
        let rows = std::slice::from_ref(&row);
        let write = store.write("print_statement", |tx| {
            Box::pin(async move { Ok::<_, AppError>(audit::append_at(tx, Some(centre_id), rows).await?) })
        });
        write.await
    })
    .await
}

fn no_letterhead() -> AppError {
    let vi = "Trung tâm chưa khai mẫu phiếu. Đề nghị quản lý trung tâm khai ở trang Cơ sở.";
    let en = "The centre has no letterhead yet. Ask the manager to fill it in.";
    FieldError::new("form", "no_letterhead", vi, en).into()
}
