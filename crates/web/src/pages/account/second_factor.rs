//! The second step: shown after the password, set up, turned off.

use sanviec_app::AppError;
use sanviec_app::accounts::{
    self, Enrol, Prove, Renewing, Stage, enrol as take_up, offer as make_offer, prove, remove as take_away,
};

use super::form::{self, CODE, NEXT};
use super::{Reply, Stop, passkey};
use crate::http::{Filled, Visit, elsewhere};
use crate::view::{Field, FormPage, square_code};

/// Name of the field with the sealed secret.
const SEALED: &str = "khoa-ung-dung";
/// Side of the QR code in pixels.
const SIDE: u32 = 220;

/// The code after the password.
pub(super) async fn ask(visit: Visit) -> Reply {
    demand_second(&visit)?;
    Ok(form::show(&visit, &asking(&visit, visit.asked(NEXT)).await?))
}

pub(super) fn demand_second(visit: &Visit) -> Result<(), Stop> {
    match visit.halfway().map(|halfway| halfway.stage) {
        Some(Stage::SecondFactor) => Ok(()),
        Some(Stage::Enrol) => Err(elsewhere(visit, "/tai-khoan/hai-buoc").into()),
        Some(Stage::Live) | None if visit.person().is_some() => Err(elsewhere(visit, "/tai-khoan").into()),
        Some(Stage::Live) | None => Err(elsewhere(visit, "/dang-nhap").into()),
    }
}

pub(super) async fn asking(visit: &Visit, next: &str) -> Result<FormPage, Stop> {
    let mut form = form::page(visit, "factor-ask-title", "/dang-nhap/ma")?;
    form.passkey = passkey::ceremony(visit, next).await?;
    if accounts::needs_passkey(visit.app(), visit.halfway()) && form.passkey.is_some() {
        // A code would lead nowhere.
        form.intro = vec![visit.lang.t("factor-passkey-only").into()];
        form.button = String::new();
        return Ok(form);
    }
    form.intro = vec![visit.lang.t("factor-ask-intro").into(), visit.lang.t("factor-printed").into()];
    form.kept = vec![(NEXT, form::local(next).to_owned())];
    let label = visit.lang.t("factor-code-or-printed");
    // Printed codes have letters, so the keyboard of a phone shows them too.
    form.fields = vec![Field { label, inputmode: "text", ..form::code(visit) }];
    Ok(form)
}

pub(super) async fn send(visit: Visit, filled: Filled) -> Reply {
    form::again(&visit, &filled, Renewing::SecondFactor(filled.one(CODE).to_owned()), filled.one(NEXT)).await?;
    demand_second(&visit)?;
    let halfway = visit.halfway().ok_or_else(|| visit.fail(AppError::Forbidden))?;
    let order = Prove { code: filled.one(CODE).to_owned(), origin: visit.origin.clone() };
    let entered = match filled.key() {
        Ok(key) => prove(visit.app(), &visit.ctx, halfway, order, &key).await,
        Err(error) => Err(error),
    };
    match entered {
        Ok(entered) => form::go_on(&visit, &entered, filled.one(NEXT)).await,
        Err(error) => form::refuse(&visit, asking(&visit, filled.one(NEXT)).await?, error),
    }
}

/// A secret to set up.
pub(super) async fn offer(visit: Visit) -> Reply {
    demand_offer(&visit)?;
    if accounts::needs_passkey(visit.app(), visit.halfway()) {
        return Ok(elsewhere(&visit, "/tai-khoan/khoa"));
    }
    Ok(form::show(&visit, &offering(&visit).await?))
}

pub(super) fn demand_offer(visit: &Visit) -> Result<(), Stop> {
    if visit.halfway().is_some_and(|halfway| halfway.stage == Stage::Enrol) {
        return Ok(());
    }
    form::demand_fresh(visit)
}

async fn offering(visit: &Visit) -> Result<FormPage, Stop> {
    let offer = make_offer(visit.app(), &visit.ctx, visit.halfway()).await.map_err(|error| visit.fail(error))?;
    let mut form = form::page(visit, "factor-title", "/tai-khoan/hai-buoc")?;
    let spaced: Vec<&str> =
        offer.secret.as_bytes().chunks(4).filter_map(|part| std::str::from_utf8(part).ok()).collect();
    let secret = visit.lang.t1("factor-secret", "secret", spaced.join(" "));
    form.intro = vec![visit.lang.t("factor-intro").into(), secret.into()];
    let sized = |svg: String| svg.replacen("<svg ", &format!("<svg width=\"{SIDE}\" height=\"{SIDE}\" "), 1);
    form.figure = square_code(&offer.address, &visit.lang.t("factor-qr")).map(sized);
    form.kept = vec![(SEALED, offer.sealed)];
    form.fields = vec![form::code(visit)];
    form.button = visit.lang.t("factor-button");
    form.links = vec![(visit.lang.t("factor-or-passkey"), visit.lang.href("/tai-khoan/khoa"))];
    Ok(form)
}

pub(super) async fn enrol(visit: Visit, filled: Filled) -> Reply {
    form::again(&visit, &filled, Renewing::SecondFactor(filled.one(CODE).to_owned()), "").await?;
    demand_offer(&visit)?;
    let order = Enrol {
        sealed: filled.one(SEALED).to_owned(),
        code: filled.one(CODE).to_owned(),
        origin: visit.origin.clone(),
    };
    let entered = match filled.key() {
        Ok(key) => take_up(visit.app(), &visit.ctx, visit.halfway(), order, &key).await,
        Err(error) => Err(error),
    };
    match entered {
        Ok(entered) => form::go_on(&visit, &entered, "").await,
        Err(error) => form::refuse(&visit, offering(&visit).await?, error),
    }
}

/// Turns the second step off.
pub(super) async fn remove(visit: Visit, filled: Filled) -> Reply {
    form::demand_fresh(&visit)?;
    let key = form::key(&visit, &filled)?;
    match take_away(visit.app(), &visit.ctx, &key).await {
        Ok(()) => Ok(elsewhere(&visit, "/tai-khoan?xong=hai-buoc-tat")),
        // The page does not offer it to whoever needs it; a role may have been given since.
        Err(AppError::Refused(_)) => Ok(elsewhere(&visit, "/tai-khoan?xong=hai-buoc-can")),
        Err(error) => Err(visit.fail(error).into()),
    }
}
