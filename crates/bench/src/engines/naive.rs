//! Tantivy as it is often written first: three fields that are asked one by one, and everything but the words looked
//! at only after a document was scored, the distance by its formula.

use crate::asked::{self, Asking};
use crate::engine::{Answer, Engine, Session};
use crate::engines::conditions::{PAY, POSTED};
use crate::engines::pass::{BUCKETS, HAS_MORE, MORE, Pass, SegmentPass};
use crate::engines::tantivy_index::{Filling, scored};
use crate::words::{DocumentTerms, FEW, Node, Plans};
use crate::{Failure, process};
use sanviec_reference::unit;
use sanviec_search::{Filter, PostingDoc};
use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::Column;
use tantivy::query::{AllQuery, BooleanQuery, BoostQuery, Occur, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption, NumericOptions, SchemaBuilder};
use tantivy::{DocId, Score, Searcher, SegmentOrdinal, SegmentReader, TantivyDocument, Term};

const TEXTS: [(&str, Score); 3] = [("title", 5.0), ("skills", 2.0), ("body", 1.0)];
const FACET: &str = "facet";
/// Dense numbers of communes; their points are in a table.
const COMMUNE: &str = "commune";

/// The index while it is filled.
pub(crate) struct NaiveFilling {
    texts: [Field; 3],
    numbers: [Field; 6],
    filling: Filling,
}

impl NaiveFilling {
    pub(crate) fn begin(folder: &Path) -> Result<Self, Failure> {
        let mut schema = SchemaBuilder::new();
        let texts = TEXTS.map(|(name, _)| schema.add_text_field(name, scored()));
        let names = [POSTED, PAY, BUCKETS, MORE, FACET, COMMUNE];
        let numbers = names.map(|name| schema.add_u64_field(name, NumericOptions::default().set_fast()));
        Ok(Self { texts, numbers, filling: Filling::begin(folder, schema.build())? })
    }

    pub(crate) fn add(&self, doc: &PostingDoc, terms: &DocumentTerms) -> Result<(), Failure> {
        let mut made = TantivyDocument::new();
        for (field, text) in self.texts.iter().zip([&terms.title, &terms.skills, &terms.body]) {
            made.add_text(*field, text);
        }
        let [posted, pay, buckets, more, facet, commune] = self.numbers;
        made.add_u64(posted, doc.posted_s);
        made.add_u64(pay, u64::from(doc.pay_high_k));
        let several = if doc.more_buckets.len() > 1 { HAS_MORE } else { 0 };
        made.add_u64(buckets, u64::from(u32::from_le_bytes(doc.buckets)) | several);
        doc.more_buckets.iter().skip(1).for_each(|value| made.add_u64(more, u64::from(*value)));
        doc.facets.iter().for_each(|term| made.add_u64(facet, hash(term)));
        doc.communes.iter().for_each(|dense| made.add_u64(commune, u64::from(*dense)));
        self.filling.add(made)
    }

    pub(crate) fn finish(self) -> Result<Naive, Failure> {
        Ok(Naive { searcher: self.filling.finish()?, texts: self.texts })
    }
}

fn hash(term: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    term.hash(&mut hasher);
    hasher.finish()
}

/// The index as it is searched.
#[derive(Clone)]
pub(crate) struct Naive {
    searcher: Searcher,
    texts: [Field; 3],
}

impl Engine for Naive {
    fn name(&self) -> &'static str {
        "naive tantivy"
    }

    fn session(&self) -> Result<Box<dyn Session>, Failure> {
        Ok(Box::new(self.clone()))
    }

    fn cpu_ms(&self) -> f64 {
        process::own_cpu_ms()
    }
}

impl Session for Naive {
    fn answer(&mut self, asking: &Asking) -> Result<Answer, Failure> {
        let plans = Plans::of(&asking.words);
        let mut found = self.search(&plans.first, asking)?;
        if let Some(fallback) = plans.fallback.filter(|_| found.total < FEW) {
            found = self.search(&fallback, asking)?;
        }
        Ok(found)
    }
}

impl Naive {
    fn search(&self, words: &[Node], asking: &Asking) -> Result<Answer, Failure> {
        let parts: Vec<_> = words.iter().map(|node| (Occur::Must, self.node(node))).collect();
        let query: Box<dyn Query> =
            if parts.is_empty() { Box::new(AllQuery) } else { Box::new(BooleanQuery::new(parts)) };
        let pass = Pass { facets: asking.facets, by_score: !words.is_empty() };
        Ok(self.searcher.search(&query, &Afterwards { pass, conditions: Condition::of(asking) })?.into_answer())
    }

