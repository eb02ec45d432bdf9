//! What to say when a search finds little: which condition costs how much, what was probably meant, how far one would
//! have to go.

use super::params::Params;
use super::search::{day_s, filters};
use super::understood::{Asked, understand};
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::AppError;
use crate::rights::{Action, demand};
use sanviec_search::{Filter, Index};

/// A wider search and how much it finds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wider {
    /// Conditions to leave out: parameter and value.
    pub without: Vec<(&'static str, String)>,
    /// Radius to ask for instead, kilometres.
    pub within_km: Option<u16>,
    pub vi: String,
    pub en: String,
    pub total: u64,
}

/// Help for a search that finds little.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Help {
    /// The words as they were probably meant, with what they find.
    pub spelling: Option<(String, u64)>,
    pub wider: Vec<Wider>,
    /// The words without a place that was recognised at their end, where one was.
    pub without_place: Option<String>,
}

/// A search that finds fewer than this finds little.
pub const FEW: u64 = 5;

/// Counts what would be found with each condition left out, a wider radius, other words.
pub async fn help(app: &App, ctx: &Ctx, params: &Params) -> Result<Help, AppError> {
    demand(ctx, Action::ReadPublic)?;
    let asked = understand(params, day_s(ctx.now)).map_err(AppError::Refused)?;
    let radii = radii(params, ctx);
    app.search(move |index| compute(index, &asked, radii)).await
}

/// The same search with each radius that is wider than the asked one.
fn radii(params: &Params, ctx: &Ctx) -> Vec<(u16, Asked)> {
    let text = params.within_km.trim();
    let asked = if text.is_empty() { Ok(0) } else { text.parse::<u16>() };
    let Ok(asked) = asked else { return Vec::new() };
    let wider = [5, 10, 25, 50, 100].into_iter().filter(|km| *km > asked);
    let understood = wider.filter_map(|km| {
        let params = Params { within_km: km.to_string(), ..params.clone() };
        Some((km, understand(&params, day_s(ctx.now)).ok()?))
    });
    understood.collect()
}

fn compute(index: &Index, asked: &Asked, radii: Vec<(u16, Asked)>) -> Result<Help, AppError> {
    let without_place = asked.recognised.as_ref().map(|(words, _)| words.clone());
    let mut help = Help { without_place, ..Help::default() };
    if let Some(corrected) = index.correct(&asked.words)? {
        let total = index.count(&corrected, &filters(asked))?;
        // A place that was taken from the words belongs to them.
        let place = asked.recognised.as_ref().map(|(_, place)| format!(" {place}")).unwrap_or_default();
        help.spelling = Some((corrected + &place, total)).filter(|(_, total)| *total > 0);
    }
    for (at, (first, _)) in asked.filters.iter().enumerate() {
        let rest: Vec<Filter> = leave_out(asked, at);
        let total = index.count(&asked.words, &rest)?;
        let next = asked.filters.get(at + 1).map_or(asked.conditions.len(), |(next, _)| *next);
        let left_out = &asked.conditions[*first..next];
        let join = |words: fn(&super::Condition) -> &str| left_out.iter().map(words).collect::<Vec<_>>().join(", ");
        help.wider.push(Wider {
            without: left_out.iter().map(|condition| (condition.param, condition.value.clone())).collect(),
            within_km: None,
            vi: format!("Bỏ “{}”", join(|condition| &condition.vi)),
            en: format!("Without “{}”", join(|condition| &condition.en)),
            total,
        });
    }
    for (km, wider) in radii {
        let total = index.count(&wider.words, &filters(&wider))?;
        let (vi, en) = (format!("Trong vòng {km} km"), format!("Within {km} km"));
        help.wider.push(Wider { without: Vec::new(), within_km: Some(km), vi, en, total });
    }
    help.wider.retain(|wider| wider.total > 0);
    Ok(help)
}

fn leave_out(asked: &Asked, at: usize) -> Vec<Filter> {
    let kept = asked.filters.iter().enumerate().filter(|(number, _)| *number != at);
    kept.map(|(_, (_, filter))| filter.clone()).collect()
}
