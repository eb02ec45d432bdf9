//! Centres that claim, for benches and the simulation: people with personal numbers, placements and their facts, all
//! through the use cases save for the row of a placement, which stands for the hire before it.

pub(crate) mod bank;
pub(crate) mod checker;
pub(crate) mod simulation;
mod template;
mod world;

pub(crate) use template::{Apart, Line as LedgerLine, Opened, Template, Told};
pub(crate) use world::{Centre, DONG, EMPLOYER, EXCLUSION_MONTHS, IN_FORCE, SUCCESSOR, Signed, World};
