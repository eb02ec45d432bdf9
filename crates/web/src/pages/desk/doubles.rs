//! Profiles of the centre that may be of one person, found last first. Comparing, making one and taking apart again
//! stand on pages of their own.

use sanviec_app::desk::code_of_profile;
use sanviec_app::profiles::{self, DOUBLES_ON_A_PAGE, Double, Hit, typed};

use super::super::profile::labels;
use super::{Reply, form, words};
use crate::http::Visit;
use crate::view::{DeskBlock, DeskRow, Words};

const PAGE: &str = "trang";

pub(super) async fn show(visit: Visit) -> Reply {
    let lang = visit.lang;
    let mut page = form::below_desk(&visit, form::page(&visit, lang.t("doubles-title"))?);
    let number: u64 = visit.asked(PAGE).parse().unwrap_or(1).max(1);
    let found = profiles::doubles(visit.app(), &visit.ctx, number - 1).await;
    let (doubles, has_more) = found.map_err(|error| visit.fail(error))?;
    page.blocks.push(DeskBlock::Text(lang.t1("doubles-what", "number", DOUBLES_ON_A_PAGE).into()));
    let rows = doubles.iter().map(|double| row(&visit, double)).collect();
    page.blocks.push(DeskBlock::Rows(rows, lang.t("doubles-none")));
    let at = |number: u64| lang.href(&format!("/trung-tam/trung?{PAGE}={number}"));
    let before = (number > 1).then(|| (lang.t("pages-previous"), at(number - 1), false));
    let after = has_more.then(|| (lang.t("pages-next"), at(number + 1), false));
    let ways: Vec<_> = before.into_iter().chain(after).collect();
    if !ways.is_empty() {
        page.blocks.push(DeskBlock::Links(ways));
    }
    Ok(form::show(&visit, &page))
}

fn row(visit: &Visit, double: &Double) -> DeskRow {
    let (one, other) = (code_of_profile(double.one.id), code_of_profile(double.other.id));
    DeskRow {
        title: format!("{} – {}", double.one.name, double.other.name).into(),
        href: visit.lang.href(&format!("/ho-so/trung/{one}/{other}")),
        tag: None,
        lines: vec![
            about(visit, &double.one),
            about(visit, &double.other),
            visit.lang.t1("pair-same", "what", labels::names(visit, &double.same)).into(),
        ],
        form: None,
    }
}

/// What tells people apart, with contact and number masked.
fn about(visit: &Visit, hit: &Hit) -> Words {
    let birth = hit.birth.map(|birth| words::day(visit, birth.day()));
    let facts = [birth, hit.phone_masked.clone(), hit.number_masked.clone(), hit.unit.as_ref().map(typed::unit_name)];
    let facts: Vec<String> = facts.into_iter().flatten().collect();
    format!("{}: {}", hit.name, facts.join(" · ")).into()
}
