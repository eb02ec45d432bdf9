//! What binds facts, readings, journals, lists and attempts into the audit chain: hashes that stand in the values of
//! audit rows, which the chain covers. The same is computed by `docs/verify/verify_evidence.py`.

use crate::secrets::{Keyring, hex, sha256};
use sanviec_domain::time::day_of_number;
use sanviec_store::placement::document::Document;
use sanviec_store::placement::file::{File, Verdict};
use sanviec_store::{bank_result, batch, claim, ledger, payout, placement};
use uuid::Uuid;

/// Parts that cannot run into each other: each after its length in eight bytes, all bits set for none.
pub(super) fn parts(values: &[Option<&[u8]>]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(256);
    for value in values {
        bytes.extend(value.map_or(u64::MAX, |value| value.len() as u64).to_be_bytes());
        bytes.extend(value.unwrap_or_default());
    }
    bytes
}

/// A hash as a word that audit rows keep as it is: a letter and 31 bytes.
pub(super) fn word(bytes: &[u8]) -> String {
    format!("h{}", &hex(&sha256(bytes))[..62])
}

/// Over what a placement is from its beginning: where it belongs, and by what its policy is chosen and its outcome
/// derived, beside the facts. Of it the funding task alone is chosen later, once, where there was none. Whose it is
/// stays when profiles become part of others: the row keeps the one that it began with.
#[must_use]
pub fn placement_hash(row: &placement::Row) -> String {
    placement_word(row, true)
}

/// The same as it was bound before it said whose a placement is.
#[must_use]
pub fn placement_hash_before(row: &placement::Row) -> String {
    placement_word(row, false)
}

fn placement_word(row: &placement::Row, says_whose: bool) -> String {
    let (id, centre, profile) = (row.id.to_string(), row.centre_id.to_string(), row.profile_id.to_string());
    let placed_on = day_of_number(row.placed_on).map(|day| day.to_string());
    let form: &[u8] = if says_whose { b"sanviec placement 2" } else { b"sanviec placement 1" };
    let mut all = vec![
        Some(form),
        Some(id.as_bytes()),
        Some(centre.as_bytes()),
        Some(row.employer_code.as_bytes()),
        placed_on.as_ref().map(String::as_bytes),
        Some(row.origin.as_bytes()),
        Some(row.programme.as_bytes()),
        Some(row.province.as_bytes()),
        Some(row.task.as_bytes()),
    ];
    if says_whose {
        all.push(Some(profile.as_bytes()));
    }
    word(&parts(&all))
}

/// Over everything that is kept of a fact. The number of the form is part of it: one that was recorded with a file, or
/// with its days, cannot pass for one from before: `sanviec fact 1` says nothing of files, `sanviec fact 2` nothing of
/// the days that are looked up by.
#[must_use]
pub fn fact_hash(fact: &placement::Fact) -> String {
    let (id, placement) = (fact.id.to_string(), fact.placement_id.to_string());
    let (at, by) = (fact.recorded_at.to_string(), fact.entered_by.map(|id| id.to_string()));
    let file = fact.file_id.map(|id| id.to_string());
    let days = [fact.true_from, fact.true_through].map(|day| day.map(|day| day.to_string()));
    word(&parts(&[
        Some(b"sanviec fact 3"),
        Some(id.as_bytes()),
        Some(placement.as_bytes()),
        Some(fact.kind.as_bytes()),
        Some(fact.body.as_bytes()),
        Some(at.as_bytes()),
        Some(fact.source.as_bytes()),
        by.as_ref().map(String::as_bytes),
        Some(fact.channel.as_bytes()),
        fact.document_hash.as_deref(),
        fact.reference.as_ref().map(String::as_bytes),
        file.as_ref().map(String::as_bytes),
        days[0].as_ref().map(String::as_bytes),
        days[1].as_ref().map(String::as_bytes),
    ]))
}

