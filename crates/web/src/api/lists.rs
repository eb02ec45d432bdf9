//! Facets, suggestions, units and occupations.

use super::answer::{self, FacetCounts, UnderstandingDetail};
use super::ctx::ApiCtx;
use super::params::{NoQuery, SearchParams, pairs, search_params, unknown};
use super::problem::{ApiError, Problem};
use crate::Site;
use axum::Json;
use axum::extract::{Path, RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;
use sanviec_app::find::{self, Suggestion};
use sanviec_app::{AppError, Ctx, FieldError};
use sanviec_reference::unit::{self, FormerUnit, Unit};
use sanviec_reference::{occupation, place};
use serde::Serialize;
use utoipa::ToSchema;

/// Counts beside the filters for a search, without its postings.
#[utoipa::path(
    get, path = "/api/v1/facets", tag = "postings", params(SearchParams),
    responses(
        (status = 200, description = "Counts", body = FacetAnswer),
        (status = 422, description = "A parameter is wrong", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "Try again later; `rebuilding` while the first search index is made", body = Problem, content_type = "application/problem+json")
    )
)]
pub(crate) async fn read_facets(
    State(site): State<Site>,
    ApiCtx(ctx): ApiCtx,
    RawQuery(query): RawQuery,
) -> Result<Json<FacetAnswer>, ApiError> {
    let counted = async {
        let mut params = search_params(query.as_deref())?;
        params.facets = true;
        // A limit that was given is checked like any other parameter.
        if params.limit.is_empty() {
            params.limit = "1".into();
        }
        find::postings(&site.app, &ctx, &params).await
    };
    let found = counted.await.map_err(|error| ApiError::new(error, &ctx))?;
    let facets = found.facets.as_ref().map(FacetCounts::from);
    Ok(Json(FacetAnswer { total: found.total, facets, understood: UnderstandingDetail::of(&found) }))
}

/// Counts of a search.
#[derive(Serialize, ToSchema)]
pub(crate) struct FacetAnswer {
    total: u64,
    facets: Option<FacetCounts>,
    /// As in the list of postings.
    #[serde(skip_serializing_if = "Option::is_none")]
    understood: Option<UnderstandingDetail>,
}

/// One suggestion while typing.
#[derive(Serialize, ToSchema)]
pub(crate) struct SuggestionItem {
    /// `occupation`, `skill` or `place`.
    kind: &'static str,
    code: String,
    /// Whether it is a unit of before July 2025. `place` takes its code for its successors, and for a unit in force
    /// where one bears the same code: then ask by its name.
    is_former: bool,
    name_vi: String,
    name_en: String,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct SuggestionList {
    items: Vec<SuggestionItem>,
}

const SUGGESTIONS: usize = 8;
const TYPED_CHARACTERS: usize = 100;

/// Suggestions for what was typed so far, marks or not; where nothing begins so, for what was probably meant.
#[utoipa::path(
    get, path = "/api/v1/suggestions", tag = "reference",
    params(
        ("q" = Option<String>, Query, description = "What was typed so far, at most 100 characters; nothing is suggested without it"),
        ("kind" = Option<String>, Query, description = "`word` (default) or `place`")
    ),
    responses(
        (status = 200, description = "Suggestions", body = SuggestionList),
        (status = 422, description = "A parameter is wrong", body = Problem, content_type = "application/problem+json")
    )
)]
pub(crate) async fn list_suggestions(
    State(site): State<Site>,
    ApiCtx(ctx): ApiCtx,
    RawQuery(query): RawQuery,
) -> Result<Json<SuggestionList>, ApiError> {
    let items = suggestions(&site, &ctx, query.as_deref()).await.map_err(|error| ApiError::new(error, &ctx))?;
    Ok(Json(SuggestionList { items }))
}

async fn suggestions(site: &Site, ctx: &Ctx, query: Option<&str>) -> Result<Vec<SuggestionItem>, AppError> {
    let (mut typed, mut kind) = (String::new(), "word".to_owned());
    for (name, value) in pairs(query)? {
        match name.as_str() {
            "q" => typed = value.chars().take(TYPED_CHARACTERS).collect(),
            "kind" => kind = value,
            other => return Err(unknown(other, &["q", "kind"]).into()),
        }
    }
    let found = match kind.as_str() {
        "word" => find::suggest_words(&site.app, ctx, &typed, SUGGESTIONS).await?,
        "place" => find::suggest_places(ctx, &typed, SUGGESTIONS)?,
        _ => {
            let (vi, en) = ("“kind” phải là word hoặc place.", "“kind” must be word or place.");
            return Err(FieldError::new("kind", "unknown_code", vi, en)
                .suggesting(vec!["word".into(), "place".into()])
                .into());
        }
    };
    Ok(found.into_iter().map(item).collect())
}

fn item(suggestion: Suggestion) -> SuggestionItem {
    SuggestionItem {
        kind: suggestion.kind.code(),
        code: suggestion.code,
        is_former: suggestion.is_former,
        name_vi: suggestion.vi,
        name_en: suggestion.en,
    }
}

