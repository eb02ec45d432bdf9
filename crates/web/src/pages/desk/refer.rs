//! Vacancies for a person, and the letter that refers to one. What is searched by is shown and can be changed: the work
//! that the person wishes for, around the place where they live, of somebody who agreed to be compared with vacancies.
//! Each vacancy says why it stands there and how far it is.

use axum::extract::Path;
use sanviec_app::desk::{self, Issue, PersonView};
use sanviec_app::find::{self, Card, Sought, Vacancies};
use sanviec_app::profiles::typed;
use sanviec_app::{AppError, Role, postings};
use sanviec_domain::profile::Field;

use super::super::account::Stop;
use super::{Reply, apply, form, suited};
use crate::http::{Filled, Visit, elsewhere};
use crate::view::{DeskAsk, DeskBlock, DeskForm, DeskPage};

const WORDS: &str = "tu-khoa";
const NEAR: &str = "noi";
const POSTING: &str = "tin";
const PAPER: &str = "giay";
const NAMES: [(&str, &str); 2] = [("paper", PAPER), ("posting", POSTING)];

pub(super) async fn show(visit: Visit, Path(code): Path<String>) -> Reply {
    let page = page(&visit, &code, visit.asked(POSTING), None).await?;
    Ok(form::show(&visit, &page))
}

async fn page(visit: &Visit, code: &str, posting: &str, filled: Option<&Filled>) -> Result<DeskPage, Stop> {
    let lang = visit.lang;
    let mut page = form::below_desk(visit, form::page(visit, lang.t("refer-title"))?);
    if visit.ctx.actor.kind() != Role::Officer {
        return Err(visit.fail(AppError::Forbidden).into());
    }
    let person = desk::person(visit.app(), &visit.ctx, code).await.map_err(|error| visit.fail(error))?;
    let name = said(&person, Field::Name);
    page.page = page.page.crumb(name.as_str(), &format!("/trung-tam/nguoi/{code}"));
    if !posting.is_empty() {
        page.blocks.push(DeskBlock::Form(letter(visit, code, posting, filled).await?));
        let way = lang.href(&apply::path_for(code, posting));
        page.blocks.push(DeskBlock::Links(vec![(lang.t("counter-apply-way"), way, false)]));
    }
    page.blocks.push(DeskBlock::Heading(lang.t("refer-vacancies")));
    page.blocks.extend(search(visit, code, &person).await?);
    Ok(page)
}

/// What is searched by, and the vacancies that it finds. Of somebody who has not agreed nothing is searched by until
/// the officer writes something.
async fn search(visit: &Visit, code: &str, person: &PersonView) -> Result<Vec<DeskBlock>, Stop> {
    let (lang, path) = (visit.lang, format!("/trung-tam/nguoi/{code}/gioi-thieu"));
    let by = searched(visit, person).await?;
    let mut blocks = if by.is_some() {
        vec![DeskBlock::Text(lang.t("refer-how").into())]
    } else {
        let consents = lang.href(&format!("/trung-tam/nguoi/{code}"));
        vec![
            DeskBlock::Notice(lang.t("refer-not-agreed").into()),
            DeskBlock::Links(vec![(lang.t("refer-record"), consents, false)]),
        ]
    };
    let boxes = by.clone().unwrap_or_default();
    blocks.push(DeskBlock::Form(DeskForm {
        action: lang.href(&path),
        asks: vec![
            DeskAsk::line(WORDS, lang.t("person-wish"), &boxes.words),
            DeskAsk::line(NEAR, lang.t("refer-near"), &boxes.near),
        ],
        button: lang.t("people-find-button"),
        is_second: true,
        ..DeskForm::default()
    }));
    if let Some(sought) = by {
        blocks.extend(vacancies(visit, person, &sought, &path).await?);
    }
    Ok(blocks)
}

