//! The statement of employment, for printing. The paper is Vietnamese in both languages of the site.

use axum::extract::Path;
use axum::http::StatusCode;
use sanviec_app::placements::{self, StatementOfEmployment};
use sanviec_domain::placement::{Contract, attested};
use sanviec_domain::time::{official_date, short_date};

use super::super::account::demand_person;
use super::{Reply, case};
use crate::http::{Visit, unkept};
use crate::lang;
use crate::view::{Band, StatementPaper, Words};

pub(super) async fn show(visit: Visit, Path(code): Path<String>) -> Reply {
    demand_person(&visit)?;
    case::demand_desk(&visit)?;
    let said = placements::statement(visit.app(), &visit.ctx, &code).await.map_err(|error| visit.fail(error))?;
    let title = visit.lang.t("statement-title");
    let mut page = visit.inner_page(title).crumb(visit.lang.t("placements-title"), "/trung-tam/viec-lam");
    page.indexed = false;
    page.search.band = Band::Hidden;
    let paper = StatementPaper {
        page,
        back: format!("/trung-tam/viec-lam/{code}"),
        parent_body: said.parent_body.to_uppercase().into(),
        issuer: said.centre_name.to_uppercase().into(),
        sign: said.sign.as_str().into(),
        place_and_date: format!("{}, {}", said.place, official_date(said.on)).into(),
        centre: said.centre_name.as_str().into(),
        person: person(&said),
        contracts: said.contracts.iter().map(contract).collect(),
        sentences: attested(&said.judged.outcome).into_iter().map(Words::from).collect(),
        signer_post: said.signer_post.to_uppercase().into(),
        signer_name: said.signer_name.as_deref().unwrap_or_default().into(),
    };
    Ok(unkept(&visit, StatusCode::OK, &paper))
}

/// Names and values as the paper has them; what is not known is left out.
fn person(said: &StatementOfEmployment) -> Vec<(&'static str, Words)> {
    let known = |name: &'static str, value: Option<&str>| value.map(|value| (name, Words::from(value)));
    let outcome = &said.judged.outcome;
    let start = outcome.start.map(short_date);
    let days = (outcome.required_days > 0).then(|| format!("{} ngày", outcome.counted_days));
    let verified = (outcome.required_days > 0).then(|| format!("{} ngày", outcome.verified_days));
    let all = [
        known("Ông/bà", Some(said.person_name.as_str())),
        known("Ngày sinh", said.person_birth.as_deref()),
        known("Số định danh cá nhân", said.person_number.as_deref()),
        known("Nơi làm việc", Some(said.employer_name.as_str())),
        known("Mã số doanh nghiệp", Some(said.employer_code.as_str()).filter(|code| code.len() == 10)),
        known("Làm việc từ ngày", start.as_deref()),
        known("Số ngày được tính", days.as_deref()),
        known("Số ngày đã xác minh", verified.as_deref()),
    ];
    all.into_iter().flatten().collect()
}

fn contract(contract: &Contract) -> Words {
    let form = lang::Lang::Vi.t(&format!("term-form-{}", contract.form.code()));
    let from = short_date(contract.start);
    match contract.through {
        Some(through) => format!("Số {}, {form}, từ {from} đến hết {}", contract.contract, short_date(through)),
        None => format!("Số {}, {form}, từ {from}", contract.contract),
    }
    .into()
}
