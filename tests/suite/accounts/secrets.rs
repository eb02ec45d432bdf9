//! What the database does not know, and keys that come and go.

use super::{PASSWORD, PHONE, World, app_code, code, key, origin};
use crate::exchange::NOW;
use sanviec_app::accounts::{self, Ask, Purpose};
use sanviec_app::secrets::{self, Keyring, Standing};
use sanviec_app::{Actor, App, AppError, Clock, Facts, Ids, Locale};
use sanviec_search::Index;
use sanviec_store::testing::{as_superuser, each_backend};
use std::sync::Arc;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

#[tokio::test(flavor = "multi_thread")]
async fn nothing_that_was_typed_stands_readable_in_the_database() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh);
        let entered = world.seeker().await;
        let folder = tempfile::tempdir().expect("folder");
        let file = folder.path().join("copy");
        sanviec_store::backup::backup(&fresh.store, &file, NOW.0).await.expect("copy");
        let mut text = String::new();
        let packed = std::fs::File::open(&file).expect("copy");
        std::io::Read::read_to_string(&mut flate2::read::GzDecoder::new(packed), &mut text).expect("text");
        let hex = |text: &str| text.bytes().map(|byte| format!("{byte:02x}")).collect::<String>();
        assert!(text.contains("contact_point") && text.contains("$argon2id$"), "the copy holds what it should");
        for secret in ["905123456", PASSWORD, &entered.token] {
            assert!(!text.contains(secret) && !text.contains(&hex(secret)), "{secret}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_key_file_is_refused_before_it_does_harm() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh);
        let system = world.ctx(Actor::System);
        secrets::check_keys(&world.app, &system).await.expect("first start");
        secrets::check_keys(&world.app, &system).await.expect("second start");
        let other = World::new(&fresh);
        let refused = secrets::check_keys(&other.app, &system).await;
        assert!(matches!(refused, Err(AppError::Internal(_))));
        let rotated = world.app.keys().expect("keys").rotated().expect("keys");
        let index = Index::in_memory().expect("index");
        let app = App::new(fresh.store.clone(), index, Clock::at(NOW), Ids::System, Facts::default());
        secrets::check_keys(&app.with_keys(rotated), &system).await.expect("a key more");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_keys_no_use_case_makes_some_up() {
    each_backend(|fresh| async move {
        let index = Index::in_memory().expect("index");
        let app = App::new(fresh.store.clone(), index, Clock::at(NOW), Ids::System, Facts::default());
        let ask = Ask { purpose: Purpose::SignUp, contact: PHONE.into(), origin: origin("10.0.0.1") };
        let refused = accounts::ask_code(&app, &app.ctx(Actor::Public, Locale::Vi), ask, &key()).await;
        assert!(matches!(refused, Err(AppError::Internal(_))));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_rotation_everything_is_sealed_anew_and_nothing_is_lost() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh);
        let entered = world.seeker().await;
        let (secret, entered) = world.enrol(&entered).await;
        let ctx = world.ctx_of(&entered).await;
        let rotated = world.app.keys().expect("keys").rotated().expect("keys");
        let facts = Facts { hash_kib: 64, ..Facts::default() };
        let index = Index::in_memory().expect("index");
        let app = App::new(fresh.store.clone(), index, Clock::at(NOW.plus_seconds(60)), Ids::System, facts);
        let later = World { app: app.with_keys(rotated) };
        let operator = later.ctx(Actor::Operator);
        let sealed = secrets::reseal(&later.app, &operator).await.expect("sealed anew");
        assert_eq!(sealed, 9, "address, secret, where a code went, recipient and values of three messages");
        assert_eq!(secrets::reseal(&later.app, &operator).await.expect("again"), 0);
        let code = app_code(&secret, later.app.clock().now());
        let full = later.prove(later.halfway().await, &code).await.expect("in");
        let own = accounts::overview(&later.app, &later.ctx_of(&full).await).await.expect("own");
        assert_eq!(own.contacts[0].contact.as_str(), "+84905123456");
        let old = accounts::overview(&world.app, &ctx).await;
        assert!(matches!(old, Err(AppError::Internal(_))), "the old key alone opens nothing any more");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hash_of_another_cost_is_renewed_by_the_right_password_alone() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh);
        let entered = world.seeker().await;
        let account = world.ctx_of(&entered).await.actor.person().expect("person").account_id;
        let facts = Facts { hash_kib: 128, ..Facts::default() };
        let index = Index::in_memory().expect("index");
        let app = App::new(fresh.store.clone(), index, Clock::at(NOW), Ids::System, facts);
        let later = World { app: app.with_keys(world.app.keys().expect("keys").clone()) };
        let stored = async || {
            let row = sanviec_store::credential::find(fresh.store.reader(), account).await.expect("read");
            row.expect("a password").hash
        };
        later.sign_in(PHONE, "không phải mật khẩu", "10.0.0.1", &key()).await.expect_err("wrong");
        assert!(stored().await.contains("$m=64,"));
        later.sign_in(PHONE, PASSWORD, "10.0.0.1", &key()).await.expect("in");
        assert!(stored().await.contains("$m=128,"), "{}", stored().await);
        later.sign_in(PHONE, PASSWORD, "10.0.0.1", &key()).await.expect("with the new hash");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_can_be_dropped_once_nothing_is_sealed_with_it_and_not_before() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh);
        secrets::check_keys(&world.app, &world.ctx(Actor::System)).await.expect("first start");
        world.seeker().await;
        let both = world.app.keys().expect("keys").rotated().expect("keys");
        let at = |keys: &Keyring| {
            let index = Index::in_memory().expect("index");
            let clock = Clock::at(NOW.plus_days(31));
            let app = App::new(fresh.store.clone(), index, clock, Ids::System, Facts::default());
            World { app: app.with_keys(keys.clone()) }
        };
        let (later, without) = (at(&both), at(&both.without(1).expect("a key is left")));
        let start = async |world: &World| secrets::check_keys(&world.app, &world.ctx(Actor::System)).await;
        let retire = async |id| secrets::retire(&later.app, &later.ctx(Actor::Operator), id).await;
        assert!(retire(1).await.is_err(), "nobody has started with the new key yet");
        start(&later).await.expect("a start with both keys");
        start(&without).await.expect_err("the old key is marked");
        assert_eq!(code(&retire(2).await.expect_err("in use")), "key_in_use");
        assert_eq!(code(&retire(1).await.expect_err("an address")), "key_still_used");
        secrets::reseal(&later.app, &later.ctx(Actor::Operator)).await.expect("sealed anew");
        assert_eq!(code(&retire(1).await.expect_err("kept answers")), "key_awaited");
        let before = NOW.plus_days(1).0;
        let prune = fresh.store.write("prune", move |tx| {
            Box::pin(async move {
                sanviec_store::idempotency::prune(tx, before, 1000).await?;
                sanviec_store::one_time_code::prune(tx, before, 1000).await
            })
        });
        prune.await.expect("pruned");
        let seeker = later.ctx(Actor::Public);
        assert!(matches!(secrets::retire(&later.app, &seeker, 1).await, Err(AppError::Forbidden)));
        retire(1).await.expect("out of use");
        retire(1).await.expect("twice is once");
        start(&later).await.expect("a server whose file still holds it");
        start(&without).await.expect("a server without it");
        assert_eq!(code(&without.sign_in(PHONE, "wrong", "10.0.0.9", &key()).await.expect_err("wrong")), "wrong_pair");
        let entered = without.sign_in(PHONE, PASSWORD, "10.0.0.1", &key()).await.expect("in");
        let own = accounts::overview(&without.app, &without.ctx_of(&entered).await).await.expect("own");
        assert_eq!(own.contacts[0].contact.as_str(), "+84905123456");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_is_not_retired_under_a_server_that_seals_with_it_and_one_that_was_away_stops() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh);
        let keys = world.app.keys().expect("keys").clone();
        let both = keys.rotated().expect("keys");
        let at = |keys: Keyring| {
            let index = Index::in_memory().expect("index");
            let app = App::new(fresh.store.clone(), index, Clock::at(NOW), Ids::System, Facts::default());
            World { app: app.with_keys(keys) }
        };
        let (later, without) = (at(both.clone()), at(both.without(1).expect("a key is left")));
        let hold = async |world: &World| secrets::hold_keys(&world.app, &world.ctx(Actor::System)).await.expect("told");
        let retire = async || secrets::retire(&later.app, &later.ctx(Actor::Operator), 1).await;
        let nobody_for_long = async || as_superuser(&fresh.store, &["UPDATE lease SET lease_until = 0".into()]).await;
        assert_eq!(hold(&world).await, Standing::Good, "before any mark");
        for started in [&world, &later] {
            secrets::check_keys(&started.app, &started.ctx(Actor::System)).await.expect("started");
        }
        assert_eq!(hold(&later).await, Standing::Good);
        assert_eq!(hold(&world).await, Standing::Behind("field 2".into()));
        assert_eq!(code(&retire().await.expect_err("it is sealed with")), "key_sealing");
        assert_eq!(hold(&world).await, Standing::Behind("field 2".into()), "nothing came of it");
        // At once: either the server was first and is waited for, or the key is gone and the server may not go on.
        nobody_for_long().await;
        let (standing, retired) = tokio::join!(hold(&world), retire());
        assert_eq!(standing == Standing::Retired, retired.is_ok(), "{standing:?}, {retired:?}");
        nobody_for_long().await;
        retire().await.expect("nobody says that they seal with it");
        let system = world.ctx(Actor::System);
        assert_eq!(secrets::standing_of(&world.app, &system).await.expect("read"), Standing::Retired);
        assert_eq!((hold(&world).await, hold(&later).await), (Standing::Retired, Standing::Good));
        let none = secrets::missing_keys(&without.app, &system).await.expect("looked");
        assert!(none.is_empty(), "{none:?}");
        // What it seals all the same is told.
        world.seeker().await;
        let missing = secrets::missing_keys(&without.app, &system).await.expect("looked");
        assert_eq!(missing.keys().copied().collect::<Vec<_>>(), [1]);
        assert!(missing[&1].contains(&"contact_point.value".to_owned()), "{missing:?}");
        assert!(secrets::missing_keys(&later.app, &system).await.expect("looked").is_empty(), "the file has both");
        let stop = CancellationToken::new();
        let running = sanviec_jobs::run(world.app.clone(), Arc::default(), None, stop.clone());
        tokio::time::timeout(Duration::from_mins(1), running).await.expect("it ends by itself");
        assert!(stop.is_cancelled());
    })
    .await;
}

