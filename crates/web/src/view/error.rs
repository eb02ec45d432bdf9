//! Error pages: what happened in plain words and, on each, a next step.

use askama::Template;

use sanviec_app::FieldError;

use super::{Link, Page, Words};
use crate::lang::Lang;

/// What went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// 400: the address cannot be read.
    Unreadable,
    /// 403: not allowed.
    Forbidden,
    /// 404: no such page.
    Missing,
    /// 409: somebody else changed it meanwhile.
    Conflict,
    /// 410: was here, is no more.
    Gone,
    /// 422: readable, but a value makes no sense.
    Refused,
    /// 429: too many requests.
    TooMany,
    /// 500: our fault.
    Internal,
    /// 503: closed for the moment.
    Closed,
    /// 503: the search index is still being made; everything else answers.
    Rebuilding,
}

impl Fault {
    /// All of them; of those with one status the first is the general one.
    pub(crate) const ALL: [Self; 10] = [
        Self::Unreadable,
        Self::Forbidden,
        Self::Missing,
        Self::Conflict,
        Self::Gone,
        Self::Refused,
        Self::TooMany,
        Self::Internal,
        Self::Closed,
        Self::Rebuilding,
    ];

    /// Status of the answer.
    pub(crate) fn status(self) -> u16 {
        match self {
            Self::Unreadable => 400,
            Self::Forbidden => 403,
            Self::Missing => 404,
            Self::Conflict => 409,
            Self::Gone => 410,
            Self::Refused => 422,
            Self::TooMany => 429,
            Self::Internal => 500,
            Self::Closed | Self::Rebuilding => 503,
        }
    }

    /// Seconds after which trying again makes sense, where it does.
    pub(crate) fn retry_after(self) -> Option<&'static str> {
        match self {
            Self::TooMany | Self::Closed => Some("60"),
            Self::Rebuilding => Some("10"),
            _ => None,
        }
    }

    /// Keys of the title, of what happened and of what to do next.
    pub(crate) fn keys(self) -> [&'static str; 3] {
        match self {
            Self::Unreadable => ["error-400-title", "error-400-what", "error-400-next"],
            Self::Forbidden => ["error-403-title", "error-403-what", "error-403-next"],
            Self::Missing => ["error-404-title", "error-404-what", "error-404-next"],
            Self::Conflict => ["error-409-title", "error-409-what", "error-409-next"],
            Self::Gone => ["error-410-title", "error-410-what", "error-410-next"],
            Self::Refused => ["error-422-title", "error-422-what", "error-422-next"],
            Self::TooMany => ["error-429-title", "error-429-what", "error-429-next"],
            Self::Internal => ["error-500-title", "error-500-what", "error-500-next"],
            Self::Closed => ["error-503-title", "error-503-what", "error-503-next"],
            Self::Rebuilding => ["error-rebuilding-title", "error-rebuilding-what", "error-rebuilding-next"],
        }
    }
}

/// A value that makes no sense, with what may have been meant.
#[derive(Clone, Debug)]
pub(crate) struct Problem {
    /// Name of the field as people see it.
    pub(crate) field: String,
    /// What is wrong, a sentence in the page's language.
    pub(crate) message: Words,
    /// What may have been meant.
    pub(crate) suggestions: Vec<Link>,
    /// Id of the field on the page, where it stands there.
    pub(crate) anchor: Option<&'static str>,
    /// The page without the condition, where the condition stands nowhere on this one.
    pub(crate) without: Option<String>,
}

impl Problem {
    /// What a use case refused, without links.
    pub(crate) fn of(lang: Lang, error: &FieldError) -> Self {
        let (key, anchor) = field(error.field);
        let said = lang.said(error).to_owned();
        // The use cases speak of parameters of the API; people see fields of a form.
        let message = match error.code {
            "not_in_range" => lang.t("problem-number"),
            "unknown_code" => lang.t("problem-unknown"),
            "unknown_radius" => lang.t("problem-radius"),
            "no_point" => lang.t("problem-no-place"),
            "not_a_day" => lang.t("problem-day"),
            "not_a_flag" => lang.t("problem-flag"),
            _ => said,
        };
        Self { field: lang.t(key), message: message.into(), suggestions: Vec::new(), anchor, without: None }
    }
}

/// Text and id of a field of the use cases.
fn field(param: &str) -> (&'static str, Option<&'static str>) {
    match param {
        "q" => ("search-words", Some("q")),
        "place" => ("search-place", Some("noi")),
        "within_km" => ("group-ban-kinh", None),
        "pay_min" => ("group-luong", None),
        "occupation" => ("group-nghe", None),
        "industry" => ("group-nganh", None),
        "contract" => ("group-hop-dong", None),
        "working_time" => ("group-thoi-gian", None),
        "shift" => ("group-ca", None),
        "experience" => ("group-kinh-nghiem", None),
        "qualification" => ("group-trinh-do", None),
        "posted_within_days" => ("group-dang-trong", None),
        "deadline_from" => ("group-han", None),
        "sort" => ("sort", None),
        _ => ("group-khac", None),
    }
}

/// An error page.
#[derive(Clone, Debug, Template)]
#[template(path = "error.html")]
pub(crate) struct ErrorPage {
    /// Frame; its title is that of the fault.
    pub(crate) page: Page,
    /// What went wrong.
    pub(crate) fault: Fault,
    /// Values that make no sense.
    pub(crate) problems: Vec<Problem>,
    /// How much of the search index is there, of 100.
    pub(crate) percent: Option<u8>,
    /// Number under which the operator finds the request in the log.
    pub(crate) request_id: Option<String>,
}

impl ErrorPage {
    /// What happened.
    pub(crate) fn what(&self) -> String {
        self.page.t(self.fault.keys()[1])
    }

    /// What to do next.
    pub(crate) fn next(&self) -> String {
        self.page.asking(self.fault.keys()[2])
    }

    /// Whether a search is of use now.
    pub(crate) fn offers_search(&self) -> bool {
        !matches!(self.fault, Fault::TooMany | Fault::Internal | Fault::Closed | Fault::Rebuilding)
    }

    /// Whether the first page is of use now: it shows lists, too.
    pub(crate) fn offers_home(&self) -> bool {
        self.fault != Fault::Rebuilding
    }
}
