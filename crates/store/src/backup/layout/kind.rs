//! How a value of a column becomes JSON and back.

use crate::{Error, Result};
use sea_orm::{QueryResult, Value};
use serde_json::Value as Json;
use std::fmt::Write;
use uuid::Uuid;

/// The type of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::backup) enum Kind {
    Long,
    Int,
    Text,
    Uuid,
    Bytes,
}

impl Kind {
    /// The value at a place of a row, for the archive and as a key.
    pub(in crate::backup) fn read(self, row: &QueryResult, index: usize) -> Result<(Json, Value)> {
        Ok(match self {
            Self::Long => pair(row.try_get_by_index::<Option<i64>>(index)?),
            Self::Int => pair(row.try_get_by_index::<Option<i32>>(index)?),
            Self::Text => pair(row.try_get_by_index::<Option<String>>(index)?),
            Self::Uuid => {
                let id = row.try_get_by_index::<Option<Uuid>>(index)?;
                (id.map(|id| id.to_string()).into(), id.into())
            }
            Self::Bytes => {
                let bytes = row.try_get_by_index::<Option<Vec<u8>>>(index)?;
                (bytes.as_deref().map(hex).into(), bytes.into())
            }
        })
    }

    /// The value an archive gives.
    pub(in crate::backup) fn parse(self, json: Json) -> Result<Value> {
        let odd = || Error::Archive("a value has the wrong type".into());
        if json.is_null() {
            return Ok(self.null());
        }
        Ok(match self {
            Self::Long => json.as_i64().ok_or_else(odd)?.into(),
            Self::Int => json.as_i64().and_then(|n| i32::try_from(n).ok()).ok_or_else(odd)?.into(),
            Self::Text => match json {
                Json::String(text) => text.into(),
                _ => return Err(odd()),
            },
            Self::Uuid => json.as_str().and_then(|text| Uuid::parse_str(text).ok()).ok_or_else(odd)?.into(),
            Self::Bytes => json.as_str().and_then(unhex).ok_or_else(odd)?.into(),
        })
    }

    fn null(self) -> Value {
        match self {
            Self::Long => None::<i64>.into(),
            Self::Int => None::<i32>.into(),
            Self::Text => None::<String>.into(),
            Self::Uuid => None::<Uuid>.into(),
            Self::Bytes => None::<Vec<u8>>.into(),
        }
    }
}

fn pair<T: Clone + Into<Json>>(value: Option<T>) -> (Json, Value)
where
    Value: From<Option<T>>,
{
    (value.clone().map_or(Json::Null, Into::into), value.into())
}

pub(in crate::backup) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    if !text.is_ascii() || !text.len().is_multiple_of(2) {
        return None;
    }
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).ok()).collect()
}
