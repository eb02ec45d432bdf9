//! Tables that were sent and that a page waits for: read on a thread that may be kept busy, never on one that serves,
//! and no further than their bound of rows.

use super::read::table;
use super::refused::FileRefused;
use super::rows::Rows;
use super::xlsx::sheet;
use tokio::sync::Semaphore;

/// The first sheet of a book, at least so far that more than `most` rows are seen.
pub(crate) async fn sent_sheet(bytes: Vec<u8>, most: usize) -> Result<Rows, FileRefused> {
    aside(move || sheet(&bytes, most)).await
}

/// A table as XLSX or CSV with the columns that it must have, at least so far that more than `most` rows are seen.
pub(crate) async fn sent_table(
    bytes: Vec<u8>,
    required: &'static [&'static str],
    most: usize,
) -> Result<Rows, FileRefused> {
    aside(move || first_rows(&bytes, required, most)).await
}

fn first_rows(bytes: &[u8], required: &[&str], most: usize) -> Result<Rows, FileRefused> {
    let rows: Vec<_> = table(bytes, required, most)?.take(most.saturating_add(1)).collect();
    Ok(Box::new(rows.into_iter()))
}

/// Files read at once: a book may take a few hundred megabytes while it is open. Further ones wait.
static ROOM: Semaphore = Semaphore::const_new(2);

/// A file on which its reader breaks is damaged.
async fn aside(read: impl FnOnce() -> Result<Rows, FileRefused> + Send + 'static) -> Result<Rows, FileRefused> {
    // Held by the reading itself: who goes away while it runs does not make room for another.
    let room = ROOM.acquire().await.ok();
    let reading = move || {
        let _room = room;
        read()
    };
    match tokio::task::spawn_blocking(reading).await {
        Ok(rows) => rows,
        Err(_) => Err(FileRefused::Damaged("it cannot be read".into())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn tables_are_read_no_further_than_asked() {
        let file = format!("id,title\n{}", "1,a\n".repeat(50));
        let rows = sent_table(file.into_bytes(), &["id"], 10).await.expect("a table");
        assert_eq!(rows.count(), 11);
        let missing = sent_table(b"title\na\n".to_vec(), &["id"], 10).await;
        assert!(matches!(missing, Err(FileRefused::MissingColumns(_))));
        assert!(matches!(sent_sheet(b"no book".to_vec(), 10).await, Err(FileRefused::Damaged(_))));
    }

    #[tokio::test]
    async fn a_file_on_which_its_reader_breaks_is_damaged() {
        assert!(matches!(aside(|| panic!("broken")).await, Err(FileRefused::Damaged(_))));
    }
}
