//! The order of the matches: an integer score of our own, the id as last key, so that every node answers the same.
//!
//! Documents of a segment stand newest first, so freshness only falls from one to the next: as soon as the best score
//! that is still possible is below the last hit that would be shown, the rest need not be looked at.

use crate::lists::{self, List, Probe};
use crate::plan::Plan;
use crate::query::{After, Hit, Near, Query, Sort};
use crate::segment::Segment;
use crate::view::View;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// What a word counts in the title, in the skills, and elsewhere.
const HEAD: u32 = 10;
const SKILL: u32 = 4;
const BODY: u32 = 1;
/// What a title wholly made of the asked words counts more, for each unit of weight.
const WHOLE_TITLE: u32 = 4;
/// Factors are in thousandths.
const WHOLE: u64 = 1000;
const OLDEST_DAYS: u64 = 90;
const LOST_TO_AGE: u64 = 350;

/// The best hits so far.
pub(crate) struct Top {
    wanted: usize,
    after: Option<After>,
    heap: BinaryHeap<Reverse<(After, usize, u32)>>,
}

impl Top {
    pub(crate) fn new(query: &Query) -> Self {
        // One more than asked for tells whether there is a next page.
        Self { wanted: query.skip + query.limit + 1, after: query.after, heap: BinaryHeap::new() }
    }

    fn offer(&mut self, place: After, segment: usize, doc: u32) {
        if self.after.is_some_and(|after| place >= after) {
            return;
        }
        if self.heap.len() < self.wanted {
            self.heap.push(Reverse((place, segment, doc)));
        } else if self.heap.peek().is_some_and(|last| place > last.0.0) {
            self.heap.pop();
            self.heap.push(Reverse((place, segment, doc)));
        }
    }

    /// Primary key that a document must reach at least to come in.
    fn threshold(&self) -> u64 {
        if self.heap.len() < self.wanted { 0 } else { self.heap.peek().map_or(0, |last| last.0.0.primary) }
    }

    pub(crate) fn into_hits(self, view: &View, query: &Query) -> tantivy::Result<(Vec<Hit>, bool)> {
        let sorted = self.heap.into_sorted_vec();
        let more = sorted.len() > query.skip + query.limit;
        let shown = sorted.into_iter().skip(query.skip).take(query.limit);
        let hits = shown.map(|Reverse((place, segment, doc))| {
            let segment = &view.segments[segment];
            let km = query.near.as_ref().and_then(|near| distance(segment, near, doc));
            Ok(Hit { place, km, card: segment.card(doc)? })
        });
        Ok((hits.collect::<tantivy::Result<_>>()?, more))
    }
}

fn distance(segment: &Segment, near: &Near, doc: u32) -> Option<u16> {
    segment.packed.communes_of(doc).iter().filter_map(|commune| near.km.get(usize::from(*commune))).min().copied()
}

/// The lists of one segment that make up the text score.
struct Lists {
    groups: Vec<(u32, List, List)>,
    bonuses: Vec<(u32, List)>,
}

pub(crate) struct Ranking<'a> {
    view: &'a View,
    query: &'a Query,
    lists: Vec<Lists>,
    /// Highest possible text score, and the highest of documents that miss a word in the title.
    best: u64,
    second: u64,
}

impl<'a> Ranking<'a> {
    pub(crate) fn new(view: &'a View, plan: &Plan, query: &'a Query) -> tantivy::Result<Self> {
        let by_text = query.sort == Sort::Relevance;
        let mut lists = Vec::new();
        for segment in view.segments.iter().filter(|_| by_text) {
            let groups = plan.groups.iter();
            let groups = groups.map(|group| Ok((group.weight, group.head.list(segment)?, group.skill.list(segment)?)));
            let bonuses = plan.bonuses.iter().map(|bonus| Ok((bonus.weight, bonus.node.list(segment)?)));
            lists.push(Lists {
                groups: groups.collect::<tantivy::Result<_>>()?,
                bonuses: bonuses.collect::<tantivy::Result<_>>()?,
            });
        }
        let weights = || plan.groups.iter().map(|group| group.weight);
        let bonuses: u32 = plan.bonuses.iter().map(|bonus| bonus.weight).sum();
        let best = weights().sum::<u32>() * (HEAD + WHOLE_TITLE) + bonuses;
        let lost = weights().min().unwrap_or(0) * (HEAD - SKILL + WHOLE_TITLE);
        Ok(Self {
            view,
            query,
            lists,
            best: u64::from(best.max(1)),
            second: u64::from(best.saturating_sub(lost).max(1)),
        })
    }

    pub(crate) fn rank(&self, found: &[List], top: &mut Top) {
        if self.query.sort == Sort::Relevance {
            self.by_relevance(found, top);
            return;
        }
        for (number, list) in found.iter().enumerate() {
            self.by_column(number, list, top);
        }
    }

