//! Pages that only say something: help, scam warning, privacy, cookies, accessibility, terms.
//! The words are in the texts of the languages; here is their order.

use askama::Template;

use super::Page;

/// A part of an article: the key of its text.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Part {
    /// Heading.
    Heading(&'static str),
    /// Paragraph.
    Text(&'static str),
    /// List of short sentences.
    Points(&'static [&'static str]),
    /// Link: text, path on this site.
    Link(&'static str, &'static str),
    /// Table of cookies; there is none to list but the sentence says so.
    Strong(&'static str),
}

/// Which article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Topic {
    /// How to search, apply and get help.
    Help,
    /// How to know a dishonest posting.
    Scam,
    /// What is kept about whom, why, and until when.
    Privacy,
    /// Cookies.
    Cookies,
    /// Accessibility statement.
    Accessibility,
    /// Terms of use.
    Terms,
}

impl Topic {
    /// All of them.
    pub(crate) const ALL: [Self; 6] =
        [Self::Help, Self::Scam, Self::Privacy, Self::Cookies, Self::Accessibility, Self::Terms];

    /// Path of the page.
    pub(crate) fn path(self) -> &'static str {
        match self {
            Self::Help => "/tro-giup",
            Self::Scam => "/tro-giup/lua-dao",
            Self::Privacy => "/quyen-rieng-tu",
            Self::Cookies => "/cookie",
            Self::Accessibility => "/tiep-can",
            Self::Terms => "/dieu-khoan",
        }
    }

    /// Key of the title.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Help => "help-title",
            Self::Scam => "scam-title",
            Self::Privacy => "privacy-title",
            Self::Cookies => "cookies-title",
            Self::Accessibility => "access-title",
            Self::Terms => "terms-title",
        }
    }

    /// What it says, in order.
    pub(crate) fn parts(self) -> &'static [Part] {
        match self {
            Self::Help => HELP,
            Self::Scam => SCAM,
            Self::Privacy => PRIVACY,
            Self::Cookies => COOKIES,
            Self::Accessibility => ACCESS,
            Self::Terms => TERMS,
        }
    }
}

use Part::{Heading, Link, Points, Strong, Text};

const HELP: &[Part] = &[
    Text("help-intro"),
    Heading("help-search"),
    Points(&["help-search-1", "help-search-2", "help-search-3", "help-search-4"]),
    Heading("help-apply"),
    Text("help-apply-1"),
    Points(&["help-apply-2", "help-apply-3", "help-apply-4"]),
    Heading("help-free"),
    Strong("help-free-1"),
    Link("help-free-link", "/tro-giup/lua-dao"),
    Heading("help-employer"),
    Text("help-employer-1"),
    Heading("help-feed"),
    Text("help-feed-1"),
];

const SCAM: &[Part] = &[
    Strong("scam-intro"),
    Heading("scam-signs"),
    Points(&["scam-sign-1", "scam-sign-2", "scam-sign-3", "scam-sign-4", "scam-sign-5", "scam-sign-6", "scam-sign-7"]),
    Heading("scam-law"),
    Points(&["scam-law-1", "scam-law-2", "scam-law-3"]),
    Heading("scam-do"),
    Points(&["scam-do-1", "scam-do-2", "scam-do-3"]),
];

const PRIVACY: &[Part] = &[
    Text("privacy-intro"),
    Heading("privacy-read"),
    Text("privacy-read-1"),
    Heading("privacy-log"),
    Points(&["privacy-log-1", "privacy-log-2", "privacy-log-3"]),
    Heading("privacy-employer"),
    Text("privacy-employer-1"),
    Heading("privacy-account"),
    Points(&["privacy-account-1", "privacy-account-2"]),
    Heading("privacy-profile"),
    Points(&["privacy-profile-1", "privacy-profile-2", "privacy-profile-3", "privacy-profile-4"]),
    Heading("privacy-consent"),
    Text("privacy-consent-1"),
    Heading("privacy-looks"),
    Text("privacy-looks-1"),
    Heading("privacy-apply"),
    Points(&["privacy-apply-1", "privacy-apply-2", "privacy-apply-3", "privacy-apply-4"]),
    Heading("privacy-centre"),
    Text("privacy-centre-1"),
    Heading("privacy-placement"),
    Points(&["privacy-placement-1", "privacy-placement-2", "privacy-placement-3", "privacy-placement-4"]),
    Heading("privacy-messages"),
    Text("privacy-messages-1"),
    Heading("privacy-report"),
    Text("privacy-report-1"),
    Heading("privacy-staff"),
    Text("privacy-staff-1"),
    Heading("privacy-third"),
    Text("privacy-third-1"),
    Heading("privacy-rights"),
    Text("privacy-rights-where"),
    Link("privacy-rights-profile", "/ho-so"),
    Link("privacy-rights-export", "/ho-so/du-lieu"),
    Link("privacy-rights-consent", "/ho-so/dong-y"),
    Link("privacy-rights-looks", "/ho-so/luot-xem"),
    Link("privacy-rights-applications", "/ung-tuyen"),
    Link("privacy-rights-requests", "/ho-so/yeu-cau"),
    Link("privacy-rights-delete", "/ho-so/xoa"),
    Text("privacy-rights-1"),
    Link("privacy-cookies", "/cookie"),
];

const COOKIES: &[Part] =
    &[Strong("cookies-intro"), Text("cookies-1"), Text("cookies-2"), Link("cookies-privacy", "/quyen-rieng-tu")];

const ACCESS: &[Part] = &[
    Text("access-intro"),
    Heading("access-how"),
    Points(&["access-how-1", "access-how-2", "access-how-3", "access-how-4", "access-how-5"]),
    Heading("access-tested"),
    Text("access-tested-1"),
    Heading("access-gaps"),
    Points(&["access-gaps-1", "access-gaps-2"]),
    Heading("access-tell"),
    Text("access-tell-1"),
];

const TERMS: &[Part] = &[
    Text("terms-intro"),
    Heading("terms-seekers"),
    Points(&["terms-seekers-1", "terms-seekers-2"]),
    Heading("terms-postings"),
    Points(&["terms-postings-1", "terms-postings-2", "terms-postings-3"]),
    Heading("terms-data"),
    Text("terms-data-1"),
    Heading("terms-liability"),
    Text("terms-liability-1"),
];

/// The page of an article.
#[derive(Clone, Debug, Template)]
#[template(path = "article.html")]
pub(crate) struct Article {
    /// Frame; its title is that of the topic.
    pub(crate) page: Page,
    /// Which article.
    pub(crate) topic: Topic,
    /// The terms that its sentences name.
    pub(crate) terms: Terms,
}

/// Days for which data are kept, as this site keeps them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Terms {
    /// For an employer to answer an application.
    pub(crate) answer: u16,
    /// Of somebody who was not hired.
    pub(crate) unhired: u16,
    /// Of an application that was not sent.
    pub(crate) draft: u32,
    /// Of a profile that nobody uses.
    pub(crate) idle: i64,
    /// Of a profile that no account holds and no centre serves.
    pub(crate) unheld: i64,
}

impl Article {
    /// A text, with the centre and the terms that it may name.
    pub(crate) fn said(&self, key: &str) -> String {
        let Terms { answer, unhired, draft, idle, unheld } = self.terms;
        let days = [
            ("answer", answer.to_string()),
            ("unhired", unhired.to_string()),
            ("draft", draft.to_string()),
            ("idle", idle.to_string()),
            ("unheld", unheld.to_string()),
        ];
        self.page.asking_with(key, &days)
    }
}
