//! Words of placements: where one stands, what a fact says, how long a stretch is.

use chrono::NaiveDate;
use sanviec_app::placements::{Claimed, FactView, Item, Spread, Spreading};
use sanviec_domain::placement::{Outcome, Statement, Stretch};
use sanviec_domain::time::{Micros, clock_time};

use crate::format;
use crate::http::Visit;
use crate::view::{DeskRow, Words};

/// The word of a code of some list.
pub(super) fn term(visit: &Visit, list: &str, code: &str) -> String {
    visit.lang.t(&format!("term-{list}-{}", code.replace('_', "-")))
}

/// Values and texts of a list, for choosing.
pub(super) fn choices<'a>(visit: &Visit, list: &str, codes: impl IntoIterator<Item = &'a str>) -> Vec<(String, Words)> {
    codes.into_iter().map(|code| (code.to_owned(), term(visit, list, code).into())).collect()
}

/// The same, none of them chosen beforehand: what nobody chose is not recorded of anybody.
pub(super) fn open_choices<'a>(
    visit: &Visit,
    list: &str,
    codes: impl IntoIterator<Item = &'a str>,
) -> Vec<(String, Words)> {
    std::iter::once(none_chosen(visit)).chain(choices(visit, list, codes)).collect()
}

/// The choice of nothing yet.
pub(super) fn none_chosen(visit: &Visit) -> (String, Words) {
    (String::new(), Words::from(visit.lang.t("choose")))
}

/// Yes, no and not known, none of them chosen beforehand.
pub(super) fn answers(visit: &Visit) -> Vec<(String, Words)> {
    open_choices(visit, "employed", ["yes", "no", "unknown"])
}

/// What a policy supports, as its file says it; one that a centre added keeps the name that it has there.
pub(in crate::pages) fn policy(visit: &Visit, name: &str) -> String {
    if name == "stable-employment" { visit.lang.t("placement-policy-support") } else { name.to_owned() }
}

/// A day.
pub(super) fn day(visit: &Visit, day: NaiveDate) -> String {
    format::short_date(visit.lang, day)
}

/// Day and time.
pub(super) fn time(visit: &Visit, at: Micros) -> String {
    format!("{} {}", clock_time(at), day(visit, at.day()))
}

/// A count of days.
pub(super) fn count(visit: &Visit, days: i32) -> String {
    format::number(visit.lang, u64::from(days.max(0).unsigned_abs()))
}

/// So many days counted of so many, and what proves them: counted days that nothing verifies are none that hold.
pub(in crate::pages) fn progress(visit: &Visit, outcome: &Outcome) -> Vec<String> {
    if outcome.required_days == 0 {
        return Vec::new();
    }
    let lang = visit.lang;
    let sum = |runs: &[Stretch]| runs.iter().map(|run| run.len()).sum::<i32>();
    let told = |key: &str, days: i32| lang.t1(key, "days", count(visit, days));
    let (counted, required) = (count(visit, outcome.counted_days), count(visit, outcome.required_days));
    let mut said = vec![
        lang.t2("placements-days", ("counted", &counted), ("required", &required)),
        told("placements-verified", outcome.verified_days),
    ];
    let open = [("placements-missing", sum(&outcome.missing)), ("placements-disputed", sum(&outcome.disputed))];
    said.extend(open.into_iter().filter(|(_, days)| *days > 0).map(|(key, days)| told(key, days)));
    said
}

/// The same in one line; none where no days are counted.
pub(super) fn progress_line(visit: &Visit, outcome: &Outcome) -> Option<String> {
    let said = progress(visit, outcome);
    (!said.is_empty()).then(|| said.join(" · "))
}

/// Whether somebody has to look at it.
pub(super) fn warns(outcome: &Outcome) -> bool {
    use sanviec_domain::placement::Status;
    matches!(outcome.status, Status::Failed | Status::Disputed | Status::Lapsed)
}

/// A placement in a list.
pub(super) fn row(visit: &Visit, item: &Item) -> DeskRow {
    let (lang, outcome) = (visit.lang, &item.outcome);
    let due = outcome.due.map(|due| lang.t1("placements-due", "day", day(visit, due)));
    let where_at = match &item.posting_title {
        Some(title) => format!("{title}, {}", item.employer),
        None => item.employer.clone(),
    };
    let age = item.placed_on.map(|on| lang.ago("placements-age", &day(visit, on), i64::from(item.age_days)));
    let title = if item.person.is_empty() { item.employer.clone() } else { item.person.clone() };
    let lines = [
        Some(where_at),
        progress_line(visit, outcome),
        due,
        (item.claim != Claimed::Never).then(|| claimed(visit, item.claim)),
        age,
        item.officer.as_deref().map(|name| lang.t1("desk-officer", "name", name)),
    ];
    DeskRow {
        title: title.into(),
        href: lang.href(&format!("/trung-tam/viec-lam/{}", item.id)),
        tag: Some((term(visit, "placement", outcome.status.code()), warns(outcome))),
        lines: lines.into_iter().flatten().map(Words::from).collect(),
        form: None,
    }
}

/// How far the claim for a placement is.
pub(super) fn claimed(visit: &Visit, claim: Claimed) -> String {
    match claim {
        Claimed::Never => visit.lang.t("placements-no-claim"),
        Claimed::In(state) => visit.lang.t1("placements-claim", "state", term(visit, "claim", state.code())),
    }
}

