//! One file for each bench.

pub(crate) mod claims;
pub(crate) mod cutoff;
pub(crate) mod desk;
pub(crate) mod erase;
pub(crate) mod faults;
pub(crate) mod freshness;
pub(crate) mod import;
pub(crate) mod mixed;
pub(crate) mod placements;
pub(crate) mod pool;
pub(crate) mod publish;
pub(crate) mod quality;
pub(crate) mod reindex;
pub(crate) mod rule;
pub(crate) mod sample;
pub(crate) mod search;
pub(crate) mod simulate;
pub(crate) mod tamper;
