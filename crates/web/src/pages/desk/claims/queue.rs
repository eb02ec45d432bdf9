//! What waits for somebody, by age or by money.

use sanviec_app::claims::{self, Asked, ClaimItem, ClaimQueue, DisputeItem, OutdatedItem};
use sanviec_app::{Action, may_at_work, placements};
use sanviec_domain::claim::State;

use super::super::super::account::Stop;
use super::super::words::{term, time};
use super::super::{Reply, form};
use super::words::{disputed_row, dong, outdated_row, row, title};
use crate::http::Visit;
use crate::view::{DeskBlock, DeskPage, DeskRow};

/// Name of the page of retractions that is asked for.
const RETRACTIONS: &str = "trang-rut-lai";
/// Name of the page of what waits to be approved again that is asked for.
const AGAIN: &str = "trang-duyet-lai";
/// Claims that wait to be approved again, on one page.
const AGAIN_PAGE: usize = 50;

pub(super) async fn show(visit: Visit) -> Reply {
    super::demand_work(&visit, Action::ReadClaim)?;
    let mut page = form::below_desk(&visit, form::page(&visit, visit.lang.t("claims-title"))?);
    let asked = Asked {
        state: State::find_by_code(visit.asked("trang-thai")),
        by_money: visit.asked("xep") == "tien",
        page: visit.asked("trang").parse::<u64>().unwrap_or(1).clamp(1, 10_000) - 1,
    };
    let queue = claims::claims(visit.app(), &visit.ctx, asked).await.map_err(|error| visit.fail(error))?;
    retractions(&visit, &mut page).await?;
    let disputed = disputes(&visit, &mut page).await?;
    let outdated = outdated(&visit, &mut page).await?;
    fill(&visit, &mut page, asked, (&queue, &disputed, &outdated));
    Ok(form::show(&visit, &page))
}

/// Cases in which somebody proposed to retract what was paid by, for whoever decides.
async fn retractions(visit: &Visit, page: &mut DeskPage) -> Result<(), Stop> {
    if !may_at_work(visit.ctx.actor, Action::ApproveClaim) {
        return Ok(());
    }
    let before = visit.asked(RETRACTIONS).parse::<u64>().unwrap_or(1).clamp(1, 10_000) - 1;
    let waiting = placements::retractions_to_decide(visit.app(), &visit.ctx, before).await;
    let waiting = waiting.map_err(|error| visit.fail(error))?;
    let mut ways: Vec<_> = waiting
        .items
        .into_iter()
        .map(|(code, since)| {
            let label = visit.lang.t1("retractions-since", "when", time(visit, since));
            (label, visit.lang.href(&format!("/trung-tam/viec-lam/{code}")), false)
        })
        .collect();
    ways.extend(further(visit, RETRACTIONS, before, waiting.has_more));
    if !ways.is_empty() {
        page.blocks.push(DeskBlock::Heading(visit.lang.t("retractions-title")));
        page.blocks.push(DeskBlock::Links(ways));
    }
    Ok(())
}

/// The ways to the pages of a list on this page before and after the one that is shown.
fn further(visit: &Visit, name: &str, before: u64, has_more: bool) -> Vec<(String, String, bool)> {
    let to = |page: u64| visit.lang.href(&format!("/trung-tam/chi-tra?{name}={page}"));
    let earlier = (before > 0).then(|| (visit.lang.t("pages-previous"), to(before), false));
    let later = has_more.then(|| (visit.lang.t("pages-next"), to(before + 2), false));
    earlier.into_iter().chain(later).collect()
}

/// What a bank says it paid after it had said it did not, or brought back, until somebody has asked it.
async fn disputes(visit: &Visit, page: &mut DeskPage) -> Result<Vec<DisputeItem>, Stop> {
    let lang = visit.lang;
    let waiting = claims::disputes(visit.app(), &visit.ctx).await.map_err(|error| visit.fail(error))?;
    let row = |one: &DisputeItem| {
        let told = lang.t(if one.is_back { "disputes-one-back" } else { "disputes-one" });
        DeskRow {
            title: title(visit, &one.person, one.dong).into(),
            href: lang.href(&format!("/trung-tam/chi-tra/de-nghi/{}", one.claim)),
            tag: Some((lang.t("claims-disputed"), true)),
            lines: vec![told.into(), lang.t1("disputes-attempt", "code", &one.attempt).into()],
            form: None,
        }
    };
    if !waiting.is_empty() {
        page.blocks.push(DeskBlock::Heading(lang.t("disputes-title")));
        page.blocks.push(DeskBlock::Notice(lang.n("disputes-what", waiting.len() as u64).into()));
        page.blocks.push(DeskBlock::Rows(waiting.iter().map(row).collect(), String::new()));
    }
    Ok(waiting)
}

