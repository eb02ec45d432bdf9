//! What programs are told of placements: that one counts, and that it counts no more, once for each change, whoever
//! notices it and however often.

use super::{Placed, leave, plain, seen_on_paper, told_by_insurer, typed};
use crate::desk::person;
use crate::forms::{code, key, thrice};
use sanviec_app::placements::{self, Append, AsOf};
use sanviec_app::webhooks::{self, Add, Owner};
use sanviec_app::{Actor, Ctx, Key, Locale, Role, Thing, accounts};
use sanviec_domain::placement::Status;
use sanviec_domain::time::Micros;
use sanviec_store::organisation;
use sanviec_store::testing::{Fresh, each_backend};
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;
use uuid::Uuid;

const ALL_DAYS: &str = r#"{"kind":"attestation","from":"2026-11-30","through":"2027-03-09","employed":true}"#;

/// A placement, with programs of its centre, of its employer and of another centre that want to be told.
struct Told {
    placed: Placed,
    /// Who may look, whose it is, and which it is.
    hooks: [(Ctx, Owner, Uuid); 3],
}

/// The employer as an organisation that a centre serves.
async fn registered(fresh: &Fresh, id: Uuid, centre_id: Uuid) {
    let row = &organisation::Row {
        id,
        version: 1,
        kind: "enterprise".into(),
        centre_id,
        tax_code: Some("4100000001".into()),
        number: None,
        number_lookup: None,
        employer_type: "private".into(),
        industry_code: "C".into(),
        size: "10-50".into(),
        details: Vec::new(),
        entered_by: None,
        due_at: None,
        created_at: 0,
        updated_at: 0,
    };
    fresh.store.write("register", |tx| Box::pin(organisation::insert(tx, row))).await.expect("registered");
}

impl Told {
    async fn new(fresh: &Fresh, starts: &str) -> Self {
        let placed = Placed::new(fresh).await;
        let world = &placed.world;
        let row = placed.seen(AsOf::default()).await.row;
        let operator = world.app.ctx(Actor::Operator, Locale::Vi);
        let name = "Trung tâm Dịch vụ việc làm Đắk Lắk";
        let other = accounts::add_centre(&world.app, &operator, name, "66").await.expect("centre");
        let of_employer = Thing::of_employer(row.employer_id);
        registered(fresh, row.employer_id, world.centre).await;
        let administrator = person(&world.app, "yen@vidu.vn", Role::EmployerAdministrator, of_employer).await;
        let stranger = person(&world.app, "dung@vidu.vn", Role::CentreManager, Thing::of_centre(other)).await;
        let mut hooks = Vec::new();
        for (who, owner) in [
            (world.manager, Owner::Centre(world.centre)),
            (administrator, Owner::Employer(row.employer_id)),
            (stranger, Owner::Centre(other)),
        ] {
            let events = ["placement.confirmed", "placement.revoked"].map(str::to_owned).to_vec();
            let add = Add { name: "Phần mềm".into(), address: "https://vidu.vn/hook".into(), events };
            let added = webhooks::add(&world.app, &world.ctx(who), owner, add, &key()).await.expect("added");
            hooks.push((world.ctx(who), owner, added.id));
        }
        let hooks = hooks.try_into().expect("three");
        let told = Self { placed, hooks };
        told.contracted_from(starts).await;
        told
    }

    async fn contracted_from(&self, starts: &str) {
        let contract = format!(
            r#"{{"kind":"contract","contract":"HĐ 1","employer":"{}","form":"indefinite","start":"{starts}",
                "through":null}}"#,
            self.placed.employer
        );
        self.placed.say(&contract, plain).await.expect("contract");
        for party in ["employer", "worker"] {
            let signature = format!(
                r#"{{"kind":"signature","contract":"HĐ 1","party":"{party}","signed_on":"2026-11-24",
                    "method":"paper-seen"}}"#
            );
            self.placed.say(&signature, seen_on_paper).await.expect("signature");
        }
    }

    fn on(&self, day: &str) {
        let day = sanviec_domain::time::parse_date(day).expect("a day");
        self.placed.world.app.clock().set(Micros::start_of(day));
    }

    async fn attest(&self, form: &Key) -> Result<placements::Appended, sanviec_app::AppError> {
        let order = Append { placement: self.placed.id.clone(), version: None, said: told_by_insurer(typed(ALL_DAYS)) };
        let world = &self.placed.world;
        placements::append(&world.app, &world.ctx(world.officer), order, form).await
    }

    /// What one program was told, the first first.
    async fn of(&self, at: usize) -> Vec<Value> {
        let (who, owner, id) = &self.hooks[at];
        let app = &self.placed.world.app;
        let found = webhooks::deliveries(app, who, *owner, (*id, None), 50).await.expect("deliveries");
        let mut bodies: Vec<Value> = found
            .iter()
            .map(|one| {
                let body: Value = serde_json::from_str(&one.body).expect("JSON");
                assert_eq!(body["type"], one.kind);
                body
            })
            .collect();
        bodies.sort_by_key(|body| body["data"]["version"].as_i64());
        bodies
    }

    /// Kinds, states and numbers of what both programs that are concerned were told; the stranger's was told nothing.
    async fn all(&self) -> Vec<(String, String, i64)> {
        let [of_centre, of_employer, of_stranger] = [self.of(0).await, self.of(1).await, self.of(2).await];
        assert_eq!(of_stranger, Vec::<Value>::new());
        assert_eq!(of_centre, of_employer);
        let text = |value: &Value| value.as_str().expect("a text").to_owned();
        let brief = |body: &Value| {
            (text(&body["type"]), text(&body["data"]["status"]), body["data"]["version"].as_i64().expect("a number"))
        };
        of_centre.iter().map(brief).collect()
    }

    async fn tick(&self) -> usize {
        let app = &self.placed.world.app;
        placements::tick(app, &app.ctx(Actor::System, Locale::Vi)).await.expect("looked")
    }

    /// Looks until nothing is due.
    async fn look(&self) {
        while self.tick().await > 0 {}
    }
}

