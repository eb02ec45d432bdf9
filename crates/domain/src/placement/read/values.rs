//! Single values: texts, whole numbers, days, instants, words of a list.

use super::{Fault, Node, Place, Wrong};
use crate::time::{DAY, Micros, day_number};
use chrono::NaiveDate;

/// Years that may be written.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2199;

/// A text.
pub(crate) fn text(node: &Node<'_>, place: &Place<'_>) -> Result<String, Wrong> {
    borrowed(node, place).map(str::to_owned)
}

fn borrowed<'n>(node: &'n Node<'_>, place: &Place<'_>) -> Result<&'n str, Wrong> {
    if let Node::Text(text) = node { Ok(text) } else { Err(Wrong::at(place, Fault::WrongType)) }
}

/// Yes or no.
pub(crate) fn truth(node: &Node<'_>, place: &Place<'_>) -> Result<bool, Wrong> {
    if let Node::Bool(truth) = node { Ok(*truth) } else { Err(Wrong::at(place, Fault::WrongType)) }
}

/// The items of a list, each read by itself.
pub(crate) fn list<'a, T>(
    node: &Node<'a>,
    place: &Place<'_>,
    reader: impl Fn(&Node<'a>, &Place<'_>) -> Result<T, Wrong>,
) -> Result<Vec<T>, Wrong> {
    let Node::List(items) = node else { return Err(Wrong::at(place, Fault::WrongType)) };
    items.iter().enumerate().map(|(at, item)| reader(item, &Place::Item(place, at))).collect()
}

/// A member of a closed list.
pub(crate) fn code<T>(find: impl Fn(&str) -> Option<T>) -> impl Fn(&Node<'_>, &Place<'_>) -> Result<T, Wrong> {
    move |node, place| find(borrowed(node, place)?).ok_or_else(|| Wrong::at(place, Fault::NotInList))
}

/// A number without fraction and exponent, from `least` to `most`.
pub(crate) fn whole(least: i64, most: i64) -> impl Fn(&Node<'_>, &Place<'_>) -> Result<i64, Wrong> {
    move |node, place| {
        let Node::Number(written) = node else { return Err(Wrong::at(place, Fault::WrongType)) };
        let digits = written.strip_prefix('-').unwrap_or(written);
        if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(Wrong::at(place, Fault::NotWhole));
        }
        // A number too long for an i64 is outside every range.
        let number = written.parse::<i64>().ok().filter(|number| (least..=most).contains(number));
        number.ok_or_else(|| Wrong::at(place, Fault::OutOfRange))
    }
}

/// A day, `2026-11-05`.
pub(crate) fn date(node: &Node<'_>, place: &Place<'_>) -> Result<NaiveDate, Wrong> {
    let written = borrowed(node, place)?.as_bytes();
    let day = if written.len() == 10 { day_of(written) } else { None };
    day.ok_or_else(|| Wrong::at(place, Fault::ImpossibleDate))
}

/// An instant of RFC 3339 as the rule restricts it.
pub(crate) fn instant(node: &Node<'_>, place: &Place<'_>) -> Result<Micros, Wrong> {
    let written = borrowed(node, place)?.as_bytes();
    instant_of(written).ok_or_else(|| Wrong::at(place, Fault::ImpossibleInstant))
}

/// The day in the first ten bytes.
fn day_of(written: &[u8]) -> Option<NaiveDate> {
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2, ..] = written else { return None };
    let year = i32::try_from(number_of(&[*y1, *y2, *y3, *y4])?).ok()?;
    let (month, day) = (number_of(&[*m1, *m2])?, number_of(&[*d1, *d2])?);
    if YEARS.contains(&year) { NaiveDate::from_ymd_opt(year, month, day) } else { None }
}

fn number_of(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0, |number, digit| {
        let digit = digit.checked_sub(b'0').filter(|digit| *digit <= 9)?;
        Some(number * 10 + u32::from(digit))
    })
}

fn instant_of(written: &[u8]) -> Option<Micros> {
    let day = day_of(written)?;
    let (letter, rest) = written[10..].split_first()?;
    let (clock, rest) = rest.split_at_checked(8)?;
    let seconds = seconds_of(clock)?;
    let (micros, zone) = fraction_of(rest)?;
    let local = i64::from(day_number(day)) * DAY + i64::from(seconds) * 1_000_000 + micros;
    let offset = i64::from(offset_of(zone)?) * 1_000_000;
    matches!(letter, b'T' | b't').then_some(Micros(local - offset))
}

