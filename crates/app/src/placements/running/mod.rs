//! Running placements from a centre's own list: each row is one contract of one placement, with its dated facts, and
//! gets a verdict of its own. A row is taken whole or not at all. The same row again, in this list or in another, adds
//! only what is not there yet, so that a mended list can be sent whole, and again once the scans are there.
//!
//! A list of more rows than a page waits for goes on by itself, as the files of insurers do (`file`).
//!
//! What the list says is the centre's word: it states contracts, absences and ends, and pays nobody by itself. Who
//! signed on paper counts once the scan is there.

mod columns;
mod find;
mod read;
mod write;

pub use columns::running_template;
pub(super) use columns::{REASONS, names as running_columns};
pub(super) use read::cells;
pub(super) use write::Taking as RunningTaking;

use super::documents::paper_named;
use super::file::{EvidenceFile, FILE_ROWS_MOST, JudgedRow, KeptFile, begin_sending, keep_file, keep_verdicts, to_do};
use super::{code_of, signatures};
use crate::app::App;
use crate::ctx::{Ctx, Locale};
use crate::desk::own_centre;
use crate::error::{AppError, FieldError};
use crate::import::book::Returned;
use crate::import::{self, Row, Unreadable};
use crate::once::{Key, once};
use crate::rights::Action;
use crate::secrets::{hex, sha256};
use columns::NEEDED;
use find::Found;
use read::Listed;
use sanviec_domain::placement::Source;
use sanviec_store::placement;
use uuid::Uuid;
use write::Taking;

/// Rows of one list.
pub const RUNNING_ROWS_MOST: usize = FILE_ROWS_MOST;
/// Rows that are taken, or looked over, while the page waits: each is a write of its own. A list of more goes on by
/// itself.
pub const RUNNING_ROWS_AT_ONCE: usize = 500;

/// A list as it was sent.
#[derive(Clone)]
pub struct RunningFile {
    pub bytes: Vec<u8>,
    /// Says what would be done and does nothing.
    pub dry_run: bool,
}

/// What became of one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RunningOutcome {
    /// It would be taken; nothing was written. Code of the placement where there is one.
    Fit(Option<String>),
    Taken {
        /// Code of the placement.
        placement: String,
        /// Facts that were recorded now.
        recorded: usize,
        /// Signatures on paper that wait for their scan.
        waiting: usize,
    },
    /// What is to be mended.
    Refused(Vec<FieldError>),
}

impl RunningOutcome {
    /// Whether somebody has to do something about the row.
    #[must_use]
    pub const fn is_left(&self) -> bool {
        matches!(self, Self::Refused(_) | Self::Taken { waiting: 1.., .. })
    }
}

/// What became of a list.
#[derive(Clone, Debug)]
pub enum RunningTaken {
    /// Every row was judged; code of the kept file, none where it was looked over only. Of a long list the first rows
    /// are looked over: it has `of`.
    Judged { file: Option<String>, rows: Vec<RunningVerdict>, of: usize },
    /// It is kept, and its rows are judged some at a time; code of the kept file, which says how far it is.
    GoesOn { file: String },
}

impl RunningTaken {
    /// The verdicts of the rows; none yet where it goes on.
    #[must_use]
    pub fn verdicts(self) -> Vec<RunningVerdict> {
        match self {
            Self::Judged { rows, .. } => rows,
            Self::GoesOn { .. } => Vec::new(),
        }
    }
}

/// The verdict of one row.
#[derive(Clone, Debug)]
pub struct RunningVerdict {
    /// Number of the row as the spreadsheet shows it.
    pub line: u64,
    pub outcome: RunningOutcome,
    /// The cells, to be given back.
    cells: Vec<(String, String)>,
}

