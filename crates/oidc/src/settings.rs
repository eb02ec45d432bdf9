//! What an operator says of a provider.

use openidconnect::url::Url;

/// A provider as configured.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Short name in addresses: small letters, digits and dashes.
    pub name: String,
    /// What the button says, in Vietnamese and English.
    pub label_vi: String,
    /// See `label_vi`.
    pub label_en: String,
    /// The issuer exactly as the provider writes it.
    pub issuer: String,
    /// Our name at the provider.
    pub client_id: String,
    /// Our secret there, where it gave one.
    pub client_secret: Option<String>,
    /// Assurance levels (`acr`) of which one is demanded; none when the provider's own judgement suffices.
    pub levels: Vec<String>,
    /// Whether the provider may stand in a private network.
    pub private_network: bool,
    /// Certificates in PEM to trust beside the public ones.
    pub roots_pem: Option<Vec<u8>>,
}

/// Why a provider cannot be used as configured.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SettingsError {
    /// The name has other signs.
    #[error("the name of a provider has small letters, digits and dashes only, and 32 at most")]
    Name,
    /// The issuer is no address.
    #[error("the issuer must be an https address; http is for a provider on this machine alone")]
    Issuer,
    /// Our name there is missing.
    #[error("client_id is missing")]
    ClientId,
    /// The certificates cannot be read.
    #[error("the certificates cannot be read")]
    Roots,
}

impl Settings {
    pub(crate) fn check(&self) -> Result<(), SettingsError> {
        let plain = |sign: u8| sign.is_ascii_lowercase() || sign.is_ascii_digit() || sign == b'-';
        if self.name.is_empty() || self.name.len() > 32 || !self.name.bytes().all(plain) {
            return Err(SettingsError::Name);
        }
        if self.client_id.is_empty() {
            return Err(SettingsError::ClientId);
        }
        let issuer = Url::parse(&self.issuer).map_err(|_| SettingsError::Issuer)?;
        let own = matches!(issuer.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
        let fits = issuer.scheme() == "https" || issuer.scheme() == "http" && own;
        if fits && issuer.fragment().is_none() { Ok(()) } else { Err(SettingsError::Issuer) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_provider_is_asked_over_tls_or_on_this_machine() {
        for (issuer, taken) in [
            ("https://dinhdanh.vidu.vn", true),
            ("https://dinhdanh.vidu.vn/realms/a", true),
            ("http://localhost:3000", true),
            ("http://127.0.0.1:3000", true),
            ("http://dinhdanh.vidu.vn", false),
            ("http://localhost.vidu.vn", false),
            ("ftp://localhost", false),
            ("", false),
        ] {
            let settings =
                Settings { name: "vi-du".into(), issuer: issuer.into(), client_id: "a".into(), ..Settings::default() };
            assert_eq!(settings.check().is_ok(), taken, "{issuer}");
        }
        for name in ["", "Có Dấu", "a/b", &"a".repeat(33)] {
            let settings = Settings { name: name.into(), ..Settings::default() };
            assert_eq!(settings.check(), Err(SettingsError::Name), "{name}");
        }
    }
}
