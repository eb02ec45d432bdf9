//! Journals that may be and those that may not.

use super::*;

fn posting(account: Account, dong: i64) -> Posting {
    Posting { account, dong }
}

#[test]
fn only_what_sums_to_zero_is_a_journal() {
    use Account::{Bank, Expense, Owed};
    for (postings, expected) in [
        (vec![posting(Expense, 400_000), posting(Owed, -400_000)], None),
        (vec![posting(Expense, 3), posting(Owed, -1), posting(Bank, -2)], None),
        (vec![posting(Expense, 400_000), posting(Owed, -399_999)], Some(LedgerFault::Unbalanced)),
        (vec![posting(Expense, 0), posting(Owed, 0)], Some(LedgerFault::Empty)),
        (vec![posting(Expense, 1)], Some(LedgerFault::Empty)),
        (vec![], Some(LedgerFault::Empty)),
        (vec![posting(Expense, i64::MAX), posting(Owed, 1), posting(Bank, i64::MIN)], Some(LedgerFault::Overflow)),
    ] {
        let told = format!("{postings:?}");
        assert_eq!(Journal::of(Occasion::Obliged, postings).err(), expected, "{told}");
    }
    let most = Journal::between(Occasion::Obliged, Expense, Owed, i64::MIN);
    assert_eq!(most, Err(LedgerFault::Overflow), "what cannot be turned round is refused");
}

#[test]
fn balances_never_wrap_and_their_total_is_zero() {
    let paid = Journal::between(Occasion::Paid, Account::Owed, Account::Bank, 400_000).expect("a journal");
    let balances = Balances::of(paid.postings().iter().copied()).expect("balances");
    assert_eq!((balances.on(Account::Owed), balances.on(Account::Bank)), (400_000, -400_000));
    assert_eq!((balances.on(Account::Expense), balances.total()), (0, Some(0)));
    let twice = [posting(Account::Bank, i64::MAX), posting(Account::Bank, 1)];
    assert_eq!(Balances::of(twice), Err(LedgerFault::Overflow));
}
