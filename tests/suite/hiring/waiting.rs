//! What waits for those who lead a centre and moderate there, on both databases: employers, adverts and reports, the
//! oldest first.

use super::{DOUBTFUL, Desk, Submitted, Verdict};
use crate::forms::key;
use crate::organisations::piece;
use sanviec_app::accounts::Origin;
use sanviec_app::reports::{self, Report};
use sanviec_app::{Actor, Ctx, Locale, desk, organisations};
use sanviec_domain::posting::PostingId;
use sanviec_store::testing::each_backend;
use uuid::Uuid;

impl Desk {
    async fn waits_for(&self, ctx: &Ctx) -> Vec<(&'static str, u64)> {
        let waiting = desk::waiting(&self.house.app, ctx).await.expect("a list");
        assert!(waiting.is_sorted_by_key(|one| one.oldest), "{waiting:?}");
        waiting.iter().map(|one| (one.work.code(), one.count)).collect()
    }

    async fn reported(&self, posting: Uuid, source: &str) {
        let report = Report {
            posting: PostingId(posting).code().to_string(),
            reason: "fraud".into(),
            words: String::new(),
            origin: Origin { source: source.into(), device: String::new() },
        };
        let public = self.house.app.ctx(Actor::Public, Locale::Vi);
        reports::report(&self.house.app, &public, report, &key()).await.expect("reported");
    }

    fn pass_hour(&self) {
        let clock = self.house.app.clock();
        clock.set(clock.now().plus_seconds(3_600));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn employers_adverts_and_reports_wait_for_those_who_lead_the_centre_by_age() {
    each_backend(|fresh| async move {
        let desk = Desk::new(&fresh).await;
        let published = desk.published().await;
        let (here, there) = (desk.house.manager(desk.house.centre), desk.house.manager(desk.house.other_centre));
        assert!(desk.waits_for(&here).await.is_empty(), "what was judged waits no more");
        desk.pass_hour();
        desk.reported(published, "10.0.0.1").await;
        desk.reported(published, "10.0.0.2").await;
        desk.pass_hour();
        let doubtful = desk.written(&desk.own(), &DOUBTFUL).await;
        assert_eq!(desk.submit(&desk.own(), doubtful).await.expect("in"), Submitted::Waiting);
        desk.pass_hour();
        let (account, second) = desk.house.founded("b@vidu.vn", "0312687878").await;
        let own = desk.house.administrator(account, second);
        organisations::submit(&desk.house.app, &own, second, &[piece("registration_paper")], &key()).await.expect("in");
        let all = [("reports", 1), ("postings", 1), ("employers", 1)];
        assert_eq!(desk.waits_for(&here).await, all, "two reports of one advert are one thing to do");
        assert!(desk.waits_for(&there).await.is_empty(), "another centre");
        assert!(desk.waits_for(&desk.house.officer()).await.is_empty(), "officers judge no adverts");
        desk.judge(&desk.moderator(), doubtful, Verdict::Publish).await.expect("published");
        desk.house.verify(second).await;
        assert_eq!(desk.waits_for(&here).await, [("reports", 1)]);
    })
    .await;
}
