//! Between the rules and the rows: postings and employers as the domain knows them, to and from what the store keeps.

mod document;
mod parts;
pub(crate) mod profile;

use sanviec_domain::posting::{Content, EmployerId, Life, LifeParts, PostingId, State};
use sanviec_domain::time::{Micros, day_number};
use sanviec_store::posting::Row;
use sha2::{Digest, Sha256};

/// A posting as the use cases handle it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Posting {
    pub(crate) id: PostingId,
    /// Version of the row it was read from; 0 for one that is not stored yet.
    pub(crate) version: i64,
    pub(crate) employer_id: EmployerId,
    pub(crate) source: Option<String>,
    pub(crate) source_id: Option<String>,
    pub(crate) life: Life,
    pub(crate) content: Content,
    pub(crate) posted_at: Micros,
    pub(crate) created_at: Micros,
    pub(crate) state_at: Micros,
}

/// Reads a row; one that the rules cannot have written is corrupt.
pub(crate) fn read(row: Row) -> Result<Posting, sanviec_store::Error> {
    let corrupt = |column: &'static str| sanviec_store::Error::corrupt("posting", column, row.id);
    let state = State::find_by_code(&row.state).ok_or_else(|| corrupt("state"))?;
    let parts = LifeParts {
        state,
        reason: row.state_reason.clone(),
        published_at: row.published_at.map(Micros),
        live_until: row.live_until.map(Micros),
        wanted: u32::try_from(row.wanted).map_err(|_| corrupt("wanted"))?,
        hired: u32::try_from(row.hired).map_err(|_| corrupt("hired"))?,
    };
    if row.content_version != document::VERSION {
        return Err(corrupt("content_version"));
    }
    Ok(Posting {
        id: PostingId(row.id),
        version: row.version,
        employer_id: EmployerId(row.employer_id),
        life: Life::from_parts(&parts).map_err(|_| corrupt("state"))?,
        content: document::read(&row.content).map_err(|_| corrupt("content"))?,
        source: row.source,
        source_id: row.source_id,
        posted_at: Micros(row.posted_at),
        created_at: Micros(row.created_at),
        state_at: Micros(row.state_at),
    })
}

/// The row of a posting as it is to be written now.
pub(crate) fn write(posting: &Posting, now: Micros) -> Row {
    let parts = posting.life.parts();
    let content = document::write(&posting.content);
    Row {
        id: posting.id.0,
        version: posting.version,
        state: parts.state.code().to_owned(),
        state_at: posting.state_at.0,
        state_reason: parts.reason,
        source: posting.source.clone(),
        source_id: posting.source_id.clone(),
        employer_id: posting.employer_id.0,
        title: posting.content.title.clone(),
        content_hash: hash(&content),
        content,
        content_version: document::VERSION,
        posted_at: posting.posted_at.0,
        published_at: parts.published_at.map(|at| at.0),
        live_until: parts.live_until.map(|at| at.0),
        due_at: posting.life.due_at().map(|at| at.0),
        wanted: i32::try_from(parts.wanted).unwrap_or(i32::MAX),
        hired: i32::try_from(parts.hired).unwrap_or(i32::MAX),
        deadline_on: posting.content.deadline_on.map(day_number),
        created_at: posting.created_at.0,
        updated_at: now.0,
    }
}

/// Tells whether two documents say the same.
pub(crate) fn hash(document: &str) -> Vec<u8> {
    Sha256::digest(document.as_bytes()).to_vec()
}

/// The hash of a content as its row would have it.
pub(crate) fn content_hash(content: &Content) -> Vec<u8> {
    hash(&document::write(content))
}
