//! The code that a quick application waits for. The address names the code and is no secret; opening it changes
//! nothing.

use sanviec_app::AppError;
use sanviec_app::applications::{Prove, prove_quick};
use uuid::Uuid;

use super::form::{self, CODE};
use super::{Reply, Stop, quick};
use crate::http::{Filled, Visit, elsewhere};
use crate::view::{ApplyingForm, Ask, AskKind};

const ROUND: &str = "luot";
const POSTING: &str = "tin";

pub(super) async fn show(visit: Visit) -> Reply {
    let id = named(&visit, visit.asked(ROUND))?;
    Ok(form::show(&visit, &asking(&visit, id, visit.asked(POSTING))?))
}

fn named(visit: &Visit, id: &str) -> Result<Uuid, Stop> {
    id.parse().map_err(|_| visit.fail(AppError::NotFound).into())
}

/// Only signs that a code of a posting has, so that nothing else is repeated on the page.
fn plain(code: &str) -> &str {
    if code.len() <= 40 && code.bytes().all(|sign| sign.is_ascii_alphanumeric()) { code } else { "" }
}

fn asking(visit: &Visit, id: Uuid, posting: &str) -> Result<ApplyingForm, Stop> {
    let mut form = form::form(visit, "/ung-tuyen/ma", "apply-send")?;
    form.kept = vec![(ROUND, id.to_string()), (POSTING, plain(posting).to_owned())];
    let kind = AskKind::Line { autocomplete: "one-time-code", inputmode: "numeric" };
    form.asks = vec![Ask::new(CODE, kind, visit.lang.t("form-code"))];
    let mut page = form::page(visit, "apply-code-title", form);
    page.intro = vec![visit.lang.t("apply-code-intro").into(), visit.lang.t("code-none-phone").into()];
    Ok(page)
}

pub(super) async fn send(visit: Visit, filled: Filled) -> Reply {
    let id = named(&visit, filled.one(ROUND))?;
    let posting = plain(filled.one(POSTING));
    let prove = Prove { code_id: id, code: filled.one(CODE).to_owned(), origin: visit.origin.clone() };
    let applied = match filled.key() {
        Ok(key) => prove_quick(visit.app(), &visit.ctx, prove, &key).await,
        Err(error) => Err(error),
    };
    match applied {
        Ok(applied) => Ok(elsewhere(&visit, &quick::after(posting, applied))),
        Err(error) => {
            let mut page = asking(&visit, id, posting)?;
            page.forms.iter_mut().for_each(|form| form::refill(form, &filled));
            form::refuse(&visit, page, error)
        }
    }
}
