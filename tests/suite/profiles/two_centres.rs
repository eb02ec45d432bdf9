//! Somebody who works at two centres: what they do stands in the trail of the centre that it concerns.

use super::{World, lan, somebody};
use sanviec_app::profiles::{self, Why};
use sanviec_app::{Person, Role};
use sanviec_store::audit::{self, Filter};
use sanviec_store::membership;
use sanviec_store::testing::each_backend;
use uuid::Uuid;

#[tokio::test(flavor = "multi_thread")]
async fn each_centre_has_in_its_trail_what_was_done_to_its_people_whoever_works_at_both() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let here = world.officer().await;
        let person = here.actor.person().expect("signed in");
        let second = &membership::Row {
            id: Uuid::from_u128(77),
            version: 1,
            account_id: person.account_id,
            role: Role::Officer.code().to_owned(),
            centre_id: Some(world.other_centre),
            branch_id: None,
            employer_id: None,
            since_at: here.now.0,
            ended_at: None,
        };
        let write = fresh.store.write("second", |tx| Box::pin(membership::insert(tx, second)));
        write.await.expect("a role there too");
        let there = world.ctx(Person { centre_id: Some(world.other_centre), ..person });
        let ours = world.register(&here, lan()).await;
        let theirs = world.register(&there, somebody("Trần Văn Bảy", "046098001235", "0905123457")).await;
        profiles::load(&world.app, &here, ours.0, Why::Case).await.expect("ours");
        profiles::load(&world.app, &there, theirs.0, Why::Case).await.expect("theirs");
        profiles::load(&world.app, &there, ours.0, Why::Case).await.expect_err("never from the other centre");
        for (centre_id, id) in [(Some(world.centre), ours.0), (Some(world.other_centre), theirs.0), (None, Uuid::nil())]
        {
            let filter = Filter { centre_id, account_id: Some(person.account_id), ..Filter::default() };
            let rows = audit::list_page(fresh.store.reader(), &filter, None, 50).await.expect("trail");
            let done: Vec<_> = rows.iter().filter(|row| row.entity == "profile").collect();
            assert_eq!(done.len(), if centre_id.is_some() { 2 } else { 0 }, "{centre_id:?}: {rows:?}");
            assert!(done.iter().all(|row| row.entity_id == id && row.centre_id == centre_id), "{rows:?}");
        }
    })
    .await;
}
