//! Postings from a spreadsheet, with a verdict for each row: first what would become of it, then, when that is
//! confirmed, done.

use axum::extract::Path;
use sanviec_app::hiring::{self, Entered, FileOptions, RowVerdict, STEPS, Taken, Words};
use sanviec_app::{AppError, FieldError};
use sanviec_domain::posting::State;

use super::super::desk::form;
use super::sheet::{ask, code_of, control, heading, id_of, link, named, refuse, say, sheet, show as shown, text};
use super::{Reply, Stop, demand_person};
use crate::http::{Upload, Visit};
use crate::lang::Lang;
use crate::view::{Entry, KEPT_FILE, Shape, SheetPart, Worksheet};

/// What the form asks for: to check the rows, or to take them in.
const WHAT: &str = "viec";
const CHECK: &str = "thu";
const TAKE: &str = "nhap";

pub(super) async fn show(visit: Visit, Path(code): Path<String>) -> Reply {
    demand_person(&visit)?;
    Ok(shown(&visit, &page(&visit, &code).await?))
}

async fn page(visit: &Visit, code: &str) -> Result<Worksheet, Stop> {
    let id = id_of(visit, code)?;
    // Whoever may not read the organisation learns nothing of it here either.
    hiring::counts(visit.app(), &visit.ctx, id).await.map_err(|error| visit.fail(error))?;
    let mut page = sheet(visit, visit.lang.t("file-title"));
    page.page = page
        .page
        .crumb(visit.lang.t("hiring-title"), "/tuyen-dung")
        .crumb(visit.lang.t("hiring-postings"), &format!("/tuyen-dung/don-vi/{code}/tin"));
    page.parts.push(text(visit, "file-what"));
    page.parts.push(link(visit, "file-template", &format!("{}/mau", path(code))));
    let mut form = ask(visit, &path(code), "file-check")?;
    form.kept = vec![(WHAT, CHECK.to_owned())];
    form.controls = vec![control(visit, "file", Shape::File)];
    page.parts.push(SheetPart::Form(form));
    Ok(page)
}

fn path(code: &str) -> String {
    format!("/tuyen-dung/don-vi/{code}/nhap")
}

/// What fields and codes are called on the pages.
fn words() -> Words {
    Words::of(|field, code| {
        let (field, code) = (field.replace('_', "-"), code.map(|code| code.replace('_', "-")));
        [Lang::Vi, Lang::En].map(|lang| match &code {
            None => lang.t(&format!("hiring-f-{field}")),
            Some(code) => lang.t(&format!("hiring-c-{field}-{code}")),
        })
    })
}

/// The file that was chosen, or the one that was checked before.
fn file(upload: &Upload) -> Result<Vec<u8>, AppError> {
    upload.key()?;
    let (chosen, kept) = (upload.bytes("file"), upload.bytes(KEPT_FILE));
    let bytes = if chosen.is_empty() { hiring::file_of_text(kept) } else { Some(chosen.to_vec()) };
    bytes
        .filter(|bytes| !bytes.is_empty())
        .ok_or_else(|| FieldError::new("file", "missing", "Chọn một tệp .xlsx.", "Choose an .xlsx file.").into())
}

pub(super) async fn send(visit: Visit, Path(code): Path<String>, upload: Upload) -> Reply {
    demand_person(&visit)?;
    let id = id_of(&visit, &code)?;
    let options = FileOptions { dry_run: upload.bytes(WHAT) != TAKE.as_bytes(), words: words() };
    let mut page = page(&visit, &code).await?;
    let sent = match file(&upload) {
        Ok(sent) => sent,
        Err(error) => return refuse(&visit, page, error),
    };
    match hiring::import_file(visit.app(), &visit.ctx, (id, &sent), &options).await {
        Ok(verdicts) => {
            if !options.dry_run {
                page.done = done(&visit, &verdicts);
            }
            let told = told(&visit, (&code, &sent), &verdicts, options.dry_run)?;
            let below = std::mem::replace(&mut page.parts, told);
            page.parts.extend(below);
            Ok(shown(&visit, &page))
        }
        Err(error @ AppError::Refused(_)) => refuse(&visit, page, error),
        Err(error) => Err(visit.fail(error).into()),
    }
}

/// What became of the rows, before the form for another file: a telephone shows it without turning.
fn told(
    visit: &Visit,
    (code, sent): (&str, &[u8]),
    verdicts: &[RowVerdict],
    dry_run: bool,
) -> Result<Vec<SheetPart>, Stop> {
    let is_checked = dry_run && verdicts.iter().any(is_fit);
    let mut parts = vec![heading(visit, if is_checked { "file-checked" } else { "file-verdicts" })];
    parts.push(SheetPart::Text(counted(visit, verdicts).into()));
    if is_checked {
        parts.push(confirm(visit, code, sent, verdicts)?);
    }
    if verdicts.iter().any(|row| entered(row).is_some()) {
        parts.push(link(visit, "file-onward", &format!("/tuyen-dung/don-vi/{code}/tin")));
    }
    parts.push(SheetPart::Entries(verdicts.iter().map(|row| entry(visit, row)).collect()));
    parts.push(heading(visit, "file-another"));
    Ok(parts)
}

const fn is_fit(row: &RowVerdict) -> bool {
    matches!(row.outcome, Ok(Taken::Fit { .. }))
}

