//! The bank of the simulation: it remembers what it was told to pay and what it did, apart from what the exchange
//! believes. It pays a name once, whatever it is told again, and corrects itself: it paid what it had said it did not.

use chrono::NaiveDate;
use std::collections::BTreeMap;
use std::fmt::Write;

/// Columns of its answers.
const HEADINGS: &str = "code,dong,status,date,reason,note\n";

/// What became of an attempt at the bank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    Paid(NaiveDate),
    Bounced,
    /// Paid, and brought back.
    BroughtBack(NaiveDate),
}

/// An old answer that somebody brings once more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Old {
    /// That the bank did not pay what it paid after all: without its day.
    Rejected,
    /// That it paid what it has brought back since: with its day.
    Paid,
}

/// An attempt as the bank knows it.
#[derive(Clone, Debug)]
pub(crate) struct Attempt {
    pub(crate) claim: String,
    pub(crate) dong: i64,
    /// Day on which the bank was told to pay: it acts on none before it, whatever the clock of the exchange says.
    pub(crate) pay_on: NaiveDate,
    pub(crate) fate: Option<Fate>,
    /// What the exchange was told last, and took.
    pub(crate) told: Option<Fate>,
    /// Whether the exchange was ever told that it was not paid, whatever it was told since.
    pub(crate) was_rejected: bool,
    /// Whether the exchange has it down as told one thing and then another, until somebody has asked the bank.
    pub(crate) is_disputed: bool,
    /// When the exchange let its list go, in the bank's count of what happened.
    pub(crate) sent: u64,
    /// When the bank said that it paid after it had said it did not, in the same count.
    pub(crate) corrected: Option<u64>,
}

impl Attempt {
    /// Whether its fate lies ahead of a day, for a clock that was set back: nobody is told of it then.
    fn is_ahead(&self, day: NaiveDate) -> bool {
        match self.fate {
            // Nothing is brought back before it was paid.
            Some(Fate::Paid(on) | Fate::BroughtBack(on)) => day.max(self.pay_on) < on,
            None | Some(Fate::Bounced) => false,
        }
    }

    /// Whether an old answer says of it otherwise than the exchange knows by now.
    const fn is_outdated(&self, old: Old) -> bool {
        match old {
            Old::Rejected => self.was_rejected && matches!(self.told, Some(Fate::Paid(_))),
            Old::Paid => matches!(self.told, Some(Fate::BroughtBack(_))),
        }
    }

    /// What an old answer says of it: status, day and reason.
    fn said(&self, old: Old) -> Option<String> {
        match (old, self.told) {
            (Old::Rejected, _) => self.was_rejected.then(|| "RJCT,,AC04".to_owned()),
            (Old::Paid, Some(Fate::Paid(on) | Fate::BroughtBack(on))) => Some(format!("PAID,{on},")),
            (Old::Paid, Some(Fate::Bounced) | None) => None,
        }
    }
}

/// A line of a file for the bank.
pub(crate) struct Line {
    pub(crate) name: String,
    pub(crate) claim: String,
    pub(crate) dong: i64,
}

/// The bank.
#[derive(Default)]
pub(crate) struct Bank {
    pub(crate) attempts: BTreeMap<String, Attempt>,
    /// Lists that came, with the names on them.
    pub(crate) lists: BTreeMap<String, Vec<String>>,
    /// Lists that the exchange let go, and when.
    gone: BTreeMap<String, u64>,
    /// What happened so far, counted.
    count: u64,
}

impl Bank {
    /// The next number in the count of what happened.
    fn next(&mut self) -> u64 {
        self.count += 1;
        self.count
    }

    /// Notes that the exchange let a list go; its file may come later.
    pub(crate) fn goes(&mut self, list: &str) {
        let now = self.next();
        self.gone.entry(list.to_owned()).or_insert(now);
    }

