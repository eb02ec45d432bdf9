//! What must hold, asked of the rows and of the bank's own books; nothing here asks the rules of claims, nor the code
//! that reads or writes them.

use super::bank::Bank;
use super::{Apart, DONG, EXCLUSION_MONTHS, LedgerLine, Told};
use crate::Failure;
use chrono::{Months, NaiveDate};
use sanviec_domain::posting::PostingCode;
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
    /// What is to come back of it whatever the facts say.
    pub(crate) contested: i64,
}

/// What was seen.
pub(crate) struct Seen {
    /// What is wrong; none when all is well.
    pub(crate) wrong: Option<String>,
    /// What stands there, the same in each run of one number: state and money of each claim, in the order in which they
    /// were made.
    pub(crate) told: Vec<(String, i64)>,
}

/// Looks at everything.
pub(crate) async fn seen(apart: &mut Apart, bank: &Bank, made: &[Made]) -> Result<Seen, Failure> {
    let (lines, rows, programs) = (apart.ledger().await?, apart.claims().await?, apart.told().await?);
    let mut booked: BTreeMap<Uuid, i64> = BTreeMap::new();
    for line in lines.iter().filter(|line| line.account == "bank") {
        *booked.entry(line.claim).or_default() -= line.dong;
    }
    let held: BTreeMap<Uuid, i64> = rows.iter().map(|row| (row.claim, row.held_dong)).collect();
    let mut wrong = unbalanced(&lines).or_else(|| paid_twice(bank, made)).or_else(|| told_twice(&programs));
    if rows.len() != made.len() {
        wrong = wrong.or(Some(format!("there are {} claims and {} were made", rows.len(), made.len())));
    }
    for claim in made {
        let id = claim.id.parse::<PostingCode>().map(PostingCode::uuid).map_err(|_| "no code")?;
        let books = (booked.remove(&id).unwrap_or(0), held.get(&id).copied());
        wrong = wrong.or_else(|| of_claim(books, bank, claim).map(|wrong| format!("claim {}: {wrong}", claim.id)));
    }
    if let Some((claim, dong)) = booked.first_key_value() {
        wrong = wrong.or(Some(format!("{dong} is booked for {claim}, which nobody made")));
    }
    Ok(Seen { wrong, told: rows.into_iter().map(|row| (row.state, row.held_dong)).collect() })
}

/// Each journal has the lines that it says and sums to zero, and so does the ledger.
fn unbalanced(lines: &[LedgerLine]) -> Option<String> {
    let mut journals: BTreeMap<Uuid, (i64, i64, i64)> = BTreeMap::new();
    for line in lines {
        let (said, count, sum) = journals.entry(line.journal).or_default();
        *said = line.lines;
        *count += i64::from(!line.account.is_empty());
        *sum += line.dong;
    }
    let bad = journals.iter().find(|(_, (said, count, sum))| said != count || *count < 2 || *sum != 0);
    bad.map(|(id, (said, count, sum))| format!("journal {id} of {said} lines has {count} and sums to {sum}"))
}

/// A program hears in turns that a placement counts and that it counts no more, beginning with the first, each once.
fn told_twice(told: &[Told]) -> Option<String> {
    let mut last: Option<&Told> = None;
    for one in told {
        let before = last.filter(|last| last.placement == one.placement);
        let (version, was_confirmed) = before.map_or((0, false), |last| (last.version, last.is_confirmed));
        if one.version != version + 1 || one.is_confirmed == was_confirmed {
            return Some(format!("a program is told {one:?} after {before:?}"));
        }
        last = Some(one);
    }
    None
}

/// What is booked, what the row says and what the bank did agree.
fn of_claim((booked, held): (i64, Option<i64>), bank: &Bank, made: &Made) -> Option<String> {
    let told = bank.told(&made.id) - made.given_back;
    if booked != told {
        return Some(format!("{booked} is booked as paid and the bank told {told}"));
    }
    let paid = bank.paid(&made.id) - made.given_back;
    // What was brought back and is not told yet, the centre may have given back meanwhile.
    let least = if bank.is_back_untold(&made.id) { -made.given_back } else { 0 };
    if !(least..=DONG).contains(&paid) {
        return Some(format!("the bank paid {paid}"));
    }
    (held != Some(told)).then(|| format!("its row holds {held:?} and the bank told {told}"))
}

/// At the end of a run nobody is paid for by two claims, whoever could have known: what a bank paid after all is back.
pub(crate) fn stays_paid_twice(bank: &Bank, made: &[Made]) -> Option<String> {
    twice(bank, made, |_, _| false)
}

