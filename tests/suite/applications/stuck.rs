//! One damaged application does not stop the clock of the others.

use super::{PHONE, World};
use crate::forms::{damage, stuck_rows};
use sanviec_app::applications::{self, Ticked};
use sanviec_app::{Actor, Locale};
use sanviec_store::application;
use sanviec_store::testing::each_backend;

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_application_keeps_no_other_waiting() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        for phone in [PHONE, "0905 123 777"] {
            world.applied(phone).await;
        }
        world.messages().await;
        world.pass_days(15);
        let system = world.app.ctx(Actor::System, Locale::Vi);
        let reader = fresh.store.reader();
        let due = application::list_due(reader, system.now.0, 10).await.expect("due");
        assert_eq!(due.len(), 2);
        damage(&fresh, "application", due[0].id, "state = 'nonsense'").await;
        // One at a time: the damaged one is first in line.
        let turn = async || applications::tick(&world.app, &system, 1).await.expect("ticked");
        assert_eq!(turn().await, Ticked { moved: 0, failed: 1 });
        assert_eq!(turn().await, Ticked { moved: 1, failed: 0 }, "the one behind it");
        assert_eq!(turn().await, Ticked::default(), "not tried again at once");
        let other = application::find(reader, due[1].id).await.expect("read").expect("a row");
        assert_ne!(other.state, due[1].state);
        assert_eq!(stuck_rows(&world.app).await, [("application".to_owned(), due[0].id)]);
        let mend = format!("state = '{}'", due[0].state);
        damage(&fresh, "application", due[0].id, &mend).await;
        world.pass_days(1);
        assert_eq!(world.tick().await, Ticked { moved: 1, failed: 0 }, "mended, it moves by itself");
        assert!(stuck_rows(&world.app).await.is_empty());
        world.messages().await;
    })
    .await;
}
