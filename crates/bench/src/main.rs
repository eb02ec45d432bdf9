//! `sanviec-bench`: how fast, how fresh, how durable and how good the exchange is, measured beside others in one run.
//!
//! Nothing of the product may depend on this crate. It measures the real binary over HTTP and the real use cases, and
//! builds the things it compares with itself. It keeps nothing and sends nothing; results go to the terminal and, when
//! asked, to a file.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a bench speaks on the terminal")]

mod asked;
mod commands;
mod data;
mod engine;
mod engines;
mod exchange;
mod full_desk;
mod http;
mod judged;
mod log;
mod machine;
mod measure;
mod money;
mod people;
mod plain;
mod process;
mod report;
mod scratch;
mod server;
mod skills;
mod superuser;
mod words;
mod writers;

use clap::{Args, Parser, Subcommand};
use commands::{
    claims, cutoff, desk, erase, faults, freshness, import, mixed, placements, pool, publish, quality, reindex, rule,
    sample, search, simulate, tamper,
};
use std::path::PathBuf;
use std::process::ExitCode;

/// Why a bench ends badly; the chain of causes is printed once, here.
type Failure = Box<dyn std::error::Error + Send + Sync>;

/// Measures Sàn Việc beside others on this machine.
#[derive(Parser)]
#[command(name = "sanviec-bench", version, about)]
struct Cli {
    #[command(flatten)]
    common: Common,
    #[command(subcommand)]
    command: Command,
}

/// What every bench takes.
#[derive(Args, Clone, Debug)]
pub(crate) struct Common {
    /// Everything that is drawn is drawn from this
    #[arg(long, global = true, default_value_t = 1)]
    seed: u64,
    /// One JSON object a line instead of a table
    #[arg(long, global = true)]
    json: bool,
    /// Write the result as Markdown, too; of `pool`: the folder for what it writes
    #[arg(long, global = true)]
    out: Option<PathBuf>,
    /// The binary `sanviec`; default: beside this one
    #[arg(long, global = true)]
    server: Option<PathBuf>,
    /// Superuser's URL of a PostgreSQL; variants on PostgreSQL are skipped without it
    #[arg(long, global = true, env = "SANVIEC_TEST_POSTGRES", hide_env_values = true)]
    postgres: Option<String>,
}

#[derive(Subcommand)]
enum Command {
    /// Searching: ours over HTTP, bare tantivy, naive tantivy, SQLite FTS5 and PostgreSQL full text
    Search(search::Asked),
    /// A new index while the server answers from the old one
    Reindex(reindex::Asked),
    /// How long a change takes to be found, under load
    Freshness(freshness::Asked),
    /// Durable publishing one by one beside bare clients
    Publish(publish::Asked),
    /// Rows a second of `sanviec import postings` on SQLite
    Import(import::Asked),
    /// Searching while a storm of sign-ins hashes passwords
    Mixed(mixed::Asked),
    /// Writes the collection and the candidates that people judge
    Pool(pool::Asked),
    /// How good the found is, by the judged set
    Quality(quality::Asked),
    /// A file of real vacancies, taken in twice and each of them looked for in four ways
    Sample(sample::Asked),
    /// Kills a publishing process and looks for what is lost
    Faults(faults::Asked),
    /// Hangs up at random moments of writes and looks for what is lost
    Cutoff(cutoff::Asked),
    /// Cases a second of `sanviec rule evaluate`
    Rule(rule::SpeedAsked),
    /// The placement rule beside its second reading, over many drawn cases
    RuleAgreement(rule::AgreementAsked),
    /// The clock among a million open placements
    Placements(placements::Asked),
    /// The pages of the desk with a million people and 300,000 applications
    Desk(desk::Asked),
    /// Deletes people with planted markers and searches the files for what is left
    Erase(erase::Asked),
    /// Many claims at once for one person: one wins
    Claims(claims::Asked),
    /// Years of placements and payments with faults, from one number
    Simulate(simulate::Asked),
    /// One byte after the other changed by a superuser, found and named by the verifier in Python
    Tamper(tamper::Asked),
    /// The publishing process that `faults` kills
    #[command(hide = true)]
    FaultWriter(faults::WriterAsked),
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let outcome = match cli.command {
        Command::Search(asked) => search::run(&cli.common, &asked),
        Command::Reindex(asked) => reindex::run(&cli.common, &asked),
        Command::Freshness(asked) => freshness::run(&cli.common, &asked),
        Command::Publish(asked) => publish::run(&cli.common, &asked),
        Command::Import(asked) => import::run(&cli.common, &asked),
        Command::Mixed(asked) => mixed::run(&cli.common, &asked),
        Command::Pool(asked) => pool::run(&cli.common, &asked),
        Command::Quality(asked) => quality::run(&cli.common, &asked),
        Command::Sample(asked) => sample::run(&cli.common, &asked),
        Command::Faults(asked) => faults::run(&cli.common, &asked),
        Command::Cutoff(asked) => cutoff::run(&cli.common, &asked),
        Command::Rule(asked) => rule::speed(&cli.common, &asked),
        Command::RuleAgreement(asked) => rule::agreement(&cli.common, &asked),
        Command::Placements(asked) => placements::run(&cli.common, &asked),
        Command::Desk(asked) => desk::run(&cli.common, &asked),
        Command::Erase(asked) => erase::run(&cli.common, &asked),
        Command::Claims(asked) => claims::run(&cli.common, &asked),
        Command::Tamper(asked) => tamper::run(&cli.common, &asked),
        Command::Simulate(asked) => simulate::run(&cli.common, &asked),
        Command::FaultWriter(asked) => faults::write(&asked),
    };
    match outcome {
        Ok(code) => code,
        Err(error) => {
            let causes = std::iter::successors(error.source(), |cause| cause.source());
            let chain: Vec<String> =
                std::iter::once(error.to_string()).chain(causes.map(ToString::to_string)).collect();
            eprintln!("sanviec-bench: {}", chain.join(": "));
            if let Some(sanviec_app::AppError::Refused(refused)) = error.downcast_ref() {
                refused.iter().for_each(|one| eprintln!("{}: {}, {}", one.field, one.code, one.en));
            }
            ExitCode::FAILURE
        }
    }
}

/// A runtime for the benches that write through the use cases.
fn runtime() -> Result<tokio::runtime::Runtime, Failure> {
    Ok(tokio::runtime::Builder::new_multi_thread().enable_all().build()?)
}
