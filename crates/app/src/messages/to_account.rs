//! A message to whoever holds an account: one, to the first address that the account has. And one to everybody who acts
//! for an employer.

use super::{Letter, enqueue};
use crate::accounts::{Contact, contacts};
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::AppError;
use crate::secrets::Keyring;
use sanviec_domain::message::Content;
use sanviec_domain::time::Micros;
use sanviec_store::{Tx, membership};
use uuid::Uuid;

impl Letter {
    /// What a content says, to an address; of no use from `expires_at` on.
    pub(crate) fn of(
        (id, account_id): (Uuid, Option<Uuid>),
        contact: &Contact,
        content: &Content,
        expires_at: Option<Micros>,
    ) -> Self {
        Self {
            id,
            account_id,
            channel: contact.channel(),
            recipient: contact.as_str().to_owned(),
            template: content.kind().code(),
            params: content.values(),
            expires_at,
        }
    }
}

/// Queues it in the write of what it tells; false where the account has no address, and so reads it nowhere.
pub(crate) async fn to_account(
    tx: &Tx<'_>,
    (keys, ctx): (&Keyring, &Ctx),
    (id, account_id): (Uuid, Uuid),
    content: &Content,
    expires_at: Option<Micros>,
) -> Result<bool, AppError> {
    let Some(contact) = contacts(tx, keys, account_id).await?.into_iter().next() else { return Ok(false) };
    let letter = Letter::of((id, Some(account_id)), &contact, content, expires_at);
    enqueue(tx, keys, ctx, &letter).await?;
    Ok(true)
}

/// Queues it for everybody who acts for an employer, each by e-mail where there is one; how many read it.
pub(crate) async fn to_employer(
    tx: &Tx<'_>,
    (app, keys, ctx): (&App, &Keyring, &Ctx),
    employer_id: Uuid,
    content: &Content,
) -> Result<usize, AppError> {
    let mut told: Vec<Uuid> = Vec::new();
    for held in membership::list_at_employer(tx, employer_id).await? {
        if told.contains(&held.account_id) {
            continue;
        }
        let all = contacts(tx, keys, held.account_id).await?;
        let email = all.iter().find(|contact| matches!(contact, Contact::Email(_)));
        let Some(contact) = email.or(all.first()) else { continue };
        let letter = Letter::of((app.ids().next(), Some(held.account_id)), contact, content, None);
        enqueue(tx, keys, ctx, &letter).await?;
        told.push(held.account_id);
    }
    Ok(told.len())
}
