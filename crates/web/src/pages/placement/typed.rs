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
pub(super) const NAMES: [(&str, &str); 21] = [
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
    ("reference", NUMBER),
];

/// The fact that a form tells. All that was left empty is told at once.
pub(super) fn said(act: Act, filled: &Filled) -> Result<Said, AppError> {
    let mut errors = missing(act, filled);
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
            "unknown" | "" => Value::Null,
            _ => return Err(left_empty("employed").into()),
        };
        fields.insert("employed".into(), employed);
    }
    let (paper, number) = (filled.one(PAPER).trim(), filled.one(NUMBER).trim());
    let document_hash = if paper.is_empty() { None } else { Some(hash_of(paper)?) };
    let reference = (!number.is_empty()).then(|| number.to_owned());
    let rests = document_hash.is_some() || reference.is_some();
    let (source, channel) = match act {
        Act::Visit => (Source::Officer, Channel::Visit),
        Act::Retraction => (Source::Officer, Channel::Desk),
        _ if rests => (Source::Officer, Channel::Desk),
        _ => (Source::Centre, Channel::Desk),
    };
    let says = statement_of(&Value::Object(fields).to_string());
    if errors.is_empty() {
        return Ok(Said { says: says?, source, channel, document_hash, reference });
    }
    if let Err(AppError::Refused(more)) = says {
        errors.extend(more.into_iter().filter(|error| NAMES.iter().any(|(field, _)| *field == error.field)));
    }
    Err(AppError::Refused(once_each(errors)))
}

/// The first of each field: what is missing cannot be wrong as well.
fn once_each(errors: Vec<FieldError>) -> Vec<FieldError> {
    let mut kept: Vec<FieldError> = Vec::new();
    for error in errors {
        if kept.iter().all(|known| known.field != error.field) {
            kept.push(error);
        }
    }
    kept
}

/// What a form of an act was left without, each at its field.
fn missing(act: Act, filled: &Filled) -> Vec<FieldError> {
    let texts = act.texts().iter().copied();
    let days = act.days().iter().filter(|(_, _, may_be_open)| !may_be_open).map(|(field, name, _)| (*field, *name));
    let answer = (act == Act::Visit).then_some(("employed", EMPLOYED));
    let asked = texts.chain(days).chain(answer);
    let empty = asked.filter(|(_, name)| filled.one(name).trim().is_empty());
    empty.map(|(field, _)| left_empty(field)).collect()
}

fn left_empty(field: &'static str) -> FieldError {
    let (vi, en) = match field {
        "contract" => ("Ghi số hợp đồng.", "Give the number of the contract."),
        "employer" => ("Ghi mã số doanh nghiệp.", "Give the code of the enterprise."),
        "form" => ("Chọn loại hợp đồng.", "Choose the kind of the contract."),
        "start" => ("Ghi ngày hợp đồng có hiệu lực.", "Give the day from which the contract is in force."),
        "party" => ("Chọn bên ký.", "Choose who signed."),
        "signed_on" => ("Ghi ngày ký.", "Give the day of signing."),
        "method" => ("Chọn cách ký.", "Choose how it was signed."),
        "stated_on" => ("Ghi ngày đến.", "Give the day of the visit."),
        "from" | "on" => ("Ghi ngày đầu (từ ngày).", "Give the first day (from)."),
        "through" => ("Ghi ngày cuối.", "Give the last day."),
        "leave" => ("Chọn loại nghỉ.", "Choose the kind of leave."),
        "reason" => ("Chọn lý do.", "Choose the reason."),
        "from_employer" => ("Ghi mã doanh nghiệp cũ.", "Give the old code of the enterprise."),
        "to_employer" => ("Ghi mã doanh nghiệp mới.", "Give the new code of the enterprise."),
        "retracts" => ("Chọn điều cần rút lại.", "Choose what is retracted."),
        "why" => ("Ghi vì sao sai.", "Say why it was wrong."),
        "employed" => ("Chọn một câu trả lời.", "Choose an answer."),
        _ => ("Không được để trống.", "This must not be empty."),
    };
    FieldError::new(field, "missing", vi, en)
}

/// A day as the rule writes it. What is no day goes on as it was typed, and is refused at its field.
fn day(text: &str, may_be_open: bool) -> Value {
    match parse_date(text) {
        Some(day) => day.format("%Y-%m-%d").to_string().into(),
        None if may_be_open && text.trim().is_empty() => Value::Null,
        None => text.trim().into(),
    }
}
