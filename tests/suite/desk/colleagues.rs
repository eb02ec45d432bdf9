//! Colleagues: invited, given roles at their own centre, and handing over when they leave.

use super::{PASSWORD, World, code, entered, key};
use crate::placements::Placed;
use sanviec_app::desk::{self, CentreOrder, HandOver, Handed, Invite, Join, Joined};
use sanviec_app::{Actor, Locale, Role, accounts, placements};
use sanviec_domain::posting::PostingCode;
use sanviec_store::membership;
use sanviec_store::testing::each_backend;

#[tokio::test(flavor = "multi_thread")]
async fn somebody_who_leaves_hands_everything_over_in_one_go() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        for profile in 1..=3 {
            world.issue_for(world.officer, profile).await.expect("issued");
        }
        let alone = world.hand_over(world.officer, None).await.expect_err("nobody takes over");
        assert_eq!(code(&alone), "nobody_takes_over");
        let itself = world.hand_over(world.officer, Some(world.officer)).await.expect_err("to oneself");
        assert_eq!(code(&itself), "nobody_takes_over");
        let handed = world.hand_over(world.officer, Some(world.colleague)).await.expect("handed over");
        assert_eq!((handed.referrals, handed.appointments), (3, 0));
        let queue = desk::queue(&world.app, &world.ctx(world.colleague), desk::Asked::default()).await.expect("queue");
        assert_eq!(queue.items.len(), 3);
        let held = membership::list_held(world.app.store().reader(), world.officer.account_id).await.expect("held");
        assert!(held.is_empty(), "the role has ended, and every session with it");
        let late = world.issue_for(world.officer, 9).await.expect_err("a role that ended");
        assert_eq!(code(&late), "forbidden");
        let last = world.hand_over(world.manager, Some(world.colleague)).await.expect_err("the only manager");
        assert_eq!(code(&last), "last_manager");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn letters_and_meetings_go_to_officers_and_placements_to_whoever_may_follow_them() {
    each_backend(|fresh| async move {
        let placed = Placed::new(&fresh).await;
        let world = &placed.world;
        let letters = world.hand_over(world.officer, Some(world.manager)).await.expect_err("who leads refers nobody");
        assert_eq!(code(&letters), "meets_nobody");
        let meeting = world.appoint(world.colleague, 5, 24).await.expect("made");
        let meets = world.hand_over(world.colleague, Some(world.manager)).await.expect_err("who leads meets nobody");
        assert_eq!(code(&meets), "meets_nobody");
        let give = placements::Assign { placement: placed.id.clone(), to: world.role_of(world.colleague).await };
        placements::assign(&world.app, &world.ctx(world.manager), give, &key()).await.expect("given");
        let handed = world.hand_over(world.officer, Some(world.colleague)).await.expect("handed over");
        assert_eq!(handed, Handed { referrals: 1, appointments: 0, placements: 0 });
        let seen = desk::appointment(&world.app, &world.ctx(world.colleague), &meeting).await.expect("still theirs");
        assert_eq!(seen.id, meeting);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_placement_without_a_letter_goes_to_a_manager() {
    each_backend(|fresh| async move {
        let placed = Placed::new(&fresh).await;
        let world = &placed.world;
        let give = placements::Assign { placement: placed.id.clone(), to: world.role_of(world.colleague).await };
        placements::assign(&world.app, &world.ctx(world.manager), give, &key()).await.expect("given");
        let handed = world.hand_over(world.colleague, Some(world.manager)).await.expect("handed over");
        assert_eq!(handed, Handed { referrals: 0, appointments: 0, placements: 1 });
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_officer_who_stays_as_a_manager_hands_over_whom_they_meet() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let manager = world.ctx(world.manager);
        world.appoint(world.officer, 1, 24).await.expect("made");
        let as_officer = world.role_of(world.officer).await;
        let order = Invite {
            centre: world.centre_code(),
            name: "Nguyễn Văn An".into(),
            contact: "an@vidu.vn".into(),
            role: Some(Role::CentreManager),
            branch: None,
        };
        let invited = desk::invite(&world.app, &manager, order, &key()).await.expect("invited");
        let join = Join { link: invited.secret, password: String::new(), again: String::new() };
        let public = world.app.ctx(Actor::Public, Locale::Vi);
        assert_eq!(desk::join(&world.app, &public, join, &key()).await.expect("joined"), Joined::Added);
        let order = |to: Option<String>| HandOver { membership: as_officer.clone(), to };
        let kept =
            desk::hand_over(&world.app, &manager, order(None), &key()).await.expect_err("who leads meets nobody");
        assert_eq!(code(&kept), "nobody_takes_over");
        let to = Some(world.role_of(world.colleague).await);
        let handed = desk::hand_over(&world.app, &manager, order(to), &key()).await.expect("handed over");
        assert_eq!(handed, Handed { referrals: 0, appointments: 1, placements: 0 });
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn letters_issued_while_their_officer_leaves_are_with_somebody_afterwards() {
    each_backend(|fresh| async move {
        let world = std::sync::Arc::new(World::new(&fresh).await);
        world.issue_for(world.officer, 1).await.expect("issued");
        for profile in 2..12 {
            world.person(profile).await;
        }
        let issuing: Vec<_> = (2..12)
            .map(|profile| {
                let world = std::sync::Arc::clone(&world);
                tokio::spawn(async move { world.issue_for(world.officer, profile).await.is_ok() })
            })
            .collect();
        let handed = world.hand_over(world.officer, Some(world.colleague)).await.expect("handed over");
        let mut issued = 1;
        for letter in issuing {
            issued += u64::from(letter.await.expect("ended"));
        }
        let queue = desk::queue(&world.app, &world.ctx(world.colleague), desk::Asked::default()).await.expect("queue");
        assert_eq!((queue.items.len() as u64, handed.referrals), (issued, issued));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_is_used_once_and_gives_the_role_it_says() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let (app, manager) = (&world.app, world.ctx(world.manager));
        let order = |contact: &str| Invite {
            centre: world.centre_code(),
            name: "Trần Văn Dũng".into(),
            contact: contact.into(),
            role: Some(Role::Officer),
            branch: None,
        };
        let invited = desk::invite(app, &manager, order("dung@vidu.vn"), &key()).await.expect("invited");
        let public = app.ctx(Actor::Public, Locale::Vi);
        let offer = desk::offer(app, &public, &invited.secret).await.expect("offer");
        assert_eq!((offer.role, offer.is_new, offer.name.as_str()), (Role::Officer, true, "Trần Văn Dũng"));
        let join =
            |again: &str| Join { link: invited.secret.clone(), password: PASSWORD.to_owned(), again: again.to_owned() };
        assert_eq!(code(&desk::join(app, &public, join("khác"), &key()).await.expect_err("typed")), "not_the_same");
        let form = key();
        for _ in 0..3 {
            assert_eq!(desk::join(app, &public, join(PASSWORD), &form).await.expect("joined"), Joined::Made);
        }
        assert_eq!(code(&desk::join(app, &public, join(PASSWORD), &key()).await.expect_err("used")), "link_over");
        let person = entered(app, "dung@vidu.vn").await;
        assert_eq!((person.role, person.centre_id), (Role::Officer, Some(world.centre)));
        // An address with an account: one role more, the password stays.
        let second = desk::invite(app, &manager, order("an@vidu.vn"), &key()).await.expect("invited");
        let added = Join { link: second.secret, password: String::new(), again: String::new() };
        assert_eq!(desk::join(app, &public, added, &key()).await.expect("joined"), Joined::Added);
        let late = desk::invite(app, &manager, order("em@vidu.vn"), &key()).await.expect("invited");
        world.pass_days(7);
        let public = app.ctx(Actor::Public, Locale::Vi);
        assert_eq!(code(&desk::offer(app, &public, &late.secret).await.expect_err("a week later")), "link_over");
        let manager = world.ctx(world.manager);
        let staff = desk::staff(app, &manager, &world.centre_code()).await.expect("staff");
        assert_eq!((staff.colleagues.len(), staff.invitations.len()), (4, 0));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_manager_gives_roles_at_the_own_centre_and_no_other() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let operator = world.app.ctx(Actor::Operator, Locale::Vi);
        let other = accounts::add_centre(&world.app, &operator, "Trung tâm Dịch vụ việc làm Huế", "46").await;
        let other = PostingCode::of(other.expect("centre")).to_string();
        let order = |centre: String, role| Invite {
            centre,
            name: "Em".into(),
            contact: "em@vidu.vn".into(),
            role: Some(role),
            branch: None,
        };
        let manager = world.ctx(world.manager);
        let away = desk::invite(&world.app, &manager, order(other.clone(), Role::Officer), &key()).await;
        assert_eq!(code(&away.expect_err("another centre")), "forbidden");
        let above =
            desk::invite(&world.app, &manager, order(world.centre_code(), Role::PlatformOperator), &key()).await;
        assert_eq!(code(&above.expect_err("above")), "missing");
        let officer = world.ctx(world.officer);
        assert_eq!(
            code(&desk::staff(&world.app, &officer, &world.centre_code()).await.expect_err("staff")),
            "forbidden"
        );
        let found =
            CentreOrder { name: "Trung tâm Dịch vụ việc làm Quảng Trị".into(), province: "44".into() };
        assert_eq!(
            code(&desk::found_centre(&world.app, &manager, found, &key()).await.expect_err("found")),
            "forbidden"
        );
    })
    .await;
}
