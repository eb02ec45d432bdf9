//! A retraction of what was paid by: two people decide. Whoever says that a fact was wrong proposes it; another person,
//! who did not enter the fact either, confirms or declines, and declining says why. The first decision stands.

use crate::Lang;
use crate::membership::AccountId;
use crate::why::{NoteFault, check_note};

codes! {
    /// What a retraction has come to.
    RetractionState {
        /// Nobody has decided; the fact stands.
        Waiting = "waiting",
        /// It is recorded.
        Confirmed = "confirmed",
        /// It is not: the fact stands.
        Declined = "declined",
    }
}

/// A retraction and whose word it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Retraction {
    /// What it has come to.
    pub state: RetractionState,
    /// Who proposed it; nobody whom the exchange knows for a file or a program.
    pub proposed_by: Option<AccountId>,
    /// Who entered the fact.
    pub entered_by: Option<AccountId>,
}

/// What the second person says.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Verdict {
    is_confirmed: bool,
    note: String,
}

impl Verdict {
    /// A verdict with its note, which declining needs.
    pub fn new(is_confirmed: bool, note: &str) -> Result<Self, RetractionRefusal> {
        let note = note.trim();
        check_note(note, !is_confirmed).map_err(|fault| match fault {
            NoteFault::Missing => RetractionRefusal::NoteMissing,
            NoteFault::TooLong => RetractionRefusal::NoteTooLong,
        })?;
        Ok(Self { is_confirmed, note: note.to_owned() })
    }

    /// What was said of it; may be empty.
    pub fn note(&self) -> &str {
        &self.note
    }

    /// What the retraction comes to by it.
    pub const fn state(&self) -> RetractionState {
        if self.is_confirmed { RetractionState::Confirmed } else { RetractionState::Declined }
    }
}

impl Retraction {
    /// The retraction after somebody decided about it.
    pub fn decided(self, by: AccountId, verdict: &Verdict) -> Result<Self, RetractionRefusal> {
        if self.state != RetractionState::Waiting {
            return Err(RetractionRefusal::Decided);
        }
        if self.proposed_by == Some(by) {
            return Err(RetractionRefusal::OwnProposal);
        }
        if self.entered_by == Some(by) {
            return Err(RetractionRefusal::EnteredFact);
        }
        Ok(Self { state: verdict.state(), ..self })
    }
}

/// Why a decision about a retraction is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum RetractionRefusal {
    /// Somebody decided already.
    #[error("this was decided already")]
    Decided,
    /// Whoever proposed it does not decide.
    #[error("whoever proposed a retraction does not decide about it")]
    OwnProposal,
    /// Whoever entered the fact does not decide.
    #[error("whoever entered a fact does not decide whether it is retracted")]
    EnteredFact,
    /// Declined without a word.
    #[error("declining needs a reason")]
    NoteMissing,
    /// Too long a note.
    #[error("the note is too long")]
    NoteTooLong,
}

impl RetractionRefusal {
    /// Stable code for programs.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Decided => "decided_already",
            Self::OwnProposal => "own_proposal",
            Self::EnteredFact => "entered_facts",
            Self::NoteMissing => "note_missing",
            Self::NoteTooLong => "too_long",
        }
    }

    /// The field that it is about: `note`, or the whole `form`.
    pub const fn field(self) -> &'static str {
        match self {
            Self::NoteMissing | Self::NoteTooLong => "note",
            Self::Decided | Self::OwnProposal | Self::EnteredFact => "form",
        }
    }

    /// What to tell the person who asked.
    pub const fn sentence(self, lang: Lang) -> &'static str {
        let (vi, en) = match self {
            Self::Decided => ("Đề nghị này đã được quyết định.", "This was decided already."),
            Self::OwnProposal => {
                ("Người đề nghị không tự quyết định.", "Whoever proposed this does not decide about it.")
            }
            Self::EnteredFact => (
                "Người đã ghi điều này không quyết định việc rút lại.",
                "Whoever entered this does not decide whether it is retracted.",
            ),
            Self::NoteMissing => ("Ghi rõ vì sao không rút lại.", "Write why it is not retracted."),
            Self::NoteTooLong => ("Viết không quá 1.000 ký tự.", "Write 1,000 characters at most."),
        };
        match lang {
            Lang::Vi => vi,
            Lang::En => en,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn account(number: u128) -> AccountId {
        AccountId(Uuid::from_u128(number))
    }

    #[test]
    fn somebody_else_decides_once() {
        let state = RetractionState::Waiting;
        let waiting = Retraction { state, proposed_by: Some(account(1)), entered_by: Some(account(2)) };
        let (yes, no) = (Verdict::new(true, "").expect("a verdict"), Verdict::new(false, " vì ").expect("a verdict"));
        for (by, verdict, expected) in [
            (1, &yes, Err(RetractionRefusal::OwnProposal)),
            (1, &no, Err(RetractionRefusal::OwnProposal)),
            (2, &yes, Err(RetractionRefusal::EnteredFact)),
            (3, &yes, Ok(RetractionState::Confirmed)),
            (3, &no, Ok(RetractionState::Declined)),
        ] {
            assert_eq!(waiting.decided(account(by), verdict).map(|decided| decided.state), expected, "{by}");
        }
        // What nobody known proposed or entered is nobody's own.
        let unknown = Retraction { proposed_by: None, entered_by: None, ..waiting };
        assert!(unknown.decided(account(1), &yes).is_ok());
        for state in [RetractionState::Confirmed, RetractionState::Declined] {
            let over = Retraction { state, ..waiting };
            assert_eq!(over.decided(account(3), &yes), Err(RetractionRefusal::Decided));
        }
        assert_eq!((no.note(), Verdict::new(false, " ")), ("vì", Err(RetractionRefusal::NoteMissing)));
        assert_eq!(Verdict::new(true, &"a".repeat(1_001)), Err(RetractionRefusal::NoteTooLong));
    }
}
