//! `sanviec doctor`: looks at settings, database, index, disk and facts, and says how to mend what is wrong.

use super::finding::{Finding, Grade, is_any, print};
use super::{copies, looks, sealed};
use crate::cli::Place;
use crate::settings::Settings;
use crate::{Failure, post, tls, wiring};
use sanviec_app::claims::unusable_lists;
use sanviec_app::stuck::{Stuck, stuck};
use sanviec_app::{Actor, Clock, FieldError, Locale};
use sanviec_reference::horizon;
use sanviec_search::{Damage, Index, IndexError};
use sanviec_store::{Migrate, outbox};
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::process::ExitCode;

/// Warn so many days before a table of facts ends.
const DAYS_BEFORE_HORIZON: i64 = 60;
/// Warn so many days before a root ends that signatures are checked by.
const DAYS_BEFORE_ROOT: i64 = 90;
/// Rows of the outbox that an index may be behind.
const BEHIND: i64 = 10_000;

/// Ends with 0 when nothing is wrong, 2 with warnings, 1 with errors.
pub(crate) async fn run(place: &Place, json: bool) -> Result<ExitCode, Failure> {
    let settings = wiring::settings(place)?;
    let mut findings =
        vec![check_tls(&settings), check_public_url(&settings), check_centre(&settings), check_folder(place)];
    findings.extend(check_database(place, &settings).await);
    findings.push(check_mail(&settings).await);
    findings.extend(check_roots(&settings));
    findings.extend(check_texts(&settings));
    print(&findings, json)?;
    Ok(ExitCode::from(if is_any(&findings, Grade::Error) {
        1
    } else if is_any(&findings, Grade::Warning) {
        2
    } else {
        0
    }))
}

fn check_tls(settings: &Settings) -> Finding {
    match tls::acceptor(&settings.tls) {
        Err(error) => {
            Finding::new("tls", Grade::Error, format!("Chứng thư không dùng được: {error}"), error.to_string())
        }
        Ok(Some(_)) => Finding::new("tls", Grade::Ok, "Có chứng thư", "certificate files are used"),
        Ok(None) if settings.listen.ip().is_loopback() => Finding::new(
            "tls",
            Grade::Ok,
            "Chỉ nghe trên máy này; TLS do proxy",
            "listens on this machine only; a proxy does TLS",
        ),
        Ok(None) => Finding::new(
            "tls",
            Grade::Warning,
            "Nghe ngoài máy này mà không có TLS. Đặt [tls] hoặc một proxy phía trước.",
            "Listens beyond this machine without TLS. Set [tls] or put a proxy in front.",
        ),
    }
}

fn check_public_url(settings: &Settings) -> Finding {
    if settings.public_url.is_empty() {
        let vi = "Chưa đặt public_url: liên kết trong sitemap, Atom và bản chia sẻ lấy theo Host.";
        return Finding::new(
            "public_url",
            Grade::Warning,
            vi,
            "public_url is not set: links in sitemap, feeds and previews follow Host.",
        );
    }
    Finding::new("public_url", Grade::Ok, settings.public_url.clone(), settings.public_url.clone())
}

/// Pages that send people to the centre need a number to send them to.
fn check_centre(settings: &Settings) -> Finding {
    let centre = &settings.centre;
    let missing = centre.missing().join(", ");
    if missing.is_empty() {
        let said = format!("{}: {}", centre.name, centre.phone);
        return Finding::new("centre", Grade::Ok, said.clone(), said);
    }
    Finding::new(
        "centre",
        Grade::Warning,
        format!("Chưa đặt [centre] {missing}: các trang không chỉ được cho người dân cách hỏi trung tâm."),
        format!("[centre] {missing} is not set: the pages cannot tell people how to reach the centre."),
    )
}

fn check_folder(place: &Place) -> Finding {
    if !place.data.is_dir() {
        let data = place.data.display();
        let vi = format!("Không có thư mục {data}. Xem lại --data (SANVIEC_DATA), hoặc chạy sanviec init.");
        let en = format!("there is no folder {data}. Check --data (SANVIEC_DATA), or run sanviec init.");
        return Finding::new("data", Grade::Error, vi, en);
    }
    match looks::probe(&place.data) {
        Ok(()) => Finding::new("data", Grade::Ok, "Ghi được vào thư mục dữ liệu", "the data folder can be written"),
        Err(error) => Finding::new(
            "data",
            Grade::Error,
            format!("Không ghi được vào {}: {error}. Kiểm tra quyền và dung lượng đĩa.", place.data.display()),
            format!("{} cannot be written: {error}. Check rights and space.", place.data.display()),
        ),
    }
}

