//! Whether the database takes writes. It is learnt from the writes themselves: a write that meets a full disk says
//! so, the next one that succeeds takes it back. Nobody has to act.

use crate::error::Fault;
use std::sync::atomic::{AtomicU8, Ordering};

/// Whether the database takes writes, as far as the last ones showed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Health {
    /// Writes work.
    Ok,
    /// Writes are refused; the reason as a stable code (`disk_full`, `read_only`).
    ReadOnly(&'static str),
}

#[derive(Debug, Default)]
pub(crate) struct HealthCell(AtomicU8);

impl HealthCell {
    pub(crate) fn get(&self) -> Health {
        match self.0.load(Ordering::Relaxed) {
            0 => Health::Ok,
            1 => Health::ReadOnly("disk_full"),
            _ => Health::ReadOnly("read_only"),
        }
    }

    /// A write was committed.
    pub(crate) fn wrote(&self) {
        if self.0.load(Ordering::Relaxed) != 0 {
            self.0.store(0, Ordering::Relaxed);
            tracing::info!("the database takes writes again");
        }
    }

    /// A write met a failure.
    pub(crate) fn failed(&self, fault: &Fault) {
        let state = match fault {
            Fault::DiskFull => 1,
            Fault::ReadOnly => 2,
            _ => return,
        };
        if self.0.swap(state, Ordering::Relaxed) != state {
            tracing::error!(reason = ?fault, "the database takes no writes");
        }
    }
}
