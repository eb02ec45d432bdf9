//! What a bank answers, read: CSV with named columns here, ISO 20022 `pain.002` beside it. What a row says is read and
//! judged elsewhere; a row that cannot be read is a row that says so, and the others are read all the same.

use super::pain002::read_pain002;
use crate::error::{AppError, FieldError};
use chrono::{DateTime, NaiveDate};
use sanviec_domain::time::Micros;

/// Most bytes of a file.
const MOST_BYTES: usize = 8 * 1024 * 1024;
/// Most rows of a file.
const MOST_ROWS: usize = 20_000;

/// In which form a file comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A table with the columns `code`, `dong`, `status`, `date`, `reason` and `note`.
    Csv,
    /// ISO 20022 customer payment status report.
    Pain002,
}

/// What a bank says of an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Said {
    Paid,
    /// Never paid.
    Bounced,
    /// Paid, and the money came back.
    Returned,
    /// Still under way.
    Pending,
    /// A word that nobody knows.
    Unknown,
}

/// One row as the bank wrote it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ResultRow {
    /// The attempt that it names, or the message where it is about the whole list.
    pub code: String,
    /// The amount, where one is named.
    pub dong: Option<i64>,
    /// Whether the amount is in another currency than dong.
    pub is_foreign: bool,
    /// Of a row about the whole list: the payment information that it names, empty where it names none.
    pub whole: Option<String>,
    /// The word for what became of it.
    pub status: String,
    /// Day of the bank.
    pub on: Option<NaiveDate>,
    /// Code of the reason.
    pub reason: String,
    /// More words.
    pub note: String,
    /// Whether something in it could not be read.
    pub is_unreadable: bool,
}

impl ResultRow {
    /// By the words of tables and the codes of ISO 20022 (`ExternalPaymentTransactionStatus1Code`): paid is only what
    /// was settled on the account of the payer (`ACSC`) or of the payee (`ACCC`). A bank that accepted a transfer, with
    /// a change (`ACWC`) or without posting it (`ACWP`) as well, may still reject it. What was rejected was never paid:
    /// only of what was returned the money came back.
    pub(super) fn said(&self) -> Said {
        match self.status.to_ascii_uppercase().as_str() {
            "PAID" | "ACSC" | "ACCC" => Said::Paid,
            "BOUNCED" | "REJECTED" | "RJCT" => Said::Bounced,
            "RETURNED" | "RTND" => Said::Returned,
            "PENDING" | "RCVD" | "ACTC" | "ACCP" | "ACFC" | "ACSP" | "ACWC" | "ACWP" | "PDNG" => Said::Pending,
            _ => Said::Unknown,
        }
    }
}

impl Format {
    /// The word in rows.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Pain002 => "pain002",
        }
    }

    /// The form that a file seems to have.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        let start = bytes.iter().find(|byte| !(byte.is_ascii_whitespace() || b"\xef\xbb\xbf".contains(byte)));
        if start == Some(&b'<') { Self::Pain002 } else { Self::Csv }
    }
}

/// The rows of a file.
pub fn read_results(format: Format, bytes: &[u8]) -> Result<Vec<ResultRow>, AppError> {
    if bytes.len() > MOST_BYTES {
        return Err(unreadable("Tệp quá lớn.", "The file is too large."));
    }
    let rows = match format {
        Format::Csv => read_csv(bytes)?,
        Format::Pain002 => read_pain002(bytes)?,
    };
    match rows.len() {
        0 => Err(unreadable("Tệp không có dòng kết quả nào.", "The file holds no result.")),
        count if count > MOST_ROWS => Err(unreadable("Tệp có quá nhiều dòng.", "The file has too many rows.")),
        _ => Ok(rows),
    }
}

pub(super) fn unreadable(vi: &str, en: &str) -> AppError {
    FieldError::new("file", "file_unreadable", vi, en).into()
}

fn read_csv(bytes: &[u8]) -> Result<Vec<ResultRow>, AppError> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let first = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let delimiter = if first.contains(&b';') && !first.contains(&b',') { b';' } else { b',' };
    let mut table =
        csv::ReaderBuilder::new().flexible(true).delimiter(delimiter).trim(csv::Trim::All).from_reader(bytes);
    let no_columns = || unreadable("Tệp thiếu cột code hoặc status.", "The file lacks the column code or status.");
    let headings = table.headers().map_err(|_| no_columns())?.clone();
    let column = |name: &str| headings.iter().position(|heading| heading.eq_ignore_ascii_case(name));
    let (Some(code), Some(status)) = (column("code"), column("status")) else { return Err(no_columns()) };
    let others = ["dong", "date", "reason", "note"].map(column);
    let mut rows = Vec::new();
    for record in table.records() {
        let Ok(record) = record else {
            rows.push(ResultRow { is_unreadable: true, ..ResultRow::default() });
            continue;
        };
        let at = |column: Option<usize>| column.and_then(|column| record.get(column)).unwrap_or_default().to_owned();
        let [dong, date, reason, note] = others.map(at);
        let mut row =
            ResultRow { code: at(Some(code)), status: at(Some(status)), reason, note, ..ResultRow::default() };
        row.dong = amount(&dong);
        row.on = day(&date);
        row.is_unreadable = (row.dong.is_none() && !dong.is_empty()) || (row.on.is_none() && !date.is_empty());
        rows.push(row);
    }
    Ok(rows)
}

