//! One damaged row does not stop a clock: neither that of postings, nor that of approaches, nor the one by which
//! profiles go that nobody used.

use super::Desk;
use crate::exchange::{ADVERTS, Exchange, NOW};
use crate::forms::{damage, stuck_rows};
use sanviec_app::{Actor, Locale, approaches, postings, profiles};
use sanviec_store::testing::each_backend;
use sanviec_store::{approach, posting, profile};

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_posting_keeps_no_other_from_expiring() {
    each_backend(|fresh| async move {
        let exchange = Exchange::new(&fresh);
        exchange.import(ADVERTS).await;
        exchange.app.clock().set(NOW.plus_days(400));
        let (system, reader) = (exchange.ctx(Actor::System), fresh.store.reader());
        let due = posting::list_due(reader, system.now.0, 100).await.expect("due");
        assert!(due.len() > 1 && due.iter().all(|row| row.state == "published"), "{}", due.len());
        damage(&fresh, "posting", due[0].id, "content_version = 99").await;
        let moved = postings::expire_due(&exchange.app, &system, 100).await.expect("ticked");
        assert_eq!(moved, due.len() - 1, "the others");
        for row in &due[1..] {
            assert_eq!(posting::load(reader, row.id).await.expect("row").state, "expired");
        }
        assert_eq!(posting::load(reader, due[0].id).await.expect("row").state, "published");
        assert_eq!(stuck_rows(&exchange.app).await, [("posting".to_owned(), due[0].id)]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_approach_keeps_no_other_from_ending() {
    each_backend(|fresh| async move {
        let desk = Desk::new(&fresh).await;
        let app = &desk.house.app;
        let posting = desk.published().await;
        for contact in ["lan@vidu.vn", "mai@vidu.vn"] {
            let person = desk.seeker(contact).await;
            desk.opens(&person, Some(1)).await;
            desk.ask(&desk.own(), posting, &person).await.expect("asked");
        }
        desk.days_pass(20);
        let system = app.ctx(Actor::System, Locale::Vi);
        let due = approach::list_due(app.store().reader(), system.now.0, 10).await.expect("due");
        assert_eq!(due.len(), 2);
        damage(&fresh, "approach", due[0].id, "state = 'nonsense'").await;
        assert_eq!(approaches::tick(app, &system).await.expect("ticked"), 1, "the other");
        assert_eq!(approaches::tick(app, &system).await.expect("ticked"), 0, "not tried again at once");
        assert_eq!(stuck_rows(app).await, [("approach".to_owned(), due[0].id)]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_profile_that_cannot_be_emptied_keeps_no_other() {
    each_backend(|fresh| async move {
        let desk = Desk::new(&fresh).await;
        let (app, reader) = (&desk.house.app, fresh.store.reader());
        let posting = desk.published().await;
        let lan = desk.seeker("lan@vidu.vn").await;
        desk.opens(&lan, Some(1)).await;
        desk.ask(&desk.own(), posting, &lan).await.expect("asked");
        desk.days_pass(1);
        let mai = desk.seeker("mai@vidu.vn").await;
        let asked = approach::list_of_account(reader, lan.account, 5).await.expect("rows").remove(0);
        damage(&fresh, "approach", asked.id, "due_at = NULL").await;
        desk.days_pass(profiles::KEPT_DAYS + 2);
        let system = app.ctx(Actor::System, Locale::Vi);
        assert_eq!(profiles::forget_idle(app, &system).await.expect("looked"), 1, "the one behind it");
        assert_eq!(profiles::forget_idle(app, &system).await.expect("looked"), 0, "not tried again at once");
        assert_eq!(profile::load(reader, lan.id.0).await.expect("row").state, "live");
        assert_eq!(profile::load(reader, mai.id.0).await.expect("row").state, "deleted");
        assert_eq!(stuck_rows(app).await, [("profile".to_owned(), lan.id.0)]);
    })
    .await;
}
