//! An import from beginning to end: rows in batches, each batch one transaction.
//!
//! Killed in the middle, the batches before are there whole and the rest is not; run again, what is there is
//! unchanged. So does a file that cannot be read to its end: that is an error, and nothing is closed for it.

use super::fields::known;
use super::normal::{Understood, named, understand};
use super::report::{Report, RowReport, Verdict};
use super::rows::{Problem, Row, Rows, Unreadable};
use super::save::{self, Effect};
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::{AppError, FieldError};
use crate::postings::circumstances;
use crate::rights::{Action, demand};
use sanviec_domain::checks::Circumstances;
use std::collections::{HashMap, HashSet};

/// Rows of one transaction.
const BATCH: usize = 500;

/// How to import.
#[derive(Clone, Debug)]
pub struct Options {
    /// Name of the source; with the row's id it names the posting.
    pub source: String,
    /// Only say what would happen.
    pub dry_run: bool,
    /// The file lists everything of its source: what it no longer lists is closed, unless a row of it has no id that
    /// can be read. A file without any row is refused.
    pub complete: bool,
}

/// A row that waits for its batch.
struct Waiting {
    row: Row,
    understood: Understood,
}

/// Takes the rows in.
pub async fn run(app: &App, ctx: &Ctx, rows: Rows, options: &Options) -> Result<Report, AppError> {
    demand(ctx, Action::ImportPostings)?;
    if options.source.trim().is_empty() {
        return Err(nameless_source().into());
    }
    let mut report = Report::default();
    let mut seen: HashMap<String, u64> = HashMap::new();
    let mut waiting = Vec::with_capacity(BATCH);
    let at = circumstances(app, ctx);
    for read in rows {
        if let Err(Unreadable { line, problem: Problem::CutOff { reason }, .. }) = read {
            return Err(AppError::internal(format!("the file cannot be read on from line {line}: {reason}")));
        }
        match sort(read, &at, &mut seen, &mut report) {
            None => {}
            Some(row) => waiting.push(row),
        }
        if waiting.len() == BATCH {
            take(app, ctx, options, std::mem::take(&mut waiting), &mut report).await?;
        }
    }
    take(app, ctx, options, waiting, &mut report).await?;
    if options.complete && report.rows.is_empty() {
        return Err(nothing_listed().into());
    }
    if options.complete && report.nameless.is_none() {
        let listed: HashSet<String> = seen.into_keys().collect();
        report.dropped = save::drop_unlisted(app, ctx, options, &listed).await?;
    }
    report.rows.sort_by_key(|row| row.line);
    Ok(report)
}

/// A source without a name would be everybody's: a complete list of one would close the vacancies of another.
fn nameless_source() -> FieldError {
    FieldError::new(
        "source",
        "missing",
        "--source: tên nguồn để trống. Hãy đặt tên nguồn, hoặc bỏ --source để lấy tên tệp.",
        "--source: the name of the source is empty. Name it, or leave out --source to take the name of the file.",
    )
}

/// A file that lists nothing would close everything: far more often it was cut off or is the wrong one.
fn nothing_listed() -> FieldError {
    FieldError::new(
        "file",
        "nothing_listed",
        "Tệp không có dòng nào, nên danh sách đầy đủ sẽ đóng mọi tin của nguồn; không tin nào bị đóng. Hãy kiểm tra \
         tệp, hoặc bỏ --complete.",
        "The file has no rows, so that as a complete list it would close every vacancy of its source; nothing was \
         closed. Check the file, or leave out --complete.",
    )
}

/// Understands a row, or reports why it is refused.
fn sort(
    read: Result<Row, Unreadable>,
    at: &Circumstances,
    seen: &mut HashMap<String, u64>,
    report: &mut Report,
) -> Option<Waiting> {
    let row = match read {
        Ok(row) => row,
        Err(unreadable) => {
            let error = unreadable.told(unreadable.problem.column().and_then(known).unwrap_or("row"));
            note_nameless(report, unreadable.line);
            let Unreadable { line, text, row, .. } = unreadable;
            let text = text.filter(|_| row.is_none());
            report.rows.push(RowReport { text, ..refused(line, None, vec![error], row) });
            return None;
        }
    };
    match understand(&row, at) {
        Err(errors) => {
            let id = named(&row);
            // A row that is refused is still listed by its source: its posting must not be closed for it.
            match &id {
                Some(id) => _ = seen.entry(id.clone()).or_insert(row.line),
                None => note_nameless(report, row.line),
            }
            report.rows.push(refused(row.line, id, errors, Some(row)));
            None
        }
        Ok(understood) => {
            for field in &understood.ignored {
                *report.ignored_fields.entry(field.clone()).or_default() += 1;
            }
            if let Some(first) = seen.insert(understood.source_id.clone(), row.line) {
                seen.insert(understood.source_id.clone(), first);
                report.rows.push(refused(row.line, Some(understood.source_id), vec![repeated(first)], Some(row)));
                return None;
            }
            Some(Waiting { row, understood })
        }
    }
}

fn refused(line: u64, source_id: Option<String>, reasons: Vec<FieldError>, row: Option<Row>) -> RowReport {
    let (verdict, effect) = (Verdict::Refused, Verdict::Refused);
    RowReport { line, source_id, verdict, effect, reasons, row, text: None }
}

/// Notes a row of which nobody knows whose it is.
fn note_nameless(report: &mut Report, line: u64) {
    report.nameless.get_or_insert((line, 0)).1 += 1;
}

fn repeated(first: u64) -> FieldError {
    FieldError::new(
        "id",
        "repeated_id",
        format!("Mã này đã có ở dòng {first}. Mỗi dòng phải có một mã riêng."),
        format!("This id stands in line {first} already. Each row needs an id of its own."),
    )
}

async fn take(
    app: &App,
    ctx: &Ctx,
    options: &Options,
    waiting: Vec<Waiting>,
    report: &mut Report,
) -> Result<(), AppError> {
    if waiting.is_empty() {
        return Ok(());
    }
    let (rows, understood): (Vec<Row>, Vec<Understood>) =
        waiting.into_iter().map(|one| (one.row, one.understood)).unzip();
    let doubts: Vec<_> = understood.iter().map(|row| (row.source_id.clone(), row.doubts.clone())).collect();
    let effects = save::batch(app, ctx, options, understood).await?;
    for ((row, (source_id, mut reasons)), effect) in rows.into_iter().zip(doubts).zip(effects) {
        let effect = match effect {
            Effect::Taken => Verdict::Taken,
            Effect::Changed => Verdict::Changed,
            Effect::Unchanged => Verdict::Unchanged,
            Effect::Refused(error) => {
                reasons.push(error);
                Verdict::Refused
            }
        };
        let doubtful = effect != Verdict::Refused && !reasons.is_empty();
        let verdict = if doubtful { Verdict::Doubtful } else { effect };
        let (line, source_id) = (row.line, Some(source_id));
        let row = Some(row).filter(|_| effect == Verdict::Refused);
        report.rows.push(RowReport { line, source_id, verdict, effect, reasons, row, text: None });
    }
    Ok(())
}
