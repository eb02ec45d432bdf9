//! `sanviec reindex`: the index anew from the database, when no server is running on this data folder.

use crate::cli::Place;
use crate::{Failure, wiring};
use std::process::ExitCode;

pub(crate) async fn run(place: &Place) -> Result<ExitCode, Failure> {
    let settings = wiring::settings(place)?;
    let store = wiring::store(place, &settings, None).await?;
    let app = wiring::app(store, &place.data, &settings, wiring::facts(&settings)).await?;
    let count = sanviec_jobs::rebuild(&app).await?;
    println!("{count} tin trong chỉ mục / postings in the index");
    Ok(ExitCode::SUCCESS)
}
