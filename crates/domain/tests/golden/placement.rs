//! The worked cases of the placement rule: what each comes to, to the day, and the errors of cases that are none.

use sanviec_domain::Lang;
use sanviec_domain::placement::{
    Attestation, Case, Fact, Fault, Outcome, Reason, Source, Statement, Status, Stretch, evaluate, explain,
    explain_error, is_said_again, read_case, unsaid_days,
};
use sanviec_domain::time::{Micros, day_number, parse_date};
use std::fmt::Display;

const CASES: &str = include_str!("../../../../tests/data/placement/cases.jsonl");
const OUTCOMES: &str = include_str!("../../../../tests/data/placement/outcomes.tsv");

fn or_stroke(value: Option<impl Display>) -> String {
    value.map_or_else(|| "-".to_owned(), |value| value.to_string())
}

fn runs(all: &[Stretch]) -> String {
    let runs: Vec<String> = all.iter().map(|run| format!("{}..{}", run.first_on(), run.last_on())).collect();
    if runs.is_empty() { "-".to_owned() } else { runs.join(" ") }
}

fn row(outcome: &Outcome) -> String {
    [
        outcome.id.clone(),
        outcome.status.code().to_owned(),
        or_stroke(outcome.start),
        or_stroke(outcome.clock_from),
        or_stroke(outcome.due),
        outcome.required_days.to_string(),
        outcome.counted_days.to_string(),
        outcome.verified_days.to_string(),
        runs(&outcome.missing),
        runs(&outcome.disputed),
        runs(&outcome.gaps),
        runs(&outcome.paused),
        or_stroke(outcome.on),
        or_stroke(outcome.reason.map(Reason::code)),
    ]
    .join("\t")
}

/// The row of a case, or of the error of one that is none.
fn answer(line: &str) -> String {
    match read_case(line.as_bytes()) {
        Ok(case) => row(&evaluate(&case)),
        Err(error) => format!("{}\t{error}", error.id.as_deref().unwrap_or("-")),
    }
}

/// Those of the worked cases that are cases.
fn cases() -> Vec<Case> {
    CASES.lines().filter_map(|line| read_case(line.as_bytes()).ok()).collect()
}

#[test]
fn every_worked_case_comes_to_its_outcome() {
    let rows: Vec<&str> = OUTCOMES.lines().skip(2).collect();
    let got: Vec<String> = CASES.lines().map(answer).collect();
    assert_eq!((got.len(), rows.len()), (168, 168));
    let wrong: Vec<_> = got.iter().zip(&rows).filter(|(got, row)| got.as_str() != **row).collect();
    assert!(wrong.is_empty(), "{} differ: {:#?}", wrong.len(), &wrong[..wrong.len().min(20)]);
}

#[test]
fn a_case_that_is_written_is_read_back_as_it_was() {
    let cases = cases();
    assert!(cases.len() > 100, "{}", cases.len());
    for case in cases {
        let line = case.to_json();
        let again = read_case(line.as_bytes()).unwrap_or_else(|error| panic!("{error}: {line}"));
        assert_eq!(again, case, "{line}");
        assert_eq!(again.to_json(), line);
    }
}

#[test]
fn the_order_in_which_facts_are_handed_in_does_not_matter() {
    for mut case in cases() {
        let before = evaluate(&case).to_json();
        case.facts.reverse();
        assert_eq!(evaluate(&case).to_json(), before);
    }
}

#[test]
fn an_outcome_is_written_as_the_rule_shows_it() {
    let line = CASES.lines().next().expect("a case");
    let outcome = evaluate(&read_case(line.as_bytes()).expect("a case")).to_json();
    assert_eq!(
        outcome,
        r#"{"id":"w001","status":"disputed","start":"2023-07-15","clock_from":"2023-07-15","due":"2023-09-17","required_days":63,"counted_days":63,"verified_days":0,"missing":[{"from":"2023-07-15","through":"2023-08-11"},{"from":"2023-08-13","through":"2023-08-14"},{"from":"2023-09-14","through":"2023-09-16"}],"disputed":[{"from":"2023-08-15","through":"2023-09-13"}],"gaps":[{"from":"2023-08-12","through":"2023-08-12"}],"paused":[],"on":null,"reason":null}"#
    );
}