    /// Takes a list that is to be paid on a day. The same list again is the same list.
    pub(crate) fn take(&mut self, list: &str, pay_on: NaiveDate, lines: Vec<Line>) {
        let names = lines.iter().map(|line| line.name.clone()).collect();
        let sent = self.gone.get(list).copied().unwrap_or(0);
        for Line { name, claim, dong } in lines {
            let attempt = Attempt {
                claim,
                dong,
                pay_on,
                fate: None,
                told: None,
                was_rejected: false,
                is_disputed: false,
                sent,
                corrected: None,
            };
            self.attempts.entry(name).or_insert(attempt);
        }
        self.lists.insert(list.to_owned(), names);
    }

    /// The file of answers to a list: one row for each attempt whose fate is known, told before or not.
    pub(crate) fn answers(&self, list: &str, day: NaiveDate) -> String {
        let mut file = String::from(HEADINGS);
        for name in self.lists.get(list).into_iter().flatten() {
            let Some(attempt) = self.attempts.get(name).filter(|attempt| !attempt.is_ahead(day)) else { continue };
            let (status, reason) = match attempt.fate {
                None => continue,
                Some(Fate::Paid(on)) => {
                    let _ = writeln!(file, "{name},{},PAID,{on},,", attempt.dong);
                    continue;
                }
                Some(Fate::Bounced) => ("RJCT", "AC04"),
                // Whoever brings back has paid before; told in two rows where the first was never told.
                Some(Fate::BroughtBack(_)) => ("RETURNED", "AC01"),
            };
            if let (Some(Fate::BroughtBack(on)), None) = (attempt.fate, attempt.told) {
                let _ = writeln!(file, "{name},{},PAID,{on},,", attempt.dong);
            }
            let _ = writeln!(file, "{name},{},{status},{},{reason},", attempt.dong, day.max(attempt.pay_on));
        }
        file
    }

    /// Notes that the answers of a day to a list arrived. What the exchange took down as a contradiction it does not
    /// believe yet: people settle it.
    pub(crate) fn arrived(&mut self, list: &str, day: NaiveDate, refused: &[String]) {
        for name in self.lists.get(list).cloned().unwrap_or_default() {
            let Some(attempt) = self.attempts.get_mut(&name).filter(|attempt| !attempt.is_ahead(day)) else { continue };
            if refused.contains(&name) {
                // Told in two rows, of which the second one was refused: of what is contested money comes back to
                // people first.
                if let (None, Some(Fate::BroughtBack(on))) = (attempt.told, attempt.fate) {
                    attempt.told = Some(Fate::Paid(on));
                }
                // A file that came before is reported on as it was then, also when it is settled by now. It settles
                // nothing either: an old answer may have come in between.
                attempt.is_disputed |= attempt.told != attempt.fate;
            } else {
                attempt.told = attempt.fate;
                attempt.was_rejected |= attempt.fate == Some(Fate::Bounced);
            }
        }
    }

    /// Lists of which an old answer says otherwise than the exchange knows by now.
    pub(crate) fn outdated_lists(&self, old: Old) -> Vec<String> {
        let is_outdated = |name: &String| self.attempts.get(name).is_some_and(|attempt| attempt.is_outdated(old));
        let outdated = self.lists.iter().filter(|(_, names)| names.iter().any(is_outdated));
        outdated.map(|(list, _)| list.clone()).collect()
    }

    /// The old answer to a list once more, as another file each time: what the bank ever said, whatever it said since.
    pub(crate) fn old_answer(&mut self, list: &str, old: Old) -> String {
        let (copy, mut file) = (self.next(), String::from(HEADINGS));
        for name in self.lists.get(list).into_iter().flatten() {
            let Some(attempt) = self.attempts.get(name) else { continue };
            if let Some(said) = attempt.said(old) {
                let _ = writeln!(file, "{name},{},{said},{copy}", attempt.dong);
            }
        }
        file
    }

    /// Notes what the exchange took for a contradiction; how much of it had not been one before.
    pub(crate) fn contradicts(&mut self, names: &[String]) -> u64 {
        let mut count = 0;
        for name in names {
            if let Some(attempt) = self.attempts.get_mut(name).filter(|attempt| !attempt.is_disputed) {
                attempt.is_disputed = true;
                count += 1;
            }
        }
        count
    }

