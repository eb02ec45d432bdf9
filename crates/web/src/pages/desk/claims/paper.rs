//! The list that is signed, for printing.

use axum::extract::Path;
use axum::http::StatusCode;
use sanviec_app::Action;
use sanviec_app::claims;
use sanviec_domain::Lang as Spoken;
use sanviec_domain::money::grouped;
use sanviec_domain::time::{official_date, short_date};

use super::super::{Reply, form};
use crate::http::{Visit, unkept};
use crate::view::{Band, PayList, PayListLine, PayListSent};

pub(super) async fn show(visit: Visit, Path(code): Path<String>) -> Reply {
    super::demand_work(&visit, Action::ReadClaim)?;
    let paper = match claims::paper(visit.app(), &visit.ctx, &code).await {
        Ok(paper) => paper,
        Err(error @ sanviec_app::AppError::Refused(_)) => {
            let page = form::below_desk(&visit, form::page(&visit, visit.lang.t("batches-title"))?);
            return form::refuse(&visit, page, error, &[]);
        }
        Err(error) => return Err(visit.fail(error).into()),
    };
    let title = visit.lang.t1("batch-title", "number", &paper.number);
    let mut page = visit.inner_page(title).crumb(visit.lang.t("desk-title"), "/trung-tam");
    page.indexed = false;
    page.search.band = Band::Hidden;
    let list = PayList {
        page,
        back: format!("/trung-tam/chi-tra/danh-sach/{code}"),
        parent_body: paper.parent_body.to_uppercase().into(),
        issuer: paper.centre_name.to_uppercase().into(),
        number: paper.number.as_str().into(),
        place_and_date: format!("{}, {}", paper.place, official_date(paper.on)).into(),
        centre: paper.centre_name.as_str().into(),
        payee: paper.payee_name.as_str().into(),
        account: paper.payee_account.as_str().into(),
        bank: paper.payee_bank.as_str().into(),
        lines: paper.lines.iter().map(line).collect(),
        total: grouped(paper.dong, Spoken::Vi),
        words: paper.words.as_str().into(),
        signer_post: paper.signer_post.to_uppercase().into(),
        signer_name: paper.signer_name.as_str().into(),
        sent: paper.sent.as_ref().map(sent),
    };
    Ok(unkept(&visit, StatusCode::OK, &list))
}

fn sent(sent: &claims::PaperSent) -> PayListSent {
    PayListSent { on: short_date(sent.on), pay_on: short_date(sent.pay_on), file: sent.file.as_str().into() }
}

fn line(line: &claims::PaperLine) -> PayListLine {
    PayListLine {
        name: line.person_name.as_str().into(),
        number: line.person_number.as_str().into(),
        address: line.person_address.as_str().into(),
        employer: line.employer_name.as_str().into(),
        contract: line.contract.as_str().into(),
        starts_on: line.starts_on.as_str().into(),
        dong: grouped(line.dong, Spoken::Vi),
    }
}
