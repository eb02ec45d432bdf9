//! A policy: one version of a programme as its file tells it, with the terms that the derivation reads and, apart from
//! them, the money that follows. The files stand in `config/policies`, each with golden cases beside it.

mod choice;
mod golden;
mod load;
mod money;

use super::Terms;
use chrono::NaiveDate;

pub use choice::choose;
pub use golden::{Golden, golden_cases};
pub use money::{Money, NoAmount, YearAmounts};

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

impl Policy {
    /// Whether it holds for a placement whose first contract was first signed on this day.
    pub fn is_valid_on(&self, signed_on: NaiveDate) -> bool {
        self.valid_from <= signed_on && self.valid_through.is_none_or(|through| signed_on <= through)
    }
}
