//! Randomised fault schedules: whatever the server does and whoever hangs up, no message counts as sent that was not
//! accepted, none is lost, and one is repeated only where the answer was lost, under the same name.
//!
//! Time is simulated, so that a schedule of days takes milliseconds. A schedule is one number; the default run takes
//! 150 of them, `SANVIEC_SMTP_SCHEDULES=1000` takes as many as it says.

use crate::peer::{Act, Log, Peer, Step, Turn};
use crate::setup::{WRITTEN_AT, id, message, over, recipient};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use sanviec_domain::message::{Kind, Next, Tried, after_attempt};
use sanviec_domain::time::Micros;
use sanviec_mail::{Message, Outcome, Smtp};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// After so many rounds the server is a good one, so that everything can come to its end.
const WILD_ROUNDS: usize = 12;
const ROUNDS: usize = 400;

/// What the sender knows of one message.
#[derive(Debug)]
struct Entry {
    attempts: u32,
    due: Option<Micros>,
    end: Option<Next>,
    /// The class that each conversation gave it.
    tried: BTreeMap<usize, Tried>,
}

struct Campaign {
    smtp: Smtp,
    peer: Peer,
    calm: Arc<AtomicBool>,
    entries: Vec<Entry>,
    now: Micros,
    rng: ChaCha8Rng,
}

type Drawn = Arc<Mutex<BTreeSet<(Step, &'static str)>>>;

fn name(act: Act) -> &'static str {
    match act {
        Act::Go => "go",
        Act::Refuse(code) if code < 500 => "refuse for now",
        Act::Refuse(_) => "refuse for good",
        Act::Cut => "cut",
        Act::Stall => "stall",
        Act::Late(_) => "late",
        Act::Odd(_) => "odd",
        Act::Rubbish => "rubbish",
        Act::Twice => "twice",
        Act::Half => "half",
        Act::AcceptAndCut => "accept and cut",
        Act::AcceptAndStall => "accept and stall",
        Act::AcceptLate(_) => "accept late",
    }
}

/// One fault in six steps or so; each kind of fault as likely as any other that fits the step.
fn wild(rng: &mut ChaCha8Rng, step: Step) -> Act {
    const CODES: [u16; 12] = [421, 450, 451, 452, 500, 503, 530, 550, 551, 552, 553, 554];
    if !rng.random_bool(0.15) {
        return Act::Go;
    }
    let time = Duration::from_secs(rng.random_range(1..400));
    match step {
        Step::Connect => return Act::Cut,
        Step::Text => return if rng.random_bool(0.5) { Act::Cut } else { Act::Stall },
        _ => {}
    }
    match rng.random_range(0..if step == Step::Dot { 14 } else { 10 }) {
        0 | 1 => Act::Refuse(CODES[rng.random_range(0..4)]),
        2 | 3 => Act::Refuse(CODES[rng.random_range(4..CODES.len())]),
        4 => Act::Cut,
        5 => Act::Stall,
        6 => Act::Late(time),
        7 => Act::Odd(odd(rng, step)),
        8 => Act::Rubbish,
        9 => {
            if rng.random_bool(0.5) {
                Act::Twice
            } else {
                Act::Half
            }
        }
        10 | 11 => Act::AcceptAndCut,
        12 => Act::AcceptAndStall,
        _ => Act::AcceptLate(time),
    }
}

/// A yes out of place. A server that says "go ahead" and does not mean it, or 2xx to a text that it throws away, breaks
/// its own promise; nobody can guard against that.
fn odd(rng: &mut ChaCha8Rng, step: Step) -> u16 {
    const POSITIVE: [u16; 6] = [334, 354, 200, 220, 250, 251];
    POSITIVE[match step {
        Step::Dot => rng.random_range(0..2),
        Step::Data => [0, 2, 3, 4, 5][rng.random_range(0..5)],
        _ => rng.random_range(0..POSITIVE.len()),
    }]
}

impl Campaign {
    fn new(seed: u64, drawn: Drawn) -> Self {
        let calm = Arc::new(AtomicBool::new(false));
        let quiet = Arc::clone(&calm);
        let mut plan = ChaCha8Rng::seed_from_u64(seed);
        let mut rng = ChaCha8Rng::seed_from_u64(!seed);
        let peer = Peer::new(move |turn: Turn| {
            let act = if quiet.load(Ordering::Relaxed) { Act::Go } else { wild(&mut plan, turn.step) };
            drawn.lock().unwrap().insert((turn.step, name(act)));
            act
        });
        let fresh = |_| Entry { attempts: 0, due: Some(WRITTEN_AT), end: None, tried: BTreeMap::new() };
        let entries = (0..rng.random_range(1..=12)).map(fresh).collect();
        Self { smtp: over(&peer), peer, calm, entries, now: WRITTEN_AT, rng }
    }

    async fn run(&mut self) {
        for round in 0..ROUNDS {
            self.calm.store(round >= WILD_ROUNDS, Ordering::Relaxed);
            let Some(next) = self.entries.iter().filter_map(|entry| entry.due).min() else { break };
            self.now = self.now.max(next);
            self.round(round < WILD_ROUNDS).await;
        }
        // Conversations that nobody waits for any more come to their end.
        let _ = tokio::time::timeout(Duration::from_hours(3), std::future::pending::<()>()).await;
    }

