//! The outcome as one line of JSON, always with the same keys in the same order and without blanks: evaluating a claim
//! again with what it holds must give the same bytes for ever, so no library's habits may enter them.

use super::{CaseError, Outcome, Stretch};
use chrono::{Datelike, NaiveDate};
use std::fmt::Write;

impl Outcome {
    /// The line, without its end.
    pub fn to_json(&self) -> String {
        let mut line = String::with_capacity(512);
        line.push_str("{\"id\":");
        text(&mut line, &self.id);
        line.push_str(",\"status\":");
        text(&mut line, self.status.code());
        for (key, day) in [("start", self.start), ("clock_from", self.clock_from), ("due", self.due)] {
            key_of(&mut line, key);
            date(&mut line, day);
        }
        for (key, number) in [
            ("required_days", self.required_days),
            ("counted_days", self.counted_days),
            ("verified_days", self.verified_days),
        ] {
            key_of(&mut line, key);
            push(&mut line, format_args!("{number}"));
        }
        for (key, runs) in
            [("missing", &self.missing), ("disputed", &self.disputed), ("gaps", &self.gaps), ("paused", &self.paused)]
        {
            key_of(&mut line, key);
            stretches(&mut line, runs);
        }
        key_of(&mut line, "on");
        date(&mut line, self.on);
        key_of(&mut line, "reason");
        match self.reason {
            Some(reason) => text(&mut line, reason.code()),
            None => line.push_str("null"),
        }
        line.push('}');
        line
    }
}

impl CaseError {
    /// The line that stands for a case that cannot be read, without its end.
    pub fn to_json(&self) -> String {
        let mut line = String::from("{\"id\":");
        match &self.id {
            Some(id) => text(&mut line, id),
            None => line.push_str("null"),
        }
        line.push_str(",\"error\":");
        text(&mut line, &self.to_string());
        line.push('}');
        line
    }
}

pub(super) fn push(line: &mut String, what: std::fmt::Arguments<'_>) {
    line.write_fmt(what).expect("writing to a text cannot fail");
}

pub(super) fn key_of(line: &mut String, key: &str) {
    push(line, format_args!(",\"{key}\":"));
}

pub(super) fn date(line: &mut String, day: Option<NaiveDate>) {
    match day {
        Some(day) => push(line, format_args!("\"{:04}-{:02}-{:02}\"", day.year(), day.month(), day.day())),
        None => line.push_str("null"),
    }
}

fn stretches(line: &mut String, runs: &[Stretch]) {
    line.push('[');
    for (at, run) in runs.iter().enumerate() {
        line.push_str(if at == 0 { "{\"from\":" } else { ",{\"from\":" });
        date(line, Some(run.first_on()));
        key_of(line, "through");
        date(line, Some(run.last_on()));
        line.push('}');
    }
    line.push(']');
}

pub(super) fn text(line: &mut String, text: &str) {
    line.push('"');
    for letter in text.chars() {
        match letter {
            '"' => line.push_str("\\\""),
            '\\' => line.push_str("\\\\"),
            control if control < ' ' => push(line, format_args!("\\u{:04x}", u32::from(control))),
            plain => line.push(plain),
        }
    }
    line.push('"');
}