fn told(kind: &str, status: &str, number: i64) -> (String, String, i64) {
    (format!("placement.{kind}"), status.to_owned(), number)
}

#[tokio::test(flavor = "multi_thread")]
async fn programs_are_told_of_a_placement_that_counts_and_of_one_that_counts_no_more_once_each() {
    each_backend(|fresh| async move {
        let world = Told::new(&fresh, "2026-11-30").await;
        world.on("2027-03-10");
        world.look().await;
        assert_eq!(world.all().await, []);
        let form = key();
        let fact = thrice(|| world.attest(&form)).await;
        let first = told("confirmed", "confirmed", 1);
        assert_eq!(world.all().await, std::slice::from_ref(&first));
        let data = json!({
            "placement_id": world.placed.id, "status": "confirmed", "on": "2027-03-10",
            "counted_days": 91, "required_days": 91, "version": 1,
        });
        assert_eq!(world.of(0).await[0]["data"], data, "ids, states and days, and nothing of a person");
        // What changes nothing is not told.
        world.placed.say(&leave("2026-12-07"), plain).await.expect("recorded");
        world.look().await;
        assert_eq!(world.all().await.len(), 1);
        let retraction = format!(r#"{{"kind":"retraction","retracts":"{}","why":"nhầm người"}}"#, fact.id);
        world.placed.say(&retraction, told_by_insurer).await.expect("retracted");
        assert_eq!(world.placed.status().await, Status::AwaitingEvidence);
        let second = told("revoked", "awaiting-evidence", 2);
        assert_eq!(world.all().await, [first.clone(), second.clone()]);
        world.attest(&form).await.expect("the same form again");
        assert_eq!(world.all().await.len(), 2);
        world.attest(&key()).await.expect("attested");
        world.look().await;
        assert_eq!(world.all().await, [first, second, told("confirmed", "confirmed", 3)]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_never_told_to_count_is_not_taken_back() {
    each_backend(|fresh| async move {
        let world = Told::new(&fresh, "2026-11-30").await;
        world.on("2027-03-10");
        let no = r#"{"kind":"attestation","from":"2026-12-30","through":"2026-12-30","employed":false}"#;
        world.placed.say(no, told_by_insurer).await.expect("denied");
        world.look().await;
        world.on("2027-10-10");
        world.look().await;
        assert_ne!(world.placed.status().await, Status::Confirmed);
        assert_eq!(world.all().await, []);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_is_cut_off_and_sent_again_tells_with_the_fact_or_not_at_all() {
    each_backend(|fresh| async move {
        let world = Told::new(&fresh, "2026-11-30").await;
        world.on("2027-03-10");
        let form = key();
        for milliseconds in [0, 1, 2, 4, 8, 16] {
            let _cut_off = tokio::time::timeout(Duration::from_millis(milliseconds), world.attest(&form)).await;
            world.placed.world.app.finish().await;
            let is_confirmed = world.placed.status().await == Status::Confirmed;
            assert_eq!(world.all().await.len(), usize::from(is_confirmed), "after {milliseconds} ms");
        }
        world.attest(&form).await.expect("recorded or answered");
        assert_eq!(world.all().await, [told("confirmed", "confirmed", 1)]);
    })
    .await;
}

/// With its first day excluded, three months from 6 December last through 6 March 2027; the day after is a Sunday.
#[tokio::test(flavor = "multi_thread")]
async fn five_clocks_at_once_cut_off_and_again_tell_once_on_the_very_day_that_it_counts() {
    each_backend(|fresh| async move {
        let world = Arc::new(Told::new(&fresh, "2026-12-06").await);
        world.on("2027-03-06");
        world.look().await;
        let days = r#"{"kind":"attestation","from":"2026-12-06","through":"2027-03-06","employed":true}"#;
        world.placed.say(days, told_by_insurer).await.expect("attested");
        world.look().await;
        assert_eq!(world.placed.status().await, Status::Counting, "the last day is not over");
        assert_eq!(world.all().await, []);
        world.on("2027-03-07");
        for milliseconds in [0, 1] {
            let _cut_off = tokio::time::timeout(Duration::from_millis(milliseconds), world.tick()).await;
        }
        let clocks: Vec<_> = (0..5)
            .map(|_| {
                let world = Arc::clone(&world);
                tokio::spawn(async move { world.look().await })
            })
            .collect();
        for clock in clocks {
            clock.await.expect("a clock");
        }
        world.placed.world.app.finish().await;
        world.look().await;
        let once = [told("confirmed", "confirmed", 1)];
        assert_eq!(world.all().await, once);
        assert_eq!(world.of(0).await[0]["data"]["on"], "2027-03-07");
        // A node whose clock is behind records something that changes nothing: it takes no day back.
        world.on("2027-03-06");
        world.placed.say(&leave("2026-12-08"), plain).await.expect("recorded");
        world.look().await;
        assert_eq!(world.all().await, once);
        let stale = Append { placement: world.placed.id.clone(), version: Some(1), said: typed(&leave("2026-12-09")) };
        let ctx = world.placed.world.ctx(world.placed.world.officer);
        let refused = placements::append(&world.placed.world.app, &ctx, stale, &key()).await.expect_err("moved on");
        assert_eq!(code(&refused), "conflict");
        assert_eq!(world.all().await, once, "what is refused tells nothing");
    })
    .await;
}
