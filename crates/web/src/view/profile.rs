//! Pages of the own profile beside its forms: overview, consents, who looked, own data, the slip; for officers two
//! profiles beside each other.

use askama::Template;

use super::{Page, Words};

/// One part of the overview.
#[derive(Clone, Debug)]
pub(crate) struct PartRow {
    pub(crate) href: String,
    pub(crate) name: String,
    /// What it is asked for.
    pub(crate) why: String,
    /// How far it is, in words.
    pub(crate) state: String,
    pub(crate) is_complete: bool,
    /// What the link says.
    pub(crate) action: String,
}

/// The overview.
#[derive(Clone, Debug, Template)]
#[template(path = "profile.html")]
pub(crate) struct ProfilePage {
    pub(crate) page: Page,
    /// What was just done.
    pub(crate) done: Option<String>,
    /// Where the work that is wanted is entered, while nothing is said of it.
    pub(crate) begin: Option<String>,
    pub(crate) parts: Vec<PartRow>,
    /// What form 01 still needs.
    pub(crate) missing: Option<String>,
    /// What seems odd, as questions.
    pub(crate) odd: Vec<Words>,
    /// How far it is open, in words.
    pub(crate) visibility: String,
    /// Whether it was opened and the consent to it does not hold.
    pub(crate) is_closed: bool,
}

/// One purpose on the page of consents.
#[derive(Clone, Debug)]
pub(crate) struct ConsentRow {
    /// As the form sends it.
    pub(crate) name: String,
    pub(crate) title: String,
    /// The text that is agreed to.
    pub(crate) text: String,
    /// What holds, in words.
    pub(crate) state: String,
    pub(crate) holds: bool,
    /// Number of the text.
    pub(crate) version: String,
    /// What ends when it is taken back.
    pub(crate) after: String,
    pub(crate) key: String,
}

/// The page of consents.
#[derive(Clone, Debug, Template)]
#[template(path = "consents.html")]
pub(crate) struct ConsentsPage {
    pub(crate) page: Page,
    pub(crate) done: Option<String>,
    /// Why nothing was recorded.
    pub(crate) wrong: Option<String>,
    pub(crate) rows: Vec<ConsentRow>,
    /// Acts, newest first.
    pub(crate) history: Vec<Words>,
}

/// One look.
#[derive(Clone, Debug)]
pub(crate) struct LookRow {
    pub(crate) time: String,
    pub(crate) who: Words,
    pub(crate) why: String,
    pub(crate) fields: String,
}

/// Who looked.
#[derive(Clone, Debug, Template)]
#[template(path = "looks.html")]
pub(crate) struct LooksPage {
    pub(crate) page: Page,
    pub(crate) rows: Vec<LookRow>,
    /// The next page.
    pub(crate) older: Option<String>,
}

/// The own data.
#[derive(Clone, Debug, Template)]
#[template(path = "data.html")]
pub(crate) struct DataPage {
    pub(crate) page: Page,
    /// Days for which an idle profile is kept.
    pub(crate) days: u64,
}

/// One field of the slip.
#[derive(Clone, Debug)]
pub(crate) struct SlipRow {
    pub(crate) name: String,
    pub(crate) said: Vec<Words>,
}

/// One part of the slip.
#[derive(Clone, Debug)]
pub(crate) struct SlipPart {
    pub(crate) name: String,
    pub(crate) rows: Vec<SlipRow>,
}

/// One purpose that the slip asks consent for.
#[derive(Clone, Debug)]
pub(crate) struct SlipConsent {
    /// Whether it is given already; otherwise the box is left to the hand.
    pub(crate) is_given: bool,
    pub(crate) name: String,
    pub(crate) text: String,
    /// Since when it is given.
    pub(crate) since: String,
}

/// The registration slip.
#[derive(Clone, Debug, Template)]
#[template(path = "slip.html")]
pub(crate) struct SlipPage {
    pub(crate) page: Page,
    /// The page before it: its text, its address.
    pub(crate) back: (String, String),
    /// By which the paper is found again, where it is kept.
    pub(crate) number: String,
    pub(crate) parts: Vec<SlipPart>,
    /// To whom the consents are given, and what they are.
    pub(crate) consents_to: String,
    pub(crate) consents: Vec<SlipConsent>,
    /// The day, as papers write it.
    pub(crate) dated: String,
    pub(crate) name: Words,
}

/// Somebody on a list at the desk.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    pub(crate) name: Words,
    /// What tells people apart.
    pub(crate) about: Words,
    /// What is the same.
    pub(crate) same: String,
    pub(crate) href: String,
}

/// Profiles that may be of one person.
#[derive(Clone, Debug, Template)]
#[template(path = "pairs.html")]
pub(crate) struct PairsPage {
    pub(crate) page: Page,
    pub(crate) done: Option<String>,
    pub(crate) people: Vec<Person>,
    /// Merges that can be undone: what is said of each, its id, the key of its form.
    pub(crate) merges: Vec<(String, String, String)>,
}

/// One field of two profiles.
#[derive(Clone, Debug)]
pub(crate) struct PairRow {
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) first: Vec<Words>,
    pub(crate) second: Vec<Words>,
    pub(crate) is_same: bool,
}

/// Two profiles beside each other.
#[derive(Clone, Debug, Template)]
#[template(path = "pair.html")]
pub(crate) struct PairPage {
    pub(crate) page: Page,
    /// Why they were not merged.
    pub(crate) wrong: Option<String>,
    pub(crate) same: String,
    pub(crate) rows: Vec<PairRow>,
    /// Code and version.
    pub(crate) first: (String, String),
    pub(crate) second: (String, String),
    pub(crate) swap: String,
    pub(crate) merge_key: String,
    pub(crate) part_key: String,
}
