//! Words of claims: amounts, states, what happened.

use chrono::NaiveDate;
use sanviec_app::claims::{ClaimItem, EventView, Proposed};
use sanviec_domain::claim::{Due, State};
use sanviec_domain::money::Dong;

use super::super::words::{day, term, time};
use crate::http::Visit;
use crate::view::{DeskRow, Words};

/// The language in which the rules speak.
pub(super) fn spoken(visit: &Visit) -> sanviec_domain::Lang {
    if visit.lang == crate::lang::Lang::En { sanviec_domain::Lang::En } else { sanviec_domain::Lang::Vi }
}

/// An amount in full.
pub(super) fn dong(visit: &Visit, amount: i64) -> String {
    Dong(amount).full(spoken(visit))
}

/// Budget year and funding task of a list.
pub(super) fn fund(visit: &Visit, task: Option<&str>, year: Option<i32>) -> String {
    let lang = visit.lang;
    let task = match task {
        None => lang.t("batch-fund-mixed"),
        Some("" | "*") => lang.t("batch-fund-any"),
        Some(task) => task.to_owned(),
    };
    let year = year.map_or_else(|| lang.t("batch-fund-mixed"), |year| year.to_string());
    lang.t2("batch-fund", ("year", &year), ("task", &task))
}

/// A claim by its person, where the name may be seen, and its amount.
pub(super) fn title(visit: &Visit, person: &str, amount: i64) -> String {
    let amount = dong(visit, amount);
    if person.is_empty() { amount } else { format!("{person} – {amount}") }
}

/// A claim in a list that waits to be approved again.
pub(super) fn outdated_row(visit: &Visit, item: &ClaimItem) -> DeskRow {
    let state = term(visit, "claim", item.state.code());
    DeskRow { tag: Some((visit.lang.t1("claims-outdated", "state", state), true)), ..row(visit, item) }
}

/// A claim in a list of which the bank said one thing and then another.
pub(super) fn disputed_row(visit: &Visit, item: &ClaimItem) -> DeskRow {
    DeskRow { tag: Some((visit.lang.t("claims-disputed"), true)), ..row(visit, item) }
}

/// A claim in a list.
pub(in crate::pages) fn row(visit: &Visit, item: &ClaimItem) -> DeskRow {
    let prepared = visit.lang.ago("claims-prepared", &day(visit, item.prepared_on), item.age_days);
    let flagged = item.is_flagged.then(|| visit.lang.t("claims-flagged"));
    let waits_for_another = item.is_mine && matches!(item.state, State::Prepared | State::AwaitingThird);
    let mine = waits_for_another.then(|| visit.lang.t("claims-mine"));
    let proposed = item.proposed.map(|by| match by {
        Proposed::ByMe => visit.lang.t("claims-proposed-mine"),
        Proposed::ByAnother => visit.lang.t("claims-proposed"),
    });
    DeskRow {
        title: title(visit, &item.person, item.dong).into(),
        href: visit.lang.href(&format!("/trung-tam/chi-tra/de-nghi/{}", item.id)),
        tag: Some((term(visit, "claim", item.state.code()), warns(item))),
        lines: [Some(item.employer.clone()), Some(prepared), flagged, mine, proposed]
            .into_iter()
            .flatten()
            .map(Words::from)
            .collect(),
        form: None,
    }
}

fn warns(item: &ClaimItem) -> bool {
    matches!(item.state, State::InReview | State::Bounced | State::Recovering | State::Reconsidered)
}

/// A part of what is asked back.
pub(super) fn due(visit: &Visit, due: &Due, today: NaiveDate) -> DeskRow {
    let lang = visit.lang;
    let mut lines = Vec::new();
    if due.came_dong > 0 {
        lines.push(lang.t1("claim-part-came", "dong", dong(visit, due.came_dong)).into());
    }
    let tag = match due.rest_dong() {
        0 => (lang.t("claim-part-whole"), false),
        _ if due.is_overdue(today) => (lang.t("claim-part-overdue"), true),
        _ => (lang.t("claim-part-due"), false),
    };
    DeskRow {
        title: lang
            .t2("claim-part", ("day", &day(visit, due.part.due_on)), ("dong", &dong(visit, due.part.dong)))
            .into(),
        href: String::new(),
        tag: Some(tag),
        lines,
        form: None,
    }
}

/// A timeline.
pub(super) fn events(visit: &Visit, events: &[EventView]) -> Vec<(String, String, Words)> {
    let one = |event: &EventView| {
        let act = event.action.strip_prefix("claim_").unwrap_or("other");
        let what = term(visit, "claim-act", act);
        let state = |code: &String| term(visit, "claim", code);
        let what = match (&event.before, &event.after) {
            (Some(before), Some(after)) if before != after => format!("{what}: {} → {}", state(before), state(after)),
            _ => what,
        };
        (time(visit, event.at), what, event.who.as_str().into())
    };
    events.iter().map(one).collect()
}
