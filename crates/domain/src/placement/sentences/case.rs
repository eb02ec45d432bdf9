//! `rule explain`: first where the case stands, then what each stretch of days needs.

use super::{day, days, names, one_of, stretch, stretches};
use crate::Lang;
use crate::placement::{Case, Heard, Outcome, Reason, Source, Status, heard, needed_days};
use crate::time::screen_date;

/// The outcome of a case in sentences. `outcome` is what [`super::super::evaluate`] says of it.
pub fn explain(case: &Case, outcome: &Outcome, lang: Lang) -> Vec<String> {
    let mut told = vec![headline(outcome, lang)];
    told.extend(restarted(outcome, lang));
    told.extend(apart(outcome, lang));
    told.extend(heard(case, &outcome.missing).iter().map(|heard| missing(case, heard, lang)));
    told.extend(heard(case, &outcome.disputed).iter().map(|heard| disputed(case, heard, lang)));
    told
}

/// One sentence for each status.
fn headline(outcome: &Outcome, lang: Lang) -> String {
    let name = capital(names::status(outcome.status, lang));
    let rest = match outcome.status {
        Status::Failed => failed(outcome, lang),
        Status::AwaitingContract => one_of(
            lang,
            "chưa có hợp đồng nào được tính: cần hợp đồng được cả hai bên ký theo cách được chấp nhận",
            "no contract counts yet: one is needed that both parties signed in an accepted way",
        )
        .to_owned(),
        Status::NotStarted => not_started(outcome, lang),
        Status::Counting => counting(outcome, lang),
        Status::Disputed | Status::Confirmed | Status::Lapsed | Status::AwaitingEvidence => reached(outcome, lang),
    };
    format!("{name}: {rest}.")
}

pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn failed(outcome: &Outcome, lang: Lang) -> String {
    let reason = outcome.reason.map_or("", |reason| names::reason(reason, lang));
    let on = day(outcome.on, lang);
    let counted = days(outcome.counted_days, lang);
    let begun = outcome.start.is_some();
    match (lang, outcome.reason) {
        (Lang::Vi, _) if !begun => format!("{reason}; không có ngày làm việc nào kể từ {on}"),
        (Lang::En, _) if !begun => format!("{reason}; no day of employment from {on}"),
        (Lang::Vi, Some(Reason::Leave)) => format!("{reason} từ {on}, khi mới tính được {counted}"),
        (Lang::En, Some(Reason::Leave)) => format!("{reason} from {on}, with {counted} counted"),
        (Lang::Vi, _) => format!("{reason}; từ {on} không còn làm việc, khi mới tính được {counted}"),
        (Lang::En, _) => format!("{reason}; not employed from {on}, with {counted} counted"),
    }
}

fn not_started(outcome: &Outcome, lang: Lang) -> String {
    let (start, due) = (day(outcome.start, lang), day(outcome.due, lang));
    match lang {
        Lang::Vi => format!("ngày làm việc đầu tiên là {start}, dự kiến đủ vào {due}"),
        Lang::En => format!("the first day of employment is {start}, foreseen to be complete on {due}"),
    }
}

/// Days that went by prove nothing: what is verified is told apart from what is not.
fn counting(outcome: &Outcome, lang: Lang) -> String {
    let Outcome { counted_days, required_days, .. } = outcome;
    let (from, due, proof) = (day(outcome.clock_from, lang), day(outcome.due, lang), proof(outcome, lang));
    match lang {
        Lang::Vi => {
            format!("đã tính {counted_days}/{required_days} ngày kể từ {from} ({proof}), dự kiến đủ vào {due}")
        }
        Lang::En => format!(
            "{counted_days} of {required_days} days counted since {from} ({proof}), foreseen to be complete on {due}"
        ),
    }
}

/// How many of the counted days are verified, without evidence and denied.
fn proof(outcome: &Outcome, lang: Lang) -> String {
    let verified = format!("{} {}", days(outcome.verified_days, lang), one_of(lang, "đã xác minh", "verified"));
    let open = [
        (sum(&outcome.missing), one_of(lang, "thiếu căn cứ", "without evidence")),
        (sum(&outcome.disputed), one_of(lang, "mâu thuẫn", "disputed")),
    ];
    let open = open.into_iter().filter(|(count, _)| *count > 0);
    let told = open.map(|(count, what)| format!("{} {what}", days(count, lang)));
    std::iter::once(verified).chain(told).collect::<Vec<_>>().join(", ")
}

