//! The case of a placement out of a file of evidence, as one line that `sanviec rule evaluate` reads: so that whoever
//! has the file derives the outcome again, from what the file holds and from nothing else.

use crate::secrets::{hex, sha256};
use sanviec_domain::placement::{Case, CaseError, Fact, Policy, read_fact};
use sanviec_domain::posting::PostingCode;
use sanviec_domain::time::{Micros, day_of_number, parse_date};
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::{BufRead, Error as IoError};

/// Why a file gives no case.
#[derive(Debug, thiserror::Error)]
pub enum NoCase {
    #[error("không đọc được tệp / the file cannot be read")]
    Unreadable(#[from] IoError),
    /// Number of the line, from 1.
    #[error("dòng {0} của tệp không phải của hồ sơ chứng minh / line {0} of the file is not one of evidence")]
    NoEvidence(usize),
    #[error("tệp không có hồ sơ theo dõi việc làm này / the file has no such placement")]
    NoPlacement,
    #[error("trong tệp, hồ sơ này không có đề nghị này / in the file, the placement has no such claim")]
    NoClaim,
    #[error(
        "tệp không nêu kết quả của hồ sơ này; hãy chọn một đề nghị bằng --claim / the file says no outcome of the \
         placement; choose a claim with --claim"
    )]
    NoOutcome,
    /// SHA-256 of its file.
    #[error("tệp không có chính sách {0}, hoặc có mà đã bị sửa / the file has no policy {0}, or it was changed")]
    NoPolicy(String),
    /// Name of the field.
    #[error("{0} không đúng dạng / {0} is not of the right form")]
    Malformed(&'static str),
    #[error("không đọc được một sự kiện hay chính sách / a fact or a policy cannot be read")]
    Unfit(#[from] CaseError),
}

/// What is looked for in a file, as far as it was found.
#[derive(Default)]
struct Found {
    /// Files of policies by the hash that they have, whatever the line says.
    policies: BTreeMap<String, String>,
    placement: Option<Value>,
    claims: Vec<Value>,
}

/// The line of a placement, without its end: as of the outcome that the file says of it, or as of a claim of it.
/// Placement and claim are named by their code or their id. Whether the file is whole is for the verifier to say.
pub fn case_line(file: impl BufRead, placement: &str, claim: Option<&str>) -> Result<String, NoCase> {
    let mut found = read(file, placement)?;
    let placed = found.placement.take().ok_or(NoCase::NoPlacement)?;
    let read = match claim {
        Some(word) => {
            let is_it = |claim: &&Value| claim["placement_id"] == placed["id"] && is_named(claim, word);
            found.claims.iter().find(is_it).ok_or(NoCase::NoClaim)?
        }
        None => Some(&placed["outcome"]).filter(|outcome| outcome.is_object()).ok_or(NoCase::NoOutcome)?,
    };
    Ok(case_of(&placed, read, &found.policies)?.to_json())
}

fn read(file: impl BufRead, placement: &str) -> Result<Found, NoCase> {
    let mut found = Found::default();
    for (at, line) in (1..).zip(file.lines()) {
        let mut line: Value = serde_json::from_str(&line?).map_err(|_| NoCase::NoEvidence(at))?;
        if at == 1 && line["format"] != "sanviec-evidence" {
            return Err(NoCase::NoEvidence(at));
        }
        if let Some(text) = line["policy"]["file"].as_str() {
            found.policies.insert(hex(&sha256(text.as_bytes())), text.to_owned());
        } else if is_named(&line["placement"], placement) {
            found.placement = Some(line["placement"].take());
        } else if line["claim"].is_object() {
            found.claims.push(line["claim"].take());
        }
    }
    Ok(found)
}

/// Whether a thing has this id, or the code of it.
fn is_named(thing: &Value, word: &str) -> bool {
    let id = word.parse::<PostingCode>().map_or_else(|_| word.to_lowercase(), |code| code.uuid().to_string());
    thing["id"] == *id
}

/// `read` says with what the placement was looked at: day, state of knowledge and policy.
fn case_of(placed: &Value, read: &Value, policies: &BTreeMap<String, String>) -> Result<Case, NoCase> {
    let hash = text(read, "policy_hash")?;
    let file = policies.get(hash).ok_or_else(|| NoCase::NoPolicy(hash.to_owned()))?;
    let known_at = number(read, "known_at")?;
    let today = i32::try_from(number(read, "today")?).ok().and_then(day_of_number);
    Ok(Case {
        id: text(placed, "code")?.to_owned(),
        employer: text(placed, "employer_code")?.to_owned(),
        placed_on: parse_date(text(placed, "placed_on")?).ok_or(NoCase::Malformed("placed_on"))?,
        facts: facts(placed, known_at)?,
        today: today.ok_or(NoCase::Malformed("today"))?,
        known_at: Micros(known_at),
        terms: Policy::from_toml(file)?.terms,
    })
}

/// Those that were known then.
fn facts(placed: &Value, known_at: i64) -> Result<Vec<Fact>, NoCase> {
    let mut facts = Vec::new();
    for fact in placed["facts"].as_array().ok_or(NoCase::Malformed("facts"))? {
        if number(fact, "recorded_at")? <= known_at {
            facts.push(read_fact(text(fact, "body")?.as_bytes())?);
        }
    }
    Ok(facts)
}

fn text<'v>(value: &'v Value, key: &'static str) -> Result<&'v str, NoCase> {
    value[key].as_str().ok_or(NoCase::Malformed(key))
}

fn number(value: &Value, key: &'static str) -> Result<i64, NoCase> {
    value[key].as_i64().ok_or(NoCase::Malformed(key))
}

#[cfg(test)]
mod tests {
    use super::*;

    const POLICY: &str = include_str!("../../../../config/policies/stable-employment-2022-1.toml");

    fn evidence() -> String {
        let hash = hex(&sha256(POLICY.as_bytes()));
        let id = PostingCode::of(uuid::Uuid::from_u128(7));
        let outcome = serde_json::json!({"today": 20_000, "known_at": 50, "policy_hash": hash});
        let lines = [
            serde_json::json!({"format": "sanviec-evidence", "version": 7}),
            serde_json::json!({"policy": {"hash": hash, "file": POLICY}}),
            serde_json::json!({"placement": {
                "id": id.uuid().to_string(), "code": id.to_string(), "employer_code": "0312687878",
                "placed_on": "2024-09-01", "facts": [], "outcome": outcome,
            }}),
            serde_json::json!({"claim": {
                "id": uuid::Uuid::from_u128(8).to_string(), "placement_id": id.uuid().to_string(), "today": 19_000,
                "known_at": 40, "policy_hash": "00",
            }}),
            serde_json::json!({"end": 4}),
        ];
        lines.map(|line| format!("{line}\n")).concat()
    }

    #[test]
    fn a_placement_is_found_by_its_code_and_by_its_id_and_a_claim_only_at_its_placement() {
        let (file, id) = (evidence(), uuid::Uuid::from_u128(7));
        let code = PostingCode::of(id).to_string();
        let line = case_line(file.as_bytes(), &code, None).expect("a case");
        let case = sanviec_domain::placement::read_case(line.as_bytes()).expect("a case");
        assert_eq!((case.id.as_str(), case.known_at, case.today), (code.as_str(), Micros(50), day(20_000)));
        assert_eq!(case_line(file.as_bytes(), &id.to_string(), None).expect("the same"), line);
        let answer =
            |placement: &str, claim: Option<&str>| case_line(file.as_bytes(), placement, claim).expect_err("no case");
        assert!(matches!(answer("nothing", None), NoCase::NoPlacement));
        assert!(matches!(answer(&code, Some("nothing")), NoCase::NoClaim));
        // Its policy is not in the file.
        let claim = PostingCode::of(uuid::Uuid::from_u128(8)).to_string();
        assert!(matches!(answer(&code, Some(&claim)), NoCase::NoPolicy(hash) if hash == "00"));
    }

    fn day(number: i32) -> chrono::NaiveDate {
        day_of_number(number).expect("a day")
    }

    #[test]
    fn a_changed_policy_an_earlier_file_and_what_is_no_evidence_give_no_case() {
        let file = evidence();
        let code = PostingCode::of(uuid::Uuid::from_u128(7)).to_string();
        let of = |text: &str| case_line(text.as_bytes(), &code, None).expect_err("no case");
        let changed = file.replacen("months = ", "months = 1", 1);
        assert!(changed != file && matches!(of(&changed), NoCase::NoPolicy(_)));
        assert!(matches!(of(&file.replace("\"outcome\"", "\"other\"")), NoCase::NoOutcome));
        assert!(matches!(of("{\"format\":\"another\"}\n"), NoCase::NoEvidence(1)));
        assert!(matches!(of(&file.replace("{\"end\"", "\"end\"")), NoCase::NoEvidence(5)));
        assert!(matches!(of(""), NoCase::NoPlacement));
    }
}
