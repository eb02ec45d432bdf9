//! Writing an index of tantivy for a comparison, and reading it: sorted newest first like ours, in one segment.

use crate::Failure;
use crate::engines::conditions::POSTED;
use std::path::Path;
use tantivy::indexer::IndexWriterOptions;
use tantivy::merge_policy::NoMergePolicy;
use tantivy::schema::{IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{TextAnalyzer, TokenizerManager, WhitespaceTokenizer};
use tantivy::{Index, IndexSettings, IndexSortByField, IndexWriter, Order, Searcher, TantivyDocument};

const BLANKS: &str = "blanks";
/// Bytes that documents may take up before they become a segment.
const WRITER_BYTES: usize = 160 << 20;

/// An index that is being filled.
pub(crate) struct Filling {
    index: Index,
    writer: IndexWriter,
}

impl Filling {
    /// Begins an empty index in a folder, which is made.
    pub(crate) fn begin(folder: &Path, schema: Schema) -> Result<Self, Failure> {
        std::fs::create_dir_all(folder)?;
        let sort = IndexSortByField { field: POSTED.into(), order: Order::Desc };
        let settings = IndexSettings { sort_by_field: Some(sort), ..IndexSettings::default() };
        let index =
            Index::builder().schema(schema).settings(settings).tokenizers(tokenizers()).create_in_dir(folder)?;
        let options = IndexWriterOptions::builder()
            .num_worker_threads(1)
            .num_merge_threads(1)
            .memory_budget_per_thread(WRITER_BYTES)
            .build();
        let writer: IndexWriter = index.writer_with_options(options)?;
        writer.set_merge_policy(Box::new(NoMergePolicy));
        Ok(Self { index, writer })
    }

    pub(crate) fn add(&self, document: TantivyDocument) -> Result<(), Failure> {
        self.writer.add_document(document)?;
        Ok(())
    }

    /// Commits, makes one segment of all, and opens it for reading.
    pub(crate) fn finish(mut self) -> Result<Searcher, Failure> {
        self.writer.commit()?;
        let segments = self.index.searchable_segment_ids()?;
        if segments.len() > 1 {
            self.writer.merge(&segments).wait()?;
        }
        self.writer.wait_merging_threads()?;
        Ok(self.index.reader()?.searcher())
    }
}

fn tokenizers() -> TokenizerManager {
    let tokenizers = TokenizerManager::default();
    tokenizers.register(BLANKS, TextAnalyzer::builder(WhitespaceTokenizer::default()).build());
    tokenizers
}

/// Blank-separated terms that are scored with BM25.
pub(crate) fn scored() -> TextOptions {
    let indexing = TextFieldIndexing::default()
        .set_tokenizer(BLANKS)
        .set_index_option(IndexRecordOption::WithFreqs)
        .set_fieldnorms(true);
    TextOptions::default().set_indexing_options(indexing)
}

/// Blank-separated terms that are only matched.
pub(crate) fn matched() -> TextOptions {
    let indexing = TextFieldIndexing::default()
        .set_tokenizer(BLANKS)
        .set_index_option(IndexRecordOption::Basic)
        .set_fieldnorms(false);
    TextOptions::default().set_indexing_options(indexing)
}
