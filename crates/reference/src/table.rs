//! Reading the embedded tables: tab-separated, a header line, no quotes.

/// The rows of a table with `N` columns, without its header.
///
/// The tables are part of the program; a row of another width is a mistake in the source tree, and a test reads them
/// all.
pub(crate) fn rows<const N: usize>(table: &'static str) -> impl Iterator<Item = [&'static str; N]> {
    table.lines().skip(1).filter(|line| !line.is_empty()).map(|line| {
        let mut cells = [""; N];
        for (cell, text) in cells.iter_mut().zip(line.split('\t')) {
            *cell = text;
        }
        cells
    })
}
