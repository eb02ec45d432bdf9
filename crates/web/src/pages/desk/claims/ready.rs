//! Placements that are confirmed and not claimed for yet.

use sanviec_app::Action;
use sanviec_app::claims;
use sanviec_app::placements::Item;

use super::super::words::day;
use super::super::{Reply, form};
use crate::http::Visit;
use crate::view::{DeskBlock, DeskRow};

pub(super) async fn show(visit: Visit) -> Reply {
    super::demand_work(&visit, Action::PrepareClaim)?;
    let lang = visit.lang;
    let mut page = form::below_desk(&visit, form::page(&visit, lang.t("ready-title"))?);
    page.page = page.page.crumb(lang.t("claims-title"), "/trung-tam/chi-tra");
    let number = visit.asked("trang").parse::<usize>().unwrap_or(1).clamp(1, 10_000) - 1;
    let found = claims::claimable(visit.app(), &visit.ctx, number).await.map_err(|error| visit.fail(error))?;
    let rows = found.items.iter().map(|item| row(&visit, item)).collect();
    page.blocks.push(DeskBlock::Rows(rows, lang.t("ready-none")));
    if found.has_more {
        let href = lang.href(&format!("/trung-tam/chi-tra/lap?trang={}", number + 2));
        page.blocks.push(DeskBlock::Links(vec![(lang.t("pages-next"), href, false)]));
    }
    Ok(form::show(&visit, &page))
}

fn row(visit: &Visit, item: &Item) -> DeskRow {
    let title = if item.person.is_empty() { item.employer.clone() } else { item.person.clone() };
    let due = item.outcome.due.map(|due| visit.lang.t1("ready-since", "day", day(visit, due)));
    DeskRow {
        title: title.into(),
        href: visit.lang.href(&format!("/trung-tam/chi-tra/lap/{}", item.id)),
        tag: None,
        lines: [Some(item.employer.clone()), due].into_iter().flatten().map(Into::into).collect(),
        form: None,
    }
}
