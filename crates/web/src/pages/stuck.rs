//! Rows that no clock can move, for whoever runs the platform: what `sanviec doctor` says of them, without a shell.

use axum::Router;
use axum::routing::get;
use sanviec_app::stuck::{self, Stuck};

use super::account::Reply;
use super::desk::{form, words};
use crate::Site;
use crate::format;
use crate::http::Visit;
use crate::view::{DeskBlock, DeskRow};

/// The page in one language.
pub(super) fn router() -> Router<Site> {
    Router::new().route("/van-hanh/ket", get(show))
}

async fn show(visit: Visit) -> Reply {
    let lang = visit.lang;
    let mut page = form::page(&visit, lang.t("stuck-title"))?;
    let found = stuck::stuck(visit.app(), &visit.ctx).await.map_err(|error| visit.fail(error))?;
    page.page = page.page.crumb(lang.t("centres-title"), "/trung-tam/danh-sach");
    page.blocks.push(DeskBlock::Text(lang.t("stuck-what").into()));
    if found.len() as u64 == stuck::LISTED {
        page.blocks.push(DeskBlock::Notice(lang.t1("stuck-most", "most", format::number(lang, stuck::LISTED)).into()));
    }
    let rows = found.iter().map(|one| row(&visit, one)).collect();
    page.blocks.push(DeskBlock::Rows(rows, lang.t("stuck-none")));
    Ok(form::show(&visit, &page))
}

fn row(visit: &Visit, one: &Stuck) -> DeskRow {
    let lang = visit.lang;
    let times = [words::time(visit, one.since), words::time(visit, one.retry)];
    DeskRow {
        title: format!("{} {}", words::term(visit, "stuck", &one.kind), one.id).into(),
        href: String::new(),
        tag: Some((lang.n("stuck-times", u64::from(one.times.unsigned_abs())), true)),
        lines: vec![
            lang.t2("stuck-since", ("since", &times[0]), ("retry", &times[1])).into(),
            lang.t1("stuck-error", "error", &one.error).into(),
        ],
        form: None,
    }
}
