//! A policy: one version of a programme as its file tells it, with the terms that the derivation reads and, apart from
//! them, the money that follows. The files stand in `config/policies`, each with golden cases beside it.

mod choice;
mod golden;
mod load;

use super::Terms;
use chrono::NaiveDate;

pub use choice::choose;
pub use golden::{Golden, golden_cases};

codes! {
    /// What is asked back when a paid placement is no longer confirmed.
    Recovery {
        /// Nothing.
        None = "none",
        /// What the days that hold do not cover.
        ProRata = "pro-rata",
        /// Everything.
        Full = "full",
    }
}

/// One version of a programme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// The programme.
    pub name: String,
    /// The version.
    pub version: String,
    /// Code of the province, or `*` for all that have none of their own.
    pub province: String,
    /// The funding task, or `*` for all that have none of their own.
    pub task: String,
    /// The legal text that it rests on, and what is the product's own rule.
    pub basis: String,
    /// First day of signing for which it holds.
    pub valid_from: NaiveDate,
    /// Last day of signing for which it holds; `None`: open.
    pub valid_through: Option<NaiveDate>,
    /// What the derivation reads.
    pub terms: Terms,
    /// What is paid and asked back.
    pub money: Money,
}

/// What is paid for a placement, and what becomes of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Money {
    /// At most, for one placement; `None`: nobody has fixed it yet, and nothing can be claimed.
    pub dong_max: Option<i64>,
    /// Beneficiary groups that have an amount of their own.
    pub groups: Vec<(String, i64)>,
    /// Where the money comes from.
    pub budget: String,
    /// How long papers are kept.
    pub retention_years: u32,
    /// What is asked back.
    pub recovery: Recovery,
    /// Months in which one person is not paid for twice in the programme.
    pub exclusion_months: u32,
}

impl Policy {
    /// Whether it holds for a placement whose first contract was first signed on this day.
    pub fn is_valid_on(&self, signed_on: NaiveDate) -> bool {
        self.valid_from <= signed_on && self.valid_through.is_none_or(|through| signed_on <= through)
    }
}
