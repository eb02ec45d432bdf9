//! Which postings match: words and filters met in each segment, with exact totals and facets.

use crate::bits;
use crate::lists::{self, List};
use crate::plan::Plan;
use crate::query::{Filter, Query, Results};
use crate::ranking::{Ranking, Top};
use crate::schema::Kind;
use crate::segment::Segment;
use crate::sets::Set;
use crate::view::View;

/// A commune is asked of each document where the words leave so few for each commune; else the lists of the communes
/// are joined.
const ASKED_FOR_A_COMMUNE: u32 = 16;

/// Answers a query over all segments of a view.
pub(crate) fn search(view: &View, plan: &Plan, query: &Query) -> tantivy::Result<Results> {
    let mut results = Results { facets: query.facets.then(Default::default), ..Results::default() };
    let mut found = Vec::with_capacity(view.segments.len());
    for segment in &view.segments {
        let list = matches(segment, plan, &query.filters)?;
        results.total += u64::from(list.len());
        if let Some(facets) = &mut results.facets {
            facets.add(segment, &list);
        }
        found.push(list);
    }
    if query.limit > 0 && results.total > 0 {
        let mut top = Top::new(query);
        Ranking::new(view, plan, query).rank(&found, &mut top)?;
        (results.hits, results.more) = top.into_hits(view, query)?;
    }
    Ok(results)
}

/// Number of postings that match.
pub(crate) fn count(view: &View, plan: &Plan, filters: &[Filter]) -> tantivy::Result<u64> {
    view.segments.iter().map(|segment| Ok(u64::from(matches(segment, plan, filters)?.len()))).sum()
}

fn matches(segment: &Segment, plan: &Plan, filters: &[Filter]) -> tantivy::Result<List> {
    let words = plan.required().map(|group| group.anywhere.read(segment)).collect::<tantivy::Result<Vec<_>>>()?;
    if !plan.lacks_one {
        return meet(segment, words, filters);
    }
    let most = (0..words.len()).map(|lacking| {
        let others = words.iter().enumerate().filter(|(at, _)| *at != lacking);
        Set::all(others.map(|(_, set)| set.clone()).collect())
    });
    let found = meet(segment, vec![Set::any(most.collect())], filters)?;
    Ok(lists::without(&found, &Set::all(words).meet(&found, segment.size())))
}

/// The living documents that are in all sets and pass all filters.
fn meet(segment: &Segment, words: Vec<Set>, filters: &[Filter]) -> tantivy::Result<List> {
    if words.iter().any(|set| set.at_most() == 0) {
        return Ok(List::empty());
    }
    let (mut parts, mut asked) = (words, Vec::new());
    for filter in filters {
        match filter {
            Filter::Any(terms) => parts.push(any(segment, terms)?),
            Filter::Place { communes, terms } if !asks_each(&parts, communes, terms) => {
                let communes = communes.iter().map(|commune| commune_term(*commune));
                parts.push(any(segment, &communes.chain(terms.iter().cloned()).collect::<Vec<_>>())?);
            }
            Filter::Place { .. } | Filter::PayAtLeastK(_) | Filter::PostedSinceS(_) | Filter::DeadlineFromDay(_) => {
                asked.push(filter);
            }
        }
    }
    // The smallest first: the others are only asked about what is left.
    parts.sort_by_key(Set::at_most);
    let mut found = None;
    for part in &parts {
        found = Some(match found {
            None => part.list(segment.size()),
            Some(found) => part.meet(&found, segment.size()),
        });
    }
    let mut found = found.unwrap_or_else(|| List::all(segment.size()));
    for filter in asked {
        found = narrow(segment, found, filter);
    }
    Ok(segment.keep_alive(found))
}

/// Whether the words leave so little that the place is best asked of each document.
fn asks_each(parts: &[Set], communes: &[u16], terms: &[String]) -> bool {
    let left = parts.iter().map(Set::at_most).min().unwrap_or(u32::MAX);
    terms.is_empty() && left / ASKED_FOR_A_COMMUNE < communes.len() as u32
}

fn any(segment: &Segment, terms: &[String]) -> tantivy::Result<Set> {
    let lists = terms.iter().map(|term| Ok(Set::One(segment.list(Kind::Facet, term)?)));
    Ok(Set::any(lists.collect::<tantivy::Result<_>>()?))
}

fn narrow(segment: &Segment, found: List, filter: &Filter) -> List {
    let packed = &segment.packed;
    match filter {
        Filter::Any(_) => found,
        Filter::Place { communes, .. } => {
            let mut wanted = vec![0; bits::words_for(u32::from(u16::MAX))];
            communes.iter().for_each(|commune| bits::set(&mut wanted, u32::from(*commune)));
            let is_wanted = |commune: &u16| bits::has(&wanted, u32::from(*commune));
            found.filter(|doc| packed.communes_of(doc).iter().any(is_wanted))
        }
        Filter::PayAtLeastK(least) => found.filter(|doc| packed.pay[doc as usize].1 >= *least),
        Filter::PostedSinceS(since) => {
            let end = packed.posted.partition_point(|posted| u64::from(*posted) >= *since) as u32;
            found.filter(|doc| doc < end)
        }
        Filter::DeadlineFromDay(day) => found.filter(|doc| {
            let deadline = packed.deadlines[doc as usize];
            deadline == 0 || deadline >= *day
        }),
    }
}

/// The facet term of a commune.
pub(crate) fn commune_term(dense: u16) -> String {
    format!("c:{dense}")
}
