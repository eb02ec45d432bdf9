//! All that the rule is told: nothing else may enter an outcome, so that it can be had again.

use super::{Fact, Terms};
use crate::time::Micros;
use chrono::NaiveDate;

/// One placement, seen on one day with one state of knowledge under the terms of one policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// Name of the case; comes back in the outcome.
    pub id: String,
    /// The first employer. The service gives the enterprise's code of 10 digits, so that branches are one employer.
    pub employer: String,
    /// Day of the centre's referral.
    pub placed_on: NaiveDate,
    /// Everything recorded, in any order.
    pub facts: Vec<Fact>,
    /// Only days before it have happened.
    pub today: NaiveDate,
    /// Facts recorded later are not seen.
    pub known_at: Micros,
    /// The terms in force for this placement.
    pub terms: Terms,
}
