//! Keeping a file whole: sealed in chunks under its hash, once for a centre and a source. It is kept before its first
//! row is taken, so that no fact ever names a file that is not there.

use super::EvidenceFile;
use crate::app::App;
use crate::ctx::Ctx;
use crate::desk::{entry, own_centre};
use crate::error::{AppError, FieldError};
use crate::evidence::file_hash;
use crate::placements::said::{Channel, Said};
use crate::rights::Action;
use crate::secrets::{Keyring, Place, sha256};
use sanviec_store::placement::file::{self, Chunk, File};
use sanviec_store::{Db, Error as StoreError, Tx, audit, placement};
use uuid::Uuid;

/// Bytes of one chunk.
const CHUNK: usize = 64 * 1024;
/// The first bytes of a spreadsheet; anything else that could be read as a table is text.
const ZIP: &[u8] = b"PK\x03\x04";
/// The one name of kept files in audit rows.
pub(in crate::placements) const ENTITY: &str = "evidence_file";

/// A file that is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeptFile {
    pub id: Uuid,
    /// SHA-256 of its bytes: facts name it by this and by its id.
    pub hash: [u8; 32],
}

const fn chunk_place(id: Uuid) -> Place {
    Place { table: "evidence_chunk", column: "bytes", row: id }
}

/// Keeps a file as it came. The same one again is the one that is there.
pub async fn keep_file(app: &App, ctx: &Ctx, sent: &EvidenceFile) -> Result<KeptFile, AppError> {
    let (_, centre_id, _) = own_centre(ctx, Action::RecordFact)?;
    let hash = sha256(&sent.bytes);
    let source = sent.source.code();
    if let Some(known) = file::find_by_hash(app.store().reader(), centre_id, source, &hash).await? {
        return Ok(KeptFile { id: known.id, hash });
    }
    let id = app.ids().next();
    let kept = File {
        id,
        centre_id,
        source: source.to_owned(),
        media: if sent.bytes.starts_with(ZIP) { "xlsx" } else { "csv" }.to_owned(),
        size: i64::try_from(sent.bytes.len()).map_err(AppError::internal)?,
        hash: hash.to_vec(),
        entered_by: ctx.actor.person().map(|person| person.account_id),
        created_at: ctx.now.0,
    };
    let mut chunks = Vec::new();
    for (number, part) in (0..).zip(sent.bytes.chunks(CHUNK)) {
        let chunk_id = app.ids().next();
        let bytes = app.keys()?.seal(chunk_place(chunk_id), part)?;
        chunks.push(Chunk { id: chunk_id, file_id: id, number, bytes });
    }
    let noted = entry(ctx, "keep_file", (ENTITY, id), Some(format!(r#"{{"hash":"{}"}}"#, file_hash(&kept))));
    let store = app.store().clone();
    app.to_the_end(async move {
        let (kept, chunks, noted) = (&kept, &chunks, std::slice::from_ref(&noted));
        store.write("keep_file", |tx| Box::pin(write(tx, (kept, chunks), noted))).await
    })
    .await
}

async fn write(tx: &Tx<'_>, (kept, chunks): (&File, &[Chunk]), noted: &[audit::Row]) -> Result<KeptFile, AppError> {
    if file::keep(tx, kept, chunks).await? {
        audit::append_at(tx, Some(kept.centre_id), noted).await?;
    }
    // Sent twice at once, one of the two is kept.
    let stands = file::find_by_hash(tx, kept.centre_id, &kept.source, &kept.hash).await?;
    let stands = stands.ok_or(StoreError::Missing("evidence_file"))?;
    let hash = stands.hash.as_slice().try_into();
    let hash = hash.map_err(|_| StoreError::corrupt("evidence_file", "hash", stands.id))?;
    Ok(KeptFile { id: stands.id, hash })
}

/// The kept file that a fact which came by a file was taken from. None for a fact that came by another way; one that
/// names a file nobody kept is refused.
pub(in crate::placements) async fn file_of(
    db: &impl Db,
    row: &placement::Row,
    said: &Said,
) -> Result<Option<Uuid>, AppError> {
    if said.channel != Channel::File {
        return Ok(None);
    }
    let hash = said.document_hash.as_ref().map_or(&[][..], |hash| &hash[..]);
    let kept = file::find_by_hash(db, row.centre_id, said.source.code(), hash).await?;
    kept.map(|file| Some(file.id)).ok_or_else(|| {
        let vi = "Tệp này chưa được lưu ở trung tâm. Gửi cả tệp, không gửi riêng từng dòng.";
        let en = "The centre did not keep this file. Send the file as a whole, not a row of it.";
        FieldError::new("file", "file_unknown", vi, en).into()
    })
}

/// The bytes of a kept file; damaged ones are never handed out.
pub(crate) async fn bytes_of(keys: &Keyring, db: &impl Db, kept: &File) -> Result<Vec<u8>, AppError> {
    let (mut bytes, mut is_in_order) = (Vec::new(), true);
    for (place, chunk) in (0..).zip(file::list_chunks(db, kept.id).await?) {
        is_in_order &= chunk.number == place;
        bytes.extend(keys.open(chunk_place(chunk.id), &chunk.bytes)?);
    }
    let is_whole = is_in_order && i64::try_from(bytes.len()) == Ok(kept.size);
    if !is_whole || sha256(&bytes).as_slice() != kept.hash {
        return Err(StoreError::corrupt("evidence_chunk", "bytes", kept.id).into());
    }
    Ok(bytes)
}
