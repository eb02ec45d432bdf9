//! Ending sessions, one's own and this one; going on in another role.

use sanviec_app::AppError;
use sanviec_app::accounts::{self, Renewing, end_session, switch_role};
use uuid::Uuid;

use super::Reply;
use super::form;
use crate::http::{Filled, Visit, elsewhere, with_token};

/// Signs out. Whoever is not signed in gets the same answer.
pub(super) async fn sign_out(visit: Visit) -> Reply {
    accounts::sign_out(visit.app(), &visit.ctx, visit.who).await.map_err(|error| visit.fail(error))?;
    Ok(with_token(&visit.site, elsewhere(&visit, "/"), ""))
}

pub(super) async fn end(visit: Visit, filled: Filled) -> Reply {
    form::demand_person(&visit)?;
    let key = form::key(&visit, &filled)?;
    let id: Uuid = filled.one("phien").parse().map_err(|_| visit.fail(AppError::NotFound))?;
    end_session(visit.app(), &visit.ctx, id, &key).await.map_err(|error| visit.fail(error))?;
    Ok(elsewhere(&visit, "/tai-khoan?xong=phien"))
}

pub(super) async fn end_others(visit: Visit, filled: Filled) -> Reply {
    form::demand_person(&visit)?;
    let key = form::key(&visit, &filled)?;
    accounts::end_others(visit.app(), &visit.ctx, &key).await.map_err(|error| visit.fail(error))?;
    Ok(elsewhere(&visit, "/tai-khoan?xong=phien"))
}

/// An empty id stands for the role that everybody has. Goes on to the page that the form names, or to the account.
pub(super) async fn switch(visit: Visit, filled: Filled) -> Reply {
    let id = match filled.one("vai-tro") {
        "" => None,
        text => Some(text.parse::<Uuid>().map_err(|_| visit.fail(AppError::NotFound))?),
    };
    let next = filled.one(form::NEXT);
    form::again(&visit, &filled, Renewing::Role(id), next).await?;
    form::demand_person(&visit)?;
    let key = form::key(&visit, &filled)?;
    let entered = switch_role(visit.app(), &visit.ctx, id, &visit.origin, &key).await;
    form::go_on(&visit, &entered.map_err(|error| visit.fail(error))?, next).await
}
