//! People from a spreadsheet: first what would be done, then done, with a verdict for each row; what is left comes back
//! as a file to be mended.

use sanviec_app::desk::{self, Outcome, PeopleOptions, PersonVerdict, code_of_profile};
use sanviec_app::{AppError, FieldError, Role};

use super::super::account::Stop;
use super::{Reply, form};
use crate::http::{Upload, Visit};
use crate::view::{DeskAsk, DeskAskKind, DeskBlock, DeskPage, DeskRow, Words};

const FILE: &str = "tep";
const WHAT: &str = "viec";
const NAMES: [(&str, &str); 1] = [("file", FILE)];
const PATH: &str = "/trung-tam/nguoi/nhap";

fn page(visit: &Visit) -> Result<DeskPage, Stop> {
    let lang = visit.lang;
    let mut page = form::below_desk(visit, form::page(visit, lang.t("people-file-title"))?);
    if visit.ctx.actor.kind() != Role::Officer {
        return Err(visit.fail(AppError::Forbidden).into());
    }
    page.page = page.page.crumb(lang.t("people-title"), "/trung-tam/nguoi");
    page.blocks.push(DeskBlock::Text(lang.t("people-file-what").into()));
    page.blocks.push(DeskBlock::Links(vec![(lang.t("file-template"), lang.href(&format!("{PATH}/mau")), false)]));
    let mut form = form::form(visit, PATH, "people-file-send")?;
    let ways = ["thu", "nhap", "sua"].map(|way| (way.to_owned(), lang.t(&format!("people-file-{way}")).into()));
    form.asks = vec![
        DeskAsk::line(FILE, lang.t("people-file-file"), "").kind(DeskAskKind::File(".xlsx")),
        DeskAsk::line(WHAT, lang.t("people-file-way"), "thu").kind(DeskAskKind::One(ways.to_vec())),
    ];
    page.blocks.push(DeskBlock::Form(form));
    Ok(page)
}

pub(super) async fn show(visit: Visit) -> Reply {
    Ok(form::show(&visit, &page(&visit)?))
}

pub(super) async fn send(visit: Visit, upload: Upload) -> Reply {
    let mut page = page(&visit)?;
    let way = String::from_utf8_lossy(upload.bytes(WHAT)).into_owned();
    let done = async {
        upload.key()?;
        let bytes = upload.bytes(FILE);
        if bytes.is_empty() {
            let (vi, en) = ("Chọn một tệp .xlsx.", "Choose an .xlsx file.");
            return Err(FieldError::new("file", "missing", vi, en).into());
        }
        let options = PeopleOptions { dry_run: way != "nhap" };
        desk::import_people(visit.app(), &visit.ctx, bytes, options).await
    };
    let verdicts = match done.await {
        Ok(verdicts) => verdicts,
        Err(error) => return form::refuse(&visit, page, error, &NAMES),
    };
    if way == "sua" {
        let bytes = desk::people_fix_up(&visit.ctx, &verdicts).map_err(|error| visit.fail(error))?;
        return Ok(form::book("can-sua.xlsx", bytes));
    }
    page.blocks.push(DeskBlock::Heading(visit.lang.t("file-verdicts")));
    page.blocks.push(DeskBlock::Text(counted(&visit, &verdicts).into()));
    let rows = verdicts.iter().map(|verdict| row(&visit, verdict)).collect();
    page.blocks.push(DeskBlock::Rows(rows, String::new()));
    Ok(form::show(&visit, &page))
}

fn counted(visit: &Visit, verdicts: &[PersonVerdict]) -> String {
    let count = |is: fn(&Outcome) -> bool| verdicts.iter().filter(|verdict| is(&verdict.outcome)).count().to_string();
    let taken = count(|outcome| matches!(outcome, Outcome::Fit | Outcome::Registered(_)));
    let left = count(|outcome| !matches!(outcome, Outcome::Fit | Outcome::Registered(_)));
    visit.lang.t2("people-file-count", ("taken", &taken), ("left", &left))
}

fn row(visit: &Visit, verdict: &PersonVerdict) -> DeskRow {
    let lang = visit.lang;
    let person = |code: &str| lang.href(&format!("/trung-tam/nguoi/{code}"));
    let (tag, href, lines): (&str, String, Vec<Words>) = match &verdict.outcome {
        Outcome::Fit => ("fit", String::new(), Vec::new()),
        Outcome::Registered(code) => ("registered", person(code), Vec::new()),
        Outcome::Similar(hits) => {
            let names = hits.iter().map(|hit| hit.name.as_str().into()).collect();
            let first = hits.first().map(|hit| person(&code_of_profile(hit.id))).unwrap_or_default();
            ("similar", first, names)
        }
        Outcome::Repeated(line) => {
            ("repeated", String::new(), vec![lang.t1("people-file-row", "line", line.to_string()).into()])
        }
        Outcome::Refused(errors) => {
            ("refused", String::new(), errors.iter().map(|error| form::of_column(visit, error)).collect())
        }
    };
    let is_left = !matches!(verdict.outcome, Outcome::Fit | Outcome::Registered(_));
    DeskRow {
        title: lang.t2("file-row", ("line", &verdict.line.to_string()), ("title", &verdict.name)).into(),
        href,
        tag: Some((lang.t(&format!("people-file-is-{tag}")), is_left)),
        lines,
        form: None,
    }
}

/// The empty spreadsheet with the right columns. It says nothing of anybody.
pub(super) async fn template(visit: Visit) -> Reply {
    super::super::account::demand_person(&visit)?;
    let bytes = desk::people_template().map_err(|error| visit.fail(error))?;
    Ok(form::book("mau-nguoi-tim-viec.xlsx", bytes))
}