/// What was approved before facts came, until it is approved again.
async fn outdated(visit: &Visit, page: &mut DeskPage) -> Result<Vec<OutdatedItem>, Stop> {
    let waiting = claims::to_approve_again(visit.app(), &visit.ctx).await.map_err(|error| visit.fail(error))?;
    let way = |one: &OutdatedItem| {
        let label = visit.lang.t1("outdated-one", "claim", title(visit, &one.person, one.dong));
        (label, visit.lang.href(&format!("/trung-tam/chi-tra/de-nghi/{}", one.claim)), false)
    };
    if !waiting.is_empty() {
        let before = visit.asked(AGAIN).parse::<usize>().unwrap_or(1).clamp(1, 10_000) - 1;
        let has_more = waiting.len() > (before + 1) * AGAIN_PAGE;
        let mut ways: Vec<_> = waiting.iter().skip(before * AGAIN_PAGE).take(AGAIN_PAGE).map(way).collect();
        ways.extend(further(visit, AGAIN, before as u64, has_more));
        page.blocks.push(DeskBlock::Heading(visit.lang.t("outdated-title")));
        page.blocks.push(DeskBlock::Links(ways));
    }
    Ok(waiting)
}

fn path(asked: Asked) -> String {
    let order = if asked.by_money { "tien" } else { "tuoi" };
    let state = asked.state.map(|state| format!("&trang-thai={}", state.code())).unwrap_or_default();
    let page = if asked.page > 0 { format!("&trang={}", asked.page + 1) } else { String::new() };
    format!("/trung-tam/chi-tra?xep={order}{state}{page}")
}

/// A claim, with what keeps it from being paid in its tag.
fn marked(visit: &Visit, item: &ClaimItem, disputed: &[DisputeItem], outdated: &[OutdatedItem]) -> DeskRow {
    if disputed.iter().any(|one| one.claim == item.id) {
        disputed_row(visit, item)
    } else if outdated.iter().any(|one| one.claim == item.id) {
        outdated_row(visit, item)
    } else {
        row(visit, item)
    }
}

fn fill(
    visit: &Visit,
    page: &mut DeskPage,
    asked: Asked,
    (queue, disputed, outdated): (&ClaimQueue, &[DisputeItem], &[OutdatedItem]),
) {
    let lang = visit.lang;
    let mut ways = Vec::new();
    if may_at_work(visit.ctx.actor, Action::PrepareClaim) {
        ways.push((lang.t("ready-title"), lang.href("/trung-tam/chi-tra/lap"), false));
    }
    ways.extend([
        (lang.t("batches-title"), lang.href("/trung-tam/chi-tra/danh-sach"), false),
        (lang.t("recoveries-title"), lang.href("/trung-tam/chi-tra/thu-hoi"), false),
        (lang.t("samples-title"), lang.href("/trung-tam/chi-tra/rut-mau"), false),
    ]);
    if may_at_work(visit.ctx.actor, Action::SetPaying) {
        ways.push((lang.t("accounts-title"), lang.href("/trung-tam/chi-tra/tai-khoan"), false));
    }
    page.blocks.push(DeskBlock::Links(ways));
    let base = Asked { page: 0, ..asked };
    let order = |by_money, label: &str| {
        (lang.t(label), lang.href(&path(Asked { by_money, ..base })), asked.by_money == by_money)
    };
    page.blocks.push(DeskBlock::Links(vec![order(false, "claims-by-age"), order(true, "claims-by-money")]));
    let link = |label: String, state| (label, lang.href(&path(Asked { state, ..base })), asked.state == state);
    let mut states = vec![link(lang.t("claims-open"), None)];
    states.extend(queue.sums.iter().filter(|(_, claims, _)| *claims > 0).map(|(state, claims, sum)| {
        let label = format!("{} ({claims}, {})", term(visit, "claim", state.code()), dong(visit, *sum));
        link(label, Some(*state))
    }));
    page.blocks.push(DeskBlock::Links(states));
    let rows = queue.items.iter().map(|item| marked(visit, item, disputed, outdated));
    page.blocks.push(DeskBlock::Rows(rows.collect(), lang.t("claims-none")));
    let mut further = Vec::new();
    if asked.page > 0 {
        let before = Asked { page: asked.page - 1, ..asked };
        further.push((lang.t("pages-previous"), lang.href(&path(before)), false));
    }
    if queue.has_more {
        let after = Asked { page: asked.page + 1, ..asked };
        further.push((lang.t("pages-next"), lang.href(&path(after)), false));
    }
    if !further.is_empty() {
        page.blocks.push(DeskBlock::Links(further));
    }
}
