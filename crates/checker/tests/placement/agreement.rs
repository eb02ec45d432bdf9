//! 20,000 drawn cases give the same line by both readings.

use sanviec_checker::placement::{case, outcome};
use sanviec_domain::placement::{evaluate, read_case};

/// Cases that are compared here; the bench compares a million.
const CASES: u64 = 20_000;

/// The product's line for a drawn case.
fn evaluated(line: &str) -> String {
    evaluate(&read_case(line.as_bytes()).unwrap_or_else(|error| panic!("{error}: {line}"))).to_json()
}

#[test]
fn the_rule_agrees_with_its_second_reading() {
    for seed in 0..CASES {
        let line = case(seed);
        assert_eq!(evaluated(&line), outcome(&line, None), "case {seed}: {line}");
    }
}
