//! Whether an organisation is who it says it is: an officer decides, on evidence, before its first advert is public.
//! A verification has an end, falls when name or tax code change, and can be taken away. Whether a tax code exists is
//! asked of the business register by an officer or an adapter, not here.

mod evidence;
mod life;
mod parts;
mod reason;
mod refusal;
mod step;

pub use evidence::{EVIDENCE_MOST, Evidence, EvidenceKind, REFERENCE_CHARS};
pub use life::{Closed, Command, CommandName, Event, Life, Side, State};
pub use parts::{ClosedParts, LifeParts, PartsError};
pub use reason::{RefuseReason, RevokeReason};
pub use refusal::Refusal;
