//! The page of one posting: live, over, or taken away.

use askama::Template;
use chrono::NaiveDate;

use super::{Item, JobPosting, Page, Prose, Words};
use crate::format::{self, Pay};

/// Where a posting stands for a reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Takes applications; days left until the deadline, if it has one.
    Live(Option<i64>),
    /// The deadline passed on this day.
    Expired(NaiveDate),
    /// Everyone wanted was found.
    Filled,
    /// The employer ended it.
    Closed,
}

/// A place of work.
#[derive(Clone, Debug)]
pub struct Workplace {
    /// Street and house; empty when not said.
    pub address: Words,
    /// Commune and province as they are called today.
    pub unit: Words,
    /// Address of the page of the unit.
    pub href: Option<String>,
    /// The place as the employer wrote it, when that differs.
    pub as_written: Option<Words>,
}

/// Whom to ask; never the employer's own phone or e-mail.
#[derive(Clone, Debug, Default)]
pub struct Contact {
    source: Option<String>,
}

impl Contact {
    /// `url` is the page where the posting came from; anything but a web address is dropped, because a link may run
    /// what it holds.
    pub fn of(url: Option<&str>) -> Self {
        let is_web = |url: &&str| {
            let lower = url.to_ascii_lowercase();
            lower.starts_with("https://") || lower.starts_with("http://")
        };
        Self { source: url.filter(is_web).map(str::to_owned) }
    }

    /// Page of the posting where it came from, on another site.
    pub fn source(&self) -> Option<&str> {
        self.source.as_deref()
    }
}

/// A fact of the posting: name and value, both in the page's language.
#[derive(Clone, Debug)]
pub struct Fact {
    /// What it is.
    pub name: String,
    /// What it says.
    pub value: Words,
}

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "posting.html")]
pub struct Posting {
    /// Frame.
    pub page: Page,
    /// Code in the address.
    pub code: String,
    /// Where it stands.
    pub standing: Standing,
    /// Title.
    pub title: Words,
    /// Name of the employer.
    pub employer: Words,
    /// Address of the employer's page.
    pub employer_href: String,
    /// Whether an officer checked who the employer is.
    pub verified: bool,
    /// Pay.
    pub pay: Pay,
    /// People wanted; `None` when not said.
    pub wanted: Option<u32>,
    /// Day it was put up.
    pub posted_on: NaiveDate,
    /// Last day to apply.
    pub deadline_on: Option<NaiveDate>,
    /// Places of work.
    pub workplaces: Vec<Workplace>,
    /// Working time, contract, experience, education, housing and the like.
    pub facts: Vec<Fact>,
    /// What the work is.
    pub description: Prose,
    /// What is asked for.
    pub requirements: Prose,
    /// What is given.
    pub benefits: Prose,
    /// Skills with the address of their search.
    pub skills: Vec<(Words, String)>,
    /// Occupation with the address of its page.
    pub occupation: Option<(Words, String)>,
    /// Whom to ask.
    pub contact: Contact,
    /// Postings like it.
    pub similar: Vec<Item>,
    /// Results like it.
    pub more: String,
    /// For search engines and partners; only while live.
    pub data: Option<JobPosting>,
}

impl Posting {
    /// Pay in words.
    pub fn pay_words(&self) -> String {
        format::pay(self.page.lang, &self.pay)
    }

    /// The first place of work and how many more there are; `None` when none is known.
    pub fn places(&self) -> Option<String> {
        let first = &self.workplaces.first()?.unit;
        Some(match self.workplaces.len() {
            1 => first.to_string(),
            all => format!("{first} {}", self.page.n("item-more-places", all - 1)),
        })
    }

    /// A day in words.
    pub fn long(&self, day: &NaiveDate) -> String {
        format::long_date(self.page.lang, *day)
    }

    /// Whether applications are taken.
    pub fn is_live(&self) -> bool {
        matches!(self.standing, Standing::Live(_))
    }

    /// Heading and sentence of the notice above a posting that takes no applications.
    pub fn notice(&self) -> Option<(String, String)> {
        let page = &self.page;
        match self.standing {
            Standing::Live(_) => None,
            Standing::Expired(day) => {
                Some((page.t("posting-expired"), page.t1("posting-expired-what", "day", self.long(&day))))
            }
            Standing::Filled => Some((page.t("posting-filled"), page.t("posting-filled-what"))),
            Standing::Closed => Some((page.t("posting-closed"), page.t("posting-closed-what"))),
        }
    }

    /// Days left in words.
    pub fn left(&self) -> Option<String> {
        match self.standing {
            Standing::Live(Some(0)) => Some(self.page.t("posting-left-today")),
            Standing::Live(Some(days)) => Some(self.page.n("posting-left", days)),
            _ => None,
        }
    }

    /// Address of the poster.
    pub fn poster(&self) -> String {
        self.page.href(&format!("/viec-lam/{}/in", self.code))
    }
}

/// The page of a posting that was taken away: answered with 410.
#[derive(Clone, Debug, Template)]
#[template(path = "gone.html")]
pub struct Gone {
    /// Frame.
    pub page: Page,
    /// Postings that may serve instead.
    pub similar: Vec<Item>,
}
