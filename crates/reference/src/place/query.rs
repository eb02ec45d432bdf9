//! Places inside the words of a search: "kế toán quận 7", "bảo vệ Thuận An Bình Dương".

use super::{Confidence, Item, Resolution, mention, resolve};
use crate::skill;
use crate::unit::Level;
use sanviec_text::Words;
use std::ops::Range;

/// The place that a query ends with, with the bytes that name it. Ordinary words are not eaten: a name must be said
/// to be a unit's, or be a province's or an old district's, or stand before one.
pub fn find_in_query(text: &str) -> Option<(Range<usize>, Item)> {
    let words = Words::of(text);
    // Most queries name no place: where their last word ends no name, no tail is looked at.
    if !words.get(words.len().checked_sub(1)?).is_some_and(|last| mention::may_end(last.folded)) {
        return None;
    }
    for (start, first) in words.iter().enumerate().filter(|(_, first)| mention::may_begin(first.folded)) {
        let span = words.bytes(start..words.len());
        let tail = &text[span.clone()];
        if let Some(item) = place_of(tail, first.folded, words.len() - start) {
            return Some((span, item));
        }
    }
    None
}

/// A tail that is wholly the name of one place.
fn place_of(tail: &str, first: &str, words: usize) -> Option<Item> {
    const KINDS: [&str; 12] = [
        "quan ",
        "huyen ",
        "thi xa ",
        "thanh pho ",
        "tp ",
        "tinh ",
        "phuong ",
        "xa ",
        "q ",
        "p ",
        "district ",
        "ward ",
    ];
    if matches!(first, "o" | "tai" | "in" | "at") && words > 1 || skill::named(tail).is_some() {
        return None;
    }
    let folded = sanviec_text::fold(tail).replace('.', " ");
    let parts = mention::parts(tail);
    let [part] = parts.as_slice() else { return None };
    // "Phương Mai" begins like a ward and names none.
    let begins_said = part.mentions.first().is_some_and(mention::Mention::is_said);
    let said = begins_said && KINDS.iter().any(|kind| folded.starts_with(kind));
    if !mention::covers_all(tail, part) {
        return None;
    }
    let Resolution::Places(mut items) = resolve(tail) else { return None };
    if items.len() != 1 {
        return None;
    }
    let item = items.remove(0);
    let large = item.found.level() != Level::Commune;
    let below_another = part.mentions.len() > 1;
    let long_enough = words >= 2 || said || is_alias(&folded);
    let usable = long_enough && (said || large || below_another) && item.confidence > Confidence::Ambiguous;
    usable.then_some(item)
}

fn is_alias(folded: &str) -> bool {
    matches!(
        folded.trim(),
        "hcm" | "tphcm" | "hcmc" | "hanoi" | "danang" | "saigon" | "hn" | "brvt" | "hue" | "q1" | "q7"
    ) || folded.trim().strip_prefix('q').is_some_and(|number| number.parse::<u8>().is_ok())
}
