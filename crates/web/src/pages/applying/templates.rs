//! Words that an employer keeps for answers: a list, a form for one more, a button to delete each.

use axum::extract::Path;
use sanviec_app::AppError;
use sanviec_app::applications::{self, TemplateView};
use uuid::Uuid;

use super::form::{self, TITLE, WORDS};
use super::quick::key;
use super::{Reply, Stop};
use crate::http::{Filled, Visit, elsewhere};
use crate::pages::account::demand_person;
use crate::view::{ApplyingForm, Ask, AskKind, Form, Words};

const PATH: &str = "/ung-vien/mau";

pub(super) async fn show(visit: Visit) -> Reply {
    demand_person(&visit)?;
    Ok(form::show(&visit, &page(&visit).await?))
}

async fn page(visit: &Visit) -> Result<ApplyingForm, Stop> {
    let known = applications::templates(visit.app(), &visit.ctx).await.map_err(|error| visit.fail(error))?;
    let mut add = form::form(visit, PATH, "templates-add")?;
    add.asks = vec![
        Ask::line(TITLE, visit.lang.t("templates-name")),
        Ask::new(WORDS, AskKind::Area, visit.lang.t("templates-words")).hint(visit.lang.t("templates-hint")),
    ];
    let mut page = form::page(visit, "templates-title", add);
    page.rows = known.iter().map(|template| (template.title.clone(), template.words.as_str().into())).collect();
    for template in &known {
        page.forms.push(removing(visit, template)?);
    }
    page.links = vec![(visit.lang.t("applicants-back"), visit.lang.href("/ung-vien"))];
    Ok(page)
}

fn removing(visit: &Visit, template: &TemplateView) -> Result<Form, Stop> {
    let mut form =
        Form { prefix: "xoa-", ..form::form(visit, &format!("{PATH}/{}/xoa", template.id), "templates-remove")? };
    form.button = visit.lang.t1("templates-remove", "title", Words::from(template.title.as_str()).cut(60));
    form.is_second = true;
    Ok(form)
}

pub(super) async fn add(visit: Visit, filled: Filled) -> Reply {
    demand_person(&visit)?;
    let added = match filled.key() {
        Ok(key) => {
            let (title, words) = (filled.one(TITLE), filled.one(WORDS));
            applications::add_template(visit.app(), &visit.ctx, title, words, &key).await
        }
        Err(error) => Err(error),
    };
    match added {
        Ok(()) => Ok(elsewhere(&visit, PATH)),
        Err(error) => {
            let mut page = page(&visit).await?;
            if let Some(form) = page.forms.first_mut() {
                form::refill(form, &filled);
            }
            form::refuse(&visit, page, error)
        }
    }
}

pub(super) async fn remove(visit: Visit, Path(id): Path<String>, filled: Filled) -> Reply {
    demand_person(&visit)?;
    let key = key(&visit, &filled)?;
    let id: Uuid = id.parse().map_err(|_| visit.fail(AppError::NotFound))?;
    let removed = applications::remove_template(visit.app(), &visit.ctx, id, &key).await;
    removed.map_err(|error| visit.fail(error))?;
    Ok(elsewhere(&visit, PATH))
}