/// At the end of a run no more is held of a claim than it may keep: what is to come back whatever the facts say came.
pub(crate) fn stays_contested(bank: &Bank, made: &[Made]) -> Option<String> {
    let held = |made: &Made| bank.paid(&made.id) - made.given_back;
    let over = made.iter().find(|made| held(made) > DONG - made.contested)?;
    let (id, contested) = (&over.id, over.contested);
    Some(format!("claim {id} holds {} though {contested} of {DONG} is to come back", held(over)))
}

/// Nobody is paid for by two claims within the months of exclusion, unless the bank said of one that it paid it after
/// all when the other was with it already: that is out, booked, and asked back.
fn paid_twice(bank: &Bank, made: &[Made]) -> Option<String> {
    twice(bank, made, |one, other| bank.is_corrected_after(one, other) || bank.is_corrected_after(other, one))
}

fn twice(bank: &Bank, made: &[Made], is_past_helping: impl Fn(&str, &str) -> bool) -> Option<String> {
    let mut days: BTreeMap<usize, Vec<(NaiveDate, &str)>> = BTreeMap::new();
    for claim in made.iter().filter(|claim| bank.paid(&claim.id) - claim.given_back > 0) {
        let first = bank.first_held_on(&claim.id, claim.given_back);
        days.entry(claim.person).or_default().extend(first.map(|on| (on, claim.id.as_str())));
    }
    for (person, mut paid) in days {
        paid.sort_unstable();
        for pair in paid.windows(2) {
            let free = pair[0].0.checked_add_months(Months::new(EXCLUSION_MONTHS)).unwrap_or(NaiveDate::MAX);
            if pair[1].0 < free && !is_past_helping(pair[0].1, pair[1].1) {
                return Some(format!("person {person} was paid for twice: {} and {}", pair[0].1, pair[1].1));
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::super::bank::{Attempt, Fate};
    use super::*;

    fn attempt(claim: &str, fate: Fate) -> Attempt {
        Attempt {
            claim: claim.to_owned(),
            dong: DONG,
            pay_on: on("2026-03-01"),
            fate: Some(fate),
            told: None,
            was_rejected: false,
            is_disputed: false,
            sent: 5,
            corrected: None,
        }
    }

    #[test]
    fn a_second_payment_is_excused_where_the_bank_corrected_itself_after_it_was_sent_and_not_in_the_end() {
        let made = |id: &str| Made { id: id.to_owned(), person: 1, given_back: 0, contested: 0 };
        for (corrected, is_wrong) in [(None, true), (Some(4), true), (Some(6), false)] {
            let mut bank = Bank::default();
            let paid = Fate::Paid(on("2026-03-01"));
            bank.attempts.insert("P1".into(), Attempt { sent: 1, corrected, ..attempt("a", paid) });
            bank.attempts.insert("P2".into(), attempt("b", paid));
            let all = [made("a"), made("b")];
            assert_eq!(paid_twice(&bank, &all).is_some(), is_wrong, "{corrected:?}");
            assert!(stays_paid_twice(&bank, &all).is_some());
            let back = [Made { given_back: DONG, ..made("a") }, made("b")];
            assert!(stays_paid_twice(&bank, &back).is_none());
        }
    }

    #[test]
    fn what_the_bank_brings_back_late_is_booked_as_far_as_the_centre_holds_it() {
        let (paid, back) = (Fate::Paid(on("2026-03-01")), Fate::BroughtBack(on("2026-03-01")));
        for (given_back, over) in [(0, 0), (100_000, 100_000), (DONG, DONG)] {
            let mut bank = Bank::default();
            let attempt = Attempt { told: Some(paid), is_disputed: true, ..attempt("a", back) };
            bank.attempts.insert("P1".into(), attempt);
            assert_eq!(bank.settled("P1", given_back), over);
            let made = Made { id: "a".into(), person: 1, given_back: given_back - over, contested: 0 };
            assert_eq!(of_claim((0, Some(0)), &bank, &made), None, "{given_back}");
        }
    }

    fn on(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    #[test]
    fn two_payments_for_a_person_within_a_year_are_seen_and_others_are_not() {
        let made = |id: &str, person, given_back| Made { id: id.to_owned(), person, given_back, contested: 0 };
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

    #[test]
    fn whoever_gave_all_back_is_paid_for_again_from_the_next_payment_on() {
        let made = |id: &str, given_back| Made { id: id.to_owned(), person: 1, given_back, contested: 0 };
        for (again, given_back, is_wrong) in [
            ("2027-06-01", DONG, false),
            ("2027-05-31", DONG, true),
            ("2027-06-01", DONG - 1, true),
            ("2027-06-01", 0, true),
        ] {
            let mut bank = Bank::default();
            for (name, claim, day) in [("P1", "a", "2026-03-01"), ("P2", "b", "2026-06-01"), ("P3", "a", again)] {
                bank.attempts.insert(name.into(), attempt(claim, Fate::Paid(on(day))));
            }
            let found = paid_twice(&bank, &[made("a", given_back), made("b", 0)]);
            assert_eq!(found.is_some(), is_wrong, "{again} {given_back}");
        }
    }

    #[test]
    fn what_is_to_come_back_and_does_not_is_seen() {
        let made = |given_back, contested| Made { id: "a".into(), person: 1, given_back, contested };
        let mut bank = Bank::default();
        bank.attempts.insert("P1".into(), attempt("a", Fate::Paid(on("2026-03-01"))));
        for (given_back, contested, is_wrong) in
            [(0, 0, false), (0, 1, true), (DONG / 2, DONG / 2, false), (DONG / 2, DONG, true), (DONG, DONG, false)]
        {
            let found = stays_contested(&bank, &[made(given_back, contested)]);
            assert_eq!(found.is_some(), is_wrong, "{given_back} {contested}");
        }
    }

    #[test]
    fn what_is_told_twice_or_left_out_is_seen() {
        let told =
            |placement: &str, version, is_confirmed| Told { placement: placement.to_owned(), version, is_confirmed };
        let good = [told("a", 1, true), told("a", 2, false), told("a", 3, true), told("b", 1, true)];
        assert!(told_twice(&good).is_none());
        for bad in [
            vec![told("a", 1, false)],
            vec![told("a", 1, true), told("a", 2, true)],
            vec![told("a", 1, true), told("a", 3, false)],
            vec![told("a", 1, true), told("a", 1, true)],
            vec![told("a", 1, true), told("b", 2, false)],
        ] {
            assert!(told_twice(&bad).is_some(), "{bad:?}");
        }
    }

    #[test]
    fn a_ledger_that_does_not_sum_is_seen() {
        let line = |journal: u128, lines, account: &str, dong| LedgerLine {
            journal: Uuid::from_u128(journal),
            lines,
            claim: Uuid::nil(),
            account: account.to_owned(),
            dong,
        };
        let good = [line(1, 2, "owed", 5), line(1, 2, "bank", -5)];
        assert_eq!(unbalanced(&good), None);
        for bad in [
            vec![line(1, 2, "owed", 5), line(1, 2, "bank", -4)],
            vec![line(1, 3, "owed", 5), line(1, 3, "bank", -5)],
            vec![line(1, 2, "owed", 5), line(2, 2, "bank", -5)],
            vec![line(1, 2, "", 0)],
        ] {
            assert!(unbalanced(&bad).is_some());
        }
    }

    #[test]
    fn books_that_disagree_with_the_bank_are_seen() {
        let mut bank = Bank::default();
        let made = Made { id: "a".into(), person: 1, given_back: 0, contested: 0 };
        assert_eq!(of_claim((0, Some(0)), &bank, &made), None);
        let told = Attempt { told: Some(Fate::Paid(on("2026-03-01"))), ..attempt("a", Fate::Paid(on("2026-03-01"))) };
        bank.attempts.insert("P1".into(), told.clone());
        assert_eq!(of_claim((DONG, Some(DONG)), &bank, &made), None);
        assert!(of_claim((0, Some(DONG)), &bank, &made).is_some(), "not booked");
        assert!(of_claim((DONG, Some(0)), &bank, &made).is_some(), "not in the row");
        assert!(of_claim((DONG, None), &bank, &made).is_some(), "no row");
        let back = Attempt { fate: Some(Fate::BroughtBack(on("2026-03-01"))), ..told.clone() };
        bank.attempts.insert("P1".into(), back);
        let gives = Made { given_back: 5, ..made.clone() };
        assert_eq!(of_claim((DONG - 5, Some(DONG - 5)), &bank, &gives), None, "not told yet");
        bank.attempts.insert("P1".into(), told.clone());
        bank.attempts.insert("P2".into(), told);
        assert!(of_claim((2 * DONG, Some(2 * DONG)), &bank, &made).is_some(), "paid twice");
    }
}
