//! Files that somebody brings to the counter, a CV or a certificate: taken in by an officer by what they are, named by
//! us, kept sealed with the profile, shut until the scanner has looked at them, and sent along where the officer
//! applies for the person. They go with the profile. What must not be in here: what an employer sees of them.

use super::look::Why;
use super::{hold_live, load_live, looked, noted};
use crate::app::App;
use crate::applications::{FileState, FileView, Media, shown_name, taken_in};
use crate::ctx::{Ctx, Person};
use crate::desk::own_centre;
use crate::error::{AppError, FieldError};
use crate::once::{Key, Work, once};
use crate::rights::{Action, Fields, demand_of};
use crate::secrets::{Keyring, Place, sha256};
use crate::stuck::Round;
use sanviec_domain::posting::PostingCode;
use sanviec_domain::profile::{Field, ProfileId};
use sanviec_domain::time::Micros;
use sanviec_store::profile_file::{self, Chunk, File};
use sanviec_store::{BoxFuture, Db, Error as StoreError, Tx, audit, profile, stuck};
use serde_json::{Value, json};
use uuid::Uuid;

/// Most files of one person.
pub const MOST_BROUGHT: usize = 5;
/// The table of files, among rows that are stuck.
pub(crate) const FILE: &str = "profile_file";
/// Bytes of one chunk.
const CHUNK: usize = 64 * 1024;

/// What somebody brings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Brought {
    Cv,
    Certificate,
    Other,
}

impl Brought {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Cv, Self::Certificate, Self::Other];

    /// The word in forms.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Cv => "cv",
            Self::Certificate => "certificate",
            Self::Other => "other",
        }
    }

    /// The one with this code.
    #[must_use]
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|brought| brought.code() == code)
    }

    /// What the file is called, before its number and its ending.
    const fn name(self) -> &'static str {
        match self {
            Self::Cv => "CV",
            Self::Certificate => "Chứng chỉ",
            Self::Other => "Giấy tờ",
        }
    }
}

/// A file that an officer takes in for somebody.
#[derive(Clone, Debug)]
pub struct Bring {
    pub profile: ProfileId,
    pub brought: Brought,
    pub bytes: Vec<u8>,
}

/// The files of a person of the own centre.
#[derive(Clone, Debug)]
pub struct BroughtView {
    /// Code of the profile.
    pub profile: String,
    /// Empty where none is known.
    pub person: String,
    /// Oldest first.
    pub files: Vec<FileView>,
}

const fn name_place(id: Uuid) -> Place {
    Place { table: "profile_file", column: "name", row: id }
}

const fn chunk_place(id: Uuid) -> Place {
    Place { table: "profile_chunk", column: "bytes", row: id }
}

fn view(keys: &Keyring, file: &File) -> Result<FileView, AppError> {
    let corrupt = |column| AppError::from(StoreError::corrupt("profile_file", column, file.id));
    Ok(FileView {
        id: file.id,
        name: String::from_utf8(keys.open(name_place(file.id), &file.name)?).map_err(|_| corrupt("name"))?,
        media: Media::of(&file.media).ok_or_else(|| corrupt("media"))?,
        size: file.size.unsigned_abs(),
        state: FileState::of(&file.state).ok_or_else(|| corrupt("state"))?,
        at: Micros(file.created_at),
    })
}

/// The bytes of a file; damaged ones are never handed out.
async fn bytes(keys: &Keyring, db: &impl Db, file: &File) -> Result<Vec<u8>, AppError> {
    let mut bytes = Vec::with_capacity(usize::try_from(file.size).unwrap_or_default());
    for chunk in profile_file::list_chunks(db, file.id).await? {
        bytes.extend(keys.open(chunk_place(chunk.id), &chunk.bytes)?);
    }
    if sha256(&bytes).as_slice() != file.hash {
        return Err(StoreError::corrupt("profile_chunk", "bytes", file.id).into());
    }
    Ok(bytes)
}

/// The files of these profiles of one person, oldest first.
pub(crate) async fn list(keys: &Keyring, db: &impl Db, family: &[Uuid]) -> Result<Vec<FileView>, AppError> {
    profile_file::list(db, family).await?.iter().map(|file| view(keys, file)).collect()
}

