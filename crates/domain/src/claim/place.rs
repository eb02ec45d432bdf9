//! What places are called, and what they say of the ledger.

use super::life::{Place, PlaceName, State};

impl Place {
    /// Its name.
    pub const fn name(&self) -> PlaceName {
        match self {
            Self::Prepared => PlaceName::Prepared,
            Self::AwaitingThird { .. } => PlaceName::AwaitingThird,
            Self::Approved => PlaceName::Approved,
            Self::Batched { .. } => PlaceName::Batched,
            Self::Sent { .. } => PlaceName::Sent,
            Self::Paid { .. } => PlaceName::Paid,
            Self::Bounced { .. } => PlaceName::Bounced,
        }
    }

    pub(super) const fn state(&self) -> State {
        match self {
            Self::Prepared => State::Prepared,
            Self::AwaitingThird { .. } => State::AwaitingThird,
            Self::Approved => State::Approved,
            Self::Batched { .. } => State::Batched,
            Self::Sent { .. } => State::Sent,
            Self::Paid { .. } => State::Paid,
            Self::Bounced { .. } => State::Bounced,
        }
    }

    /// Whether the ledger says that this is owed.
    pub(super) const fn is_owed(&self) -> bool {
        match self {
            Self::Approved | Self::Batched { .. } | Self::Sent { .. } | Self::Bounced { .. } => true,
            Self::Prepared | Self::AwaitingThird { .. } | Self::Paid { .. } => false,
        }
    }
}
