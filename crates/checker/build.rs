//! Copies the derivation of the placement rule for one test and plants faults in the copy. The product knows nothing of
//! it: no switch, no hook. A fault whose place is no longer found stops the build of the tests, so that none is lost in
//! silence when the rule is written anew.
#![allow(clippy::print_stdout, clippy::disallowed_methods, reason = "a build script and cargo speak so")]

use std::path::{Path, PathBuf};

const STEPS: [&str; 6] = ["visible", "contracts", "ends", "classes", "clock", "evidence"];

/// A step, a text that stands once in it, and what stands there with the fault; `FAULT` is true while it is planted.
const FAULTS: &[(&str, &str, &str)] = &[
    (
        "visible",
        "(a.recorded_at, a.id.as_str()).cmp(&(b.recorded_at, b.id.as_str()))",
        "a.recorded_at.cmp(&b.recorded_at).then(if FAULT { b.id.cmp(&a.id) } else { a.id.cmp(&b.id) })",
    ),
    ("visible", "if removed[at] {", "if removed[at] && !FAULT {"),
    ("visible", "(fact.source == target ||", "((fact.source == target && !FAULT) ||"),
    (
        "contracts",
        "contract.start >= case.placed_on",
        "(contract.start > case.placed_on || (contract.start == case.placed_on && !FAULT))",
    ),
    (
        "contracts",
        "for fact in visible.iter().rev() {",
        "let mut order: Vec<&&Fact> = visible.iter().collect(); if !FAULT { order.reverse(); } for fact in order {",
    ),
    ("contracts", "start >= *from)", "(start >= *from || FAULT))"),
    ("contracts", "visible.iter().rposition(restated)", "visible.iter().rposition(|fact| !FAULT && restated(fact))"),
    ("contracts", "fact.recorded_at.day()", "fact.recorded_at.plus_days(i64::from(FAULT)).day()"),
    ("contracts", ".max(by(Party::Worker)?)", ".max(if FAULT { NaiveDate::MIN } else { by(Party::Worker)? })"),
    ("contracts", "number(least) <= number(through) + 1", "number(least) <= number(through) + i32::from(!FAULT)"),
    ("contracts", "start + case.terms.gap.renewal_days", "start + case.terms.gap.renewal_days + i32::from(FAULT)"),
    ("contracts", "start <= planned.until", "start <= planned.until - i32::from(FAULT)"),
    ("ends", "Reverse(*place)", "Reverse(if FAULT { usize::MAX - *place } else { *place })"),
    ("ends", "number(ended.through) + 1", "number(ended.through) + i32::from(!FAULT)"),
    ("ends", "end.through + 1", "end.through + i32::from(!FAULT)"),
    ("ends", "visible.iter().rposition(undone)", "visible.iter().rposition(|fact| !FAULT && undone(fact))"),
    ("ends", "(*from, Reverse(end.place))", "(if FAULT { -*from } else { *from }, Reverse(end.place))"),
    ("classes", ".without(&gaps);", ".without(if FAULT { &employment } else { &gaps });"),
    ("classes", "number(through) + 1", "number(through) + i32::from(!FAULT)"),
    (
        "clock",
        "gap_days <= terms.tolerated_total_days",
        "gap_days - if FAULT { run.len() } else { 0 } <= terms.tolerated_total_days",
    ),
    ("clock", "run.len() <= terms.renewal_days", "run.len() <= terms.renewal_days - i32::from(FAULT)"),
    ("clock", "            gap_days = 0;", "            if !FAULT { gap_days = 0; }"),
    ("clock", "leave.through.is_some()", "leave.through.is_some() || FAULT"),
    ("clock", "run.until >= classes.today", "(run.until >= classes.today && !FAULT)"),
    ("evidence", ".min(recorded_on)", ".min(if FAULT { said.through } else { recorded_on })"),
    ("evidence", "place < denied", "place < denied || (place == denied && FAULT)"),
    ("evidence", "set.iter().all(", "set.iter().skip(usize::from(FAULT)).all("),
    ("mod", "classes.today > clock.due", "classes.today + i32::from(FAULT) > clock.due"),
    ("mod", "end.through == on - 1", "end.through == on - 1 + i32::from(FAULT)"),
    ("mod", "max_by_key(|end| end.place)", "max_by_key(|end| if FAULT { usize::MAX - end.place } else { end.place })"),
];

fn main() {
    let folder = Path::new("../domain/src/placement/derive");
    println!("cargo::rerun-if-changed={}", folder.display());
    println!("cargo::rerun-if-changed=build.rs");
    let mut whole = spoilt(folder, "mod");
    for step in STEPS {
        let inline = format!("mod {step} {{\n{}}}\n", spoilt(folder, step));
        whole = whole.replacen(&format!("mod {step};\n"), &inline, 1);
    }
    let count = format!("\n/// Faults that can be planted.\npub(crate) const FAULTS: usize = {};\n", FAULTS.len());
    whole.push_str(&count);
    let out = PathBuf::from(std::env::var_os("OUT_DIR").expect("cargo names the folder"));
    std::fs::write(out.join("faulty.rs"), whole).expect("the folder can be written to");
}

/// A step without its head, with the faults planted in it, reading the product's types from outside.
fn spoilt(folder: &Path, step: &str) -> String {
    let text = std::fs::read_to_string(folder.join(format!("{step}.rs"))).expect("the derivation has this step");
    let lines = text.lines().filter(|line| !line.starts_with("//!"));
    let mut text: String = lines.flat_map(|line| [line, "\n"]).collect();
    text = text.replace("crate::", "sanviec_domain::");
    for (at, (_, right, wrong)) in FAULTS.iter().enumerate().filter(|(_, fault)| fault.0 == step) {
        assert_eq!(text.matches(right).count(), 1, "fault {at} needs `{right}` once in {step}.rs");
        text = text.replace(right, &wrong.replace("FAULT", &format!("crate::planted({at})")));
    }
    text
}