    fn node(&self, node: &Node) -> Box<dyn Query> {
        let all = |occur: Occur, parts: &[Node]| -> Box<dyn Query> {
            Box::new(BooleanQuery::new(parts.iter().map(|part| (occur, self.node(part))).collect()))
        };
        match node {
            Node::Term(term) => {
                let fields = self.texts.iter().zip(TEXTS).map(|(field, (_, boost))| {
                    let query = TermQuery::new(Term::from_field_text(*field, term), IndexRecordOption::WithFreqs);
                    (Occur::Should, Box::new(BoostQuery::new(Box::new(query), boost)) as Box<dyn Query>)
                });
                Box::new(BooleanQuery::new(fields.collect()))
            }
            Node::And(parts) => all(Occur::Must, parts),
            Node::Or(parts) => all(Occur::Should, parts),
        }
    }
}

/// What is looked at after scoring.
#[derive(Clone)]
enum Condition {
    Any(HashSet<u64>),
    Within((i32, i32), f64),
    PayAtLeast(u64),
    PostedSince(u64),
}

impl Condition {
    fn of(asking: &Asking) -> Vec<Self> {
        let filters = asking.filters.iter().filter_map(|filter| match (filter, asking.around) {
            (Filter::Place { .. }, Some((point, km))) => Some(Self::Within(point, f64::from(km))),
            (Filter::Any(_) | Filter::Place { .. }, _) => {
                Some(Self::Any(asked::terms_of(filter)?.iter().map(|term| hash(term)).collect()))
            }
            (Filter::PayAtLeastK(least), _) => Some(Self::PayAtLeast(u64::from(*least))),
            (Filter::PostedSinceS(since), _) => Some(Self::PostedSince(*since)),
            (Filter::DeadlineFromDay(_), _) => None,
        });
        filters.collect()
    }

    fn holds(&self, columns: &[Column<u64>; 4], doc: DocId) -> bool {
        let [posted, pay, facet, commune] = columns;
        match self {
            Self::Any(wanted) => facet.values_for_doc(doc).any(|term| wanted.contains(&term)),
            Self::Within(point, km) => commune.values_for_doc(doc).any(|dense| {
                unit::communes().get(dense as usize).is_some_and(|unit| unit::distance_km(*point, unit.point) <= *km)
            }),
            Self::PayAtLeast(least) => pay.first(doc).is_some_and(|pay| pay >= *least),
            Self::PostedSince(since) => posted.first(doc).is_some_and(|posted| posted >= *since),
        }
    }
}

/// The pass behind conditions.
struct Afterwards {
    pass: Pass,
    conditions: Vec<Condition>,
}

impl Collector for Afterwards {
    type Fruit = <Pass as Collector>::Fruit;
    type Child = SegmentAfterwards;

    fn for_segment(&self, ordinal: SegmentOrdinal, reader: &SegmentReader) -> tantivy::Result<SegmentAfterwards> {
        let column = |name| reader.fast_fields().u64(name);
        Ok(SegmentAfterwards {
            pass: self.pass.for_segment(ordinal, reader)?,
            conditions: self.conditions.clone(),
            columns: [column(POSTED)?, column(PAY)?, column(FACET)?, column(COMMUNE)?],
        })
    }

    fn requires_scoring(&self) -> bool {
        self.pass.requires_scoring()
    }

    fn merge_fruits(&self, fruits: Vec<Self::Fruit>) -> tantivy::Result<Self::Fruit> {
        self.pass.merge_fruits(fruits)
    }
}

struct SegmentAfterwards {
    pass: SegmentPass,
    conditions: Vec<Condition>,
    columns: [Column<u64>; 4],
}

impl SegmentCollector for SegmentAfterwards {
    type Fruit = <SegmentPass as SegmentCollector>::Fruit;

    fn collect(&mut self, doc: DocId, score: Score) {
        if self.conditions.iter().all(|condition| condition.holds(&self.columns, doc)) {
            self.pass.collect(doc, score);
        }
    }

    fn harvest(self) -> Self::Fruit {
        self.pass.harvest()
    }
}
