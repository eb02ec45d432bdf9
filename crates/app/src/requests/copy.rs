//! What a person asked about their own data and what was replied, for the person's own copy.

use super::view;
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::AppError;
use sanviec_domain::time::day_of_number;
use sanviec_store::data_request;
use serde_json::{Value, json};
use uuid::Uuid;

/// More than anybody can ask: five a day for fifty years.
const ALL: u64 = 100_000;

/// Requests of an account, newest first.
pub(crate) async fn export_of(app: &App, ctx: &Ctx, account_id: Uuid) -> Result<Vec<Value>, AppError> {
    let day = |number: Option<i32>| number.and_then(day_of_number).map(|day| day.to_string());
    let mut found = Vec::new();
    for row in data_request::list_of_account(app.store().reader(), account_id, ALL).await? {
        let seen = view(app, ctx, &row)?;
        found.push(json!({
            "id": row.id,
            "centre_id": row.centre_id,
            "kind": row.kind,
            "words": seen.words,
            "reply": seen.reply,
            "asked_at": seen.asked_at.rfc3339(),
            "answer_due_on": day(Some(row.answer_due_on)),
            "answered_on": day(row.answer_done_on),
            "settle_due_on": day(Some(row.settle_due_on)),
            "settled_on": day(row.settle_done_on),
            "outcome": row.outcome,
        }));
    }
    Ok(found)
}
