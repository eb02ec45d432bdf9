//! One organisation as its people see it: what is known of it, where its verification stands and what is missing.

use axum::extract::Path;
use sanviec_app::organisations::{self, EvidenceTyped, OrganisationView};
use sanviec_app::{AppError, Role};
use sanviec_domain::verification::{EvidenceKind, State};

use super::sheet::{ask, heading, id_of, line, link, one, pair, press, refuse, sheet, show as shown, typed, word};
use super::{Reply, Stop, demand_person};
use crate::format;
use crate::http::{Filled, Visit, elsewhere};
use crate::view::{SheetPart, Worksheet};

pub(super) async fn show(visit: Visit, Path(code): Path<String>) -> Reply {
    demand_person(&visit)?;
    Ok(shown(&visit, &page(&visit, &code, None).await?))
}

async fn page(visit: &Visit, code: &str, filled: Option<&Filled>) -> Result<Worksheet, Stop> {
    let id = id_of(visit, code)?;
    let view = organisations::view(visit.app(), &visit.ctx, id).await.map_err(|error| visit.fail(error))?;
    let mut page = sheet(visit, view.name.clone());
    page.page = page.page.crumb(visit.lang.t("hiring-title"), "/tuyen-dung");
    page.parts.push(SheetPart::Pairs(facts(visit, &view, false)));
    if super::correct::may(visit) {
        page.parts.push(link(visit, "correct-title", &format!("/tuyen-dung/don-vi/{}/sua", view.code)));
    }
    page.parts.push(heading(visit, "hiring-verification"));
    page.parts.extend(verification(visit, &view));
    let role = visit.person().map(|person| person.role);
    let may = matches!(role, Some(Role::EmployerAdministrator | Role::Officer));
    let base = format!("/tuyen-dung/don-vi/{}", view.code);
    let seen = &view.verification;
    if may && (seen.state != State::Verified || seen.is_renewable) {
        page.parts.push(evidence_form(visit, (base.as_str(), seen.state), filled)?);
    }
    let waits = seen.state == State::Submitted || seen.is_renewing;
    if role == Some(Role::EmployerAdministrator) && waits {
        page.parts.push(SheetPart::Form(press(visit, &format!("{base}/rut"), "evidence-take-back", Vec::new(), "")?));
    }
    page.parts.push(link(visit, "hiring-postings", &format!("{base}/tin")));
    if role == Some(Role::EmployerAdministrator) {
        page.parts.push(link(visit, "members-title", &format!("{base}/thanh-vien")));
        page.parts.push(link(visit, "keys-title", &format!("{base}/khoa")));
        page.parts.push(link(visit, "hooks-title", &format!("{base}/webhook")));
    }
    Ok(page)
}

/// What is known of it; its name besides where that is not the title.
pub(super) fn facts(
    visit: &Visit,
    view: &OrganisationView,
    named: bool,
) -> Vec<(String, crate::view::Words, Option<String>)> {
    let industry = sanviec_reference::industry::get(&view.industry_code);
    let industry = industry.map_or("", |found| visit.say(found.name_vi, found.name_en));
    let mut facts = vec![
        pair(visit, "hiring-f-kind", word(visit, "kind", &view.kind)),
        pair(visit, "hiring-f-number", view.number.as_str()),
        pair(visit, "hiring-f-employer-type", word(visit, "employer_type", &view.employer_type)),
        pair(visit, "hiring-f-industry", industry),
        pair(visit, "hiring-f-size", word(visit, "size", &view.size)),
        pair(visit, "hiring-f-address-line", view.address.as_str()),
        pair(visit, "hiring-f-phone", format::phone(&view.phone)),
        pair(visit, "hiring-f-email", view.email.as_str()),
        pair(visit, "hiring-f-representative", view.representative.as_str()),
        pair(visit, "hiring-f-centre", view.centre.as_str()),
    ];
    if named {
        facts.insert(0, pair(visit, "hiring-f-name", view.name.as_str()));
    }
    if view.is_entered_by_officer {
        facts.push(pair(visit, "hiring-entered", visit.lang.t("hiring-entered-what")));
    }
    facts
}

