//! What a full application carries, sealed as one text in its row.

use crate::applications::record::{open_text, place};
use crate::error::AppError;
use crate::rows::profile::{from_text, to_text};
use crate::secrets::Keyring;
use sanviec_domain::profile::{Content, Field};
use sanviec_store::application::Row;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Of a draft, what was ticked and written; of what was sent, what went.
#[derive(Clone, Debug, Default)]
pub struct Carried {
    pub fields: Vec<Field>,
    pub words: String,
    /// Nothing in a draft: the profile says it until it is sent.
    pub content: Content,
}

#[derive(Serialize, Deserialize)]
struct Kept {
    fields: Vec<String>,
    words: String,
    content: Option<String>,
}

impl Carried {
    /// What a row carries; `None` for a quick application and for one whose data are gone.
    pub(in crate::applications) fn read(keys: &Keyring, row: &Row) -> Result<Option<Self>, AppError> {
        let corrupt = || AppError::from(sanviec_store::Error::corrupt("application", "answers", row.id));
        let Some(text) = open_text(keys, place("answers", row.id), row.answers.as_ref())? else { return Ok(None) };
        let kept: Kept = serde_json::from_str(&text).map_err(|_| corrupt())?;
        let fields = kept.fields.iter().map(|code| Field::find_by_code(code).ok_or_else(corrupt));
        let content = kept.content.as_deref().map(from_text).transpose()?.unwrap_or_default();
        Ok(Some(Self { fields: fields.collect::<Result<_, _>>()?, words: kept.words, content }))
    }

    /// What is left of it for somebody who sees only some fields.
    pub(in crate::applications) fn only(self, is_shown: impl Fn(&Field) -> bool) -> Self {
        let fields: Vec<Field> = self.fields.iter().copied().filter(|field| is_shown(field)).collect();
        let content = self.content.only(|field| fields.contains(&field));
        Self { fields, words: self.words, content }
    }

    /// As it stands in the row.
    pub(in crate::applications) fn seal(&self, keys: &Keyring, id: Uuid) -> Result<Vec<u8>, AppError> {
        let content = if self.content == Content::default() { None } else { Some(to_text(&self.content)?) };
        let fields = self.fields.iter().map(|field| field.code().to_owned()).collect();
        let text = serde_json::to_vec(&Kept { fields, words: self.words.clone(), content });
        Ok(keys.seal(place("answers", id), &text.map_err(AppError::internal)?)?)
    }
}
