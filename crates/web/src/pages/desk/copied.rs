//! The copy of a person's data on paper, to be handed over: what the profile says, consents, letters, meetings, work
//! and who looked. The file beside it says the same in full.

use sanviec_app::profiles::{CounterCopy, LookView};
use sanviec_domain::consent::{Act, Record};
use sanviec_domain::profile::Part;
use sanviec_domain::time::parse_date;
use serde_json::Value;

use super::super::account::Stop;
use super::super::profile::labels;
use super::{asked, form, words};
use crate::http::Visit;
use crate::view::{DeskBlock, DeskPage, Words};

/// When, what, and more about it.
type Line = (String, String, Words);

pub(super) fn page(visit: &Visit, code: &str, copy: &CounterCopy) -> Result<DeskPage, Stop> {
    let lang = visit.lang;
    let mut page = form::below_desk(visit, form::page(visit, lang.t("copied-title"))?);
    page.page = page.page.crumb(lang.t("people-title"), &format!("/trung-tam/nguoi/{code}"));
    page.blocks.push(DeskBlock::Text(lang.t1("copied-what", "day", words::day(visit, visit.ctx.today())).into()));
    for part in Part::ALL {
        let rows =
            part.fields().map(|field| (labels::name(visit, field), labels::said(visit, &copy.profile.content, field)));
        let rows: Vec<(String, Vec<Words>)> = rows.filter(|(_, said)| !said.is_empty()).collect();
        if !rows.is_empty() {
            page.blocks.push(DeskBlock::Heading(lang.t(&format!("part-{}", part.code()))));
            page.blocks.push(DeskBlock::Facts(rows));
        }
    }
    let consents: Vec<Line> = copy.consents.records().iter().rev().map(|record| consent(visit, copy, record)).collect();
    let looks = copy.looks.iter().map(|one| look(visit, one)).collect();
    let file = &copy.file;
    for (title, lines) in [
        ("agree-title", consents),
        ("person-referrals", all(&file["referrals"]["letters"], |one| letter(visit, one))),
        ("person-appointments", all(&file["referrals"]["appointments"], |one| meeting(visit, one))),
        ("copied-work", all(&file["placements"], |one| work(visit, one))),
        ("copied-asked", all(&file["asked_at_counter"], |one| asked_before(visit, one))),
        ("copied-looks", looks),
    ] {
        if !lines.is_empty() {
            page.blocks.push(DeskBlock::Heading(lang.t(title)));
            page.blocks.push(DeskBlock::Events(lines));
        }
    }
    Ok(page)
}

fn all(list: &Value, line: impl Fn(&Value) -> Line) -> Vec<Line> {
    list.as_array().into_iter().flatten().map(line).collect()
}

fn text<'a>(one: &'a Value, name: &str) -> &'a str {
    one[name].as_str().unwrap_or_default()
}

/// The day at the beginning of an instant.
fn day(visit: &Visit, at: &str) -> String {
    at.get(..10).and_then(parse_date).map(|day| words::day(visit, day)).unwrap_or_default()
}

fn consent(visit: &Visit, copy: &CounterCopy, record: &Record) -> Line {
    let act = visit.lang.t(match record.act {
        Act::Given => "consents-history-given",
        Act::Withdrawn => "consents-history-withdrawn",
    });
    let what = asked::name(visit, &copy.shared, record.matter);
    (words::time(visit, record.at), format!("{act}: {what}"), Words::from(""))
}

fn look(visit: &Visit, one: &LookView) -> Line {
    let why = visit.lang.t(&format!("why-{}", one.why));
    let fields = visit.lang.t1("looks-fields", "what", labels::names(visit, &one.fields));
    (words::time(visit, one.at), format!("{why}: {}", one.place), fields.into())
}

fn letter(visit: &Visit, one: &Value) -> Line {
    let what = format!("{}/{} – {}, {}", one["serial"], one["year"], text(one, "posting_title"), text(one, "employer"));
    (day(visit, text(one, "issued_at")), what, words::term(visit, "referral", text(one, "state")).into())
}

fn meeting(visit: &Visit, one: &Value) -> Line {
    let what = format!("{} – {}", text(one, "subject"), text(one, "place"));
    (day(visit, text(one, "from")), what, words::term(visit, "appointment", text(one, "state")).into())
}

fn work(visit: &Visit, one: &Value) -> Line {
    (day(visit, text(one, "placed_on")), text(one, "employer").to_owned(), Words::from(""))
}

fn asked_before(visit: &Visit, one: &Value) -> Line {
    let paper = words::term(visit, "paper", text(&one["said"], "paper"));
    (day(visit, text(one, "at")), words::term(visit, "event", text(one, "what")), paper.into())
}
