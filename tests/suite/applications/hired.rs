//! A hire counts on its vacancy in the same write: each once, and the last one fills it.

use super::{World, key};
use crate::forms::thrice;
use sanviec_app::applications::{self, Answer};
use sanviec_domain::application::Command;
use sanviec_store::testing::each_backend;
use sanviec_store::{audit, posting};

impl World {
    /// Where the vacancy stands, and how many were hired.
    pub(super) async fn filled(&self) -> (String, i32) {
        let row = posting::load(self.app.store().reader(), self.posting.0).await.expect("a posting");
        (row.state, row.hired)
    }

    /// Somebody applied and the employer opened it; its code.
    async fn opened(&self, phone: &str) -> String {
        let link = self.applied(phone).await;
        let of = self.own(&link).await.id.code().to_string();
        applications::mark_seen(&self.app, &self.member(), &of, &key()).await.expect("opened");
        of
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn hires_at_once_count_each_and_the_last_one_wanted_fills_the_vacancy() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let mut sent = Vec::new();
        for phone in ["0905 123 451", "0905 123 452", "0905 123 453", "0905 123 454"] {
            sent.push(world.opened(phone).await);
        }
        let starts_on = world.member().today();
        let hire = || Command::Hire { starts_on };
        let (first, second) = (key(), key());
        let (one, two) = tokio::join!(world.answer(&sent[0], hire(), &first), world.answer(&sent[1], hire(), &second));
        one.and(two).expect("both hired");
        assert_eq!(world.filled().await, ("published".to_owned(), 2), "one is still wanted");

        let form = key();
        let version = applications::applicant(&world.app, &world.member(), &sent[2]).await.expect("view").version;
        thrice(|| {
            let (app, ctx, form) = (world.app.clone(), world.member(), form.clone());
            let answer = Answer { application: sent[2].clone(), version, command: hire() };
            async move { applications::answer(&app, &ctx, answer, &form).await }
        })
        .await;
        assert_eq!(world.filled().await, ("filled".to_owned(), 3), "by itself");
        assert!(world.apply(world.quick("0905 123 459"), &key()).await.is_err(), "nobody more is looked for");

        world.answer(&sent[3], hire(), &key()).await.expect("a true hire is never refused");
        assert_eq!(world.filled().await, ("filled".to_owned(), 3), "no more than were wanted");
        let trail = audit::list_of(fresh.store.reader(), world.posting.0, 0, 50).await.expect("trail");
        let counted: Vec<_> = trail.iter().filter(|entry| entry.action == "record_hire").collect();
        assert_eq!(counted.len(), 3);
        let after: serde_json::Value = serde_json::from_str(counted[2].after.as_deref().expect("said")).expect("JSON");
        assert_eq!(after, serde_json::json!({"state": "filled", "wanted": 3, "hired": 3}));
        world.messages().await;
    })
    .await;
}
