//! What a clock could not move, or a list not show: one damaged row holds up no other. It is logged, counted and noted,
//! tried again less and less often, and forgotten once it moved; `sanviec doctor` lists what is noted. What must not be
//! in here: what is moved, and how.

use crate::app::App;
use crate::ctx::Ctx;
use crate::error::AppError;
use crate::rights::{Action, demand};
use sanviec_domain::time::Micros;
use sanviec_store::stuck::{self, Row};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Longest word of an error that is kept.
const ERROR: usize = 300;
/// Minutes until the next try double with each one, up to a day.
const MOST_MINUTES: i64 = 24 * 60;
const MINUTE_US: i64 = 60_000_000;
/// Most rows that are listed.
pub const LISTED: u64 = 100;

/// A row that cannot be moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stuck {
    /// The name of its table.
    pub kind: String,
    pub id: Uuid,
    pub since: Micros,
    pub times: i32,
    /// When it is tried next.
    pub retry: Micros,
    pub error: String,
}

/// One round of a clock over rows of a kind.
pub(crate) struct Round<'a> {
    app: &'a App,
    ctx: &'a Ctx,
    kind: &'static str,
    known: BTreeMap<Uuid, Row>,
}

impl<'a> Round<'a> {
    pub(crate) async fn of(app: &'a App, ctx: &'a Ctx, kind: &'static str) -> Result<Self, AppError> {
        let known = stuck::list_of_kind(app.store().reader(), kind).await?;
        Ok(Self { app, ctx, kind, known: known.into_iter().map(|row| (row.thing_id, row)).collect() })
    }

    /// What became of a row: whether it moved. What somebody else moved meanwhile is left alone; while the database
    /// cannot be reached nothing can be moved, and the round is over.
    pub(crate) async fn ended(&mut self, id: Uuid, ended: Result<(), AppError>) -> Result<bool, AppError> {
        match ended {
            Ok(()) => {
                if self.known.remove(&id).is_some() {
                    self.write(None, id).await?;
                }
                Ok(true)
            }
            Err(AppError::Conflict) => Ok(false),
            Err(error @ AppError::Unavailable(_)) => Err(error),
            Err(error) => {
                let kind = self.kind;
                tracing::error!(kind, %id, error = &error as &dyn std::error::Error, "a row cannot be moved or read");
                metrics::counter!("sanviec_stuck_total", "kind" => kind).increment(1);
                let row = self.failed(id, &error);
                self.write(Some(row.clone()), id).await?;
                self.known.insert(id, row);
                Ok(false)
            }
        }
    }

    fn failed(&self, id: Uuid, error: &AppError) -> Row {
        let (since, times) = self.known.get(&id).map_or((self.ctx.now.0, 0), |row| (row.since, row.times));
        let minutes = 1_i64.checked_shl(times.unsigned_abs().min(20)).unwrap_or(MOST_MINUTES).min(MOST_MINUTES);
        let said = std::error::Error::source(error).map_or_else(|| error.to_string(), ToString::to_string);
        Row {
            kind: self.kind.to_owned(),
            thing_id: id,
            since,
            times: times.saturating_add(1),
            retry_at: self.ctx.now.0 + minutes * MINUTE_US,
            error: said.chars().take(ERROR).collect(),
        }
    }

    async fn write(&self, row: Option<Row>, id: Uuid) -> Result<(), AppError> {
        let (store, kind) = (self.app.store().clone(), self.kind);
        let work = async move {
            let row = &row;
            let write = store.write("note_stuck", |tx| {
                Box::pin(async move {
                    match row {
                        Some(row) => stuck::note(tx, row).await?,
                        None => stuck::forget(tx, kind, id).await?,
                    }
                    Ok::<(), AppError>(())
                })
            });
            write.await
        };
        self.app.to_the_end(work).await
    }
}

/// What no clock can move, the longest first.
pub async fn stuck(app: &App, ctx: &Ctx) -> Result<Vec<Stuck>, AppError> {
    demand(ctx, Action::ReadAudit)?;
    let rows = stuck::list(app.store().reader(), LISTED).await?;
    let view = |row: Row| Stuck {
        kind: row.kind,
        id: row.thing_id,
        since: Micros(row.since),
        times: row.times,
        retry: Micros(row.retry_at),
        error: row.error,
    };
    Ok(rows.into_iter().map(view).collect())
}
