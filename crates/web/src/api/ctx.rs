//! The circumstances of an API request: language by `Accept-Language`, a request id, nobody signed in.

use super::problem::ApiError;
use crate::Site;
use axum::extract::FromRequestParts;
use axum::http::header::ACCEPT_LANGUAGE;
use axum::http::request::Parts;
use sanviec_app::{Actor, AppError, Ctx, Locale};
use std::convert::Infallible;

/// The circumstances of this request.
pub(crate) struct ApiCtx(pub(crate) Ctx);

impl FromRequestParts<Site> for ApiCtx {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Infallible> {
        let language = parts.headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        Ok(Self(site.app.ctx(Actor::Public, preferred(language))))
    }
}

/// English when it is asked for before Vietnamese.
fn preferred(languages: &str) -> Locale {
    let mut listed = languages.split(',').map(|language| language.trim().to_ascii_lowercase());
    let known = listed.find_map(|language| match language.get(..2) {
        Some("vi") => Some(Locale::Vi),
        Some("en") => Some(Locale::En),
        _ => None,
    });
    known.unwrap_or_default()
}

/// Any other path below the API.
pub(crate) async fn no_such_path(ctx: ApiCtx) -> ApiError {
    ApiError::new(AppError::NotFound, &ctx.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vietnamese_comes_first_unless_english_is_asked_for() {
        for (asked, locale) in [
            ("", Locale::Vi),
            ("en", Locale::En),
            ("en-US,en;q=0.9", Locale::En),
            ("vi,en;q=0.8", Locale::Vi),
            ("fr,en;q=0.5", Locale::En),
            ("fr", Locale::Vi),
        ] {
            assert_eq!(preferred(asked), locale, "{asked}");
        }
    }
}
