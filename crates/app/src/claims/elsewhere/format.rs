//! The file of a list: JSON Lines. First what it is of, then a line for each keyed hash in their order, which says
//! nothing of anybody, and at the end how many there are and an HMAC over all lines before. A file that lacks a byte,
//! has one more, or was made under another secret is no list.

use crate::error::{AppError, FieldError};
use crate::secrets::{SharedKey, hex, unhex};
use chrono::{DateTime, NaiveDate, SecondsFormat};
use sanviec_domain::time::{Micros, day_number, day_of_number};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

const FORMAT: &str = "sanviec-exclusions";
const VERSION: u32 = 1;

/// Keyed hashes of persons, each with the first day on which another claim may be made (days since 1970-01-01).
pub(super) type Held = BTreeMap<[u8; 32], i32>;

/// What a list is of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) programme: String,
    pub(super) installation: String,
    pub(super) made_at: Micros,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct HeadLine {
    format: String,
    version: u32,
    programme: String,
    installation: String,
    /// To the microsecond: of two lists of one day the later one counts.
    made_at: String,
    key: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct PersonLine {
    person: String,
    until: String,
}

#[derive(Serialize)]
struct EndLine {
    people: usize,
    hmac: String,
}

/// The text of a list.
pub(super) fn write(key: &SharedKey, head: &Head, held: &Held) -> Result<String, AppError> {
    let made_at = DateTime::from_timestamp_micros(head.made_at.0).unwrap_or(DateTime::UNIX_EPOCH);
    let mut text = line(&HeadLine {
        format: FORMAT.to_owned(),
        version: VERSION,
        programme: head.programme.clone(),
        installation: head.installation.clone(),
        made_at: made_at.to_rfc3339_opts(SecondsFormat::Micros, true),
        key: key.id(),
    })?;
    for (person, until_on) in held {
        let until = day_of_number(*until_on).unwrap_or(NaiveDate::MAX).to_string();
        text.push_str(&line(&PersonLine { person: hex(person), until })?);
    }
    let end = end_of(key, &text, held.len())?;
    Ok(text + &end)
}

/// What a list says; refused when it is none, under another secret, or not as it was written.
pub(super) fn read(key: &SharedKey, text: &str) -> Result<(Head, Held), AppError> {
    let first = text.lines().next().and_then(|line| serde_json::from_str::<HeadLine>(line).ok());
    let head = first.filter(|head| head.format == FORMAT && head.version == VERSION).ok_or_else(unreadable)?;
    if head.key != key.id() {
        return Err(other_key());
    }
    let (before, end) = ends(text).ok_or_else(changed)?;
    if end_of(key, before, before.lines().count() - 1)? != end {
        return Err(changed());
    }
    let made_at = DateTime::parse_from_rfc3339(&head.made_at).map_err(|_| unreadable())?.timestamp_micros();
    let HeadLine { programme, installation, .. } = head;
    let held = before.lines().skip(1).map(person).collect::<Option<Held>>().ok_or_else(unreadable)?;
    Ok((Head { programme, installation, made_at: Micros(made_at) }, held))
}

/// All lines but the last one, and that; `None` where the last one has no end or is the only one.
fn ends(text: &str) -> Option<(&str, &str)> {
    let last = text.strip_suffix('\n')?.rfind('\n')? + 1;
    Some(text.split_at(last))
}

fn person(line: &str) -> Option<([u8; 32], i32)> {
    let PersonLine { person, until } = serde_json::from_str(line).ok()?;
    Some((unhex(&person)?.try_into().ok()?, day_number(until.parse().ok()?)))
}

fn end_of(key: &SharedKey, before: &str, people: usize) -> Result<String, AppError> {
    let hmac = key.hash("exclusion list", &[before.as_bytes(), people.to_string().as_bytes()]);
    line(&EndLine { people, hmac: hex(&hmac) })
}

fn line(value: &impl Serialize) -> Result<String, AppError> {
    serde_json::to_string(value).map(|line| line + "\n").map_err(AppError::internal)
}

fn refused(code: &'static str, vi: &str, en: &str) -> AppError {
    FieldError::new("file", code, vi, en).into()
}

fn unreadable() -> AppError {
    let vi = "Tệp này không phải danh sách của sanviec exclusions export, hoặc do phiên bản khác lập.";
    let en = "This file is no list of sanviec exclusions export, or was made by another version of it.";
    refused("list_unreadable", vi, en)
}

fn other_key() -> AppError {
    let vi = "Danh sách này lập bằng khóa chung khác. Hai nơi phải dùng cùng một tệp [exclusions] key_file.";
    let en = "This list was made under another shared key. Both places need the same file as [exclusions] key_file.";
    refused("list_of_other_key", vi, en)
}

fn changed() -> AppError {
    let vi = "Danh sách này bị sửa hoặc bị cắt trên đường đi. Xin nơi lập gửi lại nguyên tệp.";
    let en = "This list was changed or cut on its way. Ask for the file again, as it was made.";
    refused("list_changed", vi, en)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head() -> Head {
        let at = Micros(1_804_000_000_123_456);
        Head { programme: "stable-employment".into(), installation: "gia-lai".into(), made_at: at }
    }

    fn key() -> SharedKey {
        SharedKey::generated().expect("a key")
    }

    fn code<T>(read: Result<T, AppError>) -> &'static str {
        match read {
            Err(AppError::Refused(errors)) => errors[0].code,
            Err(error) => panic!("{error}"),
            Ok(_) => "taken",
        }
    }

    #[test]
    fn a_list_is_read_as_it_was_written_in_the_order_of_its_hashes() {
        let (key, held) = (key(), Held::from([([9; 32], 20_900), ([1; 32], 2_932_896), ([5; 32], 20_901)]));
        let text = write(&key, &head(), &held).expect("a list");
        assert_eq!(read(&key, &text).expect("read"), (head(), held));
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 5);
        for (line, begins) in lines[1..4].iter().zip(["01", "05", "09"]) {
            assert!(line.starts_with(&format!(r#"{{"person":"{begins}"#)), "{line}");
        }
        assert!(lines[1].contains("9999-12-31") && lines[4].starts_with(r#"{"people":3,"#), "{text}");
        let nobody = write(&key, &head(), &Held::new()).expect("a list");
        assert_eq!(read(&key, &nobody).expect("read"), (head(), Held::new()));
    }

    #[test]
    fn a_list_that_lacks_a_byte_or_has_another_is_refused() {
        let (key, held) = (key(), Held::from([([9; 32], 20_900), ([1; 32], 20_800)]));
        let text = write(&key, &head(), &held).expect("a list");
        for at in 0..text.len() {
            let mut bytes = text.clone().into_bytes();
            bytes[at] ^= 1;
            let changed = String::from_utf8(bytes).expect("ASCII");
            assert_ne!(code(read(&key, &changed)), "taken", "byte {at}");
            assert_ne!(code(read(&key, &text[..at])), "taken", "cut at {at}");
        }
        let lines: Vec<&str> = text.lines().collect();
        for (at, said) in [(0, "list_unreadable"), (1, "list_changed"), (2, "list_changed"), (3, "list_changed")] {
            let mut lines = lines.clone();
            lines.remove(at);
            assert_eq!(code(read(&key, &(lines.join("\n") + "\n"))), said, "without line {at}");
        }
        let swapped = [lines[0], lines[2], lines[1], lines[3], ""].join("\n");
        assert_eq!(code(read(&key, &swapped)), "list_changed");
        assert_eq!(code(read(&key, &text.replace('\n', "\r\n"))), "list_changed");
        assert_eq!(code(read(&key, &(text.clone() + "\n"))), "list_changed");
        assert_eq!(code(read(&key, &text)), "taken");
    }

    #[test]
    fn a_list_under_another_key_is_refused_also_when_it_names_ours() {
        let (ours, theirs) = (key(), key());
        let text = write(&theirs, &head(), &Held::from([([9; 32], 20_900)])).expect("a list");
        assert_eq!(code(read(&ours, &text)), "list_of_other_key");
        assert_eq!(code(read(&ours, &text.replace(&theirs.id(), &ours.id()))), "list_changed");
        assert_eq!(code(read(&ours, "{}\n")), "list_unreadable");
        assert_eq!(code(read(&ours, "")), "list_unreadable");
    }
}
