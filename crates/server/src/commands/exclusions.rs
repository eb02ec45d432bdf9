//! `sanviec exclusions …`: who counts as paid for, told to other installations of a programme and taken in from them.

use super::own_file::own_file;
use super::told;
use crate::cli::{ExclusionsCommand, Place};
use crate::{Failure, wiring};
use sanviec_app::claims::{export_exclusions, import_exclusions};
use sanviec_app::secrets::{SharedKey, check_keys};
use sanviec_app::{Actor, App, Ctx, Locale};
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

pub(crate) async fn run(place: &Place, command: ExclusionsCommand) -> Result<ExitCode, Failure> {
    if matches!(command, ExclusionsCommand::Key) {
        println!("{}", SharedKey::generated()?.file_text());
        return Ok(ExitCode::SUCCESS);
    }
    let settings = wiring::settings(place)?;
    let store = wiring::existing_store(place, &settings, None).await?;
    let keys = wiring::keys(&store, &place.data, &settings).await?;
    let app = wiring::with_sharing(wiring::app_without_index(store, &settings)?.with_keys(keys), &settings)?;
    check_keys(&app, &app.ctx(Actor::System, Locale::Vi)).await?;
    let ctx = app.ctx(Actor::Operator, Locale::Vi);
    match command {
        ExclusionsCommand::Key => {}
        ExclusionsCommand::Export { programme, out } => export(&app, &ctx, &programme, out.as_deref()).await?,
        ExclusionsCommand::Import { file } => import(&app, &ctx, &file).await?,
    }
    app.finish().await;
    app.store().close().await?;
    Ok(ExitCode::SUCCESS)
}

async fn export(app: &App, ctx: &Ctx, programme: &str, out: Option<&Path>) -> Result<(), Failure> {
    let list = export_exclusions(app, ctx, programme).await.map_err(told)?;
    let Some(path) = out else {
        std::io::stdout().write_all(list.text.as_bytes())?;
        return Ok(());
    };
    let mut file = own_file(path)?;
    file.write_all(list.text.as_bytes())?;
    file.sync_all()?;
    println!("{} người / people: {}", list.people, path.display());
    Ok(())
}

async fn import(app: &App, ctx: &Ctx, path: &Path) -> Result<(), Failure> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let taken = import_exclusions(app, ctx, &text).await.map_err(told)?;
    let before = taken.before.map_or_else(String::new, |people| format!(" (trước / before: {people})"));
    println!("{}, {}: {} người / people{before}", taken.installation, taken.programme, taken.people);
    Ok(())
}
