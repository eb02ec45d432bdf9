//! Everything that was recorded of a placement, newest first: what, by whom, by which way, on what paper, and whether
//! it still stands. Nothing is left out because it was retracted.

use super::case::fact_of;
use super::said::Channel;
use super::{code_of, id_of, thing_for};
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::AppError;
use crate::rights::{Action, Fields, demand_of};
use sanviec_domain::placement::{Fact, Source, Statement};
use sanviec_domain::time::Micros;
use sanviec_store::{Error as StoreError, colleague, placement};
use std::collections::HashMap;
use uuid::Uuid;

/// One fact as people read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FactView {
    /// Code of the fact.
    pub id: String,
    pub recorded_at: Micros,
    pub source: Source,
    pub channel: Channel,
    pub says: Statement,
    /// The line that the store keeps.
    pub body: String,
    /// Name of whoever entered it, where they work at the centre; for its own staff alone.
    pub entered_by: Option<String>,
    /// SHA-256 of the paper or file that it rests on, in hexadecimal.
    pub document_hash: Option<String>,
    pub reference: Option<String>,
    /// Code of the kept file that it was taken from; `reference` is its row.
    pub file: Option<String>,
    /// Whether another fact says that this one was wrong; whether that one has effect, the rule says.
    pub is_retracted: bool,
}

/// The facts of a placement, newest first.
pub async fn timeline(app: &App, ctx: &Ctx, code: &str) -> Result<Vec<FactView>, AppError> {
    let reader = app.store().reader();
    let row = placement::find(reader, id_of(code)?).await?.ok_or(AppError::NotFound)?;
    let fields = demand_of(ctx, Action::ReadPlacement, thing_for(ctx, reader, &row).await?)?;
    let stored = placement::facts(reader, row.id, i64::MAX).await?;
    let names: HashMap<Uuid, String> = if fields.has(Fields::NOTES) {
        colleague::names(reader, row.centre_id).await?.into_iter().collect()
    } else {
        HashMap::new()
    };
    views(&stored, &names)
}

pub(super) fn views(stored: &[placement::Fact], names: &HashMap<Uuid, String>) -> Result<Vec<FactView>, AppError> {
    let facts: Vec<Fact> = stored.iter().map(fact_of).collect::<Result<_, _>>()?;
    let retracted: Vec<&str> = facts.iter().filter_map(|fact| fact.says.retracts()).collect();
    let view = |(row, fact): (&placement::Fact, &Fact)| {
        let corrupt = || StoreError::corrupt("placement_fact", "channel", row.id);
        Ok(FactView {
            id: code_of(row.id),
            recorded_at: fact.recorded_at,
            source: fact.source,
            channel: Channel::find_by_code(&row.channel).ok_or_else(corrupt)?,
            says: fact.says.clone(),
            body: row.body.clone(),
            entered_by: row.entered_by.and_then(|id| names.get(&id).cloned()),
            document_hash: row.document_hash.as_deref().map(crate::secrets::hex),
            reference: row.reference.clone(),
            file: row.file_id.map(code_of),
            is_retracted: retracted.contains(&fact.id.as_str()),
        })
    };
    stored.iter().zip(&facts).rev().map(view).collect()
}