    /// Sends what is due. In some wild rounds the sender dies while it waits: then nothing is known of any of them.
    async fn round(&mut self, wild: bool) {
        let due: Vec<usize> =
            (0..self.entries.len()).filter(|n| self.entries[*n].due.is_some_and(|due| due <= self.now)).collect();
        let batch: Vec<Message> = due.iter().map(|n| message(*n)).collect();
        let before = self.peer.log().conversations;
        let patience = if wild && self.rng.random_bool(0.1) {
            Duration::from_millis(self.rng.random_range(1..400_000))
        } else {
            Duration::from_hours(1)
        };
        let sent = tokio::time::timeout(patience, self.smtp.send(batch)).await.ok();
        let log = self.peer.log();
        if let Some(sent) = &sent {
            assert_eq!(log.conversations - before, 1, "one conversation for a batch");
            let ids: Vec<_> = sent.iter().map(|(id, _)| *id).collect();
            assert_eq!(ids, due.iter().map(|n| id(*n)).collect::<Vec<_>>(), "an outcome for each");
        }
        for (at, n) in due.into_iter().enumerate() {
            let outcome = sent.as_ref().map(|sent| &sent[at].1);
            // A sender that died may have said anything in the conversation that goes on without it.
            let conversation = if outcome.is_some() { log.conversations } else { before + 1 };
            self.settle(n, outcome, conversation, &log);
        }
    }

    fn settle(&mut self, n: usize, outcome: Option<&Outcome>, conversation: usize, log: &Log) {
        let taken = log.accepted.iter().any(|a| a.conversation == conversation && a.to == recipient(n));
        // A server that answered some step twice is one answer behind: its refusal of the sender (no recipient yet) is
        // then read as that of the recipient, still of the same message.
        let refused = |(at, to, code): &(usize, String, u16)| {
            *at == conversation && (*to == recipient(n) || to.is_empty()) && *code >= 500
        };
        match outcome {
            Some(Outcome::Sent(_)) => assert!(taken, "{n} counts as sent and was not accepted"),
            Some(Outcome::GiveUp(failure)) => {
                assert!(!taken && log.refused.iter().any(refused), "{n} was given up: {failure}");
            }
            Some(Outcome::Retry(_) | Outcome::NotReached) => {
                assert!(!taken, "{n} was accepted and will be repeated: {outcome:?}");
            }
            Some(Outcome::Unknown(_)) | None => {}
        }
        let tried = outcome.map_or(Tried::Unknown, Outcome::tried);
        let jitter = self.rng.random();
        let entry = &mut self.entries[n];
        entry.tried.insert(conversation, tried);
        if tried != Tried::NotReached {
            entry.attempts += 1;
        }
        let next = after_attempt(Kind::ApplicationSent, tried, entry.attempts, WRITTEN_AT, self.now, jitter);
        if let Next::Again(at) = next {
            entry.due = Some(at);
        } else {
            (entry.due, entry.end) = (None, Some(next));
        }
    }

    fn check(&self) {
        let log = self.peer.log();
        for (n, entry) in self.entries.iter().enumerate() {
            let accepted: Vec<_> = log.accepted.iter().filter(|accepted| accepted.to == recipient(n)).collect();
            let name = format!("Message-ID: <{}@vieclam.example.vn>\n", id(n));
            match entry.end {
                Some(Next::Sent) => assert!(!accepted.is_empty(), "{n}: sent, never accepted"),
                // A message may have been accepted silently before it was refused.
                Some(Next::Refused) => {}
                end => panic!("{n} is lost: {end:?} {entry:?}"),
            }
            for (at, copy) in accepted.iter().enumerate() {
                assert!(copy.text.contains(&name) && copy.text == accepted[0].text, "{n}: a repeat under another name");
                let class = entry.tried.get(&copy.conversation);
                let last = at + 1 == accepted.len() && entry.end == Some(Next::Sent);
                let known = class == Some(&Tried::Unknown) || (last && class == Some(&Tried::Sent));
                // Accepting late can overtake: the copy that was answered need not be the last one written down.
                let overtaken = class == Some(&Tried::Sent) && entry.end == Some(Next::Sent);
                assert!(known || overtaken, "{n}: accepted in a conversation that says {class:?}");
            }
        }
        let orphans = log.accepted.iter().filter(|a| !(0..self.entries.len()).any(|n| a.to == recipient(n))).count();
        assert_eq!(orphans, 0);
    }
}

#[expect(clippy::disallowed_methods, reason = "the length of a test run is told by the environment")]
fn schedules() -> u64 {
    std::env::var("SANVIEC_SMTP_SCHEDULES").ok().and_then(|count| count.parse().ok()).unwrap_or(150)
}

#[test]
fn no_schedule_of_faults_loses_a_message_or_calls_one_sent_that_was_not_accepted() {
    let drawn = Drawn::default();
    let (mut repeats, mut classes) = (0, BTreeMap::new());
    for seed in 0..schedules() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build().unwrap();
        let mut campaign = Campaign::new(seed, Arc::clone(&drawn));
        let run = std::panic::AssertUnwindSafe(|| {
            runtime.block_on(campaign.run());
            campaign.check();
        });
        assert!(std::panic::catch_unwind(run).is_ok(), "schedule {seed} breaks a promise");
        repeats +=
            campaign.peer.log().accepted.len() - campaign.entries.iter().filter(|e| e.end == Some(Next::Sent)).count();
        for tried in campaign.entries.iter().flat_map(|entry| entry.tried.values()) {
            *classes.entry(format!("{tried:?}")).or_insert(0) += 1;
        }
    }
    println!("classes {classes:?}, accepted more than once or before a refusal: {repeats}");
    assert!(classes.len() == 5 && classes.values().all(|count| *count >= 20), "{classes:?}");
    // Every fault was met at every step that has it, or the campaign shows less than it says.
    let drawn = drawn.lock().unwrap();
    for step in [Step::Greeting, Step::Hello, Step::Mail, Step::Recipient, Step::Data, Step::Dot] {
        let met = drawn.iter().filter(|(at, _)| *at == step).count();
        assert!(met >= if step == Step::Dot { 13 } else { 10 }, "{step:?}: {met} kinds of acts only");
    }
}
