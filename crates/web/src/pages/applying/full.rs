//! Applying with the profile: what goes beside what always goes, a look at exactly what is sent, files, the consent.

use axum::extract::Path;
use sanviec_app::AppError;
use sanviec_app::applications::{
    self, Applied, Begin, Carried, DraftView, Material, SendFull, begin_full, full_draft, send_full,
};
use sanviec_app::profiles::wording;
use sanviec_domain::consent::Purpose;
use sanviec_domain::person::Phone;

use super::form::{self, CONSENT, GUARDIAN, WORDS};
use super::words::{about, last_day};
use super::{Reply, Stop, files, quick};
use crate::http::{Filled, Visit, elsewhere};
use crate::pages::account::demand_person;
use crate::pages::profile::labels;
use crate::view::{ApplyingForm, Ask, AskKind, Form, Words};

/// Name of the field with the mark of what was looked over.
const MARK: &str = "dau";
/// Name of the field with the version of the consent that was read.
const WORDING_FIELD: &str = "loi-dong-y";

/// Address of the form for a posting.
pub(super) fn path(code: &str) -> String {
    format!("{}/ho-so", quick::path(code))
}

/// Address of a draft.
pub(super) fn draft_path(id: &str) -> String {
    format!("/ung-tuyen/nhap/{id}")
}

pub(super) async fn show(visit: Visit, Path(code): Path<String>) -> Reply {
    demand_person(&visit)?;
    let material = material(&visit, &code).await?;
    if let Some(known) = material.known {
        return Ok(elsewhere(&visit, &format!("/ung-tuyen/ho-so/{}", known.code())));
    }
    Ok(form::show(&visit, &asking(&visit, &code, &material)?))
}

async fn material(visit: &Visit, code: &str) -> Result<Material, Stop> {
    applications::material(visit.app(), &visit.ctx, code).await.map_err(|error| visit.fail(error).into())
}

/// What may go, to be ticked; what was begun stands ticked already.
fn asking(visit: &Visit, code: &str, material: &Material) -> Result<ApplyingForm, Stop> {
    let lang = visit.lang;
    let mut form = form::form(visit, &path(code), "apply-check")?;
    let begun = material.draft.as_ref();
    for field in &material.optional {
        let label = lang.t1("full-tick", "field", labels::name(visit, *field));
        let mut ask = Ask::new(field.code(), AskKind::Tick, label);
        if begun.is_some_and(|begun| begun.ticked.contains(field)) {
            ask.value = "co".into();
        }
        form.asks.push(ask);
    }
    let mut words = Ask::new(WORDS, AskKind::Area, lang.t("full-words")).hint(lang.t("full-words-hint"));
    words.value = begun.map(|begun| begun.words.as_str().into()).unwrap_or_default();
    form.asks.push(words);
    if material.needs_guardian {
        let kind = AskKind::Line { autocomplete: "off", inputmode: "text" };
        let mut guardian = Ask::new(GUARDIAN, kind, lang.t("apply-guardian")).hint(lang.t("apply-guardian-hint"));
        guardian.value = begun.map(|begun| begun.guardian.as_str().into()).unwrap_or_default();
        form.asks.push(guardian);
    }
    let mut page = form::page(visit, "full-title", form);
    page.intro = vec![
        lang.t1("full-intro", "employer", &material.advert.employer).into(),
        lang.t("full-never").into(),
        lang.t("posting-free").into(),
    ];
    page.rows = about(visit, &material.advert);
    page.links = vec![(lang.t("full-profile"), lang.href("/ho-so")), back(visit, code)];
    if material.is_too_young || material.kept_from.is_some() || !material.missing.is_empty() {
        page.forms.clear();
        page.intro = vec![lacking(visit, material).into()];
        let parts = material.missing.iter().map(|field| field.part().code());
        let link = |part: &str| {
            let name = lang.t(&format!("part-{part}"));
            (lang.t1("full-fill", "part", name), lang.href(&format!("/ho-so/phan/{part}")))
        };
        let mut links: Vec<(String, String)> = parts.map(link).collect();
        links.dedup();
        page.links = [links, vec![back(visit, code)]].concat();
    }
    Ok(page)
}

fn back(visit: &Visit, code: &str) -> (String, String) {
    (visit.lang.t("apply-back"), visit.lang.href(&format!("/viec-lam/{code}")))
}

fn lacking(visit: &Visit, material: &Material) -> String {
    if material.is_too_young {
        return visit.lang.t("full-too-young");
    }
    if let Some(least) = material.kept_from {
        return visit.lang.t1("full-kept-from", "least", least.to_string());
    }
    visit.lang.t1("full-missing", "fields", labels::names(visit, &material.missing))
}

pub(super) async fn begin(visit: Visit, Path(code): Path<String>, filled: Filled) -> Reply {
    demand_person(&visit)?;
    let material = material(&visit, &code).await?;
    let ticked = material.optional.iter().map(|field| field.code()).filter(|code| filled.one(code) == "co");
    let order = Begin {
        posting: code.clone(),
        ticked: ticked.map(str::to_owned).collect(),
        words: filled.one(WORDS).to_owned(),
        guardian: filled.one(GUARDIAN).to_owned(),
    };
    let begun = match filled.key() {
        Ok(key) => begin_full(visit.app(), &visit.ctx, order, &key).await,
        Err(error) => Err(error),
    };
    match begun {
        Ok(id) => Ok(elsewhere(&visit, &draft_path(&id.code().to_string()))),
        Err(error) => {
            let mut page = asking(&visit, &code, &material)?;
            page.forms.iter_mut().for_each(|form| form::refill(form, &filled));
            form::refuse(&visit, page, error)
        }
    }
}

