//! Signing in by address and password.

use sanviec_app::accounts::{SignIn, Stage, providers, sign_in};

use super::form::{self, CONTACT, NEXT, PASSWORD};
use super::{Reply, Stop, external};
use crate::http::{Filled, Visit, elsewhere};
use crate::view::FormPage;

/// Whoever is signed in and need not prove anything goes to the account.
pub(super) async fn show(visit: Visit) -> Reply {
    let next = visit.asked(NEXT);
    if visit.person().is_some_and(|person| person.is_fresh || next.is_empty()) {
        return Ok(elsewhere(&visit, form::local(next)));
    }
    if visit.halfway().is_some_and(|halfway| halfway.stage == Stage::SecondFactor) {
        return Ok(elsewhere(&visit, &form::with_next("/dang-nhap/ma", next)));
    }
    Ok(form::show(&visit, &page(&visit, next, "")?))
}

fn page(visit: &Visit, next: &str, typed: &str) -> Result<FormPage, Stop> {
    let mut form = form::page(visit, "sign-in-title", "/dang-nhap")?;
    form.fields = vec![form::contact(visit, typed), form::secret(visit, PASSWORD, "form-password", "current-password")];
    form.kept = vec![(NEXT, form::local(next).to_owned())];
    form.button = visit.lang.t("sign-in-button");
    form.links = vec![
        (visit.lang.t("sign-in-forgotten"), visit.lang.href("/quen-mat-khau")),
        (visit.lang.t("sign-in-new"), visit.lang.href("/dang-ky")),
    ];
    for provider in providers(visit.app()) {
        let label = visit.lang.t1("external-with", "provider", external::label(visit.lang, &provider));
        form.links.push((label, visit.lang.href(&format!("/dang-nhap/ngoai/{}", provider.name))));
    }
    Ok(form)
}

pub(super) async fn send(visit: Visit, filled: Filled) -> Reply {
    let order = SignIn {
        contact: filled.one(CONTACT).to_owned(),
        password: filled.one(PASSWORD).to_owned(),
        origin: visit.origin.clone(),
    };
    let entered = match filled.key() {
        Ok(key) => sign_in(visit.app(), &visit.ctx, order, &key).await,
        Err(error) => Err(error),
    };
    match entered {
        Ok(entered) => form::go_on(&visit, &entered, filled.one(NEXT)).await,
        Err(error) => form::refuse(&visit, page(&visit, filled.one(NEXT), filled.one(CONTACT))?, error),
    }
}
