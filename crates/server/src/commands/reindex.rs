//! `sanviec reindex`: the index anew from the database. A server that is running on this data folder makes it, beside
//! the index that it answers from; without one this command does.

use crate::cli::Place;
use crate::{Failure, wiring};
use sanviec_search::{Index, is_in_use};
use std::process::ExitCode;

pub(crate) async fn run(place: &Place) -> Result<ExitCode, Failure> {
    let settings = wiring::settings(place)?;
    let store = wiring::existing_store(place, &settings, None).await?;
    let folder = place.data.join("index");
    let has_server = is_in_use(&folder)?;
    if has_server {
        println!("máy chủ đang chạy sẽ lập lại chỉ mục / the running server builds the index anew");
    }
    let count = if has_server && sanviec_jobs::rebuilt_by_server(&folder).await? {
        Index::open_existing(&folder)?.map_or(0, |index| index.len())
    } else {
        let app = wiring::app(store, &place.data, &settings, wiring::facts(&settings)).await?;
        sanviec_jobs::rebuild(&app).await?
    };
    println!("{count} tin trong chỉ mục / postings in the index");
    Ok(ExitCode::SUCCESS)
}
