//! What was said of each row of a file, kept with it: on each sending, and bound into the audit chain at its end. A
//! sending that was cut off leaves its facts, each with file and row, and no verdicts; sent again it is finished.

use super::keep::{ENTITY, KeptFile};
use super::mend::ToDo;
use crate::app::App;
use crate::ctx::Ctx;
use crate::desk::entry;
use crate::error::AppError;
use crate::evidence::verdicts_hash;
use sanviec_store::placement::file::{self, Verdict};
use sanviec_store::placement::left::{self, Left};
use sanviec_store::{Tx, audit};
use uuid::Uuid;

/// The verdict of a row that was recorded, now or before.
pub(in crate::placements) const TAKEN: &str = "taken";

/// What was said of one row.
pub(in crate::placements) struct Judged {
    /// As a spreadsheet counts it.
    pub(in crate::placements) line: u64,
    /// Its placement where it was taken, the code of what is to be mended where not.
    pub(in crate::placements) outcome: Result<Uuid, &'static str>,
    /// What is left to do about it.
    pub(in crate::placements) left: Option<ToDo>,
}

/// Keeps what was said of the rows. One that says the same as the last time is not kept again.
pub(in crate::placements) async fn keep_verdicts(
    app: &App,
    ctx: &Ctx,
    kept: KeptFile,
    rows: Vec<Judged>,
) -> Result<(), AppError> {
    let (store, ctx) = (app.store().clone(), ctx.clone());
    app.to_the_end(async move {
        let (ctx, rows) = (&ctx, &rows);
        store.write("keep_verdicts", |tx| Box::pin(write(tx, ctx, kept.id, rows))).await
    })
    .await
}

async fn write(tx: &Tx<'_>, ctx: &Ctx, file_id: Uuid, rows: &[Judged]) -> Result<(), AppError> {
    let verdict = |row: &Judged| {
        let line = i64::try_from(row.line).map_err(AppError::internal)?;
        let (verdict, placement_id) = match row.outcome {
            Ok(placement_id) => (TAKEN, Some(placement_id)),
            Err(code) => (code, None),
        };
        Ok((line, verdict.to_owned(), placement_id))
    };
    let verdicts = rows.iter().map(verdict).collect::<Result<Vec<_>, AppError>>()?;
    keep(tx, ctx, file_id, verdicts).await?;
    left::forget(tx, file_id).await?;
    for (row, (vi, en)) in rows.iter().filter_map(|row| Some((row, row.left.clone()?))) {
        let line = i64::try_from(row.line).map_err(AppError::internal)?;
        left::note(tx, file_id, &Left { line, vi, en }).await?;
    }
    Ok(())
}

/// Keeps what was said of the rows: the number of each, what was said, and the placement where it was taken.
pub(super) async fn keep(
    tx: &Tx<'_>,
    ctx: &Ctx,
    file_id: Uuid,
    rows: Vec<(i64, String, Option<Uuid>)>,
) -> Result<(), AppError> {
    // Held: of two sendings at once the second sees what the first kept.
    let kept = file::hold(tx, file_id).await?.ok_or(AppError::NotFound)?;
    let known = file::list_verdicts(tx, file_id).await?;
    let last = known.last().map_or(0, |verdict| verdict.run);
    let verdict = |(line, verdict, placement_id)| Verdict { file_id, run: last + 1, line, verdict, placement_id };
    let mut verdicts: Vec<Verdict> = rows.into_iter().map(verdict).collect();
    verdicts.sort_by_key(|verdict| verdict.line);
    verdicts.dedup_by_key(|verdict| verdict.line);
    let said = |verdict: &Verdict| (verdict.line, verdict.verdict.clone(), verdict.placement_id);
    let before: Vec<_> = known.iter().filter(|verdict| verdict.run == last).map(said).collect();
    if verdicts.is_empty() || before == verdicts.iter().map(said).collect::<Vec<_>>() {
        return Ok(());
    }
    file::add_verdicts(tx, &verdicts).await?;
    let taken = verdicts.iter().filter(|verdict| verdict.verdict == TAKEN).count();
    let after = format!(
        r#"{{"run":{},"rows":{},"taken":{taken},"hash":"{}"}}"#,
        last + 1,
        verdicts.len(),
        verdicts_hash(file_id, &verdicts)
    );
    let noted = entry(ctx, "take_file", (ENTITY, file_id), Some(after));
    Ok(audit::append_at(tx, Some(kept.centre_id), &[noted]).await?)
}
