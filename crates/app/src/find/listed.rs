//! What live postings name, without the postings: the places, occupations and employers of a site map.
//!
//! It is kept, for the index is walked from end to end for it, and whoever asks is anybody.

use crate::app::App;
use crate::ctx::Ctx;
use crate::error::AppError;
use crate::rights::{Action, demand};
use sanviec_domain::time::Micros;
use sanviec_reference::unit;
use sanviec_search::Index;
use std::sync::Arc;
use tokio::sync::Mutex;

/// For how long a list may stand that postings have changed since.
const FRESH_US: i64 = 10 * 60 * 1_000_000;

/// Codes that live postings name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listed {
    /// Provinces, then communes, in force.
    pub places: Vec<&'static str>,
    /// Occupations and the groups above them.
    pub occupations: Vec<String>,
    /// Employers, in an order that does not change.
    pub employers: Vec<String>,
}

/// The list that was made last. Held by whoever makes the next one, so that however many ask, one is made.
pub(crate) type Kept = Arc<Mutex<Option<Made>>>;

/// A list, what the index was when it was made, and when that was.
pub(crate) struct Made {
    seen: String,
    at: Micros,
    listed: Arc<Listed>,
}

impl Made {
    fn holds(&self, seen: &str, now: Micros) -> bool {
        self.seen == seen || (0..FRESH_US).contains(&(now.0 - self.at.0))
    }
}

/// The places, occupations and employers that live postings name, or named a few minutes ago.
pub async fn listed(app: &App, ctx: &Ctx) -> Result<Arc<Listed>, AppError> {
    demand(ctx, Action::ReadPublic)?;
    let mut kept = app.listed().clone().lock_owned().await;
    let (seen, at) = (app.index_seen()?, ctx.now);
    if let Some(made) = kept.as_ref().filter(|made| made.holds(&seen, at)) {
        return Ok(made.listed.clone());
    }
    // What holds the list goes with the work: who hangs up lets nobody else begin the same.
    let walk = app.search(move |index| {
        let listed = Arc::new(read(index)?);
        *kept = Some(Made { seen, at, listed: listed.clone() });
        Ok(listed)
    });
    walk.await
}

fn read(index: &Index) -> Result<Listed, AppError> {
    let (provinces, communes) = (index.facet_terms("p:")?, index.facet_terms("c:")?);
    let provinces = unit::provinces().iter().filter(|unit| provinces.contains(&format!("p:{}", unit.code)));
    let communes = unit::communes().iter().filter(|unit| communes.contains(&format!("c:{}", unit.dense)));
    let places = provinces.chain(communes).map(|unit| unit.code).collect();
    let (occupations, employers) = (without(index.facet_terms("o:")?, "o:"), without(index.facet_terms("e:")?, "e:"));
    Ok(Listed { places, occupations, employers })
}

fn without(terms: impl IntoIterator<Item = String>, start: &str) -> Vec<String> {
    terms.into_iter().filter_map(|term| term.strip_prefix(start).map(str::to_owned)).collect()
}