/// The list, and what is said of it.
async fn vacancies(visit: &Visit, person: &PersonView, sought: &Sought, path: &str) -> Result<Vec<DeskBlock>, Stop> {
    let lang = visit.lang;
    let nothing = |key: &str| Ok(vec![DeskBlock::Rows(Vec::new(), lang.t(key))]);
    let found: Vacancies = match find::vacancies(visit.app(), &visit.ctx, &person.seen.profile, sought).await {
        Ok(found) => found,
        // A place that nobody knows finds nothing; the field shows it, so that it can be written otherwise.
        Err(AppError::Refused(_)) => return nothing("refer-none"),
        // A letter for a vacancy whose code is known can be written all the same.
        Err(AppError::Rebuilding { .. }) => return nothing("error-rebuilding-what"),
        Err(error) => return Err(visit.fail(error).into()),
    };
    let mut blocks = Vec::new();
    if found.has_more {
        blocks.push(DeskBlock::Notice(lang.n("refer-most", found.total).into()));
    }
    blocks.extend(found.lack.map(|_| DeskBlock::Notice(lang.t("refer-no-reasons").into())));
    let href = |card: &Card| {
        let query = form_urlencoded::Serializer::new(String::new())
            .append_pair(POSTING, &card.id)
            .append_pair(WORDS, &sought.words)
            .append_pair(NEAR, &sought.near)
            .finish();
        lang.href(&format!("{path}?{query}"))
    };
    let rows = found.items.into_iter().map(|item| suited::row(visit, href(&item.card), item, &sought.words));
    let rows = rows.collect();
    blocks.push(DeskBlock::Rows(rows, lang.t("refer-none")));
    Ok(blocks)
}

fn said(person: &PersonView, field: Field) -> String {
    typed::get(&person.seen.profile.content, field).into_iter().flatten().next().unwrap_or_default()
}

/// What is searched by: what the address says, or else what the person wishes for and where they live, where they
/// agreed to that.
async fn searched(visit: &Visit, person: &PersonView) -> Result<Option<Sought>, Stop> {
    let has = |name: &str| visit.query.iter().any(|(known, _)| known == name);
    if has(WORDS) || has(NEAR) {
        return Ok(Some(Sought { words: visit.asked(WORDS).to_owned(), near: visit.asked(NEAR).to_owned() }));
    }
    let by = desk::searched_by(visit.app(), &visit.ctx, person).await.map_err(|error| visit.fail(error))?;
    Ok(by.ok())
}

async fn letter(visit: &Visit, code: &str, posting: &str, filled: Option<&Filled>) -> Result<DeskForm, Stop> {
    let view = postings::view(visit.app(), &visit.ctx, posting).await.map_err(|error| visit.fail(error))?;
    let mut form = form::form(visit, &format!("/trung-tam/nguoi/{code}/gioi-thieu"), "refer-button")?;
    form.kept = vec![(POSTING, posting.to_owned())];
    form.about = format!("{}, {}", view.content.title, view.employer.name).into();
    let label = visit.lang.t2("refer-paper", ("title", &view.content.title), ("employer", &view.employer.name));
    form.asks = vec![DeskAsk::line(PAPER, label, form::typed(filled, PAPER)).hint(visit.lang.t("refer-paper-hint"))];
    Ok(form)
}

pub(super) async fn send(visit: Visit, Path(code): Path<String>, filled: Filled) -> Reply {
    let posting = filled.one(POSTING).to_owned();
    let order = Issue { profile: code.clone(), posting: posting.clone(), paper: filled.one(PAPER).to_owned() };
    let issued = match filled.key() {
        Ok(key) => desk::issue(visit.app(), &visit.ctx, order, &key).await,
        Err(error) => Err(error),
    };
    match issued {
        Ok(issued) => Ok(elsewhere(&visit, &format!("/trung-tam/phieu/{}/in", issued.id))),
        Err(error) => {
            let again = page(&visit, &code, &posting, Some(&filled)).await?;
            form::refuse(&visit, again, error, &NAMES)
        }
    }
}
