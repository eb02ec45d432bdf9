//! Which employers asked a person to apply for what, for the person's own copy. Of the members who asked nothing.

use crate::app::App;
use crate::error::AppError;
use crate::rows;
use sanviec_domain::time::Micros;
use sanviec_store::{approach, employer, posting};
use serde_json::{Value, json};
use uuid::Uuid;

/// More than anybody is asked: of one vacancy a person is asked once.
const ALL: u64 = 100_000;

/// Approaches to an account, newest first.
pub(crate) async fn export_of(app: &App, account_id: Uuid) -> Result<Vec<Value>, AppError> {
    let reader = app.store().reader();
    let mut found = Vec::new();
    for row in approach::list_of_account(reader, account_id, ALL).await? {
        let posting = posting::find(reader, row.posting_id).await?.map(rows::read).transpose()?;
        found.push(json!({
            "id": row.id,
            "employer": employer::load(reader, row.employer_id).await?.name,
            "posting_id": row.posting_id,
            "posting_title": posting.map(|posting| posting.content.title),
            "state": row.state,
            "sent_at": Micros(row.sent_at).rfc3339(),
            "ended_at": row.ended_at.map(|at| Micros(at).rfc3339()),
            "application_id": row.application_id,
        }));
    }
    Ok(found)
}
