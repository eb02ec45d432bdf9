//! Signing in by another provider (`OpenID` Connect, authorisation code with PKCE): the only crate that knows
//! openidconnect and asks foreign HTTP servers for identities.
//!
//! Who somebody is elsewhere is issuer and subject, and nothing else: an e-mail address that a provider tells proves
//! nothing here. Must not be in here: accounts, sessions, SQL, pages, a clock.

#![warn(missing_docs)]

mod fetch;
mod network;
mod provider;
mod settings;

pub use fetch::FetchError;
pub use provider::{Error, Identity, Provider, Round};
pub use settings::{Settings, SettingsError};
