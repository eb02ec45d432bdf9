//! A letter of referral about the person who is signed in, for printing. One that asks for nothing any more is not
//! printed: the list says what became of it.

use axum::extract::Path;
use axum::http::StatusCode;
use sanviec_app::desk;
use sanviec_domain::referral::Validity;

use super::super::desk::letter::{Around, paper};
use super::{Reply, demand_person};
use crate::http::{Visit, elsewhere, unkept};
use crate::view::Section;

/// The list of letters.
const LIST: &str = "/ho-so/phieu-hen";

pub(super) async fn show(visit: Visit, Path(code): Path<String>) -> Reply {
    demand_person(&visit)?;
    let letter = desk::own_letter(visit.app(), &visit.ctx, &code).await.map_err(|error| visit.fail(error))?;
    if matches!(letter.validity, Validity::Lapsed | Validity::Withdrawn) {
        return Ok(elsewhere(&visit, LIST));
    }
    let lang = visit.lang;
    let page = visit.inner_page(lang.t1("letter-title", "number", &letter.number)).within(Section::Account);
    let page = page.crumb(lang.t("profile-title"), "/ho-so").crumb(lang.t("cases-title"), LIST);
    let around = Around { hint: lang.t("own-letter-hint"), back: (lang.t("own-letter-back"), LIST.to_owned()) };
    Ok(unkept(&visit, StatusCode::OK, &paper(page, around, &letter)))
}
