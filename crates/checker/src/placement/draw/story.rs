//! What happens in a case: contracts and signatures, what spoils them, what the sources say.

use super::policy::Policy;
use crate::placement::drawn::{Day, Draw, Drawn, day, written};
use crate::placement::focus::Subject;

const SOURCES: [&str; 6] = ["insurer", "payroll", "officer", "employer", "worker", "centre"];
const REASONS: [&str; 8] =
    ["resigned", "dismissed", "agreed", "expired", "employer-closed", "died", "no-show", "other"];

pub(super) struct Story {
    pub(super) placed_on: Day,
    pub(super) today: Day,
    /// Seconds since 1970.
    pub(super) known_at: i64,
    pub(super) facts: Vec<Drawn>,
    /// The earliest end that anybody stated.
    ended_on: Option<Day>,
    subjects: Vec<Subject>,
}

/// A contract of the story.
struct Span {
    id: &'static str,
    start: Day,
    /// Last day; nothing for an indefinite one.
    through: Option<Day>,
}

impl Story {
    pub(super) fn tell(policy: &Policy, draw: &mut Draw) -> Self {
        let placed_on = referral(draw);
        let mut subjects = vec![draw.pick(Subject::ALL)];
        match draw.between(0, 9) {
            0..2 => subjects.push(draw.pick(Subject::ALL)),
            2..7 => subjects.push(draw.pick(Subject::SELDOM)),
            _ => subjects.push(draw.pick(Subject::RARE)),
        }
        let mut story = Self { placed_on, today: 0, known_at: 0, facts: Vec::new(), ended_on: None, subjects };
        let spans = story.contracts(policy, draw);
        story.today = story.end_of_view(policy, &spans, draw);
        for span in &spans {
            story.spoil(span, policy, draw);
        }
        story.end_together(&spans, draw);
        story.leaves(policy, &spans[0], draw);
        story.evidence(policy, &spans[0], draw);
        story.retractions(draw);
        story.known_at = (story.today + 1) * 86_400 - 7 * 3_600 - draw.pick(&[1, 60, 3_600]);
        if story.is_about(Subject::Unknown, draw) {
            story.known_at -= draw.between(0, 60) * 86_400;
        }
        story
    }

    /// Adds attestations of single weeks, or takes facts away, until there are so many.
    pub(super) fn fill(&mut self, facts: usize, draw: &mut Draw) {
        self.facts.truncate(facts);
        while self.facts.len() < facts {
            let from = self.placed_on + draw.between(0, 120);
            let says = attestation(from, from + 6, "true", None);
            self.record(self.today.max(from), draw.pick(&SOURCES), says, draw);
        }
    }

    /// Whether the case is about this; anything may happen in any case now and then.
    fn is_about(&self, subject: Subject, draw: &mut Draw) -> bool {
        self.subjects.contains(&subject) || draw.percent(2)
    }

    fn record(&mut self, on: Day, source: &'static str, says: String, draw: &mut Draw) {
        let second = draw.pick_or(&[0, 60_000, 61_200, 61_199], 0, 86_399);
        let at = on * 86_400 - 7 * 3_600 + second;
        // Instants that are equal are told apart by ids, and ids by their bytes.
        let letter = draw.pick(&["f", "g", "Z", "é"]);
        let id = format!("{letter}{:02}", self.facts.len());
        self.facts.push(Drawn { id, at, source, says });
    }

    fn contracts(&mut self, policy: &Policy, draw: &mut Draw) -> Vec<Span> {
        let mut start = self.placed_on + draw.pick_or(&[0, 0, 1, 3], 0, 20);
        if self.is_about(Subject::BeforeReferral, draw) {
            start = self.placed_on - draw.between(1, 5);
        }
        let another = [
            Subject::EndedTogether,
            Subject::Renewed,
            Subject::SmallGap,
            Subject::ManyGaps,
            Subject::BigGap,
            Subject::Rehired,
            Subject::OpenGap,
            Subject::OtherEmployer,
            Subject::Succeeded,
            Subject::TooEarlySuccessor,
        ];
        let needs_more = another.iter().any(|subject| self.subjects.contains(subject));
        let first = self.contract("c1", start, needs_more, policy, draw);
        let mut spans = vec![first];
        let no_shows = self.subjects.contains(&Subject::NoShows);
        let count = if needs_more || no_shows || draw.percent(10) { draw.pick(&[2, 2, 3]) } else { 1 };
        for id in ["c2", "c3"].into_iter().take(count - 1) {
            let last = &spans[spans.len() - 1];
            let end = last.through.unwrap_or(last.start + policy.about / 2);
            // Where nobody turns up for any of them, they begin one soon after the other.
            let next = if no_shows { last.start + draw.between(5, 25) } else { end + 1 + self.gap(policy, draw) };
            let short = draw.percent(50) && !no_shows;
            let span = self.contract(id, next, short, policy, draw);
            spans.push(span);
        }
        spans
    }

