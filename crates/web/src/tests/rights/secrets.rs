//! The key of fields is replaced in an exchange in which everything that can be said was said once.

use sanviec_app::secrets::{self, COLUMNS, Fate};
use sanviec_app::{Actor, App, Clock, Facts, Ids, Locale};
use sanviec_search::Index;
use sanviec_store::sealed;
use sanviec_store::testing::each_backend;

use super::super::site::World;
use super::walk::Walk;

/// What everything begins with that was sealed with the first key.
const FIRST: [u8; 5] = [1, 0, 0, 0, 1];
/// Columns that the walk does not write. Each stands in a table of which it writes another column, or is read again by
/// a test of its room; one that is new is written here.
const UNWRITTEN: [(&str, &str); 14] = [
    ("application", "guardian"),
    ("application", "interview_place"),
    ("application", "note"),
    ("appointment", "reason"),
    ("data_request", "reply"),
    ("linked_identity", "value"),
    ("one_time_code", "recipient"),
    ("organisation", "number"),
    ("passkey", "value"),
    ("placement_signature", "answer"),
    ("profile_merge", "before"),
    ("referral", "reason"),
    ("second_factor", "secret"),
    ("webhook", "old_secret"),
];

async fn under_the_first(app: &App) -> Vec<(String, String)> {
    app.store().write("look", |tx| Box::pin(sealed::list_under(tx, &FIRST))).await.expect("looked")
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_was_sealed_anywhere_is_sealed_anew_or_waits_for_its_end() {
    each_backend(|fresh| async move {
        let walk = Walk::full_over(World::over(fresh.store.clone()).await).await;
        let old = &walk.world.app;
        let clock = Clock::at(old.clock().now());
        let later =
            App::new(old.store().clone(), Index::in_memory().expect("index"), clock, Ids::System, Facts::default())
                .with_keys(old.keys().expect("keys").rotated().expect("keys"));
        let before = under_the_first(&later).await;
        let is_in = |found: &[(String, String)], (table, column): (&str, &str)| {
            found.iter().any(|(in_table, in_column)| in_table == table && in_column == column)
        };
        let unwritten: Vec<_> = COLUMNS
            .iter()
            .filter(|column| column.fate != Fate::HandedOut)
            .map(|column| (column.table, column.column))
            .filter(|names| !is_in(&before, *names))
            .collect();
        assert_eq!(unwritten, UNWRITTEN, "the walk seals nothing in these columns");
        let operator = later.ctx(Actor::Operator, Locale::Vi);
        assert!(secrets::reseal(&later, &operator).await.expect("each value opens at its place") > 0);
        assert_eq!(secrets::reseal(&later, &operator).await.expect("again"), 0);
        let after = under_the_first(&later).await;
        for column in COLUMNS {
            let may_stay = matches!(column.fate, Fate::Goes { .. } | Fate::Stays);
            let stays = is_in(&after, (column.table, column.column));
            assert!(may_stay || !stays, "{}.{}", column.table, column.column);
        }
        let unlisted = after
            .iter()
            .find(|found| !COLUMNS.iter().any(|column| column.table == found.0 && column.column == found.1));
        assert_eq!(unlisted, None);
    })
    .await;
}
