//! A carrier that keeps what it is given: the on-screen outbox of a demo, and the far side of tests. It prints nothing
//! by itself; who wants to see the messages asks for them.

use crate::carrier::{BATCH, Parcel};
use crate::outcome::Outcome;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use uuid::Uuid;

/// Parcels kept; older ones go, so that a demo that runs for weeks does not fill the memory.
const KEPT: usize = 1_000;

/// A list in memory. Clones share it.
#[derive(Clone, Debug, Default)]
pub struct Console(Arc<Mutex<VecDeque<Parcel>>>);

impl Console {
    /// The latest parcels, oldest first.
    pub fn parcels(&self) -> Vec<Parcel> {
        self.list().iter().cloned().collect()
    }

    pub(crate) fn take(&self, batch: Vec<Parcel>) -> Vec<(Uuid, Outcome)> {
        let mut list = self.list();
        let mut outcomes = Vec::with_capacity(batch.len());
        for (at, parcel) in batch.into_iter().enumerate() {
            if at >= BATCH {
                outcomes.push((parcel.id(), Outcome::NotReached));
                continue;
            }
            outcomes.push((parcel.id(), Outcome::Sent("console".to_owned())));
            list.push_back(parcel);
            if list.len() > KEPT {
                list.pop_front();
            }
        }
        outcomes
    }

    fn list(&self) -> MutexGuard<'_, VecDeque<Parcel>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
