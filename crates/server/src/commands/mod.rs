//! One file for each command.

mod audit;
mod config;
mod copies;
mod db;
mod demo_applicants;
mod demo_claims;
mod demo_clock;
mod demo_desk;
mod demo_hiring;
pub(crate) mod demo_people;
mod demo_placements;
mod demo_profiles;
mod doctor;
mod evidence;
mod exclusions;
mod finding;
mod healthcheck;
mod import;
mod init;
mod keys;
mod looks;
mod lookup;
mod own_file;
mod policy;
mod reindex;
mod rule;
mod sealed;
mod serve;
mod serve_demo;
mod upgrade_check;
mod user;
mod words;

use crate::Failure;
use crate::cli::{Cli, Command, DbCommand, ImportCommand};
use sanviec_app::AppError;
use std::io::{ErrorKind, Write};
use std::process::ExitCode;
pub(crate) use words::in_words;

pub(crate) async fn run(cli: Cli) -> Result<ExitCode, Failure> {
    let place = cli.place;
    match cli.command {
        Command::Init => init::run(&place).await,
        Command::Serve { demo: true, demo_postings } => serve::demo(&place, demo_postings).await,
        Command::Serve { demo: false, .. } => serve::run(&place).await,
        Command::Config(command) => config::run(&place, &command).await,
        Command::Audit(command) => audit::run(&place, command).await,
        Command::Evidence(command) => evidence::run(&place, command).await,
        Command::Exclusions(command) => exclusions::run(&place, command).await,
        Command::Db(DbCommand::Migrate { server_role }) => db::migrate(&place, server_role.as_deref()).await,
        Command::Db(DbCommand::Status) => db::status(&place).await,
        Command::Db(DbCommand::Backup { file }) => db::backup(&place, &file).await,
        Command::Db(DbCommand::Restore { file }) => db::restore(&place, &file).await,
        Command::Db(DbCommand::Verify) => db::verify(&place).await,
        Command::Import(ImportCommand::Postings { file, source, dry_run, complete, verdicts, fix_up, json }) => {
            let asked = import::Asked { file, source, dry_run, complete, verdicts, fix_up, json };
            import::run(&place, asked).await
        }
        Command::Keys(command) => keys::run(&place, &command).await,
        Command::User(command) => user::run(&place, command).await,
        Command::Rule(command) => rule::run(&command),
        Command::Policy(command) => policy::run(command),
        Command::Reindex => reindex::run(&place).await,
        Command::Doctor { json } => doctor::run(&place, json).await,
        Command::UpgradeCheck { backup, json } => upgrade_check::run(&place, backup.as_deref(), json).await,
        Command::Lookup { kind, text, json } => Ok(lookup::run(kind, &text.join(" "), json)),
        Command::Healthcheck => healthcheck::run(&place).await,
        Command::Openapi => openapi(),
        // Done before anything of a server was started.
        Command::Signatures(_) => Ok(ExitCode::FAILURE),
    }
}

/// The reasons of a refusal in words: whoever types a command reads no fields.
fn told(error: AppError) -> Failure {
    in_words(error.into())
}

/// Prints the document; whoever reads only its beginning has what he wanted.
fn openapi() -> Result<ExitCode, Failure> {
    match writeln!(std::io::stdout(), "{}", sanviec_web::openapi_json()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(ExitCode::SUCCESS),
    }
}
