//! Password hashes: argon2id, two at a time and not more, so that a storm of sign-ins never takes the machine from the
//! searches.

use crate::error::AppError;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use std::sync::{Arc, OnceLock};
use tokio::sync::Semaphore;

/// Hashes computed at the same time.
const AT_ONCE: usize = 2;
/// Requests that may wait for their turn; more are told to come back.
const WAITING: usize = 64;
/// Passes over the memory. With 19 MiB this is a pair that ASVS 5.0 (appendix C) accepts.
const PASSES: u32 = 2;

/// Computes and compares hashes. Cloning is cheap.
#[derive(Clone)]
pub(crate) struct Hasher(Arc<Inner>);

struct Inner {
    kib: u32,
    turns: Semaphore,
    room: Semaphore,
    /// A hash that no password gives, compared with when an account has none: the work is the same.
    decoy: OnceLock<String>,
}

impl Hasher {
    pub(crate) fn new(kib: u32) -> Self {
        let (turns, room) = (Semaphore::new(AT_ONCE), Semaphore::new(WAITING));
        Self(Arc::new(Inner { kib, turns, room, decoy: OnceLock::new() }))
    }

    /// The hash of a new password, as a PHC string.
    pub(crate) async fn hash(&self, password: String) -> Result<String, AppError> {
        self.compute(move |hasher| hasher.hash_now(&password)).await
    }

    /// Whether the password gives the hash. Without a hash the answer is no after the same work.
    pub(crate) async fn verify(&self, password: String, hash: Option<String>) -> Result<bool, AppError> {
        self.compute(move |hasher| {
            let known = hash.is_some();
            let hash = match hash {
                Some(hash) => hash,
                None => hasher.decoy()?,
            };
            let parsed = PasswordHash::new(&hash).map_err(|error| AppError::internal(error.to_string()))?;
            let fits = hasher.argon()?.verify_password(password.as_bytes(), &parsed).is_ok();
            Ok(fits && known)
        })
        .await
    }

    /// Whether a hash was made with another cost than that of today.
    pub(crate) fn is_outdated(&self, hash: &str) -> bool {
        !hash.contains(&format!("$m={},t={PASSES},p=1$", self.0.kib))
    }

    async fn compute<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Self) -> Result<T, AppError> + Send + 'static,
    ) -> Result<T, AppError> {
        let _room = self.0.room.try_acquire().map_err(|_| AppError::Unavailable("too many sign-ins at once".into()))?;
        let _turn = self.0.turns.acquire().await.map_err(AppError::internal)?;
        let hasher = self.clone();
        tokio::task::spawn_blocking(move || work(&hasher)).await.map_err(AppError::internal)?
    }

    fn argon(&self) -> Result<Argon2<'static>, AppError> {
        let params = Params::new(self.0.kib, PASSES, 1, None).map_err(|error| AppError::internal(error.to_string()))?;
        Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
    }

    fn hash_now(&self, password: &str) -> Result<String, AppError> {
        let salt = crate::secrets::bytes::<16>()?;
        let hash = self.argon()?.hash_password_with_salt(password.as_bytes(), &salt);
        hash.map(|hash| hash.to_string()).map_err(|error| AppError::internal(error.to_string()))
    }

    fn decoy(&self) -> Result<String, AppError> {
        if let Some(decoy) = self.0.decoy.get() {
            return Ok(decoy.clone());
        }
        let decoy = self.hash_now(&crate::secrets::token()?)?;
        Ok(self.0.decoy.get_or_init(|| decoy).clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_password_itself_gives_its_hash() {
        let hasher = Hasher::new(64);
        let hash = hasher.hash("bốn từ không ai đoán".into()).await.expect("hash");
        assert!(hash.starts_with("$argon2id$v=19$"), "{hash}");
        for (password, hash, fits) in [
            ("bốn từ không ai đoán", Some(&hash), true),
            ("bốn từ không ai đoán ", Some(&hash), false),
            ("", Some(&hash), false),
            ("bốn từ không ai đoán", None, false),
        ] {
            assert_eq!(hasher.verify(password.into(), hash.cloned()).await.expect("compared"), fits, "{password}");
        }
        let again = hasher.hash("bốn từ không ai đoán".into()).await.expect("hash");
        assert_ne!(hash, again, "salted");
    }

    #[tokio::test]
    async fn beyond_the_queue_a_request_is_told_to_come_back() {
        let hasher = Hasher::new(64);
        let all = hasher.0.room.acquire_many(WAITING as u32).await.expect("room");
        assert!(matches!(hasher.verify(String::new(), None).await, Err(AppError::Unavailable(_))));
        drop(all);
        assert!(hasher.verify(String::new(), None).await.is_ok());
    }
}
