//! Merges of segments: of none whose files are damaged, for what a merge copies out of them has a right checksum again,
//! and no check would find it any more. tantivy itself compares no checksum when it opens a segment.

use crate::index::IndexError;
use crate::integrity::{self, Damage};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use tantivy::SegmentMeta;
use tantivy::merge_policy::{LogMergePolicy, MergeCandidate, MergePolicy};

/// Says what is merged, after a look at the files. It is asked by the thread that commits: what it finds is known when
/// the commit is done, and no file goes meanwhile.
#[derive(Debug)]
pub(crate) struct Merging {
    plan: LogMergePolicy,
    index: tantivy::Index,
    /// One in memory has none, and nothing that a disk could change.
    folder: Option<PathBuf>,
    damage: Arc<OnceLock<Damage>>,
}

impl Merging {
    pub(crate) fn new(index: &tantivy::Index, folder: Option<&Path>, damage: &Arc<OnceLock<Damage>>) -> Self {
        let mut plan = LogMergePolicy::default();
        // Postings are changed all the time: do not carry more than a fifth of deleted ones along.
        plan.set_del_docs_ratio_before_merge(0.2);
        Self { plan, index: index.clone(), folder: folder.map(Path::to_path_buf), damage: Arc::clone(damage) }
    }

    /// Whether the files are what was written. Where that cannot be found out now they are not merged now.
    fn is_whole(&self, candidate: &MergeCandidate, segments: &[SegmentMeta]) -> bool {
        let Some(folder) = &self.folder else { return true };
        let merged = segments.iter().filter(|segment| candidate.0.contains(&segment.id()));
        // A panic on the thread that commits would end the process.
        match integrity::caught(|| integrity::look_at_segments(&self.index, folder, merged)) {
            Ok(()) => true,
            Err(IndexError::Damaged(damage)) => {
                let _ = self.damage.set(damage);
                false
            }
            Err(error) => {
                tracing::warn!(
                    error = &error as &dyn std::error::Error,
                    "segments of the search index are not merged now: their files cannot be read"
                );
                false
            }
        }
    }
}

impl MergePolicy for Merging {
    fn compute_merge_candidates(&self, segments: &[SegmentMeta]) -> Vec<MergeCandidate> {
        // A new index is made anyway.
        if self.damage.get().is_some() {
            return Vec::new();
        }
        let mut candidates = self.plan.compute_merge_candidates(segments);
        candidates.retain(|candidate| self.is_whole(candidate, segments));
        candidates
    }
}

#[cfg(test)]
mod tests {
    use crate::document::{Change, PostingDoc};
    use crate::index::{Cursor, Index};
    use std::os::unix::fs::FileExt;
    use std::path::Path;

    /// Segments of one size that are merged into one.
    const MERGED: u32 = 8;

    fn commit(index: &Index, number: u32) {
        let doc = |id: u32| {
            let title = format!("Thợ hàn số {id}");
            Change::Live(Box::new(PostingDoc { id: u128::from(id), title, ..PostingDoc::default() }))
        };
        let docs: Vec<Change> = (1..=20).map(|one| doc(number * 100 + one)).collect();
        let cursor = Cursor { epoch: "e".into(), position: i64::from(number) };
        index.apply(&docs, &cursor).expect("applied");
    }

    /// How many segments are left when nothing is merged any more.
    fn segments(index: &Index) -> usize {
        let inner = index.inner();
        let writer = inner.writer.lock().expect("not poisoned").take().expect("it wrote");
        writer.wait_merging_threads().expect("merged");
        inner.index.load_metas().expect("listed").segments.len()
    }

    /// Another bit in the first byte of a file of this kind; says which one it was.
    fn flip(folder: &Path, kind: &str) -> String {
        let paths = std::fs::read_dir(folder).expect("the directory").map(|entry| entry.expect("an entry").path());
        let mut of_kind = paths.filter(|path| path.extension().is_some_and(|end| end == kind));
        let path = of_kind.next().expect("a file of this kind");
        let first = std::fs::read(&path).expect("readable")[0];
        let file = std::fs::File::options().write(true).open(&path).expect("writable");
        file.write_all_at(&[first ^ 0x10], 0).expect("written");
        path.file_name().expect("a name").to_string_lossy().into_owned()
    }

    #[test]
    fn segments_in_order_are_merged_and_found_to_be_in_order() {
        let folder = tempfile::tempdir().expect("a folder");
        let index = Index::open(folder.path()).expect("an index");
        (1..=MERGED).for_each(|number| commit(&index, number));
        assert_eq!(segments(&index), 1);
        assert_eq!((index.damage(), index.check().expect("checked"), index.len()), (None, None, 160));
    }

    #[test]
    fn a_damaged_file_is_found_before_a_merge_copies_it_into_one_with_a_right_checksum() {
        // Where no commit reads, so that nothing but the look before the merge can see it.
        for kind in ["store", "idx"] {
            let base = tempfile::tempdir().expect("a folder");
            let index = Index::open(base.path()).expect("an index");
            (1..MERGED).for_each(|number| commit(&index, number));
            let folder = index.inner().folder.clone().expect("on disk");
            let file = flip(&folder, kind);
            assert_eq!(index.damage(), None);
            commit(&index, MERGED);
            let damage = index.damage().expect("found when the merge was due");
            assert_eq!(damage.file, file, "{kind}");
            assert_eq!((index.untold_damage(), index.untold_damage()), (Some(damage), None), "said once");
            commit(&index, MERGED + 1);
            assert_eq!(segments(&index), 9, "{kind}: it takes in what is new, and nothing is merged");
        }
    }
}