/// A file of these profiles of one person with its bytes, to go to somebody. What is infected goes to nobody.
pub(crate) async fn to_send(
    keys: &Keyring,
    db: &impl Db,
    (family, id): (&[Uuid], Uuid),
) -> Result<(FileView, Vec<u8>), AppError> {
    let file = profile_file::find(db, id).await?.filter(|file| family.contains(&file.profile_id));
    let Some(file) = file.filter(|file| file.state != FileState::Infected.code()) else {
        let vi = "Tệp đã bị xóa hoặc không an toàn. Vui lòng chọn lại.";
        let en = "A file was deleted or is not safe. Please choose again.";
        return Err(FieldError::new("files", "file_gone", vi, en).into());
    };
    Ok((view(keys, &file)?, bytes(keys, db, &file).await?))
}

/// What was brought, for the person's own copy.
pub(super) async fn export_of(keys: &Keyring, db: &impl Db, family: &[Uuid]) -> Result<Vec<Value>, AppError> {
    let files = list(keys, db, family).await?;
    let one = |file: &FileView| {
        let (state, at) = (file.state.code(), file.at.rfc3339());
        json!({ "name": file.name, "size": file.size, "state": state, "brought_at": at })
    };
    Ok(files.iter().map(one).collect())
}

/// The files of a person of the own centre. Opening the list is a look.
pub async fn brought(app: &App, ctx: &Ctx, id: ProfileId) -> Result<BroughtView, AppError> {
    let (_, _, fields) = own_centre(ctx, Action::EditProfile)?;
    let (reader, keys) = (app.store().reader(), app.keys()?);
    let (living, family) = profile::list_family(reader, id.0).await?;
    let profile = load_live(reader, keys, living).await?;
    demand_of(ctx, Action::EditProfile, profile.thing())?;
    let files = list(keys, reader, &family).await?;
    looked(app, ctx, (&profile, Why::Case), vec![Field::Name]).await?;
    let name = profile.content.identity.name.as_ref().filter(|_| fields.has(Fields::NAME));
    Ok(BroughtView {
        profile: PostingCode::of(living).to_string(),
        person: name.map(|name| name.as_str().to_owned()).unwrap_or_default(),
        files,
    })
}

/// Takes in a file that somebody of the own centre brought, by its content. The same file again changes nothing.
pub async fn bring(app: &App, ctx: &Ctx, order: Bring, key: &Key) -> Result<(), AppError> {
    let (officer, ..) = own_centre(ctx, Action::EditProfile)?;
    let Bring { profile, brought, bytes } = order;
    let (media, bytes) = taken_in(bytes).await?;
    once(app, ctx, key, Filing::new(app, ctx, (officer, profile), Deed::Bring { brought, media, bytes })?).await
}

/// Deletes a file of somebody of the own centre who asks for that. What was sent with an application stays there.
pub async fn remove_brought(app: &App, ctx: &Ctx, of: (ProfileId, Uuid), key: &Key) -> Result<(), AppError> {
    let (officer, ..) = own_centre(ctx, Action::EditProfile)?;
    once(app, ctx, key, Filing::new(app, ctx, (officer, of.0), Deed::Remove(of.1))?).await
}

enum Deed {
    Bring { brought: Brought, media: Media, bytes: Vec<u8> },
    Remove(Uuid),
}

struct Filing {
    app: App,
    ctx: Ctx,
    keys: Keyring,
    officer: Person,
    id: ProfileId,
    deed: Deed,
}

impl Filing {
    fn new(app: &App, ctx: &Ctx, (officer, id): (Person, ProfileId), deed: Deed) -> Result<Self, AppError> {
        Ok(Self { app: app.clone(), ctx: ctx.clone(), keys: app.keys()?.clone(), officer, id, deed })
    }

    async fn run(&self, tx: &Tx<'_>) -> Result<(), AppError> {
        let (living, family) = profile::list_family(tx, self.id.0).await?;
        // Whoever deletes the data meanwhile finds the file, or the profile is gone.
        let profile = hold_live(tx, &self.keys, living).await?;
        demand_of(&self.ctx, Action::EditProfile, profile.thing())?;
        match &self.deed {
            Deed::Remove(file) => {
                let found = profile_file::find(tx, *file).await?.filter(|file| family.contains(&file.profile_id));
                profile_file::delete(tx, found.ok_or(AppError::NotFound)?.id).await?;
            }
            Deed::Bring { brought, media, bytes } => {
                let known = profile_file::list(tx, &family).await?;
                let (file, chunks) = self.rows(profile.id, &known, (*brought, *media), bytes)?;
                if known.iter().any(|known| known.hash == file.hash) {
                    return Ok(());
                }
                if known.len() >= MOST_BROUGHT {
                    return Err(too_many());
                }
                profile_file::insert(tx, &file, &chunks).await?;
            }
        }
        profile::touch(tx, profile.id.0, self.ctx.now.0).await?;
        Ok(audit::append(tx, &[noted(&self.ctx, self.name(), profile.id, None)]).await?)
    }

