//! The file in which a bank answered, kept whole: in sealed pieces under its hash, handed out to whoever may read the
//! claims it is about, each look noted. A file whose bytes are not what its hash says is never handed out. At the end
//! of its term the bytes and the bank's words beside its rows go; the hash, and what came of each row, stay.

use super::kept::{Term, term_over};
use super::{BATCH, entry, id_of};
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::{AppError, FieldError};
use crate::evidence::bank_result_hash;
use crate::rights::{Action, Fields, Thing, demand_of};
use crate::secrets::{Keyring, Place, hex, sha256};
use chrono::{Datelike, NaiveDate};
use sanviec_domain::time::{Micros, days_after, short_date};
use sanviec_store::bank_result::{self, Chunk, File};
use sanviec_store::file_erasure::{self, Kind};
use sanviec_store::{Db, Error as StoreError, Tx, audit, batch};
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
    if let Some(at) = file_erasure::erased_at(reader, file.id).await? {
        let day = short_date(Micros(at).day());
        let vi = format!("Tệp này đã xóa ngày {day} vì hết thời hạn lưu; chỉ còn mã băm để đối chiếu.");
        let en =
            format!("This file was erased on {day} at the end of its term; only its hash is left, to compare with.");
        return Err(FieldError::new("file", "file_erased", vi, en).into());
    }
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

/// Files to a list with whether the stored bytes are still what the hash says, or of one that was erased, whether
/// nothing of it is left; and when it was erased.
pub(crate) async fn bank_files_checked(
    keys: &Keyring,
    db: &impl Db,
    batch_id: Uuid,
) -> Result<Vec<(File, (bool, Option<i64>))>, AppError> {
    let mut checked = Vec::new();
    for file in bank_result::list_files(db, batch_id).await? {
        let erased_at = file_erasure::erased_at(db, file.id).await?;
        let is_whole = match erased_at {
            Some(_) => {
                bank_result::list_chunks(db, file.id).await?.is_empty() && !bank_result::has_notes(db, file.id).await?
            }
            None => bytes(keys, db, &file).await.is_ok(),
        };
        checked.push((file, (is_whole, erased_at)));
    }
    Ok(checked)
}

/// Years for which accounting records are kept that entries were made from: ten from the end of the accounting year
/// (Law on Accounting 88/2015/QH13, Article 41; Decree 174/2016/NĐ-CP, Articles 13 and 15).
const YEARS: i32 = 10;
/// Days until a file is looked at again with a claim on its list that is not settled.
const AGAIN: i64 = 30;

/// Erases a file whose time is over, or notes when to look again: never before the claims on its list may go. The
/// caller holds what is noted of the file.
pub(crate) async fn look_at_bank_file((app, ctx): (&App, &Ctx), tx: &Tx<'_>, id: Uuid) -> Result<(), AppError> {
    let file = bank_result::find_by_id(tx, id).await?.ok_or(StoreError::Missing("bank_result"))?;
    let list = batch::find(tx, file.batch_id).await?.ok_or(StoreError::Missing("batch"))?;
    // What came in a later year than the one that it is about is a record of that year.
    let years = [list.budget_year, Some(list.year), Some(Micros(file.created_at).day().year())];
    let year = years.into_iter().flatten().max().unwrap_or(list.year);
    let end = NaiveDate::from_ymd_opt(year.saturating_add(YEARS), 12, 31).unwrap_or(NaiveDate::MAX);
    let begins_after = |day: NaiveDate| Micros::start_of(days_after(day, 1)).0;
    let look_at = match term_over(app, tx, &file_erasure::claims_of_list(tx, list.id).await?).await? {
        Term::Open { .. } => ctx.now.plus_days(AGAIN).0.max(begins_after(end)),
        Term::Through(day) => begins_after(end.max(day)),
        Term::Unclaimed => begins_after(end),
    };
    if look_at > ctx.now.0 {
        return Ok(file_erasure::set_look(tx, id, look_at).await?);
    }
    if file_erasure::erase(tx, Kind::Bank, id, ctx.now.0).await? {
        let after = serde_json::json!({"file": bank_result_hash(&file), "at": ctx.now.0});
        let noted = entry(ctx, "erase_bank_result", (BATCH, list.id), Some(after.to_string()));
        audit::append_at(tx, Some(list.centre_id), &[noted]).await?;
    }
    Ok(())
}
