//! What `doctor` says of the copies of the database that are made by themselves.

use super::finding::{Finding, Grade};
use super::looks;
use crate::settings::Settings;
use sanviec_app::{Clock, Copies};
use sanviec_domain::time::Micros;
use sanviec_jobs::copies::{Archive, Folder, Found, recurring};
use sanviec_store::Store;
use std::fmt::Display;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

const WHAT: &str = "backup";

/// Whether there are copies, young enough, and room for the next one.
pub(super) async fn check(settings: &Settings, data: &Path, store: &Store) -> Vec<Finding> {
    let Some(asked) = settings.copies() else {
        let vi = "Không tự sao lưu. Đặt [backup] folder, hoặc chạy sanviec db backup mỗi ngày.";
        let en = "no copies are made by themselves. Set [backup] folder, or run sanviec db backup every day.";
        return vec![Finding::new(WHAT, Grade::Ok, vi, en)];
    };
    let found = match found(&asked, store).await {
        Ok(found) => found,
        Err(error) => return vec![unusable(&asked, &error)],
    };
    let mut findings = vec![check_age(&asked, found.archives.last(), Clock::System.now())];
    if let Err(error) = looks::probe(&asked.folder) {
        findings.push(unusable(&asked, &error));
    }
    findings.extend(check_disk(&asked, data, store, found.archives.last()).await);
    findings.extend(check_foreign(&asked, &found));
    findings
}

/// What stands in the folder, or why nobody can tell.
pub(super) async fn found(asked: &Copies, store: &Store) -> Result<Found, String> {
    let folder = Folder::of(store, &asked.folder).await.map_err(|error| error.to_string())?;
    folder.look().map_err(|error| error.to_string())
}

pub(super) fn unusable(asked: &Copies, error: &dyn Display) -> Finding {
    let folder = asked.folder.display();
    let vi = format!("Không sao lưu được vào {folder}: {error}. Tạo thư mục và cho chương trình quyền ghi.");
    let en = format!("{folder} cannot take copies: {error}. Make the folder, and let the program write there.");
    Finding::new(WHAT, Grade::Warning, vi, en)
}

/// Two in a row that were missed are no chance any more.
fn check_age(asked: &Copies, last: Option<&Archive>, now: Micros) -> Finding {
    let Some(last) = last else {
        let vi =
            format!("Chưa có bản sao trong {}. Chạy sanviec db backup nếu không muốn đợi.", asked.folder.display());
        let en = format!("there is no copy in {} yet. Run sanviec db backup not to wait.", asked.folder.display());
        return Finding::new(WHAT, Grade::Warning, vi, en);
    };
    let (path, at) = (last.path.display(), last.taken_at.rfc3339());
    let before = recurring(asked).second_last(now).ok().flatten();
    if before.is_some_and(|before| last.taken_at < before) {
        let vi = format!(
            "Bản sao mới nhất từ {at}, quá hai kỳ. Xem copy_database trong nhật ký máy chủ; chạy sanviec db backup."
        );
        let en = format!(
            "the last copy is of {at}, over two periods ago. See copy_database in the log of the server; run sanviec db backup."
        );
        return Finding::new(WHAT, Grade::Warning, vi, en);
    }
    Finding::new(WHAT, Grade::Ok, format!("Bản sao mới nhất: {path}, {at}"), format!("the last copy: {path}, {at}"))
}

/// The next one is about as long as the last one; the first is no longer than the database.
pub(super) async fn bytes_of_next(store: &Store, last: Option<&Archive>) -> u64 {
    match last {
        Some(last) => last.bytes,
        None => store.bytes().await.unwrap_or(0),
    }
}

