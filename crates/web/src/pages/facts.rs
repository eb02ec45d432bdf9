//! The closed lists of a posting as facts in the page's language.

use sanviec_domain::posting::{Ability, Content, Period, Probation, TechnicalLevel};

use crate::format;
use crate::http::Visit;
use crate::view::{Fact, Words};

/// Facts in the order in which a seeker asks for them; what is not stated is left out.
pub(crate) fn facts(visit: &Visit, content: &Content) -> Vec<Fact> {
    let term = |code: &str| visit.lang.t(&format!("term-{}", code.replace('_', "-")));
    let of = |kind: &str, code: &str| (code != "none").then(|| term(&format!("{kind}-{code}")));
    let shift = content.abilities.contains(&Ability::Shift).then(|| visit.lang.t("term-shift"));
    let months = content.contract_months.map(|months| visit.lang.n("term-months", u64::from(months)));
    let contract = content.contract.map(|contract| visit.lang.t(contract_key(contract.code())));
    let stated = [
        ("fact-working-time", content.working_time.map(|time| term(time.code()))),
        ("fact-shift", shift),
        ("fact-contract", join(contract, months)),
        ("fact-probation", content.probation.map(|probation| trial(visit, probation))),
        ("fact-experience", content.experience.map(|experience| term(&format!("experience-{}", experience.code())))),
        ("fact-education", content.education.map(|education| term(education.code()))),
        ("fact-qualification", qualification(content, term)),
        ("fact-age", age(visit, content)),
        ("fact-housing", content.housing.and_then(|housing| of("housing", housing.code()))),
        ("fact-meals", content.meals.and_then(|meals| of("meals", meals.code()))),
        ("fact-transport", content.transport.and_then(|transport| of("transport", transport.code()))),
        ("fact-remote", content.remote_mode.map(|mode| term(mode.code()))),
        ("fact-starts", content.ready_on.map(|day| format::long_date(visit.lang, day))),
    ];
    let fact =
        |(key, value): (&str, Option<String>)| Some(Fact { name: visit.lang.t(key), value: Words::from(value?) });
    stated.into_iter().filter_map(fact).collect()
}

/// Key of the words for a contract form, by the code of the form or of the API.
pub(crate) fn contract_key(code: &str) -> &'static str {
    match code {
        "indefinite" => "term-indefinite",
        "under_12" | "fixed_under_12" => "term-under-12",
        "12_36" | "fixed_12_36" => "term-12-36",
        _ => "term-contract-other",
    }
}

fn join(first: Option<String>, second: Option<String>) -> Option<String> {
    match (first, second) {
        (Some(first), Some(second)) => Some(format!("{first} ({second})")),
        (first, second) => first.or(second),
    }
}

fn trial(visit: &Visit, probation: Probation) -> String {
    let (key, length) = match probation.length {
        Period::Days(days) => ("term-days", days),
        Period::WorkingDays(days) => ("term-working-days", days),
        Period::Months(months) => ("term-months", months),
    };
    let length = visit.lang.n(key, u64::from(length));
    match probation.pay_percent {
        Some(percent) => visit.lang.t2("term-probation-pay", ("length", &length), ("percent", &percent.to_string())),
        None => length,
    }
}

fn qualification(content: &Content, term: impl Fn(&str) -> String) -> Option<String> {
    let level = content.technical_level.map(TechnicalLevel::code).map(term);
    match (level, &content.technical_field) {
        (Some(level), Some(field)) => Some(format!("{level}, {field}")),
        (level, field) => level.or_else(|| field.clone()),
    }
}

fn age(visit: &Visit, content: &Content) -> Option<String> {
    let text = |age: u8| age.to_string();
    match (content.age_min.map(text), content.age_max.map(text)) {
        (Some(from), Some(to)) => Some(visit.lang.t2("term-age-between", ("from", &from), ("to", &to))),
        (Some(from), None) => Some(visit.lang.t1("term-age-from", "from", from)),
        (None, Some(to)) => Some(visit.lang.t1("term-age-to", "to", to)),
        (None, None) => None,
    }
}
