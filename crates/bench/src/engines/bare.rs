//! Bare tantivy in process, as well as it can be written: one text field in which the words of the title stand several
//! times, filters inside the intersection, one pass for the best 20, the exact total and the facets.

use crate::asked::{self, Asking};
use crate::engine::{Answer, Engine, Session};
use crate::engines::conditions::{Condition, PAY, POSTED};
use crate::engines::pass::{BUCKETS, Collected, HAS_MORE, MORE, Pass};
use crate::engines::tantivy_index::{Filling, matched, scored};
use crate::words::{DocumentTerms, FEW, Node, Plans};
use crate::{Failure, process};
use sanviec_search::{Filter, PostingDoc};
use std::path::Path;
use tantivy::query::{AllQuery, BooleanQuery, ConstScoreQuery, Occur, Query, TermQuery, TermSetQuery};
use tantivy::schema::{Field, IndexRecordOption, NumericOptions, SchemaBuilder};
use tantivy::{Searcher, TantivyDocument, Term};

/// How often the words of the title and of the skills stand in the text.
const TITLE: usize = 5;
const SKILLS: usize = 2;

#[derive(Clone, Copy)]
struct Fields {
    text: Field,
    facet: Field,
    posted: Field,
    pay: Field,
    buckets: Field,
    more: Field,
    id: Field,
}

/// The index while it is filled.
pub(crate) struct BareFilling {
    fields: Fields,
    filling: Filling,
}

impl BareFilling {
    pub(crate) fn begin(folder: &Path) -> Result<Self, Failure> {
        let mut schema = SchemaBuilder::new();
        let fast = || NumericOptions::default().set_fast();
        let fields = Fields {
            text: schema.add_text_field("text", scored()),
            facet: schema.add_text_field("facet", matched()),
            posted: schema.add_u64_field(POSTED, fast()),
            pay: schema.add_u64_field(PAY, fast()),
            buckets: schema.add_u64_field(BUCKETS, fast()),
            more: schema.add_u64_field(MORE, fast()),
            id: schema.add_u64_field("id", fast()),
        };
        Ok(Self { fields, filling: Filling::begin(folder, schema.build())? })
    }

    pub(crate) fn add(&self, doc: &PostingDoc, terms: &DocumentTerms) -> Result<(), Failure> {
        let fields = &self.fields;
        let mut made = TantivyDocument::new();
        (0..TITLE).for_each(|_| made.add_text(fields.text, &terms.title));
        (0..SKILLS).for_each(|_| made.add_text(fields.text, &terms.skills));
        made.add_text(fields.text, &terms.body);
        made.add_text(fields.facet, doc.facets.join(" "));
        made.add_u64(fields.posted, doc.posted_s);
        made.add_u64(fields.pay, u64::from(doc.pay_high_k));
        let several = if doc.more_buckets.len() > 1 { HAS_MORE } else { 0 };
        made.add_u64(fields.buckets, u64::from(u32::from_le_bytes(doc.buckets)) | several);
        doc.more_buckets.iter().skip(1).for_each(|value| made.add_u64(fields.more, u64::from(*value)));
        made.add_u64(fields.id, doc.id as u64);
        self.filling.add(made)
    }

    pub(crate) fn finish(self) -> Result<Bare, Failure> {
        Ok(Bare { searcher: self.filling.finish()?, fields: self.fields })
    }
}

/// The index as it is searched.
#[derive(Clone)]
pub(crate) struct Bare {
    searcher: Searcher,
    fields: Fields,
}

impl Engine for Bare {
    fn name(&self) -> &'static str {
        "bare tantivy"
    }

    fn session(&self) -> Result<Box<dyn Session>, Failure> {
        Ok(Box::new(self.clone()))
    }

    fn cpu_ms(&self) -> f64 {
        process::own_cpu_ms()
    }
}

impl Session for Bare {
    fn answer(&mut self, asking: &Asking) -> Result<Answer, Failure> {
        let plans = Plans::of(&asking.words);
        let mut found = self.search(&plans.first, asking)?;
        if let Some(fallback) = plans.fallback.filter(|_| found.total() < FEW) {
            found = self.search(&fallback, asking)?;
        }
        match asking.literal.as_deref().filter(|_| found.total() == 0) {
            Some(literal) => self.answer(literal),
            None => Ok(found.into_answer()),
        }
    }
}

impl Bare {
    fn search(&self, words: &[Node], asking: &Asking) -> Result<Collected, Failure> {
        let scored = words.iter().map(|node| (Occur::Must, self.node(node)));
        let filters = asking.filters.iter().map(|filter| (Occur::Must, self.filter(filter)));
        let parts: Vec<(Occur, Box<dyn Query>)> = scored.chain(filters).collect();
        let query: Box<dyn Query> =
            if parts.is_empty() { Box::new(AllQuery) } else { Box::new(BooleanQuery::new(parts)) };
        // Without words the order is that of the documents: newest first.
        let pass = Pass { facets: asking.facets, by_score: !words.is_empty() };
        Ok(self.searcher.search(&query, &pass)?)
    }

    fn node(&self, node: &Node) -> Box<dyn Query> {
        let all = |occur: Occur, parts: &[Node]| -> Box<dyn Query> {
            Box::new(BooleanQuery::new(parts.iter().map(|part| (occur, self.node(part))).collect()))
        };
        match node {
            Node::Term(term) => {
                Box::new(TermQuery::new(Term::from_field_text(self.fields.text, term), IndexRecordOption::WithFreqs))
            }
            Node::And(parts) => all(Occur::Must, parts),
            Node::Or(parts) => all(Occur::Should, parts),
        }
    }

    fn filter(&self, filter: &Filter) -> Box<dyn Query> {
        let query: Box<dyn Query> = match filter {
            Filter::Any(_) | Filter::Place { .. } => self.terms(&asked::terms_of(filter).unwrap_or_default()),
            Filter::PayAtLeastK(least) => Box::new(Condition::PayAtLeastK(u64::from(*least))),
            Filter::PostedSinceS(since) => Box::new(Condition::PostedSinceS(*since)),
            // No query of the generator asks for it.
            Filter::DeadlineFromDay(_) => Box::new(AllQuery),
        };
        Box::new(ConstScoreQuery::new(query, 0.0))
    }

    /// One term is read as it goes; of many a set is made first.
    fn terms(&self, terms: &[String]) -> Box<dyn Query> {
        let term = |text: &String| Term::from_field_text(self.fields.facet, text);
        match terms {
            [only] => Box::new(TermQuery::new(term(only), IndexRecordOption::Basic)),
            many => Box::new(TermSetQuery::new(many.iter().map(term))),
        }
    }
}
