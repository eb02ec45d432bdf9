//! Rows to test with.

use sanviec_store::{Error, Store, audit, employer, outbox, posting};
use uuid::Uuid;

pub(crate) const NOW: i64 = 1_795_000_000_000_000;

pub(crate) fn employer_row(n: u128) -> employer::Row {
    employer::Row {
        id: Uuid::from_u128(1_000_000 + n),
        version: 1,
        name: format!("Công ty {n}"),
        name_key: format!("cong ty {n}"),
        name_sort: format!("cong ty {n:06}").into_bytes(),
        tax_code: None,
        kind: None,
        verified_at: None,
        created_at: NOW,
        updated_at: NOW,
    }
}

pub(crate) fn posting_row(n: u128) -> posting::Row {
    posting::Row {
        id: Uuid::from_u128((0x0193_u128 << 112) + n),
        version: 1,
        state: "published".into(),
        state_at: NOW,
        state_reason: None,
        source: Some("feed".into()),
        source_id: Some(n.to_string()),
        employer_id: Uuid::from_u128(1_000_001),
        title: format!("Kế toán {n}"),
        content: format!("{{\"description\":\"{}\"}}", "Việc làm tốt. ".repeat(40)),
        content_version: 1,
        content_hash: vec![7; 32],
        posted_at: NOW,
        published_at: Some(NOW),
        live_until: Some(NOW + 1_000),
        due_at: Some(NOW + 1_000),
        wanted: 3,
        hired: 0,
        deadline_on: Some(20_800),
        created_at: NOW,
        updated_at: NOW,
    }
}

pub(crate) fn change(row: &posting::Row) -> outbox::Change {
    outbox::Change { entity: "posting", entity_id: row.id, version: row.version, kind: "published" }
}

pub(crate) fn audit_row(row: &posting::Row) -> audit::Row {
    audit::Row {
        id: 0,
        at: NOW,
        actor: "import".into(),
        role: "system".into(),
        action: "import_posting".into(),
        entity: "posting".into(),
        entity_id: row.id,
        before: None,
        after: Some("{}".into()),
        request_id: None,
        centre_id: None,
    }
}

/// One employer and `count` postings with their outbox and audit rows.
pub(crate) async fn seed(store: &Store, count: u128) -> Vec<posting::Row> {
    let rows: Vec<posting::Row> = (1..=count).map(posting_row).collect();
    insert_all(store, &rows).await.unwrap();
    rows
}

pub(crate) async fn insert_all(store: &Store, rows: &[posting::Row]) -> Result<i64, Error> {
    store
        .write("import_postings", |tx| {
            Box::pin(async move {
                employer::upsert_by_name_key(tx, &[employer_row(1)]).await?;
                posting::insert_many(tx, rows).await?;
                audit::append(tx, &rows.iter().map(audit_row).collect::<Vec<_>>()).await?;
                outbox::append(tx, &rows.iter().map(change).collect::<Vec<_>>(), NOW).await
            })
        })
        .await
}

/// Gives waiting outbox rows their positions.
pub(crate) async fn sequence(store: &Store) -> u64 {
    store.write("sequence_outbox", |tx| Box::pin(async move { outbox::sequence(tx, 1_000).await })).await.unwrap()
}
