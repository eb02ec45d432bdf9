//! Deleting: nothing of a person is left in database, log of writes, messages or answers; what stays says nothing.

use super::{World, code, key};
use crate::exchange::NOW;
use sanviec_app::accounts::{self, Ask as AskCode, Origin, Purpose as Asked, SetPassword};
use sanviec_app::messages::{self, End};
use sanviec_app::profiles::{self, Extent, Register};
use sanviec_app::requests::{self, Answered, Ask, Reply};
use sanviec_app::{Actor, Ctx, Locale, Person, Role, Thing};
use sanviec_domain::data_request::Kind;
use sanviec_domain::profile::{Content, Part};
use sanviec_store::testing::{Fresh, each_backend, on_sqlite};
use sanviec_store::{Backend, audit, outbox};

/// A text that stands nowhere else.
pub(crate) fn marker(number: usize) -> String {
    format!("qz{number:06}zq")
}

/// Every text of a profile says a marker; eight to a person.
pub(crate) fn marked(first: usize) -> Content {
    let text = |nth: usize| Some(format!("Xin {} nhé", marker(first + nth)));
    let mut content = Content::default();
    content.identity.name = sanviec_domain::person::PersonName::parse("Nguyễn Thị Lan").ok();
    content.identity.religion = text(0);
    content.contact.other = text(1);
    content.residence.permanent.line = text(2);
    content.wish.title = text(3);
    content.wish.description = text(4);
    content.conditions.needs = text(5);
    content.priority.other = text(6);
    content.services.other = text(7);
    content
}

/// Markers of one person.
const EACH: usize = 8;
/// People: 2,000 markers in all.
const PEOPLE: usize = 250;

async fn plant(world: &World, people: usize) -> Vec<Ctx> {
    let mut planted = Vec::new();
    for number in 0..people {
        let ctx = world.seeker(&format!("{}@vidu.vn", marker(900_000 + number))).await;
        for part in Part::ALL {
            world.save(&ctx, *part, |content| *content = marked(number * EACH)).await.expect("saved");
        }
        planted.push(ctx);
    }
    planted
}

/// Numbers of the markers that stand anywhere in the files of the database.
pub(crate) fn left_in_files(fresh: &Fresh) -> Vec<String> {
    let file = fresh.settings.url.trim_start_matches("sqlite://").to_owned();
    let mut left = Vec::new();
    for end in ["", "-wal", "-shm"] {
        let Ok(bytes) = std::fs::read(format!("{file}{end}")) else { continue };
        for at in 0..bytes.len().saturating_sub(10) {
            let found = &bytes[at..at + 10];
            if found.starts_with(b"qz") && found.ends_with(b"zq") && found[2..8].iter().all(u8::is_ascii_digit) {
                left.push(format!("{}{end}", String::from_utf8_lossy(found)));
            }
        }
    }
    left
}

