//! Five schedulers that race over the same placements, claims and messages, and are killed at it: each reminder and
//! each effect once, and nothing that is due is forgotten.
//!
//! The schedulers are this test program again, told by the environment. The default run kills 12 of them over 120
//! placements; `SANVIEC_SCHEDULER_KILLS=1000 SANVIEC_SCHEDULER_PLACEMENTS=10000` races for as long as it says.

use super::money::{Money, policy};
use crate::desk::person;
use crate::forms::key;
use sanviec_app::messages::{self, Claimed, End, Settled};
use sanviec_app::placements::{self, Policies};
use sanviec_app::secrets::{Keyring, Place};
use sanviec_app::webhooks::{self, Add, Owner};
use sanviec_app::{Actor, App, AppError, Clock, Ctx, Facts, Ids, Locale, Role, Thing, claims, desk};
use sanviec_domain::placement::Source;
use sanviec_domain::posting::PostingCode;
use sanviec_domain::time::{Micros, parse_date};
use sanviec_search::Index;
use sanviec_store::placement::asked;
use sanviec_store::testing::{Fresh, each_backend};
use sanviec_store::{Settings, Store, audit, claim, message, placement, webhook};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Duration;
use uuid::Uuid;

const DATABASE: &str = "SANVIEC_TEST_SCHEDULER_DATABASE";
const KEYS: &str = "SANVIEC_TEST_SCHEDULER_KEYS";
const SCHEDULERS: usize = 5;
/// Claims that learnt something when the race begins.
const CLAIMS: u128 = 20;
/// How long a sender holds messages, and how many.
const LEASE_SECONDS: i64 = 2;
const AT_ONCE: i64 = 10;
const PAUSE: Duration = Duration::from_millis(20);
/// Pauses without anything done after which the rest counts as forgotten: ten seconds, five leases.
const IDLE_MOST: u32 = 500;
/// Rounds over the schedulers, each until all of them began another turn, after which one that did nothing counts as
/// idle: a minute at least.
const ROUNDS_MOST: usize = 3_000;
/// Most rows of a list: all of them.
const ALL: u64 = 1_000_000;
/// A day of which the insurer says the contrary.
const DENIED: &str = r#"{"kind":"attestation","from":"2026-12-30","through":"2026-12-30","employed":false}"#;

/// What the run, or a scheduler, was told by the environment.
#[expect(clippy::disallowed_methods, reason = "the parent tells the child by the environment, and a person the parent")]
fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

fn number(name: &str, usually: usize) -> usize {
    environment(name).and_then(|text| text.parse().ok()).unwrap_or(usually)
}

/// 10 March 2027, 09:00 in Viet Nam: three months are over, and the second asking after them is due.
fn now() -> Micros {
    Micros::start_of(parse_date("2027-03-10").expect("a day")).plus_seconds(9 * 3_600)
}

fn policies() -> Policies {
    Policies::of(&[policy().as_str()]).expect("policies")
}

fn system(app: &App) -> Ctx {
    app.ctx(Actor::System, Locale::Vi)
}

/// Tells the parent.
fn say(line: &str) {
    writeln!(std::io::stdout(), "{line}").expect("the parent listens");
}

/// What a sender does: it takes messages, hands each over, and notes that. Between the two it may die.
async fn send(app: &App, ctx: &Ctx, mut carry: impl FnMut(Uuid)) -> Result<usize, AppError> {
    let claimed = messages::claim(app, ctx, LEASE_SECONDS, AT_ONCE).await?;
    for message in &claimed {
        carry(message.id);
    }
    let end = |message: &Claimed| Settled { id: message.id, lease: message.lease, end: End::Sent(None) };
    messages::settle_all(app, ctx, claimed.iter().map(end).collect()).await?;
    Ok(claimed.len())
}

