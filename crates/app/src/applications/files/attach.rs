//! Taking a file in, and taking it away again.

use super::media::{self, Media};
use super::{CHUNK, FileState, MOST_BYTES, MOST_FILES, chunk_place, name_place};
use crate::app::App;
use crate::applications::desk::Desk;
use crate::applications::holder::{Access, find_own, may_act};
use crate::ctx::Ctx;
use crate::error::{AppError, FieldError};
use crate::once::{Key, Work, once};
use crate::rights::Action;
use crate::secrets::sha256;
use sanviec_domain::application::{Side, Stage};
use sanviec_store::upload::{self, Chunk, File};
use sanviec_store::{BoxFuture, Tx, audit};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Longest name that is kept, in characters.
const NAME_CHARS: usize = 100;

/// A file as it was sent.
#[derive(Clone)]
pub struct Attach {
    pub access: Access,
    /// As the browser named it.
    pub name: String,
    pub bytes: Vec<u8>,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
enum Outcome {
    Done,
    Closed,
    TooMany,
}

/// Takes a file in, by its content.
pub async fn attach(app: &App, ctx: &Ctx, order: Attach, key: &Key) -> Result<(), AppError> {
    may_act(ctx, &order.access, Action::Apply)?;
    let (media, bytes) = taken_in(order.bytes).await?;
    let deed = Deed::Attach { media, name: shown_name(&order.name, media), bytes };
    answer(once(app, ctx, key, Filing { desk: Desk::new(app, ctx)?, access: order.access, deed }).await?)
}

/// What a file is by its content, and its bytes without what tells of where it was made.
pub(crate) async fn taken_in(bytes: Vec<u8>) -> Result<(Media, Vec<u8>), AppError> {
    if bytes.is_empty() {
        return Err(FieldError::new("file", "missing", "Chọn một tệp.", "Choose a file.").into());
    }
    if bytes.len() > MOST_BYTES {
        let (vi, en) = ("Tệp lớn quá 5 MB.", "The file is larger than 5 MB.");
        return Err(FieldError::new("file", "file_too_large", vi, en).into());
    }
    Ok(media::read_aside(bytes).await??)
}

/// Deletes a file of an own application.
pub async fn remove_file(app: &App, ctx: &Ctx, access: Access, file: Uuid, key: &Key) -> Result<(), AppError> {
    may_act(ctx, &access, Action::Apply)?;
    answer(once(app, ctx, key, Filing { desk: Desk::new(app, ctx)?, access, deed: Deed::Remove(file) }).await?)
}

fn answer(outcome: Outcome) -> Result<(), AppError> {
    match outcome {
        Outcome::Done => Ok(()),
        Outcome::Closed => {
            let (vi, en) = ("Hồ sơ đã khép lại.", "The application is closed.");
            Err(FieldError::new("file", "closed", vi, en).into())
        }
        Outcome::TooMany => {
            let (vi, en) = ("Mỗi hồ sơ có không quá 3 tệp.", "An application has 3 files at most.");
            Err(FieldError::new("file", "too_many_files", vi, en).into())
        }
    }
}

/// The name without folders and odd signs, with the ending of what the file is.
pub(crate) fn shown_name(name: &str, media: Media) -> String {
    let name = sanviec_text::nfc(name);
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = last.rsplit_once('.').map_or(last, |(stem, _)| stem);
    let plain: String = stem.chars().filter(|sign| sign.is_alphanumeric() || " -_.()".contains(*sign)).collect();
    let plain: String = plain.trim_matches([' ', '.']).chars().take(NAME_CHARS).collect();
    format!("{}.{}", if plain.is_empty() { "ho-so" } else { &plain }, media.code())
}

enum Deed {
    Attach { media: Media, name: String, bytes: Vec<u8> },
    Remove(Uuid),
}

struct Filing {
    desk: Desk,
    access: Access,
    deed: Deed,
}

impl Filing {
    async fn run(&self, tx: &Tx<'_>) -> Result<Outcome, AppError> {
        let desk = &self.desk;
        let id = find_own(desk, tx, &self.access, Action::Apply).await?;
        let held = desk.hold(tx, id).await?;
        match &self.deed {
            Deed::Remove(file) => {
                if !upload::delete(tx, id, *file).await? {
                    return Err(AppError::NotFound);
                }
                audit::append(tx, &[desk.entry("remove_file", id, None, None)]).await?;
            }
            Deed::Attach { media, name, bytes } => {
                if !matches!(held.life.stage, Stage::Draft { .. } | Stage::AwaitingGuardian { .. } | Stage::Open(_)) {
                    return Ok(Outcome::Closed);
                }
                if upload::list(tx, id).await?.len() >= MOST_FILES {
                    return Ok(Outcome::TooMany);
                }
                let (file, chunks) = rows(desk, id, (*media, name.as_str()), bytes)?;
                upload::insert(tx, &file, &chunks).await?;
                desk.note(tx, id, ("file_attached", Side::Applicant), None).await?;
                audit::append(tx, &[desk.entry("attach_file", id, None, None)]).await?;
            }
        }
        Ok(Outcome::Done)
    }
}

/// A file of an application with its parts, as they stand in rows: shut until the scanner has looked at it, where there
/// is one.
pub(super) fn rows(
    desk: &Desk,
    application_id: Uuid,
    (media, name): (Media, &str),
    bytes: &[u8],
) -> Result<(File, Vec<Chunk>), AppError> {
    let id = desk.app.ids().next();
    let state = if desk.app.facts().scans { FileState::Waiting } else { FileState::Unscanned };
    let file = File {
        id,
        application_id,
        media: media.code().to_owned(),
        size: i64::try_from(bytes.len()).map_err(AppError::internal)?,
        hash: sha256(bytes).to_vec(),
        name: desk.keys.seal(name_place(id), name.as_bytes())?,
        state: state.code().to_owned(),
        found: None,
        created_at: desk.ctx.now.0,
        scanned_at: None,
    };
    let chunk = |(number, part): (usize, &[u8])| -> Result<Chunk, AppError> {
        let chunk_id = desk.app.ids().next();
        Ok(Chunk {
            id: chunk_id,
            file_id: id,
            number: i32::try_from(number).map_err(AppError::internal)?,
            bytes: desk.keys.seal(chunk_place(chunk_id), part)?,
        })
    };
    let chunks: Result<Vec<Chunk>, AppError> = bytes.chunks(CHUNK).enumerate().map(chunk).collect();
    Ok((file, chunks?))
}

impl Work for Filing {
    type Answer = Outcome;

