//! Settings: flag before environment before file before default. Read once; nothing else in the product reads the
//! environment.

use crate::centre::CentreSettings;
use crate::gateway::GatewaySettings;
use crate::identity::{AccountSettings, ProviderSettings};
use crate::post::MailSettings;
use sanviec_app::Copies;
use sanviec_jobs::copies::cron_of;
use serde::{Deserialize, Serialize};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Name of the settings file in the data folder.
pub(crate) const FILE: &str = "sanviec.toml";

/// Everything that an operator can set. Unknown keys are refused, so that a typing slip is not silently a default.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Settings {
    /// Address that the exchange listens at.
    pub(crate) listen: SocketAddr,
    /// `sqlite://…` or `postgres://…`; empty: `sanviec.db` in the data folder.
    pub(crate) database: String,
    /// File that holds the database address instead, for secrets.
    pub(crate) database_file: Option<PathBuf>,
    /// File with the keys of sealed fields; `keys` in the data folder when none is set. All nodes need the same.
    pub(crate) keys_file: Option<PathBuf>,
    /// Folder with further policies of programmes, one `.toml` each: those of the province, with its amounts.
    pub(crate) policies_folder: Option<PathBuf>,
    /// Address of the site as people type it, without a slash at the end; used in links that leave the site.
    pub(crate) public_url: String,
    /// Channels in the order they are tried, as `["zalo", "sms", "email"]`; empty: each message stays on its own.
    pub(crate) message_order: Vec<String>,
    pub(crate) centre: CentreSettings,
    pub(crate) tls: Tls,
    pub(crate) metrics: Metrics,
    pub(crate) log: Log,
    pub(crate) limits: LimitSettings,
    pub(crate) postings: Postings,
    pub(crate) proxy: Proxy,
    pub(crate) mail: MailSettings,
    pub(crate) accounts: AccountSettings,
    /// Providers by whose identities people may sign in.
    pub(crate) identity_providers: Vec<ProviderSettings>,
    pub(crate) sms: GatewaySettings,
    pub(crate) zalo: GatewaySettings,
    pub(crate) uploads: Uploads,
    pub(crate) signatures: SignatureSettings,
    pub(crate) webhooks: Webhooks,
    pub(crate) exclusions: Exclusions,
    pub(crate) backup: Backup,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Backup {
    /// Folder that copies of the database go into by themselves; it has to be there. Empty: none are made.
    pub(crate) folder: PathBuf,
    /// When, in Viet Nam: a time of day as `02:30`, or second, minute, hour, day, month and weekday as `0 30 2 * * *`.
    pub(crate) at: String,
    /// How many are kept.
    pub(crate) keep: u16,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Webhooks {
    /// Whether programs on this machine may be told, without TLS: for trials only.
    pub(crate) local: bool,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Exclusions {
    /// Name by which other installations know this one, as `gia-lai`; with the file, or neither.
    pub(crate) installation: String,
    /// File with the secret that the installations share: `sanviec exclusions key` makes it.
    pub(crate) key_file: Option<PathBuf>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Uploads {
    /// Socket or `host:port` of clamd; empty: files are not scanned.
    pub(crate) scanner: String,
    /// Days for which a file of the insurer, of a payroll or of a centre is kept that nothing rests on.
    pub(crate) unused_file_days: u16,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct SignatureSettings {
    /// PEM file of roots, or a folder of such; none: digital signatures are not checked.
    pub(crate) trust: Option<PathBuf>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Tls {
    /// PEM files; both or none.
    pub(crate) certificate: Option<PathBuf>,
    pub(crate) key: Option<PathBuf>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Metrics {
    /// Own address for Prometheus; off when empty.
    pub(crate) listen: Option<SocketAddr>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Log {
    /// `text` or `json`.
    pub(crate) format: String,
    /// As `info` or `info,sanviec_search=debug`.
    pub(crate) level: String,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct LimitSettings {
    pub(crate) connections: usize,
    pub(crate) header_bytes: usize,
    pub(crate) header_seconds: u64,
    pub(crate) body_bytes: usize,
    pub(crate) request_seconds: u64,
    pub(crate) drain_seconds: u64,
    /// Searches computed at the same time; others wait for their turn.
    pub(crate) searches: usize,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Postings {
    /// Days that an imported posting without a deadline stays live.
    pub(crate) days_without_deadline: u16,
    /// Dong for one US dollar, for comparing pay.
    pub(crate) dong_per_usd: i64,
    /// Days after which an ended posting answers 410.
    pub(crate) days_readable_after_end: u16,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Proxy {
    /// Number of own proxies in front; 0: forwarded headers are not believed.
    pub(crate) hops: u8,
}

/// Limits as the accept loop uses them.
#[derive(Clone, Debug)]
pub(crate) struct Limits {
    pub(crate) connections: usize,
    pub(crate) header_bytes: usize,
    pub(crate) header_read: Duration,
    pub(crate) drain: Duration,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            database: String::new(),
            database_file: None,
            keys_file: None,
            policies_folder: None,
            public_url: String::new(),
            centre: CentreSettings::default(),
            tls: Tls::default(),
            metrics: Metrics::default(),
            log: Log::default(),
            limits: LimitSettings::default(),
            postings: Postings::default(),
            proxy: Proxy::default(),
            mail: MailSettings::default(),
            accounts: AccountSettings::default(),
            identity_providers: Vec::new(),
            uploads: Uploads::default(),
            signatures: SignatureSettings::default(),
            webhooks: Webhooks::default(),
            exclusions: Exclusions::default(),
            backup: Backup::default(),
            sms: GatewaySettings::default(),
            zalo: GatewaySettings::default(),
            message_order: Vec::new(),
        }
    }
}

impl Default for Log {
    fn default() -> Self {
        Self {
            format: "text".into(),
            level: "info,sea_orm_migration=warn,memory_serve=warn,tokio_cron_scheduler=warn,sqlx::postgres::notice=off"
                .into(),
        }
    }
}

impl Default for LimitSettings {
    fn default() -> Self {
        Self {
            connections: 4096,
            header_bytes: 32 * 1024,
            header_seconds: 10,
            body_bytes: 2 * 1024 * 1024,
            request_seconds: 15,
            drain_seconds: 20,
            searches: 2,
        }
    }
}

impl Default for Backup {
    fn default() -> Self {
        Self { folder: PathBuf::new(), at: "02:30".into(), keep: 7 }
    }
}

impl Default for Uploads {
    fn default() -> Self {
        Self { scanner: String::new(), unused_file_days: 730 }
    }
}

impl Default for Postings {
    fn default() -> Self {
        Self { days_without_deadline: 30, dong_per_usd: 26_000, days_readable_after_end: 180 }
    }
}

/// What the command line or the environment said.
#[derive(Clone, Debug, Default)]
pub(crate) struct Given {
    pub(crate) data: PathBuf,
    pub(crate) database: Option<String>,
    pub(crate) listen: Option<SocketAddr>,
}

/// Why settings cannot be used: what is wrong and what to write instead.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SettingsError {
    #[error("tệp cấu hình {0} không dùng được / the settings file {0} cannot be used: {1}")]
    File(PathBuf, String),
    #[error("{key}: không dùng được / cannot be used: {why}")]
    Value { key: &'static str, why: String },
}

impl Settings {
    /// Reads the file in the data folder (none is fine) and the environment (`SANVIEC__…`), then what was given.
    pub(crate) fn load(given: &Given) -> Result<Self, SettingsError> {
        let path = given.data.join(FILE);
        let unusable = |error: config::ConfigError| SettingsError::File(path.clone(), error.to_string());
        let read = config::Config::builder()
            .add_source(config::File::from(path.as_path()).required(false))
            .add_source(
                config::Environment::with_prefix("SANVIEC").prefix_separator("__").separator("__").try_parsing(true),
            )
            .build()
            .map_err(unusable)?;
        let mut settings: Self = read.try_deserialize().map_err(unusable)?;
        if let Some(listen) = given.listen {
            settings.listen = listen;
        }
        if let Some(database) = &given.database {
            settings.database.clone_from(database);
        } else if let Some(file) = &settings.database_file {
            let text = std::fs::read_to_string(file)
                .map_err(|error| format!("{}: {error}", file.display()))
                .map_err(|why| SettingsError::Value { key: "database_file", why })?;
            text.trim().clone_into(&mut settings.database);
        }
        // Links put a slash behind it.
        settings.public_url.truncate(settings.public_url.trim_end_matches('/').len());
        settings.check()?;
        Ok(settings)
    }

    fn check(&self) -> Result<(), SettingsError> {
        let value = |key, why: &str| Err(SettingsError::Value { key, why: why.to_owned() });
        if self.tls.certificate.is_some() != self.tls.key.is_some() {
            return value(
                "tls",
                "cần cả certificate và key, hoặc bỏ cả hai / give both certificate and key, or neither",
            );
        }
        if self.exclusions.installation.is_empty() != self.exclusions.key_file.is_none() {
            return value(
                "exclusions",
                "cần cả installation và key_file, hoặc bỏ cả hai / give both installation and key_file, or neither",
            );
        }
        if !matches!(self.log.format.as_str(), "text" | "json") {
            return value("log.format", "phải là text hoặc json / must be text or json");
        }
        if let Err(why) = crate::telemetry::check_level(&self.log.level) {
            return value(
                "log.level",
                &format!("hãy viết như / write it as info, or info,sanviec_search=debug ({why})"),
            );
        }
        if !self.public_url.is_empty() && !is_address(&self.public_url) {
            return value(
                "public_url",
                "hãy viết đủ địa chỉ của trang, như / write the address of the site in full, as https://vieclam.example.vn",
            );
        }
        let database = self.database.as_str();
        let known = ["sqlite:", "postgres://", "postgresql://"].iter().any(|scheme| database.starts_with(scheme));
        if !database.is_empty() && !known {
            return value("database", "phải bắt đầu bằng / must begin with sqlite: or postgres://");
        }
        if self.limits.connections == 0 || self.limits.searches == 0 || self.limits.header_bytes < 8192 {
            return value(
                "limits",
                "connections, searches từ 1, header_bytes từ 8192 / connections and searches must be 1 or more, header_bytes 8192 or more",
            );
        }
        if self.limits.header_seconds == 0 || self.limits.request_seconds == 0 || self.limits.body_bytes < 1024 {
            return value(
                "limits",
                "header_seconds, request_seconds từ 1, body_bytes từ 1024 / header_seconds and request_seconds must be 1 or more, body_bytes 1024 or more",
            );
        }
        if !(1..=366).contains(&self.postings.days_without_deadline) {
            return value("postings.days_without_deadline", "phải từ 1 đến 366 / must be from 1 to 366");
        }
        if self.postings.dong_per_usd < 1000 {
            return value("postings.dong_per_usd", "phải từ 1000 / must be 1000 or more");
        }
        if !(30..=3660).contains(&self.uploads.unused_file_days) {
            return value("uploads.unused_file_days", "phải từ 30 đến 3660 / must be from 30 to 3660");
        }
        if cron_of(&self.backup.at).is_none() {
            return value("backup.at", "write a time of day as 02:30, or six fields from second on as 0 30 2 * * *");
        }
        if !(1..=366).contains(&self.backup.keep) {
            return value("backup.keep", "must be from 1 to 366");
        }
        self.centre.shown().map(drop)
    }

    /// Copies of the database that are made by themselves, where a folder for them is set.
    pub(crate) fn copies(&self) -> Option<Copies> {
        let Backup { folder, at, keep } = &self.backup;
        if folder.as_os_str().is_empty() {
            return None;
        }
        Some(Copies { folder: folder.clone(), cron: cron_of(at)?, keep: *keep })
    }

    /// Address of the database, the default one in this data folder when none is set.
    pub(crate) fn database_url(&self, data: &Path) -> String {
        if self.database.is_empty() {
            format!("sqlite://{}", data.join("sanviec.db").display())
        } else {
            self.database.clone()
        }
    }

    pub(crate) fn limits(&self) -> Limits {
        Limits {
            connections: self.limits.connections,
            header_bytes: self.limits.header_bytes,
            header_read: Duration::from_secs(self.limits.header_seconds),
            drain: Duration::from_secs(self.limits.drain_seconds),
        }
    }

    /// The settings with secrets hidden, for people to read.
    pub(crate) fn shown(&self) -> Self {
        let mut shown = self.clone();
        shown.database = hide_password(&shown.database);
        for value in shown.sms.headers.values_mut().chain(shown.zalo.headers.values_mut()) {
            "…".clone_into(value);
        }
        shown
    }
}

/// Whether a text is the address of a site: what letters and links begin with.
fn is_address(url: &str) -> bool {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://")).unwrap_or_default();
    !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_graphic())
}

/// Replaces what stands between the user's name and the host.
pub(crate) fn hide_password(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_owned() };
    let Some((account, host)) = rest.rsplit_once('@') else { return url.to_owned() };
    let name = account.split(':').next().unwrap_or_default();
    format!("{scheme}://{name}:…@{host}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_are_made_only_where_a_folder_is_set() {
        let mut settings = Settings::default();
        assert!(settings.copies().is_none());
        settings.backup.folder = "/backup".into();
        let copies = settings.copies().expect("a folder is set");
        assert_eq!((copies.cron.as_str(), copies.keep), ("0 30 2 * * *", 7));
    }

    #[test]
    fn the_address_of_the_site_loses_its_last_slash() {
        let folder = tempfile::tempdir().expect("folder");
        let given = Given { data: folder.path().to_path_buf(), ..Given::default() };
        for (text, address) in
            [("https://x.vn/", "https://x.vn"), ("http://127.0.0.1:80", "http://127.0.0.1:80"), ("", "")]
        {
            std::fs::write(folder.path().join(FILE), format!("public_url = \"{text}\"")).expect("file");
            assert_eq!(Settings::load(&given).expect("fine").public_url, address);
        }
    }

    #[test]
    fn passwords_are_hidden() {
        assert_eq!(hide_password("postgres://a:p@ss@h/db"), "postgres://a:…@h/db");
        assert_eq!(hide_password("sqlite:///x.db"), "sqlite:///x.db");
    }

    #[test]
    fn unknown_keys_and_bad_values_are_refused_by_name() {
        let folder = tempfile::tempdir().expect("folder");
        let given = Given { data: folder.path().to_path_buf(), ..Given::default() };
        for (text, named) in [
            ("lisen = \"1\"", "lisen"),
            ("[log]\nformat = \"xml\"", "log.format"),
            ("[log]\nlevel = \"==\"", "log.level"),
            ("public_url = \"ftp://x\"", "public_url"),
            ("public_url = \"https://\"", "public_url"),
            ("public_url = \"vieclam.example.vn\"", "public_url"),
            ("[limits]\nrequest_seconds = 0", "request_seconds"),
            ("[limits]\nheader_seconds = 0", "header_seconds"),
            ("[limits]\nbody_bytes = 0", "body_bytes"),
            ("[tls]\nkey = \"k\"", "tls"),
            ("[exclusions]\ninstallation = \"gia-lai\"", "exclusions"),
            ("[exclusions]\nkey_file = \"k\"", "exclusions"),
            ("database = \"mysql://x\"", "database"),
            ("[postings]\ndong_per_usd = 1", "dong_per_usd"),
            ("[backup]\nat = \"2:30\"", "backup.at"),
            ("[backup]\nkeep = 0", "backup.keep"),
            ("[backup]\nfolders = \"/backup\"", "folders"),
            ("[centre]\nphone = \"0256\"", "centre.phone"),
            ("[centre]\nemail = \"lienhe\"", "centre.email"),
        ] {
            std::fs::write(folder.path().join(FILE), text).expect("file");
            let error = Settings::load(&given).expect_err("refused").to_string();
            assert!(error.contains(named), "{error}");
        }
    }
}
