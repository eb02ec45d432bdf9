//! Results of matching as files: for people and for the national exchange. Before a file is taken the page says how
//! many stand in it and how many do not, because they did not agree.

use chrono::Datelike;
use sanviec_app::{AppError, Format, Role, desk};
use sanviec_domain::time::parse_date;

use super::super::account::Stop;
use super::{Reply, form, words};
use crate::http::Visit;
use crate::view::{DeskAsk, DeskBlock, DeskForm, DeskPage};

const FROM: &str = "tu";
const THROUGH: &str = "den";
const FORMAT: &str = "dang";
const NAMES: [(&str, &str); 1] = [("from", FROM)];

fn page(visit: &Visit) -> Result<DeskPage, Stop> {
    let lang = visit.lang;
    let mut page = form::below_desk(visit, form::page(visit, lang.t("export-title"))?);
    if !matches!(visit.ctx.actor.kind(), Role::Officer | Role::CentreManager | Role::Auditor) {
        return Err(visit.fail(AppError::Forbidden).into());
    }
    let today = visit.ctx.today();
    let first = words::day(visit, today.with_day(1).unwrap_or(today));
    let typed = |name: &str, proposed: String| {
        let asked = visit.asked(name);
        if asked.is_empty() { proposed } else { asked.to_owned() }
    };
    page.blocks.push(DeskBlock::Text(lang.t("export-what").into()));
    page.blocks.push(DeskBlock::Form(DeskForm {
        action: lang.href("/trung-tam/ket-qua"),
        asks: vec![
            DeskAsk::line(FROM, lang.t("export-from"), &typed(FROM, first)).hint(lang.t("day-hint")).digits(),
            DeskAsk::line(THROUGH, lang.t("export-through"), &typed(THROUGH, words::day(visit, today))).digits(),
        ],
        button: lang.t("export-button"),
        ..DeskForm::default()
    }));
    Ok(page)
}

pub(super) async fn show(visit: Visit) -> Reply {
    let mut page = page(&visit)?;
    if visit.asked(FROM).is_empty() && visit.asked(THROUGH).is_empty() {
        return Ok(form::show(&visit, &page));
    }
    let Some(days) = parse_date(visit.asked(FROM)).zip(parse_date(visit.asked(THROUGH))) else {
        return form::refuse(&visit, page, form::no_day("from").into(), &NAMES);
    };
    match desk::count_results(visit.app(), &visit.ctx, days).await {
        Ok(results) => {
            page.blocks.push(DeskBlock::Text(visit.lang.n("export-listed", results.listed as u64).into()));
            if results.left_out > 0 {
                let left_out = visit.lang.n("export-left-out", results.left_out as u64);
                page.blocks.push(DeskBlock::Notice(left_out.into()));
            }
            let file = |format: &str| {
                let days = [(FROM, visit.asked(FROM)), (THROUGH, visit.asked(THROUGH)), (FORMAT, format)];
                let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(days).finish();
                let label = visit.lang.t1("export-file", "format", format.to_uppercase());
                (label, visit.lang.href(&format!("/trung-tam/ket-qua/tep?{query}")), false)
            };
            page.blocks.push(DeskBlock::Links(vec![file("xlsx"), file("csv")]));
            Ok(form::show(&visit, &page))
        }
        Err(error) => form::refuse(&visit, page, error, &NAMES),
    }
}

pub(super) async fn file(visit: Visit) -> Reply {
    let again = page(&visit)?;
    let days = parse_date(visit.asked(FROM)).zip(parse_date(visit.asked(THROUGH)));
    let format = if visit.asked(FORMAT) == "csv" { Format::Csv } else { Format::Xlsx };
    let Some(days) = days else {
        return form::refuse(&visit, again, form::no_day("from").into(), &NAMES);
    };
    match desk::export_results(visit.app(), &visit.ctx, days, format).await {
        Ok(export) => Ok(form::download(export, format)),
        Err(error) => form::refuse(&visit, again, error, &NAMES),
    }
}
