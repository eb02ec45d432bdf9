//! Papers that facts rest on: taken in by their content, kept in sealed chunks under their hash, opened by the person
//! and the staff of the centre alone, each look noted. A paper is shut until the scanner has looked at it.

use super::signatures::{self, Signatures};
use super::{code_of, entry, erase, id_of, thing_for};
use crate::app::App;
use crate::applications::media::{self, Media};
use crate::applications::{Blob, FileState, MOST_BYTES, shown_name};
use crate::ctx::Ctx;
use crate::error::{AppError, FieldError};
use crate::evidence::document_hash;
use crate::once::{Key, Work, once};
use crate::rights::{Action, Fields, demand_of};
use crate::secrets::{Keyring, Place, hex, sha256};
use crate::stuck::Round;
use sanviec_domain::time::Micros;
use sanviec_store::placement::document::{self, Chunk, Document};
use sanviec_store::placement::signature;
use sanviec_store::{BoxFuture, Db, Error as StoreError, Tx, audit, placement, stuck};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Most bytes of one paper.
pub const MOST_DOCUMENT_BYTES: usize = MOST_BYTES;
/// The table of papers, among rows that are stuck.
pub(crate) const DOCUMENT: &str = "placement_document";
/// Bytes of one chunk.
const CHUNK: usize = 64 * 1024;

/// A paper as it was sent.
#[derive(Clone)]
pub struct AttachDocument {
    /// Code of the placement.
    pub placement: String,
    /// As the browser named it.
    pub name: String,
    pub bytes: Vec<u8>,
}

/// A paper that is there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attached {
    pub id: String,
    /// SHA-256 in hexadecimal: facts name the paper by it.
    pub hash: String,
}

/// One paper in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentView {
    pub id: String,
    pub name: String,
    pub media: Media,
    pub size: u64,
    /// SHA-256 in hexadecimal.
    pub hash: String,
    pub state: FileState,
    pub at: Micros,
    /// What was read of its digital signatures.
    pub signatures: Signatures,
    /// When its bytes and its name went.
    pub erased: Option<Micros>,
}

const fn name_place(id: Uuid) -> Place {
    Place { table: "placement_document", column: "name", row: id }
}

const fn chunk_place(id: Uuid) -> Place {
    Place { table: "placement_chunk", column: "bytes", row: id }
}

/// Takes a paper in, by its content. The same one again is the one that is there.
pub async fn attach_document(app: &App, ctx: &Ctx, order: AttachDocument, key: &Key) -> Result<Attached, AppError> {
    let reader = app.store().reader();
    let row = placement::find(reader, id_of(&order.placement)?).await?.ok_or(AppError::NotFound)?;
    demand_of(ctx, Action::RecordFact, thing_for(ctx, reader, &row).await?)?;
    if order.bytes.is_empty() {
        return Err(FieldError::new("document", "missing", "Chọn một tệp.", "Choose a file.").into());
    }
    if order.bytes.len() > MOST_DOCUMENT_BYTES {
        let (vi, en) = ("Tệp lớn quá 5 MB.", "The file is larger than 5 MB.");
        return Err(FieldError::new("document", "file_too_large", vi, en).into());
    }
    let read = media::read_aside(order.bytes).await?;
    let (media, bytes) = read.map_err(|error| FieldError { field: "document", ..error })?;
    let chunks = bytes.len().div_ceil(CHUNK);
    let work = Attaching {
        app: app.clone(),
        ctx: ctx.clone(),
        keys: app.keys()?.clone(),
        placement: (row.id, row.centre_id),
        ids: std::iter::repeat_with(|| app.ids().next()).take(chunks + 1).collect(),
        state: if app.facts().scans { FileState::Waiting } else { FileState::Unscanned },
        name: shown_name(&order.name, media),
        media,
        bytes,
    };
    once(app, ctx, key, work).await
}

struct Attaching {
    app: App,
    ctx: Ctx,
    keys: Keyring,
    placement: (Uuid, Uuid),
    /// Of the paper and of each chunk.
    ids: Vec<Uuid>,
    state: FileState,
    name: String,
    media: Media,
    bytes: Vec<u8>,
}

