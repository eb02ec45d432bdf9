//! The end of a verification, on both databases: told in time and once each, and handed in again before it came.

use super::{House, codes, piece};
use crate::exchange::NOW;
use crate::forms::key;
use sanviec_app::organisations::{self, Decide, Decision};
use sanviec_app::{Actor, AppError, Ctx, Locale};
use sanviec_domain::time::Micros;
use sanviec_domain::verification::State;
use sanviec_store::testing::each_backend;
use sanviec_store::{employer, message};
use uuid::Uuid;

/// What an administrator was told, each counted.
#[derive(Debug, Default, PartialEq, Eq)]
struct Told {
    ends: usize,
    ended: usize,
    refused: usize,
}

impl House {
    /// Noon of a day.
    fn at(&self, day: &str) {
        self.app.clock().set(Micros::start_of(day.parse().expect("a day")).plus_seconds(12 * 3_600));
    }

    /// Four schedulers at once, and one after them that finds nothing left.
    async fn tick(&self) {
        let ticks = (0..4).map(|_| {
            let (app, ctx) = (self.app.clone(), self.app.ctx(Actor::System, Locale::Vi));
            tokio::spawn(async move { organisations::tick_due(&app, &ctx, 10).await })
        });
        for tick in ticks.collect::<Vec<_>>() {
            tick.await.expect("ran").expect("ticked");
        }
        let ctx = self.app.ctx(Actor::System, Locale::Vi);
        assert_eq!(organisations::tick_due(&self.app, &ctx, 10).await.expect("ticked"), 0);
    }

    async fn told(&self, account: Uuid) -> Told {
        let rows = message::list_of(self.app.store().reader(), account, None, 1_000).await.expect("messages");
        let count = |template: &str| rows.iter().filter(|row| row.template == template).count();
        Told { ends: count("verification_ends"), ended: count("verification_ended"), refused: count("renewal_refused") }
    }

    async fn hand_in(&self, account: Uuid, id: Uuid, kind: &str) -> Result<(), AppError> {
        organisations::submit(&self.app, &self.administrator(account, id), id, &[piece(kind)], &key()).await
    }

    /// What an officer decides about the version that is there now.
    async fn decide(&self, id: Uuid, decision: Decision) {
        let ctx = self.moderator(self.centre);
        let version = self.view(&ctx, id).await.verification.version;
        let decide = Decide { organisation: id, version, decision };
        organisations::decide(&self.app, &ctx, &decide, &key()).await.expect("decided");
    }

    async fn handed_in(&self) -> Vec<(Uuid, bool)> {
        let ctx = self.moderator(self.centre);
        let rows = organisations::queue(&self.app, &ctx, State::Submitted, None, 50).await.expect("queue");
        rows.into_iter().map(|row| (row.id, row.is_renewal)).collect()
    }

    async fn count(&self, state: State) -> i64 {
        let ctx = self.moderator(self.centre);
        let counts = organisations::counts(&self.app, &ctx).await.expect("counted");
        counts.into_iter().find(|(one, _)| *one == state).expect("every state").1
    }

    async fn ending(&self, ctx: &Ctx) -> Vec<(Uuid, bool)> {
        let rows = organisations::ending(&self.app, ctx, None, 50).await.expect("queue");
        rows.into_iter().map(|row| (row.id, row.is_near)).collect()
    }
}

fn longer() -> Decision {
    Decision::Verify { evidence: vec![piece("register_lookup")], through: "31/12/2028".into() }
}

fn no() -> Decision {
    Decision::Refuse { reason: "papers_unclear".into(), note: "Ảnh mờ".into() }
}

