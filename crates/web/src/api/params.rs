//! Query strings of the API: every parameter by its name, unknown ones refused by name, text that is not UTF-8
//! refused.

use super::ctx::ApiCtx;
use super::problem::ApiError;
use crate::Site;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use sanviec_app::find::{Params, not_a_flag};
use sanviec_app::{AppError, FieldError};
use utoipa::IntoParams;

/// The parameters of a search, for the document; they are read by `search_params`.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "only the document reads these fields")]
pub(crate) struct SearchParams {
    /// Words, at most 256 characters, with or without marks; the first twenty are looked for.
    #[param(max_length = 256)]
    q: Option<String>,
    /// Code of a unit in force, else of a former one, or any spelling of either. Repeatable: any will do.
    place: Option<Vec<String>>,
    /// `latitude,longitude` in degrees, rounded to 0.01°.
    #[param(example = "10.78,106.70")]
    near: Option<String>,
    /// Kilometres around `near` or around the named place: 5, 10, 25, 50 or 100.
    within_km: Option<u16>,
    /// Least pay, dong a month.
    pay_min: Option<u64>,
    /// VSCO 2020 code of 1 to 4 digits. Repeatable.
    occupation: Option<Vec<String>>,
    /// VSIC 2018 code: section letter or digits. Repeatable.
    industry: Option<Vec<String>>,
    /// `indefinite`, `fixed_under_12`, `fixed_12_36` or `other`. Repeatable.
    contract: Option<Vec<String>>,
    /// `full` or `part`. Repeatable.
    working_time: Option<Vec<String>>,
    /// `1` shift work, `0` none.
    shift: Option<String>,
    /// Months of experience that the seeker has: `0`, `12`, `24` or `60`.
    experience: Option<String>,
    /// Highest qualification that the seeker has, `untrained` to `doctor`.
    qualification: Option<String>,
    /// Posted within so many days, 1 to 365.
    posted_within_days: Option<u16>,
    /// Can still be applied for on this day (YYYY-MM-DD).
    deadline_from: Option<String>,
    /// `1`: no experience needed.
    no_experience: Option<String>,
    /// `1`: suits people with disabilities.
    disability: Option<String>,
    /// `1`: with housing.
    housing: Option<String>,
    /// `1`: with transport.
    transport: Option<String>,
    /// `1`: work abroad.
    overseas: Option<String>,
    /// Code of an employer.
    employer: Option<String>,
    /// `relevance`, `newest`, `nearest`, `pay` or `deadline`. Default: relevance when words are given, else newest.
    sort: Option<String>,
    /// 1 to 100, default 20.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u16>,
    /// Cursor of the last answer.
    after: Option<String>,
    /// `1`: count the facets over the whole answer.
    facets: Option<String>,
    /// `0`: no `help` in an answer that finds little.
    help: Option<String>,
}

/// Names of the parameters of a search.
const KNOWN: [&str; 26] = [
    "q",
    "place",
    "near",
    "within_km",
    "pay_min",
    "occupation",
    "industry",
    "contract",
    "working_time",
    "shift",
    "experience",
    "qualification",
    "posted_within_days",
    "deadline_from",
    "no_experience",
    "disability",
    "housing",
    "transport",
    "overseas",
    "employer",
    "sort",
    "limit",
    "after",
    "facets",
    "help",
    "position",
];

/// Parameters that may be given several times, of a search.
const REPEATABLE: [&str; 5] = ["place", "occupation", "industry", "contract", "working_time"];

/// Name and value pairs of a query string, decoded. Of a parameter that holds one value none is left out in silence.
pub(crate) fn pairs(query: Option<&str>) -> Result<Vec<(String, String)>, AppError> {
    let query = query.unwrap_or_default();
    let pairs: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    let replaced = pairs.iter().find(|(name, value)| name.contains('\u{fffd}') || value.contains('\u{fffd}'));
    if let Some((name, _)) = replaced.filter(|_| !query.to_ascii_uppercase().contains("%EF%BF%BD")) {
        let vi = "Địa chỉ chứa ký tự không phải UTF-8. Hãy mã hóa lại bằng UTF-8.";
        let en = "The address holds text that is not UTF-8. Encode it as UTF-8.";
        let name: String = name.chars().take(40).collect();
        return Err(FieldError::new("query", "not_utf8", vi, en).naming(name).into());
    }
    let holds_one = |name: &str| !REPEATABLE.contains(&name);
    let before = |at: usize, name: &str| pairs.iter().take(at).any(|(known, _)| known == name);
    let twice = pairs.iter().enumerate().find(|(at, (name, _))| holds_one(name) && before(*at, name));
    match twice.map(|(_, (name, _))| given_twice(name)) {
        Some(error) => Err(error.into()),
        None => Ok(pairs),
    }
}

/// A value that is not in its list: those that are.
pub(super) fn not_listed<'c>(field: &'static str, codes: impl IntoIterator<Item = &'c str>) -> FieldError {
    let known: Vec<String> = codes.into_iter().map(str::to_owned).collect();
    let list = known.join(", ");
    let (vi, en) = (format!("“{field}” phải là một trong: {list}."), format!("“{field}” must be one of: {list}."));
    FieldError::new(field, "not-in-list", vi, en).suggesting(known)
}

fn given_twice(name: &str) -> FieldError {
    let shown: String = name.chars().take(40).collect();
    let vi = format!("“{shown}” chỉ nhận một giá trị. Hãy ghi một lần.");
    let en = format!("“{shown}” takes one value. Give it once.");
    FieldError::new("query", "given_twice", vi, en).naming(shown)
}

/// Of an address that takes no parameter: one that is sent is refused by name.
pub(crate) struct NoQuery;

