//! Sealing everything that is sealed with an older key with the newest one, page by page, beside a running server.
//! Cut off, it goes on where values are still sealed with an older key; a value that somebody changes meanwhile is left
//! to them. Somebody who writes a whole row that was read before puts its older values back: they are as they were, the
//! key that opens them is not forgotten while they stand, and the next run takes them.

use super::columns::COLUMNS;
use super::{Keyring, Place};
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::AppError;
use crate::rights::{Action, demand};
use sanviec_store::Tx;
use sanviec_store::sealed::{self, Column, Spot};

/// Values that are looked at in one statement, and sealed in one transaction.
const PAGE: u64 = 200;

/// Seals what is sealed with an older key anew, in every column that can be; answers how many values.
pub async fn reseal(app: &App, ctx: &Ctx) -> Result<u64, AppError> {
    demand(ctx, Action::StopAccount)?;
    let mut count = crate::profiles::reseal(app).await?;
    for column in COLUMNS.iter().filter_map(super::Column::stored) {
        count += all_of(app, column).await?;
    }
    Ok(count)
}

async fn all_of(app: &App, column: Column) -> Result<u64, AppError> {
    let keys = app.keys()?;
    let (mut count, mut after) = (0, Spot::default());
    loop {
        let page = sealed::list(app.store().reader(), column, &after, PAGE).await?;
        let Some(last) = page.last() else { return Ok(count) };
        after = last.clone();
        let mut older = Vec::new();
        for spot in page {
            if keys.is_older(&spot.head)? {
                older.push(spot);
            }
        }
        count += write(app, column, older).await?;
    }
}

async fn write(app: &App, column: Column, older: Vec<Spot>) -> Result<u64, AppError> {
    if older.is_empty() {
        return Ok(0);
    }
    let (store, keys) = (app.store().clone(), app.keys()?.clone());
    app.to_the_end(async move {
        let (keys, older) = (&keys, &older);
        store.write("reseal", |tx| Box::pin(put(tx, keys, column, older))).await
    })
    .await
}

/// One value at a time: parts of files are large.
async fn put(tx: &Tx<'_>, keys: &Keyring, column: Column, older: &[Spot]) -> Result<u64, AppError> {
    let mut count = 0;
    for spot in older {
        let Some(old) = sealed::find(tx, column, spot).await? else { continue };
        let place = Place { table: column.table, column: column.column, row: spot.row };
        if let Some(new) = keys.resealed(place, &old)? {
            count += u64::from(sealed::replace(tx, column, spot.row, &old, &new).await?);
        }
    }
    Ok(count)
}
