//! `sanviec evidence export`: the evidence for money that was paid, in one file that an auditor checks without access
//! to the server; `sanviec evidence case`: out of such a file, what an outcome was derived from.

use super::own_file::own_file;
use super::words::about_missing;
use crate::cli::{EvidenceCommand, Place};
use crate::{Failure, wiring};
use sanviec_app::evidence::{case_line, export, scope_of};
use sanviec_app::{Actor, Locale, audit};
use std::fs::File;
use std::io::{BufReader, BufWriter, Write};
use std::path::Path;
use std::process::ExitCode;

/// What is said of a word that names nothing.
const MISSING: (&str, &str) = (
    "không có việc làm được kết nối, danh sách chi trả hay năm nào như vậy",
    "there is no placement, no payment list and no year of this name",
);

pub(crate) async fn run(place: &Place, command: EvidenceCommand) -> Result<ExitCode, Failure> {
    match command {
        EvidenceCommand::Export { what, file } => written(place, &what, &file).await,
        EvidenceCommand::Case { file, placement, claim } => {
            let file = BufReader::new(File::open(&file).map_err(|error| format!("{}: {error}", file.display()))?);
            println!("{}", case_line(file, &placement, claim.as_deref())?);
            Ok(ExitCode::SUCCESS)
        }
    }
}

async fn written(place: &Place, what: &str, file: &Path) -> Result<ExitCode, Failure> {
    let settings = wiring::settings(place)?;
    let store = wiring::existing_store(place, &settings, None).await?;
    let keys = wiring::keys(&store, &place.data, &settings).await?;
    let app = wiring::app_without_index(store, &settings)?.with_keys(keys);
    let system = app.ctx(Actor::System, Locale::Vi);
    sanviec_app::secrets::check_keys(&app, &system).await?;
    // What has no place in the chain yet proves nothing.
    while audit::link(&app, &system).await? > 0 {}
    let ctx = app.ctx(Actor::Operator, Locale::Vi);
    let scope = scope_of(&app, &ctx, what).await.map_err(|error| about_missing(&what, &error, MISSING))?;
    let mut out = BufWriter::new(own_file(file)?);
    let written = export(&app, &ctx, &scope, &mut out).await?;
    out.flush()?;
    out.get_ref().sync_all()?;
    println!("{} hồ sơ / placements, {} đề nghị / claims: {}", written.placements, written.claims, file.display());
    println!("Kiểm tra / check it with: python3 docs/verify/verify_evidence.py {}", file.display());
    app.store().close().await?;
    Ok(ExitCode::SUCCESS)
}
