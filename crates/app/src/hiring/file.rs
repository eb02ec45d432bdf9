//! Postings from a spreadsheet: each row is one posting with the fields of the form, entered as a program would, with a
//! verdict of its own. The same row sent again has one effect, so that a mended file can be sent whole.

use super::enter::{Enter, Entered, enter};
use super::form::{Control, FieldSpec, STEPS};
use super::thing;
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::{AppError, FieldError};
use crate::import::book::{self, Column};
use crate::import::{self, Row};
use crate::once::Key;
use crate::rights::{Action, demand_of};
use crate::secrets::{hex, sha256};
use uuid::Uuid;

/// Rows of one file: each is a write of its own, and a page waits for it.
const ROWS_MOST: usize = 200;

/// What became of one row.
#[derive(Clone, Debug)]
pub struct RowVerdict {
    /// Number of the row as the spreadsheet shows it.
    pub line: u64,
    /// The title in it.
    pub title: String,
    /// The posting, or what is to be mended.
    pub outcome: Result<Entered, Vec<FieldError>>,
}

/// Takes the rows of a spreadsheet in, one by one. A file that cannot be read is refused as a whole.
pub async fn import_file(app: &App, ctx: &Ctx, employer: Uuid, bytes: &[u8]) -> Result<Vec<RowVerdict>, AppError> {
    demand_of(ctx, Action::EditPosting, thing(app.store().reader(), employer).await?)?;
    let rows = import::sent_sheet(bytes.to_vec(), ROWS_MOST).await.map_err(|refused| {
        refused.told("Hãy dùng tệp mẫu và lưu thành .xlsx.", "Use the template and save it as .xlsx.")
    })?;
    let mut verdicts = Vec::new();
    for row in import::bounded(rows, ROWS_MOST)? {
        verdicts.push(match row {
            Ok(row) => take(app, ctx, employer, &row).await?,
            Err(unreadable) => {
                let outcome = Err(vec![unreadable.told("file")]);
                RowVerdict { line: unreadable.line, title: String::new(), outcome }
            }
        });
    }
    Ok(verdicts)
}

async fn take(app: &App, ctx: &Ctx, employer: Uuid, row: &Row) -> Result<RowVerdict, AppError> {
    let cell = |name: &str| row.fields.get(name).and_then(|value| value.as_str()).unwrap_or_default();
    let fields = specs().map(|field| (field.name.to_owned(), values(&field, cell(field.name)))).collect();
    let outcome = match row.demand_known(|name| specs().any(|field| field.name == name)) {
        Err(unknown) => Err(vec![unknown]),
        Ok(()) => {
            let key = key_of(employer, row)?;
            match enter(app, ctx, Enter { employer, replaces: None, fields }, &key).await {
                Ok(entered) => Ok(entered),
                Err(AppError::Refused(errors)) => Err(errors),
                Err(other) => return Err(other),
            }
        }
    };
    Ok(RowVerdict { line: row.line, title: cell("title").to_owned(), outcome })
}

/// The row itself is its key.
fn key_of(employer: Uuid, row: &Row) -> Result<Key, AppError> {
    let text = serde_json::to_string(&row.fields).map_err(AppError::internal)?;
    let hash = sha256(format!("{employer}\n{text}").as_bytes());
    Key::parse(&hex(&hash)[..40])
}

fn specs() -> impl Iterator<Item = FieldSpec> {
    STEPS.iter().flat_map(|step| step.fields).copied()
}

/// Several values stand in one cell, parted by semicolons.
fn values(field: &FieldSpec, cell: &str) -> Vec<String> {
    match field.control {
        Control::Many(_) | Control::Lines => {
            cell.split(';').map(str::trim).filter(|value| !value.is_empty()).map(str::to_owned).collect()
        }
        Control::Yes => {
            let yes = crate::reading::yes_or_no(cell) == Some(true);
            if yes { vec!["yes".to_owned()] } else { Vec::new() }
        }
        Control::Line | Control::Area | Control::Number | Control::Day | Control::One(_) => vec![cell.to_owned()],
    }
}

/// An empty spreadsheet with the columns, and a second sheet with what each takes.
pub fn template() -> Result<Vec<u8>, AppError> {
    let takes = |field: &FieldSpec| match field.control {
        Control::One(codes) => codes().join(" | "),
        Control::Many(codes) => codes().join("; "),
        Control::Yes => "có | không".to_owned(),
        Control::Day => "31/12/2026".to_owned(),
        Control::Line | Control::Area | Control::Lines | Control::Number => String::new(),
    };
    let column = |field: FieldSpec| Column { name: field.name, is_needed: field.is_compulsory, takes: takes(&field) };
    book::template(&specs().map(column).collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_template_has_a_column_for_every_field_and_reads_as_no_rows() {
        let bytes = template().expect("a book");
        assert_eq!(import::sheet(&bytes, 10).expect("readable").count(), 0);
        assert!(import::sheet(b"not a book", 10).is_err());
    }

    #[test]
    fn several_values_stand_in_one_cell() {
        let of = |name: &str, cell: &str| {
            let field = specs().find(|field| field.name == name).expect("a field");
            values(&field, cell)
        };
        assert_eq!(of("recruiting", "in_person; online;"), ["in_person", "online"]);
        assert_eq!(of("location", "Phường Cầu Giấy, Hà Nội; Phường Quy Nhơn, Gia Lai").len(), 2);
        assert_eq!((of("overseas", "có"), of("overseas", "không")), (vec!["yes".to_owned()], Vec::new()));
    }
}
