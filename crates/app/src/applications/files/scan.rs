//! What a scanner is given and what it says. Must not be in here: sockets (the jobs hold the conversation).

use super::{FileState, bytes};
use crate::app::App;
use crate::applications::desk::Desk;
use crate::ctx::Ctx;
use crate::error::AppError;
use crate::placements;
use crate::profiles;
use crate::rights::{Action, demand};
use crate::stuck::Round;
use sanviec_store::{audit, profile_file, stuck, upload};
use uuid::Uuid;

/// The table of files, among rows that are stuck.
const FILE: &str = "application_file";

/// What the scanner says of a file. When it says nothing the file stays shut.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    Clean,
    /// What it found.
    Infected(String),
}

/// Files that wait for the scanner, with their bytes: those of applications, those brought to the counter, and papers
/// of placements. Those that cannot be read, and those that the scanner said nothing of, let the others go before them
/// until their next try.
pub async fn waiting_files(app: &App, ctx: &Ctx, limit: u64) -> Result<Vec<(Uuid, Vec<u8>)>, AppError> {
    demand(ctx, Action::Tick)?;
    let (desk, reader) = (Desk::new(app, ctx)?, app.store().reader());
    let mut files = Vec::new();
    for file in upload::list_waiting(reader, ctx.now.0, limit).await? {
        match bytes(&desk, reader, &file).await {
            Ok(bytes) => files.push((file.id, bytes)),
            // One that is damaged stays shut and must not keep the others waiting.
            Err(error) => {
                Round::of(app, ctx, FILE).await?.ended(file.id, Err(error)).await?;
            }
        }
    }
    files.extend(profiles::files::waiting_brought(app, ctx, limit).await?);
    files.extend(placements::waiting_documents(app, ctx, limit).await?);
    Ok(files)
}

/// Notes that the scanner is there and said nothing of use about a file: it stays shut, and is shown again less and
/// less often.
pub async fn postpone_scan(app: &App, ctx: &Ctx, file: Uuid) -> Result<(), AppError> {
    demand(ctx, Action::Tick)?;
    let reader = app.store().reader();
    let kind = if upload::find(reader, file).await?.is_some() {
        FILE
    } else if profile_file::find(reader, file).await?.is_some() {
        profiles::files::FILE
    } else {
        placements::DOCUMENT
    };
    let unsaid = AppError::internal("the scanner said nothing of use");
    Round::of(app, ctx, kind).await?.ended(file, Err(unsaid)).await?;
    Ok(())
}

/// Notes what the scanner said. Said twice, the first counts.
pub async fn settle_scan(app: &App, ctx: &Ctx, file: Uuid, verdict: Verdict) -> Result<(), AppError> {
    demand(ctx, Action::Tick)?;
    let (desk, store) = (Desk::new(app, ctx)?, app.store().clone());
    let (state, found) = match verdict {
        Verdict::Clean => (FileState::Clean, None),
        Verdict::Infected(found) => (FileState::Infected, Some(found)),
    };
    app.to_the_end(async move {
        let (desk, found) = (&desk, found.as_deref());
        store
            .write("settle_scan", |tx| {
                Box::pin(async move {
                    let Some(row) = upload::find(tx, file).await? else {
                        if profiles::files::settle_brought(tx, &desk.ctx, file, (state, found)).await? {
                            return Ok(());
                        }
                        return placements::settle_document(tx, &desk.ctx, file, (state, found)).await;
                    };
                    stuck::forget(tx, FILE, file).await?;
                    if upload::settle(tx, file, state.code(), found, desk.ctx.now.0).await? {
                        let after = Some(format!(r#"{{"scan":"{}"}}"#, state.code()));
                        audit::append(tx, &[desk.entry("scan_file", row.application_id, None, after)]).await?;
                    }
                    Ok::<(), AppError>(())
                })
            })
            .await
    })
    .await
}