/// An administrative unit.
#[derive(Serialize, ToSchema)]
pub(crate) struct UnitItem {
    code: String,
    name: String,
    full_name: String,
    /// `province`, `district` or `commune`.
    level: &'static str,
    /// Code of the unit above; null for a province.
    parent: Option<String>,
    /// First day of a unit in force.
    valid_from: Option<String>,
    /// First day on which a former unit no longer exists; null when not known or in force.
    valid_to: Option<String>,
    /// First day on which a unit in force is of its kind; null when not known.
    kind_from: Option<String>,
    /// Communes in force in the place of a former unit.
    successors: Vec<String>,
    /// Whether its area was divided between several.
    split: bool,
    lat: Option<f64>,
    lon: Option<f64>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct UnitList {
    items: Vec<UnitItem>,
}

/// Provinces in force; the communes of one with `province`; units of any spelling, current and former, with `q`.
#[utoipa::path(
    get, path = "/api/v1/units", tag = "reference",
    params(
        ("province" = Option<String>, Query, description = "Code of a province: its communes"),
        ("q" = Option<String>, Query, description = "Any spelling of a current or former unit")
    ),
    responses(
        (status = 200, description = "Units", body = UnitList,
         headers(("etag" = String, description = "Validator for `If-None-Match`"))),
        (status = 304, description = "Nothing changed since the validator that was sent"),
        (status = 422, description = "A parameter is wrong", body = Problem, content_type = "application/problem+json")
    )
)]
pub(crate) async fn list_units(
    ApiCtx(ctx): ApiCtx,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Result<Response, ApiError> {
    let items = units(query.as_deref()).map_err(|error| ApiError::new(error, &ctx))?;
    Ok(reference(&headers, &UnitList { items }))
}

/// An answer of our own tables, with the validator of what it says: it changes with the program alone.
fn reference(headers: &HeaderMap, said: &impl Serialize) -> Response {
    let body = serde_json::to_string(said).expect("texts and numbers always make JSON");
    let etag = answer::etag(&[&body]);
    if answer::is_known(headers, &etag) { answer::not_modified(&etag) } else { answer::json(body.into_bytes(), &etag) }
}

fn units(query: Option<&str>) -> Result<Vec<UnitItem>, AppError> {
    let (mut province, mut typed) = (None, None);
    for (name, value) in pairs(query)? {
        match name.as_str() {
            "province" => province = Some(value),
            "q" => typed = Some(value),
            other => return Err(unknown(other, &["province", "q"]).into()),
        }
    }
    if let Some(typed) = typed {
        if province.is_some() {
            let vi = "Chỉ dùng một trong hai: “q” hoặc “province”. Ghi tỉnh ngay trong q, như “Quận 7, Hồ Chí Minh”.";
            let en = "Use either “q” or “province”, not both. Name the province in q, as in “Quận 7, Hồ Chí Minh”.";
            return Err(FieldError::new("province", "one_of_two", vi, en).into());
        }
        let place::Resolution::Places(items) = place::resolve(&typed) else {
            return Err(find::no_such_place("q", &typed).into());
        };
        return Ok(items.iter().map(|item| found_item(item.found)).collect());
    }
    match province {
        None => Ok(unit::provinces().iter().map(unit_item).collect()),
        Some(code) if unit::province(&code).is_some() => Ok(unit::communes_of(&code).map(unit_item).collect()),
        Some(_) => {
            let vi = "Không có tỉnh, thành phố có mã này. Các mã có ở /api/v1/units.";
            let en = "There is no province with this code. The codes are at /api/v1/units.";
            let known = unit::provinces().iter().map(|unit| unit.code.to_owned()).collect();
            Err(FieldError::new("province", "unknown_code", vi, en).suggesting(known).into())
        }
    }
}

/// One unit in force, or the former one of a code that none in force bears.
#[utoipa::path(
    get, path = "/api/v1/units/{code}", tag = "reference",
    params(("code" = String, Path, description = "Code of a province, a commune, or a former district")),
    responses(
        (status = 200, description = "The unit", body = UnitItem,
         headers(("etag" = String, description = "Validator for `If-None-Match`"))),
        (status = 304, description = "Nothing changed since the validator that was sent"),
        (status = 404, description = "No such unit", body = Problem, content_type = "application/problem+json")
    )
)]
pub(crate) async fn read_unit(
    ApiCtx(ctx): ApiCtx,
    _: NoQuery,
    headers: HeaderMap,
    Path(code): Path<String>,
) -> Result<Response, ApiError> {
    let current = unit::commune(&code).or_else(|| unit::province(&code)).map(place::Found::Current);
    let found = current.or_else(|| place::former_of_code(&code).map(|item| item.found));
    let found = found.ok_or_else(|| ApiError::new(AppError::NotFound, &ctx))?;
    Ok(reference(&headers, &found_item(found)))
}

const fn level_code(level: unit::Level) -> &'static str {
    match level {
        unit::Level::Province => "province",
        unit::Level::District => "district",
        unit::Level::Commune => "commune",
    }
}

