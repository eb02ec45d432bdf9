//! What a person is told of the own profile at a centre: one message, to the first address of the account, in the write
//! of what it tells. Whoever has no account is told at the counter.

use super::Profile;
use crate::ctx::Ctx;
use crate::error::AppError;
use crate::messages;
use crate::secrets::Keyring;
use sanviec_domain::message::{Content, News};
use sanviec_store::{Tx, centre};
use uuid::Uuid;

/// Tells the person with an account what became of the profile at a centre, and where to read more.
pub(crate) async fn tell(
    tx: &Tx<'_>,
    (keys, ctx): (&Keyring, &Ctx),
    (id, profile): (Uuid, &Profile),
    (news, centre_id): (News, Uuid),
    path: &str,
) -> Result<(), AppError> {
    let Some(account_id) = profile.account_id else { return Ok(()) };
    let centre_name = centre::find(tx, centre_id).await?.ok_or(AppError::NotFound)?.name;
    let content = Content::ProfileNews { centre_name, news, path: path.to_owned() };
    messages::to_account(tx, (keys, ctx), (id, account_id), &content, None).await.map(|_| ())
}
