//! Lists that are not searches: employers by name.

use crate::app::App;
use crate::ctx::Ctx;
use crate::error::AppError;
use crate::postings::EmployerView;
use crate::rights::{Action, demand};
use sanviec_domain::posting::{EmployerId, PostingCode};
use sanviec_store::employer;

/// Employers of one page, in the order of a Vietnamese dictionary, and where the next page begins.
pub async fn list_employers(
    app: &App,
    ctx: &Ctx,
    after: &str,
    limit: u64,
) -> Result<(Vec<EmployerView>, Option<String>), AppError> {
    demand(ctx, Action::ReadPublic)?;
    let reader = app.store().reader();
    let start = match after {
        "" => None,
        code => {
            let code: PostingCode = code.parse().map_err(|_| AppError::NotFound)?;
            Some(employer::find(reader, code.uuid()).await?.ok_or(AppError::NotFound)?)
        }
    };
    let key = start.as_ref().map(|row| (row.name_sort.as_slice(), row.id));
    let mut rows = employer::list_by_name(reader, key, limit + 1).await?;
    let more = rows.len() as u64 > limit;
    rows.truncate(limit as usize);
    let next = rows.last().filter(|_| more).map(|row| PostingCode::of(row.id).to_string());
    Ok((rows.into_iter().map(to_view).collect(), next))
}

/// The employer with this code.
pub async fn employer(app: &App, ctx: &Ctx, code: &str) -> Result<EmployerView, AppError> {
    demand(ctx, Action::ReadPublic)?;
    let code: PostingCode = code.parse().map_err(|_| AppError::NotFound)?;
    let row = employer::find(app.store().reader(), code.uuid()).await?.ok_or(AppError::NotFound)?;
    Ok(to_view(row))
}

fn to_view(row: employer::Row) -> EmployerView {
    EmployerView { id: EmployerId(row.id).code().to_string(), name: row.name, is_verified: row.verified_at.is_some() }
}
