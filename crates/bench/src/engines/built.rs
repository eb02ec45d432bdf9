//! Filling what ours is compared with, from the same documents in one pass over the store.

use crate::engine::Engine;
use crate::engines::bare::{Bare, BareFilling};
use crate::engines::fts5::{Fts5, Fts5Filling};
use crate::engines::naive::{Naive, NaiveFilling};
use crate::engines::postgres::{PostgresFilling, PostgresFullText};
use crate::words::DocumentTerms;
use crate::{Failure, data, scratch};
use sanviec_app::{Actor, Clock, Locale, stream};
use sanviec_search::{Change, PostingDoc};
use std::path::Path;
use tokio::runtime::Runtime;

/// The comparisons, ready to be asked.
pub(crate) struct Built {
    pub(crate) documents: usize,
    pub(crate) bare: Bare,
    pub(crate) naive: Naive,
    pub(crate) fts5: Option<Fts5>,
    pub(crate) postgres: Option<PostgresFullText>,
}

impl Built {
    /// The engines on SQL, which are asked less.
    pub(crate) fn slow(&self) -> Vec<&dyn Engine> {
        let fts5 = self.fts5.iter().map(|engine| engine as &dyn Engine);
        fts5.chain(self.postgres.iter().map(|engine| engine as &dyn Engine)).collect()
    }
}

/// What is to be built where.
pub(crate) struct Wanted<'a> {
    /// Folder with the filled database.
    pub(crate) data: &'a Path,
    /// Folder for everything that is built.
    pub(crate) target: &'a Path,
    /// Whether SQLite FTS5 is built.
    pub(crate) fts5: bool,
    /// An empty database.
    pub(crate) postgres: Option<&'a str>,
}

struct Filling {
    documents: usize,
    bare: BareFilling,
    naive: NaiveFilling,
    fts5: Option<Fts5Filling>,
    postgres: Option<PostgresFilling>,
}

impl Filling {
    fn add(&mut self, doc: &PostingDoc) -> Result<(), Failure> {
        self.documents += 1;
        let terms = DocumentTerms::of(doc);
        self.bare.add(doc, &terms)?;
        self.naive.add(doc, &terms)?;
        self.fts5.as_mut().map_or(Ok(()), |fts5| fts5.add(doc))?;
        self.postgres.as_mut().map_or(Ok(()), |postgres| postgres.add(doc))
    }
}

/// Builds from what is live in the store, by the same path that the server's index is built from.
pub(crate) fn build(runtime: &Runtime, wanted: &Wanted<'_>) -> Result<Built, Failure> {
    let mut filling = Filling {
        documents: 0,
        bare: BareFilling::begin(&wanted.target.join("bare"))?,
        naive: NaiveFilling::begin(&wanted.target.join("naive"))?,
        fts5: if wanted.fts5 { Some(Fts5Filling::begin(&wanted.target.join("fts5.db"))?) } else { None },
        postgres: wanted.postgres.map(PostgresFilling::begin).transpose()?,
    };
    let store = runtime.block_on(scratch::sqlite(wanted.data, true))?;
    let app = data::app(store, Clock::System)?;
    let ctx = app.ctx(Actor::Operator, Locale::Vi);
    let mut snapshot = runtime.block_on(stream::Snapshot::begin(&app, &ctx))?;
    loop {
        let page = runtime.block_on(snapshot.next(&app, &ctx))?;
        if page.is_empty() {
            break;
        }
        for change in &page {
            if let Change::Live(doc) = change {
                filling.add(doc)?;
            }
        }
        if filling.documents % 100_000 < page.len() {
            eprintln!("{} documents in the comparisons", filling.documents);
        }
    }
    runtime.block_on(app.store().close())?;
    Ok(Built {
        documents: filling.documents,
        bare: filling.bare.finish()?,
        naive: filling.naive.finish()?,
        fts5: filling.fts5.map(Fts5Filling::finish).transpose()?,
        postgres: filling.postgres.map(PostgresFilling::finish).transpose()?,
    })
}
