//! A case as this reading holds it: days as numbers, words as written.

use std::collections::HashMap;

pub(super) struct Case {
    pub(super) id: String,
    pub(super) employer: String,
    pub(super) placed_on: i64,
    pub(super) today: i64,
    pub(super) known_at: i64,
    /// Not yet in order, all that were recorded.
    pub(super) facts: Vec<Fact>,
    pub(super) policy: Policy,
}

#[derive(Clone)]
pub(super) struct Fact {
    pub(super) id: String,
    /// Microseconds since 1970.
    pub(super) recorded_at: i64,
    pub(super) source: String,
    pub(super) says: Says,
}

#[derive(Clone)]
pub(super) enum Says {
    Contract { contract: String, employer: String, form: String, start: i64, through: Option<i64> },
    Signature { contract: String, party: String, signed_on: i64, method: String },
    Attestation { from: i64, through: i64, employed: Option<bool>, stated_on: Option<i64> },
    Leave { leave: String, from: i64, through: Option<i64> },
    Ended { contract: String, through: i64, reason: String },
    Reinstated { contract: String },
    Succession { from_employer: String, to_employer: String, on: i64 },
    Retraction { retracts: String },
}

pub(super) struct Policy {
    pub(super) months: Option<i64>,
    pub(super) days: Option<i64>,
    pub(super) first_day: String,
    pub(super) forms: Vec<String>,
    pub(super) signature_methods: Vec<String>,
    pub(super) counts_from: String,
    pub(super) minimum_months: i64,
    pub(super) probation: String,
    pub(super) tolerated_days: i64,
    pub(super) tolerated_total_days: i64,
    pub(super) beyond: String,
    pub(super) renewal_days: i64,
    pub(super) leave: HashMap<String, String>,
    pub(super) any_of: Vec<Vec<String>>,
    pub(super) rank: Vec<String>,
    pub(super) within_days: i64,
}

impl Fact {
    /// The day in Viet Nam on which it was recorded.
    pub(super) fn recorded_on(&self) -> i64 {
        (self.recorded_at + 7 * 3_600 * 1_000_000).div_euclid(86_400 * 1_000_000)
    }
}

impl Policy {
    /// Smaller is stronger.
    pub(super) fn place(&self, source: &str) -> usize {
        self.rank.iter().position(|ranked| ranked == source).unwrap_or(99)
    }
}
