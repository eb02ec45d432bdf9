//! The letter: its number, what was promised with it, and what whoever checks its code is told.

use super::life::{Life, Stage};
use crate::time::Micros;
use chrono::{Datelike, NaiveDate};

/// Longest time for sending or answering, in working days.
const DAYS_MOST: u16 = 90;

/// Number of a letter: counted from 1 in each year of each centre, as offices number their papers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LetterNumber {
    /// Year of issue.
    pub year: i32,
    /// At least 1.
    pub serial: u32,
}

/// What was promised when a letter was issued; in working days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Terms {
    /// In which the centre sends it.
    pub send_days: u16,
    /// In which the employer answers.
    pub answer_days: u16,
}

/// A letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Letter {
    /// Its number.
    pub number: LetterNumber,
    /// When it was issued.
    pub issued_at: Micros,
    /// What was promised.
    pub terms: Terms,
}

codes! {
    /// What is told to whoever reads the code on a letter. Nothing about the person: the paper itself says who it is.
    Validity {
        /// It is genuine and waits for an answer.
        Valid = "valid",
        /// It is genuine and was answered.
        Answered = "answered",
        /// It is genuine and its time is over.
        Lapsed = "lapsed",
        /// It was taken back.
        Withdrawn = "withdrawn",
    }
}

impl LetterNumber {
    /// The number after the last one of the centre, in the year of this day; `None` when a year has no number left.
    pub fn after(last: Option<Self>, today: NaiveDate) -> Option<Self> {
        let year = today.year();
        let serial = match last {
            Some(last) if last.year == year => last.serial.checked_add(1)?,
            Some(_) | None => 1,
        };
        Some(Self { year, serial })
    }

    /// `05/GTVL-TTDVVL`: two digits under 10, then the sign of the paper and its issuer (Decree 30/2020/NĐ-CP).
    pub fn written(self, sign: &str) -> String {
        format!("{:02}/{sign}", self.serial)
    }
}

impl Terms {
    /// Whether the numbers are such as may be promised.
    pub fn hold(self) -> bool {
        let possible = 1..=DAYS_MOST;
        possible.contains(&self.send_days) && possible.contains(&self.answer_days)
    }
}

impl Letter {
    /// Day of issue: no work that began before it is the work of this letter.
    pub fn issued_on(self) -> NaiveDate {
        self.issued_at.day()
    }
}

impl Life {
    /// What is told to whoever reads the code on the letter now.
    pub fn validity(&self, now: Micros) -> Validity {
        match self.clone().passed(now).0.stage {
            Stage::Issued { .. } | Stage::Sent { .. } => Validity::Valid,
            Stage::Hired(_) | Stage::NotHired { .. } | Stage::NoShow { .. } => Validity::Answered,
            Stage::Lapsed { .. } => Validity::Lapsed,
            Stage::Withdrawn { .. } => Validity::Withdrawn,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    #[test]
    fn letters_are_numbered_from_1_in_each_year() {
        let number = |year, serial| LetterNumber { year, serial };
        for (last, today, next) in [
            (None, "2026-11-26", Some(number(2026, 1))),
            (Some(number(2026, 1)), "2026-12-31", Some(number(2026, 2))),
            (Some(number(2026, 731)), "2027-01-04", Some(number(2027, 1))),
            (Some(number(2026, u32::MAX)), "2026-12-31", None),
        ] {
            assert_eq!(LetterNumber::after(last, on(today)), next);
        }
        assert_eq!(number(2026, 5).written("GTVL-TTDVVL"), "05/GTVL-TTDVVL");
        assert_eq!(number(2026, 105).written("GTVL-TTDVVL"), "105/GTVL-TTDVVL");
    }
}
