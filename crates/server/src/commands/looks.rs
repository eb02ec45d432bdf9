//! What `doctor` and `upgrade-check` look at alike.

use super::finding::{Finding, Grade};
use crate::cli::Place;
use crate::settings::{Settings, hide_password};
use sanviec_store::SchemaStatus;
use std::fmt::Display;
use std::io;
use std::path::Path;

/// The database cannot be opened.
pub(super) fn unreachable(place: &Place, settings: &Settings, error: &dyn Display) -> Finding {
    let shown = hide_password(&settings.database_url(&place.data));
    let vi = format!("Không mở được cơ sở dữ liệu {shown}: {error}");
    Finding::new("database", Grade::Error, vi, format!("the database {shown} cannot be opened: {error}"))
}

/// What steps of the schema were taken cannot be told.
pub(super) fn unreadable_schema(error: &dyn Display) -> Finding {
    Finding::new("schema", Grade::Error, format!("Không đọc được lược đồ: {error}"), error.to_string())
}

/// Whether this program knows the schema, with the names of the steps that wait.
pub(super) fn schema(status: &SchemaStatus, waiting: Grade) -> Finding {
    let SchemaStatus { pending, unknown, .. } = status;
    if !unknown.is_empty() {
        let (count, steps) = (unknown.len(), unknown.join(", "));
        let vi = format!(
            "Cơ sở dữ liệu mới hơn chương trình này, có {count} bước lạ: {steps}. Dùng bản mới hơn, hoặc phục hồi từ bản sao lưu."
        );
        let en = format!(
            "the database is newer than this program, {count} steps are unknown: {steps}. Use the newer program, or restore a backup."
        );
        return Finding::new("schema", Grade::Error, vi, en);
    }
    if pending.is_empty() {
        return Finding::new("schema", Grade::Ok, "Lược đồ đúng phiên bản", "the schema is up to date");
    }
    let (count, steps) = (pending.len(), pending.join(", "));
    let vi = format!(
        "Còn {count} bước chưa chạy: {steps}. PostgreSQL: chạy sanviec db migrate trước khi khởi động; SQLite tự chạy khi khởi động."
    );
    let en = format!(
        "{count} steps wait: {steps}. PostgreSQL: run sanviec db migrate before the start; SQLite takes them at the start."
    );
    Finding::new("schema", waiting, vi, en)
}

/// There is no index.
pub(super) fn no_index() -> Finding {
    let (vi, en) = ("Chưa có chỉ mục; sẽ được dựng khi chạy serve", "there is no index yet; serve builds it");
    Finding::new("index", Grade::Warning, vi, en)
}

/// Writes a file into a folder and takes it away again.
pub(super) fn probe(folder: &Path) -> io::Result<()> {
    let probe = folder.join(".probe");
    let written = std::fs::write(&probe, b"probe");
    let _ = std::fs::remove_file(&probe);
    written
}

/// Bytes that may still be written on the disk of a folder.
pub(super) fn free(folder: &Path) -> io::Result<u64> {
    let disk = rustix::fs::statvfs(folder)?;
    Ok(disk.f_bavail.saturating_mul(disk.f_frsize))
}

/// A size for people.
pub(super) fn mib(bytes: u64) -> String {
    format!("{} MiB", bytes.div_ceil(1 << 20))
}