fn unit_item(unit: &Unit) -> UnitItem {
    UnitItem {
        code: unit.code.to_owned(),
        name: unit.name.to_owned(),
        full_name: unit.full_name(),
        level: level_code(unit.level),
        parent: (unit.level == unit::Level::Commune).then(|| unit.province.to_owned()),
        valid_from: unit.valid_from.map(|day| day.to_string()),
        valid_to: unit.ended.map(|day| day.to_string()),
        kind_from: unit.kind_from.map(|day| day.to_string()),
        successors: Vec::new(),
        split: false,
        lat: Some(f64::from(unit.point.0) / 1e6),
        lon: Some(f64::from(unit.point.1) / 1e6),
    }
}

fn former_item(unit: &'static FormerUnit) -> UnitItem {
    UnitItem {
        code: unit.code.to_owned(),
        name: unit.name.to_owned(),
        full_name: unit.full_name(),
        level: level_code(unit.level),
        parent: Some(unit.parent.to_owned()).filter(|parent| !parent.is_empty()),
        valid_from: None,
        valid_to: unit.ended.map(|day| day.to_string()),
        kind_from: None,
        successors: unit.communes().iter().map(|unit| unit.code.to_owned()).collect(),
        split: unit.split,
        lat: None,
        lon: None,
    }
}

fn found_item(found: place::Found) -> UnitItem {
    match found {
        place::Found::Current(unit) => unit_item(unit),
        place::Found::Former(unit) => former_item(unit),
    }
}

/// An occupation group.
#[derive(Serialize, ToSchema)]
pub(crate) struct OccupationItem {
    /// VSCO 2020.
    code: String,
    name_vi: String,
    name_en: String,
    /// ISCO-08, empty where there is none.
    isco: String,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct OccupationList {
    items: Vec<OccupationItem>,
}

/// The groups directly below a code (the major groups without one), or those that a title may name with `q`, best
/// first.
#[utoipa::path(
    get, path = "/api/v1/occupations", tag = "reference",
    params(
        ("parent" = Option<String>, Query, description = "VSCO code of 1 to 3 digits"),
        ("q" = Option<String>, Query, description = "Title of a post as adverts write it")
    ),
    responses(
        (status = 200, description = "Groups", body = OccupationList,
         headers(("etag" = String, description = "Validator for `If-None-Match`"))),
        (status = 304, description = "Nothing changed since the validator that was sent"),
        (status = 422, description = "A parameter is wrong", body = Problem, content_type = "application/problem+json")
    )
)]
pub(crate) async fn list_occupations(
    ApiCtx(ctx): ApiCtx,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Result<Response, ApiError> {
    let items = occupations(query.as_deref()).map_err(|error| ApiError::new(error, &ctx))?;
    Ok(reference(&headers, &OccupationList { items }))
}

fn occupations(query: Option<&str>) -> Result<Vec<OccupationItem>, AppError> {
    let (mut parent, mut title) = (None, None);
    for (name, value) in pairs(query)? {
        match name.as_str() {
            "parent" => parent = Some(value),
            "q" => title = Some(value),
            other => return Err(unknown(other, &["parent", "q"]).into()),
        }
    }
    let item = |found: &occupation::Occupation| OccupationItem {
        code: found.code.to_owned(),
        name_vi: found.name_vi.to_owned(),
        name_en: found.name_en.to_owned(),
        isco: found.isco.to_owned(),
    };
    if title.is_some() && parent.is_some() {
        let vi = "Chỉ dùng một trong hai: “q” hoặc “parent”.";
        let en = "Use either “q” or “parent”, not both.";
        return Err(FieldError::new("parent", "one_of_two", vi, en).into());
    }
    if let Some(title) = title {
        let found = occupation::lookup(&title, 10);
        return if found.is_empty() {
            Err(no_such_occupation(&title).into())
        } else {
            Ok(found.into_iter().map(|scored| item(scored.occupation)).collect())
        };
    }
    let parent = parent.unwrap_or_default();
    if !parent.is_empty() && occupation::get(&parent).is_none() {
        let vi = "Không có nhóm nghề có mã này. Hãy bắt đầu từ /api/v1/occupations, hoặc tìm theo tên bằng q.";
        let en =
            "There is no occupation group with this code. Begin at /api/v1/occupations, or look for a name with q.";
        return Err(FieldError::new("parent", "unknown_code", vi, en).suggesting(major_groups()).into());
    }
    Ok(occupation::children(&parent).map(item).collect())
}

fn major_groups() -> Vec<String> {
    occupation::children("").map(|group| group.code.to_owned()).collect()
}

fn no_such_occupation(title: &str) -> FieldError {
    FieldError::new(
        "q",
        "occupation_unknown",
        format!(
            "Không nhận ra nghề nào trong “{title}”. Hãy ghi tên việc như tin tuyển dụng, hoặc bắt đầu từ một nhóm."
        ),
        format!(
            "No occupation is known by “{title}”. Write a title as adverts do, or begin at a major group (`parent`)."
        ),
    )
    .suggesting(major_groups())
}
