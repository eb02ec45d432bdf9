//! Realistic demo vacancies, taken in as a file would be.

use crate::Failure;
use sanviec_app::import::{self, Options, Row};
use sanviec_app::{Actor, App, Locale};
use sanviec_demo::{Generator, OldPlace, Place};
use sanviec_reference::unit;
use std::path::{Path, PathBuf};

/// Seed of the demo, so that everybody sees the same exchange on a day.
pub(crate) const SEED: u64 = 2026;

/// A temporary data folder, removed when dropped.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new() -> std::io::Result<Self> {
        let path = std::env::temp_dir().join(format!("sanviec-demo-{}", std::process::id()));
        std::fs::create_dir_all(&path)?;
        Ok(Self(path))
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Fills an empty exchange with demo vacancies of today.
pub(crate) async fn fill(app: &App, postings: usize) -> Result<(), Failure> {
    let ctx = app.ctx(Actor::Operator, Locale::Vi);
    let places = places();
    let old: Vec<OldPlace> =
        unit::former().iter().filter(|unit| unit.level == unit::Level::District).map(old_place).collect();
    let generator = Generator::new(SEED, ctx.today(), &places, &old);
    let rows: Vec<_> =
        generator.take(postings).enumerate().map(|(at, posting)| row(at, &posting.to_json_line())).collect();
    let options = Options { source: "demo".into(), dry_run: false, complete: false };
    let report = import::run(app, &ctx, Box::new(rows.into_iter()), &options).await?;
    tracing::info!(written = report.written(), "demo vacancies taken in");
    super::demo_applicants::verify_employers(app).await?;
    sanviec_jobs::rebuild(app).await?;
    Ok(())
}

/// The communes in force.
pub(crate) fn places() -> Vec<Place> {
    unit::communes().iter().filter_map(place).collect()
}

fn row(at: usize, line: &str) -> Result<Row, import::Unreadable> {
    let line_number = at as u64 + 1;
    match serde_json::from_str::<serde_json::Value>(line) {
        Ok(serde_json::Value::Object(fields)) => Ok(Row { line: line_number, fields: fields.into_iter().collect() }),
        _ => Err(import::Unreadable::new(line_number, import::Problem::NotAnObject)),
    }
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
