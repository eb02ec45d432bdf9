//! Taking in vacancies from files: a verdict for every row, nothing half taken, the same file twice changes nothing.

mod archive;
pub(crate) mod book;
mod encoding;
mod fields;
mod fix_up;
mod legacy;
mod normal;
mod read;
mod refused;
mod report;
mod rows;
mod run;
mod save;
mod sent;
mod xlsx;

pub use fix_up::{FixUp, write_fix_up, write_verdicts};
pub use read::open;
pub use refused::{Bound, FileRefused};
pub use report::{Report, RowReport, Verdict};
pub(crate) use rows::bounded;
pub use rows::{Problem, Row, Rows, Unreadable};
pub use run::{Options, run};
pub(crate) use sent::{sent_sheet, sent_table};
#[cfg(test)]
pub(crate) use xlsx::sheet;
