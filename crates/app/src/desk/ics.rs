//! An appointment for a calendar (RFC 5545): one event with a lasting UID and a SEQUENCE that counts changes. It
//! is published to whoever took the file: a request would ask for an answer that nobody takes. A cancelled one says so
//! with METHOD:CANCEL. Lines end with CRLF and fold at 75 octets, never within a letter.

use sanviec_domain::time::Micros;

/// What a calendar is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The same in every calendar, for good.
    pub uid: String,
    pub sequence: u32,
    /// When this was written.
    pub stamped_at: Micros,
    /// From when until when; a cancelled one is known by its UID alone.
    pub when: Option<(Micros, Micros)>,
    pub summary: String,
    /// Empty for none.
    pub place: String,
    /// Empty for none.
    pub url: String,
    /// Whether both agreed on it.
    pub is_confirmed: bool,
    pub is_cancelled: bool,
}

/// The file.
#[must_use]
pub fn written(entry: &Entry) -> String {
    let (method, status) = match (entry.is_cancelled, entry.is_confirmed) {
        (true, _) => ("CANCEL", "CANCELLED"),
        (false, true) => ("PUBLISH", "CONFIRMED"),
        (false, false) => ("PUBLISH", "TENTATIVE"),
    };
    let mut lines = vec![
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".to_owned(),
        "PRODID:-//San Viec//Appointments//VI".to_owned(),
        "CALSCALE:GREGORIAN".to_owned(),
        format!("METHOD:{method}"),
        "BEGIN:VEVENT".to_owned(),
        format!("UID:{}", escaped(&entry.uid)),
        format!("SEQUENCE:{}", entry.sequence),
        format!("DTSTAMP:{}", instant(entry.stamped_at)),
        format!("SUMMARY:{}", escaped(&entry.summary)),
        format!("STATUS:{status}"),
    ];
    if let Some((from, until)) = entry.when {
        lines.extend([format!("DTSTART:{}", instant(from)), format!("DTEND:{}", instant(until))]);
    }
    if !entry.place.is_empty() {
        lines.push(format!("LOCATION:{}", escaped(&entry.place)));
    }
    if !entry.url.is_empty() {
        lines.push(format!("URL:{}", entry.url));
    }
    lines.extend(["END:VEVENT".to_owned(), "END:VCALENDAR".to_owned()]);
    lines.iter().map(|line| folded(line)).collect()
}

/// `20261124T020000Z`.
fn instant(at: Micros) -> String {
    let rfc3339 = Micros(at.0 - sanviec_domain::time::OFFSET_SECONDS * 1_000_000).rfc3339();
    let digits: String = rfc3339.chars().take(19).filter(|sign| sign.is_ascii_digit() || *sign == 'T').collect();
    format!("{digits}Z")
}

/// Text as RFC 5545, 3.3.11, wants it.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '\\' => out.push_str("\\\\"),
            ';' => out.push_str("\\;"),
            ',' => out.push_str("\\,"),
            '\n' => out.push_str("\\n"),
            sign if sign.is_control() => {}
            sign => out.push(sign),
        }
    }
    out
}

/// One line, folded so that no part has more than 75 octets without its line end.
fn folded(line: &str) -> String {
    const OCTETS: usize = 75;
    let mut out = String::with_capacity(line.len() + 8);
    let mut room = OCTETS;
    for sign in line.chars() {
        if sign.len_utf8() > room {
            out.push_str("\r\n ");
            room = OCTETS - 1;
        }
        out.push(sign);
        room -= sign.len_utf8();
    }
    out.push_str("\r\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    /// Reads a file back by the rules of the standard: unfolds, splits names from values, unescapes.
    fn parsed(text: &str) -> BTreeMap<String, String> {
        assert!(text.split("\r\n").all(|line| line.len() <= 75 && !line.contains(['\r', '\n'])), "{text:?}");
        let unfolded = text.replace("\r\n ", "");
        let mut values = BTreeMap::new();
        for line in unfolded.split("\r\n").filter(|line| !line.is_empty()) {
            let (name, value) = line.split_once(':').expect("a name and a value");
            if name != "BEGIN" && name != "END" {
                let mut plain = String::new();
                let mut signs = value.chars();
                while let Some(sign) = signs.next() {
                    match (sign, sign == '\\') {
                        (_, true) => match signs.next().expect("something escaped") {
                            'n' | 'N' => plain.push('\n'),
                            other => plain.push(other),
                        },
                        (sign, false) => plain.push(sign),
                    }
                }
                assert!(values.insert(name.to_owned(), plain).is_none(), "{name} stands twice");
            }
        }
        values
    }

    fn entry() -> Entry {
        Entry {
            uid: "0199-x@vieclam.example.vn".into(),
            sequence: 2,
            stamped_at: Micros(1_795_485_600_000_000),
            when: Some((Micros(1_795_485_600_000_000), Micros(1_795_487_400_000_000))),
            summary:
                "Tư vấn việc làm; phỏng vấn, gặp \\Anh\\\nmang theo giấy tờ tùy thân và bản sao bằng cấp, chứng chỉ"
                    .into(),
            place: "215 Trần Hưng Đạo, phường Quy Nhơn; tầng 2".into(),
            url: "https://vieclam.example.vn/trung-tam/lich-hen/06c0000000000000000000000a".into(),
            is_confirmed: true,
            is_cancelled: false,
        }
    }

    #[test]
    fn a_calendar_reads_back_what_was_written() {
        let text = written(&entry());
        assert!(text.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n") && text.ends_with("END:VCALENDAR\r\n"));
        let values = parsed(&text);
        assert_eq!(values["SUMMARY"], entry().summary);
        assert_eq!(values["LOCATION"], entry().place);
        assert_eq!((values["DTSTART"].as_str(), values["DTEND"].as_str()), ("20261124T020000Z", "20261124T023000Z"));
        assert_eq!((values["METHOD"].as_str(), values["STATUS"].as_str()), ("PUBLISH", "CONFIRMED"));
        assert_eq!((values["UID"].as_str(), values["SEQUENCE"].as_str()), ("0199-x@vieclam.example.vn", "2"));
    }

    #[test]
    fn a_cancelled_appointment_says_so_and_text_cannot_break_out() {
        let hostile = "x\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:other";
        let text = written(&Entry { summary: hostile.into(), is_cancelled: true, ..entry() });
        let values = parsed(&text);
        assert_eq!((values["METHOD"].as_str(), values["STATUS"].as_str()), ("CANCEL", "CANCELLED"));
        assert_eq!(values["SUMMARY"], "x\nEND:VEVENT\nBEGIN:VEVENT\nUID:other");
        assert_eq!(text.matches("\r\nBEGIN:VEVENT").count(), 1);
    }

    #[test]
    fn what_is_not_known_is_left_out() {
        let entry = Entry { when: None, place: String::new(), url: String::new(), is_cancelled: true, ..entry() };
        let values = parsed(&written(&entry));
        assert!(["DTSTART", "DTEND", "LOCATION", "URL"].iter().all(|name| !values.contains_key(*name)), "{values:?}");
        assert_eq!((values["METHOD"].as_str(), values["UID"].as_str()), ("CANCEL", "0199-x@vieclam.example.vn"));
    }

    #[test]
    fn long_words_fold_between_letters() {
        for length in 60..90 {
            let summary = "ư".repeat(length);
            assert_eq!(parsed(&written(&Entry { summary: summary.clone(), ..entry() }))["SUMMARY"], summary);
        }
    }
}
