//! The order of the matches: an integer score of our own, the id as last key, so that every node answers the same.
//!
//! Documents of a segment stand newest first, so freshness only falls from one to the next: as soon as the best score
//! that is still possible is below the last hit that would be shown, the rest need not be looked at.

use crate::lists::{self, List};
use crate::plan::{Group, Plan};
use crate::query::{After, Hit, Near, Query, Sort};
use crate::segment::Segment;
use crate::sets::{Set, SetProbe};
use crate::view::View;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// What a word counts in the title, where the posting is of the occupation that it names, in the skills, and elsewhere.
const HEAD: u32 = 10;
const KIN: u32 = 5;
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

/// How near to what was asked a posting is, by where its words stand. The best score falls from one to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// Everything asked stands in the title.
    WholeHead,
    /// Something of it does.
    SomeHead,
    /// It is of the named occupation, or asks for the skill.
    Kin,
    /// The words stand somewhere in the texts.
    Body,
}

impl Stage {
    const ALL: [Self; 4] = [Self::WholeHead, Self::SomeHead, Self::Kin, Self::Body];

    /// The most that a posting of this stage can score.
    fn best(self, plan: &Plan) -> u64 {
        let required = || plan.required().map(|group| group.weight);
        let sum = required().sum::<u32>();
        let least = required().min().unwrap_or(0);
        let whole = sum * (HEAD + WHOLE_TITLE);
        let text = match self {
            Self::WholeHead => whole,
            Self::SomeHead => whole.saturating_sub(least * (HEAD + WHOLE_TITLE - KIN)),
            Self::Kin => sum * KIN,
            Self::Body => sum * BODY,
        };
        let optional = plan.groups.iter().filter(|group| !group.required).map(|group| group.weight);
        let bonuses: u32 = plan.bonuses.iter().map(|bonus| bonus.weight).sum();
        u64::from((text + optional.sum::<u32>() * (HEAD + WHOLE_TITLE) + bonuses).max(1))
    }
}

pub(crate) struct Ranking<'a> {
    view: &'a View,
    plan: &'a Plan,
    query: &'a Query,
}

impl<'a> Ranking<'a> {
    pub(crate) const fn new(view: &'a View, plan: &'a Plan, query: &'a Query) -> Self {
        Self { view, plan, query }
    }

    pub(crate) fn rank(&self, found: &[List], top: &mut Top) -> tantivy::Result<()> {
        if self.query.sort == Sort::Relevance {
            return self.by_relevance(found, top);
        }
        for (number, list) in found.iter().enumerate() {
            self.by_column(number, list, top);
        }
        Ok(())
    }

    /// Stage by stage, as long as a posting of the stage could still come in; lists are read when a stage needs them.
    fn by_relevance(&self, found: &[List], top: &mut Top) -> tantivy::Result<()> {
        let mut rest: Vec<List> = found.to_vec();
        for stage in Stage::ALL {
            let best = stage.best(self.plan);
            if best * WHOLE * WHOLE < top.threshold() {
                return Ok(());
            }
            for (number, rest) in rest.iter_mut().enumerate().filter(|(_, rest)| !rest.is_empty()) {
                let here = self.of_stage(stage, number, rest)?;
                if here.is_empty() {
                    continue;
                }
                *rest = lists::without(rest, &here);
                self.by_text(number, &here, (stage, best), top)?;
            }
        }
        Ok(())
    }

    /// Those of the remaining documents of a segment that belong to a stage.
    fn of_stage(&self, stage: Stage, number: usize, rest: &List) -> tantivy::Result<List> {
        let segment = &self.view.segments[number];
        let heads = || self.plan.required().map(|group| &group.head);
        let skills = || self.plan.required().flat_map(|group| std::iter::once(&group.skill).chain(&group.kin));
        let wanted = match stage {
            Stage::WholeHead => Set::all(heads().map(|node| node.read(segment)).collect::<tantivy::Result<_>>()?),
            Stage::SomeHead => Set::any(heads().map(|node| node.read(segment)).collect::<tantivy::Result<_>>()?),
            Stage::Kin => Set::any(skills().map(|node| node.read(segment)).collect::<tantivy::Result<_>>()?),
            Stage::Body => return Ok(rest.clone()),
        };
        Ok(wanted.meet(rest, segment.size()))
    }

