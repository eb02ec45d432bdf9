//! Adverts of an organisation whose verification is renewed before its end, on both databases: nothing goes down.

use super::{Act, Desk, State};
use crate::forms::key;
use crate::organisations::piece;
use sanviec_app::organisations::{self, Decide, Decision};
use sanviec_app::{Actor, Locale};
use sanviec_domain::time::Micros;
use sanviec_store::testing::each_backend;

#[tokio::test(flavor = "multi_thread")]
async fn renewed_in_time_adverts_stay_and_come_back_past_the_first_end() {
    each_backend(|fresh| async move {
        let desk = Desk::new(&fresh).await;
        let (app, id) = (desk.house.app.clone(), desk.published().await);
        desk.act(&desk.own(), id, Act::Extend { until: "15/06/2028".into() }).await.expect("longer");
        app.clock().set(Micros::end_of("2027-12-10".parse().expect("a day")));
        let paper = [piece("registration_paper")];
        organisations::submit(&app, &desk.own(), desk.organisation, &paper, &key()).await.expect("handed in");
        assert!(desk.is_public(id).await, "while it waits");
        let version = desk.house.view(&desk.moderator(), desk.organisation).await.verification.version;
        let decision = Decision::Verify { evidence: vec![piece("register_lookup")], through: "31/12/2028".into() };
        let decide = Decide { organisation: desk.organisation, version, decision };
        organisations::decide(&app, &desk.moderator(), &decide, &key()).await.expect("renewed");
        app.clock().set(Micros::end_of("2028-01-01".parse().expect("a day")));
        organisations::tick_due(&app, &app.ctx(Actor::System, Locale::Vi), 10).await.expect("ticked");
        assert!(desk.is_public(id).await, "past the end that was first");
        desk.act(&desk.own(), id, Act::Pause).await.expect("hidden");
        desk.act(&desk.own(), id, Act::Resume).await.expect("shown again");
        assert_eq!((desk.state(id).await, desk.is_public(id).await), (State::Published, true));
    })
    .await;
}
