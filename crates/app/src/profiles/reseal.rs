//! Sealed fields of profiles, sealed with the newest key; page by page, beside a running server.

use crate::app::App;
use crate::error::AppError;
use crate::rows;
use sanviec_store::profile;

/// Rows of one transaction.
const PAGE: u64 = 200;

/// Seals what is sealed with an older key anew; answers how many rows.
pub(crate) async fn reseal(app: &App) -> Result<u64, AppError> {
    let (mut count, mut after) = (0, None);
    loop {
        let rows = profile::list_all(app.store().reader(), after, PAGE).await?;
        let Some(last) = rows.last() else { return Ok(count) };
        after = Some(last.id);
        count += page(app, rows).await?;
    }
}

async fn page(app: &App, rows: Vec<profile::Row>) -> Result<u64, AppError> {
    let keys = app.keys()?;
    let mut stale = Vec::new();
    for row in rows {
        if let Some(new) = rows::profile::resealed(keys, &row)? {
            stale.push((row.id, row.sealed, new));
        }
    }
    let (store, count) = (app.store().clone(), stale.len() as u64);
    if count == 0 {
        return Ok(0);
    }
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
