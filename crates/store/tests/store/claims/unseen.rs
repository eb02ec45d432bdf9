//! Which claims are to be looked at: those whose placement learnt something since somebody did.

use super::{NOW, PROGRAMME, id, placement, prepare, seed};
use sanviec_store::testing::each_backend;
use sanviec_store::{Error, Store, claim};
use uuid::Uuid;

const NONE: [Vec<Uuid>; 2] = [Vec::new(), Vec::new()];

/// A fact of the placement of a claim.
fn fact(number: u128, claim: u128) -> placement::Fact {
    placement::Fact {
        id: id(50_000 + number),
        placement_id: id(10_000 + claim),
        kind: "attestation".into(),
        body: "{}".into(),
        recorded_at: NOW + i64::try_from(number).unwrap(),
        source: "worker".into(),
        true_from: Some(1),
        true_through: Some(2),
        entered_by: None,
        channel: "link".into(),
        document_hash: None,
        reference: None,
        file_id: None,
    }
}

async fn learn(store: &Store, fact: placement::Fact) {
    let fact = &fact;
    let write = store.write("append_fact", |tx| {
        Box::pin(async move {
            placement::hold(tx, fact.placement_id).await?;
            placement::append(tx, fact).await
        })
    });
    write.await.unwrap();
}

async fn find(store: &Store, number: u128) -> claim::Row {
    claim::find(store.reader(), id(number)).await.unwrap().unwrap()
}

async fn step(store: &Store, row: &claim::Row) {
    store.write("step", |tx| Box::pin(claim::update_guarded(tx, row))).await.unwrap();
}

/// Live claims, and those that were paid beside another.
async fn unseen(store: &Store) -> [Vec<Uuid>; 2] {
    let reader = store.reader();
    let (live, doubles) =
        (claim::list_unseen(reader, NOW, 9).await.unwrap(), claim::list_unseen_doubles(reader, NOW, 9).await.unwrap());
    [live, doubles]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_claim_is_to_be_looked_at_from_the_fact_on_until_somebody_did_whatever_steps_come_between() {
    each_backend(|fresh| async move {
        seed(&fresh).await;
        let store = &fresh.store;
        for (number, person) in [(1, 7), (2, 8)] {
            assert!(prepare(store, number, person).await.unwrap(), "{PROGRAMME}");
        }
        assert_eq!(unseen(store).await, NONE, "what was read when it was prepared was seen");
        // Read before the fact came, and stored after it.
        let read_before = find(store, 1).await;
        learn(store, fact(1, 1)).await;
        assert_eq!(unseen(store).await, [vec![id(1)], vec![]], "and not that of another placement");
        step(store, &read_before).await;
        assert_eq!(unseen(store).await, [vec![id(1)], vec![]], "a step does not count as a look");
        let seen = |known_at| store.write("mark_seen", move |tx| Box::pin(claim::mark_seen(tx, id(1), known_at)));
        seen(NOW + 1).await.unwrap();
        assert_eq!(unseen(store).await, NONE);
        let again = store.write("look_again", |tx| Box::pin(claim::look_again(tx, id(1))));
        again.await.unwrap();
        assert_eq!(unseen(store).await, [vec![id(1)], vec![]]);
        seen(NOW + 1).await.unwrap();
        // Given up, it is not looked at; paid after all beside another one, it is, and for what came meanwhile.
        step(store, &claim::Row { is_live: 0, is_open: 0, state: "withdrawn".into(), ..find(store, 1).await }).await;
        learn(store, fact(2, 1)).await;
        assert_eq!(unseen(store).await, NONE);
        let paid = claim::Row { paid_dong: 400_000, state: "in_review".into(), ..find(store, 1).await };
        step(store, &paid).await;
        assert_eq!(unseen(store).await, [vec![], vec![id(1)]]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fact_that_is_not_kept_has_nothing_looked_at() {
    each_backend(|fresh| async move {
        seed(&fresh).await;
        let store = &fresh.store;
        assert!(prepare(store, 1, 7).await.unwrap());
        let fact = &fact(1, 1);
        let write = store.write("append_fact", |tx| {
            Box::pin(async move {
                placement::append(tx, fact).await?;
                Err::<(), Error>(Error::Conflict)
            })
        });
        assert!(write.await.is_err());
        assert_eq!(unseen(store).await, NONE);
    })
    .await;
}
