//! What happened to a claim, and what of it is booked.

use crate::ledger::{Account, Journal, LedgerFault, Occasion};

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Event {
    /// It was made.
    Prepared,
    /// A second person approved; a third one is needed.
    Seconded,
    /// Approved: so much is owed.
    Approved {
        /// What is owed.
        dong: i64,
    },
    /// Approved again, with what was recorded since: what is owed is owed already.
    ApprovedAgain,
    /// Refused.
    Refused,
    /// Taken back.
    Withdrawn,
    /// What was owed is owed no more.
    Released {
        /// What was owed.
        dong: i64,
    },
    /// On a list.
    Batched,
    /// Off the list.
    TakenOut,
    /// With the bank.
    Sent,
    /// Paid.
    Paid {
        /// How much.
        dong: i64,
    },
    /// Not paid.
    Bounced,
    /// Paid, and brought back by the bank: owed again.
    BroughtBack {
        /// How much.
        dong: i64,
    },
    /// Later facts unmade the placement.
    PutInReview,
    /// Later facts confirm it again.
    BackFromReview,
    /// A recovery was proposed.
    RecoveryProposed,
    /// Money is asked back.
    AskedBack {
        /// How much.
        dong: i64,
    },
    /// Nothing is asked back.
    Kept,
    /// Money came back.
    GivenBack {
        /// How much.
        dong: i64,
    },
    /// All that was asked back has come.
    Recovered,
    /// The rest is not asked back any more.
    AskedNoMore {
        /// How much.
        dong: i64,
    },
    /// Claimed anew.
    PreparedAgain,
    /// Paid beside another claim that is gone by now: it stands for its placement and its person itself.
    StandsAlone,
    /// To come back for another reason than the facts.
    Contested,
    /// It is not, after all.
    Uncontested,
}

impl Event {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Prepared => "prepared",
            Self::Seconded => "seconded",
            Self::Approved { .. } => "approved",
            Self::ApprovedAgain => "approved_again",
            Self::Refused => "refused",
            Self::Withdrawn => "withdrawn",
            Self::Released { .. } => "released",
            Self::Batched => "batched",
            Self::TakenOut => "taken_out",
            Self::Sent => "sent",
            Self::Paid { .. } => "paid",
            Self::Bounced => "bounced",
            Self::BroughtBack { .. } => "brought_back",
            Self::PutInReview => "put_in_review",
            Self::BackFromReview => "back_from_review",
            Self::RecoveryProposed => "recovery_proposed",
            Self::AskedBack { .. } => "asked_back",
            Self::Kept => "kept",
            Self::GivenBack { .. } => "given_back",
            Self::Recovered => "recovered",
            Self::AskedNoMore { .. } => "asked_no_more",
            Self::PreparedAgain => "prepared_again",
            Self::StandsAlone => "stands_alone",
            Self::Contested => "contested",
            Self::Uncontested => "uncontested",
        }
    }

    /// What is booked for it: the one place that says which accounts move.
    pub fn journal(self) -> Result<Option<Journal>, LedgerFault> {
        use Account::{Bank, Expense, Owed, Receivable};
        let (occasion, debit, credit, dong) = match self {
            Self::Approved { dong } => (Occasion::Obliged, Expense, Owed, dong),
            Self::Released { dong } => (Occasion::Released, Owed, Expense, dong),
            Self::Paid { dong } => (Occasion::Paid, Owed, Bank, dong),
            Self::BroughtBack { dong } => (Occasion::BroughtBack, Bank, Owed, dong),
            Self::AskedBack { dong } => (Occasion::AskedBack, Receivable, Expense, dong),
            Self::GivenBack { dong } => (Occasion::GivenBack, Bank, Receivable, dong),
            Self::AskedNoMore { dong } => (Occasion::AskedNoMore, Expense, Receivable, dong),
            Self::Prepared
            | Self::Seconded
            | Self::ApprovedAgain
            | Self::Refused
            | Self::Withdrawn
            | Self::Batched
            | Self::TakenOut
            | Self::Sent
            | Self::Bounced
            | Self::PutInReview
            | Self::BackFromReview
            | Self::RecoveryProposed
            | Self::Kept
            | Self::Recovered
            | Self::PreparedAgain
            | Self::StandsAlone
            | Self::Contested
            | Self::Uncontested => return Ok(None),
        };
        Journal::between(occasion, debit, credit, dong).map(Some)
    }
}
