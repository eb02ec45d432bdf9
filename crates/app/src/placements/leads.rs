//! What a placement can begin with: applications and letters of a person, each with the placement that it became.

use super::list::title_of;
use super::{code_of, id_of};
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::AppError;
use crate::profiles::load_live;
use crate::rights::{Action, Thing, demand_of};
use sanviec_store::{Reader, application, employer, placement, profile, referral};
use uuid::Uuid;

/// An application or a letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lead {
    /// Code of the application or the letter.
    pub code: String,
    pub posting_title: Option<String>,
    pub employer: String,
    /// Code of the placement that it became.
    pub placement: Option<String>,
}

/// What somebody of the own centre was hired by without a letter, newest first.
pub async fn hired_of(app: &App, ctx: &Ctx, profile_code: &str) -> Result<Vec<Lead>, AppError> {
    let reader = app.store().reader();
    let known = load_live(reader, app.keys()?, id_of(profile_code)?).await?;
    demand_of(ctx, Action::OpenPlacement, known.thing())?;
    let (_, family) = profile::list_family(reader, known.id.0).await?;
    let rows = applications(reader, &family, known.account_id).await?;
    leads_of(reader, rows.into_iter().filter(|row| row.state == "hired").collect()).await
}

/// What may have led the person who is signed in to work: everything that was sent, by them or by a centre, and is no
/// placement yet. Newest first.
pub async fn reportable(app: &App, ctx: &Ctx) -> Result<Vec<Lead>, AppError> {
    let person = ctx.actor.person().ok_or(AppError::Forbidden)?;
    demand_of(ctx, Action::OpenPlacement, Thing::of_account(person.account_id))?;
    let reader = app.store().reader();
    let Some(own) = profile::find_by_account(reader, person.account_id).await? else { return Ok(Vec::new()) };
    let (_, family) = profile::list_family(reader, own.id).await?;
    let rows = applications(reader, &family, Some(person.account_id)).await?;
    let sent = rows.into_iter().filter(|row| row.sent_at.is_some()).collect();
    let mut leads = leads_of(reader, sent).await?;
    for id in family {
        for row in referral::list_of_profile(reader, id).await? {
            let became = placement::find_by_referral(reader, row.id).await?;
            leads.push(lead(reader, row.id, row.posting_id, row.employer_id, became).await?);
        }
    }
    leads.retain(|lead| lead.placement.is_none());
    leads.sort_by(|left, right| right.code.cmp(&left.code));
    Ok(leads)
}

/// How many of one account are looked at: whoever sent more has told of the first ones long ago.
const MOST: u64 = 500;

/// Those of a profile, of every one that became part of it, and of the account.
async fn applications(
    reader: &Reader,
    family: &[Uuid],
    account_id: Option<Uuid>,
) -> Result<Vec<application::Row>, AppError> {
    let mut rows = application::list_of_profiles(reader, family).await?;
    if let Some(account_id) = account_id {
        rows.extend(application::list_of_account(reader, account_id, None, MOST).await?);
    }
    rows.sort_by_key(|row| std::cmp::Reverse(row.id));
    rows.dedup_by_key(|row| row.id);
    Ok(rows)
}

async fn leads_of(reader: &Reader, rows: Vec<application::Row>) -> Result<Vec<Lead>, AppError> {
    let mut leads = Vec::with_capacity(rows.len());
    for row in rows {
        let became = placement::find_by_application(reader, row.id).await?;
        leads.push(lead(reader, row.id, row.posting_id, row.employer_id, became).await?);
    }
    Ok(leads)
}

async fn lead(
    reader: &Reader,
    id: Uuid,
    posting_id: Uuid,
    employer_id: Uuid,
    became: Option<placement::Row>,
) -> Result<Lead, AppError> {
    Ok(Lead {
        code: code_of(id),
        posting_title: title_of(reader, Some(posting_id)).await?,
        employer: employer::load(reader, employer_id).await?.name,
        placement: became.map(|row| code_of(row.id)),
    })
}
