//! Which postings match: words and filters met in each segment, with exact totals and facets.

use crate::bits;
use crate::lists::{self, List};
use crate::plan::Plan;
use crate::query::{Filter, Query, Results};
use crate::ranking::{Ranking, Top};
use crate::schema::Kind;
use crate::segment::Segment;
use crate::view::View;

/// Up to this many documents a condition is asked of each; beyond, the lists of its terms are joined.
const ASKED_ONE_BY_ONE: u32 = 50_000;

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
        Ranking::new(view, plan, query)?.rank(&found, &mut top);
        (results.hits, results.more) = top.into_hits(view, query)?;
    }
    Ok(results)
}

/// Number of postings that match.
pub(crate) fn count(view: &View, plan: &Plan, filters: &[Filter]) -> tantivy::Result<u64> {
    view.segments.iter().map(|segment| Ok(u64::from(matches(segment, plan, filters)?.len()))).sum()
}

fn matches(segment: &Segment, plan: &Plan, filters: &[Filter]) -> tantivy::Result<List> {
    let mut parts = Vec::with_capacity(plan.groups.len() + filters.len());
    for group in &plan.groups {
        let list = group.anywhere.list(segment)?;
        if list.is_empty() {
            return Ok(list);
        }
        parts.push(list);
    }
    for filter in filters {
        if let Filter::Any(terms) = filter {
            parts.push(any(segment, terms)?);
        }
    }
    let mut found = lists::intersect(parts).unwrap_or_else(|| List::all(segment.size()));
    for filter in filters {
        found = narrow(segment, found, filter)?;
    }
    Ok(segment.keep_alive(found))
}

fn any(segment: &Segment, terms: &[String]) -> tantivy::Result<List> {
    let lists = terms.iter().map(|term| segment.list(Kind::Facet, term)).collect::<tantivy::Result<Vec<_>>>()?;
    Ok(lists::union(lists, segment.size()))
}

fn narrow(segment: &Segment, found: List, filter: &Filter) -> tantivy::Result<List> {
    let packed = &segment.packed;
    Ok(match filter {
        Filter::Any(_) => found,
        Filter::Place { communes, terms } => return in_place(segment, &found, communes, terms),
        Filter::PayAtLeastK(least) => found.filter(|doc| packed.pay[doc as usize].1 >= *least),
        Filter::PostedSinceS(since) => {
            let end = packed.posted.partition_point(|posted| u64::from(*posted) >= *since) as u32;
            found.filter(|doc| doc < end)
        }
        Filter::DeadlineFromDay(day) => found.filter(|doc| {
            let deadline = packed.deadlines[doc as usize];
            deadline == 0 || deadline >= *day
        }),
    })
}

fn in_place(segment: &Segment, found: &List, communes: &[u16], terms: &[String]) -> tantivy::Result<List> {
    if found.len() > ASKED_ONE_BY_ONE || !terms.is_empty() {
        let mut all = terms.to_vec();
        all.extend(communes.iter().map(|commune| commune_term(*commune)));
        let place = any(segment, &all)?;
        return Ok(lists::intersect(vec![found.clone(), place]).unwrap_or_else(List::empty));
    }
    let mut wanted = vec![0; bits::words_for(u32::from(u16::MAX))];
    communes.iter().for_each(|commune| bits::set(&mut wanted, u32::from(*commune)));
    let packed = &segment.packed;
    Ok(found.filter(|doc| packed.communes_of(doc).iter().any(|commune| bits::has(&wanted, u32::from(*commune)))))
}

/// The facet term of a commune.
pub(crate) fn commune_term(dense: u16) -> String {
    format!("c:{dense}")
}
