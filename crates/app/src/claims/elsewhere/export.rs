//! Handing out: everybody who is held in a programme here, by keyed hashes. The audit says that it was done.

use super::format::{Head, Held, write};
use super::{LIST, Sharing, demand_known, numbers_of, sharing_of};
use crate::app::App;
use crate::claims::entry;
use crate::ctx::Ctx;
use crate::error::AppError;
use crate::rights::{Action, demand};
use sanviec_domain::time::day_number;
use sanviec_store::{Error, audit, claim, exclusion};

/// A list for other installations.
#[derive(Clone, Debug)]
pub struct ExclusionList {
    /// JSON Lines.
    pub text: String,
    /// Number of hashes on it: one for each personal number that somebody who is held goes by.
    pub people: usize,
}

/// The list of those who are held in a programme today, whether they were paid for or are only claimed for yet.
pub async fn export_exclusions(app: &App, ctx: &Ctx, programme: &str) -> Result<ExclusionList, AppError> {
    demand(ctx, Action::ShareExclusions)?;
    let sharing = sharing_of(app)?;
    demand_known(app, programme)?;
    let held = held(app, ctx, sharing, programme).await?;
    let (programme, installation) = (programme.to_owned(), sharing.installation.clone());
    let after = serde_json::json!({
        "programme": programme, "people": held.len(), "key": sharing.key.id(), "made_at": ctx.now.0,
    });
    let text = write(&sharing.key, &Head { programme, installation, made_at: ctx.now }, &held)?;
    let told = entry(ctx, "export_exclusions", LIST, Some(after.to_string()));
    let store = app.store().clone();
    app.to_the_end(async move {
        let told = &[told];
        let write = store.write("export_exclusions", |tx| {
            Box::pin(async move { Ok::<(), AppError>(audit::append(tx, told).await?) })
        });
        write.await
    })
    .await?;
    Ok(ExclusionList { text, people: held.len() })
}

async fn held(app: &App, ctx: &Ctx, sharing: &Sharing, programme: &str) -> Result<Held, AppError> {
    let keys = app.keys()?;
    let db = &app.store().snapshot().await?;
    let mut held = Held::new();
    for row in exclusion::list_held(db, programme, day_number(ctx.today())).await? {
        let found = claim::find(db, row.claim_id).await?;
        let claim = found.ok_or_else(|| Error::corrupt("exclusion", "claim_id", row.claim_id))?;
        for number in numbers_of(db, keys, &claim).await? {
            let until_on = held.entry(sharing.hash(programme, &number)).or_insert(row.until_on);
            *until_on = row.until_on.max(*until_on);
        }
    }
    Ok(held)
}
