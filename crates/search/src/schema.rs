//! The fields of the index and the name of its version. A change here makes another directory name, and so a new
//! index.

use tantivy::schema::{
    Field, INDEXED, IndexRecordOption, NumericOptions, STORED, Schema, SchemaBuilder, TextFieldIndexing, TextOptions,
};

/// Counts changes of the fields below, of the facet terms that filters ask for, of what is counted, of what stands in a
/// card, and of what a commit says beside its documents.
const SCHEMA_VERSION: u32 = 5;

/// Name of the tokenizer that only splits at blanks: texts arrive already analysed.
pub(crate) const BLANKS: &str = "blanks";

/// Name of the directory that an index of this build lives in.
///
/// Carries the version of the fields and of the analyser: an index made by another build is never opened by mistake.
#[must_use]
pub fn index_version() -> String {
    format!("postings-s{SCHEMA_VERSION}-a{}", sanviec_text::ANALYSER_VERSION)
}

/// Kinds of terms that a query can ask for.
///
/// `Head` is the title, `All` every text of the posting. `Exact` terms come from texts typed with marks, `Bare` ones
/// from texts typed without any, `Folded` ones from both; `Pair` terms are two neighbouring syllables, folded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Kind {
    HeadExact,
    HeadFolded,
    HeadBare,
    HeadPair,
    HeadExactPair,
    HeadConcept,
    AllExact,
    AllFolded,
    AllBare,
    AllPair,
    Concept,
    Skill,
    Facet,
}

impl Kind {
    pub(crate) const ALL: [Self; 13] = [
        Self::HeadExact,
        Self::HeadFolded,
        Self::HeadBare,
        Self::HeadPair,
        Self::HeadExactPair,
        Self::HeadConcept,
        Self::AllExact,
        Self::AllFolded,
        Self::AllBare,
        Self::AllPair,
        Self::Concept,
        Self::Skill,
        Self::Facet,
    ];

    const fn name(self) -> &'static str {
        match self {
            Self::HeadExact => "head_exact",
            Self::HeadFolded => "head_folded",
            Self::HeadBare => "head_bare",
            Self::HeadPair => "head_pair",
            Self::HeadExactPair => "head_exact_pair",
            Self::HeadConcept => "head_concept",
            Self::AllExact => "all_exact",
            Self::AllFolded => "all_folded",
            Self::AllBare => "all_bare",
            Self::AllPair => "all_pair",
            Self::Concept => "concept",
            Self::Skill => "skill",
            Self::Facet => "facet",
        }
    }
}

/// Fast columns, one number a document each.
pub(crate) mod column {
    pub(crate) const ALL: [&str; 9] = [POSTED, ID_HIGH, ID_LOW, VERSION, PAY, PACKED, BUCKETS, COMMUNES, PROVINCES];
    /// Posted at, seconds since 1970; documents of a segment are sorted by it, newest first.
    pub(crate) const POSTED: &str = "posted";
    pub(crate) const ID_HIGH: &str = "id_high";
    pub(crate) const ID_LOW: &str = "id_low";
    pub(crate) const VERSION: &str = "version";
    /// Pay: low in the upper, high in the lower 32 bits, in thousand dong a month.
    pub(crate) const PAY: &str = "pay";
    /// See `document::pack`.
    pub(crate) const PACKED: &str = "packed";
    /// Values of the counted dimensions, one byte each.
    pub(crate) const BUCKETS: &str = "buckets";
    /// Dense commune numbers of a posting with several workplaces.
    pub(crate) const COMMUNES: &str = "communes";
    /// Province buckets of a posting in several provinces.
    pub(crate) const PROVINCES: &str = "provinces";
}

/// The fields of the index.
#[derive(Clone)]
pub(crate) struct Fields {
    pub(crate) schema: Schema,
    /// Key by which a document is replaced: 16 bytes.
    pub(crate) id: Field,
    /// What a list shows of a posting, made and read by the caller.
    pub(crate) card: Field,
    terms: [Field; Kind::ALL.len()],
    numbers: Vec<(&'static str, Field)>,
}

impl Fields {
    pub(crate) fn new() -> Self {
        let mut builder = SchemaBuilder::new();
        let id = builder.add_bytes_field("id", INDEXED);
        let card = builder.add_bytes_field("card", STORED);
        let terms = Kind::ALL.map(|kind| builder.add_text_field(kind.name(), term_options()));
        let numbers = column::ALL
            .into_iter()
            .map(|name| (name, builder.add_u64_field(name, NumericOptions::default().set_fast())))
            .collect();
        Self { schema: builder.build(), id, card, terms, numbers }
    }

    pub(crate) fn terms(&self, kind: Kind) -> Field {
        self.terms[kind as usize]
    }

    pub(crate) fn number(&self, name: &str) -> Field {
        self.numbers
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, field)| *field)
            .expect("every column is declared")
    }
}

fn term_options() -> TextOptions {
    let indexing = TextFieldIndexing::default()
        .set_tokenizer(BLANKS)
        .set_index_option(IndexRecordOption::Basic)
        .set_fieldnorms(false);
    TextOptions::default().set_indexing_options(indexing)
}
