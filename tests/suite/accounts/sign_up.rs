//! Signing up and getting back in by a code: what a stranger learns, how often a code counts.

use super::{MINUTE, PASSWORD, PHONE, World, code, key};
use sanviec_app::accounts::{self, Purpose, Stage};
use sanviec_app::{Actor, Role};
use sanviec_store::audit;
use sanviec_store::testing::{each_backend, row_counts};
use std::collections::BTreeMap;
use uuid::Uuid;

#[tokio::test(flavor = "multi_thread")]
async fn a_seeker_signs_up_by_code_sets_a_password_and_signs_in() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh);
        let entered = world.by_code(Purpose::SignUp, PHONE).await.expect("signed up");
        assert_eq!((entered.stage, entered.has_password), (Stage::Live, false));
        let person = world.ctx_of(&entered).await.actor.person().expect("person");
        assert_eq!((person.role, person.is_fresh, person.centre_id), (Role::Seeker, true, None));
        world.set_password(&entered, PASSWORD).await.expect("password");
        let told = world.messages().await;
        assert_eq!(told.iter().map(|message| message.template.as_str()).collect::<Vec<_>>(), ["password_changed"]);
        assert_eq!(told[0].recipient, "+84905123456");
        let again = world.sign_in("+84 905 123 456", PASSWORD, "10.0.0.1", &key()).await.expect("signed in");
        assert_eq!((again.stage, again.has_password), (Stage::Live, true));
        assert_ne!(again.token, entered.token);
        let own = accounts::overview(&world.app, &world.ctx_of(&again).await).await.expect("own account");
        assert_eq!((own.contacts.len(), own.sessions.len(), own.roles.len()), (1, 2, 0));
        let trail = audit::list_of(fresh.store.reader(), person.account_id, 0, 20).await.expect("trail");
        assert_eq!(
            trail.iter().map(|row| row.action.as_str()).collect::<Vec<_>>(),
            ["sign_up", "set_password", "sign_in"]
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn neither_sign_up_nor_recovery_nor_sign_in_tells_whether_an_address_is_known() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh);
        world.seeker().await;
        let mut templates = Vec::new();
        for purpose in [Purpose::SignUp, Purpose::Recover] {
            let known = world.ask(purpose, PHONE, &key()).await.expect("asked");
            let unknown = world.ask(purpose, "0905 999 456", &key()).await.expect("asked");
            assert_eq!(known.sent_to, unknown.sent_to, "only what the person typed comes back");
            for asked in [&known, &unknown] {
                let public = world.ctx(Actor::Public);
                let told = accounts::code_sent_to(&world.app, &public, asked.code_id).await.expect("told");
                assert_eq!(told.map(|to| to.masked).as_ref(), Some(&asked.sent_to), "and nothing else is shown of it");
            }
            let sent = world.messages().await;
            assert_eq!(sent.len(), 2, "a message either way");
            templates.extend(sent.into_iter().map(|message| message.template));
        }
        assert_eq!(templates, ["sign_up_known", "sign_up_code", "recover_code", "recover_unknown"]);
        let mut refusals = Vec::new();
        for contact in [PHONE, "0905 999 456"] {
            let refused =
                world.sign_in(contact, "sai mật khẩu hoàn toàn", "10.0.0.1", &key()).await.expect_err("refused");
            refusals.push(format!("{refused:?}"));
        }
        assert_eq!(refusals[0], refusals[1]);
    })
    .await;
}

/// Hashes computed and rows written by one request: by table, how many more there are.
type Cost = (u64, BTreeMap<String, i64>);

async fn spent(world: &World) -> Cost {
    (world.app.hashes_computed(), row_counts(world.app.store()).await)
}

