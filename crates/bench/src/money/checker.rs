//! What must hold, asked of the rows and of the bank's own books; nothing here asks the rules of claims.

use super::bank::{Bank, Fate};
use super::{DONG, EXCLUSION_MONTHS, World};
use crate::Failure;
use chrono::{Months, NaiveDate};
use sanviec_domain::posting::PostingCode;
use sanviec_store::{claim, ledger};
use std::collections::BTreeMap;
use uuid::Uuid;

/// A claim of the simulation.
#[derive(Clone, Debug)]
pub(crate) struct Made {
    pub(crate) id: String,
    /// Number of the person.
    pub(crate) person: usize,
    /// What the centre gave back.
    pub(crate) given_back: i64,
}

/// What is wrong; none when all is well.
pub(crate) async fn wrong(world: &World, bank: &Bank, made: &[Made]) -> Result<Option<String>, Failure> {
    let reader = world.store().reader();
    let sum: i64 = ledger::balances(reader, None).await?.iter().map(|balance| balance.dong).sum();
    if sum != 0 || ledger::count_unbalanced(reader).await? != 0 {
        return Ok(Some(format!("the ledger sums to {sum}")));
    }
    for claim in made {
        if let Some(wrong) = of_claim(world, bank, claim).await? {
            return Ok(Some(format!("claim {}: {wrong}", claim.id)));
        }
    }
    Ok(paid_twice(bank, made))
}

async fn of_claim(world: &World, bank: &Bank, made: &Made) -> Result<Option<String>, Failure> {
    let id: Uuid = made.id.parse::<PostingCode>().map(PostingCode::uuid).map_err(|_| "no code")?;
    let mut booked = 0;
    for (_, lines) in ledger::list_of_claim(world.store().reader(), id).await? {
        if lines.iter().map(|line| line.dong).sum::<i64>() != 0 {
            return Ok(Some("a journal does not sum to zero".into()));
        }
        booked += lines.iter().filter(|line| line.account == "bank").map(|line| -line.dong).sum::<i64>();
    }
    let told = bank.told(&made.id) - made.given_back;
    if booked != told {
        return Ok(Some(format!("{booked} is booked as paid and the bank told {told}")));
    }
    let paid = bank.paid(&made.id) - made.given_back;
    if !(0..=DONG).contains(&paid) {
        return Ok(Some(format!("the bank paid {paid}")));
    }
    let row = claim::find(world.store().reader(), id).await?.ok_or("a claim is gone")?;
    Ok((row.paid_dong - row.returned_dong != told).then(|| "its row holds another amount".to_owned()))
}

/// Nobody is paid for by two claims within the months of exclusion.
fn paid_twice(bank: &Bank, made: &[Made]) -> Option<String> {
    let mut days: BTreeMap<usize, Vec<(NaiveDate, &str)>> = BTreeMap::new();
    for claim in made.iter().filter(|claim| bank.paid(&claim.id) - claim.given_back > 0) {
        let of_claim = bank.attempts.values().filter(|attempt| attempt.claim == claim.id);
        let first = of_claim.filter_map(|attempt| match attempt.fate {
            Some(Fate::Paid(on)) => Some(on),
            Some(Fate::Bounced | Fate::BroughtBack(_)) | None => None,
        });
        days.entry(claim.person).or_default().extend(first.min().map(|on| (on, claim.id.as_str())));
    }
    for (person, mut paid) in days {
        paid.sort_unstable();
        for pair in paid.windows(2) {
            let free = pair[0].0.checked_add_months(Months::new(EXCLUSION_MONTHS)).unwrap_or(NaiveDate::MAX);
            if pair[1].0 < free {
                return Some(format!("person {person} was paid for twice: {} and {}", pair[0].1, pair[1].1));
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::super::bank::Attempt;
    use super::*;

    fn attempt(claim: &str, fate: Fate) -> Attempt {
        Attempt { claim: claim.to_owned(), dong: DONG, fate: Some(fate), told: None }
    }

    fn on(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    #[test]
    fn two_payments_for_a_person_within_a_year_are_seen_and_others_are_not() {
        let made = |id: &str, person, given_back| Made { id: id.to_owned(), person, given_back };
        for (second, person, given_back, is_wrong) in [
            (Fate::Paid(on("2027-02-28")), 1, 0, true),
            (Fate::Paid(on("2027-03-01")), 1, 0, false),
            (Fate::Paid(on("2026-03-02")), 2, 0, false),
            (Fate::Paid(on("2026-03-02")), 1, DONG, false),
            (Fate::BroughtBack(on("2026-03-02")), 1, 0, false),
            (Fate::Bounced, 1, 0, false),
        ] {
            let mut bank = Bank::default();
            bank.attempts.insert("P1".into(), attempt("a", Fate::Paid(on("2026-03-01"))));
            bank.attempts.insert("P2".into(), attempt("b", second));
            let found = paid_twice(&bank, &[made("a", 1, 0), made("b", person, given_back)]);
            assert_eq!(found.is_some(), is_wrong, "{second:?} {person} {given_back}");
        }
    }
}
