//! The policies that are shipped: each is read, its golden cases come to what was agreed, a misspelt one is refused.

use sanviec_domain::Lang;
use sanviec_domain::placement::{
    Case, Fault, NoAmount, Outcome, Policy, Reason, Status, changes, choose, evaluate, explain, first_contract,
    golden_cases, money_changes, money_told, read_case,
};
use std::collections::HashSet;
use std::path::Path;

const NAMES: [&str; 3] = ["stable-employment-2022-1", "stable-employment-2023-1", "stable-employment-2026-1"];

fn text(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../config/policies");
    std::fs::read_to_string(folder.join(name)).expect(name)
}

fn policy(name: &str) -> Policy {
    Policy::from_toml(&text(&format!("{name}.toml"))).unwrap_or_else(|error| panic!("{name}: {error}"))
}

#[test]
fn the_golden_cases_of_every_policy_come_to_what_was_agreed() {
    for name in NAMES {
        let policy = policy(name);
        let goldens = golden_cases(&text(&format!("{name}.cases.jsonl")), &policy.terms).expect(name);
        assert!(goldens.len() >= 10, "{name}");
        for golden in goldens {
            let agreed = golden.outcome.as_ref().expect("an agreed outcome");
            let now = evaluate(&golden.case);
            assert_eq!(changes(agreed, &now, Lang::En), Vec::<String>::new(), "{name}: {}", golden.case.id);
            assert_eq!(*agreed, now, "{name}: {}", golden.case.id);
        }
    }
}

#[test]
fn a_change_of_a_policy_is_told_in_words() {
    let file = text("stable-employment-2022-1.toml").replace("months = 3", "months = 2");
    let shorter = Policy::from_toml(&file).expect("a policy");
    let goldens = golden_cases(&text("stable-employment-2022-1.cases.jsonl"), &shorter.terms).expect("cases");
    let golden = goldens.iter().find(|golden| golden.case.id == "thoi-viec-som").expect("the case");
    let agreed = golden.outcome.as_ref().expect("an agreed outcome");
    let told = changes(agreed, &evaluate(&golden.case), Lang::Vi);
    assert!(told.contains(&"số ngày cần: trước là 92 ngày, nay là 62 ngày.".to_owned()), "{told:?}");
    assert_eq!(told.len(), changes(agreed, &evaluate(&golden.case), Lang::En).len());
}

#[test]
fn a_policy_that_is_not_exactly_one_is_refused() {
    let right = text("stable-employment-2022-1.toml");
    for (good, bad, at, fault) in [
        ("months = 3", "month = 3", "milestone.month", Fault::UnknownField),
        ("months = 3", "months = 3.0", "milestone.months", Fault::NotWhole),
        ("sick = \"counts\"", "sick = \"count\"", "leave.sick", Fault::NotInList),
        ("dong_max = 400000", "dong_max = -1", "amount.dong_max", Fault::OutOfRange),
        ("dong_max = 400000", "dong = 400000", "amount.dong", Fault::UnknownField),
        ("[groups]", "[groups]\npoor = 400001", "groups.poor", Fault::OutOfRange),
        ("kind = \"full\"", "kind = \"half\"", "recovery.kind", Fault::NotInList),
        ("valid_through = 2023-08-14", "valid_through = 2022-08-03", "valid_through", Fault::EndsBeforeStart),
        ("version = \"2022-1\"", "version = \" \"", "version", Fault::Empty),
        ("name = \"stable-employment\"", "title = \"x\"", "title", Fault::UnknownField),
        ("[budget]", "[budget", "line 60", Fault::NotToml),
    ] {
        assert_eq!(right.matches(good).count(), 1, "{good}");
        let error = Policy::from_toml(&right.replace(good, bad)).expect_err(bad);
        assert_eq!(error.fault, fault, "{bad}: {error}");
        assert!(fault == Fault::NotToml || error.at == at, "{bad}: {error}");
    }
}

/// A case whose only contract was signed by one party on a day.
fn signed_on(day: &str) -> Case {
    let facts = format!(
        r#"{{"id":"a","kind":"contract","recorded_at":"2020-01-01T00:00:00Z","source":"officer","contract":"c","employer":"E","form":"indefinite","start":"2021-01-05","through":null}},{{"id":"b","kind":"signature","recorded_at":"2029-01-01T00:00:00Z","source":"officer","contract":"c","party":"worker","signed_on":"{day}","method":"digital"}}"#
    );
    let line = format!(
        r#"{{"vi":"","en":"","case":{{"id":"c","employer":"E","placed_on":"2020-01-01","today":"2030-01-01","known_at":"2030-01-01T00:00:00Z","facts":[{facts}]}},"outcome":null}}"#
    );
    golden_cases(&line, &policy(NAMES[0]).terms).expect("a case").remove(0).case
}

