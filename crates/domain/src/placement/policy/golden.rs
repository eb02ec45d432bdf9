//! Golden cases of a policy: cases with the outcome that officers agreed on. A change of the policy that changes one of
//! them is told in words before it is in force.

use crate::placement::read::{
    CaseError, Fault, Node, Object, Place, Wrong, code, date, parse_json, read_without_terms, text, whole,
};
use crate::placement::{Case, EndReason, Outcome, Reason, Status, Stretch, Terms};
use crate::time::day_number;

/// A case with its agreed outcome.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Golden {
    /// What happens in it, in Vietnamese.
    pub vi: String,
    /// What happens in it, in English.
    pub en: String,
    /// The case, under the terms of the policy.
    pub case: Case,
    /// What was agreed; `None` for a case that is new.
    pub outcome: Option<Outcome>,
}

/// The golden cases of a file with one a line, under these terms. The place of an error begins with the line.
pub fn golden_cases(file: &str, terms: &Terms) -> Result<Vec<Golden>, CaseError> {
    let lines = file.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let goldens = lines.map(|(at, line)| {
        golden(line, terms).map_err(|wrong| {
            let at = format!("line {}: {}", at + 1, wrong.at);
            Wrong { at: at.trim_end_matches(": ").to_owned(), ..wrong }.of(None)
        })
    });
    goldens.collect()
}

fn golden(line: &str, terms: &Terms) -> Result<Golden, Wrong> {
    let parsed = parse_json(line).ok_or_else(|| Wrong::at(&Place::Root, Fault::NotJson))?;
    if let Some(key) = parsed.twice {
        return Err(Wrong { at: key, fault: Fault::KeyTwice });
    }
    let object = Object::exactly(&parsed.node, &Place::Root, &["vi", "en", "case", "outcome"], &[])?;
    Ok(Golden {
        vi: object.read("vi", text)?,
        en: object.read("en", text)?,
        case: object.read("case", |node, place| read_without_terms(node, place, terms.clone()))?,
        outcome: object.nullable("outcome", outcome)?,
    })
}

fn outcome(node: &Node<'_>, place: &Place<'_>) -> Result<Outcome, Wrong> {
    let fields = [
        "id",
        "status",
        "start",
        "clock_from",
        "due",
        "required_days",
        "counted_days",
        "verified_days",
        "missing",
        "disputed",
        "gaps",
        "paused",
        "on",
        "reason",
    ];
    let object = Object::exactly(node, place, &fields, &[])?;
    Ok(Outcome {
        id: object.read("id", text)?,
        status: object.read("status", code(Status::find_by_code))?,
        start: object.nullable("start", date)?,
        clock_from: object.nullable("clock_from", date)?,
        due: object.nullable("due", date)?,
        required_days: object.read("required_days", days)?,
        counted_days: object.read("counted_days", days)?,
        verified_days: object.read("verified_days", days)?,
        missing: object.read("missing", runs)?,
        disputed: object.read("disputed", runs)?,
        gaps: object.read("gaps", runs)?,
        paused: object.read("paused", runs)?,
        on: object.nullable("on", date)?,
        reason: object.nullable("reason", code(reason))?,
    })
}

fn reason(written: &str) -> Option<Reason> {
    if written == Reason::Leave.code() {
        return Some(Reason::Leave);
    }
    EndReason::find_by_code(written).map(Reason::Ended)
}

fn days(node: &Node<'_>, place: &Place<'_>) -> Result<i32, Wrong> {
    let number = whole(0, 40_000)(node, place)?;
    i32::try_from(number).map_err(|_| Wrong::at(place, Fault::OutOfRange))
}

fn runs(node: &Node<'_>, place: &Place<'_>) -> Result<Vec<Stretch>, Wrong> {
    let Node::List(items) = node else { return Err(Wrong::at(place, Fault::WrongType)) };
    items.iter().enumerate().map(|(at, item)| run(item, &Place::Item(place, at))).collect()
}

fn run(node: &Node<'_>, place: &Place<'_>) -> Result<Stretch, Wrong> {
    let object = Object::exactly(node, place, &["from", "through"], &[])?;
    Ok(Stretch { from: day_number(object.read("from", date)?), until: day_number(object.read("through", date)?) + 1 })
}
