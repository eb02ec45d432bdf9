//! The circumstances of an API request: language by `Accept-Language`, a request id, and nobody signed in, or whoever
//! the session of the browser stands for.

use super::problem::ApiError;
use crate::Site;
use crate::http::session_token;
use axum::extract::FromRequestParts;
use axum::http::header::ACCEPT_LANGUAGE;
use axum::http::request::Parts;
use sanviec_app::accounts::{Recognised, recognise};
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

/// The circumstances of a request by somebody who is signed in on the site. Requests from other sites never come so
/// far.
pub(crate) struct SessionCtx(pub(crate) Ctx);

impl FromRequestParts<Site> for SessionCtx {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, ApiError> {
        let Ok(ApiCtx(mut ctx)) = ApiCtx::from_request_parts(parts, site).await;
        let Some(token) = session_token(site, &parts.headers) else {
            return Err(ApiError::new(AppError::Forbidden, &ctx));
        };
        match recognise(&site.app, ctx.now, &token).await {
            Ok(Recognised::Signed(person)) => {
                ctx.actor = Actor::Person(person);
                Ok(Self(ctx))
            }
            Ok(Recognised::Nobody | Recognised::Halfway(_)) => Err(ApiError::new(AppError::Forbidden, &ctx)),
            Err(error) => Err(ApiError::new(error, &ctx)),
        }
    }
}

/// English when it is asked for before Vietnamese.
pub(crate) fn preferred(languages: &str) -> Locale {
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
