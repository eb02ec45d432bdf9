//! An outcome in sentences that an officer would use, in both languages: where it stands, why, and who could close
//! what is missing. Pages tell the same through here, so that the command line and a page never differ.

mod case;
mod change;
mod fault;
mod money;
mod names;
mod paper;

pub use case::explain;
pub use change::changes;
pub use fault::explain_error;
pub use money::{money_changes, money_told};
pub use paper::attested;

use super::Stretch;
use crate::Lang;
use crate::time::screen_date;
use chrono::NaiveDate;

/// `1 ngày`, `1 day`, `2 days`.
fn days(count: i32, lang: Lang) -> String {
    match (lang, count) {
        (Lang::Vi, _) => format!("{count} ngày"),
        (Lang::En, 1) => "1 day".to_owned(),
        (Lang::En, _) => format!("{count} days"),
    }
}

/// A stretch with both its days and its length.
fn stretch(stretch: Stretch, lang: Lang) -> String {
    let (first, last) = (screen_date(stretch.first_on(), lang), screen_date(stretch.last_on(), lang));
    let count = days(stretch.len(), lang);
    match lang {
        _ if stretch.len() == 1 => first,
        Lang::Vi => format!("{first} đến {last} ({count})"),
        Lang::En => format!("{first} to {last} ({count})"),
    }
}

/// Several stretches, one after the other.
fn stretches(all: &[Stretch], lang: Lang) -> String {
    all.iter().map(|one| stretch(*one, lang)).collect::<Vec<_>>().join("; ")
}

/// A day, or a stroke where there is none.
fn day(day: Option<NaiveDate>, lang: Lang) -> String {
    day.map_or_else(|| "–".to_owned(), |day| screen_date(day, lang))
}

/// The text of the language.
const fn one_of(lang: Lang, vi: &'static str, en: &'static str) -> &'static str {
    match lang {
        Lang::Vi => vi,
        Lang::En => en,
    }
}
