//! Claims (đề nghị chi trả): what is asked for a placement that is confirmed, who approved it, how it is paid, and what
//! is asked back when later facts unmake the placement. The person who approves is never the one who prepared, and
//! entered none of the facts that the claim reads.
//!
//! Every event that moves money names its journal, so that a preview and what is posted cannot differ. Must not hold:
//! whether a placement is confirmed (the placement rule says so), whether a person was paid for before (the database
//! says so).

mod after_all;
mod again;
mod command;
mod contest;
mod elsewhere;
mod event;
mod life;
mod moves;
mod parts;
mod place;
mod reason;
mod recovery;
mod refusal;
mod release;
mod retraction;
mod sentences;
mod step;

pub use contest::{ContestReason, Contested};
pub use elsewhere::{Elsewhere, ElsewhereKnown, ElsewhereRefusal};
pub use event::Event;
pub use life::{Asked, Command, CommandName, Hand, Life, Order, Place, PlaceName, Proposal, Settled, Stage, State};
pub use parts::{LifeParts, PartsError};
pub use reason::{BounceReason, RefuseReason, WithdrawReason};
pub use recovery::{Due, Instalment, Preview, instalments, preview};
pub use refusal::Refusal;
pub use release::{Release, ReleaseRefusal, is_day_of_bank, may_account_for, may_settle};
pub use retraction::{Retraction, RetractionRefusal, RetractionState, Verdict};

ids! {
    /// Names one claim for good.
    ClaimId
}

ids! {
    /// Names one batch of claims that are paid together.
    BatchId
}
