//! One posting for its employer's people: where it stands, what can be done with it, what is counted.

use axum::extract::Path;
use sanviec_app::hiring::{self, Act, OwnPosting};
use sanviec_app::{AppError, FieldError};
use sanviec_domain::posting::State;

use super::check::findings;
use super::postings::title;
use super::sheet::{
    ask, code_of, heading, id_of, line, link, moment, one, pair, press, refuse, sheet, show as shown, typed, version,
    word,
};
use super::step::path_of;
use super::{Reply, Stop, demand_person};
use crate::format;
use crate::http::{Filled, Visit, elsewhere};
use crate::view::{SheetPart, WorkForm, Worksheet};

const REASONS: [&str; 4] = ["no_longer_needed", "found_elsewhere", "withdrawn", "other"];

pub(super) async fn show(visit: Visit, Path(code): Path<String>) -> Reply {
    demand_person(&visit)?;
    Ok(shown(&visit, &page(&visit, &code, None).await?))
}

async fn page(visit: &Visit, code: &str, filled: Option<&Filled>) -> Result<Worksheet, Stop> {
    let id = id_of(visit, code)?;
    let own = hiring::own(visit.app(), &visit.ctx, id).await.map_err(|error| visit.fail(error))?;
    let base = format!("/tuyen-dung/don-vi/{}", code_of(own.employer_id));
    let mut page = sheet(visit, title(visit, &own.content.title).to_string());
    page.page = page
        .page
        .crumb(visit.lang.t("hiring-title"), "/tuyen-dung")
        .crumb(visit.lang.t("hiring-postings"), &format!("{base}/tin"));
    page.parts.push(SheetPart::Pairs(facts(visit, &own)));
    page.parts.extend(answer(visit, &own));
    page.parts.extend(findings(visit, &own));
    if !own.is_verified {
        page.parts.push(SheetPart::Text(visit.lang.t("hiring-not-public").into()));
    }
    page.parts.extend(ways(visit, &own));
    if visit.person().is_some_and(|person| may_edit(person.role)) {
        page.parts.extend(forms(visit, &own, filled)?);
        let kept = vec![("begin", own.code.clone())];
        page.parts.push(SheetPart::Form(press(visit, &format!("{base}/tin"), "hiring-copy", kept, "")?));
    }
    Ok(page)
}

/// Roles that write postings; the rights are asked again when something is sent.
const fn may_edit(role: sanviec_app::Role) -> bool {
    use sanviec_app::Role;
    matches!(role, Role::EmployerMember | Role::EmployerAdministrator | Role::Officer)
}

fn facts(visit: &Visit, own: &OwnPosting) -> Vec<(String, crate::view::Words, Option<String>)> {
    let people = visit.lang.t2("hiring-people", ("hired", &own.hired.to_string()), ("wanted", &own.wanted.to_string()));
    let mut facts = vec![
        pair(visit, "hiring-fact-state", visit.lang.t(&format!("hiring-posting-{}", own.state.code()))),
        pair(visit, "hiring-fact-since", moment(visit, own.state_at)),
        pair(visit, "hiring-fact-people", people),
    ];
    if let Some(reason) = &own.reason {
        let (code, note) = reason.split_once(": ").unwrap_or((reason, ""));
        let told = match own.state {
            State::Closed | State::Removed if note.is_empty() => word(visit, "reason", code),
            State::Closed | State::Removed => format!("{}. {note}", word(visit, "reason", code)),
            _ => reason.clone(),
        };
        facts.push(pair(visit, "hiring-fact-reason", told));
    }
    if let Some((from, until)) = own.run {
        facts.push(pair(visit, "hiring-fact-published", moment(visit, from)));
        let day = format::short_date(visit.lang, until.last_day_before());
        facts.push(pair(visit, "hiring-fact-until", day));
        let ended = if until < visit.ctx.now { until } else { visit.ctx.now };
        let days = (ended.day() - from.day()).num_days().max(0) + 1;
        facts.push(pair(visit, "hiring-fact-days", visit.lang.n("term-days", days.unsigned_abs())));
    }
    if let Some(centre) = &own.entered_by {
        facts.push(pair(visit, "hiring-entered", centre.as_str()));
    }
    facts
}

/// By when the centre owes an answer to what was handed in, or that it is late.
fn answer(visit: &Visit, own: &OwnPosting) -> Option<SheetPart> {
    let key = if own.is_answer_late { "hiring-answer-late" } else { "hiring-answer-due" };
    let told = |day| visit.lang.t1(key, "day", format::short_date(visit.lang, day));
    own.answer_due_on.map(|day| SheetPart::Text(told(day).into()))
}

