//! `cutoff`: clients that give up at a random moment. What was acknowledged must be there, now and after everything
//! that came later, and what was sent again with its key must have happened once.
//!
//! At the socket the real server is asked by clients that hang up while they send or wait. In the process two layers
//! are given up in turns: the use case, whose writes run to their end, and the store's own write, which is rolled back
//! in the middle.

mod in_process;
mod scene;
mod socket;

use crate::report::Report;
use crate::scratch::{self, Scratch};
use crate::{Common, Failure, runtime};
use clap::Args;
use std::process::ExitCode;

#[derive(Args)]
pub(crate) struct Asked {
    /// Requests that are cut off at the socket
    #[arg(long, default_value_t = 100_000)]
    cuts: usize,
    /// Writes in the process
    #[arg(long, default_value_t = 100_000)]
    requests: usize,
    /// Also, or without a PostgreSQL, on SQLite
    #[arg(long)]
    sqlite: bool,
}

/// Where one database is.
enum Place {
    Sqlite,
    Postgres(String),
}

impl Place {
    const fn name(&self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres(_) => "PostgreSQL",
        }
    }
}

pub(crate) fn run(common: &Common, asked: &Asked) -> Result<ExitCode, Failure> {
    let title = format!(
        "{} requests cut off at the socket, {} writes in the process, seed {}",
        asked.cuts, asked.requests, common.seed
    );
    let mut report = Report::new("cutoff", title);
    let mut places = Vec::new();
    if asked.sqlite {
        places.push(Place::Sqlite);
    }
    match &common.postgres {
        None => report.note("PostgreSQL: skipped, SANVIEC_TEST_POSTGRES is not set"),
        Some(server) => places.push(Place::Postgres(server.clone())),
    }
    if places.is_empty() {
        return Err("no database: give --sqlite or SANVIEC_TEST_POSTGRES".into());
    }
    let mut sound = true;
    for place in &places {
        if asked.cuts > 0 {
            sound &= at_the_socket(common, (place, asked.cuts), &mut report)?;
        }
        if asked.requests > 0 {
            sound &= runtime()?.block_on(in_the_process(common, (place, asked.requests), &mut report))?;
        }
    }
    report.finish(common)?;
    Ok(if sound { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The server is asked by a client with a runtime of its own until it is ready, so this one only lends its runtime.
fn at_the_socket(common: &Common, asked: (&Place, usize), report: &mut Report) -> Result<bool, Failure> {
    let folder = tempfile::Builder::new().prefix("sanviec-bench-").tempdir()?;
    let (place, cuts) = asked;
    let runtime = runtime()?;
    match place {
        Place::Sqlite => {
            let store = runtime.block_on(scratch::sqlite(folder.path(), true))?;
            socket::campaign(common, (&runtime, place.name(), cuts), (folder.path(), None, store), report)
        }
        Place::Postgres(server) => {
            let scratch = runtime.block_on(Scratch::new(server))?;
            let store = runtime.block_on(scratch.store(4))?;
            let of = (folder.path(), Some(scratch.url.as_str()), store);
            let sound = socket::campaign(common, (&runtime, place.name(), cuts), of, report);
            runtime.block_on(scratch.remove())?;
            sound
        }
    }
}

async fn in_the_process(common: &Common, asked: (&Place, usize), report: &mut Report) -> Result<bool, Failure> {
    let (place, requests) = asked;
    match place {
        Place::Sqlite => {
            let folder = tempfile::Builder::new().prefix("sanviec-bench-").tempdir()?;
            let store = scratch::sqlite(folder.path(), true).await?;
            in_process::campaign(place.name(), store, (common.seed, requests), report).await
        }
        Place::Postgres(server) => {
            let scratch = Scratch::new(server).await?;
            let sound =
                in_process::campaign(place.name(), scratch.store(8).await?, (common.seed, requests), report).await;
            scratch.remove().await?;
            sound
        }
    }
}
