//! The kept files of a centre, what was said of their rows, and the file itself for those who may check it.

use super::super::{code_of, id_of};
use super::judge::TAKEN;
use super::keep::{ENTITY, bytes_of, erased};
use crate::app::App;
use crate::ctx::Ctx;
use crate::desk::{entry, own_centre};
use crate::error::AppError;
use crate::rights::{Action, Fields};
use crate::secrets::hex;
use sanviec_domain::placement::Source;
use sanviec_domain::time::Micros;
use sanviec_store::placement::file::{self, File};
use sanviec_store::placement::left;
use sanviec_store::placement::sending::{self, DONE, GOING, STOPPED, Sending};
use sanviec_store::{Error as StoreError, audit, colleague, file_erasure};
use std::collections::HashMap;
use uuid::Uuid;

/// Files of one page.
const PAGE: u64 = 50;
/// Rows of one page.
const ROWS: usize = 200;

/// A kept file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileView {
    pub id: String,
    /// `Insurer`, `Payroll` or `Centre`.
    pub source: Source,
    pub media: String,
    pub size: u64,
    /// SHA-256 in hexadecimal.
    pub hash: String,
    pub at: Micros,
    /// Name of whoever brought it in first, where they work at the centre.
    pub by: Option<String>,
    /// When its bytes went.
    pub erased: Option<Micros>,
}

/// What was said of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowView {
    /// The sending, counted from 1.
    pub run: u32,
    /// Number of the row as a spreadsheet shows it.
    pub line: u64,
    /// Code of what is to be mended; none for a row that was taken.
    pub refused: Option<String>,
    /// What is left to do about it, in Vietnamese and in English: of the last sending, so far as it is kept.
    pub left: Option<(String, String)>,
    /// Code of the placement in which it was recorded.
    pub placement: Option<String>,
}

/// Where the last sending of a file stands that goes on some rows at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SendingState {
    Going,
    Done,
    /// Whoever sent it may record nothing more; the same file sent again goes on.
    Stopped,
}

/// How far such a sending is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileProgress {
    pub state: SendingState,
    /// Rows that were judged, of so many.
    pub done: u64,
    pub of: u64,
    /// Rows that were recorded, stood already, and were refused.
    pub recorded: u64,
    pub stood: u64,
    pub refused: u64,
}

/// A kept file with a page of what was said of its rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptPage {
    pub file: FileView,
    /// None for a file whose rows were all judged while its sender waited.
    pub progress: Option<FileProgress>,
    /// Rows that the last sending left something to do about.
    pub to_mend: u64,
    pub rows: Vec<RowView>,
    /// Whether there are more on the next page.
    pub has_more: bool,
}

/// A kept file as it came.
pub struct FileBytes {
    /// Name for a download: the source, the day and the beginning of the hash.
    pub name: String,
    pub bytes: Vec<u8>,
}

/// Files of the own centre, newest first; `before` is the code of the last one of the page before.
pub async fn kept_files(app: &App, ctx: &Ctx, before: Option<&str>) -> Result<Vec<FileView>, AppError> {
    let (_, centre_id, _) = own_centre(ctx, Action::ReadPlacement)?;
    let reader = app.store().reader();
    let before = before.map(id_of).transpose()?;
    let names: HashMap<Uuid, String> = colleague::names(reader, centre_id).await?.into_iter().collect();
    let files = file::list(reader, centre_id, before, PAGE).await?;
    let ids: Vec<Uuid> = files.iter().map(|file| file.id).collect();
    let erased: HashMap<Uuid, i64> = file_erasure::list_erased(reader, &ids).await?.into_iter().collect();
    files.iter().map(|file| view(file, &names, erased.get(&file.id).copied())).collect()
}

