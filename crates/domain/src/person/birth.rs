//! Date of birth, age on a day, and from which age somebody may work and alone (Law on Employment 74/2025/QH15: from
//! 15; Labour Code 2019, Article 18: under 18 with the written consent of the legal representative).

use crate::Lang;
use chrono::{Datelike, NaiveDate};

/// Age from which the exchange serves a person.
pub const LEAST_WORKING_AGE: u32 = 15;
/// Age from which nobody else needs to agree.
const OF_AGE: u32 = 18;
/// Age under which the law on data asks for a parent's consent too.
const CHILD: u32 = 16;
/// Age beyond which a date of birth is a slip.
const GREATEST_AGE: u32 = 120;

/// A date of birth that somebody alive can have.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Birth(NaiveDate);

/// Why a text is no date of birth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum BirthError {
    /// Nothing was written.
    #[error("no date of birth was written")]
    Empty,
    /// No day of the calendar.
    #[error("this is no day of the calendar")]
    Unclear,
    /// A day to come.
    #[error("the date of birth is in the future")]
    Future,
    /// More than 120 years ago.
    #[error("the date of birth is too long ago")]
    TooLongAgo,
}

codes! {
    /// Who must agree beside the person. An application with name and telephone only takes the person's own word for
    /// it, because it asks no date of birth.
    Majority {
        /// Under 16: a parent must agree to every use of the person's data (Law on Children).
        Child = "child",
        /// 16 and 17: the legal representative must agree to work (Labour Code 2019, Article 18).
        Minor = "minor",
        /// 18 and more: nobody.
        Adult = "adult",
    }
}

/// Whether somebody may work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WorkingAge {
    /// Not yet 15.
    TooYoung {
        /// Day on which the person is 15.
        until: NaiveDate,
    },
    /// 15 to 17: the legal representative must agree in writing.
    WithGuardian {
        /// Day on which the person is 18.
        until: NaiveDate,
    },
    /// 18 and more.
    Alone,
}

impl Birth {
    /// Takes a day, seen from today.
    pub fn new(day: NaiveDate, today: NaiveDate) -> Result<Self, BirthError> {
        if day > today {
            return Err(BirthError::Future);
        }
        let birth = Self(day);
        if birth.age_on(today) > GREATEST_AGE { Err(BirthError::TooLongAgo) } else { Ok(birth) }
    }

    /// Reads a date as people write it, day first, seen from today.
    pub fn parse(text: &str, today: NaiveDate) -> Result<Self, BirthError> {
        if text.trim().is_empty() {
            return Err(BirthError::Empty);
        }
        Self::new(crate::time::parse_date(text).ok_or(BirthError::Unclear)?, today)
    }

    /// A day that was taken once and kept since: people who were taken stay, however old they grow.
    pub const fn kept(day: NaiveDate) -> Self {
        Self(day)
    }

    /// The day.
    pub const fn day(self) -> NaiveDate {
        self.0
    }

    /// Completed years on a day; 0 before birth.
    pub fn age_on(self, day: NaiveDate) -> u32 {
        day.years_since(self.0).unwrap_or(0)
    }

    /// The day on which this age is completed. Who was born on 29 February completes it on 1 March of other years.
    pub fn day_of_age(self, years: u32) -> NaiveDate {
        let year = i32::try_from(years).ok().and_then(|years| self.0.year().checked_add(years));
        let same = |year: i32| self.0.with_year(year).or_else(|| NaiveDate::from_ymd_opt(year, 3, 1));
        year.and_then(same).unwrap_or(NaiveDate::MAX)
    }

    /// Whether the person may work on a day, and alone.
    pub fn working_age_on(self, day: NaiveDate) -> WorkingAge {
        match self.age_on(day) {
            ..LEAST_WORKING_AGE => WorkingAge::TooYoung { until: self.day_of_age(LEAST_WORKING_AGE) },
            LEAST_WORKING_AGE..OF_AGE => WorkingAge::WithGuardian { until: self.day_of_age(OF_AGE) },
            OF_AGE.. => WorkingAge::Alone,
        }
    }

