//! The table against the reviewed file, combination by combination.

use super::*;
use crate::ctx::Person;
use std::collections::BTreeMap;

const REVIEWED: &str = include_str!("../../../../tests/data/rights/actions.tsv");

fn words(fields: Option<Fields>) -> String {
    let Some(fields) = fields else { return "-".to_owned() };
    let groups = Fields::GROUPS.iter().filter(|(group, _)| fields.has(*group)).map(|(_, word)| *word);
    let words = groups.collect::<Vec<_>>().join("+");
    if words.is_empty() { "yes".to_owned() } else { words }
}

/// Answers by action and role, one for each relation, as the reviewed file has them.
fn reviewed() -> BTreeMap<(String, String), Vec<String>> {
    let mut expected = BTreeMap::new();
    for line in REVIEWED.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        let [action, role, relations @ ..] = cells.as_slice() else { panic!("short line: {line}") };
        assert_eq!(relations.len(), Relation::ALL.len(), "{line}");
        let key = ((*action).to_owned(), (*role).to_owned());
        let cells: Vec<String> = relations.iter().map(|cell| (*cell).to_owned()).collect();
        assert!(expected.insert(key, cells).is_none(), "{line}");
    }
    expected
}

#[test]
fn every_combination_is_as_reviewed_and_all_others_are_denied() {
    let mut expected = reviewed();
    let mut compared = 0;
    for action in Action::ALL {
        for role in Role::ALL {
            let key = (action.code().to_owned(), role.code().to_owned());
            let row = expected.remove(&key).unwrap_or_else(|| panic!("no reviewed row for {key:?}"));
            for (relation, cell) in Relation::ALL.into_iter().zip(row) {
                let answer = words(seen(role, action, relation));
                assert_eq!(answer, cell, "{} {} {}", action.code(), role.code(), relation.code());
                compared += 1;
            }
        }
    }
    assert!(expected.is_empty(), "rows of no action or role: {expected:?}");
    assert_eq!(compared, Action::ALL.len() * Role::ALL.len() * Relation::ALL.len());
}

/// The table with one row in another form.
#[derive(Clone)]
struct Changed {
    at: usize,
    /// `None`: the row is gone.
    row: Option<(Vec<Relation>, Fields)>,
    /// Another row may give the same already.
    gives_more: bool,
    what: String,
}

impl Changed {
    fn seen(&self, role: Role, action: Action, relation: Relation) -> Option<Fields> {
        let row = |(at, right): (usize, &table::Right)| {
            let as_is = || Some((right.relations.to_vec(), right.fields));
            let (relations, fields) = if at == self.at { self.row.clone() } else { as_is() }?;
            (right.role == role && right.action == action && relations.contains(&relation)).then_some(fields)
        };
        table::TABLE.iter().enumerate().filter_map(row).reduce(Fields::bitor)
    }

    /// Every way in which one row can say less or more: gone, a relation less or more, a group of fields less or more.
    fn all() -> Vec<Self> {
        let mut all = Vec::new();
        for (at, right) in table::TABLE.iter().enumerate() {
            let name = format!("row {at}: {} {}", right.role.code(), right.action.code());
            let mut add = |row, gives_more, what: String| {
                all.push(Self { at, row, gives_more, what: format!("{name}, {what}") });
            };
            add(None, false, "gone".to_owned());
            for relation in Relation::ALL {
                let mut relations = right.relations.to_vec();
                let place = relations.iter().position(|known| *known == relation);
                match place {
                    Some(place) => drop(relations.remove(place)),
                    None => relations.push(relation),
                }
                add(Some((relations, right.fields)), place.is_none(), format!("{} less or more", relation.code()));
            }
            for (group, word) in Fields::GROUPS {
                let fields = Fields(right.fields.0 ^ group.0);
                let more = !right.fields.has(group);
                add(Some((right.relations.to_vec(), fields)), more, format!("{word} less or more"));
            }
        }
        all
    }
}

#[test]
fn no_row_can_say_less_or_more_without_being_found_out() {
    let expected = reviewed();
    let changed = Changed::all();
    let unseen = changed.iter().filter(|changed| {
        let right = &table::TABLE[changed.at];
        let row = &expected[&(right.action.code().to_owned(), right.role.code().to_owned())];
        let answer = |relation| changed.seen(right.role, right.action, relation);
        let is_noticed = Relation::ALL.into_iter().zip(row).any(|(relation, cell)| words(answer(relation)) != *cell);
        let is_given =
            Relation::ALL.into_iter().all(|relation| answer(relation) == seen(right.role, right.action, relation));
        !(is_noticed || changed.gives_more && is_given)
    });
    let unseen: Vec<_> = unseen.map(|changed| &changed.what).collect();
    assert!(unseen.is_empty(), "the reviewed file does not notice: {unseen:#?}");
    assert_eq!(changed.len(), table::TABLE.len() * (1 + Relation::ALL.len() + Fields::GROUPS.len()));
    assert!(changed.len() > 1_000, "{}", changed.len());
}

#[test]
fn no_staff_of_a_centre_has_any_right_to_what_is_another_centres() {
    for role in [Role::Officer, Role::CentreManager, Role::Moderator, Role::Auditor] {
        for action in Action::ALL {
            assert_eq!(seen(role, action, Relation::Other), None, "{role:?} {action:?}");
        }
    }
}

#[test]
fn a_disability_is_seen_by_the_person_and_the_officer_of_the_case_alone() {
    for role in Role::ALL {
        for action in Action::ALL {
            for relation in Relation::ALL {
                let sees = seen(role, action, relation).is_some_and(|fields| fields.has(Fields::HEALTH));
                let may = role == Role::Seeker && relation == Relation::Own
                    || role == Role::Officer && relation == Relation::Same;
                assert!(!sees || may, "{role:?} {action:?} {relation:?}");
            }
        }
    }
}

#[test]
fn what_is_unknown_is_nobodys_equal() {
    let id = Uuid::from_u128;
    let person = |centre_id: Option<Uuid>, employer_id| {
        let role = if centre_id.is_some() { Role::Officer } else { Role::EmployerMember };
        let [account_id, session_id] = [id(1), id(2)];
        Actor::Person(Person { account_id, session_id, role, centre_id, employer_id, is_fresh: true })
    };
    let officer = person(Some(id(7)), None);
    let nowhere = person(None, None);
    for (thing, actor, relation) in [
        (Thing::default(), officer, Relation::Nobodys),
        (Thing::of_account(id(1)), officer, Relation::Own),
        (Thing::of_account(id(3)), officer, Relation::Stranger),
        (Thing::of_centre(id(7)), officer, Relation::Same),
        (Thing::of_centre(id(8)), officer, Relation::Other),
        (Thing::of_employer(id(9)), officer, Relation::Other),
        (Thing::of_account(id(3)), nowhere, Relation::Stranger),
        (Thing::of_centre(id(7)), nowhere, Relation::Other),
        (Thing::of_account(id(1)), Actor::Public, Relation::Stranger),
        (Thing { account_id: Some(id(3)), ..Thing::of_centre(id(7)) }, officer, Relation::Same),
    ] {
        assert_eq!(thing.relation(actor), relation, "{thing:?} {actor:?}");
    }
}
