//! Facts that cannot all be true: what different sources say of the same days, of one contract, of its end. The rule
//! weighs them; here they are named, with both sides, until a further fact or a retraction settles them.

use crate::placement::{Case, Contract, Ended, Fact, Source, Stretch, attested_days, heard, visible_facts};
use crate::time::day_number as number;
use std::collections::BTreeMap;

codes! {
    /// What two facts contradict each other about.
    Dispute {
        /// Whether the person was employed on some days.
        Days = "days",
        /// The terms of a contract.
        Contract = "contract",
        /// The last day under a contract, or whether there was one.
        End = "end",
    }
}

/// Two facts of which one at most is true.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contradiction {
    /// What about.
    pub about: Dispute,
    /// The days that are meant, where it is about days.
    pub days: Option<Stretch>,
    /// Ids of both, the earlier one first.
    pub facts: [String; 2],
}

/// The contradictions among the facts of a case that hold, in the order of their facts.
pub fn contradictions(case: &Case) -> Vec<Contradiction> {
    let facts = visible_facts(case);
    let voices: Vec<Voice> = facts.iter().enumerate().filter_map(|(at, fact)| Voice::of(at, fact)).collect();
    let mut found = Found::default();
    about_days(case, &voices, &mut found);
    about_contracts(&facts, &mut found);
    about_ends(case, (&facts, &voices), &mut found);
    let name = |at: usize| facts[at].id.clone();
    let told = found.0.into_iter();
    told.map(|((one, other, about), days)| Contradiction { about, days, facts: [name(one), name(other)] }).collect()
}

/// What was found, by the places of both facts.
#[derive(Default)]
struct Found(BTreeMap<(usize, usize, Dispute), Option<Stretch>>);

impl Found {
    /// Two facts contradict each other once, however many stretches of days it is about.
    fn add(&mut self, about: Dispute, (one, other): (usize, usize), days: Option<Stretch>) {
        let known = self.0.entry((one.min(other), one.max(other), about)).or_insert(days);
        if let (Some(known), Some(days)) = (known.as_mut(), days) {
            *known = Stretch { from: known.from.min(days.from), until: known.until.max(days.until) };
        }
    }
}

/// Sources of which one says of a day that the person was employed and the other that not.
fn about_days(case: &Case, voices: &[Voice], found: &mut Found) {
    for heard in span(voices).map(|span| heard(case, &[span])).unwrap_or_default() {
        let on = |source: &Source| said_on(voices, *source, heard.days.from);
        for (yes, no) in heard.yes.iter().flat_map(|yes| heard.no.iter().map(move |no| (yes, no))) {
            if let Some(both) = on(yes).zip(on(no)) {
                found.add(Dispute::Days, both, Some(heard.days));
            }
        }
    }
}

/// Two sources that state one contract otherwise.
fn about_contracts(facts: &[&Fact], found: &mut Found) {
    let stated = facts.iter().enumerate();
    let stated = stated.filter_map(|(at, fact)| Some((at, fact.source, fact.says.contract()?.contract.as_str())));
    for both in pairs(stated) {
        if facts[both.0].says != facts[both.1].says {
            found.add(Dispute::Contract, both, None);
        }
    }
}

/// Two sources that name another last day under one contract, or one that says that the person was there after it. What
/// was said before a reinstatement is settled by it; whoever is there on the next day under another contract is where
/// everybody says.
fn about_ends(case: &Case, (facts, voices): (&[&Fact], &[Voice]), found: &mut Found) {
    let undone = |at: usize, ended: &Ended| {
        facts[at + 1..].iter().any(|later| later.says.reinstated() == Some(ended.contract.as_str()))
    };
    let stated = facts.iter().enumerate().filter_map(|(at, fact)| Some((at, fact.says.ended()?)));
    let ends: Vec<(usize, &Ended)> = stated.filter(|(at, ended)| !undone(*at, ended)).collect();
    let through = |at: usize| facts[at].says.ended().map(|said| said.through);
    for both in pairs(ends.iter().map(|(at, ended)| (*at, facts[*at].source, ended.contract.as_str()))) {
        if through(both.0) != through(both.1) {
            found.add(Dispute::End, both, None);
        }
    }
    for (at, ended) in ends {
        let next = number(ended.through) + 1;
        let goes_on = |said: &Contract| {
            said.contract != ended.contract
                && number(said.start) <= next
                && said.through.is_none_or(|through| number(through) >= next)
        };
        if facts.iter().filter_map(|fact| fact.says.contract()).any(goes_on) {
            continue;
        }
        let on_next = heard(case, &[Stretch { from: next, until: next + 1 }]);
        let others = on_next.iter().flat_map(|heard| &heard.yes).filter(|source| **source != facts[at].source);
        for other in others.filter_map(|source| said_on(voices, *source, next)) {
            found.add(Dispute::End, (at, other), None);
        }
    }
}

/// Place of what a source says last of a day.
fn said_on(voices: &[Voice], source: Source, day: i32) -> Option<usize> {
    voices.iter().rfind(|voice| voice.source == source && voice.reach.contains(day)).map(|voice| voice.at)
}

/// An attestation that says yes or no, as far as it reaches.
struct Voice {
    /// Place of the fact among those that hold.
    at: usize,
    source: Source,
    reach: Stretch,
}

impl Voice {
    fn of(at: usize, fact: &Fact) -> Option<Self> {
        attested_days(fact).map(|reach| Self { at, source: fact.source, reach })
    }
}

/// From the first to the last day that anybody speaks of.
fn span(voices: &[Voice]) -> Option<Stretch> {
    let from = voices.iter().map(|voice| voice.reach.from).min()?;
    let until = voices.iter().map(|voice| voice.reach.until).max()?;
    Some(Stretch { from, until })
}

/// Places of the last word of each two sources about one thing, which is named. What one source said before it said
/// something else is no contradiction: it corrected itself.
fn pairs<'f>(said: impl Iterator<Item = (usize, Source, &'f str)>) -> Vec<(usize, usize)> {
    let last: BTreeMap<(&str, Source), usize> = said.map(|(at, source, about)| ((about, source), at)).collect();
    let all: Vec<_> = last.into_iter().collect();
    let mut pairs = Vec::new();
    for (nth, ((about, _), one)) in all.iter().enumerate() {
        let others = all[nth + 1..].iter().take_while(|((other, _), _)| other == about);
        pairs.extend(others.map(|(_, other)| (*one, *other)));
    }
    pairs
}
