//! Ascending documents in two bytes each: the low half of every number, and where each run of 65,536 documents ends.

use std::sync::Arc;

/// Documents that share the high half of their numbers stand in one run.
const RUN: u32 = 1 << 16;

/// Ascending documents of one segment, without repeats.
#[derive(Clone, Debug)]
pub(crate) struct Halves {
    /// For each run from the first on: how many documents there are up to its end.
    ends: Arc<[u32]>,
    low: Arc<[u16]>,
}

impl Halves {
    pub(crate) fn len(&self) -> u32 {
        self.low.len() as u32
    }

    /// Bytes that it holds in memory.
    pub(crate) fn weight(&self) -> usize {
        self.ends.len() * 4 + self.low.len() * 2
    }

    /// Calls for each document, ascending, until told to stop.
    pub(crate) fn each(&self, mut visit: impl FnMut(u32) -> bool) {
        for run in 0..self.ends.len() as u32 {
            for low in self.run(run) {
                if !visit(run * RUN + u32::from(*low)) {
                    return;
                }
            }
        }
    }

    pub(crate) fn probe(&self) -> HalvesProbe<'_> {
        HalvesProbe { of: self, run: 0, rest: self.run(0) }
    }

    /// The low halves of one run.
    fn run(&self, run: u32) -> &[u16] {
        let end = |run: u32| self.ends.get(run as usize).map_or(self.low.len(), |end| *end as usize);
        let start = run.checked_sub(1).map_or(0, end);
        &self.low[start..end(run)]
    }
}

/// Takes ascending documents.
pub(crate) struct Builder {
    ends: Vec<u32>,
    low: Vec<u16>,
}

impl Builder {
    pub(crate) fn with_capacity(documents: usize) -> Self {
        Self { ends: Vec::new(), low: Vec::with_capacity(documents) }
    }

    pub(crate) fn extend(&mut self, docs: &[u32]) {
        for doc in docs {
            let run = (doc / RUN) as usize;
            if self.ends.len() < run {
                self.ends.resize(run, self.low.len() as u32);
            }
            self.low.push(*doc as u16);
        }
    }

    pub(crate) fn finish(mut self) -> Halves {
        self.ends.push(self.low.len() as u32);
        Halves { ends: self.ends.into(), low: self.low.into() }
    }
}

/// Answers whether documents are in the list; they must be asked in ascending order.
pub(crate) struct HalvesProbe<'a> {
    of: &'a Halves,
    run: u32,
    rest: &'a [u16],
}

impl HalvesProbe<'_> {
    pub(crate) fn has(&mut self, doc: u32) -> bool {
        if doc / RUN != self.run {
            self.run = doc / RUN;
            self.rest = self.of.run(self.run);
        }
        let low = doc as u16;
        let skipped = super::lists::gallop(self.rest, low);
        self.rest = &self.rest[skipped..];
        self.rest.first() == Some(&low)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn halves(docs: &[u32]) -> Halves {
        let mut builder = Builder::with_capacity(docs.len());
        docs.chunks(3).for_each(|docs| builder.extend(docs));
        builder.finish()
    }

    fn members(halves: &Halves) -> Vec<u32> {
        let mut found = Vec::new();
        halves.each(|doc| {
            found.push(doc);
            true
        });
        found
    }

    #[test]
    fn documents_of_all_runs_come_back_and_are_known() {
        for docs in [
            vec![],
            vec![0],
            vec![65_535, 65_536],
            vec![3, 70_000, 70_001, 400_000],
            vec![200_000],
            (0..300_000).step_by(37).collect(),
        ] {
            let halves = halves(&docs);
            assert_eq!((members(&halves), halves.len() as usize), (docs.clone(), docs.len()));
            for step in [1, 7, 65_536] {
                let mut probe = halves.probe();
                for doc in (0..500_000).step_by(step) {
                    assert_eq!(probe.has(doc), docs.binary_search(&doc).is_ok(), "{doc} by {step}");
                }
            }
        }
    }

    #[test]
    fn a_visit_ends_where_it_is_told_to() {
        let mut seen = Vec::new();
        halves(&[1, 65_537, 65_538, 200_000]).each(|doc| {
            seen.push(doc);
            doc < 65_537
        });
        assert_eq!(seen, [1, 65_537]);
    }

    #[test]
    fn it_weighs_two_bytes_a_document() {
        let docs: Vec<u32> = (0..100_000).collect();
        assert_eq!(halves(&docs).weight(), 200_000 + 8);
    }
}