/// Room for two more, and on another disk than the data.
async fn check_disk(asked: &Copies, data: &Path, store: &Store, last: Option<&Archive>) -> Vec<Finding> {
    let needed = bytes_of_next(store, last).await;
    let folder = asked.folder.display();
    let mut findings = Vec::new();
    if let Ok(free) = looks::free(&asked.folder)
        && free < needed.saturating_mul(2)
    {
        let (free, needed) = (looks::mib(free), looks::mib(needed));
        let vi = format!("Đĩa của {folder} còn {free}, một bản sao cần {needed}. Dọn đĩa hoặc giảm [backup] keep.");
        let en =
            format!("the disk of {folder} has {free} left, a copy takes {needed}. Make room, or lower [backup] keep.");
        findings.push(Finding::new(WHAT, Grade::Warning, vi, en));
    }
    let disk = |folder: &Path| std::fs::metadata(folder).map(|about| about.dev()).ok();
    if disk(&asked.folder).is_some_and(|of_copies| disk(data) == Some(of_copies)) {
        let vi = format!("{folder} nằm cùng đĩa với dữ liệu: hỏng đĩa là mất cả hai. Chép bản sao sang máy khác.");
        let en =
            format!("{folder} is on the disk of the data: who loses one loses both. Bring copies to another machine.");
        findings.push(Finding::new(WHAT, Grade::Warning, vi, en));
    }
    findings
}

/// What people had erased stands in those too, and nobody removes them but a person.
fn check_foreign(asked: &Copies, found: &Found) -> Option<Finding> {
    let (count, folder) = (found.foreign, asked.folder.display());
    let vi = format!(
        "{count} bản sao trong {folder} của cơ sở dữ liệu khác, hoặc từ trước khi phục hồi: tự xóa khi không cần nữa."
    );
    let en = format!(
        "{count} copies in {folder} are of another database, or from before a restore: remove them yourself when they are no longer needed."
    );
    (count > 0).then(|| Finding::new(WHAT, Grade::Warning, vi, en))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Tuesday 24 November 2026, 09:00 in Viet Nam.
    const NOW: Micros = Micros(1_795_485_600_000_000);

    fn asked(folder: &Path) -> Settings {
        let mut settings = Settings::default();
        settings.backup.folder = folder.to_owned();
        settings
    }

    fn copy(taken_at: Micros) -> Archive {
        Archive { path: "/backup/x".into(), taken_at, bytes: 1 }
    }

    #[test]
    fn a_copy_counts_until_two_in_a_row_were_missed() {
        let asked = asked(Path::new("/backup")).copies().expect("a folder is set");
        let night = |days: i64| NOW.plus_seconds(-6 * 3_600 - 1_790).plus_days(-days);
        for (last, grade) in [
            (Some(night(0)), Grade::Ok),
            (Some(night(1)), Grade::Ok),
            (Some(night(2)), Grade::Warning),
            (None, Grade::Warning),
        ] {
            let found = check_age(&asked, last.map(copy).as_ref(), NOW);
            assert_eq!(found.grade, grade, "{}", found.en);
            assert!(grade == Grade::Ok || found.vi.contains("sanviec db backup"), "{}", found.vi);
        }
    }

    #[tokio::test]
    async fn a_folder_that_is_not_there_is_named_and_one_that_is_off_is_fine() {
        let store = Store::open(sanviec_store::Settings::new("sqlite::memory:")).await.expect("store");
        let data = tempfile::tempdir().expect("folder");
        let off = check(&Settings::default(), data.path(), &store).await;
        assert_eq!((off.len(), off[0].grade), (1, Grade::Ok));
        let missing = data.path().join("missing");
        let found = check(&asked(&missing), data.path(), &store).await;
        assert_eq!((found.len(), found[0].grade), (1, Grade::Warning));
        assert!(found[0].vi.contains("missing") && found[0].en.contains("missing"), "{}", found[0].en);
    }

    #[tokio::test]
    async fn copies_of_another_history_and_those_on_the_same_disk_are_said() {
        let store = Store::open(sanviec_store::Settings::new("sqlite::memory:")).await.expect("store");
        let data = tempfile::tempdir().expect("folder");
        let now = Clock::System.now();
        let folder = Folder::of(&store, data.path()).await.expect("folder");
        sanviec_store::backup::backup(&store, &folder.path_at(now), now.0).await.expect("a copy");
        let other = Store::open(sanviec_store::Settings::new("sqlite::memory:")).await.expect("store");
        let foreign = Folder::of(&other, data.path()).await.expect("folder").path_at(now);
        std::fs::write(&foreign, "x").expect("written");
        let found = check(&asked(data.path()), data.path(), &store).await;
        assert_eq!(found[0].grade, Grade::Ok, "{}", found[0].en);
        let said = |words: &str| found.iter().any(|finding| finding.en.contains(words));
        assert!(said("before a restore") && said("on the disk of the data"));
        assert!(!data.path().join(".probe").exists());
    }
}
