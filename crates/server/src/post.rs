//! How messages leave the exchange, from the settings: the mail server, the name beside the address, the texts.

use crate::Failure;
use crate::gateway::{gateway, order};
use crate::settings::{Settings, SettingsError};
use sanviec_app::{Locale, Worded, Wording};
use sanviec_domain::Lang;
use sanviec_domain::message::Content;
use sanviec_jobs::Post;
use sanviec_mail::{
    Carrier, Carriers, Console, Deadlines, Domain, EmailAddress, From, Letterhead, Login, Parcel, Relay, Smtp,
    TextError, Texts, Tls,
};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// The mail server and how we write.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct MailSettings {
    /// Name of the mail server; without one no e-mail is sent and messages wait.
    pub(crate) host: String,
    pub(crate) port: u16,
    pub(crate) tls: TlsMode,
    /// Name at the mail server; none when it asks for none.
    pub(crate) user: String,
    /// File with the password.
    pub(crate) password_file: Option<PathBuf>,
    /// PEM file with certificates to trust beside the public ones.
    pub(crate) roots_file: Option<PathBuf>,
    /// Address that messages come from.
    pub(crate) from: String,
    /// Address for answers, when it is another one.
    pub(crate) reply_to: String,
    /// Who writes, in both languages, and short for SMS.
    pub(crate) name_vi: String,
    pub(crate) name_en: String,
    pub(crate) sms_name: String,
    /// Folder with texts that replace those of the program.
    pub(crate) texts: Option<PathBuf>,
}

/// How the way to the mail server is kept secret.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum TlsMode {
    Implicit,
    Starttls,
    /// Only to a server on this machine.
    None,
    NoneAnywhere,
}

impl Default for MailSettings {
    fn default() -> Self {
        Self {
            host: String::new(),
            port: 587,
            tls: TlsMode::Starttls,
            user: String::new(),
            password_file: None,
            roots_file: None,
            from: String::new(),
            reply_to: String::new(),
            name_vi: "Sàn Việc".into(),
            name_en: "Sàn Việc".into(),
            sms_name: "San Viec".into(),
            texts: None,
        }
    }
}

/// Messages go where the settings say. `origin` is the address of the site when none is set.
pub(crate) fn real(settings: &Settings, origin: &str) -> Result<Post, Failure> {
    let email = smtp(&settings.mail)?.map(Carrier::Smtp);
    if email.is_none() {
        tracing::warn!("no mail server is set ([mail] host): e-mail waits, and codes run out");
    }
    let sms = gateway("sms", &settings.sms)?.map(Carrier::Gateway);
    let zalo = gateway("zalo", &settings.zalo)?.map(Carrier::Gateway);
    post(settings, origin, Carriers { email, sms, zalo, order: order(&settings.message_order)? })
}

/// Messages are shown on the terminal and go nowhere.
pub(crate) fn demo(settings: &Settings, origin: &str) -> Result<Post, Failure> {
    post(settings, origin, Carriers::console(&Console::showing(show)))
}

fn post(settings: &Settings, origin: &str, carriers: Carriers) -> Result<Post, Failure> {
    let letterhead = letterhead(settings, origin)?;
    let (texts, problems) = texts(settings, &letterhead);
    for problem in problems {
        tracing::warn!(problem, "a text of messages cannot be used");
    }
    Ok(Post { carriers, texts, letterhead })
}

/// The words of messages for the inbox, the same as are sent.
pub(crate) struct Words {
    texts: Texts,
    letterhead: Letterhead,
}

/// What the inbox reads with. A text that cannot be used was told of where messages are sent.
pub(crate) fn words(settings: &Settings) -> Result<Words, Failure> {
    let letterhead = letterhead(settings, &format!("http://{}", settings.listen))?;
    Ok(Words { texts: texts(settings, &letterhead).0, letterhead })
}

impl Wording for Words {
    fn put(&self, content: &Content, locale: Locale) -> Option<Worded> {
        let lang = if locale == Locale::En { Lang::En } else { Lang::Vi };
        match self.texts.email(content, lang, &self.letterhead) {
            Ok(written) => Some(Worded { subject: written.subject, text: written.text }),
            Err(error) => {
                tracing::warn!(error = &error as &dyn std::error::Error, "a message of an inbox has no words");
                None
            }
        }
    }
}

fn letterhead(settings: &Settings, origin: &str) -> Result<Letterhead, TextError> {
    let mail = &settings.mail;
    let url = if settings.public_url.is_empty() { origin } else { &settings.public_url };
    Letterhead::new(&mail.name_vi, &mail.name_en, &mail.sms_name, url)
}

/// The texts, and what is wrong with them: files that are not used, or a text that has no room for this address.
fn texts(settings: &Settings, letterhead: &Letterhead) -> (Texts, Vec<String>) {
    let (texts, problems) = settings.mail.texts.as_deref().map_or_else(Default::default, Texts::with_folder);
    let mut problems: Vec<String> =
        problems.into_iter().map(|problem| format!("{}: {}", problem.file, problem.why)).collect();
    let missing = settings.mail.texts.as_deref().and_then(|folder| {
        let error = std::fs::read_dir(folder).err()?;
        Some(format!("{}: {error}", folder.display()))
    });
    problems.extend(missing);
    problems.extend(texts.check(letterhead).err().map(|error| error.to_string()));
    (texts, problems)
}

