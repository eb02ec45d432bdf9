//! The frame of every page: language, site, addresses, header, search band, breadcrumbs.

use std::sync::Arc;

use super::Words;
use crate::assets;
use crate::format;
use crate::lang::Lang;

/// What the operator says about the site; the same for every page.
#[derive(Clone, Debug)]
pub(crate) struct Site {
    /// Name in the header.
    pub(crate) name: String,
    /// Public origin without a slash at the end, `https://vieclam.example.vn`.
    pub(crate) origin: String,
    /// Name of the centre that answers for the site.
    pub(crate) centre: Words,
    /// Phone of the centre as it is read out, `0256 3xxx xxx`; empty when none was configured.
    pub(crate) phone: Words,
    /// E-mail of the centre; empty when none was configured.
    pub(crate) email: Words,
    /// Office hours of the centre in words; empty when none were configured.
    pub(crate) hours: Words,
    /// Whether the data are made up: a banner on every page, and no page is indexed.
    pub(crate) demo: bool,
}

impl Site {
    /// The phone number as a `tel:` link wants it; `None` without a phone.
    pub(crate) fn phone_link(&self) -> Option<String> {
        let digits: String = self.phone.chars().filter(|sign| sign.is_ascii_digit() || *sign == '+').collect();
        (!digits.is_empty()).then(|| format!("tel:{digits}"))
    }

    /// How the centre can be reached from afar: what sentences that send people to it depend on.
    pub(crate) fn reach(&self) -> &'static str {
        match (self.phone_link().is_some(), self.email.is_empty()) {
            (true, _) => "phone",
            (false, false) => "email",
            (false, true) => "none",
        }
    }
}

/// The main entry that is marked in the header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Section {
    /// Vacancies and everything found through them.
    Postings,
    /// Employers.
    Employers,
    /// Help.
    Help,
    /// Messages to the person who is signed in.
    Inbox,
    /// The audit trail.
    Trail,
    /// The own account.
    Account,
    /// None.
    Other,
}

/// How much room the search band takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Band {
    /// Both boxes: home and results.
    Full,
    /// One box: all other pages.
    Small,
    /// None: paper.
    Hidden,
}

/// What stands in the search boxes.
#[derive(Clone, Debug)]
pub(crate) struct SearchBox {
    /// Words looked for, as typed.
    pub(crate) words: Words,
    /// Place looked for, as typed.
    pub(crate) place: Words,
    /// What is wrong with the words.
    pub(crate) words_error: Option<String>,
    /// What is wrong with the place.
    pub(crate) place_error: Option<String>,
    /// How the band looks.
    pub(crate) band: Band,
}

/// One step of the way to a page.
#[derive(Clone, Debug)]
pub(crate) struct Crumb {
    /// What it says.
    pub(crate) label: String,
    /// Where it leads, with the language in it.
    pub(crate) href: String,
}

/// A number of things; templates hand over values and references of several types. Below zero counts as none.
pub(crate) trait Count {
    /// The number.
    fn count(&self) -> u64;
}

macro_rules! counts {
    ($($number:ty),*) => {
        $(impl Count for $number {
            fn count(&self) -> u64 {
                u64::try_from(*self).unwrap_or_default()
            }
        })*
    };
}

counts!(u32, u64, usize, i64);

impl<T: Count> Count for &T {
    fn count(&self) -> u64 {
        (*self).count()
    }
}

