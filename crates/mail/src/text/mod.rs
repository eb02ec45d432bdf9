//! The words of messages: a folder for each language and kind with `subject.txt`, `text.txt`, `body.html` and
//! `sms.txt`. They are in the program; an operator may put files of the same names into a folder to replace them.
//!
//! Templates, not code, because the wording is a province's business. Each is tried with every sample before it is
//! used, a name that is not filled is an error and never a gap, and none can run for ever.

mod asked;
mod context;
mod own;
mod samples;
mod sms;

pub use samples::{Sample, samples};
pub use sms::SMS_LENGTH;

use crate::message::one_line;
use minijinja::{Environment, UndefinedBehavior};
use sanviec_domain::Lang;
use sanviec_domain::message::{Content, Kind};
use std::fmt;
use std::path::Path;

/// Steps of one template; the longest of ours takes about a hundred.
const FUEL: u64 = 20_000;
/// A file of an operator may be this long.
const FILE_BYTES: u64 = 64 * 1024;
/// Longest subject in characters; mail programs cut earlier.
const SUBJECT_LENGTH: usize = 150;

/// Why a text could not be made.
#[derive(Debug, thiserror::Error)]
pub enum TextError {
    /// The template does not fit what the message says.
    #[error("{name} cannot be filled in: {}", .source)]
    Template {
        /// Name of the template.
        name: String,
        /// What is wrong with it.
        source: minijinja::Error,
    },
    /// Nothing came out.
    #[error("{name} is empty")]
    Empty {
        /// Name of the template.
        name: String,
    },
    /// Marks or other letters that make a short message cost several.
    #[error("{name} has letters that a short message does not take: {letters}")]
    Letters {
        /// Name of the template.
        name: String,
        /// Those letters.
        letters: String,
    },
    /// Over [`SMS_LENGTH`].
    #[error("{name} has {length} characters, a short message takes {SMS_LENGTH}")]
    Long {
        /// Name of the template.
        name: String,
        /// How many it has.
        length: usize,
    },
    /// The address of the site or the path in it.
    #[error("{0} is no address of the site")]
    Address(String),
}

/// Something wrong with a file of the operator; the text of the program is used instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The file, from its folder on.
    pub file: String,
    /// What is wrong.
    pub why: String,
}

/// Who writes, as the texts show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letterhead {
    name_vi: String,
    name_en: String,
    sms_name: String,
    url: String,
}

impl Letterhead {
    /// Longest name in a short message.
    pub const SMS_NAME_LENGTH: usize = 16;

    /// `url` is the address of the site. `sms_name` is short and loses its marks.
    pub fn new(name_vi: &str, name_en: &str, sms_name: &str, url: &str) -> Result<Self, TextError> {
        let url = url.trim_end_matches('/');
        let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://")).unwrap_or_default();
        if rest.is_empty() || !rest.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(TextError::Address(url.to_owned()));
        }
        Ok(Self {
            name_vi: one_line(name_vi),
            name_en: one_line(name_en),
            sms_name: sms::clip(&sms::plain(sms_name), Self::SMS_NAME_LENGTH),
            url: url.to_owned(),
        })
    }
}

/// The text of an e-mail, which is also what the inbox shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// One line.
    pub subject: String,
    /// Plain text.
    pub text: String,
    /// The same as a page.
    pub html: Option<String>,
}

/// All texts, ready to be filled in.
pub struct Texts(Environment<'static>);

impl fmt::Debug for Texts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Texts(…)")
    }
}

impl Default for Texts {
    fn default() -> Self {
        Self::new()
    }
}

impl Texts {
    /// The texts of the program.
    ///
    /// # Panics
    /// Never: a test reads each of them.
    pub fn new() -> Self {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_fuel(Some(FUEL));
        environment.add_filter("clip", |text: String, length: usize| sms::clip(&text, length));
        environment.add_filter("short_employer", |name: String| sms::short_employer(&name));
        for (name, source) in own::TEMPLATES {
            environment.add_template(name, source).expect("the program's own templates are read by a test");
        }
        Self(environment)
    }