/// What `doctor` tells of the texts.
pub(crate) fn problems_of_texts(settings: &Settings) -> Vec<String> {
    match letterhead(settings, "http://localhost") {
        Ok(letterhead) => texts(settings, &letterhead).1,
        Err(error) => vec![error.to_string()],
    }
}

/// The mail server of the settings, if there is one.
pub(crate) fn smtp(mail: &MailSettings) -> Result<Option<Smtp>, Failure> {
    if mail.host.is_empty() {
        return Ok(None);
    }
    let address = |key, text: &str| EmailAddress::parse(text).map_err(|error| wrong(key, &error));
    let from = address("mail.from", &mail.from)?;
    let domain = from.as_str().rsplit('@').next().unwrap_or_default();
    let from = From {
        name: mail.name_vi.clone(),
        reply_to: if mail.reply_to.is_empty() { None } else { Some(address("mail.reply_to", &mail.reply_to)?) },
        domain: Domain::parse(domain).map_err(|error| wrong("mail.from", &error))?,
        address: from,
    };
    let roots = mail.roots_file.as_deref().map(|file| read("mail.roots_file", file)).transpose()?.unwrap_or_default();
    let relay = Relay {
        host: mail.host.clone(),
        port: mail.port,
        tls: match mail.tls {
            TlsMode::Implicit => Tls::Implicit,
            TlsMode::Starttls => Tls::StartTls,
            TlsMode::None => Tls::None,
            TlsMode::NoneAnywhere => Tls::NoneAnywhere,
        },
        login: login(mail)?,
        roots: roots.into_bytes(),
        from,
        deadlines: Deadlines::default(),
    };
    Ok(Some(Smtp::new(relay).map_err(|error| wrong("mail", &error))?))
}

fn login(mail: &MailSettings) -> Result<Option<Login>, SettingsError> {
    match &mail.password_file {
        None if mail.user.is_empty() => Ok(None),
        Some(file) if !mail.user.is_empty() => {
            let password = read("mail.password_file", file)?.trim_end_matches(['\r', '\n']).to_owned();
            Ok(Some(Login { user: mail.user.clone(), password }))
        }
        None | Some(_) => Err(wrong(
            "mail",
            &"cần cả user và password_file, hoặc bỏ cả hai / give both user and password_file, or neither",
        )),
    }
}

fn read(key: &'static str, file: &Path) -> Result<String, SettingsError> {
    std::fs::read_to_string(file).map_err(|error| wrong(key, &format!("{}: {error}", file.display())))
}

fn wrong(key: &'static str, why: &dyn std::fmt::Display) -> SettingsError {
    SettingsError::Value { key, why: why.to_string() }
}

fn show(parcel: &Parcel) {
    match parcel {
        Parcel::Email(message) => {
            let written = message.written();
            println!("[email {}] {}\n{}", message.to().as_str(), written.subject, written.text.trim_end());
        }
        Parcel::Sms(sms) => println!("[sms {}] {}", sms.to.as_str(), sms.text),
        Parcel::Zalo(zalo) => println!("[zalo {}] {}: {:?}", zalo.to.as_str(), zalo.kind.code(), zalo.fields),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(host: &str) -> MailSettings {
        MailSettings { host: host.into(), from: "thong-bao@vieclam.example.vn".into(), ..MailSettings::default() }
    }

    #[test]
    fn a_mail_server_is_optional_and_half_settings_are_named() {
        assert!(smtp(&MailSettings::default()).expect("fine").is_none());
        assert!(smtp(&set("mail.example.vn")).expect("fine").is_some());
        let folder = tempfile::tempdir().expect("folder");
        let password_file = folder.path().join("password");
        std::fs::write(&password_file, "geheim\n").expect("file");
        let given = Some(password_file.clone());
        let user = || "san".to_owned();
        for (mail, named) in [
            (MailSettings { from: String::new(), ..set("h") }, "mail.from"),
            (MailSettings { reply_to: "nobody".into(), ..set("h") }, "mail.reply_to"),
            (MailSettings { user: user(), ..set("h") }, "password_file"),
            (MailSettings { password_file: given.clone(), ..set("h") }, "user"),
            (MailSettings { user: user(), password_file: Some("/not/there".into()), ..set("h") }, "password_file"),
            (MailSettings { roots_file: Some("/not/there".into()), ..set("h") }, "roots_file"),
            (
                MailSettings { user: user(), password_file: given.clone(), tls: TlsMode::NoneAnywhere, ..set("h") },
                "without TLS",
            ),
        ] {
            let error = smtp(&mail).expect_err("refused").to_string();
            assert!(error.contains(named), "{error}");
        }
        let login = login(&MailSettings { user: user(), password_file: given, ..set("h") }).expect("fine");
        assert_eq!(login, Some(Login { user: user(), password: "geheim".into() }));
    }
}
