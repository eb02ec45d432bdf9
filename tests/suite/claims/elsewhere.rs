//! Two installations of one programme: whoever one of them holds is not claimed for by the other before their day, and
//! whatever is wrong with a list changes nothing.

use super::money::{Money, policy};
use crate::forms::{code, key};
use crate::keys::with_keys;
use sanviec_app::claims::{
    Sharing, TakeOut, TakenList, Withdraw, export_exclusions, import_exclusions, take_out, unusable_lists, withdraw,
};
use sanviec_app::placements::Policies;
use sanviec_app::secrets::SharedKey;
use sanviec_app::{Actor, App, AppError, Ctx, Locale};
use sanviec_domain::claim::WithdrawReason;
use sanviec_domain::time::{Micros, parse_date};
use sanviec_domain::why::Why;
use sanviec_store::testing::{Fresh, each_backend};
use sanviec_store::{Backend, Settings, Store, audit};
use uuid::Uuid;

const PROGRAMME: &str = "stable-employment";

/// Somebody that both installations know by their number.
const LAN: u128 = 1;

fn sharing(installation: &str, secret: &SharedKey) -> Sharing {
    Sharing::new(installation, secret.clone()).expect("a name")
}

fn secret() -> SharedKey {
    SharedKey::generated().expect("a secret")
}

async fn installed(fresh: &Fresh, installation: &str, secret: &SharedKey) -> Money {
    let policies = Policies::of(&[policy().as_str()]).expect("policies");
    let given = |app: App| app.with_policies(policies).with_sharing(sharing(installation, secret));
    Money::given(fresh, policy(), given).await
}

/// The other installation, `gia-lai`, in a database of its own.
async fn other(secret: &SharedKey) -> Money {
    let settings = Settings { durable: false, ..Settings::new("sqlite::memory:") };
    let store = Store::open(settings.clone()).await.expect("a store");
    installed(&Fresh { store, settings, backend: Backend::Sqlite }, "gia-lai", secret).await
}

fn operator(money: &Money) -> Ctx {
    money.world.app.ctx(Actor::Operator, Locale::Vi)
}

async fn list_of(money: &Money) -> String {
    export_exclusions(&money.world.app, &operator(money), PROGRAMME).await.expect("a list").text
}

async fn take_in(money: &Money, list: &str) -> Result<TakenList, AppError> {
    import_exclusions(&money.world.app, &operator(money), list).await
}

/// What the audit says of lists.
async fn noted(money: &Money) -> Vec<audit::Row> {
    let rows = audit::list_of(money.world.app.store().reader(), Uuid::nil(), 0, 1000).await.expect("read");
    rows.into_iter().filter(|row| row.entity == "exclusion_list").collect()
}

fn later(money: &Money) {
    money.world.app.clock().set(money.world.app.clock().now().plus_seconds(60));
}

fn go_to(money: &Money, day: &str) {
    money.world.app.clock().set(Micros::start_of(parse_date(day).expect("a day")));
}

async fn approved(money: &Money, number: u128) -> String {
    let claim = money.prepare(&money.confirmed(number).await).await.expect("prepared");
    money.approve_as(money.world.manager, &claim).await.expect("approved");
    claim
}

async fn taken_back(money: &Money, id: &str) {
    let (version, why) = (money.view(id).await.version, Why::plain(WithdrawReason::Mistake));
    let order = Withdraw { id: id.to_owned(), version, why };
    withdraw(&money.world.app, &money.ctx(money.world.officer), order, &key()).await.expect("taken back");
}

