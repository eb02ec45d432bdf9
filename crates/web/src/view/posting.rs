//! The page of one posting: live, over, or taken away.

use askama::Template;
use chrono::NaiveDate;

use super::{Item, JobPosting, Page, Prose, Words};
use crate::format::{self, Pay};

/// Where a posting stands for a reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
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
pub(crate) struct Workplace {
    /// Street and house; empty when not said.
    pub(crate) address: Words,
    /// Commune and province as they are called today.
    pub(crate) unit: Words,
    /// Address of the page of the unit.
    pub(crate) href: Option<String>,
    /// The place as the employer wrote it, when that differs.
    pub(crate) as_written: Option<Words>,
}

/// Whom to ask; never the employer's own phone or e-mail.
#[derive(Clone, Debug, Default)]
pub(crate) struct Contact {
    source: Option<String>,
}

impl Contact {
    /// `url` is the page where the posting came from; anything but a web address is dropped, because a link may run
    /// what it holds.
    pub(crate) fn of(url: Option<&str>) -> Self {
        let is_web = |url: &&str| {
            let lower = url.to_ascii_lowercase();
            lower.starts_with("https://") || lower.starts_with("http://")
        };
        Self { source: url.filter(is_web).map(str::to_owned) }
    }

    /// Page of the posting where it came from, on another site.
    pub(crate) fn source(&self) -> Option<&str> {
        self.source.as_deref()
    }
}

/// A fact of the posting: name and value, both in the page's language.
#[derive(Clone, Debug)]
pub(crate) struct Fact {
    /// What it is.
    pub(crate) name: String,
    /// What it says.
    pub(crate) value: Words,
}

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "posting.html")]
pub(crate) struct Posting {
    /// Frame.
    pub(crate) page: Page,
    /// Code in the address.
    pub(crate) code: String,
    /// Where it stands.
    pub(crate) standing: Standing,
    /// Title.
    pub(crate) title: Words,
    /// Name of the employer.
    pub(crate) employer: Words,
    /// Address of the employer's page.
    pub(crate) employer_href: String,
    /// Whether an officer checked who the employer is.
    pub(crate) verified: bool,
    /// The centre whose officer posted it for an employer who telephoned.
    pub(crate) entered_by: Option<Words>,
    /// Pay.
    pub(crate) pay: Pay,
    /// People wanted; `None` when not said.
    pub(crate) wanted: Option<u32>,
    /// Day it was put up.
    pub(crate) posted_on: NaiveDate,
    /// Last day to apply.
    pub(crate) deadline_on: Option<NaiveDate>,
    /// Places of work.
    pub(crate) workplaces: Vec<Workplace>,
    /// Working time, contract, experience, education, housing and the like.
    pub(crate) facts: Vec<Fact>,
    /// What the work is.
    pub(crate) description: Prose,
    /// What is asked for.
    pub(crate) requirements: Prose,
    /// What is given.
    pub(crate) benefits: Prose,
    /// Skills with the address of their search.
    pub(crate) skills: Vec<(Words, String)>,
    /// Occupation with the address of its page.
    pub(crate) occupation: Option<(Words, String)>,
    /// Whom to ask.
    pub(crate) contact: Contact,
    /// Address of the form for applying, where the employer takes applications here.
    pub(crate) apply: Option<String>,
    /// That it takes applications through a centre, where nobody of the employer is here to read them.
    pub(crate) through: Option<String>,
    /// Address of the form that reports the advert.
    pub(crate) report: String,
    /// Postings like it.
    pub(crate) similar: Vec<Item>,
    /// Results like it.
    pub(crate) more: String,
    /// For search engines and partners; only while live.
    pub(crate) data: Option<JobPosting>,
}

impl Posting {
    /// The code as it is said.
    pub(crate) fn said_code(&self) -> String {
        format::said_code(&self.code)
    }

    /// Pay in words.
    pub(crate) fn pay_words(&self) -> String {
        format::pay(self.page.lang, &self.pay)
    }

    /// The first place of work and how many more there are; `None` when none is known.
    pub(crate) fn places(&self) -> Option<String> {
        let first = &self.workplaces.first()?.unit;
        Some(match self.workplaces.len() {
            1 => first.to_string(),
            all => format!("{first} {}", self.page.n("item-more-places", all - 1)),
        })
    }

    /// A day in words.
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates hand over references")]
    pub(crate) fn long(&self, day: &NaiveDate) -> String {
        format::long_date(self.page.lang, *day)
    }

    /// Whether applications are taken.
    pub(crate) fn is_live(&self) -> bool {
        matches!(self.standing, Standing::Live(_))
    }

    /// Heading and sentence of the notice above a posting that takes no applications.
    pub(crate) fn notice(&self) -> Option<(String, String)> {
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
    pub(crate) fn left(&self) -> Option<String> {
        match self.standing {
            Standing::Live(Some(0)) => Some(self.page.t("posting-left-today")),
            Standing::Live(Some(days)) => Some(self.page.n("posting-left", days)),
            _ => None,
        }
    }

    /// Address of the poster.
    pub(crate) fn poster(&self) -> String {
        self.page.href(&format!("/viec-lam/{}/in", self.code))
    }
}

/// The page of a posting that was taken away: answered with 410.
#[derive(Clone, Debug, Template)]
#[template(path = "gone.html")]
pub(crate) struct Gone {
    /// Frame.
    pub(crate) page: Page,
    /// Postings that may serve instead.
    pub(crate) similar: Vec<Item>,
}
