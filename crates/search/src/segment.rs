//! One segment of the index as queries read it: term lists, the packed numbers of its documents, who is still alive.

use crate::bits;
use crate::document::{BUCKETS, NO_COMMUNE, unpack};
use crate::halves;
use crate::lists::List;
use crate::schema::{Fields, Kind, column};
use foldhash::fast::RandomState;
use std::collections::HashMap;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use tantivy::error::DataCorruption;
use tantivy::index::SegmentId;
use tantivy::schema::IndexRecordOption;
use tantivy::store::StoreReader;
use tantivy::{COLLECT_BLOCK_BUFFER_LEN, DocSet, SegmentReader, Term};

/// Bytes of remembered lists for each document of the segment.
const BYTES_PER_DOCUMENT: usize = 300;
/// What a remembered list costs beside its documents: the key, its place in the map, the counts of the shared memory.
const BYTES_PER_LIST: usize = 120;
/// Asks that are told apart when room is made: more count like this many.
const OFTEN: usize = 7;
const STORE_BLOCKS: usize = 64;

/// What does not change as long as the segment exists.
pub(crate) struct Packed {
    /// Seconds since 1970, falling from document to document.
    pub(crate) posted: Vec<u32>,
    pub(crate) ids: Vec<u128>,
    /// Low and high pay, thousand dong a month.
    pub(crate) pay: Vec<(u32, u32)>,
    pub(crate) deadlines: Vec<u16>,
    /// The commune, [`NO_COMMUNE`], or [`SEVERAL`].
    communes: Vec<u16>,
    pub(crate) title_words: Vec<u8>,
    pub(crate) buckets: Vec<[u8; BUCKETS]>,
    /// Communes of postings with several workplaces.
    more_communes: HashMap<u32, Box<[u16]>>,
    /// First-dimension values of postings that have several.
    pub(crate) more_buckets: HashMap<u32, Box<[u8]>>,
}

/// One segment. Lists that were read stay, because a segment never changes but for its deletions.
pub(crate) struct Segment {
    reader: SegmentReader,
    fields: Fields,
    pub(crate) packed: Arc<Packed>,
    /// Bits of documents not deleted; `None` when none is.
    alive: Option<List>,
    lists: Arc<RwLock<Remembered>>,
    store: StoreReader,
}

/// Stands for a commune where a posting has several, so that only those few are looked up.
const SEVERAL: u16 = NO_COMMUNE - 1;

#[derive(Default)]
struct Remembered {
    lists: [HashMap<Box<str>, Kept, RandomState>; Kind::ALL.len()],
    bytes: usize,
}

/// A remembered list, and how often it was asked for, up to [`OFTEN`]; half of it each time that room is made.
struct Kept {
    list: List,
    asked: AtomicU8,
}

impl Kept {
    fn bytes(&self) -> usize {
        self.list.weight() + BYTES_PER_LIST
    }

    fn asks(&self) -> usize {
        usize::from(self.asked.load(Ordering::Relaxed)).min(OFTEN)
    }

    /// Two who ask at once may count as one.
    fn ask(&self) -> List {
        self.asked.store((self.asks() + 1) as u8, Ordering::Relaxed);
        self.list.clone()
    }
}

impl Remembered {
    fn all(&self) -> impl Iterator<Item = &Kept> {
        self.lists.iter().flat_map(HashMap::values)
    }

    /// Keeps what was asked for most, as much of it as fills half of the room.
    fn make_room(&mut self, limit: usize) {
        let mut by_asks = [0; OFTEN + 1];
        self.all().for_each(|kept| by_asks[kept.asks()] += kept.bytes());
        let (mut least, mut bytes) = (OFTEN + 1, 0);
        while least > 0 && bytes + by_asks[least - 1] <= limit / 2 {
            least -= 1;
            bytes += by_asks[least];
        }
        for lists in &mut self.lists {
            lists.retain(|_, kept| kept.asks() >= least);
            lists.values().for_each(|kept| kept.asked.store((kept.asks() / 2) as u8, Ordering::Relaxed));
        }
        self.bytes = bytes;
    }
}

impl Segment {
    /// Opens a segment, taking over what an earlier view of the same segment had already read.
    pub(crate) fn open(reader: &SegmentReader, fields: &Fields, earlier: Option<&Self>) -> tantivy::Result<Self> {
        let (packed, lists) = match earlier {
            Some(earlier) => (earlier.packed.clone(), earlier.lists.clone()),
            None => (Arc::new(Packed::read(reader)?), Arc::default()),
        };
        let alive = reader.alive_bitset().map(|alive| {
            let mut words = vec![0; bits::words_for(reader.max_doc())];
            alive.iter_alive().for_each(|doc| bits::set(&mut words, doc));
            List::from_bits(words)
        });
        let store = reader.get_store_reader(STORE_BLOCKS)?;
        Ok(Self { reader: reader.clone(), fields: fields.clone(), packed, alive, lists, store })
    }

