//! Taking over the record that was made at a counter, with its printed code, by whoever is signed in.

use sanviec_app::desk;

use super::super::account::Stop;
use super::{Reply, form};
use crate::http::{Filled, Visit, elsewhere};
use crate::view::{DeskAsk, DeskBlock, DeskPage};

const CODE: &str = "ma";
const NAMES: [(&str, &str); 1] = [("code", CODE)];

pub(super) async fn show(visit: Visit) -> Reply {
    let mut page = page(&visit, "")?;
    page.done = (visit.asked("xong") == "nhan").then(|| visit.lang.t("claim-done").into());
    Ok(form::show(&visit, &page))
}

fn page(visit: &Visit, typed: &str) -> Result<DeskPage, Stop> {
    let lang = visit.lang;
    let mut page = form::page(visit, lang.t("claim-title"))?;
    page.blocks.push(DeskBlock::Text(lang.t("claim-what").into()));
    let mut form = form::form(visit, "/trung-tam/nhan-ho-so", "claim-button")?;
    form.asks = vec![DeskAsk::line(CODE, lang.t("claim-code"), typed).hint(lang.t("claim-code-hint"))];
    page.blocks.push(DeskBlock::Form(form));
    Ok(page)
}

pub(super) async fn send(visit: Visit, filled: Filled) -> Reply {
    let again = page(&visit, filled.one(CODE))?;
    let claimed = match filled.key() {
        Ok(key) => desk::claim(visit.app(), &visit.ctx, filled.one(CODE), &key).await,
        Err(error) => Err(error),
    };
    match claimed {
        Ok(()) => Ok(elsewhere(&visit, "/trung-tam/nhan-ho-so?xong=nhan")),
        Err(error) => form::refuse(&visit, again, error, &NAMES),
    }
}
