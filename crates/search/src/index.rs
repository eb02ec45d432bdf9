//! The index on disk: one writer, many readers, a cursor in every commit, and a new directory beside the old one for
//! a rebuild.
//!
//! Losing the directory loses nothing but time. After a crash it stands at its last commit, and the cursor in that
//! commit says from where the follower has to go on.

use crate::base::{self, Base};
use crate::blanks::Blanks;
use crate::build::{Build, Progress};
use crate::document::{Change, PostingDoc, to_tantivy};
use crate::integrity::{self, Damage};
use crate::merging::Merging;
use crate::plan::{Plan, Reading};
use crate::query::{Filter, Query, Results};
use crate::schema::{BLANKS, Fields, Kind, column};
use crate::view::View;
use crate::{analysis, concepts, matching, spelling};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, OnceLock, PoisonError, RwLock};
use tantivy::directory::MmapDirectory;
use tantivy::schema::document::TantivyDocument;
use tantivy::store::Compressor;
use tantivy::tokenizer::TextAnalyzer;
use tantivy::{IndexReader, IndexSettings, IndexSortByField, IndexWriter, Order, ReloadPolicy, Term};

/// Bytes that documents may take up in memory before they become a segment.
const WRITER_BYTES: usize = 64 << 20;
/// The same while rebuilding: fewer, larger segments.
const REBUILD_BYTES: usize = 160 << 20;
/// Lists are shown from the document store: small blocks make reading one document cheap, packing them halves what is
/// mapped.
const STORE_BLOCK_BYTES: usize = 4096;
/// With fewer hits than this, bare words of a query with marks are also read without regard to marks.
const FEW: u64 = 20;

/// How far an index has followed the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// Which database it followed: another one, or one restored from a copy, has another epoch.
    pub epoch: String,
    /// Last position of the outbox that is in the index.
    pub position: i64,
}

impl Cursor {
    /// The cursor of a commit, and the id of the build that it goes on with.
    fn parse(payload: &str) -> Option<(Self, u128)> {
        let (head, position) = payload.rsplit_once(':')?;
        let (build, epoch) = head.split_once('/')?;
        let cursor = Self { epoch: epoch.to_owned(), position: position.parse().ok()? };
        Some((cursor, u128::from_str_radix(build, 16).ok()?))
    }

    fn payload(&self, build: u128) -> String {
        format!("{build:x}/{}:{}", self.epoch, self.position)
    }
}

