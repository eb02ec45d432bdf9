//! Putting the parts together: settings, store, index, use cases.

use crate::cli::Place;
use crate::settings::{Given, Settings};
use crate::signatures::OwnProcess;
use crate::{Failure, telemetry};
use sanviec_app::claims::Sharing;
use sanviec_app::placements::Policies;
use sanviec_app::secrets::{Keyring, SharedKey};
use sanviec_app::{App, Clock, Facts, Ids};
use sanviec_search::Index;
use sanviec_store::{Migrate, Store, key_mark};
use std::fs::DirBuilder;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Settings for a place, with logging started.
pub(crate) fn settings(place: &Place) -> Result<Settings, Failure> {
    let given = Given { data: place.data.clone(), database: place.database.clone(), listen: place.listen };
    let settings = Settings::load(&given)?;
    telemetry::start_logging(&settings.log);
    Ok(settings)
}

/// The database. SQLite migrates when opened; PostgreSQL only by `db migrate`.
pub(crate) async fn store(place: &Place, settings: &Settings, migrate: Option<Migrate>) -> Result<Store, Failure> {
    make_folder(&place.data)?;
    opened(place, settings, migrate).await
}

/// The data folder; a new one is for its owner alone.
pub(crate) fn make_folder(data: &Path) -> std::io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(data)
}

/// The database of an exchange that is there. A mistyped folder must not become a new exchange, in which nothing is
/// wrong and nobody is known.
pub(crate) async fn existing_store(
    place: &Place,
    settings: &Settings,
    migrate: Option<Migrate>,
) -> Result<Store, Failure> {
    let chosen = sanviec_store::Settings::new(settings.database_url(&place.data));
    if let Some(file) = chosen.sqlite_file().filter(|file| !file.exists()) {
        let file = file.display();
        let vi = format!(
            "không có cơ sở dữ liệu {file}; xem lại --data (SANVIEC_DATA) và --database, hoặc tạo bằng sanviec init"
        );
        let en = format!(
            "there is no database {file}; check --data (SANVIEC_DATA) and --database, or make one: sanviec init"
        );
        return Err(format!("{vi} / {en}").into());
    }
    opened(place, settings, migrate).await
}

async fn opened(place: &Place, settings: &Settings, migrate: Option<Migrate>) -> Result<Store, Failure> {
    let mut chosen = sanviec_store::Settings::new(settings.database_url(&place.data));
    let default = match chosen.backend()? {
        sanviec_store::Backend::Sqlite => Migrate::Auto,
        sanviec_store::Backend::Postgres => Migrate::Check,
    };
    chosen.migrate = migrate.unwrap_or(default);
    Ok(Store::open(chosen).await?)
}

/// The database as it stands, for a look that changes nothing: no folder, no file and no step of the schema is made.
pub(crate) async fn store_to_look(place: &Place, settings: &Settings) -> Result<Store, Failure> {
    let chosen = sanviec_store::Settings::new(settings.database_url(&place.data));
    Ok(Store::open(sanviec_store::Settings { migrate: Migrate::Skip, look_only: true, ..chosen }).await?)
}

pub(crate) fn facts(settings: &Settings) -> Facts {
    Facts {
        days_without_deadline: settings.postings.days_without_deadline,
        dong_per_usd: settings.postings.dong_per_usd,
        days_readable_after_end: settings.postings.days_readable_after_end,
        searches: settings.limits.searches,
        local_webhooks: settings.webhooks.local,
        operator_passkeys: settings.accounts.operator_passkeys,
        unused_file_days: settings.uploads.unused_file_days,
        scans: sanviec_jobs::Scanner::parse(&settings.uploads.scanner).is_some(),
        copies: settings.copies(),
        ..Facts::default()
    }
}

/// The keys of sealed fields: from the file that was set, or from the data folder, where they are made the first time.
/// For a database that was written with keys none are made up: its own have to come back.
pub(crate) async fn keys(store: &Store, data: &Path, settings: &Settings) -> Result<Keyring, Failure> {
    let file = key_file(data, settings);
    demand_keys(&file, &key_mark::list(store.reader()).await?)?;
    Ok(Keyring::load_or_create(&file)?)
}

