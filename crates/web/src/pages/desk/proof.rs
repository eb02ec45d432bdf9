//! What the code on a letter proves, for anybody who reads it.

use axum::extract::Path;
use axum::http::StatusCode;
use sanviec_app::desk;

use super::{Reply, form, words};
use crate::http::{Visit, unkept};
use crate::view::DeskBlock;

pub(super) async fn show(visit: Visit, Path(code): Path<String>) -> Reply {
    let proof = desk::proof(visit.app(), &visit.ctx, &code).await.map_err(|error| visit.fail(error))?;
    let lang = visit.lang;
    let mut page = form::bare(&visit, lang.t("proof-title"));
    page.done = Some(words::term(&visit, "validity", proof.validity.code()).into());
    page.blocks.push(DeskBlock::Facts(vec![
        (lang.t("proof-number"), vec![proof.number.into()]),
        (lang.t("proof-day"), vec![words::day(&visit, proof.issued_on).into()]),
        (lang.t("proof-centre"), vec![proof.centre.into()]),
        (lang.t("proof-person"), vec![proof.initials.into()]),
        (lang.t("proof-employer"), vec![proof.employer.into()]),
        (lang.t("proof-position"), vec![proof.position.into()]),
    ]));
    page.blocks.push(DeskBlock::Text(lang.t("proof-what").into()));
    Ok(unkept(&visit, StatusCode::OK, &page))
}
