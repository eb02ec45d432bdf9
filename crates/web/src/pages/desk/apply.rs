//! What a person applied for, and an application that an officer sends for somebody at the counter who asks for it.

use axum::extract::Path;
use sanviec_app::applications::{Applied, ForPerson, Material, OfPerson, SendFor, material_for, send_for};
use sanviec_app::{AppError, Role, desk};
use sanviec_domain::profile::Field;

use super::super::account::Stop;
use super::super::applying::words::{last_day, own_status};
use super::super::profile::labels;
use super::{Reply, application, files, form, words};
use crate::http::{Filled, Visit, elsewhere};
use crate::view::{DeskAsk, DeskAskKind, DeskBlock, DeskForm, DeskPage, DeskRow, Words};

const POSTING: &str = "tin";
const WORDS: &str = "loi-nhan";
const GUARDIAN: &str = "giam-ho";
const PAPER: &str = "giay";
const NAMES: [(&str, &str); 4] = [("paper", PAPER), ("guardian", GUARDIAN), ("words", WORDS), ("files", files::FILE)];

/// Where an application for somebody is written.
pub(super) fn path(code: &str) -> String {
    format!("/trung-tam/nguoi/{code}/ung-tuyen")
}

/// The same for one vacancy.
pub(super) fn path_for(code: &str, posting: &str) -> String {
    let query = form_urlencoded::Serializer::new(String::new()).append_pair(POSTING, posting).finish();
    format!("{}?{query}", path(code))
}

/// What was handed in, on the page of the person.
pub(super) fn blocks(visit: &Visit, applications: &[OfPerson]) -> Vec<DeskBlock> {
    let lang = visit.lang;
    let row = |one: &OfPerson| {
        let sent = lang.t1("row-sent", "time", words::time(visit, one.at));
        let until = one.answer_by.map(|at| lang.t1("row-until", "day", last_day(visit, at)));
        let by = one.by_centre.as_deref().map(|name| lang.t1("counter-apply-by", "centre", name));
        let lines = [Some(one.employer_name.clone()), Some(sent), until, by];
        DeskRow {
            title: one.posting_title.as_str().into(),
            href: lang.href(&application::path(&one.id.code().to_string())),
            tag: Some((own_status(visit, (one.status, one.state), one.is_unanswered), false)),
            lines: lines.into_iter().flatten().map(Words::from).collect(),
            form: None,
        }
    };
    let rows = applications.iter().map(row).collect();
    vec![DeskBlock::Heading(lang.t("person-applications")), DeskBlock::Rows(rows, lang.t("person-applications-none"))]
}

pub(super) async fn show(visit: Visit, Path(code): Path<String>) -> Reply {
    let page = page(&visit, &code, visit.asked(POSTING), None).await?;
    Ok(form::show(&visit, &page))
}

async fn page(visit: &Visit, code: &str, posting: &str, filled: Option<&Filled>) -> Result<DeskPage, Stop> {
    let lang = visit.lang;
    let mut page = form::below_desk(visit, form::page(visit, lang.t("counter-apply-title"))?);
    if visit.ctx.actor.kind() != Role::Officer {
        return Err(visit.fail(AppError::Forbidden).into());
    }
    let person = desk::person(visit.app(), &visit.ctx, code).await.map_err(|error| visit.fail(error))?;
    // A code may be that of a profile which became part of this one.
    let code = person.id.as_str();
    let name = person.seen.profile.content.identity.name.as_ref().map(|name| name.as_str().to_owned());
    let name = name.unwrap_or_else(|| lang.t("person-nameless"));
    page.page = page.page.crumb(name, &format!("/trung-tam/nguoi/{code}"));
    let vacancies = (lang.t("person-refer"), lang.href(&format!("/trung-tam/nguoi/{code}/gioi-thieu")), false);
    if posting.is_empty() {
        page.blocks.push(DeskBlock::Text(lang.t("counter-apply-choose").into()));
        page.blocks.push(DeskBlock::Links(vec![vacancies]));
        return Ok(page);
    }
    match material_for(visit.app(), &visit.ctx, code, posting).await {
        Ok(known) => page.blocks.extend(asking(visit, (code, posting), &known, filled)?),
        // A vacancy that takes nothing here says why; the way to another one stands below.
        Err(AppError::Refused(errors)) => {
            page.blocks.extend(errors.iter().map(|error| DeskBlock::Notice(lang.said(error).into())));
        }
        Err(error) => return Err(visit.fail(error).into()),
    }
    page.blocks.push(DeskBlock::Links(vec![vacancies]));
    Ok(page)
}

