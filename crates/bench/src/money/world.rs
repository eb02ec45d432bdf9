//! The exchange with its centres. Staff have no accounts: the use cases of money ask for roles and ids alone.

use crate::Failure;
use crate::people::somebody;
use chrono::NaiveDate;
use sanviec_app::accounts::add_centre;
use sanviec_app::claims::{PayingOrder, save_paying};
use sanviec_app::evidence::placement_hash;
use sanviec_app::placements::{
    self, Append, Appended, Channel, DecideRetraction, EvidenceFile, Kept, Policies, Said, Succeed, statement_of,
};
use sanviec_app::profiles::{self, Register};
use sanviec_app::secrets::Keyring;
use sanviec_app::webhooks::{self, Add, Owner};
use sanviec_app::{Actor, App, AppError, Clock, Ctx, Facts, Ids, Key, Locale, Person, Role};
use sanviec_domain::placement::{FactKind, Source, Terms};
use sanviec_domain::posting::PostingCode;
use sanviec_domain::time::{Micros, day_number};
use sanviec_domain::verification::State as Verified;
use sanviec_domain::webhook::EventKind;
use sanviec_search::Index;
use sanviec_store::{Error, Store, audit, centre, employer, organisation, placement, verification};
use std::sync::atomic::{AtomicU64, Ordering};
use uuid::Uuid;

/// What is paid for one placement.
pub(crate) const DONG: i64 = 400_000;
/// Months in which a person is not paid for twice.
pub(crate) const EXCLUSION_MONTHS: u32 = 12;
/// First day on which the policy below is in force, in days since 1970-01-01: 2026-05-31.
pub(crate) const IN_FORCE: i32 = 20_604;
const POLICY: &str = include_str!("../../../../config/policies/stable-employment-2026-1.toml");
/// What the rule compares the employer by.
pub(crate) const EMPLOYER: &str = "4100000001";
/// What it becomes.
pub(crate) const SUCCESSOR: &str = "4100000019";

/// A centre with whoever acts for it.
#[derive(Clone, Copy)]
pub(crate) struct Centre {
    pub(crate) id: Uuid,
    pub(crate) officer: Person,
    pub(crate) manager: Person,
    pub(crate) second: Person,
}

/// The exchange.
pub(crate) struct World {
    pub(crate) app: App,
    pub(crate) centres: Vec<Centre>,
    /// Who speaks for the employer.
    pub(crate) employer: Person,
    store: Store,
    keys: Keyring,
    policy: String,
    employer_id: Uuid,
    next: AtomicU64,
}

fn policy() -> String {
    POLICY
        .replace("# dong_max = 0", &format!("dong_max = {DONG}"))
        .replace("kind = \"pro-rata\"", "kind = \"pro-rata\"\ninstalments_max = 3")
}

fn app_over(store: &Store, keys: &Keyring, policy: &str, now: Micros) -> Result<App, Failure> {
    let policies = Policies::of(&[policy]).map_err(|error| error.to_string())?;
    let app = App::new(store.clone(), Index::in_memory()?, Clock::at(now), Ids::System, Facts::default());
    Ok(app.with_keys(keys.clone()).with_policies(policies))
}

/// An id that nobody else makes; the same in every run.
fn next_id(next: &AtomicU64) -> Uuid {
    Uuid::from_u128(0x0199_2222_0000_7000_8000_0000_0000_0000 + u128::from(next.fetch_add(1, Ordering::Relaxed)))
}

impl World {
    /// So many centres over this store.
    pub(crate) async fn new(store: Store, centres: usize, now: Micros) -> Result<Self, Failure> {
        let (keys, policy) = (Keyring::generated()?, policy());
        let app = app_over(&store, &keys, &policy, now)?;
        let next = AtomicU64::new(1);
        let employer_id = next_id(&next);
        let employer = Person {
            account_id: next_id(&next),
            session_id: Uuid::nil(),
            role: Role::EmployerAdministrator,
            centre_id: None,
            employer_id: Some(employer_id),
            is_fresh: true,
        };
        let mut world = Self { app, centres: Vec::new(), employer, store, keys, policy, employer_id, next };
        let row = employer::Row {
            id: world.employer_id,
            version: 1,
            name: "Công ty TNHH Phú Tài".into(),
            name_key: "cong ty tnhh phu tai".into(),
            name_sort: b"phu tai".to_vec(),
            tax_code: Some(EMPLOYER.into()),
            kind: None,
            verified_at: None,
            created_at: now.0,
            updated_at: now.0,
        };
        let rows = std::slice::from_ref(&row);
        let write = world
            .store
            .write("employ", |tx| Box::pin(async move { employer::upsert_by_name_key(tx, rows).await.map(|_| ()) }));
        write.await?;
        for number in 0..centres {
            let centre = world.centre(number).await?;
            world.centres.push(centre);
        }
        world.verify().await?;
        Ok(world)
    }

