//! Why a command ends badly, in words of both languages: whoever types it reads no fields and no names of errors.

use crate::Failure;
use sanviec_app::AppError;
use sanviec_store::Error as StoreError;
use std::error::Error;
use std::fmt::Display;
use std::path::Path;

/// The same failure in words, where it is one that the program knows.
pub(crate) fn in_words(failure: Failure) -> Failure {
    if let Some(error) = failure.downcast_ref::<AppError>() {
        return of_app(error).into();
    }
    match failure.downcast_ref::<StoreError>() {
        Some(error) => of_store(error).into(),
        None => failure,
    }
}

/// Why a use case did nothing.
pub(super) fn of_app(error: &AppError) -> String {
    let vi = match error {
        AppError::Refused(errors) => {
            let reasons: Vec<String> = errors.iter().map(|error| format!("{} / {}", error.vi, error.en)).collect();
            return reasons.join("; ");
        }
        AppError::Forbidden => "không được phép làm việc này",
        AppError::NotFound => "không tìm thấy",
        AppError::Gone => "đã bị gỡ bỏ",
        AppError::Conflict => "vừa có thay đổi khác, hãy chạy lại",
        AppError::Busy => "đang có quá nhiều việc cùng lúc, hãy chạy lại sau",
        AppError::Rebuilding { .. } => "chỉ mục tìm kiếm đang được lập, hãy chạy lại sau",
        AppError::Unavailable(source) => match source.downcast_ref::<StoreError>() {
            Some(error) => return of_store(error),
            None => "hiện không dùng được, hãy chạy lại sau",
        },
        AppError::Internal(_) => "hệ thống gặp lỗi",
    };
    both(vi, error)
}

fn of_store(error: &StoreError) -> String {
    let vi = match error {
        StoreError::Unavailable(_) => "không kết nối được cơ sở dữ liệu",
        StoreError::Busy(_) => "cơ sở dữ liệu đang quá bận, hãy chạy lại sau",
        StoreError::DiskFull(_) => "đĩa của cơ sở dữ liệu đã đầy",
        StoreError::ReadOnly(_) => "cơ sở dữ liệu chỉ cho đọc",
        StoreError::Damaged(_) => "cơ sở dữ liệu bị hỏng",
        StoreError::TooNew(_) => "cơ sở dữ liệu thuộc một phiên bản mới hơn của chương trình",
        StoreError::PendingMigrations(_) => "cơ sở dữ liệu chưa được cập nhật, hãy chạy `sanviec db migrate`",
        StoreError::NotEmpty => "chỉ phục hồi được vào cơ sở dữ liệu trống, hãy đặt thư mục hay cơ sở dữ liệu mới",
        StoreError::Archive(_) => "bản sao này không dùng được",
        StoreError::Settings(_) => "không làm được với cơ sở dữ liệu này",
        StoreError::File(_) => "không đọc hoặc không ghi được tệp",
        _ => "cơ sở dữ liệu gặp lỗi",
    };
    both(vi, error)
}

/// What is said in Vietnamese, then the error with its causes.
fn both(vi: &str, error: &dyn Error) -> String {
    format!("{vi} / {}", with_causes(error))
}

fn with_causes(error: &dyn Error) -> String {
    let mut said = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        said = format!("{said}: {error}");
        cause = error.source();
    }
    said
}

/// Why nothing was done, behind what was typed.
pub(super) fn about(what: &dyn Display, error: &AppError) -> Failure {
    format!("{what}: {}", of_app(error)).into()
}

/// The same of something that may not be there, which is said in words of its own.
pub(super) fn about_missing(what: &dyn Display, error: &AppError, (vi, en): (&str, &str)) -> Failure {
    match error {
        AppError::NotFound => format!("{what}: {vi} / {en}").into(),
        error => about(what, error),
    }
}

/// A file that the store could not read or write.
pub(super) fn of_copy(path: &Path, error: &StoreError) -> Failure {
    format!("{}: {}", path.display(), of_store(error)).into()
}

/// A file that is no good, whatever it was for.
pub(super) fn of_file(path: &Path, error: &dyn Error) -> Failure {
    format!("{}: {}", path.display(), with_causes(error)).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use sanviec_app::FieldError;

    #[test]
    fn every_refusal_has_words_of_both_languages_and_its_causes() {
        let source = || Box::new(std::io::Error::other("the cause"));
        for (error, vi, en) in [
            (AppError::from(FieldError::new("a", "b", "Sai.", "Wrong.")), "Sai. / ", "Wrong."),
            (AppError::Conflict, "vừa có thay đổi khác", "it was changed meanwhile"),
            (AppError::NotFound, "không tìm thấy", "there is no such thing"),
            (AppError::Internal(source()), "hệ thống gặp lỗi", "the exchange failed: the cause"),
            (AppError::from(StoreError::Busy(source())), "quá bận", "the database is too busy: the cause"),
        ] {
            let told = in_words(error.into()).to_string();
            assert!(told.contains(vi) && told.ends_with(en), "{told}");
        }
        let told = in_words(StoreError::NotEmpty.into()).to_string();
        assert!(told.contains("trống") && told.contains("empty database"), "{told}");
        assert_eq!(in_words("kept".into()).to_string(), "kept");
        let missing = about_missing(&"a@x.vn", &AppError::NotFound, ("không có", "there is none")).to_string();
        assert_eq!(missing, "a@x.vn: không có / there is none");
    }
}
