//! What is said of placements: insurers, payrolls, the employer and officers attest days, late, of parts, or wrongly;
//! contracts end, are renewed, stated anew; people are on leave or are put back in their place; an employer becomes
//! another one; and what was wrong is taken back, and so is the taking back.

use super::super::{EMPLOYER, SUCCESSOR, Signed};
use super::Simulation;
use crate::Failure;
use chrono::{Days, NaiveDate};
use rand::RngExt;
use sanviec_app::placements::{Answers, Employed, answer_own};
use sanviec_domain::placement::Source;

/// Who is heard, each with so many of a hundred attestations, in the order in which they are counted.
const HEARD: [(Source, u32); 4] =
    [(Source::Insurer, 50), (Source::Payroll, 20), (Source::Employer, 15), (Source::Officer, 15)];

fn later(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_add_days(Days::new(days)).unwrap_or(day)
}

impl Simulation {
    /// Evidence, or something that unmakes it, or the word that it was wrong.
    pub(super) async fn fact(&mut self) -> Result<(), Failure> {
        let Some(at) = self.pick(self.cases.len()) else { return Ok(()) };
        let today = self.world.app.clock().now().day();
        let start = self.cases[at].start;
        let day = later(start, self.rng.random_range(0..100)).min(today);
        let attested = |from: NaiveDate, through: NaiveDate, employed: bool| {
            let through = through.max(from);
            format!(r#"{{"kind":"attestation","from":"{from}","through":"{through}","employed":{employed}}}"#)
        };
        match self.rng.random_range(0..100_u32) {
            0..55 => self.hear(at, attested(start, today, true), false).await,
            55..62 => self.hear(at, attested(day, later(day, 40).min(today), true), false).await,
            62..68 => self.hear(at, attested(day, today, false), true).await,
            68..73 => {
                let contract = &self.cases[at].contract;
                let json =
                    format!(r#"{{"kind":"ended","contract":"{contract}","through":"{day}","reason":"resigned"}}"#);
                self.record(at, (&json, Source::Officer), true).await
            }
            73..77 => {
                let last = later(day, self.rng.random_range(0..20));
                let json = format!(r#"{{"kind":"leave","leave":"unpaid","from":"{day}","through":"{last}"}}"#);
                self.record(at, (&json, Source::Officer), true).await
            }
            77..79 => {
                let json = format!(r#"{{"kind":"reinstated","contract":"{}"}}"#, self.cases[at].contract);
                self.record(at, (&json, Source::Officer), true).await
            }
            79..84 => self.contract(at, today).await,
            84..86 => self.succession(at, today).await,
            86..90 => self.answer_on_page().await,
            _ => self.retract(at).await,
        }
    }

    /// An attestation by one of those who are heard.
    async fn hear(&mut self, at: usize, json: String, is_wrong: bool) -> Result<(), Failure> {
        let mut drawn = self.rng.random_range(0..HEARD.iter().map(|(_, share)| share).sum());
        let mut source = Source::Insurer;
        for (heard, share) in HEARD {
            if drawn < share {
                source = heard;
                break;
            }
            drawn -= share;
        }
        self.record(at, (&json, source), is_wrong).await
    }

    /// The employer on its own page, of some of its workers at once: yes, no, not known, and of the rest nothing; the
    /// form is sometimes sent twice.
    async fn answer_on_page(&mut self) -> Result<(), Failure> {
        let mut answers = Vec::new();
        for at in 0..self.cases.len() {
            let employed = match self.rng.random_range(0..100_u32) {
                0..40 => Employed::Yes,
                40..44 => Employed::No,
                44..54 => Employed::Unknown,
                _ => continue,
            };
            answers.push((self.cases[at].placement.clone(), employed));
        }
        let (key, ctx, order) = (self.key()?, self.world.ctx(self.world.employer), Answers { answers });
        let first = Self::judged(answer_own(&self.world.app, &ctx, order.clone(), &key).await)?;
        self.done.answers += first.map_or(0, |told| u64::from(told.recorded));
        if self.chance(20)
            && Self::judged(answer_own(&self.world.app, &ctx, order, &key).await)? != first
            && first.is_some()
        {
            return Err("the same answers were recorded twice".into());
        }
        Ok(())
    }

    /// Recorded, and sometimes sent once more with the same key.
    async fn record(&mut self, at: usize, fact: (&str, Source), may_be_wrong: bool) -> Result<(), Failure> {
        let (centre, placement) = (self.cases[at].centre, self.cases[at].placement.clone());
        let key = self.key()?;
        let said = Self::judged(self.world.say(centre, &placement, fact, &key).await)?;
        if said.is_some()
            && let Some(heard) = HEARD.iter().position(|(source, _)| *source == fact.1)
        {
            self.done.said[heard] += 1;
        }
        if let (Some(fact), true) = (said, may_be_wrong) {
            self.cases[at].wrong.push(fact.id);
        }
        if self.chance(20) {
            Self::judged(self.world.say(centre, &placement, fact, &key).await)?;
        }
        Ok(())
    }

    /// What was said is taken back; the taking back may be wrong as well.
    async fn retract(&mut self, at: usize) -> Result<(), Failure> {
        let Some(fact) = self.cases[at].wrong.pop() else { return Ok(()) };
        let json = format!(r#"{{"kind":"retraction","retracts":"{fact}","why":"nhầm"}}"#);
        let may_be_wrong = self.chance(30);
        self.record(at, (&json, Source::Officer), may_be_wrong).await
    }

    /// The next contract, in time or late, with the same employer or the one that took over; or the one in hand with
    /// other dates.
    async fn contract(&mut self, at: usize, today: NaiveDate) -> Result<(), Failure> {
        let start = later(today, self.rng.random_range(0..10));
        let through = self.chance(60).then(|| later(start, 180));
        if self.chance(30) {
            let (contract, start) = (self.cases[at].contract.clone(), self.cases[at].start);
            let through = through.map_or_else(|| "null".to_owned(), |day| format!("\"{day}\""));
            let form = if through == "null" { "indefinite" } else { "fixed-term" };
            let json = format!(
                r#"{{"kind":"contract","contract":"{contract}","employer":"{EMPLOYER}","form":"{form}","start":"{start}","through":{through}}}"#
            );
            self.done.contracts += 1;
            return self.record(at, (&json, Source::Officer), true).await;
        }
        let number = self.cases[at].contracts;
        let employer = if self.chance(30) { SUCCESSOR } else { EMPLOYER };
        let next = Signed { id: format!("C{number}-{}", self.cases[at].placement), employer, start, through };
        for json in next.facts(today) {
            self.record(at, (&json, Source::Officer), false).await?;
        }
        self.cases[at].contracts += 1;
        self.cases[at].contract = next.id;
        self.done.contracts += 1;
        Ok(())
    }

    /// The employer becomes another one, for everybody whom the centre follows.
    async fn succession(&mut self, at: usize, today: NaiveDate) -> Result<(), Failure> {
        let on = today.checked_sub_days(Days::new(self.rng.random_range(0..40))).unwrap_or(today);
        let json =
            format!(r#"{{"kind":"succession","from_employer":"{EMPLOYER}","to_employer":"{SUCCESSOR}","on":"{on}"}}"#);
        let (centre, key) = (self.cases[at].centre, self.key()?);
        let first = Self::judged(self.world.succeed(centre, &json, &key).await)?;
        self.done.successions += u64::from(first.unwrap_or(0));
        if self.chance(20) && first.is_some() && Self::judged(self.world.succeed(centre, &json, &key).await)? != first {
            return Err("the same succession had two answers".into());
        }
        Ok(())
    }
}
