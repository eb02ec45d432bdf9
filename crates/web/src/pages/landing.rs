//! Pages of an occupation, a commune, a province, and an occupation in a unit. Only known names have one.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use sanviec_app::AppError;
use sanviec_app::find::{Facet, Params};
use sanviec_reference::occupation::Occupation;
use sanviec_reference::unit::{Level, Unit};

use super::results::DEEPEST;
use super::{cards, search, slugs};
use crate::http::{Fail, Visit, html, moved};
use crate::view::{Criteria, Landing, Link, Pages, Section, Subject, Words};

/// Neighbours that are shown.
const NEIGHBOURS: usize = 12;

pub(crate) async fn occupation(visit: Visit, Path(slug): Path<String>) -> Result<Response, Fail> {
    let found = slugs::occupation_of(&slug).ok_or_else(|| visit.fail(AppError::NotFound))?;
    show(&visit, Some(found), None).await
}

pub(crate) async fn commune(visit: Visit, Path(name): Path<String>) -> Result<Response, Fail> {
    unit(&visit, &name, Level::Commune).await
}

pub(crate) async fn province(visit: Visit, Path(name): Path<String>) -> Result<Response, Fail> {
    unit(&visit, &name, Level::Province).await
}

pub(crate) async fn both(visit: Visit, Path((slug, place)): Path<(String, String)>) -> Result<Response, Fail> {
    let occupation = slugs::occupation_of(&slug);
    let (Some(occupation), Some(unit)) = (occupation, slugs::unit_of(&place)) else {
        return Err(visit.fail(AppError::NotFound));
    };
    if place != slugs::name_of(unit) {
        return Ok(moved(&visit, &format!("/nghe/{slug}/tai/{}", slugs::name_of(unit))));
    }
    show(&visit, Some(occupation), Some(unit)).await
}

async fn unit(visit: &Visit, name: &str, level: Level) -> Result<Response, Fail> {
    let unit = slugs::unit_of(name).filter(|unit| unit.level == level);
    let unit = unit.ok_or_else(|| visit.fail(AppError::NotFound))?;
    if name != slugs::name_of(unit) {
        return Ok(moved(visit, &slugs::path_of(unit)));
    }
    show(visit, None, Some(unit)).await
}

async fn show(visit: &Visit, occupation: Option<&Occupation>, unit: Option<&Unit>) -> Result<Response, Fail> {
    let criteria = asked(occupation, unit);
    let own = visit.path.split('?').next().unwrap_or_default().to_owned();
    let here = visit.asked("trang");
    let params = Params { facets: true, page: here.to_owned(), ..search::params(&criteria) };
    let found = match search::find(visit, &params).await {
        Err(fail) if matches!(&fail.error, AppError::Refused(errors) if errors.iter().all(|error| error.field == "page")) =>
        {
            return Ok(moved(visit, &own));
        }
        found => found?,
    };
    if found.items.is_empty() && !here.is_empty() {
        return Ok(moved(visit, &own));
    }
    let here = here.parse().unwrap_or(1);
    let subject = subject(visit, occupation, unit);
    let pages = Pages::of(found.total, here, DEEPEST, |number| {
        visit.lang.href(&if number < 2 { own.clone() } else { format!("{own}?trang={number}") })
    });
    let mut page = visit.inner_page(subject.heading(visit.lang)).within(Section::Postings);
    page.path = if here < 2 { own } else { format!("{own}?trang={here}") };
    page.indexed &= found.total > 0;
    page.feed = Some(criteria.path_of("/viec-lam.atom"));
    let landing = Landing {
        subject,
        notes: Vec::new(),
        total: found.total,
        items: cards::items(visit, &found.items),
        pages,
        filter: visit.lang.href(&criteria.path()),
        neighbours: found.facets.map(|facets| neighbours(visit, occupation, unit, &facets)).unwrap_or_default(),
        page,
    };
    Ok(html(visit, StatusCode::OK, &landing))
}

fn asked(occupation: Option<&Occupation>, unit: Option<&Unit>) -> Criteria {
    let mut criteria = Criteria::default();
    if let Some(occupation) = occupation {
        criteria = criteria.with("nghe", occupation.code);
    }
    if let Some(unit) = unit {
        criteria = criteria.with("noi", unit.code);
    }
    criteria
}

fn subject(visit: &Visit, occupation: Option<&Occupation>, unit: Option<&Unit>) -> Subject {
    let place = || unit.map_or_else(Words::default, |unit| unit.address().into());
    match occupation {
        Some(found) => {
            let english = if found.name_en.is_empty() { found.name_vi } else { found.name_en };
            let name = Words::from(visit.say(found.name_vi, english));
            if unit.is_some() { Subject::Both(name, place()) } else { Subject::Occupation(name) }
        }
        None => Subject::Place(place()),
    }
}

/// Of an occupation the provinces where it is wanted; of a place the occupations wanted there.
fn neighbours(
    visit: &Visit,
    occupation: Option<&Occupation>,
    unit: Option<&Unit>,
    facets: &sanviec_app::find::Facets,
) -> Vec<(String, Vec<Link>)> {
    let slug = occupation.and_then(|found| slugs::occupation_path(found.code));
    let links = |facet: &Facet, path: &dyn Fn(&str) -> Option<String>| -> Vec<Link> {
        let link = |value: &sanviec_app::find::FacetValue| {
            Some(Link {
                label: visit.say(&value.vi, &value.en).into(),
                href: visit.lang.href(&path(&value.value)?),
                count: Some(u64::from(value.count)),
            })
        };
        facet.values.iter().take(NEIGHBOURS).filter_map(link).collect()
    };
    let (key, links) = match (slug, unit) {
        (Some(slug), None) => {
            let at = |code: &str| Some(format!("{slug}/tai/{}", slugs::name_of(slugs::unit_of(code)?)));
            (Landing::NEAR, links(&facets.place, &at))
        }
        (None, Some(unit)) => {
            let at = |code: &str| Some(format!("{}/tai/{}", slugs::occupation_path(code)?, slugs::name_of(unit)));
            (Landing::OTHERS, links(&facets.occupation, &at))
        }
        _ => return Vec::new(),
    };
    if links.is_empty() { Vec::new() } else { vec![(visit.lang.t(key), links)] }
}
