//! Letters as the person sees them: printed from the link of the message, told of when they end, and with every look of
//! an officer who printed one.

use super::{World, code, key, person};
use sanviec_app::messages::{self, Claimed, End};
use sanviec_app::{Actor, Ctx, Locale, Role, Thing, desk, profiles};
use sanviec_domain::profile::Field;
use sanviec_domain::referral::{Command, NotHiredReason, Validity, Way, WithdrawReason};
use sanviec_domain::why::Why;
use sanviec_store::testing::each_backend;

/// The record of a number, taken over by somebody with an account.
async fn taken_over(world: &World, number: u128) -> Ctx {
    let profile = world.person(number).await;
    let slip = desk::issue_claim(&world.app, &world.ctx(world.officer), &profile, &key()).await.expect("a code");
    let contact = format!("nguoi{number}@vidu.vn");
    let ctx = world.ctx(person(&world.app, &contact, Role::Seeker, Thing::default()).await);
    desk::claim(&world.app, &ctx, &slip.code, &key()).await.expect("taken over");
    ctx
}

/// What waits to be sent, settled as sent.
async fn sent(world: &World) -> Vec<Claimed> {
    let ctx = world.app.ctx(Actor::System, Locale::Vi);
    let claimed = messages::claim(&world.app, &ctx, 60, 100).await.expect("claimed");
    for message in &claimed {
        messages::settle(&world.app, &ctx, message.id, message.lease, End::Sent(None)).await.expect("settled");
    }
    claimed
}

/// What was told of profiles and letters since.
async fn news(world: &World) -> Vec<String> {
    let sent = sent(world).await;
    sent.into_iter().filter(|one| one.template == "profile_news").map(|one| one.params["news"].clone()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_prints_the_own_letter_that_the_message_leads_to_and_nobody_else_does() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let (lan, hoa) = (taken_over(&world, 1).await, taken_over(&world, 2).await);
        sent(&world).await;
        let id = world.issue_for(world.officer, 1).await.expect("issued").id;
        let told = sent(&world).await;
        let told = told.iter().find(|message| message.template == "referral_issued").expect("told");
        let proof = told.params["path"].strip_prefix("/ho-so/phieu/").expect("the own page").to_owned();
        let own = desk::own_letter(&world.app, &lan, &proof).await.expect("own");
        assert_eq!((own.id.as_str(), own.number.as_str()), (id.as_str(), "01/GTVL-TTDVVL"));
        assert_eq!((own.person_name.as_str(), own.person_phone.as_deref()), ("Nguyễn Thị Lan", Some("0905 123 001")));
        let printed = desk::letter(&world.app, &world.ctx(world.officer), &id).await.expect("letter");
        assert_eq!(own, printed, "the officer prints the same paper");
        let newcomer = world.ctx(person(&world.app, "moi@vidu.vn", Role::Seeker, Thing::default()).await);
        for (ctx, answer) in [
            (&hoa, "not_found"),
            (&newcomer, "not_found"),
            (&world.ctx(world.officer), "forbidden"),
            (&world.app.ctx(Actor::Public, Locale::Vi), "forbidden"),
        ] {
            assert_eq!(code(&desk::own_letter(&world.app, ctx, &proof).await.expect_err("another's")), answer);
        }
        for guess in ["", "0000000000000000", &proof[..15]] {
            assert_eq!(code(&desk::own_letter(&world.app, &lan, guess).await.expect_err("guessed")), "not_found");
        }
        let back = Command::Withdraw(Why::plain(WithdrawReason::Mistake));
        world.record(&id, back).await.expect("taken back");
        let own = desk::own_letter(&world.app, &lan, &proof).await.expect("own");
        assert_eq!(own.validity, Validity::Withdrawn);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_reads_who_printed_a_letter_and_own_printing_is_no_look() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let lan = taken_over(&world, 1).await;
        let id = world.issue_for(world.officer, 1).await.expect("issued").id;
        let printed = || async {
            let looks = profiles::own_looks(&world.app, &lan, None).await.expect("looks");
            looks.into_iter().filter(|look| look.why == "referral").collect::<Vec<_>>()
        };
        assert_eq!(printed().await, [], "to issue it is not to print it");
        let letter = desk::letter(&world.app, &world.ctx(world.officer), &id).await.expect("letter");
        desk::own_letter(&world.app, &lan, &letter.proof).await.expect("own");
        let looks = printed().await;
        let [look] = &looks[..] else { panic!("one look: {looks:?}") };
        assert_eq!((look.role, look.place.as_str()), (Some(Role::Officer), "Trung tâm Dịch vụ việc làm Gia Lai"));
        assert_eq!(look.fields, [Field::Name, Field::Birth, Field::Phone]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_is_told_once_what_became_of_a_letter() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let hire = Command::Hire { told_on: on!("2026-11-24"), starts_on: on!("2026-11-30"), ends_on: None };
        for (number, command, told) in [
            (1, hire.clone(), "letter_hired"),
            (2, Command::RefuseHire(Why::plain(NotHiredReason::AnotherChosen)), "letter_not_hired"),
            (3, Command::RecordNoShow, "letter_no_show"),
            (4, Command::Withdraw(Why::plain(WithdrawReason::Mistake)), "letter_withdrawn"),
        ] {
            taken_over(&world, number).await;
            let id = world.issue_for(world.officer, number).await.expect("issued").id;
            world.record(&id, Command::Send(Way::ByHand)).await.expect("sent");
            assert_eq!(news(&world).await, Vec::<String>::new(), "that it was sent is no end");
            world.record(&id, command).await.expect("recorded");
            assert_eq!(news(&world).await, [told]);
            if told == "letter_hired" {
                world.record(&id, hire.clone()).await.expect("again");
                assert_eq!(news(&world).await, Vec::<String>::new(), "told twice");
            }
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_that_lapses_is_told_of_and_one_that_the_person_ended_is_not() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let mai = taken_over(&world, 1).await;
        world.issue_for(world.officer, 1).await.expect("issued");
        sent(&world).await;
        profiles::leave_centre(&world.app, &mai, &key()).await.expect("left");
        assert_eq!(news(&world).await, ["left"], "of the letter the person knows");
        taken_over(&world, 2).await;
        world.issue_for(world.officer, 2).await.expect("issued");
        sent(&world).await;
        world.pass_days(9);
        let system = world.app.ctx(Actor::System, Locale::Vi);
        for told in [&["letter_lapsed"][..], &[]] {
            desk::tick(&world.app, &system).await.expect("ticked");
            assert_eq!(news(&world).await, told);
        }
    })
    .await;
}
