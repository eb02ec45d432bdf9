//! Rows as lines of the file. Every column that a hash covers stands in its line as it is stored.

use super::hashes::person_mark;
use crate::claims::sent_to;
use crate::error::AppError;
use crate::placements::{Kept, Standing, documents_checked, file_checked};
use crate::secrets::{Keyring, hex};
use sanviec_domain::posting::PostingCode;
use sanviec_domain::time::{day_number, day_of_number};
use sanviec_store::placement::file::{self, File};
use sanviec_store::{Db, bank_result, batch, claim, ledger, payout, placement};
use serde_json::{Value, json};
use std::sync::Arc;
use uuid::Uuid;

pub(super) fn policy(policy: &placement::Policy) -> Value {
    json!({"policy": {
        "hash": hex(&policy.hash), "name": policy.name, "version": policy.version, "file": policy.file,
    }})
}

/// A placement with every fact, those that came after the claims too, its documents, the policy that it keeps, and what
/// follows from all of it now.
pub(super) async fn placement(
    keys: &Keyring,
    db: &impl Db,
    row: &placement::Row,
    (facts, standing): (&[placement::Fact], Option<&Standing>),
) -> Result<Value, AppError> {
    let mut documents = Vec::new();
    for (paper, is_whole) in documents_checked(keys, db, row.id).await? {
        documents.push(json!({
            "id": paper.id.to_string(), "media": paper.media, "size": paper.size, "hash": hex(&paper.hash),
            "entered_by": paper.entered_by.map(|id| id.to_string()), "created_at": paper.created_at,
            "is_whole": is_whole, "erased_at": paper.erased_at,
        }));
    }
    let facts: Vec<Value> = facts.iter().map(fact).collect();
    let placed_on = day_of_number(row.placed_on).map(|day| day.to_string());
    Ok(json!({"placement": {
        "id": row.id.to_string(), "code": PostingCode::of(row.id).to_string(), "centre_id": row.centre_id.to_string(),
        "profile_id": row.profile_id.to_string(), "employer_code": row.employer_code, "placed_on": placed_on,
        "origin": row.origin, "programme": row.programme, "province": row.province, "task": row.task,
        "facts": facts, "documents": documents,
        "policy": kept_policy(row), "outcome": standing.map(outcome),
    }}))
}

/// The policy that a placement keeps, as its row says; nothing of the three is there before the first signature.
fn kept_policy(row: &placement::Row) -> Option<Value> {
    let is_kept = row.policy_hash.is_some() || row.policy_name.is_some() || row.policy_version.is_some();
    is_kept.then(|| {
        json!({
            "hash": row.policy_hash.as_deref().map(hex), "name": row.policy_name, "version": row.policy_version,
        })
    })
}

/// What follows from the facts, and from what: under keys that claims have for what they hold.
fn outcome(standing: &Standing) -> Value {
    let derived = standing.derived.as_ref();
    json!({
        "today": day_number(standing.today), "known_at": standing.known_at.0,
        "policy_hash": standing.policy.as_ref().map(|policy| policy.hash_hex()),
        "facts_hash": derived.map(|(hash, _)| hex(hash)), "outcome": derived.map(|(_, outcome)| outcome.to_json()),
    })
}

fn fact(fact: &placement::Fact) -> Value {
    json!({
        "id": fact.id.to_string(), "kind": fact.kind, "body": fact.body, "recorded_at": fact.recorded_at,
        "source": fact.source, "entered_by": fact.entered_by.map(|id| id.to_string()), "channel": fact.channel,
        "document_hash": fact.document_hash.as_deref().map(hex), "reference": fact.reference,
        "file_id": fact.file_id.map(|id| id.to_string()), "true_from": fact.true_from,
        "true_through": fact.true_through,
    })
}

/// A kept file: by its hash, as papers are, for its rows are about other people too; and what was said of each row.
pub(super) async fn file(keys: &Keyring, db: &impl Db, kept: &File) -> Result<Value, AppError> {
    let (is_whole, erased_at) = file_checked(keys, db, kept).await?;
    let verdicts = file::list_verdicts(db, kept.id).await?;
    let rows: Vec<Value> = verdicts
        .iter()
        .map(|verdict| json!({"run": verdict.run, "line": verdict.line, "verdict": verdict.verdict}))
        .collect();
    Ok(json!({"file": {
        "id": kept.id.to_string(), "centre_id": kept.centre_id.to_string(), "source": kept.source,
        "media": kept.media, "size": kept.size, "hash": hex(&kept.hash), "is_whole": is_whole,
        "erased_at": erased_at, "rows": rows,
    }}))
}

