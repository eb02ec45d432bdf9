//! `sanviec keys …`: a new key for sealed fields, and old rows sealed with it.

use crate::cli::{KeysCommand, Place};
use crate::{Failure, wiring};
use sanviec_app::{Actor, Locale, accounts, organisations, secrets};
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
            let store = wiring::store(place, &settings, None).await?;
            let keys = wiring::keys(&store, &place.data, &settings).await?;
            let app = wiring::app_without_index(store, &settings)?.with_keys(keys);
            secrets::check_keys(&app, &app.ctx(Actor::System, Locale::Vi)).await?;
            let ctx = app.ctx(Actor::Operator, Locale::Vi);
            let count = accounts::reseal(&app, &ctx).await? + organisations::reseal(&app, &ctx).await?;
            println!("{count} dòng được mã hóa lại / rows sealed anew");
            app.store().close().await?;
        }
    }
    Ok(ExitCode::SUCCESS)
}
