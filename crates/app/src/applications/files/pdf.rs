//! What a PDF holds that runs or carries something: among its objects as they stand, and among those that are packed
//! into streams of objects. What is packed so that it cannot be looked at is not taken.

use super::media::{active, has, odd, refused};
use crate::error::FieldError;
use flate2::bufread::ZlibDecoder;
use std::io::Read;

/// Beginnings of names of what runs or carries something, wherever they stand.
const ACTIVE: [&[u8]; 6] = [b"JavaScript", b"Launch", b"EmbeddedFile", b"RichMedia", b"ImportData", b"SubmitForm"];
/// More of a name is not read.
const NAME: usize = 16;
/// More of an address is not read.
const ADDRESS: usize = 1_000;
/// Streams of objects that a file may have, and bytes that all of them may unpack to.
const STREAMS: usize = 5_000;
const UNPACKED: usize = 16 * 1024 * 1024;
/// One that is not small unpacks to this many times its size at most.
const RATIO: usize = 100;
const SMALL: usize = 128 * 1024;
/// Heads of objects are as long as the file this many times at most: they stand behind and not within each other.
const HEADS: usize = 4;

/// A document that runs something when it is opened is no CV.
pub(super) fn look(bytes: &[u8]) -> Result<(), FieldError> {
    let end = &bytes[bytes.len().saturating_sub(1_024)..];
    if !has(end, b"%%EOF") {
        return Err(odd());
    }
    if acts(bytes) {
        return Err(active());
    }
    // What is encrypted could be read as two files: one with the password and one without.
    let is_locked = names(bytes).any(|(_, name)| name == b"Encrypt");
    let (mut streams, mut unpacked, mut heads) = (STREAMS, UNPACKED, bytes.len().saturating_mul(HEADS));
    for at in objects(bytes) {
        let mut tokens = Tokens { bytes: &bytes[at..], at: 0 };
        let head = Head::read(&mut tokens);
        heads = heads.checked_sub(tokens.at).ok_or_else(unseen)?;
        let Some(head) = head.filter(|head| head.is_of_objects) else { continue };
        if is_locked {
            return Err(locked());
        }
        streams = streams.checked_sub(1).ok_or_else(unseen)?;
        let plain = head.unpacked(tokens.rest(), unpacked).ok_or_else(unseen)?;
        unpacked = unpacked.saturating_sub(plain.bytes.len());
        if plain.acts() {
            return Err(active());
        }
    }
    Ok(())
}

fn unseen() -> FieldError {
    refused(
        "file_unseen",
        "Tệp PDF có phần nén không đọc được nên không kiểm tra được bên trong. Hãy in hoặc lưu lại thành PDF thường.",
        "The PDF has packed parts that cannot be read, so what it holds cannot be checked. Print or save it as a plain \
         PDF.",
    )
}

fn locked() -> FieldError {
    refused(
        "file_locked",
        "Tệp PDF đang được bảo vệ (mật khẩu, hạn chế in hoặc sao chép) nên không kiểm tra được bên trong. Hãy lưu lại \
         không đặt bảo vệ.",
        "The PDF is protected (a password, limits on printing or copying), so what it holds cannot be checked. Save it \
         without protection.",
    )
}

/// Whether a PDF names something that runs, in whatever spelling. `JS` is so short that it comes up by chance in what
/// is packed, so it counts outside of streams only.
fn acts(bytes: &[u8]) -> bool {
    let (mut at, mut is_stream) = (0, false);
    while let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty()) {
        if rest.starts_with(b"endstream") {
            is_stream = false;
            at += b"endstream".len();
            continue;
        }
        is_stream |= rest.starts_with(b"stream\n") || rest.starts_with(b"stream\r\n");
        if rest[0] == b'/' && runs(&name_of(&rest[1..]), !is_stream) && !is_in_address(&bytes[..at]) {
            return true;
        }
        at += 1;
    }
    false
}

/// Whether this is the name of something that runs.
fn runs(name: &[u8], is_short_counted: bool) -> bool {
    ACTIVE.iter().any(|active| name.starts_with(active)) || (is_short_counted && name == b"JS")
}

/// Whether what comes next stands in the address that a link leads to, as `/JavaScript` behind
/// `(https://github.com/lan`: a string goes on to its end, so that it is no name.
fn is_in_address(before: &[u8]) -> bool {
    let near = &before[before.len().saturating_sub(ADDRESS)..];
    let from = near.iter().rposition(|sign| is_space(*sign) || b"()<>[]{}".contains(sign));
    let within = from.map_or(b"".as_slice(), |from| &near[from..]);
    within.starts_with(b"(http://") || within.starts_with(b"(https://")
}

