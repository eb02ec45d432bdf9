//! Answering: contact opens by the rule, both sides write, many at once, words kept for answers.

use super::{PHONE, World, code, key, person, reject, templates, verify};
use sanviec_app::applications::{self, Access, AnswerMany, Asked, Many, Writer};
use sanviec_app::postings::{self, NewPosting};
use sanviec_app::{Actor, AppError, Key, Locale, Role, Thing};
use sanviec_domain::application::{Command, EndReason, Status};
use sanviec_domain::posting::Content;
use sanviec_domain::reveal::Contact;
use sanviec_store::testing::each_backend;
use sanviec_store::{audit, employer};

#[tokio::test(flavor = "multi_thread")]
async fn contact_opens_by_the_rule_and_every_look_is_recorded_and_seen() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let link = world.applied(PHONE).await;
        let id = world.own(&link).await.id.code().to_string();
        let look = |key: Key| {
            let (app, ctx, id) = (world.app.clone(), world.member(), id.clone());
            async move { applications::reveal(&app, &ctx, &id, &key).await }
        };
        assert_eq!(code(&look(key()).await.expect_err("shut")), "contact_shut");
        applications::mark_seen(&world.app, &world.member(), &id, &key()).await.expect("opened");
        assert_eq!(code(&look(key()).await.expect_err("shut")), "contact_shut");
        world.answer(&id, Command::Shortlist, &key()).await.expect("shortlisted");
        let form = key();
        for _ in 0..3 {
            assert_eq!(look(form.clone()).await.expect("open").reach.phone.as_deref(), Some("+84905123456"));
        }
        assert_eq!(world.own(&link).await.reveals.len(), 1, "the same form is one look");
        look(key()).await.expect("open");
        assert_eq!(world.own(&link).await.reveals.len(), 2, "the person sees them all");
        let row = world.rows().await.remove(0);
        let trail = audit::list_of(fresh.store.reader(), row.id, 0, 50).await.expect("trail");
        assert_eq!(trail.iter().filter(|row| row.action == "reveal_contact").count(), 2);

        let known = employer::load(fresh.store.reader(), world.employer_id).await.expect("employer");
        verify(&world.app, known, false).await;
        assert_eq!(code(&look(key()).await.expect_err("shut")), "contact_shut", "no longer verified");
        let view = applications::applicant(&world.app, &world.member(), &id).await.expect("applicant");
        assert_eq!((view.name, view.contact), (None, Contact::NotVerified));
        let known = employer::load(fresh.store.reader(), world.employer_id).await.expect("employer");
        verify(&world.app, known, true).await;

        world.withdraw(&link, &key()).await.expect("withdrawn");
        assert_eq!(code(&look(key()).await.expect_err("shut")), "contact_shut", "over");
        assert_eq!(code(&look(form).await.expect_err("shut")), "contact_shut", "nor by the form that once worked");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_else_finds_an_application() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let link = world.applied(PHONE).await;
        let id = world.own(&link).await.id.code().to_string();
        let operator = world.app.ctx(Actor::Operator, Locale::Vi);
        let new = NewPosting { employer: "Công ty Khác".into(), content: Content::titled("Bảo vệ") };
        postings::publish(&world.app, &operator, new).await.expect("published");
        let others = employer::list_by_name(fresh.store.reader(), None, 10).await.expect("employers");
        let other = others.into_iter().find(|row| row.id != world.employer_id).expect("another");
        let stranger = person(&world.app, "khac@vidu.vn", Role::EmployerMember, Thing::of_employer(other.id)).await;
        let seeker = person(&world.app, "lan@vidu.vn", Role::Seeker, Thing::default()).await;
        let refused = applications::applicant(&world.app, &stranger, &id).await.expect_err("not found");
        assert_eq!(code(&refused), "not_found");
        for form in [key(), key()] {
            let refused = applications::reveal(&world.app, &stranger, &id, &form).await.expect_err("not found");
            assert_eq!(code(&refused), "not_found");
        }
        let order = AnswerMany { applications: vec![id.clone()], command: Command::Shortlist };
        let refused = applications::answer_many(&world.app, &stranger, order, &key()).await.expect_err("not found");
        assert_eq!(code(&refused), "not_found");
        let asked = Asked { limit: 20, ..Asked::default() };
        let list = applications::list_of_employer(&world.app, &stranger, &asked).await.expect("own list");
        assert!(list.rows.is_empty());
        let access = Access::Own(id.clone());
        for refused in [
            applications::my_application(&world.app, &seeker, &access).await.map(|_| ()).expect_err("not found"),
            applications::withdraw(&world.app, &seeker, access.clone(), "", &key()).await.expect_err("not found"),
            applications::erase(&world.app, &seeker, access.clone(), &key()).await.expect_err("not found"),
        ] {
            assert_eq!(code(&refused), "not_found");
        }
        for odd in ["", "AAAAAAAAAAAAAAAAAAAAAA", "x", &"a".repeat(5_000), "đđđđđđđđđđđ"] {
            assert_eq!(code(&world.withdraw(odd, &key()).await.expect_err("not found")), "not_found", "{odd}");
        }
        let operator = person(&world.app, "vh@vidu.vn", Role::PlatformOperator, Thing::default()).await;
        let refused = applications::list_of_employer(&world.app, &operator, &Asked::default()).await;
        assert_eq!(code(&refused.expect_err("forbidden")), "forbidden");
        assert_eq!(world.own(&link).await.status, Some(Status::Sent), "untouched");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn both_sides_write_and_ways_to_reach_each_other_are_hidden_until_contact_opens() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let link = world.applied(PHONE).await;
        let id = world.own(&link).await.id.code().to_string();
        let write = |writer: Writer, words: &str, key: Key| {
            let ctx = if matches!(writer, Writer::Employer(_)) { world.member() } else { world.public() };
            let (app, words) = (world.app.clone(), words.to_owned());
            async move { applications::write_line(&app, &ctx, writer, &words, &key).await }
        };
        let me = || Writer::Person(Access::Link(link.clone()));
        let form = key();
        for _ in 0..3 {
            write(me(), "Gọi tôi số 0905 123 456", form.clone()).await.expect("written");
        }
        let told = world.messages().await;
        assert_eq!(templates(&told), ["application_message"], "once");
        assert!(!format!("{:?}", told[0].params).contains("905"), "a notice holds no words of it");
        applications::mark_seen(&world.app, &world.member(), &id, &key()).await.expect("opened");
        write(Writer::Employer(id.clone()), "Viết cho tuyendung@minhanh.vn", key()).await.expect("written");
        let seen = applications::applicant(&world.app, &world.member(), &id).await.expect("applicant").lines;
        assert_eq!(
            seen.iter().map(|line| line.words.as_str()).collect::<Vec<_>>(),
            ["Gọi tôi số •••", "Viết cho tuyendung@minhanh.vn"]
        );
        let mine = world.own(&link).await.lines;
        assert_eq!(
            mine.iter().map(|line| line.words.as_str()).collect::<Vec<_>>(),
            ["Gọi tôi số 0905 123 456", "Viết cho •••"]
        );
        world.answer(&id, Command::Shortlist, &key()).await.expect("shortlisted");
        let seen = applications::applicant(&world.app, &world.member(), &id).await.expect("applicant").lines;
        assert_eq!(seen[0].words, "Gọi tôi số 0905 123 456", "open now");
        assert_eq!(world.own(&link).await.lines[1].words, "Viết cho tuyendung@minhanh.vn");
        world.withdraw(&link, &key()).await.expect("withdrawn");
        assert_eq!(code(&write(me(), "Còn nữa", key()).await.expect_err("over")), "closed");
        assert_eq!(code(&write(Writer::Employer(id), "Còn nữa", key()).await.expect_err("over")), "closed");
        world.messages().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn many_are_answered_at_once_and_those_that_moved_on_are_left() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let mut codes = Vec::new();
        for at in 0..4 {
            let link = world.applied(&format!("0905 123 8{at:02}")).await;
            codes.push(world.own(&link).await.id.code().to_string());
            if at == 0 {
                world.withdraw(&link, &key()).await.expect("withdrawn");
            }
        }
        world.messages().await;
        let order = AnswerMany { applications: codes.clone(), command: reject(EndReason::NoLongerNeeded) };
        let (form, ctx) = (key(), world.member());
        let (one, two) = tokio::join!(
            applications::answer_many(&world.app, &ctx, order.clone(), &form),
            applications::answer_many(&world.app, &ctx, order.clone(), &form),
        );
        let expected = Many { answered: 3, left: 1 };
        assert_eq!((one.expect("answered"), two.expect("the same answer")), (expected, expected));
        assert_eq!(world.messages().await.len(), 3);
        let wordless = AnswerMany { command: reject(EndReason::Other), ..order.clone() };
        let refused = applications::answer_many(&world.app, &ctx, wordless, &key()).await.expect_err("no words");
        assert!(matches!(&refused, AppError::Refused(errors) if errors[0].field == "note"), "{refused:?}");
        assert_eq!(code(&refused), "reason_missing");
        let form = key();
        for _ in 0..2 {
            let again = applications::answer_many(&world.app, &ctx, order.clone(), &form).await;
            assert_eq!(code(&again.expect_err("all have moved")), "not_from_state", "it is never told as done");
        }
        let none = AnswerMany { applications: Vec::new(), ..order };
        let refused = applications::answer_many(&world.app, &ctx, none, &key()).await.expect_err("refused");
        assert_eq!(code(&refused), "missing");
        let asked = Asked { status: "not_suitable".into(), limit: 2, ..Asked::default() };
        let first = applications::list_of_employer(&world.app, &ctx, &asked).await.expect("list");
        assert_eq!((first.rows.len(), first.counts["not_suitable"], first.counts["withdrawn"]), (2, 3, 1));
        let after = first.next.expect("more");
        let rest = applications::list_of_employer(&world.app, &ctx, &Asked { after, ..asked }).await.expect("list");
        assert_eq!((rest.rows.len(), rest.next), (1, None));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_employer_keeps_words_for_answers_that_no_other_employer_sees() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let add = |title: &str, words: &str, key: Key| {
            let (app, ctx, title, words) = (world.app.clone(), world.member(), title.to_owned(), words.to_owned());
            async move { applications::add_template(&app, &ctx, &title, &words, &key).await }
        };
        let form = key();
        let same = || add("Cảm ơn", "Cảm ơn bạn đã ứng tuyển.", form.clone());
        let (one, two) = tokio::join!(same(), same());
        one.expect("kept");
        two.expect("the same answer");
        assert_eq!(code(&add("Cảm ơn", "Khác", key()).await.expect_err("known")), "template_known");
        assert_eq!(code(&add(" ", "Khác", key()).await.expect_err("no name")), "template_title");
        let known = applications::templates(&world.app, &world.member()).await.expect("templates");
        assert_eq!(known.iter().map(|known| known.words.as_str()).collect::<Vec<_>>(), ["Cảm ơn bạn đã ứng tuyển."]);
        let operator = world.app.ctx(Actor::Operator, Locale::Vi);
        let new = NewPosting { employer: "Công ty Khác".into(), content: Content::titled("Bảo vệ") };
        postings::publish(&world.app, &operator, new).await.expect("published");
        let others = employer::list_by_name(fresh.store.reader(), None, 10).await.expect("employers");
        let other = others.into_iter().find(|row| row.id != world.employer_id).expect("another");
        let stranger = person(&world.app, "khac@vidu.vn", Role::EmployerMember, Thing::of_employer(other.id)).await;
        assert!(applications::templates(&world.app, &stranger).await.expect("own").is_empty());
        let refused = applications::remove_template(&world.app, &stranger, known[0].id, &key()).await;
        assert_eq!(code(&refused.expect_err("another's")), "not_found");
        applications::remove_template(&world.app, &world.member(), known[0].id, &key()).await.expect("removed");
        assert!(applications::templates(&world.app, &world.member()).await.expect("none").is_empty());
    })
    .await;
}