/// The frame of one page.
#[derive(Clone, Debug)]
pub(crate) struct Page {
    /// Language.
    pub(crate) lang: Lang,
    /// Site.
    pub(crate) site: Arc<Site>,
    /// Title without the name of the site.
    pub(crate) title: String,
    /// One or two sentences for search engines and previews; empty for none.
    pub(crate) description: String,
    /// Path and query in Vietnamese, beginning with `/`; the English address is made from it.
    pub(crate) path: String,
    /// Whether search engines may list the page.
    pub(crate) indexed: bool,
    /// Path of the Atom feed of what the page lists.
    pub(crate) feed: Option<String>,
    /// Marked entry of the header.
    pub(crate) section: Section,
    /// Search band.
    pub(crate) search: SearchBox,
    /// The way to the page, without the page itself.
    pub(crate) crumbs: Vec<Crumb>,
    /// Whether somebody is signed in.
    pub(crate) is_signed_in: bool,
    /// Whether it is somebody who works at a centre or runs the platform.
    pub(crate) is_staff: bool,
    /// Messages that whoever is signed in has not read, up to 100.
    pub(crate) unread: u64,
    /// Whether whoever is signed in may read the audit trail.
    pub(crate) sees_trail: bool,
}

impl Page {
    /// A page with an empty search box, no crumbs and no feed; indexed unless the site shows made-up data.
    pub(crate) fn new(lang: Lang, site: &Arc<Site>, path: impl Into<String>, title: impl Into<String>) -> Self {
        let search = SearchBox {
            words: Words::default(),
            place: Words::default(),
            words_error: None,
            place_error: None,
            band: Band::Small,
        };
        Self {
            lang,
            site: Arc::clone(site),
            title: title.into(),
            description: String::new(),
            path: path.into(),
            indexed: !site.demo,
            feed: None,
            section: Section::Other,
            search,
            crumbs: Vec::new(),
            is_signed_in: false,
            is_staff: false,
            unread: 0,
            sees_trail: false,
        }
    }

    /// The text of a key.
    pub(crate) fn t(&self, key: &str) -> String {
        self.lang.t(key)
    }

    /// The text of a key with one value.
    pub(crate) fn t1(&self, key: &str, name: &'static str, value: impl ToString) -> String {
        self.lang.t1(key, name, value)
    }

    /// The text of a key that may send people to the centre, by how it can be reached.
    pub(crate) fn asking(&self, key: &str) -> String {
        self.asking_with(key, &[])
    }

    /// The same with further values.
    pub(crate) fn asking_with(&self, key: &str, more: &[(&'static str, String)]) -> String {
        let own = [("reach", self.site.reach().to_owned()), ("centre", self.site.centre.to_string())];
        self.lang.all(key, own.into_iter().chain(more.iter().cloned()))
    }

    /// The text of a key with a number.
    pub(crate) fn n(&self, key: &str, number: impl Count) -> String {
        self.lang.n(key, number.count())
    }

    /// A number as it is shown.
    pub(crate) fn number(&self, number: impl Count) -> String {
        format::number(self.lang, number.count())
    }

    /// A link on this site in the page's language.
    pub(crate) fn href(&self, path: &str) -> String {
        self.lang.href(path)
    }

    /// Full address of the page in a language.
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates hand over references")]
    pub(crate) fn absolute(&self, lang: &Lang) -> String {
        format!("{}{}", self.site.origin, lang.href(&self.path))
    }

    /// The same page in the other language.
    pub(crate) fn switched(&self) -> String {
        self.lang.other().href(&self.path)
    }

    /// Full address of a file of the site.
    pub(crate) fn file(&self, path: &str) -> String {
        format!("{}{path}", self.site.origin)
    }

    /// Whether an entry of the header is the marked one.
    pub(crate) fn is_in(&self, section: Section) -> bool {
        self.section == section
    }

    /// A crumb on this site.
    #[must_use]
    pub(crate) fn crumb(mut self, label: impl Into<String>, path: &str) -> Self {
        let href = self.href(path);
        self.crumbs.push(Crumb { label: label.into(), href });
        self
    }

    /// Marks an entry of the header.
    #[must_use]
    pub(crate) fn within(mut self, section: Section) -> Self {
        self.section = section;
        self
    }

    /// Full address of the picture for previews.
    pub(crate) fn share(&self) -> String {
        self.file(assets::SHARE)
    }
}
