//! Holds the integration suites of the workspace; the tests themselves stand in `tests/suite`.
//!
//! What must not be in here: product code.