fn ways(visit: &Visit, own: &OwnPosting) -> Vec<SheetPart> {
    let base = format!("/tuyen-dung/tin/{}", own.code);
    let mut parts = Vec::new();
    if matches!(own.state, State::Draft | State::Returned) {
        parts.push(link(visit, "hiring-go-on", &path_of(&own.code, "job")));
    }
    if !matches!(own.state, State::Closed | State::Removed) {
        parts.push(link(visit, "hiring-check", &format!("{base}/kiem-tra")));
    }
    parts.push(link(visit, "hiring-preview", &format!("{base}/xem-truoc")));
    if own.state == State::Published && visit.person().is_some_and(|person| person.employer_id.is_some()) {
        parts.push(link(visit, "hiring-people-find", &format!("{base}/nguoi")));
    }
    if own.run.is_some() && own.state != State::Removed && own.state != State::Paused {
        let slug = if own.slug.is_empty() { "tin" } else { &own.slug };
        parts.push(link(visit, "hiring-public-page", &format!("/viec-lam/{}/{slug}", own.code)));
    }
    parts
}

fn forms(visit: &Visit, own: &OwnPosting, filled: Option<&Filled>) -> Result<Vec<SheetPart>, Stop> {
    let path = format!("/tuyen-dung/tin/{}", own.code);
    let form = |act: &str, button: &str| -> Result<WorkForm, Stop> {
        let kept = vec![("version", own.version.to_string()), ("act", act.to_owned())];
        Ok(WorkForm { kept, is_chief: false, ..ask(visit, &path, button)? })
    };
    let mut parts = Vec::new();
    match own.state {
        State::Published => parts.push(SheetPart::Form(form("pause", "hiring-pause")?)),
        State::Paused => parts.push(SheetPart::Form(form("resume", "hiring-resume")?)),
        _ => {}
    }
    let ran = own.run.is_some();
    if matches!(own.state, State::Published | State::Paused | State::Expired | State::Closed) && ran {
        let mut extend = form("extend", "hiring-extend")?;
        extend.controls = vec![line(visit, "until", typed(filled, "until", ""))];
        parts.extend([heading(visit, "hiring-extend-title"), SheetPart::Form(extend)]);
    }
    if !matches!(own.state, State::Closed | State::Removed | State::Filled) {
        let mut close = form("close", "hiring-close")?;
        close.controls = vec![
            line(visit, "hired", typed(filled, "hired", "")),
            one(visit, "reason", &REASONS, typed(filled, "reason", "")),
            line(visit, "note", typed(filled, "note", "")),
        ];
        // Nobody is hired through what was never shown.
        if !ran {
            close.controls.remove(0);
        }
        parts.extend([heading(visit, "hiring-close-title"), SheetPart::Form(close)]);
    }
    Ok(parts)
}

pub(super) async fn act(visit: Visit, Path(code): Path<String>, filled: Filled) -> Reply {
    demand_person(&visit)?;
    let id = id_of(&visit, &code)?;
    let done = async {
        let ((act, word), version, key) = (wanted(&filled)?, version(&filled)?, filled.key()?);
        hiring::act(visit.app(), &visit.ctx, id, (version, act), &key).await?;
        Ok(word)
    };
    match done.await {
        Ok(word) => Ok(elsewhere(&visit, &format!("/tuyen-dung/tin/{code}?xong={word}"))),
        Err(error @ (AppError::Refused(_) | AppError::Conflict)) => {
            refuse(&visit, page(&visit, &code, Some(&filled)).await?, error)
        }
        Err(error) => Err(visit.fail(error).into()),
    }
}

fn wanted(filled: &Filled) -> Result<(Act, &'static str), AppError> {
    let one = |name: &str| filled.one(name).to_owned();
    Ok(match filled.one("act") {
        "pause" => (Act::Pause, "paused"),
        "resume" => (Act::Resume, "resumed"),
        "extend" => (Act::Extend { until: one("until") }, "extended"),
        "close" => (Act::Close { hired: one("hired"), reason: one("reason"), note: one("note") }, "closed"),
        _ => {
            let (vi, en) = ("Chọn một việc.", "Choose what to do.");
            return Err(FieldError::new("form", "missing", vi, en).into());
        }
    })
}
