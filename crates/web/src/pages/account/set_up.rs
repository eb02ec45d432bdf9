//! The first operator's account, made with the link that the server printed.

use sanviec_app::accounts::{SetUp, set_up};

use super::form::{self, AGAIN, CONTACT, LINK, PASSWORD};
use super::{Reply, Stop};
use crate::http::{Filled, Visit};
use crate::view::{Field, FormPage};

pub(super) async fn show(visit: Visit) -> Reply {
    Ok(form::show(&visit, &page(&visit, visit.asked(CODE_IN_LINK), "")?))
}

/// Name in the printed address.
const CODE_IN_LINK: &str = "ma";

fn page(visit: &Visit, link: &str, typed: &str) -> Result<FormPage, Stop> {
    let mut form = form::page(visit, "setup-title", "/thiet-lap")?;
    form.intro = vec![visit.lang.t("setup-intro").into()];
    let link = Field { value: link.into(), ..Field::text(LINK, visit.lang.t("setup-link")) };
    let mut first = form::secret(visit, PASSWORD, "password-new", "new-password");
    first.hint = Some(visit.lang.t("password-hint"));
    let again = form::secret(visit, AGAIN, "password-again", "new-password");
    form.fields = vec![link, form::contact(visit, typed), first, again];
    form.button = visit.lang.t("setup-button");
    Ok(form)
}

pub(super) async fn send(visit: Visit, filled: Filled) -> Reply {
    let order = SetUp {
        link: filled.one(LINK).to_owned(),
        contact: filled.one(CONTACT).to_owned(),
        password: filled.one(PASSWORD).to_owned(),
        again: filled.one(AGAIN).to_owned(),
        origin: visit.origin.clone(),
    };
    let entered = match filled.key() {
        Ok(key) => set_up(visit.app(), &visit.ctx, order, &key).await,
        Err(error) => Err(error),
    };
    match entered {
        Ok(entered) => form::go_on(&visit, &entered, "").await,
        Err(error) => form::refuse(&visit, page(&visit, filled.one(LINK), filled.one(CONTACT))?, error),
    }
}
