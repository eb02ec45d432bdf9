//! Sets of documents of one segment said by several lists: asked of single documents, or met with a list, without
//! joining the lists first where that is not needed.

use crate::lists::{self, List, Probe};

/// A set of documents: one list, or what is in all or any of its parts.
#[derive(Clone)]
pub(crate) enum Set {
    One(List),
    All(Vec<Set>),
    Any(Vec<Set>),
}

impl Set {
    pub(crate) fn all(mut parts: Vec<Self>) -> Self {
        if parts.len() == 1 { parts.remove(0) } else { Self::All(parts) }
    }

    /// Empty parts are left out.
    pub(crate) fn any(mut parts: Vec<Self>) -> Self {
        parts.retain(|part| part.at_most() > 0);
        if parts.len() == 1 { parts.remove(0) } else { Self::Any(parts) }
    }

    /// No more documents than this are in it.
    pub(crate) fn at_most(&self) -> u32 {
        match self {
            Self::One(list) => list.len(),
            Self::All(parts) => parts.iter().map(Self::at_most).min().unwrap_or(0),
            Self::Any(parts) => parts.iter().map(Self::at_most).fold(0, u32::saturating_add),
        }
    }

    /// Its documents, in a segment of this size.
    pub(crate) fn list(&self, documents: u32) -> List {
        match self {
            Self::One(list) => list.clone(),
            Self::All(parts) => {
                let least = parts.iter().enumerate().min_by_key(|(_, part)| part.at_most());
                let Some((first, part)) = least else { return List::empty() };
                let rest = parts.iter().enumerate().filter(|(at, _)| *at != first);
                rest.fold(part.list(documents), |found, (_, part)| part.meet(&found, documents))
            }
            Self::Any(parts) => lists::union(parts.iter().map(|part| part.list(documents)).collect(), documents),
        }
    }

    /// Documents of a list that are in it.
    pub(crate) fn meet(&self, found: &List, documents: u32) -> List {
        if found.is_empty() {
            return List::empty();
        }
        match (self, found) {
            (Self::One(list), _) => lists::both(found, list),
            // Asking each of a few documents costs less than joining long lists.
            (_, List::Docs(_) | List::Halves(_)) => {
                let mut probe = self.probe();
                found.filter(|doc| probe.has(doc))
            }
            (Self::All(parts), List::Bits(..)) => {
                parts.iter().fold(found.clone(), |found, part| part.meet(&found, documents))
            }
            (Self::Any(_), List::Bits(..)) => lists::both(found, &self.list(documents)),
        }
    }

    /// A reader that answers membership for ascending documents.
    pub(crate) fn probe(&self) -> SetProbe<'_> {
        match self {
            Self::One(list) => SetProbe::One(list.probe()),
            Self::All(parts) => SetProbe::All(parts.iter().map(Self::probe).collect()),
            Self::Any(parts) => SetProbe::Any(parts.iter().map(Self::probe).collect()),
        }
    }
}

/// Answers whether documents are in a set; they must be asked in ascending order.
pub(crate) enum SetProbe<'a> {
    One(Probe<'a>),
    All(Vec<SetProbe<'a>>),
    Any(Vec<SetProbe<'a>>),
}

impl SetProbe<'_> {
    pub(crate) fn has(&mut self, doc: u32) -> bool {
        match self {
            Self::One(probe) => probe.has(doc),
            Self::All(parts) => parts.iter_mut().all(|part| part.has(doc)),
            Self::Any(parts) => parts.iter_mut().any(|part| part.has(doc)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bits;

    const SIZE: u32 = 640;

    fn every(step: usize) -> Set {
        Set::One(List::Docs((0..SIZE).step_by(step).collect()))
    }

    fn members(list: &List) -> Vec<u32> {
        let mut found = Vec::new();
        list.each(|doc| {
            found.push(doc);
            true
        });
        found
    }

    fn in_bits(list: &List) -> List {
        let mut words = vec![0; bits::words_for(SIZE)];
        members(list).into_iter().for_each(|doc| bits::set(&mut words, doc));
        List::from_bits(words)
    }

    #[test]
    fn a_set_is_the_same_however_it_is_asked() {
        let nested = || Set::any(vec![Set::all(vec![every(2), every(3)]), every(35), every(1000)]);
        let wanted: Vec<u32> = (0..SIZE).filter(|doc| doc % 6 == 0 || doc % 35 == 0).collect();
        assert_eq!(members(&nested().list(SIZE)), wanted);
        assert!(nested().at_most() as usize >= wanted.len());
        let five = List::Docs((0..SIZE).step_by(5).collect());
        let met: Vec<u32> = wanted.iter().copied().filter(|doc| doc % 5 == 0).collect();
        for five in [five.clone(), in_bits(&five)] {
            assert_eq!(members(&nested().meet(&five, SIZE)), met);
        }
        assert!(Set::any(vec![]).list(SIZE).is_empty() && Set::any(vec![]).meet(&five, SIZE).is_empty());
    }
}
