//! Who answers for the site and how people reach them, from the settings.

use crate::settings::SettingsError;
use sanviec_domain::Lang;
use sanviec_domain::person::{Email, Phone, PhoneError};
use sanviec_web::Centre;
use serde::{Deserialize, Serialize};

/// Longest name, and longest office hours, in characters: they stand at the foot of every page.
const LONGEST: usize = 160;

/// The employment service centre; what is empty is not shown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct CentreSettings {
    /// Name, and the same on English pages when it is another.
    pub(crate) name: String,
    pub(crate) name_en: String,
    /// One number, of a line or a mobile, or one that begins with 1800 or 1900.
    pub(crate) phone: String,
    pub(crate) email: String,
    /// Office hours in words, and the same on English pages.
    pub(crate) hours: String,
    pub(crate) hours_en: String,
}

impl CentreSettings {
    /// What the pages show; refused by the name of the setting that cannot be used.
    pub(crate) fn shown(&self) -> Result<Centre, SettingsError> {
        let value = |key, why| SettingsError::Value { key, why };
        Ok(Centre {
            name: line("centre.name", &self.name)?,
            name_en: line("centre.name_en", &self.name_en)?,
            phone: phone(&self.phone).map_err(|error| value("centre.phone", error.sentence(Lang::En)))?,
            email: email(&self.email).map_err(|why| value("centre.email", why))?,
            hours: line("centre.hours", &self.hours)?,
            hours_en: line("centre.hours_en", &self.hours_en)?,
        })
    }

    /// Names of the settings without which people do not learn whom to ask.
    pub(crate) fn missing(&self) -> Vec<&'static str> {
        let all = [("name", &self.name), ("phone", &self.phone)];
        all.into_iter().filter(|(_, text)| text.trim().is_empty()).map(|(key, _)| key).collect()
    }

    /// The centre of the sample data.
    fn demo() -> Self {
        Self {
            name: "Trung tâm Dịch vụ việc làm (mẫu)".into(),
            name_en: "Employment Service Centre (sample)".into(),
            phone: "0256 3000 000".into(),
            email: "trungtam@example.vn".into(),
            hours: "7:00–11:30, 13:30–17:00, thứ Hai đến thứ Sáu".into(),
            hours_en: "7:00–11:30, 13:30–17:00, Monday to Friday".into(),
        }
    }
}

/// The centre of a site. One with sample data shows a sample unless another was set.
pub(crate) fn of_site(settings: &CentreSettings, demo: bool) -> Result<Centre, SettingsError> {
    if demo && *settings == CentreSettings::default() { CentreSettings::demo().shown() } else { settings.shown() }
}

fn line(key: &'static str, text: &str) -> Result<String, SettingsError> {
    let text = text.trim();
    if text.chars().count() > LONGEST || text.chars().any(char::is_control) {
        return Err(SettingsError::Value { key, why: format!("write one line of at most {LONGEST} characters") });
    }
    Ok(text.to_owned())
}

/// The number as it is read out.
fn phone(text: &str) -> Result<String, PhoneError> {
    if text.trim().is_empty() {
        return Ok(String::new());
    }
    match Phone::parse(text) {
        Err(PhoneError::Hotline) => hotline(text).ok_or(PhoneError::Hotline),
        read => read.map(|phone| phone.display()),
    }
}

/// Nobody's own number, but what a centre may well be called at.
fn hotline(text: &str) -> Option<String> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let (head, rest) = digits.split_at_checked(4)?;
    matches!(head, "1800" | "1900").then(|| format!("{head} {rest}"))
}

fn email(text: &str) -> Result<String, String> {
    if text.trim().is_empty() {
        return Ok(String::new());
    }
    Email::parse(text).map(|email| email.as_str().to_owned()).map_err(|error| error.sentence(Lang::En).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(change: impl FnOnce(&mut CentreSettings)) -> Result<Centre, String> {
        let mut settings = CentreSettings::default();
        change(&mut settings);
        settings.shown().map_err(|error| error.to_string())
    }

    #[test]
    fn a_number_is_shown_as_it_is_read_out() {
        for (typed, shown) in [
            ("02563822222", "0256 3822 222"),
            // What a program of tables or the environment leaves of it.
            ("2563822222", "0256 3822 222"),
            ("19001234", "1900 1234"),
            (" ", ""),
        ] {
            assert_eq!(with(|centre| centre.phone = typed.into()).expect("taken").phone, shown, "{typed}");
        }
    }

    #[test]
    fn what_cannot_be_used_is_refused_by_its_name() {
        let refused = |result: Result<Centre, String>, key: &str| {
            let error = result.expect_err("refused");
            assert!(error.starts_with(key), "{error}");
        };
        refused(with(|centre| centre.phone = "0256 382".into()), "centre.phone");
        refused(with(|centre| centre.phone = "0256 3822222 / 0905 123456".into()), "centre.phone");
        refused(with(|centre| centre.email = "lienhe".into()), "centre.email");
        refused(with(|centre| centre.name = "x".repeat(LONGEST + 1)), "centre.name");
        refused(with(|centre| centre.hours = "sáng\nchiều".into()), "centre.hours");
    }

    #[test]
    fn only_sample_data_have_a_sample_centre() {
        let none = CentreSettings::default();
        assert!(of_site(&none, false).expect("taken").phone.is_empty());
        assert_eq!(of_site(&none, true).expect("taken").phone, "0256 3000 000");
        let own = CentreSettings { name: "Trung tâm A".into(), ..none };
        assert_eq!(of_site(&own, true).expect("taken").name, "Trung tâm A");
    }
}
