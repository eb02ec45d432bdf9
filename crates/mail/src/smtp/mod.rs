//! E-mail over SMTP: which server, under which name, and one conversation for each batch.
//!
//! lettre's own pool is not used: a conversation that is cancelled goes back into it and its answers are then read one
//! step late, so that a refused message counts as sent. Here a conversation that falters is thrown away.

mod conversation;
mod dial;
mod reply;

pub use dial::{Dial, Dialled, Stream};

use crate::address::{Domain, EmailAddress};
use crate::message::Message;
use crate::outcome::{Failure, Outcome, Stage};
use lettre::transport::smtp::client::{Certificate, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;
use uuid::Uuid;

/// How the way to the server is kept secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tls {
    /// TLS from the first byte, usually at port 465.
    Implicit,
    /// Plain until STARTTLS, usually at port 587 or 25; without it nothing is said.
    StartTls,
    /// Never; only to a server on this machine.
    None,
    /// Never, wherever the server is: for a network that nobody else can read. Not together with a password.
    NoneAnywhere,
}

/// Name and password at the server.
#[derive(Clone, PartialEq, Eq)]
pub struct Login {
    /// Name.
    pub user: String,
    /// Password.
    pub password: String,
}

impl fmt::Debug for Login {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Login").field("user", &self.user).finish_non_exhaustive()
    }
}

/// Under which name the installation writes.
#[derive(Clone, Debug)]
pub struct From {
    /// The address that messages come from.
    pub address: EmailAddress,
    /// The name beside it.
    pub name: String,
    /// Where answers go, if not to that address.
    pub reply_to: Option<EmailAddress>,
    /// The right side of every Message-ID, and the name that the server is greeted with. Changing it changes the names
    /// of messages that wait to be repeated.
    pub domain: Domain,
}

/// How long to wait. Nothing in a conversation waits without one of these.
#[derive(Clone, Copy, Debug)]
pub struct Deadlines {
    /// For the connection, TLS included.
    pub connect: Duration,
    /// For each answer before the text is handed over.
    pub answer: Duration,
    /// For taking the text and answering to it: servers look for viruses meanwhile.
    pub handover: Duration,
    /// For the whole conversation.
    pub whole: Duration,
}

impl Default for Deadlines {
    fn default() -> Self {
        let seconds = Duration::from_secs;
        Self { connect: seconds(20), answer: seconds(60), handover: seconds(180), whole: seconds(600) }
    }
}

/// A mail server that takes our messages.
#[derive(Clone, Debug)]
pub struct Relay {
    /// Name of its machine; its certificate must show it.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the way there is kept secret.
    pub tls: Tls,
    /// Name and password, if it asks for them.
    pub login: Option<Login>,
    /// PEM certificates to trust beside the public ones, such as that of a ministry.
    pub roots: Vec<u8>,
    /// Under which name we write.
    pub from: From,
    /// How long to wait.
    pub deadlines: Deadlines,
}

/// Why a relay cannot be used as it is set.
#[derive(Debug, thiserror::Error)]
pub enum RelayError {
    /// A password over an open way.
    #[error("a password is never sent without TLS: choose implicit or starttls, or leave the login out")]
    PasswordInClear,
    /// The certificates or the name of the host.
    #[error("TLS cannot be set up with these certificates and this host")]
    Tls(#[source] lettre::transport::smtp::Error),
}

/// A mail server to hand messages to. Cloning is cheap.
#[derive(Clone)]
pub struct Smtp(Arc<Inner>);

struct Inner {
    relay: Relay,
    hello: ClientId,
    tls: TlsParameters,
    dial: Option<Arc<dyn Dial>>,
}

impl fmt::Debug for Smtp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Smtp").field(&self.0.relay).finish()
    }
}

impl Smtp {
    /// A server reached over the network.
    pub fn new(relay: Relay) -> Result<Self, RelayError> {
        Self::with(relay, None)
    }

    /// A server reached through streams that somebody else opens, such as a pipe. [`Tls::Implicit`] is not for these.
    pub fn over(relay: Relay, dial: Arc<dyn Dial>) -> Result<Self, RelayError> {
        Self::with(relay, Some(dial))
    }

    fn with(relay: Relay, dial: Option<Arc<dyn Dial>>) -> Result<Self, RelayError> {
        if relay.tls == Tls::NoneAnywhere && relay.login.is_some() {
            return Err(RelayError::PasswordInClear);
        }
        let mut tls = TlsParameters::builder(relay.host.clone());
        if !relay.roots.is_empty() {
            tls = tls.add_root_certificate(Certificate::from_pem(&relay.roots).map_err(RelayError::Tls)?);
        }
        let tls = tls.build().map_err(RelayError::Tls)?;
        let hello = ClientId::Domain(relay.from.domain.as_str().to_owned());
        Ok(Self(Arc::new(Inner { relay, hello, tls, dial })))
    }

    /// Hands over at most [`crate::BATCH`] messages in one conversation; one outcome for each, in their order. What is
    /// beyond comes back as [`Outcome::NotReached`].
    ///
    /// The conversation is a task of its own that ends by its own deadline. Whoever drops this future loses the
    /// answers, but cuts no message in two.
    pub async fn send(&self, batch: Vec<Message>) -> Vec<(Uuid, Outcome)> {
        if batch.is_empty() {
            return Vec::new();
        }
        let ids: Vec<Uuid> = batch.iter().map(Message::id).collect();
        let inner = Arc::clone(&self.0);
        let task = tokio::spawn(async move { conversation::hold(&inner, &batch).await });
        let outcomes = match task.await {
            Ok(outcomes) => outcomes,
            // Whatever had been said before the panic is not known any more.
            Err(error) => {
                let failure = Failure::new(Stage::Handover, None, &error.to_string());
                vec![Outcome::Unknown(failure); ids.len()]
            }
        };
        ids.into_iter().zip(outcomes).collect()
    }

    /// Connects, says hello, signs in, and leaves: whether the settings work.
    pub async fn check(&self) -> Result<(), Failure> {
        conversation::check(&self.0).await
    }

    /// The longest that [`Smtp::send`] may take.
    pub fn longest(&self) -> Duration {
        self.0.relay.deadlines.whole
    }
}
