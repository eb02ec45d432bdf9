//! Words of the desk for codes of the rules: stages, reasons, ways, what is next.

use chrono::NaiveDate;
use sanviec_app::Role;
use sanviec_app::desk::{Event, Item, Reached};
use sanviec_domain::time::{Micros, clock_time};

use crate::format;
use crate::http::Visit;
use crate::view::{DeskBlock, DeskRow, Words};

/// The word of a code of some list.
pub(in crate::pages) fn term(visit: &Visit, list: &str, code: &str) -> String {
    visit.lang.t(&format!("term-{list}-{}", code.replace('_', "-")))
}

/// Values and texts of a list, for choosing.
pub(in crate::pages) fn choices<'a>(
    visit: &Visit,
    list: &str,
    codes: impl IntoIterator<Item = &'a str>,
) -> Vec<(String, Words)> {
    codes.into_iter().map(|code| (code.to_owned(), term(visit, list, code).into())).collect()
}

/// A role in words.
pub(in crate::pages) fn role(visit: &Visit, role: Role) -> String {
    visit.lang.t(&format!("role-{}", role.code().replace('_', "-")))
}

/// Day and time.
pub(in crate::pages) fn time(visit: &Visit, at: Micros) -> String {
    format!("{} {}", clock_time(at), format::short_date(visit.lang, at.day()))
}

/// A day.
pub(in crate::pages) fn day(visit: &Visit, day: NaiveDate) -> String {
    format::short_date(visit.lang, day)
}

/// What is next and by when, with how much time is left; whether it is late.
pub(super) fn due(visit: &Visit, item: &Item) -> Option<(String, bool)> {
    let (next, due_on, left) = (item.next?, item.due_on?, item.days_left?);
    let next = visit.lang.t(&format!("term-next-{}", next.code()));
    let when = visit.lang.t2("desk-due", ("next", &next), ("day", &day(visit, due_on)));
    let days = left.unsigned_abs();
    let left = match left {
        0 => visit.lang.t("desk-due-today"),
        1.. => visit.lang.n("desk-days-left", days),
        _ => visit.lang.n("desk-days-late", days),
    };
    Some((format!("{when} · {left}"), item.days_left.is_some_and(|left| left < 0)))
}

/// How messages reach the person, where that is not by an account; whom none reaches has to be told otherwise.
pub(super) fn reach(visit: &Visit, reached: Reached) -> Option<DeskBlock> {
    match reached {
        Reached::Account | Reached::Gone => None,
        Reached::Written => Some(DeskBlock::Text(visit.lang.t("reach-written").into())),
        Reached::Failed => Some(DeskBlock::Notice(visit.lang.t("reach-failed").into())),
        Reached::Nobody => Some(DeskBlock::Notice(visit.lang.t("reach-nobody").into())),
    }
}

/// A letter in a list.
pub(super) fn row(visit: &Visit, item: &Item) -> DeskRow {
    let due = due(visit, item);
    let who = if item.person.is_empty() { item.number.clone() } else { format!("{} – {}", item.number, item.person) };
    let issued = visit.lang.ago("desk-issued", &day(visit, item.issued_on), item.age_days);
    let officer = item.officer.as_deref().map(|name| visit.lang.t1("desk-officer", "name", name));
    DeskRow {
        title: who.into(),
        href: visit.lang.href(&format!("/trung-tam/phieu/{}", item.id)),
        tag: Some((term(visit, "referral", item.state.code()), due.as_ref().is_some_and(|(_, late)| *late))),
        lines: [
            Some(Words::from(format!("{}, {}", item.posting_title, item.employer_name))),
            due.map(|(text, _)| text.into()),
            Some(issued.into()),
            officer.map(Words::from),
        ]
        .into_iter()
        .flatten()
        .collect(),
        form: None,
    }
}

/// What was done, for a timeline; changes that have no words of their own are called so.
fn act(visit: &Visit, action: &str) -> String {
    const TOLD: [&str; 44] = [
        "issue_letter",
        "print_letter",
        "reveal_letter",
        "referral_send",
        "referral_hire",
        "referral_refuse_hire",
        "referral_record_no_show",
        "referral_withdraw",
        "referral_consent_withdrawn",
        "referral_change_start",
        "referral_enter_result",
        "referral_follow_up",
        "referral_tick",
        "appoint",
        "appointment_confirm",
        "appointment_move",
        "appointment_cancel",
        "appointment_cause_over",
        "appointment_record_kept",
        "appointment_record_missed",
        "appointment_tick",
        "register_profile",
        "issue_claim",
        "claim_profile",
        "save_profile_part",
        "create_profile",
        "import_resume",
        "decide_consent",
        "set_visibility",
        "set_distinct",
        "merge_profiles",
        "unmerge_profiles",
        "leave_centre",
        "join_centre",
        "take_on",
        "issue_counter_code",
        "attach_profile_file",
        "remove_profile_file",
        "scan_profile_file",
        "counter_application",
        "counter_copy",
        "counter_withdrawal",
        "counter_deletion",
        "other",
    ];
    let known = TOLD.contains(&action);
    term(visit, "event", if known { action } else { "other" })
}

/// Name of what a page of a timeline begins before.
pub(super) const BEFORE: &str = "truoc";

/// The page of a timeline that was asked for.
pub(super) fn before(visit: &Visit) -> Option<i64> {
    visit.asked(BEFORE).parse().ok()
}

/// The ways on from a page of a timeline: to what is older, and back to all of it.
pub(super) fn further(visit: &Visit, path: &str, older: Option<i64>) -> Option<DeskBlock> {
    let lang = visit.lang;
    let older = older.map(|id| (lang.t("events-older"), lang.href(&format!("{path}?{BEFORE}={id}")), false));
    let newest = before(visit).map(|_| (lang.t("events-newest"), lang.href(path), false));
    let ways: Vec<_> = [older, newest].into_iter().flatten().collect();
    (!ways.is_empty()).then_some(DeskBlock::Links(ways))
}

/// Name of the page of a list that is asked for, the first one 1.
const PAGE: &str = "trang";
/// Most pages of a list.
const PAGES: u64 = 10_000;

/// How many pages of a list come before the one that was asked for.
pub(super) fn pages_before(visit: &Visit) -> u64 {
    visit.asked(PAGE).parse::<u64>().unwrap_or(1).clamp(1, PAGES) - 1
}

/// The ways to the pages of a list before and after this one, where there are any.
pub(super) fn pages(visit: &Visit, path: &str, before: u64, has_more: bool) -> Option<DeskBlock> {
    let to = |page: u64| visit.lang.href(&format!("{path}?{PAGE}={page}"));
    let earlier = (before > 0).then(|| (visit.lang.t("pages-previous"), to(before), false));
    let later = has_more.then(|| (visit.lang.t("pages-next"), to(before + 2), false));
    let ways: Vec<_> = earlier.into_iter().chain(later).collect();
    (!ways.is_empty()).then_some(DeskBlock::Links(ways))
}

/// A timeline.
pub(super) fn events(visit: &Visit, events: &[Event]) -> Vec<(String, String, Words)> {
    let one = |event: &Event| {
        let what = act(visit, &event.action);
        let list = if event.entity == "appointment" { "appointment" } else { "referral" };
        let state = |code: &String| term(visit, list, code);
        let what = match (&event.before, &event.after) {
            (Some(before), Some(after)) if before != after => format!("{what}: {} → {}", state(before), state(after)),
            _ => what,
        };
        (time(visit, event.at), what, event.who.as_str().into())
    };
    events.iter().map(one).collect()
}