/// What was spent since; tables that did not grow are left out.
async fn cost(world: &World, before: &Cost) -> Cost {
    let (hashes, mut rows) = spent(world).await;
    for (table, count) in &mut rows {
        *count -= before.1.get(table).copied().unwrap_or_default();
    }
    rows.retain(|_, count| *count != 0);
    (hashes - before.0, rows)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_known_and_an_unknown_address_cost_as_many_hashes_and_the_same_rows() {
    const UNKNOWN: &str = "0905 999 456";
    const WRONG: &str = "sai mật khẩu hoàn toàn";
    each_backend(|fresh| async move {
        let world = World::new(&fresh);
        world.seeker().await;
        // Both were asked for before: the counters of either address are there.
        for contact in [PHONE, UNKNOWN] {
            world.ask(Purpose::Recover, contact, &key()).await.expect("asked");
            world.sign_in(contact, WRONG, "10.0.0.1", &key()).await.expect_err("wrong");
        }
        for purpose in [Purpose::SignUp, Purpose::Recover] {
            let mut costs = Vec::new();
            for contact in [PHONE, UNKNOWN] {
                let before = spent(&world).await;
                world.ask(purpose, contact, &key()).await.expect("asked");
                costs.push(cost(&world, &before).await);
            }
            assert_eq!(costs[0], costs[1], "{purpose:?}");
            assert_eq!(costs[0].1.get("one_time_code"), Some(&1), "a code either way: {costs:?}");
        }
        let mut costs = Vec::new();
        for contact in [PHONE, UNKNOWN] {
            let before = spent(&world).await;
            world.sign_in(contact, WRONG, "10.0.0.1", &key()).await.expect_err("wrong");
            costs.push(cost(&world, &before).await);
        }
        assert_eq!(costs[0], costs[1], "signing in");
        assert_eq!(costs[0].0, 1, "one hash, compared with");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_counts_once_for_five_tries_and_a_quarter_of_an_hour() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh);
        let asked = world.ask(Purpose::SignUp, PHONE, &key()).await.expect("asked");
        let digits = world.messages().await.remove(0).params["code"].clone();
        let wrong = if digits == "000000" { "000001" } else { "000000" };
        for _ in 0..4 {
            let refused = world.confirm(asked.code_id, wrong, &key()).await.expect_err("wrong");
            assert_eq!(code(&refused), "wrong_code");
        }
        let spaced = format!(" {} {}", &digits[..3], &digits[3..]);
        world.confirm(asked.code_id, &spaced, &key()).await.expect("the fifth try is right");
        let used = world.confirm(asked.code_id, &digits, &key()).await.expect_err("used");
        assert_eq!(code(&used), "wrong_code");

        let asked = world.ask(Purpose::Recover, PHONE, &key()).await.expect("asked");
        let digits = world.messages().await.remove(0).params["code"].clone();
        let wrong = if digits == "000000" { "000001" } else { "000000" };
        for _ in 0..5 {
            world.confirm(asked.code_id, wrong, &key()).await.expect_err("wrong");
        }
        let late = world.confirm(asked.code_id, &digits, &key()).await.expect_err("too many wrong ones");
        assert_eq!(code(&late), "wrong_code");

        let first = world.ask(Purpose::Recover, PHONE, &key()).await.expect("asked");
        let old = world.messages().await.remove(0).params["code"].clone();
        let second = world.ask(Purpose::Recover, PHONE, &key()).await.expect("asked");
        let new = world.messages().await.remove(0).params["code"].clone();
        assert_eq!(code(&world.confirm(first.code_id, &old, &key()).await.expect_err("replaced")), "wrong_code");
        world.pass_seconds(15 * MINUTE);
        assert_eq!(code(&world.confirm(second.code_id, &new, &key()).await.expect_err("over")), "wrong_code");
        assert_eq!(code(&world.confirm(Uuid::nil(), &new, &key()).await.expect_err("never was")), "wrong_code");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn codes_sent_to_one_address_are_limited() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh);
        for _ in 0..5 {
            world.ask(Purpose::SignUp, PHONE, &key()).await.expect("asked");
        }
        let refused = world.ask(Purpose::SignUp, PHONE, &key()).await.expect_err("a sixth");
        assert_eq!(code(&refused), "too_many");
        assert_eq!(world.messages().await.len(), 5);
        world.pass_seconds(60 * MINUTE);
        world.ask(Purpose::SignUp, PHONE, &key()).await.expect("an hour later");
    })
    .await;
}
