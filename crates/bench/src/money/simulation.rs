//! Years of centres, workers and a bank in one process from one number: facts come late, wrong, twice and are taken
//! back; answers are lost, asked for again, and brought again when they are old; clocks jump; the process is killed
//! within a write, or between two, and starts anew. After every step the checker asks whether what must hold does.

mod contest;
mod disputes;
mod done;
mod facts;
mod paying;
mod retract;
mod settle;
mod truth;

pub(crate) use done::Done;

use super::bank::Bank;
use super::checker::{self, Made};
use super::{Apart, Centre, Opened, Template, World};
use crate::Failure;
use chrono::{Days, NaiveDate};
use rand::RngExt;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use sanviec_app::claims::{self, Asked};
use sanviec_app::{AppError, Key, Person, placements};
use sanviec_domain::claim::{RefuseReason, State, WithdrawReason};
use sanviec_domain::time::{DAY, Micros, parse_date};
use sanviec_domain::why::Why;
use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};

/// A placement of the simulation.
struct Case {
    placement: String,
    person: usize,
    centre: Centre,
    /// First day of work.
    start: NaiveDate,
    /// When it was made.
    at: Micros,
    /// Facts that may be taken back.
    wrong: Vec<String>,
    /// The contract in hand, and how many there were.
    contract: String,
    contracts: u32,
}

/// A run.
pub(crate) struct Simulation {
    world: World,
    apart: Apart,
    /// Its files, gone with the run.
    _folder: tempfile::TempDir,
    rng: ChaCha8Rng,
    cases: Vec<Case>,
    made: Vec<Made>,
    bank: Bank,
    keys: u64,
    until: Micros,
    done: Done,
}

impl Simulation {
    /// So many people over so many years, from a number.
    pub(crate) async fn new(template: &Template, seed: u64, (people, years): (usize, i64)) -> Result<Self, Failure> {
        let Opened { store, apart, folder } = template.store().await?;
        let begin = Micros::start_of(parse_date("2026-06-01").ok_or("a day")?).plus_seconds(8 * 3_600);
        let world = World::new(store, 2, begin).await?;
        let rng = ChaCha8Rng::seed_from_u64(seed);
        let until = begin.plus_days(years * 365);
        let mut simulation = Self {
            world,
            apart,
            _folder: folder,
            rng,
            cases: Vec::new(),
            made: Vec::new(),
            bank: Bank::default(),
            keys: seed,
            until,
            done: Done::default(),
        };
        for person in 0..people {
            simulation.begin_case(person).await?;
        }
        Ok(simulation)
    }

    /// Runs to its end; an error says what was wrong and at which step.
    pub(crate) async fn run(mut self) -> Result<Done, Failure> {
        while self.world.app.clock().now() < self.until {
            let is_cut = self.chance(6);
            if is_cut {
                let rows = self.rng.random_range(0..4);
                self.apart.arm(rows).await?;
            }
            match self.step().await {
                Ok(()) => {}
                // Nobody hears of it, for the process is gone.
                Err(error) if is_cut && Apart::is_cut(&error) => {
                    self.world.restart()?;
                    self.done.crashes += 1;
                }
                Err(error) => return Err(format!("step {}: {error}", self.done.steps + 1).into()),
            }
            if is_cut {
                self.apart.disarm().await?;
            }
            self.check().await?;
        }
        let now = self.world.app.clock().now();
        self.done.days = self.cases.iter().map(|case| (now.0 - case.at.0) / DAY).sum();
        self.settle().await?;
        self.world.store().close().await?;
        Ok(self.done)
    }

    /// What stands there.
    async fn check(&mut self) -> Result<Vec<(String, i64)>, Failure> {
        self.done.steps += 1;
        let seen = checker::seen(&mut self.apart, &self.bank, &self.made).await?;
        let mut hash = DefaultHasher::new();
        (self.done.trace, self.world.app.clock().now().0, &seen.told, self.done.crashes).hash(&mut hash);
        self.done.trace = hash.finish();
        match seen.wrong {
            None => Ok(seen.told),
            Some(wrong) => Err(format!("step {}: {wrong}", self.done.steps).into()),
        }
    }

    /// Keys are counted, so that a run is the same each time.
    fn key(&mut self) -> Result<Key, Failure> {
        self.keys = self.keys.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        Ok(Key::parse(&format!("sim-{:020}-{:06}", self.keys, self.done.steps))?)
    }

    fn pick(&mut self, count: usize) -> Option<usize> {
        (count > 0).then(|| self.rng.random_range(0..count))
    }

    fn chance(&mut self, percent: u32) -> bool {
        self.rng.random_range(0..100) < percent
    }

