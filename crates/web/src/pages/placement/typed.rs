//! What an officer typed about a placement, as the fact that it is. The rule's own reader looks at every value, so
//! that a page, a program and a file are refused by the same words.

use sanviec_app::placements::{Channel, Said, hash_of, statement_of};
use sanviec_app::{AppError, FieldError};
use sanviec_domain::placement::Source;
use sanviec_domain::time::parse_date;
use serde_json::{Map, Value};

use super::record::Act;
use crate::http::Filled;

pub(super) const CONTRACT: &str = "hop-dong";
pub(super) const EMPLOYER: &str = "ma-so";
pub(super) const FORM: &str = "loai";
pub(super) const FROM: &str = "tu-ngay";
pub(super) const THROUGH: &str = "den-ngay";
pub(super) const PARTY: &str = "ben";
pub(super) const SIGNED: &str = "ngay-ky";
pub(super) const METHOD: &str = "cach";
pub(super) const EMPLOYED: &str = "dang-lam";
pub(super) const VISITED: &str = "ngay-den";
pub(super) const LEAVE: &str = "loai-nghi";
pub(super) const REASON: &str = "ly-do";
pub(super) const TO: &str = "ma-moi";
pub(super) const FACT: &str = "dieu";
pub(super) const WHY: &str = "vi-sao";
pub(super) const PAPER: &str = "giay-to";
pub(super) const NUMBER: &str = "so-giay";

/// Fields of the rule and their names in the forms.
pub(super) const NAMES: [(&str, &str); 20] = [
    ("contract", CONTRACT),
    ("employer", EMPLOYER),
    ("form", FORM),
    ("start", FROM),
    ("from", FROM),
    ("on", FROM),
    ("through", THROUGH),
    ("party", PARTY),
    ("signed_on", SIGNED),
    ("method", METHOD),
    ("employed", EMPLOYED),
    ("stated_on", VISITED),
    ("leave", LEAVE),
    ("reason", REASON),
    ("from_employer", EMPLOYER),
    ("to_employer", TO),
    ("retracts", FACT),
    ("why", WHY),
    ("document", PAPER),
    ("document_hash", PAPER),
];

/// The fact that a form tells.
pub(super) fn said(act: Act, filled: &Filled) -> Result<Said, AppError> {
    let mut fields = Map::new();
    fields.insert("kind".into(), act.kind().into());
    for (field, name) in act.texts() {
        fields.insert((*field).into(), filled.one(name).trim().into());
    }
    for (field, name, may_be_open) in act.days() {
        fields.insert((*field).into(), day(filled.one(name), *may_be_open));
    }
    if act == Act::Visit {
        let employed = match filled.one(EMPLOYED) {
            "yes" => Value::Bool(true),
            "no" => Value::Bool(false),
            "unknown" => Value::Null,
            _ => return Err(choose()),
        };
        fields.insert("employed".into(), employed);
    }
    let (paper, number) = (filled.one(PAPER).trim(), filled.one(NUMBER).trim());
    let document_hash = if paper.is_empty() { None } else { Some(hash_of(paper)?) };
    let reference = (!number.is_empty()).then(|| number.chars().take(200).collect::<String>());
    let rests = document_hash.is_some() || reference.is_some();
    let (source, channel) = match act {
        Act::Visit => (Source::Officer, Channel::Visit),
        Act::Retraction => (Source::Officer, Channel::Desk),
        _ if rests => (Source::Officer, Channel::Desk),
        _ => (Source::Centre, Channel::Desk),
    };
    Ok(Said { says: statement_of(&Value::Object(fields).to_string())?, source, channel, document_hash, reference })
}

fn choose() -> AppError {
    let (vi, en) = ("Chọn một câu trả lời.", "Choose an answer.");
    FieldError::new("employed", "missing", vi, en).into()
}

/// A day as the rule writes it. What is no day goes on as it was typed, and is refused at its field.
fn day(text: &str, may_be_open: bool) -> Value {
    match parse_date(text) {
        Some(day) => day.format("%Y-%m-%d").to_string().into(),
        None if may_be_open && text.trim().is_empty() => Value::Null,
        None => text.trim().into(),
    }
}
