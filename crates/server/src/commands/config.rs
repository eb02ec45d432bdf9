//! `sanviec config check|show`.

use crate::cli::{ConfigCommand, Place};
use crate::settings::{Given, Settings};
use crate::{Failure, wiring};
use sanviec_app::secrets::Keyring;
use sanviec_store::key_mark;
use std::process::ExitCode;

pub(crate) async fn run(place: &Place, command: &ConfigCommand) -> Result<ExitCode, Failure> {
    let given = Given { data: place.data.clone(), database: place.database.clone(), listen: place.listen };
    let settings = Settings::load(&given)?;
    match command {
        ConfigCommand::Check => {
            check(&settings)?;
            check_keys(place, &settings).await?;
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
    crate::post::smtp(&settings.mail)?;
    crate::identity::providers(settings)?;
    match crate::post::problems_of_texts(settings).first() {
        Some(problem) => Err(format!(
            "mail.texts: {problem}: mẫu tin nhắn này không dùng được / this text of messages cannot be used"
        )
        .into()),
        None => Ok(()),
    }
}

/// Refuses a key file that cannot be read, and one that is not there although the database has keys. None is made.
async fn check_keys(place: &Place, settings: &Settings) -> Result<(), Failure> {
    let file = wiring::key_file(&place.data, settings);
    if file.exists() {
        Keyring::load(&file)?;
        return Ok(());
    }
    // Whether a database can be reached is no question of settings: `doctor` asks it.
    let Ok(store) = wiring::store_to_look(place, settings).await else { return Ok(()) };
    let marks = key_mark::list(store.reader()).await.unwrap_or_default();
    store.close().await?;
    wiring::demand_keys(&file, &marks)
}
