//! The round trip of one form, for all suites: the key that its page carries, the code by which it is refused, and the
//! same form three times at once.

use sanviec_app::{AppError, Key};
use std::fmt::Debug;

/// The key that a page carries.
pub(crate) fn key() -> Key {
    Key::fresh().expect("key")
}

/// The code of a refusal, of the first one where there are several.
pub(crate) fn code(error: &AppError) -> &'static str {
    match error {
        AppError::Refused(errors) => errors[0].code,
        AppError::Forbidden => "forbidden",
        AppError::NotFound => "not_found",
        AppError::Conflict => "conflict",
        AppError::Gone => "gone",
        AppError::Busy | AppError::Unavailable(_) | AppError::Internal(_) => panic!("{error:?}"),
    }
}

/// Sends the same form three times at once; the one answer that all three got.
pub(crate) async fn thrice<T: Debug, F: Future<Output = Result<T, AppError>>>(send: impl Fn() -> F) -> T {
    let (a, b, c) = tokio::join!(send(), send(), send());
    let answers = [a, b, c].map(|answer| answer.expect("one of three at once"));
    let said = answers.each_ref().map(|answer| format!("{answer:?}"));
    assert!(said[0] == said[1] && said[0] == said[2], "{said:?}");
    let [first, ..] = answers;
    first
}
