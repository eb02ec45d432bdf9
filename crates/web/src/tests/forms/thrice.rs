//! The same request three times at once.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use axum::http::header;
use futures_util::{StreamExt, stream};
use sanviec_store::Backend;

use super::super::rights::{Walk, routes, row_path};
use super::super::site::Answer;
use super::page::words;
use super::rows::{self, EACH, Row, all};
use super::scenes::{AT_ONCE, Scenes};
use super::stage::{Effect, Stage, is_done, mistakes};

#[tokio::test]
async fn every_request_that_changes_something_has_a_reviewed_row() {
    let walk = Walk::new().await;
    let changing = routes(&walk.world.router).into_iter().filter(|(method, _)| method != "GET" && method != "ANY");
    let changing: BTreeSet<String> = changing.map(|(method, path)| format!("{method} {}", row_path(&path))).collect();
    let rows: BTreeSet<String> = all().iter().map(Row::name).collect();
    let without: Vec<_> = changing.difference(&rows).collect();
    let unmet: Vec<_> = rows.difference(&changing).collect();
    assert!(without.is_empty() && unmet.is_empty(), "no row for {without:#?}; no route for {unmet:#?}");
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let tests = tests_of(&root);
    let is_shown =
        |name: &String| tests.contains(&format!("async fn {name}(")) || name.contains('/') && root.join(name).exists();
    let elsewhere: Vec<String> = all().iter().filter_map(|row| row.elsewhere().map(str::to_owned)).collect();
    let missing: Vec<_> = elsewhere.iter().filter(|name| !is_shown(name)).collect();
    assert!(missing.is_empty() && elsewhere.len() < rows.len() / 2, "no test of this name: {missing:#?}");
}

/// The texts of the tests of the workspace.
fn tests_of(root: &Path) -> String {
    let mut todo = vec![root.join("tests/suite"), root.join("crates/web/src/tests")];
    let mut text = String::new();
    while let Some(path) = todo.pop() {
        if path.is_dir() {
            todo.extend(std::fs::read_dir(path).expect("a folder").map(|entry| entry.expect("an entry").path()));
        } else if path.extension().is_some_and(|end| end == "rs") {
            text.push_str(&std::fs::read_to_string(path).expect("a text"));
        }
    }
    text
}

/// What an answer says: of a page the words, for the keys of its forms are new each time it is shown.
fn told(row: &Row, answer: &Answer) -> (u16, String, String, String) {
    let header = |name| answer.header(name).to_owned();
    let words = if answer.text.starts_with('{') { answer.text.clone() } else { words(&answer.text) };
    // Each answer says which of its rows it wrote and which were there.
    let words = if row.says(EACH).is_some() { String::new() } else { words };
    (answer.status.as_u16(), header(header::LOCATION), header(header::SET_COOKIE), words)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_sent_three_times_at_once_has_one_effect_and_equal_answers() {
    let rows = Arc::new(all());
    let sent = rows::sent(&rows);
    let scenes = Box::pin(Scenes::of(&rows, &sent)).await;
    let played = stream::iter(&sent).map(|at| played(&scenes, &rows, *at)).buffer_unordered(AT_ONCE);
    let wrong: Vec<String> = played.collect::<Vec<_>>().await.concat();
    scenes.remove().await;
    assert!(wrong.is_empty(), "{} of {}: {wrong:#?}", wrong.len(), sent.len());
}

/// What goes wrong when a row is sent once, and three times at once on each database.
async fn played(scenes: &Scenes, rows: &Arc<Vec<Row>>, at: usize) -> Vec<String> {
    let (row, mut wrong, mut met) = (&rows[at], Vec::new(), Vec::new());
    for (backend, times) in [(Backend::Sqlite, 1), (Backend::Sqlite, 3), (Backend::Postgres, 3)] {
        let all = rows.clone();
        let play = |stage| async move { Box::pin(sent(stage, &all, &all[at], times)).await };
        match scenes.play(backend, row, play).await {
            Some(Ok(effect)) => met.push(effect),
            Some(Err(what)) => wrong.push(format!("{backend:?} {}: {what}", row.name())),
            None => {}
        }
    }
    wrong.extend(differing(row, &met));
    wrong
}

/// The same rows come of it however often it is sent and whatever the database, and one request stands in the audit.
fn differing(row: &Row, effects: &[Effect]) -> Option<String> {
    let first = effects.first()?;
    let one = effects.iter().all(|effect| row.is_one(&effect.requests) && effect.rows == first.rows);
    (!one || first.rows.is_empty()).then(|| format!("{}: {effects:?}", row.name()))
}

/// Sends the request of a row this often at once.
async fn sent(mut stage: Stage, rows: &[Row], row: &Row, times: usize) -> Result<Effect, String> {
    stage.prepare(rows, row).await?;
    let ready = stage.ready(row).await?;
    let before = stage.standing().await;
    let world = &stage.walk.world;
    let answers = futures_util::future::join_all((0..times).map(|_| world.ask(ready.request()))).await;
    if let Some(answer) = answers.iter().find(|answer| !is_done(answer.status)) {
        return Err(mistakes(answer));
    }
    let told: BTreeSet<_> = answers.iter().map(|answer| told(row, answer)).collect();
    if told.len() > 1 {
        return Err(format!("other answers: {told:?}"));
    }
    Ok(stage.effect(&before).await)
}