    fn name(&self) -> &'static str {
        match self.deed {
            Deed::Attach { .. } => "attach_file",
            Deed::Remove(_) => "remove_file",
        }
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        let (Access::Link(of) | Access::Own(of)) = &self.access;
        let what = match &self.deed {
            Deed::Attach { bytes, .. } => sha256(bytes).to_vec(),
            Deed::Remove(file) => file.as_bytes().to_vec(),
        };
        vec![of.clone().into_bytes(), what]
    }

    fn owner(&self) -> Option<Uuid> {
        match self.access {
            Access::Link(_) => None,
            Access::Own(_) => self.desk.ctx.actor.person().map(|person| person.account_id),
        }
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<Outcome, AppError>> {
        Box::pin(self.run(tx))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_kept_without_what_a_folder_or_a_shell_would_read() {
        for (given, shown) in [
            ("CV Nguyễn Thị Lan.pdf", "CV Nguyễn Thị Lan.pdf"),
            ("..\\..\\evil.exe", "evil.pdf"),
            ("/etc/passwd", "passwd.pdf"),
            ("a\";rm -rf.pdf", "arm -rf.pdf"),
            ("\u{202e}fdp.exe", "fdp.pdf"),
            ("...", "ho-so.pdf"),
            ("", "ho-so.pdf"),
        ] {
            assert_eq!(shown_name(given, Media::Pdf), shown, "{given}");
        }
    }
}
