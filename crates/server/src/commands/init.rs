//! `sanviec init`: the settings file with every key and its default, and the database.

use crate::cli::Place;
use crate::settings::FILE;
use crate::{Failure, wiring};
use std::process::ExitCode;

/// Every key, its default and what it is for.
const TEMPLATE: &str = include_str!("../../../../config/sanviec.toml");

/// Writes what is not there; a settings file that exists is left as it is.
pub(crate) async fn run(place: &Place) -> Result<ExitCode, Failure> {
    wiring::make_folder(&place.data)?;
    let path = place.data.join(FILE);
    if path.exists() {
        println!("Giữ nguyên / kept: {}", path.display());
    } else {
        std::fs::write(&path, TEMPLATE)?;
        println!("Đã tạo / written: {}", path.display());
    }
    let settings = wiring::settings(place)?;
    let store = wiring::store(place, &settings, None).await?;
    wiring::keys(&store, &place.data, &settings).await?;
    store.close().await?;
    println!("Bước tiếp theo / next: sanviec serve --data {}", place.data.display());
    Ok(ExitCode::SUCCESS)
}
