//! Providers of short messages and Zalo, from the settings.

use crate::settings::SettingsError;
use sanviec_domain::message::{Channel, Kind};
use sanviec_mail::{Approved, Body, Gateway, Mould, PhoneForm, Provider, Reading};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

/// A provider. Examples stand in `docs/operations.md`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct GatewaySettings {
    /// Address that requests go to; none: the channel is off.
    pub(crate) url: String,
    /// Headers as they are.
    pub(crate) headers: BTreeMap<String, String>,
    /// Headers whose values stand in files.
    pub(crate) header_files: BTreeMap<String, PathBuf>,
    /// The body, with `{phone}`, `{text}`, `{id}`, `{template}`, `{fields}`.
    pub(crate) body: String,
    pub(crate) body_is: BodyKind,
    pub(crate) phone_as: PhoneKind,
    /// JSON pointer to the result in the answer; none: the status code says it.
    pub(crate) result: String,
    pub(crate) result_yes: Vec<String>,
    pub(crate) result_no: Vec<String>,
    /// JSON pointer to the provider's id of the message.
    pub(crate) result_id: String,
    pub(crate) seconds: u64,
    /// Zalo: approved templates by kind of message.
    pub(crate) templates: BTreeMap<String, TemplateSettings>,
}

/// A template that Zalo approved.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct TemplateSettings {
    pub(crate) id: String,
    /// Our name of a value, and the name of the parameter.
    pub(crate) parameters: BTreeMap<String, String>,
}

#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum BodyKind {
    #[default]
    Json,
    Form,
}

#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum PhoneKind {
    Plus,
    #[default]
    Digits,
    National,
}

impl Default for GatewaySettings {
    fn default() -> Self {
        Self {
            url: String::new(),
            headers: BTreeMap::new(),
            header_files: BTreeMap::new(),
            body: String::new(),
            body_is: BodyKind::default(),
            phone_as: PhoneKind::default(),
            result: String::new(),
            result_yes: Vec::new(),
            result_no: Vec::new(),
            result_id: String::new(),
            seconds: 10,
            templates: BTreeMap::new(),
        }
    }
}

/// The provider of the settings, if there is one.
pub(crate) fn gateway(key: &'static str, set: &GatewaySettings) -> Result<Option<Gateway>, SettingsError> {
    if set.url.is_empty() {
        return Ok(None);
    }
    let wrong = |why: String| SettingsError::Value { key, why };
    let mut headers: Vec<(String, String)> = set.headers.clone().into_iter().collect();
    for (name, file) in &set.header_files {
        let value = std::fs::read_to_string(file).map_err(|error| wrong(format!("{}: {error}", file.display())))?;
        headers.push((name.clone(), value.trim_end_matches(['\r', '\n']).to_owned()));
    }
    let mut approved = BTreeMap::new();
    for (kind, template) in &set.templates {
        let known = Kind::find_by_code(kind).ok_or_else(|| wrong(format!("there is no kind of message {kind}")))?;
        approved.insert(known, Approved { id: template.id.clone(), parameters: template.parameters.clone() });
    }
    let provider = Provider {
        url: set.url.clone(),
        headers,
        mould: Mould {
            text: set.body.clone(),
            body: match set.body_is {
                BodyKind::Json => Body::Json,
                BodyKind::Form => Body::Form,
            },
            phone: match set.phone_as {
                PhoneKind::Plus => PhoneForm::Plus,
                PhoneKind::Digits => PhoneForm::Digits,
                PhoneKind::National => PhoneForm::National,
            },
        },
        reading: Reading {
            result: set.result.clone(),
            yes: set.result_yes.clone(),
            no: set.result_no.clone(),
            id: set.result_id.clone(),
        },
        approved,
        deadline: Duration::from_secs(set.seconds.clamp(1, 60)),
    };
    Gateway::new(provider).map(Some).map_err(|error| wrong(error.to_string()))
}

/// The order in which channels are tried.
pub(crate) fn order(words: &[String]) -> Result<Vec<Channel>, SettingsError> {
    let read = |word: &String| {
        let why = || format!("{word}: chỉ có / there are only email, sms and zalo");
        Channel::find_by_code(word).ok_or_else(|| SettingsError::Value { key: "message_order", why: why() })
    };
    words.iter().map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_provider_is_optional_and_what_is_wrong_is_named() {
        let good = || GatewaySettings {
            url: "https://sms.example.vn/v1".into(),
            body: r#"{"to":"{phone}","text":"{text}"}"#.into(),
            ..GatewaySettings::default()
        };
        assert!(gateway("sms", &GatewaySettings::default()).expect("off").is_none());
        assert!(gateway("sms", &good()).expect("fine").is_some());
        let template = BTreeMap::from([("nothing".to_owned(), TemplateSettings::default())]);
        let file = BTreeMap::from([("token".to_owned(), PathBuf::from("/not/there"))]);
        let header = BTreeMap::from([("a b".to_owned(), "x".to_owned())]);
        for (set, named) in [
            (GatewaySettings { url: "http://sms.example.vn".into(), ..good() }, "https://"),
            (GatewaySettings { body: "{}".into(), ..good() }, "{phone}"),
            (GatewaySettings { templates: template, ..good() }, "nothing"),
            (GatewaySettings { header_files: file, ..good() }, "/not/there"),
            (GatewaySettings { headers: header, ..good() }, "a b"),
        ] {
            let error = gateway("sms", &set).expect_err("refused").to_string();
            assert!(error.contains(named), "{error}");
        }
        assert!(order(&["zalo".into(), "sms".into(), "email".into()]).is_ok());
        assert!(order(&["pigeon".into()]).is_err());
    }
}