/// The long run with 10,000 is a bench: `sanviec-bench erase`.
#[tokio::test(flavor = "multi_thread")]
async fn of_two_thousand_planted_markers_none_is_left_in_the_files() {
    on_sqlite(|fresh| async move {
        let world = World::new(&fresh).await;
        let planted = plant(&world, PEOPLE).await;
        assert!(left_in_files(&fresh).len() >= PEOPLE, "what is not sealed is seen before");
        for ctx in &planted {
            profiles::delete_own(&world.app, ctx, Extent::Account, &key()).await.expect("deleted");
        }
        fresh.store.scrub().await.expect("scrubbed");
        let left = left_in_files(&fresh);
        assert!(left.is_empty(), "{} left: {:?}", left.len(), &left[..left.len().min(20)]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn after_deleting_the_account_nobody_gets_in_and_no_message_says_anything() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let lan = world.seeker("lan@vidu.vn").await;
        let id =
            world.save(&lan, Part::Wish, |content| content.wish.title = Some("Kế toán".into())).await.expect("saved");
        let ask = AskCode { purpose: Asked::Recover, contact: "lan@vidu.vn".into(), origin: Origin::default() };
        let public = world.app.ctx(Actor::Public, Locale::Vi);
        accounts::ask_code(&world.app, &public, ask.clone(), &key()).await.expect("asked");
        let password = || "sông Hương nước trong".to_owned();
        let set = SetPassword { password: password(), again: password() };
        accounts::set_password(&world.app, &lan, set, &key()).await.expect("set");
        let system = world.app.ctx(Actor::System, Locale::Vi);
        let claimed = messages::claim(&world.app, &system, 60, 10).await.expect("claimed");
        let (own, nobodys): (Vec<_>, Vec<_>) = claimed.into_iter().partition(|message| message.account_id.is_some());
        assert_eq!((own.len(), nobodys.len()), (1, 1), "the notice and the code");
        profiles::delete_own(&world.app, &lan, Extent::Account, &key()).await.expect("deleted");
        // The one that was being sent is nobody's any more.
        for message in &own {
            let settled = messages::settle(&world.app, &system, message.id, message.lease, End::Sent(None)).await;
            assert_eq!(code(&settled.expect_err("taken away")), "conflict");
        }
        for message in &nobodys {
            messages::settle(&world.app, &system, message.id, message.lease, End::Sent(None)).await.expect("sent");
        }
        let later = NOW.plus_days(1).0;
        let wipe = fresh.store.write("wipe", |tx| Box::pin(sanviec_store::message::wipe(tx, later, 10)));
        assert_eq!(wipe.await.expect("wiped"), 1, "where a code went is forgotten with it");
        for message in &nobodys {
            let row = sanviec_store::message::find(world.app.store().reader(), message.id).await.expect("asked");
            assert_eq!(row.map(|row| (row.params, row.recipient)), Some((Vec::new(), Vec::new())));
        }
        let account_id = lan.actor.person().expect("signed in").account_id;
        let reader = world.app.store().reader();
        for row in sanviec_store::message::list_of(reader, account_id, None, 10).await.expect("messages") {
            assert_eq!((row.params, row.recipient), (Vec::new(), Vec::new()), "{}", row.template);
        }
        assert_eq!(sanviec_store::account::list_contacts(reader, account_id).await.expect("contacts"), []);
        // A form that was under way leaves nothing behind, sent for the first time or again.
        let late = world.save(&lan, Part::Wish, |content| content.wish.title = Some("Thủ kho".into())).await;
        assert_eq!(code(&late.expect_err("nobody's")), "forbidden");
        // The address is free again: whoever has it now is somebody new.
        accounts::ask_code(&world.app, &public, ask, &key()).await.expect("asked");
        let row = world.stored(id).await;
        assert_eq!((row.state.as_str(), row.document.as_str(), row.sealed.as_str()), ("deleted", "{}", "{}"));
        assert_eq!(row.account_id, None);
        let entries = audit::list_of(reader, id.0, 0, 10).await.expect("audit");
        assert_eq!(entries.last().map(|entry| entry.action.as_str()), Some("profile_deleted"));
        if fresh.backend == Backend::Sqlite {
            let rows = outbox::read_after(reader, 0, 100).await.expect("outbox");
            assert_eq!(rows.last().map(|row| row.kind.as_str()), Some("deleted"), "whoever holds more is told");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn deleting_takes_a_fresh_proof_and_no_role_and_comes_once() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let lan = world.seeker("lan@vidu.vn").await;
        world.save(&lan, Part::Wish, |content| content.wish.title = Some("Kế toán".into())).await.expect("saved");
        let stale = world.ctx(Person { is_fresh: false, ..lan.actor.person().expect("signed in") });
        let refused = profiles::delete_own(&world.app, &stale, Extent::Profile, &key()).await.expect_err("stale");
        assert_eq!(code(&refused), "not_fresh");
        let officer = world.officer().await.actor.person().expect("signed in");
        let at_home = world.ctx(Person { role: Role::Seeker, centre_id: None, ..officer });
        let refused =
            profiles::delete_own(&world.app, &at_home, Extent::Account, &key()).await.expect_err("works here");
        assert_eq!(code(&refused), "holds_role");
        let key = key();
        for _ in 0..2 {
            profiles::delete_own(&world.app, &lan, Extent::Profile, &key).await.expect("deleted");
        }
        // The account goes on: what is said afterwards is a new profile.
        let again = world.own(&lan).await;
        assert_eq!((again.version, again.content.wish.title), (0, None));
        world.save(&lan, Part::Wish, |content| content.wish.title = Some("Thủ kho".into())).await.expect("saved");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn profiles_that_nobody_used_for_long_are_emptied_and_others_stay() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let officer = world.person("canbo@vidu.vn", Role::Officer, Thing::of_centre(world.centre)).await;
        let register = || Register { content: marked(0), branch_id: None };
        let old = profiles::register(&world.app, &officer, register(), &key()).await.expect("registered");
        world.app.clock().set(NOW.plus_days(profiles::KEPT_DAYS - 10));
        let later = Ctx { now: world.app.clock().now(), ..officer.clone() };
        let used = profiles::register(&world.app, &later, register(), &key()).await.expect("registered");
        world.app.clock().set(NOW.plus_days(profiles::KEPT_DAYS));
        let system = || world.app.ctx(Actor::System, Locale::Vi);
        assert_eq!(profiles::forget_idle(&world.app, &system()).await.expect("looked"), 0, "to the day");
        world.app.clock().set(NOW.plus_days(profiles::KEPT_DAYS + 1));
        assert_eq!(profiles::forget_idle(&world.app, &system()).await.expect("looked"), 1);
        assert_eq!(profiles::forget_idle(&world.app, &system()).await.expect("looked"), 0);
        assert_eq!(world.stored(old).await.state, "deleted");
        assert_eq!(world.stored(used).await.state, "live");
        // Looking at the own profile is using it.
        let lan = world.seeker("lan@vidu.vn").await;
        let id =
            world.save(&lan, Part::Wish, |content| content.wish.title = Some("Kế toán".into())).await.expect("saved");
        let later = Ctx { now: lan.now.plus_days(profiles::KEPT_DAYS - 1), ..lan.clone() };
        world.own(&later).await;
        world.app.clock().set(lan.now.plus_days(profiles::KEPT_DAYS + 2));
        // Of the others one more is idle by then.
        assert_eq!(profiles::forget_idle(&world.app, &system()).await.expect("looked"), 1);
        assert_eq!(world.stored(id).await.state, "live");
        assert_eq!(code(&profiles::forget_idle(&world.app, &officer).await.expect_err("the clock's")), "forbidden");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_own_copy_says_everything_and_nobody_elses() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let planted = plant(&world, 2).await;
        for (ctx, words) in [(&planted[0], marker(901_000)), (&planted[1], marker(901_001))] {
            requests::ask(&world.app, ctx, Ask { kind: Kind::Access, words }, &key()).await.expect("asked");
        }
        let operator = world.person("vh@vidu.vn", Role::PlatformOperator, Thing::default()).await;
        for one in requests::open_requests(&world.app, &operator, 0).await.expect("open").items {
            let words = if one.words == marker(901_000) { marker(902_000) } else { marker(902_001) };
            let answered = Answered { request: (one.id, one.version), reply: Reply::Working, words };
            requests::answer(&world.app, &operator, answered, &key()).await.expect("answered");
        }
        let copy = profiles::export_own(&world.app, &planted[0]).await.expect("a copy");
        assert_eq!(copy["requests"][0]["kind"], "access");
        assert!(copy["requests"][0]["answered_on"].is_string(), "{copy}");
        let copy = copy.to_string();
        for theirs in [901_000, 902_000] {
            assert!(copy.contains(&marker(theirs)), "what was asked and replied: {theirs}");
            assert!(!copy.contains(&marker(theirs + 1)), "another's {theirs}");
        }
        for number in 0..EACH {
            assert!(copy.contains(&marker(number)), "{number}");
            assert!(!copy.contains(&marker(EACH + number)), "another's {number}");
        }
        assert!(copy.contains(&marker(900_000)) && !copy.contains(&marker(900_001)), "addresses");
    })
    .await;
}