/// All that have their days differ in what proves them.
fn reached(outcome: &Outcome, lang: Lang) -> String {
    let open = outcome.counted_days - outcome.verified_days;
    let open = if outcome.status == Status::Disputed { sum(&outcome.disputed) } else { open };
    let what = match outcome.status {
        Status::Disputed => one_of(lang, "bị một nguồn phủ nhận", "denied by a source"),
        Status::Confirmed => one_of(lang, "thiếu căn cứ", "without evidence"),
        Status::Lapsed => one_of(
            lang,
            "thiếu căn cứ và đã quá thời hạn bổ sung; căn cứ đến sau vẫn được tính",
            "without evidence and the time for it is over; evidence that comes later still counts",
        ),
        Status::AwaitingEvidence
        | Status::Failed
        | Status::AwaitingContract
        | Status::NotStarted
        | Status::Counting => one_of(lang, "còn thiếu căn cứ", "still without evidence"),
    };
    let (from, due, needed) =
        (day(outcome.clock_from, lang), day(outcome.due, lang), days(outcome.required_days, lang));
    match (lang, open) {
        (Lang::Vi, 0) => format!("đủ {needed} kể từ {from} vào {due}, ngày nào cũng có căn cứ"),
        (Lang::En, 0) => format!("{needed} since {from} complete on {due}, every one proved"),
        (Lang::Vi, _) => format!("đủ {needed} kể từ {from} vào {due}, {} {what}", days(open, lang)),
        (Lang::En, _) => format!("{needed} since {from} complete on {due}, {} {what}", days(open, lang)),
    }
}

pub(super) fn sum(all: &[crate::placement::Stretch]) -> i32 {
    all.iter().map(|one| one.len()).sum()
}

fn restarted(outcome: &Outcome, lang: Lang) -> Option<String> {
    let (start, from) = (outcome.start?, outcome.clock_from?);
    let (since, anew) = (screen_date(start, lang), screen_date(from, lang));
    (start != from).then(|| match lang {
        Lang::Vi => format!("Bắt đầu làm việc ngày {since}, tính lại từ {anew}."),
        Lang::En => format!("Employed since {since}, counted anew from {anew}."),
    })
}

/// Gaps and pauses.
fn apart(outcome: &Outcome, lang: Lang) -> Vec<String> {
    let gaps = one_of(lang, "Gián đoạn", "Gaps");
    let paused = one_of(lang, "Tạm dừng tính (nghỉ)", "Paused (leave)");
    let lists = [(gaps, &outcome.gaps), (paused, &outcome.paused)];
    let filled = lists.into_iter().filter(|(_, list)| !list.is_empty());
    filled.map(|(name, list)| format!("{name}: {}.", stretches(list, lang))).collect()
}

/// A stretch without evidence, and who could give it.
fn missing(case: &Case, heard: &Heard, lang: Lang) -> String {
    let when = stretch(heard.days, lang);
    let who = names::any(&shortest(needed_days(case, heard)), lang);
    match lang {
        Lang::Vi => format!("Thiếu căn cứ {when}: cần xác nhận của {who}."),
        Lang::En => format!("Evidence is missing for {when}: needed from {who}."),
    }
}

/// A stretch that somebody denies, and who is strong enough to settle it.
fn disputed(case: &Case, heard: &Heard, lang: Lang) -> String {
    let when = stretch(heard.days, lang);
    let deniers = names::together(&heard.no, lang);
    let settling = settling(case, heard);
    let who = names::any(&settling, lang);
    match (lang, settling.is_empty()) {
        (Lang::Vi, false) => {
            format!("Mâu thuẫn {when}: {deniers} nói không làm việc; cần xác nhận mạnh hơn của {who}.")
        }
        (Lang::Vi, true) => format!("Mâu thuẫn {when}: {deniers} nói không làm việc và chỉ nguồn đó có thể sửa lại."),
        (Lang::En, false) => format!("Disputed {when}: {deniers} said no; needed is a stronger yes of {who}."),
        (Lang::En, true) => format!("Disputed {when}: {deniers} said no, and only that source can correct it."),
    }
}

/// The sets that would outweigh whoever says no, without the members that say yes already.
fn settling(case: &Case, heard: &Heard) -> Vec<Vec<Source>> {
    let evidence = &case.terms.evidence;
    let place = |set: &[Source]| set.iter().map(|source| evidence.place(*source)).min();
    let denied = place(&heard.no);
    let strong = evidence.any_of.iter().zip(needed_days(case, heard));
    let strong = strong.filter(|(set, _)| place(set).zip(denied).is_some_and(|(strong, denied)| strong < denied));
    shortest(strong.map(|(_, missing)| missing).collect())
}

/// Without the sets that ask for more than another one does.
fn shortest(mut sets: Vec<Vec<Source>>) -> Vec<Vec<Source>> {
    sets.retain(|set| !set.is_empty());
    let asks_more =
        |set: &[Source], other: &[Source]| other.len() < set.len() && other.iter().all(|source| set.contains(source));
    let all = sets.clone();
    sets.retain(|set| !all.iter().any(|other| asks_more(set, other)));
    sets.dedup();
    sets
}
