//! Where the signatures of a file stand: the fields of its form, as a reader of PDF understands them. Looking for
//! `/ByteRange` in the bytes would find what no viewer shows.

use crate::{MOST_BYTES, MOST_SIGNATURES, Unreadable};
use chrono::{DateTime, NaiveDate};
use lopdf::{Dictionary, Document, LoadOptions, Object, ObjectId};
use sanviec_domain::time::{Micros, OFFSET_SECONDS};
use std::collections::HashSet;

/// Most fields of a form that are looked at.
const MOST_FIELDS: usize = 10_000;
/// Most bytes that one stream may grow to while its objects are read.
const MOST_UNPACKED: usize = 64 * 1024 * 1024;
/// Levels of fields above one another.
const DEPTH: usize = 16;

/// A signature as it stands in the form.
#[derive(Debug)]
pub(crate) struct Found {
    /// As `adbe.pkcs7.detached`.
    pub(crate) kind: Vec<u8>,
    pub(crate) byte_range: Vec<i64>,
    pub(crate) contents: Vec<u8>,
    /// What `/M` says.
    pub(crate) signed_at: Option<Micros>,
}

/// The two runs of bytes that a signature is over.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Signed<'a> {
    pub(crate) before: &'a [u8],
    pub(crate) behind: &'a [u8],
    /// Where the revision ends that was signed.
    pub(crate) end: usize,
}

/// The file as objects. One whose tables had to be guessed is not read: two programs would guess two files.
pub(crate) fn load(file: &[u8]) -> Result<Document, Unreadable> {
    if file.len() > MOST_BYTES || !file.starts_with(b"%PDF-") {
        return Err(Unreadable::Damaged);
    }
    let options = LoadOptions::with_max_decompressed_size(MOST_UNPACKED);
    let document = Document::load_mem_with_options(file, options).map_err(|_| Unreadable::Damaged)?;
    if document.trailer.has(b"Encrypt") || document.was_encrypted() {
        return Err(Unreadable::Encrypted);
    }
    if document.xref_recovery.is_some() {
        return Err(Unreadable::Damaged);
    }
    Ok(document)
}

/// The signed fields of the form.
pub(crate) fn find(document: &Document) -> Result<Vec<Found>, Unreadable> {
    let mut found = Vec::new();
    for field in fields(document) {
        let Some(value) = signature_of(document, field) else { continue };
        // A time stamp of the document is nobody's signature.
        if value.get(b"SubFilter").and_then(Object::as_name).is_ok_and(|kind| kind == b"ETSI.RFC3161") {
            continue;
        }
        found.push(read(document, value));
        if found.len() > MOST_SIGNATURES {
            return Err(Unreadable::TooMany);
        }
    }
    Ok(found)
}

/// The form of the catalog.
pub(crate) fn form(document: &Document) -> Option<&Dictionary> {
    document.catalog().ok()?.get_deref(b"AcroForm", document).ok()?.as_dict().ok()
}

/// All fields of the form, those above before those below, each once.
fn fields(document: &Document) -> Vec<&Dictionary> {
    let top = form(document).and_then(|form| form.get_deref(b"Fields", document).ok());
    let mut waiting: Vec<&Object> = top.and_then(|top| top.as_array().ok()).into_iter().flatten().rev().collect();
    let (mut seen, mut fields) = (HashSet::<ObjectId>::new(), Vec::new());
    while let Some(object) = waiting.pop() {
        let Ok((id, object)) = document.dereference(object) else { continue };
        let Ok(field) = object.as_dict() else { continue };
        if fields.len() >= MOST_FIELDS || id.is_some_and(|id| !seen.insert(id)) {
            continue;
        }
        fields.push(field);
        if let Ok(kids) = field.get_deref(b"Kids", document).and_then(Object::as_array) {
            waiting.extend(kids.iter().rev());
        }
    }
    fields
}

/// Whether a field is one for a signature; what it does not say, those above it say.
pub(crate) fn is_for_signature(document: &Document, field: &Dictionary) -> bool {
    let mut at = field;
    for _ in 0..DEPTH {
        if let Ok(kind) = at.get_deref(b"FT", document) {
            return kind.as_name().is_ok_and(|kind| kind == b"Sig");
        }
        let Ok(above) = at.get_deref(b"Parent", document).and_then(Object::as_dict) else { return false };
        at = above;
    }
    false
}

fn signature_of<'a>(document: &'a Document, field: &'a Dictionary) -> Option<&'a Dictionary> {
    let value = field.get_deref(b"V", document).ok()?.as_dict().ok()?;
    is_for_signature(document, field).then_some(value)
}