impl Attaching {
    async fn run(&self, tx: &Tx<'_>) -> Result<Attached, AppError> {
        let (placement_id, centre_id) = self.placement;
        let hash = sha256(&self.bytes);
        // Held, so that the same paper sent twice at once is not written twice.
        placement::hold(tx, placement_id).await?.ok_or(AppError::NotFound)?;
        if erase::takes_none(tx, (&self.app, &self.ctx), placement_id).await? {
            return Err(forgotten());
        }
        if let Some(known) = document::find_by_hash(tx, placement_id, &hash).await? {
            return Ok(Attached { id: code_of(known.id), hash: hex(&hash) });
        }
        let id = self.ids[0];
        let paper = Document {
            id,
            placement_id,
            media: self.media.code().to_owned(),
            size: i64::try_from(self.bytes.len()).map_err(AppError::internal)?,
            hash: hash.to_vec(),
            name: self.keys.seal(name_place(id), self.name.as_bytes())?,
            state: self.state.code().to_owned(),
            found: None,
            entered_by: self.ctx.actor.person().map(|person| person.account_id),
            created_at: self.ctx.now.0,
            scanned_at: None,
            erased_at: None,
        };
        let chunk = |(number, part): (usize, &[u8])| -> Result<Chunk, AppError> {
            let chunk_id = self.ids[number + 1];
            Ok(Chunk {
                id: chunk_id,
                document_id: id,
                number: i32::try_from(number).map_err(AppError::internal)?,
                bytes: self.keys.seal(chunk_place(chunk_id), part)?,
            })
        };
        let chunks: Vec<Chunk> = self.bytes.chunks(CHUNK).enumerate().map(chunk).collect::<Result<_, _>>()?;
        document::insert(tx, &paper, &chunks).await?;
        if self.media == Media::Pdf {
            signature::wait(tx, id).await?;
        }
        let after = format!(r#"{{"hash":"{}"}}"#, document_hash(&paper));
        let row = entry(&self.ctx, "attach_document", placement_id, Some(after));
        audit::append_at(tx, Some(centre_id), &[row]).await?;
        Ok(Attached { id: code_of(id), hash: hex(&hash) })
    }
}

/// Of whoever deleted their data, and for whom nothing is or was claimed, no paper is taken in any more.
fn forgotten() -> AppError {
    let vi = "Người lao động đã xóa dữ liệu của mình và không có giấy tờ nào phải lưu, nên không nhận thêm tệp.";
    let en = "The person deleted their data and no papers have to be kept, so no file is taken in any more.";
    FieldError::new("document", "person_forgotten", vi, en).into()
}

impl Work for Attaching {
    type Answer = Attached;

    fn name(&self) -> &'static str {
        "attach_document"
    }

