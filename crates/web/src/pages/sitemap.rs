//! The site map: an index, a file of fixed pages, and for each province files of its live postings.
//! Lists come from the index, 100 at a time, so that a file touches no database.

use std::fmt::Write;

use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use sanviec_app::AppError;
use sanviec_app::find::{Card, Facets, Params};

use super::{search, slugs};
use crate::http::{Fail, Visit};
use crate::lang::Lang;
use crate::view::Topic;

/// Addresses that the protocol allows in a file.
const MOST: u64 = 50_000;
const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
const SPACE: &str = "xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"";

async fn counted(visit: &Visit) -> Result<Facets, Fail> {
    let all = Params { facets: true, limit: "1".into(), ..Params::default() };
    let found = search::find(visit, &all).await?;
    found.facets.ok_or_else(|| visit.fail(AppError::NotFound))
}

pub(crate) async fn index(visit: Visit) -> Result<Response, Fail> {
    let facets = counted(&visit).await?;
    let mut names = vec!["trang.xml".to_owned()];
    for province in &facets.place.values {
        let files = u64::from(province.count).div_ceil(MOST);
        names.extend((1..=files).map(|file| format!("tinh-{}-{file}.xml", province.value)));
    }
    let mut text = format!("{HEAD}<sitemapindex {SPACE}>\n");
    for name in names {
        let _ = writeln!(text, "<sitemap><loc>{}/sitemap/{name}</loc></sitemap>", visit.shown.origin);
    }
    text.push_str("</sitemapindex>\n");
    Ok(xml(text))
}

pub(crate) async fn file(visit: Visit, Path(name): Path<String>) -> Result<Response, Fail> {
    if name == "trang.xml" {
        return fixed(&visit).await;
    }
    let parts = name.strip_prefix("tinh-").and_then(|rest| rest.strip_suffix(".xml"));
    let parts = parts.and_then(|rest| rest.split_once('-'));
    let province = parts.and_then(|(code, file)| Some((slugs::unit_of(code)?, file.parse::<u64>().ok()?)));
    let (province, file) = province.ok_or_else(|| visit.fail(AppError::NotFound))?;
    postings(&visit, province.code, file).await
}

/// Pages that stand at fixed addresses and have something on them.
async fn fixed(visit: &Visit) -> Result<Response, Fail> {
    let facets = counted(visit).await?;
    let mut paths = vec!["/".to_owned(), "/viec-lam".to_owned(), "/doanh-nghiep".to_owned()];
    paths.extend(Topic::ALL.map(|topic| topic.path().to_owned()));
    paths.extend(facets.place.values.iter().filter_map(|value| slugs::unit_path(&value.value)));
    paths.extend(facets.occupation.values.iter().filter_map(|value| slugs::occupation_path(&value.value)));
    let mut text = open();
    for path in paths {
        add(visit, &mut text, &path, None);
    }
    Ok(close(text))
}

async fn postings(visit: &Visit, province: &str, file: u64) -> Result<Response, Fail> {
    let mut params =
        Params { place: vec![province.to_owned()], sort: "newest".into(), limit: "100".into(), ..Params::default() };
    let mut text = open();
    let mut passed = 0;
    let first = file.saturating_sub(1) * MOST;
    loop {
        let found = search::find(visit, &params).await?;
        for item in &found.items {
            if (first..first + MOST).contains(&passed)
                && let Ok(card) = serde_json::from_slice::<Card>(&item.card)
            {
                let path = format!("/viec-lam/{}/{}", card.id, card.slug);
                add(visit, &mut text, &path, card.posted_at.get(..10));
            }
            passed += 1;
        }
        match found.next {
            Some(next) if passed < first + MOST => params.after = next,
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
