//! 20,000 drawn cases give the same line by both readings, and the draw is wide enough to say something: each status
//! has its share, and each clause of section 3 decides its share of the cases.

use sanviec_checker::placement::{Clause, case, outcome};
use sanviec_domain::placement::{Status, evaluate, read_case};
use std::collections::HashMap;

/// Cases that are compared here; the bench compares a million, and asks every hundredth what each clause decides.
const CASES: u64 = 20_000;
/// Cases on which each clause is left out in turn.
const ASKED: u64 = 5_000;

/// The product's line for a drawn case.
fn evaluated(line: &str) -> String {
    evaluate(&read_case(line.as_bytes()).unwrap_or_else(|error| panic!("{error}: {line}"))).to_json()
}

#[test]
fn the_rule_agrees_with_its_second_reading() {
    let mut statuses: HashMap<&str, u64> = HashMap::new();
    for seed in 0..CASES {
        let line = case(seed);
        let ours = evaluated(&line);
        assert_eq!(ours, outcome(&line, None), "case {seed}: {line}");
        let named = |status: &&Status| ours.contains(&format!("\"status\":\"{}\"", status.code()));
        *statuses.entry(Status::ALL.iter().find(named).expect("a status").code()).or_default() += 1;
    }
    let share = |status: &Status| statuses.get(status.code()).copied().unwrap_or(0) * 100 / CASES;
    let rare: Vec<&str> = Status::ALL.iter().filter(|status| share(status) < 3).map(|status| status.code()).collect();
    assert!(rare.is_empty(), "too seldom: {rare:?} of {statuses:?}");
}

#[test]
fn every_clause_decides_its_share_of_the_cases() {
    let lines: Vec<(String, String)> = (0..ASKED).map(case).map(|line| (outcome(&line, None), line)).collect();
    let decided = |clause: &Clause| {
        let differs = |(with, line): &&(String, String)| outcome(line, Some(*clause)) != *with;
        lines.iter().filter(differs).count() as u64
    };
    let counts: Vec<(Clause, u64)> = Clause::ALL.iter().map(|clause| (*clause, decided(clause))).collect();
    let rare: Vec<&(Clause, u64)> = counts.iter().filter(|(_, count)| count * 100 < ASKED).collect();
    assert!(rare.is_empty(), "of {ASKED}: {rare:?}");
}
