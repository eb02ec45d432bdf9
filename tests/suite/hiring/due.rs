//! An advert that waits for an officer has a last day, on both databases: both sides see it, those who look at adverts
//! are told once when it comes and once when it is over, and nothing is ever public for want of an answer.

use super::{DOUBTFUL, Desk, Submitted, Verdict};
use sanviec_app::accounts::{self, NewPerson};
use sanviec_app::messages::{self, End};
use sanviec_app::{Actor, Locale, Role, Thing, hiring};
use sanviec_domain::posting::State;
use sanviec_domain::time::{Micros, parse_date};
use sanviec_store::audit;
use sanviec_store::testing::each_backend;
use uuid::Uuid;

const MODERATOR: &str = "duyet@vidu.vn";
const MANAGER: &str = "quanly@vidu.vn";

impl Desk {
    /// Somebody with a role at a centre, who is written to.
    async fn works_at(&self, centre: Uuid, contact: &str, role: Role) {
        let operator = self.house.app.ctx(Actor::Operator, Locale::Vi);
        let new = NewPerson { contact: contact.into(), password: None, role, place: Thing::of_centre(centre) };
        accounts::add_person(&self.house.app, &operator, new).await.expect("added");
    }

    /// Nine in the morning of a day.
    fn morning_of(&self, day: &str) {
        let day = parse_date(day).expect("a day");
        self.house.app.clock().set(Micros::start_of(day).plus_seconds(9 * 3_600));
    }

    async fn remind(&self) -> usize {
        hiring::remind(&self.house.app, &self.system()).await.expect("reminded")
    }

    /// Who was told of adverts that wait since the last time, how many they are and whether they are late.
    async fn waits_told(&self) -> Vec<(String, String, bool)> {
        let (app, ctx) = (&self.house.app, self.system());
        let mut told = Vec::new();
        for one in messages::claim(app, &ctx, 60, 100).await.expect("claimed") {
            messages::settle(app, &ctx, one.id, one.lease, End::Sent(None)).await.expect("settled");
            if one.template == "postings_wait" {
                told.push((one.recipient, one.params["count"].clone(), one.params.contains_key("is_late")));
            }
        }
        told.sort();
        told
    }

    /// The last day of the answer to the one advert that waits, and whether it is late: as both sides read it.
    async fn owed(&self, id: Uuid) -> (String, bool) {
        let queue = hiring::queue(&self.house.app, &self.moderator(), None, 50).await.expect("queue");
        let [queued] = &queue[..] else { panic!("{queue:?}") };
        let own = hiring::own(&self.house.app, &self.own(), id).await.expect("own");
        assert_eq!((own.answer_due_on, own.is_answer_late), (Some(queued.answer_due_on), queued.is_late));
        (queued.answer_due_on.to_string(), queued.is_late)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_advert_that_waits_has_two_working_days_and_is_told_once_when_due_and_once_when_late() {
    each_backend(|fresh| async move {
        let desk = Desk::new(&fresh).await;
        let (here, there) = (desk.house.centre, desk.house.other_centre);
        desk.works_at(here, MODERATOR, Role::Moderator).await;
        desk.works_at(here, MANAGER, Role::CentreManager).await;
        desk.works_at(there, "khac@vidu.vn", Role::CentreManager).await;
        let published = desk.published().await;
        let own = hiring::own(&desk.house.app, &desk.own(), published).await.expect("own");
        assert_eq!((own.answer_due_on, own.is_answer_late), (None, false), "nothing is owed to it");
        let id = desk.written(&desk.own(), &DOUBTFUL).await;
        assert_eq!(desk.submit(&desk.own(), id).await.expect("in"), Submitted::Waiting);
        // A holiday, 24 November: the two days are Wednesday and Thursday.
        assert_eq!(desk.owed(id).await, ("2026-11-26".to_owned(), false));
        assert_eq!(desk.remind().await, 0);
        desk.morning_of("2026-11-25");
        assert_eq!((desk.remind().await, desk.waits_told().await), (0, Vec::new()));

        desk.morning_of("2026-11-26");
        tokio::join!(desk.remind(), desk.remind(), desk.remind());
        assert_eq!(desk.waits_told().await, [(MODERATOR.to_owned(), "1".to_owned(), false)], "once, by three clocks");
        assert_eq!((desk.remind().await, desk.waits_told().await), (0, Vec::new()));

        desk.morning_of("2026-11-27");
        tokio::join!(desk.remind(), desk.remind(), desk.remind());
        let late = |who: &str| (who.to_owned(), "1".to_owned(), true);
        assert_eq!(desk.waits_told().await, [late(MODERATOR), late(MANAGER)], "who answers for the centre, too");
        assert_eq!(desk.owed(id).await, ("2026-11-26".to_owned(), true));
        let trail = audit::list_of(fresh.store.reader(), id, 0, 50).await.expect("trail");
        let overdue: Vec<_> = trail.iter().filter(|entry| entry.action == "review_overdue").collect();
        assert_eq!(overdue.iter().map(|entry| entry.centre_id).collect::<Vec<_>>(), [Some(here)]);
        desk.morning_of("2026-12-07");
        assert_eq!((desk.remind().await, desk.waits_told().await), (0, Vec::new()), "late stays late and is told once");
        assert!(desk.state(id).await == State::Submitted && !desk.is_public(id).await, "never for want of an answer");

        // Sent back and handed in again, the days begin anew.
        let why = Verdict::Return { reason: "Ghi rõ thời hạn hợp đồng".into() };
        desk.judge(&desk.moderator(), id, why).await.expect("returned");
        assert_eq!(hiring::own(&desk.house.app, &desk.own(), id).await.expect("own").answer_due_on, None);
        assert_eq!(desk.remind().await, 0, "nobody waits");
        desk.submit(&desk.own(), id).await.expect("in again");
        assert_eq!(desk.owed(id).await, ("2026-12-09".to_owned(), false));
        desk.morning_of("2026-12-09");
        assert_eq!((desk.remind().await, desk.waits_told().await.len()), (1, 1));
        desk.judge(&desk.moderator(), id, Verdict::Publish).await.expect("published");
        desk.morning_of("2026-12-10");
        assert_eq!(desk.remind().await, 0, "what was answered is never late");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_stood_still_tells_what_is_late_and_managers_where_nobody_moderates() {
    each_backend(|fresh| async move {
        let desk = Desk::new(&fresh).await;
        desk.works_at(desk.house.centre, MANAGER, Role::CentreManager).await;
        desk.published().await;
        for _ in 0..3 {
            let id = desk.written(&desk.own(), &DOUBTFUL).await;
            assert_eq!(desk.submit(&desk.own(), id).await.expect("in"), Submitted::Waiting);
        }
        desk.morning_of("2026-11-26");
        assert_eq!(desk.remind().await, 1);
        let told = |late| vec![(MANAGER.to_owned(), "3".to_owned(), late)];
        assert_eq!(desk.waits_told().await, told(false), "one message for all of them");
        let fourth = desk.written(&desk.own(), &DOUBTFUL).await;
        desk.submit(&desk.own(), fourth).await.expect("in");
        // Handed in on the 26th it is due on the 30th; nobody looked before December.
        desk.morning_of("2026-12-02");
        assert_eq!(desk.remind().await, 1);
        let all = vec![(MANAGER.to_owned(), "4".to_owned(), true)];
        assert_eq!(desk.waits_told().await, all, "what is late is not told to be due besides");
        assert_eq!(desk.remind().await, 0);
    })
    .await;
}
