//! Samples for control: drawn with a seed that is recorded, and drawn again by whoever looks.

use axum::extract::Path;
use sanviec_app::claims::{self, Draw, DrawView};
use sanviec_app::{Action, may_at_work};

use super::super::super::account::Stop;
use super::super::words::{day, pages, pages_before, time};
use super::super::{Reply, form};
use super::words::row;
use crate::http::{Filled, Visit, elsewhere};
use crate::view::{DeskAsk, DeskBlock, DeskPage, DeskRow};

const FROM: &str = "tu";
const THROUGH: &str = "den";
const WANTED: &str = "so";
const NAMES: [(&str, &str); 2] = [("from", FROM), ("wanted", WANTED)];

pub(super) async fn show(visit: Visit) -> Reply {
    super::demand_work(&visit, Action::ReadClaim)?;
    Ok(form::show(&visit, &page(&visit, None).await?))
}

async fn page(visit: &Visit, filled: Option<&Filled>) -> Result<DeskPage, Stop> {
    let lang = visit.lang;
    let mut page = form::below_desk(visit, form::page(visit, lang.t("samples-title"))?);
    page.page = page.page.crumb(lang.t("claims-title"), "/trung-tam/chi-tra");
    page.blocks.push(DeskBlock::Text(lang.t("samples-what").into()));
    if may_at_work(visit.ctx.actor, Action::DrawSample) {
        let mut ask = form::form(visit, "/trung-tam/chi-tra/rut-mau", "samples-button")?;
        let line = |name, label: &str| DeskAsk::line(name, lang.t(label), form::typed(filled, name)).digits();
        ask.asks = vec![
            line(FROM, "samples-from").hint(lang.t("day-hint")),
            line(THROUGH, "samples-through"),
            line(WANTED, "samples-wanted"),
        ];
        page.blocks.push(DeskBlock::Form(ask));
    }
    let before = pages_before(visit);
    let draws = claims::draws(visit.app(), &visit.ctx, before).await.map_err(|error| visit.fail(error))?;
    page.blocks.push(DeskBlock::Heading(lang.t("samples-drawn")));
    let rows = draws.items.iter().map(|draw| drawn_row(visit, draw)).collect();
    page.blocks.push(DeskBlock::Rows(rows, lang.t("samples-none")));
    page.blocks.extend(pages(visit, "/trung-tam/chi-tra/rut-mau", before, draws.has_more));
    Ok(page)
}

fn days(visit: &Visit, draw: &DrawView) -> String {
    format!("{} – {}", day(visit, draw.from), day(visit, draw.through))
}

fn drawn_row(visit: &Visit, draw: &DrawView) -> DeskRow {
    let counts = visit.lang.t2(
        "samples-counts",
        ("wanted", &draw.wanted.to_string()),
        ("population", &draw.population.to_string()),
    );
    DeskRow {
        title: days(visit, draw).into(),
        href: visit.lang.href(&format!("/trung-tam/chi-tra/rut-mau/{}", draw.id)),
        tag: None,
        lines: vec![counts.into(), time(visit, draw.drawn_at).into()],
        form: None,
    }
}

pub(super) async fn send(visit: Visit, filled: Filled) -> Reply {
    super::demand_work(&visit, Action::DrawSample)?;
    let again = page(&visit, Some(&filled)).await?;
    let done = async {
        let key = filled.key()?;
        let from = form::typed_day(&filled, FROM, "from")?;
        let through = form::typed_day(&filled, THROUGH, "through")?;
        let wanted = filled.one(WANTED).trim().parse().unwrap_or(0);
        claims::draw(visit.app(), &visit.ctx, Draw { from, through, wanted }, &key).await
    };
    match done.await {
        Ok(code) => Ok(elsewhere(&visit, &format!("/trung-tam/chi-tra/rut-mau/{code}"))),
        Err(error) => form::refuse(&visit, again, error, &NAMES),
    }
}

pub(super) async fn one(visit: Visit, Path(code): Path<String>) -> Reply {
    super::demand_work(&visit, Action::ReadClaim)?;
    let lang = visit.lang;
    let mut page = form::below_desk(&visit, form::page(&visit, "")?);
    page.page = page.page.crumb(lang.t("claims-title"), "/trung-tam/chi-tra");
    page.page = page.page.crumb(lang.t("samples-title"), "/trung-tam/chi-tra/rut-mau");
    let drawn = claims::drawn(visit.app(), &visit.ctx, &code).await.map_err(|error| visit.fail(error))?;
    page.page.title = lang.t1("sample-title", "days", days(&visit, &drawn.view));
    if !drawn.same_population {
        page.blocks.push(DeskBlock::Notice(lang.t("sample-differs").into()));
    }
    let counts = lang.t2(
        "samples-counts",
        ("wanted", &drawn.view.wanted.to_string()),
        ("population", &drawn.view.population.to_string()),
    );
    page.blocks.push(DeskBlock::Facts(vec![
        (lang.t("sample-seed"), vec![drawn.view.seed.as_str().into()]),
        (lang.t("sample-size"), vec![counts.into()]),
        (lang.t("sample-how"), vec![lang.t("sample-how-text").into()]),
    ]));
    let rows = drawn.items.iter().map(|item| row(&visit, item)).collect();
    page.blocks.push(DeskBlock::Rows(rows, lang.t("claims-none")));
    Ok(form::show(&visit, &page))
}
