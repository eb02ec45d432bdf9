//! Copies of the database that are made by themselves, as `db backup` makes them, in a folder that an operator named.
//!
//! A file there is one of ours when it is called as [`Folder::path_at`] calls them, with the mark of this database.
//! Nothing else is counted, and nothing else is ever removed: not what somebody put there, not the copies of another
//! database, not those from before a restore. The oldest go after a new one was read to its end, never before.

use crate::JobError;
use crate::recurring::{self, CatchUp, Recurring, Work};
use chrono::{DateTime, NaiveDateTime};
use sanviec_app::{App, Copies, Ctx};
use sanviec_domain::time::Micros;
use sanviec_store::{Error as StoreError, Store, backup, outbox};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// The kind of the jobs.
const NAME: &str = "copy_database";
const HEAD: &str = "sanviec-";
const END: &str = ".jsonl.gz";
const PARTIAL: &str = ".partial";
/// Letters of a mark.
const MARK: usize = 8;
/// The time in UTC, so that names are in the order of time.
const STAMP: &str = "%Y%m%dT%H%M%SZ";

/// The pattern for a time of day in Viet Nam, as `02:30`, or for a pattern as it is; `None` for any other text.
#[must_use]
pub fn cron_of(at: &str) -> Option<String> {
    let at = at.trim();
    let cron = of_day(at).unwrap_or_else(|| at.to_owned());
    recurring::is_pattern(&cron).then_some(cron)
}

fn of_day(at: &str) -> Option<String> {
    let (hour, minute) = at.split_once(':')?;
    let read = |text: &str, below: u8| {
        let is_number = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse().ok().filter(|number: &u8| is_number && *number < below)
    };
    Some(format!("0 {} {} * * *", read(minute, 60)?, read(hour, 24)?))
}

/// The work that makes them. Its pattern lives as long as the process, as those of the table do.
#[must_use]
pub fn recurring(asked: &Copies) -> Recurring {
    Recurring {
        name: NAME,
        cron: asked.cron.clone().leak(),
        catch_up: CatchUp::Last,
        work: Work::Sweep(|app, ctx| Box::pin(make(app, ctx))),
    }
}

/// A whole copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Archive {
    pub path: PathBuf,
    /// When it was begun.
    pub taken_at: Micros,
    pub bytes: u64,
}

/// What stands in a folder.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// Copies of this database, the oldest first.
    pub archives: Vec<Archive>,
    /// How many there are of another database, or of this one before it was restored.
    pub foreign: usize,
    /// Those that were cut off.
    halves: Vec<PathBuf>,
}

/// The folder of the copies of one database.
#[derive(Clone, Debug)]
pub struct Folder {
    path: PathBuf,
    mark: String,
}

impl Folder {
    /// The folder as it is for this database.
    pub async fn of(store: &Store, path: &Path) -> Result<Self, StoreError> {
        let mut mark = outbox::epoch(store.reader()).await?.simple().to_string();
        mark.truncate(MARK);
        Ok(Self { path: path.to_owned(), mark })
    }

    /// Where a copy of this moment stands.
    #[must_use]
    pub fn path_at(&self, now: Micros) -> PathBuf {
        self.path.join(name_of(&self.mark, now))
    }

    /// What stands in it.
    pub fn look(&self) -> io::Result<Found> {
        let mut found = Found::default();
        for entry in std::fs::read_dir(&self.path)? {
            let entry = entry?;
            let name = entry.file_name();
            let Some(name) = name.to_str().filter(|_| entry.file_type().is_ok_and(|kind| kind.is_file())) else {
                continue;
            };
            let half = name.strip_suffix(PARTIAL);
            let Some((mark, taken_at)) = read_name(half.unwrap_or(name)) else { continue };
            match (mark == self.mark, half) {
                (true, Some(_)) => found.halves.push(entry.path()),
                (true, None) => {
                    let bytes = entry.metadata()?.len();
                    found.archives.push(Archive { path: entry.path(), taken_at, bytes });
                }
                (false, Some(_)) => {}
                (false, None) => found.foreign += 1,
            }
        }
        found.archives.sort_by_key(|archive| archive.taken_at);
        Ok(found)
    }

    /// What was cut off goes.
    fn clean(&self) -> io::Result<()> {
        self.look()?.halves.iter().try_for_each(|half| remove(half))
    }

    /// The oldest beyond so many go; not the one that was just made, whatever the clock said before. Says how long
    /// that one is.
    fn prune(&self, keep: usize, made: &Path) -> io::Result<u64> {
        let archives = self.look()?.archives;
        let surplus = archives.len().saturating_sub(keep);
        for old in archives.iter().filter(|archive| archive.path != made).take(surplus) {
            remove(&old.path)?;
        }
        Ok(std::fs::metadata(made)?.len())
    }
}

