//! Sending: what is told, what is refused, once for each person, from an account, with a brake for networks.

use super::{PHONE, World, code, key, person, reject, templates, token, verify};
use sanviec_app::accounts::Origin;
use sanviec_app::applications::{self, Access, Applied, Prove, Quick};
use sanviec_app::{AppError, Key, Role, Thing};
use sanviec_domain::application::{Command, EndReason, Status};
use sanviec_store::testing::each_backend;
use sanviec_store::{audit, employer};

#[tokio::test(flavor = "multi_thread")]
async fn a_quick_application_is_sent_followed_answered_and_told() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        assert_eq!(world.apply(world.quick(PHONE), &key()).await.expect("sent"), Applied::Sent);
        let sent = world.messages().await;
        assert_eq!(templates(&sent), ["application_received", "application_sent"]);
        let received = sent.iter().find(|message| message.template == "application_received").expect("told");
        assert_eq!(received.recipient, "tuyendung@vidu.vn");
        assert!(!format!("{:?}", received.params).contains("Lan"), "nothing of the person in a message");
        let link = token(&sent, "application_sent");
        let own = world.own(&link).await;
        assert_eq!((own.status, own.name.as_str()), (Some(Status::Sent), "Nguyễn Thị Lan"));
        let id = own.id.code().to_string();
        let rows = world.rows().await;
        assert!(rows[0].person_key.as_ref().is_some_and(|key| key.len() == 32));
        let sealed = [&rows[0].name, &rows[0].contact].map(|value| value.clone().expect("sealed"));
        for plain in ["905123456", "Lan"] {
            assert!(sealed.iter().all(|value| !value.windows(plain.len()).any(|part| part == plain.as_bytes())));
        }

        let view = applications::applicant(&world.app, &world.member(), &id).await.expect("applicant");
        assert!(view.is_unopened && view.name.is_none(), "nothing before it is opened");
        assert_eq!(world.own(&link).await.status, Some(Status::Sent), "looking at the page opens nothing");
        applications::mark_seen(&world.app, &world.member(), &id, &key()).await.expect("opened");
        assert_eq!(world.own(&link).await.status, Some(Status::Seen));
        assert!(world.messages().await.is_empty(), "being opened is no message");
        world.answer(&id, Command::Shortlist, &key()).await.expect("shortlisted");
        let told = world.messages().await;
        assert_eq!(templates(&told), ["application_status_changed"]);
        assert_eq!(told[0].recipient, "+84905123456");
        assert_eq!(told[0].params["status"], "shortlisted");
        let newer = token(&told, "application_status_changed");
        assert_ne!(newer, link);
        for token in [&link, &newer] {
            assert_eq!(world.own(token).await.status, Some(Status::Shortlisted), "every link stays good");
        }
        let trail = audit::list_of(fresh.store.reader(), rows[0].id, 0, 20).await.expect("trail");
        let actions: Vec<&str> = trail.iter().map(|row| row.action.as_str()).collect();
        assert_eq!(actions, ["begin", "submit", "mark_seen", "shortlist"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_person_applies_once_and_a_stranger_learns_nothing_from_it() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let first = world.apply(world.quick(PHONE), &key()).await.expect("sent");
        world.messages().await;
        let again = Quick { phone: "+84 905.123.456".into(), name: "Người Khác".into(), ..world.quick(PHONE) };
        assert_eq!(world.apply(again, &key()).await.expect("the same answer"), first);
        let rows = world.rows().await;
        assert_eq!(rows.len(), 1);
        let told = world.messages().await;
        assert_eq!(templates(&told), ["application_sent"], "only the telephone is told");
        assert_eq!(world.own(&token(&told, "application_sent")).await.name, "Nguyễn Thị Lan");
        // Two who send different forms with one telephone at the same moment.
        let mut racing = Vec::new();
        for at in 0..4 {
            let mut order = world.quick("0912 000 111");
            order.origin.source = format!("10.0.1.{at}");
            let (app, ctx) = (world.app.clone(), world.public());
            racing.push(tokio::spawn(async move { applications::apply_quick(&app, &ctx, order, &key()).await }));
        }
        let mut sent = 0;
        for one in racing {
            match one.await.expect("ran") {
                Ok(answer) => {
                    assert_eq!(answer, Applied::Sent);
                    sent += 1;
                }
                Err(error) => assert_eq!(code(&error), "conflict", "told to send again"),
            }
        }
        assert!(sent >= 1);
        assert_eq!(world.rows().await.len(), 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_applies_again_after_a_refusal_is_told_where_it_stands_and_nothing_is_sent() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let link = world.applied(PHONE).await;
        let id = world.own(&link).await.id.code().to_string();
        applications::mark_seen(&world.app, &world.member(), &id, &key()).await.expect("opened");
        world.answer(&id, reject(EndReason::AnotherChosen), &key()).await.expect("rejected");
        world.messages().await;
        let again = world.apply(world.quick(PHONE), &key()).await.expect("the same answer");
        assert_eq!(again, Applied::Sent, "a stranger learns nothing");
        let told = world.messages().await;
        assert_eq!(templates(&told), ["application_status_changed"], "nothing went to the employer");
        assert_eq!((told[0].recipient.as_str(), told[0].params["status"].as_str()), ("+84905123456", "not_suitable"));
        let own = world.own(&token(&told, "application_status_changed")).await;
        assert_eq!(own.status, Some(Status::NotSuitable));
        assert_eq!(world.rows().await.len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_tick_a_name_a_telephone_or_a_verified_employer_nothing_is_sent() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let good = || world.quick(PHONE);
        for (order, expected) in [
            (Quick { consent: false, ..good() }, "consent_not_given"),
            (Quick { wording: 0, ..good() }, "wording_changed"),
            (Quick { phone: "024 3825 1234".into(), ..good() }, "phone_not_mobile"),
            (Quick { age: String::new(), ..good() }, "age_missing"),
            (Quick { age: "15".into(), ..good() }, "guardian_missing"),
            (Quick { posting: "khong-co".into(), ..good() }, "not_found"),
        ] {
            assert_eq!(code(&world.apply(order, &key()).await.expect_err("refused")), expected);
        }
        let empty = Quick { name: String::new(), phone: String::new(), consent: false, age: String::new(), ..good() };
        let AppError::Refused(errors) = world.apply(empty, &key()).await.expect_err("refused") else {
            panic!("fields")
        };
        let fields: Vec<&str> = errors.iter().map(|error| error.field).collect();
        assert_eq!(fields, ["name", "phone", "age", "consent"], "all at once");
        let known = employer::load(fresh.store.reader(), world.employer_id).await.expect("employer");
        verify(&world.app, known, false).await;
        assert_eq!(code(&world.apply(good(), &key()).await.expect_err("refused")), "employer_not_verified");
        assert!(world.rows().await.is_empty() && world.messages().await.is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn from_an_account_the_person_finds_all_of_them_and_withdraws_there() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let lan = person(&world.app, "0911 222 333", Role::Seeker, Thing::default()).await;
        let sent = applications::apply_quick(&world.app, &lan, world.quick("0911 222 333"), &key()).await;
        assert_eq!(sent.expect("sent"), Applied::Sent);
        let told = world.messages().await;
        let mine = told.iter().find(|message| message.template == "application_sent").expect("told");
        assert_eq!(mine.params["path"], "/ung-tuyen", "whoever signs in needs no link");
        let (list, next) = applications::list_mine(&world.app, &lan, "", 20).await.expect("list");
        assert_eq!((list.len(), next), (1, None));
        let access = Access::Own(list[0].id.code().to_string());
        let other_phone = applications::apply_quick(&world.app, &lan, world.quick("0911 222 444"), &key()).await;
        assert_eq!(other_phone.expect("the same answer"), Applied::Sent);
        assert_eq!(world.rows().await.len(), 1, "one application of one account, whatever the telephone");
        world.messages().await;
        applications::withdraw(&world.app, &lan, access.clone(), "found_work", &key()).await.expect("withdrawn");
        let own = applications::my_application(&world.app, &lan, &access).await.expect("own");
        assert_eq!(own.status, Some(Status::Withdrawn));
        let odd = applications::withdraw(&world.app, &lan, access, "guardian_silent", &key()).await;
        assert_eq!(code(&odd.expect_err("not a person's reason")), "reason_unknown");
        world.messages().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_for_the_link_is_used_for_it_and_never_shown_to_the_employer() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let odd = Quick { email: "lan@".into(), ..world.quick(PHONE) };
        let AppError::Refused(errors) = world.apply(odd, &key()).await.expect_err("refused") else { panic!("fields") };
        assert_eq!(errors[0].field, "email");
        let order = Quick { email: "lan@vidu.vn".into(), ..world.quick(PHONE) };
        assert_eq!(world.apply(order, &key()).await.expect("sent"), Applied::Sent);
        let told = world.messages().await;
        let sent = told.iter().find(|message| message.template == "application_sent").expect("told");
        assert_eq!(sent.recipient, "lan@vidu.vn");
        let code_of = world.own(&token(&told, "application_sent")).await.id.code().to_string();
        applications::mark_seen(&world.app, &world.member(), &code_of, &key()).await.expect("opened");
        world.answer(&code_of, Command::Shortlist, &key()).await.expect("shortlisted");
        let reach = applications::reveal(&world.app, &world.member(), &code_of, &key()).await.expect("open").reach;
        assert_eq!((reach.phone.as_deref(), reach.email), (Some("+84905123456"), None));
        world.messages().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_network_that_sends_many_has_to_show_codes_and_then_is_stopped() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        for at in 0..3 {
            let order = world.quick(&format!("0905 123 6{at:02}"));
            assert_eq!(world.apply(order, &key()).await.expect("sent"), Applied::Sent);
        }
        world.messages().await;
        let Applied::CodeAsked(code_id) = world.apply(world.quick(PHONE), &key()).await.expect("asked") else {
            panic!("a code is asked for")
        };
        assert_eq!(world.rows().await.len(), 3, "a draft is not before the employer");
        let asked = world.messages().await;
        assert_eq!(templates(&asked), ["application_code"]);
        let digits = asked[0].params["code"].clone();
        let show = |digits: &str, key: Key| {
            let (app, ctx) = (world.app.clone(), world.public());
            let origin = Origin { source: "10.0.0.1".into(), device: String::new() };
            let prove = Prove { code_id, code: digits.into(), origin };
            async move { applications::prove_quick(&app, &ctx, prove, &key).await }
        };
        let wrong = if digits == "000000" { "111111" } else { "000000" };
        assert_eq!(code(&show(wrong, key()).await.expect_err("wrong")), "wrong_code");
        let form = key();
        let (one, two) = tokio::join!(show(&digits, form.clone()), show(&digits, form));
        assert_eq!((one.expect("sent"), two.expect("sent")), (Applied::Sent, Applied::Sent));
        assert_eq!(code(&show(&digits, key()).await.expect_err("used")), "wrong_code");
        assert_eq!(world.rows().await.len(), 4);
        // A telephone that applied before gets no second application by a code either.
        let again = world.quick("0905 123 600");
        let Applied::CodeAsked(again_id) = world.apply(again, &key()).await.expect("asked") else { panic!("a code") };
        let told = world.messages().await;
        let digits =
            told.iter().find(|message| message.template == "application_code").expect("a code").params["code"].clone();
        let origin = Origin { source: "10.0.0.1".into(), device: String::new() };
        let prove = Prove { code_id: again_id, code: digits, origin };
        let sent = applications::prove_quick(&world.app, &world.public(), prove, &key()).await.expect("answered");
        assert_eq!(sent, Applied::Sent);
        assert_eq!(world.rows().await.len(), 4);
        let mut refused = 0;
        for at in 0..60 {
            let order = world.quick(&format!("0905 124 {at:03}"));
            refused += i32::from(world.apply(order, &key()).await.is_err());
        }
        assert!(refused > 0, "60 a day are enough");
        for _ in 0..11 {
            let mut order = world.quick("0905 777 888");
            order.origin.source = key().as_str().to_owned();
            refused = i32::from(world.apply(order, &key()).await.is_err());
        }
        assert_eq!(refused, 1, "ten a day for one telephone");
        world.messages().await;
    })
    .await;
}
