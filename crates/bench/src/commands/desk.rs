//! `desk`: one person found among many by what an officer types, through the use case, on SQLite.

use crate::measure::Latencies;
use crate::people::{Counter, somebody};
use crate::report::Report;
use crate::{Common, Failure, runtime};
use clap::Args;
use sanviec_app::profiles;
use sanviec_store::profile::{self, Row};
use std::process::ExitCode;
use std::time::Instant;
use uuid::Uuid;

/// Rows of one transaction.
const AT_ONCE: usize = 20_000;
const FAMILIES: [&str; 5] = ["nguyen", "nguyen", "tran", "le", "pham"];
const MIDDLES: [&str; 6] = ["van", "thi", "thi thu", "minh", "ngoc", "huu"];
const GIVEN: [&str; 8] = ["lan", "hoa", "hung", "tuan", "mai", "duc", "linh", "nam"];
/// What is typed: identifiers, both ends of names, one that nobody has.
const TYPED: [&str; 9] = [
    "052198001234",
    "0905123456",
    "lan@gmail.com",
    "nguyen",
    "Nguyễn Thị L",
    "lan",
    "thi lan",
    "pham huu nam",
    "khong co ai",
];

#[derive(Args)]
pub(crate) struct Asked {
    /// People at one centre
    #[arg(long, default_value_t = 1_000_000)]
    people: usize,
    /// Times that each text is asked
    #[arg(long, default_value_t = 200)]
    times: usize,
}

/// A row like a registered one, with a name of few letters as most have.
fn row(like: &Row, number: usize) -> Row {
    let pick = |from: &[&'static str], at: usize| from[at % from.len()];
    let name = format!("{} {} {}", pick(&FAMILIES, number), pick(&MIDDLES, number / 7), pick(&GIVEN, number / 13));
    let back: Vec<&str> = name.split(' ').rev().collect();
    let hash = |kind: u8| {
        let mut hash = vec![kind; 32];
        hash[..8].copy_from_slice(&(number as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15).to_be_bytes());
        Some(hash)
    };
    Row {
        id: Uuid::from_u128(0x0199_0000_0000_7000_8000_0000_0000_0000 + number as u128),
        name_back: Some(back.join(" ").into_bytes()),
        name_fold: Some(name.into_bytes()),
        number_hash: hash(1),
        phone_hash: hash(2),
        email_hash: None,
        ..like.clone()
    }
}

pub(crate) fn run(common: &Common, asked: &Asked) -> Result<ExitCode, Failure> {
    let folder = tempfile::tempdir()?;
    let mut report = Report::new("desk", format!("one person among {}, SQLite", asked.people));
    runtime()?.block_on(async {
        let counter = Counter::new(folder.path()).await?;
        let id = counter.register(somebody("Nguyễn Thị Lan", "052198001234", "0905123456", "lan@gmail.com")).await?;
        let like = profile::load(counter.app.store().reader(), id.0).await?;
        for first in (0..asked.people).step_by(AT_ONCE) {
            let last = (first + AT_ONCE).min(asked.people);
            let rows = &(first..last).map(|number| row(&like, number)).collect::<Vec<_>>();
            let store = counter.app.store();
            store.write("fill", |tx| Box::pin(async move { profile::insert_many(tx, rows).await })).await?;
        }
        for typed in TYPED {
            let mut times = Latencies::default();
            for _ in 0..asked.times {
                let begun = Instant::now();
                profiles::find(&counter.app, &counter.officer, typed).await?;
                times.add(begun.elapsed());
            }
            report.add(typed, "p50", times.at(0.5), "ms");
            report.add(typed, "p95", times.at(0.95), "ms");
        }
        Ok::<_, Failure>(())
    })?;
    report.finish(common)?;
    Ok(ExitCode::SUCCESS)
}
