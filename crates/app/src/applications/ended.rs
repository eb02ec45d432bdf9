//! What ends in applications when a person takes a consent back or goes: both in the write that says so.

use super::consent;
use super::desk::Desk;
use super::record::Held;
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::AppError;
use sanviec_domain::application::{Command, Side, State};
use sanviec_domain::consent::Purpose;
use sanviec_store::{Tx, application};
use uuid::Uuid;

/// Closes what was sent from these profiles: to one employer, or with `None` whatever needed a guardian. The employer
/// sees nothing of it any more.
pub(crate) async fn consent_withdrawn(
    (app, ctx): (&App, &Ctx),
    tx: &Tx<'_>,
    profiles: &[Uuid],
    employer_id: Option<Uuid>,
) -> Result<(), AppError> {
    let desk = Desk::new(app, ctx)?;
    for row in application::list_of_profiles(tx, profiles).await? {
        let held = desk.hold(tx, row.id).await?;
        let (concerned, purpose) = match employer_id {
            Some(employer_id) => (row.employer_id == employer_id, Purpose::Application),
            None => (held.life.terms.needs_guardian, Purpose::Guardian),
        };
        if !concerned || held.life.state() == State::Draft {
            continue;
        }
        consent::withdraw(&desk, tx, &held.row, purpose).await?;
        desk.advance(tx, held, Command::ConsentWithdrawn, Side::System).await?;
    }
    Ok(())
}

/// Deletes what was sent or is being written from these profiles; a hire stays as the law on labour says.
pub(crate) async fn forget_profiles((app, ctx): (&App, &Ctx), tx: &Tx<'_>, profiles: &[Uuid]) -> Result<(), AppError> {
    let desk = Desk::new(app, ctx)?;
    for row in application::list_of_profiles(tx, profiles).await? {
        forget(&desk, tx, row.id).await?;
    }
    Ok(())
}

/// Deletes what an account applied for; a hire stays as the law on labour says, and so does what is erased already.
pub(crate) async fn forget_account((app, ctx): (&App, &Ctx), tx: &Tx<'_>, account_id: Uuid) -> Result<(), AppError> {
    let desk = Desk::new(app, ctx)?;
    let mut before = None;
    loop {
        let page = application::list_of_account(tx, account_id, before, 100).await?;
        let Some(last) = page.last() else { return Ok(()) };
        before = Some(last.id);
        for row in page {
            forget(&desk, tx, row.id).await?;
        }
    }
}

async fn forget(desk: &Desk, tx: &Tx<'_>, id: Uuid) -> Result<(), AppError> {
    let held: Held = desk.hold(tx, id).await?;
    if !matches!(held.life.state(), State::Hired | State::Erased) {
        desk.advance(tx, held, Command::Erase, Side::Applicant).await?;
    }
    Ok(())
}
