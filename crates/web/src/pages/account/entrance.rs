//! Asking for a code: to sign up, and to get back in. Both answer the same whether the address has an account or not.

use axum::response::Response;
use sanviec_app::accounts::{Ask, Purpose, ask_code};

use super::form::{self, CONTACT};
use super::{Reply, Stop};
use crate::http::{Filled, Visit, elsewhere};
use crate::view::FormPage;

pub(super) async fn sign_up(visit: Visit) -> Reply {
    Ok(form::show(&visit, &page(&visit, Purpose::SignUp, "")?))
}

pub(super) async fn send_sign_up(visit: Visit, filled: Filled) -> Reply {
    send(&visit, &filled, Purpose::SignUp).await
}

pub(super) async fn recover(visit: Visit) -> Reply {
    Ok(form::show(&visit, &page(&visit, Purpose::Recover, "")?))
}

pub(super) async fn send_recover(visit: Visit, filled: Filled) -> Reply {
    send(&visit, &filled, Purpose::Recover).await
}

fn page(visit: &Visit, purpose: Purpose, typed: &str) -> Result<FormPage, Stop> {
    let (title, path, intro) = match purpose {
        Purpose::SignUp => ("sign-up-title", "/dang-ky", "sign-up-intro"),
        Purpose::Recover => ("recover-title", "/quen-mat-khau", "recover-intro"),
    };
    let mut form = form::page(visit, title, path)?;
    form.intro = vec![visit.lang.t(intro).into()];
    form.fields = vec![form::contact(visit, typed)];
    form.button = visit.lang.t("form-send-code");
    form.links = vec![(visit.lang.t("form-to-sign-in"), visit.lang.href("/dang-nhap"))];
    Ok(form)
}

async fn send(visit: &Visit, filled: &Filled, purpose: Purpose) -> Result<Response, Stop> {
    let ask = Ask { purpose, contact: filled.one(CONTACT).to_owned(), origin: visit.origin.clone() };
    let asked = match filled.key() {
        Ok(key) => ask_code(visit.app(), &visit.ctx, ask, &key).await,
        Err(error) => Err(error),
    };
    match asked {
        Ok(asked) => {
            let next = if purpose == Purpose::Recover { "/tai-khoan/mat-khau" } else { "" };
            let path = form::with_next(&format!("/xac-nhan?luot={}", asked.code_id), next);
            Ok(elsewhere(visit, &path))
        }
        Err(error) => form::refuse(visit, page(visit, purpose, filled.one(CONTACT))?, error),
    }
}
