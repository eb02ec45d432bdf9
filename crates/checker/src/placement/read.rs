//! A case from its line, with another library than the product's reader. Only cases that were drawn are read.

use super::case::{Case, Fact, Policy, Says};
use chrono::{DateTime, NaiveDate};
use serde_json::Value;

pub(super) fn case(line: &str) -> Case {
    let value: Value = serde_json::from_str(line).expect("a drawn case is JSON");
    Case {
        id: text(&value["id"]),
        employer: text(&value["employer"]),
        placed_on: day(&value["placed_on"]),
        today: day(&value["today"]),
        known_at: instant(&value["known_at"]),
        facts: list(&value["facts"], fact),
        policy: policy(&value["policy"]),
    }
}

fn text(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}

fn number(value: &Value) -> i64 {
    value.as_i64().expect("a number")
}

fn list<T>(value: &Value, read: impl Fn(&Value) -> T) -> Vec<T> {
    value.as_array().expect("a list").iter().map(read).collect()
}

fn day(value: &Value) -> i64 {
    let day: NaiveDate = value.as_str().expect("a text").parse().expect("a day");
    (day - NaiveDate::default()).num_days()
}

fn end(value: &Value) -> Option<i64> {
    if value.is_null() { None } else { Some(day(value)) }
}

fn instant(value: &Value) -> i64 {
    DateTime::parse_from_rfc3339(value.as_str().expect("a text")).expect("an instant").timestamp_micros()
}

fn fact(value: &Value) -> Fact {
    Fact {
        id: text(&value["id"]),
        recorded_at: instant(&value["recorded_at"]),
        source: text(&value["source"]),
        says: says(value),
    }
}

fn says(value: &Value) -> Says {
    let of = |key: &str| text(&value[key]);
    let on = |key: &str| day(&value[key]);
    match value["kind"].as_str().expect("a kind") {
        "contract" => Says::Contract {
            contract: of("contract"),
            employer: of("employer"),
            form: of("form"),
            start: on("start"),
            through: end(&value["through"]),
        },
        "signature" => Says::Signature {
            contract: of("contract"),
            party: of("party"),
            signed_on: on("signed_on"),
            method: of("method"),
        },
        "attestation" => Says::Attestation {
            from: on("from"),
            through: on("through"),
            employed: value["employed"].as_bool(),
            stated_on: value.get("stated_on").map(day),
        },
        "leave" => Says::Leave { leave: of("leave"), from: on("from"), through: end(&value["through"]) },
        "ended" => Says::Ended { contract: of("contract"), through: on("through"), reason: of("reason") },
        "reinstated" => Says::Reinstated { contract: of("contract") },
        "succession" => {
            Says::Succession { from_employer: of("from_employer"), to_employer: of("to_employer"), on: on("on") }
        }
        "retraction" => Says::Retraction { retracts: of("retracts") },
        other => panic!("no kind {other}"),
    }
}

fn policy(value: &Value) -> Policy {
    let (contract, gap, evidence) = (&value["contract"], &value["gap"], &value["evidence"]);
    let leave = value["leave"].as_object().expect("a table");
    Policy {
        months: value["milestone"]["months"].as_i64(),
        days: value["milestone"]["days"].as_i64(),
        first_day: text(&value["milestone"]["first_day"]),
        forms: list(&contract["forms"], text),
        signature_methods: list(&contract["signature_methods"], text),
        counts_from: text(&contract["counts_from"]),
        minimum_months: number(&contract["minimum_months"]),
        probation: text(&contract["probation"]),
        tolerated_days: number(&gap["tolerated_days"]),
        tolerated_total_days: number(&gap["tolerated_total_days"]),
        beyond: text(&gap["beyond"]),
        renewal_days: number(&gap["renewal_days"]),
        leave: leave.iter().map(|(kind, class)| (kind.clone(), text(class))).collect(),
        any_of: list(&evidence["any_of"], |set| list(set, text)),
        rank: list(&evidence["rank"], text),
        within_days: number(&evidence["within_days"]),
    }
}
