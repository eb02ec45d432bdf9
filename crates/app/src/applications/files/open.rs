//! Opening a file: the person always, the employer when contact is open and the scanner found nothing, each look
//! recorded like one at the telephone.

use super::{FileState, bytes, media::Media, view};
use crate::app::App;
use crate::applications::desk::Desk;
use crate::applications::holder::{Access, find_own};
use crate::applications::list::find_of_employer;
use crate::applications::reveal::reveal;
use crate::ctx::Ctx;
use crate::error::{AppError, FieldError};
use crate::once::Key;
use crate::rights::Action;
use sanviec_store::Db;
use sanviec_store::upload::{self, File};
use uuid::Uuid;

/// A file to be handed out.
#[derive(Clone)]
pub struct Blob {
    pub name: String,
    pub media: Media,
    pub bytes: Vec<u8>,
}

async fn of(db: &impl Db, application_id: Uuid, file: Uuid) -> Result<File, AppError> {
    let found = upload::find(db, file).await?.filter(|file| file.application_id == application_id);
    found.ok_or(AppError::NotFound)
}

async fn blob(desk: &Desk, db: &impl Db, file: &File) -> Result<Blob, AppError> {
    let shown = view(desk, file)?;
    Ok(Blob { name: shown.name, media: shown.media, bytes: bytes(desk, db, file).await? })
}

/// A file of an own application. What is infected is handed to nobody.
pub async fn own_file(app: &App, ctx: &Ctx, access: &Access, file: Uuid) -> Result<Blob, AppError> {
    let (desk, reader) = (Desk::new(app, ctx)?, app.store().reader());
    let id = find_own(&desk, reader, access, Action::ReadApplication).await?;
    let file = of(reader, id, file).await?;
    if file.state == FileState::Infected.code() {
        return Err(shut().into());
    }
    blob(&desk, reader, &file).await
}

/// A file of an applicant. The look is committed before anything is handed out.
pub async fn open_file(app: &App, ctx: &Ctx, code: &str, file: Uuid, key: &Key) -> Result<Blob, AppError> {
    let (desk, reader) = (Desk::new(app, ctx)?, app.store().reader());
    let id = find_of_employer(&desk, reader, code, Action::AnswerApplication).await?;
    let file = of(reader, id, file).await?;
    if !view(&desk, &file)?.state.is_open() {
        return Err(shut().into());
    }
    reveal(app, ctx, code, key).await?;
    blob(&desk, reader, &file).await
}

fn shut() -> FieldError {
    let vi = "Tệp chưa được quét vi-rút xong, hoặc không an toàn, nên chưa mở được.";
    let en = "The file was not scanned yet, or is not safe, so it cannot be opened.";
    FieldError::new("file", "file_shut", vi, en)
}