async fn check_database(place: &Place, settings: &Settings) -> Vec<Finding> {
    let store = match wiring::existing_store(place, settings, Some(Migrate::Skip)).await {
        Ok(store) => store,
        Err(error) => return vec![looks::unreachable(place, settings, &error)],
    };
    let status = match store.schema_status().await {
        Err(error) => return vec![looks::unreadable_schema(&error)],
        Ok(status) => status,
    };
    let mut findings = vec![looks::schema(&status, Grade::Error)];
    findings.extend(check_readers(place, settings));
    if findings[0].grade == Grade::Ok {
        findings.extend(sealed::check(place, settings, &store, &status).await);
        for right in store.needless_rights().await.unwrap_or_default() {
            let vi = format!("Quyền quá rộng: {right}. Chạy sanviec db migrate --server-role bằng chủ sở hữu.");
            let en = format!("{right}. Run sanviec db migrate --server-role as the owner, and serve with that role.");
            findings.push(Finding::new("database_role", Grade::Warning, vi, en));
        }
        findings.extend(check_stuck(settings, &store).await);
        findings.extend(check_exclusions(settings, &store).await);
        findings.extend(copies::check(settings, &place.data, &store).await);
        findings.push(check_index(place, settings, store).await);
    }
    findings.extend(check_facts());
    findings
}

/// Names and days of birth stand in the file of SQLite as they are; one of an earlier version may be open to everybody.
fn check_readers(place: &Place, settings: &Settings) -> Option<Finding> {
    let file = sanviec_store::Settings::new(settings.database_url(&place.data)).sqlite_file()?;
    let mode = |path: &Path| std::fs::metadata(path).map_or(0, |about| about.mode());
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if mode(&file) & 0o044 == 0 || mode(folder) & 0o011 == 0 {
        return None;
    }
    let file = file.display();
    let vi = format!(
        "Người khác trên máy đọc được {file}, trong đó họ tên và ngày sinh không mã hóa. Chạy: chmod 600 {file}*"
    );
    let en = format!(
        "others on this machine can read {file}, where names and days of birth are not sealed. Run: chmod 600 {file}*"
    );
    Some(Finding::new("database", Grade::Warning, vi, en))
}

async fn check_index(place: &Place, settings: &Settings, store: sanviec_store::Store) -> Finding {
    match damage_of(&place.data.join("index")) {
        Ok(None) => {}
        Ok(Some(damage)) => return damaged(&damage),
        Err(error) => return damaged(&error),
    }
    let head = outbox::head(store.reader()).await.unwrap_or(0);
    let app = wiring::app_reading_index(store, &place.data, settings);
    let cursor = app.and_then(|app| Ok(app.map(|app| app.index().cursor()).transpose()?.flatten()));
    match cursor {
        Ok(Some(cursor)) if head - cursor.position <= BEHIND => Finding::new(
            "index",
            Grade::Ok,
            "Chỉ mục theo kịp",
            format!("the index is {} rows behind", head - cursor.position),
        ),
        Ok(Some(cursor)) => {
            let behind = head - cursor.position;
            Finding::new(
                "index",
                Grade::Warning,
                format!("Chỉ mục chậm {behind} dòng"),
                format!("the index is {behind} rows behind"),
            )
        }
        Ok(None) => looks::no_index(),
        Err(error) => damaged(&error),
    }
}

/// What is wrong with the files of the index. A server may put a new one in its place while this looks: what was found
/// counts when it is found again.
fn damage_of(folder: &Path) -> Result<Option<Damage>, IndexError> {
    let look = || match Index::open_existing(folder)? {
        Some(index) => index.check(),
        None => Ok(None),
    };
    match look() {
        Ok(None) => Ok(None),
        Ok(Some(_)) | Err(_) => look(),
    }
}

fn damaged(why: &dyn std::fmt::Display) -> Finding {
    Finding::new(
        "index",
        Grade::Error,
        format!(
            "Chỉ mục tìm kiếm bị hỏng: {why}. Máy chủ đang chạy tự phát hiện và lập chỉ mục mới; hoặc chạy sanviec reindex."
        ),
        format!("{why}. A running server finds it and makes a new index by itself; or run sanviec reindex."),
    )
}

