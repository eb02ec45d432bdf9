//! `sanviec keys …`: a new key for sealed fields, old rows sealed with it, the old key out of use.

use super::told;
use crate::cli::{KeysCommand, Place};
use crate::settings::Settings;
use crate::{Failure, wiring};
use sanviec_app::{Actor, App, Locale, secrets};
use std::process::ExitCode;

pub(crate) async fn run(place: &Place, command: &KeysCommand) -> Result<ExitCode, Failure> {
    let settings = wiring::settings(place)?;
    match command {
        KeysCommand::Rotate => {
            secrets::rotate(&wiring::key_file(&place.data, &settings))?;
            println!("Đã thêm khóa. Chép tệp khóa sang mọi máy chủ, khởi động lại, rồi chạy: sanviec keys reseal");
            println!("A key was added. Copy the key file to every server, start them again, then: sanviec keys reseal");
        }
        KeysCommand::Reseal => {
            let app = app(place, &settings).await?;
            secrets::check_keys(&app, &app.ctx(Actor::System, Locale::Vi)).await?;
            let count = secrets::reseal(&app, &app.ctx(Actor::Operator, Locale::Vi)).await?;
            println!("{count} giá trị được mã hóa lại / values sealed anew");
            app.store().close().await?;
        }
        KeysCommand::Retire { id } => {
            let app = app(place, &settings).await?;
            secrets::retire(&app, &app.ctx(Actor::Operator, Locale::Vi), *id).await.map_err(told)?;
            // Only now: a key that leaves the file first keeps every server from starting.
            secrets::drop_key(&wiring::key_file(&place.data, &settings), *id)?;
            println!(
                "Đã bỏ khóa {id}. Chép tệp khóa sang mọi máy chủ / key {id} is out of use; copy the key file to every server"
            );
            app.store().close().await?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

async fn app(place: &Place, settings: &Settings) -> Result<App, Failure> {
    let store = wiring::existing_store(place, settings, None).await?;
    let keys = wiring::keys(&store, &place.data, settings).await?;
    Ok(wiring::app_without_index(store, settings)?.with_keys(keys))
}
