//! Sealing everything that is sealed with an older key with the newest one, page by page, beside a running server.
//! Cut off, it goes on where rows are still sealed with an older key; a row that somebody changes meanwhile is left to
//! them.

use super::confirm::contact_place;
use super::external::identity_place;
use super::passkey::key_place;
use super::second_factor::secret_place;
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::AppError;
use crate::messages;
use crate::rights::{Action, demand};
use crate::secrets::{Keyring, Place};
use sanviec_store::{Tx, account, credential, linked_identity, message, passkey};
use uuid::Uuid;

/// Rows of one transaction.
const PAGE: u64 = 200;

/// Seals what is sealed with an older key anew; answers how many values.
pub async fn reseal(app: &App, ctx: &Ctx) -> Result<u64, AppError> {
    demand(ctx, Action::StopAccount)?;
    let (keys, reader) = (app.keys()?.clone(), app.store().reader());
    let mut count = 0;
    let mut after = None;
    loop {
        let rows = account::list_all_contacts(reader, after, PAGE).await?;
        let Some(last) = rows.last() else { break };
        after = Some(last.id);
        let page = rows.into_iter().map(|row| (Kind::Contact, row.id, row.value));
        count += write(app, stale(&keys, page)?).await?;
    }
    let mut after = Uuid::nil();
    loop {
        let rows = credential::list_second_factors(reader, after, PAGE as i64).await?;
        let Some(last) = rows.last() else { break };
        after = last.account_id;
        let page = rows.into_iter().map(|row| (Kind::SecondFactor, row.account_id, row.secret));
        count += write(app, stale(&keys, page)?).await?;
    }
    let mut after = Uuid::nil();
    loop {
        let rows = passkey::list_all(reader, after, PAGE as i64).await?;
        let Some(last) = rows.last() else { break };
        after = last.id;
        let page = rows.into_iter().map(|row| (Kind::Passkey, row.id, row.value));
        count += write(app, stale(&keys, page)?).await?;
    }
    let mut after = Uuid::nil();
    loop {
        let rows = linked_identity::list_all(reader, after, PAGE as i64).await?;
        let Some(last) = rows.last() else { break };
        after = last.id;
        let page = rows.into_iter().map(|row| (Kind::Identity, row.id, row.value));
        count += write(app, stale(&keys, page)?).await?;
    }
    let mut after = Uuid::nil();
    loop {
        let rows = message::list_all(reader, after, PAGE).await?;
        let Some(last) = rows.last() else { break };
        after = last.id;
        let parts = |row: message::Row| [(Kind::Recipient, row.id, row.recipient), (Kind::Params, row.id, row.params)];
        // What a message said may be wiped.
        let page = rows.into_iter().flat_map(parts).filter(|(_, _, sealed)| !sealed.is_empty());
        count += write(app, stale(&keys, page)?).await?;
    }
    let rooms = crate::profiles::reseal(app).await? + crate::organisations::reseal(app).await?;
    Ok(count + rooms + crate::webhooks::reseal(app).await?)
}

#[derive(Clone, Copy)]
enum Kind {
    Contact,
    SecondFactor,
    Passkey,
    Identity,
    Recipient,
    Params,
}

impl Kind {
    fn place(self, id: Uuid) -> Place {
        match self {
            Self::Contact => contact_place(id),
            Self::SecondFactor => secret_place(id),
            Self::Passkey => key_place(id),
            Self::Identity => identity_place(id),
            Self::Recipient => messages::place("recipient", id),
            Self::Params => messages::place("params", id),
        }
    }
}

struct Stale {
    kind: Kind,
    id: Uuid,
    old: Vec<u8>,
    new: Vec<u8>,
}

fn stale(keys: &Keyring, page: impl Iterator<Item = (Kind, Uuid, Vec<u8>)>) -> Result<Vec<Stale>, AppError> {
    let mut stale = Vec::new();
    for (kind, id, old) in page {
        if let Some(new) = keys.resealed(kind.place(id), &old)? {
            stale.push(Stale { kind, id, old, new });
        }
    }
    Ok(stale)
}

async fn write(app: &App, rows: Vec<Stale>) -> Result<u64, AppError> {
    if rows.is_empty() {
        return Ok(0);
    }
    let store = app.store().clone();
    app.to_the_end(async move {
        let rows = &rows;
        store.write("reseal", |tx| Box::pin(put(tx, rows))).await?;
        Ok(rows.len() as u64)
    })
    .await
}

async fn put(tx: &Tx<'_>, rows: &[Stale]) -> Result<(), AppError> {
    for row in rows {
        match row.kind {
            Kind::Contact => account::reseal_contact(tx, row.id, &row.old, &row.new).await?,
            Kind::SecondFactor => credential::reseal_second_factor(tx, row.id, &row.old, &row.new).await?,
            Kind::Passkey => passkey::reseal(tx, row.id, &row.old, &row.new).await?,
            Kind::Identity => linked_identity::reseal(tx, row.id, &row.old, &row.new).await?,
            Kind::Recipient => message::reseal_recipient(tx, row.id, &row.old, &row.new).await?,
            Kind::Params => message::reseal_params(tx, row.id, &row.old, &row.new).await?,
        }
    }
    Ok(())
}