/// Where its verification stands, and what is missing.
pub(super) fn verification(visit: &Visit, view: &OrganisationView) -> Vec<SheetPart> {
    let seen = &view.verification;
    let mut lines = vec![visit.lang.t(&format!("hiring-state-what-{}", seen.state.code())).into()];
    if let Some(due) = seen.answer_due_on {
        lines.push(visit.lang.t1("hiring-answer-due", "day", format::short_date(visit.lang, due)).into());
    }
    if let (State::Verified, Some(until)) = (seen.state, seen.until) {
        let day = format::short_date(visit.lang, until.last_day_before());
        lines.push(visit.lang.t1("hiring-verified-until", "day", day).into());
        lines.push(renewal(visit, seen).into());
    }
    if seen.state == State::Verified && seen.reason.is_some() {
        lines.push(visit.lang.t("hiring-renewal-refused").into());
    }
    if let Some((code, note)) = &seen.reason {
        lines.push(visit.lang.t1("hiring-reason", "reason", word(visit, "reason", code)).into());
        if !note.is_empty() {
            lines.push(note.as_str().into());
        }
    }
    let state = visit.lang.t(&format!("hiring-state-{}", seen.state.code()));
    let mut parts = vec![SheetPart::Notice(state, lines)];
    if !seen.evidence.is_empty() {
        parts.push(pieces(visit, &seen.evidence));
    }
    if !seen.handed_in.is_empty() {
        parts.extend([heading(visit, "hiring-renewal-handed-in"), pieces(visit, &seen.handed_in)]);
    }
    parts
}

/// What can be done about the end of what holds, and from when.
fn renewal(visit: &Visit, seen: &organisations::VerificationView) -> String {
    match seen.renewable_from {
        _ if seen.is_renewing => visit.lang.t("hiring-renewal-waits"),
        Some(from) if !seen.is_renewable => {
            visit.lang.t1("hiring-renewal-from", "day", format::short_date(visit.lang, from))
        }
        Some(_) | None => visit.lang.t("hiring-renewal-open"),
    }
}

fn pieces(visit: &Visit, pieces: &[organisations::EvidenceView]) -> SheetPart {
    let row = |piece: &organisations::EvidenceView| {
        let by = if piece.is_from_organisation { "evidence-by-organisation" } else { "evidence-by-officer" };
        let day = format::short_date(visit.lang, piece.seen_on);
        let value = format!("{} ({day}, {})", piece.reference, visit.lang.t(by));
        (word(visit, "evidence", piece.kind.code()), value.into(), None)
    };
    SheetPart::Pairs(pieces.iter().map(row).collect())
}

/// A form for one piece; more are handed in one after the other.
fn evidence_form(visit: &Visit, (base, state): (&str, State), filled: Option<&Filled>) -> Result<SheetPart, Stop> {
    let of_centre = visit.person().is_some_and(|person| person.centre_id.is_some());
    let kinds: Vec<&str> =
        EvidenceKind::ALL.iter().filter(|kind| of_centre || !kind.is_independent()).map(|kind| kind.code()).collect();
    let button = if state == State::Verified { "evidence-renew" } else { "evidence-button" };
    let mut form = ask(visit, base, button)?;
    form.controls = evidence_controls(visit, &kinds, filled);
    Ok(SheetPart::Form(form))
}

/// The controls of one piece of evidence.
pub(super) fn evidence_controls(visit: &Visit, kinds: &[&str], filled: Option<&Filled>) -> Vec<crate::view::Input> {
    vec![
        one(visit, "evidence", kinds, typed(filled, "evidence", "")),
        line(visit, "reference", typed(filled, "reference", "")),
        line(visit, "seen_on", typed(filled, "seen_on", "")),
    ]
}

/// The piece that a form names.
pub(super) fn piece(filled: &Filled) -> Vec<EvidenceTyped> {
    vec![EvidenceTyped {
        kind: filled.one("evidence").to_owned(),
        reference: filled.one("reference").to_owned(),
        seen_on: filled.one("seen_on").to_owned(),
    }]
}

pub(super) async fn submit(visit: Visit, Path(code): Path<String>, filled: Filled) -> Reply {
    demand_person(&visit)?;
    let id = id_of(&visit, &code)?;
    let done = async {
        let key = filled.key()?;
        organisations::submit(visit.app(), &visit.ctx, id, &piece(&filled), &key).await
    };
    answer(&visit, &code, Some(&filled), done.await, "submitted").await
}

pub(super) async fn take_back(visit: Visit, Path(code): Path<String>, filled: Filled) -> Reply {
    demand_person(&visit)?;
    let id = id_of(&visit, &code)?;
    let done = async {
        let key = filled.key()?;
        organisations::take_back(visit.app(), &visit.ctx, id, &key).await
    };
    answer(&visit, &code, None, done.await, "taken-back").await
}

async fn answer(visit: &Visit, code: &str, filled: Option<&Filled>, done: Result<(), AppError>, word: &str) -> Reply {
    match done {
        Ok(()) => Ok(elsewhere(visit, &format!("/tuyen-dung/don-vi/{code}?xong={word}"))),
        Err(error @ (AppError::Refused(_) | AppError::Conflict)) => {
            refuse(visit, page(visit, code, filled).await?, error)
        }
        Err(error) => Err(visit.fail(error).into()),
    }
}