/// What goes to whom, and the form that sends it, or what is in its way.
fn asking(
    visit: &Visit,
    (code, posting): (&str, &str),
    known: &ForPerson,
    filled: Option<&Filled>,
) -> Result<Vec<DeskBlock>, Stop> {
    let (lang, material) = (visit.lang, &known.material);
    let mut facts = vec![
        (lang.t("apply-posting"), vec![material.advert.title.as_str().into()]),
        (lang.t("apply-employer"), vec![material.advert.employer.as_str().into()]),
    ];
    if let Some(notice) = in_the_way(visit, material) {
        let part = |field: &Field| {
            let part = field.part().code();
            let href = lang.href(&format!("/trung-tam/nguoi/{code}/phan/{part}"));
            (lang.t(&format!("part-{part}")), href, false)
        };
        let mut parts: Vec<_> = material.missing.iter().map(part).collect();
        parts.dedup();
        let mut blocks = vec![DeskBlock::Facts(facts), DeskBlock::Notice(notice.into())];
        blocks.extend((!parts.is_empty()).then_some(DeskBlock::Links(parts)));
        return Ok(blocks);
    }
    facts.push((lang.t("counter-apply-goes"), vec![labels::names(visit, &material.always).into()]));
    let form = sending(visit, (code, posting), known, filled)?;
    let brought = (lang.t("brought-title"), lang.href(&files::path(code)), false);
    let how = DeskBlock::Text(lang.t("counter-apply-how").into());
    Ok(vec![DeskBlock::Facts(facts), how, DeskBlock::Links(vec![brought]), DeskBlock::Form(form)])
}

/// Why nothing can be sent now.
fn in_the_way(visit: &Visit, material: &Material) -> Option<String> {
    let lang = visit.lang;
    if material.known.is_some() {
        return Some(lang.t("counter-apply-known"));
    }
    if material.is_too_young {
        return Some(lang.t("full-too-young"));
    }
    if let Some(least) = material.kept_from {
        return Some(lang.t1("full-kept-from", "least", least.to_string()));
    }
    let missing = labels::names(visit, &material.missing);
    (!material.missing.is_empty()).then(|| lang.t1("full-missing", "fields", missing))
}

fn sending(
    visit: &Visit,
    (code, posting): (&str, &str),
    known: &ForPerson,
    filled: Option<&Filled>,
) -> Result<DeskForm, Stop> {
    let (lang, material) = (visit.lang, &known.material);
    let mut form = form::form(visit, &path(code), "counter-apply-button")?;
    form.kept = vec![(POSTING, posting.to_owned())];
    form.about = format!("{}, {}", material.advert.title, material.advert.employer).into();
    for field in &material.optional {
        let label = lang.t1("full-tick", "field", labels::name(visit, *field));
        let ask = DeskAsk::line(field.code(), label, form::typed(filled, field.code()));
        form.asks.push(ask.kind(DeskAskKind::Tick));
    }
    let line = |name: &'static str, label: String| DeskAsk::line(name, label, form::typed(filled, name));
    let message = line(WORDS, lang.t("full-words")).hint(lang.t("full-words-hint"));
    form.asks.push(message.kind(DeskAskKind::Lines));
    form.asks.extend(files::choosing(visit, &known.files, filled));
    if material.needs_guardian {
        let hint = lang.t("counter-apply-guardian-hint");
        form.asks.push(line(GUARDIAN, lang.t("counter-apply-guardian")).hint(hint));
    }
    if !known.has_agreed {
        let label = lang.t1("counter-apply-paper", "employer", &material.advert.employer);
        form.asks.push(line(PAPER, label).hint(lang.t("counter-apply-paper-hint")));
    }
    Ok(form)
}

pub(super) async fn send(visit: Visit, Path(code): Path<String>, filled: Filled) -> Reply {
    let posting = filled.one(POSTING).to_owned();
    let ticked = Field::ALL.iter().map(|field| field.code()).filter(|code| filled.one(code) == "1");
    let order = SendFor {
        profile: code.clone(),
        posting: posting.clone(),
        ticked: ticked.map(str::to_owned).collect(),
        words: filled.one(WORDS).to_owned(),
        guardian: filled.one(GUARDIAN).to_owned(),
        paper: filled.one(PAPER).to_owned(),
        files: filled.all(files::FILE).map(|id| id.parse().unwrap_or_default()).collect(),
    };
    let sent = match filled.key() {
        Ok(key) => send_for(visit.app(), &visit.ctx, order, &key).await,
        Err(error) => Err(error),
    };
    match sent {
        Ok(applied) => {
            let done = if applied == Applied::GuardianAsked { "giam-ho" } else { "nop" };
            Ok(elsewhere(&visit, &format!("/trung-tam/nguoi/{code}?xong={done}")))
        }
        Err(error) => {
            let again = page(&visit, &code, &posting, Some(&filled)).await?;
            form::refuse(&visit, again, error, &NAMES)
        }
    }
}
