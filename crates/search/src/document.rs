//! What is indexed of a posting: texts in, terms and packed numbers out.

use crate::analysis;
use crate::schema::{Fields, Kind, column};
use tantivy::TantivyDocument;
use tantivy::schema::Field;

/// Number of facet dimensions that are counted over a result.
pub const BUCKETS: usize = 4;

/// One live posting as the index needs it. What the numbers mean is the caller's affair.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PostingDoc {
    /// Id of the posting, as the number that its 16 bytes make (big endian).
    pub id: u128,
    /// Version of the row in the store.
    pub version: u64,
    /// When it was posted, seconds since 1970.
    pub posted_s: u64,
    /// Title, as written.
    pub title: String,
    /// Names of skills, as written.
    pub skills: Vec<String>,
    /// Every other text, in any order: what the employer wrote, the employer's name, other names. Texts of different
    /// hands stand apart, because one is typed with marks and another without.
    pub body: Vec<String>,
    /// Terms that filters ask for (`p:79`, `c:26734`, `o:7`, …).
    pub facets: Vec<String>,
    /// One value for each counted dimension; 255 means none.
    pub buckets: [u8; BUCKETS],
    /// Values of the first dimension when there are several.
    pub more_buckets: Vec<u8>,
    /// Pay in thousand dong a month; 0 and 0 when it is agreed or unknown.
    pub pay_low_k: u32,
    /// The upper end; the same as the lower one when one amount is stated.
    pub pay_high_k: u32,
    /// Last day, as days since 1970; 0 when none is stated.
    pub deadline_day: u16,
    /// Dense numbers of the communes where the work is.
    pub communes: Vec<u16>,
    /// What a list shows of it; bytes that only the caller reads.
    pub card: Vec<u8>,
}

/// What became of a posting since the last commit.
#[derive(Clone, Debug)]
pub enum Change {
    /// It is live in this form.
    Live(Box<PostingDoc>),
    /// It is no longer live.
    Gone(u128),
}

impl Change {
    pub(crate) const fn id(&self) -> u128 {
        match self {
            Self::Live(doc) => doc.id,
            Self::Gone(id) => *id,
        }
    }
}

/// Commune number of a posting that names none.
pub(crate) const NO_COMMUNE: u16 = u16::MAX;

/// Deadline in the upper 16 bits, then the first commune, then the number of words of the title, then its flags.
fn pack(doc: &PostingDoc) -> u64 {
    let commune = doc.communes.first().copied().unwrap_or(NO_COMMUNE);
    let words = sanviec_text::tokens(&doc.title).len().min(255) as u64;
    u64::from(doc.deadline_day) << 48 | u64::from(commune) << 32 | words
}

/// Taken apart again: deadline day, commune, words of the title.
pub(crate) const fn unpack(packed: u64) -> (u16, u16, u8) {
    ((packed >> 48) as u16, (packed >> 32) as u16, packed as u8)
}

/// Counted values as one number.
pub(crate) fn buckets_of(doc: &PostingDoc) -> u32 {
    u32::from_le_bytes(doc.buckets)
}

/// The document that tantivy stores.
pub(crate) fn to_tantivy(fields: &Fields, doc: &PostingDoc) -> TantivyDocument {
    let mut made = TantivyDocument::new();
    made.add_bytes(fields.id, &doc.id.to_be_bytes());
    made.add_bytes(fields.card, &doc.card);
    let mut texts = analysis::DocumentTerms::default();
    texts.add_head(&doc.title);
    for skill in &doc.skills {
        texts.add_skill(skill);
    }
    for text in &doc.body {
        texts.add_body(text);
    }
    for (kind, text) in texts.finish() {
        made.add_text(fields.terms(kind), text);
    }
    add_words(&mut made, fields.terms(Kind::Facet), &doc.facets);
    add_numbers(&mut made, fields, doc);
    made
}

fn add_words(made: &mut TantivyDocument, field: Field, words: &[String]) {
    if !words.is_empty() {
        made.add_text(field, words.join(" "));
    }
}

fn add_numbers(made: &mut TantivyDocument, fields: &Fields, doc: &PostingDoc) {
    let numbers = [
        (column::POSTED, doc.posted_s),
        (column::ID_HIGH, (doc.id >> 64) as u64),
        (column::ID_LOW, doc.id as u64),
        (column::VERSION, doc.version),
        (column::PAY, u64::from(doc.pay_low_k) << 32 | u64::from(doc.pay_high_k)),
        (column::PACKED, pack(doc)),
        (column::BUCKETS, u64::from(buckets_of(doc))),
    ];
    for (name, value) in numbers {
        made.add_u64(fields.number(name), value);
    }
    if doc.communes.len() > 1 {
        doc.communes.iter().for_each(|commune| made.add_u64(fields.number(column::COMMUNES), u64::from(*commune)));
    }
    doc.more_buckets.iter().for_each(|value| made.add_u64(fields.number(column::PROVINCES), u64::from(*value)));
}
