//! The exchange that the cutting clients meet: organisations with keys for their programs, and an advert to apply for.

use crate::people::Counter;
use crate::{Failure, data};
use sanviec_app::organisations::{self, Registration};
use sanviec_app::postings::{NewPosting, publish};
use sanviec_app::secrets::{Keyring, Place};
use sanviec_app::{Actor, App, Clock, Ids, Key, Locale, Person, Role, api_keys};
use sanviec_domain::employer::tax_code;
use sanviec_domain::posting::{Content, PostingCode};
use sanviec_store::{Store, application, membership, posting};
use serde::Deserialize;
use std::collections::HashMap;
use std::path::Path;
use uuid::Uuid;

/// Postings that a program puts in with one key; the exchange takes 500 a day of one organisation.
const OF_ONE: u64 = 400;

/// What the clients need to know.
pub(super) struct Scene {
    /// Keys of as many organisations as there are postings for.
    keys: Vec<String>,
    /// Code of the advert that people apply for.
    pub(super) advert: String,
    employer: Uuid,
}

impl Scene {
    /// In this folder and store, which are closed again.
    pub(super) async fn set(folder: &Path, store: Store, postings: u64) -> Result<Self, Failure> {
        let keys = Keyring::load_or_create(&folder.join("keys"))?;
        let counter = Counter::over(data::app(store, Clock::System)?.with_keys(keys)).await?;
        let mut scene = Self { keys: Vec::new(), advert: String::new(), employer: Uuid::nil() };
        let mut numbers = (1_u64..).map(|number| format!("41{number:08}")).filter(|text| tax_code(text).is_ok());
        for number in 0..=postings / OF_ONE {
            let code = numbers.next().ok_or("no tax code is left")?;
            scene.keys.push(organisation(&counter, number, code).await?);
        }
        let operator = counter.app.ctx(Actor::Operator, Locale::Vi);
        let new = NewPosting {
            employer: "Công ty nhận hồ sơ".into(),
            content: Content::titled("Thợ hàn bậc 3".to_owned()),
        };
        let id = publish(&counter.app, &operator, new).await?.id.0;
        scene.employer = posting::load(counter.app.store().reader(), id).await?.employer_id;
        counter.vouch(scene.employer).await?;
        scene.advert = PostingCode::of(id).to_string();
        close(&counter.app).await?;
        Ok(scene)
    }

    /// Key of the organisation whose program puts this posting in.
    pub(super) fn key(&self, posting: u64) -> &str {
        &self.keys[(posting / OF_ONE) as usize % self.keys.len()]
    }

    /// Whoever administers the exchange looks at what is there.
    pub(super) async fn look(&self, folder: &Path, store: Store) -> Result<Stored, Failure> {
        let app = data::app(store, Clock::System)?.with_keys(Keyring::load_or_create(&folder.join("keys"))?);
        let operator = app.ctx(Actor::Operator, Locale::Vi);
        let chains = sanviec_app::audit::verify(&app, &operator, &[]).await?;
        let mut damage: Vec<String> = chains.all().map(|finding| format!("audit: {finding:?}")).collect();
        let problems = sanviec_store::verify::verify(app.store()).await?;
        damage.extend(problems.into_iter().map(|problem| format!("{}: {}", problem.check, problem.found)));
        let stored = Stored { titles: titles(&app).await?, phones: self.phones(&app).await?, damage };
        close(&app).await?;
        Ok(stored)
    }

    /// How often each telephone number applied.
    async fn phones(&self, app: &App) -> Result<HashMap<String, u64>, Failure> {
        #[derive(Deserialize)]
        struct Reach {
            phone: String,
        }
        let (mut counts, mut before) = (HashMap::new(), None);
        loop {
            let filter = application::Filter { before, ..application::Filter::default() };
            let page = application::list_by_employer(app.store().reader(), self.employer, filter, 1000).await?;
            let Some(last) = page.last() else { return Ok(counts) };
            before = Some(last.id);
            for row in page {
                let sealed = row.contact.ok_or("an application without a contact")?;
                let place = Place { table: "application", column: "contact", row: row.id };
                let reach: Reach = serde_json::from_slice(&app.keys()?.open(place, &sealed)?)?;
                *counts.entry(reach.phone).or_default() += 1;
            }
        }
    }
}

/// What is in the database afterwards.
pub(super) struct Stored {
    /// How many postings have this title, and the version of the last one.
    pub(super) titles: HashMap<String, (u64, i64)>,
    /// How many applications came from this telephone, in the international form.
    pub(super) phones: HashMap<String, u64>,
    /// What the checks of the database and of the audit find.
    pub(super) damage: Vec<String>,
}

async fn titles(app: &App) -> Result<HashMap<String, (u64, i64)>, Failure> {
    #[derive(Deserialize)]
    struct Titled {
        title: String,
    }
    let (mut titles, mut after) = (HashMap::new(), None);
    loop {
        let page = posting::list_all(app.store().reader(), after, 1000).await?;
        let Some(last) = page.last() else { return Ok(titles) };
        after = Some(last.id);
        for row in page {
            let titled: Titled = serde_json::from_str(&row.content)?;
            let entry: &mut (u64, i64) = titles.entry(titled.title).or_default();
            *entry = (entry.0 + 1, row.version);
        }
    }
}

async fn organisation(counter: &Counter, number: u64, code: String) -> Result<String, Failure> {
    let app = &counter.app;
    let form = Registration {
        kind: "enterprise".into(),
        number: code,
        name: format!("Công ty thử ngắt {number}"),
        employer_type: "non_state".into(),
        industry: "C".into(),
        size: "10_50".into(),
        address: "1 Trần Phú, Quy Nhơn".into(),
        phone: "0256 3822 456".into(),
        email: "cty@vidu.vn".into(),
        representative: "Lê Văn Tám".into(),
        centre: String::new(),
    };
    let id = organisations::register(app, &counter.officer, form, &Key::fresh()?).await?;
    let officer = counter.officer.actor.person().ok_or("nobody is signed in")?;
    let person =
        Person { role: Role::EmployerAdministrator, employer_id: Some(id), centre_id: None, is_fresh: true, ..officer };
    let ctx = app.ctx(Actor::Person(person), Locale::Vi);
    let administers = &membership::Row {
        id: Ids::System.next(),
        version: 1,
        account_id: person.account_id,
        role: person.role.code().to_owned(),
        centre_id: None,
        branch_id: None,
        employer_id: Some(id),
        since_at: ctx.now.0,
        ended_at: None,
    };
    app.store().write("administer", |tx| Box::pin(membership::insert(tx, administers))).await?;
    let new = api_keys::NewKey { name: "Máy chủ".into(), scope: "write".into() };
    Ok(api_keys::issue(app, &ctx, id, new, &Key::fresh()?).await?.key)
}

async fn close(app: &App) -> Result<(), Failure> {
    app.finish().await;
    Ok(app.store().close().await?)
}