    /// Whether the exchange has an attempt of a claim down as told one thing and then another.
    pub(crate) fn is_disputed(&self, claim: &str) -> bool {
        self.attempts.values().any(|attempt| attempt.claim == claim && attempt.is_disputed)
    }

    /// The list that an attempt came with.
    pub(crate) fn list_of(&self, name: &str) -> Option<String> {
        let mut lists = self.lists.iter();
        lists.find(|(_, names)| names.iter().any(|one| one == name)).map(|(list, _)| list.clone())
    }

    /// The bank finds out that it paid after all.
    pub(crate) fn correct(&mut self, name: &str, fate: Fate) {
        if let Some(attempt) = self.attempts.get_mut(name) {
            attempt.fate = Some(fate);
        }
    }

    /// Whether the exchange heard of a correction; what nobody heard of did not happen.
    pub(crate) fn was_heard(&mut self, name: &str) -> bool {
        let now = self.next();
        let Some(attempt) = self.attempts.get_mut(name) else { return false };
        if attempt.is_disputed {
            attempt.corrected = Some(now);
        } else {
            attempt.fate = attempt.told;
        }
        attempt.is_disputed
    }

    /// Settled as it truly was. What the centre had given back of money that the bank brought back is paid back to it:
    /// so much.
    pub(crate) fn settled(&mut self, name: &str, given_back: i64) -> i64 {
        let Some(attempt) = self.attempts.get(name).cloned() else { return 0 };
        let held = self.told(&attempt.claim) - given_back;
        let is_back = matches!((attempt.told, attempt.fate), (Some(Fate::Paid(_)), Some(Fate::BroughtBack(_))));
        let settled = Attempt { told: attempt.fate, is_disputed: false, ..attempt };
        let over = if is_back { (settled.dong - held).max(0) } else { 0 };
        self.attempts.insert(name.to_owned(), settled);
        over
    }

    /// Whether something that the bank paid one claim is what it paid after all, and told of after the exchange had let
    /// go all that was paid another one: nobody could have held that back.
    pub(crate) fn is_corrected_after(&self, claim: &str, other: &str) -> bool {
        let paid = |claim: &str| {
            let of_claim = self.attempts.values().filter(|attempt| attempt.claim == claim);
            of_claim.filter(|attempt| matches!(attempt.fate, Some(Fate::Paid(_)))).collect::<Vec<_>>()
        };
        let others = paid(other);
        let is_after = |at: u64| others.iter().all(|attempt| attempt.sent < at);
        paid(claim).iter().any(|attempt| attempt.corrected.is_some_and(is_after))
    }

    /// Whether money of a claim was brought back and the exchange knows only that it was paid.
    pub(crate) fn is_back_untold(&self, claim: &str) -> bool {
        let mut of_claim = self.attempts.values().filter(|attempt| attempt.claim == claim);
        of_claim
            .any(|attempt| matches!((attempt.fate, attempt.told), (Some(Fate::BroughtBack(_)), Some(Fate::Paid(_)))))
    }

    /// How many days the last thing that the bank did, or is to do, lies ahead of a day.
    pub(crate) fn days_ahead(&self, day: NaiveDate) -> i64 {
        let last = |attempt: &Attempt| match attempt.fate {
            Some(Fate::Paid(on) | Fate::BroughtBack(on)) => on,
            None | Some(Fate::Bounced) => attempt.pay_on,
        };
        self.attempts.values().map(|attempt| (last(attempt) - day).num_days()).max().unwrap_or(0).max(0)
    }

    /// The days on which the bank paid a claim, as far as it is still paid, in order.
    pub(crate) fn days_paid(&self, claim: &str) -> Vec<NaiveDate> {
        let of_claim = self.attempts.values().filter(|attempt| attempt.claim == claim);
        let days = of_claim.filter_map(|attempt| match attempt.fate {
            Some(Fate::Paid(on)) => Some(on),
            Some(Fate::Bounced | Fate::BroughtBack(_)) | None => None,
        });
        let mut days: Vec<NaiveDate> = days.collect();
        days.sort_unstable();
        days
    }

