//! A writer killed with signal 9 in the middle of its writes: what it had acknowledged is there, and nothing is torn.
//!
//! The writer is this test program again, with the address of the database in its environment; it prints the number
//! of each write it got an answer for.

use crate::data::{insert_all, posting_row, sequence};
use sanviec_store::testing::{Fresh, each_backend};
use sanviec_store::{Settings, Store, posting, verify};
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

const DATABASE: &str = "SANVIEC_TEST_CRASH_DATABASE";
const ROUNDS: u128 = 5;
const CLIENTS: u128 = 8;

#[tokio::test(flavor = "multi_thread")]
#[allow(clippy::disallowed_methods, reason = "the parent tells the child by the environment")]
async fn writer() {
    let Ok(told) = std::env::var(DATABASE) else { return };
    let (first, url) = told.split_once(' ').unwrap();
    let first: u128 = first.parse().unwrap();
    let store = Store::open(Settings::new(url)).await.unwrap();
    let clients: Vec<_> = (0..CLIENTS)
        .map(|client| {
            let store = store.clone();
            tokio::spawn(async move {
                for n in 0.. {
                    let number = first + n * CLIENTS + client;
                    insert_all(&store, &[posting_row(number)]).await.unwrap();
                    writeln!(std::io::stdout(), "acknowledged {number}").unwrap();
                }
            })
        })
        .collect();
    for client in clients {
        client.await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_writer_killed_at_any_moment_loses_nothing_it_acknowledged() {
    each_backend(|fresh: Fresh| async move {
        let mut acknowledged = Vec::new();
        for round in 0..ROUNDS {
            let told = format!("{} {}", 1 + round * 1_000_000, fresh.settings.url);
            acknowledged.extend(run_and_kill(told, 40 + 30 * round as usize).await);
        }
        while sequence(&fresh.store).await > 0 {}
        assert_eq!(verify::verify(&fresh.store).await.unwrap(), []);
        let stored = posting::list_all(fresh.store.reader(), None, 100_000).await.unwrap();
        let stored: std::collections::HashSet<_> = stored.into_iter().map(|row| row.id).collect();
        let lost: Vec<_> = acknowledged.iter().filter(|&&n| !stored.contains(&posting_row(n).id)).collect();
        println!(
            "{:?}: {} acknowledged, {} lost, {} stored without an answer",
            fresh.backend,
            acknowledged.len(),
            lost.len(),
            stored.len() - acknowledged.len()
        );
        assert!(lost.is_empty(), "{lost:?}");
        assert!(acknowledged.len() > 300);
    })
    .await;
}

/// Kills the writer after `enough` acknowledgements and answers with all that it gave.
async fn run_and_kill(told: String, enough: usize) -> Vec<u128> {
    let work = move || {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["crash::writer", "--exact", "--nocapture"])
            .env(DATABASE, told)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut numbers = Vec::new();
        for line in lines {
            let line = line.unwrap();
            // The first one stands behind the name of the test.
            let Some((_, number)) = line.split_once("acknowledged ") else { continue };
            numbers.push(number.parse().unwrap());
            if numbers.len() == enough {
                child.kill().unwrap();
            }
        }
        child.wait().unwrap();
        numbers
    };
    tokio::task::spawn_blocking(work).await.unwrap()
}
