//! What waits at the centre: answers by age, money by how much is at stake, facts that contradict each other with both
//! sides of each. The same rows as in the list of placements, each with what it waits for.

use sanviec_app::placements::{self, ContradictionView, FactView, Queue, Queued};
use sanviec_app::{AppError, Role};

use super::super::account::Stop;
use super::super::desk::form;
use super::{Reply, case, words};
use crate::format;
use crate::http::Visit;
use crate::view::{DeskBlock, DeskRow};

/// The queues with their words in addresses.
const QUEUES: [(Queue, &str, &str); 3] = [
    (Queue::Waiting, "cho-tra-loi", "queues-waiting"),
    (Queue::AtStake, "tien", "queues-stake"),
    (Queue::Contradictions, "mau-thuan", "queues-contradictions"),
];
/// Path of the queues.
const PATH: &str = "/trung-tam/viec-lam/hang-doi";

/// Links to the queues, for the list of placements and for each other.
pub(super) fn links(visit: &Visit, present: Option<Queue>) -> DeskBlock {
    let all = (visit.lang.t("queues-age"), visit.lang.href("/trung-tam/viec-lam"), present.is_none());
    let link = |(queue, word, key): (Queue, &str, &str)| {
        let path = visit.lang.href(&format!("{PATH}?theo={word}"));
        (visit.lang.t(key), path, present == Some(queue))
    };
    DeskBlock::Links(std::iter::once(all).chain(QUEUES.map(link)).collect())
}

pub(super) async fn show(visit: Visit) -> Reply {
    let lang = visit.lang;
    let mut page = form::below_desk(&visit, form::page(&visit, lang.t("queues-title"))?);
    case::demand_desk(&visit)?;
    page.page = page.page.crumb(lang.t("placements-title"), "/trung-tam/viec-lam");
    let (queue, word, key) = QUEUES.into_iter().find(|(_, word, _)| *word == visit.asked("theo")).unwrap_or(QUEUES[0]);
    let everybodys = visit.asked("cua") != "toi" || visit.ctx.actor.kind() != Role::Officer;
    let after = Some(visit.asked("sau")).filter(|after| !after.is_empty());
    let found = placements::queue(visit.app(), &visit.ctx, queue, (everybodys, after)).await;
    let found = found.map_err(|error| visit.fail(error))?;
    page.blocks.push(links(&visit, Some(queue)));
    if visit.ctx.actor.kind() == Role::Officer {
        let whose = |label: &str, code: &str, is_this: bool| {
            (lang.t(label), lang.href(&format!("{PATH}?theo={word}&cua={code}")), is_this)
        };
        page.blocks.push(DeskBlock::Links(vec![
            whose("desk-everybodys", "ca-trung-tam", everybodys),
            whose("desk-mine", "toi", !everybodys),
        ]));
    }
    page.blocks.push(DeskBlock::Text(lang.t(&format!("{key}-what")).into()));
    let rows = found.queued.iter().map(|queued| row(&visit, queue, queued)).collect();
    page.blocks.push(DeskBlock::Rows(rows, lang.t("queues-none")));
    if let Some(next) = found.next {
        let whose = if everybodys { "ca-trung-tam" } else { "toi" };
        let path = lang.href(&format!("{PATH}?theo={word}&cua={whose}&sau={next}"));
        page.blocks.push(DeskBlock::Links(vec![(lang.t("pages-next"), path, false)]));
    }
    Ok(form::show(&visit, &page))
}

fn row(visit: &Visit, queue: Queue, queued: &Queued) -> DeskRow {
    let lang = visit.lang;
    let mut row = words::row(visit, &queued.item);
    match queue {
        Queue::Waiting => {
            let since = queued.waits_from.map(|day| lang.t1("queues-waits", "day", words::day(visit, day)));
            row.lines.extend(since.map(Into::into));
        }
        Queue::AtStake => {
            let dong = queued.stake_dong.map(|dong| format::number(lang, dong.unsigned_abs()));
            row.lines.extend(dong.map(|dong| lang.t1("queues-stake-dong", "dong", dong).into()));
        }
        Queue::Contradictions => {
            for found in &queued.contradictions {
                row.lines.extend(told(visit, found).into_iter().map(Into::into));
            }
        }
    }
    row
}

/// What it is about, and both sides.
fn told(visit: &Visit, found: &ContradictionView) -> Vec<String> {
    let days = found.days.map(|days| words::between(visit, Some(days.first_on()), Some(days.last_on())));
    let about = words::term(visit, "dispute", found.about.code());
    let head = [Some(about), days].into_iter().flatten().collect::<Vec<_>>().join(", ");
    let side = |fact: &FactView| {
        let (spoken, at) = (words::spoken(visit, fact), words::time(visit, fact.recorded_at));
        format!("{spoken} ({at})")
    };
    std::iter::once(head).chain(found.sides.iter().map(side)).collect()
}

/// The contradictions of one placement, on its page.
pub(super) async fn blocks(visit: &Visit, code: &str) -> Result<Vec<DeskBlock>, Stop> {
    let found = match placements::contradictions_of(visit.app(), &visit.ctx, code).await {
        Ok(found) => found,
        Err(AppError::NotFound) => Vec::new(),
        Err(error) => return Err(visit.fail(error).into()),
    };
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let mut blocks = vec![
        DeskBlock::Heading(visit.lang.t("queues-contradictions")),
        DeskBlock::Text(visit.lang.t("queues-contradictions-what").into()),
    ];
    for found in &found {
        let lines = told(visit, found);
        let sides = lines[1..].iter().map(|line| line.as_str().into()).collect();
        blocks.push(DeskBlock::Facts(vec![(lines[0].clone(), sides)]));
    }
    Ok(blocks)
}
