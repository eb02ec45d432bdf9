//! Helping a colleague who lost the second step.

use sanviec_app::AppError;
use sanviec_app::accounts::{may_reset_factors, reset_factor};

use super::form::{self, CONTACT};
use super::{Reply, Stop};
use crate::http::{Filled, Visit, elsewhere};
use crate::view::{Field, FormPage};

pub(super) async fn show(visit: Visit) -> Reply {
    demand(&visit)?;
    Ok(form::show(&visit, &page(&visit, "")?))
}

/// Others learn nothing of the form, not even when they signed in.
fn demand(visit: &Visit) -> Result<(), Stop> {
    form::demand_person(visit)?;
    if !may_reset_factors(visit.ctx.actor) {
        return Err(visit.fail(AppError::Forbidden).into());
    }
    form::demand_fresh(visit)
}

fn page(visit: &Visit, typed: &str) -> Result<FormPage, Stop> {
    let mut form = form::page(visit, "colleague-title", "/tai-khoan/dong-nghiep")?;
    form.intro = vec![visit.lang.t("colleague-intro").into()];
    if visit.asked("xong") == "1" {
        form.intro.insert(0, visit.lang.t("colleague-done").into());
    }
    let hint = Some(visit.lang.t("form-contact-hint"));
    form.fields = vec![Field { hint, value: typed.into(), ..Field::text(CONTACT, visit.lang.t("colleague-contact")) }];
    form.button = visit.lang.t("colleague-button");
    form.links = vec![(visit.lang.t("codes-done-back"), visit.lang.href("/tai-khoan"))];
    Ok(form)
}

pub(super) async fn send(visit: Visit, filled: Filled) -> Reply {
    demand(&visit)?;
    let reset = match filled.key() {
        Ok(key) => reset_factor(visit.app(), &visit.ctx, filled.one(CONTACT), &key).await,
        Err(error) => Err(error),
    };
    match reset {
        Ok(()) => Ok(elsewhere(&visit, "/tai-khoan/dong-nghiep?xong=1")),
        Err(error) => form::refuse(&visit, page(&visit, filled.one(CONTACT))?, error),
    }
}
