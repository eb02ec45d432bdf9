//! Programs of organisations and centres that are told what happens (Standard Webhooks 1.0): endpoints with their
//! secrets, what is to be told, queued in the write that it tells, and what became of each attempt.
//!
//! What must not be in here: HTTP, names of machines looked up, waiting.

mod deliver;
mod emit;
mod endpoint;
mod send_again;
mod sign;
mod view;

pub use deliver::{Attempted, Outgoing, claim, settle};
pub(crate) use emit::{Event, emit, postings_changed};
pub use endpoint::{Act, Add, Added, Owner, act, add, rotate};
pub use send_again::{ping, send_again};
pub use view::{AttemptView, DeliveryView, EndpointView, deliveries, endpoint, endpoints};

/// What jobs of deliveries are called.
const JOB: &str = "webhook_delivery";
/// The one name of endpoints in audit rows.
const ENTITY: &str = "webhook";