    fn owner(&self) -> Option<Uuid> {
        self.ctx.actor.person().map(|person| person.account_id)
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        vec![self.placement.0.as_bytes().to_vec(), sha256(&self.bytes).to_vec()]
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<Attached, AppError>> {
        Box::pin(self.run(tx))
    }
}

/// Opens a paper. That somebody looked is noted before anything is handed out.
pub async fn open_document(app: &App, ctx: &Ctx, placement: &str, document: &str) -> Result<Blob, AppError> {
    let reader = app.store().reader();
    let row = placement::find(reader, id_of(placement)?).await?.ok_or(AppError::NotFound)?;
    let fields = demand_of(ctx, Action::ReadPlacement, thing_for(ctx, reader, &row).await?)?;
    if !fields.has(Fields::IDENTITY) {
        return Err(AppError::Forbidden);
    }
    let found = document::find(reader, id_of(document)?).await?.filter(|paper| paper.placement_id == row.id);
    let paper = found.ok_or(AppError::NotFound)?;
    let view = view(app.keys()?, &paper, Signatures::Unchecked)?;
    if view.erased.is_some() {
        let vi = "Tệp này đã xóa theo thời hạn; chỉ còn mã băm để đối chiếu.";
        let en = "This file was erased at the end of its term; only its hash is left, to compare with.";
        return Err(FieldError::new("document", "file_erased", vi, en).into());
    }
    if !view.state.is_open() {
        let vi = "Tệp chưa được quét vi-rút xong, hoặc không an toàn, nên chưa mở được.";
        let en = "The file was not scanned yet, or is not safe, so it cannot be opened.";
        return Err(FieldError::new("document", "file_shut", vi, en).into());
    }
    let bytes = bytes(app.keys()?, reader, &paper).await?;
    let after = format!(r#"{{"document":"{}"}}"#, view.hash);
    let (store, noted, centre_id) =
        (app.store().clone(), entry(ctx, "open_document", row.id, Some(after)), row.centre_id);
    app.to_the_end(async move {
        let noted = std::slice::from_ref(&noted);
        let write = store.write("open_document", |tx| {
            Box::pin(async move { Ok::<_, AppError>(audit::append_at(tx, Some(centre_id), noted).await?) })
        });
        write.await
    })
    .await?;
    Ok(Blob { name: view.name, media: view.media, bytes })
}

/// The papers of a placement, newest first.
pub(super) async fn documents(app: &App, db: &impl Db, placement_id: Uuid) -> Result<Vec<DocumentView>, AppError> {
    let mut views = Vec::new();
    for paper in document::list(db, placement_id).await? {
        let signatures = match paper.erased_at {
            // What was read of them went with the bytes, and nothing is left to read.
            Some(_) => Signatures::NotPdf,
            None => signatures::known(app, db, &paper).await?,
        };
        views.push(view(app.keys()?, &paper, signatures)?);
    }
    Ok(views)
}

/// Hash of the paper with this name, or of the only one; none that a scanner found something in.
pub(super) async fn paper_named(
    db: &impl Db,
    keys: &Keyring,
    placement_id: Uuid,
    name: Option<&str>,
) -> Result<Option<[u8; 32]>, AppError> {
    let mut found = Vec::new();
    for paper in document::list(db, placement_id).await? {
        if paper.erased_at.is_some() {
            continue;
        }
        let known = shown(keys, &paper)?;
        let is_meant = name.is_none_or(|name| sanviec_text::fold(name) == sanviec_text::fold(&known));
        if paper.state != FileState::Infected.code() && is_meant {
            found.extend(<[u8; 32]>::try_from(paper.hash.as_slice()));
        }
    }
    Ok(if let [one] = found[..] { Some(one) } else { None })
}

/// The name of a paper; of one that was erased none.
fn shown(keys: &Keyring, paper: &Document) -> Result<String, AppError> {
    if paper.erased_at.is_some() {
        return Ok(String::new());
    }
    let name = keys.open(name_place(paper.id), &paper.name)?;
    Ok(String::from_utf8(name).map_err(|_| StoreError::corrupt("placement_document", "name", paper.id))?)
}

fn view(keys: &Keyring, paper: &Document, signatures: Signatures) -> Result<DocumentView, AppError> {
    let corrupt = |column| StoreError::corrupt("placement_document", column, paper.id);
    Ok(DocumentView {
        id: code_of(paper.id),
        name: shown(keys, paper)?,
        media: Media::of(&paper.media).ok_or_else(|| corrupt("media"))?,
        size: paper.size.unsigned_abs(),
        hash: hex(&paper.hash),
        state: FileState::of(&paper.state).ok_or_else(|| corrupt("state"))?,
        at: Micros(paper.created_at),
        signatures,
        erased: paper.erased_at.map(Micros),
    })
}

/// The bytes of a paper; damaged ones are never handed out.
pub(super) async fn bytes(keys: &Keyring, db: &impl Db, paper: &Document) -> Result<Vec<u8>, AppError> {
    let (mut bytes, mut is_in_order) = (Vec::new(), true);
    for (place, chunk) in (0..).zip(document::list_chunks(db, paper.id).await?) {
        is_in_order &= chunk.number == place;
        bytes.extend(keys.open(chunk_place(chunk.id), &chunk.bytes)?);
    }
    let is_whole = is_in_order && i64::try_from(bytes.len()) == Ok(paper.size);
    if !is_whole || sha256(&bytes).as_slice() != paper.hash {
        return Err(StoreError::corrupt("placement_chunk", "bytes", paper.id).into());
    }
    Ok(bytes)
}

/// Papers that wait for the scanner, with their bytes.
pub(crate) async fn waiting_documents(app: &App, ctx: &Ctx, limit: u64) -> Result<Vec<(Uuid, Vec<u8>)>, AppError> {
    let (keys, reader) = (app.keys()?, app.store().reader());
    let mut waiting = Vec::new();
    for paper in document::list_waiting(reader, ctx.now.0, limit).await? {
        match bytes(keys, reader, &paper).await {
            Ok(bytes) => waiting.push((paper.id, bytes)),
            // One that is damaged stays shut and must not keep the others waiting.
            Err(error) => {
                Round::of(app, ctx, DOCUMENT).await?.ended(paper.id, Err(error)).await?;
            }
        }
    }
    Ok(waiting)
}

/// Notes what the scanner said of a paper. Said twice, the first counts.
pub(crate) async fn settle_document(
    tx: &Tx<'_>,
    ctx: &Ctx,
    id: Uuid,
    (state, found): (FileState, Option<&str>),
) -> Result<(), AppError> {
    let Some(paper) = document::find(tx, id).await? else { return Ok(()) };
    stuck::forget(tx, DOCUMENT, id).await?;
    if document::settle(tx, id, state.code(), found, ctx.now.0).await? {
        let after = format!(r#"{{"scan":"{}"}}"#, state.code());
        audit::append(tx, &[entry(ctx, "scan_document", paper.placement_id, Some(after))]).await?;
    }
    Ok(())
}

/// Papers of a placement with their hash, and whether the stored bytes still have it and the name is as it was sealed;
/// of one that was erased, whether nothing of either is left.
pub(crate) async fn documents_checked(
    keys: &Keyring,
    db: &impl Db,
    placement_id: Uuid,
) -> Result<Vec<(Document, bool)>, AppError> {
    let mut checked = Vec::new();
    for paper in document::list(db, placement_id).await? {
        if paper.erased_at.is_some() {
            let is_gone = paper.name.is_empty() && document::list_chunks(db, paper.id).await?.is_empty();
            checked.push((paper, is_gone));
            continue;
        }
        let is_named = keys.open(name_place(paper.id), &paper.name).is_ok();
        let is_whole = bytes(keys, db, &paper).await.is_ok();
        checked.push((paper, is_whole && is_named));
    }
    Ok(checked)
}
