//! An advert before the officer who looks at it: what it says, what was found, and the answer.

use axum::extract::Path;
use sanviec_app::hiring::{self, Moderate, OwnPosting, Verdict};
use sanviec_app::{AppError, FieldError};
use sanviec_domain::posting::{RemoveReason, State};

use super::check::{answers, findings};
use super::postings::title;
use super::sheet::{
    ask, control, heading, id_of, line, link, one, pair, refuse, sheet, show as shown, text, typed, version,
};
use super::{Reply, Stop, demand_person};
use crate::http::{Filled, Visit, elsewhere};
use crate::view::{Shape, SheetPart, WorkForm, Worksheet};

pub(super) async fn show(visit: Visit, Path(code): Path<String>) -> Reply {
    demand_person(&visit)?;
    Ok(shown(&visit, &page(&visit, &code, None).await?))
}

async fn page(visit: &Visit, code: &str, filled: Option<&Filled>) -> Result<Worksheet, Stop> {
    let id = id_of(visit, code)?;
    hiring::demand_moderator(visit.app(), &visit.ctx, id).await.map_err(|error| visit.fail(error))?;
    let own = hiring::own(visit.app(), &visit.ctx, id).await.map_err(|error| visit.fail(error))?;
    let mut page = sheet(visit, title(visit, &own.content.title).to_string());
    page.page = page.page.crumb(visit.lang.t("queue-title"), "/kiem-duyet");
    let state = visit.lang.t(&format!("hiring-posting-{}", own.state.code()));
    let mut facts = vec![pair(visit, "judge-employer", own.employer.as_str()), pair(visit, "hiring-fact-state", state)];
    if let Some(centre) = &own.entered_by {
        facts.push(pair(visit, "hiring-entered", centre.as_str()));
    }
    page.parts.push(SheetPart::Pairs(facts));
    if !own.is_verified {
        page.parts.push(text(visit, "judge-unverified"));
    }
    page.parts.extend(findings(visit, &own));
    page.parts.extend(answers(visit, &own, false));
    page.parts.push(link(visit, "hiring-preview", &format!("/tuyen-dung/tin/{code}/xem-truoc")));
    page.parts.extend(forms(visit, &own, filled)?);
    Ok(page)
}

fn forms(visit: &Visit, own: &OwnPosting, filled: Option<&Filled>) -> Result<Vec<SheetPart>, Stop> {
    let form = |verdict: &'static str, button: &str| -> Result<WorkForm, Stop> {
        let path = format!("/kiem-duyet/tin/{}", own.code);
        let kept = vec![("version", own.version.to_string()), ("verdict", verdict.to_owned())];
        Ok(WorkForm { kept, is_chief: verdict == "publish", ..ask(visit, &path, button)? })
    };
    let mut parts = Vec::new();
    if own.state == State::Submitted && own.is_verified {
        parts.push(SheetPart::Form(form("publish", "judge-publish")?));
    }
    if matches!(own.state, State::Submitted | State::Published | State::Paused) {
        let mut back = form("return", "judge-return")?;
        back.controls = vec![control(visit, "mend", Shape::Area(typed(filled, "mend", "").into()))];
        parts.extend([heading(visit, "judge-return-title"), SheetPart::Form(back)]);
    }
    if own.state != State::Removed {
        let reasons: Vec<&str> = RemoveReason::ALL.iter().map(|reason| reason.code()).collect();
        let mut removal = form("remove", "judge-remove")?;
        removal.controls = vec![
            one(visit, "reason", &reasons, typed(filled, "reason", "")),
            line(visit, "note", typed(filled, "note", "")),
        ];
        parts.extend([heading(visit, "judge-remove-title"), SheetPart::Form(removal)]);
    }
    Ok(parts)
}

pub(super) async fn send(visit: Visit, Path(code): Path<String>, filled: Filled) -> Reply {
    demand_person(&visit)?;
    let posting = id_of(&visit, &code)?;
    let done = async {
        let (verdict, version, key) = (verdict(&filled)?, version(&filled)?, filled.key()?);
        hiring::moderate(visit.app(), &visit.ctx, Moderate { posting, version, verdict }, &key).await
    };
    match done.await {
        Ok(()) => Ok(elsewhere(&visit, &format!("/kiem-duyet/tin/{code}?xong=judged"))),
        Err(error @ (AppError::Refused(_) | AppError::Conflict)) => {
            refuse(&visit, page(&visit, &code, Some(&filled)).await?, error)
        }
        Err(error) => Err(visit.fail(error).into()),
    }
}

fn verdict(filled: &Filled) -> Result<Verdict, AppError> {
    let one = |name: &str| filled.one(name).to_owned();
    Ok(match filled.one("verdict") {
        "publish" => Verdict::Publish,
        "return" => Verdict::Return { reason: one("mend") },
        "remove" => Verdict::Remove { reason: one("reason"), note: one("note") },
        _ => return Err(FieldError::new("form", "missing", "Chọn một quyết định.", "Choose an answer.").into()),
    })
}
