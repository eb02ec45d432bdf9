//! Double entry: every movement of money is a journal of postings that sum to zero, added and never changed. An amount
//! is whole dong; debit is positive, credit negative; nothing wraps and nothing is rounded here.
//!
//! Must not hold: when money moves (the life of a claim says so), where rows are kept.

use std::collections::BTreeMap;

codes! {
    /// What a posting is booked on. One chart for all programmes; the claim says of which it is.
    Account {
        /// What the programme's money was used for.
        Expense = "expense",
        /// What is owed to a centre and not yet paid.
        Owed = "owed",
        /// Money of the programme at the bank.
        Bank = "bank",
        /// What a centre is to give back.
        Receivable = "receivable",
    }
}

codes! {
    /// Why money moved.
    Occasion {
        /// A claim was approved.
        Obliged = "obliged",
        /// An obligation ended without having been paid.
        Released = "released",
        /// The bank paid.
        Paid = "paid",
        /// The bank brought back what it had paid.
        BroughtBack = "brought_back",
        /// Money is asked back.
        AskedBack = "asked_back",
        /// What was asked back is not asked any more.
        AskedNoMore = "asked_no_more",
        /// A centre gave money back.
        GivenBack = "given_back",
    }
}

/// One line of a journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Posting {
    /// What it is booked on.
    pub account: Account,
    /// Debit above zero, credit below.
    pub dong: i64,
}

/// Postings that belong together and sum to zero.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Journal {
    occasion: Occasion,
    postings: Vec<Posting>,
}

/// Why postings are no journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LedgerFault {
    /// The postings do not sum to zero.
    #[error("the postings do not sum to zero")]
    Unbalanced,
    /// Fewer than two postings, or one of nothing.
    #[error("a journal needs two postings that are not zero")]
    Empty,
    /// A sum beyond 64 bits.
    #[error("a sum is beyond what can be counted")]
    Overflow,
}

impl Journal {
    /// A journal of these postings.
    pub fn of(occasion: Occasion, postings: Vec<Posting>) -> Result<Self, LedgerFault> {
        if postings.len() < 2 || postings.iter().any(|posting| posting.dong == 0) {
            return Err(LedgerFault::Empty);
        }
        match sum(&postings)? {
            0 => Ok(Self { occasion, postings }),
            _ => Err(LedgerFault::Unbalanced),
        }
    }

    /// The same amount on two accounts.
    pub fn between(occasion: Occasion, debit: Account, credit: Account, dong: i64) -> Result<Self, LedgerFault> {
        let against = dong.checked_neg().ok_or(LedgerFault::Overflow)?;
        Self::of(occasion, vec![Posting { account: debit, dong }, Posting { account: credit, dong: against }])
    }

    /// Why money moved.
    pub const fn occasion(&self) -> Occasion {
        self.occasion
    }

    /// Its lines, in order.
    pub fn postings(&self) -> &[Posting] {
        &self.postings
    }
}

/// The sum of postings; refused beyond 64 bits at any step, so that no order of adding hides a sum that wraps.
pub fn sum(postings: &[Posting]) -> Result<i64, LedgerFault> {
    let added = postings.iter().try_fold(0_i64, |sum, posting| sum.checked_add(posting.dong));
    added.ok_or(LedgerFault::Overflow)
}

/// What stands on each account after some postings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Balances(BTreeMap<Account, i64>);

impl Balances {
    /// The balances after these postings.
    pub fn of(postings: impl IntoIterator<Item = Posting>) -> Result<Self, LedgerFault> {
        let mut balances = Self::default();
        for posting in postings {
            let held = balances.0.entry(posting.account).or_insert(0);
            *held = held.checked_add(posting.dong).ok_or(LedgerFault::Overflow)?;
        }
        Ok(balances)
    }

    /// What stands on an account.
    pub fn on(&self, account: Account) -> i64 {
        self.0.get(&account).copied().unwrap_or(0)
    }

    /// The sum over all accounts: zero, or the ledger is broken.
    pub fn total(&self) -> Option<i64> {
        self.0.values().try_fold(0_i64, |sum, dong| sum.checked_add(*dong))
    }
}

#[cfg(test)]
mod tests;