/// All that looks like a name, with its place.
fn names(bytes: &[u8]) -> impl Iterator<Item = (usize, Vec<u8>)> {
    let slashes = bytes.iter().enumerate().filter(|(_, sign)| **sign == b'/');
    slashes.map(move |(at, _)| (at, name_of(&bytes[at + 1..])))
}

/// A name as it is meant: `#4a` is `J` (ISO 32000-1, 7.3.5).
fn name_of(bytes: &[u8]) -> Vec<u8> {
    let (mut name, mut at) = (Vec::with_capacity(NAME), 0);
    while let Some(sign) = bytes.get(at).copied().filter(|_| name.len() < NAME) {
        if !is_regular(sign) {
            break;
        }
        let pair = bytes.get(at + 1..at + 3).filter(|_| sign == b'#').and_then(|pair| std::str::from_utf8(pair).ok());
        let meant = pair.and_then(|pair| u8::from_str_radix(pair, 16).ok());
        name.push(meant.unwrap_or(sign));
        at += if meant.is_some() { 3 } else { 1 };
    }
    name
}

fn is_space(sign: u8) -> bool {
    sign.is_ascii_whitespace() || sign == 0
}

fn is_regular(sign: u8) -> bool {
    !is_space(sign) && !b"()<>[]{}/%".contains(&sign)
}

/// Where objects begin: behind `obj`, wherever that stands, for an object has to.
fn objects(bytes: &[u8]) -> impl Iterator<Item = usize> {
    let ends = bytes.windows(3).enumerate().filter(|(_, part)| *part == b"obj").map(|(at, _)| at);
    ends.filter(move |at| !bytes[..*at].ends_with(b"end")).map(|at| at + 3)
}

enum Token<'a> {
    Open,
    Shut,
    Name(Vec<u8>),
    Word(&'a [u8]),
    /// A string, a bracket.
    Other,
}

/// An object, piece by piece.
struct Tokens<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Tokens<'a> {
    fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    fn pass(&mut self, is_passed: impl Fn(u8) -> bool) {
        self.at += self.rest().iter().take_while(|sign| is_passed(**sign)).count();
    }

    /// Goes on to what is neither space nor a comment.
    fn pass_space(&mut self) {
        self.pass(is_space);
        while self.rest().starts_with(b"%") {
            self.pass(|sign| !matches!(sign, b'\n' | b'\r'));
            self.pass(is_space);
        }
    }

    fn pass_string(&mut self) {
        let mut depth = 0_usize;
        while let Some(sign) = self.rest().first() {
            match sign {
                b'\\' => self.at += 1,
                b'(' => depth += 1,
                b')' => depth = depth.saturating_sub(1),
                _ => {}
            }
            self.at += 1;
            if depth == 0 {
                return;
            }
        }
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        self.pass_space();
        let rest = self.rest();
        Some(match *rest.first()? {
            b'<' if rest.starts_with(b"<<") => {
                self.at += 2;
                Token::Open
            }
            b'>' if rest.starts_with(b">>") => {
                self.at += 2;
                Token::Shut
            }
            b'<' => {
                self.pass(|sign| sign != b'>');
                self.at += 1;
                Token::Other
            }
            b'(' => {
                self.pass_string();
                Token::Other
            }
            b'/' => {
                self.at += 1;
                let name = name_of(self.rest());
                self.pass(is_regular);
                Token::Name(name)
            }
            sign if is_regular(sign) => {
                let from = self.at;
                self.pass(is_regular);
                Token::Word(&rest[..self.at - from])
            }
            _ => {
                self.at += 1;
                Token::Other
            }
        })
    }
}

/// What the last key of a head says.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Key {
    Type,
    First,
    Filter,
    Number,
}

/// The dictionary before a stream.
struct Head {
    /// Programs that open the file may take it for objects, whatever it calls itself.
    is_of_objects: bool,
    /// Something else stands there than a plain stream of objects has.
    is_odd: bool,
    /// The one filter that is read here is named, once.
    is_deflated: bool,
    /// Where its first object begins, as often as that is said.
    firsts: Vec<Option<usize>>,
    key: Key,
    /// The key has no value yet.
    waits: bool,
}

