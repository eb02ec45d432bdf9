//! One provider: where people are sent, and what their coming back proves.

use crate::fetch::Fetcher;
use crate::network::Reach;
use crate::settings::{Settings, SettingsError};
use chrono::{DateTime, Utc};
use openidconnect::core::{
    CoreAuthenticationFlow, CoreClient, CoreIdTokenClaims, CoreJwsSigningAlgorithm, CoreProviderMetadata,
    CoreTokenResponse,
};
use openidconnect::{
    AccessTokenHash, AuthenticationContextClass, AuthorizationCode, ClientId, ClientSecret, CsrfToken,
    EndpointMaybeSet, EndpointNotSet, EndpointSet, IssuerUrl, Nonce, OAuth2TokenResponse, PkceCodeChallenge,
    PkceCodeVerifier, RedirectUrl, TokenResponse,
};
use sanviec_domain::time::Micros;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use tokio::sync::Mutex;

/// For so long what a provider says of itself is believed without asking again.
const KEPT_SECONDS: i64 = 600;
/// Signatures that are taken: no shared secrets, no "none".
const ALGORITHMS: [CoreJwsSigningAlgorithm; 4] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EdDsa,
];

type Client =
    CoreClient<EndpointSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointMaybeSet, EndpointMaybeSet>;

/// What binds one round to the browser that began it. The caller makes the three secrets and keeps them where only that
/// browser brings them back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Round {
    /// Comes back with the answer.
    pub state: String,
    /// Comes back inside the signed token.
    pub nonce: String,
    /// Shown to the provider when the code is exchanged; 43 to 128 letters.
    pub verifier: String,
    /// Where the provider sends people back to.
    pub return_to: String,
}

/// Who somebody is at the provider.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// The provider as it calls itself.
    pub issuer: String,
    /// The person there; means something only together with the issuer.
    pub subject: String,
}

/// Why a round led to nobody.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Nobody's fault here: later it may work.
    #[error("the provider does not answer")]
    Unreachable(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The code was not taken.
    #[error("the provider refused the code: {0}")]
    Code(String),
    /// What came back is not proof: signature, issuer, audience, nonce, time or assurance level.
    #[error("the token is no proof: {0}")]
    Token(String),
}

/// A provider. Cloning is cheap.
#[derive(Clone)]
pub struct Provider(Arc<Inner>);

struct Inner {
    settings: Settings,
    issuer: IssuerUrl,
    fetcher: Fetcher,
    known: Mutex<Option<Known>>,
}

#[derive(Clone)]
struct Known {
    asked_at: Micros,
    metadata: CoreProviderMetadata,
}

impl Provider {
    /// A provider from its settings; nothing is asked yet.
    pub fn new(settings: Settings) -> Result<Self, SettingsError> {
        settings.check()?;
        let issuer = IssuerUrl::new(settings.issuer.clone()).map_err(|_| SettingsError::Issuer)?;
        let reach = match (issuer.url().scheme(), settings.private_network) {
            ("http", _) => Reach::Own,
            (_, true) => Reach::Private,
            (_, false) => Reach::Public,
        };
        let fetcher = Fetcher::new(reach, settings.roots_pem.as_deref())?;
        Ok(Self(Arc::new(Inner { settings, issuer, fetcher, known: Mutex::new(None) })))
    }

    /// As configured.
    pub fn settings(&self) -> &Settings {
        &self.0.settings
    }

