//! What programs of organisations and centres are told, to which addresses that may be said, and when a delivery is
//! tried again (Standard Webhooks 1.0). No HTTP, no secrets, no rows.

mod address;
mod delivery;

pub use address::{Address, AddressError, is_public};
pub use delivery::{ATTEMPTS_MAX, Heard, Next, after_attempt};

codes! {
    /// Everything that a program can be told. The code is the `type` of the message; a body carries ids and states,
    /// never anything of a person.
    EventKind {
        /// A posting went before the public, or came back there.
        PostingPublished = "posting.published",
        /// What a public posting says has changed, or its last day.
        PostingChanged = "posting.changed",
        /// A posting is before the public no more, whatever the reason.
        PostingClosed = "posting.closed",
        /// Somebody applied.
        ApplicationSubmitted = "application.submitted",
        /// Somebody took an application back.
        ApplicationWithdrawn = "application.withdrawn",
        /// The employer answered an application, or the clock did.
        ApplicationAnswered = "application.answered",
        /// A centre issued a letter of referral.
        ReferralIssued = "referral.issued",
        /// What became of a letter was recorded.
        ReferralAnswered = "referral.answered",
        /// A placement counts.
        PlacementConfirmed = "placement.confirmed",
        /// A placement that counted counts no more.
        PlacementRevoked = "placement.revoked",
        /// The bank paid a claim.
        ClaimPaid = "claim.paid",
        /// Later facts put a claim before people again.
        ClaimInReview = "claim.in_review",
        /// All that was asked back of a claim has come.
        ClaimRecovered = "claim.recovered",
        /// Says nothing: somebody tries an endpoint.
        Ping = "ping",
    }
}
codes! {
    /// Where an endpoint stands.
    EndpointState {
        /// It is told.
        Active = "active",
        /// Its people stopped it for a while; what happens meanwhile is not told later.
        Paused = "paused",
        /// It said that it is gone, or failed for days; its people have to look.
        Disabled = "disabled",
    }
}
codes! {
    /// Where a delivery stands.
    DeliveryState {
        /// It will be tried, for the first time or again.
        Queued = "queued",
        /// It was taken.
        Delivered = "delivered",
        /// Nobody tries it any more; it can be sent again by hand.
        Dead = "dead",
    }
}

impl EventKind {
    /// Whether employers can be told of it.
    pub const fn is_employers(self) -> bool {
        match self {
            Self::PostingPublished
            | Self::PostingChanged
            | Self::PostingClosed
            | Self::ApplicationSubmitted
            | Self::ApplicationWithdrawn
            | Self::ApplicationAnswered
            | Self::PlacementConfirmed
            | Self::PlacementRevoked => true,
            Self::ReferralIssued
            | Self::ReferralAnswered
            | Self::ClaimPaid
            | Self::ClaimInReview
            | Self::ClaimRecovered
            | Self::Ping => false,
        }
    }

    /// Whether centres can be told of it.
    pub const fn is_centres(self) -> bool {
        match self {
            Self::ReferralIssued
            | Self::ReferralAnswered
            | Self::PlacementConfirmed
            | Self::PlacementRevoked
            | Self::ClaimPaid
            | Self::ClaimInReview
            | Self::ClaimRecovered => true,
            Self::PostingPublished
            | Self::PostingChanged
            | Self::PostingClosed
            | Self::ApplicationSubmitted
            | Self::ApplicationWithdrawn
            | Self::ApplicationAnswered
            | Self::Ping => false,
        }
    }
}
