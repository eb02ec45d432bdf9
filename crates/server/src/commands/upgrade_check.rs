//! `sanviec upgrade-check`: a new program looks at an installation before it is started there. It changes nothing, not
//! even a step of the schema or a file beside the database.

use super::finding::{Finding, Grade, is_any, print};
use super::{config, copies, looks};
use crate::cli::Place;
use crate::settings::{FILE, Settings};
use crate::{Failure, chain, wiring};
use sanviec_app::secrets::{Keyring, lacking};
use sanviec_app::{Clock, Copies};
use sanviec_jobs::copies::Archive;
use sanviec_search::is_of_this_build;
use sanviec_store::{SchemaStatus, Store, backup, key_mark};
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// The end of the name of the step since which a database knows the keys it was written with.
const KEY_MARKS: &str = "_key_mark";

/// Ends with 0 when this program can be started here, warnings or not, and with 1 when it cannot.
pub(crate) async fn run(place: &Place, copy: Option<&Path>, json: bool) -> Result<ExitCode, Failure> {
    let findings = look(place, copy).await;
    print(&findings, json)?;
    Ok(if is_any(&findings, Grade::Error) { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

async fn look(place: &Place, copy: Option<&Path>) -> Vec<Finding> {
    let settings = match wiring::settings(place).and_then(|settings| config::check(&settings).map(|()| settings)) {
        Ok(settings) => settings,
        Err(error) => return vec![unusable_settings(place, &chain(&*error))],
    };
    let mut findings = vec![Finding::new("settings", Grade::Ok, "Cấu hình dùng được", "the settings can be used")];
    match wiring::store_to_look(place, &settings).await {
        Ok(store) => {
            findings.extend(look_at_database(place, &settings, &store, copy).await);
            let _ = store.close().await;
        }
        Err(error) => findings.push(looks::unreachable(place, &settings, &chain(&*error))),
    }
    findings
}

fn unusable_settings(place: &Place, why: &str) -> Finding {
    let file = place.data.join(FILE);
    let file = file.display();
    let vi = format!("Cấu hình không dùng được: {why}. Sửa {file} hoặc biến môi trường SANVIEC__.");
    let en = format!("the settings cannot be used: {why}. Mend {file}, or the environment SANVIEC__.");
    Finding::new("settings", Grade::Error, vi, en)
}

async fn look_at_database(place: &Place, settings: &Settings, store: &Store, copy: Option<&Path>) -> Vec<Finding> {
    let status = match store.schema_status().await {
        Ok(status) => status,
        Err(error) => return vec![looks::unreadable_schema(&chain(&error))],
    };
    let mut findings = vec![looks::schema(&status, Grade::Warning)];
    if is_any(&findings, Grade::Error) {
        return findings;
    }
    let index = place.data.join("index");
    let asked = settings.copies();
    let (last, unseen) = last_copy(asked.as_ref(), store).await;
    findings.push(check_keys(&wiring::key_file(&place.data, settings), store, &status).await);
    findings.push(check_index(&index));
    findings.extend(unseen);
    findings.push(check_copy(copy.map(Path::to_owned).or_else(|| last.as_ref().map(|last| last.path.clone()))).await);
    findings.push(check_room_for_copy(asked.as_ref(), &place.data, store, last.as_ref()).await);
    findings.extend(check_room_for_index(&index, &place.data));
    findings
}

/// The last copy that was made by itself, or why the folder cannot be looked into.
async fn last_copy(asked: Option<&Copies>, store: &Store) -> (Option<Archive>, Option<Finding>) {
    let Some(asked) = asked else { return (None, None) };
    match copies::found(asked, store).await {
        Ok(mut found) => (found.archives.pop(), None),
        Err(error) => (None, Some(copies::unusable(asked, &error))),
    }
}

/// Whether the key file is the one of this database.
pub(super) async fn check_keys(file: &Path, store: &Store, status: &SchemaStatus) -> Finding {
    match keys_fit(file, store, status).await {
        Ok(true) => Finding::new("keys", Grade::Ok, "Tệp khóa đúng", "the key file is the one of this database"),
        Ok(false) => Finding::new(
            "keys",
            Grade::Ok,
            "Chưa có tệp khóa; sẽ được tạo khi khởi động. Chép lại một bản.",
            "there is no key file yet; the start makes one. Keep a copy of it.",
        ),
        Err(error) => {
            let (file, why) = (file.display(), chain(&*error));
            let vi = format!("Tệp khóa không dùng được: {why}. Chép tệp khóa đúng vào {file}.");
            let en = format!("the key file cannot be used: {why}. Copy the right one to {file}.");
            Finding::new("keys", Grade::Error, vi, en)
        }
    }
}

/// False when there are no keys yet, and need not be.
async fn keys_fit(file: &Path, store: &Store, status: &SchemaStatus) -> Result<bool, Failure> {
    let is_marked = status.applied.iter().any(|step| step.ends_with(KEY_MARKS));
    let marks = if is_marked { key_mark::list(store.reader()).await? } else { Vec::new() };
    wiring::demand_keys(file, &marks)?;
    if !file.exists() {
        return Ok(false);
    }
    match lacking(&Keyring::load(file)?, &marks) {
        Some(id) => Err(format!("it does not hold the key {id} of this database").into()),
        None => Ok(true),
    }
}

fn check_index(index: &Path) -> Finding {
    match is_of_this_build(index) {
        Some(true) => Finding::new("index", Grade::Ok, "Chỉ mục dùng được tiếp", "the index can go on"),
        Some(false) => Finding::new(
            "index",
            Grade::Warning,
            "Chỉ mục của phiên bản khác: khi khởi động sẽ lập chỉ mục mới bên cạnh; máy chủ chưa sẵn sàng đến khi xong.",
            "the index is of another version: the start makes a new one beside it and is not ready until that is done.",
        ),
        None => looks::no_index(),
    }
}

/// The way back from an upgrade is a copy, if it can be read.
async fn check_copy(copy: Option<PathBuf>) -> Finding {
    let take = (
        "Trước khi thay chương trình, chạy bằng chương trình đang dùng: sanviec db backup TỆP, rồi sanviec upgrade-check --backup TỆP.",
        "Before the program is replaced, let the one in use run: sanviec db backup FILE, then sanviec upgrade-check --backup FILE.",
    );
    let warning = |vi: String, en: String| {
        Finding::new("backup", Grade::Warning, format!("{vi} {}", take.0), format!("{en} {}", take.1))
    };
    let Some(copy) = copy else {
        return warning("Không thấy bản sao lưu.".into(), "no copy of the database is known here.".into());
    };
    let path = copy.display();
    match backup::check(&copy).await {
        Err(error) => {
            let why = chain(&error);
            warning(format!("Không đọc được bản sao {path}: {why}."), format!("the copy {path} cannot be read: {why}."))
        }
        Ok(summary) => {
            let at = sanviec_domain::time::Micros(summary.taken_at);
            let (when, day_ago) = (at.rfc3339(), Clock::System.now().plus_days(-1));
            if at < day_ago {
                let vi = format!("Bản sao {path} từ {when}, quá một ngày.");
                return warning(vi, format!("the copy {path} is of {when}, over a day ago."));
            }
            let vi = format!("Có bản sao đọc được: {path}, {when}");
            Finding::new("backup", Grade::Ok, vi, format!("a copy can be read: {path}, {when}"))
        }
    }
}

async fn check_room_for_copy(asked: Option<&Copies>, data: &Path, store: &Store, last: Option<&Archive>) -> Finding {
    let folder = asked.map_or(data, |asked| asked.folder.as_path());
    let needed = copies::bytes_of_next(store, last).await;
    room(folder, needed, Grade::Warning, ("cho một bản sao lưu", "for a copy of the database"))
}

/// A new index stands beside the old one until it is whole; how long a first one is nobody knows.
fn check_room_for_index(index: &Path, data: &Path) -> Option<Finding> {
    let grade = if is_of_this_build(index)? { Grade::Warning } else { Grade::Error };
    let needed = bytes_below(index).unwrap_or(0);
    Some(room(data, needed, grade, ("để lập lại chỉ mục", "to make the index anew")))
}

fn room(folder: &Path, needed: u64, short: Grade, (vi, en): (&str, &str)) -> Finding {
    let path = folder.display();
    let free = match looks::free(folder) {
        Ok(free) => free,
        Err(error) => {
            let en = format!("how full the disk of {path} is cannot be told: {error}");
            return Finding::new("disk", Grade::Warning, format!("Không xem được đĩa của {path}: {error}"), en);
        }
    };
    let (left, takes) = (looks::mib(free), looks::mib(needed));
    if free > needed {
        let said = format!("Đĩa của {path} còn {left}, đủ {takes} {vi}");
        return Finding::new("disk", Grade::Ok, said, format!("the disk of {path} has {left} left, {takes} {en}"));
    }
    let said = format!("Đĩa của {path} còn {left}, cần {takes} {vi}. Dọn đĩa trước.");
    Finding::new(
        "disk",
        short,
        said,
        format!("the disk of {path} has {left} left, {takes} are needed {en}. Make room first."),
    )
}

/// Bytes of all files below a folder.
fn bytes_below(folder: &Path) -> io::Result<u64> {
    let mut bytes = 0;
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let about = entry.metadata()?;
        bytes += if about.is_dir() { bytes_below(&entry.path())? } else { about.len() };
    }
    Ok(bytes)
}
