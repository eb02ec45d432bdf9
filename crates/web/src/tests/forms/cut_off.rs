//! A request whose client hangs up at any moment, and that is sent again with the same key until it is answered.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use sanviec_store::testing::{Fresh, on_postgres, on_sqlite};

use super::rows::{self, Row, all};
use super::stage::{Effect, Stage, is_done, mistakes};

/// What came of a row's requests: how many were cut off before their answer, and what went wrong.
#[derive(Debug, Default)]
struct Tally {
    sent: usize,
    cut: usize,
    wrong: Vec<String>,
}

/// How many requests are cut off on each database: every one once, or as many as `SANVIEC_CUTOFFS` says, as in
/// `SANVIEC_CUTOFFS=10000 cargo test --release -p sanviec-web --lib -- --nocapture cut_off_anywhere`.
#[expect(clippy::disallowed_methods, reason = "a long campaign is asked for by the environment")]
fn rounds() -> usize {
    let wanted = std::env::var("SANVIEC_CUTOFFS").ok().and_then(|number| number.parse().ok()).unwrap_or(1);
    let rows = all().iter().filter(|row| row.elsewhere().is_none()).count();
    usize::max(1, wanted).div_ceil(rows)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_cut_off_anywhere_and_sent_again_has_one_effect() {
    let tally = campaign(rounds(), 1).await;
    println!("sent {}, cut off before the answer {}, wrong {}", tally.sent, tally.cut, tally.wrong.len());
    assert!(tally.cut > tally.sent / 20, "hardly any was cut off: {tally:?}");
    assert!(tally.wrong.is_empty(), "{tally:#?}");
}

/// Each row this often on each database.
async fn campaign(rounds: usize, seed: u64) -> Tally {
    let rows = Arc::new(all());
    let tally = Arc::new(Mutex::new(Tally::default()));
    for at in rows::sent(&rows) {
        for round in 0..rounds {
            let seed = seed << 32 | (at * rounds + round) as u64;
            let play = |fresh: Fresh| {
                let (rows, tally) = (rows.clone(), tally.clone());
                async move {
                    let played = Box::pin(cut(&rows, &rows[at], &fresh, seed)).await;
                    let mut tally = tally.lock().expect("no panic");
                    tally.sent += 1;
                    match played {
                        Ok(true) => tally.cut += 1,
                        Ok(false) => {}
                        Err(what) => tally.wrong.push(format!("{:?} {}: {what}", fresh.backend, rows[at].name())),
                    }
                }
            };
            on_sqlite(play).await;
            on_postgres(play).await;
        }
    }
    Arc::into_inner(tally).expect("all are done").into_inner().expect("no panic")
}

/// Hangs up after up to 12 ms, a little longer than most requests take; whether it was before the answer.
async fn cut(rows: &[Row], row: &Row, fresh: &Fresh, seed: u64) -> Result<bool, String> {
    let mut stage = Stage::of(row, fresh.store.clone()).await;
    stage.prepare(rows, row).await?;
    let ready = stage.ready(row).await?;
    let before = stage.standing().await;
    let world = &stage.walk.world;
    let patience = Duration::from_micros(ChaCha8Rng::seed_from_u64(seed).random_range(0..12_000));
    let first = tokio::time::timeout(patience, world.ask(ready.request())).await;
    let cut_off = first.is_err();
    if let Ok(answer) = &first
        && !is_done(answer.status)
    {
        return Err(mistakes(answer));
    }
    let again = world.ask(ready.request()).await;
    if !is_done(again.status) {
        return Err(format!("sent again: {}", mistakes(&again)));
    }
    world.app.finish().await;
    let Effect { rows, requests } = stage.effect(&before).await;
    if rows.is_empty() || requests.len() > 1 {
        return Err(format!("{} requests had an effect: {rows:?}", requests.len()));
    }
    Ok(cut_off)
}