/// Over what a kept file is: whose, from where, how long, and its bytes.
#[must_use]
pub fn file_hash(kept: &File) -> String {
    let (id, centre, size) = (kept.id.to_string(), kept.centre_id.to_string(), kept.size.to_string());
    word(&parts(&[
        Some(b"sanviec file 1"),
        Some(id.as_bytes()),
        Some(centre.as_bytes()),
        Some(kept.source.as_bytes()),
        Some(kept.media.as_bytes()),
        Some(size.as_bytes()),
        Some(&kept.hash),
    ]))
}

/// Over what was said of the rows of a file on one sending, by row.
#[must_use]
pub fn verdicts_hash(file_id: Uuid, verdicts: &[Verdict]) -> String {
    let id = file_id.to_string();
    let numbers: Vec<[String; 2]> =
        verdicts.iter().map(|verdict| [verdict.run.to_string(), verdict.line.to_string()]).collect();
    let mut all = vec![Some(b"sanviec verdicts 1".as_slice()), Some(id.as_bytes())];
    for ([run, line], verdict) in numbers.iter().zip(verdicts) {
        all.extend([Some(run.as_bytes()), Some(line.as_bytes()), Some(verdict.verdict.as_bytes())]);
    }
    word(&parts(&all))
}

/// Over what a paper is: where it belongs, its kind and length, who sent it when, and its bytes. Its name is left out:
/// it may name people, and its seal stands for itself. `sanviec document 1` said nothing of kind, sender and time.
#[must_use]
pub fn document_hash(paper: &Document) -> String {
    let (id, placement, size) = (paper.id.to_string(), paper.placement_id.to_string(), paper.size.to_string());
    let (by, at) = (paper.entered_by.map(|id| id.to_string()), paper.created_at.to_string());
    word(&parts(&[
        Some(b"sanviec document 2"),
        Some(id.as_bytes()),
        Some(placement.as_bytes()),
        Some(paper.media.as_bytes()),
        Some(size.as_bytes()),
        Some(&paper.hash),
        by.as_ref().map(String::as_bytes),
        Some(at.as_bytes()),
    ]))
}

/// Over what a bank answered: to which list, in which form, how long it is, and its bytes.
#[must_use]
pub fn bank_result_hash(file: &bank_result::File) -> String {
    let (id, batch) = (file.id.to_string(), file.batch_id.to_string());
    let size = file.size.map(|size| size.to_string());
    word(&parts(&[
        Some(b"sanviec bank result 1"),
        Some(id.as_bytes()),
        Some(batch.as_bytes()),
        Some(file.format.as_bytes()),
        size.as_ref().map(String::as_bytes),
        Some(&file.hash),
    ]))
}

/// What stands for the person of a claim in its evidence. Keyed, and of this claim alone: whoever has the file learns
/// neither the number from it nor which other claims are for somebody of the same number.
pub(super) fn person_mark(keys: &Keyring, row: &claim::Row) -> String {
    hex(&keys.hash("person of a claim", &[row.id.as_bytes().as_slice(), &row.person_key]))
}

/// Over everything that a claim read and all that was fixed with it, whom it is for and who prepared it included.
/// Whoever prepares it anew stands in the row later: `prepared_by` is who did so first.
#[must_use]
pub fn reading_hash(keys: &Keyring, row: &claim::Row) -> String {
    let ids = [row.id, row.placement_id, row.profile_id, row.prepared_by].map(|id| id.to_string());
    let numbers = [
        row.budget_year.into(),
        row.today.into(),
        row.known_at,
        row.dong,
        row.needs_third.into(),
        row.instalments_max.into(),
        row.is_flagged.into(),
    ]
    .map(|number: i64| number.to_string());
    let days = [row.elsewhere_from, row.elsewhere_through].map(|day| day.map(|day| day.to_string()));
    let person = person_mark(keys, row);
    word(&parts(&[
        Some(b"sanviec claim 3"),
        Some(ids[0].as_bytes()),
        Some(ids[1].as_bytes()),
        Some(ids[2].as_bytes()),
        Some(person.as_bytes()),
        Some(ids[3].as_bytes()),
        Some(row.programme.as_bytes()),
        Some(row.task.as_bytes()),
        Some(row.beneficiary_groups.as_bytes()),
        Some(numbers[0].as_bytes()),
        Some(row.policy_hash.as_slice()),
        Some(numbers[1].as_bytes()),
        Some(numbers[2].as_bytes()),
        Some(row.facts_hash.as_slice()),
        Some(row.outcome.as_bytes()),
        Some(numbers[3].as_bytes()),
        Some(numbers[4].as_bytes()),
        Some(numbers[5].as_bytes()),
        Some(numbers[6].as_bytes()),
        row.elsewhere_known.as_deref().map(str::as_bytes),
        days[0].as_ref().map(String::as_bytes),
        days[1].as_ref().map(String::as_bytes),
    ]))
}

