//! Taking up new keys: secrets of endpoints are sealed anew, page by page, beside a running server.

use super::endpoint::{old_secret_place, secret_place};
use crate::app::App;
use crate::error::AppError;
use sanviec_store::webhook::{self, Row};
use uuid::Uuid;

/// Rows of one page.
const PAGE: u64 = 200;

/// Seals what is sealed with an older key anew; answers how many values. A row that changes meanwhile is left to
/// whoever changes it: it is sealed with the newest key then.
pub(crate) async fn reseal(app: &App) -> Result<u64, AppError> {
    let (mut count, mut after) = (0, None::<Uuid>);
    loop {
        let page = webhook::list_after(app.store().reader(), after, PAGE).await?;
        let Some(last) = page.last() else { return Ok(count) };
        after = Some(last.id);
        for row in page {
            count += one(app, row).await?;
        }
    }
}

async fn one(app: &App, mut row: Row) -> Result<u64, AppError> {
    let keys = app.keys()?;
    let mut count = 0;
    if let Some(sealed) = keys.resealed(secret_place(row.id), &row.secret)? {
        (row.secret, count) = (sealed, count + 1);
    }
    if let Some(old) = &row.old_secret
        && let Some(sealed) = keys.resealed(old_secret_place(row.id), old)?
    {
        (row.old_secret, count) = (Some(sealed), count + 1);
    }
    if count == 0 {
        return Ok(0);
    }
    let row = &row;
    let write = app.store().write("reseal_webhook", |tx| Box::pin(webhook::update_guarded(tx, row)));
    match write.await {
        Ok(()) => Ok(count),
        Err(sanviec_store::Error::Conflict) => Ok(0),
        Err(error) => Err(error.into()),
    }
}
