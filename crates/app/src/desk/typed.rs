//! Short texts that people type at the desk: tidied, bounded, and refused with the field they stand in.

use crate::error::FieldError;

/// Longest label: names of centres, branches, posts.
pub(super) const LABEL: usize = 200;

/// A text that has to be there.
pub(super) fn needed(
    field: &'static str,
    text: &str,
    errors: &mut Vec<FieldError>,
    missing: (&'static str, &'static str),
) -> String {
    let text = wished(field, text, errors).unwrap_or_default();
    if text.is_empty() && !errors.iter().any(|error| error.field == field) {
        errors.push(FieldError::new(field, "missing", missing.0, missing.1));
    }
    text
}

/// A text that may be left out.
pub(super) fn wished(field: &'static str, text: &str, errors: &mut Vec<FieldError>) -> Option<String> {
    let text = sanviec_text::nfc(text).split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() > LABEL {
        let vi = format!("Viết ngắn hơn {LABEL} ký tự.");
        errors.push(FieldError::new(field, "too_long", vi, format!("Write less than {LABEL} characters.")));
    }
    if text.chars().any(char::is_control) {
        let (vi, en) = ("Có ký tự không dùng được.", "There is a sign that cannot be used.");
        errors.push(FieldError::new(field, "odd_sign", vi, en));
    }
    (!text.is_empty()).then_some(text)
}

/// A number of days between 1 and 90.
pub(super) fn days(field: &'static str, text: &str, errors: &mut Vec<FieldError>) -> u16 {
    match text.trim().parse::<u16>() {
        Ok(days @ 1..=90) => days,
        _ => {
            let (vi, en) = ("Nhập số ngày làm việc từ 1 đến 90.", "Enter a number of working days from 1 to 90.");
            errors.push(FieldError::new(field, "days_out_of_range", vi, en));
            1
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_tidied_bounded_and_refused_at_their_field() {
        let mut errors = Vec::new();
        assert_eq!(wished("name", "  Trung   tâm \n A ", &mut errors).as_deref(), Some("Trung tâm A"));
        assert_eq!(wished("name", "   ", &mut errors), None);
        assert!(errors.is_empty());
        needed("name", " ", &mut errors, ("Nhập tên.", "Enter a name."));
        wished("place", &"a".repeat(LABEL + 1), &mut errors);
        for odd in ["0", "91", "-1", "", "ba"] {
            days("send_days", odd, &mut errors);
        }
        let codes: Vec<_> = errors.iter().map(|error| (error.field, error.code)).collect();
        assert_eq!(codes[..2], [("name", "missing"), ("place", "too_long")]);
        assert_eq!(codes.len(), 7);
    }
}