const fn entered(row: &RowVerdict) -> Option<&Entered> {
    match &row.outcome {
        Ok(Taken::Entered(entered)) => Some(entered),
        Ok(Taken::Fit { .. }) | Err(_) => None,
    }
}

/// How many rows a file has of each kind; of a kind without any, nothing.
fn counted(visit: &Visit, verdicts: &[RowVerdict]) -> String {
    let count = |is: &dyn Fn(&RowVerdict) -> bool| verdicts.iter().filter(|row| is(row)).count() as u64;
    let kinds = [
        ("file-count-fit", count(&is_fit)),
        ("file-count-entered", count(&|row| entered(row).is_some())),
        ("file-count-left", count(&|row| row.outcome.is_err())),
    ];
    let said = kinds.into_iter().filter(|(_, count)| *count > 0).map(|(key, count)| visit.lang.n(key, count));
    said.collect::<Vec<_>>().join(" ")
}

/// What was taken in, how much of it is public, and what is left; nothing where no row was in order.
fn done(visit: &Visit, verdicts: &[RowVerdict]) -> Option<String> {
    let taken: Vec<&Entered> = verdicts.iter().filter_map(entered).collect();
    let public = taken.iter().filter(|entered| entered.state == State::Published.code()).count() as u64;
    let left = verdicts.iter().filter(|row| row.outcome.is_err()).count() as u64;
    let said = [("file-done", taken.len() as u64), ("file-done-public", public), ("file-count-left", left)];
    let said = said.into_iter().filter(|(_, count)| *count > 0).map(|(key, count)| visit.lang.n(key, count));
    (!taken.is_empty()).then(|| said.collect::<Vec<_>>().join(" "))
}

/// The button that takes in what was checked: the file goes with it.
fn confirm(visit: &Visit, code: &str, sent: &[u8], verdicts: &[RowVerdict]) -> Result<SheetPart, Stop> {
    let fit = verdicts.iter().filter(|row| is_fit(row));
    let waits = |row: &RowVerdict| matches!(row.outcome, Ok(Taken::Fit { at_once: false }));
    let take = if verdicts.iter().any(waits) { "file-take" } else { "file-take-public" };
    let mut form = ask(visit, &path(code), "file-check")?;
    form.button = visit.lang.n(take, fit.count() as u64);
    form.kept = vec![(WHAT, TAKE.to_owned()), (KEPT_FILE, hiring::file_as_text(sent))];
    Ok(SheetPart::Form(form))
}

fn entry(visit: &Visit, row: &RowVerdict) -> Entry {
    let line = row.line.to_string();
    let title = if row.title.trim().is_empty() {
        visit.lang.t1("file-row-nameless", "line", line)
    } else {
        visit.lang.t2("file-row", ("line", &line), ("title", &row.title))
    };
    let none: &[FieldError] = &[];
    let (href, tag, errors) = match &row.outcome {
        Ok(Taken::Entered(entered)) => {
            let href = visit.lang.href(&format!("/tuyen-dung/tin/{}", code_of(entered.id)));
            (Some(href), visit.lang.t(&format!("hiring-posting-{}", entered.state)), none)
        }
        Ok(Taken::Fit { at_once: true }) => (None, visit.lang.t("file-at-once"), none),
        Ok(Taken::Fit { at_once: false }) => (None, visit.lang.t("file-waits"), none),
        Err(errors) => (None, visit.lang.t("file-refused"), errors.as_slice()),
    };
    let asked = |name: &str| STEPS.iter().flat_map(|step| step.fields).any(|field| field.name == name);
    let note = |error: &FieldError| {
        let said = say(visit, error);
        if asked(error.field) { named(visit, error.field, &said) } else { said }
    };
    Entry { title: title.into(), href, tag: Some(tag), notes: errors.iter().map(note).collect(), asks: Vec::new() }
}

/// The empty spreadsheet with the right columns, in the language of the page. It says nothing of anybody.
pub(super) async fn template(visit: Visit) -> Reply {
    demand_person(&visit)?;
    let lang = if visit.lang == Lang::En { sanviec_domain::Lang::En } else { sanviec_domain::Lang::Vi };
    let bytes = hiring::template(&words(), lang).map_err(|error| visit.fail(error))?;
    Ok(form::book("mau-tin-tuyen-dung.xlsx", bytes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_heading_and_every_word_of_the_pages_is_read_as_what_it_stands_for() {
        let words = words();
        for lang in Lang::ALL {
            for field in STEPS.iter().flat_map(|step| step.fields) {
                let name = field.name.replace('_', "-");
                let heading = lang.t(&format!("hiring-f-{name}"));
                assert_eq!(words.field(&heading), Some(field.name), "{heading}");
                for code in field.codes() {
                    let word = lang.t(&format!("hiring-c-{name}-{}", code.replace('_', "-")));
                    assert_eq!(words.code(field, &word), Some(code), "{name}: {word}");
                    assert!(!word.contains(';'), "{word}");
                }
            }
        }
        let fields: BTreeSet<&str> = STEPS.iter().flat_map(|step| step.fields).map(|field| field.name).collect();
        assert!(fields.iter().all(|name| words.field(name) == Some(*name)), "and so is every name");
    }
}
