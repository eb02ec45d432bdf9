//! An advert that an officer takes down, on both databases: what its employer is told.

use super::{Desk, State, Verdict};
use crate::organisations::codes;
use sanviec_app::{Actor, Ctx, Locale, hiring, messages};
use sanviec_store::testing::each_backend;

#[tokio::test(flavor = "multi_thread")]
async fn a_removal_is_told_in_both_languages_whichever_the_officer_reads() {
    each_backend(|fresh| async move {
        let desk = Desk::new(&fresh).await;
        let (app, id) = (&desk.house.app, desk.published().await);
        let officer = Ctx { locale: Locale::En, ..desk.moderator() };
        let remove = |reason: &str, note: &str| Verdict::Remove { reason: reason.into(), note: note.into() };
        for (reason, note, code) in
            [("", "Thu phí", "missing"), ("no_longer_needed", "", "missing"), ("other", " ", "reason_missing")]
        {
            let refused = desk.judge(&officer, id, remove(reason, note)).await.expect_err("no reason");
            assert_eq!(codes(&refused), [code], "{reason}");
        }
        assert!(desk.is_public(id).await, "refused, it stays as it is");
        desk.judge(&officer, id, remove("unlawful", " Thu phí 500.000 đồng ")).await.expect("taken down");
        let sent = messages::claim(app, &app.ctx(Actor::System, Locale::Vi), 60, 100).await.expect("claimed");
        let removed = sent.into_iter().filter(|one| one.template == "posting_removed");
        let told: Vec<String> = removed.map(|one| one.params["reason"].clone()).collect();
        let [reason] = &told[..] else { panic!("{told:?}") };
        let lines = [
            "Trái pháp luật: thu phí, giữ giấy tờ, phân biệt đối xử.",
            "Against the law: fees, papers kept, discrimination.",
            "Thu phí 500.000 đồng",
        ];
        assert_eq!(reason.lines().collect::<Vec<_>>(), lines);
        let own = hiring::own(app, &desk.own(), id).await.expect("seen");
        let kept = (own.state, own.reason.as_deref());
        assert_eq!(kept, (State::Removed, Some("unlawful: Thu phí 500.000 đồng")), "as all rows before it");
    })
    .await;
}