    /// First the documents that have every word in the title, then the others as long as one could still come in.
    fn by_relevance(&self, found: &[List], top: &mut Top) {
        let mut others = Vec::with_capacity(found.len());
        for (number, list) in found.iter().enumerate() {
            let mut heads: Vec<List> = self.lists[number].groups.iter().map(|(_, head, _)| head.clone()).collect();
            heads.push(list.clone());
            let first = lists::intersect(heads).unwrap_or_else(List::empty);
            self.by_text(number, &first, self.best, top);
            others.push(first);
        }
        for (number, list) in found.iter().enumerate() {
            if !self.lists[number].groups.is_empty() {
                self.by_text(number, &lists::without(list, &others[number]), self.second, top);
            }
        }
    }

    fn by_text(&self, number: usize, list: &List, best: u64, top: &mut Top) {
        let segment = &self.view.segments[number];
        let packed = &segment.packed;
        let mut scorer = Scorer::new(&self.lists[number]);
        list.each(|doc| {
            let posted_s = packed.posted[doc as usize];
            let fresh = freshness(self.query.ranking_day_s, posted_s);
            if best * fresh * WHOLE < top.threshold() {
                return false;
            }
            let near = self.query.near.as_ref().map_or(WHOLE, |near| nearness(distance(segment, near, doc)));
            let text = u64::from(scorer.score(doc, packed.title_words[doc as usize]).max(1));
            let place = After { primary: text * fresh * near, posted_s, id: packed.ids[doc as usize] };
            top.offer(place, number, doc);
            true
        });
    }

    fn by_column(&self, number: usize, list: &List, top: &mut Top) {
        let segment = &self.view.segments[number];
        let packed = &segment.packed;
        let newest = self.query.sort == Sort::Newest;
        list.each(|doc| {
            let at = doc as usize;
            let primary = match self.query.sort {
                Sort::Relevance | Sort::Newest => u64::from(packed.posted[at]),
                Sort::Pay => u64::from(packed.pay[at].1),
                Sort::Deadline => packed.deadlines[at].checked_sub(1).map_or(0, |day| u64::from(u16::MAX - day)),
                Sort::Nearest => {
                    let km = self.query.near.as_ref().and_then(|near| distance(segment, near, doc));
                    km.map_or(0, |km| u64::from(u16::MAX - km))
                }
            };
            if newest && primary < top.threshold() {
                return false;
            }
            top.offer(After { primary, posted_s: packed.posted[at], id: packed.ids[at] }, number, doc);
            true
        });
    }
}

/// Adds up the text score of ascending documents.
struct Scorer<'a> {
    groups: Vec<(u32, Probe<'a>, Probe<'a>)>,
    bonuses: Vec<(u32, Probe<'a>)>,
}

impl<'a> Scorer<'a> {
    fn new(lists: &'a Lists) -> Self {
        let groups = lists.groups.iter().map(|(weight, head, skill)| (*weight, head.probe(), skill.probe())).collect();
        Self { groups, bonuses: lists.bonuses.iter().map(|(weight, list)| (*weight, list.probe())).collect() }
    }

    fn score(&mut self, doc: u32, title_words: u8) -> u32 {
        let (mut score, mut in_title, mut weight_in_title) = (0, 0, 0);
        for (weight, head, skill) in &mut self.groups {
            if head.has(doc) {
                score += *weight * HEAD;
                in_title += 1;
                weight_in_title += *weight;
            } else if skill.has(doc) {
                score += *weight * SKILL;
            } else {
                score += *weight * BODY;
            }
        }
        for (weight, list) in &mut self.bonuses {
            if list.has(doc) {
                score += *weight;
            }
        }
        score + WHOLE_TITLE * weight_in_title * in_title / u32::from(title_words).max(in_title).max(1)
    }
}

/// Thousandths that a posting keeps of its score at its age: all on its first day, 650 after three months.
fn freshness(ranking_day_s: u64, posted_s: u32) -> u64 {
    let days = ranking_day_s.saturating_sub(u64::from(posted_s)) / 86_400;
    WHOLE - days.min(OLDEST_DAYS) * LOST_TO_AGE / OLDEST_DAYS
}

/// Thousandths that a posting keeps of its score at its distance.
const fn nearness(km: Option<u16>) -> u64 {
    match km {
        Some(0..=5) => 1000,
        Some(6..=10) => 950,
        Some(11..=25) => 850,
        Some(26..=50) => 700,
        Some(51..=100) => 550,
        Some(_) | None => 450,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn freshness_only_falls() {
        let today: u64 = 1_790_000_000;
        let values: Vec<u64> = (0..120).map(|days| freshness(today, (today - days * 86_400) as u32)).collect();
        assert!(values.windows(2).all(|pair| pair[0] >= pair[1]));
        assert_eq!((values[0], values[119]), (1000, 650));
    }

    #[test]
    fn the_threshold_is_the_last_hit_that_would_be_shown() {
        let query = Query {
            words: String::new(),
            filters: vec![],
            near: None,
            sort: Sort::Newest,
            limit: 2,
            after: None,
            skip: 0,
            facets: false,
            ranking_day_s: 0,
        };
        let mut top = Top::new(&query);
        for (id, primary) in [(1, 5), (2, 9), (3, 7), (4, 1)] {
            assert_eq!(top.threshold() == 0, id < 4);
            top.offer(After { primary, posted_s: 0, id }, 0, 0);
        }
        assert_eq!(top.threshold(), 5);
    }
}
