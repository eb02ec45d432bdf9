//! A vacancy in the list of somebody whom it may suit: what it is, why it stands there, how far it is from home. One
//! for the desk and for the person.

use chrono::NaiveDate;
use sanviec_app::find::Suited;

use crate::format;
use crate::http::Visit;
use crate::pages::cards;
use crate::view::{DeskRow, Words};

/// The row, which leads to `href`; `sought` are the words that it was found by.
pub(in crate::pages) fn row(visit: &Visit, href: String, item: Suited, sought: &str) -> DeskRow {
    let mut lines = about(visit, &item);
    lines.extend(why(visit, &item, sought));
    DeskRow { title: item.card.title.into(), href, tag: None, lines, form: None }
}

fn about(visit: &Visit, item: &Suited) -> Vec<Words> {
    let (lang, card) = (visit.lang, &item.card);
    let pay = format::pay(lang, &cards::pay(card.pay.as_ref()));
    let deadline = card.deadline_on.as_deref().and_then(|day| day.parse::<NaiveDate>().ok());
    let until = deadline.map(|day| lang.t1("item-deadline", "day", format::short_date(lang, day)));
    let more = std::iter::once(pay).chain(until).collect::<Vec<_>>().join(" · ");
    vec![format!("{}, {}", card.employer, card.place).into(), more.into()]
}

/// Why it stands in the list: what it has in common with the person, or else the words that found it; and how far.
fn why(visit: &Visit, item: &Suited, sought: &str) -> Vec<Words> {
    let lang = visit.lang;
    let mut lines: Vec<Words> = Vec::new();
    if !item.skills.is_empty() {
        let names: Vec<&str> = item.skills.iter().map(|(vi, en)| visit.say(vi, en)).collect();
        lines.push(lang.t1("fits-skills", "skills", names.join(", ")).into());
    }
    if let Some((vi, en)) = item.occupation {
        lines.push(lang.t1("fits-occupation", "name", visit.say(vi, en)).into());
    }
    if lines.is_empty() && !sought.is_empty() {
        lines.push(lang.t1("suited-words", "words", sought).into());
    }
    if let Some(km) = item.km {
        // Between the middles of communes: below one it says "about one".
        lines.push(lang.n("suited-km", u64::from(km.max(1))).into());
    }
    lines
}
