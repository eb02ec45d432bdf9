//! What a change of a policy changes in a case, in words.

use super::{day, days, names, one_of, stretches};
use crate::Lang;
use crate::placement::{Outcome, Stretch};

/// One sentence for each thing that differs; none when both are the same.
pub fn changes(before: &Outcome, after: &Outcome, lang: Lang) -> Vec<String> {
    let texts = [
        (one_of(lang, "trạng thái", "status"), names::status(before.status, lang), names::status(after.status, lang)),
        (one_of(lang, "lý do", "reason"), reason(before, lang), reason(after, lang)),
    ]
    .map(|(what, before, after)| (what, before.to_owned(), after.to_owned()));
    let dates = [
        (one_of(lang, "ngày bắt đầu", "first day"), before.start, after.start),
        (one_of(lang, "tính từ ngày", "counted from"), before.clock_from, after.clock_from),
        (one_of(lang, "ngày đủ", "due"), before.due, after.due),
        (one_of(lang, "ngày không đạt", "failed on"), before.on, after.on),
    ]
    .map(|(what, before, after)| (what, day(before, lang), day(after, lang)));
    let numbers = [
        (one_of(lang, "số ngày cần", "days needed"), before.required_days, after.required_days),
        (one_of(lang, "số ngày tính được", "days counted"), before.counted_days, after.counted_days),
        (one_of(lang, "số ngày có căn cứ", "days proved"), before.verified_days, after.verified_days),
    ]
    .map(|(what, before, after)| (what, days(before, lang), days(after, lang)));
    let lists = [
        (one_of(lang, "thiếu căn cứ", "without evidence"), &before.missing, &after.missing),
        (one_of(lang, "mâu thuẫn", "disputed"), &before.disputed, &after.disputed),
        (one_of(lang, "gián đoạn", "gaps"), &before.gaps, &after.gaps),
        (one_of(lang, "tạm dừng", "paused"), &before.paused, &after.paused),
    ]
    .map(|(what, before, after)| (what, list(before, lang), list(after, lang)));
    let all = texts.into_iter().chain(dates).chain(numbers).chain(lists);
    let differing = all.filter(|(_, before, after)| before != after);
    differing.map(|(what, before, after)| sentence(what, &before, &after, lang)).collect()
}

fn reason(outcome: &Outcome, lang: Lang) -> &'static str {
    outcome.reason.map_or("–", |reason| names::reason(reason, lang))
}

fn list(all: &[Stretch], lang: Lang) -> String {
    if all.is_empty() { one_of(lang, "không có", "none").to_owned() } else { stretches(all, lang) }
}

pub(super) fn sentence(what: &str, before: &str, after: &str, lang: Lang) -> String {
    match lang {
        Lang::Vi => format!("{what}: trước là {before}, nay là {after}."),
        Lang::En => format!("{what}: was {before}, is now {after}."),
    }
}
