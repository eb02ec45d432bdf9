//! A case as one line of JSON, as `sanviec rule evaluate` reads it: what an outcome was derived from, for whoever wants
//! to derive it again. Always with the same keys in the same order and without blanks.

use super::written::{date, key_of, push, text};
use super::written_fact::instant;
use super::{Case, LeaveKind, Length, Source, Terms};

impl Case {
    /// The line, without its end. Reading it back gives the same case.
    pub fn to_json(&self) -> String {
        let mut line = String::with_capacity(1_024 + 256 * self.facts.len());
        line.push_str("{\"id\":");
        text(&mut line, &self.id);
        key_of(&mut line, "policy");
        terms(&mut line, &self.terms);
        key_of(&mut line, "employer");
        text(&mut line, &self.employer);
        key_of(&mut line, "placed_on");
        date(&mut line, Some(self.placed_on));
        key_of(&mut line, "facts");
        list(&mut line, &self.facts, |line, fact| line.push_str(&fact.to_json()));
        key_of(&mut line, "today");
        date(&mut line, Some(self.today));
        key_of(&mut line, "known_at");
        text(&mut line, &instant(self.known_at));
        line.push('}');
        line
    }
}

/// The five tables of a policy that the derivation reads.
fn terms(line: &mut String, terms: &Terms) {
    let (unit, length) = match terms.milestone.length {
        Length::Months(months) => ("months", months),
        Length::Days(days) => ("days", days),
    };
    push(line, format_args!("{{\"milestone\":{{\"{unit}\":{length}"));
    code(line, "first_day", terms.milestone.first_day.code());
    line.push_str("},\"contract\":{\"forms\":");
    list(line, &terms.contract.forms, |line, form| text(line, form.code()));
    key_of(line, "signature_methods");
    list(line, &terms.contract.signature_methods, |line, method| text(line, method.code()));
    code(line, "counts_from", terms.contract.counts_from.code());
    push(line, format_args!(",\"minimum_months\":{}", terms.contract.minimum_months));
    code(line, "probation", terms.contract.probation.code());
    push(line, format_args!("}},\"gap\":{{\"tolerated_days\":{}", terms.gap.tolerated_days));
    push(line, format_args!(",\"tolerated_total_days\":{}", terms.gap.tolerated_total_days));
    code(line, "beyond", terms.gap.beyond.code());
    push(line, format_args!(",\"renewal_days\":{}}},\"leave\":{{", terms.gap.renewal_days));
    for (at, kind) in LeaveKind::ALL.iter().enumerate() {
        let between = if at == 0 { "" } else { "," };
        push(line, format_args!("{between}\"{}\":\"{}\"", kind.code(), terms.leave.class(*kind).code()));
    }
    line.push_str("},\"evidence\":{\"any_of\":");
    list(line, &terms.evidence.any_of, |line, set| sources(line, set));
    key_of(line, "rank");
    sources(line, &terms.evidence.rank);
    push(line, format_args!(",\"within_days\":{}}}}}", terms.evidence.within_days));
}

fn code(line: &mut String, key: &str, value: &str) {
    key_of(line, key);
    text(line, value);
}

fn sources(line: &mut String, all: &[Source]) {
    list(line, all, |line, source| text(line, source.code()));
}

fn list<T>(line: &mut String, items: &[T], each: impl Fn(&mut String, &T)) {
    line.push('[');
    for (at, item) in items.iter().enumerate() {
        if at > 0 {
            line.push(',');
        }
        each(line, item);
    }
    line.push(']');
}
