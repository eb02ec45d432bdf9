//! Signing in by an identity at another provider. An identity leads into the account that its holder linked it to while
//! signed in, and never into another: not by an e-mail address that a provider tells, not by making an account.
//!
//! It stands for the password and not for the second factor: that is asked for as after any other way in.

mod enter;
mod link;
mod round;

pub use enter::{Arrival, Came, finish_external};
pub use link::{link_identity, unlink_identity};
pub use round::{Begun, begin_external};

use crate::app::App;
use crate::error::{AppError, FieldError};
use crate::secrets::{Keyring, Place};
use sanviec_domain::time::Micros;
use sanviec_oidc::{Identity, Provider};
use sanviec_store::linked_identity;
use uuid::Uuid;

/// Seconds from being sent away to coming back, and from there to linking.
const SECONDS: i64 = 10 * 60;

/// A provider as people choose it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProviderView {
    /// Its name in addresses.
    pub name: String,
    pub label_vi: String,
    pub label_en: String,
}

/// Providers that are configured.
pub fn providers(app: &App) -> Vec<ProviderView> {
    let view = |provider: &Provider| {
        let settings = provider.settings();
        ProviderView {
            name: settings.name.clone(),
            label_vi: settings.label_vi.clone(),
            label_en: settings.label_en.clone(),
        }
    };
    app.providers().iter().map(view).collect()
}

fn provider<'a>(app: &'a App, name: &str) -> Result<&'a Provider, AppError> {
    app.providers().iter().find(|provider| provider.settings().name == name).ok_or(AppError::NotFound)
}

/// An identity at another provider as its holder sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdentityView {
    pub id: Uuid,
    /// Name of the provider.
    pub provider: String,
    pub since: Micros,
}

/// Identities of an account as its holder sees them.
pub(super) async fn views(app: &App, account_id: Uuid) -> Result<Vec<IdentityView>, AppError> {
    let rows = linked_identity::list(app.store().reader(), account_id).await?;
    let view =
        |row: linked_identity::Row| IdentityView { id: row.id, provider: row.provider, since: Micros(row.created_at) };
    Ok(rows.into_iter().map(view).collect())
}

/// The same with what the provider calls the holder: name of the provider, since when, identity.
pub(super) async fn in_full(app: &App, account_id: Uuid) -> Result<Vec<(String, Micros, Identity)>, AppError> {
    let rows = linked_identity::list(app.store().reader(), account_id).await?;
    let open = |row: linked_identity::Row| {
        let value = app.keys()?.open(identity_place(row.id), &row.value)?;
        let identity = serde_json::from_slice(&value)
            .map_err(|_| sanviec_store::Error::corrupt("linked_identity", "value", row.id))?;
        Ok((row.provider, Micros(row.created_at), identity))
    };
    rows.into_iter().map(open).collect()
}

/// Place of a sealed identity.
pub(super) const fn identity_place(id: Uuid) -> Place {
    Place { table: "linked_identity", column: "value", row: id }
}

/// Issuer and subject together: a subject alone means something else at each provider.
fn lookup(keys: &Keyring, identity: &Identity) -> [u8; 32] {
    keys.hash("identity", &[identity.issuer.as_bytes(), identity.subject.as_bytes()])
}

/// One refusal for an answer without its round, of another browser, too late, or without proof; the log says more.
fn not_proved() -> AppError {
    let vi = "Không xác nhận được danh tính. Vui lòng thử đăng nhập lại từ đầu.";
    FieldError::new("form", "no_identity", vi, "The identity could not be confirmed. Please begin again.").into()
}
