//! Programs with keys at the placements of their organisation: what each scope opens and what no key does, how a key
//! ends, who stands behind it, and that what is done with one is done once and stands in the audit under it.

use axum::body::Body;
use axum::http::{Request, header};
use sanviec_app::api_keys::{self, NewKey};
use sanviec_app::applications::{self, Answer};
use sanviec_app::{AppError, Ctx, Ids, Role, Thing, hiring, placements, profiles};
use sanviec_domain::application::Command;
use sanviec_domain::placement::Source;
use sanviec_domain::posting::PostingCode;
use sanviec_store::testing::{as_superuser, each_backend};
use sanviec_store::{Store, audit, membership, organisation_member};
use serde_json::{Value, json};
use uuid::Uuid;

use super::super::hiring::STEPS;
use super::super::site::World;
use super::Walk;
use super::things::{ctx_of, key};

/// Programs of two organisations, and a placement with the first of them.
struct Programs {
    walk: Walk,
}

impl Programs {
    async fn new(store: Store) -> Self {
        Self { walk: Walk::over(World::over(store).await).await }
    }

    /// Whoever administers the organisation of the placement, as of now.
    fn own(&self) -> Ctx {
        let (account, place) = (self.walk.people[&Role::EmployerAdministrator].0, self.walk.places.employer);
        ctx_of(&self.walk.world, account, Role::EmployerAdministrator, Thing::of_employer(place))
    }

    /// Whoever administers the other one.
    fn rival(&self) -> Ctx {
        let (account, place) = (self.walk.people_there[&Role::EmployerAdministrator], self.walk.places.other_employer);
        ctx_of(&self.walk.world, account, Role::EmployerAdministrator, Thing::of_employer(place))
    }

    /// A key of an organisation with this scope, and its id.
    async fn key(&self, by: &Ctx, scope: &str) -> (String, Uuid) {
        let organisation = by.actor.person().and_then(|person| person.employer_id).expect("an organisation");
        let new = NewKey { name: "Phần mềm nhân sự".to_owned(), scope: scope.to_owned() };
        let issued = api_keys::issue(&self.walk.world.app, by, organisation, new, &key()).await.expect("issued");
        (issued.key, issued.id)
    }

    /// The key that comes in place of one of the own organisation.
    async fn replaced(&self, id: Uuid) -> String {
        let (app, organisation) = (&self.walk.world.app, self.walk.places.employer);
        api_keys::rotate(app, &self.own(), organisation, id, &key()).await.expect("replaced").key
    }

    fn placement(&self, rest: &str) -> String {
        format!("/api/v1/placements/{}{rest}", self.walk.placement)
    }

    /// What a program is answered: status and body. `form` is the idempotency key.
    async fn send(&self, method: &str, path: &str, (bearer, form): (&str, &str), body: &Value) -> (u16, Value) {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::AUTHORIZATION, format!("Bearer {bearer}"))
            .header("idempotency-key", form)
            .header(header::CONTENT_TYPE, "application/json");
        let answer = self.walk.world.ask(request.body(Body::from(body.to_string())).expect("a request")).await;
        (answer.status.as_u16(), serde_json::from_str(&answer.text).unwrap_or_default())
    }

    async fn get(&self, path: &str, bearer: &str) -> (u16, Value) {
        self.send("GET", path, (bearer, ""), &Value::Null).await
    }

    /// Records something of the placement under an idempotency key of its own.
    async fn record(&self, bearer: &str, body: &Value) -> (u16, Value) {
        self.send("POST", &self.placement("/facts"), (bearer, key().as_str()), body).await
    }

    /// Begins a placement.
    async fn create(&self, keys: (&str, &str), body: &Value) -> (u16, Value) {
        self.send("POST", "/api/v1/placements", keys, body).await
    }

    async fn facts(&self, bearer: &str) -> Vec<Value> {
        let (status, facts) = self.get(&self.placement("/timeline"), bearer).await;
        assert_eq!(status, 200, "{facts}");
        facts.as_array().expect("a list").clone()
    }
}