/// Takes the rows of a list in, one by one. A list that cannot be read is refused as a whole.
pub async fn take_running(app: &App, ctx: &Ctx, file: RunningFile, key: &Key) -> Result<RunningTaken, AppError> {
    let (_, centre_id, _) = own_centre(ctx, Action::OpenPlacement)?;
    own_centre(ctx, Action::RecordFact)?;
    let rows = rows_of(file.bytes.clone()).await?;
    let (dry_run, of) = (file.dry_run, rows.len());
    let list = EvidenceFile { source: Source::Centre, bytes: file.bytes };
    // Looked over only, nothing is kept either.
    let kept = if dry_run { None } else { Some(keep_file(app, ctx, &list).await?) };
    if let Some(kept) = kept.filter(|_| of > RUNNING_ROWS_AT_ONCE) {
        begin_sending(app, ctx, kept, of).await?;
        return Ok(RunningTaken::GoesOn { file: code_of(kept.id) });
    }
    let hash = kept.map_or_else(|| sha256(&list.bytes), |kept| kept.hash);
    let list = List { listing: Listing { app, ctx, centre_id, hash }, dry_run, key };
    let mut verdicts = Vec::new();
    for row in rows.into_iter().take(RUNNING_ROWS_AT_ONCE) {
        verdicts.push(match row {
            Ok(row) => list.take(&row).await?,
            Err(unreadable) => {
                let outcome = RunningOutcome::Refused(vec![unreadable.told("file")]);
                RunningVerdict { line: unreadable.line, outcome, cells: Vec::new() }
            }
        });
    }
    if let Some(kept) = kept {
        let judged = verdicts.iter().filter_map(RunningVerdict::judged).collect();
        keep_verdicts(app, ctx, kept, judged).await?;
    }
    let file = kept.map(|KeptFile { id, .. }| code_of(id));
    Ok(RunningTaken::Judged { file, rows: verdicts, of })
}

/// The rows of a list in their order, each readable or not; a list that is none, or too long, is refused.
pub(super) async fn rows_of(bytes: Vec<u8>) -> Result<Vec<Result<Row, Unreadable>>, FieldError> {
    let rows = import::sent_table(bytes, &NEEDED, RUNNING_ROWS_MOST).await.map_err(|refused| {
        refused.told("Hãy dùng tệp mẫu, lưu thành .xlsx hoặc .csv.", "Use the template, saved as .xlsx or .csv.")
    })?;
    import::bounded(rows, RUNNING_ROWS_MOST)
}

impl RunningVerdict {
    /// As it is kept; nothing of a row that was looked over only.
    fn judged(&self) -> Option<JudgedRow> {
        let (outcome, left) = match &self.outcome {
            RunningOutcome::Fit(_) => return None,
            RunningOutcome::Taken { placement, waiting, .. } => (Ok(super::id_of(placement).ok()?), waits(*waiting)),
            RunningOutcome::Refused(errors) => (Err(super::file::refused(errors)), Some(to_do(errors))),
        };
        Some(JudgedRow { line: self.line, outcome, left })
    }
}

/// What is left to do about a row that was taken and whose signatures wait for their scan.
pub(super) fn waits(waiting: usize) -> Option<(String, String)> {
    let (vi, en) = ("Đã nhận; còn chờ bản quét hợp đồng.", "Taken; the scan of the contract is still to come.");
    (waiting > 0).then(|| (vi.to_owned(), en.to_owned()))
}

/// The rows that were refused or wait for a scan, as they stand in the list, each with what is to be mended, in the
/// language of whoever asks.
pub fn running_fix_up(ctx: &Ctx, verdicts: &[RunningVerdict]) -> Result<Vec<u8>, AppError> {
    let left = verdicts.iter().filter(|verdict| verdict.outcome.is_left());
    columns::given_back(
        left.map(|verdict| Returned { cells: &verdict.cells, reasons: reasons(ctx.locale, &verdict.outcome) }),
    )
}

