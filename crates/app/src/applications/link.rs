//! Links by which somebody without an account follows an application. A token has 128 random bits and stands in a
//! message only; the database has its hash. Each message carries a link of its own, so that the one before stays good.

use super::desk::Desk;
use crate::error::AppError;
use crate::secrets::{bytes, sha256};
use sanviec_store::application::{self, Link};
use sanviec_store::{Db, Tx};
use uuid::Uuid;

/// What the person's links are stored under.
pub(super) const FOLLOW: &str = "follow";
/// What the guardian's link is stored under.
pub(super) const GUARDIAN: &str = "guardian";

const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// 22 letters for 128 bits: short enough for a short message, too many to be guessed.
pub(crate) fn token() -> Result<String, AppError> {
    let bits = u128::from_be_bytes(bytes::<16>()?);
    let sign = |at: u32| char::from(LETTERS[(bits >> (6 * at) & 63) as usize]);
    Ok((0..22).map(sign).collect())
}

/// Makes a link and answers with its path.
pub(super) async fn make(
    desk: &Desk,
    tx: &Tx<'_>,
    application_id: Uuid,
    purpose: &'static str,
) -> Result<String, AppError> {
    let token = token()?;
    let row = Link {
        id: desk.app.ids().next(),
        application_id,
        purpose: purpose.to_owned(),
        token_hash: sha256(token.as_bytes()).to_vec(),
        created_at: desk.ctx.now.0,
    };
    application::add_link(tx, &row).await?;
    Ok(format!("/theo-doi/{token}"))
}

/// Whether a text can be a token at all.
pub(crate) fn is_token(text: &str) -> bool {
    text.len() == 22 && text.bytes().all(|sign| LETTERS.contains(&sign))
}

/// The link of a token.
pub(super) async fn find(db: &impl Db, token: &str) -> Result<Option<Link>, AppError> {
    if !is_token(token) {
        return Ok(None);
    }
    Ok(application::find_link(db, &sha256(token.as_bytes())).await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_fit_a_path_and_never_repeat() {
        let (one, two) = (token().expect("random"), token().expect("random"));
        assert_eq!(one.len(), 22);
        assert!(one.bytes().all(|sign| LETTERS.contains(&sign)), "{one}");
        assert_ne!(one, two);
    }
}
