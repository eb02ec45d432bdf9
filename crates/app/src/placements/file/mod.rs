//! Files of the insurer or of a payroll: each row says of one person whether they were employed on some days, and gets
//! a verdict of its own. The file is kept whole, and every fact that it gave names it and its row. What a row says that
//! stands already, by this file or by another, is not recorded twice. A file of more rows than a page waits for goes on
//! by itself, some rows at a time; so does a centre's own list of running placements (`running`).

mod erase;
mod going;
mod judge;
mod keep;
mod list;
mod mend;
mod row;

pub use erase::erase_files;
pub(super) use going::begin as begin_sending;
pub use going::take_files;
pub(super) use judge::{Judged as JudgedRow, keep_verdicts};
pub(crate) use keep::checked;
pub use keep::{KeptFile, keep_file};
pub(super) use keep::{demand_there, file_of};
pub use list::{FileBytes, FileProgress, FileView, KeptPage, RowView, SendingState, kept_file, kept_files, open_file};
pub use mend::file_to_mend;
pub(super) use mend::to_do;

use super::running::{self, REASONS};
use super::said::{Channel, Said, employer};
use super::{code_of, id_of};
use crate::app::App;
use crate::ctx::Ctx;
use crate::desk::own_centre;
use crate::error::{AppError, FieldError};
use crate::import::{self, Row, Unreadable};
use crate::reading::yes_or_no;
use crate::rights::Action;
use crate::rows::profile::NUMBER;
use chrono::NaiveDate;
use sanviec_domain::person::PersonalNumber;
use sanviec_domain::placement::{Attestation, Source, Statement};
use sanviec_domain::time::{day_number, parse_date};
use sanviec_store::{Error as StoreError, placement, profile};
use uuid::Uuid;

/// Rows of one file.
pub const FILE_ROWS_MOST: usize = 20_000;
/// Rows that are judged while the page waits: each is a write of its own. A file of more goes on by itself.
pub const FILE_ROWS_AT_ONCE: usize = 200;
/// Columns that a file must have.
const NEEDED: [&str; 3] = ["from", "through", "employed"];
/// Columns that it may have.
const KNOWN: [&str; 7] = ["placement", "personal_number", "tax_code", "from", "through", "employed", "stated_on"];
/// Most profiles of one number.
const MOST: u64 = 20;

/// A file as it was sent.
#[derive(Clone)]
pub struct EvidenceFile {
    /// `Insurer` or `Payroll`.
    pub source: Source,
    pub bytes: Vec<u8>,
}

/// What became of one row.
#[derive(Clone, Debug)]
pub struct RowVerdict {
    /// Number of the row as a spreadsheet shows it.
    pub line: u64,
    /// Code of the placement in which it stands, or what is to be mended.
    pub outcome: Result<String, Vec<FieldError>>,
    /// Whether it was recorded now; what stands already is not recorded again.
    pub is_new: bool,
}

/// What became of a file.
#[derive(Clone, Debug)]
pub enum FileTaken {
    /// It is kept, and every row was judged; code of the kept file.
    Judged { file: String, rows: Vec<RowVerdict> },
    /// It is kept, and its rows are judged some at a time; code of the kept file, which says how far it is.
    GoesOn { file: String },
}

impl FileTaken {
    /// The verdicts of the rows; none yet where it goes on.
    #[must_use]
    pub fn verdicts(self) -> Vec<RowVerdict> {
        match self {
            Self::Judged { rows, .. } => rows,
            Self::GoesOn { .. } => Vec::new(),
        }
    }
}

