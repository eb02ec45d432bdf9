//! An organisation as its people and its centre see it, and the queue of those that wait for an answer.

use super::load::{Case, case, number_place, open_details, open_text};
use super::thing;
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::AppError;
use crate::rights::{Action, Thing, demand_of};
use chrono::NaiveDate;
use sanviec_domain::employer::OrganisationKind;
use sanviec_domain::person::PersonalNumber;
use sanviec_domain::time::{Micros, day_of_number};
use sanviec_domain::verification::{Ahead, Evidence, EvidenceKind, Life, State};
use sanviec_store::{centre, employer, organisation, organisation_member, verification};
use uuid::Uuid;

/// One organisation.
#[derive(Clone, Debug)]
pub struct OrganisationView {
    pub id: Uuid,
    /// Code in addresses.
    pub code: String,
    /// Of the organisation; its verification has another.
    pub version: i64,
    pub name: String,
    pub kind: String,
    /// Tax code, or the personal number in part.
    pub number: String,
    pub employer_type: String,
    pub industry_code: String,
    pub size: String,
    pub address: String,
    pub phone: String,
    pub email: String,
    pub representative: String,
    pub centre_id: Uuid,
    pub centre: String,
    /// Whether an officer entered it for an employer who telephoned.
    pub is_entered_by_officer: bool,
    /// Whether anybody signed up for it.
    pub has_members: bool,
    pub registered_at: Micros,
    pub verification: VerificationView,
}

/// Where a verification stands.
#[derive(Clone, Debug)]
pub struct VerificationView {
    /// Shown again with a decision, so that nobody decides about something else than was seen.
    pub version: i64,
    pub state: State,
    pub since: Option<Micros>,
    pub until: Option<Micros>,
    /// Last day on which the officer's answer is in time.
    pub answer_due_on: Option<NaiveDate>,
    /// Code and note of the no that stands, stands behind what was handed in, or was said to the last renewal.
    pub reason: Option<(String, String)>,
    pub evidence: Vec<EvidenceView>,
    /// First day on which a verification that holds can be handed in again.
    pub renewable_from: Option<NaiveDate>,
    /// Whether it can be handed in again now, or more of it.
    pub is_renewable: bool,
    /// Whether it was handed in again and waits for an officer.
    pub is_renewing: bool,
    /// What was handed in again.
    pub handed_in: Vec<EvidenceView>,
    /// Whether adverts may go before the public now.
    pub is_verified: bool,
}

/// One piece of evidence.
#[derive(Clone, Debug)]
pub struct EvidenceView {
    pub kind: EvidenceKind,
    pub reference: String,
    pub seen_on: NaiveDate,
    /// Whether a member brought it, and not an officer.
    pub is_from_organisation: bool,
}

/// The organisation, for its members and for its centre.
pub async fn view(app: &App, ctx: &Ctx, id: Uuid) -> Result<OrganisationView, AppError> {
    let (reader, keys) = (app.store().reader(), app.keys()?);
    let row = organisation::find(reader, id).await?.ok_or(AppError::NotFound)?;
    demand_of(ctx, Action::ReadOrganisation, thing(&row))?;
    let employer = employer::load(reader, id).await?;
    let centre = centre::find(reader, row.centre_id).await?.map(|row| row.name).unwrap_or_default();
    let details = open_details(keys, id, &row.details)?;
    let number = match &row.number {
        Some(sealed) => {
            let number = open_text(keys, number_place(id), sealed)?;
            PersonalNumber::parse(&number).map(|number| number.masked()).unwrap_or_default()
        }
        None => row.tax_code.clone().unwrap_or_default(),
    };
    let case = case(reader, keys, id).await?;
    Ok(OrganisationView {
        id,
        code: sanviec_domain::posting::PostingCode::of(id).to_string(),
        version: row.version,
        name: employer.name,
        number,
        has_members: !organisation_member::list(reader, id).await?.is_empty(),
        verification: verification_view(&case, ctx.now),
        kind: row.kind,
        employer_type: row.employer_type,
        industry_code: row.industry_code,
        size: row.size,
        address: details.address,
        phone: details.phone,
        email: details.email,
        representative: details.representative,
        centre_id: row.centre_id,
        centre,
        is_entered_by_officer: row.entered_by.is_some(),
        registered_at: Micros(row.created_at),
    })
}

/// What a form of the state asks of an employer.
pub(crate) struct OnForms {
    /// Tax code, or the whole personal number of a household's head or a person, who have no other one.
    pub(crate) number: String,
    /// Section of VSIC 2018 of its main line.
    pub(crate) industry_code: String,
    /// The centre that serves it.
    pub(crate) centre_id: Uuid,
}

/// What a form asks of an organisation, where the employer is one. The number is opened: only for a form that asks for
/// it, and only for whoever sees personal numbers.
pub(crate) async fn on_forms(app: &App, id: Uuid) -> Result<Option<OnForms>, AppError> {
    let Some(row) = organisation::find(app.store().reader(), id).await? else { return Ok(None) };
    let number = match &row.number {
        Some(sealed) => open_text(app.keys()?, number_place(id), sealed)?,
        None => row.tax_code.unwrap_or_default(),
    };
    Ok(Some(OnForms { number, industry_code: row.industry_code, centre_id: row.centre_id }))
}

/// Refuses whoever may not answer about this organisation. A stranger is told that there is none.
pub async fn demand_officer(app: &App, ctx: &Ctx, id: Uuid) -> Result<(), AppError> {
    let row = organisation::find(app.store().reader(), id).await?.ok_or(AppError::NotFound)?;
    demand_of(ctx, Action::VerifyEmployer, thing(&row)).map(|_| ()).map_err(|_| AppError::NotFound)
}

