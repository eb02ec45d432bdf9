//! The same form three times at once, cut off, replayed; two who act at once.

use super::{PHONE, World, code, key, reject, templates, token};
use crate::forms::thrice;
use sanviec_app::applications::{self, Answer, Applied, Quick};
use sanviec_domain::application::{Command, EndReason, Status};
use sanviec_store::testing::each_backend;
use std::time::Duration;

#[tokio::test(flavor = "multi_thread")]
async fn the_same_form_three_times_at_once_has_one_effect_and_equal_answers() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let form = key();
        assert_eq!(thrice(|| world.apply(world.quick(PHONE), &form)).await, Applied::Sent);
        assert_eq!(world.rows().await.len(), 1);
        assert_eq!(world.messages().await.len(), 2, "one for each side");
        let other = Quick { name: "Trần Văn Bảy".into(), ..world.quick(PHONE) };
        assert_eq!(code(&world.apply(other, &form).await.expect_err("refused")), "form_used");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_cut_off_and_sent_again_is_there_once() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        for (at, micros) in [0, 50, 200, 800, 2_000, 5_000, 12_000, 30_000].into_iter().enumerate() {
            let (form, phone) = (key(), format!("0905 123 4{at:02}"));
            let mut order = world.quick(&phone);
            order.origin.source = format!("10.0.2.{at}");
            let sending = world.apply(order.clone(), &form);
            let _cut_off = tokio::time::timeout(Duration::from_micros(micros), sending).await;
            assert_eq!(world.apply(order, &form).await.expect("sent"), Applied::Sent);
        }
        assert_eq!(world.rows().await.len(), 8);
        let sent = world.messages().await;
        assert_eq!(sent.iter().filter(|message| message.template == "application_sent").count(), 8);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_replayed_after_a_withdrawal_brings_nothing_back() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let form = key();
        world.apply(world.quick(PHONE), &form).await.expect("sent");
        let link = token(&world.messages().await, "application_sent");
        let withdrawal = key();
        for _ in 0..3 {
            world.withdraw(&link, &withdrawal).await.expect("withdrawn");
        }
        assert_eq!(templates(&world.messages().await), ["application_status_changed"], "the employer is told once");
        assert_eq!(world.apply(world.quick(PHONE), &form).await.expect("answered as before"), Applied::Sent);
        assert!(world.messages().await.is_empty());
        let own = world.own(&link).await;
        assert_eq!((own.status, own.may_withdraw), (Some(Status::Withdrawn), false));
        assert_eq!(code(&world.withdraw(&link, &key()).await.expect_err("refused")), "not_from_state");
        // Who changes their mind may apply again with a form of its own.
        assert_eq!(world.apply(world.quick(PHONE), &key()).await.expect("sent"), Applied::Sent);
        assert_eq!(world.rows().await.len(), 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_withdrawal_and_an_answer_at_once_one_wins_and_both_sides_read_the_same() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        for at in 0..6 {
            let link = world.applied(&format!("0905 123 5{at:02}")).await;
            let id = world.own(&link).await.id.code().to_string();
            applications::mark_seen(&world.app, &world.member(), &id, &key()).await.expect("opened");
            let (one, two) = (key(), key());
            let (withdrawn, answered) =
                tokio::join!(world.withdraw(&link, &one), world.answer(&id, reject(EndReason::AnotherChosen), &two));
            assert!(withdrawn.is_ok() ^ answered.is_ok(), "{withdrawn:?} {answered:?}");
            let expected = if withdrawn.is_ok() { Status::Withdrawn } else { Status::NotSuitable };
            assert_eq!(world.own(&link).await.status, Some(expected));
            let refused = withdrawn.err().or(answered.err()).expect("one refusal");
            assert!(["not_from_state", "conflict"].contains(&code(&refused)), "{refused:?}");
            let told = world.messages().await;
            assert_eq!(templates(&told), ["application_status_changed"]);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_answers_to_what_both_saw_the_second_is_told_to_look_again() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let link = world.applied(PHONE).await;
        let id = world.own(&link).await.id.code().to_string();
        applications::mark_seen(&world.app, &world.member(), &id, &key()).await.expect("opened");
        let version = applications::applicant(&world.app, &world.member(), &id).await.expect("seen").version;
        let order = |command| Answer { application: id.clone(), version, command };
        let (shortlist, reject) = (order(Command::Shortlist), order(reject(EndReason::AnotherChosen)));
        let (ctx, forms) = (world.member(), [key(), key()]);
        let (one, two) = tokio::join!(
            applications::answer(&world.app, &ctx, shortlist, &forms[0]),
            applications::answer(&world.app, &ctx, reject, &forms[1]),
        );
        assert!(one.is_ok() ^ two.is_ok(), "{one:?} {two:?}");
        let refused = one.err().or(two.err()).expect("one refusal");
        assert_eq!(code(&refused), "conflict");
        assert_eq!(world.messages().await.len(), 1);
    })
    .await;
}
