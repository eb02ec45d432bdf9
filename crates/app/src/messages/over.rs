//! A message that goes on over another channel, because the one it was on does not take it.

use super::{Channel, place};
use crate::error::AppError;
use crate::secrets::{Keyring, Place};
use sanviec_domain::message::Kind;
use sanviec_store::{Tx, account, message};
use uuid::Uuid;

/// Puts a held message over to a channel; false when there is no way, and it has failed. To e-mail only what is no
/// proof of a telephone, only to an address of the account, and only what was not sent there anyway.
pub(super) async fn go_over(
    tx: &Tx<'_>,
    keys: &Keyring,
    (id, lease): (Uuid, Uuid),
    (channel, why): (Channel, &str),
    now: i64,
) -> Result<bool, AppError> {
    let recipient = match channel {
        Channel::Sms | Channel::Zalo => None,
        Channel::Email => {
            let Some(address) = email_of(tx, keys, id).await? else { return Ok(false) };
            Some(keys.seal(place("recipient", id), &address)?)
        }
    };
    message::go_over(tx, (id, lease), channel.code(), recipient.as_deref(), why, now).await?;
    Ok(true)
}

async fn email_of(tx: &Tx<'_>, keys: &Keyring, id: Uuid) -> Result<Option<Vec<u8>>, AppError> {
    let Some(row) = message::find(tx, id).await? else { return Ok(None) };
    let proves = Kind::find_by_code(&row.template).is_none_or(proves_an_address);
    let Some(account_id) = row.account_id.filter(|_| !proves) else { return Ok(None) };
    if message::has_twin(tx, &row, Channel::Email.code()).await? {
        return Ok(None);
    }
    let contacts = account::list_contacts(tx, account_id).await?;
    let Some(contact) = contacts.into_iter().find(|contact| contact.kind == "email") else { return Ok(None) };
    let at = Place { table: "contact_point", column: "value", row: contact.id };
    Ok(Some(keys.open(at, &contact.value)?))
}

/// What is of no use after the minutes of a code is one.
const fn proves_an_address(kind: Kind) -> bool {
    const DAY_US: i64 = 86_400_000_000;
    kind.useful_for_us() < DAY_US
}
