//! Files that forms send: a small PDF, or a table of the folder of the reviewed file, as text or as a workbook.

use rust_xlsxwriter::Workbook;

use super::rows::folder;

const PDF: &[u8] = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF";

/// Content type and bytes of a file of this name, with its text filled in; a workbook has the cells of the text of the
/// same name.
pub(super) fn read(name: &str, fill: impl Fn(&str) -> String) -> (&'static str, Vec<u8>) {
    let (stem, end) = name.rsplit_once('.').expect("a name with an ending");
    let text = || fill(&std::fs::read_to_string(folder().join(format!("{stem}.csv"))).expect("a table"));
    match end {
        "pdf" => ("application/pdf", PDF.to_vec()),
        "csv" => ("text/csv", text().into_bytes()),
        "xlsx" => ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", workbook(&text())),
        _ => panic!("no file like {name}"),
    }
}

fn workbook(text: &str) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (row, line) in (0..).zip(text.lines()) {
        for (column, cell) in (0..).zip(line.split(',')) {
            sheet.write_string(row, column, cell).expect("a cell");
        }
    }
    book.save_to_buffer().expect("a workbook")
}