    /// Whether somebody under 18 is younger on a day than a job takes people. Of whoever is of age the number is a wish
    /// of the employer, and no ground to keep anybody from it (Labour Code 2019, Articles 3 and 8).
    pub fn is_too_young_for(self, least: u8, day: NaiveDate) -> bool {
        let age = self.age_on(day);
        age < OF_AGE && age < u32::from(least)
    }

    /// Who must agree beside the person on a day.
    pub fn majority_on(self, day: NaiveDate) -> Majority {
        match self.age_on(day) {
            ..CHILD => Majority::Child,
            CHILD..OF_AGE => Majority::Minor,
            OF_AGE.. => Majority::Adult,
        }
    }
}

/// Says nothing of the day, so that a date of birth cannot leak through a log line.
impl std::fmt::Debug for Birth {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Birth(••/••/••••)")
    }
}

impl WorkingAge {
    /// Stable code for programs.
    pub const fn code(self) -> &'static str {
        match self {
            Self::TooYoung { .. } => "too_young",
            Self::WithGuardian { .. } => "with_guardian",
            Self::Alone => "alone",
        }
    }

    /// What to tell the person.
    pub fn sentence(self, lang: Lang) -> String {
        let on = |day| crate::time::short_date(day);
        match (self, lang) {
            (Self::TooYoung { until }, Lang::Vi) => {
                format!("Người lao động phải đủ 15 tuổi (từ ngày {}). Hãy quay lại từ ngày đó.", on(until))
            }
            (Self::TooYoung { until }, Lang::En) => {
                format!("A worker must be 15 (from {}). Please come back from that day.", on(until))
            }
            (Self::WithGuardian { until }, Lang::Vi) => format!(
                "Người từ 15 đến dưới 18 tuổi cần cha, mẹ hoặc người giám hộ đồng ý bằng văn bản (đến ngày {}).",
                on(until)
            ),
            (Self::WithGuardian { until }, Lang::En) => {
                format!("From 15 until the age of 18 a parent or guardian must agree in writing (until {}).", on(until))
            }
            (Self::Alone, Lang::Vi) => "Đủ 18 tuổi, tự mình giao kết hợp đồng lao động.".into(),
            (Self::Alone, Lang::En) => "18 or older: signs a labour contract alone.".into(),
        }
    }
}

