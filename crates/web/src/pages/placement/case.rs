//! The case of a placement: where it stands in sentences, its days as a picture with a table, what can be recorded, on
//! which papers, and everything that was recorded.

use axum::extract::Path;
use chrono::NaiveDate;
use sanviec_app::claims::{self, ClaimItem};
use sanviec_app::placements::{self, AsOf, DocumentView, PlacementView};
use sanviec_app::{Action, AppError, Role, may_at_work};
use sanviec_domain::Lang as Tongue;
use sanviec_domain::claim::State;
use sanviec_domain::placement::{Status, explain};
use sanviec_domain::time::{Micros, day_of_number, parse_date};

use super::super::account::Stop;
use super::super::desk::claims::words::row as claim_row;
use super::super::desk::form;
use super::{Reply, ask, assign, documents, duty, picture, queue, record, retraction, signatures, task, words};
use crate::format;
use crate::http::Visit;
use crate::lang::Lang;
use crate::view::{DeskAsk, DeskBlock, DeskForm, DeskPage, DeskRow, Words};

const TODAY: &str = "ngay";
const KNOWN: &str = "biet-den";
/// The chief parts of the page, and what leads to them.
const PARTS: [(&str, &str); 5] = [
    ("placement-days", "phan-ngay"),
    ("placement-record", "phan-ghi"),
    ("placement-parties", "phan-hoi"),
    ("placement-documents", "phan-giay-to"),
    ("placement-facts", "phan-da-ghi"),
];

pub(super) async fn show(visit: Visit, Path(code): Path<String>) -> Reply {
    let mut page = page(&visit, &code).await?;
    page.done = match visit.asked("xong") {
        "mo" => Some(visit.lang.t("placement-opened").into()),
        "ghi" => Some(visit.lang.t("placement-recorded").into()),
        "ke-thua" => Some(visit.lang.t("placement-succession-spreads").into()),
        "cho" => Some(visit.lang.t("retractions-proposed").into()),
        "rut-lai" => Some(visit.lang.t("retractions-confirmed").into()),
        "khong-rut" => Some(visit.lang.t("retractions-declined").into()),
        "viec" => Some(visit.lang.t("duties-recorded").into()),
        "hoi" => Some(visit.lang.t("placement-asked").into()),
        "nhiem-vu" => Some(visit.lang.t("placement-task-chosen").into()),
        "giao" => Some(visit.lang.t("placement-assigned").into()),
        "giay-to" => Some(visit.lang.t("placement-document-done").into()),
        _ => None,
    };
    Ok(form::show(&visit, &page))
}

/// Placements are read here by those whose work is at a centre.
pub(super) fn demand_desk(visit: &Visit) -> Result<(), Stop> {
    let at_centre = visit.person().is_some_and(|person| person.centre_id.is_some());
    if at_centre && may_at_work(visit.ctx.actor, Action::ReadPlacement) {
        return Ok(());
    }
    Err(visit.fail(AppError::Forbidden).into())
}

/// Only officers change anything here.
pub(super) fn demand_officer(visit: &Visit) -> Result<(), Stop> {
    demand_desk(visit)?;
    if visit.ctx.actor.kind() == Role::Officer { Ok(()) } else { Err(visit.fail(AppError::Forbidden).into()) }
}

/// The sentences of the rule, in the language of the page.
pub(in crate::pages) fn sentences(visit: &Visit, judged: &placements::Judged) -> Vec<String> {
    let tongue = if visit.lang == Lang::En { Tongue::En } else { Tongue::Vi };
    explain(&judged.case, &judged.outcome, tongue)
}

