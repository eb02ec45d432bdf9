//! A person's consents in order, what holds now, and the one function that adds to them.

use super::purpose::Purpose;
use super::record::{Act, Command, Event, Giver, Matter, Record, Way, Wording};
use super::refusal::{Lack, Refusal};
use crate::person::Majority;
use crate::time::Micros;

/// Everything that one person agreed to and took back.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Ledger {
    /// In order of instants; of one instant, withdrawals last.
    records: Vec<Record>,
}

/// What holds of one matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing<'a> {
    /// Nothing was ever recorded: a no.
    Never,
    /// Agreed.
    Given(&'a Record),
    /// Agreed once, and taken back.
    Withdrawn(&'a Record),
}

/// A use of somebody's data that is about to happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Demand {
    /// What it is.
    pub matter: Matter,
    /// Least version of the wording that covers it; a consent to an earlier one is not enough.
    pub least_wording: u16,
    /// Least version of the guardian's wording.
    pub least_guardian_wording: u16,
    /// Who must agree beside the person.
    pub majority: Majority,
}

impl Ledger {
    /// Takes over what is kept, in any order.
    pub fn of(records: impl IntoIterator<Item = Record>) -> Self {
        let mut records: Vec<Record> = records.into_iter().collect();
        records.sort_by_key(|record| (record.at, record.act));
        Self { records }
    }

    /// Everything recorded, oldest first: the history that the person reads.
    pub fn records(&self) -> &[Record] {
        &self.records
    }

    /// What holds of a matter at an instant. Records of later instants do not count yet.
    pub fn standing(&self, matter: Matter, now: Micros) -> Standing<'_> {
        let of_matter = |record: &&Record| record.matter == matter && record.at <= now;
        match self.records.iter().rev().find(of_matter) {
            None => Standing::Never,
            Some(record) => match record.act {
                Act::Given => Standing::Given(record),
                Act::Withdrawn => Standing::Withdrawn(record),
            },
        }
    }

    /// Whether a use is allowed at an instant.
    pub fn allows(&self, demand: Demand, now: Micros) -> Result<(), Lack> {
        let Demand { matter, least_wording, least_guardian_wording, majority } = demand;
        self.covers(matter, least_wording, now)?;
        if !matter.purpose.needs_guardian(majority) {
            return Ok(());
        }
        let guardian = Matter::whole(Purpose::Guardian);
        self.covers(guardian, least_guardian_wording, now).map_err(|_| Lack::Guardian)
    }

    /// What is agreed to at an instant, one record for each matter.
    pub fn given(&self, now: Micros) -> Vec<&Record> {
        let mut matters: Vec<Matter> = self.records.iter().map(|record| record.matter).collect();
        matters.sort_unstable();
        matters.dedup();
        let holding = |matter| match self.standing(matter, now) {
            Standing::Given(record) => Some(record),
            Standing::Never | Standing::Withdrawn(_) => None,
        };
        matters.into_iter().filter_map(holding).collect()
    }

    /// What becomes of the consents when the command comes at `now`. The same command twice has one effect: the second
    /// time nothing happens.
    pub fn step(self, command: Command, now: Micros) -> Result<(Self, Vec<Event>), Refusal> {
        match command {
            Command::Give { matter, wording, shown, way, giver, evidence } => {
                let record = Record { matter, act: Act::Given, at: now, wording, way, giver, evidence };
                self.give(record, shown)
            }
            Command::Withdraw { matter, way, giver } => self.withdraw(matter, way, giver, now),
        }
    }

    fn give(self, record: Record, shown: u16) -> Result<(Self, Vec<Event>), Refusal> {
        may_be_given(&record)?;
        self.in_order(record.matter, record.at)?;
        if record.wording.version != shown {
            return Err(Refusal::WordingChanged);
        }
        match self.standing(record.matter, record.at) {
            Standing::Given(before) if before.wording.version == record.wording.version => Ok((self, Vec::new())),
            Standing::Given(_) => Ok(self.with(record, Event::Renewed)),
            Standing::Never | Standing::Withdrawn(_) => Ok(self.with(record, Event::Given)),
        }
    }

    fn withdraw(self, matter: Matter, way: Way, giver: Giver, now: Micros) -> Result<(Self, Vec<Event>), Refusal> {
        if !matter.fits() {
            return Err(Refusal::Scope);
        }
        self.in_order(matter, now)?;
        let wording = match self.standing(matter, now) {
            Standing::Given(before) => before.wording,
            Standing::Never | Standing::Withdrawn(_) => return Ok((self, Vec::new())),
        };
        let record = Record { matter, act: Act::Withdrawn, at: now, wording, way, giver, evidence: None };
        Ok(self.with(record, Event::Withdrawn))
    }

    fn with(self, record: Record, event: fn(Record) -> Event) -> (Self, Vec<Event>) {
        let records = self.records.into_iter().chain([record.clone()]);
        (Self::of(records), vec![event(record)])
    }

    /// A clock that went back must not put a new yes under an old no.
    fn in_order(&self, matter: Matter, now: Micros) -> Result<(), Refusal> {
        let later = self.records.iter().any(|record| record.matter == matter && record.at > now);
        if later { Err(Refusal::BackDated) } else { Ok(()) }
    }

    fn covers(&self, matter: Matter, least_wording: u16, now: Micros) -> Result<(), Lack> {
        match self.standing(matter, now) {
            Standing::Never => Err(Lack::NotGiven),
            Standing::Withdrawn(_) => Err(Lack::Withdrawn),
            Standing::Given(record) if record.wording.version < least_wording => Err(Lack::Outdated),
            Standing::Given(_) => Ok(()),
        }
    }
}

fn may_be_given(record: &Record) -> Result<(), Refusal> {
    let Record { matter, giver, way, evidence, wording: Wording { version, .. }, .. } = record;
    if !matter.fits() {
        return Err(Refusal::Scope);
    }
    if !matter.purpose.is_asked() {
        return Err(Refusal::NotAsked);
    }
    if (matter.purpose == Purpose::Guardian) != (*giver == Giver::Guardian) {
        return Err(Refusal::Giver);
    }
    if *way == Way::ByTelephone {
        return Err(Refusal::NotVerifiable);
    }
    if *way == Way::OnPaper && evidence.as_deref().is_none_or(|evidence| evidence.trim().is_empty()) {
        return Err(Refusal::EvidenceMissing);
    }
    if *version == 0 { Err(Refusal::WordingChanged) } else { Ok(()) }
}
