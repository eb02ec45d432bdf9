//! Passkeys: set up, shown, refused where anything is not as it was asked, and required of operators where so set.

use super::device::Device;
use super::{MINUTE, NOW, ORIGIN, PASSWORD, World, code, key, thrice};
use sanviec_app::accounts::{self, AddPasskey, Entered, Halfway, PasskeyOffer, ProvePasskey, Recognised, Stage};
use sanviec_app::{AppError, Ctx, Facts, Key, Role, Thing};
use sanviec_store::audit;
use sanviec_store::testing::each_backend;

const SITE: &str = "https://sanviec.vn";

async fn offer(world: &World, ctx: &Ctx, halfway: Option<Halfway>) -> PasskeyOffer {
    accounts::offer_passkey(&world.app, ctx, halfway, SITE).await.expect("offer")
}

fn adding(offer: &PasskeyOffer, answer: String) -> AddPasskey {
    let sealed = offer.sealed.clone();
    AddPasskey { sealed, answer, name: "điện thoại".into(), site: SITE.into(), origin: ORIGIN.clone() }
}

/// A device set up for the account of a session that was begun a moment ago, by a form that came three times at once.
async fn set_up(world: &World, entered: &Entered) -> (Device, Entered) {
    let (ctx, mut device) = (world.ctx_of(entered).await, Device::new(SITE));
    let offer = offer(world, &ctx, None).await;
    let (answer, same) = (device.create(&offer.options), key());
    let add = || adding(&offer, answer.clone());
    let entered = thrice(|| accounts::add_passkey(&world.app, &ctx, None, add(), &same)).await;
    (device, entered)
}

async fn asked(world: &World, halfway: Halfway) -> PasskeyOffer {
    let public = world.ctx(sanviec_app::Actor::Public);
    accounts::ask_for_passkey(&world.app, &public, halfway, SITE).await.expect("asked").expect("a passkey")
}

