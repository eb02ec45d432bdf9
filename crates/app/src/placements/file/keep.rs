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
use sanviec_domain::time::{Micros, short_date};
use sanviec_store::file_erasure::{self, Kind};
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
        return sent_again(app, ctx, KeptFile { id: known.id, hash }).await;
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

/// The file is there: its term begins anew, so that it is not erased while its rows are taken. One that was erased does
/// not come back: what was bound of it says when it went.
async fn sent_again(app: &App, ctx: &Ctx, kept: KeptFile) -> Result<KeptFile, AppError> {
    let (store, now) = (app.store().clone(), ctx.now.0);
    app.to_the_end(async move {
        let write = store.write("send_file_again", |tx| {
            Box::pin(async move {
                if file_erasure::sent_again(tx, Kind::Evidence, kept.id, now).await? {
                    return Ok(kept);
                }
                let at = file_erasure::erased_at(tx, kept.id).await?;
                Err(at.map_or(AppError::Conflict, |at| erased(at).into()))
            })
        });
        write.await
    })
    .await
}

/// What whoever sends, opens or cites a file is told that was erased.
pub(super) fn erased(at: i64) -> FieldError {
    let day = short_date(Micros(at).day());
    let vi = format!(
        "Tệp này đã xóa ngày {day} vì hết thời hạn lưu, chỉ còn mã băm. Nếu còn dòng cần ghi, gửi tệp khác chỉ gồm \
         những dòng đó."
    );
    let en = format!(
        "This file was erased on {day} at the end of its term; only its hash is left. If rows are still to be \
         recorded, send another file with these rows alone."
    );
    FieldError::new("file", "file_erased", vi, en)
}

/// Nothing new rests on a file whose bytes went: nobody could hold it against them. Held until the write ends, so that
/// the file is not erased meanwhile.
pub(in crate::placements) async fn demand_there(
    tx: &Tx<'_>,
    row: &placement::Row,
    said: &Said,
) -> Result<(), AppError> {
    let Some(hash) = said.document_hash.filter(|_| said.channel == Channel::File) else { return Ok(()) };
    let Some(kept) = file::find_by_hash(tx, row.centre_id, said.source.code(), &hash).await? else { return Ok(()) };
    match file_erasure::hold(tx, kept.id).await?.and_then(|held| held.erased_at) {
        Some(at) => Err(erased(at).into()),
        None => Ok(()),
    }
}

async fn write(tx: &Tx<'_>, (kept, chunks): (&File, &[Chunk]), noted: &[audit::Row]) -> Result<KeptFile, AppError> {
    if file::keep(tx, kept, chunks).await? {
        file_erasure::sent_again(tx, Kind::Evidence, kept.id, kept.created_at).await?;
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

/// Whether a kept file is what its hash says, or of one that was erased, whether nothing of it is left; and when it was
/// erased.
pub(crate) async fn checked(keys: &Keyring, db: &impl Db, kept: &File) -> Result<(bool, Option<i64>), AppError> {
    let erased_at = file_erasure::erased_at(db, kept.id).await?;
    let is_whole = match erased_at {
        Some(_) => file::list_chunks(db, kept.id).await?.is_empty(),
        None => bytes_of(keys, db, kept).await.is_ok(),
    };
    Ok((is_whole, erased_at))
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
