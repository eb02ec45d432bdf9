//! A request whose client hangs up at any moment, and that is sent again with the same key until it is answered.

use std::sync::Arc;
use std::time::Duration;

use futures_util::{StreamExt, stream};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use sanviec_store::Backend;

use super::rows::{self, Row, all};
use super::scenes::{AT_ONCE, Scenes};
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
    let tally = Box::pin(campaign(rounds(), 1)).await;
    println!("sent {}, cut off before the answer {}, wrong {}", tally.sent, tally.cut, tally.wrong.len());
    assert!(tally.cut > tally.sent / 20, "hardly any was cut off: {tally:?}");
    assert!(tally.wrong.is_empty(), "{tally:#?}");
}

/// Each row this often on each database.
async fn campaign(rounds: usize, seed: u64) -> Tally {
    let rows = Arc::new(all());
    let sent = rows::sent(&rows);
    let scenes = Box::pin(Scenes::of(&rows, &sent)).await;
    let plays = sent.iter().flat_map(|at| (0..rounds).map(move |round| (*at, (at * rounds + round) as u64)));
    let plays = plays.flat_map(|(at, number)| [Backend::Sqlite, Backend::Postgres].map(|on| (on, at, number)));
    let played = stream::iter(plays).map(|(on, at, number)| played(&scenes, (on, &rows, at), seed << 32 | number));
    let mut played = played.buffer_unordered(AT_ONCE);
    let mut tally = Tally::default();
    while let Some(cut_off) = played.next().await {
        let Some(cut_off) = cut_off else { continue };
        tally.sent += 1;
        match cut_off {
            Ok(is_cut_off) => tally.cut += usize::from(is_cut_off),
            Err(what) => tally.wrong.push(what),
        }
    }
    drop(played);
    scenes.remove().await;
    tally
}

/// Whether a row was cut off; nothing where there is no such database.
async fn played(
    scenes: &Scenes,
    (backend, rows, at): (Backend, &Arc<Vec<Row>>, usize),
    seed: u64,
) -> Option<Result<bool, String>> {
    let all = rows.clone();
    let play = |stage| async move { Box::pin(cut(stage, &all, &all[at], seed)).await };
    let played = scenes.play(backend, &rows[at], play).await?;
    Some(played.map_err(|what| format!("{backend:?} {}: {what}", rows[at].name())))
}

/// Hangs up after up to 12 ms, a little longer than most requests take; whether it was before the answer.
async fn cut(mut stage: Stage, rows: &[Row], row: &Row, seed: u64) -> Result<bool, String> {
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
    let Effect { rows: changed, requests } = stage.effect(&before).await;
    if changed.is_empty() || !row.is_one(&requests) {
        return Err(format!("{} requests had an effect: {changed:?}", requests.len()));
    }
    Ok(cut_off)
}