    /// The employer is an organisation that the first centre verified, or it would not be heard.
    async fn verify(&self) -> Result<(), Failure> {
        let first = self.centres.first().ok_or("no centre")?;
        let known = &organisation::Row {
            id: self.employer_id,
            version: 1,
            kind: "enterprise".into(),
            centre_id: first.id,
            tax_code: Some(EMPLOYER.into()),
            number: None,
            number_lookup: None,
            employer_type: "non_state".into(),
            industry_code: "C".into(),
            size: "51_100".into(),
            details: Vec::new(),
            entered_by: None,
            due_at: None,
            created_at: 0,
            updated_at: 0,
        };
        let found = &verification::Row {
            organisation_id: self.employer_id,
            version: 1,
            state: Verified::Verified.code().into(),
            since_at: Some(0),
            until_at: Some(i64::MAX),
            answer_state: None,
            answer_due_on: None,
            answer_done_on: None,
            closed_state: None,
            closed_at: None,
            closed_reason: None,
            due_at: None,
            updated_at: 0,
            renewal_at: None,
            renewal_from: None,
            told: None,
        };
        let write = self.store.write("verify", |tx| {
            Box::pin(async move {
                organisation::insert(tx, known).await?;
                verification::insert(tx, found).await
            })
        });
        Ok(write.await?)
    }

    fn next_id(&self) -> Uuid {
        next_id(&self.next)
    }

    /// How a centre is called.
    pub(crate) async fn name_of(&self, centre: Centre) -> Result<String, Failure> {
        let row = centre::find(self.app.store().reader(), centre.id).await?;
        Ok(row.ok_or("a centre that is not there")?.name)
    }

    async fn centre(&self, number: usize) -> Result<Centre, Failure> {
        let operator = self.app.ctx(Actor::Operator, Locale::Vi);
        let name = format!("Trung tâm Dịch vụ việc làm {number}");
        let id = add_centre(&self.app, &operator, &name, "52").await?;
        let person = |role| Person {
            account_id: self.next_id(),
            session_id: Uuid::nil(),
            role,
            centre_id: Some(id),
            employer_id: None,
            is_fresh: true,
        };
        let centre = Centre {
            id,
            officer: person(Role::Officer),
            manager: person(Role::CentreManager),
            second: person(Role::CentreManager),
        };
        let order = PayingOrder {
            version: 0,
            payer_name: "Kho bạc Nhà nước".into(),
            payer_bank: "970436".into(),
            payer_account: "0071000912345".into(),
            payee_name: name,
            payee_bank: "BFTVVNVX".into(),
            payee_account: "1023456789".into(),
        };
        save_paying(&self.app, &self.ctx(centre.manager), order, &Key::fresh()?).await?;
        // A program that is told when a placement counts, and when it counts no more.
        let told = Add {
            name: format!("Phần mềm {number}"),
            address: format!("https://trung-tam-{number}.example.vn/nghe"),
            events: [EventKind::PlacementConfirmed, EventKind::PlacementRevoked].map(|kind| kind.code().into()).into(),
        };
        webhooks::add(&self.app, &self.ctx(centre.manager), Owner::Centre(id), told, &Key::fresh()?).await?;
        Ok(centre)
    }

    pub(crate) fn ctx(&self, person: Person) -> Ctx {
        self.app.ctx(Actor::Person(person), Locale::Vi)
    }

    pub(crate) fn system(&self) -> Ctx {
        self.app.ctx(Actor::System, Locale::Vi)
    }

    /// A process that ended and was started again: it knows what the database knows.
    pub(crate) fn restart(&mut self) -> Result<(), Failure> {
        self.app = app_over(&self.store, &self.keys, &self.policy, self.app.clock().now())?;
        Ok(())
    }

    pub(crate) const fn store(&self) -> &Store {
        &self.store
    }

    /// What the policy asks of a placement.
    pub(crate) fn terms(&self) -> Result<Terms, Failure> {
        Ok(Kept::read(&self.policy).map_err(|error| error.to_string())?.policy.terms)
    }

    /// Somebody with a personal number, registered at a centre.
    pub(crate) async fn person(&self, centre: Centre, number: usize) -> Result<Uuid, Failure> {
        let content = somebody("Nguyễn Thị Lan", &format!("052194{number:06}"), "", "");
        let register = Register { content, branch_id: None };
        let id = profiles::register(&self.app, &self.ctx(centre.officer), register, &Key::fresh()?).await?;
        Ok(id.0)
    }

    /// The row of a placement; its facts come one by one.
    pub(crate) async fn placement(&self, centre: Centre, profile_id: Uuid) -> Result<String, Failure> {
        let (id, now) = (self.next_id(), self.app.clock().now());
        let kept = Kept::read(&self.policy).map_err(|error| error.to_string())?;
        let file = placement::Policy {
            hash: kept.hash.to_vec(),
            name: kept.policy.name.clone(),
            version: kept.policy.version.clone(),
            file: kept.file.clone(),
        };
        let row = placement::Row {
            centre_id: centre.id,
            profile_id,
            employer_id: self.employer_id,
            employer_code: EMPLOYER.into(),
            origin: "referral".into(),
            placed_on: day_number(now.day()),
            programme: "stable-employment".into(),
            province: "52".into(),
            ..placement::Row::blank(id, now.0)
        };
        let created = self.created(centre, &row);
        let (row, file, created) = (&row, &file, std::slice::from_ref(&created));
        let write = self.store.write("place", |tx| {
            Box::pin(async move {
                placement::keep_policy(tx, file, row.created_at).await?;
                placement::insert(tx, row).await?;
                audit::append(tx, created).await?;
                Ok::<(), Error>(())
            })
        });
        write.await?;
        Ok(PostingCode::of(id).to_string())
    }