pub(super) async fn page(visit: &Visit, code: &str) -> Result<DeskPage, Stop> {
    let lang = visit.lang;
    let mut page = form::below_desk(visit, form::page(visit, lang.t("placement-title-plain"))?);
    demand_desk(visit)?;
    page.page = page.page.crumb(lang.t("placements-title"), "/trung-tam/viec-lam");
    let as_of = as_of(visit);
    let view = placements::placement(visit.app(), &visit.ctx, code, as_of).await;
    let view = view.map_err(|error| visit.fail(error))?;
    if !view.person.is_empty() {
        page.page.title = lang.t1("placement-title", "name", &view.person);
    }
    if as_of != AsOf::default() {
        let case = &view.seen.judged.case;
        let times = [words::day(visit, case.today), words::time(visit, case.known_at)];
        let notice = lang.t2("placement-as-of-notice", ("day", &times[0]), ("known", &times[1]));
        page.blocks.push(DeskBlock::Notice(notice.into()));
    }
    for sentence in sentences(visit, &view.seen.judged) {
        page.blocks.push(DeskBlock::Text(sentence.into()));
    }
    if as_of == AsOf::default() {
        page.blocks.extend(queue::blocks(visit, code).await?);
    }
    page.blocks.extend(retraction::blocks(visit, code, &view.facts).await?);
    page.blocks.extend([DeskBlock::Facts(facts(visit, &view)), ways_down(visit)]);
    page.blocks.extend(duty::blocks(visit, code, &view)?);
    page.blocks.push(part(visit, "placement-days"));
    days(visit, &mut page, &view);
    let paper = lang.href(&format!("/trung-tam/viec-lam/{code}/in"));
    let mut ways = vec![(lang.t("statement-print"), paper, false)];
    let is_confirmed = view.seen.judged.outcome.status == Status::Confirmed;
    let claims = claimed(visit, code).await?;
    let is_claimed = claims.iter().any(|claim| !matches!(claim.state, State::Withdrawn | State::Refused));
    if is_confirmed && !is_claimed && may_at_work(visit.ctx.actor, Action::PrepareClaim) {
        ways.push((lang.t("prepare-title"), lang.href(&format!("/trung-tam/chi-tra/lap/{code}")), false));
    }
    page.blocks.push(DeskBlock::Links(ways));
    if !claims.is_empty() {
        page.blocks.push(DeskBlock::Heading(lang.t("claims-of-case")));
        let rows = claims.iter().map(|claim| claim_row(visit, claim)).collect();
        page.blocks.push(DeskBlock::Rows(rows, String::new()));
    }
    if visit.ctx.actor.kind() == Role::Officer {
        page.blocks.push(part(visit, "placement-record"));
        page.blocks.push(DeskBlock::Links(record::links(visit, code)));
        page.blocks.push(part(visit, "placement-parties"));
        page.blocks.push(ask::parties(visit, &view));
        page.blocks.push(DeskBlock::Form(ask::form(visit, code)?));
    }
    page.blocks.extend(task::blocks(visit, &view, !claims.is_empty())?);
    page.blocks.extend(assign::blocks(visit, code).await?);
    page.blocks.push(part(visit, "placement-documents"));
    let papers = view.documents.iter().map(|paper| paper_row(visit, code, paper)).collect();
    page.blocks.push(DeskBlock::Rows(papers, lang.t("placement-documents-none")));
    if visit.ctx.actor.kind() == Role::Officer {
        page.blocks.push(DeskBlock::Form(documents::form(visit, code)?));
    }
    page.blocks.push(part(visit, "placement-facts"));
    if view.facts.is_empty() {
        page.blocks.push(DeskBlock::Text(lang.t("placement-facts-none").into()));
    }
    let events = view.facts.iter().map(|fact| words::event(visit, fact)).collect();
    page.blocks.push(DeskBlock::Events(events));
    page.blocks.push(DeskBlock::Heading(lang.t("placement-as-of")));
    page.blocks.push(DeskBlock::Form(times_form(visit, code)));
    Ok(page)
}

/// The heading of a chief part.
fn part(visit: &Visit, key: &str) -> DeskBlock {
    let id = PARTS.iter().find(|(known, _)| *known == key).map_or("", |(_, id)| *id);
    DeskBlock::Part(visit.lang.t(key), id)
}

/// Links to the parts of this long page that whoever reads it has.
fn ways_down(visit: &Visit) -> DeskBlock {
    let is_officer = visit.ctx.actor.kind() == Role::Officer;
    let shown = PARTS.iter().filter(|(_, id)| is_officer || !matches!(*id, "phan-ghi" | "phan-hoi"));
    DeskBlock::Links(shown.map(|(key, id)| (visit.lang.t(key), format!("#{id}"), false)).collect())
}

/// Claims that were made for it, newest first; none for whoever may not read them.
async fn claimed(visit: &Visit, code: &str) -> Result<Vec<ClaimItem>, Stop> {
    match claims::claims_of_placement(visit.app(), &visit.ctx, code).await {
        Ok(claims) => Ok(claims),
        Err(AppError::Forbidden) => Ok(Vec::new()),
        Err(error) => Err(visit.fail(error).into()),
    }
}

/// As of when the page was asked for; what cannot be read is now.
fn as_of(visit: &Visit) -> AsOf {
    AsOf {
        today: parse_date(visit.asked(TODAY)),
        known_at: parse_date(visit.asked(KNOWN)).map(|day| Micros(Micros::end_of(day).0 - 1)),
    }
}