pub(super) async fn check(visit: Visit, Path(id): Path<String>) -> Reply {
    demand_person(&visit)?;
    let draft = found(&visit, &id).await?;
    Ok(form::show(&visit, &checking(&visit, &id, &draft)?))
}

async fn found(visit: &Visit, id: &str) -> Result<DraftView, Stop> {
    full_draft(visit.app(), &visit.ctx, id).await.map_err(|error| visit.fail(error).into())
}

/// Exactly what goes, the files, and the button that sends it.
fn checking(visit: &Visit, id: &str, draft: &DraftView) -> Result<ApplyingForm, Stop> {
    let (lang, own) = (visit.lang, format!("/ung-tuyen/ho-so/{id}"));
    let mut send = form::form(visit, &draft_path(id), "apply-send")?;
    send.kept = vec![(MARK, draft.mark.clone()), (WORDING_FIELD, wording(Purpose::Application).to_string())];
    send.asks = vec![
        Ask::new(CONSENT, AskKind::Tick, lang.t1("full-consent", "employer", &draft.advert.employer))
            .hint(lang.t("full-consent-what")),
    ];
    let mut page = form::page(visit, "full-check-title", send);
    page.done = (visit.asked("xong") == "tep").then(|| lang.t("files-done"));
    page.intro = vec![
        lang.t1("full-check-intro", "employer", &draft.advert.employer).into(),
        lang.t1("full-until", "day", last_day(visit, draft.until)).into(),
    ];
    page.rows = about(visit, &draft.advert);
    let carried = Carried { fields: draft.fields.clone(), words: draft.words.clone(), content: draft.content.clone() };
    page.rows.extend(said(visit, &carried));
    if !draft.guardian.is_empty() {
        let read_out = Phone::parse(&draft.guardian).map_or_else(|_| draft.guardian.clone(), |phone| phone.display());
        page.rows.push((lang.t("apply-guardian-own"), read_out.into()));
        page.intro.push(lang.t1("apply-check-guardian", "employer", &draft.advert.employer).into());
    }
    let file = |moment: crate::view::Moment| (lang.t("full-file"), moment.what.into());
    page.rows.extend(files::moments(visit, &draft.files).into_iter().map(file));
    page.forms.push(files::attaching(visit, &own)?);
    page.forms.extend(files::buttons(visit, &own, &draft.files, true)?);
    let mut drop = Form { prefix: "xoa-", ..form::form(visit, &format!("{own}/xoa"), "full-drop")? };
    drop.is_second = true;
    page.forms.push(drop);
    let posting = draft.advert.posting_id.code().to_string();
    page.links = vec![
        (lang.t("full-change"), lang.href(&path(&posting))),
        (lang.t("full-profile"), lang.href("/ho-so")),
        back(visit, &posting),
    ];
    Ok(page)
}

/// What an application carries: name of each field, and what it says.
pub(super) fn said(visit: &Visit, carried: &Carried) -> Vec<(String, Words)> {
    let text = |field| {
        let lines = labels::said(visit, &carried.content, field);
        lines.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
    };
    let mut rows: Vec<(String, Words)> =
        carried.fields.iter().map(|field| (labels::name(visit, *field), text(*field).into())).collect();
    rows.retain(|(_, value)| !value.is_empty());
    if !carried.words.is_empty() {
        rows.push((visit.lang.t("full-words-row"), carried.words.as_str().into()));
    }
    rows
}

pub(super) async fn send(visit: Visit, Path(id): Path<String>, filled: Filled) -> Reply {
    demand_person(&visit)?;
    let order = SendFull {
        application: id.clone(),
        consent: filled.one(CONSENT) == "co",
        wording: filled.one(WORDING_FIELD).parse().unwrap_or_default(),
        mark: filled.one(MARK).to_owned(),
    };
    let sent = match filled.key() {
        Ok(key) => send_full(visit.app(), &visit.ctx, order, &key).await,
        Err(error) => Err(error),
    };
    match sent {
        Ok(Applied::GuardianAsked) => Ok(elsewhere(&visit, &format!("/ung-tuyen/ho-so/{id}?xong=giam-ho"))),
        Ok(Applied::Sent | Applied::CodeAsked(_)) => Ok(elsewhere(&visit, &format!("/ung-tuyen/ho-so/{id}?xong=gui"))),
        Err(error @ (AppError::Refused(_) | AppError::Conflict)) => {
            let draft = found(&visit, &id).await?;
            let mut page = checking(&visit, &id, &draft)?;
            page.forms.iter_mut().take(1).for_each(|form| form::refill(form, &filled));
            form::refuse(&visit, page, error)
        }
        Err(error) => Err(visit.fail(error).into()),
    }
}