/// Refused because of the other installation, whose name is said and nothing of the person; both sentences.
fn told(refused: AppError) -> [String; 2] {
    assert_eq!(code(&refused), "paid_for_already_elsewhere");
    let AppError::Refused(mut errors) = refused else { panic!("refused") };
    let error = errors.remove(0);
    for text in [&error.vi, &error.en] {
        assert!(text.contains("gia-lai"), "{text}");
        assert!(!text.contains("052194") && !text.contains("Lan"), "{text}");
    }
    [error.vi, error.en]
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_was_paid_for_at_another_installation_is_claimed_for_from_the_day_it_names() {
    each_backend(|fresh| async move {
        let secret = secret();
        let (there, here) = (other(&secret).await, installed(&fresh, "dak-lak", &secret).await);
        there.paid(LAN).await;
        let list = list_of(&there).await;
        assert!(list.lines().count() == 3 && list.contains(r#""until":"2028-03-10""#), "{list}");
        assert!(!list.contains("052194000001") && !list.contains("Lan"), "{list}");
        let taken = take_in(&here, &list).await.expect("taken in");
        assert_eq!((taken.installation.as_str(), taken.people, taken.before), ("gia-lai", 1, None));
        for (money, action) in [(&there, "export_exclusions"), (&here, "import_exclusions")] {
            let rows = noted(money).await;
            let [row] = rows.as_slice() else { panic!("one row: {rows:?}") };
            assert_eq!((row.action.as_str(), row.actor.as_str(), row.centre_id), (action, "operator", None));
            let after = row.after.as_deref().expect("what is on it");
            assert!(after.contains(PROGRAMME) && after.contains(r#""people":1"#), "{after}");
        }
        let placement = here.confirmed(LAN).await;
        for text in told(here.prepare(&placement).await.expect_err("paid for there")) {
            assert!(text.contains("10/03/2028"), "{text}");
        }
        here.prepare(&here.confirmed(2).await).await.expect("somebody else");
        go_to(&here, "2028-03-09");
        told(here.prepare(&placement).await.expect_err("one day early"));
        go_to(&here, "2028-03-10");
        here.prepare(&placement).await.expect("on the day");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_not_on_the_next_list_any_more_is_free() {
    each_backend(|fresh| async move {
        let secret = secret();
        let (there, here) = (other(&secret).await, installed(&fresh, "dak-lak", &secret).await);
        let claim = there.prepare(&there.confirmed(LAN).await).await.expect("prepared");
        let first = list_of(&there).await;
        take_in(&here, &first).await.expect("taken in");
        let placement = here.confirmed(LAN).await;
        let [_, en] = told(here.prepare(&placement).await.expect_err("claimed for there"));
        assert!(en.contains("No day is set yet"), "{en}");
        taken_back(&there, &claim).await;
        there.prepare(&there.confirmed(2).await).await.expect("somebody else");
        later(&there);
        let taken = take_in(&here, &list_of(&there).await).await.expect("taken in");
        assert_eq!((taken.people, taken.before), (1, Some(1)));
        here.prepare(&placement).await.expect("let go there");
        told(here.prepare(&here.confirmed(2).await).await.expect_err("on the list now"));
        assert_eq!(code(&take_in(&here, &first).await.expect_err("older")), "list_older");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_with_anything_wrong_is_refused_and_the_earlier_one_stands() {
    each_backend(|fresh| async move {
        let secret = secret();
        let (there, here) = (other(&secret).await, installed(&fresh, "dak-lak", &secret).await);
        there.prepare(&there.confirmed(2).await).await.expect("prepared");
        let old = list_of(&there).await;
        later(&there);
        there.prepare(&there.confirmed(LAN).await).await.expect("prepared");
        let list = list_of(&there).await;
        take_in(&here, &list).await.expect("taken in");
        let placement = here.confirmed(LAN).await;
        later(&there);
        let next = list_of(&there).await;
        let lines: Vec<&str> = next.lines().collect();
        let without_a_person = [&lines[..1], &lines[2..], &[""]].concat().join("\n");
        let named_otherwise = next.replace("gia-lai", "gia-lam");
        let own = list_of(&here).await;
        let foreign = {
            let world = &there.world.app;
            let keys = world.keys().expect("keys").clone();
            let app = with_keys(world, keys).with_sharing(sharing("gia-lai", &self::secret()));
            export_exclusions(&app, &app.ctx(Actor::Operator, Locale::Vi), PROGRAMME).await.expect("a list").text
        };
        there.world.pass_days(2);
        let ahead = list_of(&there).await;
        for (list, said) in [
            (&without_a_person, "list_changed"),
            (&named_otherwise, "list_changed"),
            (&next.replacen("\"person\":\"", "\"person\":\"0", 1), "list_changed"),
            (&own, "list_own"),
            (&foreign, "list_of_other_key"),
            (&old, "list_older"),
            (&ahead, "list_ahead"),
            (&"[]".to_owned(), "list_unreadable"),
        ] {
            assert_eq!(code(&take_in(&here, list).await.expect_err(said)), said);
            told(here.prepare(&placement).await.expect_err("the earlier list stands"));
        }
        let taken = take_in(&here, &next).await.expect("the whole one");
        assert_eq!((taken.people, taken.before), (2, Some(2)));
        let manager = here.ctx(here.world.manager);
        let nobodys = import_exclusions(&here.world.app, &manager, &next).await.expect_err("no operator");
        assert_eq!(code(&nobodys), "forbidden");
        let nobodys = export_exclusions(&here.world.app, &manager, PROGRAMME).await.expect_err("no operator");
        assert_eq!(code(&nobodys), "forbidden");
        let slip = export_exclusions(&here.world.app, &operator(&here), "stable").await.expect_err("a slip");
        assert_eq!(code(&slip), "programme_unknown");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_an_older_and_a_newer_list_at_once_the_newer_one_stands() {
    each_backend(|fresh| async move {
        let secret = secret();
        let (there, here) = (other(&secret).await, installed(&fresh, "dak-lak", &secret).await);
        let claim = there.prepare(&there.confirmed(LAN).await).await.expect("prepared");
        let old = list_of(&there).await;
        taken_back(&there, &claim).await;
        later(&there);
        let new = list_of(&there).await;
        let (_, taken, again) = tokio::join!(take_in(&here, &old), take_in(&here, &new), take_in(&here, &new));
        assert_eq!((taken.expect("taken in").people, again.expect("taken in").people), (0, 0));
        here.prepare(&here.confirmed(LAN).await).await.expect("free by the newer list");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_comes_after_the_approval_stops_what_is_not_sent_yet() {
    each_backend(|fresh| async move {
        let secret = secret();
        let (there, here) = (other(&secret).await, installed(&fresh, "dak-lak", &secret).await);
        there.paid(LAN).await;
        there.paid(3).await;
        let (listed, beside) = (approved(&here, LAN).await, approved(&here, 2).await);
        let waiting = here.prepare(&here.confirmed(3).await).await.expect("prepared");
        let batch = here.list_of(&[&listed, &beside]).await.expect("a list");
        take_in(&here, &list_of(&there).await).await.expect("taken in");
        told(here.approve_as(here.world.manager, &waiting).await.expect_err("paid for there"));
        for text in told(here.send(&batch).await.expect_err("paid for there")) {
            assert!(text.contains(&listed) && !text.contains(&beside), "{text}");
        }
        assert_eq!((here.state(&listed).await, here.state(&beside).await), ("batched", "batched"), "nothing is sent");
        let out = TakeOut { claim: listed.clone() };
        take_out(&here.world.app, &here.ctx(here.world.officer), out, &key()).await.expect("taken off");
        taken_back(&here, &listed).await;
        taken_back(&here, &waiting).await;
        here.send(&batch).await.expect("the other one");
        assert_eq!(here.state(&beside).await, "sent");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_whose_number_was_corrected_is_known_by_both() {
    each_backend(|fresh| async move {
        let secret = secret();
        let (there, here) = (other(&secret).await, installed(&fresh, "dak-lak", &secret).await);
        there.prepare(&there.confirmed(LAN).await).await.expect("prepared");
        there.renumber(there.profile(LAN).await, "052194000007").await.expect("corrected");
        assert_eq!(take_in(&here, &list_of(&there).await).await.expect("taken in").people, 2);
        for number in [LAN, 7] {
            told(here.prepare(&here.confirmed(number).await).await.expect_err("the same person"));
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn where_a_list_cannot_be_asked_nobody_is_claimed_for_and_the_operator_is_told() {
    each_backend(|fresh| async move {
        let secret = secret();
        let there = other(&secret).await;
        let mut here = installed(&fresh, "dak-lak", &secret).await;
        there.paid(LAN).await;
        take_in(&here, &list_of(&there).await).await.expect("taken in");
        let placement = here.confirmed(2).await;
        let keys = here.world.app.keys().expect("keys").clone();
        let without = with_keys(&here.world.app, keys.clone());
        let otherwise = with_keys(&here.world.app, keys).with_sharing(sharing("dak-lak", &self::secret()));
        let right = std::mem::replace(&mut here.world.app, without);
        for said in ["exclusion_key_missing", "exclusion_key_differs"] {
            assert_eq!(code(&here.prepare(&placement).await.expect_err("nobody can say")), said);
            let unusable = unusable_lists(&here.world.app, &operator(&here)).await.expect("looked");
            assert_eq!(unusable.iter().map(|error| error.code).collect::<Vec<_>>(), [said]);
            here.world.app = otherwise.clone();
        }
        // Once nobody is held by the list any more it says nothing, with a secret or without.
        go_to(&here, "2028-03-10");
        assert!(unusable_lists(&here.world.app, &operator(&here)).await.expect("looked").is_empty());
        here.world.app = right;
        assert!(unusable_lists(&here.world.app, &operator(&here)).await.expect("looked").is_empty());
        here.prepare(&placement).await.expect("with the right secret");
    })
    .await;
}
