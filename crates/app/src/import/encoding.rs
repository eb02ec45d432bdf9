//! Files as everyday programs save them: UTF-16 with or without its mark, tables with semicolons or tabs.

use std::io::{self, BufRead, BufReader, Cursor, Read};

/// Bytes of a header that are looked at for what separates its cells.
const HEAD_BYTES: u64 = 64 << 10;
const CHUNK_BYTES: usize = 8 << 10;
/// A byte that stands in no text of UTF-8: the row that holds it is refused alone.
const NO_TEXT: u8 = 0xFF;

/// The bytes of a file as UTF-8, whatever they are; only UTF-16 is told by its beginning and read as such.
pub(super) fn as_utf8(mut file: impl Read + Send + 'static) -> io::Result<Box<dyn BufRead + Send>> {
    let mut head = Vec::new();
    file.by_ref().take(4).read_to_end(&mut head)?;
    let order = order_of(&head);
    if has_mark(&head) {
        head.drain(..2);
    }
    let whole = Cursor::new(head).chain(file);
    let text: Box<dyn BufRead + Send> = match order {
        None => Box::new(BufReader::new(whole)),
        Some(order) => Box::new(BufReader::new(Utf16::new(whole, order))),
    };
    Ok(text)
}

/// Which of the two bytes of a letter comes first in UTF-16.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Order {
    LowFirst,
    HighFirst,
}

fn has_mark(head: &[u8]) -> bool {
    matches!(head, [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..])
}

/// The order of a file in UTF-16: by its mark, or by the noughts beside the plain letters of a header.
fn order_of(head: &[u8]) -> Option<Order> {
    match head {
        [0xFF, 0xFE, ..] | [1..=255, 0, 1..=255, 0] => Some(Order::LowFirst),
        [0xFE, 0xFF, ..] | [0, 1..=255, 0, 1..=255] => Some(Order::HighFirst),
        _ => None,
    }
}

/// UTF-16 read as UTF-8.
struct Utf16<R> {
    file: R,
    order: Order,
    /// Read and not yet understood: less than a letter.
    bytes: Vec<u8>,
    ready: Vec<u8>,
    /// How much of what is ready was handed on.
    given: usize,
    is_at_end: bool,
}

impl<R: Read> Utf16<R> {
    const fn new(file: R, order: Order) -> Self {
        Self { file, order, bytes: Vec::new(), ready: Vec::new(), given: 0, is_at_end: false }
    }

    fn read_on(&mut self) -> io::Result<()> {
        let mut chunk = [0; CHUNK_BYTES];
        let read = self.file.read(&mut chunk)?;
        self.is_at_end = read == 0;
        self.bytes.extend_from_slice(&chunk[..read]);
        let unit = |pair: &[u8]| match (self.order, pair) {
            (Order::LowFirst, [low, high]) | (Order::HighFirst, [high, low]) => u16::from_be_bytes([*high, *low]),
            _ => 0,
        };
        let mut units: Vec<u16> = self.bytes.chunks_exact(2).map(unit).collect();
        // The second half of the last letter may not have been read yet.
        if !self.is_at_end && units.last().is_some_and(|last| (0xD800..0xDC00).contains(last)) {
            units.pop();
        }
        self.bytes.drain(..units.len() * 2);
        self.ready.clear();
        self.given = 0;
        let mut utf8 = [0; 4];
        for letter in char::decode_utf16(units) {
            match letter {
                Ok(letter) => self.ready.extend_from_slice(letter.encode_utf8(&mut utf8).as_bytes()),
                Err(_) => self.ready.push(NO_TEXT),
            }
        }
        if self.is_at_end && !self.bytes.is_empty() {
            self.bytes.clear();
            self.ready.push(NO_TEXT);
        }
        Ok(())
    }
}

impl<R: Read> Read for Utf16<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.given == self.ready.len() && !self.is_at_end {
            self.read_on()?;
        }
        let rest = &self.ready[self.given..];
        let count = rest.len().min(into.len());
        into[..count].copy_from_slice(&rest[..count]);
        self.given += count;
        Ok(count)
    }
}

/// What separates the cells of a table, and the table from its beginning again.
pub(super) fn separated(mut file: Box<dyn BufRead + Send>) -> io::Result<(u8, impl Read + Send)> {
    let mut head = Vec::new();
    file.by_ref().take(HEAD_BYTES).read_until(b'\n', &mut head)?;
    Ok((separator_of(&head), Cursor::new(head).chain(file)))
}

/// The separator that stands most often outside quotation marks; the comma where none stands oftener.
fn separator_of(header: &[u8]) -> u8 {
    let mut is_quoted = false;
    let bare = header.iter().filter(|byte| {
        is_quoted ^= **byte == b'"';
        !is_quoted
    });
    let bare: Vec<u8> = bare.copied().collect();
    let count = |separator: &u8| bare.split(|byte| byte == separator).count();
    [b'\t', b';', b','].into_iter().max_by_key(count).unwrap_or(b',')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf16(text: &str, order: Order) -> Vec<u8> {
        let bytes = |unit: u16| match order {
            Order::LowFirst => unit.to_le_bytes(),
            Order::HighFirst => unit.to_be_bytes(),
        };
        text.encode_utf16().flat_map(bytes).collect()
    }

    fn read(bytes: Vec<u8>) -> Vec<u8> {
        let mut text = Vec::new();
        as_utf8(Cursor::new(bytes)).expect("a file").read_to_end(&mut text).expect("read");
        text
    }

    #[test]
    fn utf_16_is_read_with_and_without_its_mark_and_utf_8_as_it_is() {
        // Long enough that letters of two units lie across the ends of chunks.
        let text = format!("id,title\n{}", "1,Thợ hàn 🙂x\n".repeat(3000));
        for order in [Order::LowFirst, Order::HighFirst] {
            assert_eq!(read(utf16(&text, order)), text.as_bytes(), "{order:?}");
            assert_eq!(read(utf16(&format!("\u{feff}{text}"), order)), text.as_bytes(), "{order:?} marked");
        }
        for plain in ["", "i", "id,title\n", "\u{feff}id,title\n1,Thợ hàn", "ợ"] {
            assert_eq!(read(plain.as_bytes().to_vec()), plain.as_bytes());
        }
    }

    #[test]
    fn broken_utf_16_breaks_the_rows_that_hold_it() {
        let mut bytes = utf16("id\na", Order::LowFirst);
        bytes.extend(0xD83D_u16.to_le_bytes());
        bytes.extend(utf16("\nb\n", Order::LowFirst));
        bytes.push(b'c');
        assert_eq!(read(bytes), b"id\na\xff\nb\n\xff");
    }

    #[test]
    fn the_separator_is_the_one_of_the_header() {
        for (header, separator) in [
            ("id,title,company\n", b','),
            ("id;title;company\r\n", b';'),
            ("id\ttitle\tcompany\n", b'\t'),
            ("\"a,b,c\";title;company\n", b';'),
            ("id;title;\"salary, triệu\"\n", b';'),
            ("id\n", b','),
            ("", b','),
        ] {
            assert_eq!(separator_of(header.as_bytes()), separator, "{header}");
        }
        let file = as_utf8(Cursor::new(b"id;title\n1;a\n".to_vec())).expect("a file");
        let (separator, mut file) = separated(file).expect("a header");
        let mut text = String::new();
        file.read_to_string(&mut text).expect("read");
        assert_eq!((separator, text.as_str()), (b';', "id;title\n1;a\n"));
    }
}