/// Dong as banks write them: `400000`, `400.000`, `400,000`, `400000.00`.
pub(super) fn amount(text: &str) -> Option<i64> {
    let text = text.strip_suffix(".00").or_else(|| text.strip_suffix(",00")).unwrap_or(text);
    let grouped = text.split(['.', ',', ' ']).skip(1).all(|group| group.len() == 3);
    let digits: String = text.chars().filter(|sign| !".,  ".contains(*sign)).collect();
    (grouped && !digits.is_empty() && digits.bytes().all(|sign| sign.is_ascii_digit())).then(|| digits.parse().ok())?
}

/// `2026-11-25`, `25/11/2026`, or an instant that begins with the former; the year in four digits. An instant with its
/// offset falls on its day in Viet Nam.
pub(super) fn day(text: &str) -> Option<NaiveDate> {
    if let Ok(at) = DateTime::parse_from_rfc3339(text) {
        return Some(Micros(at.timestamp_micros()).day());
    }
    let (date, year, format) = match text.split_once('-') {
        Some((year, _)) => (text.get(..10).unwrap_or(text), year, "%Y-%m-%d"),
        None => (text, text.rsplit('/').next()?, "%d/%m/%Y"),
    };
    let is_whole = year.len() == 4 && year.bytes().all(|sign| sign.is_ascii_digit());
    NaiveDate::parse_from_str(date, format).ok().filter(|_| is_whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(text: &str) -> Option<NaiveDate> {
        text.parse().ok()
    }

    #[test]
    fn tables_are_read_row_by_row() {
        let file = "\u{feff}Code,dong,STATUS,date,reason,note\r\nSVA,400000,PAID,2026-11-25,,\r\nSVB,400.000,rejected,25/11/2026,AC04,đóng\r\n\
                    SVC,x,PAID,,,\r\nSVD,,WHAT,31/02/2026,,\r\n";
        let rows = read_results(Format::of(file.as_bytes()), file.as_bytes()).expect("rows");
        let told: Vec<_> =
            rows.iter().map(|row| (row.code.as_str(), row.dong, row.said(), row.on, row.is_unreadable)).collect();
        assert_eq!(
            told,
            [
                ("SVA", Some(400_000), Said::Paid, on("2026-11-25"), false),
                ("SVB", Some(400_000), Said::Bounced, on("2026-11-25"), false),
                ("SVC", None, Said::Paid, None, true),
                ("SVD", None, Said::Unknown, None, true),
            ]
        );
        assert_eq!((rows[1].reason.as_str(), rows[1].note.as_str()), ("AC04", "đóng"));
        let semicolons = "code;status\nSVA;PENDING\n";
        assert_eq!(read_results(Format::Csv, semicolons.as_bytes()).expect("rows")[0].said(), Said::Pending);
        for odd in ["", "code,dong\nx,1\n", "code,status\n"] {
            assert!(read_results(Format::Csv, odd.as_bytes()).is_err(), "{odd}");
        }
    }

    #[test]
    fn days_of_banks_have_years_of_four_digits_and_fall_on_the_calendar_of_viet_nam() {
        for (text, expected) in [
            ("2026-11-25", Some("2026-11-25")),
            ("25/11/2026", Some("2026-11-25")),
            ("2026-11-25T08:00:00", Some("2026-11-25")),
            ("2026-11-25T10:00:00+07:00", Some("2026-11-25")),
            ("2026-11-25T23:30:00Z", Some("2026-11-26")),
            ("25/11/26", None),
            ("26-11-25", None),
            ("25/11/0026x", None),
            ("+026-11-25", None),
            ("31/02/2026", None),
            ("5/11/2026", Some("2026-11-05")),
            ("25 thg 11 2026", None),
            ("", None),
        ] {
            assert_eq!(day(text), expected.and_then(on), "{text}");
        }
    }

    #[test]
    fn amounts_of_banks_are_read() {
        for (text, dong) in [
            ("400000", Some(400_000)),
            ("400.000", Some(400_000)),
            ("1,200,000", Some(1_200_000)),
            ("400000.00", Some(400_000)),
            ("40.00.00", None),
            ("4e5", None),
            ("-1", None),
            ("99999999999999999999", None),
        ] {
            assert_eq!(amount(text), dong, "{text}");
        }
    }

    #[test]
    fn paid_is_only_what_was_settled() {
        let said = |status: &str| ResultRow { status: status.to_owned(), ..ResultRow::default() }.said();
        for settled in ["PAID", "ACSC", "ACCC", "acsc"] {
            assert_eq!(said(settled), Said::Paid, "{settled}");
        }
        for accepted in ["PENDING", "RCVD", "ACTC", "ACCP", "ACFC", "ACSP", "ACWC", "ACWP", "PDNG"] {
            assert_eq!(said(accepted), Said::Pending, "{accepted}");
        }
        for not_paid in ["BOUNCED", "REJECTED", "RJCT"] {
            assert_eq!(said(not_paid), Said::Bounced, "{not_paid}");
        }
        for came_back in ["RETURNED", "RTND", "rtnd"] {
            assert_eq!(said(came_back), Said::Returned, "{came_back}");
        }
        // Of a part, blocked, called off, or nothing: a person asks the bank.
        for other in ["PART", "BLCK", "CANC", "", "ACSC?"] {
            assert_eq!(said(other), Said::Unknown, "{other}");
        }
    }
}
