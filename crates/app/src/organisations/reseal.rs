//! Sealing what organisations keep sealed with the newest key, page by page, beside a running server. A row that
//! somebody changes meanwhile is left to them.

use super::load::{details_place, label_place, number_place, reference_place};
use crate::app::App;
use crate::error::AppError;
use crate::secrets::{Keyring, Place};
use sanviec_store::{Tx, organisation, organisation_member, verification};
use uuid::Uuid;

/// Rows of one transaction.
const PAGE: u64 = 200;

/// Seals what is sealed with an older key anew; answers how many values.
pub(crate) async fn reseal(app: &App) -> Result<u64, AppError> {
    let (keys, reader) = (app.keys()?.clone(), app.store().reader());
    let (mut count, mut after) = (0, None);
    loop {
        let page = organisation::list_all(reader, after, PAGE).await?;
        let Some(last) = page.last() else { return Ok(count) };
        after = Some(last.id);
        for row in &page {
            let stale = stale(app, &keys, row).await?;
            count += write(app, stale).await?;
        }
    }
}

/// One sealed value with what takes its place.
struct Stale {
    of: Of,
    old: Vec<u8>,
    new: Vec<u8>,
}

#[derive(Clone, Copy)]
enum Of {
    Details(Uuid),
    Number(Uuid),
    Label(Uuid, Uuid),
    Reference(Uuid, i32),
}

impl Of {
    const fn place(self) -> Place {
        match self {
            Self::Details(id) => details_place(id),
            Self::Number(id) => number_place(id),
            Self::Label(_, account) => label_place(account),
            Self::Reference(id, _) => reference_place(id),
        }
    }
}

async fn stale(app: &App, keys: &Keyring, row: &organisation::Row) -> Result<Vec<Stale>, AppError> {
    let reader = app.store().reader();
    let mut values = vec![(Of::Details(row.id), row.details.clone())];
    values.extend(row.number.clone().map(|number| (Of::Number(row.id), number)));
    for member in organisation_member::list(reader, row.id).await? {
        values.extend(member.label.map(|label| (Of::Label(row.id, member.account_id), label)));
    }
    for piece in verification::list_evidence(reader, row.id).await? {
        values.push((Of::Reference(row.id, piece.place), piece.reference));
    }
    let mut stale = Vec::new();
    for (of, old) in values {
        if let Some(new) = keys.resealed(of.place(), &old)? {
            stale.push(Stale { of, old, new });
        }
    }
    Ok(stale)
}

async fn write(app: &App, values: Vec<Stale>) -> Result<u64, AppError> {
    if values.is_empty() {
        return Ok(0);
    }
    let store = app.store().clone();
    app.to_the_end(async move {
        let values = &values;
        store.write("reseal_organisation", |tx| Box::pin(put(tx, values))).await?;
        Ok(values.len() as u64)
    })
    .await
}

async fn put(tx: &Tx<'_>, values: &[Stale]) -> Result<(), AppError> {
    for Stale { of, old, new } in values {
        match *of {
            Of::Details(id) => organisation::reseal_details(tx, id, old, new).await?,
            Of::Number(id) => organisation::reseal_number(tx, id, old, new).await?,
            Of::Label(id, account) => organisation_member::reseal_label(tx, (id, account), old, new).await?,
            Of::Reference(id, place) => verification::reseal_reference(tx, (id, place), old, new).await?,
        }
    }
    Ok(())
}
