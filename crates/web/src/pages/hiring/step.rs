//! One step of the form of a posting. What was typed is kept as soon as it is sent; the last step leads to the check.

use axum::extract::Path;
use sanviec_app::AppError;
use sanviec_app::hiring::{self, Control as Kind, FieldSpec, OwnPosting, STEPS, Save, Step};

use super::postings::title;
use super::sheet::{ask, control, id_of, one, refuse, sheet, show as shown, version, word};
use super::{Reply, Stop, demand_person};
use crate::http::{Filled, Visit, elsewhere};
use crate::view::{Input, Opt, Shape, SheetPart, Worksheet};

/// Words of the steps in addresses.
pub(super) const SLUGS: [(&str, &str); 9] = [
    ("job", "viec"),
    ("place", "noi"),
    ("people", "nguoi"),
    ("pay", "luong"),
    ("contract", "hop-dong"),
    ("conditions", "dieu-kien"),
    ("requirements", "yeu-cau"),
    ("contact", "lien-he"),
    ("dates", "han"),
];

fn found(visit: &Visit, slug: &str) -> Result<&'static Step, Stop> {
    let name = SLUGS.iter().find(|(_, known)| *known == slug).map_or("", |(name, _)| name);
    Ok(hiring::step(name).ok_or_else(|| visit.fail(AppError::NotFound))?)
}

/// Address of a step.
pub(super) fn path_of(code: &str, step: &str) -> String {
    let slug = SLUGS.iter().find(|(name, _)| *name == step).map_or("viec", |(_, slug)| slug);
    format!("/tuyen-dung/tin/{code}/buoc/{slug}")
}

pub(super) async fn show(visit: Visit, Path((code, slug)): Path<(String, String)>) -> Reply {
    demand_person(&visit)?;
    let step = found(&visit, &slug)?;
    let id = id_of(&visit, &code)?;
    let own = hiring::own(visit.app(), &visit.ctx, id).await.map_err(|error| visit.fail(error))?;
    Ok(shown(&visit, &page(&visit, &own, step, None)?))
}

fn page(visit: &Visit, own: &OwnPosting, step: &'static Step, filled: Option<&Filled>) -> Result<Worksheet, Stop> {
    let number = STEPS.iter().position(|known| known.name == step.name).unwrap_or(0) + 1;
    let mut page = sheet(visit, visit.lang.t(&format!("hiring-step-{}", step.name)));
    page.page = page
        .page
        .crumb(visit.lang.t("hiring-title"), "/tuyen-dung")
        .crumb(title(visit, &own.content.title).to_string(), &format!("/tuyen-dung/tin/{}", own.code));
    let (of, all) = (number.to_string(), (STEPS.len() + 1).to_string());
    page.parts.push(SheetPart::Text(visit.lang.t2("hiring-step-of", ("step", &of), ("all", &all)).into()));
    let mut form = ask(visit, &path_of(&own.code, step.name), "hiring-save")?;
    form.kept = vec![("version", own.version.to_string()), ("back", visit.asked("ve").to_owned())];
    form.controls = step.fields.iter().map(|field| field_of(visit, own, field, filled)).collect();
    page.parts.push(SheetPart::Form(form));
    page.parts
        .push(SheetPart::Link(visit.lang.t("hiring-later"), visit.lang.href(&format!("/tuyen-dung/tin/{}", own.code))));
    Ok(page)
}

/// A field with what was typed, or with what the posting says.
fn field_of(visit: &Visit, own: &OwnPosting, field: &FieldSpec, filled: Option<&Filled>) -> Input {
    let values = match filled {
        Some(filled) => filled.all(field.name).map(str::to_owned).collect(),
        None => hiring::values(&own.content, field.name),
    };
    let first = values.first().map_or("", String::as_str);
    let mut made = match field.control {
        Kind::Line => control(visit, field.name, Shape::Line(first.into(), keyboard(field.name))),
        Kind::Number => control(visit, field.name, Shape::Line(first.into(), "numeric")),
        Kind::Day => control(visit, field.name, Shape::Line(first.into(), "text")),
        Kind::Area | Kind::Lines => control(visit, field.name, Shape::Area(values.join("\n").into())),
        Kind::Yes => {
            let option = Opt { value: "yes".to_owned(), label: visit.lang.t("hiring-yes"), on: first == "yes" };
            control(visit, field.name, Shape::Many(vec![option]))
        }
        Kind::One(codes) => one(visit, field.name, &codes(), first),
        Kind::Many(codes) => {
            let option = |code: &str| Opt {
                value: code.to_owned(),
                label: word(visit, field.name, code),
                on: values.iter().any(|value| value == code),
            };
            control(visit, field.name, Shape::Many(codes().into_iter().map(option).collect()))
        }
    };
    if !field.is_compulsory {
        made.label = visit.lang.t1("hiring-optional", "label", &made.label);
    }
    made
}

fn keyboard(field: &str) -> &'static str {
    match field {
        "contact_phone" => "tel",
        "contact_email" => "email",
        _ => "text",
    }
}

pub(super) async fn send(visit: Visit, Path((code, slug)): Path<(String, String)>, filled: Filled) -> Reply {
    demand_person(&visit)?;
    let step = found(&visit, &slug)?;
    let id = id_of(&visit, &code)?;
    let done = async {
        let typed =
            step.fields.iter().map(|field| (field.name, filled.all(field.name).map(str::to_owned).collect())).collect();
        let (version, key) = (version(&filled)?, filled.key()?);
        hiring::save(visit.app(), &visit.ctx, Save { posting: id, version, step, typed }, &key).await
    };
    match done.await {
        Ok(_) => Ok(elsewhere(&visit, &next(&code, step, &filled))),
        Err(error @ (AppError::Refused(_) | AppError::Conflict)) => {
            let own = hiring::own(visit.app(), &visit.ctx, id).await.map_err(|error| visit.fail(error))?;
            refuse(&visit, page(&visit, &own, step, Some(&filled))?, error)
        }
        Err(error) => Err(visit.fail(error).into()),
    }
}

/// The next step; whoever came from the check goes back to it.
fn next(code: &str, step: &Step, filled: &Filled) -> String {
    let at = STEPS.iter().position(|known| known.name == step.name).unwrap_or(0);
    match STEPS.get(at + 1) {
        Some(next) if filled.one("back") != "kiem-tra" => path_of(code, next.name),
        _ => format!("/tuyen-dung/tin/{code}/kiem-tra"),
    }
}