    fn by_text(&self, number: usize, list: &List, (stage, best): (Stage, u64), top: &mut Top) -> tantivy::Result<()> {
        let segment = &self.view.segments[number];
        let packed = &segment.packed;
        let scoring = Scoring::new(self.plan, segment, stage)?;
        let mut scorer = scoring.scorer();
        list.each(|doc| {
            let posted_s = packed.posted[doc as usize];
            let fresh = freshness(self.query.ranking_day_s, posted_s);
            if best * fresh * WHOLE < top.threshold() {
                return false;
            }
            let near = self.query.near.as_ref().map_or(WHOLE, |near| nearness(distance(segment, near, doc)));
            if best * fresh * near < top.threshold() {
                return true;
            }
            let text = u64::from(scorer.score(doc, packed.title_words[doc as usize]).max(1));
            let place = After { primary: text * fresh * near, posted_s, id: packed.ids[doc as usize] };
            top.offer(place, number, doc);
            true
        });
        Ok(())
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

/// The lists of one segment that make up the text score of a stage.
struct Scoring {
    groups: Vec<Scored>,
    bonuses: Vec<(u32, Set)>,
}

struct Scored {
    weight: u32,
    words: u32,
    required: bool,
    /// Where only some documents have it.
    anywhere: Option<Set>,
    head: Place,
    kin: Option<Set>,
    skill: Option<Set>,
}

/// What is known before a document is looked at.
enum Place {
    Everywhere,
    Nowhere,
    In(Set),
}

impl Scoring {
    fn new(plan: &Plan, segment: &Segment, stage: Stage) -> tantivy::Result<Self> {
        let scored = |group: &Group| {
            let head = match (stage, group.required) {
                (Stage::WholeHead, true) => Place::Everywhere,
                (Stage::Kin | Stage::Body, true) => Place::Nowhere,
                _ => Place::In(group.head.read(segment)?),
            };
            let looks = group.required && matches!(stage, Stage::SomeHead | Stage::Kin);
            let kin = group.kin.as_ref().filter(|_| looks).map(|node| node.read(segment)).transpose()?;
            let skill = if looks { Some(group.skill.read(segment)?) } else { None };
            let may_lack = plan.lacks_one && group.required && stage != Stage::WholeHead;
            let anywhere = may_lack.then(|| group.anywhere.read(segment)).transpose()?;
            let Group { weight, words, required, .. } = *group;
            Ok(Scored { weight, words, required, anywhere, head, kin, skill })
        };
        let mut bonuses = Vec::with_capacity(plan.bonuses.len());
        for bonus in &plan.bonuses {
            let set = bonus.node.read(segment)?;
            if set.at_most() > 0 {
                bonuses.push((bonus.weight, set));
            }
        }
        Ok(Self { groups: plan.groups.iter().map(scored).collect::<tantivy::Result<_>>()?, bonuses })
    }

    fn scorer(&self) -> Scorer<'_> {
        Scorer {
            groups: self.groups.iter().map(Scored::probes).collect(),
            bonuses: self.bonuses.iter().map(|(weight, list)| (*weight, list.probe())).collect(),
        }
    }
}

impl Scored {
    fn probes(&self) -> Probed<'_> {
        let head = if let Place::In(set) = &self.head { Some(set.probe()) } else { None };
        let (anywhere, kin) = (self.anywhere.as_ref().map(Set::probe), self.kin.as_ref().map(Set::probe));
        Probed { of: self, anywhere, head, kin, skill: self.skill.as_ref().map(Set::probe) }
    }
}

/// A group with readers of its lists.
struct Probed<'a> {
    of: &'a Scored,
    anywhere: Option<SetProbe<'a>>,
    head: Option<SetProbe<'a>>,
    kin: Option<SetProbe<'a>>,
    skill: Option<SetProbe<'a>>,
}

/// Adds up the text score of ascending documents.
struct Scorer<'a> {
    groups: Vec<Probed<'a>>,
    bonuses: Vec<(u32, SetProbe<'a>)>,
}

impl Scorer<'_> {
    fn score(&mut self, doc: u32, title_words: u8) -> u32 {
        let has = |probe: &mut Option<SetProbe<'_>>| probe.as_mut().is_some_and(|probe| probe.has(doc));
        let (mut score, mut in_title, mut weight_in_title) = (0, 0, 0);
        for Probed { of: group, anywhere, head, kin, skill } in &mut self.groups {
            let is_head = match group.head {
                Place::Everywhere => true,
                Place::Nowhere => false,
                Place::In(_) => has(head),
            };
            if is_head {
                score += group.weight * HEAD;
                in_title += group.words;
                weight_in_title += group.weight;
            } else if has(kin) {
                score += group.weight * KIN;
            } else if has(skill) {
                score += group.weight * SKILL;
            } else if group.required && (group.anywhere.is_none() || has(anywhere)) {
                score += group.weight * BODY;
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