    /// The texts of the program, replaced by the files in a folder where they are good. What is not good is told.
    pub fn with_folder(folder: &Path) -> (Self, Vec<Problem>) {
        let mut texts = Self::new();
        let mut problems = own::unknown_files(folder);
        for (name, own) in own::TEMPLATES {
            let file = folder.join(name);
            if !file.exists() {
                continue;
            }
            if let Err(why) = texts.replace(name, own, &file) {
                problems.push(Problem { file: (*name).to_owned(), why });
            }
        }
        (texts, problems)
    }

    fn replace(&mut self, name: &'static str, own: &'static str, file: &Path) -> Result<(), String> {
        let length = file.metadata().map_err(|error| error.to_string())?.len();
        if length > FILE_BYTES {
            return Err(format!("it has {length} bytes, at most {FILE_BYTES} are read"));
        }
        let source = std::fs::read_to_string(file).map_err(|error| error.to_string())?;
        let added = self.0.add_template_owned(name, source).map_err(|error| error.to_string());
        let tried = added.and_then(|()| self.check(&samples::letterhead()).map_err(|error| error.to_string()));
        if tried.is_err() {
            self.0.add_template(name, own).expect("the program's own templates are read by a test");
        }
        tried
    }

    /// Fills in every text with every sample under this letterhead; the first thing that is wrong.
    pub fn check(&self, letterhead: &Letterhead) -> Result<(), TextError> {
        for sample in Kind::ALL.iter().flat_map(|kind| samples(*kind)) {
            for lang in Lang::ALL {
                self.email(&sample.content, *lang, letterhead)?;
                self.sms(&sample.content, *lang, letterhead)?;
            }
        }
        Ok(())
    }

    /// The text of an e-mail and of the inbox.
    pub fn email(&self, content: &Content, lang: Lang, letterhead: &Letterhead) -> Result<Written, TextError> {
        let values = context::values(content, lang, letterhead)?;
        let fill = |part| self.fill(&own::name(lang, content.kind(), part), &values);
        let subject: String = one_line(&fill("subject.txt")?).chars().take(SUBJECT_LENGTH).collect();
        let subject = subject.trim_end().to_owned();
        Ok(Written { subject, text: fill("text.txt")?, html: Some(fill("body.html")?) })
    }

    /// The text of a short message: no marks, at most [`SMS_LENGTH`] characters.
    pub fn sms(&self, content: &Content, lang: Lang, letterhead: &Letterhead) -> Result<String, TextError> {
        let values = context::plain_values(content, lang, letterhead)?;
        let name = own::name(lang, content.kind(), "sms.txt");
        // What was cut ends with three dots; the end of the sentence is no fourth.
        let text = one_line(&self.fill(&name, &values)?).replace("....", "...");
        let letters = sms::foreign_letters(&text);
        if !letters.is_empty() {
            return Err(TextError::Letters { name, letters });
        }
        let length = sms::length(&text);
        if length > SMS_LENGTH { Err(TextError::Long { name, length }) } else { Ok(text) }
    }

    /// What varies in a message, by name, for a provider who has the words.
    pub fn fields(
        content: &Content,
        lang: Lang,
        letterhead: &Letterhead,
    ) -> Result<Vec<(&'static str, String)>, TextError> {
        context::fields(content, lang, letterhead)
    }

    fn fill(&self, name: &str, values: &context::Values) -> Result<String, TextError> {
        let filled = self.0.get_template(name).and_then(|template| template.render(values));
        let text = filled.map_err(|source| TextError::Template { name: name.to_owned(), source })?;
        if text.trim().is_empty() { Err(TextError::Empty { name: name.to_owned() }) } else { Ok(text) }
    }
}

#[cfg(test)]
mod tests;
