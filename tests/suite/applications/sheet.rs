//! The list of applicants as a file: what the rule shows and no more, and each contact in it a look.

use super::{PHONE, World, code, key, person, verify};
use sanviec_app::applications::{self, Asked};
use sanviec_app::postings::{self, NewPosting};
use sanviec_app::{Actor, AppError, Ctx, Format, Key, Locale, Role, Thing};
use sanviec_domain::application::Command;
use sanviec_domain::posting::Content;
use sanviec_domain::time::short_date;
use sanviec_store::testing::each_backend;
use sanviec_store::{audit, employer};

const OTHER: &str = "0912 345 678";

impl World {
    async fn file_of(&self, ctx: &Ctx, key: &Key) -> Result<String, AppError> {
        let file = applications::applicants_file(&self.app, ctx, &Asked::default(), Format::Csv, key).await?;
        Ok(String::from_utf8(file.bytes).expect("text"))
    }

    async fn file(&self, key: &Key) -> String {
        self.file_of(&self.member(), key).await.expect("a file")
    }

    async fn code_of(&self, link: &str) -> String {
        self.own(link).await.id.code().to_string()
    }

    async fn shortlisted(&self, link: &str) {
        let id = self.code_of(link).await;
        applications::mark_seen(&self.app, &self.member(), &id, &key()).await.expect("opened");
        self.answer(&id, Command::Shortlist, &key()).await.expect("shortlisted");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_of_applicants_holds_what_the_rule_shows_and_each_contact_in_it_is_a_look() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let (lan, hoa) = (world.applied(PHONE).await, world.applied(OTHER).await);
        let before = world.file(&key()).await;
        assert_eq!(before.matches("Nguyễn Thị Lan").count(), 2, "as in the list: {before}");
        assert!(!before.contains("0905 123") && !before.contains("0912 345"), "{before}");
        let end = world.own(&lan).await.answer_by.expect("a term");
        let (last, over) = (short_date(end.last_day_before()), short_date(end.day()));
        assert!(before.contains("Trả lời đến hết ngày") && before.contains(&last), "{before}");
        assert!(last != over && !before.contains(&over), "the last day, as the page says it: {before}");
        assert_eq!(world.own(&lan).await.reveals.len(), 0);

        world.shortlisted(&lan).await;
        let form = key();
        for _ in 0..3 {
            let open = world.file(&form).await;
            assert!(open.contains("0905 123 456") && !open.contains("0912 345"), "{open}");
        }
        assert_eq!(world.own(&lan).await.reveals.len(), 1, "the same form is one look");
        assert_eq!(world.own(&hoa).await.reveals.len(), 0);
        // Contact that opens later is in no file that was recorded before.
        world.shortlisted(&hoa).await;
        assert!(!world.file(&form).await.contains("0912 345"), "nobody was told of that look");
        assert!(world.file(&key()).await.contains("0912 345 678"));
        assert_eq!((world.own(&lan).await.reveals.len(), world.own(&hoa).await.reveals.len()), (2, 1));

        let trail = audit::list_of(fresh.store.reader(), world.employer_id, 0, 50).await.expect("trail");
        let told = trail.iter().filter(|row| row.action == "export_applicants").filter_map(|row| row.after.clone());
        let expected = [r#"{"opened":0,"rows":2}"#, r#"{"opened":1,"rows":2}"#, r#"{"opened":2,"rows":2}"#];
        assert_eq!(told.collect::<Vec<_>>(), expected);
        let trail = format!("{trail:?}");
        assert!(!trail.contains("905123456") && !trail.contains("Lan"), "no personal data in the trail");

        world.withdraw(&lan, &key()).await.expect("withdrawn");
        assert!(!world.file(&key()).await.contains("0905 123"), "it is over");
        assert!(!world.file(&form).await.contains("0905 123"), "nor by the form that once worked");
        let known = employer::load(fresh.store.reader(), world.employer_id).await.expect("employer");
        verify(&world.app, known, false).await;
        let shut = world.file(&key()).await;
        assert!(!shut.contains("Lan") && !shut.contains("0912 345") && shut.contains("Kế toán tổng hợp"), "{shut}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_counts_for_the_looks_of_the_day_and_nobody_else_gets_one() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let (lan, hoa) = (world.applied(PHONE).await, world.applied(OTHER).await);
        world.shortlisted(&lan).await;
        world.shortlisted(&hoa).await;
        let id = world.code_of(&lan).await;
        for _ in 0..99 {
            applications::reveal(&world.app, &world.member(), &id, &key()).await.expect("a look");
        }
        let refused = world.file_of(&world.member(), &key()).await;
        assert_eq!(code(&refused.expect_err("two looks, and one is left")), "too_many");
        assert_eq!((world.own(&lan).await.reveals.len(), world.own(&hoa).await.reveals.len()), (99, 0));
        applications::reveal(&world.app, &world.member(), &id, &key()).await.expect("the one that is left");
        world.pass_days(1);
        assert!(world.file(&key()).await.contains("0912 345 678"), "the next day");

        let operator = world.app.ctx(Actor::Operator, Locale::Vi);
        let new = NewPosting { employer: "Công ty Khác".into(), content: Content::titled("Bảo vệ") };
        postings::publish(&world.app, &operator, new).await.expect("published");
        let others = employer::list_by_name(fresh.store.reader(), None, 10).await.expect("employers");
        let other = others.into_iter().find(|row| row.id != world.employer_id).expect("another");
        let stranger = person(&world.app, "khac@vidu.vn", Role::EmployerMember, Thing::of_employer(other.id)).await;
        let theirs = world.file_of(&stranger, &key()).await.expect("their own");
        assert_eq!(theirs.lines().count(), 1, "headings alone: {theirs}");
        for role in [Role::Seeker, Role::PlatformOperator] {
            let nobody = person(&world.app, &format!("{}@vidu.vn", role.code()), role, Thing::default()).await;
            let refused = world.file_of(&nobody, &key()).await;
            assert_eq!(code(&refused.expect_err("not theirs")), "forbidden");
        }
        world.messages().await;
    })
    .await;
}
