//! What of a value may stand in an audit row: codes, numbers, ids. Of any other text (a name, a phone number, a note) a
//! mark is kept, so that one sees whether it changed and not what it says.
//!
//! A net below the use cases, which give codes and numbers to begin with. The mark is made with the salt of the row and
//! goes blind when the salt is deleted.

use serde_json::Value;
use sha2::{Digest, Sha256};

/// Longest text that can be a code.
const CODE: usize = 64;
/// Bytes of a mark.
const MARK: usize = 12;

/// The JSON of a value as it may be kept.
pub(super) fn value(json: &str, salt: &[u8]) -> String {
    let mut value = serde_json::from_str(json).unwrap_or_else(|_| Value::String(json.to_owned()));
    veil(&mut value, salt);
    value.to_string()
}

fn veil(value: &mut Value, salt: &[u8]) {
    match value {
        Value::String(text) if !is_code(text) => *text = mark(text, salt),
        Value::Array(values) => values.iter_mut().for_each(|value| veil(value, salt)),
        Value::Object(fields) => fields.values_mut().for_each(|value| veil(value, salt)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Words of the program in small letters, and ids.
fn is_code(text: &str) -> bool {
    let plain =
        |sign: u8| sign.is_ascii_lowercase() || sign.is_ascii_digit() || matches!(sign, b'_' | b'.' | b':' | b'-');
    let word =
        text.len() <= CODE && text.bytes().all(plain) && !text.starts_with(|sign: char| !sign.is_ascii_lowercase());
    text.is_empty() || word || uuid::Uuid::parse_str(text).is_ok()
}

fn mark(text: &str, salt: &[u8]) -> String {
    let hash = Sha256::new().chain_update(salt).chain_update(text.as_bytes()).finalize();
    hash[..MARK].iter().fold(String::from("~"), |mark, byte| mark + &format!("{byte:02x}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_numbers_and_ids_stand_and_what_a_person_typed_does_not() {
        let json = r#"{"state":"published","wanted":3,"by":"0199b6c0-0000-7000-8000-000000000001","on":true,"x":""}"#;
        let kept: Value = serde_json::from_str(&value(json, b"salt")).unwrap();
        assert_eq!(kept, serde_json::from_str::<Value>(json).unwrap());
        for text in ["Nguyễn Văn An", "0905123456", "an@vidu.vn", "1990-01-31", "Ghi chú", "12 Lê Lợi", "a b"] {
            let json = serde_json::json!({"was": [text], "is": text}).to_string();
            let kept: Value = serde_json::from_str(&value(&json, b"salt")).unwrap();
            assert!(!kept.to_string().contains(text), "{kept}");
            assert_eq!(kept["was"][0], kept["is"], "equal stays equal");
            assert_ne!(value(&json, b"salt"), value(&json, b"other"), "and goes blind without the salt");
        }
        assert!(!value("no JSON: 0905123456", b"salt").contains("0905"));
    }
}
