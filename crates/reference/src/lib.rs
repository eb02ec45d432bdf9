//! Facts of the country, embedded: units with their dates and successors, occupations, industries, abbreviations,
//! skills, ethnic groups, working days, minimum wages, and look-ups over them by any spelling that people type.
//!
//! What must not be in here: rules of the exchange, files at run time, a clock.

#![warn(missing_docs)]

pub mod abbreviation;
pub mod ethnicity;
pub mod holiday;
pub mod horizon;
pub mod industry;
pub mod occupation;
mod phrases;
pub mod place;
pub mod skill;
mod table;
pub mod unit;
pub mod wage;
