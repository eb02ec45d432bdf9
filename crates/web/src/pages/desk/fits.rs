//! People of the centre for a vacancy: best first, with why, and the way to refer each.

use axum::extract::Path;
use sanviec_app::desk::code_of_profile;
use sanviec_app::find::{self, Fit, Fits, Named};
use sanviec_app::{AppError, FieldError, Role};

use super::{Reply, form, words};
use crate::format;
use crate::http::{Visit, elsewhere};
use crate::view::{DeskAsk, DeskBlock, DeskForm, DeskPage, DeskRow, Words};

const POSTING: &str = "tin";

/// Asks for a vacancy as a caller names it: a part of its code, or words of its title and of its employer.
pub(super) async fn ask(visit: Visit) -> Reply {
    let mut page = form::below_desk(&visit, form::page(&visit, visit.lang.t("fits-title"))?);
    if visit.ctx.actor.kind() != Role::Officer {
        return Err(visit.fail(AppError::Forbidden).into());
    }
    let typed = visit.asked(POSTING).trim().to_owned();
    if !typed.is_empty() {
        match find::spoken(visit.app(), &visit.ctx, &typed).await {
            Ok(found) => match found.vacancies.as_slice() {
                [only] if found.is_by_code => return Ok(elsewhere(&visit, &people_path(&only.code))),
                several => {
                    asking(&visit, &mut page, &typed);
                    page.blocks.push(DeskBlock::Heading(visit.lang.t("fits-which")));
                    page.blocks.push(DeskBlock::Rows(choices(&visit, several), String::new()));
                    return Ok(form::show(&visit, &page));
                }
            },
            Err(error @ AppError::Refused(_)) => {
                asking(&visit, &mut page, &typed);
                return form::refuse(&visit, page, error, &[("posting", POSTING), ("q", POSTING)]);
            }
            Err(error) => return Err(visit.fail(error).into()),
        }
    }
    asking(&visit, &mut page, "");
    Ok(form::show(&visit, &page))
}

fn people_path(code: &str) -> String {
    format!("/trung-tam/tin/{code}/nguoi")
}

/// Vacancies that may be meant, to choose one.
fn choices(visit: &Visit, several: &[Named]) -> Vec<DeskRow> {
    let row = |one: &Named| DeskRow {
        title: one.title.as_str().into(),
        href: visit.lang.href(&people_path(&one.code)),
        tag: None,
        lines: vec![one.employer.as_str().into(), format::said_code(&one.code).into()],
        form: None,
    };
    several.iter().map(row).collect()
}

fn asking(visit: &Visit, page: &mut DeskPage, typed: &str) {
    let ask = DeskAsk::line(POSTING, visit.lang.t("fits-code"), typed).hint(visit.lang.t("fits-code-hint"));
    page.blocks.push(DeskBlock::Text(visit.lang.t("fits-what").into()));
    page.blocks.push(DeskBlock::Form(DeskForm {
        action: visit.lang.href("/trung-tam/tin"),
        asks: vec![ask],
        button: visit.lang.t("fits-find"),
        ..DeskForm::default()
    }));
}

pub(super) async fn show(visit: Visit, Path(code): Path<String>) -> Reply {
    let mut page = form::below_desk(&visit, form::page(&visit, visit.lang.t("fits-title"))?);
    let fits = match find::people(visit.app(), &visit.ctx, &code).await {
        Ok(fits) => fits,
        Err(AppError::Refused(errors)) if errors.iter().any(is_no_posting) => {
            return Err(visit.fail(AppError::NotFound).into());
        }
        Err(error) => return Err(visit.fail(error).into()),
    };
    page.page.title = visit.lang.t1("fits-for", "title", &fits.title);
    page.page = page.page.crumb(visit.lang.t("fits-title"), "/trung-tam/tin");
    page.blocks.push(DeskBlock::Text(visit.lang.t("fits-how").into()));
    let posting = visit.lang.href(&format!("/viec-lam/{}", fits.posting));
    page.blocks.push(DeskBlock::Links(vec![(visit.lang.t("apply-back"), posting, false)]));
    if fits.has_more {
        page.blocks.push(DeskBlock::Notice(visit.lang.n("fits-most", fits.people.len() as u64).into()));
    }
    page.blocks.push(DeskBlock::Rows(rows(&visit, &fits), visit.lang.t("fits-none")));
    Ok(form::show(&visit, &page))
}

fn is_no_posting(error: &FieldError) -> bool {
    error.code == "no_live_posting"
}

fn rows(visit: &Visit, fits: &Fits) -> Vec<DeskRow> {
    let row = |fit: &Fit| {
        let code = code_of_profile(fit.id);
        let name = if fit.name.is_empty() { visit.lang.t("person-nameless") } else { fit.name.clone() };
        DeskRow {
            title: name.into(),
            href: visit.lang.href(&format!("/trung-tam/nguoi/{code}/gioi-thieu?tin={}", fits.posting)),
            tag: fit.is_referred.then(|| (visit.lang.t("fits-referred"), false)),
            lines: why(visit, fit),
            form: None,
        }
    };
    fits.people.iter().map(row).collect()
}

/// Why somebody stands in the list.
fn why(visit: &Visit, fit: &Fit) -> Vec<Words> {
    let lang = visit.lang;
    let mut lines = Vec::new();
    let about: Vec<String> =
        [fit.birth.map(|birth| words::day(visit, birth.day())), fit.wish.clone()].into_iter().flatten().collect();
    if !about.is_empty() {
        lines.push(about.join(" · ").into());
    }
    if !fit.skills.is_empty() {
        let names: Vec<&str> = fit.skills.iter().map(|(vi, en)| visit.say(vi, en)).collect();
        lines.push(lang.t1("fits-skills", "skills", names.join(", ")).into());
    }
    if let Some((vi, en)) = fit.occupation {
        lines.push(lang.t1("fits-occupation", "name", visit.say(vi, en)).into());
    }
    if let Some(km) = fit.km {
        lines.push(lang.n("fits-km", u64::from(km)).into());
    }
    lines
}
