//! Shapes of the API's answers. A list item is the card that stands in the index, passed on byte for byte.

use super::help::SearchHelp;
use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use sanviec_app::find::{Facet, Facets, Found, Item, PlaceRead};
use serde::Serialize;
use sha2::{Digest, Sha256};
use utoipa::ToSchema;

/// One page of postings.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes the answer in the document; the answer is written from stored bytes")]
pub(crate) struct PostingList {
    /// Exact number of live postings that match.
    total: u64,
    items: Vec<PostingItem>,
    /// Cursor of the next page, null at the end.
    next: Option<String>,
    /// Only on request.
    facets: Option<FacetCounts>,
    /// Only where a place was read with less than certainty, or at the end of the words.
    understood: Option<UnderstandingDetail>,
    /// Only where `q` has more than twenty words: those that were not looked for.
    left_out: Option<String>,
    /// Only where fewer than five are found and something else finds more.
    help: Option<SearchHelp>,
}

/// One posting in a list.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes the answer in the document; the answer is written from stored bytes")]
pub(crate) struct PostingItem {
    /// Code of the posting.
    id: String,
    source: Option<String>,
    source_id: Option<String>,
    title: String,
    /// Last part of the page's address: `/viec-lam/{id}/{slug}`.
    slug: String,
    employer: String,
    employer_id: String,
    /// Workplaces in words.
    place: String,
    places: Vec<PlaceItem>,
    /// Null when nothing is said about pay.
    pay: Option<PayItem>,
    working_time: Option<String>,
    contract: Option<String>,
    remote: Option<String>,
    occupation: Option<String>,
    wanted: u32,
    posted_at: String,
    deadline_on: Option<String>,
    housing: bool,
    transport: bool,
    no_experience: bool,
    /// Only where a point was asked for.
    distance_km: Option<u16>,
}

/// A workplace.
#[derive(Serialize, ToSchema)]
pub(crate) struct PlaceItem {
    pub(crate) commune: Option<String>,
    pub(crate) province: Option<String>,
    pub(crate) name: String,
}

/// Pay as stated.
#[derive(Serialize, ToSchema)]
pub(crate) struct PayItem {
    /// True when it is to be agreed.
    pub(crate) agreed: bool,
    pub(crate) min: Option<i64>,
    pub(crate) max: Option<i64>,
    /// `VND` or `USD`.
    pub(crate) currency: Option<String>,
    /// `month`, `day`, `hour`, `year` or `piece`.
    pub(crate) per: Option<String>,
}

