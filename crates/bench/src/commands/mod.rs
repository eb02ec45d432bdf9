//! One file for each bench.

pub(crate) mod cutoff;
pub(crate) mod faults;
pub(crate) mod freshness;
pub(crate) mod import;
pub(crate) mod mixed;
pub(crate) mod pool;
pub(crate) mod publish;
pub(crate) mod quality;
pub(crate) mod search;
