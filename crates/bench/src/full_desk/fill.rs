//! The whole: vacancies, people, applications, letters; then the database is opened anew, each commit synced.

use super::{Cookies, cases, people, waiting};
use crate::people::Counter;
use crate::{Failure, data, scratch};
use sanviec_app::secrets::Keyring;
use sanviec_app::{App, Clock, Ctx, Facts, Ids};
use sanviec_demo::Style;
use sanviec_domain::posting::PostingCode;
use sanviec_search::Index;
use sanviec_store::{Settings, Store, posting};
use std::path::Path;
use uuid::Uuid;

/// Rows of one transaction.
pub(super) const AT_ONCE: usize = 20_000;
/// Vacancies of one page of the table.
const PAGE: u64 = 500;

/// How much.
pub(crate) struct Size {
    pub(crate) people: usize,
    pub(crate) applications: usize,
    pub(crate) postings: usize,
    pub(crate) letters: usize,
}

/// What was filled.
pub(crate) struct Filled {
    pub(crate) app: App,
    pub(crate) officer: Ctx,
    /// Somebody of the employer with the most applications.
    pub(crate) member: Ctx,
    /// Codes of some people, vacancies and applications to that employer.
    pub(crate) people: Vec<String>,
    pub(crate) postings: Vec<String>,
    pub(crate) applications: Vec<String>,
    /// Codes of some open letters of the officer.
    pub(crate) letters: Vec<String>,
    /// Those who ask for pages.
    pub(crate) cookies: Cookies,
}

/// Fills a folder that the server can be started over: the keys lie where it looks for them.
pub(crate) async fn fill(folder: &Path, size: &Size) -> Result<Filled, Failure> {
    let keys = Keyring::load_or_create(&folder.join("keys"))?;
    let app = data::app(scratch::sqlite(folder, false).await?, Clock::System)?;
    let counter = Counter::over(app.with_keys(keys)).await?;
    let adverts: Vec<_> = data::generator(1, Clock::System.now().day(), Style::Bulk).take(size.postings).collect();
    data::take(&counter.app, &adverts).await?;
    let postings = postings(&counter).await?;
    let titles: Vec<&str> = adverts.iter().map(|advert| advert.title.as_str()).collect();
    let places: Vec<&str> = adverts.iter().filter_map(|advert| advert.locations.first()).map(String::as_str).collect();
    let registered = people::registered(&counter, &titles, &places).await?;
    let sealed = people::fill(&counter, folder, &registered, size.people).await?;
    eprintln!("{} people are there", size.people);
    let applied = cases::applications(&counter, (&postings, &sealed), size.applications).await?;
    eprintln!("{} applications are there", size.applications);
    let letters = cases::letters(&counter, (&postings, &sealed, &registered), size.letters).await?;
    waiting::lists(&counter, &postings).await?;
    waiting::pairs(folder, &sealed, people::REGISTERED).await?;
    let cookies = waiting::cookies(&counter, applied.employer).await?;
    let member = counter.member(applied.employer).await?;
    let Counter { app, officer, .. } = counter;
    let keys = app.keys()?.clone();
    app.finish().await;
    app.store().close().await?;
    let store = Store::open(Settings::new(scratch::sqlite_url(folder))).await?;
    let app = App::new(store, Index::in_memory()?, Clock::System, Ids::System, Facts::default()).with_keys(keys);
    let code = |id: &Uuid| PostingCode::of(*id).to_string();
    Ok(Filled {
        app,
        officer,
        member,
        people: sealed.iter().step_by((sealed.len() / 500).max(1)).map(code).collect(),
        postings: postings.iter().step_by((postings.len() / 100).max(1)).map(|row| code(&row.id)).collect(),
        applications: applied.some.iter().map(code).collect(),
        letters: letters.iter().map(code).collect(),
        cookies,
    })
}

async fn postings(counter: &Counter) -> Result<Vec<posting::Row>, Failure> {
    let (mut all, mut after) = (Vec::new(), None);
    loop {
        let page = posting::list_all(counter.app.store().reader(), after, PAGE).await?;
        let Some(last) = page.last() else { return Ok(all) };
        after = Some(last.id);
        all.extend(page.into_iter().filter(|row| row.state == "published"));
    }
}