    /// Days between one contract and the next; negative where they overlap.
    fn gap(&self, policy: &Policy, draw: &mut Draw) -> i64 {
        if self.subjects.contains(&Subject::BigGap) || self.subjects.contains(&Subject::Rehired) {
            return draw.between(policy.tolerated_days + 1, policy.tolerated_days + 40);
        }
        if self.subjects.contains(&Subject::SmallGap) || self.subjects.contains(&Subject::ManyGaps) {
            return draw.between(1, policy.tolerated_days.max(2));
        }
        if self.subjects.contains(&Subject::Renewed) {
            return draw.pick(&[0, 0, 0, -3]);
        }
        draw.pick_or(&[0, 0, 0, -3, -20, 1], 1, 40)
    }

    fn contract(&mut self, id: &'static str, start: Day, short: bool, policy: &Policy, draw: &mut Draw) -> Span {
        let mut form = if policy.takes_indefinite() && draw.percent(40) { "indefinite" } else { "fixed-term" };
        if short {
            form = "fixed-term";
        }
        if self.is_about(Subject::OtherForm, draw) {
            form = draw.pick(&["apprenticeship", "indefinite", "probation"]);
        }
        if self.is_about(Subject::Probation, draw) {
            form = "probation";
        }
        let length = match () {
            () if self.is_about(Subject::TooShort, draw) => draw.pick(&[20, 29, 30, 58, 59, 60, 88, 89, 90, 91]),
            () if short => draw.between(policy.about / 4 + 2, policy.about * 3 / 4),
            () => draw.between(policy.about, policy.about * 3),
        };
        let through = (form != "indefinite").then_some(start + length - 1);
        let about_employer = id != "c1" || draw.percent(15);
        let employer = self.employer(about_employer, start, draw);
        let mut stated_on = start + draw.pick(&[-5, -2, 0, 3]);
        if [Subject::NotStarted, Subject::Ahead, Subject::PausedAhead].iter().any(|one| self.subjects.contains(one)) {
            stated_on = start - 30;
        }
        let says = contract(id, employer, form, start, through);
        self.record(stated_on, draw.pick(&["employer", "worker", "officer", "centre"]), says, draw);
        let signed_on = self.sign(id, start, stated_on, policy, draw);
        self.restate(&Span { id, start, through }, (employer, form), signed_on.max(stated_on), draw);
        Span { id, start, through }
    }

