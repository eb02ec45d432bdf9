//! Leaving: with the account go all ways in, what was sent from it and the files with it; the copy that somebody takes
//! away before says all of this.

use super::{World, code, key, pdf, person};
use crate::exchange::NOW;
use sanviec_app::accounts::{self, SetPassword};
use sanviec_app::applications::{self, Access, Attach};
use sanviec_app::profiles::{self, Extent};
use sanviec_app::secrets::Place;
use sanviec_app::{Ctx, Role, Thing};
use sanviec_domain::application::Command;
use sanviec_store::testing::each_backend;
use sanviec_store::{application, backup_code, credential, linked_identity, passkey, upload};
use uuid::Uuid;

const LAN: &str = "0911 222 333";
const ISSUER: &str = "https://dinhdanh.example.vn";

/// A linked identity and printed codes, as their pages leave them; a passkey whose bytes nobody reads.
async fn ways_in(world: &World, account_id: Uuid) {
    let keys = world.app.keys().expect("keys");
    let (key_id, identity_id) = (Uuid::from_u128(account_id.as_u128() ^ 1), Uuid::from_u128(account_id.as_u128() ^ 2));
    let place = Place { table: "linked_identity", column: "value", row: identity_id };
    let identity = format!(r#"{{"issuer":"{ISSUER}","subject":"lan-248289"}}"#);
    let identity = &linked_identity::Row {
        id: identity_id,
        account_id,
        provider: "dinh-danh".to_owned(),
        lookup: keys.lookup("identity", "lan").expect("not empty").to_vec(),
        value: keys.seal(place, identity.as_bytes()).expect("sealed"),
        created_at: NOW.0,
        used_at: None,
    };
    let codes = &[(key_id, [7; 32]), (identity_id, [8; 32])];
    let write = world.app.store().write("ways_in", |tx| {
        Box::pin(async move {
            linked_identity::insert(tx, identity).await?;
            backup_code::replace(tx, account_id, codes, NOW.0).await
        })
    });
    write.await.expect("added");
}

async fn apply(world: &World, ctx: &Ctx) -> String {
    applications::apply_quick(&world.app, ctx, world.quick(LAN), &key()).await.expect("sent");
    world.messages().await;
    let (list, _) = applications::list_mine(&world.app, ctx, "", 20).await.expect("list");
    list[0].id.code().to_string()
}

async fn attach(world: &World, ctx: &Ctx, code: &str) -> Uuid {
    let order = Attach { access: Access::Own(code.into()), name: "CV.pdf".into(), bytes: pdf(70_000, "x") };
    applications::attach(&world.app, ctx, order, &key()).await.expect("taken");
    let own = applications::my_application(&world.app, ctx, &Access::Own(code.into())).await.expect("own");
    own.files[0].id
}

#[tokio::test(flavor = "multi_thread")]
async fn with_the_account_go_all_ways_in_and_what_was_sent_with_its_files() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let lan = person(&world.app, LAN, Role::Seeker, Thing::default()).await;
        let account_id = lan.actor.person().expect("signed in").account_id;
        let password = || "sông Hương nước trong".to_owned();
        let set = SetPassword { password: password(), again: password() };
        accounts::set_password(&world.app, &lan, set, &key()).await.expect("set");
        ways_in(&world, account_id).await;
        let sent = apply(&world, &lan).await;
        let file = attach(&world, &lan, &sent).await;
        let (id, reader) = (world.rows().await[0].id, fresh.store.reader());
        profiles::delete_own(&world.app, &lan, Extent::Profile, &key()).await.expect("the profile alone");
        assert_eq!(world.rows().await[0].state, "sent", "what was sent is taken back on its own page");
        applications::note(&world.app, &world.member(), &sent, "Lan hay đến muộn", &key()).await.expect("noted");
        assert!(!application::list_events(reader, id).await.expect("events").is_empty());
        let form = key();
        for _ in 0..2 {
            profiles::delete_own(&world.app, &lan, Extent::Account, &form).await.expect("deleted");
        }
        assert_eq!(
            application::list_events(reader, id).await.expect("events"),
            [],
            "what the employer noted goes, too"
        );
        assert_eq!(linked_identity::list(reader, account_id).await.expect("identities"), []);
        assert_eq!(passkey::list(reader, account_id).await.expect("passkeys"), []);
        assert_eq!(backup_code::count_left(reader, account_id).await.expect("codes"), 0);
        assert!(credential::find(reader, account_id).await.expect("password").is_none());
        let row = application::find(reader, id).await.expect("read").expect("a row without a person");
        assert_eq!((row.state.as_str(), row.account_id, row.name, row.contact), ("erased", None, None, None));
        assert!(upload::find(reader, file).await.expect("file").is_none());
        assert!(upload::list_chunks(reader, file).await.expect("chunks").is_empty());
        let told = world.messages().await;
        assert!(told.iter().all(|message| message.account_id != Some(account_id)), "nobody is there to be told");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_led_to_a_hire_stays_with_the_employer() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let lan = person(&world.app, LAN, Role::Seeker, Thing::default()).await;
        let sent = apply(&world, &lan).await;
        applications::mark_seen(&world.app, &world.member(), &sent, &key()).await.expect("opened");
        world.answer(&sent, Command::Hire { starts_on: NOW.day() }, &key()).await.expect("hired");
        profiles::delete_own(&world.app, &lan, Extent::Account, &key()).await.expect("deleted");
        let kept = applications::applicant(&world.app, &world.member(), &sent).await.expect("applicant");
        assert_eq!(kept.name.as_deref(), Some("Nguyễn Thị Lan"));
        world.messages().await;
    })
    .await;
}