#[test]
fn every_worked_case_is_told_in_both_languages() {
    for case in cases() {
        let outcome = evaluate(&case);
        let [vi, en] = [Lang::Vi, Lang::En].map(|lang| explain(&case, &outcome, lang));
        assert_eq!(vi.len(), en.len(), "{}", case.id);
        for (vi, en) in vi.iter().zip(&en) {
            assert!(vi.ends_with('.') && en.ends_with('.') && vi != en, "{vi} / {en}");
            assert!(!vi.contains("  ") && !vi.contains("của .") && !en.contains("from ."), "{vi} / {en}");
        }
        // Each missing and each disputed stretch is named by its first day.
        for run in outcome.missing.iter().chain(&outcome.disputed) {
            let day = run.first_on().format("%d/%m/%Y").to_string();
            assert!(vi.iter().skip(1).any(|sentence| sentence.contains(&day)), "{day} in {vi:?}");
        }
    }
}

#[test]
fn days_that_only_went_by_are_told_apart_from_those_that_are_verified() {
    let mut unproved = 0;
    for case in cases() {
        let outcome = evaluate(&case);
        if outcome.status != Status::Counting {
            continue;
        }
        let told = explain(&case, &outcome, Lang::Vi).remove(0);
        let sum = |runs: &[Stretch]| runs.iter().map(|run| run.len()).sum::<i32>();
        let says = |days: i32, what: &str| told.contains(&format!("{days} ngày {what}"));
        assert!(says(outcome.verified_days, "đã xác minh"), "{told}");
        for (days, what) in [(sum(&outcome.missing), "thiếu căn cứ"), (sum(&outcome.disputed), "mâu thuẫn")] {
            assert!(if days > 0 { says(days, what) } else { !told.contains(what) }, "{told}");
            unproved += i32::from(days > 0);
        }
    }
    assert!(unproved > 0, "no case that counts has a day without evidence");
}

#[test]
fn a_source_says_again_only_what_it_said_last_and_as_far_as_it_reached() {
    let day = |text: &str| parse_date(text).expect("a day");
    let said = |through: &str, employed| Attestation {
        from: day("2026-11-01"),
        through: day(through),
        employed,
        stated_on: None,
    };
    let yes = said("2026-11-30", Some(true));
    let case = |told: &[(&Attestation, &str)]| {
        let fact = |(at, &(said, on)): (usize, &(&Attestation, &str))| Fact {
            id: at.to_string(),
            recorded_at: Micros::start_of(day(on)).plus_seconds(i64::try_from(at).expect("few")),
            source: Source::Insurer,
            says: Statement::Attestation(said.clone()),
        };
        let facts = told.iter().enumerate().map(fact).collect();
        Case { facts, known_at: Micros::start_of(day("2027-06-01")), ..cases().remove(0) }
    };
    let again = |case: &Case, said: &Attestation, on: &str| is_said_again(case, Source::Insurer, said, day(on));
    let once = case(&[(&yes, "2026-11-10")]);
    assert!(again(&once, &yes, "2026-11-10"));
    assert!(!again(&once, &yes, "2026-11-11"), "a day more");
    assert!(!is_said_again(&once, Source::Payroll, &yes, day("2026-11-10")), "another source");
    let whole = case(&[(&yes, "2026-12-02")]);
    assert!(again(&whole, &yes, "2027-01-05"), "of no day more");
    let no = said("2026-11-15", Some(false));
    assert!(!again(&whole, &no, "2027-01-05"));
    let unsaid = case(&[(&yes, "2026-12-02"), (&no, "2026-12-03")]);
    assert!(!again(&unsaid, &yes, "2027-01-05"), "it said no since");
    let elsewhere = Attestation { from: day("2026-12-01"), ..said("2026-12-01", Some(false)) };
    assert!(again(&case(&[(&yes, "2026-12-02"), (&elsewhere, "2026-12-03")]), &yes, "2027-01-05"), "of other days");
    let unknown = said("2026-11-30", None);
    assert!(again(&case(&[(&yes, "2026-12-02"), (&unknown, "2026-12-03")]), &yes, "2027-01-05"), "null says nothing");
    assert!(again(&case(&[(&unknown, "2026-11-10")]), &unknown, "2027-01-05"));
}

