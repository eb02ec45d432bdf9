//! A value as it was written, whether in JSON or in TOML.

use std::borrow::Cow;

/// A value with everything below it. Numbers stay as they were written: whether one is whole is seen only there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Node<'a> {
    /// Nothing.
    Null,
    /// Yes or no.
    Bool(bool),
    /// A number as written.
    Number(Cow<'a, str>),
    /// A text.
    Text(Cow<'a, str>),
    /// A list.
    List(Vec<Node<'a>>),
    /// Keys with values, in the order in which they stood.
    Map(Vec<(Cow<'a, str>, Node<'a>)>),
}

impl<'a> Node<'a> {
    /// The value of a key of a map.
    pub(crate) fn get(&self, key: &str) -> Option<&Node<'a>> {
        let Self::Map(fields) = self else { return None };
        fields.iter().find(|(name, _)| name == key).map(|(_, value)| value)
    }
}

/// A TOML table as nodes. Dates become texts, as they are written in JSON.
pub(crate) fn of_toml(value: &toml::Value) -> Node<'static> {
    match value {
        toml::Value::String(text) => Node::Text(Cow::Owned(text.clone())),
        toml::Value::Integer(number) => Node::Number(Cow::Owned(number.to_string())),
        // With its fraction, so that a whole number with one is not taken for a whole number.
        toml::Value::Float(number) => Node::Number(Cow::Owned(format!("{number:?}"))),
        toml::Value::Boolean(truth) => Node::Bool(*truth),
        toml::Value::Datetime(date) => Node::Text(Cow::Owned(date.to_string())),
        toml::Value::Array(items) => Node::List(items.iter().map(of_toml).collect()),
        toml::Value::Table(table) => {
            Node::Map(table.iter().map(|(key, value)| (Cow::Owned(key.clone()), of_toml(value))).collect())
        }
    }
}
