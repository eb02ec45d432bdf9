//! Postings from a spreadsheet: each row is one posting with the fields of the form, entered as a program would, with a
//! verdict of its own; first what would become of each, then done. The same row sent again has one effect, so that a
//! mended file can be sent whole.

use super::enter::{Enter, Entered, Tried, enter, try_out};
use super::form::{Control, FieldSpec, specs};
use super::thing;
use super::words::Words;
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::{AppError, FieldError};
use crate::import::book::{self, Column};
use crate::import::{self, Row};
use crate::once::Key;
use crate::rights::{Action, demand_of};
use crate::secrets::{hex, sha256};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sanviec_domain::Lang;
use std::collections::BTreeMap;
use uuid::Uuid;

/// Rows of one file: each is a write of its own, and a page waits for it.
const ROWS_MOST: usize = 200;
/// Bytes of one file: it goes with the page that asks whether its rows are to be taken.
const BYTES_MOST: usize = 2 << 20;

/// What becomes of a row that is in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Taken {
    /// It would be taken; nothing was written. Whether it would go before the public by itself.
    Fit { at_once: bool },
    /// Taken, now or before.
    Entered(Entered),
}

/// What became of one row.
#[derive(Clone, Debug)]
pub struct RowVerdict {
    /// Number of the row as the spreadsheet shows it.
    pub line: u64,
    /// The title in it.
    pub title: String,
    /// The posting, or what is to be mended.
    pub outcome: Result<Taken, Vec<FieldError>>,
}

/// How a file is taken in.
#[derive(Clone, Debug, Default)]
pub struct FileOptions {
    /// Says what would be done and does nothing.
    pub dry_run: bool,
    /// What its columns and cells may be called.
    pub words: Words,
}

/// Takes the rows of a spreadsheet in, one by one. A file that cannot be read is refused as a whole.
pub async fn import_file(
    app: &App,
    ctx: &Ctx,
    (employer, bytes): (Uuid, &[u8]),
    options: &FileOptions,
) -> Result<Vec<RowVerdict>, AppError> {
    demand_of(ctx, Action::EditPosting, thing(app.store().reader(), employer).await?)?;
    if bytes.len() > BYTES_MOST {
        let vi = "Tệp lớn hơn 2 MB. Hãy bỏ hình ảnh, hoặc chia thành nhiều tệp.";
        let en = "The file is larger than 2 MB. Leave pictures out, or split it into several files.";
        return Err(FieldError::new("file", "too_large", vi, en).into());
    }
    let rows = import::sent_sheet(bytes.to_vec(), ROWS_MOST).await.map_err(|refused| {
        refused.told("Hãy dùng tệp mẫu và lưu thành .xlsx.", "Use the template and save it as .xlsx.")
    })?;
    let mut verdicts = Vec::new();
    for row in import::bounded(rows, ROWS_MOST)? {
        verdicts.push(match row {
            Ok(row) => take(app, ctx, employer, (&row, options)).await?,
            Err(unreadable) => {
                let outcome = Err(vec![unreadable.told("file")]);
                RowVerdict { line: unreadable.line, title: String::new(), outcome }
            }
        });
    }
    Ok(verdicts)
}

async fn take(
    app: &App,
    ctx: &Ctx,
    employer: Uuid,
    (row, options): (&Row, &FileOptions),
) -> Result<RowVerdict, AppError> {
    let said = match understand(&options.words, row) {
        Ok(said) => said,
        Err(wrong) => return Ok(RowVerdict { line: row.line, title: String::new(), outcome: Err(vec![wrong]) }),
    };
    let key = key_of(employer, &said.cells)?;
    let order = Enter { employer, replaces: None, fields: said.fields };
    // A row with words of no list is only tried out: what else is wrong with it is told with them.
    let taken = if options.dry_run || !said.errors.is_empty() {
        Box::pin(try_out(app, ctx, order, &key)).await.map(|tried| match tried {
            Tried::Known(entered) => Taken::Entered(entered),
            Tried::Fit { at_once } => Taken::Fit { at_once },
        })
    } else {
        enter(app, ctx, order, &key).await.map(Taken::Entered)
    };
    let outcome = match taken {
        Ok(taken) if said.errors.is_empty() => Ok(taken),
        Ok(_) => Err(said.errors),
        Err(AppError::Refused(more)) => {
            let known = |error: &FieldError| said.errors.iter().any(|told| told.field == error.field);
            let more: Vec<_> = more.into_iter().filter(|error| !known(error)).collect();
            Err(said.errors.into_iter().chain(more).collect())
        }
        Err(other) => return Err(other),
    };
    Ok(RowVerdict { line: row.line, title: said.title, outcome })
}

/// A row by the fields of the form.
struct Said {
    title: String,
    fields: Vec<(String, Vec<String>)>,
    /// What stands in the cells that are not empty, in codes: whatever language it is written in, it is the same row.
    cells: BTreeMap<&'static str, String>,
    /// What stands in no list.
    errors: Vec<FieldError>,
}

