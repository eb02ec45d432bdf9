//! Running placements from a spreadsheet: first what would be done, then done, with a verdict for each row; what is
//! left comes back as a file to be mended. A long list goes on by itself, and its page says how far it is.

use axum::response::Response;
use sanviec_app::placements::{
    self, RUNNING_ROWS_AT_ONCE, RUNNING_ROWS_MOST, RunningFile, RunningOutcome, RunningTaken, RunningVerdict,
};
use sanviec_app::{AppError, FieldError};

use super::super::account::{Stop, demand_person};
use super::super::desk::form;
use super::{Reply, case, kept};
use crate::format;
use crate::http::{Upload, Visit, elsewhere, unkept};
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
    let [most, at_once] = [RUNNING_ROWS_MOST, RUNNING_ROWS_AT_ONCE].map(|number| shown(visit, number));
    page.blocks.push(DeskBlock::Text(lang.t2("running-bounds", ("most", &most), ("few", &at_once)).into()));
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

fn shown(visit: &Visit, number: usize) -> String {
    format::number(visit.lang, u64::try_from(number).unwrap_or(u64::MAX))
}

pub(super) async fn send(visit: Visit, upload: Upload) -> Reply {
    let page = page(&visit)?;
    let way = String::from_utf8_lossy(upload.bytes(WHAT)).into_owned();
    let taken = async {
        let key = upload.key()?;
        let bytes = upload.bytes(FILE).to_vec();
        if bytes.is_empty() {
            return Err(FieldError::new("file", "missing", "Chọn một tệp.", "Choose a file.").into());
        }
        let file = RunningFile { bytes, dry_run: way != "nhap" };
        let taken = placements::take_running(visit.app(), &visit.ctx, file, &key).await?;
        let is_cut = matches!(&taken, RunningTaken::Judged { rows, of, .. } if rows.len() < *of);
        if is_cut && way == "sua" { Err(AppError::from(too_long())) } else { Ok(taken) }
    };
    match taken.await {
        Ok(RunningTaken::GoesOn { file }) => Ok(elsewhere(&visit, &format!("{}/{file}", kept::PATH))),
        Ok(RunningTaken::Judged { rows, .. }) if way == "sua" => {
            let bytes = placements::running_fix_up(&visit.ctx, &rows).map_err(|error| visit.fail(error))?;
            Ok(form::book("can-sua.xlsx", bytes))
        }
        Ok(RunningTaken::Judged { rows, of, .. }) => Ok(judged(&visit, page, (&rows, of))),
        Err(error) => form::refuse(&visit, page, error, &[("file", FILE)]),
    }
}

/// Of a long list the first rows are looked over alone: those that come after would be missing in what is mended.
fn too_long() -> FieldError {
    let vi = format!(
        "Danh sách dài hơn {RUNNING_ROWS_AT_ONCE} dòng. Chọn “Nhập”: dòng nào cần sửa thì không được ghi, và tải về được \
         từ trang của tệp khi xét xong."
    );
    let en = format!(
        "The list has more than {RUNNING_ROWS_AT_ONCE} rows. Choose to take them in: a row that is to be mended is not \
         recorded, and can be had from the page of the file when it is done."
    );
    FieldError::new("file", "too_many_rows", vi, en)
}

fn judged(visit: &Visit, mut page: DeskPage, (verdicts, of): (&[RunningVerdict], usize)) -> Response {
    page.blocks.push(DeskBlock::Heading(visit.lang.t("file-verdicts")));
    if verdicts.len() < of {
        let [few, of] = [verdicts.len(), of].map(|number| shown(visit, number));
        page.blocks.push(DeskBlock::Notice(visit.lang.t2("running-first", ("few", &few), ("of", &of)).into()));
    }
    page.blocks.push(DeskBlock::Text(counted(visit, verdicts).into()));
    let rows = verdicts.iter().map(|verdict| row(visit, verdict)).collect();
    page.blocks.push(DeskBlock::Rows(rows, String::new()));
    unkept(visit, StatusCode::OK, &page)
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
