//! Between the rules and the row of a profile: the document, the sealed values, the keys by which it is found.

mod document;
mod listed;
mod sealed;

pub(crate) use sealed::resealed;

use crate::error::AppError;
use crate::profiles::{Profile, ProfileState};
use crate::secrets::Keyring;
use sanviec_domain::person::PersonName;
use sanviec_domain::profile::{Content, Field, ProfileId, VERSION, Visibility};
use sanviec_domain::time::{Micros, day_number};
use sanviec_store::Error as StoreError;
use sanviec_store::profile::Row;
use std::collections::BTreeMap;

/// Reads a row; one that the rules cannot have written is corrupt.
pub(crate) fn read(keys: &Keyring, row: &Row) -> Result<Profile, AppError> {
    let corrupt = |column: &'static str| StoreError::corrupt("profile", column, row.id);
    if row.document_version != VERSION {
        return Err(corrupt("document_version").into());
    }
    let mut content = document::read(&row.document).map_err(|_| corrupt("document"))?;
    sealed::open(keys, row, &mut content)?;
    Ok(Profile {
        id: ProfileId(row.id),
        version: row.version,
        account_id: row.account_id,
        centre_id: row.centre_id,
        branch_id: row.branch_id,
        state: ProfileState::find_by_code(&row.state, row.merged_into).ok_or_else(|| corrupt("state"))?,
        visibility: Visibility::find_by_code(&row.visibility).ok_or_else(|| corrupt("visibility"))?,
        content,
        active_at: Micros(row.active_at),
        created_at: Micros(row.created_at),
        updated_at: Micros(row.updated_at),
    })
}

/// The row of a profile as it is to be written now.
pub(crate) fn write(keys: &Keyring, profile: &Profile, now: Micros) -> Result<Row, AppError> {
    let content = &profile.content;
    let name = content.identity.name.as_ref();
    let hash =
        |kind: &str, value: Option<String>| value.and_then(|value| keys.lookup(kind, &value)).map(|hash| hash.to_vec());
    Ok(Row {
        id: profile.id.0,
        version: profile.version,
        account_id: profile.account_id,
        centre_id: profile.centre_id,
        branch_id: profile.branch_id,
        state: profile.state.code().to_owned(),
        visibility: profile.visibility.code().to_owned(),
        document: document::write(content),
        document_version: VERSION,
        sealed: sealed::seal(keys, profile.id, content)?,
        name_fold: name.map(name_key).filter(|key| !key.is_empty()),
        name_back: name.map(|name| backwards(&name_key(name))).filter(|key| !key.is_empty()),
        born_on: content.identity.birth.map(|birth| day_number(birth.day())),
        number_hash: hash(NUMBER, content.identity.number.as_ref().map(|number| number.as_str().to_owned())),
        phone_hash: hash(PHONE, content.contact.phone.as_ref().map(sanviec_domain::person::Phone::e164)),
        email_hash: hash(EMAIL, content.contact.email.as_ref().map(sanviec_domain::person::Email::key)),
        merged_into: profile.state.merged_into(),
        active_at: profile.active_at.0,
        created_at: profile.created_at.0,
        updated_at: now.0,
    })
}

/// Everything a content says, for telling two apart by a keyed hash; kept nowhere.
pub(crate) fn said(content: &Content) -> String {
    let sealed = sealed::values(content).map(|(field, value)| format!("\n{}={value}", field.code()));
    std::iter::once(document::write(content)).chain(sealed).collect()
}

/// Everything a content says as one text that is sealed as a whole.
pub(crate) fn to_text(content: &Content) -> Result<String, AppError> {
    let sealed: BTreeMap<&str, String> = sealed::values(content).map(|(field, value)| (field.code(), value)).collect();
    serde_json::to_string(&(document::write(content), sealed)).map_err(AppError::internal)
}

/// Everything a content says by code of its field, for the person's own copy.
pub(crate) fn to_json(content: &Content) -> Result<serde_json::Value, AppError> {
    let mut json: serde_json::Value = serde_json::from_str(&document::write(content)).map_err(AppError::internal)?;
    if let Some(members) = json.as_object_mut() {
        members.extend(sealed::values(content).map(|(field, value)| (field.code().to_owned(), value.into())));
    }
    Ok(json)
}

/// The content of such a text.
pub(crate) fn from_text(text: &str) -> Result<Content, AppError> {
    let (document, values): (String, BTreeMap<String, String>) =
        serde_json::from_str(text).map_err(AppError::internal)?;
    let mut content = document::read(&document).map_err(AppError::internal)?;
    for (code, value) in values {
        let field = Field::find_by_code(&code);
        let put = field.and_then(|field| sealed::put(&mut content, field, value));
        put.ok_or_else(|| AppError::internal("a kept text holds an unknown field"))?;
    }
    Ok(content)
}

/// Kinds of keyed hashes. Phone and e-mail are those of accounts, so that a profile finds the account of its person.
pub(crate) const NUMBER: &str = "personal_number";
pub(crate) const PHONE: &str = "phone";
pub(crate) const EMAIL: &str = "email";

/// Small letters without marks, words with single blanks.
fn name_key(name: &PersonName) -> Vec<u8> {
    words_key(name.as_str())
}

/// What somebody typed of a name, as the keys have it.
pub(crate) fn words_key(typed: &str) -> Vec<u8> {
    sanviec_text::fold(typed).split_whitespace().collect::<Vec<_>>().join(" ").into_bytes()
}

/// The words from last to first: who is known by given and middle name is found by them.
pub(crate) fn backwards(key: &[u8]) -> Vec<u8> {
    let words: Vec<&[u8]> = key.split(|byte| *byte == b' ').rev().collect();
    words.join(&b' ')
}

/// The row of a profile that is gone: nothing of what it said is left, only that it was there.
pub(crate) fn emptied(row: &Row, now: Micros) -> Row {
    Row {
        id: row.id,
        version: row.version,
        account_id: None,
        centre_id: row.centre_id,
        branch_id: row.branch_id,
        state: ProfileState::Deleted.code().to_owned(),
        visibility: Visibility::Centre.code().to_owned(),
        document: document::write(&Content::default()),
        document_version: VERSION,
        sealed: "{}".to_owned(),
        name_fold: None,
        name_back: None,
        born_on: None,
        number_hash: None,
        phone_hash: None,
        email_hash: None,
        merged_into: None,
        active_at: now.0,
        created_at: row.created_at,
        updated_at: now.0,
    }
}

#[cfg(test)]
mod sample;
#[cfg(test)]
mod tests;

#[cfg(test)]
pub(crate) use sample::full as sample;
