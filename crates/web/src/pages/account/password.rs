//! Setting a password, the first or a new one.

use sanviec_app::Role;
use sanviec_app::accounts::{SetPassword, set_password};
use sanviec_app::profiles::find_own;

use super::form::{self, AGAIN, PASSWORD};
use super::{Reply, Stop};
use crate::http::{Filled, Visit, elsewhere};
use crate::view::FormPage;

pub(super) async fn show(visit: Visit) -> Reply {
    form::demand_fresh(&visit)?;
    Ok(form::show(&visit, &page(&visit).await?))
}

async fn page(visit: &Visit) -> Result<FormPage, Stop> {
    let mut form = form::page(visit, "password-title", "/tai-khoan/mat-khau")?;
    form.intro = vec![visit.lang.t("password-intro").into()];
    let mut first = form::secret(visit, PASSWORD, "password-new", "new-password");
    first.hint = Some(visit.lang.t("password-hint"));
    form.fields = vec![first, form::secret(visit, AGAIN, "password-again", "new-password")];
    form.button = visit.lang.t("password-button");
    form.links = vec![(visit.lang.t("password-later"), visit.lang.href(afterwards(visit, false).await?))];
    Ok(form)
}

/// Where somebody goes on. Whoever looks for work and has just made an account is led to the profile.
async fn afterwards(visit: &Visit, done: bool) -> Result<&'static str, Stop> {
    let is_seeker = visit.person().is_some_and(|person| person.role == Role::Seeker);
    let is_new = is_seeker && find_own(visit.app(), &visit.ctx).await.map_err(|error| visit.fail(error))?.is_none();
    Ok(match (is_new, done) {
        (true, _) => "/ho-so?xong=moi",
        (false, true) => "/tai-khoan?xong=mat-khau",
        (false, false) => "/tai-khoan",
    })
}

pub(super) async fn send(visit: Visit, filled: Filled) -> Reply {
    form::demand_fresh(&visit)?;
    let order = SetPassword { password: filled.one(PASSWORD).to_owned(), again: filled.one(AGAIN).to_owned() };
    let set = match filled.key() {
        Ok(key) => set_password(visit.app(), &visit.ctx, order, &key).await,
        Err(error) => Err(error),
    };
    match set {
        Ok(()) => Ok(elsewhere(&visit, afterwards(&visit, true).await?)),
        Err(error) => form::refuse(&visit, page(&visit).await?, error),
    }
}
