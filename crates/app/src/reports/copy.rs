//! What a person reported of adverts and what was decided, for the person's own copy.

use super::words_of;
use crate::app::App;
use crate::error::AppError;
use sanviec_domain::posting::PostingCode;
use sanviec_domain::time::Micros;
use sanviec_store::report;
use serde_json::{Value, json};
use uuid::Uuid;

/// Reports of an account, oldest first.
pub(crate) async fn export_of(app: &App, account_id: Uuid) -> Result<Vec<Value>, AppError> {
    let mut found = Vec::new();
    for row in report::list_of_account(app.store().reader(), account_id).await? {
        found.push(json!({
            "id": row.id,
            "posting": PostingCode::of(row.posting_id).to_string(),
            "reason": row.reason,
            "words": words_of(app.keys()?, &row)?,
            "reported_at": Micros(row.created_at).rfc3339(),
            "outcome": row.outcome,
            "decided_at": row.closed_at.map(|at| Micros(at).rfc3339()),
        }));
    }
    Ok(found)
}
