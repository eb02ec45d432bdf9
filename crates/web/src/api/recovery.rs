//! `/api/v1/claims/{id}/recovery`: what would be asked back of a claim now, before anybody proposes it. The same
//! reading as the page shows; nothing is written.

use super::claims::{JournalAnswer, LineAnswer};
use super::ctx::SessionCtx;
use super::params::{pairs, unknown};
use super::problem::{ApiError, Problem};
use crate::Site;
use axum::Json;
use axum::extract::{Path, RawQuery, State};
use chrono::NaiveDate;
use sanviec_app::{AppError, FieldError, claims};
use sanviec_domain::claim::{Instalment, Preview};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

/// In how many parts, for the document; it is read by `parts`.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "only the document reads this field")]
pub(crate) struct RecoveryParams {
    /// In how many parts it would come back, 1 to what the policy of the claim allows; 1 when it is left out.
    instalments: Option<u32>,
}

/// What would be asked back of a claim if somebody proposed it now.
#[derive(Serialize, ToSchema)]
pub(crate) struct RecoveryAnswer {
    /// Status of the placement now.
    status: String,
    counted_days: i32,
    required_days: i32,
    /// What the centre holds of the claim.
    held_dong: i64,
    /// What it keeps.
    kept_dong: i64,
    /// What is asked back: `dong` of `propose_recovery` and `confirm_recovery`.
    asked_dong: i64,
    /// By when, were it confirmed today; parts of nothing are left out.
    instalments: Vec<PartAnswer>,
    /// What would be booked, were it confirmed today; null when nothing is.
    journal: Option<JournalAnswer>,
}

/// A part that would come back.
#[derive(Serialize, ToSchema)]
pub(crate) struct PartAnswer {
    /// Last day in time.
    due_on: String,
    dong: i64,
}

fn answer(preview: Preview, today: NaiveDate) -> RecoveryAnswer {
    let part = |part: Instalment| PartAnswer { due_on: part.due_on.to_string(), dong: part.dong };
    let journal = preview.journal.map(|journal| JournalAnswer {
        occasion: journal.occasion().code().to_owned(),
        on: today.to_string(),
        lines: journal
            .postings()
            .iter()
            .map(|posting| LineAnswer { account: posting.account.code().to_owned(), dong: posting.dong })
            .collect(),
    });
    RecoveryAnswer {
        status: preview.status.code().to_owned(),
        counted_days: preview.counted_days,
        required_days: preview.required_days,
        held_dong: preview.held_dong,
        kept_dong: preview.kept_dong,
        asked_dong: preview.asked_dong,
        instalments: preview.instalments.into_iter().map(part).collect(),
        journal,
    }
}

/// In how many parts; said once.
fn parts(query: Option<&str>) -> Result<u32, AppError> {
    let mut asked = None;
    for (name, value) in pairs(query)? {
        if name != "instalments" {
            return Err(unknown(&name, &["instalments"]).into());
        }
        let number = value.parse().ok().filter(|_| asked.is_none());
        let (vi, en) =
            ("Số kỳ là một số nguyên, ví dụ 3, ghi một lần.", "Instalments are one whole number, such as 3.");
        asked = Some(number.ok_or_else(|| FieldError::new("instalments", "not_a_number", vi, en))?);
    }
    Ok(asked.unwrap_or(1))
}

/// What would be asked back of a claim now, in so many parts.
///
/// What is proposed and booked afterwards is what this says, as long as no fact comes between.
#[utoipa::path(
    get, path = "/api/v1/claims/{id}/recovery", tag = "claims", security(("session" = [])),
    params(("id" = String, Path, description = "Code of the claim"), RecoveryParams),
    responses(
        (status = 200, description = "What would be asked back", body = RecoveryAnswer),
        (status = 403, description = "Not signed in, or not yours", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such claim", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "So many parts are not allowed", body = Problem, content_type = "application/problem+json")
    )
)]
pub(crate) async fn preview_recovery(
    State(site): State<Site>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
    SessionCtx(ctx): SessionCtx,
) -> Result<Json<RecoveryAnswer>, ApiError> {
    let shown = async {
        let parts = parts(query.as_deref())?;
        claims::recovery_preview(&site.app, &ctx, &id, parts).await
    };
    let preview = shown.await.map_err(|error| ApiError::new(error, &ctx))?;
    Ok(Json(answer(preview, ctx.today())))
}
