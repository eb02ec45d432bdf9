//! Whether an organisation is who it says it is: an officer decides, on evidence, before its first advert is public.
//! A verification has an end before which it can be handed in again, falls when name or tax code change, and can be
//! taken away. Whether a tax code exists is asked of the business register by an officer or an adapter, not here.

mod evidence;
mod identity;
mod life;
mod parts;
mod reason;
mod refusal;
mod step;

pub use evidence::{EVIDENCE_MOST, Evidence, EvidenceKind, REFERENCE_CHARS};
pub use identity::Identity;
pub use life::{Ahead, Closed, Command, CommandName, Event, Life, RENEWAL_DAYS, Renewal, Side, State, Verified};
pub use parts::{ClosedParts, LifeParts, PartsError};
pub use reason::{RefuseReason, RevokeReason};
pub use refusal::Refusal;