/// What can go wrong with the index.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// The directory cannot be read or written: no room, no right, damaged.
    #[error("the search index cannot be used")]
    Unusable(#[from] tantivy::TantivyError),
    /// The folder itself cannot be made or read.
    #[error("the folder of the search index cannot be used")]
    Folder(#[from] std::io::Error),
    /// Only one process follows the store.
    #[error("another process writes the search index of this folder")]
    InUse,
    /// A file is not what it was.
    #[error(transparent)]
    Damaged(#[from] Damage),
    /// Reading went wrong in a way that only damaged files or a fault of the program explain.
    #[error("the search index could not be read")]
    Broken,
}

/// The index of live postings.
pub struct Index {
    base: Option<Base>,
    fields: Fields,
    inner: RwLock<Arc<Inner>>,
    progress: Progress,
    /// Whether something went wrong that a look at the files may explain.
    pub(crate) check_asked: AtomicBool,
}

/// One directory of the index, opened.
pub(crate) struct Inner {
    pub(crate) index: tantivy::Index,
    reader: IndexReader,
    pub(crate) writer: Mutex<Option<IndexWriter>>,
    view: RwLock<Arc<View>>,
    pub(crate) folder: Option<PathBuf>,
    /// Id of the build that it began with.
    build: u128,
    /// What a check found, or a look before a merge; never mended, only replaced by another directory.
    pub(crate) damage: Arc<OnceLock<Damage>>,
    /// Whether somebody was given it to say it.
    pub(crate) is_damage_told: AtomicBool,
}

impl Index {
    /// Opens the index below `base`, or starts an empty one where there is none that this build can use.
    ///
    /// For the one process that writes it: a second one is told [`IndexError::InUse`]. A directory of another version,
    /// damaged or foreign, is left alone until a rebuild has taken its place.
    pub fn open(base: &Path) -> Result<Self, IndexError> {
        let base = Base::take(base)?;
        let fields = Fields::new();
        let opened = base.current().and_then(|folder| match integrity::caught(|| Inner::open(&folder, &fields)) {
            Ok(inner) => Some(inner),
            Err(error) => {
                tracing::warn!(
                    error = &error as &dyn std::error::Error,
                    "the search index is damaged and is built anew"
                );
                None
            }
        });
        let inner = match opened {
            Some(inner) => inner,
            None => Inner::create(&base.next()?, &fields)?,
        };
        Ok(Self::of(Some(base), fields, inner))
    }

    /// Opens the current index for reading; `None` where there is none of this build. Makes and removes nothing, so
    /// that it may run beside the process that writes.
    pub fn open_existing(base: &Path) -> Result<Option<Self>, IndexError> {
        let Some(folder) = base::current(base) else { return Ok(None) };
        let fields = Fields::new();
        let inner = integrity::caught(|| Inner::open(&folder, &fields))?;
        Ok(Some(Self::of(None, fields, inner)))
    }

    /// An index in memory, for tests and small tools.
    pub fn in_memory() -> Result<Self, IndexError> {
        let fields = Fields::new();
        let index = builder(&fields).create_in_ram()?;
        let inner = Inner::new(index, None, &fields)?;
        Ok(Self::of(None, fields, inner))
    }

    fn of(base: Option<Base>, fields: Fields, inner: Inner) -> Self {
        let (inner, check_asked) = (RwLock::new(Arc::new(inner)), AtomicBool::new(false));
        Self { base, fields, inner, progress: Progress::default(), check_asked }
    }

    pub(crate) fn inner(&self) -> Arc<Inner> {
        self.inner.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn view(&self) -> Arc<View> {
        self.inner().view.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// How far the index has come; `None` when it was never filled.
    pub fn cursor(&self) -> Result<Option<Cursor>, IndexError> {
        let meta = self.guarded(|| Ok(self.inner().index.load_metas()?))?;
        Ok(meta.payload.as_deref().and_then(Cursor::parse).map(|(cursor, _)| cursor))
    }

    /// Outbox position that every query now sees.
    pub fn position(&self) -> i64 {
        self.view().position.unwrap_or(0)
    }

    /// What every query now sees, as a text that no other build and no other position has.
    pub fn seen(&self) -> String {
        let inner = self.inner();
        let position = inner.view.read().unwrap_or_else(PoisonError::into_inner).position.unwrap_or(0);
        format!("{:x}.{position}", inner.build)
    }

    /// Whether a first index is still to be made and none answers meanwhile: that nothing is found then says nothing.
    /// One in memory is what its maker put in and never incomplete.
    pub fn is_incomplete(&self) -> bool {
        self.base.is_some() && self.view().position.is_none()
    }

    /// How much of the index that is being made is there, of 100, where that is known.
    pub fn percent_made(&self) -> Option<u8> {
        self.progress.percent()
    }

    /// Number of live postings in the index.
    pub fn len(&self) -> u64 {
        self.view().len()
    }

    /// Whether nothing is in it.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Takes in what changed and commits it together with the cursor; queries see it when this returns.
    ///
    /// Applying the same changes again is harmless: each replaces the document of its id. Of several changes to one
    /// posting the last one holds.
    pub fn apply(&self, changes: &[Change], cursor: &Cursor) -> Result<(), IndexError> {
        self.guarded(|| self.inner().apply(changes, cursor, &self.fields))
    }

    /// Starts an empty index beside this one; queries go on reading this one until `finish`.
    pub fn rebuild(&self, build: Build) -> Result<Rebuild<'_>, IndexError> {
        let begun = |base: &Base| {
            base.take_request()?;
            base.next()
        };
        let folder = self.base.as_ref().map(begun).transpose()?;
        let unfinished = Unfinished(folder.clone());
        let mut inner = match &folder {
            Some(folder) => Inner::create(folder, &self.fields)?,
            None => Inner::new(builder(&self.fields).create_in_ram()?, None, &self.fields)?,
        };
        inner.build = build.id;
        self.progress.begin(build);
        let writer = inner.new_writer(REBUILD_BYTES)?;
        Ok(Rebuild { index: self, inner, writer, unfinished })
    }

    /// Answers a query. Blocks for as long as it computes.
    pub fn search(&self, query: &Query) -> Result<Results, IndexError> {
        self.guarded(|| self.found(query))
    }

    fn found(&self, query: &Query) -> Result<Results, IndexError> {
        let view = self.view();
        let words = analysis::query_words(&query.words);
        let named = concepts::in_query(&words);
        let reading = first_reading(&words);
        let results = matching::search(&view, &Plan::new(&words, reading, &named), query)?;
        if reads_half_folded(&words, reading, results.total) {
            return Ok(matching::search(&view, &Plan::new(&words, Reading::HalfFolded, &named), query)?);
        }
        Ok(results)
    }

    /// Postings that lack exactly one of the things that the words say, for when few have all. Blocks like
    /// [`Index::search`].
    pub fn near_misses(&self, query: &Query) -> Result<Results, IndexError> {
        let words = analysis::query_words(&query.words);
        let reading = match first_reading(&words) {
            // The widest reading: what a strict search found by any of its readings must not come again.
            Reading::Marked if words.iter().any(|word| !word.marked) => Reading::HalfFolded,
            reading => reading,
        };
        let plan = Plan::new(&words, reading, &concepts::in_query(&words)).lacking_one();
        let Some(plan) = plan else { return Ok(Results::default()) };
        self.guarded(|| Ok(matching::search(&self.view(), &plan, query)?))
    }

    /// Number of postings that match these words and filters: the total of [`Index::search`].
    pub fn count(&self, words: &str, filters: &[Filter]) -> Result<u64, IndexError> {
        self.guarded(|| self.counted(words, filters))
    }

    fn counted(&self, words: &str, filters: &[Filter]) -> Result<u64, IndexError> {
        let view = self.view();
        let words = analysis::query_words(words);
        let named = concepts::in_query(&words);
        let reading = first_reading(&words);
        let total = matching::count(&view, &Plan::new(&words, reading, &named), filters)?;
        if reads_half_folded(&words, reading, total) {
            return Ok(matching::count(&view, &Plan::new(&words, Reading::HalfFolded, &named), filters)?);
        }
        Ok(total)
    }

    /// The words as they were probably meant, when some of them occur nowhere.
    pub fn correct(&self, words: &str) -> Result<Option<String>, IndexError> {
        self.guarded(|| Ok(spelling::correct(&self.view(), words)?))
    }

    /// The facet terms that begin like this and that a live posting holds.
    pub fn facet_terms(&self, start: &str) -> Result<BTreeSet<String>, IndexError> {
        self.guarded(|| self.held_terms(start))
    }

    fn held_terms(&self, start: &str) -> Result<BTreeSet<String>, IndexError> {
        let mut held: BTreeSet<String> = BTreeSet::new();
        for segment in &self.view().segments {
            let mut terms = Vec::new();
            segment.each_term(Kind::Facet, |term, _| {
                if term.starts_with(start) && !held.contains(term) {
                    terms.push(term.to_owned());
                }
            })?;
            for term in terms {
                if segment.is_held(Kind::Facet, &term)? {
                    held.insert(term);
                }
            }
        }
        Ok(held)
    }

    /// Calls for every live posting in the index with its id and version; for comparing with the store.
    pub fn each_version(&self, mut visit: impl FnMut(u128, u64)) -> Result<(), IndexError> {
        for segment in &self.view().segments {
            let versions = segment.versions()?;
            segment.alive().each(|doc| {
                visit(segment.packed.ids[doc as usize], versions[doc as usize]);
                true
            });
        }
        Ok(())
    }

    /// Whether somebody asked for a new index ([`crate::ask_for_rebuild`]) that is not there yet.
    pub fn is_rebuild_asked(&self) -> bool {
        self.base.as_ref().is_some_and(Base::is_rebuild_asked)
    }

    /// The rebuilt directory becomes the current one, and who asked for it is answered.
    fn point_to_current(&self) -> Result<(), IndexError> {
        let (Some(base), Some(folder)) = (&self.base, self.inner().folder.clone()) else { return Ok(()) };
        base.point_to(&folder)?;
        Ok(base.fulfil_request()?)
    }
}

fn first_reading(words: &[analysis::Word]) -> Reading {
    if words.iter().any(|word| word.marked) { Reading::Marked } else { Reading::Folded }
}

/// Whether so few were found that the bare words are also read without regard to marks.
fn reads_half_folded(words: &[analysis::Word], reading: Reading, total: u64) -> bool {
    reading == Reading::Marked && total < FEW && words.iter().any(|word| !word.marked)
}

/// A new index that is being filled. Dropped before `finish`, it leaves nothing behind.
pub struct Rebuild<'a> {
    index: &'a Index,
    inner: Inner,
    writer: IndexWriter,
    /// Last, so that nothing is written any more when it is dropped.
    unfinished: Unfinished,
}

/// The directory of a new index until it is the current one: tried again and again, those that failed would fill the
/// disk.
struct Unfinished(Option<PathBuf>);

impl Drop for Unfinished {
    fn drop(&mut self) {
        if let Some(folder) = self.0.take() {
            // What cannot be removed now is removed with the next index that takes its place.
            let _ = std::fs::remove_dir_all(folder);
        }
    }
}

impl Rebuild<'_> {
    /// Adds a live posting; each id at most once.
    pub fn add(&self, doc: &PostingDoc) -> Result<(), IndexError> {
        self.writer.add_document(to_tantivy(&self.index.fields, doc))?;
        self.index.progress.one_more();
        Ok(())
    }

    /// Commits what was added and makes it the index that queries read.
    pub fn finish(mut self, cursor: &Cursor) -> Result<(), IndexError> {
        commit(&mut self.writer, cursor, self.inner.build)?;
        // The writer's lock must be free before the next writer takes it, and merges go on in that one.
        self.writer.wait_merging_threads()?;
        self.inner.refresh(&self.index.fields, Some(cursor.position))?;
        self.unfinished.0 = None;
        *self.index.inner.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(self.inner);
        self.index.point_to_current()
    }
}

impl Inner {
    fn create(folder: &Path, fields: &Fields) -> Result<Self, IndexError> {
        std::fs::create_dir_all(folder)?;
        let index = builder(fields).create_in_dir(folder)?;
        Self::new(index, Some(folder.to_path_buf()), fields)
    }

    fn open(folder: &Path, fields: &Fields) -> Result<Self, IndexError> {
        let mut index = tantivy::Index::open(MmapDirectory::open(folder).map_err(tantivy::TantivyError::from)?)?;
        index.set_tokenizers(tokenizers());
        if index.schema() != fields.schema {
            return Err(tantivy::TantivyError::SchemaError("fields of another build".into()).into());
        }
        integrity::look_at_opening(&index, folder)?;
        Self::new(index, Some(folder.to_path_buf()), fields)
    }

    fn new(index: tantivy::Index, folder: Option<PathBuf>, fields: &Fields) -> Result<Self, IndexError> {
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        let committed = index.load_metas()?.payload.as_deref().and_then(Cursor::parse);
        let (position, build) = match committed {
            Some((cursor, build)) => (Some(cursor.position), build),
            None => (None, 0),
        };
        let view = RwLock::new(Arc::new(View::empty()));
        let (writer, damage, is_damage_told) = (Mutex::new(None), Arc::default(), AtomicBool::new(false));
        let inner = Self { index, reader, writer, view, folder, build, damage, is_damage_told };
        inner.refresh(fields, position)?;
        Ok(inner)
    }

    fn new_writer(&self, bytes: usize) -> Result<IndexWriter, IndexError> {
        let options = tantivy::indexer::IndexWriterOptions::builder()
            .num_worker_threads(1)
            .num_merge_threads(1)
            .memory_budget_per_thread(bytes)
            .build();
        let writer: IndexWriter<TantivyDocument> = self.index.writer_with_options(options)?;
        writer.set_merge_policy(Box::new(Merging::new(&self.index, self.folder.as_deref(), &self.damage)));
        Ok(writer)
    }

    fn apply(&self, changes: &[Change], cursor: &Cursor, fields: &Fields) -> Result<(), IndexError> {
        let mut held = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let mut writer = match held.take() {
            Some(writer) => writer,
            None => self.new_writer(WRITER_BYTES)?,
        };
        for change in changes {
            writer.delete_term(Term::from_field_bytes(fields.id, &change.id().to_be_bytes()));
            if let Change::Live(doc) = change {
                writer.add_document(to_tantivy(fields, doc))?;
            }
        }
        // After an error the writer is dead: it is dropped here, and the next call opens another.
        commit(&mut writer, cursor, self.build)?;
        *held = Some(writer);
        self.refresh(fields, Some(cursor.position))
    }

    fn refresh(&self, fields: &Fields, position: Option<i64>) -> Result<(), IndexError> {
        self.reader.reload()?;
        let earlier = self.view.read().unwrap_or_else(PoisonError::into_inner).clone();
        let view = View::open(&self.reader.searcher(), fields, &earlier, position)?;
        *self.view.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(view);
        Ok(())
    }
}

fn commit(writer: &mut IndexWriter, cursor: &Cursor, build: u128) -> Result<(), IndexError> {
    let mut prepared = writer.prepare_commit()?;
    prepared.set_payload(&cursor.payload(build));
    prepared.commit()?;
    Ok(())
}

fn builder(fields: &Fields) -> tantivy::IndexBuilder {
    let settings = IndexSettings {
        // Newest first: what is posted later stands before what was posted earlier.
        sort_by_field: Some(IndexSortByField { field: column::POSTED.into(), order: Order::Desc }),
        docstore_compression: Compressor::Lz4,
        docstore_blocksize: STORE_BLOCK_BYTES,
        ..IndexSettings::default()
    };
    tantivy::Index::builder().schema(fields.schema.clone()).settings(settings).tokenizers(tokenizers())
}

fn tokenizers() -> tantivy::tokenizer::TokenizerManager {
    let tokenizers = tantivy::tokenizer::TokenizerManager::default();
    tokenizers.register(BLANKS, TextAnalyzer::from(Blanks::default()));
    tokenizers
}