async fn prove(
    world: &World,
    halfway: Halfway,
    offer: &PasskeyOffer,
    answer: &str,
    key: &Key,
) -> Result<Entered, AppError> {
    let public = world.ctx(sanviec_app::Actor::Public);
    let (sealed, answer) = (offer.sealed.clone(), answer.to_owned());
    let order = ProvePasskey { sealed, answer, site: SITE.into(), origin: ORIGIN.clone() };
    accounts::prove_passkey(&world.app, &public, halfway, order, key).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_passkey_is_set_up_and_then_shown_after_the_password() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh);
        let first = world.seeker().await;
        let (mut device, entered) = set_up(&world, &first).await;
        assert_eq!(world.who(&first).await, Recognised::Nobody, "the token before it is no token any more");
        let own = accounts::overview(&world.app, &world.ctx_of(&entered).await).await.expect("own");
        assert_eq!(own.passkeys.iter().map(|key| key.name.as_str()).collect::<Vec<_>>(), ["điện thoại"]);
        let told = world.messages().await;
        assert_eq!(told.iter().map(|message| message.template.as_str()).collect::<Vec<_>>(), ["sign_in_changed"]);
        let halfway = world.halfway().await;
        let offer = asked(&world, halfway).await;
        let answer = device.get(&offer.options);
        let full = prove(&world, halfway, &offer, &answer, &key()).await.expect("in");
        assert_eq!(full.stage, Stage::Live);
        let person = world.ctx_of(&full).await.actor.person().expect("person");
        let trail = audit::list_of(fresh.store.reader(), person.account_id, 0, 20).await.expect("trail");
        let shown: Vec<_> = trail.iter().filter(|row| row.action == "show_second_factor").collect();
        assert!(shown.iter().all(|row| row.after.as_deref() == Some(r#"{"by":"passkey"}"#)) && shown.len() == 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_counts_once_and_only_for_what_was_asked() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh);
        let first = world.seeker().await;
        let (mut device, _) = set_up(&world, &first).await;
        let (halfway, same) = (world.halfway().await, key());
        let offer = asked(&world, halfway).await;
        let answer = device.get(&offer.options);
        let (a, b, c) = tokio::join!(
            prove(&world, halfway, &offer, &answer, &same),
            prove(&world, halfway, &offer, &answer, &same),
            prove(&world, halfway, &offer, &answer, &same)
        );
        let full = a.expect("in");
        assert_eq!((&full, &full), (&b.expect("in"), &c.expect("in")), "one form, one session");

        // The same answer in another form; in another session; for another question; too late.
        let again = prove(&world, halfway, &offer, &answer, &key()).await.expect_err("spent");
        assert!(matches!(again, AppError::Refused(_)), "{again:?}");
        let other = world.halfway().await;
        let refused = prove(&world, other, &offer, &answer, &key()).await.expect_err("another session's");
        assert_eq!(code(&refused), "passkey_refused");
        let question = asked(&world, other).await;
        let refused = prove(&world, other, &question, &answer, &key()).await.expect_err("another question's");
        assert_eq!(code(&refused), "passkey_refused");
        let late = device.get(&question.options);
        world.pass_seconds(5 * MINUTE);
        let refused = prove(&world, other, &question, &late, &key()).await.expect_err("too late");
        assert_eq!(code(&refused), "passkey_refused");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_forms_with_one_answer_one_gets_in() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh);
        let first = world.seeker().await;
        let (mut device, _) = set_up(&world, &first).await;
        let halfway = world.halfway().await;
        let offer = asked(&world, halfway).await;
        let answer = device.get(&offer.options);
        let (one, two) = (key(), key());
        let (a, b) =
            tokio::join!(prove(&world, halfway, &offer, &answer, &one), prove(&world, halfway, &offer, &answer, &two));
        assert_eq!([a, b].into_iter().flatten().count(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_site_another_key_a_missing_check_and_a_copied_key_are_refused() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh);
        let first = world.seeker().await;
        let (mut device, _) = set_up(&world, &first).await;
        let halfway = world.halfway().await;
        let question = async || asked(&world, halfway).await;

        let offer = question().await;
        device.origin = "https://sanviec.vn.example.com".into();
        let refused = prove(&world, halfway, &offer, &device.get(&offer.options), &key()).await.expect_err("phished");
        assert_eq!(code(&refused), "passkey_refused");
        device.origin = SITE.into();

        let offer = question().await;
        device.verifies = false;
        let refused = prove(&world, halfway, &offer, &device.get(&offer.options), &key()).await.expect_err("no finger");
        assert_eq!(code(&refused), "passkey_refused");
        device.verifies = true;

        let offer = question().await;
        let asked = serde_json::from_str(&offer.options).expect("JSON");
        let stranger = Device::new(SITE).sign(&asked);
        let refused = prove(&world, halfway, &offer, &stranger, &key()).await.expect_err("another key");
        assert_eq!(code(&refused), "passkey_refused");

        let offer = question().await;
        prove(&world, halfway, &offer, &device.get(&offer.options), &key()).await.expect("the key itself");
        let halfway = world.halfway().await;
        let offer = self::asked(&world, halfway).await;
        device.counter = 0;
        let refused = prove(&world, halfway, &offer, &device.get(&offer.options), &key()).await.expect_err("a copy");
        assert_eq!(code(&refused), "passkey_refused");
        for nonsense in ["", "{}", "nghĩa là gì", &"a".repeat(40_000)] {
            prove(&world, halfway, &offer, nonsense, &key()).await.expect_err("no answer");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_is_registered_once_and_removed_by_its_holder_alone() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh);
        let first = world.seeker().await;
        let (mut device, entered) = set_up(&world, &first).await;
        let ctx = world.ctx_of(&entered).await;
        let again = offer(&world, &ctx, None).await;
        assert!(again.options.contains("excludeCredentials"), "the device is told that it has one");
        let add = adding(&again, device.create(&again.options));
        let refused = accounts::add_passkey(&world.app, &ctx, None, add, &key()).await.expect_err("known");
        assert!(matches!(code(&refused), "passkey_known" | "passkey_refused"), "{refused:?}");
        let own = accounts::overview(&world.app, &ctx).await.expect("own").passkeys;
        assert_eq!(own.len(), 1, "once, though its form came three times at once");
        let id = own[0].id;
        let other = world.by_code(accounts::Purpose::SignUp, "0905 777 888").await.expect("somebody else");
        let theirs = accounts::remove_passkey(&world.app, &world.ctx_of(&other).await, id, &key()).await;
        assert_eq!(code(&theirs.expect_err("not theirs")), "not_found");
        let same = key();
        thrice(|| accounts::remove_passkey(&world.app, &ctx, id, &same)).await;
        let account = ctx.actor.person().expect("person").account_id;
        let trail = audit::list_of(fresh.store.reader(), account, 0, 50).await.expect("trail");
        let count = |action: &str| trail.iter().filter(|row| row.action == action).count();
        assert_eq!((count("add_passkey"), count("remove_passkey")), (1, 1), "{trail:?}");
        let entered = world.sign_in(super::PHONE, PASSWORD, "10.0.0.1", &key()).await.expect("in");
        assert_eq!(entered.stage, Stage::Live, "no second factor any more");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn where_operators_need_a_passkey_nothing_else_lets_them_in() {
    each_backend(|fresh| async move {
        let facts = Facts { hash_kib: 64, operator_passkeys: true, ..Facts::default() };
        let world = World::with(&fresh, facts);
        world.person("vanhanh@vidu.vn", Role::PlatformOperator, Thing::default()).await;
        let sign_in = async || world.sign_in("vanhanh@vidu.vn", PASSWORD, "10.0.0.1", &key()).await.expect("half in");
        let half = sign_in().await;
        assert_eq!(half.stage, Stage::Enrol);
        let (secret, entered) = world.enrol(&half).await;
        assert_eq!(entered.stage, Stage::Enrol, "an app alone is not enough");
        let Recognised::Halfway(halfway) = world.who(&entered).await else { panic!("in by an app alone") };
        let public = world.ctx(sanviec_app::Actor::Public);
        let (offer, mut device) = (offer(&world, &public, Some(halfway)).await, Device::new(SITE));
        let add = adding(&offer, device.create(&offer.options));
        let full = accounts::add_passkey(&world.app, &public, Some(halfway), add, &key()).await.expect("in");
        assert_eq!(full.stage, Stage::Live);
        let codes = accounts::make_backup_codes(&world.app, &world.ctx_of(&full).await, &key()).await.expect("codes");

        let half = sign_in().await;
        let Recognised::Halfway(halfway) = world.who(&half).await else { panic!("all the way in") };
        world.pass_seconds(30);
        for typed in [super::app_code(&secret, world.app.clock().now()), codes[0].clone()] {
            let refused = world.prove(halfway, &typed).await.expect_err("not by a code");
            assert_eq!(code(&refused), "passkey_needed");
        }
        let question = asked(&world, halfway).await;
        let full = prove(&world, halfway, &question, &device.get(&question.options), &key()).await.expect("in");
        let ctx = world.ctx_of(&full).await;
        let own = accounts::overview(&world.app, &ctx).await.expect("own");
        assert_eq!(own.backup_codes, 10, "a code that was of no use is not used up");
        let refused = accounts::remove_passkey(&world.app, &ctx, own.passkeys[0].id, &key()).await;
        assert_eq!(code(&refused.expect_err("the last one")), "needed");
        assert_eq!(world.app.clock().now(), NOW.plus_seconds(30));
    })
    .await;
}
