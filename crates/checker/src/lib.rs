//! Second readings of rules, written from their texts and not from the product's code, and cases drawn at random: what
//! two separate readings agree on over a million cases is seldom a mistake of one of them.
//!
//! Must not hold: anything of the product. Its tests, and the bench, compare.

pub mod placement;