/// Counts beside the filters.
#[derive(Serialize, ToSchema)]
pub(crate) struct FacetCounts {
    place: Vec<FacetCount>,
    occupation: Vec<FacetCount>,
    contract: Vec<FacetCount>,
    pay_min: Vec<FacetCount>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct FacetCount {
    /// Value for the parameter of the facet's name.
    value: String,
    name_vi: String,
    name_en: String,
    count: u32,
}

impl From<&Facets> for FacetCounts {
    fn from(facets: &Facets) -> Self {
        let counts = |facet: &Facet| {
            let values = facet.values.iter();
            let count = values.map(|value| FacetCount {
                value: value.value.clone(),
                name_vi: value.vi.clone(),
                name_en: value.en.clone(),
                count: value.count,
            });
            count.collect()
        };
        Self {
            place: counts(&facets.place),
            occupation: counts(&facets.occupation),
            contract: counts(&facets.contract),
            pay_min: counts(&facets.pay),
        }
    }
}

/// How a search was understood.
#[derive(Serialize, ToSchema)]
pub(crate) struct UnderstandingDetail {
    /// Words that were searched for, without a place at their end.
    words: String,
    /// Places that were named in words.
    places: Vec<UnderstandingItem>,
}

/// How a place was understood.
#[derive(Serialize, ToSchema)]
pub(crate) struct UnderstandingItem {
    /// As it was asked for.
    typed: String,
    /// The unit that was searched in.
    name: String,
    /// `sure`, `likely`, or `ambiguous` where several units bear the name.
    confidence: &'static str,
    /// Whether it states a unit that is not there: `Quận 7, Hà Nội`.
    partly_unknown: bool,
    /// Other units that may be meant, each as `place` takes it.
    alternatives: Vec<String>,
}

impl UnderstandingDetail {
    /// Where there is something to tell.
    pub(crate) fn of(found: &Found) -> Option<Self> {
        let asked = &found.asked;
        let is_told = asked.recognised.is_some() || !asked.places.iter().all(PlaceRead::is_sure);
        let item = |place: &PlaceRead| UnderstandingItem {
            typed: place.typed.clone(),
            name: place.name(),
            confidence: place.confidence(),
            partly_unknown: place.is_partial(),
            alternatives: place.others(),
        };
        is_told.then(|| Self { words: asked.words.clone(), places: asked.places.iter().map(item).collect() })
    }
}

/// The body of a page of postings.
pub(crate) fn list_body(found: &Found, help: Option<&SearchHelp>) -> Vec<u8> {
    let size: usize = found.items.iter().map(|item| item.card.len() + 32).sum();
    let mut body = Vec::with_capacity(size + 256);
    body.extend_from_slice(format!("{{\"total\":{},\"items\":[", found.total).as_bytes());
    for (number, item) in found.items.iter().enumerate() {
        if number > 0 {
            body.push(b',');
        }
        push_item(&mut body, item);
    }
    body.extend_from_slice(b"],\"next\":");
    match &found.next {
        // A cursor is hexadecimal digits: nothing in it needs escaping.
        Some(next) => body.extend_from_slice(format!("\"{next}\"").as_bytes()),
        None => body.extend_from_slice(b"null"),
    }
    if let Some(facets) = &found.facets {
        body.extend_from_slice(b",\"facets\":");
        let counts = serde_json::to_vec(&FacetCounts::from(facets));
        body.extend_from_slice(&counts.expect("texts and numbers always make JSON"));
    }
    if let Some(understood) = UnderstandingDetail::of(found) {
        body.extend_from_slice(b",\"understood\":");
        let understood = serde_json::to_vec(&understood);
        body.extend_from_slice(&understood.expect("texts always make JSON"));
    }
    if let Some(words) = found.asked.left_out() {
        body.extend_from_slice(b",\"left_out\":");
        body.extend_from_slice(serde_json::Value::from(words).to_string().as_bytes());
    }
    if let Some(help) = help {
        body.extend_from_slice(b",\"help\":");
        body.extend_from_slice(&serde_json::to_vec(help).expect("texts and numbers always make JSON"));
    }
    body.push(b'}');
    body
}

/// The card, with the distance put in before its closing brace.
fn push_item(body: &mut Vec<u8>, item: &Item) {
    match (item.km, item.card.split_last()) {
        (Some(km), Some((b'}', card))) => {
            body.extend_from_slice(card);
            body.extend_from_slice(format!(",\"distance_km\":{km}}}").as_bytes());
        }
        _ => body.extend_from_slice(&item.card),
    }
}

/// A strong validator for what these parts determine.
pub(crate) fn etag(parts: &[&str]) -> String {
    let mut digest = Sha256::new();
    for part in parts {
        digest.update(part.as_bytes());
        digest.update([0]);
    }
    let digest = digest.finalize();
    let text: String = digest.iter().take(12).map(|byte| format!("{byte:02x}")).collect();
    format!("\"{text}\"")
}

/// Whether the client has this already.
pub(crate) fn is_known(headers: &HeaderMap, etag: &str) -> bool {
    let asked = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok()).unwrap_or_default();
    asked == "*" || asked.split(',').any(|known| known.trim().trim_start_matches("W/") == etag)
}

/// 304 without a body.
pub(crate) fn not_modified(etag: &str) -> Response {
    with_etag(StatusCode::NOT_MODIFIED, Body::empty(), etag)
}

/// A JSON answer with its validator.
pub(crate) fn json(body: Vec<u8>, etag: &str) -> Response {
    let mut response = with_etag(StatusCode::OK, Body::from(body), etag);
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}

fn with_etag(status: StatusCode, body: Body, etag: &str) -> Response {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    let headers = response.headers_mut();
    if let Ok(value) = HeaderValue::from_str(etag) {
        headers.insert(header::ETAG, value);
    }
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert(header::VARY, HeaderValue::from_static("Accept-Language"));
    response
}
