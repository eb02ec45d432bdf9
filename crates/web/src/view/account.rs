//! The page of the own account: addresses, ways to sign in, roles, sessions.

use askama::Template;

use super::{Owned, Page, Words};

/// One session.
#[derive(Clone, Debug)]
pub(crate) struct Session {
    /// Id, for the form that ends it.
    pub(crate) id: String,
    /// What the browser calls itself.
    pub(crate) device: Words,
    /// In which role, in words.
    pub(crate) role: String,
    /// When it began.
    pub(crate) began: String,
    /// When it was last used.
    pub(crate) seen: String,
    /// Whether it is this one.
    pub(crate) is_this: bool,
    /// Key of the form.
    pub(crate) key: String,
}

/// A role that can be taken on.
#[derive(Clone, Debug)]
pub(crate) struct Role {
    /// Id of the membership; empty for that of a seeker.
    pub(crate) id: String,
    /// In words, with the place.
    pub(crate) label: Words,
    /// Whether it is the present one.
    pub(crate) is_this: bool,
    /// Key of the form.
    pub(crate) key: String,
}

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "account.html")]
pub(crate) struct AccountPage {
    /// Frame.
    pub(crate) page: Page,
    /// What was just done.
    pub(crate) done: Option<String>,
    /// Pages of the role in use: text and address.
    pub(crate) ways: Vec<(String, String)>,
    /// Phone numbers and e-mail addresses.
    pub(crate) contacts: Vec<Words>,
    /// Whether there is a password.
    pub(crate) has_password: bool,
    /// Since which day there is a second factor.
    pub(crate) second_factor: Option<String>,
    /// Names of passkeys.
    pub(crate) passkeys: Vec<Words>,
    /// How many printed codes are left; none without a second factor.
    pub(crate) backup_codes: Option<String>,
    /// Key of the form that prints new ones.
    pub(crate) codes_key: String,
    /// Identities at other providers.
    pub(crate) identities: Vec<Owned>,
    /// Providers that can be linked: label and address.
    pub(crate) providers: Vec<(String, String)>,
    /// Whether this person helps colleagues who lost their second factor.
    pub(crate) helps: bool,
    /// Whether it may be turned off.
    pub(crate) may_remove: bool,
    /// Roles; one for most people, and then nothing is shown.
    pub(crate) roles: Vec<Role>,
    /// Sessions, newest first.
    pub(crate) sessions: Vec<Session>,
    /// Key of the form that ends the others.
    pub(crate) others_key: String,
    /// Key of the form that turns the second factor off.
    pub(crate) remove_key: String,
}