    /// The address to send the browser to.
    pub async fn begin(&self, round: &Round, now: Micros) -> Result<String, Error> {
        let known = self.known(now, KEPT_SECONDS).await?;
        let client = self.client(&known, round)?;
        let (state, nonce) = (round.state.clone(), round.nonce.clone());
        let verifier = PkceCodeVerifier::new(round.verifier.clone());
        let mut request = client
            .authorize_url(
                CoreAuthenticationFlow::AuthorizationCode,
                move || CsrfToken::new(state),
                move || Nonce::new(nonce),
            )
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier));
        for level in &self.0.settings.levels {
            request = request.add_auth_context_value(AuthenticationContextClass::new(level.clone()));
        }
        // The library asks for `openid` by itself, and nothing else is wanted: no address, no profile.
        Ok(request.url().0.to_string())
    }

    /// Exchanges the code and checks the token. `iss` is what came back beside the code, where the provider tells it.
    pub async fn finish(&self, round: &Round, code: &str, iss: Option<&str>, now: Micros) -> Result<Identity, Error> {
        if iss.is_some_and(|iss| iss != self.0.settings.issuer) {
            return Err(Error::Token("the answer names another issuer".to_owned()));
        }
        let known = self.known(now, KEPT_SECONDS).await?;
        let client = self.client(&known, round)?;
        let request = client.exchange_code(AuthorizationCode::new(code.to_owned())).map_err(unreachable)?;
        let request = request.set_pkce_verifier(PkceCodeVerifier::new(round.verifier.clone()));
        let response = request.request_async(&self.0.fetcher).await.map_err(|error| match error {
            openidconnect::RequestTokenError::Request(error) => unreachable(error),
            openidconnect::RequestTokenError::ServerResponse(answer) => Error::Code(answer.error().to_string()),
            other => Error::Code(other.to_string()),
        })?;
        match self.identity(&client, &response, round, now) {
            // A key that is not known yet: providers change them.
            Err(_) if now.0 - known.asked_at.0 > 60_000_000 => {
                let client = self.client(&self.known(now, 0).await?, round)?;
                self.identity(&client, &response, round, now)
            }
            answer => answer,
        }
    }

    fn identity(
        &self,
        client: &Client,
        response: &CoreTokenResponse,
        round: &Round,
        now: Micros,
    ) -> Result<Identity, Error> {
        let no_proof = |error: &dyn std::fmt::Display| Error::Token(error.to_string());
        let token = response.id_token().ok_or_else(|| no_proof(&"there is none"))?;
        let levels = self.0.settings.levels.clone();
        let verifier = client
            .id_token_verifier()
            .set_allowed_algs(ALGORITHMS)
            .set_time_fn(move || DateTime::<Utc>::from_timestamp_micros(now.0).unwrap_or(DateTime::<Utc>::MIN_UTC))
            .set_auth_context_verifier_fn(move |shown| {
                let fits =
                    levels.is_empty() || shown.is_some_and(|shown| levels.iter().any(|level| **level == **shown));
                if fits { Ok(()) } else { Err("the assurance level is not one that is demanded".to_owned()) }
            });
        let claims: &CoreIdTokenClaims =
            token.claims(&verifier, &Nonce::new(round.nonce.clone())).map_err(|error| no_proof(&error))?;
        if let Some(expected) = claims.access_token_hash() {
            let signing = token.signing_alg().map_err(|error| no_proof(&error))?;
            let key = token.signing_key(&verifier).map_err(|error| no_proof(&error))?;
            let hash = AccessTokenHash::from_token(response.access_token(), signing, key);
            if hash.map_err(|error| no_proof(&error))? != *expected {
                return Err(no_proof(&"it belongs to another access token"));
            }
        }
        Ok(Identity { issuer: claims.issuer().to_string(), subject: claims.subject().to_string() })
    }

    fn client(&self, known: &Known, round: &Round) -> Result<Client, Error> {
        let settings = &self.0.settings;
        let redirect = RedirectUrl::new(round.return_to.clone()).map_err(unreachable)?;
        let client = CoreClient::from_provider_metadata(
            known.metadata.clone(),
            ClientId::new(settings.client_id.clone()),
            settings.client_secret.clone().map(ClientSecret::new),
        );
        Ok(client.set_redirect_uri(redirect))
    }

    /// What the provider says of itself, asked again when that is older than this.
    async fn known(&self, now: Micros, kept_seconds: i64) -> Result<Known, Error> {
        let mut known = self.0.known.lock().await;
        let fresh = known.as_ref().filter(|known| known.asked_at.plus_seconds(kept_seconds) > now);
        if let Some(fresh) = fresh {
            return Ok(fresh.clone());
        }
        let asked = CoreProviderMetadata::discover_async(self.0.issuer.clone(), &self.0.fetcher).await;
        let asked = Known { asked_at: now, metadata: asked.map_err(unreachable)? };
        *known = Some(asked.clone());
        Ok(asked)
    }
}

fn unreachable(error: impl std::error::Error + Send + Sync + 'static) -> Error {
    Error::Unreachable(Box::new(error))
}
