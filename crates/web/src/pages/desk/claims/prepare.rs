//! Preparing a claim for a placement.

use axum::extract::Path;
use sanviec_app::claims::{self, Offer, Prepare};
use sanviec_app::placements::{self, AsOf, PlacementView};
use sanviec_app::{Action, AppError};
use sanviec_domain::claim::ElsewhereKnown;

use super::super::super::account::Stop;
use super::super::super::placement::words::progress;
use super::super::words::{choices, day};
use super::super::{Reply, form};
use super::words::{dong, row};
use crate::http::{Filled, Visit, elsewhere};
use crate::view::{DeskAsk, DeskAskKind, DeskBlock, DeskPage, Words};

const GROUPS: &str = "nhom";
const ELSEWHERE: &str = "nguon-khac";
const KNOWN: &str = "nguon-khac-chi";
const FROM: &str = "nguon-khac-tu";
const THROUGH: &str = "nguon-khac-den";
const NAMES: [(&str, &str); 5] = [
    ("groups", GROUPS),
    ("elsewhere_known", KNOWN),
    ("elsewhere_from", FROM),
    ("elsewhere_through", THROUGH),
    ("elsewhere", ELSEWHERE),
];

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
    ];
    ask.asks.extend(elsewhere_asked(visit, filled));
    page.blocks.push(DeskBlock::Form(ask));
    Ok(page)
}

/// Whether another source pays, from when to when, and what else is known of it.
fn elsewhere_asked(visit: &Visit, filled: Option<&Filled>) -> [DeskAsk; 4] {
    let lang = visit.lang;
    let line = |name, label: &str| DeskAsk::line(name, lang.t(label), form::typed(filled, name));
    let day = |name, label: &str| line(name, label).digits().hint(lang.t("day-hint"));
    let mut answers = vec![(String::new(), lang.t("choose").into())];
    answers.extend(choices(visit, "claim-elsewhere", ElsewhereKnown::ALL.iter().map(|known| known.code())));
    [
        line(KNOWN, "prepare-elsewhere").kind(DeskAskKind::One(answers)).hint(lang.t("prepare-elsewhere-hint")),
        day(FROM, "prepare-elsewhere-from"),
        day(THROUGH, "prepare-elsewhere-through"),
        line(ELSEWHERE, "prepare-elsewhere-more").kind(DeskAskKind::Lines).hint(lang.t("prepare-elsewhere-more-hint")),
    ]
}

fn order(placement: String, filled: &Filled) -> Result<Prepare, AppError> {
    let day = |name, field| match filled.one(name).trim() {
        "" => Ok(None),
        _ => form::typed_day(filled, name, field).map(Some),
    };
    let group = filled.one(GROUPS).to_owned();
    Ok(Prepare {
        placement,
        groups: if group.is_empty() { Vec::new() } else { vec![group] },
        elsewhere_known: ElsewhereKnown::find_by_code(filled.one(KNOWN)),
        elsewhere_from: day(FROM, "elsewhere_from")?,
        elsewhere_through: day(THROUGH, "elsewhere_through")?,
        elsewhere: filled.one(ELSEWHERE).to_owned(),
    })
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
    let prepared = match (filled.key(), order(code, &filled)) {
        (Ok(key), Ok(order)) => claims::prepare(visit.app(), &visit.ctx, order, &key).await,
        (Err(error), _) | (_, Err(error)) => Err(error),
    };
    match prepared {
        Ok(prepared) => Ok(elsewhere(&visit, &format!("/trung-tam/chi-tra/de-nghi/{}?xong=lap", prepared.id))),
        Err(error) => form::refuse(&visit, again, error, &NAMES),
    }
}