/// Takes the rows of a file in, one by one. A file that cannot be read is refused as a whole.
pub async fn take_file(app: &App, ctx: &Ctx, file: EvidenceFile) -> Result<FileTaken, AppError> {
    let (_, centre_id, _) = own_centre(ctx, Action::RecordFact)?;
    if !matches!(file.source, Source::Insurer | Source::Payroll) {
        let (vi, en) = ("Chọn bảo hiểm xã hội hoặc bảng lương.", "Choose the social insurance or the payroll.");
        return Err(FieldError::new("source", "not-in-list", vi, en).into());
    }
    let rows = rows_of(file.source, file.bytes.clone()).await?;
    let kept = keep_file(app, ctx, &file).await?;
    if rows.len() > FILE_ROWS_AT_ONCE {
        going::begin(app, ctx, kept, rows.len()).await?;
        return Ok(FileTaken::GoesOn { file: code_of(kept.id) });
    }
    let taking = Taking { app, ctx, centre_id, source: file.source, hash: kept.hash };
    let mut verdicts = Vec::new();
    for row in rows {
        let (line, taken) = match row {
            Ok(row) => (row.line, told(taking.take(&row).await)?),
            Err(unreadable) => (unreadable.line, Err(vec![unreadable.told("file")])),
        };
        let is_new = taken.as_ref().is_ok_and(|(_, is_new)| *is_new);
        verdicts.push(RowVerdict { line, outcome: taken.map(|(id, _)| code_of(id)), is_new });
    }
    let judged = verdicts.iter().map(RowVerdict::judged).collect::<Result<_, _>>()?;
    keep_verdicts(app, ctx, kept, judged).await?;
    Ok(FileTaken::Judged { file: code_of(kept.id), rows: verdicts })
}

/// The rows of a file in their order, each readable or not; a file that is none, or too long, is refused.
async fn rows_of(source: Source, bytes: Vec<u8>) -> Result<Vec<Result<Row, Unreadable>>, FieldError> {
    if source == Source::Centre {
        return running::rows_of(bytes).await;
    }
    let rows = import::sent_table(bytes, &NEEDED, FILE_ROWS_MOST).await.map_err(|refused| {
        let vi = "Cần tệp .xlsx hoặc .csv có các cột from, through, employed.";
        refused.told(vi, "It must be .xlsx or .csv with the columns from, through, employed.")
    })?;
    import::bounded(rows, FILE_ROWS_MOST)
}

impl RowVerdict {
    /// As it is kept.
    fn judged(&self) -> Result<JudgedRow, AppError> {
        let (outcome, left) = match &self.outcome {
            Ok(code) => (Ok(id_of(code)?), None),
            Err(errors) => (Err(refused(errors)), Some(to_do(errors))),
        };
        Ok(JudgedRow { line: self.line, outcome, left })
    }
}

/// What is kept of a refusal: the code of the first thing that is to be mended.
pub(super) fn refused(errors: &[FieldError]) -> &'static str {
    errors.first().map_or("unreadable", |error| error.code)
}

/// The placement in which a row stands, and whether it was recorded now.
type Taken = (Uuid, bool);

/// What a row is told; anything but a refusal ends the whole. What is damaged where a row leads is refused with that
/// row and keeps no other waiting: the same file sent again, once it is mended, takes it in.
fn told<T>(taken: Result<T, AppError>) -> Result<Result<T, Vec<FieldError>>, AppError> {
    match taken {
        Ok(taken) => Ok(Ok(taken)),
        Err(AppError::Refused(errors)) => Ok(Err(errors)),
        Err(AppError::NotFound) => Ok(Err(vec![nobody()])),
        Err(AppError::Internal(why)) if is_damage(&*why) => {
            tracing::error!(error = &*why as &dyn std::error::Error, "a row of a file leads to what cannot be read");
            Ok(Err(vec![damaged()]))
        }
        Err(other) => Err(other),
    }
}