/// Refuses a key file that is not there although the database has marks of its keys.
pub(crate) fn demand_keys(file: &Path, marks: &[(String, Vec<u8>)]) -> Result<(), Failure> {
    if file.exists() || marks.is_empty() {
        return Ok(());
    }
    let file = file.display();
    Err(format!("the key file {file} is missing; copy it back, this database cannot be read without").into())
}

/// Where the keys are.
pub(crate) fn key_file(data: &Path, settings: &Settings) -> PathBuf {
    settings.keys_file.clone().unwrap_or_else(|| data.join("keys"))
}

/// The use cases over a store, the keys, and the index below the data folder.
pub(crate) async fn app(store: Store, data: &Path, settings: &Settings, facts: Facts) -> Result<App, Failure> {
    app_at(Clock::System, store, data, settings, facts).await
}

/// The same by a clock of the caller's.
pub(crate) async fn app_at(
    clock: Clock,
    store: Store,
    data: &Path,
    settings: &Settings,
    facts: Facts,
) -> Result<App, Failure> {
    let index = Index::open(&data.join("index"))?;
    let keys = keys(&store, data, settings).await?;
    let words = Arc::new(crate::post::words(settings)?);
    let app = App::new(store, index, clock, Ids::System, facts).with_policies(policies(settings)?);
    let mut app = with_sharing(app.with_keys(keys).with_wording(words), settings)?;
    if let Some((trust, pem)) = crate::signatures::trust_list(settings)? {
        app = app.with_signatures(Arc::new(OwnProcess::new(&trust, pem)?));
    }
    Ok(app.with_providers(crate::identity::providers(settings)?))
}

/// What lists of exclusions are shared by, where it is set up.
pub(crate) fn sharing(settings: &Settings) -> Result<Option<Sharing>, Failure> {
    let crate::settings::Exclusions { installation, key_file } = &settings.exclusions;
    let Some(file) = key_file else { return Ok(None) };
    let sharing = Sharing::new(installation, SharedKey::load(file)?);
    let wrong = "exclusions.installation: write 2 to 40 small letters, digits and hyphens, as gia-lai";
    sharing.map(Some).ok_or_else(|| wrong.into())
}

/// The same use cases with what lists of exclusions are shared by.
pub(crate) fn with_sharing(app: App, settings: &Settings) -> Result<App, Failure> {
    Ok(match sharing(settings)? {
        Some(sharing) => app.with_sharing(sharing),
        None => app,
    })
}

/// The policies that come with the program, and those of the operator's folder.
pub(crate) fn policies(settings: &Settings) -> Result<Policies, Failure> {
    let Some(folder) = &settings.policies_folder else { return Ok(Policies::embedded()) };
    let named = |what: &dyn std::fmt::Display, path: &Path| format!("policies_folder: {}: {what}", path.display());
    let listed = std::fs::read_dir(folder).map_err(|error| named(&error, folder))?;
    let mut paths = Vec::new();
    for entry in listed {
        let path = entry.map_err(|error| named(&error, folder))?.path();
        if path.extension().is_some_and(|end| end == "toml") {
            paths.push(path);
        }
    }
    paths.sort();
    let mut files = Vec::with_capacity(paths.len());
    for path in &paths {
        let file = std::fs::read_to_string(path).map_err(|error| named(&error, path))?;
        Policies::of(&[&file]).map_err(|error| named(&error, path))?;
        files.push(file);
    }
    Policies::embedded_and(&files).map_err(|error| named(&error, folder).into())
}

/// The use cases over a store and the index that a server may be writing: read only. `None` when there is no index.
pub(crate) fn app_reading_index(store: Store, data: &Path, settings: &Settings) -> Result<Option<App>, Failure> {
    let index = Index::open_existing(&data.join("index"))?;
    let policies = policies(settings)?;
    let app = |index| App::new(store, index, Clock::System, Ids::System, facts(settings)).with_policies(policies);
    Ok(index.map(app))
}

/// The use cases without an index on disk, for commands that run beside a server.
pub(crate) fn app_without_index(store: Store, settings: &Settings) -> Result<App, Failure> {
    let app = App::new(store, Index::in_memory()?, Clock::System, Ids::System, facts(settings));
    Ok(app.with_policies(policies(settings)?))
}
