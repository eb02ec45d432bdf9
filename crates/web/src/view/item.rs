//! One posting in a list.

use chrono::NaiveDate;

use super::{Page, Words};
use crate::format::{self, Pay};

/// Days left from which on a deadline is called close.
const CLOSE: i64 = 3;

/// What a list shows of a posting.
#[derive(Clone, Debug)]
pub(crate) struct Item {
    /// Code in the address.
    pub(crate) code: String,
    /// Readable end of the address.
    pub(crate) slug: String,
    /// Title.
    pub(crate) title: Words,
    /// Name of the employer.
    pub(crate) employer: Words,
    /// First workplace in words.
    pub(crate) place: Words,
    /// Workplaces beyond the first.
    pub(crate) more_places: u32,
    /// Pay.
    pub(crate) pay: Pay,
    /// Working time and shift in words, in the page's language; empty when not said.
    pub(crate) pattern: String,
    /// Day the posting was put up.
    pub(crate) posted_on: NaiveDate,
    /// Last day to apply, and the days left until then.
    pub(crate) deadline: Option<(NaiveDate, i64)>,
    /// Distance from the place looked for, straight line, in metres.
    pub(crate) distance_m: Option<u32>,
}

impl Item {
    /// Address of the posting.
    pub(crate) fn href(&self, page: &Page) -> String {
        page.href(&format!("/viec-lam/{}/{}", self.code, self.slug))
    }

    /// Pay in words.
    pub(crate) fn pay_words(&self, page: &Page) -> String {
        format::pay(page.lang, &self.pay)
    }

    /// Places in words.
    pub(crate) fn place_words(&self, page: &Page) -> String {
        if self.more_places == 0 {
            return self.place.to_string();
        }
        format!("{} {}", self.place, page.n("item-more-places", self.more_places))
    }

    /// The deadline in words, with the days left when it is close; the day of posting without a deadline.
    pub(crate) fn date_words(&self, page: &Page) -> String {
        let Some((day, left)) = self.deadline else {
            return page.t1("item-posted", "day", format::short_date(page.lang, self.posted_on));
        };
        match left {
            0 => page.t("item-deadline-today"),
            1..=CLOSE => page.n("item-deadline-close", left),
            _ => page.t1("item-deadline", "day", format::short_date(page.lang, day)),
        }
    }

    /// Whether the deadline is close.
    pub(crate) fn is_late(&self) -> bool {
        self.deadline.is_some_and(|(_, left)| left <= CLOSE)
    }

    /// Distance in words.
    pub(crate) fn distance_words(&self, page: &Page) -> Option<String> {
        self.distance_m.map(|metres| page.t1("item-distance", "distance", format::kilometres(page.lang, metres)))
    }
}
