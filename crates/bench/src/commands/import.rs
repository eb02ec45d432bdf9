//! `import`: rows a second of `sanviec import postings` on SQLite, first and again without a change.

use crate::report::Report;
use crate::{Common, Failure, data, server};
use clap::Args;
use sanviec_app::Clock;
use sanviec_demo::Style;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::process::ExitCode;
use std::time::Instant;

#[derive(Args)]
pub(crate) struct Asked {
    /// Rows of the file
    #[arg(long, default_value_t = 100_000)]
    rows: usize,
}

pub(crate) fn run(common: &Common, asked: &Asked) -> Result<ExitCode, Failure> {
    let folder = tempfile::Builder::new().prefix("sanviec-bench-").tempdir()?;
    let file = folder.path().join("rows.jsonl");
    let mut lines = BufWriter::new(File::create(&file)?);
    for posting in data::generator(common.seed, Clock::System.now().day(), Style::Bulk).take(asked.rows) {
        writeln!(lines, "{}", posting.to_json_line())?;
    }
    lines.into_inner()?.sync_all()?;
    let bytes = file.metadata()?.len();
    let mut report = Report::new("import", format!("{} rows, {} MB, SQLite", asked.rows, bytes / 1_000_000));
    let path = file.to_string_lossy();
    for variant in ["first", "again, unchanged"] {
        let begun = Instant::now();
        server::run(common, folder.path(), &["import", "postings", &path])?;
        let seconds = begun.elapsed().as_secs_f64();
        report.add(variant, "rate", asked.rows as f64 / seconds, "rows/s");
        report.add(variant, "time", seconds, "s");
    }
    report.note("start of the process and schema included; every batch of 500 rows is synced to the disk");
    report.finish(common)?;
    Ok(ExitCode::SUCCESS)
}