/// Several people may share a telephone: what came without an account is nobody's but whoever has the link.
#[tokio::test(flavor = "multi_thread")]
async fn what_was_sent_without_signing_in_stays_by_design_and_goes_by_its_link() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let lan = person(&world.app, LAN, Role::Seeker, Thing::default()).await;
        let link = world.applied(LAN).await;
        let id = world.rows().await[0].id;
        profiles::delete_own(&world.app, &lan, Extent::Account, &key()).await.expect("deleted");
        let read = || async {
            let row = application::find(fresh.store.reader(), id).await.expect("read").expect("a row");
            (row.state, row.name.is_some() || row.contact.is_some())
        };
        assert_eq!(read().await, ("sent".to_owned(), true));
        applications::erase(&world.app, &world.public(), Access::Link(link), &key()).await.expect("erased");
        assert_eq!(read().await, ("erased".to_owned(), false));
        world.messages().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_copy_says_how_one_signs_in_and_what_was_sent_and_no_secret() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let lan = person(&world.app, LAN, Role::Seeker, Thing::default()).await;
        let other = person(&world.app, "0911 222 444", Role::Seeker, Thing::default()).await;
        ways_in(&world, lan.actor.person().expect("signed in").account_id).await;
        let sent = apply(&world, &lan).await;
        let file = attach(&world, &lan, &sent).await;
        let copy = profiles::export_own(&world.app, &lan).await.expect("a copy");
        assert_eq!(copy["account"]["identities"][0]["issuer"], ISSUER);
        assert_eq!(copy["account"]["identities"][0]["subject"], "lan-248289");
        assert_eq!(copy["account"]["backup_codes_left"], 2);
        let own = &copy["applications"][0];
        assert_eq!((own["code"].as_str(), own["state"].as_str()), (Some(sent.as_str()), Some("sent")));
        assert_eq!((own["name"].as_str(), own["phone"].as_str()), (Some("Nguyễn Thị Lan"), Some("+84911222333")));
        assert_eq!(own["files"][0]["at"], format!("/ung-tuyen/ho-so/{sent}/tep/{file}"));
        let text = copy.to_string();
        for secret in ["hash", "lookup", "token"] {
            assert!(!text.contains(secret), "{secret}");
        }
        let others = profiles::export_own(&world.app, &other).await.expect("a copy");
        assert_eq!(others["applications"].as_array().map(Vec::len), Some(0));
        assert_eq!(others["account"]["identities"].as_array().map(Vec::len), Some(0));
        let stranger = applications::own_file(&world.app, &other, &Access::Own(sent), file).await;
        assert_eq!(code(&stranger.map(|_| ()).expect_err("another's")), "not_found");
    })
    .await;
}