/// Reads a row. A column that no field has, or two columns of one field, are refused: something would be lost in
/// silence.
fn understand(words: &Words, row: &Row) -> Result<Said, FieldError> {
    row.demand_known(|column| words.field(column).is_some())?;
    let mut texts: BTreeMap<&'static str, &str> = BTreeMap::new();
    for (column, value) in &row.fields {
        let Some(field) = words.field(column) else { continue };
        if texts.insert(field, value.as_str().unwrap_or_default()).is_some() {
            let vi = format!("Cột “{column}” trùng với một cột khác của cùng một mục. Hãy bỏ một cột.");
            let en = format!("The column “{column}” is of the same field as another one. Leave one of them out.");
            return Err(FieldError::new("file", "repeated_column", vi, en));
        }
    }
    let text = |name: &str| texts.get(name).copied().unwrap_or_default();
    let title = text("title").to_owned();
    let mut said = Said { title, fields: Vec::new(), cells: BTreeMap::new(), errors: Vec::new() };
    for field in specs() {
        match words.values(&field, text(field.name)) {
            Ok(values) => {
                if texts.contains_key(field.name) {
                    said.cells.insert(field.name, values.join("; "));
                }
                said.fields.push((field.name.to_owned(), values));
            }
            Err(error) => said.errors.push(error),
        }
    }
    Ok(said)
}

/// The row itself is its key.
fn key_of(employer: Uuid, cells: &BTreeMap<&'static str, String>) -> Result<Key, AppError> {
    let text = serde_json::to_string(cells).map_err(AppError::internal)?;
    let hash = sha256(format!("{employer}\n{text}").as_bytes());
    Key::parse(&hex(&hash)[..40])
}

/// A file as text that a form carries until it is sent for good: letters, digits, `-` and `_`.
#[must_use]
pub fn file_as_text(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The file that such a text is, or nothing where it is none.
#[must_use]
pub fn file_of_text(text: &[u8]) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).ok()
}

/// An empty spreadsheet with the columns, and a second sheet with what each takes, and what programs call it.
pub fn template(words: &Words, lang: Lang) -> Result<Vec<u8>, AppError> {
    let column = |field: FieldSpec| Column {
        name: words.heading(&field, lang),
        is_needed: field.is_compulsory,
        takes: takes(words, &field, lang),
        codes: vec![field.name.to_owned(), field.codes().join("; ")],
    };
    book::template(&specs().map(column).collect::<Vec<_>>())
}

fn takes(words: &Words, field: &FieldSpec, lang: Lang) -> String {
    let said = |vi: &str, en: &str| if lang == Lang::En { en.to_owned() } else { vi.to_owned() };
    match (field.control, field.name) {
        (Control::One(_), _) => words.listed(field, lang).join(" | "),
        (Control::Many(_), _) => words.listed(field, lang).join("; "),
        (Control::Yes, _) => said("có | không", "yes | no"),
        (Control::Day, _) => "31/12/2026".to_owned(),
        (_, "location") => "Phường Quy Nhơn, Gia Lai; Phường Cầu Giấy, Hà Nội".to_owned(),
        (_, "pay") => said("8 - 12 triệu", "8 - 12 million"),
        (Control::Line | Control::Area | Control::Lines | Control::Number, _) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    fn row(cells: &[(&str, &str)]) -> Row {
        let fields = cells.iter().map(|(name, text)| ((*name).to_owned(), Value::from(*text))).collect();
        Row { line: 2, fields }
    }

    #[test]
    fn the_template_has_a_column_for_every_field_and_reads_as_no_rows() {
        for lang in [Lang::Vi, Lang::En] {
            let bytes = template(&Words::default(), lang).expect("a book");
            assert_eq!(import::sheet(&bytes, 10).expect("readable").count(), 0);
        }
        assert!(import::sheet(b"not a book", 10).is_err());
    }

    #[test]
    fn the_same_row_in_words_and_in_codes_has_one_key() {
        let words = Words::default();
        let key = |cells: &[(&str, &str)]| {
            let said = understand(&words, &row(cells)).expect("columns");
            key_of(Uuid::nil(), &said.cells).expect("a key").as_str().to_owned()
        };
        let codes = key(&[("title", "Thợ may"), ("position", "staff")]);
        assert_eq!(codes, key(&[("title", "Thợ may"), ("position", "Nhân viên")]));
        assert_ne!(codes, key(&[("title", "Thợ may"), ("position", "Quản lý")]));
    }

    #[test]
    fn two_columns_of_one_field_and_a_column_of_none_are_refused() {
        let words = Words::of(|field, _| [format!("Mục {field}"), format!("Item {field}")]);
        let code = |cells: &[(&str, &str)]| understand(&words, &row(cells)).map(|said| said.title).map_err(|e| e.code);
        assert_eq!(code(&[("mục_title", "Thợ may")]), Ok("Thợ may".to_owned()));
        assert_eq!(code(&[("mục_title", "Thợ may"), ("title", "Thợ hàn")]), Err("repeated_column"));
        assert_eq!(code(&[("tên", "Thợ may")]), Err("unknown_column"));
    }

    #[test]
    fn a_file_comes_back_from_its_text_and_nothing_else_does() {
        let bytes = [0, 255, 62, 63, 10];
        assert_eq!(file_of_text(file_as_text(&bytes).as_bytes()), Some(bytes.to_vec()));
        assert_eq!(file_of_text(b"+/=="), None);
    }
}
