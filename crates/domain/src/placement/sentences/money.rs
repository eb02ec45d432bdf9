//! What a policy pays and asks back, in words, and what another version of it changes.

use super::one_of;
use crate::Lang;
use crate::money::Dong;
use crate::placement::{Money, Recovery};
use crate::time::screen_date;

/// What is paid, kept and asked back: a line for each thing that can be said.
pub fn money_told(money: &Money, lang: Lang) -> Vec<String> {
    rows(money, lang).into_iter().map(|(what, value)| format!("{what}: {value}.")).collect()
}

/// One sentence for each thing about the money that differs; none when both are the same.
pub fn money_changes(before: &Money, after: &Money, lang: Lang) -> Vec<String> {
    let (before, after) = (rows(before, lang), rows(after, lang));
    let find = |rows: &[(String, String)], what: &str| {
        let found = rows.iter().find(|(known, _)| known == what).map(|(_, value)| value.clone());
        found.unwrap_or_else(|| one_of(lang, "không có", "none").to_owned())
    };
    let mut names: Vec<&String> = before.iter().chain(&after).map(|(what, _)| what).collect();
    let mut seen = std::collections::HashSet::new();
    names.retain(|name| seen.insert(name.as_str()));
    let pairs = names.into_iter().map(|what| (what, find(&before, what), find(&after, what)));
    let differing = pairs.filter(|(_, before, after)| before != after);
    differing.map(|(what, before, after)| super::change::sentence(what, &before, &after, lang)).collect()
}

fn rows(money: &Money, lang: Lang) -> Vec<(String, String)> {
    let dong = |amount: Option<i64>| match amount {
        Some(amount) => Dong(amount).full(lang),
        None => one_of(lang, "chưa quy định", "not fixed").to_owned(),
    };
    let group = one_of(lang, "nhóm", "group");
    let year = one_of(lang, "năm", "year");
    let most = one_of(lang, "mức tối đa một người", "at most for one person");
    let mut rows = vec![(most.to_owned(), dong(money.dong_max))];
    rows.extend(money.groups.iter().map(|(name, amount)| (format!("{group} {name}"), dong(Some(*amount)))));
    for of_year in &money.years {
        let everybody = of_year.everybody.map(|amount| (format!("{year} {}", of_year.year), dong(Some(amount))));
        rows.extend(everybody);
        let groups = of_year.groups.iter();
        rows.extend(
            groups.map(|(name, dong_of)| (format!("{year} {}, {group} {name}", of_year.year), dong(Some(*dong_of)))),
        );
    }
    rows.push((one_of(lang, "nguồn kinh phí", "budget").to_owned(), money.budget.clone()));
    if let Some(through) = money.claimed_through {
        rows.push((
            one_of(lang, "đề nghị chậm nhất", "claimed at the latest on").to_owned(),
            screen_date(through, lang),
        ));
    }
    rows.push((one_of(lang, "lưu hồ sơ", "papers are kept").to_owned(), years(money.retention_years, lang)));
    rows.push((one_of(lang, "thu hồi", "asked back").to_owned(), recovery(money, lang)));
    let exclusion = one_of(lang, "không chi trả lần hai cho một người trong", "nobody is paid for twice within");
    rows.push((exclusion.to_owned(), months(money.exclusion_months, lang)));
    if let Some(above) = money.third_above_dong {
        let third = one_of(lang, "cần người duyệt thứ ba khi trên", "a third person approves above");
        rows.push((third.to_owned(), dong(Some(above))));
    }
    rows
}

fn recovery(money: &Money, lang: Lang) -> String {
    let kind = match money.recovery {
        Recovery::None => one_of(lang, "không thu hồi", "nothing"),
        Recovery::ProRata => one_of(lang, "theo số ngày còn thiếu", "what the days that hold do not cover"),
        Recovery::Full => one_of(lang, "toàn bộ", "everything"),
    };
    match (lang, money.instalments_max) {
        (Lang::Vi, 1) => format!("{kind}, trả một lần"),
        (Lang::En, 1) => format!("{kind}, at once"),
        (Lang::Vi, parts) => format!("{kind}, nhiều nhất {parts} kỳ"),
        (Lang::En, parts) => format!("{kind}, in {parts} instalments at most"),
    }
}

fn years(count: u32, lang: Lang) -> String {
    match (lang, count) {
        (Lang::Vi, _) => format!("{count} năm"),
        (Lang::En, 1) => "1 year".to_owned(),
        (Lang::En, _) => format!("{count} years"),
    }
}

fn months(count: u32, lang: Lang) -> String {
    match (lang, count) {
        (Lang::Vi, _) => format!("{count} tháng"),
        (Lang::En, 1) => "1 month".to_owned(),
        (Lang::En, _) => format!("{count} months"),
    }
}
