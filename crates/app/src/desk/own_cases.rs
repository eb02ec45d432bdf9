//! What a centre does for the person who is signed in, as that person reads it: letters of referral and appointments,
//! of the own profile and of every profile that became part of it.

use super::appoint::{self, AppointmentView};
use super::referral_row::{due_on, life_of, text_of};
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::AppError;
use crate::rights::{Action, Thing, demand_of};
use chrono::NaiveDate;
use sanviec_domain::referral::{Stage, State};
use sanviec_store::{appointment, profile, referral};
use uuid::Uuid;

/// One letter as the person reads it.
#[derive(Clone, Debug)]
pub struct OwnLetter {
    pub number: String,
    /// Code of the page that proves it, and of the person's own page with the letter.
    pub proof: String,
    pub posting_title: String,
    pub employer_name: String,
    pub state: State,
    pub issued_on: NaiveDate,
    /// Last day on which the centre or the employer is in time; while the letter is open.
    pub due_on: Option<NaiveDate>,
    /// First day of work, of somebody hired.
    pub starts_on: Option<NaiveDate>,
}

/// Letters and appointments, newest first.
#[derive(Clone, Debug, Default)]
pub struct OwnCases {
    pub letters: Vec<OwnLetter>,
    pub appointments: Vec<AppointmentView>,
}

/// The letters and appointments of the person who is signed in.
pub async fn own_cases(app: &App, ctx: &Ctx) -> Result<OwnCases, AppError> {
    let person = ctx.actor.person().ok_or(AppError::Forbidden)?;
    demand_of(ctx, Action::ReadProfile, Thing::of_account(person.account_id))?;
    let (reader, keys) = (app.store().reader(), app.keys()?);
    let Some(own) = profile::find_by_account(reader, person.account_id).await? else { return Ok(OwnCases::default()) };
    let parts = profile::list_merged_into(reader, own.id).await?;
    let ids: Vec<Uuid> = parts.iter().map(|row| row.id).chain([own.id]).collect();
    let mut cases = OwnCases::default();
    for id in ids {
        for row in referral::list_of_profile(reader, id).await? {
            let (life, text) = (life_of(keys, &row)?, text_of(keys, &row)?);
            cases.letters.push(OwnLetter {
                number: life.letter.number.written(&text.sign),
                proof: row.proof.clone(),
                posting_title: text.posting_title,
                employer_name: text.employer_name,
                state: life.state(),
                issued_on: life.letter.issued_on(),
                due_on: due_on(&life).filter(|_| matches!(life.stage, Stage::Issued { .. } | Stage::Sent { .. })),
                starts_on: match &life.stage {
                    Stage::Hired(hire) => Some(hire.starts_on),
                    _ => None,
                },
            });
        }
        for row in appointment::list_of_profile(reader, id).await? {
            cases.appointments.push(appoint::view(app, ctx, &row)?);
        }
    }
    cases.letters.sort_by(|one, other| (other.issued_on, &other.number).cmp(&(one.issued_on, &one.number)));
    cases.appointments.sort_by_key(|one| std::cmp::Reverse(one.life.slot.from));
    Ok(cases)
}
