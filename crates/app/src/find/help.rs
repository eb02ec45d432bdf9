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
    /// Words to ask for instead: as they were probably meant, where those that were typed find nothing.
    pub words: Option<String>,
    pub vi: String,
    pub en: String,
    pub total: u64,
}

/// Help for a search that finds little: nothing in it finds less than that search, or as little.
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

/// Counts what would be found with each condition left out, a wider radius, other words. `found` is what the search
/// itself finds.
pub async fn help(app: &App, ctx: &Ctx, params: &Params, found: u64) -> Result<Help, AppError> {
    demand(ctx, Action::ReadPublic)?;
    let asked = understand(params, day_s(ctx.now)).map_err(AppError::Refused)?;
    let radii = radii(params, ctx);
    app.search(move |index| compute(index, &asked, &radii, found)).await
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

/// What wider searches look for: the words as they were typed or, where those as they were probably meant find
/// something only under fewer conditions, as they were meant.
struct Sought<'a> {
    asked: &'a Asked,
    meant: Option<String>,
}

impl Sought<'_> {
    fn words(&self) -> &str {
        self.meant.as_deref().unwrap_or(&self.asked.words)
    }

    /// The search with one condition left out.
    fn without(&self, index: &Index, at: usize) -> Result<Wider, AppError> {
        let Asked { filters, conditions, recognised, .. } = self.asked;
        let first = filters.get(at).map_or(0, |(first, _)| *first);
        let next = filters.get(at + 1).map_or(conditions.len(), |(next, _)| *next);
        let left_out = conditions.get(first..next).unwrap_or_default();
        let join = |words: fn(&super::Condition) -> &str| left_out.iter().map(words).collect::<Vec<_>>().join(", ");
        let (vi, en) = (join(|condition| &condition.vi), join(|condition| &condition.en));
        // A place that was taken from the words goes with its condition.
        let takes_place = recognised.is_some() && left_out.iter().any(|condition| condition.param == "place");
        let (vi, en) = match &self.meant {
            None => (format!("Bỏ “{vi}”"), format!("Without “{en}”")),
            Some(words) => (format!("Tìm “{words}”, bỏ “{vi}”"), format!("Search for “{words}” without “{en}”")),
        };
        Ok(Wider {
            without: left_out.iter().map(|condition| (condition.param, condition.value.clone())).collect(),
            within_km: None,
            words: self.meant.as_ref().map(|words| if takes_place { words.clone() } else { whole(self.asked, words) }),
            vi,
            en,
            total: index.count(self.words(), &leave_out(self.asked, at))?,
        })
    }

    /// The search with a wider radius.
    fn within(&self, index: &Index, (km, wider): &(u16, Asked)) -> Result<Wider, AppError> {
        let (vi, en) = match &self.meant {
            None => (format!("Trong vòng {km} km"), format!("Within {km} km")),
            Some(words) => {
                (format!("Tìm “{words}” trong vòng {km} km"), format!("Search for “{words}” within {km} km"))
            }
        };
        Ok(Wider {
            without: Vec::new(),
            within_km: Some(*km),
            words: self.meant.as_ref().map(|words| whole(self.asked, words)),
            vi,
            en,
            total: index.count(self.words(), &filters(wider))?,
        })
    }
}

fn compute(index: &Index, asked: &Asked, radii: &[(u16, Asked)], found: u64) -> Result<Help, AppError> {
    let without_place = asked.recognised.as_ref().map(|(words, _)| words.clone());
    let mut help = Help { without_place, ..Help::default() };
    let mut sought = Sought { asked, meant: None };
    let mut under_none = 0;
    if let Some(words) = index.correct(&asked.words)? {
        let total = index.count(&words, &filters(asked))?;
        if total > found {
            help.spelling = Some((whole(asked, &words), total));
        } else if found == 0 && !asked.filters.is_empty() {
            under_none = index.count(&words, &[])?;
            sought.meant = Some(words).filter(|_| under_none > 0);
        }
    }
    for at in 0..asked.filters.len() {
        help.wider.push(sought.without(index, at)?);
    }
    for radius in radii {
        help.wider.push(sought.within(index, radius)?);
    }
    help.wider.retain(|wider| wider.total > found);
    if let Some(words) = sought.meant.filter(|_| help.wider.is_empty()) {
        help.wider.push(unconditional(asked, words, under_none));
    }
    Ok(help)
}

/// The words as they were meant and nothing else, where leaving out one condition is not enough.
fn unconditional(asked: &Asked, words: String, total: u64) -> Wider {
    Wider {
        without: asked.conditions.iter().map(|condition| (condition.param, condition.value.clone())).collect(),
        within_km: None,
        vi: format!("Tìm “{words}”, bỏ mọi điều kiện"),
        en: format!("Search for “{words}” without any condition"),
        words: Some(words),
        total,
    }
}

/// The words with the place that was taken from them: it belongs to them.
fn whole(asked: &Asked, words: &str) -> String {
    match &asked.recognised {
        Some((_, place)) => format!("{words} {place}"),
        None => words.to_owned(),
    }
}

fn leave_out(asked: &Asked, at: usize) -> Vec<Filter> {
    let kept = asked.filters.iter().enumerate().filter(|(number, _)| *number != at);
    kept.map(|(_, (_, filter))| filter.clone()).collect()
}
