//! Who people are and how they prove it, from the settings: providers of identities, passkeys for operators.

use crate::Failure;
use crate::settings::{Settings, SettingsError};
use sanviec_oidc::Provider;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// What is demanded of accounts.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct AccountSettings {
    /// Whether operators of the platform come in by a passkey and by nothing else. Set up a passkey before turning this
    /// on: whoever has none is asked for one at the next sign-in.
    pub(crate) operator_passkeys: bool,
}

/// One provider.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct ProviderSettings {
    /// Short name in addresses. The provider must know `PUBLIC_URL/dang-nhap/ngoai/NAME/ve` and the same below `/en`.
    pub(crate) name: String,
    /// What the button says.
    pub(crate) label_vi: String,
    pub(crate) label_en: String,
    /// The issuer exactly as the provider writes it.
    pub(crate) issuer: String,
    pub(crate) client_id: String,
    /// File with our secret at the provider.
    pub(crate) client_secret_file: Option<PathBuf>,
    /// Assurance levels (`acr`) of which one is demanded.
    pub(crate) levels: Vec<String>,
    /// Whether the provider may stand in a private network.
    pub(crate) private_network: bool,
    /// PEM file with certificates to trust beside the public ones.
    pub(crate) roots_file: Option<PathBuf>,
}

/// The providers, ready to be asked. Their answers come back to the public address, so that has to be set.
pub(crate) fn providers(settings: &Settings) -> Result<Vec<Provider>, Failure> {
    let value = |why: String| SettingsError::Value { key: "identity_providers", why };
    if !settings.identity_providers.is_empty() && settings.public_url.is_empty() {
        return Err(
            value("hãy đặt public_url trước / set public_url first: providers send people back to it".into()).into()
        );
    }
    let mut made: Vec<Provider> = Vec::new();
    for given in &settings.identity_providers {
        if made.iter().any(|known| known.settings().name == given.name) {
            return Err(value(format!("tên {0} có hai lần / the name {0} stands there twice", given.name)).into());
        }
        let secret = given
            .client_secret_file
            .as_deref()
            .map(|file| std::fs::read_to_string(file).map_err(|error| value(format!("{}: {error}", file.display()))));
        let secret = secret.transpose()?;
        let chosen = sanviec_oidc::Settings {
            name: given.name.clone(),
            label_vi: given.label_vi.clone(),
            label_en: given.label_en.clone(),
            issuer: given.issuer.clone(),
            client_id: given.client_id.clone(),
            client_secret: secret.map(|text| text.trim().to_owned()),
            levels: given.levels.clone(),
            private_network: given.private_network,
            roots_pem: given.roots_file.as_ref().map(std::fs::read).transpose()?,
        };
        made.push(Provider::new(chosen).map_err(|error| value(format!("{}: {error}", given.name)))?);
    }
    Ok(made)
}
