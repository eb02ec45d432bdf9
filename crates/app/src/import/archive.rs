//! The archive that a spreadsheet is, looked over before anything of it is parsed: what it unpacks to is counted into
//! nothing, for neither the sizes in its directory are believed nor what a part says of itself.

use super::refused::{Bound, FileRefused};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::io::{BufRead, BufReader, Read, Seek, sink};

/// Most bytes that the archive may unpack to.
const UNPACKED_BYTES: u64 = 256 << 20;
const ENTRIES: usize = 1000;
/// How every archive of this kind begins; the reader of books tries other beginnings as other kinds of file.
const BEGINNING: [u8; 2] = *b"PK";
/// How the name of the part with the shared texts ends, in lower case, wherever the book keeps it.
const SHARED_TEXTS: &str = "sharedstrings.xml";
/// Bytes of the shortest shared text, `<si/>`.
const TEXT_BYTES: u64 = 5;
/// Shared texts that a part may claim whatever its size: some programs count each use of a text.
const CLAIMED_FREELY: u64 = 10_000;
/// Shared texts that a part may claim at most: as many as cells are taken.
const TEXTS: u64 = 5_000_000;

/// Refuses an archive that unpacks to too much, or that claims more than it holds: the reader of books makes room for
/// as many shared texts as are claimed, and a process that asks for too much memory ends.
pub(crate) fn check(mut book: impl Read + Seek) -> Result<(), FileRefused> {
    let mut beginning = [0; BEGINNING.len()];
    book.rewind()?;
    book.read_exact(&mut beginning).map_err(damaged)?;
    if beginning != BEGINNING {
        return Err(FileRefused::Damaged("it is no archive".into()));
    }
    let mut archive = zip::ZipArchive::new(book).map_err(damaged)?;
    if archive.len() > ENTRIES {
        return Err(FileRefused::TooLarge(Bound::Parts(ENTRIES)));
    }
    let mut left = UNPACKED_BYTES;
    for number in 0..archive.len() {
        let entry = archive.by_index(number).map_err(damaged)?;
        let holds_texts = entry.name().map_err(damaged)?.to_ascii_lowercase().ends_with(SHARED_TEXTS);
        let read = std::io::copy(&mut entry.take(left + 1), &mut sink())?;
        left = left.checked_sub(read).ok_or(FileRefused::TooLarge(Bound::UnpackedMegabytes(UNPACKED_BYTES >> 20)))?;
        if holds_texts {
            check_texts(BufReader::new(archive.by_index(number).map_err(damaged)?), read)?;
        }
    }
    Ok(())
}

pub(crate) fn damaged(error: impl std::fmt::Display) -> FileRefused {
    FileRefused::Damaged(error.to_string())
}

/// Looks at what the part with the shared texts, of so many bytes, claims at its head.
fn check_texts(part: impl BufRead, bytes: u64) -> Result<(), FileRefused> {
    let most = (bytes / TEXT_BYTES).clamp(CLAIMED_FREELY, TEXTS);
    let mut reader = Reader::from_reader(part);
    reader.config_mut().expand_empty_elements = true;
    reader.config_mut().check_end_names = false;
    let mut event = Vec::new();
    loop {
        event.clear();
        match reader.read_event_into(&mut event).map_err(damaged)? {
            Event::Start(start) if start.local_name().as_ref() == "sst" => return check_claims(&start, most),
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

/// Every attribute is looked at, so that one that cannot be read hides none.
fn check_claims(texts: &BytesStart<'_>, most: u64) -> Result<(), FileRefused> {
    for attribute in texts.attributes() {
        let attribute = attribute.map_err(damaged)?;
        if attribute.key.local_name().as_ref() != "uniqueCount" {
            continue;
        }
        let is_held = attribute.value.trim().parse::<u64>().is_ok_and(|claimed| claimed <= most);
        if !is_held {
            return Err(FileRefused::TooLarge(Bound::ClaimedTexts(most)));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Cursor, Write as _};

    fn book(texts: &str) -> Cursor<Vec<u8>> {
        let mut archive = zip::ZipWriter::new(Cursor::new(Vec::<u8>::new()));
        archive.start_file("xl/SharedStrings.xml", zip::write::SimpleFileOptions::default()).expect("entry");
        archive.write_all(texts.as_bytes()).expect("texts");
        archive.finish().expect("archive")
    }

    #[test]
    fn parts_that_claim_more_texts_than_they_hold_are_refused_before_they_are_parsed() {
        let long = "<si/>".repeat(20_000);
        for refused in [
            r#"<sst uniqueCount="1000000000000"/>"#.to_owned(),
            "<sst uniqueCount='99999999999999999999999999'></sst>".to_owned(),
            r#"<!-- a --><x:sst count="1" uniqueCount = "10001"><si/></x:sst>"#.to_owned(),
            format!(r#"<sst uniqueCount="30000">{long}</sst>"#),
        ] {
            assert!(matches!(check(book(&refused)), Err(FileRefused::TooLarge(_))), "{refused:.60}");
        }
        assert!(matches!(check(book(r#"<sst a="1" a="2" uniqueCount="1"/>"#)), Err(FileRefused::Damaged(_))));
        for taken in [
            r#"<sst count="3" uniqueCount="2"><si><t>a</t></si><si><t>b</t></si></sst>"#.to_owned(),
            r#"<sst uniqueCount="10000"><si><t>a</t></si></sst>"#.to_owned(),
            "<sst><si><t>a</t></si></sst>".to_owned(),
            format!(r#"<sst uniqueCount="20000">{long}</sst>"#),
        ] {
            assert!(check(book(&taken)).is_ok(), "{taken:.60}");
        }
    }

    #[test]
    fn only_archives_are_handed_on() {
        let mut other: Vec<u8> = vec![0xD0, 0xCF, 0x11, 0xE0];
        other.extend(book("<sst/>").into_inner());
        assert!(matches!(check(Cursor::new(other)), Err(FileRefused::Damaged(_))));
        assert!(matches!(check(Cursor::new(Vec::<u8>::new())), Err(FileRefused::Damaged(_))));
    }
}
