//! The same request three times at once.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::{Arc, Mutex};

use axum::http::header;
use sanviec_store::testing::{Fresh, each_backend, on_sqlite};

use super::super::rights::{Walk, routes, row_path};
use super::super::site::Answer;
use super::rows::{self, Row, all};
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

/// What an answer says, without what is new each time it is shown.
fn told(answer: &Answer) -> (u16, String, String) {
    (answer.status.as_u16(), answer.header(header::LOCATION).to_owned(), answer.header(header::SET_COOKIE).to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_sent_three_times_at_once_has_one_effect_and_equal_answers() {
    let rows = Arc::new(all());
    let wrong = Arc::new(Mutex::new(Vec::new()));
    for at in rows::sent(&rows) {
        let met: Arc<Mutex<Vec<Effect>>> = Arc::default();
        let play = |times: usize| {
            let (rows, wrong, met) = (rows.clone(), wrong.clone(), met.clone());
            move |fresh: Fresh| {
                let (rows, wrong, met) = (rows.clone(), wrong.clone(), met.clone());
                async move {
                    let name = || format!("{:?} {}", fresh.backend, rows[at].name());
                    match Box::pin(sent(&rows, &rows[at], &fresh, times)).await {
                        Ok(effect) => met.lock().expect("no panic").push(effect),
                        Err(what) => wrong.lock().expect("no panic").push(format!("{}: {what}", name())),
                    }
                }
            }
        };
        on_sqlite(play(1)).await;
        each_backend(play(3)).await;
        wrong.lock().expect("no panic").extend(differing(&rows[at], &met.lock().expect("no panic")));
    }
    let wrong = wrong.lock().expect("no panic");
    assert!(wrong.is_empty(), "{} of {}: {wrong:#?}", wrong.len(), rows.len());
}

/// The same rows come of it however often it is sent and whatever the database, and one request stands in the audit.
fn differing(row: &Row, effects: &[Effect]) -> Option<String> {
    let first = effects.first()?;
    let one = effects.iter().all(|effect| effect.requests.len() <= 1 && effect.rows == first.rows);
    (!one || first.rows.is_empty()).then(|| format!("{}: {effects:?}", row.name()))
}

/// Sends the request of a row this often at once.
async fn sent(rows: &[Row], row: &Row, fresh: &Fresh, times: usize) -> Result<Effect, String> {
    let mut stage = Stage::of(row, fresh.store.clone()).await;
    stage.prepare(rows, row).await?;
    let ready = stage.ready(row).await?;
    let before = stage.standing().await;
    let world = &stage.walk.world;
    let answers = futures_util::future::join_all((0..times).map(|_| world.ask(ready.request()))).await;
    if let Some(answer) = answers.iter().find(|answer| !is_done(answer.status)) {
        return Err(mistakes(answer));
    }
    let told: BTreeSet<_> = answers.iter().map(told).collect();
    if told.len() > 1 {
        return Err(format!("other answers: {told:?}"));
    }
    Ok(stage.effect(&before).await)
}
