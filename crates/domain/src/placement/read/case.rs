//! A case from one line of JSON.

use super::fact::read_fact;
use super::values::{date, instant, list, text};
use super::{CaseError, Fault, Node, Object, Place, Wrong, json, read_terms};
use crate::placement::{Case, Fact, Terms};
use std::collections::HashSet;

const FIELDS: &[&str] = &["id", "employer", "placed_on", "facts", "today", "known_at"];

/// The case of a line.
pub fn read_case(line: &[u8]) -> Result<Case, CaseError> {
    let not_json = || CaseError { id: None, at: String::new(), fault: Fault::NotJson };
    let text = std::str::from_utf8(line).map_err(|_| not_json())?;
    let parsed = json::parse(text).ok_or_else(not_json)?;
    let of_case = |wrong: Wrong| wrong.of(id_of(&parsed.node));
    if let Some(key) = &parsed.twice {
        return Err(of_case(Wrong { at: key.clone(), fault: Fault::KeyTwice }));
    }
    let fields = [FIELDS, &["policy"]].concat();
    let object = Object::exactly(&parsed.node, &Place::Root, &fields, &[]).map_err(of_case)?;
    let terms = object.read("policy", read_terms).map_err(of_case)?;
    case(&object, terms).map_err(of_case)
}

/// A case whose terms stand elsewhere.
pub(crate) fn read_without_terms(node: &Node<'_>, place: &Place<'_>, terms: Terms) -> Result<Case, Wrong> {
    case(&Object::exactly(node, place, FIELDS, &[])?, terms)
}

/// The id, where there is exactly one and it is a text.
fn id_of(node: &Node<'_>) -> Option<String> {
    let Node::Map(fields) = node else { return None };
    let mut ids = fields.iter().filter(|(name, _)| name == "id");
    let (Some((_, Node::Text(id))), None) = (ids.next(), ids.next()) else { return None };
    Some(id.clone().into_owned())
}

fn case(object: &Object<'_, '_>, terms: Terms) -> Result<Case, Wrong> {
    Ok(Case {
        id: object.read("id", text)?,
        employer: object.read("employer", text)?,
        placed_on: object.read("placed_on", date)?,
        facts: object.read("facts", facts)?,
        today: object.read("today", date)?,
        known_at: object.read("known_at", instant)?,
        terms,
    })
}

fn facts(node: &Node<'_>, place: &Place<'_>) -> Result<Vec<Fact>, Wrong> {
    let facts = list(node, place, read_fact)?;
    let mut ids = HashSet::with_capacity(facts.len());
    match facts.iter().position(|fact| !ids.insert(fact.id.as_str())) {
        Some(at) => Err(Wrong::at(&Place::Field(&Place::Item(place, at), "id"), Fault::SameId)),
        None => Ok(facts),
    }
}
