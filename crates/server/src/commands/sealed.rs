//! What `doctor` and `db verify` say of the keys of sealed values.

use super::finding::{Finding, Grade};
use super::upgrade_check::check_keys;
use crate::cli::Place;
use crate::settings::Settings;
use crate::{Failure, chain, wiring};
use sanviec_app::secrets::{Keyring, missing_keys};
use sanviec_app::{Actor, Locale};
use sanviec_store::{SchemaStatus, Store};
use std::collections::BTreeMap;

const WHAT: &str = "keys";

/// Whether the key file is the one of this database, and whether it holds every key that something is sealed with.
pub(super) async fn check(place: &Place, settings: &Settings, store: &Store, status: &SchemaStatus) -> Vec<Finding> {
    let file = wiring::key_file(&place.data, settings);
    let of_file = check_keys(&file, store, status).await;
    if of_file.grade != Grade::Ok || !file.exists() {
        return vec![of_file];
    }
    match missing(place, settings, store).await {
        Ok(missing) if missing.is_empty() => vec![of_file],
        Ok(missing) => missing.iter().map(|(id, places)| lost(*id, &places.join(", "))).collect(),
        Err(error) => {
            let why = chain(&*error);
            vec![Finding::new(WHAT, Grade::Error, format!("Không xem được dữ liệu mã hóa: {why}"), why)]
        }
    }
}

async fn missing(place: &Place, settings: &Settings, store: &Store) -> Result<BTreeMap<u32, Vec<String>>, Failure> {
    let keys = Keyring::load(&wiring::key_file(&place.data, settings))?;
    let app = wiring::app_without_index(store.clone(), settings)?.with_keys(keys);
    Ok(missing_keys(&app, &app.ctx(Actor::System, Locale::Vi)).await?)
}

fn lost(id: u32, places: &str) -> Finding {
    let vi = format!(
        "Dữ liệu ở {places} mã hóa bằng khóa {id} không có trong tệp khóa: không ai đọc được. Chép dòng “field {id} …” từ bản cũ của tệp khóa vào trước các dòng khác, rồi chạy sanviec keys reseal."
    );
    let en = format!(
        "something in {places} is sealed with key {id}, which is not in the key file: nobody can read it. Copy the line `field {id} …` from an older copy of the key file before the other ones, then run sanviec keys reseal."
    );
    Finding::new(WHAT, Grade::Error, vi, en)
}