/// One of the jobs, again and again. What contention does not let through comes with the next turn.
async fn keep_doing<F: Future<Output = Result<usize, AppError>>>(turn: impl Fn() -> F) {
    let mut pause = tokio::time::interval(PAUSE);
    loop {
        say("turn");
        if turn().await.unwrap_or(0) == 0 {
            pause.tick().await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn scheduler() {
    let Some((url, keys)) = environment(DATABASE).zip(environment(KEYS)) else { return };
    let settings = Settings { max_readers: 4, ..Settings::new(url) };
    let store = Store::open(settings).await.expect("store");
    let keys = Keyring::load_or_create(Path::new(&keys)).expect("keys");
    let index = Index::in_memory().expect("index");
    let app = App::new(store, index, Clock::at(now()), Ids::System, Facts::default());
    let app = &app.with_keys(keys).with_policies(policies());
    let look = || async move { placements::tick(app, &system(app)).await };
    let see = || async move { claims::tick(app, &system(app)).await };
    let hand_over = || async move { send(app, &system(app), |id| say(&format!("carried {id}"))).await };
    tokio::join!(keep_doing(look), keep_doing(see), keep_doing(hand_over));
}

/// A scheduler at work.
struct Scheduler {
    child: Child,
    out: BufReader<ChildStdout>,
}

/// What was heard of the schedulers.
#[derive(Default)]
struct Race {
    /// How often each message was handed over.
    carried: BTreeMap<Uuid, usize>,
    /// Kills after which placements or claims were still to be looked at.
    in_the_middle: usize,
}

impl Race {
    fn hear(&mut self, line: &str) {
        if let Some(Ok(id)) = line.trim().strip_prefix("carried ").map(str::parse::<Uuid>) {
            *self.carried.entry(id).or_default() += 1;
        }
    }

    /// Lets them go on until some of the work is done and a message went out, however slow the machine is.
    fn go_on(&mut self, schedulers: &mut [Scheduler], some_is_done: impl Fn() -> bool) {
        for _ in 0..ROUNDS_MOST {
            if !self.carried.is_empty() && some_is_done() {
                return;
            }
            schedulers.iter_mut().for_each(|scheduler| self.at_work(scheduler));
        }
        panic!("the schedulers did nothing, or no message went out");
    }

    /// Reads on until the scheduler has begun a turn, so that a kill meets it at work.
    fn at_work(&mut self, scheduler: &mut Scheduler) {
        loop {
            let mut line = String::new();
            assert!(scheduler.out.read_line(&mut line).expect("output") > 0, "a scheduler ended by itself");
            if line.trim().ends_with("turn") {
                return;
            }
            self.hear(&line);
        }
    }

    fn kill(&mut self, scheduler: &mut Scheduler) {
        scheduler.child.kill().expect("killed");
        scheduler.child.wait().expect("ended");
        let mut rest = Vec::new();
        scheduler.out.read_to_end(&mut rest).expect("output");
        for line in String::from_utf8_lossy(&rest).lines() {
            self.hear(line);
        }
    }
}

fn start(url: &str, keys: &Path) -> Scheduler {
    let mut child = Command::new(std::env::current_exe().expect("program"))
        .args(["claims::schedulers::scheduler", "--exact", "--nocapture"])
        .env(DATABASE, url)
        .env(KEYS, keys)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("started");
    let out = BufReader::new(child.stdout.take().expect("output"));
    Scheduler { child, out }
}

/// Five at work, of which one after the other is killed at another moment of its turn and starts again.
async fn race(app: App, (url, keys): (String, PathBuf), kills: usize) -> Race {
    let handle = tokio::runtime::Handle::current();
    let before = unseen(&app).await;
    let racing = move || {
        let mut race = Race::default();
        let mut schedulers: Vec<_> = (0..SCHEDULERS).map(|_| start(&url, &keys)).collect();
        for kill in 0..kills {
            let mut scheduler = schedulers.remove(0);
            race.at_work(&mut scheduler);
            let moment = Duration::from_millis((kill * 37 % 90) as u64);
            handle.block_on(async {
                let _elapsed = tokio::time::timeout(moment, std::future::pending::<()>()).await;
            });
            race.kill(&mut scheduler);
            race.in_the_middle += usize::from(handle.block_on(unseen(&app)) > 0);
            schedulers.push(start(&url, &keys));
        }
        race.go_on(&mut schedulers, || handle.block_on(unseen(&app)) < before);
        for mut scheduler in schedulers {
            race.at_work(&mut scheduler);
            race.kill(&mut scheduler);
        }
        race
    };
    tokio::task::spawn_blocking(racing).await.expect("raced")
}

/// How many placements and claims are to be looked at.
async fn unseen(app: &App) -> usize {
    let (reader, now) = (app.store().reader(), app.clock().now().0);
    let placements = placement::list_due(reader, now, ALL).await.expect("due").len();
    placements + claim::list_unseen(reader, now, ALL).await.expect("unseen").len()
}

/// How much is to be done: placements, claims and messages.
async fn left(app: &App) -> usize {
    let states = message::count_by_state(app.store().reader()).await.expect("counted");
    let waiting = states.iter().filter(|(state, _)| state == "queued" || state == "sending").map(|(_, count)| *count);
    unseen(app).await + usize::try_from(waiting.sum::<i64>()).expect("a number")
}

/// Does what the killed ones left: what they held comes back when its lease runs out, what was put aside within the
/// hour. Answers the messages that went out here.
async fn finish(app: &App) -> BTreeSet<Uuid> {
    app.clock().set(app.clock().now().plus_seconds(3_600));
    let (ctx, mut own, mut idle) = (system(app), BTreeSet::new(), 0);
    let mut pause = tokio::time::interval(PAUSE);
    while left(app).await > 0 {
        let looked = placements::tick(app, &ctx).await.expect("looked");
        let seen = claims::tick(app, &ctx).await.expect("looked");
        let carry = |id: Uuid| {
            own.insert(id);
        };
        let sent = send(app, &ctx, carry).await.expect("sent");
        if looked + seen + sent == 0 {
            idle += 1;
            assert!(idle < IDLE_MOST, "{} are forgotten", left(app).await);
            pause.tick().await;
        }
    }
    own
}

/// What is due when the race begins.
struct Due {
    money: Money,
    /// Placements of which both sides are to be asked, and officer and managers to be told.
    asked: BTreeSet<Uuid>,
    /// Placements that count since today, of which a program is to be told.
    counted: BTreeSet<Uuid>,
    /// Claims whose placement counts no more.
    claims: Vec<String>,
    worker: Uuid,
    hook: Uuid,
}

fn id_of(code: &str) -> Uuid {
    code.parse::<PostingCode>().expect("a code").uuid()
}

impl Due {
    async fn new(fresh: &Fresh, keys: Keyring, placements: usize) -> Self {
        let money = Money::given(fresh, policy(), |app| app.with_policies(policies()).with_keys(keys)).await;
        let world = &money.world;
        world.app.clock().set(now());
        let profile_id = money.profile(1).await;
        let code = world.people.lock().await.get(&1).cloned().expect("registered");
        let slip = desk::issue_claim(&world.app, &world.ctx(world.officer), &code, &key()).await.expect("a code");
        let worker = person(&world.app, "lan@vidu.vn", Role::Seeker, Thing::default()).await;
        desk::claim(&world.app, &world.ctx(worker), &slip.code, &key()).await.expect("taken over");
        let events = ["placement.confirmed", "placement.revoked"].map(str::to_owned).to_vec();
        let add = Add { name: "Phần mềm".into(), address: "https://vidu.vn/hook".into(), events };
        let (who, owner) = (world.ctx(world.manager), Owner::Centre(world.centre));
        let hook = webhooks::add(&world.app, &who, owner, add, &key()).await.expect("added").id;
        let (asked, counted) = (BTreeSet::new(), BTreeSet::new());
        let mut due = Self { money, asked, counted, claims: Vec::new(), worker: worker.account_id, hook };
        due.plant_claims().await;
        for nth in 0..placements {
            if nth.is_multiple_of(2) {
                let id = id_of(&due.money.unproved(profile_id).await);
                due.make_due(id).await;
                due.asked.insert(id);
            } else {
                let by = due.money.world.officer.account_id;
                let id = id_of(&due.money.placement(due.money.world.centre, profile_id, by).await);
                due.make_due(id).await;
                due.counted.insert(id);
            }
        }
        due
    }

    async fn plant_claims(&mut self) {
        for nth in 0..CLAIMS {
            let placement = self.money.confirmed(100 + nth).await;
            self.claims.push(self.money.prepare(&placement).await.expect("prepared"));
            self.money.learn(&placement, DENIED, Source::Insurer).await;
        }
    }

    /// The clock is to look at a placement now; it is the officer's.
    async fn make_due(&self, id: Uuid) {
        let world = &self.money.world;
        let (officer, now) = (world.officer.account_id, now().0);
        let write = world.app.store().write("make_due", |tx| {
            Box::pin(async move {
                let mut row = placement::hold(tx, id).await?.expect("a placement");
                (row.officer_id, row.due_at) = (Some(officer), Some(now));
                placement::update_guarded(tx, &row).await
            })
        });
        write.await.expect("due");
    }

    fn store(&self) -> &Store {
        self.money.world.app.store()
    }

    /// What the audit says happened to a thing, sorted.
    async fn acts(&self, id: Uuid) -> Vec<String> {
        let rows = audit::list_of(self.store().reader(), id, 0, 100).await.expect("audit");
        let mut acts: Vec<String> = rows.into_iter().map(|row| row.action).collect();
        acts.sort_unstable();
        acts
    }

    /// Looked at, and not to be looked at again now.
    async fn looked_at(&self, id: Uuid) -> placement::Row {
        let row = placement::find(self.store().reader(), id).await.expect("read").expect("a placement");
        assert!(row.due_at.is_none_or(|at| at > self.money.world.app.clock().now().0), "{id} is forgotten");
        row
    }

    async fn each_was_asked_once(&self) {
        for id in &self.asked {
            self.looked_at(*id).await;
            let asks = asked::list_asks(self.store().reader(), *id).await.expect("asks");
            let mut noted: Vec<_> =
                asks.iter().map(|ask| (ask.occasion.as_str(), ask.party.as_str(), ask.messages)).collect();
            noted.sort_unstable();
            // Nobody acts for the employer: that it could not be reached is noted too.
            let expected = [
                ("remind-1", "employer", 0),
                ("remind-1", "worker", 1),
                ("unanswered", "officer", 1),
                ("unanswered-managers", "managers", 2),
            ];
            assert_eq!(noted, expected, "{id}");
            let acts = [
                "ask_employment",
                "ask_employment",
                "create_placement",
                "keep_policy",
                "tell_managers",
                "tell_officer",
            ];
            assert_eq!(self.acts(*id).await, acts, "{id}");
        }
    }

    async fn each_was_told_once(&self) {
        let told = webhook::list_deliveries(self.store().reader(), self.hook, None, ALL).await.expect("deliveries");
        let of = |body: &str| {
            let body: Value = serde_json::from_str(body).expect("JSON");
            id_of(body["data"]["placement_id"].as_str().expect("a code"))
        };
        assert!(told.iter().all(|one| one.kind == "placement.confirmed"));
        assert_eq!(told.len(), self.counted.len());
        assert_eq!(told.iter().map(|one| of(&one.body)).collect::<BTreeSet<_>>(), self.counted);
        for id in &self.counted {
            let row = self.looked_at(*id).await;
            assert_eq!((row.outcome_told.as_deref(), row.outcome_no), (Some("confirmed"), 1), "{id}");
            assert_eq!(self.acts(*id).await, ["create_placement", "keep_policy"], "{id}");
        }
    }

    async fn each_claim_moved_once(&self) {
        for code in &self.claims {
            assert_eq!(self.acts(id_of(code)).await, ["claim_prepare", "claim_unmake"]);
            assert_eq!(self.money.state(code).await, "in_review");
        }
    }

    /// Of which placement each message of a kind to an account was; all of them went out.
    async fn told(&self, account_id: Uuid, template: &str, went_out: &BTreeSet<Uuid>) -> Vec<Uuid> {
        let keys = self.money.world.app.keys().expect("keys");
        let rows = message::list_of(self.store().reader(), account_id, None, ALL).await.expect("messages");
        let mut of = Vec::new();
        for row in rows.iter().filter(|row| row.template == template) {
            assert_eq!(row.state, "sent");
            assert!(went_out.contains(&row.id), "{} is noted as sent and was handed to nobody", row.id);
            let place = Place { table: "message", column: "params", row: row.id };
            let params: Value = serde_json::from_slice(&keys.open(place, &row.params).expect("opened")).expect("JSON");
            let last = params["path"].as_str().expect("a path").rsplit('/').next().expect("a name");
            of.push(if template == "employment_asked" { self.of_link(last).await } else { id_of(last) });
        }
        of.sort_unstable();
        of
    }

    async fn of_link(&self, token: &str) -> Uuid {
        let hash: [u8; 32] = Sha256::digest(token.as_bytes()).into();
        asked::find_link(self.store().reader(), &hash).await.expect("read").expect("a link").placement_id
    }

    /// One message for each placement, whoever is written to.
    async fn each_message_went_out_once(&self, went_out: &BTreeSet<Uuid>) {
        let world = &self.money.world;
        let expected: Vec<Uuid> = self.asked.iter().copied().collect();
        assert_eq!(self.told(self.worker, "employment_asked", went_out).await, expected);
        for person in [world.officer, world.manager, self.money.second] {
            assert_eq!(self.told(person.account_id, "placement_waits", went_out).await, expected);
        }
        assert!(self.told(world.colleague.account_id, "placement_waits", went_out).await.is_empty());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn five_schedulers_that_race_and_are_killed_do_everything_that_is_due_once() {
    let kills = number("SANVIEC_SCHEDULER_KILLS", 12);
    let placements = number("SANVIEC_SCHEDULER_PLACEMENTS", 120);
    each_backend(move |fresh: Fresh| async move {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("keys");
        let keys = Keyring::load_or_create(&file).expect("keys");
        let due = Due::new(&fresh, keys, placements).await;
        let app = due.money.world.app.clone();
        let race = race(app.clone(), (fresh.settings.url.clone(), file), kills).await;
        assert!(race.in_the_middle > 0, "every kill came after the work");
        let mut went_out = finish(&app).await;
        went_out.extend(race.carried.keys());
        due.each_was_asked_once().await;
        due.each_was_told_once().await;
        due.each_claim_moved_once().await;
        due.each_message_went_out_once(&went_out).await;
        let again = race.carried.values().filter(|times| **times > 1).count();
        println!(
            "{:?}: {placements} placements, {kills} kills, {} in the middle, {again} messages handed over again",
            fresh.backend, race.in_the_middle
        );
    })
    .await;
}
