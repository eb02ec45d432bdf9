//! Section 3 of the rule, read day by day.

use super::Clause;
use super::case::{Case, Fact, Says};
use super::outcome::Outcome;
use chrono::{Datelike, NaiveDate};

/// The case as it is known, with what follows from it step by step.
struct Reading<'a> {
    case: &'a Case,
    without: Option<Clause>,
    /// Visible facts in the order.
    facts: Vec<&'a Fact>,
}

/// An accepted contract.
struct Span {
    /// First planned day.
    b: i64,
    /// Day after the last planned one.
    e: Option<i64>,
    /// The end that governs: its last day, reason and place in the order.
    end: Option<(i64, String, usize)>,
}

#[derive(Clone, Copy, PartialEq)]
enum Class {
    Gap,
    Paused,
    Counted,
}

pub(super) fn outcome(case: &Case, without: Option<Clause>) -> Outcome {
    let mut reading = Reading { case, without, facts: Vec::new() };
    reading.facts = reading.visible();
    let spans = reading.spans();
    let first = spans.iter().filter(|span| span.has_days()).map(|span| span.b).min();
    match first {
        Some(start) => reading.counted(start, &spans),
        None => reading.nothing(&spans),
    }
}

impl Span {
    fn has(&self, day: i64) -> bool {
        let planned = self.b <= day && self.e.is_none_or(|e| day < e);
        planned && self.end.as_ref().is_none_or(|(through, ..)| day <= *through)
    }

    fn has_days(&self) -> bool {
        self.has(self.b)
    }

    fn was_planned(&self) -> bool {
        self.e.is_none_or(|e| self.b < e)
    }
}

/// The same day of a later month, or its last.
fn months_later(day: i64, months: i64) -> i64 {
    let from = NaiveDate::default() + chrono::TimeDelta::days(day);
    let count = i64::from(from.year()) * 12 + i64::from(from.month0()) + months;
    let (year, month) = (i32::try_from(count / 12).expect("a year"), u32::try_from(count % 12).expect("a month") + 1);
    let found = (1..=from.day()).rev().find_map(|day| NaiveDate::from_ymd_opt(year, month, day));
    (found.expect("a month has days") - NaiveDate::default()).num_days()
}

impl<'a> Reading<'a> {
    fn leaves_out(&self, clause: Clause) -> bool {
        self.without == Some(clause)
    }

    fn outranks(&self, strong: &str, weak: &str) -> bool {
        self.case.policy.place(strong) < self.case.policy.place(weak)
    }

    // 3.1

