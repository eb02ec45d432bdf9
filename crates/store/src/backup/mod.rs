//! Backup and restore through our own connections, never by copying files or by a shell: one portable archive for
//! both databases, taken from a snapshot while writes go on.
//!
//! The archive is gzip over JSON Lines: a head (`{"sanviec_archive":1,…}`), then for each table a line with its name
//! and columns and a line for each row (an array), at last the number of rows and the SHA-256 of everything before
//! it. An archive without its last line was cut short and is refused. Leases and nodes are not kept: they are of the
//! moment.

mod archive;
mod layout;
mod restore;
mod write;

pub use archive::partial_of;
pub use restore::{check, restore};
pub use write::backup;

/// What an archive holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// Rows of each table.
    pub rows: Vec<(String, u64)>,
    /// When it was taken, as the caller said.
    pub taken_at: i64,
    /// The steps of the schema it was taken with.
    pub schema: Vec<String>,
}
