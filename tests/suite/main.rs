//! One integration binary: architecture and tidy tests, and the suites that need more than one crate.

mod floors;
mod locations;
mod tidy;