    fn visible(&self) -> Vec<&'a Fact> {
        let known = |fact: &&Fact| fact.recorded_at <= self.case.known_at || self.leaves_out(Clause::Known);
        let mut order: Vec<&Fact> = self.case.facts.iter().filter(known).collect();
        order.sort_by_key(|fact| (fact.recorded_at, fact.id.clone().into_bytes()));
        (0..order.len()).filter(|at| !self.is_retracted(&order, *at)).map(|at| order[at]).collect()
    }

    /// Whether a later retraction, itself standing, names this fact with the standing to do so.
    fn is_retracted(&self, order: &[&Fact], at: usize) -> bool {
        if self.leaves_out(Clause::Retraction) {
            return false;
        }
        let target = order[at];
        (at + 1..order.len()).any(|later| {
            let Says::Retraction { retracts } = &order[later].says else { return false };
            let source = &order[later].source;
            let may = *source == target.source || self.outranks(source, &target.source);
            *retracts == target.id
                && (may || self.leaves_out(Clause::Standing))
                && (self.leaves_out(Clause::Restored) || !self.is_retracted(order, later))
        })
    }

    // 3.2 to 3.4

    fn spans(&self) -> Vec<Span> {
        let mut accepted: Vec<(i64, String, Option<i64>, i64)> = Vec::new();
        for at in 0..self.facts.len() {
            let Says::Contract { contract, employer, form, start, through } = &self.facts[at].says else { continue };
            if !self.is_the_statement(at, contract) || !self.is_read(employer, *start) {
                continue;
            }
            let Some(signed) = self.signed_on(contract) else { continue };
            if self.form_counts(form) && self.is_long_enough(form, *start, *through) {
                accepted.push((*start, contract.clone(), *through, signed));
            }
        }
        accepted.sort_by_key(|(start, id, ..)| (*start, id.clone().into_bytes()));
        let mut spans: Vec<Span> = Vec::new();
        for (start, id, through, signed) in accepted {
            let b = self.begins(start, signed, &spans);
            let end = self.governing(&id);
            spans.push(Span { b, e: through.map(|through| through + 1), end });
        }
        spans
    }

    fn states(&self, at: usize, id: &str) -> bool {
        matches!(&self.facts[at].says, Says::Contract { contract, .. } if contract == id)
    }

    fn is_the_statement(&self, at: usize, id: &str) -> bool {
        if self.leaves_out(Clause::LastStatement) {
            return !(0..at).any(|earlier| self.states(earlier, id));
        }
        !(at + 1..self.facts.len()).any(|later| self.states(later, id))
    }

    fn is_read(&self, employer: &str, start: i64) -> bool {
        if start < self.case.placed_on && !self.leaves_out(Clause::PlacedOn) {
            return false;
        }
        if employer == self.case.employer || self.leaves_out(Clause::Belongs) {
            return true;
        }
        let mut passed: Vec<(i64, usize, &str, &str)> = Vec::new();
        for (at, fact) in self.facts.iter().enumerate() {
            if let Says::Succession { from_employer, to_employer, on } = &fact.says {
                passed.push((*on, at, from_employer, to_employer));
            }
        }
        passed.sort_unstable();
        let mut belong: Vec<(String, i64)> = vec![(self.case.employer.clone(), i64::MIN)];
        for (on, _, from, to) in passed {
            if belong.iter().any(|(name, _)| name == from) {
                belong.push((to.to_owned(), on));
            }
        }
        let since = belong.iter().filter(|(name, _)| name == employer).map(|(_, on)| *on).min();
        !self.leaves_out(Clause::Succession)
            && since.is_some_and(|since| start >= since || self.leaves_out(Clause::SuccessionDay))
    }

    fn signed_on(&self, id: &str) -> Option<i64> {
        let mut dates = Vec::new();
        for wanted in ["employer", "worker"] {
            let mut earliest: Option<i64> = None;
            for (at, fact) in self.facts.iter().enumerate() {
                let Says::Signature { contract, party, signed_on, method } = &fact.says else { continue };
                let accepted = self.case.policy.signature_methods.contains(method) || self.leaves_out(Clause::Method);
                let possible = *signed_on <= fact.recorded_on() || self.leaves_out(Clause::SignedLater);
                if contract == id && party == wanted && accepted && possible && !self.is_restated_after(at, id) {
                    let latest = self.leaves_out(Clause::SignedFirst);
                    let of = |other: i64| if latest { other.max(*signed_on) } else { other.min(*signed_on) };
                    earliest = Some(earliest.map_or(*signed_on, of));
                }
            }
            dates.push(earliest?);
        }
        dates.into_iter().max()
    }

    fn is_restated_after(&self, at: usize, id: &str) -> bool {
        let restates = |later: usize| {
            let by_officer = self.facts[later].source == "officer" && !self.leaves_out(Clause::OfficerKeeps);
            self.states(later, id) && !by_officer
        };
        !self.leaves_out(Clause::Restated) && (at + 1..self.facts.len()).any(restates)
    }

    fn form_counts(&self, form: &str) -> bool {
        if form == "probation" {
            return self.case.policy.probation == "counts" || self.leaves_out(Clause::Probation);
        }
        self.case.policy.forms.iter().any(|accepted| accepted == form) || self.leaves_out(Clause::Forms)
    }

    fn is_long_enough(&self, form: &str, start: i64, through: Option<i64>) -> bool {
        let n = self.case.policy.minimum_months;
        let any = form == "probation" || n == 0 || self.leaves_out(Clause::MinimumMonths);
        any || through.is_none_or(|through| months_later(start, n) <= through + 1)
    }

    fn begins(&self, start: i64, signed: i64, earlier: &[Span]) -> i64 {
        if self.case.policy.counts_from == "start" || self.leaves_out(Clause::Signed) {
            return start;
        }
        let goes_on = |span: &Span| span.was_planned() && span.b <= start && span.e.is_none_or(|e| start <= e);
        let in_time = signed <= start + self.case.policy.renewal_days;
        let renews = in_time && earlier.iter().any(goes_on) && !self.leaves_out(Clause::Renewal);
        if renews { start } else { start.max(signed) }
    }

    // 3.5

    fn governing(&self, id: &str) -> Option<(i64, String, usize)> {
        let mut governing: Option<(usize, usize)> = None;
        for (at, fact) in self.facts.iter().enumerate() {
            let Says::Ended { contract, through, .. } = &fact.says else { continue };
            let stands = contract == id && !self.is_undone(at, id) && !self.went_on(&fact.source, *through);
            let place = self.case.policy.place(&fact.source);
            let last = !self.leaves_out(Clause::LastEnd);
            let as_strong = governing.is_none_or(|(so_far, _)| place < so_far || (place == so_far && last));
            if stands && (as_strong || self.leaves_out(Clause::Strongest)) {
                governing = Some((place, at));
            }
        }
        let (_, at) = governing.filter(|_| !self.leaves_out(Clause::Ended))?;
        let Says::Ended { through, reason, .. } = &self.facts[at].says else { return None };
        Some((*through, reason.clone(), at))
    }

    fn is_undone(&self, at: usize, id: &str) -> bool {
        let undoes = |fact: &&Fact| matches!(&fact.says, Says::Reinstated { contract } if contract == id);
        !self.leaves_out(Clause::Reinstated) && self.facts[at + 1..].iter().any(undoes)
    }

    fn went_on(&self, source: &str, through: i64) -> bool {
        let sources = ["insurer", "payroll", "officer", "employer", "worker", "centre"];
        let mut stronger = sources.into_iter().filter(|other| self.outranks(other, source));
        !self.leaves_out(Clause::WentOn) && stronger.any(|other| self.said(other, through + 1) == Some(true))
    }

    // 3.11, first half

    /// What a source says of a day.
    fn said(&self, source: &str, day: i64) -> Option<bool> {
        let mut last = None;
        for fact in self.facts.iter().filter(|fact| fact.source == source) {
            let Says::Attestation { from, through, employed, stated_on } = &fact.says else { continue };
            let recorded_on = if self.leaves_out(Clause::RecordedOn) { i64::MAX } else { fact.recorded_on() };
            let spoke_on = stated_on.unwrap_or(fact.recorded_on()).min(recorded_on);
            let reaches = day <= spoke_on || self.leaves_out(Clause::StatedOn);
            let speaks = employed.is_some() || self.leaves_out(Clause::CannotTell);
            if *from <= day && day <= *through && reaches && speaks {
                if last.is_some() && self.leaves_out(Clause::LastWord) {
                    continue;
                }
                last = Some(*employed);
            }
        }
        last.flatten()
    }

    // 3.6

    fn nothing(&self, spans: &[Span]) -> Outcome {
        let mut failed: Option<(i64, &str, usize)> = None;
        for span in spans.iter().filter(|span| span.was_planned()) {
            let Some((_, reason, place)) = &span.end else { continue };
            let any = self.leaves_out(Clause::FirstEmptied);
            let is_first = |b: i64, at: usize| (span.b < b && !any) || ((span.b == b || any) && *place > at);
            let earlier = failed.is_none_or(|(b, _, at)| is_first(b, at));
            if earlier && !self.leaves_out(Clause::Emptied) {
                failed = Some((span.b, reason, *place));
            }
        }
        Outcome {
            id: self.case.id.clone(),
            status: if failed.is_some() { "failed" } else { "awaiting-contract" },
            on: failed.map(|(b, ..)| b),
            reason: failed.map(|(_, reason, _)| reason.to_owned()),
            ..Outcome::default()
        }
    }

    // 3.7

    fn in_leave(&self, day: i64, class: &str, only_ending: bool) -> bool {
        self.facts.iter().any(|fact| {
            let Says::Leave { leave, from, through } = &fact.says else { return false };
            let last = if self.leaves_out(Clause::OpenLeave) { through.or(Some(*from)) } else { *through };
            self.case.policy.leave[leave] == class
                && *from <= day
                && last.is_none_or(|last| day <= last)
                && (through.is_some() || !only_ending)
        })
    }

    fn class(&self, day: i64, spans: &[Span]) -> Class {
        let interrupted = self.in_leave(day, "interrupts", false) && !self.leaves_out(Clause::Interrupts);
        if interrupted || !spans.iter().any(|span| span.has(day)) {
            return Class::Gap;
        }
        let paused = self.in_leave(day, "pauses", false) && !self.leaves_out(Clause::Pauses);
        if paused { Class::Paused } else { Class::Counted }
    }

    // 3.8 to 3.10

    fn required(&self, s: i64) -> i64 {
        let policy = &self.case.policy;
        let length = match policy.months {
            Some(months) if self.leaves_out(Clause::Months) => 30 * months,
            Some(months) => months_later(s, months) - s,
            None => policy.days.expect("months or days"),
        };
        length + i64::from(policy.first_day == "excluded" && !self.leaves_out(Clause::FirstDay))
    }

    /// Everything that follows once there is a first day.
    fn counted(&self, start: i64, spans: &[Span]) -> Outcome {
        let classes: Vec<Class> = (start..self.case.today).map(|day| self.class(day, spans)).collect();
        let mut walk = Walk { s: start, needed: self.required(start), days: Vec::new(), failed: None };
        let mut gaps = 0;
        let mut day = start;
        while day < self.case.today && !walk.is_complete() {
            let class_of = |day: i64| classes[usize::try_from(day - start).expect("after the start")];
            if class_of(day) == Class::Counted {
                walk.days.push(day);
            }
            if class_of(day) != Class::Gap {
                day += 1;
                continue;
            }
            let mut after = day;
            while after < self.case.today && class_of(after) == Class::Gap {
                after += 1;
            }
            gaps += after - day;
            if !self.is_tolerated(after - day, gaps) && !self.is_open(day, after, spans) {
                let again = self.case.policy.beyond == "restart" && after < self.case.today;
                if !again || self.leaves_out(Clause::Restart) {
                    walk.failed = Some(day);
                    break;
                }
                walk = Walk { s: after, needed: self.required(after), days: Vec::new(), failed: None };
                gaps = 0;
            }
            day = after;
        }
        self.told(start, &classes, spans, &walk)
    }

    fn is_tolerated(&self, length: i64, all: i64) -> bool {
        let policy = &self.case.policy;
        let total = all <= policy.tolerated_total_days || self.leaves_out(Clause::ToleratedTotal);
        length <= policy.tolerated_days && total && !self.leaves_out(Clause::Tolerated)
    }

    fn is_open(&self, day: i64, after: i64, spans: &[Span]) -> bool {
        let ended = spans.iter().any(|span| span.end.is_none() && span.e == Some(day));
        let outside = (day..after).all(|day| !spans.iter().any(|span| span.has(day)));
        let short = after - day <= self.case.policy.renewal_days;
        after == self.case.today && ended && outside && short && !self.leaves_out(Clause::OpenGap)
    }

    fn failing_reason(&self, on: i64, spans: &[Span]) -> String {
        if spans.iter().any(|span| span.has(on)) && !self.leaves_out(Clause::LeaveReason) {
            return "leave".to_owned();
        }
        let mut reason = ("expired".to_owned(), None);
        for span in spans {
            if let Some((through, why, place)) = &span.end
                && *through == on - 1
                && reason.1.is_none_or(|at| at < *place)
                && !self.leaves_out(Clause::EndReason)
            {
                reason = (why.clone(), Some(*place));
            }
        }
        reason.0
    }

    fn due(&self, walk: &Walk) -> i64 {
        if walk.is_complete() {
            return walk.days.last().map_or(walk.s, |day| day + 1);
        }
        let mut left = walk.needed - walk.counted();
        let mut day = walk.s.max(self.case.today);
        loop {
            if !self.in_leave(day, "pauses", true) || self.leaves_out(Clause::Foreseen) {
                left -= 1;
            }
            day += 1;
            if left == 0 {
                return day;
            }
        }
    }

    // 3.11, second half

    fn proof(&self, day: i64) -> &'static str {
        let mut denied = None;
        for source in ["insurer", "payroll", "officer", "employer", "worker", "centre"] {
            if self.said(source, day) == Some(false) {
                let place = self.case.policy.place(source);
                denied = Some(denied.map_or(place, |so_far: usize| so_far.min(place)));
            }
        }
        for set in &self.case.policy.any_of {
            let mut yes = set.iter().map(|source| self.said(source, day) == Some(true));
            let satisfied = if self.leaves_out(Clause::WholeSet) { yes.any(|yes| yes) } else { yes.all(|yes| yes) };
            let strongest = set.iter().map(|source| self.case.policy.place(source)).min().unwrap_or(99);
            let outweighs = denied.is_none_or(|denied| strongest < denied && !self.leaves_out(Clause::Outweighs));
            if satisfied && outweighs {
                return "verified";
            }
        }
        if denied.is_some() && !self.leaves_out(Clause::Denied) { "disputed" } else { "missing" }
    }

    // 3.12 and section 4

    fn told(&self, start: i64, classes: &[Class], spans: &[Span], walk: &Walk) -> Outcome {
        let due = self.due(walk);
        let until = if walk.is_complete() { due } else { self.case.today };
        let of = |wanted: Class| -> Vec<i64> {
            let days = (start..).zip(classes).filter(|(day, class)| *day < until && **class == wanted);
            days.map(|(day, _)| day).collect()
        };
        let proofs: Vec<&str> = walk.days.iter().map(|day| self.proof(*day)).collect();
        let proved = |wanted: &str| -> Vec<i64> {
            walk.days.iter().zip(&proofs).filter(|(_, proof)| **proof == wanted).map(|(day, _)| *day).collect()
        };
        let (missing, disputed) = (proved("missing"), proved("disputed"));
        let late = self.case.today > due + self.case.policy.within_days && !self.leaves_out(Clause::Lapses);
        let status = match () {
            () if start >= self.case.today => "not-started",
            () if walk.failed.is_some() => "failed",
            () if !walk.is_complete() => "counting",
            () if !disputed.is_empty() => "disputed",
            () if missing.is_empty() => "confirmed",
            () if late => "lapsed",
            () => "awaiting-evidence",
        };
        Outcome {
            id: self.case.id.clone(),
            status,
            start: Some(start),
            clock_from: Some(walk.s),
            due: if walk.failed.is_some() { None } else { Some(due) },
            required: walk.needed,
            counted: walk.counted(),
            verified: i64::try_from(proved("verified").len()).expect("few days"),
            missing,
            disputed,
            gaps: of(Class::Gap),
            paused: of(Class::Paused),
            on: walk.failed,
            reason: walk.failed.map(|on| self.failing_reason(on, spans)),
        }
    }
}

/// The clock while it walks.
struct Walk {
    s: i64,
    needed: i64,
    /// Counted days since `s`.
    days: Vec<i64>,
    failed: Option<i64>,
}

impl Walk {
    fn counted(&self) -> i64 {
        i64::try_from(self.days.len()).expect("few days")
    }

    fn is_complete(&self) -> bool {
        self.counted() >= self.needed
    }
}
