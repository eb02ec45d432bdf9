//! Lists for payment, and making one from what is approved.

use sanviec_app::claims::{self, Asked, BatchView, ClaimItem, MakeBatch};
use sanviec_app::{Action, may_at_work};
use sanviec_domain::claim::State;
use std::collections::BTreeMap;

use super::super::super::account::Stop;
use super::super::words::{day, term};
use super::super::{Reply, form};
use super::words::{dong, fund, outdated_row};
use crate::http::{Filled, Visit, elsewhere};
use crate::view::{DeskAsk, DeskAskKind, DeskBlock, DeskPage, DeskRow};

const CLAIM: &str = "de-nghi";

pub(super) async fn show(visit: Visit) -> Reply {
    super::demand_work(&visit, Action::ReadClaim)?;
    Ok(form::show(&visit, &page(&visit, None).await?))
}

async fn page(visit: &Visit, filled: Option<&Filled>) -> Result<DeskPage, Stop> {
    let lang = visit.lang;
    let mut page = form::below_desk(visit, form::page(visit, lang.t("batches-title"))?);
    page.page = page.page.crumb(lang.t("claims-title"), "/trung-tam/chi-tra");
    if may_at_work(visit.ctx.actor, Action::PayClaims) {
        making(visit, &mut page, filled).await?;
    }
    let number = visit.asked("trang").parse::<u64>().unwrap_or(1).clamp(1, 10_000) - 1;
    let batches = claims::batches(visit.app(), &visit.ctx, number).await.map_err(|error| visit.fail(error))?;
    page.blocks.push(DeskBlock::Heading(lang.t("batches-made")));
    let rows = batches.items.iter().map(|batch| row(visit, batch)).collect();
    page.blocks.push(DeskBlock::Rows(rows, lang.t("batches-none")));
    if batches.has_more {
        let href = lang.href(&format!("/trung-tam/chi-tra/danh-sach?trang={}", number + 2));
        page.blocks.push(DeskBlock::Links(vec![(lang.t("pages-next"), href, false)]));
    }
    Ok(page)
}

/// So many claims on offer are enough for one list; the others are offered for the next.
const PICKS: usize = 200;

/// What can be put on a new list, and below it what waits to be approved again first.
async fn making(visit: &Visit, page: &mut DeskPage, filled: Option<&Filled>) -> Result<(), Stop> {
    let lang = visit.lang;
    let outdated = claims::to_approve_again(visit.app(), &visit.ctx).await.map_err(|error| visit.fail(error))?;
    let (mut funds, mut waiting) = (BTreeMap::<_, Vec<DeskAsk>>::new(), Vec::new());
    let mut picks = 0;
    for state in [State::Approved, State::Bounced] {
        for page in 0.. {
            let asked = Asked { state: Some(state), page, ..Asked::default() };
            let queue = claims::claims(visit.app(), &visit.ctx, asked).await.map_err(|error| visit.fail(error))?;
            for item in queue.items {
                if outdated.iter().any(|one| one.claim == item.id) {
                    waiting.push(outdated_row(visit, &item));
                } else {
                    picks += 1;
                    funds.entry(item.fund.clone()).or_default().push(pick(visit, item, filled));
                }
            }
            // What waits to be approved again keeps none that can be paid from being offered.
            if !queue.has_more || picks >= PICKS {
                break;
            }
        }
    }
    page.blocks.push(DeskBlock::Heading(lang.t("batches-make")));
    if funds.is_empty() {
        page.blocks.push(DeskBlock::Text(lang.t("batches-nothing").into()));
    }
    // A list is of one fund: each has a form of its own.
    for ((_, task, year), asks) in funds {
        page.blocks.push(DeskBlock::Text(fund(visit, Some(&task), Some(year)).into()));
        let mut ask = form::form(visit, "/trung-tam/chi-tra/danh-sach", "batches-button")?;
        ask.asks = asks;
        page.blocks.push(DeskBlock::Form(ask));
    }
    if !waiting.is_empty() {
        page.blocks.push(DeskBlock::Text(lang.t("batches-outdated").into()));
        page.blocks.push(DeskBlock::Rows(waiting, String::new()));
    }
    Ok(())
}

/// A claim to be ticked; one that was ticked before stays so.
fn pick(visit: &Visit, item: ClaimItem, filled: Option<&Filled>) -> DeskAsk {
    let label = format!("{} – {}, {}", item.person, dong(visit, item.owed_dong), item.employer);
    let is_ticked = filled.is_some_and(|filled| filled.all(CLAIM).any(|code| code == item.id));
    let mut ask = DeskAsk::line(CLAIM, label, if is_ticked { &item.id } else { "" });
    ask.id = format!("{CLAIM}-{}", item.id);
    ask.hint = (item.state == State::Bounced).then(|| term(visit, "claim", item.state.code()));
    ask.kind = DeskAskKind::Pick(item.id);
    ask
}

fn row(visit: &Visit, batch: &BatchView) -> DeskRow {
    let lang = visit.lang;
    let claims = lang.n("batches-claims", u64::try_from(batch.claims).unwrap_or_default());
    DeskRow {
        title: format!("{}/{} – {}", batch.serial, batch.year, dong(visit, batch.dong)).into(),
        href: lang.href(&format!("/trung-tam/chi-tra/danh-sach/{}", batch.id)),
        tag: Some((term(visit, "batch", batch.state.code()), false)),
        lines: vec![
            fund(visit, batch.task.as_deref(), batch.budget_year).into(),
            claims.into(),
            day(visit, batch.made_on).into(),
        ],
        form: None,
    }
}

pub(super) async fn send(visit: Visit, filled: Filled) -> Reply {
    super::demand_work(&visit, Action::PayClaims)?;
    let again = page(&visit, Some(&filled)).await?;
    let order = MakeBatch { claims: filled.all(CLAIM).map(str::to_owned).collect() };
    let made = match filled.key() {
        Ok(key) => claims::make_batch(visit.app(), &visit.ctx, order, &key).await,
        Err(error) => Err(error),
    };
    match made {
        Ok(code) => Ok(elsewhere(&visit, &format!("/trung-tam/chi-tra/danh-sach/{code}?xong=lap"))),
        Err(error) => form::refuse(&visit, again, error, &[("claims", CLAIM)]),
    }
}
