//! Letters: numbers without gaps, sent, answered and followed up in time, proved by a code, by consent alone.

use super::{World, code, key, person};
use sanviec_app::desk::{self, Issue, Next, Record};
use sanviec_app::postings::{NewPosting, publish};
use sanviec_app::{Actor, AppError, Locale, Role, Thing, accounts};
use sanviec_domain::posting::{Content, PostingCode};
use sanviec_domain::referral::{Command, Follow, NotHiredReason, State, Validity, Way, WithdrawReason};
use sanviec_domain::time::Micros;
use sanviec_domain::why::Why;
use sanviec_store::audit;
use sanviec_store::testing::each_backend;

#[tokio::test(flavor = "multi_thread")]
async fn fifty_letters_at_once_have_the_numbers_one_to_fifty() {
    each_backend(|fresh| async move {
        let world = std::sync::Arc::new(World::new(&fresh).await);
        for profile in 0..50 {
            world.person(profile + 1).await;
        }
        let racing: Vec<_> = (0..50)
            .map(|profile| {
                let world = std::sync::Arc::clone(&world);
                let officer = if profile % 2 == 0 { world.officer } else { world.colleague };
                // A write that lost five times says so; the officer presses again.
                tokio::spawn(async move {
                    loop {
                        match world.issue_for(officer, profile + 1).await {
                            Ok(issued) => return (issued.year, issued.serial),
                            Err(AppError::Unavailable(_)) => {}
                            Err(other) => panic!("{other:?}"),
                        }
                    }
                })
            })
            .collect();
        let mut numbers = Vec::new();
        for letter in racing {
            numbers.push(letter.await.expect("issued"));
        }
        numbers.sort_unstable();
        assert_eq!(numbers, (1..=50).map(|serial| (2026, serial)).collect::<Vec<_>>());
        // A letter that is refused gives its number back.
        assert_eq!(code(&world.issue_for(world.officer, 1).await.expect_err("twice")), "referred_already");
        assert_eq!(world.issue_for(world.officer, 99).await.expect("issued").serial, 51);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn numbers_begin_anew_with_the_year_and_in_each_centre() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        assert_eq!(world.issue_for(world.officer, 1).await.expect("issued").serial, 1);
        world.app.clock().set(Micros::start_of(on!("2027-01-04")));
        let operator = world.app.ctx(Actor::Operator, Locale::Vi);
        let new = NewPosting { employer: "Công ty TNHH Phú Tài".into(), content: Content::titled("Thủ kho") };
        let posting = publish(&world.app, &operator, new).await.expect("posting").id.code().to_string();
        let world = World { posting, ..world };
        let issued = world.issue_for(world.officer, 2).await.expect("issued");
        assert_eq!((issued.year, issued.serial), (2027, 1));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_is_sent_answered_entered_and_followed_up_in_time() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let id = world.issue_for(world.officer, 1).await.expect("issued").id;
        assert_eq!(world.state(&id).await, (State::Issued, Some(Next::Send)));
        world.record(&id, Command::Send(Way::ByHand)).await.expect("sent");
        assert_eq!(world.state(&id).await, (State::Sent, Some(Next::Answer)));
        let hire = Command::Hire { told_on: on!("2026-11-24"), starts_on: on!("2026-11-30"), ends_on: None };
        world.record(&id, hire.clone()).await.expect("hired");
        world.record(&id, hire).await.expect("told twice has one effect");
        let view = desk::referral(&world.app, &world.ctx(world.officer), &id).await.expect("view");
        assert_eq!(
            (view.item.state, view.item.next, view.item.due_on),
            (State::Hired, Some(Next::Result), Some(on!("2026-12-22")),)
        );
        assert_eq!(view.events.len(), 3, "the second telling left no entry");
        world.record(&id, Command::EnterResult).await.expect("entered");
        assert_eq!(world.state(&id).await, (State::Hired, Some(Next::FollowUp)));
        let early = world.record(&id, Command::FollowUp(Follow::StillWorking)).await.expect_err("too early");
        assert_eq!(code(&early), "month_not_over");
        world.pass_days(40);
        world.record(&id, Command::FollowUp(Follow::StillWorking)).await.expect("followed up");
        assert_eq!(world.state(&id).await, (State::Hired, None));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn time_makes_letters_lapse_once_however_many_clocks_tick() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let id = world.issue_for(world.officer, 1).await.expect("issued").id;
        world.pass_days(9);
        let system = world.app.ctx(Actor::System, Locale::Vi);
        let racing: Vec<_> = (0..5)
            .map(|_| {
                let (app, ctx) = (world.app.clone(), system.clone());
                tokio::spawn(async move { desk::tick(&app, &ctx).await.expect("ticked") })
            })
            .collect();
        for clock in racing {
            clock.await.expect("a clock");
        }
        assert_eq!(world.state(&id).await, (State::Lapsed, None));
        let view = desk::referral(&world.app, &world.ctx(world.officer), &id).await.expect("view");
        let lapsed = view.events.iter().filter(|event| event.after.as_deref() == Some("lapsed")).count();
        assert_eq!(lapsed, 1, "{:?}", view.events);
        assert_eq!(desk::tick(&world.app, &system).await.expect("ticked"), 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_officers_who_record_at_once_do_not_overwrite_each_other() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let id = world.issue_for(world.officer, 1).await.expect("issued").id;
        let seen = desk::referral(&world.app, &world.ctx(world.officer), &id).await.expect("view").version;
        world.record(&id, Command::Send(Way::Email)).await.expect("sent");
        let why = Why::plain(NotHiredReason::AnotherChosen);
        let late = Record { id: id.clone(), version: Some(seen), command: Command::RefuseHire(why) };
        let refused = desk::record(&world.app, &world.ctx(world.colleague), late, &key()).await;
        assert_eq!(code(&refused.expect_err("changed meanwhile")), "conflict");
        assert_eq!(world.state(&id).await.0, State::Sent);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_on_paper_proves_the_letter_and_nothing_of_the_person() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let id = world.issue_for(world.officer, 1).await.expect("issued").id;
        let letter = desk::letter(&world.app, &world.ctx(world.officer), &id).await.expect("letter");
        assert_eq!((letter.number.as_str(), letter.person_name.as_str()), ("01/GTVL-TTDVVL", "Nguyễn Thị Lan"));
        let public = world.app.ctx(Actor::Public, Locale::Vi);
        let proof = desk::proof(&world.app, &public, &letter.proof.to_uppercase()).await.expect("proof");
        assert_eq!((proof.number.as_str(), proof.validity), ("01/GTVL-TTDVVL", Validity::Valid));
        assert_eq!(letter.person_phone.as_deref(), Some("0905 123 001"));
        let said = format!("{proof:?}");
        assert!(!said.contains("Lan") && !said.contains("Nguyễn") && !said.contains("0905"), "{said}");
        assert_eq!(proof.initials, "N. T. L.", "a copy on a letter with another name is seen");
        assert_eq!((&proof.employer, &proof.position), (&letter.employer_name, &letter.posting_title));
        for guess in ["", "0000000000000000", "x", "%00", &letter.proof[..15]] {
            assert_eq!(code(&desk::proof(&world.app, &public, guess).await.expect_err("guessed")), "not_found");
        }
        let stored = desk::letter(&world.app, &world.ctx(world.officer), &id).await.expect("again");
        assert_eq!(stored, letter, "printed twice it says the same");
        let row = id.parse::<PostingCode>().map(PostingCode::uuid).expect("code");
        let entries = audit::list_of(world.app.store().reader(), row, 0, 50).await.expect("audit");
        assert_eq!(entries.iter().filter(|entry| entry.action == "print_letter").count(), 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_centre_sees_and_moves_nothing() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let id = world.issue_for(world.officer, 1).await.expect("issued").id;
        let operator = world.app.ctx(Actor::Operator, Locale::Vi);
        let name = "Trung tâm Dịch vụ việc làm Huế";
        let other = accounts::add_centre(&world.app, &operator, name, "46").await.expect("centre");
        let stranger = person(&world.app, "dung@vidu.vn", Role::Officer, Thing::of_centre(other)).await;
        let ctx = world.ctx(stranger);
        assert_eq!(code(&desk::referral(&world.app, &ctx, &id).await.expect_err("seen")), "forbidden");
        assert_eq!(code(&desk::letter(&world.app, &ctx, &id).await.expect_err("printed")), "forbidden");
        let order = Record { id, version: None, command: Command::RecordNoShow };
        assert_eq!(code(&desk::record(&world.app, &ctx, order, &key()).await.expect_err("moved")), "forbidden");
        let queue = desk::queue(&world.app, &ctx, desk::Asked { everybodys: true, ..Default::default() }).await;
        assert!(queue.expect("queue").items.is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_referred_without_having_agreed_to_it() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let profile = world.person(1).await;
        let order =
            |paper: &str| Issue { profile: profile.clone(), posting: world.posting.clone(), paper: paper.into() };
        let ctx = world.ctx(world.officer);
        let refused = desk::issue(&world.app, &ctx, order("  "), &key()).await.expect_err("no paper");
        assert_eq!(code(&refused), "consent_missing");
        let issued = desk::issue(&world.app, &ctx, order("GĐY 1/2026"), &key()).await.expect("on paper");
        assert_eq!(issued.serial, 1, "a refusal gives its number back");
        // The paper holds for this employer: a second letter after the first is over needs none.
        let view =
            Record { id: issued.id, version: None, command: Command::Withdraw(Why::plain(WithdrawReason::Mistake)) };
        desk::record(&world.app, &ctx, view, &key()).await.expect("taken back");
        assert_eq!(desk::issue(&world.app, &ctx, order(""), &key()).await.expect("agreed before").serial, 2);
    })
    .await;
}
