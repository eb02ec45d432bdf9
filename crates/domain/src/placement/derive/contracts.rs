//! 3.2 to 3.4: which contracts are read, when they were signed, which are accepted, and their planned days.

use super::number;
use crate::placement::{
    Case, Contract, ContractTerms, CountsFrom, FOREVER, Fact, Form, Party, Probation, Signature, Source, Stretch,
    Succession,
};
use chrono::{Months, NaiveDate};

/// A contract that counts, with the days planned for it.
pub(super) struct Accepted<'a> {
    /// Its id.
    pub(super) id: &'a str,
    /// The day on which the second of the parties signed it.
    pub(super) signed_on: NaiveDate,
    /// The planned days; empty when it was signed after its end.
    pub(super) planned: Stretch,
}

/// A contract that is read and signed by both.
struct Signed<'a> {
    contract: &'a Contract,
    on: NaiveDate,
}

/// The accepted contracts in order of start and id.
pub(super) fn accepted<'a>(case: &'a Case, visible: &[&'a Fact]) -> Vec<Accepted<'a>> {
    let terms = &case.terms.contract;
    let signed = read(case, visible).into_iter();
    let signed = signed.filter_map(|contract| Some(Signed { contract, on: signed_on(contract, visible, terms)? }));
    let mut signed: Vec<Signed<'a>> = signed.filter(|signed| is_accepted(signed.contract, terms)).collect();
    signed.sort_unstable_by_key(|signed| (signed.contract.start, signed.contract.contract.as_str()));
    planned(&signed, case)
}

/// 3.2: the contracts that are read, signed or not.
pub(super) fn read<'a>(case: &'a Case, visible: &[&'a Fact]) -> Vec<&'a Contract> {
    let belonging = Belonging::of(&case.employer, visible);
    let mut read = last_statements(visible);
    read.retain(|contract| contract.start >= case.placed_on && belonging.admits(&contract.employer, contract.start));
    read
}

/// The last visible statement of each contract.
pub(super) fn last_statements<'a>(visible: &[&'a Fact]) -> Vec<&'a Contract> {
    let mut last: Vec<&Contract> = Vec::new();
    for fact in visible.iter().rev() {
        if let Some(contract) = fact.says.contract()
            && last.iter().all(|later| later.contract != contract.contract)
        {
            last.push(contract);
        }
    }
    last
}

/// Employers whose contracts are read: the first from the beginning, those that followed it from a day on.
struct Belonging<'a> {
    first: &'a str,
    later: Vec<(&'a str, NaiveDate)>,
}

impl<'a> Belonging<'a> {
    fn of(first: &'a str, visible: &[&'a Fact]) -> Self {
        let mut successions: Vec<&Succession> = visible.iter().filter_map(|fact| fact.says.succession()).collect();
        // Stable: those of one day stay in the order in which they were recorded.
        successions.sort_by_key(|succession| succession.on);
        let mut belonging = Self { first, later: Vec::new() };
        for succession in successions {
            if belonging.knows(&succession.from_employer) && !belonging.knows(&succession.to_employer) {
                belonging.later.push((&succession.to_employer, succession.on));
            }
        }
        belonging
    }

    fn knows(&self, employer: &str) -> bool {
        employer == self.first || self.later.iter().any(|(later, _)| *later == employer)
    }

    fn admits(&self, employer: &str, start: NaiveDate) -> bool {
        employer == self.first || self.later.iter().any(|(later, from)| *later == employer && start >= *from)
    }
}

/// The day on which the second of the parties signed.
fn signed_on(contract: &Contract, visible: &[&Fact], terms: &ContractTerms) -> Option<NaiveDate> {
    let by = |party| signed_by(&contract.contract, party, visible, terms);
    Some(by(Party::Employer)?.max(by(Party::Worker)?))
}

/// The day on which a party signed a contract. A restated contract must be signed anew; an officer's correction keeps
/// the signatures.
pub(super) fn signed_by(id: &str, party: Party, visible: &[&Fact], terms: &ContractTerms) -> Option<NaiveDate> {
    let restated = |fact: &&Fact| {
        let stated = fact.says.contract().is_some_and(|stated| stated.contract == id);
        stated && fact.source != Source::Officer
    };
    let from = visible.iter().rposition(restated).map_or(0, |at| at + 1);
    let signatures = visible[from..].iter().filter_map(|fact| {
        let signature = fact.says.signature().filter(|one| one.contract == id && one.party == party)?;
        signature_counts(signature, fact, terms).then_some(signature.signed_on)
    });
    signatures.min()
}

/// A signature cannot lie after the day on which it was recorded.
fn signature_counts(signature: &Signature, fact: &Fact, terms: &ContractTerms) -> bool {
    terms.signature_methods.contains(&signature.method) && signature.signed_on <= fact.recorded_at.day()
}

fn is_accepted(contract: &Contract, terms: &ContractTerms) -> bool {
    if contract.form == Form::Probation {
        return terms.probation == Probation::Counts;
    }
    terms.forms.contains(&contract.form) && is_long_enough(contract, terms.minimum_months)
}

fn is_long_enough(contract: &Contract, months: u32) -> bool {
    let Some(through) = contract.through else { return true };
    let least = contract.start.checked_add_months(Months::new(months));
    months == 0 || least.is_some_and(|least| number(least) <= number(through) + 1)
}

/// 3.4: the planned days of each. A renewal signed in time counts from its start even where days count from the
/// signature.
fn planned<'a>(signed: &[Signed<'a>], case: &Case) -> Vec<Accepted<'a>> {
    let mut accepted: Vec<Accepted<'a>> = Vec::with_capacity(signed.len());
    for Signed { contract, on: signed_on } in signed {
        let (start, on) = (number(contract.start), number(*signed_on));
        let from_start = case.terms.contract.counts_from == CountsFrom::Start
            || (on <= start + case.terms.gap.renewal_days && follows(&accepted, start));
        let planned = Stretch {
            from: if from_start { start } else { start.max(on) },
            until: contract.through.map_or(FOREVER, |through| number(through) + 1),
        };
        accepted.push(Accepted { id: &contract.contract, signed_on: *signed_on, planned });
    }
    accepted
}

/// Whether a contract that starts on this day goes on where an earlier one reaches.
fn follows(earlier: &[Accepted<'_>], start: i32) -> bool {
    let reaches = |planned: Stretch| planned.from <= start && start <= planned.until;
    earlier.iter().any(|earlier| !earlier.planned.is_empty() && reaches(earlier.planned))
}
