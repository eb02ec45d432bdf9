//! The letter of a referral, for printing: by an officer, and by the person whom it is about.

use axum::extract::Path;
use axum::http::StatusCode;
use sanviec_app::desk::{self, LetterView};
use sanviec_domain::time::official_date;

use super::super::account::demand_person;
use super::Reply;
use crate::http::{Visit, unkept};
use crate::view::{Band, Letter, Page, Words};

pub(super) async fn show(visit: Visit, Path(code): Path<String>) -> Reply {
    demand_person(&visit)?;
    let letter = desk::letter(visit.app(), &visit.ctx, &code).await.map_err(|error| visit.fail(error))?;
    let title = visit.lang.t1("letter-title", "number", &letter.number);
    let page = visit.inner_page(title).crumb(visit.lang.t("desk-title"), "/trung-tam");
    let around = Around {
        hint: visit.lang.t("letter-hint"),
        back: (visit.lang.t("letter-back"), format!("/trung-tam/phieu/{code}")),
    };
    Ok(unkept(&visit, StatusCode::OK, &paper(page, around, &letter)))
}

/// What stands on the screen beside the paper, and is not printed.
pub(in super::super) struct Around {
    pub(in super::super) hint: String,
    /// Words and path of the way back.
    pub(in super::super) back: (String, String),
}

/// The paper on a page.
pub(in super::super) fn paper(mut page: Page, around: Around, letter: &LetterView) -> Letter {
    page.indexed = false;
    page.search.band = Band::Hidden;
    let answer_to: Vec<String> = [
        letter.centre_phone.as_ref().map(|phone| format!("điện thoại {phone}")),
        letter.centre_address.as_ref().map(|address| format!("địa chỉ {address}")),
    ]
    .into_iter()
    .flatten()
    .collect();
    Letter {
        page,
        hint: around.hint.into(),
        back: around.back,
        proof: format!("/giay/{}", letter.proof),
        parent_body: letter.parent_body.to_uppercase().into(),
        issuer: letter.centre_name.to_uppercase().into(),
        number: letter.number.as_str().into(),
        place_and_date: format!("{}, {}", letter.place, official_date(letter.issued_on)).into(),
        employer: letter.employer_name.as_str().into(),
        workplace: letter.workplace.as_deref().unwrap_or_default().into(),
        centre: letter.centre_name.as_str().into(),
        person: person(letter),
        posting: letter.posting_title.as_str().into(),
        answer_days: letter.answer_days,
        answer_to: answer_to.join(" hoặc ").into(),
        signer_post: letter.signer_post.to_uppercase().into(),
        signer_name: letter.signer_name.as_deref().unwrap_or_default().into(),
    }
}

/// Names and values as the paper has them; what is not known is left out.
fn person(letter: &LetterView) -> Vec<(&'static str, Words)> {
    let known = |name: &'static str, value: &Option<String>| value.as_deref().map(|value| (name, value.into()));
    let lives = if letter.is_permanent { "Nơi thường trú" } else { "Nơi ở hiện nay" };
    let name = ("Ông/bà", Words::from(letter.person_name.as_str()));
    let more = [
        known("Ngày sinh", &letter.person_birth),
        known("Số định danh cá nhân", &letter.person_number),
        known(lives, &letter.person_address),
        known("Điện thoại", &letter.person_phone),
        known("Trình độ", &letter.person_qualification),
    ];
    [Some(name)].into_iter().chain(more).flatten().collect()
}