/// Rows that no clock can move: each is named, with what the program said.
async fn check_stuck(settings: &Settings, store: &sanviec_store::Store) -> Vec<Finding> {
    let found = match wiring::app_without_index(store.clone(), settings) {
        Ok(app) => stuck(&app, &app.ctx(Actor::Operator, Locale::Vi)).await.map_err(|error| error.to_string()),
        Err(error) => Err(error.to_string()),
    };
    let rows = match found {
        Ok(rows) => rows,
        Err(error) => {
            let vi = format!("Không đọc được các dòng bị kẹt: {error}");
            return vec![Finding::new("stuck", Grade::Error, vi, error)];
        }
    };
    if rows.is_empty() {
        return vec![Finding::new("stuck", Grade::Ok, "Không có dòng nào bị kẹt", "no row is stuck")];
    }
    let one = |row: Stuck| {
        let (name, since) = (format!("{} {}", row.kind, row.id), row.since.rfc3339());
        let vi = format!(
            "{name} không xử lý được từ {since}, đã thử {} lần: {}. Khôi phục dòng này từ bản sao lưu; lần thử sau sẽ tự chạy.",
            row.times, row.error
        );
        let en = format!(
            "{name} cannot be moved since {since}, tried {} times: {}. Restore the row from a backup; the next try comes by itself.",
            row.times, row.error
        );
        Finding::new("stuck", Grade::Error, vi, en)
    };
    rows.into_iter().map(one).collect()
}

/// Lists of other installations that hold somebody and cannot be asked: nobody of their programmes is claimed for.
async fn check_exclusions(settings: &Settings, store: &sanviec_store::Store) -> Vec<Finding> {
    let app = wiring::app_without_index(store.clone(), settings).and_then(|app| wiring::with_sharing(app, settings));
    let found = match app {
        Ok(app) => unusable_lists(&app, &app.ctx(Actor::Operator, Locale::Vi)).await.map_err(|error| error.to_string()),
        Err(error) => Err(error.to_string()),
    };
    match found {
        Ok(reasons) => {
            let finding = |reason: FieldError| Finding::new("exclusions", Grade::Warning, reason.vi, reason.en);
            reasons.into_iter().map(finding).collect()
        }
        Err(error) => {
            let vi = format!("Không tra được danh sách của nơi khác: {error}");
            vec![Finding::new("exclusions", Grade::Error, vi, error)]
        }
    }
}

/// Connects to the mail server, signs in, and sends nothing.
async fn check_mail(settings: &Settings) -> Finding {
    let smtp = match post::smtp(&settings.mail) {
        Ok(Some(smtp)) => smtp,
        Ok(None) => {
            let vi = "Chưa có máy chủ thư: đặt [mail] host, nếu không email và mã qua email không đi được.";
            let en = "There is no mail server: set [mail] host, or e-mail and codes by e-mail do not go out.";
            return Finding::new("mail", Grade::Warning, vi, en);
        }
        Err(error) => {
            return Finding::new("mail", Grade::Error, format!("Cài đặt thư sai: {error}"), error.to_string());
        }
    };
    match smtp.check().await {
        Ok(()) => Finding::new("mail", Grade::Ok, "Máy chủ thư nhận kết nối", "the mail server lets us in"),
        Err(failure) => Finding::new(
            "mail",
            Grade::Error,
            format!("Máy chủ thư không nhận: {failure}. Xem [mail]: host, port, tls, user."),
            format!("the mail server does not let us in: {failure}. See [mail]: host, port, tls, user."),
        ),
    }
}

/// Roots by which signatures are checked: whether they can be read, and which of them end soon.
fn check_roots(settings: &Settings) -> Vec<Finding> {
    let list = match crate::signatures::trust_list(settings) {
        Ok(Some((list, _))) => list,
        Ok(None) => return Vec::new(),
        Err(error) => {
            let vi = format!("Danh sách gốc tin cậy không dùng được: {error}");
            return vec![Finding::new("signatures", Grade::Error, vi, error.to_string())];
        }
    };
    let now = Clock::System.now();
    let finding = |root: &sanviec_signature::Root| {
        let (name, until) = (&root.name, root.until.day());
        let ends_soon = root.until < now.plus_days(DAYS_BEFORE_ROOT);
        let grade = if ends_soon { Grade::Warning } else { Grade::Ok };
        Finding::new("signatures", grade, format!("Gốc {name} có hạn đến {until}"), format!("{name} ends on {until}"))
    };
    list.roots().iter().map(finding).collect()
}