#[tokio::test(flavor = "multi_thread")]
async fn its_end_is_told_a_month_and_a_week_before_and_when_it_came_once_each_whoever_ticks() {
    each_backend(|fresh| async move {
        let house = House::new(&fresh).await;
        let (first, id) = house.founded("a@vidu.vn", "0100233488").await;
        let second = house.second(first, id, "b@vidu.vn").await;
        house.verify(id).await;
        for (day, ends, ended, listed) in [
            ("2027-12-01", 0, 0, None),
            ("2027-12-02", 1, 0, Some(false)),
            ("2027-12-10", 1, 0, Some(false)),
            ("2027-12-25", 2, 0, Some(true)),
            ("2027-12-31", 2, 0, Some(true)),
            ("2028-01-01", 2, 1, None),
            ("2028-02-01", 2, 1, None),
        ] {
            house.at(day);
            house.tick().await;
            house.tick().await;
            for account in [first, second] {
                assert_eq!(house.told(account).await, Told { ends, ended, refused: 0 }, "{day}");
            }
            let here = house.ending(&house.moderator(house.centre)).await;
            assert_eq!(here, listed.map(|near| (id, near)).into_iter().collect::<Vec<_>>(), "{day}");
            assert!(house.ending(&house.moderator(house.other_centre)).await.is_empty(), "another centre");
        }
        let refused = organisations::ending(&house.app, &house.administrator(first, id), None, 50).await;
        assert_eq!(codes(&refused.expect_err("not theirs")), ["forbidden"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn handed_in_again_too_early_it_is_told_from_when() {
    each_backend(|fresh| async move {
        let house = House::new(&fresh).await;
        let (first, id) = house.founded("a@vidu.vn", "0100233488").await;
        house.verify(id).await;
        house.at("2027-11-01");
        let early = house.hand_in(first, id, "registration_paper").await.expect_err("too early");
        let AppError::Refused(errors) = &early else { panic!("{early:?}") };
        assert_eq!((errors.len(), errors[0].code), (1, "renewal_too_early"));
        assert!(errors[0].vi.contains("từ ngày 02/11/2027"), "{}", errors[0].vi);
        assert!(errors[0].en.contains("from 02/11/2027 on"), "{}", errors[0].en);
        let view = house.view(&house.administrator(first, id), id).await.verification;
        assert!(view.is_verified && !view.is_renewable && !view.is_renewing);
        assert_eq!(view.renewable_from, "2027-11-02".parse().ok());
        house.at("2027-11-02");
        house.hand_in(first, id, "registration_paper").await.expect("in time");
        let vouching = house.hand_in(first, id, "register_lookup").await.expect_err("not theirs");
        assert_eq!(codes(&vouching), ["evidence_not_yours"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn renewed_before_its_end_it_goes_on_without_a_break() {
    each_backend(|fresh| async move {
        let house = House::new(&fresh).await;
        let (first, id) = house.founded("a@vidu.vn", "0100233488").await;
        house.verify(id).await;
        house.at("2027-11-10");
        house.hand_in(first, id, "registration_paper").await.expect("handed in");
        house.hand_in(first, id, "registration_paper").await.expect("the same paper again");
        assert_eq!(house.handed_in().await, [(id, true)]);
        assert_eq!((house.count(State::Submitted).await, house.count(State::Verified).await), (1, 1));
        let view = house.view(&house.administrator(first, id), id).await.verification;
        assert!(view.is_verified && view.is_renewing && view.answer_due_on.is_some(), "{view:?}");
        assert_eq!((view.evidence.len(), view.handed_in.len()), (1, 1));
        for day in ["2027-12-02", "2027-12-25"] {
            house.at(day);
            house.tick().await;
        }
        assert_eq!(house.told(first).await, Told::default(), "whoever handed in waits for the officer");
        house.decide(id, longer()).await;
        assert!(house.handed_in().await.is_empty());
        for day in ["2028-01-01", "2028-10-01"] {
            house.at(day);
            house.tick().await;
            let view = house.view(&house.administrator(first, id), id).await.verification;
            assert_eq!((view.state, view.is_verified, view.is_renewing), (State::Verified, true, false), "{day}");
            assert_eq!(view.until, Some(Micros::end_of("2028-12-31".parse().expect("a day"))));
        }
        let row = employer::load(house.app.store().reader(), id).await.expect("row");
        assert_eq!((row.verified_at, house.told(first).await), (Some(NOW.0), Told::default()));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_renewal_leaves_it_until_its_end() {
    each_backend(|fresh| async move {
        let house = House::new(&fresh).await;
        let (first, id) = house.founded("a@vidu.vn", "0100233488").await;
        house.verify(id).await;
        house.at("2027-12-03");
        house.tick().await;
        house.hand_in(first, id, "registration_paper").await.expect("handed in");
        house.decide(id, no()).await;
        house.at("2027-12-31");
        house.tick().await;
        let view = house.view(&house.administrator(first, id), id).await.verification;
        assert_eq!((view.state, view.is_verified, view.is_renewing), (State::Verified, true, false));
        assert_eq!(view.reason, Some(("papers_unclear".into(), "Ảnh mờ".into())));
        assert_eq!(house.told(first).await, Told { ends: 2, ended: 0, refused: 1 });
        house.at("2028-01-01");
        house.tick().await;
        let view = house.view(&house.administrator(first, id), id).await.verification;
        assert_eq!((view.state, view.is_verified), (State::Expired, false));
        assert_eq!(house.told(first).await, Told { ends: 2, ended: 1, refused: 1 });
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn handed_in_again_and_unanswered_at_its_end_it_goes_on_waiting() {
    each_backend(|fresh| async move {
        let house = House::new(&fresh).await;
        let (first, id) = house.founded("a@vidu.vn", "0100233488").await;
        house.verify(id).await;
        house.at("2027-12-30");
        house.hand_in(first, id, "registration_paper").await.expect("handed in");
        house.at("2028-01-10");
        let own = house.administrator(first, id);
        let before = house.view(&own, id).await.verification;
        assert_eq!((before.state, before.is_verified), (State::Submitted, false), "though no tick has come");
        house.tick().await;
        let view = house.view(&own, id).await.verification;
        assert_eq!((view.state, view.evidence.len(), view.handed_in.len()), (State::Submitted, 1, 0));
        assert_eq!((house.handed_in().await, house.told(first).await.ended), (vec![(id, false)], 1));
        house.decide(id, longer()).await;
        assert!(house.view(&own, id).await.verification.is_verified);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_officers_who_answer_a_renewal_at_once_one_is_told_to_look_again() {
    each_backend(|fresh| async move {
        let house = House::new(&fresh).await;
        let (first, id) = house.founded("a@vidu.vn", "0100233488").await;
        house.verify(id).await;
        house.at("2027-12-10");
        house.hand_in(first, id, "registration_paper").await.expect("handed in");
        let version = house.view(&house.moderator(house.centre), id).await.verification.version;
        let answers = [(0x81, longer()), (0x82, no())].map(|(who, decision)| {
            let (app, ctx) = (house.app.clone(), house.moderator_as(Uuid::from_u128(who)));
            let decide = Decide { organisation: id, version, decision };
            tokio::spawn(async move { organisations::decide(&app, &ctx, &decide, &key()).await })
        });
        let mut refused = Vec::new();
        for answer in answers {
            refused.extend(answer.await.expect("ran").err());
        }
        assert_eq!(refused.iter().map(codes).collect::<Vec<_>>(), [["conflict"]]);
        let view = house.view(&house.moderator(house.centre), id).await.verification;
        assert!(view.is_verified && !view.is_renewing && view.version == version + 1, "{view:?}");
        house.hand_in_late(first, id, view.version).await;
    })
    .await;
}

impl House {
    /// What an officer saw before more was handed in is not what is answered.
    async fn hand_in_late(&self, account: Uuid, id: Uuid, seen: i64) {
        self.at("2028-12-01");
        self.hand_in(account, id, "licence_paper").await.expect("what held is over or ends soon, whoever won");
        let decide = Decide { organisation: id, version: seen, decision: longer() };
        let stale = organisations::decide(&self.app, &self.moderator(self.centre), &decide, &key()).await;
        assert_eq!(codes(&stale.expect_err("somebody handed in")), ["conflict"]);
    }
}
