//! An outcome as the rule shows it, written by itself.

use chrono::{Days, NaiveDate};

#[derive(Default)]
pub(super) struct Outcome {
    pub(super) id: String,
    pub(super) status: &'static str,
    pub(super) start: Option<i64>,
    pub(super) clock_from: Option<i64>,
    pub(super) due: Option<i64>,
    pub(super) required: i64,
    pub(super) counted: i64,
    pub(super) verified: i64,
    pub(super) missing: Vec<i64>,
    pub(super) disputed: Vec<i64>,
    pub(super) gaps: Vec<i64>,
    pub(super) paused: Vec<i64>,
    pub(super) on: Option<i64>,
    pub(super) reason: Option<String>,
}

fn date(day: i64) -> String {
    let epoch = NaiveDate::default();
    let day = if day < 0 { epoch - Days::new(day.unsigned_abs()) } else { epoch + Days::new(day.unsigned_abs()) };
    format!("\"{}\"", day.format("%Y-%m-%d"))
}

fn maybe(day: Option<i64>) -> String {
    day.map_or_else(|| "null".to_owned(), date)
}

/// Days one by one, as runs of neighbours.
fn runs(days: &[i64]) -> String {
    let mut runs: Vec<(i64, i64)> = Vec::new();
    for day in days {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == *day => *last = *day,
            _ => runs.push((*day, *day)),
        }
    }
    let runs: Vec<String> =
        runs.iter().map(|(from, last)| format!("{{\"from\":{},\"through\":{}}}", date(*from), date(*last))).collect();
    format!("[{}]", runs.join(","))
}

impl Outcome {
    pub(super) fn written(&self) -> String {
        let reason = self.reason.as_ref().map_or_else(|| "null".to_owned(), |reason| format!("\"{reason}\""));
        [
            format!("{{\"id\":\"{}\",\"status\":\"{}\"", self.id, self.status),
            format!("\"start\":{},\"clock_from\":{}", maybe(self.start), maybe(self.clock_from)),
            format!("\"due\":{},\"required_days\":{}", maybe(self.due), self.required),
            format!("\"counted_days\":{},\"verified_days\":{}", self.counted, self.verified),
            format!("\"missing\":{},\"disputed\":{}", runs(&self.missing), runs(&self.disputed)),
            format!("\"gaps\":{},\"paused\":{}", runs(&self.gaps), runs(&self.paused)),
            format!("\"on\":{},\"reason\":{reason}}}", maybe(self.on)),
        ]
        .join(",")
    }
}
