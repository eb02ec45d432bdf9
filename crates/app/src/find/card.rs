//! What a list shows of a posting. It is written into the index when the posting is indexed and read back for lists,
//! so that a list touches no database; its JSON is also the list item of the API, byte for byte.

use serde::{Deserialize, Serialize};

/// One posting in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// Code of the posting in addresses, 26 letters and digits.
    pub id: String,
    /// Where it was imported from, and its id there.
    pub source: Option<String>,
    pub source_id: Option<String>,
    pub title: String,
    /// Last part of the page's address.
    pub slug: String,
    pub employer: String,
    pub employer_id: String,
    /// First workplace in words: commune and province in force.
    pub place: String,
    pub places: Vec<CardPlace>,
    pub pay: Option<CardPay>,
    /// `full` or `part`.
    pub working_time: Option<String>,
    /// `indefinite`, `fixed_under_12`, `fixed_12_36`, `other`.
    pub contract: Option<String>,
    pub remote: Option<String>,
    /// VSCO code of 1 to 4 digits.
    pub occupation: Option<String>,
    /// People wanted.
    pub wanted: u32,
    /// RFC 3339, +07:00.
    pub posted_at: String,
    /// Last day to apply (YYYY-MM-DD).
    pub deadline_on: Option<String>,
    pub housing: bool,
    pub transport: bool,
    pub no_experience: bool,
}

/// Where the work is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardPlace {
    /// Code of the commune in force, when one is known.
    pub commune: Option<String>,
    /// Code of the province in force.
    pub province: Option<String>,
    pub name: String,
}

/// Pay as stated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardPay {
    /// True when it is to be agreed; the other fields are then empty.
    pub agreed: bool,
    pub min: Option<i64>,
    pub max: Option<i64>,
    /// `VND` or `USD`.
    pub currency: Option<String>,
    /// `month`, `day`, `hour`, `year`, `piece`.
    pub per: Option<String>,
}
