//! What is paid for a placement: the tables of a policy that the derivation never reads.

use super::Recovery;
use crate::placement::terms::add_months;
use chrono::{Datelike, NaiveDate};

/// What is paid for a placement, and what becomes of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Money {
    /// At most, for one placement; `None`: nobody has fixed it yet, and nothing can be claimed.
    pub dong_max: Option<i64>,
    /// Beneficiary groups that have an amount of their own.
    pub groups: Vec<(String, i64)>,
    /// Budget years with amounts of their own.
    pub years: Vec<YearAmounts>,
    /// Where the money comes from.
    pub budget: String,
    /// Last day on which it may be claimed; `None`: open.
    pub claimed_through: Option<NaiveDate>,
    /// How long papers are kept.
    pub retention_years: u32,
    /// What is asked back.
    pub recovery: Recovery,
    /// In how many parts it may be given back at most.
    pub instalments_max: u32,
    /// Months in which one person is not paid for twice in the programme.
    pub exclusion_months: u32,
    /// Above it a third person approves; `None`: two suffice for every amount.
    pub third_above_dong: Option<i64>,
}

/// Amounts of one budget year where they differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct YearAmounts {
    /// The budget year.
    pub year: i32,
    /// Of whoever belongs to no group.
    pub everybody: Option<i64>,
    /// Of groups.
    pub groups: Vec<(String, i64)>,
}

codes! {
    /// Why there is no amount.
    NoAmount {
        /// Nobody has fixed one yet.
        NotFixed = "amount_not_fixed",
        /// The policy does not know this group.
        UnknownGroup = "unknown_group",
        /// The last day for claiming is over.
        Over = "budget_over",
    }
}

impl Money {
    /// What is paid for a placement of somebody in these groups on a day: the highest of the groups' amounts
    /// (TT 60/2026/TT-BTC, Article 2(3): of several policies the one with the highest support), never above the most.
    /// The budget year is that of the day.
    pub fn amount(&self, groups: &[&str], on: NaiveDate) -> Result<i64, NoAmount> {
        self.amount_through(groups, on, self.claimed_through)
    }

    /// The same when the last day for claiming is another one: it was extended.
    pub fn amount_through(&self, groups: &[&str], on: NaiveDate, through: Option<NaiveDate>) -> Result<i64, NoAmount> {
        if through.is_some_and(|through| on > through) {
            return Err(NoAmount::Over);
        }
        let year = on.year();
        let most = self.dong_max.ok_or(NoAmount::NotFixed)?;
        let of_year = self.years.iter().find(|amounts| amounts.year == year);
        let everybody = of_year.and_then(|amounts| amounts.everybody).unwrap_or(most);
        let of_group = |group: &&str| {
            let of_year = of_year.and_then(|amounts| find(&amounts.groups, group));
            of_year.or_else(|| find(&self.groups, group)).ok_or(NoAmount::UnknownGroup)
        };
        let amounts = groups.iter().map(of_group).collect::<Result<Vec<_>, _>>()?;
        Ok(amounts.into_iter().max().unwrap_or(everybody).min(most))
    }

    /// Names of all groups, those of single years included.
    pub fn group_names(&self) -> Vec<&str> {
        let of_years = self.years.iter().flat_map(|amounts| amounts.groups.iter());
        let mut names: Vec<&str> = self.groups.iter().chain(of_years).map(|(name, _)| name.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// Whether a third person must approve this amount.
    pub fn needs_third(&self, dong: i64) -> bool {
        self.third_above_dong.is_some_and(|above| dong > above)
    }

    /// First day on which a person may be paid for again who was paid for on `paid_on`.
    pub fn excluded_until(&self, paid_on: NaiveDate) -> NaiveDate {
        add_months(paid_on, self.exclusion_months)
    }

    /// Last day on which the papers of a claim settled on `on` must be there: the years count from the end of its year.
    pub fn kept_through(&self, on: NaiveDate) -> NaiveDate {
        let years = i32::try_from(self.retention_years).unwrap_or(i32::MAX);
        NaiveDate::from_ymd_opt(on.year().saturating_add(years), 12, 31).unwrap_or(NaiveDate::MAX)
    }
}

fn find(groups: &[(String, i64)], name: &str) -> Option<i64> {
    groups.iter().find(|(known, _)| known == name).map(|(_, dong)| *dong)
}
