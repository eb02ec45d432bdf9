//! Running placements from a spreadsheet: first what would be done, then done, with a verdict for each row; what is
//! left comes back as a file to be mended.

use axum::response::Response;
use sanviec_app::placements::{self, RunningFile, RunningOutcome, RunningVerdict};
use sanviec_app::{AppError, FieldError};

use super::super::account::{Stop, demand_person};
use super::super::desk::form;
use super::{Reply, case};
use crate::http::{Upload, Visit, unkept};
use crate::view::{DeskAsk, DeskAskKind, DeskBlock, DeskPage, DeskRow, Words};
use axum::http::StatusCode;

const FILE: &str = "tep";
const WHAT: &str = "viec";
const PATH: &str = "/trung-tam/viec-lam/danh-sach";

pub(super) async fn show(visit: Visit) -> Reply {
    let page = page(&visit)?;
    Ok(form::show(&visit, &page))
}

fn page(visit: &Visit) -> Result<DeskPage, Stop> {
    let lang = visit.lang;
    let mut page = form::below_desk(visit, form::page(visit, lang.t("running-title"))?);
    case::demand_officer(visit)?;
    page.page = page.page.crumb(lang.t("placements-title"), "/trung-tam/viec-lam");
    page.blocks.push(DeskBlock::Text(lang.t("running-what").into()));
    page.blocks.push(DeskBlock::Text(lang.t("running-signed").into()));
    page.blocks.push(DeskBlock::Links(vec![
        (lang.t("file-template"), lang.href(&format!("{PATH}/mau")), false),
        (lang.t("people-file-title"), lang.href("/trung-tam/nguoi/nhap"), false),
    ]));
    let mut form = form::form(visit, &format!("{PATH}/gui"), "people-file-send")?;
    let ways = ["thu", "nhap", "sua"].map(|way| (way.to_owned(), lang.t(&format!("people-file-{way}")).into()));
    form.asks = vec![
        DeskAsk::line(FILE, lang.t("files-evidence-file"), "").kind(DeskAskKind::File(".csv,.xlsx")),
        DeskAsk::line(WHAT, lang.t("people-file-way"), "thu").kind(DeskAskKind::One(ways.to_vec())),
    ];
    page.blocks.push(DeskBlock::Form(form));
    Ok(page)
}

pub(super) async fn send(visit: Visit, upload: Upload) -> Reply {
    let mut page = page(&visit)?;
    let way = String::from_utf8_lossy(upload.bytes(WHAT)).into_owned();
    let taken = async {
        let key = upload.key()?;
        let bytes = upload.bytes(FILE).to_vec();
        if bytes.is_empty() {
            return Err(FieldError::new("file", "missing", "Chọn một tệp.", "Choose a file.").into());
        }
        let file = RunningFile { bytes, dry_run: way != "nhap" };
        placements::take_running(visit.app(), &visit.ctx, file, &key).await
    };
    let verdicts = match taken.await {
        Ok(verdicts) => verdicts,
        Err(error) => return form::refuse(&visit, page, error, &[("file", FILE)]),
    };
    if way == "sua" {
        let bytes = placements::running_fix_up(&verdicts).map_err(|error| visit.fail(error))?;
        return Ok(form::book("can-sua.xlsx", bytes));
    }
    page.blocks.push(DeskBlock::Heading(visit.lang.t("file-verdicts")));
    page.blocks.push(DeskBlock::Text(counted(&visit, &verdicts).into()));
    let rows = verdicts.iter().map(|verdict| row(&visit, verdict)).collect();
    page.blocks.push(DeskBlock::Rows(rows, String::new()));
    Ok(unkept(&visit, StatusCode::OK, &page))
}

fn counted(visit: &Visit, verdicts: &[RunningVerdict]) -> String {
    let left = verdicts.iter().filter(|verdict| verdict.outcome.is_left()).count();
    let taken = (verdicts.len() - left).to_string();
    visit.lang.t2("people-file-count", ("taken", &taken), ("left", &left.to_string()))
}

fn row(visit: &Visit, verdict: &RunningVerdict) -> DeskRow {
    let lang = visit.lang;
    let case = |code: &str| lang.href(&format!("/trung-tam/viec-lam/{code}"));
    let (tag, href, lines): (&str, String, Vec<Words>) = match &verdict.outcome {
        RunningOutcome::Fit(None) => ("new", String::new(), Vec::new()),
        RunningOutcome::Fit(Some(code)) => ("known", case(code), Vec::new()),
        RunningOutcome::Taken { placement, recorded, waiting } => {
            let mut lines: Vec<Words> = vec![lang.n("running-recorded", *recorded as u64).into()];
            if *waiting > 0 {
                lines.push(lang.n("running-waiting", *waiting as u64).into());
            }
            ("taken", case(placement), lines)
        }
        RunningOutcome::Refused(errors) => {
            ("refused", String::new(), errors.iter().map(|error| form::of_column(visit, error)).collect())
        }
    };
    DeskRow {
        title: lang.t1("files-evidence-row", "line", verdict.line).into(),
        href,
        tag: Some((lang.t(&format!("running-is-{tag}")), verdict.outcome.is_left())),
        lines,
        form: None,
    }
}

/// The empty spreadsheet with the right columns. It says nothing of anybody.
pub(super) async fn template(visit: Visit) -> Result<Response, Stop> {
    demand_person(&visit)?;
    let bytes = placements::running_template().map_err(|error: AppError| visit.fail(error))?;
    Ok(form::book("mau-viec-lam-dang-theo-doi.xlsx", bytes))
}
