//! At the counter: somebody who signed up alone reads out a short code, and from then on the centre serves them.

use sanviec_app::{AppError, Role, desk};

use super::super::account::Stop;
use super::{Reply, form};
use crate::http::{Filled, Visit, elsewhere};
use crate::view::{DeskAsk, DeskBlock, DeskPage};

const PAGE: &str = "/trung-tam/nguoi/nhan";
const CODE: &str = "ma";
const NAMES: [(&str, &str); 2] = [("code", CODE), ("centre", CODE)];

pub(super) async fn show(visit: Visit) -> Reply {
    Ok(form::show(&visit, &page(&visit, "")?))
}

fn page(visit: &Visit, typed: &str) -> Result<DeskPage, Stop> {
    let lang = visit.lang;
    let mut page = form::below_desk(visit, form::page(visit, lang.t("take-on-title"))?);
    if visit.ctx.actor.kind() != Role::Officer {
        return Err(visit.fail(AppError::Forbidden).into());
    }
    page.page = page.page.crumb(lang.t("people-title"), "/trung-tam/nguoi");
    page.blocks.push(DeskBlock::Text(lang.t("take-on-what").into()));
    let mut form = form::form(visit, PAGE, "take-on-button")?;
    let mut code = DeskAsk::line(CODE, lang.t("counter-code"), typed).hint(lang.t("take-on-hint")).digits();
    code.is_first = true;
    form.asks = vec![code];
    page.blocks.push(DeskBlock::Form(form));
    Ok(page)
}

pub(super) async fn send(visit: Visit, filled: Filled) -> Reply {
    let again = page(&visit, filled.one(CODE))?;
    let taken = match filled.key() {
        Ok(key) => desk::take_on(visit.app(), &visit.ctx, filled.one(CODE), &key).await,
        Err(error) => Err(error),
    };
    match taken {
        Ok(person) => Ok(elsewhere(&visit, &format!("/trung-tam/nguoi/{person}?xong=nhan"))),
        Err(error) => form::refuse(&visit, again, error, &NAMES),
    }
}
