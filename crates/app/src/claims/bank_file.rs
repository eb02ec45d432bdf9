//! The file in which a bank answered, kept whole: in sealed pieces under its hash, handed out to whoever may read the
//! claims it is about, each look noted. A file whose bytes are not what its hash says is never handed out.

use super::{BATCH, entry, id_of};
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::AppError;
use crate::rights::{Action, Fields, Thing, demand_of};
use crate::secrets::{Keyring, Place, hex, sha256};
use sanviec_store::bank_result::{self, Chunk, File};
use sanviec_store::{Db, Error as StoreError, audit, batch};
use uuid::Uuid;

/// Bytes of one piece.
pub(super) const CHUNK: usize = 64 * 1024;

/// A file of the bank as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BankFile {
    pub name: String,
    pub media: &'static str,
    pub bytes: Vec<u8>,
}

const fn place(id: Uuid) -> Place {
    Place { table: "bank_chunk", column: "bytes", row: id }
}

/// The pieces of a file, each under an id of its own.
pub(super) fn chunks(keys: &Keyring, file: Uuid, bytes: &[u8], ids: &[Uuid]) -> Result<Vec<Chunk>, AppError> {
    let chunk = |(number, (part, id)): (usize, (&[u8], &Uuid))| {
        Ok(Chunk {
            id: *id,
            bank_result_id: file,
            number: i32::try_from(number).map_err(AppError::internal)?,
            bytes: keys.seal(place(*id), part)?,
        })
    };
    bytes.chunks(CHUNK).zip(ids).enumerate().map(chunk).collect()
}

/// The bytes of a file, when they are what its hash says; `None` of a file of which only the hash was kept.
async fn bytes(keys: &Keyring, db: &impl Db, file: &File) -> Result<Option<Vec<u8>>, AppError> {
    let Some(size) = file.size else { return Ok(None) };
    let (mut bytes, mut is_in_order) = (Vec::new(), true);
    for (number, chunk) in (0..).zip(bank_result::list_chunks(db, file.id).await?) {
        is_in_order &= chunk.number == number;
        bytes.extend(keys.open(place(chunk.id), &chunk.bytes)?);
    }
    let is_whole = is_in_order && i64::try_from(bytes.len()) == Ok(size);
    if !is_whole || sha256(&bytes).as_slice() != file.hash {
        return Err(StoreError::corrupt("bank_chunk", "bytes", file.id).into());
    }
    Ok(Some(bytes))
}

/// A file of the bank to a list of the own centre. That somebody looked is noted before anything is handed out.
pub async fn open_bank_file(app: &App, ctx: &Ctx, list: &str, file: &str) -> Result<BankFile, AppError> {
    let reader = app.store().reader();
    let row = batch::find(reader, id_of(list)?).await?.ok_or(AppError::NotFound)?;
    let fields = demand_of(ctx, Action::ReadClaim, Thing::of_centre(row.centre_id))?;
    if !(fields.has(Fields::IDENTITY) && fields.has(Fields::NOTES)) {
        return Err(AppError::Forbidden);
    }
    let found = bank_result::find_by_id(reader, id_of(file)?).await?.filter(|file| file.batch_id == row.id);
    let file = found.ok_or(AppError::NotFound)?;
    let bytes = bytes(app.keys()?, reader, &file).await?.ok_or(AppError::NotFound)?;
    let after = serde_json::json!({"file": hex(&file.hash)});
    let (store, noted) =
        (app.store().clone(), entry(ctx, "open_bank_result", (BATCH, row.id), Some(after.to_string())));
    app.to_the_end(async move {
        let noted = std::slice::from_ref(&noted);
        let write = store.write("open_bank_result", |tx| {
            Box::pin(async move { Ok::<_, AppError>(audit::append_at(tx, Some(row.centre_id), noted).await?) })
        });
        write.await
    })
    .await?;
    let (ending, media) = match file.format.as_str() {
        "csv" => ("csv", "text/csv; charset=utf-8"),
        _ => ("xml", "application/xml; charset=utf-8"),
    };
    let name = format!("ket-qua-{}-{}-{}.{ending}", row.year, row.serial, &hex(&file.hash)[..8]);
    Ok(BankFile { name, media, bytes })
}

/// Files to a list with whether the stored bytes are still what the hash says.
pub(crate) async fn bank_files_checked(
    keys: &Keyring,
    db: &impl Db,
    batch_id: Uuid,
) -> Result<Vec<(File, bool)>, AppError> {
    let mut checked = Vec::new();
    for file in bank_result::list_files(db, batch_id).await? {
        let is_whole = bytes(keys, db, &file).await.is_ok();
        checked.push((file, is_whole));
    }
    Ok(checked)
}
