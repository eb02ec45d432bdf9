//! The days of a placement as a picture: a line for each month, a square for each day, told apart by shape as well as
//! by shade. It is drawn here, without script and without styles; the same days stand in a table beside it.

use std::fmt::Write;

use chrono::{Datelike, Days, NaiveDate};
use sanviec_domain::placement::{DayKind, Stretch};

use super::words;
use crate::http::Visit;

/// Side of a square, with its gap to the next day and to the next month.
const STEP: u32 = 11;
const ROW: u32 = 15;
const SIDE: u32 = 9;
/// Width of the names of months, height of the line with days. Letters are read on a screen of 360 px, where the
/// picture is smaller than drawn.
const LEFT: u32 = 62;
const TOP: u32 = 18;
const LETTERS: u32 = 13;
/// Height of a line below the picture.
const LINE: u32 = 18;
/// Longest picture, in months; longer placements have the table.
const MONTHS_MOST: usize = 36;

/// The picture; nothing for days that are none, or too many.
pub(super) fn svg(visit: &Visit, runs: &[(Stretch, DayKind)]) -> Option<String> {
    let (first, last) = (runs.first()?.0.first_on(), runs.last()?.0.last_on());
    let months = months(first, last);
    if months.len() > MONTHS_MOST {
        return None;
    }
    let kinds: Vec<DayKind> = DayKind::ALL.iter().copied().filter(|kind| has(runs, *kind)).collect();
    let rows = u32::try_from(months.len()).ok()?;
    let legend_top = TOP + rows * ROW + 8;
    let (width, height) = (LEFT + 31 * STEP + 2, legend_top + u32::try_from(kinds.len()).ok()?.div_ceil(2) * LINE);
    let title =
        visit.lang.t2("placement-calendar", ("from", &words::day(visit, first)), ("through", &words::day(visit, last)));
    let mut out = String::new();
    push(
        &mut out,
        format_args!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="100%" role="img" aria-label="{title}" font-family="inherit" font-size="{LETTERS}"><title>{title}</title>"#
        ),
    );
    for day in [1, 10, 20, 31] {
        let x = LEFT + (day - 1) * STEP + SIDE / 2;
        push(&mut out, format_args!(r#"<text x="{x}" y="12" text-anchor="middle" fill="currentColor">{day}</text>"#));
    }
    for (at, (year, month)) in (0_u32..).zip(&months) {
        let y = TOP + at * ROW + 12;
        push(&mut out, format_args!(r#"<text x="0" y="{y}" fill="currentColor">{month:02}/{year}</text>"#));
    }
    for (run, kind) in runs {
        for number in 0..u64::from(run.len().unsigned_abs()) {
            let day = run.first_on() + Days::new(number);
            let Some(at) = months.iter().position(|month| *month == (day.year(), day.month())) else { continue };
            let at = u32::try_from(at).ok()?;
            square(&mut out, (LEFT + day.day0() * STEP, TOP + at * ROW + (ROW - SIDE) / 2), *kind);
        }
    }
    for (at, kind) in (0_u32..).zip(&kinds) {
        let (x, y) = (at % 2 * (width / 2), legend_top + at / 2 * LINE);
        square(&mut out, (x, y), *kind);
        let (x, y, word) = (x + SIDE + 4, y + SIDE + 1, words::term(visit, "day", kind.code()));
        push(&mut out, format_args!(r#"<text x="{x}" y="{y}" fill="currentColor">{word}</text>"#));
    }
    out.push_str("</svg>");
    Some(out)
}

fn has(runs: &[(Stretch, DayKind)], wanted: DayKind) -> bool {
    runs.iter().any(|(_, kind)| *kind == wanted)
}

fn push(out: &mut String, what: std::fmt::Arguments<'_>) {
    out.write_fmt(what).expect("writing to a text cannot fail");
}

fn months(first: NaiveDate, last: NaiveDate) -> Vec<(i32, u32)> {
    let number = |day: NaiveDate| day.year() * 12 + i32::try_from(day.month0()).unwrap_or_default();
    (number(first)..=number(last))
        .map(|month| (month.div_euclid(12), month.rem_euclid(12).unsigned_abs() + 1))
        .collect()
}

/// A square: full, empty, crossed, halved, black with a white cross, a point, a thin outline.
fn square(out: &mut String, (x, y): (u32, u32), kind: DayKind) {
    let (right, bottom, middle) = (x + SIDE, y + SIDE, y + SIDE / 2);
    let frame = |fill: &str, line: &str| {
        format!(r#"<rect x="{x}" y="{y}" width="{SIDE}" height="{SIDE}" fill="{fill}" stroke="{line}"/>"#)
    };
    let cross = |line: &str| {
        format!(r#"<path d="M{x} {y}L{right} {bottom}M{right} {y}L{x} {bottom}" stroke="{line}" fill="none"/>"#)
    };
    let drawn = match kind {
        DayKind::Verified => frame("#00703c", "#00703c"),
        DayKind::Missing => frame("none", "#d4351c"),
        DayKind::Disputed => format!("{}{}", frame("#ffdd00", "#d4351c"), cross("#0b0c0c")),
        DayKind::Paused => {
            let half = SIDE / 2;
            format!(
                r##"{}<rect x="{x}" y="{middle}" width="{SIDE}" height="{half}" fill="#1d70b8"/>"##,
                frame("none", "#1d70b8")
            )
        }
        DayKind::Gap => format!("{}{}", frame("#505a5f", "#505a5f"), cross("#ffffff")),
        DayKind::Dropped => frame("#b1b4b6", "#505a5f"),
        DayKind::Ahead => {
            let (cx, cy) = (x + SIDE / 2, middle);
            format!(r##"<circle cx="{cx}" cy="{cy}" r="1.5" fill="#505a5f"/>"##)
        }
    };
    out.push_str(&drawn);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_run_over_the_end_of_a_year() {
        let day = |text: &str| text.parse::<NaiveDate>().expect("a day");
        let between = months(day("2026-11-30"), day("2027-01-01"));
        assert_eq!(between, [(2026, 11), (2026, 12), (2027, 1)]);
    }

    #[test]
    fn every_kind_of_day_has_a_shape_of_its_own() {
        let drawn = |kind: &DayKind| {
            let mut out = String::new();
            square(&mut out, (0, 0), *kind);
            out
        };
        let mut shapes: Vec<String> = DayKind::ALL.iter().map(drawn).collect();
        shapes.sort();
        shapes.dedup();
        assert_eq!(shapes.len(), DayKind::ALL.len());
    }
}
