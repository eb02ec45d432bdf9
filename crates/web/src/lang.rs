//! The two languages of the pages and their texts. Vietnamese is complete by definition, English by test.
//! Must not be in here: formats of numbers and dates (`format`).

use std::borrow::Cow;
use std::collections::HashMap;

use fluent_templates::fluent_bundle::FluentValue;
use fluent_templates::{LanguageIdentifier, Loader, langid, static_loader};

use crate::format;

static_loader! {
    static TEXTS = {
        locales: "./locales",
        fallback_language: "vi",
        // Direction marks around each value would be read out and copied; values that people wrote are cleaned
        // before.
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

static VI: LanguageIdentifier = langid!("vi");
static EN: LanguageIdentifier = langid!("en");

type Values = HashMap<Cow<'static, str>, FluentValue<'static>>;

/// Language of one page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Lang {
    /// Vietnamese, at `/`.
    Vi,
    /// English, at `/en`.
    En,
}

impl Lang {
    /// Both, in the order of precedence.
    pub(crate) const ALL: [Self; 2] = [Self::Vi, Self::En];

    /// BCP 47 tag.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Vi => "vi",
            Self::En => "en",
        }
    }

    /// Locale as Open Graph writes it.
    pub(crate) fn og(self) -> &'static str {
        match self {
            Self::Vi => "vi_VN",
            Self::En => "en_US",
        }
    }

    /// The language to switch to.
    #[must_use]
    pub(crate) fn other(self) -> Self {
        match self {
            Self::Vi => Self::En,
            Self::En => Self::Vi,
        }
    }

    /// Name of the language in itself.
    pub(crate) fn own_name(self) -> &'static str {
        match self {
            Self::Vi => "Tiếng Việt",
            Self::En => "English",
        }
    }

    /// Address on this site in this language; `path` is the Vietnamese one and begins with `/`.
    pub(crate) fn href(self, path: &str) -> String {
        match (self, path) {
            (Self::Vi, _) => path.to_owned(),
            (Self::En, "/") => "/en".to_owned(),
            (Self::En, _) => format!("/en{path}"),
        }
    }

    /// The text of a key.
    pub(crate) fn t(self, key: &str) -> String {
        TEXTS.lookup(self.id(), key)
    }

    /// What a use case refused, in this language.
    pub(crate) fn said(self, error: &sanviec_app::FieldError) -> &str {
        match self {
            Self::Vi => &error.vi,
            Self::En => &error.en,
        }
    }

    /// The text of a key with one value.
    #[expect(clippy::needless_pass_by_value, reason = "templates hand over values and references alike")]
    pub(crate) fn t1(self, key: &str, name: &'static str, value: impl ToString) -> String {
        self.with(key, &HashMap::from([(Cow::Borrowed(name), FluentValue::from(value.to_string()))]))
    }

    /// The text of a key with two values.
    pub(crate) fn t2(self, key: &str, first: (&'static str, &str), second: (&'static str, &str)) -> String {
        let value = |(name, text): (&'static str, &str)| (Cow::Borrowed(name), FluentValue::from(text.to_owned()));
        self.with(key, &HashMap::from([value(first), value(second)]))
    }

    /// The text of a key with as many values as there are.
    pub(crate) fn all(self, key: &str, values: impl Iterator<Item = (&'static str, String)>) -> String {
        let values = values.map(|(name, text)| (Cow::Borrowed(name), FluentValue::from(text)));
        self.with(key, &values.collect())
    }

    /// The text of a key with a number: `$n` chooses the plural form, `$count` is the number as it is shown.
    pub(crate) fn n(self, key: &str, number: u64) -> String {
        let count = FluentValue::from(format::number(self, number));
        let values = [(Cow::Borrowed("n"), FluentValue::from(number)), (Cow::Borrowed("count"), count)];
        self.with(key, &HashMap::from(values))
    }

    /// The text of a key with a day and how many days it is past: `$n` tells today and yesterday from others. A day to
    /// come counts as today.
    pub(crate) fn ago(self, key: &str, day: &str, days: i64) -> String {
        let days = u64::try_from(days).unwrap_or_default();
        let values = [
            (Cow::Borrowed("day"), FluentValue::from(day.to_owned())),
            (Cow::Borrowed("n"), FluentValue::from(days)),
            (Cow::Borrowed("count"), FluentValue::from(format::number(self, days))),
        ];
        self.with(key, &HashMap::from(values))
    }

    fn with(self, key: &str, values: &Values) -> String {
        TEXTS.lookup_with_args(self.id(), key, values)
    }

    fn id(self) -> &'static LanguageIdentifier {
        match self {
            Self::Vi => &VI,
            Self::En => &EN,
        }
    }
}