/// The same as it was bound before it said whom a claim is for and who prepared it. `sanviec claim 1` said nothing of
/// other sources either: so are claims bound from before they were asked for.
#[must_use]
pub fn reading_hash_before(row: &claim::Row) -> String {
    let numbers =
        [row.budget_year.into(), row.today.into(), row.known_at, row.dong].map(|number: i64| number.to_string());
    let (id, placement) = (row.id.to_string(), row.placement_id.to_string());
    let days = [row.elsewhere_from, row.elsewhere_through].map(|day| day.map(|day| day.to_string()));
    let is_asked = row.elsewhere_known.is_some() || days.iter().any(Option::is_some);
    let form: &[u8] = if is_asked { b"sanviec claim 2" } else { b"sanviec claim 1" };
    let mut all = vec![
        Some(form),
        Some(id.as_bytes()),
        Some(placement.as_bytes()),
        Some(row.programme.as_bytes()),
        Some(row.task.as_bytes()),
        Some(row.beneficiary_groups.as_bytes()),
        Some(numbers[0].as_bytes()),
        Some(row.policy_hash.as_slice()),
        Some(numbers[1].as_bytes()),
        Some(numbers[2].as_bytes()),
        Some(row.facts_hash.as_slice()),
        Some(row.outcome.as_bytes()),
        Some(numbers[3].as_bytes()),
    ];
    if is_asked {
        all.push(row.elsewhere_known.as_deref().map(str::as_bytes));
        all.extend(days.iter().map(|day| day.as_deref().map(str::as_bytes)));
    }
    word(&parts(&all))
}

/// Over a journal and its lines.
#[must_use]
pub fn journal_hash(journal: &ledger::Journal, lines: &[(&str, i64)]) -> String {
    let (id, claim, centre) = (journal.id.to_string(), journal.claim_id.to_string(), journal.centre_id.to_string());
    let payout = journal.payout_id.map(|id| id.to_string());
    let numbers = [journal.on_day.into(), journal.at].map(|number: i64| number.to_string());
    let amounts: Vec<String> = lines.iter().map(|(_, dong)| dong.to_string()).collect();
    let mut all = vec![
        Some(b"sanviec journal 1".as_slice()),
        Some(id.as_bytes()),
        Some(claim.as_bytes()),
        Some(centre.as_bytes()),
        Some(journal.programme.as_bytes()),
        Some(journal.occasion.as_bytes()),
        payout.as_ref().map(String::as_bytes),
        Some(numbers[0].as_bytes()),
        Some(journal.actor.as_bytes()),
        Some(numbers[1].as_bytes()),
    ];
    for ((account, _), dong) in lines.iter().zip(&amounts) {
        all.extend([Some(account.as_bytes()), Some(dong.as_bytes())]);
    }
    word(&parts(&all))
}

