//! Schedules of faults of the server of mail: nothing is lost, nothing is marked sent that was not accepted.

use super::{World, name, notice};
use crate::peer::{Act, Peer, Step, Turn};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use sanviec_app::messages::Channel;
use sanviec_domain::time::Micros;
use sanviec_store::message;
use sanviec_store::testing::{Fresh, each_backend};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// One fault in five steps, none that takes longer than half a second.
fn wild(rng: &mut ChaCha8Rng, step: Step) -> Act {
    if !rng.random_bool(0.2) {
        return Act::Go;
    }
    match (step, rng.random_range(0..10)) {
        (Step::Connect | Step::Text, _) | (_, 0) => Act::Cut,
        (_, 1) => Act::Refuse(421),
        (_, 2 | 3) => Act::Refuse(451),
        (_, 4) => Act::Refuse(550),
        (_, 5) => Act::Rubbish,
        (_, 6) => Act::Half,
        (_, 7) => Act::Twice,
        (Step::Dot, _) => Act::AcceptAndCut,
        (_, _) => Act::Late(Duration::from_millis(rng.random_range(1..20))),
    }
}

async fn schedule(fresh: &Fresh, seed: u64) {
    const MESSAGES: u128 = 12;
    let calm = Arc::new(AtomicBool::new(false));
    let (quiet, mut plan) = (Arc::clone(&calm), ChaCha8Rng::seed_from_u64(seed));
    let peer =
        Peer::new(move |turn: Turn| if quiet.load(Ordering::Relaxed) { Act::Go } else { wild(&mut plan, turn.step) });
    let (world, mut rng) = (World::new(fresh, &peer), ChaCha8Rng::seed_from_u64(!seed));
    // Other schedules left their rows here.
    let first = u128::from(seed) * 1_000;
    let mine = first..first + MESSAGES;
    for n in mine.clone() {
        world.queue(n, Channel::Email, None, &notice()).await;
    }
    for round in 0..200 {
        calm.store(round >= 10, Ordering::Relaxed);
        if round < 10 && rng.random_bool(0.2) {
            world.die(&peer, rng.random_bool(0.5)).await;
        }
        world.send(Channel::Email).await;
        let mut next = None;
        for n in mine.clone() {
            let row = world.row(n).await;
            let due = (row.state == "queued" || row.state == "sending").then_some(row.send_after);
            next = [next, due].into_iter().flatten().min();
        }
        let Some(next) = next else { break };
        world.app.clock().set(Micros(next.max(world.now().0)));
    }
    let log = peer.log();
    for n in mine {
        let (row, to) = (world.row(n).await, format!("nguoi-{n}@example.vn"));
        let copies: Vec<_> = log.accepted.iter().filter(|accepted| accepted.to == to).collect();
        match row.state.as_str() {
            "sent" => assert!(!copies.is_empty(), "schedule {seed}: {n} counts as sent and was not accepted"),
            "failed" => {
                let refused = log.refused.iter().any(|(_, at, code)| (*at == to || at.is_empty()) && *code >= 500);
                assert!(refused && row.last_error.is_some(), "schedule {seed}: {n} was given up: {row:?}");
            }
            state => panic!("schedule {seed}: {n} is lost: {state}"),
        }
        for copy in &copies {
            assert!(copy.text.contains(&name(n)) && copy.text == copies[0].text, "schedule {seed}: {n} has two names");
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "the length of a test run is told by the environment")]
fn schedules() -> u64 {
    std::env::var("SANVIEC_SENDER_SCHEDULES").ok().and_then(|count| count.parse().ok()).unwrap_or(15)
}

#[tokio::test(flavor = "multi_thread")]
async fn no_schedule_of_faults_loses_a_row_or_marks_one_sent_that_was_not_accepted() {
    each_backend(|fresh| async move {
        for seed in 0..schedules() {
            schedule(&fresh, seed).await;
        }
        let states: BTreeMap<String, i64> =
            message::count_by_state(fresh.store.reader()).await.expect("counted").into_iter().collect();
        assert!(states.len() == 2 && states.values().all(|count| *count > 0), "{states:?}");
    })
    .await;
}
