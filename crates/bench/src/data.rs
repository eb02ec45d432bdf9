//! Made-up vacancies over the real map, and data folders filled with them the way an operator fills them.

use crate::{Failure, scratch};
use chrono::NaiveDate;
use sanviec_app::import::{self, Options, Row, Verdict};
use sanviec_app::{Actor, App, Clock, Facts, Ids, Locale};
use sanviec_demo::{DemoPosting, Generator, OldPlace, Place, Style};
use sanviec_reference::unit;
use sanviec_search::Index;
use sanviec_store::Store;
use std::path::{Path, PathBuf};

/// Vacancies of one import; bounds what is held in memory.
const CHUNK: usize = 20_000;

/// The generator over the communes and former districts of the reference tables.
pub(crate) fn generator(seed: u64, today: NaiveDate, style: Style) -> Generator {
    let places: Vec<Place> = unit::communes().iter().filter_map(place).collect();
    let districts = unit::former().iter().filter(|unit| unit.level == unit::Level::District);
    let old: Vec<OldPlace> = districts.map(old_place).collect();
    Generator::new(seed, today, &places, &old).with_style(style)
}

fn place(unit: &unit::Unit) -> Option<Place> {
    let province = unit::province(unit.province)?;
    Some(Place {
        commune_code: unit.code.to_owned(),
        commune_full_name: unit.full_name(),
        province_code: province.code.to_owned(),
        province_name: province.name.to_owned(),
        lat_e6: unit.point.0,
        lon_e6: unit.point.1,
    })
}

fn old_place(district: &unit::FormerUnit) -> OldPlace {
    let province = unit::former_unit(unit::Level::Province, district.parent);
    OldPlace {
        full_name: district.full_name(),
        old_province_name: province.map_or_else(String::new, |unit| unit.name.to_owned()),
        province_code: district.province().to_owned(),
        commune_codes: district.communes().iter().map(|unit| unit.code.to_owned()).collect(),
    }
}

/// A line of the import format as the row that the importer reads from it.
pub(crate) fn row(line: u64, text: &str) -> Result<Row, Failure> {
    let fields: serde_json::Map<String, serde_json::Value> = serde_json::from_str(text)?;
    Ok(Row { line, fields: fields.into_iter().collect() })
}

/// The use cases over a store, with an index in memory that nobody asks.
pub(crate) fn app(store: Store, clock: Clock) -> Result<App, Failure> {
    Ok(App::new(store, Index::in_memory()?, clock, Ids::System, Facts::default()))
}

/// Takes vacancies in; says how many were refused.
pub(crate) async fn take(app: &App, postings: &[DemoPosting]) -> Result<usize, Failure> {
    let lines = postings.iter().map(DemoPosting::to_json_line).enumerate();
    let rows = lines.map(|(at, text)| row(at as u64 + 1, &text)).collect::<Result<Vec<_>, _>>()?;
    let options = Options { source: "bench".into(), dry_run: false, complete: false };
    let ctx = app.ctx(Actor::Operator, Locale::Vi);
    let report = import::run(app, &ctx, Box::new(rows.into_iter().map(Ok)), &options).await?;
    Ok(report.count(Verdict::Refused))
}

/// A data folder with vacancies of today in its SQLite database.
pub(crate) struct Prepared {
    pub(crate) folder: PathBuf,
    /// Vacancies that the rules refused.
    pub(crate) refused: usize,
    _temporary: Option<tempfile::TempDir>,
}

/// Fills a folder; one that was filled before is taken as it is.
pub(crate) async fn prepare(data: Option<&Path>, postings: usize, seed: u64) -> Result<Prepared, Failure> {
    let temporary =
        if data.is_none() { Some(tempfile::Builder::new().prefix("sanviec-bench-").tempdir()?) } else { None };
    let folder = data.or_else(|| temporary.as_ref().map(tempfile::TempDir::path)).unwrap_or_else(|| Path::new("."));
    let folder = folder.to_path_buf();
    std::fs::create_dir_all(&folder)?;
    let done = folder.join("filled");
    let wanted = format!("{postings} vacancies of seed {seed}");
    if let Ok(there) = std::fs::read_to_string(&done) {
        return if there == wanted {
            Ok(Prepared { folder, refused: 0, _temporary: temporary })
        } else {
            Err(format!("the folder holds {there}; give another one").into())
        };
    }
    let refused = fill(&folder, postings, seed).await?;
    std::fs::write(&done, wanted)?;
    Ok(Prepared { folder, refused, _temporary: temporary })
}

async fn fill(folder: &Path, postings: usize, seed: u64) -> Result<usize, Failure> {
    let app = app(scratch::sqlite(folder, false).await?, Clock::System)?;
    let mut vacancies = generator(seed, app.clock().now().day(), Style::Bulk).take(postings);
    let (mut refused, mut taken) = (0, 0);
    loop {
        let chunk: Vec<DemoPosting> = vacancies.by_ref().take(CHUNK).collect();
        if chunk.is_empty() {
            break;
        }
        refused += take(&app, &chunk).await?;
        taken += chunk.len();
        eprintln!("{taken} of {postings} vacancies in the database");
    }
    app.finish().await;
    app.store().close().await?;
    Ok(refused)
}
