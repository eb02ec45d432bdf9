//! Who asks: a program of an organisation with a key, as far as the scope of the key goes, or somebody who is signed in
//! on the site.
//!
//! What must not be in here: what a key or a session may do with whose things; that is the table of rights.

use super::ctx::{ApiCtx, SessionCtx};
use super::problem::ApiError;
use crate::Site;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, header};
use sanviec_app::api_keys::{self, Scope};
use sanviec_app::{Actor, AppError, Ctx, Person};

/// Said to a key whose scope does not cover what is asked for: which one it takes, and who can make such a key.
const fn lacks(has: Scope, needed: Scope) -> (&'static str, &'static str) {
    match (has, needed) {
        (Scope::Read, Scope::Write) => (
            "Khóa này chỉ được xem; việc này cần phạm vi write. Nhờ quản trị viên của đơn vị tạo khóa được thay đổi tin.",
            "This key only reads; this takes the scope write. Ask an administrator of the organisation for a key that may \
             change postings.",
        ),
        (_, Scope::Read) => (
            "Khóa này không xem được tin; việc này cần phạm vi read hoặc write. Nhờ quản trị viên của đơn vị tạo khóa \
             khác.",
            "This key does not see postings; this takes the scope read or write. Ask an administrator of the organisation \
             for another key.",
        ),
        (_, Scope::Write) => (
            "Khóa này không thay đổi được tin; việc này cần phạm vi write. Nhờ quản trị viên của đơn vị tạo khóa khác.",
            "This key does not change postings; this takes the scope write. Ask an administrator of the organisation for \
             another key.",
        ),
        (_, Scope::PlacementsRead) => (
            "Khóa này không xem được hồ sơ theo dõi việc làm; việc này cần phạm vi placements_read hoặc \
             placements_record. Nhờ quản trị viên của đơn vị tạo khóa khác.",
            "This key does not see placements; this takes the scope placements_read or placements_record. Ask an \
             administrator of the organisation for another key.",
        ),
        (_, Scope::PlacementsRecord) => (
            "Khóa này không ghi được vào hồ sơ theo dõi việc làm; việc này cần phạm vi placements_record. Nhờ quản trị \
             viên của đơn vị tạo khóa khác.",
            "This key records nothing of placements; this takes the scope placements_record. Ask an administrator of the \
             organisation for another key.",
        ),
    }
}

/// The key that a request shows, where it shows one.
fn shown(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "))
}

/// The circumstances of a request with a key: the program, and what it acts for. One whose scope does not cover what
/// the request needs comes no further.
async fn by_key(parts: &mut Parts, site: &Site, [reads, changes]: [Scope; 2]) -> Result<(Ctx, Person), ApiError> {
    let Ok(ApiCtx(mut ctx)) = ApiCtx::from_request_parts(parts, site).await;
    let needed = if matches!(parts.method, Method::GET | Method::HEAD) { reads } else { changes };
    match api_keys::recognise(&site.app, ctx.now, shown(&parts.headers).unwrap_or_default()).await {
        Ok(Some((_, scope))) if !scope.covers(needed) => Err(ApiError::forbidden(lacks(scope, needed), &ctx)),
        Ok(Some((person, _))) => {
            ctx.actor = Actor::Person(person);
            Ok((ctx, person))
        }
        Ok(None) => Err(ApiError::new(AppError::Forbidden, &ctx)),
        Err(error) => Err(ApiError::new(error, &ctx)),
    }
}

/// The circumstances of a request about postings with a key, and the organisation that it acts for.
pub(crate) struct KeyCtx {
    pub(super) ctx: Ctx,
    pub(super) employer: uuid::Uuid,
}

impl FromRequestParts<Site> for KeyCtx {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, ApiError> {
        let (ctx, person) = by_key(parts, site, [Scope::Read, Scope::Write]).await?;
        Ok(Self { ctx, employer: person.employer_id.unwrap_or_default() })
    }
}

/// The circumstances of a request about placements: by a program where a key is shown, whatever cookies come beside it,
/// else by somebody who is signed in.
pub(crate) struct Caller {
    pub(super) ctx: Ctx,
    is_program: bool,
}

impl FromRequestParts<Site> for Caller {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, ApiError> {
        if shown(&parts.headers).is_none() {
            let SessionCtx(ctx) = SessionCtx::from_request_parts(parts, site).await?;
            return Ok(Self { ctx, is_program: false });
        }
        let (ctx, _) = by_key(parts, site, [Scope::PlacementsRead, Scope::PlacementsRecord]).await?;
        Ok(Self { ctx, is_program: true })
    }
}

impl Caller {
    /// An error on its way out. A program is not told that there is something that is somebody else's.
    pub(super) fn error(&self, error: AppError) -> ApiError {
        let error = match error {
            AppError::Forbidden if self.is_program => AppError::NotFound,
            error => error,
        };
        ApiError::new(error, &self.ctx)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_told_which_scope_it_lacks_in_both_languages() {
        for has in Scope::ALL {
            for needed in Scope::ALL.into_iter().filter(|needed| !has.covers(*needed)) {
                let (vi, en) = lacks(has, needed);
                assert!(vi.contains(&format!("phạm vi {}", needed.code())), "{has:?} {needed:?}: {vi}");
                assert!(en.contains(&format!("scope {}", needed.code())), "{has:?} {needed:?}: {en}");
            }
            assert!(has.covers(has), "{has:?}");
        }
        let covered = |has: Scope| Scope::ALL.into_iter().filter(|needed| has.covers(*needed)).collect::<Vec<_>>();
        assert_eq!(covered(Scope::Write), [Scope::Read, Scope::Write], "postings are no placements");
        assert_eq!(covered(Scope::PlacementsRecord), [Scope::PlacementsRead, Scope::PlacementsRecord]);
    }

    #[test]
    fn only_a_bearer_is_a_key() {
        let with = |value: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::AUTHORIZATION, value.parse().expect("a header"));
            headers
        };
        assert_eq!(shown(&with("Bearer sv_1_2")), Some("sv_1_2"));
        assert_eq!(shown(&with("Basic YTpi")), None);
        assert_eq!(shown(&HeaderMap::new()), None);
    }
}
