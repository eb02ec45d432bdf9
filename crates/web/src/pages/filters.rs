//! Filters of the results page: those that are on, those to choose from, orders.

use sanviec_app::find::{self, Facet, Found, SortBy};

use crate::format;
use crate::http::Visit;
use crate::view::{Choice, Chosen, Control, Criteria, Group, SortChoice};

const RADII: [&str; 5] = ["5", "10", "25", "50", "100"];
const PAYS: [&str; 6] = ["5", "8", "10", "15", "20", "30"];
const EXPERIENCE: [&str; 4] = ["0", "12", "24", "60"];
const QUALIFICATIONS: [&str; 6] = ["untrained", "elementary", "intermediate", "college", "university", "master"];
const FLAGS: [(&str, &str); 5] = [
    ("khong-can-kinh-nghiem", "choice-no-experience"),
    ("o-lai", "choice-housing"),
    ("dua-don", "choice-transport"),
    ("khuyet-tat", "choice-disability"),
    ("nuoc-ngoai", "choice-overseas"),
];

/// Conditions in force, each with the search without it.
pub(crate) fn chosen(visit: &Visit, criteria: &Criteria, found: &Found) -> Vec<Chosen> {
    let chip = |condition: &sanviec_app::find::Condition| Chosen {
        label: visit.say(&condition.vi, &condition.en).into(),
        remove: visit.lang.href(
            &criteria
                .without_condition(condition.param, &page_value(condition.param, &condition.value, criteria))
                .path(),
        ),
    };
    found.asked.conditions.iter().map(chip).collect()
}

/// The value of a condition as it stands in the address of the page.
pub(crate) fn page_value(param: &str, value: &str, criteria: &Criteria) -> String {
    let name = Criteria::name_of(param).unwrap_or_default();
    let typed = criteria.all(name).find(|typed| typed.trim() == value.trim());
    typed.unwrap_or(value).to_owned()
}

/// A value that a use case suggests, as addresses of pages have it.
pub(crate) fn asked_as(name: &str, value: &str) -> String {
    if name == "sap-xep" { Criteria::sort_named(value).to_owned() } else { value.to_owned() }
}

/// What a value that a use case suggests is called: no code is for people.
pub(crate) fn label_of(visit: &Visit, param: &str, value: &str) -> String {
    if let Some((vi, en)) = find::named(param, value) {
        return visit.say(&vi, &en).to_owned();
    }
    let flag = FLAGS.iter().find(|(name, _)| Criteria::name_of(param) == Some(*name));
    match (param, flag) {
        ("within_km", _) => visit.lang.t1("choice-within-km", "km", value),
        ("sort", _) => visit.lang.t(&format!("sort-{}", Criteria::sort_named(value))),
        (_, Some((_, key))) if value == "1" => visit.lang.t(key),
        (_, Some(_)) => visit.lang.t("choice-any"),
        _ => value.to_owned(),
    }
}

/// Orders to choose from; by distance only where there is a place to measure from.
pub(crate) fn sorts(visit: &Visit, found: &Found) -> Vec<SortChoice> {
    let fits = |sort: &SortBy| match sort {
        SortBy::Nearest => found.asked.near_name.is_some(),
        SortBy::Relevance => !found.asked.words.is_empty(),
        SortBy::Newest | SortBy::Pay | SortBy::Deadline => true,
    };
    let choice = |sort: SortBy| {
        let value = Criteria::sort_named(sort.code());
        SortChoice { value, label: visit.lang.t(&format!("sort-{value}")), on: sort == found.asked.sort }
    };
    SortBy::ALL.into_iter().filter(fits).map(choice).collect()
}

/// Filters to choose from, with counts where the index counted.
pub(crate) fn groups(visit: &Visit, criteria: &Criteria, found: &Found) -> Vec<Group> {
    let panel = Panel { visit, criteria };
    let mut groups = Vec::new();
    if found.asked.near_name.is_some() || !criteria.one("ban-kinh").is_empty() {
        groups.push(panel.list("ban-kinh", &RADII, |km| visit.lang.t1("choice-within-km", "km", km)));
    }
    groups.push(panel.list("luong", &PAYS, |million| visit.lang.t1("choice-pay-min", "million", million)));
    if let Some(facets) = &found.facets {
        if criteria.place().is_empty() {
            groups.extend(panel.counted("noi", &facets.place));
        }
        groups.extend(panel.counted("nghe", &facets.occupation));
        groups.extend(panel.counted("hop-dong", &facets.contract));
    }
    groups.push(panel.boxes("thoi-gian", &["full", "part"], |code| visit.lang.t(&format!("term-{code}"))));
    groups
        .push(panel.list("ca", &["1", "0"], |code| {
            visit.lang.t(if code == "1" { "term-shift-yes" } else { "term-shift-no" })
        }));
    groups.push(panel.list("kinh-nghiem", &EXPERIENCE, |code| visit.lang.t(&format!("term-up-to-experience-{code}"))));
    groups.push(panel.list("trinh-do", &QUALIFICATIONS, |code| visit.lang.t(&format!("term-{code}"))));
    groups.push(panel.list("dang-trong", &["1", "3", "7", "30"], |days| {
        visit.lang.n("choice-posted-days", days.parse().unwrap_or_default())
    }));
    groups.push(panel.deadlines());
    groups.push(panel.flags());
    groups
}

