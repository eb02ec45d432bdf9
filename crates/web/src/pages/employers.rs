//! Employers by name, and one with what it offers.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use sanviec_app::applications::response_rate;
use sanviec_app::browse;
use sanviec_app::find::Params;
use sanviec_app::postings::EmployerView;

use super::results::DEEPEST;
use super::{cards, search};
use crate::http::{Fail, Visit, html};
use crate::view::{EmployerPage, EmployerRow, Employers, Pages, Section};

pub(crate) async fn list(visit: Visit) -> Result<Response, Fail> {
    let answer = browse::list_employers(visit.app(), &visit.ctx, visit.asked("sau"), 50).await;
    let (rows, next) = answer.map_err(|error| visit.fail(error))?;
    let page = visit.inner_page(visit.lang.t("employers-title")).within(Section::Employers);
    let next = next.map(|code| visit.lang.href(&format!("/doanh-nghiep?sau={code}")));
    let rows = rows.into_iter().map(row).collect();
    Ok(html(&visit, StatusCode::OK, &Employers { page, rows, next }))
}

pub(crate) async fn one(visit: Visit, Path(code): Path<String>) -> Result<Response, Fail> {
    let answer = browse::employer(visit.app(), &visit.ctx, &code).await;
    let employer = row(answer.map_err(|error| visit.fail(error))?);
    let here = visit.asked("trang").to_owned();
    let params = Params { employer: employer.code.clone(), page: here.clone(), ..Params::default() };
    let found = search::find(&visit, &params).await?;
    let own = format!("/doanh-nghiep/{}", employer.code);
    let pages = Pages::of(found.total, here.parse().unwrap_or(1), DEEPEST, |number| {
        visit.lang.href(&format!("{own}?trang={number}"))
    });
    let page = visit.inner_page(employer.name.to_string()).within(Section::Employers);
    let page = page.crumb(visit.lang.t("employers-title"), "/doanh-nghiep");
    let rate = response_rate(visit.app(), &visit.ctx, &employer.code).await.map_err(|error| visit.fail(error))?;
    let items = cards::items(&visit, &found.items);
    Ok(html(
        &visit,
        StatusCode::OK,
        &EmployerPage { page, employer, answered: rate.percent(), total: found.total, items, pages },
    ))
}

fn row(employer: EmployerView) -> EmployerRow {
    EmployerRow { code: employer.id, name: employer.name.into(), verified: employer.is_verified }
}
