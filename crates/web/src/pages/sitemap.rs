//! The site map: an index, a file of pages at fixed addresses, and files of the live postings of each province, of
//! those of which no province is known, and of the employers that have any. Lists come from the index, so that a file
//! touches no database.

use std::fmt::Write;
use std::sync::Arc;

use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use sanviec_app::AppError;
use sanviec_app::find::{self, Card, Facets, Listed, Params};

use super::{search, slugs};
use crate::http::{Fail, Visit};
use crate::lang::Lang;
use crate::view::Topic;

/// Addresses that the protocol allows in a file.
const MOST: u64 = 50_000;
const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
/// Files of employers, and of postings of which no province is known; a number follows.
const EMPLOYERS: &str = "doanh-nghiep";
const NOWHERE: &str = "khong-ro-tinh";
const SPACE: &str = "xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"";

fn everywhere() -> Params {
    Params { sort: "newest".into(), limit: "100".into(), ..Params::default() }
}

fn nowhere() -> Params {
    Params { without_province: true, ..everywhere() }
}

async fn listed(visit: &Visit) -> Result<Arc<Listed>, Fail> {
    find::listed(visit.app(), &visit.ctx).await.map_err(|error| visit.fail(error))
}

async fn counted(visit: &Visit) -> Result<Facets, Fail> {
    let all = Params { facets: true, limit: "1".into(), ..Params::default() };
    let found = search::find(visit, &all).await?;
    found.facets.ok_or_else(|| visit.fail(AppError::NotFound))
}

pub(crate) async fn index(visit: Visit) -> Result<Response, Fail> {
    let facets = counted(&visit).await?;
    let nowhere = search::find(&visit, &Params { limit: "1".into(), ..nowhere() }).await?.total;
    let employers = listed(&visit).await?.employers.len() as u64;
    let mut names = vec!["trang.xml".to_owned()];
    for province in &facets.place.values {
        names.extend(files(&format!("tinh-{}", province.value), u64::from(province.count)));
    }
    names.extend(files(NOWHERE, nowhere).chain(files(EMPLOYERS, employers)));
    let mut text = format!("{HEAD}<sitemapindex {SPACE}>\n");
    for name in names {
        let _ = writeln!(text, "<sitemap><loc>{}/sitemap/{name}</loc></sitemap>", visit.shown.origin);
    }
    text.push_str("</sitemapindex>\n");
    Ok(xml(text))
}

/// Names of the files that so many addresses take.
fn files(kind: &str, addresses: u64) -> impl Iterator<Item = String> {
    (1..=addresses.div_ceil(MOST)).map(move |file| format!("{kind}-{file}.xml"))
}

pub(crate) async fn file(visit: Visit, Path(name): Path<String>) -> Result<Response, Fail> {
    if name == "trang.xml" {
        return fixed(&visit).await;
    }
    let missing = || visit.fail(AppError::NotFound);
    let (kind, file) = name.strip_suffix(".xml").and_then(|stem| stem.rsplit_once('-')).ok_or_else(missing)?;
    let first = file.parse::<u64>().ok().and_then(|file| file.checked_sub(1)?.checked_mul(MOST)).ok_or_else(missing)?;
    match kind {
        EMPLOYERS => of_employers(&visit, first).await,
        NOWHERE => postings(&visit, nowhere(), first).await,
        _ => {
            let province = kind.strip_prefix("tinh-").and_then(slugs::unit_of).ok_or_else(missing)?;
            postings(&visit, Params { place: vec![province.code.to_owned()], ..everywhere() }, first).await
        }
    }
}

/// Pages that stand at fixed addresses and have something on them.
async fn fixed(visit: &Visit) -> Result<Response, Fail> {
    let listed = listed(visit).await?;
    let mut paths = vec!["/".to_owned(), "/viec-lam".to_owned(), "/doanh-nghiep".to_owned()];
    paths.extend(Topic::ALL.map(|topic| topic.path().to_owned()));
    paths.extend(listed.places.iter().copied().filter_map(slugs::unit_path));
    paths.extend(listed.occupations.iter().filter_map(|code| slugs::occupation_path(code)));
    let mut text = open();
    for path in paths {
        add(visit, &mut text, &path, None);
    }
    Ok(close(text))
}

/// A file of employers, after the first so many.
async fn of_employers(visit: &Visit, first: u64) -> Result<Response, Fail> {
    let listed = listed(visit).await?;
    let codes: Vec<&String> =
        listed.employers.iter().skip(usize::try_from(first).unwrap_or(usize::MAX)).take(MOST as usize).collect();
    if codes.is_empty() {
        return Err(visit.fail(AppError::NotFound));
    }
    let mut text = open();
    for code in codes {
        add(visit, &mut text, &format!("/doanh-nghiep/{code}"), None);
    }
    Ok(close(text))
}

/// A file of the postings of a search, after the first so many.
async fn postings(visit: &Visit, mut params: Params, first: u64) -> Result<Response, Fail> {
    let mut text = open();
    let mut passed = 0;
    let end = first.saturating_add(MOST);
    loop {
        let found = search::find(visit, &params).await?;
        for item in &found.items {
            if (first..end).contains(&passed)
                && let Ok(card) = serde_json::from_slice::<Card>(&item.card)
            {
                let path = format!("/viec-lam/{}/{}", card.id, card.slug);
                add(visit, &mut text, &path, card.posted_at.get(..10));
            }
            passed += 1;
        }
        match found.next {
            Some(next) if passed < end => params.after = next,
            _ => return Ok(close(text)),
        }
    }
}

fn open() -> String {
    format!("{HEAD}<urlset {SPACE} xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n")
}

fn add(visit: &Visit, text: &mut String, path: &str, changed: Option<&str>) {
    let address = |lang: Lang| format!("{}{}", visit.shown.origin, lang.href(path));
    let _ = write!(text, "<url><loc>{}</loc>", address(Lang::Vi));
    if let Some(day) = changed {
        let _ = write!(text, "<lastmod>{day}</lastmod>");
    }
    let english = address(Lang::En);
    let _ = writeln!(text, "<xhtml:link rel=\"alternate\" hreflang=\"en\" href=\"{english}\"/></url>");
}

fn close(mut text: String) -> Response {
    text.push_str("</urlset>\n");
    xml(text)
}

fn xml(text: String) -> Response {
    let kind = (header::CONTENT_TYPE, "application/xml; charset=utf-8");
    ([kind, (header::CACHE_CONTROL, "public, max-age=3600")], text).into_response()
}
