//! Sealed fields of profiles and of merges, sealed with the newest key; page by page, beside a running server.

use crate::app::App;
use crate::error::AppError;
use crate::rows;
use crate::secrets::Place;
use sanviec_store::{profile, profile_merge};
use uuid::Uuid;

/// Rows of one transaction.
const PAGE: u64 = 200;

/// Place of what both rows of a merge were before.
pub(super) const fn before_place(id: Uuid) -> Place {
    Place { table: "profile_merge", column: "before", row: id }
}

/// Seals what is sealed with an older key anew; answers how many rows.
pub(crate) async fn reseal(app: &App) -> Result<u64, AppError> {
    let mut count = 0;
    let mut after = None;
    loop {
        let rows = profile::list_all(app.store().reader(), after, PAGE).await?;
        let Some(last) = rows.last() else { break };
        after = Some(last.id);
        count += profiles(app, rows).await?;
    }
    let mut after = Uuid::nil();
    loop {
        let rows = profile_merge::list_all(app.store().reader(), after, PAGE).await?;
        let Some(last) = rows.last() else { return Ok(count) };
        after = last.id;
        count += merges(app, rows).await?;
    }
}

async fn profiles(app: &App, rows: Vec<profile::Row>) -> Result<u64, AppError> {
    let keys = app.keys()?;
    let mut stale = Vec::new();
    for row in rows {
        if let Some(new) = rows::profile::resealed(keys, &row)? {
            stale.push((row.id, row.sealed, new));
        }
    }
    let (store, count) = (app.store().clone(), stale.len() as u64);
    app.to_the_end(async move {
        let stale = &stale;
        let write = store.write("reseal_profiles", |tx| {
            Box::pin(async move {
                for (id, old, new) in stale {
                    profile::reseal(tx, *id, old, new).await?;
                }
                Ok::<_, AppError>(())
            })
        });
        write.await
    })
    .await?;
    Ok(count)
}

async fn merges(app: &App, rows: Vec<profile_merge::Row>) -> Result<u64, AppError> {
    let keys = app.keys()?;
    let mut stale = Vec::new();
    for row in rows.into_iter().filter(|row| !row.before.is_empty()) {
        if let Some(new) = keys.resealed(before_place(row.id), &row.before)? {
            stale.push((row.id, row.before, new));
        }
    }
    let (store, count) = (app.store().clone(), stale.len() as u64);
    app.to_the_end(async move {
        let stale = &stale;
        let write = store.write("reseal_merges", |tx| {
            Box::pin(async move {
                for (id, old, new) in stale {
                    profile_merge::reseal(tx, *id, old, new).await?;
                }
                Ok::<_, AppError>(())
            })
        });
        write.await
    })
    .await?;
    Ok(count)
}