fn reasons(locale: Locale, outcome: &RunningOutcome) -> String {
    let said = |(vi, en): (String, String)| locale.say(&vi, &en).to_owned();
    match outcome {
        RunningOutcome::Refused(errors) => said(to_do(errors)),
        RunningOutcome::Taken { waiting, .. } => said(waits(*waiting).unwrap_or_default()),
        RunningOutcome::Fit(_) => String::new(),
    }
}

/// For whom rows are taken, at which centre and from which file.
pub(super) struct Listing<'a> {
    pub(super) app: &'a App,
    pub(super) ctx: &'a Ctx,
    pub(super) centre_id: Uuid,
    pub(super) hash: [u8; 32],
}

impl Listing<'_> {
    /// What a row says, of the person and the employer whom it means, to be written.
    pub(super) async fn prepare(&self, row: &Row) -> Result<Taking, AppError> {
        let listed = read::read(row).map_err(AppError::Refused)?;
        let found = self.find(&listed).await?;
        self.taking(row.line, &listed, &found).await
    }

    async fn find(&self, listed: &Listed) -> Result<Found, AppError> {
        let found = find::find(self.app, self.ctx, self.centre_id, listed).await?;
        if found.placement.is_none() {
            super::create::known_task(self.app.policies(), columns::TASK, &listed.task)?;
        }
        Ok(found)
    }

    async fn taking(&self, line: u64, listed: &Listed, found: &Found) -> Result<Taking, AppError> {
        self.check_signed(listed, found).await?;
        Taking::new(self.app, self.ctx, (self.hash, line), (listed, found))
    }

    /// What a file says of its digital signatures is read before the write: no process is started while rows are held.
    async fn check_signed(&self, listed: &Listed, found: &Found) -> Result<(), AppError> {
        let (Some(contract), Some(id)) = (&listed.contract, found.placement) else { return Ok(()) };
        let reader = self.app.store().reader();
        let row = placement::find(reader, id).await?.ok_or(AppError::NotFound)?;
        let paper = paper_named(reader, self.app.keys()?, id, contract.scan.as_deref()).await?;
        let signed = write::signatures(contract, paper);
        for said in &signed {
            signatures::check(self.app, self.ctx, &row, (said, &signed)).await?;
        }
        Ok(())
    }
}

/// Another list brought the same placement in between: it is there now.
pub(super) fn is_there_now(errors: &[FieldError]) -> bool {
    errors.iter().any(|error| error.code == "placed_already")
}

struct List<'a> {
    listing: Listing<'a>,
    dry_run: bool,
    key: &'a Key,
}

impl List<'_> {
    async fn take(&self, row: &Row) -> Result<RunningVerdict, AppError> {
        let outcome = match self.outcome(row).await {
            Ok(outcome) => outcome,
            Err(AppError::Refused(errors)) => RunningOutcome::Refused(errors),
            Err(other) => return Err(other),
        };
        Ok(RunningVerdict { line: row.line, outcome, cells: read::cells(row) })
    }

    async fn outcome(&self, row: &Row) -> Result<RunningOutcome, AppError> {
        let listed = read::read(row).map_err(AppError::Refused)?;
        let found = self.listing.find(&listed).await?;
        if self.dry_run {
            return Ok(RunningOutcome::Fit(found.placement.map(code_of)));
        }
        match self.write(row.line, &listed, &found).await {
            Err(AppError::Refused(errors)) if is_there_now(&errors) => {
                let found = self.listing.find(&listed).await?;
                self.write(row.line, &listed, &found).await
            }
            answer => answer,
        }
    }

    async fn write(&self, line: u64, listed: &Listed, found: &Found) -> Result<RunningOutcome, AppError> {
        let work = self.listing.taking(line, listed, found).await?;
        let key = Key::parse(&hex(&sha256(format!("{}\n{line}", self.key.as_str()).as_bytes()))[..40])?;
        let taken = once(self.listing.app, self.listing.ctx, &key, work).await?;
        Ok(RunningOutcome::Taken { placement: taken.placement, recorded: taken.recorded, waiting: taken.waiting })
    }
}