#[test]
fn days_that_a_source_has_not_spoken_of_are_runs_between_those_that_it_has() {
    let day = |text: &str| parse_date(text).expect("a day");
    let within = Stretch { from: day_number(day("2026-11-01")), until: day_number(day("2027-01-29")) };
    let said = |(at, (from, through, employed)): (usize, (&str, &str, Option<bool>))| Fact {
        id: at.to_string(),
        recorded_at: Micros::start_of(day("2027-02-01")).plus_seconds(i64::try_from(at).expect("few")),
        source: Source::Employer,
        says: Statement::Attestation(Attestation { from: day(from), through: day(through), employed, stated_on: None }),
    };
    let open = |told: &[(&str, &str, Option<bool>)], source| {
        let facts = told.iter().copied().enumerate().map(said).collect();
        let case = Case { facts, known_at: Micros::start_of(day("2027-06-01")), ..cases().remove(0) };
        runs(&unsaid_days(&case, source, within))
    };
    let whole = "2026-11-01..2027-01-28";
    assert_eq!(open(&[], Source::Employer), whole);
    let unknown = ("2026-11-01", "2026-11-30", None);
    let no = ("2026-12-01", "2026-12-30", Some(false));
    let yes = ("2026-12-20", "2027-01-04", Some(true));
    assert_eq!(open(&[unknown], Source::Employer), whole, "what it could not tell of is open, and no run of its own");
    assert_eq!(open(&[unknown, no], Source::Employer), "2026-11-01..2026-11-30 2026-12-31..2027-01-28");
    assert_eq!(open(&[unknown, no, yes], Source::Employer), "2026-11-01..2026-11-30 2027-01-05..2027-01-28");
    assert_eq!(open(&[no, ("2026-12-05", "2026-12-06", None)], Source::Employer), open(&[no], Source::Employer));
    assert_eq!(open(&[no, yes], Source::Worker), whole, "another source said so");
    assert_eq!(open(&[("2026-10-01", "2027-01-28", Some(true))], Source::Employer), "-");
}

/// A case that is right, to be spoilt.
const RIGHT: &str = r#"{"id":"é","employer":"E","placed_on":"2026-01-01","today":"2026-06-01","known_at":"2026-06-01T00:00:00Z","facts":[{"id":"a","kind":"contract","recorded_at":"2026-01-01T00:00:00Z","source":"officer","contract":"c","employer":"E","form":"fixed-term","start":"2026-01-05","through":"2026-12-31"},{"id":"b","kind":"attestation","recorded_at":"2026-05-01T00:00:00Z","source":"worker","from":"2026-01-05","through":"2026-02-01","employed":true}],"policy":{"name":"n","milestone":{"months":3,"first_day":"excluded"},"contract":{"forms":["fixed-term"],"signature_methods":["digital"],"counts_from":"signed","minimum_months":0,"probation":"ignored"},"gap":{"tolerated_days":0,"tolerated_total_days":0,"beyond":"fail","renewal_days":30},"leave":{"annual":"counts","sick":"counts","accident":"counts","parental":"pauses","unpaid":"pauses","military":"pauses","stoppage":"pauses","suspension":"pauses","other":"pauses"},"evidence":{"any_of":[["insurer"]],"rank":["insurer","officer"],"within_days":180}}}"#;