/// Over what an attempt to pay is and where it stands. The word that the bank gave for its answer is left out: it may
/// name people.
#[must_use]
pub fn payout_hash(row: &payout::Row) -> String {
    let ids = [row.id, row.claim_id, row.batch_id].map(|id| id.to_string());
    let numbers = [row.attempt.into(), row.is_open.into(), row.dong].map(|number: i64| number.to_string());
    let people = [row.result_by, row.disputed_by].map(|id| id.map(|id| id.to_string()));
    let days = [row.result_on, row.disputed_on].map(|day| day.map(|day| day.to_string()));
    let disputed_at = row.disputed_at.map(|at| at.to_string());
    word(&parts(&[
        Some(b"sanviec payout 1"),
        Some(ids[0].as_bytes()),
        Some(ids[1].as_bytes()),
        Some(ids[2].as_bytes()),
        Some(numbers[0].as_bytes()),
        Some(row.code.as_bytes()),
        Some(numbers[2].as_bytes()),
        Some(row.state.as_bytes()),
        Some(numbers[1].as_bytes()),
        days[0].as_ref().map(String::as_bytes),
        people[0].as_ref().map(String::as_bytes),
        disputed_at.as_ref().map(String::as_bytes),
        people[1].as_ref().map(String::as_bytes),
        days[1].as_ref().map(String::as_bytes),
    ]))
}

/// Over which attempts are on a list: name, claim and dong of each, by name. Where each of them stands is bound by the
/// rows about its claim.
#[must_use]
pub fn attempts_hash(batch_id: Uuid, attempts: &[payout::Row]) -> String {
    let id = batch_id.to_string();
    let mut rows: Vec<[String; 3]> =
        attempts.iter().map(|row| [row.code.clone(), row.claim_id.to_string(), row.dong.to_string()]).collect();
    rows.sort_unstable();
    let mut all = vec![Some(b"sanviec attempts 1".as_slice()), Some(id.as_bytes())];
    for [code, claim, dong] in &rows {
        all.extend([Some(code.as_bytes()), Some(claim.as_bytes()), Some(dong.as_bytes())]);
    }
    word(&parts(&all))
}

/// Over what a list is from its beginning to its end, whatever becomes of it.
#[must_use]
pub fn list_hash(row: &batch::Row) -> String {
    let ids = [row.id, row.centre_id, row.made_by].map(|id| id.to_string());
    let numbers = [row.year, row.serial].map(|number| number.to_string());
    let budget_year = row.budget_year.map(|year| year.to_string());
    word(&parts(&[
        Some(b"sanviec list from its beginning 1"),
        Some(ids[0].as_bytes()),
        Some(ids[1].as_bytes()),
        Some(numbers[0].as_bytes()),
        Some(numbers[1].as_bytes()),
        Some(row.programme.as_bytes()),
        row.task.as_ref().map(String::as_bytes),
        budget_year.as_ref().map(String::as_bytes),
        Some(ids[2].as_bytes()),
    ]))
}

/// Over what a list is and where it stands. Its head is left out: it is sealed, and stands for itself.
#[must_use]
pub fn batch_hash(row: &batch::Row) -> String {
    let ids = [row.id, row.centre_id, row.made_by].map(|id| id.to_string());
    let sent_by = row.sent_by.map(|id| id.to_string());
    let numbers =
        [row.year.into(), row.serial.into(), row.claims.into(), row.dong].map(|number: i64| number.to_string());
    let days = [row.budget_year, row.pay_on].map(|number| number.map(|number| number.to_string()));
    let sent_at = row.sent_at.map(|at| at.to_string());
    word(&parts(&[
        Some(b"sanviec list 1"),
        Some(ids[0].as_bytes()),
        Some(ids[1].as_bytes()),
        Some(numbers[0].as_bytes()),
        Some(numbers[1].as_bytes()),
        Some(row.state.as_bytes()),
        Some(row.programme.as_bytes()),
        row.task.as_ref().map(String::as_bytes),
        days[0].as_ref().map(String::as_bytes),
        Some(ids[2].as_bytes()),
        Some(numbers[2].as_bytes()),
        Some(numbers[3].as_bytes()),
        days[1].as_ref().map(String::as_bytes),
        sent_at.as_ref().map(String::as_bytes),
        sent_by.as_ref().map(String::as_bytes),
    ]))
}
