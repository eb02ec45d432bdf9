//! The figures of an organisation: what was sent within days, what became of it, also of what was erased since.

use super::Desk;
use crate::forms::key;
use crate::organisations::codes;
use sanviec_app::accounts::Origin;
use sanviec_app::applications::{self, Answer, Applied, Quick, WORDING};
use sanviec_app::{Actor, AppError, Format, Locale, hiring};
use sanviec_domain::application::{Command, EndReason};
use sanviec_domain::posting::PostingId;
use sanviec_domain::why::Why;
use sanviec_store::application;
use sanviec_store::testing::each_backend;
use uuid::Uuid;

impl Desk {
    /// Somebody applies without an account; the code of the application.
    async fn applied(&self, posting: Uuid, phone: &str) -> String {
        let app = &self.house.app;
        let order = Quick {
            posting: PostingId(posting).code().to_string(),
            name: "Nguyễn Thị Lan".into(),
            phone: phone.into(),
            email: String::new(),
            age: "18".into(),
            guardian: String::new(),
            consent: true,
            wording: WORDING,
            origin: Origin { source: format!("of {phone}"), device: String::new() },
        };
        let public = app.ctx(Actor::Public, Locale::Vi);
        let sent = applications::apply_quick(app, &public, order, &key()).await.expect("sent");
        assert_eq!(sent, Applied::Sent);
        let filter = application::Filter::default();
        let rows = application::list_by_employer(app.store().reader(), self.organisation, filter, 1).await;
        PostingId(rows.expect("rows")[0].id).code().to_string()
    }

    async fn answered(&self, code: &str, command: Command) {
        let (app, own) = (&self.house.app, self.own());
        let version = applications::applicant(app, &own, code).await.expect("applicant").version;
        let answer = Answer { application: code.to_owned(), version, command };
        applications::answer(app, &own, answer, &key()).await.expect("answered");
    }

    fn pass_days(&self, days: i64) {
        let clock = self.house.app.clock();
        clock.set(clock.now().plus_days(days));
    }

    async fn tick(&self) {
        let app = &self.house.app;
        applications::tick(app, &app.ctx(Actor::System, Locale::Vi), 100).await.expect("ticked");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn figures_of_an_organisation_count_what_was_sent_within_days_and_go_on_when_data_are_erased() {
    each_backend(|fresh| async move {
        let desk = Desk::new(&fresh).await;
        let posting = desk.published().await;
        let (app, organisation) = (&desk.house.app, desk.organisation);
        let today = app.clock().now().day();
        let first = desk.applied(posting, "0905 111 111").await;
        let second = desk.applied(posting, "0905 222 222").await;
        desk.applied(posting, "0905 333 333").await;
        desk.pass_days(2);
        desk.answered(&first, Command::Shortlist).await;
        desk.answered(&second, Command::Reject(Why::plain(EndReason::RequirementsNotMet))).await;
        let ask = |from, through| {
            let (app, own) = (app.clone(), desk.own());
            async move { hiring::statistics(&app, &own, organisation, (from, through)).await }
        };
        let found = ask(today, today).await.expect("figures");
        let [of_posting] = &found.postings[..] else { panic!("one vacancy: {:?}", found.postings) };
        assert_eq!((of_posting.title.as_str(), of_posting.figures), ("Công nhân may", found.total));
        let total = found.total;
        assert_eq!((total.received, total.answered, total.unanswered), (3, 2, 0));
        assert_eq!((total.shortlisted, total.not_suitable, total.hired, total.hours()), (1, 1, 0, Some(48)));
        desk.pass_days(30);
        desk.tick().await;
        let total = ask(today, today).await.expect("figures").total;
        assert_eq!((total.received, total.answered, total.unanswered), (3, 1, 2), "shortlisted, then left waiting");
        assert_eq!(total.not_suitable, 1, "what nobody answered was not judged");
        let later = ask(today.succ_opt().expect("a day"), app.clock().now().day()).await.expect("figures");
        assert_eq!((later.total.received, later.total.hours()), (0, None), "nothing was sent since");
        desk.pass_days(720);
        for _ in 0..3 {
            desk.tick().await;
        }
        let filter = application::Filter { state: Some("sent"), ..application::Filter::default() };
        let left = application::list_by_employer(app.store().reader(), organisation, filter, 9).await.expect("rows");
        let seen = application::count_by_state(app.store().reader(), organisation, None).await.expect("counted");
        assert!(left.is_empty() && seen.is_empty(), "all were erased: {seen:?}");
        let long_after = ask(today, today).await.expect("figures").total;
        assert_eq!(long_after.received, 3);
        assert_eq!((long_after.answered, long_after.unanswered), (1, 2));
        let file = hiring::statistics_file(app, &desk.own(), organisation, (today, today), Format::Csv).await;
        let text = String::from_utf8(file.expect("a file").bytes).expect("text");
        assert!(text.lines().nth(1).is_some_and(|line| line.contains("Công nhân may,3,1,2,")), "{text}");
        let odd = ask(today.succ_opt().expect("a day"), today).await;
        assert_eq!(codes(&odd.expect_err("backwards")), ["days_out_of_range"]);
        let stranger = desk.house.administrator(desk.account, Uuid::from_u128(9));
        let refused = hiring::statistics(app, &stranger, organisation, (today, today)).await;
        assert!(matches!(refused, Err(AppError::Forbidden)), "another's");
    })
    .await;
}
