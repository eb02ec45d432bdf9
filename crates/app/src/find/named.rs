//! What values of parameters are called, and what is said of those that are none.

use crate::error::FieldError;
use crate::reading;

/// What a value is called in Vietnamese and English; `None` for one that is its own name, or is not known.
#[must_use]
pub fn named(param: &str, value: &str) -> Option<(String, String)> {
    let known = match param {
        "contract" => reading::contract_filter(value),
        "working_time" => reading::working_time_filter(value),
        "shift" => reading::shift_filter(value),
        "occupation" => reading::occupation_filter(value),
        "industry" => reading::industry_filter(value),
        "experience" => return reading::experience_filter(value).ok().flatten().map(|(_, words)| words),
        "qualification" => return reading::qualification_filter(value).ok().flatten().map(|(_, words)| words),
        _ => return None,
    };
    known.ok().map(|known| (known.vi, known.en))
}

/// No place is called so; those that may be meant are suggested.
#[must_use]
pub fn no_such_place(field: &'static str, text: &str) -> FieldError {
    reading::unknown_place(field, text)
}

/// A condition is neither on nor off.
#[must_use]
pub fn not_a_flag(name: &'static str) -> FieldError {
    let (vi, en) = (format!("“{name}” phải là 1 hoặc 0."), format!("“{name}” must be 1 or 0."));
    FieldError::new(name, "not_a_flag", vi, en).suggesting(vec!["1".into(), "0".into()])
}
