//! Faults planted in a copy of the rule are found by the second reading: a comparison that finds none of them would not
//! find those that nobody planted either.

use sanviec_checker::placement::{case, outcome};
use sanviec_domain::placement::read_case;
use std::cell::Cell;

/// The copy, made by the build script.
#[allow(dead_code, unreachable_pub, reason = "a copy; the test asks of it only how it evaluates")]
#[allow(clippy::all, clippy::pedantic, reason = "a copy with faults in it need not be well written")]
mod faulty {
    include!(concat!(env!("OUT_DIR"), "/faulty.rs"));
}

const CASES: u64 = 20_000;

thread_local! {
    static PLANTED: Cell<Option<usize>> = const { Cell::new(None) };
}

/// Whether this fault is planted now.
pub(crate) fn planted(fault: usize) -> bool {
    PLANTED.get() == Some(fault)
}

#[test]
fn every_planted_fault_is_found_by_the_second_reading() {
    let mut hidden: Vec<usize> = (0..faulty::FAULTS).collect();
    assert!(hidden.len() >= 20);
    for seed in 0..CASES {
        let line = case(seed);
        let case = read_case(line.as_bytes()).expect("a drawn case");
        let right = outcome(&line, None);
        PLANTED.set(None);
        assert_eq!(faulty::evaluate(&case).to_json(), right, "without a fault the copy is the rule");
        hidden.retain(|fault| {
            PLANTED.set(Some(*fault));
            faulty::evaluate(&case).to_json() == right
        });
        if hidden.is_empty() {
            break;
        }
    }
    assert!(hidden.is_empty(), "not found in {CASES} cases: {hidden:?}");
}
