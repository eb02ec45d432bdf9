//! How many applications an employer answered before the clock ran out: anybody may know it.

use crate::app::App;
use crate::ctx::Ctx;
use crate::error::AppError;
use crate::rights::{Action, demand};
use sanviec_domain::application::{Response, ResponseRate};
use sanviec_domain::posting::PostingCode;
use sanviec_store::application;

/// The response rate of the employer with this code.
pub async fn response_rate(app: &App, ctx: &Ctx, employer: &str) -> Result<ResponseRate, AppError> {
    demand(ctx, Action::ReadPublic)?;
    let code: PostingCode = employer.parse().map_err(|_| AppError::NotFound)?;
    let counts = application::count_responses(app.store().reader(), code.uuid()).await?;
    let of = |response: Response| {
        let found = counts.iter().find(|(code, _)| code == response.code());
        found.map_or(0, |(_, count)| u32::try_from(*count).unwrap_or(u32::MAX))
    };
    Ok(ResponseRate { answered: of(Response::Answered), unanswered: of(Response::Unanswered) })
}