    fn employer(&mut self, may_change: bool, start: Day, draw: &mut Draw) -> &'static str {
        if may_change && self.is_about(Subject::OtherEmployer, draw) {
            return "E9";
        }
        let succeeded = may_change && self.is_about(Subject::Succeeded, draw);
        let too_early = may_change && self.is_about(Subject::TooEarlySuccessor, draw);
        if !succeeded && !too_early {
            return "E1";
        }
        let on = if too_early { start + draw.between(1, 20) } else { start - draw.between(0, 20) };
        let (middle, last) = if draw.percent(70) { ("E1", "E2") } else { ("E2", "E3") };
        if middle == "E2" {
            let earlier = on - draw.pick(&[0, 0, 5, -5]);
            self.record(earlier, "officer", succession("E1", "E2", earlier), draw);
        }
        self.record(on + draw.between(0, 9), draw.pick(&["officer", "employer"]), succession(middle, last, on), draw);
        last
    }

    /// Both signatures; the later of their days.
    fn sign(&mut self, id: &str, start: Day, stated_on: Day, policy: &Policy, draw: &mut Draw) -> Day {
        let mut last = start;
        for party in ["employer", "worker"] {
            if self.is_about(Subject::Unsigned, draw) && draw.percent(60) {
                continue;
            }
            let mut signed_on = stated_on.min(start) + draw.between(0, 3);
            if self.is_about(Subject::SignedLate, draw) {
                signed_on = start + draw.between(1, 25);
            }
            if id != "c1" && self.is_about(Subject::Renewed, draw) {
                signed_on = start + draw.between(1, policy.renewal_days + 2);
            }
            let mut method = "digital";
            if self.is_about(Subject::OtherMethod, draw) {
                method = draw.pick(&["paper-seen", "platform"]);
            }
            let mut recorded = signed_on.max(stated_on) + draw.between(0, 3);
            if self.is_about(Subject::SignedLater, draw) {
                recorded = stated_on + 1;
                signed_on = recorded + draw.pick(&[0, 1, 2, 9]);
            }
            let says = signature(id, party, signed_on, method);
            self.record(recorded + 1, draw.pick(&["employer", "worker", "centre", "officer"]), says, draw);
            last = last.max(recorded + 1);
            if self.is_about(Subject::SignedAgain, draw) {
                let again = signed_on.max(start) + draw.between(1, 20);
                let says = signature(id, party, again, "digital");
                let source = draw.pick(&["employer", "worker", "centre", "officer"]);
                self.record(again + draw.between(0, 2), source, says, draw);
            }
        }
        last
    }

    /// A later statement of the same contract, sometimes signed anew.
    fn restate(&mut self, span: &Span, (employer, form): (&str, &str), signed_on: Day, draw: &mut Draw) {
        let by_officer = self.is_about(Subject::OfficerRestated, draw);
        if !by_officer && !self.is_about(Subject::Restated, draw) {
            return;
        }
        let source = if by_officer { "officer" } else { draw.pick(&["employer", "worker", "centre"]) };
        let start = span.start + draw.pick(&[0, 0, 2, 5, -3]);
        let through = span.through.map(|through| (through + draw.pick(&[0, 10, 30, -10])).max(start));
        let on = signed_on + draw.between(1, 10);
        self.record(on, source, contract(span.id, employer, form, start, through), draw);
        if draw.percent(35) {
            for party in ["employer", "worker"] {
                self.record(on + 2, party, signature(span.id, party, on + 1, "digital"), draw);
            }
        }
    }

    fn end_of_view(&mut self, policy: &Policy, spans: &[Span], draw: &mut Draw) -> Day {
        let start = spans[0].start;
        let due = start + policy.about;
        if self.is_about(Subject::NotStarted, draw) {
            return start - draw.between(-1, 15);
        }
        if self.is_about(Subject::Lapsed, draw) {
            return due + policy.within_days + draw.between(-3, 60);
        }
        if self.is_about(Subject::Ahead, draw) || self.is_about(Subject::PausedAhead, draw) {
            return start + draw.between(1, policy.about);
        }
        let ends: Vec<Day> = spans.iter().filter_map(|span| span.through).collect();
        if self.subjects.contains(&Subject::OpenGap) && !ends.is_empty() {
            return draw.pick(&ends) + 1 + draw.between(1, policy.renewal_days.max(1) + 2);
        }
        if self.subjects.contains(&Subject::Rehired) || self.subjects.contains(&Subject::BigGap) {
            return due + draw.between(20, 120);
        }
        let late = draw.pick(&[10, 30, 80, 80]);
        due + draw.pick_or(&[0, 3, 9], if late == 10 { -40 } else { 0 }, late)
    }

    /// Ends of a contract, and what becomes of them.
    fn spoil(&mut self, span: &Span, policy: &Policy, draw: &mut Draw) {
        let no_show = self.is_about(Subject::NoShow, draw) || self.subjects.contains(&Subject::NoShows);
        let subjects = [
            Subject::Ended,
            Subject::Reinstated,
            Subject::WentOn,
            Subject::EndedTwice,
            Subject::EndedAgain,
            Subject::EndsInLeave,
        ];
        if !no_show && !subjects.iter().any(|subject| self.subjects.contains(subject)) && !draw.percent(2) {
            return;
        }
        let through = span.start + if no_show { -draw.between(1, 3) } else { draw.between(0, policy.about + 5) };
        let source = draw.pick(&SOURCES[1..]);
        self.record(through + draw.between(0, 9), source, ended(span.id, through, draw), draw);
        self.ended_on = Some(self.ended_on.map_or(through, |earlier| earlier.min(through)));
        if self.is_about(Subject::EndedTwice, draw) {
            let other = through + draw.between(-10, 20);
            self.record(other + draw.between(0, 20), draw.pick(&SOURCES), ended(span.id, other, draw), draw);
            self.ended_on = Some(other.min(through));
        }
        if self.is_about(Subject::EndedAgain, draw) {
            // The same source says it anew.
            let other = through + draw.pick(&[-4, 0, 3, 9, 15]);
            self.record(other.max(through) + draw.between(0, 20), source, ended(span.id, other, draw), draw);
            self.ended_on = self.ended_on.map(|earlier| earlier.min(other));
        }
        if self.is_about(Subject::Reinstated, draw) {
            let says = format!(r#""kind":"reinstated","contract":"{}""#, span.id);
            self.record(through + draw.between(5, 30), draw.pick(&["officer", "employer"]), says, draw);
            if draw.percent(25) {
                let later = through + draw.between(10, 40);
                self.record(later + 1, "employer", ended(span.id, later, draw), draw);
            }
        }
        if self.is_about(Subject::WentOn, draw) {
            let says = attestation(through - 5, through + draw.between(0, 30), "true", None);
            self.record(through + draw.between(0, 30), draw.pick(&["insurer", "officer", "payroll"]), says, draw);
        }
    }

    /// Two contracts that end on one day, for different reasons.
    fn end_together(&mut self, spans: &[Span], draw: &mut Draw) {
        if spans.len() < 2 || !self.is_about(Subject::EndedTogether, draw) {
            return;
        }
        let through = spans[1].start + draw.between(0, 10);
        for span in &spans[..2] {
            let says = ended(span.id, through, draw);
            self.record(through + draw.between(0, 3), draw.pick(&SOURCES), says, draw);
        }
        self.ended_on = Some(through);
    }

    fn leaves(&mut self, policy: &Policy, span: &Span, draw: &mut Draw) {
        for (subject, class) in [
            (Subject::Interrupted, "interrupts"),
            (Subject::EndsInLeave, "interrupts"),
            (Subject::Paused, "pauses"),
            (Subject::Paused, "pauses"),
            (Subject::ManyGaps, "interrupts"),
            (Subject::OpenLeave, "pauses"),
            (Subject::PausedAhead, "pauses"),
        ] {
            if !self.is_about(subject, draw) {
                continue;
            }
            let ahead = subject == Subject::PausedAhead;
            let from =
                if ahead { self.today + draw.between(-5, 9) } else { span.start + draw.between(0, policy.about) };
            let length = draw.pick_or(&[0, 1, 2, policy.tolerated_total_days], 0, 25);
            let through = (subject != Subject::OpenLeave || draw.percent(20)).then_some(from + length);
            let kind = policy.leave_of(class, draw);
            let says =
                format!(r#""kind":"leave","leave":"{kind}","from":"{}","through":{}"#, written(from), end(through));
            let on = if ahead { self.today - draw.between(1, 3) } else { from + draw.between(0, 5) };
            self.record(on, draw.pick(&["employer", "worker", "officer"]), says, draw);
        }
    }

    /// What the sources say: enough, unless the case is about what they do not say.
    fn evidence(&mut self, policy: &Policy, span: &Span, draw: &mut Draw) {
        let from = span.start - draw.between(0, 3);
        // Nobody honest attests days after an end; who does is the subject of another case.
        let honest = if draw.percent(85) { self.ended_on } else { None };
        let last = honest.map_or(self.today, |ended_on| ended_on.min(self.today)).max(from);
        let set = draw.pick(policy.any_of);
        let no_evidence = self.is_about(Subject::NoEvidence, draw) || self.is_about(Subject::Lapsed, draw);
        let half = self.is_about(Subject::HalfSet, draw);
        let ahead = self.is_about(Subject::StatedAhead, draw);
        for (at, source) in set.iter().copied().enumerate() {
            let holds_back = (no_evidence && draw.percent(60)) || (half && at > 0);
            let through = if holds_back { from + draw.between(0, policy.about) } else { last };
            let mut stated = self.is_about(Subject::SpokeTooEarly, draw).then(|| last - draw.between(0, policy.about));
            let mut recorded = if draw.percent(8) { last - draw.between(0, 30) } else { self.today };
            if ahead {
                // Said to have been spoken on a day that was still to come when it was recorded.
                stated = Some(self.today);
                recorded = self.today.min(from + draw.between(policy.about / 4, policy.about));
            }
            let says = attestation(from, through.max(from), "true", stated);
            if !(half && at > 0 && draw.percent(70)) {
                self.record(recorded, source, says, draw);
            }
        }
        self.other_words(policy, set, span, draw);
    }

    /// What somebody says differently.
    fn other_words(&mut self, policy: &Policy, set: &[&'static str], span: &Span, draw: &mut Draw) {
        let one_more = |story: &mut Self, source: &'static str, employed: &str, on: Day, draw: &mut Draw| {
            let from = span.start + draw.between(0, policy.about);
            let says = attestation(from, from + draw.between(0, 20), employed, None);
            story.record(on, source, says, draw);
            // Mostly after what the others say on that day.
            if let Some(last) = story.facts.last_mut() {
                last.at = last.at.max(on * 86_400 - 7 * 3_600 + 82_000);
            }
        };
        let today = self.today;
        if self.is_about(Subject::CouldNotTell, draw) {
            one_more(self, draw.pick(set), "null", today, draw);
        }
        if self.is_about(Subject::ChangedWord, draw) {
            let source = draw.pick(set);
            let on = today - draw.pick(&[0, 0, 30]);
            one_more(self, source, draw.pick(&["false", "false", "true"]), on, draw);
        }
        if self.is_about(Subject::Outweighed, draw) {
            one_more(self, draw.pick(&["centre", "worker", "payroll"]), "false", today, draw);
        }
        if self.is_about(Subject::Denied, draw) {
            one_more(self, draw.pick(&SOURCES), "false", today, draw);
        }
    }

    /// Facts that were wrong, and retractions that were.
    fn retractions(&mut self, draw: &mut Draw) {
        for subject in [Subject::Retracted, Subject::Restored, Subject::WeakRetraction] {
            if self.facts.is_empty() || !self.is_about(subject, draw) {
                continue;
            }
            let many = i64::try_from(self.facts.len()).expect("few facts");
            let target = usize::try_from(draw.between(0, many - 1)).expect("a place in the list");
            let (id, own, at) = (self.facts[target].id.clone(), self.facts[target].source, self.facts[target].at);
            let source = match subject {
                Subject::WeakRetraction => draw.pick(&["centre", "worker", "employer"]),
                _ => draw.pick(&[own, own, own, "officer", "insurer"]),
            };
            let on = at.div_euclid(86_400) + draw.pick(&[1, 1, 2, 9, 0, -1]);
            self.record(on, source, retraction(&id), draw);
            if subject == Subject::Restored {
                let id = self.facts[self.facts.len() - 1].id.clone();
                self.record(on + draw.between(1, 5), draw.pick(&[source, source, "insurer"]), retraction(&id), draw);
                if draw.percent(20) {
                    let id = self.facts[self.facts.len() - 1].id.clone();
                    self.record(on + 8, "insurer", retraction(&id), draw);
                }
            }
        }
    }
}

/// Month ends and leap days are drawn more often than they come.
fn referral(draw: &mut Draw) -> Day {
    let year = i32::try_from(draw.between(2019, 2028)).expect("a year");
    let month = u32::try_from(draw.between(1, 12)).expect("a month");
    match draw.between(0, 9) {
        0 => day(draw.pick(&[2020, 2024, 2028]), 2, 29),
        1 => day(year, 11, draw.pick(&[29, 30])),
        2 | 3 => day(year, month, 31),
        4 => day(year, 1, draw.pick(&[29, 30, 31])),
        _ => day(year, month, u32::try_from(draw.between(1, 28)).expect("a day")),
    }
}

fn end(day: Option<Day>) -> String {
    day.map_or_else(|| "null".to_owned(), |day| format!(r#""{}""#, written(day)))
}

fn contract(id: &str, employer: &str, form: &str, start: Day, through: Option<Day>) -> String {
    let (start, through) = (written(start), end(through));
    let who = format!(r#""contract":"{id}","employer":"{employer}","form":"{form}""#);
    format!(r#""kind":"contract",{who},"start":"{start}","through":{through}"#)
}

fn signature(id: &str, party: &str, signed_on: Day, method: &str) -> String {
    let signed_on = written(signed_on);
    let who = format!(r#""contract":"{id}","party":"{party}""#);
    format!(r#""kind":"signature",{who},"signed_on":"{signed_on}","method":"{method}""#)
}

fn succession(from: &str, to: &str, on: Day) -> String {
    let on = written(on);
    format!(r#""kind":"succession","from_employer":"{from}","to_employer":"{to}","on":"{on}""#)
}

fn ended(id: &str, through: Day, draw: &mut Draw) -> String {
    let (through, reason) = (written(through), draw.pick(&REASONS));
    format!(r#""kind":"ended","contract":"{id}","through":"{through}","reason":"{reason}""#)
}

fn attestation(from: Day, through: Day, employed: &str, stated_on: Option<Day>) -> String {
    let stated = stated_on.map_or_else(String::new, |on| format!(r#","stated_on":"{}""#, written(on)));
    let (from, through) = (written(from), written(through));
    format!(r#""kind":"attestation","from":"{from}","through":"{through}","employed":{employed}{stated}"#)
}

fn retraction(id: &str) -> String {
    format!(r#""kind":"retraction","retracts":"{id}","why":"error""#)
}
