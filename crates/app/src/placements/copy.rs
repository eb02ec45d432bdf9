//! The placements of a person, for the person's own copy: what was recorded of the work, by whom it was said, the
//! papers by their hashes, and what was paid for it. Of the staff who entered it nothing.

use crate::app::App;
use crate::error::AppError;
use crate::secrets::hex;
use sanviec_domain::time::{Micros, day_of_number};
use sanviec_store::placement::document;
use sanviec_store::{claim, employer, placement};
use serde_json::{Value, json};
use uuid::Uuid;

/// Placements of these profiles, oldest first.
pub(crate) async fn export_of(app: &App, profiles: &[Uuid]) -> Result<Vec<Value>, AppError> {
    let reader = app.store().reader();
    let mut rows = Vec::new();
    for profile in profiles {
        rows.extend(placement::list_of_profile(reader, *profile).await?);
    }
    rows.sort_by_key(|row| row.id);
    let mut found = Vec::with_capacity(rows.len());
    for row in &rows {
        let facts = placement::facts(reader, row.id, i64::MAX).await?;
        let papers = document::list(reader, row.id).await?;
        let claims = claim::list_of_placement(reader, row.id).await?;
        found.push(json!({
            "id": row.id,
            "employer": employer::load(reader, row.employer_id).await?.name,
            "placed_on": day_of_number(row.placed_on).map(|day| day.to_string()),
            "facts": facts.iter().map(fact).collect::<Result<Vec<_>, _>>()?,
            "documents": papers.iter().map(paper).collect::<Vec<_>>(),
            "claims": claims.iter().map(money).collect::<Vec<_>>(),
        }));
    }
    Ok(found)
}

fn fact(row: &placement::Fact) -> Result<Value, AppError> {
    let body: Value = serde_json::from_str(&row.body).map_err(AppError::internal)?;
    let document = row.document_hash.as_deref().map(hex);
    Ok(json!({ "said": body, "channel": row.channel, "document_sha256": document }))
}

fn paper(row: &document::Document) -> Value {
    let came = Micros(row.created_at).rfc3339();
    let erased = row.erased_at.map(|at| Micros(at).rfc3339());
    json!({ "media": row.media, "bytes": row.size, "sha256": hex(&row.hash), "came_at": came, "erased_at": erased })
}

fn money(row: &claim::Row) -> Value {
    json!({
        "programme": row.programme, "budget_year": row.budget_year, "state": row.state, "dong": row.dong,
        "paid_dong": row.paid_dong, "returned_dong": row.returned_dong,
        "paid_on": row.paid_on.and_then(day_of_number).map(|day| day.to_string()),
    })
}