/// Binary columns that are not sealed: hashes, keyed hashes, sort keys, signatures. Whoever adds a binary column adds
/// it here, or to the list of sealed columns.
const PLAIN: &[&str] = &[
    "api_key.hash",
    "application.person_key",
    "application_file.hash",
    "application_link.token_hash",
    "attempt.key",
    "audit.salt",
    "audit_head.hash",
    "audit_head.signature",
    "audit_link.commitment",
    "audit_link.hash",
    "audit_link.signature",
    "backup_code.hash",
    "bank_result.hash",
    "centre.name_sort",
    "claim.facts_hash",
    "claim.person_key",
    "claim.policy_hash",
    "claim_code.lookup",
    "contact_point.lookup",
    "counter_code.lookup",
    "draw.population_hash",
    "employer.name_sort",
    "employer_succession.document_hash",
    "evidence_file.hash",
    "exclusion.person_key",
    "exclusion_elsewhere.person_key",
    "idempotency.fingerprint",
    "import_run.file_hash",
    "invitation.hash",
    "key_mark.mark",
    "linked_identity.lookup",
    "one_time_code.hash",
    "one_time_code.lookup",
    "organisation.number_lookup",
    "passkey.lookup",
    "placement.policy_hash",
    "placement_document.hash",
    "placement_fact.document_hash",
    "placement_link.token_hash",
    "placement_proof.key",
    "placement_retraction.document_hash",
    "placement_signature.trust",
    "placement_policy.hash",
    "posting.content_hash",
    "profile.email_hash",
    "profile.name_back",
    "profile.name_fold",
    "profile.number_hash",
    "profile.phone_hash",
    "profile_file.hash",
    "report.reporter_key",
    "session.token_hash",
    "spent_challenge.hash",
];

