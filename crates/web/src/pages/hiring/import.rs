//! Postings from a spreadsheet, with a verdict for each row.

use axum::extract::Path;
use sanviec_app::hiring::{self, RowVerdict};
use sanviec_app::{AppError, FieldError};

use super::super::desk::form;
use super::sheet::{ask, control, heading, id_of, link, refuse, say, sheet, show as shown, text};
use super::{Reply, Stop, demand_person};
use crate::http::{Upload, Visit};
use crate::view::{Entry, Shape, SheetPart, Worksheet};

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
    page.parts.push(link(visit, "file-template", &format!("/tuyen-dung/don-vi/{code}/nhap/mau")));
    let mut form = ask(visit, &format!("/tuyen-dung/don-vi/{code}/nhap"), "file-send")?;
    form.controls = vec![control(visit, "file", Shape::File)];
    page.parts.push(SheetPart::Form(form));
    Ok(page)
}

pub(super) async fn send(visit: Visit, Path(code): Path<String>, upload: Upload) -> Reply {
    demand_person(&visit)?;
    let id = id_of(&visit, &code)?;
    let done = async {
        upload.key()?;
        let bytes = upload.bytes("file");
        if bytes.is_empty() {
            let (vi, en) = ("Chọn một tệp .xlsx.", "Choose an .xlsx file.");
            return Err(FieldError::new("file", "missing", vi, en).into());
        }
        hiring::import_file(visit.app(), &visit.ctx, id, bytes).await
    };
    let mut page = page(&visit, &code).await?;
    match done.await {
        Ok(verdicts) => {
            let entries = verdicts.iter().map(|row| entry(&visit, row)).collect();
            page.parts.extend([heading(&visit, "file-verdicts"), SheetPart::Entries(entries)]);
            Ok(shown(&visit, &page))
        }
        Err(error @ AppError::Refused(_)) => refuse(&visit, page, error),
        Err(error) => Err(visit.fail(error).into()),
    }
}

fn entry(visit: &Visit, row: &RowVerdict) -> Entry {
    let line = visit.lang.t2("file-row", ("line", &row.line.to_string()), ("title", &row.title));
    match &row.outcome {
        Ok(entered) => {
            let code = super::sheet::code_of(entered.id);
            Entry {
                title: line.into(),
                href: Some(visit.lang.href(&format!("/tuyen-dung/tin/{code}"))),
                tag: Some(visit.lang.t(&format!("hiring-posting-{}", entered.state))),
                notes: Vec::new(),
                asks: Vec::new(),
            }
        }
        Err(errors) => {
            let note = |error: &FieldError| format!("{}: {}", error.field, &*say(visit, error)).into();
            Entry {
                title: line.into(),
                href: None,
                tag: Some(visit.lang.t("file-refused")),
                notes: errors.iter().map(note).collect(),
                asks: Vec::new(),
            }
        }
    }
}

/// The empty spreadsheet with the right columns. It says nothing of anybody.
pub(super) async fn template(visit: Visit) -> Reply {
    demand_person(&visit)?;
    let bytes = hiring::template().map_err(|error| visit.fail(error))?;
    Ok(form::book("mau-tin-tuyen-dung.xlsx", bytes))
}
