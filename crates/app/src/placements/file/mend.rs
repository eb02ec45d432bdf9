//! Rows of a kept file that somebody has to do something about, given back as they stand in it, in the kind in which it
//! came, each with what to do: mended, they can be sent again.

use super::keep::{bytes_of, erased};
use super::list::{FileBytes, note_opened, own, source_of};
use super::{KNOWN, rows_of};
use crate::app::App;
use crate::ctx::{Ctx, Locale};
use crate::error::{AppError, FieldError};
use crate::import::book::{Returned, reasons, returned, returned_csv};
use crate::import::{Row, Unreadable};
use crate::placements::running::{REASONS, cells, running_columns};
use crate::rights::Fields;
use sanviec_domain::placement::Source;
use sanviec_domain::time::Micros;
use sanviec_store::file_erasure;
use sanviec_store::placement::left::{self, Left};
use std::collections::{BTreeSet, HashMap};

/// Longest text that is told of a row, in characters: a cell of a spreadsheet has room for it.
const LONGEST: usize = 2_000;
/// Of a row that could not be read, how much of what stands in the file.
const SHOWN: usize = 1_000;

/// What is left to do about a row, in Vietnamese and in English.
pub(in crate::placements) type ToDo = (String, String);

/// What is wrong with a row, each at its column.
pub(in crate::placements) fn to_do(errors: &[FieldError]) -> ToDo {
    (reasons(Locale::Vi, errors), reasons(Locale::En, errors))
}

/// The rows of a kept file that the last sending left something to do about. That somebody looked is noted before.
pub async fn file_to_mend(app: &App, ctx: &Ctx, code: &str) -> Result<FileBytes, AppError> {
    let (kept, fields) = own(app, ctx, code).await?;
    if !fields.has(Fields::IDENTITY) {
        return Err(AppError::Forbidden);
    }
    let (reader, source) = (app.store().reader(), source_of(&kept)?);
    if let Some(at) = file_erasure::erased_at(reader, kept.id).await? {
        return Err(erased(at).into());
    }
    let left = left::list(reader, kept.id).await?;
    let rows = rows_of(source, bytes_of(app.keys()?, reader, &kept).await?).await?;
    note_opened(app, ctx, &kept, Some(format!(r#"{{"to_mend":{}}}"#, left.len()))).await?;
    let name = format!("can-sua-{}-{}.{}", kept.source, Micros(kept.created_at).day(), kept.media);
    let (is_book, locale) = (kept.media == "xlsx", ctx.locale);
    // A long file takes a while: never on a thread that serves.
    let written = tokio::task::spawn_blocking(move || given_back((source, is_book), (&left, locale), &rows));
    Ok(FileBytes { name, bytes: written.await.map_err(AppError::internal)?? })
}

/// One row that comes back: its cells, and what is told of it.
type Back = (Vec<(String, String)>, String);

fn given_back(
    (source, is_book): (Source, bool),
    (left, locale): (&[Left], Locale),
    rows: &[Result<Row, Unreadable>],
) -> Result<Vec<u8>, AppError> {
    let told = left.iter().map(|left| (left.line.unsigned_abs(), locale.say(&left.vi, &left.en)));
    let left: HashMap<u64, &str> = told.collect();
    let back: Vec<Back> = rows.iter().filter_map(|row| one_back(row, &left)).collect();
    let mut names = if source == Source::Centre { running_columns() } else { KNOWN.to_vec() };
    let cells = back.iter().flat_map(|(cells, _)| cells);
    let others: BTreeSet<&str> = cells.map(|(name, _)| name.as_str()).filter(|name| *name != REASONS).collect();
    let others: Vec<&str> = others.into_iter().filter(|name| !names.contains(name)).collect();
    names.extend(others);
    let rows = back.iter().map(|(cells, reasons)| Returned { cells, reasons: reasons.clone() });
    let write = (names.as_slice(), REASONS);
    if is_book { returned(write, rows) } else { returned_csv(write, rows) }
}

fn one_back(row: &Result<Row, Unreadable>, left: &HashMap<u64, &str>) -> Option<Back> {
    let line = match row {
        Ok(row) => row.line,
        Err(unreadable) => unreadable.line,
    };
    let told = format!("Dòng {line}: {}", left.get(&line)?);
    let (cells, told) = match row {
        Ok(row) => (cells(row), told),
        Err(unreadable) => {
            let shown = unreadable.text.iter().flat_map(|text| text.chars().take(SHOWN));
            (Vec::new(), format!("{told} {}", shown.collect::<String>()))
        }
    };
    Some((cells, told.trim_end().chars().take(LONGEST).collect()))
}