    fn rows(
        &self,
        profile_id: ProfileId,
        known: &[File],
        (brought, media): (Brought, Media),
        bytes: &[u8],
    ) -> Result<(File, Vec<Chunk>), AppError> {
        let id = self.app.ids().next();
        let state = if self.app.facts().scans { FileState::Waiting } else { FileState::Unscanned };
        let file = File {
            id,
            profile_id: profile_id.0,
            media: media.code().to_owned(),
            size: i64::try_from(bytes.len()).map_err(AppError::internal)?,
            hash: sha256(bytes).to_vec(),
            name: self.keys.seal(name_place(id), self.called(known, brought, media)?.as_bytes())?,
            state: state.code().to_owned(),
            found: None,
            created_at: self.ctx.now.0,
            scanned_at: None,
        };
        let chunk = |(number, part): (usize, &[u8])| -> Result<Chunk, AppError> {
            let chunk_id = self.app.ids().next();
            Ok(Chunk {
                id: chunk_id,
                file_id: id,
                number: i32::try_from(number).map_err(AppError::internal)?,
                bytes: self.keys.seal(chunk_place(chunk_id), part)?,
            })
        };
        let chunks: Result<Vec<Chunk>, AppError> = bytes.chunks(CHUNK).enumerate().map(chunk).collect();
        Ok((file, chunks?))
    }

    /// A name of our own that no other file of the person has.
    fn called(&self, known: &[File], brought: Brought, media: Media) -> Result<String, AppError> {
        let mut taken = Vec::new();
        for file in known {
            taken.push(view(&self.keys, file)?.name);
        }
        let name = |number: usize| {
            let number = if number == 1 { String::new() } else { format!(" {number}") };
            shown_name(&format!("{}{number}.x", brought.name()), media)
        };
        let free = (1..=known.len() + 1).map(name).find(|name| !taken.contains(name));
        Ok(free.unwrap_or_else(|| name(1)))
    }
}

fn too_many() -> AppError {
    let vi = "Mỗi người có không quá 5 tệp. Xóa tệp không dùng nữa rồi nhận tệp mới.";
    let en = "A person has 5 files at most. Delete one that is of no use any more, then take in the new one.";
    FieldError::new("file", "too_many_files", vi, en).into()
}

impl Work for Filing {
    type Answer = ();

    fn name(&self) -> &'static str {
        match self.deed {
            Deed::Bring { .. } => "attach_profile_file",
            Deed::Remove(_) => "remove_profile_file",
        }
    }

    fn owner(&self) -> Option<Uuid> {
        Some(self.officer.account_id)
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        let what = match &self.deed {
            Deed::Bring { brought, bytes, .. } => [brought.code().as_bytes(), sha256(bytes).as_slice()].concat(),
            Deed::Remove(file) => file.as_bytes().to_vec(),
        };
        vec![self.id.0.as_bytes().to_vec(), what]
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<(), AppError>> {
        Box::pin(self.run(tx))
    }
}

/// Files that wait for the scanner, with their bytes.
pub(crate) async fn waiting_brought(app: &App, ctx: &Ctx, limit: u64) -> Result<Vec<(Uuid, Vec<u8>)>, AppError> {
    let (keys, reader) = (app.keys()?, app.store().reader());
    let mut waiting = Vec::new();
    for file in profile_file::list_waiting(reader, ctx.now.0, limit).await? {
        match bytes(keys, reader, &file).await {
            Ok(bytes) => waiting.push((file.id, bytes)),
            // One that is damaged stays shut and must not keep the others waiting.
            Err(error) => {
                Round::of(app, ctx, FILE).await?.ended(file.id, Err(error)).await?;
            }
        }
    }
    Ok(waiting)
}

/// Notes what the scanner said of a file. Said twice, the first counts. False where it is no file of a profile.
pub(crate) async fn settle_brought(
    tx: &Tx<'_>,
    ctx: &Ctx,
    id: Uuid,
    (state, found): (FileState, Option<&str>),
) -> Result<bool, AppError> {
    let Some(file) = profile_file::find(tx, id).await? else { return Ok(false) };
    stuck::forget(tx, FILE, id).await?;
    if profile_file::settle(tx, id, state.code(), found, ctx.now.0).await? {
        let after = format!(r#"{{"scan":"{}"}}"#, state.code());
        let entry = noted(ctx, "scan_profile_file", ProfileId(file.profile_id), Some(after));
        audit::append(tx, &[entry]).await?;
    }
    Ok(true)
}
