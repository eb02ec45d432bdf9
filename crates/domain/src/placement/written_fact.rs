//! A fact as one line of JSON, always with the same keys in the same order and without blanks: the store keeps it so,
//! and hashes over it must be the same for ever.

use super::written::{date, key_of, push, text};
use super::{Fact, Statement};
use crate::time::{DAY, Micros, day_of_number};
use chrono::NaiveDate;

impl Fact {
    /// The line, without its end. Reading it back gives the same fact.
    pub fn to_json(&self) -> String {
        let mut line = String::with_capacity(256);
        line.push_str("{\"id\":");
        text(&mut line, &self.id);
        word(&mut line, "kind", self.says.kind().code());
        word(&mut line, "recorded_at", &instant(self.recorded_at));
        word(&mut line, "source", self.source.code());
        says(&mut line, &self.says);
        line.push('}');
        line
    }
}

impl Statement {
    /// First and last day that it speaks of, where it has them.
    pub fn true_days(&self) -> (Option<NaiveDate>, Option<NaiveDate>) {
        match self {
            Self::Contract(said) => (Some(said.start), said.through),
            Self::Signature(said) => (Some(said.signed_on), Some(said.signed_on)),
            Self::Attestation(said) => (Some(said.from), Some(said.through)),
            Self::Leave(said) => (Some(said.from), said.through),
            Self::Ended(said) => (None, Some(said.through)),
            Self::Succession(said) => (Some(said.on), None),
            Self::Reinstated(_) | Self::Retraction { .. } => (None, None),
        }
    }

    /// The contract that it is about, where it is about one.
    pub fn about_contract(&self) -> Option<&str> {
        match self {
            Self::Contract(said) => Some(&said.contract),
            Self::Signature(said) => Some(&said.contract),
            Self::Ended(said) => Some(&said.contract),
            Self::Reinstated(contract) => Some(contract),
            Self::Attestation(_) | Self::Leave(_) | Self::Succession(_) | Self::Retraction { .. } => None,
        }
    }
}

fn word(line: &mut String, key: &str, value: &str) {
    key_of(line, key);
    text(line, value);
}

fn day(line: &mut String, key: &str, value: Option<NaiveDate>) {
    key_of(line, key);
    date(line, value);
}

fn says(line: &mut String, says: &Statement) {
    match says {
        Statement::Contract(said) => {
            word(line, "contract", &said.contract);
            word(line, "employer", &said.employer);
            word(line, "form", said.form.code());
            day(line, "start", Some(said.start));
            day(line, "through", said.through);
        }
        Statement::Signature(said) => {
            word(line, "contract", &said.contract);
            word(line, "party", said.party.code());
            day(line, "signed_on", Some(said.signed_on));
            word(line, "method", said.method.code());
        }
        Statement::Attestation(said) => {
            day(line, "from", Some(said.from));
            day(line, "through", Some(said.through));
            key_of(line, "employed");
            line.push_str(said.employed.map_or("null", |employed| if employed { "true" } else { "false" }));
            if said.stated_on.is_some() {
                day(line, "stated_on", said.stated_on);
            }
        }
        Statement::Leave(said) => {
            word(line, "leave", said.leave.code());
            day(line, "from", Some(said.from));
            day(line, "through", said.through);
        }
        Statement::Ended(said) => {
            word(line, "contract", &said.contract);
            day(line, "through", Some(said.through));
            word(line, "reason", said.reason.code());
        }
        Statement::Reinstated(contract) => word(line, "contract", contract),
        Statement::Succession(said) => {
            word(line, "from_employer", &said.from_employer);
            word(line, "to_employer", &said.to_employer);
            day(line, "on", Some(said.on));
        }
        Statement::Retraction { retracts, why } => {
            word(line, "retracts", retracts);
            word(line, "why", why);
        }
    }
}

