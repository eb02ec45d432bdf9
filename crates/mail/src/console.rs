//! A carrier that keeps what it is given: the on-screen outbox of a demo, and the far side of tests. It prints nothing
//! by itself; who wants to see the messages asks for them, or says beforehand what to do with each.

use crate::carrier::{BATCH, Parcel};
use crate::outcome::Outcome;
use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use uuid::Uuid;

/// Parcels kept; older ones go, so that a demo that runs for weeks does not fill the memory.
const KEPT: usize = 1_000;

/// A list in memory. Clones share it.
#[derive(Clone, Default)]
pub struct Console(Arc<Inner>);

type Show = Box<dyn Fn(&Parcel) + Send + Sync>;

#[derive(Default)]
struct Inner {
    list: Mutex<VecDeque<Parcel>>,
    show: Option<Show>,
}

/// What is in it are codes and addresses: no log shows them.
impl fmt::Debug for Console {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Console(…)")
    }
}

impl Console {
    /// Shows each parcel as well. Only for a demo: whoever sees the messages gets into every account.
    pub fn showing(show: impl Fn(&Parcel) + Send + Sync + 'static) -> Self {
        Self(Arc::new(Inner { list: Mutex::default(), show: Some(Box::new(show)) }))
    }

    /// The latest parcels, oldest first.
    pub fn parcels(&self) -> Vec<Parcel> {
        self.list().iter().cloned().collect()
    }

    pub(crate) fn take(&self, batch: Vec<Parcel>) -> Vec<(Uuid, Outcome)> {
        batch.into_iter().enumerate().map(|(at, parcel)| self.take_one(at, parcel)).collect()
    }

    fn take_one(&self, at: usize, parcel: Parcel) -> (Uuid, Outcome) {
        let id = parcel.id();
        if at >= BATCH {
            return (id, Outcome::NotReached);
        }
        if let Some(show) = &self.0.show {
            show(&parcel);
        }
        let mut list = self.list();
        list.push_back(parcel);
        if list.len() > KEPT {
            list.pop_front();
        }
        (id, Outcome::Sent("console".to_owned()))
    }

    fn list(&self) -> MutexGuard<'_, VecDeque<Parcel>> {
        self.0.list.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
