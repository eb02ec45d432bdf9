//! Placements in the database: a fact that was written stays as it was, whoever asks for another one.

use crate::data::{NOW, employer_row};
use sanviec_store::testing::each_backend;
use sanviec_store::{Error, Store, centre, employer, placement};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

const PLACEMENT: Uuid = Uuid::from_u128(0x0193_u128 << 112);

fn centre_row() -> centre::Row {
    centre::Row {
        id: Uuid::from_u128(7),
        version: 1,
        name: "Trung tâm".into(),
        name_sort: b"trung tam".to_vec(),
        province_code: "52".into(),
        created_at: NOW,
        updated_at: NOW,
    }
}

fn placement_row() -> placement::Row {
    placement::Row {
        centre_id: centre_row().id,
        profile_id: Uuid::from_u128(8),
        employer_id: employer_row(1).id,
        employer_code: "0312687878".into(),
        origin: "file".into(),
        placed_on: 20_700,
        programme: "stable-employment".into(),
        province: "52".into(),
        ..placement::Row::blank(PLACEMENT, NOW)
    }
}

fn fact(n: u128, recorded_at: i64) -> placement::Fact {
    placement::Fact {
        id: Uuid::from_u128((0x0194_u128 << 112) + n),
        placement_id: PLACEMENT,
        kind: "attestation".into(),
        body: "{}".into(),
        recorded_at,
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

async fn seed(store: &Store) {
    let work = store.write("seed", |tx| {
        Box::pin(async move {
            centre::insert(tx, &centre_row()).await?;
            employer::insert(tx, &employer_row(1)).await?;
            placement::insert(tx, &placement_row()).await?;
            placement::append(tx, &fact(1, NOW + 1)).await
        })
    });
    work.await.unwrap();
}

async fn append(store: &Store, fact: &placement::Fact) -> Result<(), Error> {
    store.write("append", |tx| Box::pin(placement::append(tx, fact))).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fact_is_neither_changed_nor_removed_nor_put_in_the_place_of_another() {
    each_backend(|fresh| async move {
        seed(&fresh.store).await;
        let change = "UPDATE placement_fact SET source = 'insurer'";
        let replace = "INSERT OR REPLACE INTO placement_fact SELECT * FROM placement_fact";
        let statements: &[&str] = match fresh.backend {
            sanviec_store::Backend::Sqlite => &[change, "DELETE FROM placement_fact", replace],
            sanviec_store::Backend::Postgres => &[change, "DELETE FROM placement_fact", "TRUNCATE placement_fact"],
        };
        for sql in statements {
            let refused = fresh.store.write("tamper", |tx| {
                Box::pin(async move { tx.execute_unprepared(sql).await.map(|_| ()).map_err(Error::from) })
            });
            let refusal = refused.await.unwrap_err();
            assert!(matches!(&refusal, Error::Constraint(name) if name == "placement_fact_append_only"), "{refusal:?}");
        }
        let known = placement::facts(fresh.store.reader(), PLACEMENT, i64::MAX).await.unwrap();
        assert_eq!(known, [fact(1, NOW + 1)]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_two_facts_of_a_placement_were_learnt_at_one_instant() {
    each_backend(|fresh| async move {
        seed(&fresh.store).await;
        append(&fresh.store, &fact(2, NOW + 2)).await.unwrap();
        assert!(matches!(append(&fresh.store, &fact(3, NOW + 2)).await, Err(Error::Constraint(_))));
        let known = placement::facts(fresh.store.reader(), PLACEMENT, NOW + 1).await.unwrap();
        assert_eq!(known.len(), 1, "what was learnt later is not known yet");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_instant_that_was_used_is_never_taken_back() {
    each_backend(|fresh| async move {
        seed(&fresh.store).await;
        let used = |at| {
            let store = fresh.store.clone();
            async move { store.write("read", |tx| Box::pin(placement::use_known_at(tx, PLACEMENT, at))).await }
        };
        used(NOW + 10).await.unwrap();
        used(NOW + 10).await.unwrap();
        assert!(matches!(used(NOW + 9).await, Err(Error::Conflict)));
        let row = placement::find(fresh.store.reader(), PLACEMENT).await.unwrap().unwrap();
        assert_eq!((row.last_known_at, row.version), (NOW + 10, 1));
    })
    .await;
}