/// `2026-11-05T07:03:00.000001Z`, with all six digits of the fraction.
pub(super) fn instant(at: Micros) -> String {
    let (days, rest) = (at.0.div_euclid(DAY), at.0.rem_euclid(DAY));
    let on = i32::try_from(days).ok().and_then(day_of_number).unwrap_or(NaiveDate::MAX);
    let mut written = String::with_capacity(27);
    let (seconds, micros) = (rest / 1_000_000, rest % 1_000_000);
    let (hours, minutes, seconds) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    push(&mut written, format_args!("{}T{hours:02}:{minutes:02}:{seconds:02}.{micros:06}Z", on.format("%Y-%m-%d")));
    written
}

#[cfg(test)]
mod tests {
    use crate::placement::{read_fact, read_statement};

    /// One of each kind, with every value that may be nothing once there and once not.
    const LINES: [&str; 11] = [
        r#"{"id":"f1","kind":"contract","recorded_at":"2026-11-05T07:03:00.000001Z","source":"centre","contract":"HĐ \"1\"","employer":"0312687878","form":"indefinite","start":"2026-01-05","through":null}"#,
        r#"{"id":"f2","kind":"contract","recorded_at":"2026-11-05T07:03:00.999999Z","source":"officer","contract":"2","employer":"0312687878","form":"fixed-term","start":"2026-01-05","through":"2027-01-04"}"#,
        r#"{"id":"f3","kind":"signature","recorded_at":"1969-12-31T23:59:59.999999Z","source":"employer","contract":"2","party":"worker","signed_on":"2026-01-05","method":"paper-seen"}"#,
        r#"{"id":"f4","kind":"attestation","recorded_at":"2026-11-05T00:00:00.000000Z","source":"insurer","from":"2026-01-05","through":"2026-01-06","employed":null}"#,
        r#"{"id":"f5","kind":"attestation","recorded_at":"2026-11-05T00:00:00.000000Z","source":"worker","from":"2026-01-05","through":"2026-01-06","employed":false,"stated_on":"2026-01-07"}"#,
        r#"{"id":"f6","kind":"leave","recorded_at":"2026-11-05T00:00:00.000000Z","source":"payroll","leave":"sick","from":"2026-01-05","through":null}"#,
        r#"{"id":"f7","kind":"leave","recorded_at":"2026-11-05T00:00:00.000000Z","source":"payroll","leave":"sick","from":"2026-01-05","through":"2026-01-05"}"#,
        r#"{"id":"f8","kind":"ended","recorded_at":"2026-11-05T00:00:00.000000Z","source":"employer","contract":"2","through":"2026-02-01","reason":"employer-closed"}"#,
        r#"{"id":"f9","kind":"reinstated","recorded_at":"2026-11-05T00:00:00.000000Z","source":"employer","contract":"2"}"#,
        r#"{"id":"f10","kind":"succession","recorded_at":"2026-11-05T00:00:00.000000Z","source":"officer","from_employer":"0312687878","to_employer":"0100109106","on":"2026-02-01"}"#,
        r#"{"id":"f11","kind":"retraction","recorded_at":"2026-11-05T00:00:00.000000Z","source":"officer","retracts":"f8","why":"nhầm\u000angười"}"#,
    ];

    #[test]
    fn a_fact_read_and_written_is_the_same_line() {
        for line in LINES {
            let fact = read_fact(line.as_bytes()).unwrap_or_else(|error| panic!("{line}: {error}"));
            assert_eq!(fact.to_json(), line);
        }
    }

    #[test]
    fn a_statement_is_a_fact_without_what_the_service_gives() {
        for line in LINES {
            let fact = read_fact(line.as_bytes()).expect("a fact");
            let given = ["{\"id\"", "\"recorded_at\"", "\"source\""];
            let kept: Vec<&str> =
                line.split(",\"").filter(|part| !given.iter().any(|key| format!("\"{part}").contains(key))).collect();
            let said = format!("{{\"{}", kept.join(",\""));
            assert_eq!(read_statement(said.as_bytes()), Ok(fact.says.clone()), "{said}");
            assert_eq!(read_statement(line.as_bytes()).expect_err("refused").fault.code(), "unknown-field", "{line}");
        }
    }
}
