//! People who opened their profile, for one of the employer's live vacancies: cards without name, and a button that
//! asks to apply.

use axum::extract::Path;
use sanviec_app::approaches::{self, Approach, Candidate, Candidates};
use sanviec_app::desk::code_of_profile;
use sanviec_domain::profile::Field;

use super::super::desk::form;
use super::super::profile::labels;
use super::{Reply, Stop};
use crate::http::{Filled, Visit, elsewhere};
use crate::view::{DeskBlock, DeskPage, DeskRow, Words};

const PERSON: &str = "nguoi";
/// What is said of each, in this order.
const SAID: [Field; 5] =
    [Field::Jobs, Field::ExperienceYears, Field::GeneralEducation, Field::TechnicalLevel, Field::Places];

pub(super) async fn show(visit: Visit, Path(code): Path<String>) -> Reply {
    let mut page = page(&visit, &code).await?;
    page.done = (visit.asked("xong") == "moi").then(|| visit.lang.t("candidates-done").into());
    Ok(form::show(&visit, &page))
}

async fn page(visit: &Visit, code: &str) -> Result<DeskPage, Stop> {
    let lang = visit.lang;
    let mut page = form::page(visit, lang.t("candidates-title"))?;
    let found = approaches::candidates(visit.app(), &visit.ctx, code).await;
    let found = match found {
        Ok(found) => found,
        // Nothing to look for people for: the reason stands where the list would.
        Err(sanviec_app::AppError::Refused(errors)) => {
            frame(&mut page, visit, code, "");
            let said = errors.first().map(|error| lang.said(error).to_owned()).unwrap_or_default();
            page.blocks.push(DeskBlock::Notice(said.into()));
            return Ok(page);
        }
        Err(error) => return Err(visit.fail(error).into()),
    };
    frame(&mut page, visit, code, &found.title);
    page.blocks.push(DeskBlock::Text(lang.t("candidates-what").into()));
    let rows = found.people.iter().map(|one| row(visit, &found, one)).collect::<Result<Vec<_>, Stop>>()?;
    page.blocks.push(DeskBlock::Rows(rows, lang.t("candidates-none")));
    Ok(page)
}

fn frame(page: &mut DeskPage, visit: &Visit, code: &str, title: &str) {
    let frame = page.page.clone().crumb(visit.lang.t("hiring-title"), "/tuyen-dung");
    let title = if title.is_empty() { visit.lang.t("hiring-postings") } else { title.to_owned() };
    page.page = frame.crumb(title, &format!("/tuyen-dung/tin/{code}"));
}

fn row(visit: &Visit, found: &Candidates, one: &Candidate) -> Result<DeskRow, Stop> {
    let lang = visit.lang;
    let wish = labels::said(visit, &one.content, Field::WishTitle).into_iter().next();
    let trade = one.occupation.map(|(vi, en)| Words::from(visit.say(vi, en)));
    let mut lines: Vec<Words> = Vec::new();
    if !one.skills.is_empty() {
        let names: Vec<&str> = one.skills.iter().map(|(vi, en)| visit.say(vi, en)).collect();
        lines.push(lang.t1("fits-skills", "skills", names.join(", ")).into());
    }
    for field in SAID {
        let said = labels::said(visit, &one.content, field);
        if !said.is_empty() {
            let said: Vec<String> = said.iter().map(ToString::to_string).collect();
            lines.push(format!("{}: {}", labels::name(visit, field), said.join("; ")).into());
        }
    }
    let title = wish.or_else(|| trade.clone()).unwrap_or_else(|| lang.t("candidates-nameless").into());
    let tag = match (one.asked, one.has_applied) {
        (_, true) => Some((lang.t("candidate-applied"), false)),
        (Some(state), false) => Some((lang.t(&format!("term-approach-{}", state.code())), false)),
        (None, false) => None,
    };
    let form = if tag.is_none() {
        let mut ask = form::form(visit, &format!("/tuyen-dung/tin/{}/nguoi", found.posting), "candidate-ask")?;
        ask.kept = vec![(PERSON, code_of_profile(one.id))];
        ask.about = title.clone();
        ask.is_second = true;
        Some(ask)
    } else {
        None
    };
    lines.extend(trade.filter(|trade| trade.to_string() != title.to_string()));
    Ok(DeskRow { title, href: String::new(), tag, lines, form })
}

pub(super) async fn send(visit: Visit, Path(code): Path<String>, filled: Filled) -> Reply {
    form::page(&visit, "")?;
    let asked = match filled.key() {
        Ok(key) => {
            let order = Approach { posting: code.clone(), person: filled.one(PERSON).to_owned() };
            approaches::approach(visit.app(), &visit.ctx, order, &key).await
        }
        Err(error) => Err(error),
    };
    match asked {
        Ok(()) => Ok(elsewhere(&visit, &format!("/tuyen-dung/tin/{code}/nguoi?xong=moi"))),
        Err(error @ (sanviec_app::AppError::Refused(_) | sanviec_app::AppError::Conflict)) => {
            form::refuse(&visit, page(&visit, &code).await?, error, &[])
        }
        Err(error) => Err(visit.fail(error).into()),
    }
}
