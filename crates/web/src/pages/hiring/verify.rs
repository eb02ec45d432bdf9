//! An organisation before the officer who verifies it: what it says, what it handed in, and the answer.

use axum::extract::Path;
use sanviec_app::AppError;
use sanviec_app::organisations::{self, Appoint, Decide, Decision, OrganisationView};
use sanviec_domain::verification::{EvidenceKind, RefuseReason, RevokeReason, State};

use super::organisation::{evidence_controls, facts, piece, verification};
use super::sheet::{ask, heading, id_of, line, link, one, refuse, sheet, show as shown, typed, version};
use super::{Reply, Stop, demand_person};
use crate::http::{Filled, Visit, elsewhere};
use crate::view::{Input, SheetPart, WorkForm, Worksheet};

pub(super) async fn show(visit: Visit, Path(code): Path<String>) -> Reply {
    demand_person(&visit)?;
    Ok(shown(&visit, &page(&visit, &code, None).await?))
}

async fn page(visit: &Visit, code: &str, filled: Option<&Filled>) -> Result<Worksheet, Stop> {
    let id = id_of(visit, code)?;
    organisations::demand_officer(visit.app(), &visit.ctx, id).await.map_err(|error| visit.fail(error))?;
    let view = organisations::view(visit.app(), &visit.ctx, id).await.map_err(|error| visit.fail(error))?;
    let mut page = sheet(visit, view.name.clone());
    page.page = page.page.crumb(visit.lang.t("queue-title"), "/kiem-duyet");
    page.parts.push(SheetPart::Pairs(facts(visit, &view, false)));
    page.parts.push(link(visit, "correct-title", &format!("/tuyen-dung/don-vi/{}/sua", view.code)));
    page.parts.push(heading(visit, "hiring-verification"));
    page.parts.extend(verification(visit, &view));
    page.parts.extend(answers(visit, &view, filled)?);
    if !view.has_members {
        let mut appoint = ask(visit, &format!("/kiem-duyet/don-vi/{code}/quan-tri"), "appoint-button")?;
        appoint.is_chief = false;
        appoint.controls = vec![
            line(visit, "label", typed(filled, "label", "")),
            line(visit, "contact", typed(filled, "contact", "")),
        ];
        page.parts.extend([heading(visit, "appoint-title"), SheetPart::Form(appoint)]);
    }
    Ok(page)
}

/// The answers that its state takes.
fn answers(visit: &Visit, view: &OrganisationView, filled: Option<&Filled>) -> Result<Vec<SheetPart>, Stop> {
    let seen = &view.verification;
    let form = |decision: &'static str, button: &str| -> Result<WorkForm, Stop> {
        let path = format!("/kiem-duyet/don-vi/{}", view.code);
        let kept = vec![("version", seen.version.to_string()), ("decision", decision.to_owned())];
        Ok(WorkForm { kept, is_chief: decision == "verify", ..ask(visit, &path, button)? })
    };
    let mut parts = Vec::new();
    if !matches!(seen.state, State::Refused | State::Revoked) {
        let kinds: Vec<&str> = EvidenceKind::ALL.iter().map(|kind| kind.code()).collect();
        let mut verify = form("verify", "verify-button")?;
        verify.controls = evidence_controls(visit, &kinds, filled);
        verify.controls.push(line(visit, "through", typed(filled, "through", "")));
        parts.extend([heading(visit, "verify-title"), SheetPart::Form(verify)]);
    }
    if seen.state == State::Submitted || seen.is_renewing {
        let reasons: Vec<&str> = RefuseReason::ALL.iter().map(|reason| reason.code()).collect();
        let mut refusal = form("refuse", "refuse-button")?;
        refusal.controls = no(visit, "refuse", &reasons, filled);
        parts.extend([heading(visit, "refuse-title"), SheetPart::Form(refusal)]);
    }
    if matches!(seen.state, State::Verified | State::Expired) {
        let reasons: Vec<&str> = RevokeReason::ALL.iter().map(|reason| reason.code()).collect();
        let mut revocation = form("revoke", "revoke-button")?;
        revocation.controls = no(visit, "revoke", &reasons, filled);
        parts.extend([heading(visit, "revoke-title"), SheetPart::Form(revocation)]);
    }
    Ok(parts)
}

fn no(visit: &Visit, form: &str, reasons: &[&str], filled: Option<&Filled>) -> Vec<Input> {
    let mut controls = vec![
        one(visit, "reason", reasons, typed(filled, "reason", "")),
        line(visit, "note", typed(filled, "note", "")),
    ];
    for control in &mut controls {
        control.id = format!("{form}-{}", control.name);
    }
    controls
}

pub(super) async fn send(visit: Visit, Path(code): Path<String>, filled: Filled) -> Reply {
    demand_person(&visit)?;
    let organisation = id_of(&visit, &code)?;
    let one = |name: &str| filled.one(name).to_owned();
    let decision = match filled.one("decision") {
        "refuse" => Decision::Refuse { reason: one("reason"), note: one("note") },
        "revoke" => Decision::Revoke { reason: one("reason"), note: one("note") },
        _ => Decision::Verify { evidence: piece(&filled), through: one("through") },
    };
    let done = async {
        let (version, key) = (version(&filled)?, filled.key()?);
        organisations::decide(visit.app(), &visit.ctx, &Decide { organisation, version, decision }, &key).await
    };
    answer(&visit, &code, &filled, done.await, "decided").await
}

pub(super) async fn appoint(visit: Visit, Path(code): Path<String>, filled: Filled) -> Reply {
    demand_person(&visit)?;
    let appoint = Appoint {
        organisation: id_of(&visit, &code)?,
        contact: filled.one("contact").to_owned(),
        label: filled.one("label").to_owned(),
    };
    let done = async {
        let key = filled.key()?;
        organisations::appoint(visit.app(), &visit.ctx, appoint, &key).await
    };
    answer(&visit, &code, &filled, done.await, "appointed").await
}

async fn answer(visit: &Visit, code: &str, filled: &Filled, done: Result<(), AppError>, word: &str) -> Reply {
    match done {
        Ok(()) => Ok(elsewhere(visit, &format!("/kiem-duyet/don-vi/{code}?xong={word}"))),
        Err(error @ (AppError::Refused(_) | AppError::Conflict)) => {
            refuse(visit, page(visit, code, Some(filled)).await?, error)
        }
        Err(error) => Err(visit.fail(error).into()),
    }
}
