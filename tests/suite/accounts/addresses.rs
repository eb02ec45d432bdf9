//! Addresses of an account: added by a code, taken away, never the last, all others told.

use super::{MINUTE, ORIGIN, PASSWORD, PHONE, World, code, key, thrice};
use sanviec_app::accounts::{self, AddAddress, ConfirmAddress, Entered, Purpose};
use sanviec_app::{AppError, Key};
use sanviec_store::audit;
use sanviec_store::testing::each_backend;
use uuid::Uuid;

const EMAIL: &str = "lan@vidu.vn";

async fn add(world: &World, entered: &Entered, contact: &str, key: &Key) -> Result<accounts::Asked, AppError> {
    let order = AddAddress { contact: contact.into(), origin: ORIGIN.clone() };
    accounts::add_address(&world.app, &world.ctx_of(entered).await, order, key).await
}

async fn confirm(world: &World, entered: &Entered, id: Uuid, code: &str, key: &Key) -> Result<(), AppError> {
    let order = ConfirmAddress { code_id: id, code: code.into(), origin: ORIGIN.clone() };
    accounts::confirm_address(&world.app, &world.ctx_of(entered).await, order, key).await
}

/// Asks for an address and reads the code that was sent to it.
async fn asked(world: &World, entered: &Entered, contact: &str) -> (Uuid, String) {
    let asked = add(world, entered, contact, &key()).await.expect("asked");
    let message = world.messages().await.pop().expect("a message");
    (asked.code_id, message.params.get("code").cloned().unwrap_or_default())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_is_added_by_its_code_and_those_before_it_are_told() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh);
        let entered = world.seeker().await;
        let (id, digits) = asked(&world, &entered, EMAIL).await;
        let same = key();
        thrice(|| confirm(&world, &entered, id, &digits, &same)).await;
        let told = world.messages().await;
        let told: Vec<_> = told.iter().map(|message| (message.template.as_str(), message.recipient.as_str())).collect();
        assert_eq!(told, [("sign_in_changed", "+84905123456")], "the old address, once");
        world.sign_in(EMAIL, PASSWORD, "10.0.0.1", &key()).await.expect("by the new address");
        let used = confirm(&world, &entered, id, &digits, &key()).await.expect_err("used");
        assert_eq!(code(&used), "wrong_code");
        let own = add(&world, &entered, EMAIL, &key()).await.expect_err("has it");
        assert_eq!(code(&own), "own_address");
        let account = world.ctx_of(&entered).await.actor.person().expect("person").account_id;
        let trail = audit::list_of(fresh.store.reader(), account, 0, 20).await.expect("trail");
        let added: Vec<_> = trail.iter().filter(|row| row.action == "add_address").collect();
        assert_eq!(added.len(), 1);
        assert_eq!(added[0].after.as_deref(), Some(r#"{"kind":"email"}"#), "never the address itself");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whether_an_address_has_another_account_is_told_to_its_reader_alone() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh);
        let entered = world.seeker().await;
        world.by_code(Purpose::SignUp, "0905 777 888").await.expect("somebody else");
        let known = add(&world, &entered, "0905 777 888", &key()).await.expect("asked");
        let unknown = add(&world, &entered, "0905 666 888", &key()).await.expect("asked");
        assert_eq!(known.sent_to, unknown.sent_to, "only what the person typed comes back");
        let sent = world.messages().await;
        let mut templates: Vec<_> = sent.iter().map(|message| message.template.as_str()).collect();
        templates.sort_unstable();
        assert_eq!(templates, ["address_code", "address_known"]);
        assert!(sent.iter().all(|message| message.template == "address_code" || message.params.is_empty()));
        let guess = confirm(&world, &entered, known.code_id, "123456", &key()).await.expect_err("no code was sent");
        assert_eq!(code(&guess), "wrong_code");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_is_for_its_account_five_tries_a_quarter_of_an_hour_and_an_address_that_is_still_free() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh);
        let entered = world.seeker().await;
        let other = world.by_code(Purpose::SignUp, "0905 777 888").await.expect("somebody else");
        let (id, digits) = asked(&world, &entered, EMAIL).await;
        let theirs = confirm(&world, &other, id, &digits, &key()).await.expect_err("another account's");
        assert_eq!(code(&theirs), "wrong_code");
        let wrong = if digits == "000000" { "000001" } else { "000000" };
        for _ in 0..5 {
            confirm(&world, &entered, id, wrong, &key()).await.expect_err("wrong");
        }
        let late = confirm(&world, &entered, id, &digits, &key()).await.expect_err("too many wrong ones");
        assert_eq!(code(&late), "wrong_code");

        let (id, digits) = asked(&world, &entered, EMAIL).await;
        let (theirs, their_digits) = asked(&world, &other, "tho@vidu.vn").await;
        let (taken, free) = (asked(&world, &entered, "tho@vidu.vn").await, world.by_code(Purpose::SignUp, EMAIL).await);
        free.expect("its reader makes an account of it meanwhile");
        let gone = confirm(&world, &entered, id, &digits, &key()).await.expect_err("taken meanwhile");
        assert_eq!(code(&gone), "wrong_code");
        // Both may be asked about one address; the last code counts, and the address goes to one of them.
        let replaced = confirm(&world, &other, theirs, &their_digits, &key()).await.expect_err("replaced");
        assert_eq!(code(&replaced), "wrong_code");
        world.pass_seconds(15 * MINUTE);
        let again = world.sign_in(PHONE, PASSWORD, "10.0.0.1", &key()).await.expect("in again");
        let over = confirm(&world, &again, taken.0, &taken.1, &key()).await.expect_err("too late");
        assert_eq!(code(&over), "wrong_code");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_is_never_left_without_an_address() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh);
        let entered = world.seeker().await;
        let ctx = world.ctx_of(&entered).await;
        let held = async || accounts::overview(&world.app, &ctx).await.expect("own").contacts;
        let only = held().await[0].id;
        let last = accounts::remove_address(&world.app, &ctx, only, &key()).await.expect_err("the last");
        assert_eq!(code(&last), "last_address");
        let (id, digits) = asked(&world, &entered, EMAIL).await;
        confirm(&world, &entered, id, &digits, &key()).await.expect("added");
        world.messages().await;
        let ids: Vec<Uuid> = held().await.iter().map(|held| held.id).collect();
        let (one, two) = (key(), key());
        let (a, b) = tokio::join!(
            accounts::remove_address(&world.app, &ctx, ids[0], &one),
            accounts::remove_address(&world.app, &ctx, ids[1], &two)
        );
        assert_eq!([a, b].into_iter().flatten().count(), 1, "of two removed at once one stays");
        assert_eq!(held().await.len(), 1);
        let mut told: Vec<String> = world.messages().await.into_iter().map(|message| message.recipient).collect();
        told.sort();
        assert_eq!(told, ["+84905123456", EMAIL], "also the one that goes");
        let other = world.by_code(Purpose::SignUp, "0905 777 888").await.expect("somebody else");
        let theirs = accounts::remove_address(&world.app, &world.ctx_of(&other).await, ids[0], &key()).await;
        assert_eq!(code(&theirs.expect_err("not theirs")), "not_found");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn addresses_are_changed_by_somebody_who_signed_in_a_moment_ago() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh);
        let entered = world.seeker().await;
        world.pass_seconds(16 * MINUTE);
        assert_eq!(code(&add(&world, &entered, EMAIL, &key()).await.expect_err("too long ago")), "not_fresh");
        let ctx = world.ctx_of(&entered).await;
        let stale = accounts::remove_address(&world.app, &ctx, Uuid::nil(), &key()).await;
        assert_eq!(code(&stale.expect_err("too long ago")), "not_fresh");
        world.sign_in(PHONE, PASSWORD, "10.0.0.1", &key()).await.expect("in again");
    })
    .await;
}