fn times_form(visit: &Visit, code: &str) -> DeskForm {
    let lang = visit.lang;
    let day =
        |name, label: &str| DeskAsk::line(name, lang.t(label), visit.asked(name)).hint(lang.t("day-hint")).digits();
    DeskForm {
        action: lang.href(&format!("/trung-tam/viec-lam/{code}")),
        asks: vec![day(TODAY, "placement-as-of-day"), day(KNOWN, "placement-as-of-known")],
        button: lang.t("placement-as-of-button"),
        is_second: true,
        ..DeskForm::default()
    }
}

fn facts(visit: &Visit, view: &PlacementView) -> Vec<(String, Vec<Words>)> {
    let (lang, row, judged) = (visit.lang, &view.seen.row, &view.seen.judged);
    let fact = |label: &str, lines: Vec<String>| {
        let lines: Vec<Words> = lines.into_iter().filter(|line| !line.is_empty()).map(Words::from).collect();
        (lang.t(label), lines)
    };
    let on = |day: Option<NaiveDate>| day.map(|day| words::day(visit, day)).unwrap_or_default();
    let policy = &judged.policy.policy;
    let supports = words::policy(visit, &policy.name);
    let key = if judged.policy_is_kept { "placement-policy-kept" } else { "placement-policy-expected" };
    let rolls = judged
        .outcome
        .due
        .and_then(placements::rolled)
        .map(|day| lang.t1("placement-due-rolls", "day", words::day(visit, day)));
    let all = [
        fact("placement-person", vec![view.person.clone()]),
        fact("placement-employer", vec![view.employer.clone(), row.employer_code.clone()]),
        fact("placement-posting", view.posting_title.iter().cloned().collect()),
        fact("placement-placed", vec![on(day_of_number(row.placed_on))]),
        fact("placement-starts", vec![on(judged.outcome.start)]),
        fact("placement-progress", words::progress(visit, &judged.outcome)),
        fact("placement-due", vec![on(judged.outcome.due), rolls.unwrap_or_default()]),
        fact("placement-policy", vec![lang.t2(key, ("name", &supports), ("version", &policy.version))]),
        fact("placement-task", vec![row.task.clone()]),
        fact("referral-officer", view.officer.iter().cloned().collect()),
    ];
    all.into_iter().filter(|(_, lines)| !lines.is_empty()).collect()
}

/// The picture, and the same days as a table.
pub(super) fn days(visit: &Visit, page: &mut DeskPage, view: &PlacementView) {
    let lang = visit.lang;
    if view.days.is_empty() {
        page.blocks.push(DeskBlock::Text(lang.t("placement-no-days").into()));
        return;
    }
    page.blocks.extend(picture::svg(visit, &view.days).map(DeskBlock::Figure));
    let head =
        ["placement-from", "placement-through", "placement-length", "placement-kind"].map(|key| lang.t(key)).to_vec();
    let row = |(run, kind): &(sanviec_domain::placement::Stretch, sanviec_domain::placement::DayKind)| {
        vec![
            words::day(visit, run.first_on()).into(),
            words::day(visit, run.last_on()).into(),
            words::count(visit, run.len()).into(),
            words::term(visit, "day", kind.code()).into(),
        ]
    };
    page.blocks.push(DeskBlock::Table(head, view.days.iter().map(row).collect()));
}

fn paper_row(visit: &Visit, code: &str, paper: &DocumentView) -> DeskRow {
    let lang = visit.lang;
    let href = lang.href(&format!("/trung-tam/viec-lam/{code}/giay-to/{}", paper.id));
    let shut = match paper.erased {
        Some(on) => Some(lang.t1("placement-document-erased", "day", format::short_date(lang, on.day()))),
        None => (!paper.state.is_open()).then(|| lang.t("placement-document-shut")),
    };
    let name = if paper.erased.is_some() { lang.t("placement-document-nameless") } else { paper.name.clone() };
    let hash = lang.t1("placement-document-hash", "hash", paper.hash.get(..12).unwrap_or(&paper.hash));
    DeskRow {
        title: name.into(),
        href: if shut.is_some() { String::new() } else { href },
        tag: shut.map(|word| (word, true)),
        lines: [vec![words::time(visit, paper.at).into(), hash.into()], signatures::lines(lang, &paper.signatures)]
            .concat(),
        form: None,
    }
}
