//! Somebody under 18: the employer sees nothing before a guardian agreed.

use super::{GUARDIAN, PHONE, World, code, key, templates, token};
use sanviec_app::AppError;
use sanviec_app::applications::{self, Applied, Decision, GUARDIAN_WORDING, Linked, Quick};
use sanviec_domain::application::State;
use sanviec_store::testing::each_backend;

#[tokio::test(flavor = "multi_thread")]
async fn under_18_the_employer_sees_nothing_before_a_guardian_agreed() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let minor = |phone: &str| Quick { age: "15".into(), guardian: GUARDIAN.into(), ..world.quick(phone) };
        let own_number = Quick { guardian: PHONE.into(), ..minor(PHONE) };
        assert_eq!(code(&world.apply(own_number, &key()).await.expect_err("refused")), "guardian_is_applicant");
        let own_address = Quick { email: "lan@vidu.vn".into(), guardian: " Lan@ViDu.vn ".into(), ..minor(PHONE) };
        assert_eq!(code(&world.apply(own_address, &key()).await.expect_err("refused")), "guardian_is_applicant");
        assert_eq!(world.apply(minor(PHONE), &key()).await.expect("asked"), Applied::GuardianAsked);
        let asked = world.messages().await;
        assert_eq!(templates(&asked), ["application_status_changed", "guardian_asked"]);
        let guardians = asked.iter().find(|message| message.template == "guardian_asked").expect("asked");
        assert_eq!(guardians.recipient, "+84987654321");
        assert!(world.rows().await.is_empty(), "not before the employer");
        let link = token(&asked, "guardian_asked");
        for _ in 0..2 {
            let Linked::Guardian(view) = applications::follow(&world.app, &world.public(), &link).await.expect("read")
            else {
                panic!("a guardian's link")
            };
            assert!(view.until.is_some() && !view.is_agreed, "opening the link is no yes");
        }
        assert_eq!(code(&world.withdraw(&link, &key()).await.expect_err("refused")), "not_found", "no other use");
        let decide =
            |agrees, name: &str| Decision { token: link.clone(), agrees, name: name.into(), wording: GUARDIAN_WORDING };
        let say = |decision, key| {
            let (app, ctx) = (world.app.clone(), world.public());
            async move { applications::decide(&app, &ctx, decision, &key).await }
        };
        let refused = say(decide(true, ""), key()).await.expect_err("who agrees has a name");
        assert!(matches!(&refused, AppError::Refused(errors) if errors[0].field == "name"), "{refused:?}");
        let old = Decision { wording: 0, ..decide(true, "Trần Thị Mẹ") };
        assert!(say(old, key()).await.is_err(), "another sentence was read");
        assert!(world.rows().await.is_empty());
        let form = key();
        let (one, two) =
            tokio::join!(say(decide(true, "Trần Thị Mẹ"), form.clone()), say(decide(true, "Trần Thị Mẹ"), form));
        one.expect("agreed");
        two.expect("the same answer");
        assert_eq!(world.rows().await.len(), 1);
        assert_eq!(templates(&world.messages().await), ["application_received", "application_sent"]);

        assert_eq!(world.apply(minor("0905 123 999"), &key()).await.expect("asked"), Applied::GuardianAsked);
        let link = token(&world.messages().await, "guardian_asked");
        let no = Decision { token: link, agrees: false, name: String::new(), wording: 0 };
        say(no, key()).await.expect("refused");
        let told = world.messages().await;
        assert_eq!(templates(&told), ["application_status_changed"]);
        assert_eq!((told[0].recipient.as_str(), told[0].params["status"].as_str()), ("+84905123999", "withdrawn"));
        assert_eq!(world.rows().await.len(), 1, "never before the employer");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_mistyped_a_guardian_takes_it_back_by_the_own_link_and_asks_the_right_one() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let minor = |guardian: &str| Quick { age: "15".into(), guardian: guardian.into(), ..world.quick(PHONE) };
        assert_eq!(world.apply(minor("0987 654 999"), &key()).await.expect("asked"), Applied::GuardianAsked);
        let told = world.messages().await;
        let own = told.iter().find(|message| message.template == "application_status_changed").expect("told");
        assert_eq!((own.recipient.as_str(), own.params["status"].as_str()), ("+84905123456", "awaiting_guardian"));
        let first = token(&told, "application_status_changed");
        let seen = world.own(&first).await;
        assert!(seen.state == State::AwaitingGuardian && seen.may_withdraw);

        // Asked again while it waits: the person gets a link again, the guardian no second message.
        assert_eq!(world.apply(minor(GUARDIAN), &key()).await.expect("the same answer"), Applied::GuardianAsked);
        let again = world.messages().await;
        assert_eq!(templates(&again), ["application_status_changed"]);
        let link = token(&again, "application_status_changed");
        assert_ne!(link, first);
        let form = key();
        for _ in 0..2 {
            world.withdraw(&link, &form).await.expect("taken back");
        }
        assert!(world.messages().await.is_empty(), "neither the employer nor the wrong guardian is told");

        assert_eq!(world.apply(minor(GUARDIAN), &key()).await.expect("asked"), Applied::GuardianAsked);
        let told = world.messages().await;
        assert_eq!(templates(&told), ["application_status_changed", "guardian_asked"]);
        let asked = told.iter().find(|message| message.template == "guardian_asked").expect("asked");
        assert_eq!(asked.recipient, "+84987654321");
        assert!(world.rows().await.is_empty(), "never before the employer");
    })
    .await;
}