/// Texts that an operator replaced and that are not used, or are too long under this address.
fn check_texts(settings: &Settings) -> Vec<Finding> {
    let found = post::problems_of_texts(settings);
    let finding = |why: String| {
        Finding::new("texts", Grade::Warning, format!("Mẫu tin nhắn: {why}"), format!("a text of messages: {why}"))
    };
    found.into_iter().map(finding).collect()
}

/// Warns before tables of facts end, and of what they do not hold.
fn check_facts() -> Vec<Finding> {
    let today = Clock::System.now().day();
    let gap = |gap: horizon::Gap| {
        let near = gap.known_until.is_none_or(|until| (until - today).num_days() <= DAYS_BEFORE_HORIZON);
        let until = gap.known_until.map(|until| format!("{until}: ")).unwrap_or_default();
        let grade = if near { Grade::Warning } else { Grade::Ok };
        Finding::new(gap.code, grade, format!("{until}{}", gap.vi), format!("{until}{}", gap.en))
    };
    horizon::gaps().into_iter().map(gap).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use sanviec_app::AppError;
    use sanviec_store::exclusion_elsewhere::{self, List};
    use sanviec_store::{Store, stuck as rows};
    use uuid::Uuid;

    #[test]
    fn a_centre_without_a_number_is_a_warning_that_names_the_setting() {
        let mut settings = Settings::default();
        let found = check_centre(&settings);
        assert_eq!(found.grade, Grade::Warning);
        for text in [&found.vi, &found.en] {
            assert!(text.contains("[centre]") && text.contains("phone") && text.contains("name"), "{text}");
        }
        settings.centre.name = "Trung tâm Dịch vụ việc làm tỉnh Gia Lai".into();
        settings.centre.phone = "0256 382 2222".into();
        assert_eq!(check_centre(&settings).grade, Grade::Ok);
    }

    #[tokio::test]
    async fn a_row_that_no_clock_can_move_is_an_error_that_names_it() {
        let store = Store::open(sanviec_store::Settings::new("sqlite::memory:")).await.expect("store");
        let settings = Settings::default();
        let calm = check_stuck(&settings, &store).await;
        assert_eq!((calm.len(), calm[0].grade), (1, Grade::Ok));
        let id = Uuid::from_u128(7);
        let row = &rows::Row {
            kind: "claim".into(),
            thing_id: id,
            since: 0,
            times: 3,
            retry_at: 1,
            error: "claim.state is damaged".into(),
        };
        let write = store.write("note", |tx| Box::pin(async move { Ok::<_, AppError>(rows::note(tx, row).await?) }));
        write.await.expect("noted");
        let found = check_stuck(&settings, &store).await;
        assert_eq!((found.len(), found[0].grade), (1, Grade::Error));
        for text in [&found[0].vi, &found[0].en] {
            assert!(text.contains(&format!("claim {id}")) && text.contains("claim.state is damaged"), "{text}");
        }
    }

    #[tokio::test]
    async fn a_list_that_cannot_be_asked_is_a_warning_that_names_its_installation() {
        let store = Store::open(sanviec_store::Settings::new("sqlite::memory:")).await.expect("store");
        let settings = Settings::default();
        assert!(check_exclusions(&settings, &store).await.is_empty());
        let list = &List {
            programme: "stable-employment".into(),
            installation: "gia-lai".into(),
            key_id: "k01".into(),
            made_at: 0,
            people: 1,
            until_on: i32::MAX,
            taken_at: 0,
        };
        let write = store.write("take", |tx| {
            Box::pin(async move { Ok::<_, AppError>(exclusion_elsewhere::replace(tx, list, &[]).await?) })
        });
        assert!(write.await.expect("taken"));
        let found = check_exclusions(&settings, &store).await;
        assert_eq!((found.len(), found[0].grade), (1, Grade::Warning));
        for text in [&found[0].vi, &found[0].en] {
            assert!(text.contains("gia-lai") && text.contains("key_file"), "{text}");
        }
    }
}
