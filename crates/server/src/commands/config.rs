//! `sanviec config check|show`.

use crate::Failure;
use crate::cli::{ConfigCommand, Place};
use crate::settings::{Given, Settings};
use std::process::ExitCode;

pub(crate) fn run(place: &Place, command: &ConfigCommand) -> Result<ExitCode, Failure> {
    let given = Given { data: place.data.clone(), database: place.database.clone(), listen: place.listen };
    let settings = Settings::load(&given)?;
    match command {
        ConfigCommand::Check => {
            check(&settings)?;
            println!("Cấu hình dùng được / the settings can be used");
        }
        ConfigCommand::Show => println!("{}", toml::to_string_pretty(&settings.shown())?),
    }
    Ok(ExitCode::SUCCESS)
}

/// Refuses settings that no server can be started with, and files of theirs that are no good.
pub(super) fn check(settings: &Settings) -> Result<(), Failure> {
    crate::tls::acceptor(&settings.tls)?;
    crate::gateway::gateway("sms", &settings.sms)?;
    crate::gateway::gateway("zalo", &settings.zalo)?;
    crate::wiring::policies(settings)?;
    crate::signatures::trust_list(settings)?;
    crate::wiring::sharing(settings)?;
    crate::gateway::order(&settings.message_order)?;
    Ok(())
}