    /// The first day on which the bank paid a claim what the centre did not give back, nor the bank bring back: what is
    /// given back is of what was paid first.
    pub(crate) fn first_held_on(&self, claim: &str, given_back: i64) -> Option<NaiveDate> {
        let of_claim = self.attempts.values().filter(|attempt| attempt.claim == claim);
        let paid = of_claim.filter_map(|attempt| match attempt.fate {
            Some(Fate::Paid(on)) => Some((on, attempt.dong)),
            Some(Fate::Bounced | Fate::BroughtBack(_)) | None => None,
        });
        let (mut paid, mut left): (Vec<(NaiveDate, i64)>, i64) = (paid.collect(), given_back);
        paid.sort_unstable();
        for (on, dong) in paid {
            if left < dong {
                return Some(on);
            }
            left -= dong;
        }
        None
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_old_answer_is_another_file_each_time_and_only_people_settle_it() {
        let (mut bank, day) = (Bank::default(), NaiveDate::from_ymd_opt(2026, 3, 1).expect("a day"));
        let line = |name: &str| Line { name: name.to_owned(), claim: "a".to_owned(), dong: 5 };
        bank.take("L", day, vec![line("P1"), line("P2")]);
        bank.correct("P1", Fate::Bounced);
        bank.arrived("L", day, &[]);
        assert!(bank.outdated_lists(Old::Rejected).is_empty(), "it is the last answer");
        let names = ["P1".to_owned()];
        bank.correct("P1", Fate::Paid(day));
        bank.arrived("L", day, &names);
        assert!(bank.outdated_lists(Old::Rejected).is_empty(), "nobody has asked the bank");
        assert_eq!(bank.settled("P1", 0), 0);
        assert_eq!(bank.outdated_lists(Old::Rejected), ["L"]);
        let (first, second) = (bank.old_answer("L", Old::Rejected), bank.old_answer("L", Old::Rejected));
        assert_ne!(first, second);
        assert!(first.contains("P1,5,RJCT,,AC04,") && !first.contains("P2"), "{first}");
        assert_eq!(bank.contradicts(&names), 1);
        assert_eq!(bank.contradicts(&names), 0, "once");
        // The report on a file that came before settles nothing.
        bank.arrived("L", day, &names);
        assert!(bank.attempts["P1"].is_disputed);
        assert_eq!(bank.settled("P1", 0), 0);
        assert_eq!(bank.attempts["P1"].told, Some(Fate::Paid(day)));
        assert!(!bank.attempts["P1"].is_disputed);
    }

    #[test]
    fn of_what_is_told_in_two_rows_the_first_one_was_taken_when_the_second_one_was_not() {
        let (mut bank, day) = (Bank::default(), NaiveDate::from_ymd_opt(2026, 3, 1).expect("a day"));
        bank.take("L", day, vec![Line { name: "P1".to_owned(), claim: "a".to_owned(), dong: 5 }]);
        bank.correct("P1", Fate::BroughtBack(day));
        assert!(bank.answers("L", day).contains("P1,5,PAID,2026-03-01,,\nP1,5,RETURNED,"));
        bank.arrived("L", day, &["P1".to_owned()]);
        assert!(bank.attempts["P1"].is_disputed);
        assert_eq!((bank.told("a"), bank.paid("a")), (5, 0));
        assert_eq!(bank.settled("P1", 0), 0);
        assert_eq!((bank.told("a"), bank.paid("a")), (0, 0));
        // The first row once more, alone: it is old by now.
        assert_eq!(bank.outdated_lists(Old::Paid), ["L"]);
        assert!(bank.outdated_lists(Old::Rejected).is_empty());
        assert!(bank.old_answer("L", Old::Paid).contains("P1,5,PAID,2026-03-01,,"));
    }
}