struct Panel<'a> {
    visit: &'a Visit,
    criteria: &'a Criteria,
}

impl Panel<'_> {
    fn group(&self, name: &'static str, control: Control, choices: Vec<Choice>) -> Group {
        Group { name, legend: self.visit.lang.t(&format!("group-{name}")), control, choices }
    }

    fn choice(&self, name: &'static str, value: &str, label: String) -> Choice {
        let on = self.criteria.all(name).any(|asked| asked == value);
        Choice { name, value: value.to_owned(), label: label.into(), count: None, on }
    }

    fn boxes(&self, name: &'static str, values: &[&str], label: impl Fn(&str) -> String) -> Group {
        let choices = values.iter().map(|value| self.choice(name, value, label(value))).collect();
        self.group(name, Control::Boxes, choices)
    }

    /// A value that is asked for but not offered stays in the list, or applying a filter would drop it.
    fn list(&self, name: &'static str, values: &[&str], label: impl Fn(&str) -> String) -> Group {
        let mut choices = vec![self.choice(name, "", self.visit.lang.t("choice-any"))];
        choices.extend(values.iter().map(|value| self.choice(name, value, label(value))));
        let other = self.criteria.one(name);
        if !other.is_empty() && !values.contains(&other) {
            choices.push(self.choice(name, other, label(other)));
        }
        self.group(name, Control::List, choices)
    }

    /// Values with counts; those that are on come first even when nothing has them any more.
    fn counted(&self, name: &'static str, facet: &Facet) -> Option<Group> {
        let mut choices: Vec<Choice> = facet
            .values
            .iter()
            .map(|value| Choice {
                count: Some(u64::from(value.count)),
                ..self.choice(name, &value.value, self.visit.say(&value.vi, &value.en).to_owned())
            })
            .collect();
        for asked in self.criteria.all(name) {
            if choices.iter().all(|choice| choice.value != asked) {
                choices.push(self.choice(name, asked, name_of(self.visit, name, asked)));
            }
        }
        choices.sort_by_key(|choice| !choice.on);
        (!choices.is_empty()).then(|| self.group(name, Control::Boxes, choices))
    }

    fn deadlines(&self) -> Group {
        let today = self.visit.ctx.today();
        let day = |days: u64| (today + chrono::Days::new(days)).to_string();
        let days = [3, 7, 14].map(|days| (day(days), self.visit.lang.n("choice-deadline-left", days)));
        let values: Vec<&str> = days.iter().map(|(day, _)| day.as_str()).collect();
        self.list("han", &values, |asked| {
            let known = days.iter().find(|(day, _)| day == asked).map(|(_, words)| words.clone());
            let written = || asked.parse().map(|day| format::short_date(self.visit.lang, day)).ok();
            known.or_else(written).unwrap_or_else(|| asked.to_owned())
        })
    }

    fn flags(&self) -> Group {
        let choices = FLAGS.iter().map(|(name, key)| self.choice(name, "1", self.visit.lang.t(key))).collect();
        self.group("khac", Control::Boxes, choices)
    }
}

/// Name of a value that the index did not count.
fn name_of(visit: &Visit, name: &str, value: &str) -> String {
    let unit = || sanviec_reference::unit::province(value).map(|unit| unit.name.to_owned());
    let occupation = || {
        let found = sanviec_reference::occupation::get(value)?;
        let english = if found.name_en.is_empty() { found.name_vi } else { found.name_en };
        Some(visit.say(found.name_vi, english).to_owned())
    };
    let known = match name {
        "noi" => unit(),
        "nghe" => occupation(),
        "hop-dong" => Some(visit.lang.t(super::facts::contract_key(value))),
        _ => None,
    };
    known.unwrap_or_else(|| value.to_owned())
}
