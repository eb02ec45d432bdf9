//! The fields of a profile whose class is encrypted, each sealed by itself and bound to its profile and field.

use crate::error::AppError;
use crate::secrets::{Keyring, Place, hex, unhex};
use sanviec_domain::person::{Email, PersonalNumber, Phone};
use sanviec_domain::profile::{Address, Content, CurrentAddress, Field, ProfileId};
use sanviec_store::Error as StoreError;
use sanviec_store::profile::Row;
use std::collections::BTreeMap;
use uuid::Uuid;

type Sealed = BTreeMap<String, String>;

/// Place of a sealed field.
const fn place(profile_id: Uuid, field: Field) -> Place {
    Place { table: "profile", column: field.code(), row: profile_id }
}

/// Seals what the content says in fields that are sealed.
pub(super) fn seal(keys: &Keyring, id: ProfileId, content: &Content) -> Result<String, AppError> {
    let mut sealed = Sealed::new();
    for (field, value) in values(content) {
        sealed.insert(field.code().to_owned(), hex(&keys.seal(place(id.0, field), value.as_bytes())?));
    }
    serde_json::to_string(&sealed).map_err(AppError::internal)
}

/// What the content says in fields that are sealed.
pub(super) fn values(content: &Content) -> impl Iterator<Item = (Field, String)> {
    let encrypted = Field::ALL.iter().copied().filter(|field| field.class().is_encrypted());
    encrypted.filter_map(|field| value(content, field).map(|value| (field, value)))
}

/// Opens what a row has sealed, into the content.
pub(super) fn open(keys: &Keyring, row: &Row, content: &mut Content) -> Result<(), AppError> {
    let corrupt = || AppError::from(StoreError::corrupt("profile", "sealed", row.id));
    for (code, value) in read(row)? {
        let field = Field::find_by_code(&code).ok_or_else(corrupt)?;
        let bytes = unhex(&value).ok_or_else(corrupt)?;
        let text = String::from_utf8(keys.open(place(row.id, field), &bytes)?).map_err(AppError::internal)?;
        put(content, field, text).ok_or_else(corrupt)?;
    }
    Ok(())
}

/// The sealed fields with the newest key, or `None` when all are.
pub(crate) fn resealed(keys: &Keyring, row: &Row) -> Result<Option<String>, AppError> {
    let corrupt = || AppError::from(StoreError::corrupt("profile", "sealed", row.id));
    let (mut sealed, mut changed) = (read(row)?, false);
    for (code, value) in &mut sealed {
        let field = Field::find_by_code(code).ok_or_else(corrupt)?;
        if let Some(new) = keys.resealed(place(row.id, field), &unhex(value).ok_or_else(corrupt)?)? {
            (*value, changed) = (hex(&new), true);
        }
    }
    Ok(if changed { Some(serde_json::to_string(&sealed).map_err(AppError::internal)?) } else { None })
}

fn read(row: &Row) -> Result<Sealed, AppError> {
    serde_json::from_str(&row.sealed).map_err(|_| StoreError::corrupt("profile", "sealed", row.id).into())
}

/// What a sealed field says. A field that is sealed by its class and not named here fails the test that asks for all.
fn value(content: &Content, field: Field) -> Option<String> {
    match field {
        Field::PersonalNumber => content.identity.number.as_ref().map(|number| number.as_str().to_owned()),
        Field::Phone => content.contact.phone.as_ref().map(Phone::e164),
        Field::Email => content.contact.email.as_ref().map(|email| email.as_str().to_owned()),
        Field::OtherContact => content.contact.other.clone(),
        Field::PermanentLine => content.residence.permanent.line.clone(),
        Field::CurrentLine => match &content.residence.current {
            CurrentAddress::Elsewhere(address) => address.line.clone(),
            CurrentAddress::Unstated | CurrentAddress::Permanent => None,
        },
        _ => None,
    }
}

pub(super) fn put(content: &mut Content, field: Field, text: String) -> Option<()> {
    match field {
        Field::PersonalNumber => content.identity.number = Some(PersonalNumber::parse(&text).ok()?),
        Field::Phone => content.contact.phone = Some(Phone::parse(&text).ok()?),
        Field::Email => content.contact.email = Some(Email::parse(&text).ok()?),
        Field::OtherContact => content.contact.other = Some(text),
        Field::PermanentLine => content.residence.permanent.line = Some(text),
        Field::CurrentLine => {
            let unit = match std::mem::take(&mut content.residence.current) {
                CurrentAddress::Elsewhere(address) => address.unit,
                CurrentAddress::Unstated | CurrentAddress::Permanent => None,
            };
            content.residence.current = CurrentAddress::Elsewhere(Address { unit, line: Some(text) });
        }
        _ => return None,
    }
    Some(())
}
