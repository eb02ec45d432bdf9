//! Objects with exactly their fields, and where in the text one is. A place costs nothing until something is wrong.

use super::{Fault, Node, Wrong};
use std::fmt;

/// The way to a value.
#[derive(Clone, Copy)]
pub(crate) enum Place<'p> {
    /// The whole.
    Root,
    /// A field of what is at a place.
    Field(&'p Place<'p>, &'p str),
    /// An item of the list at a place.
    Item(&'p Place<'p>, usize),
}

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Root => Ok(()),
            Self::Field(Place::Root, name) => f.write_str(name),
            Self::Field(parent, name) => write!(f, "{parent}.{name}"),
            Self::Item(parent, at) => write!(f, "{parent}[{at}]"),
        }
    }
}

/// A map that has its fields and no others.
pub(crate) struct Object<'n, 'a> {
    node: &'n Node<'a>,
    /// Where it stands.
    pub(crate) place: &'n Place<'n>,
}

impl<'n, 'a> Object<'n, 'a> {
    /// Takes a map without looking at its fields.
    pub(crate) fn open(node: &'n Node<'a>, place: &'n Place<'n>) -> Result<Self, Wrong> {
        match node {
            Node::Map(_) => Ok(Self { node, place }),
            Node::Null | Node::Bool(_) | Node::Number(_) | Node::Text(_) | Node::List(_) => {
                Err(Wrong::at(place, Fault::WrongType))
            }
        }
    }

    /// Takes a map that must have the fields of `needed` and may have those of `optional`.
    pub(crate) fn exactly(
        node: &'n Node<'a>,
        place: &'n Place<'n>,
        needed: &[&str],
        optional: &[&str],
    ) -> Result<Self, Wrong> {
        let object = Self::open(node, place)?;
        object.has_only(&[needed, optional])?;
        for name in needed {
            object.need(name)?;
        }
        Ok(object)
    }

    /// Refuses a field that is in none of the lists.
    pub(crate) fn has_only(&self, lists: &[&[&str]]) -> Result<(), Wrong> {
        let Node::Map(fields) = self.node else { return Ok(()) };
        let unknown = fields.iter().find(|(name, _)| !lists.iter().any(|list| list.contains(&name.as_ref())));
        match unknown {
            Some((name, _)) => Err(Wrong::at(&Place::Field(self.place, name), Fault::UnknownField)),
            None => Ok(()),
        }
    }

    /// The value of a field that must be there.
    pub(crate) fn need(&self, name: &str) -> Result<&'n Node<'a>, Wrong> {
        self.find(name).ok_or_else(|| Wrong::at(&Place::Field(self.place, name), Fault::MissingField))
    }

    /// The value of a field that may be left out.
    pub(crate) fn find(&self, name: &str) -> Option<&'n Node<'a>> {
        self.node.get(name)
    }

    /// Reads a field that must be there.
    pub(crate) fn read<T>(
        &self,
        name: &str,
        reader: impl FnOnce(&Node<'a>, &Place<'_>) -> Result<T, Wrong>,
    ) -> Result<T, Wrong> {
        reader(self.need(name)?, &Place::Field(self.place, name))
    }

    /// Reads a field that must be there and may be null.
    pub(crate) fn nullable<T>(
        &self,
        name: &str,
        reader: impl FnOnce(&Node<'a>, &Place<'_>) -> Result<T, Wrong>,
    ) -> Result<Option<T>, Wrong> {
        let node = self.need(name)?;
        if *node == Node::Null {
            return Ok(None);
        }
        reader(node, &Place::Field(self.place, name)).map(Some)
    }

    /// Reads a field that may be left out and is not null when it is there.
    pub(crate) fn optional<T>(
        &self,
        name: &str,
        reader: impl FnOnce(&Node<'a>, &Place<'_>) -> Result<T, Wrong>,
    ) -> Result<Option<T>, Wrong> {
        self.find(name).map(|node| reader(node, &Place::Field(self.place, name))).transpose()
    }

    /// A fault of one of its fields.
    pub(crate) fn wrong(&self, name: &str, fault: Fault) -> Wrong {
        Wrong::at(&Place::Field(self.place, name), fault)
    }
}
