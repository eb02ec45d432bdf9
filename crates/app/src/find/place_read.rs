//! How a place was understood that a search names in words, and what else it may be.

use crate::reading;
use sanviec_reference::place::{Confidence, Item};

/// Other readings that are told: there are ten districts Châu Thành.
const OTHERS: usize = 12;

/// A place that was named in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlaceRead {
    /// As it was asked for.
    pub typed: String,
    pub(crate) item: Item,
}

impl PlaceRead {
    /// The unit that it was taken for.
    #[must_use]
    pub fn name(&self) -> String {
        self.item.found.address()
    }

    /// How sure that is: `sure`, `likely` or `ambiguous`.
    #[must_use]
    pub const fn confidence(&self) -> &'static str {
        match self.item.confidence {
            Confidence::Sure => "sure",
            Confidence::Likely => "likely",
            Confidence::Ambiguous => "ambiguous",
        }
    }

    /// Whether nothing else fits.
    #[must_use]
    pub fn is_sure(&self) -> bool {
        self.item.confidence == Confidence::Sure
    }

    /// Whether it states a unit that is not there: "Quận 7, Hà Nội".
    #[must_use]
    pub const fn is_partial(&self) -> bool {
        self.item.is_partial
    }

    /// Whether whoever asked should see what else it may be.
    #[must_use]
    pub fn is_doubtful(&self) -> bool {
        self.item.is_partial || self.item.confidence < Confidence::Likely
    }

    /// Other units that may be meant, each as it can be asked for.
    #[must_use]
    pub fn others(&self) -> Vec<String> {
        reading::others(&self.item, OTHERS)
    }
}
