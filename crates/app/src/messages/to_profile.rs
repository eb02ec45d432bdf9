//! A message to the person of a profile: to the account that holds it, or else to what somebody who registered at the
//! counter gave to be reached by.

use super::{Letter, enqueue_of, to_account};
use crate::accounts::Contact;
use crate::ctx::{Ctx, Locale};
use crate::error::AppError;
use crate::profiles::Profile;
use crate::secrets::Keyring;
use sanviec_domain::message::Content;
use sanviec_domain::person::PhoneKind;
use sanviec_domain::time::Micros;
use sanviec_store::Tx;
use uuid::Uuid;

/// Where somebody without an account is written to: by e-mail where an address was given, else to a mobile number. A
/// landline takes no messages.
pub(crate) fn contact_of(profile: &Profile) -> Option<Contact> {
    let given = &profile.content.contact;
    let email = given.email.as_ref().map(|email| Contact::Email(email.as_str().to_owned()));
    let mobile = given.phone.as_ref().filter(|phone| phone.kind() == PhoneKind::Mobile);
    email.or_else(|| mobile.map(|phone| Contact::Phone(phone.e164())))
}

/// Queues it in the write of what it tells; false where nothing reaches the person.
pub(crate) async fn to_profile(
    tx: &Tx<'_>,
    (keys, ctx): (&Keyring, &Ctx),
    (id, profile): (Uuid, &Profile),
    content: &Content,
    expires_at: Option<Micros>,
) -> Result<bool, AppError> {
    if let Some(account_id) = profile.account_id {
        return to_account(tx, (keys, ctx), (id, account_id), content, expires_at).await;
    }
    let Some(contact) = contact_of(profile) else { return Ok(false) };
    // It stands in no inbox: where it went is forgotten once it is of no use.
    let useful = ctx.now.plus_seconds(content.kind().useful_for_us() / 1_000_000);
    let letter = Letter::of((id, None), &contact, content, Some(expires_at.unwrap_or(useful)));
    enqueue_of(tx, keys, (ctx, Locale::Vi), &letter, Some(profile.id.0)).await?;
    Ok(true)
}
