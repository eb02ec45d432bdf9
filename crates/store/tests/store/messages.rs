//! Messages of one channel: who goes first, what an attempt costs, what was sent to whom.

use crate::accounts::message_row;
use crate::data::NOW;
use sanviec_store::testing::each_backend;
use sanviec_store::{Error, Store, message};
use uuid::Uuid;

const MINUTE: i64 = 60_000_000;

fn id(n: u128) -> Uuid {
    message_row(n).id
}

async fn queue(store: &Store, rows: &[message::Row]) {
    for row in rows {
        store.write("queue", |tx| Box::pin(async move { message::enqueue(tx, row).await })).await.unwrap();
    }
}

async fn claim(store: &Store, channel: &str, limit: i64) -> Vec<message::Row> {
    let claim = store.write("claim", |tx| {
        let channel = channel.to_owned();
        Box::pin(async move { message::claim_by_channel(tx, &channel, NOW, MINUTE, limit).await })
    });
    claim.await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_channel_has_its_own_queue_and_what_is_of_no_use_soonest_goes_first() {
    each_backend(|fresh| async move {
        let store = &fresh.store;
        let notice = |n| message::Row { send_after: NOW - MINUTE, ..message_row(n) };
        let code = |n, minutes| message::Row { expires_at: Some(NOW + minutes * MINUTE), ..message_row(n) };
        let mail = message::Row { channel: "email".into(), ..message_row(5) };
        queue(store, &[notice(1), notice(2), code(3, 15), code(4, 5), mail]).await;
        let ids = |rows: &[message::Row]| rows.iter().map(|row| row.id).collect::<Vec<_>>();
        assert_eq!(ids(&claim(store, "sms", 3).await), [id(4), id(3), id(1)]);
        assert_eq!(ids(&claim(store, "sms", 3).await), [id(2)]);
        assert_eq!(ids(&claim(store, "email", 3).await), [id(5)]);
        assert!(claim(store, "zalo", 3).await.is_empty());
        assert!(claim(store, "email' OR '1'='1", 3).await.is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_not_tried_costs_no_attempt_and_only_its_holder_may_say_so() {
    each_backend(|fresh| async move {
        let store = &fresh.store;
        queue(store, &[message_row(1)]).await;
        let held = claim(store, "sms", 1).await.remove(0);
        let later = message::Outcome::Later { send_after: NOW };
        let put_off = |token| store.write("later", move |tx| Box::pin(message::settle(tx, id(1), token, later, NOW)));
        assert!(matches!(put_off(id(77)).await, Err(Error::Conflict)));
        put_off(held.lease_token.unwrap()).await.unwrap();
        assert!(matches!(put_off(held.lease_token.unwrap()).await, Err(Error::Conflict)), "once");
        let again = claim(store, "sms", 1).await.remove(0);
        assert_eq!((held.attempts, again.attempts), (1, 1));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_nobody_sends_is_put_aside_and_wiped_when_it_is_of_no_use() {
    each_backend(|fresh| async move {
        let store = &fresh.store;
        let code = message::Row { channel: "zalo".into(), expires_at: Some(NOW + MINUTE), ..message_row(1) };
        queue(store, &[code, message_row(2)]).await;
        let wipe = |now| store.write("wipe", move |tx| Box::pin(message::wipe(tx, now, 10)));
        assert_eq!(wipe(NOW).await.unwrap(), 0);
        assert_eq!((wipe(NOW + MINUTE).await.unwrap(), wipe(NOW + MINUTE).await.unwrap()), (1, 0));
        let code = message::find(store.reader(), id(1)).await.unwrap().unwrap();
        assert_eq!((code.state.as_str(), code.params.len(), code.done_at), ("expired", 0, Some(NOW + MINUTE)));
        let other = message::find(store.reader(), id(2)).await.unwrap().unwrap();
        assert_eq!((other.state.as_str(), other.params.len()), ("queued", 1), "it has no end");
    })
    .await;
}
