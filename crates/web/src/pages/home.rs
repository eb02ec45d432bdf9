//! The first page.

use axum::http::StatusCode;
use axum::response::Response;
use sanviec_app::find::{Facet, FacetValue, Params};

use super::{cards, search, slugs};
use crate::http::{Fail, Visit, html};
use crate::view::{Band, Home, Link, Section};

/// Newest postings and ways in that are shown.
const FRESH: &str = "10";
const WAYS: usize = 24;

pub(crate) async fn home(visit: Visit) -> Result<Response, Fail> {
    let all = Params { sort: "newest".into(), limit: FRESH.into(), facets: true, ..Params::default() };
    let week = Params { posted_within_days: "7".into(), limit: "1".into(), ..Params::default() };
    let found = search::find(&visit, &all).await?;
    let new = search::find(&visit, &week).await?.total;
    let mut page = visit.page(visit.lang.t("home-title")).within(Section::Other);
    page.search.band = Band::Full;
    page.description = visit.lang.t("home-lead");
    page.feed = Some("/viec-lam.atom".into());
    let (occupations, places) = found.facets.as_ref().map(|facets| ways(&visit, facets)).unwrap_or_default();
    let fresh = cards::items(&visit, &found.items);
    Ok(html(&visit, StatusCode::OK, &Home { page, total: found.total, new, fresh, occupations, places }))
}

fn ways(visit: &Visit, facets: &sanviec_app::find::Facets) -> (Vec<Link>, Vec<Link>) {
    let links = |facet: &Facet, path: fn(&str) -> Option<String>| {
        let link = |value: &FacetValue| {
            Some(Link {
                label: visit.say(&value.vi, &value.en).into(),
                href: visit.lang.href(&path(&value.value)?),
                count: Some(u64::from(value.count)),
            })
        };
        facet.values.iter().take(WAYS).filter_map(link).collect()
    };
    (links(&facets.occupation, slugs::occupation_path), links(&facets.place, slugs::unit_path))
}