#[tokio::test(flavor = "multi_thread")]
async fn every_binary_column_is_known_to_be_sealed_or_plain() {
    each_backend(|fresh| async move {
        let binary = sanviec_store::sealed::list_binary(fresh.store.reader()).await.expect("columns");
        let binary: Vec<String> = binary.iter().map(|(table, column)| format!("{table}.{column}")).collect();
        let name = |column: &secrets::Column| format!("{}.{}", column.table, column.column);
        let in_text = |column: &&secrets::Column| column.fate == secrets::Fate::AnewInText;
        assert_eq!(secrets::COLUMNS.iter().filter(in_text).map(name).collect::<Vec<_>>(), ["profile.sealed"]);
        let is_stored =
            |column: &&secrets::Column| !matches!(column.fate, secrets::Fate::HandedOut | secrets::Fate::AnewInText);
        let stored: Vec<String> = secrets::COLUMNS.iter().filter(is_stored).map(name).collect();
        let absent: Vec<_> = stored.iter().filter(|column| !binary.contains(column)).collect();
        assert!(absent.is_empty(), "listed as sealed and not in the database: {absent:#?}");
        let both: Vec<_> = stored.iter().filter(|column| PLAIN.contains(&column.as_str())).collect();
        assert!(both.is_empty(), "sealed and plain: {both:#?}");
        let neither: Vec<_> =
            binary.iter().filter(|column| !stored.contains(column) && !PLAIN.contains(&column.as_str())).collect();
        assert!(neither.is_empty(), "neither sealed nor plain: {neither:#?}");
        // The column that names the row is there, or the rotation would fail at the first value.
        for column in secrets::COLUMNS.iter().filter_map(secrets::Column::stored) {
            let listed =
                sanviec_store::sealed::list(fresh.store.reader(), column, &sanviec_store::sealed::Spot::default(), 1)
                    .await;
            assert_eq!(listed.expect("readable"), []);
        }
    })
    .await;
}
