//! What the documents of postings and of profiles have in common: codes, units, pay, skills, days.

use chrono::NaiveDate;
use sanviec_domain::pay::{Band, Currency, Pay, Per, Tax};
use sanviec_domain::posting::{SkillMention, UnitLevel, UnitRef, Vintage};
use serde::{Deserialize, Serialize};

/// The document cannot be read: the row is corrupt.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DocumentError {
    #[error("the document is not of its shape")]
    Shape(#[from] serde_json::Error),
    #[error("the document holds an unknown code: {0}")]
    Code(String),
}

pub(super) type Text = Option<String>;

#[derive(Serialize, Deserialize)]
pub(super) struct Unit {
    code: String,
    level: String,
    vintage: String,
}

#[derive(Serialize, Deserialize)]
pub(super) struct PayParts {
    kind: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    min: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    per: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    currency: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    tax: Text,
}

#[derive(Serialize, Deserialize)]
pub(super) struct Skill {
    pub(super) written: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) id: Text,
}

macro_rules! coded {
    ($value:expr) => {
        $value.map(|member| member.code().to_owned())
    };
}

pub(super) use coded;

pub(super) fn to_unit(unit: &UnitRef) -> Unit {
    Unit { code: unit.code.clone(), level: unit.level.code().into(), vintage: unit.vintage.code().into() }
}

pub(super) fn from_unit(unit: Unit) -> Result<UnitRef, DocumentError> {
    Ok(UnitRef {
        level: UnitLevel::find_by_code(&unit.level).ok_or(DocumentError::Code(unit.level))?,
        vintage: Vintage::find_by_code(&unit.vintage).ok_or(DocumentError::Code(unit.vintage))?,
        code: unit.code,
    })
}

pub(super) fn to_skill(skill: &SkillMention) -> Skill {
    Skill { written: skill.written.clone(), id: skill.skill_id.clone() }
}

pub(super) fn from_skill(skill: Skill) -> SkillMention {
    SkillMention { written: skill.written, skill_id: skill.id }
}

pub(super) fn to_pay(pay: Pay) -> PayParts {
    let named = |kind: &str| PayParts { kind: kind.into(), min: None, max: None, per: None, currency: None, tax: None };
    match pay {
        Pay::Agreed => named("agreed"),
        Pay::Commission => named("commission"),
        Pay::Band(band) => PayParts {
            min: band.min,
            max: band.max,
            per: Some(band.per.code().into()),
            currency: Some(band.currency.code().into()),
            tax: Some(band.tax.code().into()),
            ..named("band")
        },
    }
}

/// Reads a code by the list it belongs to; one that is not in the list makes the row corrupt.
macro_rules! decoded {
    ($list:ty, $code:expr) => {
        match $code {
            None => None,
            Some(code) => Some(<$list>::find_by_code(&code).ok_or(DocumentError::Code(code))?),
        }
    };
}

macro_rules! all_decoded {
    ($list:ty, $codes:expr) => {
        $codes
            .into_iter()
            .map(|code| <$list>::find_by_code(&code).ok_or(DocumentError::Code(code)))
            .collect::<Result<Vec<_>, _>>()?
    };
}

pub(super) use {all_decoded, decoded};

pub(super) fn from_pay(pay: PayParts) -> Result<Pay, DocumentError> {
    Ok(match pay.kind.as_str() {
        "agreed" => Pay::Agreed,
        "commission" => Pay::Commission,
        "band" => Pay::Band(Band {
            min: pay.min,
            max: pay.max,
            per: decoded!(Per, pay.per).unwrap_or(Per::Month),
            currency: decoded!(Currency, pay.currency).unwrap_or(Currency::Vnd),
            tax: decoded!(Tax, pay.tax).unwrap_or(Tax::Unknown),
        }),
        _ => return Err(DocumentError::Code(pay.kind)),
    })
}

pub(super) fn day(text: Text) -> Result<Option<NaiveDate>, DocumentError> {
    text.map(|text| text.parse().map_err(|_| DocumentError::Code(text))).transpose()
}
