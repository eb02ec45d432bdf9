//! A file of the insurer or of a payroll, with a verdict for each row.

use axum::http::StatusCode;
use sanviec_app::placements::{self, EvidenceFile, FILE_ROWS_AT_ONCE, FILE_ROWS_MOST, FileTaken, RowVerdict};
use sanviec_app::{AppError, FieldError};
use sanviec_domain::placement::Source;

use super::super::account::Stop;
use super::super::desk::form;
use super::{Reply, case, kept, words};
use crate::format;
use crate::http::{Upload, Visit, elsewhere, unkept};
use crate::view::{DeskAsk, DeskAskKind, DeskBlock, DeskPage, DeskRow};

const SOURCE: &str = "nguon";
const FILE: &str = "tep";

pub(super) async fn show(visit: Visit) -> Reply {
    let page = page(&visit)?;
    Ok(form::show(&visit, &page))
}

fn page(visit: &Visit) -> Result<DeskPage, Stop> {
    let lang = visit.lang;
    let mut page = form::below_desk(visit, form::page(visit, lang.t("files-evidence-title"))?);
    case::demand_officer(visit)?;
    page.page = page.page.crumb(lang.t("placements-title"), "/trung-tam/viec-lam");
    page.blocks.push(DeskBlock::Text(lang.t("files-evidence-what").into()));
    page.blocks.push(DeskBlock::Text(lang.t("files-evidence-columns").into()));
    let [most, at_once] = [FILE_ROWS_MOST, FILE_ROWS_AT_ONCE]
        .map(|number| format::number(lang, u64::try_from(number).unwrap_or(u64::MAX)));
    let bounds = lang.t2("files-evidence-bounds", ("most", &most), ("few", &at_once));
    page.blocks.push(DeskBlock::Text(bounds.into()));
    let mut form = form::form(visit, "/trung-tam/viec-lam/tep/gui", "files-evidence-button")?;
    let sources = words::choices(visit, "source", [Source::Insurer.code(), Source::Payroll.code()]);
    form.asks = vec![
        DeskAsk::line(SOURCE, lang.t("files-evidence-source"), "").kind(DeskAskKind::One(sources)),
        DeskAsk::line(FILE, lang.t("files-evidence-file"), "").kind(DeskAskKind::File(".csv,.xlsx")),
    ];
    page.blocks.push(DeskBlock::Form(form));
    Ok(page)
}

pub(super) async fn send(visit: Visit, upload: Upload) -> Reply {
    let mut page = page(&visit)?;
    let taken = async {
        upload.key()?;
        let source = std::str::from_utf8(upload.bytes(SOURCE)).ok().and_then(Source::find_by_code);
        let source = source.ok_or_else(|| {
            let (vi, en) = ("Chọn nguồn của tệp.", "Choose where the file comes from.");
            AppError::from(FieldError::new("source", "missing", vi, en))
        })?;
        let bytes = upload.bytes(FILE).to_vec();
        placements::take_file(visit.app(), &visit.ctx, EvidenceFile { source, bytes }).await
    };
    match taken.await {
        Ok(FileTaken::GoesOn { file }) => Ok(elsewhere(&visit, &format!("{}/{file}", kept::PATH))),
        Ok(FileTaken::Judged { rows, .. }) => {
            let rows = rows.iter().map(|verdict| row(&visit, verdict)).collect();
            page.blocks.push(DeskBlock::Heading(visit.lang.t("files-evidence-verdicts")));
            page.blocks.push(DeskBlock::Rows(rows, visit.lang.t("placements-none")));
            Ok(unkept(&visit, StatusCode::OK, &page))
        }
        Err(error) => form::refuse(&visit, page, error, &[("source", SOURCE), ("file", FILE)]),
    }
}

fn row(visit: &Visit, verdict: &RowVerdict) -> DeskRow {
    let title = visit.lang.t1("files-evidence-row", "line", verdict.line);
    let stands = if verdict.is_new { "files-evidence-taken" } else { "files-evidence-known" };
    match &verdict.outcome {
        Ok(code) => DeskRow {
            title: title.into(),
            href: visit.lang.href(&format!("/trung-tam/viec-lam/{code}")),
            tag: Some((visit.lang.t(stands), false)),
            lines: Vec::new(),
            form: None,
        },
        Err(errors) => DeskRow {
            title: title.into(),
            href: String::new(),
            tag: Some((visit.lang.t("files-evidence-refused"), true)),
            lines: errors.iter().map(|error| visit.lang.said(error).into()).collect(),
            form: None,
        },
    }
}
