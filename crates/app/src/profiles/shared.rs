//! Employers whom the person's data were opened to: by an application with the profile, by a referral.

use super::consents::ledger;
use super::own::holder;
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::AppError;
use crate::rights::Action;
use sanviec_domain::consent::{About, Ledger, Matter};
use sanviec_domain::profile::ProfileId;
use sanviec_store::{Db, employer, profile};

/// One consent that is about an employer.
#[derive(Clone, Debug)]
pub struct Shared {
    pub matter: Matter,
    /// Name of the employer.
    pub employer: String,
}

/// Every employer that the person who is signed in ever opened the data to, with what holds or was taken back.
pub async fn shared_with(app: &App, ctx: &Ctx) -> Result<Vec<Shared>, AppError> {
    let person = holder(ctx, Action::ReadProfile)?;
    let reader = app.store().reader();
    let Some(row) = profile::find_by_account(reader, person.account_id).await? else { return Ok(Vec::new()) };
    let ledger = ledger(reader, ProfileId(row.id)).await?;
    shared_in(reader, &ledger).await
}

/// Every employer that consents of a person are about.
pub(super) async fn shared_in(db: &impl Db, ledger: &Ledger) -> Result<Vec<Shared>, AppError> {
    let mut matters: Vec<Matter> = ledger.records().iter().map(|record| record.matter).collect();
    matters.sort_unstable();
    matters.dedup();
    let mut shared = Vec::new();
    for matter in matters {
        if let About::Employer(id) = matter.about {
            shared.push(Shared { matter, employer: employer::load(db, id.0).await?.name });
        }
    }
    Ok(shared)
}
