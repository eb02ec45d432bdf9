//! Messages on their way out: texts in two languages, e-mail over SMTP, short messages and Zalo through adapters, and
//! what became of each.
//!
//! The only crate that knows lettre. What must not be in here: SQL, serving HTTP, rights, a clock, or a decision
//! when to send.
//!
//! # What is promised
//! E-mail is delivered at least once. [`Outcome::Sent`] is said only when the other side answered this very message
//! with a yes. When its answer was lost, nobody can know whether it has the message: that is [`Outcome::Unknown`], and
//! the message is repeated, byte for byte, under the same Message-ID, by which whoever gets it twice can tell.

#![warn(missing_docs)]

mod address;
mod carrier;
mod console;
mod gateway;
mod hook;
mod http;
mod message;
mod outcome;
mod smtp;
mod text;

pub use address::{AddressError, Domain, EmailAddress, Phone};
pub use carrier::{BATCH, Carrier, Carriers, Parcel, Sms, Zalo};
pub use console::Console;
pub use gateway::{Approved, Body, Gateway, Mould, MouldError, PhoneForm, Provider, Reading};
pub use hook::{Hooks, Reply};
pub use message::{Message, Unsubscribe};
pub use outcome::{Failure, Outcome, Stage};
pub use smtp::{Deadlines, Dial, Dialled, From, Login, Relay, RelayError, Smtp, Stream, Tls};
pub use text::{Letterhead, Problem, SMS_LENGTH, Sample, TextError, Texts, Written, samples};
