//! What live postings name, without the postings: the places, occupations and employers of a site map.

use crate::app::App;
use crate::ctx::Ctx;
use crate::error::AppError;
use crate::rights::{Action, demand};
use sanviec_reference::unit;

/// Codes that live postings name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listed {
    /// Provinces, then communes, in force.
    pub places: Vec<&'static str>,
    /// Occupations and the groups above them.
    pub occupations: Vec<String>,
}

/// The places and occupations that live postings name.
pub async fn listed(app: &App, ctx: &Ctx) -> Result<Listed, AppError> {
    demand(ctx, Action::ReadPublic)?;
    let read = app.search(|index| {
        let (provinces, communes) = (index.facet_terms("p:")?, index.facet_terms("c:")?);
        let provinces = unit::provinces().iter().filter(|unit| provinces.contains(&format!("p:{}", unit.code)));
        let communes = unit::communes().iter().filter(|unit| communes.contains(&format!("c:{}", unit.dense)));
        let places = provinces.chain(communes).map(|unit| unit.code).collect();
        Ok(Listed { places, occupations: without(index.facet_terms("o:")?, "o:") })
    });
    read.await
}

/// The codes of the employers that live postings are of, in an order that does not change.
pub async fn listed_employers(app: &App, ctx: &Ctx) -> Result<Vec<String>, AppError> {
    demand(ctx, Action::ReadPublic)?;
    app.search(|index| Ok(without(index.facet_terms("e:")?, "e:"))).await
}

fn without(terms: impl IntoIterator<Item = String>, start: &str) -> Vec<String> {
    terms.into_iter().filter_map(|term| term.strip_prefix(start).map(str::to_owned)).collect()
}