fn name_of(mark: &str, at: Micros) -> String {
    let at = DateTime::from_timestamp_micros(at.0).unwrap_or(DateTime::UNIX_EPOCH);
    format!("{HEAD}{mark}-{}{END}", at.format(STAMP))
}

fn read_name(name: &str) -> Option<(&str, Micros)> {
    let (mark, stamp) = name.strip_prefix(HEAD)?.strip_suffix(END)?.split_once('-')?;
    let at = Micros(NaiveDateTime::parse_from_str(stamp, STAMP).ok()?.and_utc().timestamp_micros());
    let is_mark = mark.len() == MARK && mark.bytes().all(|sign| matches!(sign, b'0'..=b'9' | b'a'..=b'f'));
    (is_mark && name_of(mark, at) == name).then_some((mark, at))
}

/// Says when the last one was made: a server that was started again has not forgotten it.
pub(crate) async fn tell_last(app: App) {
    let Some(asked) = &app.facts().copies else { return };
    let Ok(folder) = Folder::of(app.store(), &asked.folder).await else { return };
    if let Ok(found) = blocking(move || folder.look()).await
        && let Some(last) = found.archives.last()
    {
        tell(last.taken_at);
    }
}

fn tell(at: Micros) {
    metrics::gauge!("sanviec_backup_last_success_seconds").set(at.0.div_euclid(1_000_000) as f64);
}

/// Makes one. Whatever fails, those that are there stay, and no half of one.
async fn make(app: &App, ctx: &Ctx) -> Result<(), JobError> {
    let Some(asked) = &app.facts().copies else { return Ok(()) };
    let made = make_one(app.store(), asked, ctx.now).await;
    match &made {
        Ok(bytes) => {
            tell(ctx.now);
            tracing::info!(bytes, "a copy of the database was made and read to its end");
        }
        // The runner says why.
        Err(_) => metrics::counter!("sanviec_backup_failures_total").increment(1),
    }
    made.map(drop)
}

async fn make_one(store: &Store, asked: &Copies, now: Micros) -> Result<u64, JobError> {
    let unusable = |error| JobError::Copies(asked.folder.clone(), error);
    let folder = Folder::of(store, &asked.folder).await?;
    let (before, path) = (folder.clone(), folder.path_at(now));
    blocking(move || before.clean()).await.map_err(unusable)?;
    if let Err(error) = write_and_read(store, &path, now).await {
        // What is left of it takes the room of the next one.
        let _ = blocking(move || remove(&backup::partial_of(&path)).and_then(|()| remove(&path))).await;
        return Err(match error {
            StoreError::File(error) => unusable(error),
            error => error.into(),
        });
    }
    let keep = usize::from(asked.keep);
    blocking(move || folder.prune(keep, &path)).await.map_err(unusable)
}

/// Writes an archive and reads it to its end, as a restore does before it begins.
async fn write_and_read(store: &Store, path: &Path, now: Micros) -> Result<(), StoreError> {
    let written = backup::backup(store, path, now.0).await?;
    if backup::check(path).await? == written {
        return Ok(());
    }
    Err(StoreError::Archive("it does not hold what was written".into()))
}

fn remove(file: &Path) -> io::Result<()> {
    match std::fs::remove_file(file) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// A folder may be on another machine: the threads of the runtime do not wait for it.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> io::Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(io::Error::other)?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_ours_are_read_and_no_others() {
        let at = Micros(1_795_485_600_000_000);
        let name = name_of("0a1b2c3d", at);
        assert_eq!(name, "sanviec-0a1b2c3d-20261124T020000Z.jsonl.gz");
        assert_eq!(read_name(&name), Some(("0a1b2c3d", at)));
        for other in [
            "sanviec-2026-11-24.jsonl.gz",
            "sanviec-0a1b2c3d-20261124T020000Z.jsonl.gz.old",
            "sanviec-0A1B2C3D-20261124T020000Z.jsonl.gz",
            "sanviec-0a1b2c3d-20261324T020000Z.jsonl.gz",
            "sanviec-0a1b2c3d-2026-11-24.jsonl.gz",
            "before-sanviec-0a1b2c3d-20261124T020000Z.jsonl.gz",
            "sanviec.db",
        ] {
            assert_eq!(read_name(other), None, "{other}");
        }
    }

    #[test]
    fn a_time_of_day_and_a_pattern_are_taken_and_nothing_else() {
        assert_eq!(cron_of("02:30").as_deref(), Some("0 30 2 * * *"));
        assert_eq!(cron_of(" 0 0 */6 * * * ").as_deref(), Some("0 0 */6 * * *"));
        for wrong in ["", "2:30", "24:00", "12:60", "+2:30", "02:30:00", "nightly", "30 2 * * *"] {
            assert_eq!(cron_of(wrong), None, "{wrong}");
        }
    }
}
