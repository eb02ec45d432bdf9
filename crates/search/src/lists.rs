//! Sets of documents of one segment: a sorted list while small, bits when large, and the operations on them.

use crate::bits;
use crate::halves::{Halves, HalvesProbe};
use std::sync::Arc;

/// A set of documents of one segment.
#[derive(Clone, Debug)]
pub(crate) enum List {
    /// Ascending, without repeats.
    Docs(Arc<[u32]>),
    /// The same in half the memory: what is read from the index and remembered.
    Halves(Halves),
    Bits(Arc<[u64]>, u32),
}

/// A list is kept as bits when it holds more than one document in this many.
const DENSE: u32 = 32;

impl List {
    pub(crate) fn empty() -> Self {
        Self::Docs(Arc::from([]))
    }

    pub(crate) fn all(documents: u32) -> Self {
        let mut words = vec![u64::MAX; bits::words_for(documents)];
        if let Some(last) = words.last_mut()
            && !documents.is_multiple_of(64)
        {
            *last = (1 << (documents % 64)) - 1;
        }
        Self::Bits(words.into(), documents)
    }

    pub(crate) fn from_bits(words: Vec<u64>) -> Self {
        let count = bits::count(&words);
        Self::Bits(words.into(), count)
    }

    pub(crate) fn len(&self) -> u32 {
        match self {
            Self::Docs(docs) => docs.len() as u32,
            Self::Halves(halves) => halves.len(),
            Self::Bits(_, count) => *count,
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether a list of this length in a segment of this size is better kept as bits.
    pub(crate) fn is_dense(length: u32, documents: u32) -> bool {
        length > documents / DENSE
    }

    fn into_docs(self) -> Self {
        let mut docs = Vec::with_capacity(self.len() as usize);
        self.each(|doc| {
            docs.push(doc);
            true
        });
        Self::Docs(docs.into())
    }

    /// Bytes that it holds in memory.
    pub(crate) fn weight(&self) -> usize {
        match self {
            Self::Docs(docs) => docs.len() * 4,
            Self::Halves(halves) => halves.weight(),
            Self::Bits(words, _) => words.len() * 8,
        }
    }

    /// Calls for each document, ascending, until told to stop.
    pub(crate) fn each(&self, mut visit: impl FnMut(u32) -> bool) {
        match self {
            Self::Docs(docs) => {
                for doc in docs.iter() {
                    if !visit(*doc) {
                        return;
                    }
                }
            }
            Self::Halves(halves) => halves.each(visit),
            Self::Bits(words, _) => {
                for (index, word) in words.iter().enumerate() {
                    let mut rest = *word;
                    while rest != 0 {
                        if !visit(index as u32 * 64 + rest.trailing_zeros()) {
                            return;
                        }
                        rest &= rest - 1;
                    }
                }
            }
        }
    }

    /// Only the documents that pass, asked in ascending order.
    pub(crate) fn filter(&self, mut keep: impl FnMut(u32) -> bool) -> Self {
        match self {
            Self::Docs(docs) => Self::Docs(docs.iter().copied().filter(|doc| keep(*doc)).collect()),
            Self::Halves(halves) => {
                let mut kept = Vec::new();
                halves.each(|doc| {
                    if keep(doc) {
                        kept.push(doc);
                    }
                    true
                });
                Self::Docs(kept.into())
            }
            Self::Bits(words, _) => {
                let mut kept = vec![0; words.len()];
                for doc in bits::iterate(words) {
                    if keep(doc) {
                        bits::set(&mut kept, doc);
                    }
                }
                Self::from_bits(kept)
            }
        }
    }

    /// A reader that answers membership for ascending documents.
    pub(crate) fn probe(&self) -> Probe<'_> {
        match self {
            Self::Docs(docs) => Probe::Docs(docs),
            Self::Halves(halves) => Probe::Halves(halves.probe()),
            Self::Bits(words, _) => Probe::Bits(words),
        }
    }
}

/// Answers whether documents are in a list; they must be asked in ascending order.
pub(crate) enum Probe<'a> {
    Docs(&'a [u32]),
    Halves(HalvesProbe<'a>),
    Bits(&'a [u64]),
}

impl Probe<'_> {
    pub(crate) fn has(&mut self, doc: u32) -> bool {
        match self {
            Self::Bits(words) => bits::has(words, doc),
            Self::Halves(probe) => probe.has(doc),
            Self::Docs(docs) => {
                let skipped = gallop(docs, doc);
                *docs = &docs[skipped..];
                docs.first() == Some(&doc)
            }
        }
    }
}

/// Number of leading documents below `doc`, found in doubling steps: asked often, each step is short.
pub(crate) fn gallop<T: Copy + Ord>(docs: &[T], doc: T) -> usize {
    let mut bound = 1;
    while bound < docs.len() && docs[bound - 1] < doc {
        bound *= 2;
    }
    let low = bound / 2;
    let high = bound.min(docs.len());
    low + docs[low..high].partition_point(|known| *known < doc)
}

/// Documents that are in every list; `None` when no list is given.
pub(crate) fn intersect(mut lists: Vec<List>) -> Option<List> {
    lists.sort_by_key(List::len);
    let mut rest = lists.into_iter();
    let mut found = rest.next()?;
    for list in rest {
        if found.is_empty() {
            break;
        }
        found = both(&found, &list);
    }
    Some(found)
}

/// Documents that are in both.
pub(crate) fn both(first: &List, second: &List) -> List {
    let (asked, known) = match (first, second) {
        (List::Bits(a, _), List::Bits(b, _)) => {
            return List::from_bits(a.iter().zip(b.iter()).map(|(a, b)| a & b).collect());
        }
        (List::Bits(..), other) => (other, first),
        (other, List::Bits(..)) => (other, second),
        _ if first.len() <= second.len() => (first, second),
        _ => (second, first),
    };
    let mut probe = known.probe();
    asked.filter(|doc| probe.has(doc))
}

/// Documents that are in any of the lists, in a segment of this size.
pub(crate) fn union(mut lists: Vec<List>, documents: u32) -> List {
    lists.retain(|list| !list.is_empty());
    match lists.len() {
        0 => return List::empty(),
        1 => return lists.remove(0),
        _ => {}
    }
    let mut words = vec![0; bits::words_for(documents)];
    for list in &lists {
        match list {
            List::Docs(docs) => docs.iter().for_each(|doc| bits::set(&mut words, *doc)),
            List::Halves(halves) => halves.each(|doc| {
                bits::set(&mut words, doc);
                true
            }),
            List::Bits(other, _) => words.iter_mut().zip(other.iter()).for_each(|(word, other)| *word |= other),
        }
    }
    let joined = List::from_bits(words);
    if List::is_dense(joined.len(), documents) { joined } else { joined.into_docs() }
}

/// Documents of the first that are not in the second.
pub(crate) fn without(from: &List, taken: &List) -> List {
    match (from, taken) {
        (List::Bits(a, _), List::Bits(b, _)) => List::from_bits(a.iter().zip(b.iter()).map(|(a, b)| a & !b).collect()),
        (List::Bits(a, _), taken) => {
            let mut words = a.to_vec();
            taken.each(|doc| {
                bits::clear(&mut words, doc);
                true
            });
            List::from_bits(words)
        }
        (List::Docs(_) | List::Halves(_), taken) => {
            let mut probe = taken.probe();
            from.filter(|doc| !probe.has(doc))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::halves;

    const SIZE: u32 = 1000;

    fn docs(step: usize) -> List {
        List::Docs((0..SIZE).step_by(step).collect())
    }

    fn as_bits(list: &List) -> List {
        let mut words = vec![0; bits::words_for(SIZE)];
        list.each(|doc| {
            bits::set(&mut words, doc);
            true
        });
        List::from_bits(words)
    }

    fn in_halves(list: &List) -> List {
        let mut builder = halves::Builder::with_capacity(0);
        builder.extend(&members(list));
        List::Halves(builder.finish())
    }

    fn forms(step: usize) -> [List; 3] {
        let list = docs(step);
        [as_bits(&list), in_halves(&list), list]
    }

    fn members(list: &List) -> Vec<u32> {
        let mut found = Vec::new();
        list.each(|doc| {
            found.push(doc);
            true
        });
        found
    }

    #[test]
    fn all_forms_give_the_same_answers() {
        let six: Vec<u32> = (0..SIZE).step_by(6).collect();
        for two in forms(2) {
            for three in forms(3) {
                let met = intersect(vec![two.clone(), three.clone()]).expect("two lists");
                assert_eq!(members(&met), six);
                assert_eq!((met.len(), two.len(), three.len()), (six.len() as u32, 500, 334));
                let joined = union(vec![two.clone(), three.clone()], SIZE);
                assert_eq!(joined.len(), 500 + 334 - 167);
                assert_eq!(members(&without(&two, &three)).len(), 500 - 167);
            }
        }
    }

    #[test]
    fn probes_skip_ahead_without_losing_documents() {
        for list in forms(7) {
            let mut probe = list.probe();
            let found: Vec<u32> = (0..SIZE).filter(|doc| probe.has(*doc)).collect();
            assert_eq!(found, members(&list));
        }
    }

    #[test]
    fn everything_has_no_bit_beyond_the_end() {
        assert_eq!(members(&List::all(70)).last(), Some(&69));
        assert_eq!(
            bits::count(match &List::all(70) {
                List::Bits(words, _) => words,
                List::Docs(_) | List::Halves(_) => &[],
            }),
            70
        );
    }
}