/// `14:03:00`, the leap second not among them.
fn seconds_of(clock: &[u8]) -> Option<u32> {
    let [h1, h2, b':', m1, m2, b':', s1, s2] = clock else { return None };
    let (hours, minutes, seconds) = (number_of(&[*h1, *h2])?, number_of(&[*m1, *m2])?, number_of(&[*s1, *s2])?);
    (hours < 24 && minutes < 60 && seconds < 60).then_some(hours * 3_600 + minutes * 60 + seconds)
}

/// Microseconds of a fraction with 1 to 6 digits, and what follows it.
fn fraction_of(rest: &[u8]) -> Option<(i64, &[u8])> {
    let Some(after_point) = rest.strip_prefix(b".") else { return Some((0, rest)) };
    let digits = after_point.iter().take_while(|byte| byte.is_ascii_digit()).count();
    if !(1..=6).contains(&digits) {
        return None;
    }
    let (fraction, zone) = after_point.split_at(digits);
    let scale = 10_i64.pow(6 - u32::try_from(digits).ok()?);
    Some((i64::from(number_of(fraction)?) * scale, zone))
}

/// Seconds by which local time is ahead of UTC.
fn offset_of(zone: &[u8]) -> Option<i32> {
    let (sign, clock) = zone.split_first()?;
    if matches!(sign, b'Z' | b'z') {
        return clock.is_empty().then_some(0);
    }
    let [h1, h2, b':', m1, m2] = clock else { return None };
    let (hours, minutes) = (number_of(&[*h1, *h2])?, number_of(&[*m1, *m2])?);
    let seconds = i32::try_from(hours * 3_600 + minutes * 60).ok()?;
    match sign {
        _ if hours > 23 || minutes > 59 => None,
        b'+' => Some(seconds),
        b'-' => Some(-seconds),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::borrow::Cow;

    fn read(written: &str) -> Option<String> {
        let node = Node::Text(Cow::Borrowed(written));
        instant(&node, &Place::Root).ok().map(|at| format!("{} {}", at.rfc3339(), at.0.rem_euclid(1_000_000)))
    }

    #[test]
    fn instants_are_read_with_any_offset_and_fraction() {
        for (written, at) in [
            ("2026-11-05T14:03:00+07:00", "2026-11-05T14:03:00+07:00 0"),
            ("2026-11-05t07:03:00Z", "2026-11-05T14:03:00+07:00 0"),
            ("2026-11-05T07:03:00.5z", "2026-11-05T14:03:00+07:00 500000"),
            ("2026-11-05T18:30:00.000001-23:59", "2026-11-07T01:29:00+07:00 1"),
            ("1900-01-01T00:00:00-00:00", "1900-01-01T07:00:00+07:00 0"),
        ] {
            assert_eq!(read(written).as_deref(), Some(at), "{written}");
        }
    }

    #[test]
    fn instants_that_the_rule_does_not_name_are_refused() {
        for written in [
            "2026-11-05",
            "2026-11-05T14:03:00",
            "2026-11-05 14:03:00Z",
            "2026-11-05T24:00:00Z",
            "2026-11-05T14:60:00Z",
            "2026-11-05T14:03:60Z",
            "2026-11-05T14:03Z",
            "2026-11-05T14:03:00.Z",
            "2026-11-05T14:03:00.1234567Z",
            "2026-11-05T14:03:00+7:00",
            "2026-11-05T14:03:00+24:00",
            "2026-11-05T14:03:00+07:60",
            "2026-02-29T00:00:00Z",
            "1899-12-31T23:59:59Z",
            "2200-01-01T00:00:00Z",
            "2026-11-05T14:03:00Z ",
            "2026-11-05T14:03:00+0700",
            "２０２６-11-05T14:03:00Z",
            "2026-11-05T14:03:00,5Z",
        ] {
            assert_eq!(read(written), None, "{written}");
        }
    }

    #[test]
    fn whole_numbers_have_no_fraction_and_no_exponent() {
        let number = |written: &'static str| whole(0, 36_500)(&Node::Number(Cow::Borrowed(written)), &Place::Root);
        for (written, answer) in [
            ("0", Ok(0)),
            ("-0", Ok(0)),
            ("36500", Ok(36_500)),
            ("36501", Err(Fault::OutOfRange)),
            ("-1", Err(Fault::OutOfRange)),
            ("99999999999999999999", Err(Fault::OutOfRange)),
            ("1.0", Err(Fault::NotWhole)),
            ("1e2", Err(Fault::NotWhole)),
        ] {
            assert_eq!(number(written).map_err(|wrong| wrong.fault), answer, "{written}");
        }
    }
}