#[test]
fn a_placement_keeps_the_version_valid_on_its_first_signature() {
    let mut policies: Vec<Policy> = NAMES.iter().map(|name| policy(name)).collect();
    policies.push(Policy { province: "52".to_owned(), version: "2026-52".to_owned(), ..policy(NAMES[2]) });
    for (day, province, task, version) in [
        ("2022-08-03", "01", "*", None),
        ("2022-08-04", "01", "*", Some("2022-1")),
        ("2023-08-14", "01", "2021-2025", Some("2022-1")),
        ("2023-08-15", "01", "2021-2025", Some("2023-1")),
        ("2023-08-15", "01", "", None),
        ("2026-12-31", "01", "2021-2025", Some("2023-1")),
        ("2027-01-01", "01", "2021-2025", Some("2026-1")),
        ("2026-05-31", "01", "2026-2030", Some("2026-1")),
        ("2026-05-31", "52", "2026-2030", Some("2026-52")),
        ("2026-05-30", "52", "2026-2030", None),
    ] {
        let chosen = choose(&policies, "stable-employment", province, task, &signed_on(day));
        assert_eq!(chosen.map(|policy| policy.version.as_str()), version, "{day} {province} {task}");
    }
    assert!(choose(&policies, "another", "01", "*", &signed_on("2024-01-01")).is_none());
}

/// A case of these facts, under the first policy.
fn told(facts: &[String]) -> Case {
    let line = format!(
        r#"{{"vi":"","en":"","case":{{"id":"c","employer":"E","placed_on":"2023-01-01","today":"2024-01-01","known_at":"2024-01-01T00:00:00Z","facts":[{}]}},"outcome":null}}"#,
        facts.join(",")
    );
    golden_cases(&line, &policy(NAMES[0]).terms).expect("a case").remove(0).case
}

