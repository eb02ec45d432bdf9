//! Vacancies. The content is a JSON document whose shape the domain knows; what is searched by is a column.
//! Matching and ranking do not belong here: that is the index.

pub(crate) mod entity;
mod owned;
mod read;
mod write;

pub use entity::Model as Row;
pub use owned::*;
pub use read::*;
pub use write::*;
