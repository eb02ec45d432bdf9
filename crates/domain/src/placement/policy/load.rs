//! A policy from TOML, strictly: a misspelt key must not leave an old amount in force.

use super::{Money, Policy, Recovery, YearAmounts};
use crate::placement::read::{
    CaseError, Fault, Node, Object, Place, Wrong, code, date, of_toml, read_terms, text, whole,
};

const NEEDED: &[&str] = &[
    "name",
    "version",
    "province",
    "task",
    "basis",
    "valid_from",
    "milestone",
    "contract",
    "gap",
    "leave",
    "evidence",
    "amount",
    "groups",
    "budget",
    "retention",
    "recovery",
    "exclusion",
];
/// Most dong of one placement.
const MOST_DONG: i64 = 1_000_000_000;
const MOST_YEARS: i64 = 100;
const MOST_MONTHS: i64 = 1_200;
const MOST_INSTALMENTS: i64 = 60;
/// Budget years that may be named.
const YEARS: std::ops::RangeInclusive<i32> = 2000..=2199;

impl Policy {
    /// The policy of a file.
    pub fn from_toml(file: &str) -> Result<Self, CaseError> {
        let table: toml::Table = file.parse().map_err(|error: toml::de::Error| {
            let before = error.span().map_or("", |span| file.get(..span.start).unwrap_or_default());
            CaseError { id: None, at: format!("line {}", before.lines().count().max(1)), fault: Fault::NotToml }
        })?;
        let node = of_toml(&toml::Value::Table(table));
        read(&node, &Place::Root).map_err(|wrong| wrong.of(None))
    }
}

fn read(node: &Node<'_>, place: &Place<'_>) -> Result<Policy, Wrong> {
    let file = Object::exactly(node, place, NEEDED, &["valid_through", "years", "approval"])?;
    let policy = Policy {
        name: file.read("name", filled)?,
        version: file.read("version", filled)?,
        province: file.read("province", filled)?,
        task: file.read("task", filled)?,
        basis: file.read("basis", filled)?,
        valid_from: file.read("valid_from", date)?,
        valid_through: file.optional("valid_through", date)?,
        terms: read_terms(node, place)?,
        money: money(&file)?,
    };
    if policy.valid_through.is_some_and(|through| policy.valid_from > through) {
        return Err(file.wrong("valid_through", Fault::EndsBeforeStart));
    }
    Ok(policy)
}

fn filled(node: &Node<'_>, place: &Place<'_>) -> Result<String, Wrong> {
    let text = text(node, place)?;
    if text.trim().is_empty() { Err(Wrong::at(place, Fault::Empty)) } else { Ok(text) }
}

fn money(file: &Object<'_, '_>) -> Result<Money, Wrong> {
    let dong_max = file.read("amount", |node, place| {
        Object::exactly(node, place, &[], &["dong_max"])?.optional("dong_max", whole(1, MOST_DONG))
    })?;
    let most = dong_max.unwrap_or(MOST_DONG);
    let (recovery, instalments_max) = file.read("recovery", recovery)?;
    Ok(Money {
        dong_max,
        groups: file.read("groups", |node, place| groups(node, place, most))?,
        years: file.optional("years", |node, place| years(node, place, most))?.unwrap_or_default(),
        budget: budget(file, |table| table.read("source", filled))?,
        claimed_through: budget(file, |table| table.optional("claimed_through", date))?,
        retention_years: only(file, "retention", "years", small(1, MOST_YEARS))?,
        recovery,
        instalments_max,
        exclusion_months: only(file, "exclusion", "months", small(0, MOST_MONTHS))?,
        third_above_dong: file.optional("approval", |node, place| {
            Object::exactly(node, place, &["third_above_dong"], &[])?.read("third_above_dong", whole(0, MOST_DONG))
        })?,
    })
}

fn budget<'a, T>(file: &Object<'_, 'a>, reader: impl FnOnce(&Object<'_, 'a>) -> Result<T, Wrong>) -> Result<T, Wrong> {
    file.read("budget", |node, place| reader(&Object::exactly(node, place, &["source"], &["claimed_through"])?))
}

/// What is asked back, and in how many parts at most: one, where the file does not say.
fn recovery(node: &Node<'_>, place: &Place<'_>) -> Result<(Recovery, u32), Wrong> {
    let table = Object::exactly(node, place, &["kind"], &["instalments_max"])?;
    let parts = table.optional("instalments_max", small(1, MOST_INSTALMENTS))?;
    Ok((table.read("kind", code(Recovery::find_by_code))?, parts.unwrap_or(1)))
}

fn years(node: &Node<'_>, place: &Place<'_>, most: i64) -> Result<Vec<YearAmounts>, Wrong> {
    let Node::Map(fields) = node else { return Err(Wrong::at(place, Fault::WrongType)) };
    let amounts = |(name, node): &(std::borrow::Cow<'_, str>, Node<'_>)| {
        let place = Place::Field(place, name);
        let year = name.parse().ok().filter(|year| name.len() == 4 && YEARS.contains(year));
        let mut groups = groups(node, &place, most)?;
        let everybody = groups.iter().position(|(name, _)| name == "everybody").map(|at| groups.remove(at).1);
        Ok(YearAmounts { year: year.ok_or_else(|| Wrong::at(&place, Fault::OutOfRange))?, everybody, groups })
    };
    fields.iter().map(amounts).collect()
}

/// The value of the one key of a table.
fn only<'a, T>(
    file: &Object<'_, 'a>,
    table: &str,
    key: &str,
    reader: impl FnOnce(&Node<'a>, &Place<'_>) -> Result<T, Wrong>,
) -> Result<T, Wrong> {
    file.read(table, |node, place| Object::exactly(node, place, &[key], &[])?.read(key, reader))
}

fn groups(node: &Node<'_>, place: &Place<'_>, most: i64) -> Result<Vec<(String, i64)>, Wrong> {
    let Node::Map(fields) = node else { return Err(Wrong::at(place, Fault::WrongType)) };
    let amount = |(name, node): &(std::borrow::Cow<'_, str>, Node<'_>)| {
        Ok((name.to_string(), whole(1, most)(node, &Place::Field(place, name))?))
    };
    fields.iter().map(amount).collect()
}

fn small(least: i64, most: i64) -> impl Fn(&Node<'_>, &Place<'_>) -> Result<u32, Wrong> {
    move |node, place| {
        let number = whole(least, most)(node, place)?;
        u32::try_from(number).map_err(|_| Wrong::at(place, Fault::OutOfRange))
    }
}
