//! Preparing a claim for a placement.

use axum::extract::Path;
use sanviec_app::claims::{self, Offer, Prepare};
use sanviec_app::placements::{self, AsOf, PlacementView};
use sanviec_app::{Action, AppError};

use super::super::super::account::Stop;
use super::super::super::placement::words::progress;
use super::super::words::day;
use super::super::{Reply, form};
use super::words::{dong, row};
use crate::http::{Filled, Visit, elsewhere};
use crate::view::{DeskAsk, DeskAskKind, DeskBlock, DeskPage, Words};

const GROUPS: &str = "nhom";
const ELSEWHERE: &str = "nguon-khac";
const NAMES: [(&str, &str); 2] = [("groups", GROUPS), ("elsewhere", ELSEWHERE)];

pub(super) async fn show(visit: Visit, Path(code): Path<String>) -> Reply {
    super::demand_work(&visit, Action::PrepareClaim)?;
    Ok(form::show(&visit, &page(&visit, &code, None).await?))
}

async fn page(visit: &Visit, code: &str, filled: Option<&Filled>) -> Result<DeskPage, Stop> {
    let lang = visit.lang;
    let mut page = form::below_desk(visit, form::page(visit, lang.t("prepare-title"))?);
    page.page = page.page.crumb(lang.t("claims-title"), "/trung-tam/chi-tra");
    let offer = claims::offer(visit.app(), &visit.ctx, code).await.map_err(|error| visit.fail(error))?;
    let case = placements::placement(visit.app(), &visit.ctx, code, AsOf::default()).await;
    let case = case.map_err(|error| visit.fail(error))?;
    page.blocks.push(DeskBlock::Text(lang.t("prepare-what").into()));
    page.blocks.push(DeskBlock::Facts(facts(visit, &offer, &case)));
    if let Some(person) = &case.profile {
        let href = lang.href(&format!("/trung-tam/nguoi/{person}"));
        page.blocks.push(DeskBlock::Links(vec![(lang.t("prepare-person"), href, false)]));
    }
    let before = offer.before.iter().map(|item| row(visit, item)).collect();
    page.blocks.push(DeskBlock::Heading(lang.t("prepare-before")));
    page.blocks.push(DeskBlock::Rows(before, lang.t("prepare-none-before")));
    page.blocks.push(DeskBlock::Heading(lang.t("prepare-title")));
    if let Some(through) = offer.funded_through.filter(|_| offer.is_over) {
        page.blocks.push(DeskBlock::Notice(lang.t1("claim-funding-over", "day", day(visit, through)).into()));
        return Ok(page);
    }
    let mut ask = form::form(visit, &format!("/trung-tam/chi-tra/lap/{code}"), "prepare-button")?;
    let mut groups = vec![(String::new(), lang.t("prepare-no-group").into())];
    groups.extend(offer.groups.iter().map(|(group, _)| (group.clone(), group.as_str().into())));
    ask.asks = vec![
        DeskAsk::line(GROUPS, lang.t("prepare-group"), form::typed(filled, GROUPS)).kind(DeskAskKind::One(groups)),
        DeskAsk::line(ELSEWHERE, lang.t("prepare-elsewhere"), form::typed(filled, ELSEWHERE))
            .kind(DeskAskKind::Lines)
            .hint(lang.t("prepare-elsewhere-hint")),
    ];
    page.blocks.push(DeskBlock::Form(ask));
    Ok(page)
}

/// Whom and what the claim would be about: person, employer, days, and the amount of each group.
fn facts(visit: &Visit, offer: &Offer, case: &PlacementView) -> Vec<(String, Vec<Words>)> {
    let lang = visit.lang;
    let amount = |group: String, amount: Option<i64>| amount.map(|amount| format!("{group}: {}", dong(visit, amount)));
    let of_groups = offer.groups.iter().filter_map(|(group, dong)| amount(group.clone(), *dong));
    let amounts: Vec<String> = amount(lang.t("prepare-no-group"), offer.dong).into_iter().chain(of_groups).collect();
    let days = progress(visit, &case.seen.judged.outcome);
    let all = [
        ("claim-person", vec![case.person.clone()]),
        ("claim-employer", vec![case.employer.clone()]),
        ("placement-progress", days),
        ("claim-dong", amounts),
    ];
    let said = all.into_iter().map(|(label, lines)| {
        let lines: Vec<Words> = lines.into_iter().filter(|line| !line.is_empty()).map(Words::from).collect();
        (lang.t(label), lines)
    });
    said.filter(|(_, lines)| !lines.is_empty()).collect()
}

pub(super) async fn send(visit: Visit, Path(code): Path<String>, filled: Filled) -> Reply {
    super::demand_work(&visit, Action::PrepareClaim)?;
    let again = page(&visit, &code, Some(&filled)).await?;
    let group = filled.one(GROUPS).to_owned();
    let groups = if group.is_empty() { Vec::new() } else { vec![group] };
    let order = Prepare { placement: code, groups, elsewhere: filled.one(ELSEWHERE).to_owned() };
    let prepared = match filled.key() {
        Ok(key) => claims::prepare(visit.app(), &visit.ctx, order, &key).await,
        Err(error) => Err::<claims::Prepared, AppError>(error),
    };
    match prepared {
        Ok(prepared) => Ok(elsewhere(&visit, &format!("/trung-tam/chi-tra/de-nghi/{}", prepared.id))),
        Err(error) => form::refuse(&visit, again, error, &NAMES),
    }
}