impl FromRequestParts<Site> for NoQuery {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, ApiError> {
        match nothing_asked(parts.uri.query()) {
            Ok(()) => Ok(Self),
            Err(error) => {
                let Ok(ApiCtx(ctx)) = ApiCtx::from_request_parts(parts, site).await;
                Err(ApiError::new(error, &ctx))
            }
        }
    }
}

fn nothing_asked(query: Option<&str>) -> Result<(), AppError> {
    match pairs(query)?.first() {
        None => Ok(()),
        Some((name, _)) => Err(unknown(name, &[]).into()),
    }
}

/// The parameters of a search.
pub(crate) fn search_params(query: Option<&str>) -> Result<Params, AppError> {
    let mut params = Params::default();
    let mut errors = Vec::new();
    for (name, value) in pairs(query)? {
        if let Err(error) = set(&mut params, &name, value) {
            errors.push(error);
        }
    }
    if errors.is_empty() { Ok(params) } else { Err(AppError::Refused(errors)) }
}

fn set(params: &mut Params, name: &str, value: String) -> Result<(), FieldError> {
    match name {
        "place" => params.place.push(value),
        "occupation" => params.occupation.push(value),
        "industry" => params.industry.push(value),
        "contract" => params.contract.push(value),
        "working_time" => params.working_time.push(value),
        "no_experience" => params.no_experience = flag("no_experience", &value)?,
        "disability" => params.disability = flag("disability", &value)?,
        "housing" => params.housing = flag("housing", &value)?,
        "transport" => params.transport = flag("transport", &value)?,
        "overseas" => params.overseas = flag("overseas", &value)?,
        "facets" => params.facets = flag("facets", &value)?,
        "help" => params.without_help = !flag("help", &value)?,
        "position" => params.position = Some(position(&value)?),
        _ => *single(params, name)? = value,
    }
    Ok(())
}

/// Parameters that hold one text.
fn single<'a>(params: &'a mut Params, name: &str) -> Result<&'a mut String, FieldError> {
    Ok(match name {
        "q" => &mut params.q,
        "near" => &mut params.near,
        "within_km" => &mut params.within_km,
        "pay_min" => &mut params.pay_min,
        "shift" => &mut params.shift,
        "experience" => &mut params.experience,
        "qualification" => &mut params.qualification,
        "posted_within_days" => &mut params.posted_within_days,
        "deadline_from" => &mut params.deadline_from,
        "employer" => &mut params.employer,
        "sort" => &mut params.sort,
        "limit" => &mut params.limit,
        "after" => &mut params.after,
        _ => return Err(unknown(name, &KNOWN)),
    })
}

/// A name that an address does not know: those that it resembles, or else all that there are.
pub(crate) fn unknown(name: &str, known: &[&str]) -> FieldError {
    let shown: String = name.chars().take(40).collect();
    let typed = shown.to_lowercase();
    let begins = |known: &str| typed.len() > 2 && (known.starts_with(&typed) || typed.starts_with(known));
    let is_near = |known: &&&str| sanviec_text::one_edit_apart(known, &typed) || begins(known) || **known == typed;
    let near: Vec<String> = known.iter().filter(is_near).map(|known| (*known).to_owned()).collect();
    let all = || known.iter().map(|known| (*known).to_owned()).collect();
    let (vi, en) = if known.is_empty() {
        (
            format!("Địa chỉ này không nhận tham số nào. Hãy bỏ “{shown}”."),
            format!("This address takes no parameters. Leave out “{shown}”."),
        )
    } else {
        (
            format!("Không có tham số “{shown}”. Xem /api/v1/openapi.json."),
            format!("There is no parameter “{shown}”. See /api/v1/openapi.json."),
        )
    };
    FieldError::new("query", "unknown_parameter", vi, en)
        .suggesting(if near.is_empty() { all() } else { near })
        .naming(shown)
}

fn flag(name: &'static str, value: &str) -> Result<bool, FieldError> {
    match value {
        "1" | "true" => Ok(true),
        "0" | "false" | "" => Ok(false),
        _ => Err(not_a_flag(name)),
    }
}

fn position(value: &str) -> Result<i64, FieldError> {
    let (vi, en) = ("“position” phải là một số.", "“position” must be a number.");
    value.parse().map_err(|_| FieldError::new("position", "not_a_number", vi, en))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repeated_parameters_are_kept_and_unknown_ones_named() {
        let params = search_params(Some("q=k%E1%BA%BF+to%C3%A1n&place=79&place=01&housing=1")).expect("params");
        assert_eq!((params.q.as_str(), params.place.len(), params.housing), ("kế toán", 2, true));
        let Err(AppError::Refused(errors)) = search_params(Some("q=a&foo=1&housing=yes")) else { panic!("taken") };
        assert_eq!(errors.len(), 2);
        assert!(errors[0].en.contains("foo"));
    }

    #[test]
    fn every_name_that_is_suggested_is_taken() {
        for name in KNOWN {
            assert!(search_params(Some(&format!("{name}=1"))).is_ok(), "{name}");
        }
        let near = |name: &str| unknown(name, &KNOWN).suggestions;
        assert_eq!(near("plase"), ["place"]);
        assert_eq!(near("pay"), ["pay_min"]);
        assert_eq!(near("Q"), ["q"]);
        assert_eq!(near("zzzzzz").len(), KNOWN.len());
        assert_eq!(unknown("zzzzzz", &KNOWN).named.as_deref(), Some("zzzzzz"));
    }

    #[test]
    fn broken_utf8_is_refused_and_a_real_replacement_character_is_not() {
        assert!(search_params(Some("q=%ff")).is_err());
        assert!(search_params(Some("q=%EF%BF%BD")).is_ok());
    }
}
