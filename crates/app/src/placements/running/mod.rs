//! Running placements from a centre's own list: each row is one contract of one placement, with its dated facts, and
//! gets a verdict of its own. A row is taken whole or not at all. The same row again, in this list or in another, adds
//! only what is not there yet, so that a mended list can be sent whole, and again once the scans are there.
//!
//! What the list says is the centre's word: it states contracts, absences and ends, and pays nobody by itself. Who
//! signed on paper counts once the scan is there.

mod columns;
mod find;
mod read;
mod write;

pub use columns::running_template;

use super::documents::paper_named;
use super::file::{EvidenceFile, JudgedRow, keep_file, keep_verdicts};
use super::signatures;
use crate::app::App;
use crate::ctx::Ctx;
use crate::desk::own_centre;
use crate::error::{AppError, FieldError};
use crate::import::book::Returned;
use crate::import::{self, Row};
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

/// Rows of one list: each is a write of its own, and a page waits for it.
pub const RUNNING_ROWS_MOST: usize = 500;

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
pub async fn take_running(app: &App, ctx: &Ctx, file: RunningFile, key: &Key) -> Result<Vec<RunningVerdict>, AppError> {
    let (_, centre_id, _) = own_centre(ctx, Action::OpenPlacement)?;
    own_centre(ctx, Action::RecordFact)?;
    let rows = import::sent_table(file.bytes.clone(), &NEEDED, RUNNING_ROWS_MOST).await.map_err(|refused| {
        refused.told("Hãy dùng tệp mẫu, lưu thành .xlsx hoặc .csv.", "Use the template, saved as .xlsx or .csv.")
    })?;
    let rows = import::bounded(rows, RUNNING_ROWS_MOST)?;
    let dry_run = file.dry_run;
    let list = EvidenceFile { source: Source::Centre, bytes: file.bytes };
    // Looked over only, nothing is kept either.
    let kept = if dry_run { None } else { Some(keep_file(app, ctx, &list).await?) };
    let hash = kept.map_or_else(|| sha256(&list.bytes), |kept| kept.hash);
    let list = List { app, ctx, centre_id, hash, dry_run, key };
    let mut verdicts = Vec::new();
    for row in rows {
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
    Ok(verdicts)
}

impl RunningVerdict {
    /// As it is kept; nothing of a row that was looked over only.
    fn judged(&self) -> Option<JudgedRow> {
        match &self.outcome {
            RunningOutcome::Fit(_) => None,
            RunningOutcome::Taken { placement, .. } => super::id_of(placement).ok().map(|id| (self.line, Ok(id))),
            RunningOutcome::Refused(errors) => {
                Some((self.line, Err(errors.first().map_or("unreadable", |error| error.code))))
            }
        }
    }
}

/// The rows that were refused or wait for a scan, as they stand in the list, each with what is to be mended.
pub fn running_fix_up(verdicts: &[RunningVerdict]) -> Result<Vec<u8>, AppError> {
    let left = verdicts.iter().filter(|verdict| verdict.outcome.is_left());
    columns::given_back(left.map(|verdict| Returned { cells: &verdict.cells, reasons: reasons(&verdict.outcome) }))
}

fn reasons(outcome: &RunningOutcome) -> String {
    match outcome {
        RunningOutcome::Refused(errors) => {
            errors.iter().map(|error| format!("{}: {}", error.field, error.vi)).collect::<Vec<_>>().join(" ")
        }
        RunningOutcome::Taken { waiting: 1.., .. } => "Đã nhận; còn chờ bản quét hợp đồng.".to_owned(),
        RunningOutcome::Fit(_) | RunningOutcome::Taken { .. } => String::new(),
    }
}

struct List<'a> {
    app: &'a App,
    ctx: &'a Ctx,
    centre_id: Uuid,
    hash: [u8; 32],
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
        let found = find::find(self.app, self.ctx, self.centre_id, &listed).await?;
        if found.placement.is_none() {
            super::create::known_task(self.app.policies(), columns::TASK, &listed.task)?;
        }
        if self.dry_run {
            return Ok(RunningOutcome::Fit(found.placement.map(super::code_of)));
        }
        match self.write(row.line, &listed, &found).await {
            // Another list brought the same placement in between: it is there now.
            Err(AppError::Refused(errors)) if errors.iter().any(|error| error.code == "placed_already") => {
                let found = find::find(self.app, self.ctx, self.centre_id, &listed).await?;
                self.write(row.line, &listed, &found).await
            }
            answer => answer,
        }
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

    async fn write(&self, line: u64, listed: &Listed, found: &Found) -> Result<RunningOutcome, AppError> {
        self.check_signed(listed, found).await?;
        let work = Taking::new(self.app, self.ctx, (self.hash, line), (listed, found))?;
        let key = Key::parse(&hex(&sha256(format!("{}\n{line}", self.key.as_str()).as_bytes()))[..40])?;
        let taken = once(self.app, self.ctx, &key, work).await?;
        Ok(RunningOutcome::Taken { placement: taken.placement, recorded: taken.recorded, waiting: taken.waiting })
    }
}