    /// What the audit says of a new placement; evidence begins with it.
    fn created(&self, centre: Centre, row: &placement::Row) -> audit::Row {
        let ctx = self.ctx(centre.officer);
        audit::Row {
            id: 0,
            at: ctx.now.0,
            actor: ctx.actor.name(),
            role: ctx.actor.role().to_owned(),
            action: "create_placement".into(),
            entity: "placement".into(),
            entity_id: row.id,
            before: None,
            after: Some(format!(r#"{{"origin":"referral","hash":"{}"}}"#, placement_hash(row))),
            request_id: None,
            centre_id: Some(centre.id),
        }
    }

    /// Records a fact through the use case; its code.
    pub(crate) async fn say(
        &self,
        centre: Centre,
        placement: &str,
        (json, source): (&str, Source),
        key: &Key,
    ) -> Result<Appended, AppError> {
        let statement = statement_of(json)?;
        let ctx = self.ctx(if source == Source::Employer { self.employer } else { centre.officer });
        let channel = match source {
            Source::Insurer | Source::Payroll => Channel::File,
            Source::Employer | Source::Worker => Channel::Page,
            Source::Officer if statement.kind() == FactKind::Attestation => Channel::Visit,
            Source::Officer | Source::Centre => Channel::Desk,
        };
        let kept = match channel {
            Channel::File => {
                let file = EvidenceFile { source, bytes: b"placement,from,through,employed\n".to_vec() };
                Some(placements::keep_file(&self.app, &ctx, &file).await?.hash)
            }
            Channel::Desk | Channel::Page | Channel::Link | Channel::Api | Channel::Visit => None,
        };
        // The number of an electronic contract proves one placement.
        let reference = Some(format!("E-{placement}"));
        let said = Said { says: statement, source, channel, document_hash: kept, reference };
        let order = Append { placement: placement.to_owned(), version: None, said };
        placements::append(&self.app, &ctx, order, key).await
    }

    /// An employer becomes another one, for everybody whom a centre follows there.
    pub(crate) async fn succeed(&self, centre: Centre, json: &str, key: &Key) -> Result<u32, AppError> {
        let said = Said {
            says: statement_of(json)?,
            source: Source::Officer,
            channel: Channel::Desk,
            document_hash: None,
            reference: Some("E-2".into()),
        };
        placements::succeed(&self.app, &self.ctx(centre.officer), Succeed { said }, key).await
    }

    /// The second person of a centre about a retraction of what was paid by.
    pub(crate) async fn decide_retraction(
        &self,
        centre: Centre,
        (placement, retraction): (&str, &str),
        is_confirmed: bool,
        key: &Key,
    ) -> Result<(), AppError> {
        let order = DecideRetraction {
            placement: placement.to_owned(),
            retraction: retraction.to_owned(),
            is_confirmed,
            note: "đã xem".into(),
        };
        placements::decide_retraction(&self.app, &self.ctx(centre.manager), order, key).await
    }

    /// The first contract, indefinite, that both signed today, from tomorrow on.
    pub(crate) async fn contracted(&self, centre: Centre, placement: &str) -> Result<(), Failure> {
        let today = self.app.clock().now().day();
        let contract = Signed {
            id: format!("C-{placement}"),
            employer: EMPLOYER,
            start: today.succ_opt().unwrap_or(today),
            through: None,
        };
        for json in contract.facts(today) {
            self.say(centre, placement, (&json, Source::Officer), &Key::fresh()?).await?;
        }
        Ok(())
    }
}

/// A contract that both sides signed.
pub(crate) struct Signed {
    pub(crate) id: String,
    pub(crate) employer: &'static str,
    pub(crate) start: NaiveDate,
    /// Planned last day; indefinite without one.
    pub(crate) through: Option<NaiveDate>,
}

impl Signed {
    /// The contract and its two signatures of that day.
    pub(crate) fn facts(&self, signed_on: NaiveDate) -> [String; 3] {
        let Self { id, employer, start, through } = self;
        let form = if through.is_some() { "fixed-term" } else { "indefinite" };
        let through = through.map_or_else(|| "null".to_owned(), |day| format!("\"{day}\""));
        let signature = |party: &str| {
            format!(
                r#"{{"kind":"signature","contract":"{id}","party":"{party}","signed_on":"{signed_on}","method":"digital"}}"#
            )
        };
        [
            format!(
                r#"{{"kind":"contract","contract":"{id}","employer":"{employer}","form":"{form}","start":"{start}","through":{through}}}"#
            ),
            signature("employer"),
            signature("worker"),
        ]
    }
}
