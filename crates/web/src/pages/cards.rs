//! Cards of the index as items of lists.

use chrono::NaiveDate;
use sanviec_app::find::{self, Card, CardPay};

use crate::format::{Currency, Pay, Per};
use crate::http::Visit;
use crate::view::Item;

/// Items of an answer; a card that cannot be read is left out and logged, so that one bad row hides no other.
pub(crate) fn items(visit: &Visit, found: &[find::Item]) -> Vec<Item> {
    found.iter().filter_map(|hit| item(visit, hit)).collect()
}

fn item(visit: &Visit, hit: &find::Item) -> Option<Item> {
    let card: Card = serde_json::from_slice(&hit.card)
        .inspect_err(|error| {
            tracing::error!(%error, "a card of the index cannot be read");
            visit.app().index().ask_for_check();
        })
        .ok()?;
    let today = visit.ctx.today();
    let deadline = card.deadline_on.as_deref().and_then(|day| day.parse::<NaiveDate>().ok());
    let first = card.places.first().map_or(card.place.as_str(), |place| place.name.as_str());
    Some(Item {
        place: first.into(),
        more_places: u32::try_from(card.places.len().saturating_sub(1)).unwrap_or_default(),
        pay: pay(card.pay.as_ref()),
        pattern: time_words(visit, card.working_time.as_deref()),
        posted_on: card.posted_at.get(..10).and_then(|day| day.parse().ok()).unwrap_or(today),
        deadline: deadline.map(|day| (day, (day - today).num_days())),
        // Whole kilometres between the middles of communes: below one it says "about one".
        distance_m: hit.km.map(|km| u32::from(km.max(1)) * 1000),
        code: card.id,
        slug: card.slug,
        title: card.title.into(),
        employer: card.employer.into(),
    })
}

fn time_words(visit: &Visit, code: Option<&str>) -> String {
    match code {
        Some("full") => visit.lang.t("term-full"),
        Some("part") => visit.lang.t("term-part"),
        _ => String::new(),
    }
}

/// Pay of a card.
pub(crate) fn pay(pay: Option<&CardPay>) -> Pay {
    let Some(pay) = pay else { return Pay::Unstated };
    if pay.agreed {
        return Pay::Agreed;
    }
    let per = match pay.per.as_deref() {
        Some("day") => Per::Day,
        Some("hour") => Per::Hour,
        Some("piece") => Per::Piece,
        Some("year") => Per::Year,
        _ => Per::Month,
    };
    let currency = if pay.currency.as_deref() == Some("USD") { Currency::Usd } else { Currency::Vnd };
    Pay::Band { min: pay.min, max: pay.max, per, currency }
}
