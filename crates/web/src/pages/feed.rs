//! The Atom feed of a search: its newest postings.

use atom_syndication::{Content, Entry, Feed, Generator, Link, Person, Text};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, FixedOffset};
use sanviec_app::AppError;
use sanviec_app::find::{self, Card, Found, Params};

use super::{cards, results, search};
use crate::format;
use crate::http::{Fail, Visit, elsewhere};
use crate::view::Criteria;

pub(crate) async fn feed(visit: Visit) -> Result<Response, Fail> {
    let criteria = Criteria::read(&visit.query).without("trang").without("sap-xep");
    let params = Params { sort: "newest".into(), limit: "50".into(), ..search::params(&criteria) };
    let found = search::find(&visit, &params).await?;
    if found.total == 0 {
        // Whoever follows a list of words with a slip in them is sent where the page sends people.
        let help =
            find::help(visit.app(), &visit.ctx, &params, found.total).await.map_err(|error| visit.fail(error))?;
        if let Some(meant) = results::meant(&criteria, &found, &help) {
            return Ok(elsewhere(&visit, &meant.path_of("/viec-lam.atom")));
        }
    }
    written(&visit, &criteria, &found)
}

fn written(visit: &Visit, criteria: &Criteria, found: &Found) -> Result<Response, Fail> {
    let items = found.items.iter().filter_map(|item| serde_json::from_slice::<Card>(&item.card).ok());
    let entries: Vec<Entry> = items.map(|card| entry(visit, &card)).collect();
    let address = |path: &str| format!("{}{}", visit.shown.origin, visit.lang.href(path));
    let own = address(&criteria.path_of("/viec-lam.atom"));
    let list = address(&criteria.path());
    let asked = [criteria.one("q"), criteria.place()].map(str::trim);
    let what = asked.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(", ");
    let what = if what.is_empty() { visit.lang.t("results-all") } else { what };
    // A feed without entries has not changed since it can be asked for at all.
    let updated = entries.first().map_or_else(|| at(&visit.ctx.now.rfc3339()), |entry| entry.updated);
    let feed = Feed {
        title: Text::plain(visit.lang.t2("feed-title", ("site", &visit.shown.name), ("what", &what))),
        id: own.clone(),
        updated,
        lang: Some(visit.lang.code().to_owned()),
        generator: Some(Generator { value: "sanviec".into(), ..Generator::default() }),
        authors: vec![Person { name: visit.shown.centre.to_string(), ..Person::default() }],
        links: vec![link("self", own), link("alternate", list)],
        entries,
        ..Feed::default()
    };
    let mut text = Vec::new();
    let written = feed.write_to(&mut text);
    written.map_err(|error| visit.fail(AppError::Internal(Box::new(error))))?;
    let kind = (header::CONTENT_TYPE, "application/atom+xml; charset=utf-8");
    Ok(([kind, (header::CACHE_CONTROL, "public, max-age=300")], text).into_response())
}

fn link(rel: &str, href: String) -> Link {
    Link { rel: rel.into(), href, ..Link::default() }
}

fn at(rfc3339: &str) -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339(rfc3339).unwrap_or_default()
}

fn entry(visit: &Visit, card: &Card) -> Entry {
    let href = visit.lang.href(&format!("/viec-lam/{}/{}", card.id, card.slug));
    let pay = format::pay(visit.lang, &cards::pay(card.pay.as_ref()));
    let summary = crate::view::Words::from(format!("{}. {}. {pay}", card.employer, card.place)).to_string();
    Entry {
        // The same in both languages and for good: readers know an entry by it.
        id: format!("urn:sanviec:posting:{}", card.id),
        title: Text::plain(crate::view::Words::from(card.title.as_str()).to_string()),
        updated: at(&card.posted_at),
        published: Some(at(&card.posted_at)),
        links: vec![link("alternate", format!("{}{href}", visit.shown.origin))],
        content: Some(Content { value: Some(summary), content_type: Some("text".into()), ..Content::default() }),
        ..Entry::default()
    }
}