fn read(document: &Document, value: &Dictionary) -> Found {
    let numbers = value.get_deref(b"ByteRange", document).and_then(Object::as_array);
    let byte_range = numbers.map(|numbers| numbers.iter().map(|number| number.as_i64().unwrap_or(-1)).collect());
    let text = |key: &[u8]| value.get_deref(key, document).and_then(Object::as_str).ok();
    Found {
        kind: value.get_deref(b"SubFilter", document).and_then(Object::as_name).unwrap_or_default().to_vec(),
        byte_range: byte_range.unwrap_or_default(),
        contents: text(b"Contents").unwrap_or_default().to_vec(),
        signed_at: text(b"M").and_then(time),
    }
}

impl Found {
    /// The bytes that were signed, if they are all bytes of a revision save the very text of `/Contents`.
    pub(crate) fn signed<'a>(&self, file: &'a [u8]) -> Option<Signed<'a>> {
        let place = |at: usize| self.byte_range.get(at).and_then(|number| usize::try_from(*number).ok());
        let (0, before, from, behind, 4) = (place(0)?, place(1)?, place(2)?, place(3)?, self.byte_range.len()) else {
            return None;
        };
        let end = from.checked_add(behind)?;
        let hole = file.get(before..from)?.strip_prefix(b"<")?.strip_suffix(b">")?;
        let is_contents = unhex(hole)? == self.contents && !self.contents.is_empty();
        let signed = Signed { before: file.get(..before)?, behind: file.get(from..end)?, end };
        is_contents.then_some(signed)
    }
}

fn unhex(text: &[u8]) -> Option<Vec<u8>> {
    let digit = |sign: u8| char::from(sign).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let pair = |pair: &[u8]| match pair {
        [high, low] => Some(digit(*high)? << 4 | digit(*low)?),
        _ => None,
    };
    text.chunks(2).map(pair).collect()
}

/// Reads `D:20261105140300+07'00'`. Without an offset it is taken for the time of Viet Nam.
fn time(text: &[u8]) -> Option<Micros> {
    let text = std::str::from_utf8(text).ok()?;
    let text = text.strip_prefix("D:").unwrap_or(text);
    let (digits, offset) = text.split_at(text.find(|sign: char| !sign.is_ascii_digit()).unwrap_or(text.len()));
    let part = |from: usize, length: usize, or: u32| match digits.get(from..from + length) {
        Some(part) => part.parse().ok(),
        None if digits.len() <= from => Some(or),
        None => None,
    };
    let day = NaiveDate::from_ymd_opt(digits.get(..4)?.parse().ok()?, part(4, 2, 1)?, part(6, 2, 1)?)?;
    let local = day.and_hms_opt(part(8, 2, 0)?, part(10, 2, 0)?, part(12, 2, 0)?)?;
    let east = match offset.split_at_checked(1) {
        None => OFFSET_SECONDS,
        Some(("Z", _)) => 0,
        Some((sign @ ("+" | "-"), rest)) => {
            let mut numbers =
                rest.split('\'').map(|number| number.parse::<i64>().ok().filter(|at| (0..60).contains(at)));
            let hours = numbers.next().flatten()?;
            let minutes = numbers.next().flatten().unwrap_or_default();
            (hours * 3600 + minutes * 60) * if sign == "-" { -1 } else { 1 }
        }
        Some(_) => return None,
    };
    let at = DateTime::from_timestamp(local.and_utc().timestamp() - east, 0)?;
    Some(Micros(at.timestamp_micros()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_dictionaries_are_read_with_their_offset() {
        for (text, expected) in [
            ("D:20261105140300+07'00'", Some("2026-11-05T14:03:00+07:00")),
            ("D:20261105140300+07'00", Some("2026-11-05T14:03:00+07:00")),
            ("D:20261105140300Z", Some("2026-11-05T21:03:00+07:00")),
            ("D:20261105140300Z00'00'", Some("2026-11-05T21:03:00+07:00")),
            ("D:20261105140300-0130'", None),
            ("D:20261105140300-01'30'", Some("2026-11-05T22:33:00+07:00")),
            ("D:20261105140300", Some("2026-11-05T14:03:00+07:00")),
            ("20261105", Some("2026-11-05T00:00:00+07:00")),
            ("D:20261305", None),
            ("D:2026110", None),
            ("D:", None),
            ("yesterday", None),
        ] {
            assert_eq!(time(text.as_bytes()).map(Micros::rfc3339).as_deref(), expected, "{text}");
        }
    }
}
