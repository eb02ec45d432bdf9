//! What the format promises by itself; the chain in a database is tried in `tests/suite/audit.rs`.

use super::record::{commitment, hash};
use sanviec_store::audit::Stored;
use sanviec_store::audit_chain::Link;
use uuid::Uuid;

fn row() -> Stored {
    Stored {
        id: 7,
        at: 1,
        actor: "a".into(),
        role: "officer".into(),
        action: "b".into(),
        entity: "c".into(),
        entity_id: Uuid::from_u128(1),
        before: Some("1".into()),
        after: None,
        request_id: None,
        centre_id: None,
        salt: Some(vec![1; 32]),
    }
}

fn link(row: &Stored) -> Link {
    let commitment = commitment(row).map(Vec::from);
    Link { audit_id: row.id, chain: Uuid::nil(), seq: 1, linked_at: 2, commitment, hash: Vec::new(), signature: None }
}

#[test]
fn every_field_counts_and_none_runs_into_the_next() {
    let of = |row: &Stored| hash(&[0; 32], &link(row), row);
    let good = of(&row());
    let changes: [fn(&mut Stored); 11] = [
        |row| row.id = 8,
        |row| row.at = 2,
        |row| row.actor = "ab".into(),
        |row| row.role = "auditor".into(),
        |row| (row.action, row.entity) = ("bc".into(), String::new()),
        |row| row.entity = "d".into(),
        |row| row.entity_id = Uuid::from_u128(2),
        |row| (row.before, row.after) = (None, Some("1".into())),
        |row| row.after = Some(String::new()),
        |row| row.request_id = Some(String::new()),
        |row| row.salt = Some(vec![2; 32]),
    ];
    for (n, change) in changes.into_iter().enumerate() {
        let mut row = row();
        change(&mut row);
        assert_ne!(of(&row), good, "change {n}");
    }
}

#[test]
fn forgetting_the_values_leaves_the_hash_and_nothing_to_try_values_against() {
    let mut row = row();
    let link = link(&row);
    let before = hash(&[0; 32], &link, &row);
    (row.before, row.after, row.salt) = (None, None, None);
    assert_eq!(hash(&[0; 32], &link, &row), before);
    assert_eq!(commitment(&row), None);
}