    pub(crate) fn id(&self) -> SegmentId {
        self.reader.segment_id()
    }

    /// Documents of the segment, deleted ones included.
    pub(crate) fn size(&self) -> u32 {
        self.reader.max_doc()
    }

    pub(crate) fn alive(&self) -> List {
        self.alive.clone().unwrap_or_else(|| List::all(self.size()))
    }

    /// Only what is not deleted.
    pub(crate) fn keep_alive(&self, list: List) -> List {
        match &self.alive {
            None => list,
            Some(alive) => crate::lists::intersect(vec![list, alive.clone()]).unwrap_or_else(List::empty),
        }
    }

    /// Documents that hold a term.
    pub(crate) fn list(&self, kind: Kind, term: &str) -> tantivy::Result<List> {
        let remembered = self.lists.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(kept) = remembered.lists[kind as usize].get(term) {
            return Ok(kept.ask());
        }
        drop(remembered);
        let list = self.read_list(kind, term)?;
        self.remember(kind, term, &list);
        Ok(list)
    }

    fn read_list(&self, kind: Kind, term: &str) -> tantivy::Result<List> {
        let field = self.fields.terms(kind);
        let inverted = self.reader.inverted_index(field)?;
        let Some(info) = inverted.get_term_info(&Term::from_field_text(field, term))? else {
            return Ok(List::empty());
        };
        let mut postings = inverted.read_postings_from_terminfo(&info, IndexRecordOption::Basic)?;
        let mut block = [0; COLLECT_BLOCK_BUFFER_LEN];
        let mut take = |visit: &mut dyn FnMut(&[u32])| {
            while let count @ 1.. = postings.fill_buffer(&mut block) {
                visit(&block[..count]);
            }
        };
        if List::is_dense(info.doc_freq, self.size()) {
            let mut words = vec![0; bits::words_for(self.size())];
            take(&mut |docs| docs.iter().for_each(|doc| bits::set(&mut words, *doc)));
            return Ok(List::from_bits(words));
        }
        let mut found = halves::Builder::with_capacity(info.doc_freq as usize);
        take(&mut |docs| found.extend(docs));
        Ok(List::Halves(found.finish()))
    }

    /// Keeps a list for the next query, within the segment's share of memory.
    fn remember(&self, kind: Kind, term: &str, list: &List) {
        let kept = Kept { list: list.clone(), asked: AtomicU8::new(1) };
        let limit = self.size() as usize * BYTES_PER_DOCUMENT;
        let mut remembered = self.lists.write().unwrap_or_else(PoisonError::into_inner);
        if remembered.bytes + kept.bytes() > limit {
            remembered.make_room(limit);
        }
        remembered.bytes += kept.bytes();
        if let Some(same) = remembered.lists[kind as usize].insert(Box::from(term), kept) {
            remembered.bytes -= same.bytes();
        }
    }

    /// Whether a living document holds a term. Not remembered: whoever asks goes through all terms.
    pub(crate) fn is_held(&self, kind: Kind, term: &str) -> tantivy::Result<bool> {
        Ok(self.alive.is_none() || !self.keep_alive(self.read_list(kind, term)?).is_empty())
    }

    /// Number of documents that hold a term, deleted ones included.
    pub(crate) fn frequency(&self, kind: Kind, term: &str) -> tantivy::Result<u32> {
        let field = self.fields.terms(kind);
        self.reader.inverted_index(field)?.doc_freq(&Term::from_field_text(field, term)).map_err(Into::into)
    }

    /// Calls for every term of a kind with the number of documents that hold it.
    pub(crate) fn each_term(&self, kind: Kind, mut visit: impl FnMut(&str, u32)) -> tantivy::Result<()> {
        let inverted = self.reader.inverted_index(self.fields.terms(kind))?;
        let mut stream = inverted.terms().stream()?;
        while stream.advance() {
            if let Ok(term) = std::str::from_utf8(stream.key()) {
                visit(term, stream.value().doc_freq);
            }
        }
        Ok(())
    }

