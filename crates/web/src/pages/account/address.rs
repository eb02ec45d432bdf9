//! Phone numbers and e-mail addresses of the own account: added with a code, taken away, never the last.

use sanviec_app::accounts::{self, AddAddress, ConfirmAddress, add_address, confirm_address, remove_address};
use sanviec_app::{AppError, Key};
use uuid::Uuid;

use super::form::{self, CODE, CONTACT};
use super::{Reply, Stop};
use crate::http::{Filled, Visit, elsewhere};
use crate::view::{FormPage, Owned};

/// Name of the field that names the code.
const ROUND: &str = "luot";

pub(super) async fn list(visit: Visit) -> Reply {
    form::demand_fresh(&visit)?;
    Ok(form::show(&visit, &page(&visit, "").await?))
}

async fn page(visit: &Visit, typed: &str) -> Result<FormPage, Stop> {
    let own = accounts::overview(visit.app(), &visit.ctx).await.map_err(|error| visit.fail(error))?;
    let mut form = form::page(visit, "address-title", "/tai-khoan/lien-he")?;
    form.intro = vec![visit.lang.t("address-intro").into()];
    let many = own.contacts.len() > 1;
    for held in own.contacts {
        form.owned.push(Owned {
            label: held.contact.as_str().into(),
            notes: Vec::new(),
            action: many.then(|| visit.lang.href("/tai-khoan/lien-he/bo")),
            id: held.id.to_string(),
            key: Key::fresh().map_err(|error| visit.fail(error))?.as_str().to_owned(),
        });
    }
    form.fields = vec![form::contact(visit, typed)];
    form.button = visit.lang.t("address-button");
    form.links = vec![(visit.lang.t("codes-done-back"), visit.lang.href("/tai-khoan"))];
    Ok(form)
}

pub(super) async fn add(visit: Visit, filled: Filled) -> Reply {
    form::demand_fresh(&visit)?;
    let order = AddAddress { contact: filled.one(CONTACT).to_owned(), origin: visit.origin.clone() };
    let asked = match filled.key() {
        Ok(key) => add_address(visit.app(), &visit.ctx, order, &key).await,
        Err(error) => Err(error),
    };
    match asked {
        Ok(asked) => Ok(elsewhere(&visit, &format!("/tai-khoan/lien-he/xac-nhan?luot={}", asked.code_id))),
        Err(error) => form::refuse(&visit, page(&visit, filled.one(CONTACT)).await?, error),
    }
}

pub(super) async fn ask(visit: Visit) -> Reply {
    form::demand_fresh(&visit)?;
    let id = named(&visit, visit.asked(ROUND))?;
    Ok(form::show(&visit, &asking(&visit, id).await?))
}

fn named(visit: &Visit, id: &str) -> Result<Uuid, Stop> {
    id.parse().map_err(|_| visit.fail(AppError::NotFound).into())
}

async fn asking(visit: &Visit, id: Uuid) -> Result<FormPage, Stop> {
    let mut form = form::page(visit, "address-code-title", "/tai-khoan/lien-he/xac-nhan")?;
    form.intro = vec![visit.lang.t("address-code-intro").into()];
    form.intro.extend(form::sent(visit, id).await?);
    form.kept = vec![(ROUND, id.to_string())];
    form.fields = vec![form::code(visit)];
    form.links = vec![(visit.lang.t("code-again"), visit.lang.href("/tai-khoan/lien-he"))];
    Ok(form)
}

pub(super) async fn confirm(visit: Visit, filled: Filled) -> Reply {
    form::demand_fresh(&visit)?;
    let id = named(&visit, filled.one(ROUND))?;
    let order = ConfirmAddress { code_id: id, code: filled.one(CODE).to_owned(), origin: visit.origin.clone() };
    let confirmed = match filled.key() {
        Ok(key) => confirm_address(visit.app(), &visit.ctx, order, &key).await,
        Err(error) => Err(error),
    };
    match confirmed {
        Ok(()) => Ok(elsewhere(&visit, "/tai-khoan?xong=lien-he")),
        Err(error) => form::refuse(&visit, asking(&visit, id).await?, error),
    }
}

pub(super) async fn remove(visit: Visit, filled: Filled) -> Reply {
    form::demand_fresh(&visit)?;
    let key = form::key(&visit, &filled)?;
    let id = form::owned(&visit, &filled)?;
    match remove_address(visit.app(), &visit.ctx, id, &key).await {
        Ok(()) => Ok(elsewhere(&visit, "/tai-khoan?xong=lien-he-bo")),
        Err(error) => form::refuse(&visit, page(&visit, "").await?, error),
    }
}
