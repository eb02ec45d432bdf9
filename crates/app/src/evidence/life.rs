//! What binds where a claim stands into the audit chain, with every step: the columns that its steps write, besides
//! what is bound otherwise (who prepared it, what was known at its approval, its attempts to pay). The same is
//! computed by `docs/verify/verify_evidence.py`.

use super::hashes::{parts, word};
use sanviec_store::claim;

/// Over where a claim stands. Why it was refused, taken back or not paid is left out: it may name people, and goes with
/// the papers at the end of their term.
#[must_use]
pub fn life_hash(row: &claim::Row) -> String {
    let people = [row.second_by, row.batch_id, row.proposed_by, row.again_by, row.contested_by];
    let [second_by, batch_id, proposed_by, again_by, contested_by] = people.map(|id| id.map(|id| id.to_string()));
    let wide = |number: Option<i32>| number.map(i64::from);
    let numbers = [
        Some(row.paid_dong),
        Some(row.returned_dong),
        wide(Some(row.is_open)),
        wide(Some(row.is_live)),
        wide(row.paid_on),
        row.payout_dong,
        row.asked_dong,
        wide(row.asked_parts),
        row.came_dong,
        wide(row.asked_on),
        row.again_dong,
        wide(row.again_parts),
        row.contested_dong,
    ]
    .map(|number| number.map(|number| number.to_string()));
    let id = row.id.to_string();
    let mut all = vec![Some(b"sanviec life 1".as_slice()), Some(id.as_bytes()), Some(row.state.as_bytes())];
    let words = [&row.place, &second_by, &batch_id, &proposed_by, &again_by, &row.contested_why, &contested_by];
    all.extend(words.into_iter().chain(&numbers).map(|value| value.as_deref().map(str::as_bytes)));
    word(&parts(&all))
}
