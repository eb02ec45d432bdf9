//! Addresses of an account: added with a code sent to the new one, taken away, never the last. All other addresses are
//! told. Whether a new address has another account is told to whoever reads it, and to nobody else.

mod add;
mod confirm;
mod remove;

pub use add::{AddAddress, add_address};
pub use confirm::{ConfirmAddress, confirm_address};
pub use remove::remove_address;

/// What the code is for.
const PURPOSE: &str = "address";

/// What an audit row says of an address: never the address.
fn kind(kind: &str) -> String {
    format!(r#"{{"kind":"{kind}"}}"#)
}
