//! Own placements page by page, on both databases: each is shown once, and none is hidden however many there are.

use super::claimed;
use crate::desk::person;
use crate::placements::Placed;
use sanviec_app::placements;
use sanviec_app::{Role, Thing};
use sanviec_domain::posting::PostingCode;
use sanviec_store::placement;
use sanviec_store::testing::each_backend;
use uuid::Uuid;

#[tokio::test(flavor = "multi_thread")]
async fn pages_of_own_placements_show_each_once_to_worker_and_employer() {
    each_backend(|fresh| async move {
        let placed = Placed::new(&fresh).await;
        let app = &placed.world.app;
        let row = placed.seen(placements::AsOf::default()).await.row;
        let worker = claimed(&placed).await;
        let boss = person(app, "giamdoc@vidu.vn", Role::EmployerAdministrator, Thing::of_employer(row.employer_id));
        let boss = boss.await;
        let older = |nth: u32| placement::Row {
            id: Uuid::from_u128(0x0001_0000_0000_7000_8000_0000_0000_0000 + u128::from(nth)),
            referral_id: None,
            ..row.clone()
        };
        let rows: Vec<_> = (0..119).map(older).collect();
        let many = &rows;
        let write = app.store().write("place", |tx| Box::pin(async move { placement::insert_many(tx, many).await }));
        write.await.expect("placements");
        let mut expected = vec![placed.id.clone()];
        expected.extend(rows.iter().rev().map(|row| PostingCode::of(row.id).to_string()));
        for who in [worker, boss] {
            let (ctx, mut shown, mut sizes) = (placed.world.ctx(who), Vec::new(), Vec::new());
            let mut before = None::<String>;
            loop {
                let page = placements::own_placements(app, &ctx, before.as_deref()).await.expect("a page");
                sizes.push(page.own.len());
                shown.extend(page.own.into_iter().map(|own| own.id));
                before = page.next;
                if before.is_none() {
                    break;
                }
            }
            assert_eq!(sizes, [50, 50, 20]);
            assert_eq!(shown, expected);
        }
    })
    .await;
}
