//! Passkeys: added and removed on a page of the own account, shown after the password. The pages work with script only;
//! beside them stands the code of an app, which needs none.

use sanviec_app::accounts::{
    self, AddPasskey, PasskeyView, ProvePasskey, Renewing, Stage, add_passkey, offer_passkey, prove_passkey,
};
use sanviec_app::{AppError, Key};

use super::form::{self, NEXT};
use super::second_factor::{asking, demand_offer, demand_second};
use super::{Reply, Stop};
use crate::format;
use crate::http::{Filled, Visit, elsewhere};
use crate::view::{Ceremony, FormPage, Owned};

/// Name of the field with what was remembered of the offer.
pub(super) const OFFER: &str = "loi-moi";
/// Name of the field with the device's answer.
const ANSWER: &str = "tra-loi";

/// The passkeys of the account, and a new one.
pub(super) async fn list(visit: Visit) -> Reply {
    demand_offer(&visit)?;
    Ok(form::show(&visit, &page(&visit).await?))
}

async fn page(visit: &Visit) -> Result<FormPage, Stop> {
    let mut form = form::page(visit, "passkey-title", "/tai-khoan/khoa")?;
    form.intro = vec![visit.lang.t("passkey-intro").into()];
    // No form of its own: the one that asks the device is all.
    form.button = String::new();
    if visit.person().is_some() {
        let own = accounts::overview(visit.app(), &visit.ctx).await.map_err(|error| visit.fail(error))?;
        form.owned = own.passkeys.into_iter().map(|key| owned(visit, key)).collect::<Result<_, _>>()?;
        form.links = vec![(visit.lang.t("codes-done-back"), visit.lang.href("/tai-khoan"))];
    } else if accounts::needs_passkey(visit.app(), visit.halfway()) {
        form.intro.insert(0, visit.lang.t("passkey-needed").into());
    } else {
        form.links = vec![(visit.lang.t("factor-title"), visit.lang.href("/tai-khoan/hai-buoc"))];
    }
    match offer_passkey(visit.app(), &visit.ctx, visit.halfway(), &visit.shown.origin).await {
        Ok(offer) => {
            form.passkey = Some(Ceremony {
                kind: "add",
                action: visit.lang.href("/tai-khoan/khoa"),
                key: fresh(visit)?,
                options: offer.options,
                kept: vec![(OFFER, offer.sealed)],
                button: visit.lang.t("passkey-add"),
            });
        }
        Err(AppError::Refused(_)) => form.intro.push(visit.lang.t("passkey-here").into()),
        Err(error) => return Err(visit.fail(error).into()),
    }
    Ok(form)
}

fn fresh(visit: &Visit) -> Result<String, Stop> {
    Ok(Key::fresh().map_err(|error| visit.fail(error))?.as_str().to_owned())
}

fn owned(visit: &Visit, key: PasskeyView) -> Result<Owned, Stop> {
    let day = format::short_date(visit.lang, key.since.day());
    Ok(Owned {
        label: key.name.into(),
        notes: vec![visit.lang.t1("account-since", "day", day)],
        action: Some(visit.lang.href("/tai-khoan/khoa/bo")),
        id: key.id.to_string(),
        key: fresh(visit)?,
    })
}

pub(super) async fn add(visit: Visit, filled: Filled) -> Reply {
    form::again(&visit, &filled, Renewing::NewPasskey(filled.one(ANSWER).to_owned()), "/tai-khoan").await?;
    demand_offer(&visit)?;
    let order = AddPasskey {
        sealed: filled.one(OFFER).to_owned(),
        answer: filled.one(ANSWER).to_owned(),
        name: filled.one("ten-khoa").to_owned(),
        site: visit.shown.origin.clone(),
        origin: visit.origin.clone(),
    };
    let entered = match filled.key() {
        Ok(key) => add_passkey(visit.app(), &visit.ctx, visit.halfway(), order, &key).await,
        Err(error) => Err(error),
    };
    match entered {
        Ok(entered) => form::go_on(&visit, &entered, "").await,
        Err(error) => form::refuse(&visit, page(&visit).await?, error),
    }
}

pub(super) async fn remove(visit: Visit, filled: Filled) -> Reply {
    form::demand_fresh(&visit)?;
    let key = form::key(&visit, &filled)?;
    let id = form::owned(&visit, &filled)?;
    match accounts::remove_passkey(visit.app(), &visit.ctx, id, &key).await {
        Ok(()) => Ok(elsewhere(&visit, "/tai-khoan?xong=khoa-bo")),
        Err(error) => form::refuse(&visit, page(&visit).await?, error),
    }
}

/// What the page after the password asks the device, where the account has a passkey.
pub(super) async fn ceremony(visit: &Visit, next: &str) -> Result<Option<Ceremony>, Stop> {
    let Some(halfway) = visit.halfway().filter(|halfway| halfway.stage == Stage::SecondFactor) else {
        return Ok(None);
    };
    let asked = accounts::ask_for_passkey(visit.app(), &visit.ctx, halfway, &visit.shown.origin).await;
    let Some(offer) = asked.map_err(|error| visit.fail(error))? else { return Ok(None) };
    Ok(Some(Ceremony {
        kind: "show",
        action: visit.lang.href("/dang-nhap/khoa"),
        key: fresh(visit)?,
        options: offer.options,
        kept: vec![(OFFER, offer.sealed), (NEXT, form::local(next).to_owned())],
        button: visit.lang.t("passkey-show"),
    }))
}

pub(super) async fn show(visit: Visit, filled: Filled) -> Reply {
    let next = filled.one(NEXT);
    form::again(&visit, &filled, Renewing::Passkey(filled.one(ANSWER).to_owned()), next).await?;
    demand_second(&visit)?;
    let halfway = visit.halfway().ok_or_else(|| visit.fail(AppError::Forbidden))?;
    let order = ProvePasskey {
        sealed: filled.one(OFFER).to_owned(),
        answer: filled.one(ANSWER).to_owned(),
        site: visit.shown.origin.clone(),
        origin: visit.origin.clone(),
    };
    let entered = match filled.key() {
        Ok(key) => prove_passkey(visit.app(), &visit.ctx, halfway, order, &key).await,
        Err(error) => Err(error),
    };
    match entered {
        Ok(entered) => form::go_on(&visit, &entered, next).await,
        Err(error) => form::refuse(&visit, asking(&visit, next).await?, error),
    }
}