/// A file of the own centre with a page of what was said of its rows, the last sending first; pages count from 1.
pub async fn kept_file(app: &App, ctx: &Ctx, code: &str, page: u32) -> Result<KeptPage, AppError> {
    let kept = own(app, ctx, code).await?.0;
    let reader = app.store().reader();
    let names: HashMap<Uuid, String> = colleague::names(reader, kept.centre_id).await?.into_iter().collect();
    let last = sending::find(reader, kept.id).await?;
    let size = i64::try_from(ROWS).map_err(AppError::internal)?;
    let before = i64::from(page.saturating_sub(1)) * size;
    let mut verdicts = sending::list_said(reader, kept.id, (size + 1, before)).await?;
    let has_more = verdicts.len() > ROWS;
    verdicts.truncate(ROWS);
    let rows = verdicts.into_iter().map(|said| RowView {
        run: said.verdict.run.unsigned_abs(),
        line: said.verdict.line.unsigned_abs(),
        refused: (said.verdict.verdict != TAKEN).then_some(said.verdict.verdict),
        left: said.left,
        placement: said.verdict.placement_id.map(code_of),
    });
    let erased_at = file_erasure::erased_at(reader, kept.id).await?;
    let to_mend = left::count(reader, kept.id).await?.unsigned_abs();
    let (file, progress) = (view(&kept, &names, erased_at)?, last.as_ref().map(progress).transpose()?);
    Ok(KeptPage { file, progress, to_mend, rows: rows.collect(), has_more })
}

fn progress(last: &Sending) -> Result<FileProgress, AppError> {
    let state = match last.state.as_str() {
        GOING => SendingState::Going,
        DONE => SendingState::Done,
        STOPPED => SendingState::Stopped,
        _ => return Err(StoreError::corrupt("evidence_sending", "state", last.file_id).into()),
    };
    Ok(FileProgress {
        state,
        done: last.done.unsigned_abs(),
        of: last.row_count.unsigned_abs(),
        recorded: last.recorded.unsigned_abs(),
        stood: last.stood.unsigned_abs(),
        refused: last.refused.unsigned_abs(),
    })
}

/// Hands a kept file out. That somebody looked is noted before.
pub async fn open_file(app: &App, ctx: &Ctx, code: &str) -> Result<FileBytes, AppError> {
    let (kept, fields) = own(app, ctx, code).await?;
    if !fields.has(Fields::IDENTITY) {
        return Err(AppError::Forbidden);
    }
    let reader = app.store().reader();
    if let Some(at) = file_erasure::erased_at(reader, kept.id).await? {
        return Err(erased(at).into());
    }
    let bytes = bytes_of(app.keys()?, reader, &kept).await?;
    let hash = hex(&kept.hash);
    let name = format!("{}-{}-{}.{}", kept.source, Micros(kept.created_at).day(), &hash[..12], kept.media);
    note_opened(app, ctx, &kept, None).await?;
    Ok(FileBytes { name, bytes })
}

/// Notes that somebody looks into a file.
pub(super) async fn note_opened(app: &App, ctx: &Ctx, kept: &File, after: Option<String>) -> Result<(), AppError> {
    let (store, centre_id) = (app.store().clone(), kept.centre_id);
    let noted = entry(ctx, "open_file", (ENTITY, kept.id), after);
    app.to_the_end(async move {
        let noted = std::slice::from_ref(&noted);
        let write = store.write("open_file", |tx| {
            Box::pin(async move { Ok::<_, AppError>(audit::append_at(tx, Some(centre_id), noted).await?) })
        });
        write.await
    })
    .await
}

/// A file of the own centre; another centre's is not found.
pub(super) async fn own(app: &App, ctx: &Ctx, code: &str) -> Result<(File, Fields), AppError> {
    let (_, centre_id, fields) = own_centre(ctx, Action::ReadPlacement)?;
    let kept = file::find(app.store().reader(), id_of(code)?).await?;
    let kept = kept.filter(|kept| kept.centre_id == centre_id).ok_or(AppError::NotFound)?;
    Ok((kept, fields))
}

fn view(kept: &File, names: &HashMap<Uuid, String>, erased_at: Option<i64>) -> Result<FileView, AppError> {
    Ok(FileView {
        id: code_of(kept.id),
        source: source_of(kept)?,
        media: kept.media.clone(),
        size: kept.size.unsigned_abs(),
        hash: hex(&kept.hash),
        at: Micros(kept.created_at),
        by: kept.entered_by.and_then(|id| names.get(&id).cloned()),
        erased: erased_at.map(Micros),
    })
}

/// Who speaks by a file.
pub(super) fn source_of(kept: &File) -> Result<Source, AppError> {
    let corrupt = || StoreError::corrupt("evidence_file", "source", kept.id);
    Ok(Source::find_by_code(&kept.source).ok_or_else(corrupt)?)
}
