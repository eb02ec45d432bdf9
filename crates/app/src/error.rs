//! What a use case can answer instead of a result. No more kinds than these.

use sanviec_store::Error as StoreError;

/// One thing wrong with the input: which field, a stable code, what to do about it, and what was probably meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// Name of the field as the API spells it.
    pub field: &'static str,
    /// Stable code for programs.
    pub code: &'static str,
    pub vi: String,
    pub en: String,
    /// Values that would be taken.
    pub suggestions: Vec<String>,
    /// Name as it was sent, where it is none that is known.
    pub named: Option<Box<str>>,
}

impl FieldError {
    #[must_use]
    pub fn new(field: &'static str, code: &'static str, vi: impl Into<String>, en: impl Into<String>) -> Self {
        Self { field, code, vi: vi.into(), en: en.into(), suggestions: Vec::new(), named: None }
    }

    /// Says that what is wrong is a name that was sent, which no field has.
    #[must_use]
    pub fn naming(mut self, name: impl Into<Box<str>>) -> Self {
        self.named = Some(name.into());
        self
    }

    #[must_use]
    pub fn suggesting(mut self, suggestions: Vec<String>) -> Self {
        self.suggestions = suggestions;
        self
    }
}

/// Why a use case did not do what was asked. `Display` never carries its source: the boundary prints the chain once.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// The input is wrong; nothing was changed.
    #[error("the input was refused")]
    Refused(Vec<FieldError>),
    #[error("this is not allowed")]
    Forbidden,
    #[error("there is no such thing")]
    NotFound,
    /// It was there and is gone for good.
    #[error("it was removed")]
    Gone,
    /// Somebody else changed it meanwhile.
    #[error("it was changed meanwhile")]
    Conflict,
    /// More came at once than there is room for; nothing was done, and trying again later helps.
    #[error("too many came at once")]
    Busy,
    /// The first search index is still being made: what is there cannot be listed yet, and "none" would be untrue. How
    /// much of it is there, of 100, where that is known.
    #[error("the search index is still being made")]
    Rebuilding { percent: Option<u8> },
    /// The database or index cannot be reached now; trying again later helps.
    #[error("the exchange cannot answer now")]
    Unavailable(#[source] Box<dyn std::error::Error + Send + Sync>),
    #[error("the exchange failed")]
    Internal(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl AppError {
    pub(crate) fn internal(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Internal(source.into())
    }
}

impl From<FieldError> for AppError {
    fn from(error: FieldError) -> Self {
        Self::Refused(vec![error])
    }
}

impl From<crate::secrets::SealError> for AppError {
    fn from(error: crate::secrets::SealError) -> Self {
        Self::Internal(Box::new(error))
    }
}

impl From<sanviec_search::IndexError> for AppError {
    fn from(error: sanviec_search::IndexError) -> Self {
        Self::Unavailable(Box::new(error))
    }
}

impl From<StoreError> for AppError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Conflict => Self::Conflict,
            StoreError::Missing(_) => Self::NotFound,
            error if error.is_temporary() => Self::Unavailable(Box::new(error)),
            other => Self::Internal(Box::new(other)),
        }
    }
}
