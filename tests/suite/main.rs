//! One integration binary: architecture and tidy tests, and the suites that need more than one crate.

mod accounts;
mod cut_off;
mod exchange;
mod floors;
mod locations;
mod tidy;
mod vacancies;