impl Head {
    /// That of the object that begins here, if it is a stream; what is left then are its bytes.
    fn read(tokens: &mut Tokens<'_>) -> Option<Self> {
        let mut head = Self {
            is_of_objects: false,
            is_odd: false,
            is_deflated: false,
            firsts: Vec::new(),
            key: Key::Number,
            waits: false,
        };
        if !matches!(tokens.next()?, Token::Open) {
            return None;
        }
        let mut depth = 1_usize;
        while depth > 0 {
            match tokens.next()? {
                Token::Open => {
                    depth += 1;
                    head.is_odd = true;
                }
                Token::Shut => depth -= 1,
                Token::Name(name) if depth == 1 => head.take_name(&name),
                Token::Word(word) if depth == 1 => head.take_word(word),
                Token::Name(_) | Token::Word(_) | Token::Other => {}
            }
        }
        tokens.pass_space();
        let behind = tokens.rest().strip_prefix(b"stream")?;
        let end = if behind.starts_with(b"\r\n") { 2 } else { 1 };
        head.is_odd |= end == 1 && !behind.starts_with(b"\n");
        tokens.at += b"stream".len() + end;
        Some(head)
    }

    fn take_name(&mut self, name: &[u8]) {
        // Programs do not ask for the type, but without the other nothing can be found in it.
        self.is_of_objects |= name == b"ObjStm" || name == b"First";
        if self.waits {
            self.waits = false;
            match self.key {
                Key::Type => self.is_odd |= name != b"ObjStm",
                Key::Filter => {
                    self.is_odd |= name != b"FlateDecode" || self.is_deflated;
                    self.is_deflated = true;
                }
                Key::First | Key::Number => self.is_odd = true,
            }
            return;
        }
        self.waits = true;
        self.key = match name {
            b"Type" => Key::Type,
            b"First" => Key::First,
            b"Filter" => Key::Filter,
            b"N" | b"Length" | b"Extends" => Key::Number,
            // How it was packed further, or where else it stands: nothing that the programs that write CVs say.
            _ => {
                self.is_odd = true;
                Key::Number
            }
        };
    }

    fn take_word(&mut self, word: &[u8]) {
        self.waits = false;
        match self.key {
            Key::First => self.firsts.push(std::str::from_utf8(word).ok().and_then(|word| word.parse().ok())),
            Key::Type | Key::Filter => self.is_odd = true,
            Key::Number => {}
        }
    }

    /// Its objects, unless they are more than `most` bytes or cannot be read to their end.
    fn unpacked(&self, packed: &[u8], most: usize) -> Option<Plain> {
        let [Some(first)] = self.firsts[..] else { return None };
        if self.is_odd || !self.is_deflated {
            return None;
        }
        let mut decoder = ZlibDecoder::new(packed);
        let mut bytes = Vec::new();
        let bound = u64::try_from(most).ok()?.saturating_add(1);
        decoder.by_ref().take(bound).read_to_end(&mut bytes).ok()?;
        let read = usize::try_from(decoder.total_in()).ok()?;
        if bytes.len() > most || bytes.len() > read.saturating_mul(RATIO).max(SMALL) {
            return None;
        }
        Plain::read(bytes, first)
    }
}

/// An unpacked stream of objects.
struct Plain {
    bytes: Vec<u8>,
    /// Where its objects begin, in order.
    starts: Vec<usize>,
}

impl Plain {
    /// Before the first object stand numbers in pairs, of an object and of its place behind the first one.
    fn read(bytes: Vec<u8>, first: usize) -> Option<Self> {
        let table = std::str::from_utf8(bytes.get(..first)?).ok()?;
        let words = table.split(|sign: char| sign.is_ascii_whitespace() || sign == '\0');
        let numbers = words.filter(|word| !word.is_empty()).map(|word| word.parse::<usize>().ok());
        let numbers = numbers.collect::<Option<Vec<_>>>()?;
        let mut starts: Vec<usize> = numbers.chunks(2).filter_map(|pair| first.checked_add(*pair.get(1)?)).collect();
        starts.sort_unstable();
        Some(Self { bytes, starts })
    }

    /// Whether an object names something that runs. One that begins within an address is no address.
    fn acts(&self) -> bool {
        names(&self.bytes).any(|(at, name)| {
            let is_start = || self.starts.binary_search(&at).is_ok();
            runs(&name, true) && (is_start() || !is_in_address(&self.bytes[..at]))
        })
    }
}

#[cfg(test)]
mod tests;
