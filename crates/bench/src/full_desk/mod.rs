//! A centre with very many people: some registered through the use cases, the others like them, with values sealed for
//! their own rows, so that every page opens them as it does in use.

mod cases;
mod fill;
mod people;
mod waiting;

pub(crate) use fill::{Filled, Size, fill};
pub(crate) use waiting::Cookies;
