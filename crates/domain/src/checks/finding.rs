//! One thing found in a posting or in a profile.

use crate::Lang;

codes! {
    /// How much a finding weighs.
    Severity {
        /// It must not be published, or kept, as it is.
        Refuse = "refuse",
        /// An officer should look at it, or the person is asked whether it is right.
        Warn = "warn",
        /// Good to know.
        Note = "note",
    }
}

/// One thing found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// How much it weighs.
    pub severity: Severity,
    /// Stable code, `snake_case`.
    pub code: &'static str,
    /// Name of the field of [`crate::posting::Content`] or [`crate::profile::Content`].
    pub field: &'static str,
    /// The words of the text that were found, for showing them; empty when a value was found.
    pub quote: String,
    /// Law and article, in Vietnamese; empty for rules of the house.
    pub citation: &'static str,
    /// What is wrong and what to do.
    pub vi: String,
    /// The same in English.
    pub en: String,
}

impl Finding {
    /// The sentence in one language.
    pub fn sentence(&self, lang: Lang) -> &str {
        match lang {
            Lang::Vi => &self.vi,
            Lang::En => &self.en,
        }
    }
}
