//! The bank of the simulation: it remembers what it was told to pay and what it did, apart from what the exchange
//! believes. It pays a name once, whatever it is told again.

use chrono::NaiveDate;
use std::collections::BTreeMap;
use std::fmt::Write;

/// What became of an attempt at the bank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    Paid(NaiveDate),
    Bounced,
    /// Paid, and brought back.
    BroughtBack(NaiveDate),
}

/// An attempt as the bank knows it.
#[derive(Clone, Debug)]
pub(crate) struct Attempt {
    pub(crate) claim: String,
    pub(crate) dong: i64,
    pub(crate) fate: Option<Fate>,
    /// What the exchange was told last.
    pub(crate) told: Option<Fate>,
}

/// The bank.
#[derive(Default)]
pub(crate) struct Bank {
    pub(crate) attempts: BTreeMap<String, Attempt>,
    /// Lists that came, with the names on them.
    pub(crate) lists: BTreeMap<String, Vec<String>>,
}

impl Bank {
    /// Takes a list. The same list again is the same list.
    pub(crate) fn take(&mut self, list: &str, lines: Vec<(String, String, i64)>) {
        let names = lines.iter().map(|(name, _, _)| name.clone()).collect();
        for (name, claim, dong) in lines {
            self.attempts.entry(name).or_insert(Attempt { claim, dong, fate: None, told: None });
        }
        self.lists.insert(list.to_owned(), names);
    }

    /// The file of answers to a list: one row for each attempt whose fate is known, told before or not.
    pub(crate) fn answers(&self, list: &str, day: NaiveDate) -> String {
        let mut file = String::from("code,dong,status,date,reason,note\n");
        for name in self.lists.get(list).into_iter().flatten() {
            let Some(attempt) = self.attempts.get(name) else { continue };
            let (status, reason) = match attempt.fate {
                None => continue,
                Some(Fate::Paid(_)) => ("PAID", ""),
                Some(Fate::Bounced) => ("RJCT", "AC04"),
                // Whoever brings back has paid before; told in two rows where the first was never told.
                Some(Fate::BroughtBack(_)) => ("RETURNED", "AC01"),
            };
            if matches!(attempt.fate, Some(Fate::BroughtBack(_))) && attempt.told.is_none() {
                let _ = writeln!(file, "{name},{},PAID,{day},,", attempt.dong);
            }
            let _ = writeln!(file, "{name},{},{status},{day},{reason},", attempt.dong);
        }
        file
    }

    /// Notes that the answers to a list arrived.
    pub(crate) fn arrived(&mut self, list: &str) {
        for name in self.lists.get(list).cloned().unwrap_or_default() {
            if let Some(attempt) = self.attempts.get_mut(&name) {
                attempt.told = attempt.fate;
            }
        }
    }

    /// What the bank really holds against a claim: paid and not brought back.
    pub(crate) fn paid(&self, claim: &str) -> i64 {
        let of_claim = self.attempts.values().filter(|attempt| attempt.claim == claim);
        of_claim.filter(|attempt| matches!(attempt.fate, Some(Fate::Paid(_)))).map(|attempt| attempt.dong).sum()
    }

    /// The same as far as the exchange was told.
    pub(crate) fn told(&self, claim: &str) -> i64 {
        let of_claim = self.attempts.values().filter(|attempt| attempt.claim == claim);
        of_claim.filter(|attempt| matches!(attempt.told, Some(Fate::Paid(_)))).map(|attempt| attempt.dong).sum()
    }
}