/// `is_held` says whether the locks hold the person for it; nothing of one that stands for nobody.
pub(super) fn claim(keys: &Keyring, row: &claim::Row, is_held: Option<bool>) -> Value {
    let id = |id: Option<Uuid>| id.map(|id| id.to_string());
    let stands = json!({
        "state": row.state, "place": row.place, "second_by": id(row.second_by), "batch_id": id(row.batch_id),
        "proposed_by": id(row.proposed_by), "again_by": id(row.again_by), "contested_why": row.contested_why,
        "contested_by": id(row.contested_by), "paid_dong": row.paid_dong, "returned_dong": row.returned_dong,
        "is_open": row.is_open, "is_live": row.is_live, "paid_on": row.paid_on, "payout_dong": row.payout_dong,
        "asked_dong": row.asked_dong, "asked_parts": row.asked_parts, "came_dong": row.came_dong,
        "asked_on": row.asked_on, "again_dong": row.again_dong, "again_parts": row.again_parts,
        "contested_dong": row.contested_dong,
    });
    json!({"claim": {
        "id": row.id.to_string(), "placement_id": row.placement_id.to_string(), "centre_id": row.centre_id.to_string(),
        "profile_id": row.profile_id.to_string(), "person": person_mark(keys, row),
        "prepared_by": row.prepared_by.to_string(), "needs_third": row.needs_third,
        "instalments_max": row.instalments_max, "is_flagged": row.is_flagged, "is_held": is_held,
        "programme": row.programme, "task": row.task, "groups": row.beneficiary_groups,
        "budget_year": row.budget_year, "policy_hash": hex(&row.policy_hash), "today": row.today,
        "known_at": row.known_at, "facts_hash": hex(&row.facts_hash), "outcome": row.outcome, "dong": row.dong,
        "state": row.state, "held_dong": row.paid_dong - row.returned_dong, "contested_dong": row.contested_dong,
        "approved_known_at": row.approved_known_at, "elsewhere_known": row.elsewhere_known,
        "elsewhere_from": row.elsewhere_from, "elsewhere_through": row.elsewhere_through, "payouts": row.payouts,
        "stands": stands,
    }})
}

pub(super) fn journal(journal: &ledger::Journal, lines: &[ledger::Entry]) -> Value {
    let lines: Vec<Value> =
        lines.iter().map(|line| json!({"line": line.line, "account": line.account, "dong": line.dong})).collect();
    json!({"journal": {
        "id": journal.id.to_string(), "claim_id": journal.claim_id.to_string(),
        "centre_id": journal.centre_id.to_string(), "programme": journal.programme, "occasion": journal.occasion,
        "payout_id": journal.payout_id.map(|id| id.to_string()), "on_day": journal.on_day, "actor": journal.actor,
        "at": journal.at, "count": journal.lines, "lines": lines,
    }})
}

pub(super) fn payout(row: &payout::Row) -> Value {
    let id = |id: Option<Uuid>| id.map(|id| id.to_string());
    json!({"payout": {
        "id": row.id.to_string(), "claim_id": row.claim_id.to_string(), "batch_id": row.batch_id.to_string(),
        "attempt": row.attempt, "code": row.code, "dong": row.dong, "state": row.state, "is_open": row.is_open,
        "result_on": row.result_on, "result_by": id(row.result_by), "disputed_at": row.disputed_at,
        "disputed_by": id(row.disputed_by), "disputed_on": row.disputed_on,
    }})
}

/// A list with what is on it, attempts of claims that are not asked for too: all together make its total. Of the
/// accounts that it was sent to there are marks.
pub(super) fn batch(keys: &Keyring, row: &batch::Row, attempts: &[payout::Row]) -> Value {
    let attempts: Vec<Value> = attempts
        .iter()
        .map(|row| json!({"code": row.code, "claim_id": row.claim_id.to_string(), "dong": row.dong}))
        .collect();
    json!({"batch": {
        "id": row.id.to_string(), "centre_id": row.centre_id.to_string(), "year": row.year, "serial": row.serial,
        "state": row.state, "programme": row.programme, "task": row.task, "budget_year": row.budget_year,
        "made_by": row.made_by.to_string(), "claims": row.claims, "dong": row.dong, "pay_on": row.pay_on,
        "sent_at": row.sent_at, "sent_by": row.sent_by.map(|id| id.to_string()), "attempts": attempts,
        "accounts": sent_to(keys, row),
    }})
}

/// A file in which the bank answered, and whether its bytes are what its hash says, or when they went. The file itself
/// is no part of the evidence: it names people.
pub(super) fn bank_result(file: &bank_result::File, (is_whole, erased_at): (bool, Option<i64>)) -> Value {
    json!({"bank_result": {
        "id": file.id.to_string(), "batch_id": file.batch_id.to_string(), "format": file.format,
        "hash": hex(&file.hash), "size": file.size, "is_whole": is_whole,
        "erased_at": erased_at,
    }})
}

/// Policies, each once: those that are kept, by hash, as the database has them, so that one that was changed there is
/// named; and those that are only expected, which it need not have.
pub(super) async fn policies(db: &impl Db, kept: &[Vec<u8>], expected: &[Arc<Kept>]) -> Result<Vec<Value>, AppError> {
    let mut sorted: Vec<&Vec<u8>> = kept.iter().collect();
    sorted.sort();
    sorted.dedup();
    let mut lines = Vec::new();
    for hash in sorted {
        lines.extend(placement::find_policy(db, hash).await?.as_ref().map(policy));
    }
    for (at, one) in expected.iter().enumerate() {
        let is_there = kept.iter().any(|hash| one.hash == hash.as_slice())
            || expected[..at].iter().any(|before| before.hash == one.hash);
        if !is_there {
            lines.push(policy(&placement::Policy {
                hash: one.hash.to_vec(),
                name: one.policy.name.clone(),
                version: one.policy.version.clone(),
                file: one.file.clone(),
            }));
        }
    }
    Ok(lines)
}

/// Ids as texts.
pub(super) fn texts<'a>(ids: impl IntoIterator<Item = &'a Uuid>) -> Vec<String> {
    ids.into_iter().map(Uuid::to_string).collect()
}