fn verification_view(case: &Case, now: Micros) -> VerificationView {
    let parts = case.life.parts();
    let reason = parts.closed.map(|closed| {
        let (code, note) = closed.reason.split_once(": ").unwrap_or((&closed.reason, ""));
        (code.to_owned(), note.to_owned())
    });
    // What ran out is shown so, though the clock may not have moved it yet.
    let held = match &case.life {
        Life::Verified(held) if now < held.until => Some(held),
        _ => None,
    };
    let state = match parts.state {
        State::Verified if held.is_none() && parts.renewal_at.is_some() => State::Submitted,
        State::Verified if held.is_none() => State::Expired,
        state => state,
    };
    VerificationView {
        version: case.row.version,
        state,
        since: parts.since,
        until: parts.until,
        answer_due_on: parts.answer.map(|answer| answer.due_on),
        reason,
        evidence: parts.evidence.into_iter().map(evidence_view).collect(),
        renewable_from: held.map(|held| held.renewable_from().day()),
        is_renewable: held.is_some_and(|held| now >= held.renewable_from()),
        is_renewing: held.is_some_and(|held| held.renewal.is_some()),
        handed_in: parts.renewal_evidence.into_iter().map(evidence_view).collect(),
        is_verified: case.life.is_verified(now),
    }
}

fn evidence_view(piece: Evidence) -> EvidenceView {
    EvidenceView {
        kind: piece.kind,
        reference: piece.reference,
        seen_on: piece.seen_on,
        is_from_organisation: !piece.kind.is_independent(),
    }
}

/// An organisation in a queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaitingView {
    pub id: Uuid,
    pub name: String,
    pub kind: Option<OrganisationKind>,
    pub since: Option<Micros>,
    pub answer_due_on: Option<NaiveDate>,
    pub is_late: bool,
    /// Last day of what holds.
    pub until: Option<NaiveDate>,
    /// Whether it holds and was handed in again.
    pub is_renewal: bool,
}

/// An organisation whose verification ends soon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EndingView {
    pub id: Uuid,
    pub name: String,
    /// First instant at which it no longer holds.
    pub ends_at: Micros,
    /// Whether no more than [`Ahead::Week`] is left.
    pub is_near: bool,
}

impl WaitingView {
    /// Its place in the queue; the next page starts behind that of the last one.
    #[must_use]
    pub fn place(&self) -> (Micros, Uuid) {
        (self.since.unwrap_or(Micros(0)), self.id)
    }
}

/// Organisations of the officer's centre whose verification is in a state, oldest first, behind a place, at most
/// `limit`.
pub async fn queue(
    app: &App,
    ctx: &Ctx,
    state: State,
    after: Option<(Micros, Uuid)>,
    limit: i64,
) -> Result<Vec<WaitingView>, AppError> {
    let centre = own_centre(ctx)?;
    let after = after.map(|(since, id)| (since.0, id));
    let rows = verification::list_by_centre(app.store().reader(), centre, state.code(), after, limit).await?;
    let today = ctx.today();
    Ok(rows
        .into_iter()
        .map(|row| {
            let until = row.until_at.map(|until| Micros(until).last_day_before());
            let answer_due_on = row.answer_due_on.and_then(day_of_number);
            WaitingView {
                id: row.organisation_id,
                name: row.name,
                kind: OrganisationKind::find_by_code(&row.kind),
                since: row.since_at.map(Micros),
                answer_due_on,
                is_late: answer_due_on.is_some_and(|due| due < today),
                until,
                is_renewal: row.renewal_at.is_some(),
            }
        })
        .collect())
}

/// Organisations of the officer's centre whose verification ends within [`Ahead::Month`] and who handed in nothing
/// again, the nearest end first, behind the end and id of the last one of the page before, at most `limit`.
pub async fn ending(
    app: &App,
    ctx: &Ctx,
    after: Option<(Micros, Uuid)>,
    limit: i64,
) -> Result<Vec<EndingView>, AppError> {
    let (centre, now) = (own_centre(ctx)?, ctx.now);
    let within = (now.0, now.plus_days(Ahead::Month.days()).0);
    let after = after.map(|(ends, id)| (ends.0, id));
    let rows = verification::list_ending(app.store().reader(), centre, within, after, limit).await?;
    let view = |row: verification::Waiting| {
        let ends_at = Micros(row.until_at?);
        let is_near = now >= Ahead::Week.before(ends_at);
        Some(EndingView { id: row.organisation_id, name: row.name, ends_at, is_near })
    };
    Ok(rows.into_iter().filter_map(view).collect())
}

/// How many organisations of the officer's centre are in each state; those that were handed in again count among those
/// that were handed in, too.
pub async fn counts(app: &App, ctx: &Ctx) -> Result<Vec<(State, i64)>, AppError> {
    let centre = own_centre(ctx)?;
    let counted = verification::count_by_state(app.store().reader(), centre).await?;
    let renewals = verification::count_renewals(app.store().reader(), centre).await?;
    let of = |state: &State| {
        let found = counted.iter().find(|(code, _)| code == state.code()).map_or(0, |(_, count)| *count);
        if *state == State::Submitted { found + renewals } else { found }
    };
    Ok(State::ALL.iter().map(|state| (*state, of(state))).collect())
}

/// The centre at which somebody verifies.
pub(crate) fn own_centre(ctx: &Ctx) -> Result<Uuid, AppError> {
    let centre = ctx.actor.person().and_then(|person| person.centre_id).ok_or(AppError::Forbidden)?;
    demand_of(ctx, Action::VerifyEmployer, Thing::of_centre(centre))?;
    Ok(centre)
}
