//! How somebody signs in and from where, for the copy of everything that a person takes away; and its end with the
//! account. No secret is in the copy: a key that could be copied would be no proof.

use super::Contact;
use super::external::in_full;
use super::overview::{Overview, RoleView, SessionView, overview};
use super::passkey::PasskeyView;
use crate::app::App;
use crate::ctx::{Ctx, Role};
use crate::error::AppError;
use sanviec_domain::time::Micros;
use sanviec_store::{Tx, account, backup_code, credential, inbox_seen, linked_identity, passkey, session};
use serde_json::{Value, json};
use uuid::Uuid;

/// The account of the person who is signed in.
pub(crate) async fn copy_of_account(app: &App, ctx: &Ctx, account_id: Uuid) -> Result<Value, AppError> {
    let Overview { contacts, has_password, second_factor, passkeys, backup_codes, sessions, roles, .. } =
        overview(app, ctx).await?;
    let passkey = |key: &PasskeyView| {
        let used_at = key.used_at.map(Micros::rfc3339);
        json!({ "name": key.name, "since": key.since.rfc3339(), "used_at": used_at })
    };
    let session = |session: &SessionView| {
        json!({ "device": session.device, "role": session.role.map(Role::code),
                "began_at": session.created_at.rfc3339(), "seen_at": session.seen_at.rfc3339() })
    };
    let role = |held: &RoleView| json!({ "role": held.role.code(), "place": held.place });
    let identities = in_full(app, account_id).await?;
    let identity = |(provider, since, identity): &(String, Micros, sanviec_oidc::Identity)| {
        json!({ "provider": provider, "since": since.rfc3339(), "issuer": identity.issuer,
                "subject": identity.subject })
    };
    Ok(json!({
        "id": account_id,
        "addresses": contacts.iter().map(|held| Contact::as_str(&held.contact)).collect::<Vec<_>>(),
        "has_password": has_password,
        "app_since": second_factor.map(Micros::rfc3339),
        "passkeys": passkeys.iter().map(passkey).collect::<Vec<_>>(),
        "backup_codes_left": backup_codes,
        "identities": identities.iter().map(identity).collect::<Vec<_>>(),
        "sessions": sessions.iter().map(session).collect::<Vec<_>>(),
        "roles": roles.iter().map(role).collect::<Vec<_>>(),
    }))
}

/// Takes away every way to reach and to enter an account that its holder deletes.
pub(crate) async fn forget_ways_in(tx: &Tx<'_>, account_id: Uuid, now: Micros) -> Result<(), AppError> {
    account::forget_contacts(tx, account_id).await?;
    credential::forget(tx, account_id).await?;
    passkey::remove_all(tx, account_id).await?;
    backup_code::remove_all(tx, account_id).await?;
    linked_identity::remove_all(tx, account_id).await?;
    inbox_seen::forget(tx, account_id).await?;
    session::revoke_others(tx, account_id, None, now.0).await?;
    Ok(session::forget_devices(tx, account_id).await?)
}
