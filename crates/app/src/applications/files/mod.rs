//! Files that a person sends with an application: taken in by their content, kept in sealed chunks, shut until the
//! scanner has looked at them, opened by the employer only when contact is open, because a CV says how to reach its
//! writer.

mod attach;
mod carry;
pub(crate) mod media;
mod open;
mod pdf;
mod scan;

pub use attach::{Attach, attach, remove_file};
pub(crate) use attach::{shown_name, taken_in};
pub(super) use carry::carry_files;
pub use media::Media;
pub use open::{Blob, open_file, own_file};
pub use scan::{Verdict, postpone_scan, settle_scan, waiting_files};

use super::desk::Desk;
use super::record::open_text;
use crate::error::AppError;
use crate::secrets::Place;
use sanviec_domain::time::Micros;
use sanviec_store::Db;
use sanviec_store::upload::{self, File};
use uuid::Uuid;

/// Most bytes of one file.
pub const MOST_BYTES: usize = 5 * 1024 * 1024;
/// Most files of one application.
const MOST_FILES: usize = 3;
/// Bytes of one chunk.
const CHUNK: usize = 64 * 1024;

/// Whether a file can be opened by others than its person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileState {
    /// Shut until the scanner has looked at it.
    Waiting,
    Clean,
    /// No scanner is set up.
    Unscanned,
    /// Shut for good.
    Infected,
}

impl FileState {
    pub(super) const ALL: [Self; 4] = [Self::Waiting, Self::Clean, Self::Unscanned, Self::Infected];

    /// The word in rows.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Clean => "clean",
            Self::Unscanned => "unscanned",
            Self::Infected => "infected",
        }
    }

    /// The state with this word.
    #[must_use]
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// Whether the employer may open it.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Clean | Self::Unscanned)
    }
}

/// One file in a list.
#[derive(Clone, Debug)]
pub struct FileView {
    pub id: Uuid,
    /// What the person called it.
    pub name: String,
    pub media: Media,
    pub size: u64,
    pub state: FileState,
    pub at: Micros,
}

const fn name_place(id: Uuid) -> Place {
    Place { table: "application_file", column: "name", row: id }
}

const fn chunk_place(id: Uuid) -> Place {
    Place { table: "application_chunk", column: "bytes", row: id }
}

/// The files of an application.
pub(super) async fn list(desk: &Desk, db: &impl Db, application_id: Uuid) -> Result<Vec<FileView>, AppError> {
    upload::list(db, application_id).await?.iter().map(|file| view(desk, file)).collect()
}

fn view(desk: &Desk, file: &File) -> Result<FileView, AppError> {
    let corrupt = |column| AppError::from(sanviec_store::Error::corrupt("application_file", column, file.id));
    let state = FileState::ALL.into_iter().find(|state| state.code() == file.state);
    Ok(FileView {
        id: file.id,
        name: open_text(&desk.keys, name_place(file.id), Some(&file.name))?.unwrap_or_default(),
        media: Media::of(&file.media).ok_or_else(|| corrupt("media"))?,
        size: file.size.unsigned_abs(),
        state: state.ok_or_else(|| corrupt("state"))?,
        at: Micros(file.created_at),
    })
}

/// The bytes of a file; damaged ones are never handed out.
async fn bytes(desk: &Desk, db: &impl Db, file: &File) -> Result<Vec<u8>, AppError> {
    let mut bytes = Vec::with_capacity(usize::try_from(file.size).unwrap_or_default());
    for chunk in upload::list_chunks(db, file.id).await? {
        bytes.extend(desk.keys.open(chunk_place(chunk.id), &chunk.bytes)?);
    }
    if crate::secrets::sha256(&bytes).as_slice() != file.hash {
        return Err(sanviec_store::Error::corrupt("application_chunk", "bytes", file.id).into());
    }
    Ok(bytes)
}