    /// The bytes that the caller stored for its lists.
    pub(crate) fn card(&self, doc: u32) -> tantivy::Result<Vec<u8>> {
        use tantivy::schema::Value;
        let stored: tantivy::TantivyDocument = self.store.get(doc)?;
        let card = stored.get_first(self.fields.card).and_then(|value| value.as_bytes()).map(<[u8]>::to_vec);
        card.ok_or_else(|| DataCorruption::comment_only("a document has no card").into())
    }

    /// Version of the row that a document was made from.
    pub(crate) fn versions(&self) -> tantivy::Result<Vec<u64>> {
        read_column(&self.reader, column::VERSION)
    }
}

fn read_column(reader: &SegmentReader, name: &str) -> tantivy::Result<Vec<u64>> {
    let column = reader.fast_fields().column_first_or_default::<u64>(name)?;
    let mut values = vec![0; reader.max_doc() as usize];
    column.get_range(0, &mut values);
    Ok(values)
}

impl Packed {
    fn read(reader: &SegmentReader) -> tantivy::Result<Self> {
        let high = read_column(reader, column::ID_HIGH)?;
        let low = read_column(reader, column::ID_LOW)?;
        let packed = read_column(reader, column::PACKED)?;
        let buckets = read_column(reader, column::BUCKETS)?;
        let more_communes = read_several(reader, column::COMMUNES, |value| value as u16)?;
        let mut communes: Vec<u16> = packed.iter().map(|value| unpack(*value).1).collect();
        more_communes.keys().for_each(|doc| communes[*doc as usize] = SEVERAL);
        Ok(Self {
            posted: read_column(reader, column::POSTED)?.into_iter().map(|value| value as u32).collect(),
            ids: high.into_iter().zip(low).map(|(high, low)| u128::from(high) << 64 | u128::from(low)).collect(),
            pay: read_column(reader, column::PAY)?.into_iter().map(|pay| ((pay >> 32) as u32, pay as u32)).collect(),
            deadlines: packed.iter().map(|value| unpack(*value).0).collect(),
            communes,
            title_words: packed.iter().map(|value| unpack(*value).2).collect(),
            buckets: buckets.into_iter().map(|value| (value as u32).to_le_bytes()).collect(),
            more_communes,
            more_buckets: read_several(reader, column::PROVINCES, |value| value as u8)?,
        })
    }

    /// Every commune of a document.
    pub(crate) fn communes_of(&self, doc: u32) -> &[u16] {
        let first = &self.communes[doc as usize];
        match *first {
            NO_COMMUNE => &[],
            SEVERAL => self.more_communes.get(&doc).map_or(&[], |several| several),
            _ => std::slice::from_ref(first),
        }
    }
}

/// A column that few documents have and that may hold several values.
fn read_several<T>(
    reader: &SegmentReader,
    name: &str,
    narrow: fn(u64) -> T,
) -> tantivy::Result<HashMap<u32, Box<[T]>>> {
    let Some(column) = reader.fast_fields().column_opt::<u64>(name)? else {
        return Ok(HashMap::new());
    };
    let mut found = HashMap::new();
    for doc in 0..reader.max_doc() {
        let values: Box<[T]> = column.values_for_doc(doc).map(narrow).collect();
        if !values.is_empty() {
            found.insert(doc, values);
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(asks: u8) -> Kept {
        Kept { list: List::Docs((0..100).collect()), asked: AtomicU8::new(asks) }
    }

    #[test]
    fn room_is_made_by_forgetting_what_is_asked_for_least() {
        let mut remembered = Remembered::default();
        for (number, asks) in [1, 7, 3, 1, 6, 2].into_iter().enumerate() {
            remembered.lists[Kind::Facet as usize].insert(number.to_string().into(), kept(asks));
        }
        let one = kept(1).bytes();
        remembered.make_room(one * 6);
        let lists = &remembered.lists[Kind::Facet as usize];
        let mut names: Vec<&str> = lists.keys().map(AsRef::as_ref).collect();
        names.sort_unstable();
        assert_eq!((names, remembered.bytes), (vec!["1", "2", "4"], one * 3));
        assert_eq!(lists["1"].asks(), 3, "what was asked long ago counts for less");
        remembered.make_room(one * 6);
        assert_eq!(remembered.bytes, one * 3, "nothing goes where there is room");
        remembered.make_room(one);
        assert_eq!((remembered.all().count(), remembered.bytes), (0, 0));
    }

    #[test]
    fn asks_are_counted_up_to_often() {
        let kept = kept(0);
        (0..300).for_each(|_| drop(kept.ask()));
        assert_eq!(kept.asks(), OFTEN);
    }
}