/// Between which days something holds.
pub(super) fn between(visit: &Visit, from: Option<NaiveDate>, through: Option<NaiveDate>) -> String {
    let lang = visit.lang;
    match (from, through) {
        (Some(from), Some(through)) if from == through => lang.t1("placement-on-day", "from", day(visit, from)),
        (Some(from), Some(through)) => {
            lang.t2("placement-between", ("from", &day(visit, from)), ("through", &day(visit, through)))
        }
        (Some(from), None) => lang.t1("placement-since", "from", day(visit, from)),
        (None, Some(through)) => lang.t1("placement-until", "through", day(visit, through)),
        (None, None) => String::new(),
    }
}

/// Runs of days, each by its first and last.
pub(super) fn runs(visit: &Visit, runs: &[(NaiveDate, NaiveDate)]) -> String {
    let words = runs.iter().map(|(from, through)| between(visit, Some(*from), Some(*through)));
    words.collect::<Vec<_>>().join("; ")
}

/// What a fact says, in a line.
pub(super) fn says(visit: &Visit, fact: &FactView) -> String {
    let lang = visit.lang;
    let what = match &fact.says {
        Statement::Contract(said) => {
            let form = term(visit, "form", said.form.code());
            lang.t2("placement-says-contract", ("number", &said.contract), ("form", &form))
        }
        Statement::Signature(said) => {
            let party = term(visit, "party", said.party.code());
            lang.t2("placement-says-signature", ("party", &party), ("number", &said.contract))
        }
        Statement::Attestation(said) => {
            let answer = match said.employed {
                Some(true) => "yes",
                Some(false) => "no",
                None => "unknown",
            };
            let source = term(visit, "source", fact.source.code());
            let answer = term(visit, "employed", answer);
            lang.t2("placement-says-attestation", ("source", &source), ("answer", &answer))
        }
        Statement::Leave(said) => lang.t1("placement-says-leave", "kind", term(visit, "leave", said.leave.code())),
        Statement::Ended(said) => {
            let reason = term(visit, "end", said.reason.code());
            lang.t2("placement-says-ended", ("number", &said.contract), ("reason", &reason))
        }
        Statement::Reinstated(contract) => lang.t1("placement-says-reinstated", "number", contract),
        Statement::Succession(said) => {
            lang.t2("placement-says-succession", ("old", &said.from_employer), ("new", &said.to_employer))
        }
        Statement::Retraction { why, .. } => lang.t1("placement-says-retraction", "why", why),
    };
    let (from, through) = fact.says.true_days();
    [what, between(visit, from, through)].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

/// Who says it and what it says. An answer names who gave it by itself.
pub(super) fn spoken(visit: &Visit, fact: &FactView) -> String {
    let said = says(visit, fact);
    if fact.says.attestation().is_some() {
        return said;
    }
    format!("{}: {said}", term(visit, "source", fact.source.code()))
}

/// When, what, and who spoke by which way on what paper.
pub(in crate::pages) fn event(visit: &Visit, fact: &FactView) -> (String, String, Words) {
    let lang = visit.lang;
    let mut what = says(visit, fact);
    if fact.is_retracted {
        what = format!("{what} ({})", lang.t("placement-retracted"));
    }
    let parts = [
        Some(term(visit, "source", fact.source.code())),
        Some(term(visit, "channel", fact.channel.code())),
        rests_on(visit, fact),
        fact.entered_by.clone(),
    ];
    let who = parts.into_iter().flatten().collect::<Vec<_>>().join(", ");
    (time(visit, fact.recorded_at), what, who.into())
}

/// The kept file and its row, or the paper and the number.
fn rests_on(visit: &Visit, fact: &FactView) -> Option<String> {
    let lang = visit.lang;
    let hash = fact.document_hash.as_deref().map(|hash| hash.get(..12).unwrap_or(hash));
    let number = fact.reference.as_deref();
    if fact.file.is_some() {
        let (hash, row) = (hash.unwrap_or_default(), number.unwrap_or_default());
        return Some(lang.t2("placement-from-file", ("hash", hash), ("row", row)));
    }
    let parts = [
        hash.map(|hash| lang.t1("placement-rests-on", "hash", hash)),
        number.map(|number| lang.t1("placement-reference", "number", number)),
    ];
    let said: Vec<String> = parts.into_iter().flatten().collect();
    (!said.is_empty()).then(|| said.join(", "))
}

/// How far the telling of a succession is.
pub(super) fn spreading(visit: &Visit, one: &Spreading) -> String {
    let lang = visit.lang;
    let said = lang.t2("placement-says-succession", ("old", &one.from_employer), ("new", &one.to_employer));
    let since = lang.t1("placement-since", "from", day(visit, one.on));
    let number = |count: u64| format::number(lang, count);
    let state = match one.state {
        Spread::Listing => lang.t("placement-spread-listing"),
        Spread::Telling { told, of } => {
            lang.t2("placement-spread-telling", ("told", &number(told)), ("all", &number(of)))
        }
        Spread::Told(of) => lang.t1("placement-spread-told", "all", number(of)),
        Spread::Ended => lang.t("placement-spread-ended"),
    };
    format!("{said}, {since}: {state}")
}
