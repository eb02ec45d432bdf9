//! Showing the code that was sent. The address of the page names the code and is no secret; opening it changes nothing,
//! so a mail program that opens links does no harm.

use sanviec_app::AppError;
use sanviec_app::accounts::{Confirm, confirm_code};
use uuid::Uuid;

use super::form::{self, CODE, NEXT};
use super::{Reply, Stop};
use crate::http::{Filled, Visit};
use crate::view::FormPage;

/// Name of the field that names the code.
const ROUND: &str = "luot";

pub(super) async fn show(visit: Visit) -> Reply {
    let id = named(&visit, visit.asked(ROUND))?;
    Ok(form::show(&visit, &page(&visit, id, visit.asked(NEXT), "").await?))
}

fn named(visit: &Visit, id: &str) -> Result<Uuid, Stop> {
    id.parse().map_err(|_| visit.fail(AppError::NotFound).into())
}

async fn page(visit: &Visit, id: Uuid, next: &str, typed: &str) -> Result<FormPage, Stop> {
    let mut form = form::page(visit, "code-title", "/xac-nhan")?;
    form.intro = vec![visit.lang.t("code-intro").into()];
    form.intro.extend(form::sent(visit, id).await?);
    form.kept = vec![(ROUND, id.to_string()), (NEXT, form::local(next).to_owned())];
    let mut field = form::code(visit);
    field.value = typed.into();
    form.fields = vec![field];
    let again = if form::local(next) == "/tai-khoan" { "/dang-ky" } else { "/quen-mat-khau" };
    form.links = vec![(visit.lang.t("code-again"), visit.lang.href(again))];
    Ok(form)
}

pub(super) async fn send(visit: Visit, filled: Filled) -> Reply {
    let id = named(&visit, filled.one(ROUND))?;
    let confirm = Confirm { code_id: id, code: filled.one(CODE).to_owned(), origin: visit.origin.clone() };
    let entered = match filled.key() {
        Ok(key) => confirm_code(visit.app(), &visit.ctx, confirm, &key).await,
        Err(error) => Err(error),
    };
    match entered {
        Ok(entered) => {
            // Who has no password yet is asked for one; it can be left for later.
            let next = if entered.has_password { filled.one(NEXT) } else { "/tai-khoan/mat-khau" };
            form::go_on(&visit, &entered, next).await
        }
        Err(error) => form::refuse(&visit, page(&visit, id, filled.one(NEXT), filled.one(CODE)).await?, error),
    }
}
