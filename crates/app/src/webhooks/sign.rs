//! Secrets and signatures: HMAC-SHA256 over id, instant and body, as Standard Webhooks writes it.

use crate::error::AppError;
use crate::secrets::bytes;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// First letters of every secret, by which people and scanners know one.
const PREFIX: &str = "whsec_";

/// A secret of 32 random bytes, as receivers keep it.
pub(super) fn new_secret() -> Result<String, AppError> {
    Ok(format!("{PREFIX}{}", STANDARD.encode(bytes::<32>()?)))
}

/// The header `webhook-signature`: one signature for each secret in use.
pub(super) fn signatures(secrets: &[String], id: &str, at_s: i64, body: &str) -> Result<String, AppError> {
    let one = |secret: &String| {
        let key = secret.strip_prefix(PREFIX).and_then(|text| STANDARD.decode(text).ok());
        let key = key.ok_or_else(|| AppError::internal("a secret of a webhook is none"))?;
        let mut mac =
            Hmac::<Sha256>::new_from_slice(&key).map_err(|_| AppError::internal("a key of a wrong length"))?;
        mac.update(format!("{id}.{at_s}.{body}").as_bytes());
        Ok(format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes())))
    };
    Ok(secrets.iter().map(one).collect::<Result<Vec<_>, AppError>>()?.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_signature_is_that_of_the_specification() {
        // The worked case of the reference libraries of Standard Webhooks.
        let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".to_owned();
        let signed = signatures(&[secret], "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, r#"{"test": 2432232314}"#);
        assert_eq!(signed.expect("signed"), "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    #[test]
    fn while_two_secrets_are_in_use_there_are_two_signatures() {
        let secrets = [new_secret().expect("secret"), new_secret().expect("secret")];
        assert_ne!(secrets[0], secrets[1]);
        let both = signatures(&secrets, "msg_1", 1, "{}").expect("signed");
        let each: Vec<String> =
            secrets.iter().map(|one| signatures(std::slice::from_ref(one), "msg_1", 1, "{}").expect("one")).collect();
        assert_eq!(both, each.join(" "));
        assert!(secrets[0].starts_with("whsec_") && secrets[0].len() == 50);
    }
}