/// What an employer may say of days.
fn worked() -> Value {
    json!({"says": {"kind": "attestation", "from": "2026-11-20", "through": "2026-11-23", "employed": true}})
}

fn names(problem: &Value, scope: &str) -> bool {
    problem["detail"].as_str().is_some_and(|detail| detail.contains(&format!("phạm vi {scope}")))
}

fn code(problem: &Value) -> &str {
    problem["errors"][0]["code"].as_str().unwrap_or_default()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_opens_placements_as_far_as_its_scope_goes_and_nothing_beside() {
    each_backend(|fresh| async move {
        let programs = Box::pin(Programs::new(fresh.store)).await;
        Box::pin(scopes(&programs)).await;
        Box::pin(limits(&programs)).await;
    })
    .await;
}

async fn scopes(programs: &Programs) {
    let (own, placement, facts) = (programs.own(), programs.placement(""), programs.placement("/facts"));
    let (reads, _) = programs.key(&own, "placements_read").await;
    let (records, _) = programs.key(&own, "placements_record").await;
    let (posts, _) = programs.key(&own, "write").await;
    let (looks, _) = programs.key(&own, "read").await;
    for bearer in [&reads, &records] {
        let (status, seen) = programs.get(&placement, bearer).await;
        assert_eq!((status, &seen["id"]), (200, &json!(programs.walk.placement)), "{seen}");
        assert!(programs.facts(bearer).await.is_empty());
    }
    let timeline = programs.placement("/timeline");
    let created = json!({"application": programs.walk.application});
    let nothing = Value::Null;
    for (bearer, method, path, body, scope) in [
        (&posts, "GET", placement.as_str(), &nothing, "placements_read"),
        (&looks, "GET", timeline.as_str(), &nothing, "placements_read"),
        (&posts, "POST", facts.as_str(), &worked(), "placements_record"),
        (&reads, "POST", facts.as_str(), &worked(), "placements_record"),
        (&reads, "POST", "/api/v1/placements", &created, "placements_record"),
        (&reads, "GET", "/api/v1/own/postings/x", &nothing, "read"),
        (&records, "POST", "/api/v1/postings", &json!({"fields": {}}), "write"),
        (&looks, "POST", "/api/v1/postings", &json!({"fields": {}}), "write"),
    ] {
        let (status, problem) = programs.send(method, path, (bearer, key().as_str()), body).await;
        assert!(status == 403 && names(&problem, scope), "{method} {path} takes {scope}: {status} {problem}");
    }
    // What is somebody else's is not there, whatever the scope.
    let (rival, _) = programs.key(&programs.rival(), "placements_record").await;
    for (method, path, body) in [
        ("GET", &placement, &nothing),
        ("GET", &timeline, &nothing),
        ("POST", &facts, &worked()),
        ("POST", &"/api/v1/placements".to_owned(), &created),
    ] {
        let (status, problem) = programs.send(method, path, (&rival, key().as_str()), body).await;
        assert_eq!(status, 404, "{method} {path}: {problem}");
    }
    // Without a key that is known, and where a session is needed.
    for bearer in ["", "sv_0000_1", &records[..records.len() - 1]] {
        assert_eq!(programs.get(&placement, bearer).await.0, 403, "{bearer}");
    }
    for rest in ["/retractions", "/preview"] {
        let method = if rest == "/preview" { "POST" } else { "GET" };
        let path = programs.placement(rest);
        assert_eq!(programs.send(method, &path, (&records, ""), &worked()).await.0, 403, "{path}");
    }
    assert_eq!(programs.get("/api/v1/placements", &records).await.0, 403, "the list is the centre's");
    assert!(programs.facts(&records).await.is_empty(), "nothing was recorded");
}

/// What an employer may not say it may not say by a program either, and what takes a fresh sign-in no program does.
async fn limits(programs: &Programs) {
    let (records, id) = programs.key(&programs.own(), "placements_record").await;
    let signed = json!({"kind": "signature", "contract": "HĐ 1", "party": "employer", "signed_on": "2026-11-24",
        "method": "platform"});
    let days = worked()["says"].clone();
    let foreign = json!({"kind": "succession", "from_employer": "0100233488", "to_employer": "0300588569",
        "on": "2026-11-24"});
    for (body, wrong) in [
        (json!({"says": signed}), "sign_yourself"),
        (json!({"source": "worker", "says": days}), "source_refused"),
        (json!({"source": "centre", "says": days}), "source_refused"),
        (json!({"visited_on": "2026-11-24", "says": days}), "source_refused"),
        (json!({"says": foreign}), "source_refused"),
    ] {
        let (status, problem) = programs.record(&records, &body).await;
        assert_eq!((status, code(&problem)), (422, wrong), "{body}: {problem}");
    }
    let form = key();
    let facts = programs.placement("/facts");
    let sent = programs.send("POST", &facts, (&records, form.as_str()), &worked()).await;
    assert_eq!(sent.0, 201, "{}", sent.1);
    let again = programs.send("POST", &facts, (&records, form.as_str()), &worked()).await;
    assert_eq!(again, sent, "the same key has one effect and one answer");
    let replaced = programs.replaced(id).await;
    let again = programs.send("POST", &facts, (&replaced, form.as_str()), &worked()).await;
    assert_eq!(again, sent, "so it has with the API key that came in place of the first");
    let other = json!({"says": {"kind": "attestation", "from": "2026-11-20", "through": "2026-11-20",
        "employed": false}});
    let (status, problem) = programs.send("POST", &facts, (&records, form.as_str()), &other).await;
    assert_eq!((status, code(&problem)), (422, "form_used"), "{problem}");
    assert_eq!(problem["errors"][0]["field"], "Idempotency-Key", "a program sends no form: {problem}");
    assert!(problem["detail"].as_str().is_some_and(|detail| detail.contains("giá trị mới")), "{problem}");
    let told = programs.facts(&records).await;
    assert_eq!(told.len(), 1);
    assert_eq!((&told[0]["fact"]["source"], &told[0]["channel"]), (&json!("employer"), &json!("api")));
    let placement = programs.walk.placement.parse::<PostingCode>().expect("a code").uuid();
    assert_eq!(by_key(programs, placement, "append_fact", id).await, 1, "it stands in the audit as the key's");
}

/// How often a key did something, as the audit has it. Nobody's account stands there.
async fn by_key(programs: &Programs, entity: Uuid, action: &str, id: Uuid) -> usize {
    let reader = programs.walk.world.app.store().reader();
    let trail = audit::list_of(reader, entity, 0, 100).await.expect("trail");
    let is_its = |row: &&audit::Row| {
        row.action == action && row.role == Role::EmployerProgram.code() && row.actor == id.to_string()
    };
    trail.iter().filter(is_its).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_begins_a_placement_with_whom_its_organisation_hired_and_once() {
    each_backend(|fresh| async move {
        let programs = Box::pin(Programs::new(fresh.store)).await;
        Box::pin(begun(&programs)).await;
    })
    .await;
}

async fn begun(programs: &Programs) {
    let (world, own) = (&programs.walk.world, programs.own());
    let (records, id) = programs.key(&own, "placements_record").await;
    let (rival, _) = programs.key(&programs.rival(), "placements_record").await;
    let application = programs.walk.objects.named("application", "own", "");
    let letter = programs.walk.objects.named("referral", "here", "");
    let named = json!({"application": application});
    let (status, problem) = programs.create((&records, key().as_str()), &named).await;
    assert_eq!((status, code(&problem)), (422, "not_hired"), "{problem}");
    applications::mark_seen(&world.app, &own, &application, &key()).await.expect("opened");
    let version = applications::applicant(&world.app, &own, &application).await.expect("an applicant").version;
    let command = Command::Hire { starts_on: own.today() };
    let answer = Answer { application: application.clone(), version, command };
    applications::answer(&world.app, &own, answer, &key()).await.expect("hired");
    Box::pin(tasks_are_the_centres(programs, (&records, &application))).await;
    let (status, unserved) = programs.create((&records, key().as_str()), &named).await;
    assert_eq!((status, code(&unserved)), (422, "cannot_follow"), "{unserved}");
    let seeker = ctx_of(world, programs.walk.people[&Role::Seeker].0, Role::Seeker, Thing::default());
    let centre = (programs.walk.places.centre, 1);
    profiles::join_centre(&world.app, &seeker, centre, &key()).await.expect("joined");
    let store = world.app.store();
    as_superuser(store, &["UPDATE profile SET state = 'deleted' WHERE state = 'live'".to_owned()]).await;
    let (status, deleted) = programs.create((&records, key().as_str()), &named).await;
    assert_eq!((status, &deleted["errors"]), (422, &unserved["errors"]), "nobody is told that a profile is gone");
    for present in ["deleted", "live"] {
        let change = "UPDATE verification SET state = 'put_off' WHERE state = 'verified'";
        as_superuser(store, &[change.to_owned()]).await;
        let (status, problem) = programs.create((&records, key().as_str()), &named).await;
        assert_eq!((status, code(&problem)), (422, "employer_not_verified"), "{present}: {problem}");
        let change = "UPDATE verification SET state = 'verified' WHERE state = 'put_off'";
        let back = "UPDATE profile SET state = 'live' WHERE state = 'deleted'";
        as_superuser(store, &[change.to_owned(), back.to_owned()]).await;
    }
    // Another's hire, the person's own word, and a letter of the centre are not the employer's to begin with.
    let report = json!({"report": {"of": application, "starts_on": "2026-11-24"}});
    for (bearer, body) in [(&rival, &named), (&records, &report), (&records, &json!({"referral": letter}))] {
        let (status, problem) = programs.create((bearer, key().as_str()), body).await;
        assert_eq!(status, 404, "{body}: {problem}");
    }
    Box::pin(tasks_are_the_centres(programs, (&records, &application))).await;
    let form = key();
    let twice = || programs.create((&records, form.as_str()), &named);
    let (first, second) = tokio::join!(twice(), twice());
    assert_eq!((first.0, &first), (201, &second), "sent twice, there once");
    let replaced = programs.replaced(id).await;
    assert_eq!(programs.create((&replaced, form.as_str()), &named).await, first, "whichever key it has by then");
    let made = first.1["id"].as_str().expect("a code");
    let (status, problem) = programs.create((&records, key().as_str()), &named).await;
    assert_eq!((status, code(&problem)), (422, "placed_already"), "{problem}");
    let (status, seen) = programs.get(&format!("/api/v1/placements/{made}"), &records).await;
    assert_eq!((status, &seen["origin"]), (200, &json!("application")), "{seen}");
    let placement = made.parse::<PostingCode>().expect("a code").uuid();
    assert_eq!(by_key(programs, placement, "create_placement", id).await, 1);
}

/// Which money pays is for good, and not for whoever hired to say, by a program or on the site.
async fn tasks_are_the_centres(programs: &Programs, (bearer, application): (&str, &str)) {
    for task in ["2021-2025", "2021-2052"] {
        let body = json!({"application": application, "task": task});
        let (status, problem) = programs.create((bearer, key().as_str()), &body).await;
        assert_eq!((status, code(&problem)), (422, "task_of_officers"), "{problem}");
    }
    let from = placements::From::Application(application.to_owned());
    let create = placements::Create { from, task: "2021-2025".to_owned() };
    let refused = placements::create(&programs.walk.world.app, &programs.own(), create, &key()).await;
    let Err(AppError::Refused(errors)) = refused else { panic!("refused") };
    assert_eq!((errors[0].field, errors[0].code), ("task", "task_of_officers"));
}

/// Whoever got no answer sends again, with another API key by then.
#[tokio::test(flavor = "multi_thread")]
async fn a_posting_that_is_sent_again_with_the_next_key_is_there_once_and_ends_once() {
    each_backend(|fresh| async move {
        let programs = Box::pin(Programs::new(fresh.store)).await;
        let (old, id) = programs.key(&programs.own(), "write").await;
        let fields = STEPS.iter().flat_map(|(_, fields)| *fields);
        let fields = fields.map(|(name, value)| ((*name).to_owned(), Value::from(*value)));
        let body = json!({"fields": fields.collect::<serde_json::Map<_, _>>()});
        let (post, form) = ("/api/v1/postings", key());
        let sent = programs.send("POST", post, (&old, form.as_str()), &body).await;
        assert_eq!(sent.0, 201, "{}", sent.1);
        let new = programs.replaced(id).await;
        assert_eq!(programs.send("POST", post, (&new, form.as_str()), &body).await, sent);
        let path = format!("{post}/{}", sent.1["id"].as_str().expect("a code"));
        let form = key();
        for bearer in [&old, &new] {
            let ended = programs.send("DELETE", &path, (bearer, form.as_str()), &Value::Null).await;
            assert_eq!(ended.0, 204, "{}", ended.1);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_ended_or_of_somebody_who_is_not_heard_records_nothing() {
    each_backend(|fresh| async move {
        let programs = Box::pin(Programs::new(fresh.store)).await;
        Box::pin(ended(&programs)).await;
        Box::pin(unheard(&programs)).await;
    })
    .await;
}

async fn ended(programs: &Programs) {
    let (app, organisation) = (&programs.walk.world.app, programs.walk.places.employer);
    let (old, id) = programs.key(&programs.own(), "placements_record").await;
    let new = api_keys::rotate(app, &programs.own(), organisation, id, &key()).await.expect("replaced");
    for bearer in [&old, &new.key] {
        assert_eq!(programs.record(bearer, &worked()).await.0, 201, "both, so that programs can change over");
    }
    app.clock().set(app.clock().now().plus_days(7));
    assert_eq!(programs.record(&old, &worked()).await.0, 403, "a week later");
    assert_eq!(programs.record(&new.key, &worked()).await.0, 201);
    api_keys::revoke(app, &programs.own(), organisation, new.id, &key()).await.expect("revoked");
    for path in ["", "/timeline"] {
        assert_eq!(programs.get(&programs.placement(path), &new.key).await.0, 403, "{path}");
    }
    assert_eq!(programs.record(&new.key, &worked()).await.0, 403);
    let (reads, _) = programs.key(&programs.own(), "placements_read").await;
    assert_eq!(programs.facts(&reads).await.len(), 3, "what was recorded with them stands");
}

/// A key is heard as whoever made it would be: not for the centre's own staff, nor for an organisation whose
/// verification is over.
async fn unheard(programs: &Programs) {
    let (app, own) = (&programs.walk.world.app, programs.own());
    app.clock().set(own.now.plus_days(300));
    let (records, _) = programs.key(&programs.own(), "placements_record").await;
    assert_eq!(programs.record(&records, &worked()).await.0, 201);
    app.clock().set(own.now.plus_days(370));
    let (status, problem) = programs.record(&records, &worked()).await;
    assert_eq!((status, code(&problem)), (422, "employer_not_verified"), "{problem}");
    app.clock().set(own.now.plus_days(301));
    let role = &membership::Row {
        id: Ids::System.next(),
        version: 1,
        account_id: programs.walk.people[&Role::EmployerAdministrator].0,
        role: Role::Officer.code().to_owned(),
        centre_id: Some(programs.walk.places.centre),
        branch_id: None,
        employer_id: None,
        since_at: own.now.0,
        ended_at: None,
    };
    let write = app.store().write("role", |tx| Box::pin(membership::insert(tx, role)));
    write.await.expect("given");
    let (status, problem) = programs.record(&records, &worked()).await;
    assert_eq!((status, code(&problem)), (422, "own_staff"), "{problem}");
}

/// A key is heard no longer than whoever made it administers the organisation, at the door and past it.
#[tokio::test(flavor = "multi_thread")]
async fn a_key_whose_maker_left_speaks_for_nobody_until_an_administrator_replaces_it() {
    each_backend(|fresh| async move {
        let programs = Box::pin(Programs::new(fresh.store)).await;
        let (records, id) = programs.key(&programs.own(), "placements_record").await;
        let (posts, poster) = programs.key(&programs.own(), "write").await;
        assert_eq!(programs.record(&records, &worked()).await.0, 201);
        let left = programs.walk.people[&Role::EmployerAdministrator].1.expect("a membership");
        let (app, now) = (&programs.walk.world.app, programs.own().now.0);
        let end = app.store().write("left", |tx| Box::pin(membership::end(tx, left, now)));
        assert!(end.await.expect("ended"));
        let (status, problem) = programs.record(&records, &worked()).await;
        assert_eq!((status, code(&problem)), (422, "key_not_led"), "{problem}");
        let own = format!("/api/v1/own/postings/{}", programs.walk.give_posting(23).await);
        for (path, bearer) in [(programs.placement(""), &records), (own, &posts)] {
            let (status, problem) = programs.get(&path, bearer).await;
            assert_eq!((status, code(&problem)), (422, "key_not_led"), "{path}: {problem}");
        }
        Box::pin(past_the_door(&programs, (id, poster))).await;
        Box::pin(replaced_by_another(&programs, id)).await;
    })
    .await;
}

/// Whoever left since a key was recognised is found out by the write itself.
async fn past_the_door(programs: &Programs, (records, posts): (Uuid, Uuid)) {
    let (app, place) = (&programs.walk.world.app, Thing::of_employer(programs.walk.places.employer));
    let by = |id: Uuid| ctx_of(&programs.walk.world, id, Role::EmployerProgram, place);
    let said = placements::Said {
        says: placements::statement_of(&worked()["says"].to_string()).expect("a statement"),
        source: Source::Employer,
        channel: placements::Channel::Api,
        document_hash: None,
        reference: None,
    };
    let append = placements::Append { placement: programs.walk.placement.clone(), version: None, said };
    let recorded = placements::append(app, &by(records), append, &key()).await.map(|_| ());
    let from = placements::From::Application(programs.walk.objects.named("application", "own", ""));
    let create = placements::Create { from, task: String::new() };
    let begun = placements::create(app, &by(records), create, &key()).await.map(|_| ());
    let posting = programs.walk.give_posting(23).await.parse::<PostingCode>().expect("a code").uuid();
    let ended = hiring::end(app, &by(posts), posting, &key()).await;
    for (what, done) in [("recorded", recorded), ("begun", begun), ("ended", ended)] {
        let Err(AppError::Refused(errors)) = done else { panic!("{what}") };
        assert_eq!(errors[0].code, "key_not_led", "{what}");
    }
}

/// The key in its place speaks as whoever replaced it, and no longer than their account is in use.
async fn replaced_by_another(programs: &Programs, id: Uuid) {
    let (world, organisation) = (&programs.walk.world, programs.walk.places.employer);
    let members = organisation_member::list(world.app.store().reader(), organisation).await.expect("members");
    let founder = members.first().expect("a founder").account_id;
    let other = ctx_of(world, founder, Role::EmployerAdministrator, Thing::of_employer(organisation));
    let new = api_keys::rotate(&world.app, &other, organisation, id, &key()).await.expect("replaced").key;
    assert_eq!(programs.record(&new, &worked()).await.0, 201);
    as_superuser(world.app.store(), &["UPDATE account SET state = 'deleted' WHERE state = 'live'".to_owned()]).await;
    let (status, problem) = programs.record(&new, &worked()).await;
    assert_eq!((status, code(&problem)), (422, "key_not_led"), "{problem}");
}
