//! Telephone numbers, e-mail addresses and messenger names inside texts: seekers reach the employer through the
//! exchange.

use super::super::finding::{Finding, Severity};

pub(super) fn check(field: &'static str, text: &str) -> Vec<Finding> {
    let mut found = Vec::new();
    if let Some(quote) = phone(text) {
        found.push(note("phone_in_text", field, quote, "số điện thoại", "a telephone number"));
    }
    if let Some(quote) = email(text) {
        found.push(note("email_in_text", field, quote.to_owned(), "địa chỉ email", "an e-mail address"));
    }
    if let Some(quote) = messenger(text) {
        found.push(note("messenger_in_text", field, quote, "tài khoản nhắn tin", "a messenger account"));
    }
    found
}

/// The first way to reach somebody that a text holds, as it is written there.
pub(super) fn first(text: &str) -> Option<String> {
    phone(text).or_else(|| email(text).map(str::to_owned)).or_else(|| messenger(text))
}

fn note(code: &'static str, field: &'static str, quote: String, vi: &str, en: &str) -> Finding {
    Finding {
        severity: Severity::Note,
        code,
        field,
        quote,
        citation: "",
        vi: format!("Nội dung có {vi}. Hãy ghi ở phần liên hệ; người tìm việc liên hệ qua sàn."),
        en: format!("The text holds {en}. Put it into the contact fields; seekers get in touch through the exchange."),
    }
}

/// The first run of digits that has the shape of a Vietnamese number: 10 digits of a mobile, 11 of a landline, with
/// spaces, dots or dashes between, or `+84` for the nought.
fn phone(text: &str) -> Option<String> {
    let letters: Vec<char> = text.chars().collect();
    let mut at = 0;
    while at < letters.len() {
        let starts = (letters[at].is_ascii_digit() || letters[at] == '+')
            && !(at > 0 && (letters[at - 1].is_alphanumeric() || matches!(letters[at - 1], '.' | ',')));
        if !starts {
            at += 1;
            continue;
        }
        let mut end = at + 1;
        while end < letters.len() {
            let separates = matches!(letters[end], ' ' | '.' | '-' | '\u{a0}')
                && letters.get(end + 1).is_some_and(char::is_ascii_digit);
            if !letters[end].is_ascii_digit() && !separates {
                break;
            }
            end += 1;
        }
        let written: String = letters[at..end].iter().collect();
        if is_phone(&written) {
            return Some(written);
        }
        at = end;
    }
    None
}

fn is_phone(written: &str) -> bool {
    let digits: String = written.chars().filter(char::is_ascii_digit).collect();
    let national = match digits.strip_prefix("84") {
        Some(rest) if written.starts_with('+') || digits.len() >= 11 => format!("0{rest}"),
        Some(_) | None => digits,
    };
    let second = national.as_bytes().get(1);
    match national.len() {
        10 => national.starts_with('0') && matches!(second, Some(b'3' | b'5' | b'7' | b'8' | b'9')),
        11 => national.starts_with("02"),
        _ => false,
    }
}

fn email(text: &str) -> Option<&str> {
    let outside =
        |letter: char| letter.is_whitespace() || matches!(letter, ',' | ';' | '(' | ')' | '<' | '>' | ':' | '"');
    text.split(outside).find(|word| {
        let Some((name, host)) = word.split_once('@') else { return false };
        let host = host.trim_end_matches(['.', '!', '?']);
        !name.is_empty()
            && host.split('.').count() > 1
            && host.split('.').all(|part| !part.is_empty())
            && !host.contains('@')
    })
}

/// "Zalo" and the like count when a number, a link or "ib", "inbox", "nhắn" stands near; a skill ("chạy quảng cáo
/// Facebook") does not.
fn messenger(text: &str) -> Option<String> {
    let folded = sanviec_text::fold(text);
    let calls = [
        "zalo:",
        "zalo 0",
        "zalo: 0",
        "qua zalo",
        "ib zalo",
        "add zalo",
        "ket ban zalo",
        "zalo/sdt",
        "sdt/zalo",
        "inbox",
        "zalo.me",
        "t.me/",
        "m.me/",
        "qua telegram",
        "qua viber",
        "nhan tin zalo",
    ];
    calls.iter().find(|call| folded.contains(**call)).map(|call| call.trim_end_matches([':', '0', ' ']).to_owned())
}
