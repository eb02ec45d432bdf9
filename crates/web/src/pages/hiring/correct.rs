//! Correcting what is known of an organisation: for its administrators, and for officers of its centre.

use axum::extract::Path;
use sanviec_app::organisations::{self, Correction, OrganisationView};
use sanviec_app::{Action, AppError, may_at_work};

use super::organisation::facts;
use super::register::{controls, registration};
use super::sheet::{ask, control, heading, id_of, refuse, sheet, show as shown, text, typed, version};
use super::{Reply, Stop, demand_person};
use crate::format;
use crate::http::{Filled, Visit, elsewhere};
use crate::view::{Input, Opt, Shape, SheetPart, Worksheet};

/// Whether a way to the form is shown.
pub(super) fn may(visit: &Visit) -> bool {
    [Action::EditOrganisation, Action::VerifyEmployer].iter().any(|action| may_at_work(visit.ctx.actor, *action))
}

pub(super) async fn show(visit: Visit, Path(code): Path<String>) -> Reply {
    demand_person(&visit)?;
    Ok(shown(&visit, &page(&visit, &code, None, false).await?))
}

/// The form with what stands, or with what was typed. What is shown again because somebody else was faster says what
/// stands now beside what was typed, and is sent as an answer to that.
async fn page(visit: &Visit, code: &str, filled: Option<&Filled>, is_late: bool) -> Result<Worksheet, Stop> {
    let id = id_of(visit, code)?;
    let view = organisations::to_correct(visit.app(), &visit.ctx, id).await.map_err(|error| visit.fail(error))?;
    let base = format!("/tuyen-dung/don-vi/{}", view.code);
    let mut page = sheet(visit, visit.lang.t("correct-title"));
    page.page = page.page.crumb(visit.lang.t("hiring-title"), "/tuyen-dung").crumb(view.name.clone(), &base);
    page.parts.push(text(visit, "correct-what"));
    if is_late {
        page.parts.extend([heading(visit, "correct-stands"), SheetPart::Pairs(facts(visit, &view, true))]);
    }
    let seen = filled.filter(|_| !is_late).and_then(|filled| filled.one("version").parse().ok());
    let mut form = ask(visit, &format!("{base}/sua"), "correct-button")?;
    form.kept = vec![("version", seen.unwrap_or(view.version).to_string())];
    form.controls = controls(visit, &|name| typed(filled, name, &stands(&view, name)).to_owned());
    if let Some(number) = form.controls.iter_mut().find(|control| control.name == "number") {
        number.hint = Some(visit.lang.t("correct-number"));
    }
    form.controls.push(confirm(visit, filled));
    page.parts.push(SheetPart::Form(form));
    Ok(page)
}

/// What stands at a control. A personal number is not shown again; left empty it stays.
fn stands(view: &OrganisationView, name: &str) -> String {
    let known: &str = match name {
        "kind" => &view.kind,
        "number" if view.kind == "enterprise" => &view.number,
        "name" => &view.name,
        "employer_type" => &view.employer_type,
        "industry" => &view.industry_code,
        "size" => &view.size,
        "address" => &view.address,
        "phone" => return format::phone(&view.phone),
        "email" => &view.email,
        "representative" => &view.representative,
        _ => "",
    };
    known.to_owned()
}

fn confirm(visit: &Visit, filled: Option<&Filled>) -> Input {
    let option = Opt {
        value: "yes".to_owned(),
        label: visit.lang.t("correct-confirm"),
        on: typed(filled, "confirm", "") == "yes",
    };
    control(visit, "confirm", Shape::Many(vec![option]))
}

pub(super) async fn send(visit: Visit, Path(code): Path<String>, filled: Filled) -> Reply {
    demand_person(&visit)?;
    let organisation = id_of(&visit, &code)?;
    let done = async {
        let (version, key) = (version(&filled)?, filled.key()?);
        let is_confirmed = filled.one("confirm") == "yes";
        let correction = Correction { organisation, version, form: registration(&filled), is_confirmed };
        organisations::correct(visit.app(), &visit.ctx, correction, &key).await
    };
    match done.await {
        Ok(falls) => {
            let word = if falls { "renamed" } else { "changed" };
            Ok(elsewhere(&visit, &format!("/tuyen-dung/don-vi/{code}?xong={word}")))
        }
        Err(error @ (AppError::Refused(_) | AppError::Conflict)) => {
            let is_late = matches!(error, AppError::Conflict);
            refuse(&visit, page(&visit, &code, Some(&filled), is_late).await?, error)
        }
        Err(error) => Err(visit.fail(error).into()),
    }
}