#[test]
fn what_is_not_a_case_is_refused_with_its_place() {
    assert!(read_case(RIGHT.as_bytes()).is_ok());
    for (good, bad, at, fault) in [
        ("\"2026-01-01\",\"today\"", "\"2026-01-32\",\"today\"", "placed_on", Fault::ImpossibleDate),
        ("\"today\":\"2026-06-01\",", "", "today", Fault::MissingField),
        ("\"today\"", "\"now\":1,\"today\"", "now", Fault::UnknownField),
        ("\"today\":\"2026-06-01\"", "\"today\":20260601", "today", Fault::WrongType),
        ("\"2026-06-01T00:00:00Z\"", "\"2026-06-01T24:00:00Z\"", "known_at", Fault::ImpossibleInstant),
        ("\"id\":\"b\"", "\"id\":\"a\"", "facts[1].id", Fault::SameId),
        ("\"kind\":\"attestation\"", "\"kind\":\"word\"", "facts[1].kind", Fault::NotInList),
        ("\"employed\":true", "\"employed\":1", "facts[1].employed", Fault::WrongType),
        ("\"employed\":true", "\"employed\":true,\"stated_on\":null", "facts[1].stated_on", Fault::WrongType),
        (",\"employed\":true", "", "facts[1].employed", Fault::MissingField),
        ("\"through\":\"2026-02-01\"", "\"through\":\"2026-01-04\"", "facts[1].through", Fault::EndsBeforeStart),
        ("\"through\":\"2026-12-31\"", "\"through\":null", "facts[0].through", Fault::EndAgainstForm),
        ("\"form\":\"fixed-term\"", "\"form\":\"indefinite\"", "facts[0].through", Fault::EndAgainstForm),
        ("\"source\":\"officer\"", "\"source\":\"Officer\"", "facts[0].source", Fault::NotInList),
        ("\"contract\":\"c\",", "\"contract\":\"c\",\"why\":\"\",", "facts[0].why", Fault::UnknownField),
        ("\"months\":3,", "\"months\":3,\"days\":90,", "policy.milestone", Fault::NotOneLength),
        ("\"months\":3,", "", "policy.milestone", Fault::NotOneLength),
        ("\"months\":3,", "\"months\":3.0,", "policy.milestone.months", Fault::NotWhole),
        ("\"months\":3,", "\"months\":1201,", "policy.milestone.months", Fault::OutOfRange),
        ("\"months\":3,", "\"days\":36501,", "policy.milestone.days", Fault::OutOfRange),
        ("\"months\":3,", "\"months\":\"3\",", "policy.milestone.months", Fault::WrongType),
        ("\"renewal_days\":30", "\"renewal_days\":-1", "policy.gap.renewal_days", Fault::OutOfRange),
        ("\"renewal_days\":30", "\"renewal_days\":30,\"x\":1", "policy.gap.x", Fault::UnknownField),
        ("\"sick\":\"counts\",", "", "policy.leave.sick", Fault::MissingField),
        ("[[\"insurer\"]]", "[[\"insurer\"],[]]", "policy.evidence.any_of[1]", Fault::Empty),
        ("[[\"insurer\"]]", "[]", "policy.evidence.any_of", Fault::Empty),
        ("\"rank\":[\"insurer\"", "\"rank\":[\"officer\"", "policy.evidence.rank", Fault::Repeated),
        ("\"name\":\"n\"", "\"name\":\"n\",\"x\":{\"y\":[{\"k\":0,\"k\":1}]}", "k", Fault::KeyTwice),
        ("\"name\":\"n\"", "\"name\":NaN", "", Fault::NotJson),
    ] {
        assert_eq!(RIGHT.matches(good).count(), 1, "{good}");
        let error = read_case(RIGHT.replace(good, bad).as_bytes()).expect_err(bad);
        assert_eq!((error.at.as_str(), error.fault), (at, fault), "{bad}");
        assert_eq!(error.id.as_deref(), (fault != Fault::NotJson).then_some("é"), "{bad}");
    }
}

#[test]
fn what_is_not_asked_for_does_not_disturb() {
    for (good, other) in [
        ("\"name\":\"n\"", "\"name\":{\"huge\":1e999,\"money\":[-0.5]}"),
        ("\"renewal_days\":30", "\"renewal_days\":-0"),
        ("\"2026-06-01T00:00:00Z\"", "\"2026-06-01t07:00:00.000000+07:00\""),
        ("\"id\":\"é\"", "\"\\u0069d\":\"\\u00e9\""),
    ] {
        assert!(read_case(RIGHT.replace(good, other).as_bytes()).is_ok(), "{other}");
    }
}

#[test]
fn an_error_names_the_case_only_where_its_id_can_be_read() {
    for (line, id) in [
        ("{\"id\":\"x\"}", Some("x")),
        ("{\"id\":1}", None),
        ("{\"id\":\"x\",\"id\":\"y\"}", None),
        ("[1]", None),
        ("{\"id\":\"x\"", None),
    ] {
        assert_eq!(read_case(line.as_bytes()).expect_err(line).id.as_deref(), id, "{line}");
    }
    let error = read_case(b"{\"id\":\"\\\"\\n\",\"employer\":1}").expect_err("no case");
    assert_eq!(error.to_json(), r#"{"id":"\"\u000a","error":"placed_on: missing-field"}"#);
    assert_eq!(read_case(&[b'"', 0xFF, b'"']).expect_err("no text").to_json(), r#"{"id":null,"error":"not-json"}"#);
}

#[test]
fn every_fault_has_its_sentence_in_both_languages() {
    let mut seen = std::collections::HashSet::new();
    for fault in Fault::ALL {
        let error = sanviec_domain::placement::CaseError { id: None, at: "facts[0]".to_owned(), fault: *fault };
        for lang in Lang::ALL {
            let sentence = explain_error(&error, *lang);
            assert!(sentence.contains("facts[0]") && seen.insert(sentence.clone()), "{sentence}");
        }
    }
}
