//! The page on which an employer answers for many workers at once: one choice for each, and one for all who are left.

use sanviec_app::placements::{self, Answers, Employed, OwnPage, OwnPlacement};
use sanviec_domain::placement::Party;

use super::super::account::Stop;
use super::super::desk::form;
use super::own::{ANSWER, BEFORE, base, demand, further, row, some};
use super::{Reply, words};
use crate::http::{Filled, Visit, elsewhere};
use crate::view::{DeskAsk, DeskAskKind, DeskBlock, DeskPage, Words};

/// Name of the field for all who are left.
const REST: &str = "con-lai";

pub(super) async fn show(visit: Visit) -> Reply {
    let mut page = page(&visit, &Filled::default()).await?.0;
    page.done = (visit.asked("xong") == "tra-loi").then(|| {
        let count = visit.asked("so").parse::<u64>().unwrap_or_default();
        visit.lang.n("own-done-many", count).into()
    });
    Ok(form::show(&visit, &page))
}

async fn page(visit: &Visit, filled: &Filled) -> Result<(DeskPage, Vec<OwnPlacement>), Stop> {
    let lang = visit.lang;
    let mut page = form::page(visit, lang.t("own-placements-title"))?;
    demand(visit, Party::Employer)?;
    page.page = page.page.crumb(lang.t("hiring-title"), "/tuyen-dung");
    let before = before(visit, filled);
    let OwnPage { own, next } = some(visit, before).await?;
    let asked: Vec<&OwnPlacement> = own.iter().filter(|own| !own.asked.is_empty()).collect();
    if !asked.is_empty() {
        page.blocks.push(DeskBlock::Heading(lang.t("own-many-title")));
        page.blocks.push(DeskBlock::Text(lang.t("own-many-what").into()));
        let mut form = form::form(visit, base(Party::Employer), "own-many-button")?;
        form.asks = asked.iter().enumerate().map(|(at, own)| one(visit, at, own, filled)).collect();
        form.asks.push(rest(visit, filled));
        if !before.is_empty() {
            form.kept.push((BEFORE, before.to_owned()));
        }
        page.blocks.push(DeskBlock::Form(form));
    }
    page.blocks.push(DeskBlock::Heading(lang.t("own-all-title")));
    let rows = own.iter().map(|own| row(visit, own)).collect();
    page.blocks.push(DeskBlock::Rows(rows, lang.t("own-employer-none")));
    page.blocks.extend(further(visit, Party::Employer, next));
    Ok((page, own))
}

/// The placement after which the page begins; the form keeps it, so that what was chosen is read beside its own page.
fn before<'a>(visit: &'a Visit, filled: &'a Filled) -> &'a str {
    let kept = filled.one(BEFORE);
    if kept.is_empty() { visit.asked(BEFORE) } else { kept }
}

/// The choice for one worker. Its value carries the code, because all choices have one name.
fn one(visit: &Visit, at: usize, own: &OwnPlacement, filled: &Filled) -> DeskAsk {
    let none = (String::new(), Words::from(visit.lang.t("own-many-later")));
    let answer = |answer: Employed| {
        (format!("{}.{}", own.id, answer.code()), words::term(visit, "employed", answer.code()).into())
    };
    let days = (!own.asked.is_empty()).then(|| words::runs(visit, &own.asked));
    let chosen = filled.all(ANSWER).find(|value| value.starts_with(own.id.as_str())).unwrap_or_default();
    let mut ask = DeskAsk::line(ANSWER, own.person.clone(), chosen);
    ask.id = format!("{ANSWER}-{at}");
    ask.hint = days;
    ask.kind(DeskAskKind::One(std::iter::once(none).chain(Employed::ALL.map(answer)).collect()))
}

fn rest(visit: &Visit, filled: &Filled) -> DeskAsk {
    let choices = vec![
        (String::new(), Words::from(visit.lang.t("own-many-later"))),
        (Employed::Yes.code().to_owned(), visit.lang.t("own-many-all").into()),
    ];
    DeskAsk::line(REST, visit.lang.t("own-many-rest"), filled.one(REST)).kind(DeskAskKind::One(choices))
}

pub(super) async fn send(visit: Visit, filled: Filled) -> Reply {
    let (again, own) = page(&visit, &filled).await?;
    let recorded = match filled.key() {
        Ok(key) => {
            let order = Answers { answers: answers(&own, &filled) };
            placements::answer_own(visit.app(), &visit.ctx, order, &key).await
        }
        Err(error) => Err(error),
    };
    match recorded {
        Ok(counted) => {
            let mut path = format!("{}?xong=tra-loi&so={}", base(Party::Employer), counted.recorded);
            let before = before(&visit, &filled);
            if !before.is_empty() && before.bytes().all(|sign| sign.is_ascii_alphanumeric()) {
                path = format!("{path}&{BEFORE}={before}");
            }
            Ok(elsewhere(&visit, &path))
        }
        Err(error) => form::refuse(&visit, again, error, &[("answers", ANSWER)]),
    }
}

/// What was chosen, and "yes" for all who are left where that was chosen.
fn answers(own: &[OwnPlacement], filled: &Filled) -> Vec<(String, Employed)> {
    let chosen = filled.all(ANSWER).filter_map(|value| value.split_once('.'));
    let mut answers: Vec<(String, Employed)> = chosen
        .filter_map(|(code, answer)| Employed::find_by_code(answer).map(|answer| (code.to_owned(), answer)))
        .collect();
    if filled.one(REST) == Employed::Yes.code() {
        let left = own.iter().filter(|own| !own.asked.is_empty());
        let left: Vec<String> =
            left.filter(|own| !answers.iter().any(|(code, _)| *code == own.id)).map(|own| own.id.clone()).collect();
        answers.extend(left.into_iter().map(|code| (code, Employed::Yes)));
    }
    answers
}