    async fn step(&mut self) -> Result<(), Failure> {
        match self.rng.random_range(0..100_u32) {
            0..12 => self.pass_time(),
            12..38 => self.fact().await?,
            38 => self.contest_some().await?,
            39 => self.bring_old().await?,
            40..50 => self.prepare().await?,
            50..62 => self.decide().await?,
            62..70 => self.list().await?,
            70..76 => self.send().await?,
            76..86 => self.bank_acts().await?,
            86..90 => self.tick().await?,
            90 => self.give_up().await?,
            91 => self.settle_some().await?,
            92..95 => self.recover().await?,
            95..97 => {
                let centre = self.centre();
                self.decide_retractions(centre).await?;
            }
            97..99 => {
                self.world.restart()?;
                self.done.restarts += 1;
            }
            _ => {
                let person = self.rng.random_range(0..self.cases.len().max(1));
                self.begin_case(person).await?;
            }
        }
        Ok(())
    }

    /// Days pass; sometimes a clock jumps ahead, or is set back.
    fn pass_time(&mut self) {
        let days = match self.rng.random_range(0..20_u32) {
            0 => 60,
            1 => -3,
            _ => self.rng.random_range(1..21),
        };
        let clock = self.world.app.clock();
        clock.set(clock.now().plus_days(days));
    }

    /// Refusals are answers; anything else is a failure. An answer that was lost is asked for again with its key.
    fn judged<T>(outcome: Result<T, AppError>) -> Result<Option<T>, Failure> {
        match outcome {
            Ok(value) => Ok(Some(value)),
            Err(AppError::Refused(_) | AppError::Conflict | AppError::Forbidden | AppError::NotFound) => Ok(None),
            Err(other) => Err(format!("{other:?}").into()),
        }
    }

    async fn begin_case(&mut self, person: usize) -> Result<(), Failure> {
        let at = self.pick(self.world.centres.len()).ok_or("a centre")?;
        let centre = self.world.centres[at];
        let profile = self.world.person(centre, person).await?;
        let placement = self.world.placement(centre, profile).await?;
        self.world.contracted(centre, &placement).await?;
        let at = self.world.app.clock().now();
        let start = at.day().checked_add_days(Days::new(1)).unwrap_or(at.day());
        let contract = format!("C-{placement}");
        self.cases.push(Case { placement, person, centre, start, at, wrong: Vec::new(), contract, contracts: 1 });
        self.done.placements += 1;
        Ok(())
    }

    async fn prepare(&mut self) -> Result<(), Failure> {
        let Some(at) = self.pick(self.cases.len()) else { return Ok(()) };
        self.prepare_case(at).await
    }

    async fn prepare_case(&mut self, at: usize) -> Result<(), Failure> {
        let (placement, person, officer) =
            (self.cases[at].placement.clone(), self.cases[at].person, self.cases[at].centre.officer);
        let order = claims::Prepare::alone(placement);
        let key = self.key()?;
        let ctx = self.world.ctx(officer);
        let first = Self::judged(claims::prepare(&self.world.app, &ctx, order.clone(), &key).await)?;
        if let Some(prepared) = &first {
            self.made.push(Made { id: prepared.id.clone(), person, given_back: 0, contested: 0 });
            self.done.claims += 1;
        }
        if self.chance(30) {
            let again = Self::judged(claims::prepare(&self.world.app, &ctx, order.clone(), &key).await)?;
            if first.is_some() && again != first {
                return Err("the same form made two claims".into());
            }
            let key = self.key()?;
            if first.is_some() && Self::judged(claims::prepare(&self.world.app, &ctx, order, &key).await)?.is_some() {
                return Err("a placement was claimed twice".into());
            }
        }
        Ok(())
    }

    /// Claims of a centre in a state.
    async fn in_state(&self, centre: Centre, state: State) -> Result<Vec<String>, Failure> {
        let asked = Asked { state: Some(state), ..Asked::default() };
        let queue = claims::claims(&self.world.app, &self.world.ctx(centre.manager), asked).await?;
        Ok(queue.items.into_iter().map(|item| item.id).collect())
    }

    fn centre(&mut self) -> Centre {
        let at = self.rng.random_range(0..self.world.centres.len());
        self.world.centres[at]
    }

    async fn version(&self, person: Person, id: &str) -> Result<i64, Failure> {
        Ok(claims::claim(&self.world.app, &self.world.ctx(person), id).await?.version)
    }

    async fn decide(&mut self) -> Result<(), Failure> {
        let centre = self.centre();
        let waiting = self.in_state(centre, State::Prepared).await?;
        let Some(at) = self.pick(waiting.len()) else { return Ok(()) };
        let (id, kind) = (waiting[at].clone(), self.rng.random_range(0..20_u32));
        let version = self.version(centre.manager, &id).await?;
        let (key, manager, officer) = (self.key()?, self.world.ctx(centre.manager), self.world.ctx(centre.officer));
        let app = self.world.app.clone();
        match kind {
            0 => {
                let order = claims::Refuse { id, version, why: Why::plain(RefuseReason::NotEntitled) };
                Self::judged(claims::refuse(&app, &manager, order, &key).await)?;
            }
            1 => {
                let order = claims::Withdraw { id, version, why: Why::plain(WithdrawReason::Mistake) };
                Self::judged(claims::withdraw(&app, &officer, order, &key).await)?;
            }
            _ => {
                self.approve(centre, id, version).await?;
            }
        }
        Ok(())
    }