/// A contract that both signed on a day, and what comes before the rest of a fact.
fn signed_contract(number: &str, start: &str, signed_on: &str) -> Vec<String> {
    let fact = |id: &str, rest: &str| {
        format!(
            r#"{{"id":"{number}{id}","recorded_at":"2023-03-01T00:00:00Z","source":"officer","contract":"{number}",{rest}}}"#
        )
    };
    let signature = |party: &str| {
        format!(r#""kind":"signature","party":"{party}","signed_on":"{signed_on}","method":"paper-seen""#)
    };
    let dates = format!(r#""kind":"contract","employer":"E","form":"indefinite","start":"{start}","through":null"#);
    vec![fact("a", &dates), fact("b", &signature("employer")), fact("c", &signature("worker"))]
}

#[test]
fn the_first_contract_is_the_one_by_which_employment_began() {
    let later = signed_contract("2", "2023-02-01", "2023-01-20");
    let day = sanviec_domain::time::parse_date;
    assert_eq!(first_contract(&told(&[])), None);
    assert_eq!(first_contract(&told(&later)), Some(("2", day("2023-01-20").expect("a day"))));
    let both = [signed_contract("1", "2023-01-10", "2023-01-05"), later.clone()].concat();
    assert_eq!(first_contract(&told(&both)), Some(("1", day("2023-01-05").expect("a day"))));
    let end = |rest: &str| format!(r#"{{"id":"z","recorded_at":"2023-03-02T00:00:00Z","source":"officer",{rest}}}"#);
    for rest in [
        // It was taken back, a signature under it was, or nobody ever came.
        r#""kind":"retraction","retracts":"1a","why":"x""#,
        r#""kind":"retraction","retracts":"1c","why":"x""#,
        r#""kind":"ended","contract":"1","through":"2023-01-09","reason":"no-show""#,
    ] {
        let facts = [both.clone(), vec![end(rest)]].concat();
        assert_eq!(first_contract(&told(&facts)).map(|(number, _)| number), Some("2"), "{rest}");
    }
}

/// A case that says nothing, for sentences that need one.
fn any_case() -> Case {
    signed_on("2022-09-01")
}

#[test]
fn every_status_and_every_reason_has_its_sentence_in_both_languages() {
    let case = any_case();
    let plain = evaluate(&case);
    let mut seen = HashSet::new();
    for lang in Lang::ALL {
        for status in Status::ALL {
            let reasons: Vec<Option<Reason>> =
                if *status == Status::Failed { Reason::all().map(Some).collect() } else { vec![None] };
            for reason in reasons {
                let outcome = Outcome { status: *status, reason, start: Some(case.today), ..plain.clone() };
                let told = explain(&case, &outcome, *lang).remove(0);
                assert!(told.ends_with('.') && told.chars().count() > 20, "{told}");
                assert!(seen.insert(told.clone()), "said twice: {told}");
            }
        }
    }
    assert_eq!(seen.len(), 2 * (7 + 9));
}

#[test]
fn a_case_of_the_rule_is_no_golden_case() {
    assert!(golden_cases("{\"case\":{}}", &policy(NAMES[0]).terms).is_err());
    assert!(read_case(b"{}").is_err());
}

#[test]
fn amounts_follow_the_group_and_the_budget_year_and_never_pass_the_most() {
    let file = text("stable-employment-2023-1.toml");
    let more = "[groups]\npoor = 350000\ndisabled = 380000\n\n[years.2027]\neverybody = 300000\npoor = 390000\nfar = 400000\n\n\
                [approval]\nthird_above_dong = 350000\n";
    let file = file.replace("[groups]", more).replace("claimed_through = 2026-12-31", "claimed_through = 2027-12-31");
    let money = Policy::from_toml(&file).expect("a policy").money;
    let day = |text: &str| text.parse().expect("a day");
    for (groups, on, amount) in [
        (vec![], "2026-12-31", Ok(400_000)),
        (vec!["poor"], "2026-12-31", Ok(350_000)),
        (vec!["poor", "disabled"], "2026-12-31", Ok(380_000)),
        (vec!["far"], "2026-12-31", Err(NoAmount::UnknownGroup)),
        (vec![], "2027-01-01", Ok(300_000)),
        (vec!["poor"], "2027-01-01", Ok(390_000)),
        (vec!["disabled"], "2027-01-01", Ok(380_000)),
        (vec!["far", "poor"], "2027-01-01", Ok(400_000)),
    ] {
        assert_eq!(money.amount(&groups, day(on)), amount, "{groups:?} {on}");
    }
    assert_eq!(money.group_names(), ["disabled", "far", "poor"]);
    assert_eq!([350_000, 350_001].map(|dong| money.needs_third(dong)), [false, true]);
    let shipped = policy(NAMES[1]).money;
    assert_eq!(shipped.amount(&[], day("2026-12-31")), Ok(400_000), "TT 60/2026, Article 21");
    assert_eq!(shipped.amount(&[], day("2027-01-01")), Err(NoAmount::Over));
    assert_eq!(
        policy(NAMES[2]).money.amount(&[], day("2026-06-01")),
        Err(NoAmount::NotFixed),
        "a province fills it in"
    );
    let told = |lang| money_changes(&policy(NAMES[1]).money, &money, lang);
    assert_eq!(told(Lang::Vi).len(), 7);
    assert_eq!(told(Lang::En).len(), 7);
    assert!(
        told(Lang::En).contains(&"group poor: was none, is now 350,000\u{a0}₫.".to_owned()),
        "{:?}",
        told(Lang::En)
    );
    assert_eq!(money_changes(&money, &money, Lang::Vi), Vec::<String>::new());
    assert_eq!(money_told(&money, Lang::Vi).len(), 12);
}

#[test]
fn money_tables_that_are_not_exactly_right_are_refused() {
    let right = text("stable-employment-2022-1.toml");
    for (good, bad, at, fault) in [
        ("[budget]", "[years.2026]\npoor = 400001\n\n[budget]", "years.2026.poor", Fault::OutOfRange),
        ("[budget]", "[years.26]\npoor = 1\n\n[budget]", "years.26", Fault::OutOfRange),
        ("[budget]", "[approval]\nthird_above = 1\n\n[budget]", "approval.third_above", Fault::UnknownField),
        ("kind = \"full\"", "kind = \"full\"\ninstalments_max = 0", "recovery.instalments_max", Fault::OutOfRange),
        ("kind = \"full\"", "kind = \"full\"\ninstalments_max = 61", "recovery.instalments_max", Fault::OutOfRange),
    ] {
        let error = Policy::from_toml(&right.replace(good, bad)).expect_err(bad);
        assert_eq!((error.fault, error.at.as_str()), (fault, at), "{bad}");
    }
}

#[test]
fn papers_and_exclusion_count_from_the_payment() {
    let money = policy(NAMES[1]).money;
    let day = |text: &str| text.parse().expect("a day");
    assert_eq!(money.excluded_until(day("2024-02-29")), day("2025-02-28"));
    assert_eq!(money.kept_through(day("2026-03-01")), day("2036-12-31"));
}
