//! What audit rows say of lists and of attempts to pay, so that the chain binds them: what people ask for in words and
//! numbers, and a hash over everything. The evidence is held against it (`docs/verify/verify_evidence.py`). Whoever
//! changes a row below the program is found out there; here only what a list cannot be is refused.

use crate::error::AppError;
use crate::evidence::{attempts_hash, batch_hash, list_hash, payout_hash};
use sanviec_store::{Error, batch, payout};
use serde_json::{Value, json};

/// An attempt as it stands after what the row is about.
pub(super) fn attempt_said(row: &payout::Row) -> Value {
    // In small letters, which audit rows keep as they are.
    let code = row.code.to_lowercase();
    json!({
        "id": row.id, "attempt": row.attempt, "batch": row.batch_id, "code": code, "dong": row.dong,
        "state": row.state, "hash": payout_hash(row),
    })
}

/// A list as it stands after what the row is about, with the attempts that are on it then.
pub(super) fn list_said(row: &batch::Row, attempts: &[payout::Row]) -> Value {
    json!({
        "year": row.year, "serial": row.serial, "state": row.state, "claims": row.claims, "dong": row.dong,
        "attempts": attempts_hash(row.id, attempts), "fixed": list_hash(row), "hash": batch_hash(row),
    })
}

/// A list that does not say what is on it was changed below the program: nothing is done with it.
pub(super) fn demand_whole(list: &batch::Row, attempts: &[payout::Row]) -> Result<(), AppError> {
    if i32::try_from(attempts.len()).ok() != Some(list.claims) {
        return Err(Error::corrupt("batch", "claims", list.id).into());
    }
    let total = attempts.iter().try_fold(0_i64, |sum, attempt| sum.checked_add(attempt.dong));
    if total == Some(list.dong) { Ok(()) } else { Err(Error::corrupt("batch", "dong", list.id).into()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn list(claims: i32, dong: i64) -> batch::Row {
        batch::Row {
            id: Uuid::from_u128(1),
            version: 1,
            centre_id: Uuid::from_u128(2),
            year: 2027,
            serial: 1,
            state: "open".into(),
            programme: "stable-employment".into(),
            made_by: Uuid::from_u128(3),
            claims,
            dong,
            head: None,
            pay_on: None,
            sent_at: None,
            created_at: 0,
            updated_at: 0,
            sent_by: None,
            task: None,
            budget_year: None,
        }
    }

    fn attempt(number: u128, dong: i64) -> payout::Row {
        payout::Row {
            id: Uuid::from_u128(number),
            claim_id: Uuid::from_u128(100 + number),
            batch_id: Uuid::from_u128(1),
            attempt: 1,
            code: format!("SV{number}"),
            dong,
            state: "waiting".into(),
            is_open: 1,
            result_on: None,
            result_code: None,
            created_at: 0,
            updated_at: 0,
            result_by: None,
            disputed_at: None,
            disputed_by: None,
            disputed_on: None,
        }
    }

    #[test]
    fn a_list_is_whole_when_it_says_what_is_on_it() {
        let attempts = [attempt(4, 300), attempt(5, 400)];
        assert!(demand_whole(&list(2, 700), &attempts).is_ok());
        assert!(demand_whole(&list(0, 0), &[]).is_ok());
        for (claims, dong) in [(2, 701), (3, 700), (1, 700)] {
            assert!(demand_whole(&list(claims, dong), &attempts).is_err(), "{claims} {dong}");
        }
        let endless = [attempt(4, i64::MAX), attempt(5, 1)];
        assert!(demand_whole(&list(2, i64::MIN), &endless).is_err(), "a sum beyond what can be counted");
    }

    #[test]
    fn every_column_of_an_attempt_changes_its_hash_and_the_order_of_a_list_does_not_change_that_of_the_list() {
        let is = attempt(4, 300);
        let other = Some(Uuid::from_u128(9));
        let changed = [
            payout::Row { id: Uuid::from_u128(9), ..is.clone() },
            payout::Row { claim_id: Uuid::from_u128(9), ..is.clone() },
            payout::Row { batch_id: Uuid::from_u128(9), ..is.clone() },
            payout::Row { attempt: 2, ..is.clone() },
            payout::Row { code: "sv4".into(), ..is.clone() },
            payout::Row { dong: 301, ..is.clone() },
            payout::Row { state: "sent".into(), ..is.clone() },
            payout::Row { is_open: 0, ..is.clone() },
            payout::Row { result_on: Some(7), ..is.clone() },
            payout::Row { result_by: other, ..is.clone() },
            payout::Row { disputed_at: Some(7), ..is.clone() },
            payout::Row { disputed_by: other, ..is.clone() },
            payout::Row { disputed_on: Some(7), ..is.clone() },
        ];
        let mut hashes: Vec<String> = changed.iter().chain([&is]).map(payout_hash).collect();
        hashes.sort_unstable();
        hashes.dedup();
        assert_eq!(hashes.len(), changed.len() + 1);
        let [one, two, three] = [is, attempt(5, 400), attempt(5, 401)];
        let hash = |attempts: &[payout::Row]| attempts_hash(Uuid::from_u128(1), attempts);
        assert_eq!(hash(&[one.clone(), two.clone()]), hash(&[two.clone(), one.clone()]));
        assert_ne!(hash(&[one.clone(), two.clone()]), hash(&[one.clone(), three]));
        assert_ne!(hash(&[one.clone(), two]), hash(&[one]));
    }
}