    /// Whether one of the two managers could.
    async fn approve(&mut self, centre: Centre, id: String, version: i64) -> Result<bool, Failure> {
        let (key, app, ctx) = (self.key()?, self.world.app.clone(), self.world.ctx(centre.manager));
        let order = claims::Approve { id, version, note: String::new() };
        let approved = Self::judged(claims::approve(&app, &ctx, order.clone(), &key).await)?;
        // Whoever decided about a retraction entered a fact, and somebody else approves.
        if approved.is_none() || self.chance(30) {
            Self::judged(claims::approve(&app, &ctx, order.clone(), &key).await)?;
            let (key, second) = (self.key()?, self.world.ctx(centre.second));
            let by_second = Self::judged(claims::approve(&app, &second, order, &key).await)?;
            return Ok(approved.or(by_second).is_some());
        }
        Ok(true)
    }

    /// What was approved before facts came is looked at again, on a list or not.
    async fn approve_again_at(&mut self, centre: Centre) -> Result<(), Failure> {
        let waiting = claims::to_approve_again(&self.world.app, &self.world.ctx(centre.manager)).await?;
        for item in waiting {
            let version = self.version(centre.manager, &item.claim).await?;
            self.done.approved_again += u64::from(self.approve(centre, item.claim, version).await?);
        }
        Ok(())
    }

    async fn list(&mut self) -> Result<(), Failure> {
        let centre = self.centre();
        if self.chance(60) {
            self.approve_again_at(centre).await?;
        }
        self.list_at(centre).await
    }

    async fn list_at(&mut self, centre: Centre) -> Result<(), Failure> {
        let mut funds: BTreeMap<_, Vec<String>> = BTreeMap::new();
        for state in [State::Approved, State::Bounced] {
            let asked = Asked { state: Some(state), ..Asked::default() };
            for item in claims::claims(&self.world.app, &self.world.ctx(centre.manager), asked).await?.items {
                funds.entry(item.fund).or_default().push(item.id);
            }
        }
        for claims in funds.into_values() {
            self.list_of(centre, claims).await?;
        }
        Ok(())
    }

    /// A list is of one fund and one budget year.
    async fn list_of(&mut self, centre: Centre, claims: Vec<String>) -> Result<(), Failure> {
        let (key, order) = (self.key()?, claims::MakeBatch { claims });
        let ctx = self.world.ctx(centre.officer);
        Self::judged(claims::make_batch(&self.world.app, &ctx, order.clone(), &key).await)?;
        if self.chance(20) {
            Self::judged(claims::make_batch(&self.world.app, &ctx, order, &key).await)?;
        }
        Ok(())
    }

    async fn tick(&mut self) -> Result<(), Failure> {
        let system = self.world.system();
        while claims::tick(&self.world.app, &system).await? > 0 {}
        while placements::tell_successions(&self.world.app, &system).await? > 0 {}
        loop {
            let looked = placements::tick(&self.world.app, &system).await?;
            self.done.looks += looked as u64;
            if looked == 0 {
                return Ok(());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many runs; `SANVIEC_SIMULATION_SEEDS=1000` takes as many as it says.
    fn seeds() -> u64 {
        #[expect(clippy::disallowed_methods, reason = "a long run is asked for by the environment")]
        let asked = std::env::var("SANVIEC_SIMULATION_SEEDS").ok().and_then(|text| text.parse().ok());
        asked.unwrap_or(3)
    }

    fn run(template: &Template, seed: u64) -> Done {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let run = async { Simulation::new(template, seed, (4, 2)).await?.run().await };
        runtime.block_on(run).unwrap_or_else(|error: Failure| panic!("seed {seed}: {error}"))
    }

    #[test]
    fn years_of_faults_pay_nobody_twice_and_forget_nobody() {
        let (template, mut all) = (Template::new().expect("a template"), Done::default());
        for seed in 1..=seeds() {
            all.add(run(&template, seed));
        }
        println!("{all:?}");
        let happened = [
            all.claims,
            all.paid,
            all.approved_again,
            all.crashes,
            all.answers,
            all.contracts,
            all.successions,
            all.looks,
        ];
        let is_idle = happened.iter().chain(&all.said).any(|count| *count == 0);
        assert!(!is_idle, "something never happened: {all:?}");
        assert!(all.missing().is_empty(), "never in so long a run: {:?}", all.missing());
    }

    #[test]
    fn an_outcome_that_does_not_follow_from_the_facts_is_seen() {
        let template = Template::new().expect("a template");
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async {
            let mut simulation = Simulation::new(&template, 1, (1, 1)).await.expect("a simulation");
            assert!(!simulation.is_confirmed(0).await.expect("both readings agree"));
            simulation.apart.run("UPDATE placement SET employer_code = '4100000019'").await.expect("changed");
            let error = simulation.is_confirmed(0).await.expect_err("the product reads another employer").to_string();
            assert!(error.contains("second reading"), "{error}");
        });
    }

    #[test]
    fn a_run_is_its_number_and_nothing_else() {
        let template = Template::new().expect("a template");
        assert_eq!(run(&template, 7).trace, run(&template, 7).trace);
        assert_ne!(run(&template, 7).trace, run(&template, 8).trace);
    }
}