impl BirthError {
    /// Stable code for programs.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "birth_empty",
            Self::Unclear => "birth_unclear",
            Self::Future => "birth_future",
            Self::TooLongAgo => "birth_too_long_ago",
        }
    }

    /// What is wrong and what to write instead.
    pub const fn sentence(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Self::Empty, Lang::Vi) => "Chưa ghi ngày sinh. Hãy ghi ngày, tháng, năm, ví dụ 05/11/1998.",
            (Self::Empty, Lang::En) => "No date of birth is given. Write day, month and year, for example 05/11/1998.",
            (Self::Unclear, Lang::Vi) => "Ngày sinh không có trong lịch. Hãy ghi ngày trước, tháng sau, năm đủ 4 số.",
            (Self::Unclear, Lang::En) => {
                "This is no day of the calendar. Write the day, the month, the year in 4 digits."
            }
            (Self::Future, Lang::Vi) => "Ngày sinh ở tương lai. Hãy kiểm tra lại năm sinh.",
            (Self::Future, Lang::En) => "The date of birth is in the future. Check the year.",
            (Self::TooLongAgo, Lang::Vi) => "Ngày sinh đã hơn 120 năm. Hãy kiểm tra lại năm sinh.",
            (Self::TooLongAgo, Lang::En) => "The date of birth is more than 120 years ago. Check the year.",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    fn born(text: &str) -> Birth {
        Birth::kept(on(text))
    }

    #[test]
    fn ages_are_completed_years() {
        for (birth, day, age) in [
            ("2011-11-26", "2026-11-25", 14),
            ("2011-11-26", "2026-11-26", 15),
            ("2011-11-26", "2026-11-27", 15),
            ("2000-02-29", "2026-02-28", 25),
            ("2000-02-29", "2026-03-01", 26),
            ("2000-02-29", "2028-02-29", 28),
            ("2026-11-26", "2026-11-26", 0),
            ("2026-11-27", "2026-11-26", 0),
        ] {
            assert_eq!(born(birth).age_on(on(day)), age, "{birth} on {day}");
        }
    }

    #[test]
    fn the_day_of_an_age_is_the_first_day_on_which_it_is_completed() {
        for birth in ["2011-11-26", "2000-02-29", "2008-01-01", "2008-12-31"] {
            for years in [0, 1, 4, 15, 16, 18, 100] {
                let day = born(birth).day_of_age(years);
                assert_eq!(born(birth).age_on(day), years, "{birth} {years}");
                assert!(years == 0 || born(birth).age_on(day.pred_opt().expect("a day before")) == years - 1);
            }
        }
        assert_eq!(born("2008-01-01").day_of_age(u32::MAX), NaiveDate::MAX);
    }

    #[test]
    fn working_age_begins_at_15_and_alone_at_18() {
        let today = on("2026-11-26");
        let (fifteen, eighteen) = (on("2026-11-27"), on("2029-11-26"));
        for (birth, age, majority) in [
            ("2011-11-27", WorkingAge::TooYoung { until: fifteen }, Majority::Child),
            ("2011-11-26", WorkingAge::WithGuardian { until: eighteen }, Majority::Child),
            ("2010-11-27", WorkingAge::WithGuardian { until: on("2028-11-27") }, Majority::Child),
            ("2010-11-26", WorkingAge::WithGuardian { until: on("2028-11-26") }, Majority::Minor),
            ("2008-11-27", WorkingAge::WithGuardian { until: fifteen }, Majority::Minor),
            ("2008-11-26", WorkingAge::Alone, Majority::Adult),
            ("1950-01-01", WorkingAge::Alone, Majority::Adult),
        ] {
            assert_eq!(born(birth).working_age_on(today), age, "{birth}");
            assert_eq!(born(birth).majority_on(today), majority, "{birth}");
            assert!(Lang::ALL.iter().all(|lang| age.sentence(*lang).len() > 30));
        }
    }

    #[test]
    fn a_job_for_older_people_is_kept_from_the_young_alone() {
        let today = on("2026-11-26");
        for (birth, least, is_kept) in [
            ("2008-11-27", 18, true),
            ("2008-11-26", 18, false),
            ("2008-11-27", 17, false),
            ("2009-11-27", 17, true),
            ("2008-11-27", 25, true),
            ("2006-11-26", 25, false),
        ] {
            assert_eq!(born(birth).is_too_young_for(least, today), is_kept, "{birth} for {least}");
        }
    }

    #[test]
    fn dates_that_nobody_was_born_on_are_refused_with_their_remedy() {
        let today = on("2026-11-26");
        for (text, error) in [
            ("", BirthError::Empty),
            ("31/02/2000", BirthError::Unclear),
            ("năm 1998", BirthError::Unclear),
            ("05/11/98", BirthError::Unclear),
            ("27/11/2026", BirthError::Future),
            ("25/11/1905", BirthError::TooLongAgo),
        ] {
            assert_eq!(Birth::parse(text, today), Err(error), "{text}");
            assert!(Lang::ALL.iter().all(|lang| error.sentence(*lang).len() > 30));
        }
        assert_eq!(Birth::parse("5-11-1998", today).map(Birth::day), Ok(on("1998-11-05")));
        assert!(Birth::parse("27/11/1905", today).is_ok(), "120 years are completed, 121 are not");
        assert!(!format!("{:?}", born("1998-11-05")).contains("1998"));
    }
}