fn is_damage(why: &(dyn std::error::Error + Send + Sync + 'static)) -> bool {
    matches!(why.downcast_ref::<StoreError>(), Some(StoreError::Corrupt { .. }))
}

fn damaged() -> FieldError {
    let vi =
        "Hồ sơ việc làm mà dòng này nói đến bị hỏng, không đọc được. Báo người vận hành; khi đã sửa, gửi lại tệp này.";
    let en = "The placement that this row is about is damaged and cannot be read. Tell whoever runs the exchange, and \
              send this file again once it is mended.";
    FieldError::new("placement", "placement_damaged", vi, en)
}

fn nobody() -> FieldError {
    let vi = "Trung tâm không theo dõi ai có số định danh này ở nơi làm việc này.";
    let en = "The centre follows nobody with this number at this employer.";
    FieldError::new("personal_number", "placement_unknown", vi, en)
}

struct Taking<'a> {
    app: &'a App,
    ctx: &'a Ctx,
    centre_id: Uuid,
    source: Source,
    hash: [u8; 32],
}

impl Taking<'_> {
    async fn take(&self, row: &Row) -> Result<Taken, AppError> {
        let taking = self.prepare(row).await?;
        Ok((taking.placement_id, row::take(self.app, taking).await?))
    }

    /// What a row says, of the placement that it means.
    async fn prepare(&self, row: &Row) -> Result<row::Taking, AppError> {
        row.demand_known(|name| name == REASONS || KNOWN.contains(&name))?;
        let said = read(row)?;
        let id = self.placement_of(row, &said).await?;
        let said = Said {
            says: Statement::Attestation(said),
            source: self.source,
            channel: Channel::File,
            document_hash: Some(self.hash),
            reference: Some(format!("{}", row.line)),
        };
        row::prepare(self.app, self.ctx, id, &said).await
    }

    /// The placement that a row names, or the newest of the person at this employer that had begun by then.
    async fn placement_of(&self, row: &Row, said: &Attestation) -> Result<Uuid, AppError> {
        let reader = self.app.store().reader();
        let code = row.text("placement");
        if !code.is_empty() {
            let found = placement::find(reader, id_of(&code)?).await?;
            let own = found.filter(|placement| placement.centre_id == self.centre_id).ok_or(AppError::NotFound)?;
            return Ok(own.id);
        }
        let number = PersonalNumber::parse(&row.text("personal_number")).map_err(|_| {
            let (vi, en) = ("Số định danh có 12 chữ số.", "A personal number has 12 digits.");
            FieldError::new("personal_number", "not_a_number", vi, en)
        })?;
        let hash = self.app.keys()?.lookup(NUMBER, number.as_str()).unwrap_or_default();
        let employer = employer(&row.text("tax_code"));
        let (at, placed_by) = ((self.centre_id, employer.as_str()), day_number(said.through));
        let mut newest = None;
        for person in profile::find_by_number(reader, &hash, MOST).await? {
            // A placement stays with the record that it began with, also when that became part of another.
            let (_, family) = profile::list_family(reader, person.id).await?;
            newest = newest.max(placement::find_newest_at(reader, at, &family, placed_by).await?);
        }
        newest.ok_or(AppError::NotFound)
    }
}

fn read(row: &Row) -> Result<Attestation, AppError> {
    let day = |name: &'static str| -> Result<NaiveDate, FieldError> {
        parse_date(&row.text(name)).ok_or_else(|| {
            let (vi, en) = ("Nhập ngày như 05/11/2026.", "Enter a day like 05/11/2026.");
            FieldError::new(name, "not_a_day", vi, en)
        })
    };
    let (from, through) = (day("from")?, day("through")?);
    if from > through {
        let (vi, en) = ("Ngày cuối trước ngày đầu.", "The last day is before the first.");
        return Err(FieldError::new("through", "ends-before-start", vi, en).into());
    }
    let answer = row.text("employed");
    let employed = yes_or_no(&answer);
    if employed.is_none() && !answer.is_empty() && answer != "?" {
        let (vi, en) =
            ("Ghi có, không, hoặc để trống nếu không biết.", "Write yes, no, or nothing if it is not known.");
        return Err(FieldError::new("employed", "not-in-list", vi, en).into());
    }
    let stated_on = if row.text("stated_on").is_empty() { None } else { Some(day("stated_on")?) };
    Ok(Attestation { from, through, employed, stated_on })
}
