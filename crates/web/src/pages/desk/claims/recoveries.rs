//! What is to come back, the overdue and the next due first.

use sanviec_app::Action;
use sanviec_app::claims::{self, RecoveryItem};

use super::super::words::{day, pages, pages_before};
use super::super::{Reply, form};
use super::words::{dong, row};
use crate::http::Visit;
use crate::view::{DeskBlock, DeskRow};

pub(super) async fn show(visit: Visit) -> Reply {
    super::demand_work(&visit, Action::ReadClaim)?;
    let lang = visit.lang;
    let mut page = form::below_desk(&visit, form::page(&visit, lang.t("recoveries-title"))?);
    page.page = page.page.crumb(lang.t("claims-title"), "/trung-tam/chi-tra");
    let before = pages_before(&visit);
    let found = claims::recoveries(visit.app(), &visit.ctx, before).await.map_err(|error| visit.fail(error))?;
    page.blocks.push(DeskBlock::Facts(vec![
        (lang.t("recoveries-outstanding"), vec![dong(&visit, found.outstanding_dong).into()]),
        (lang.t("recoveries-overdue"), vec![dong(&visit, found.overdue_dong).into()]),
    ]));
    let rows = found.items.iter().map(|one| to_come(&visit, one)).collect();
    page.blocks.push(DeskBlock::Rows(rows, lang.t("recoveries-none")));
    page.blocks.extend(pages(&visit, "/trung-tam/chi-tra/thu-hoi", before, found.has_more));
    Ok(form::show(&visit, &page))
}

fn to_come(visit: &Visit, one: &RecoveryItem) -> DeskRow {
    let lang = visit.lang;
    let mut shown = row(visit, &one.item);
    shown.lines.push(lang.t1("recoveries-rest", "dong", dong(visit, one.outstanding_dong)).into());
    if let Some(due) = &one.next {
        let (on, rest) = (day(visit, due.part.due_on), dong(visit, due.rest_dong()));
        shown.lines.push(lang.t2("recoveries-next", ("day", &on), ("dong", &rest)).into());
    }
    if one.overdue_dong > 0 {
        shown.tag = Some((lang.t1("recoveries-late", "dong", dong(visit, one.overdue_dong)), true));
    }
    shown
}
