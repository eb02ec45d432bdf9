//! Fields of a profile and what they say, in the words of the page.

use sanviec_app::profiles::typed::{self, SAME};
use sanviec_app::profiles::wording;
use sanviec_domain::consent::Purpose;
use sanviec_domain::profile::{Content, Field};

use crate::http::Visit;
use crate::lang::Lang;
use crate::view::Words;

/// What the registration slip asks consent for, and what is agreed to at a counter on it.
pub(in crate::pages) const ON_PAPER: [Purpose; 3] =
    [Purpose::Counselling, Purpose::Matching, Purpose::NationalExchange];

/// Name of a purpose that is agreed to as a whole.
pub(in crate::pages) fn purpose(visit: &Visit, purpose: Purpose) -> String {
    visit.lang.t(&format!("purpose-{}", dashed(purpose.code())))
}

/// The text of it that is agreed to today.
pub(in crate::pages) fn purpose_text(visit: &Visit, purpose: Purpose) -> String {
    visit.lang.t(&format!("purpose-{}-{}", dashed(purpose.code()), wording(purpose)))
}

/// Name of a field.
pub(in crate::pages) fn name(visit: &Visit, field: Field) -> String {
    visit.lang.t(&format!("field-{}", dashed(field.code())))
}

/// Names of fields in a row.
pub(in crate::pages) fn names(visit: &Visit, fields: &[Field]) -> String {
    fields.iter().map(|field| name(visit, *field)).collect::<Vec<_>>().join(", ")
}

/// What may be typed in a field, where that has to be said.
pub(in crate::pages) fn hint(visit: &Visit, field: Field) -> Option<String> {
    const HINTED: [Field; 15] = [
        Field::PersonalNumber,
        Field::Birth,
        Field::Religion,
        Field::Phone,
        Field::OtherContact,
        Field::PermanentUnit,
        Field::CurrentUnit,
        Field::TechnicalField,
        Field::Skills,
        Field::Jobs,
        Field::WishTitle,
        Field::Pay,
        Field::ReadyOn,
        Field::Needs,
        Field::Places,
    ];
    HINTED.contains(&field).then(|| visit.lang.t(&format!("field-{}-hint", dashed(field.code()))))
}

/// The list of answers that a field chooses from, by the beginning of the keys of its texts.
fn list(field: Field) -> &'static str {
    match field {
        Field::Sex => "sex",
        Field::GeneralEducation => "education",
        Field::TechnicalLevel => "level",
        Field::OfficeSkill | Field::Languages | Field::Computing => "grade",
        Field::SoftSkills => "soft",
        Field::ExperienceYears => "experience",
        Field::Position => "position",
        Field::Recruiting => "recruiting",
        Field::EmployerTypes => "employer",
        Field::Contracts => "contract",
        Field::Abilities => "ability",
        Field::WorkingTime => "time",
        Field::Aim => "aim",
        Field::Meals => "meals",
        Field::Housing => "housing",
        Field::Transport => "transport",
        Field::Setting => "setting",
        Field::Lifting => "lifting",
        Field::Standing | Field::Hearing | Field::Eyesight => "stance",
        Field::Hands => "hands",
        Field::PriorityGroups => "priority",
        Field::Remote => "remote",
        Field::Services => "wanted",
        _ => "",
    }
}

/// One answer of a field in words.
pub(in crate::pages) fn option(visit: &Visit, field: Field, code: &str) -> String {
    match code {
        typed::YES => visit.lang.t("profile-yes"),
        typed::NO => visit.lang.t("profile-no"),
        _ if field == Field::Ethnicity => ethnicity(code),
        _ if list(field).is_empty() => code.to_owned(),
        _ => visit.lang.t(&format!("option-{}-{}", list(field), dashed(code))),
    }
}

fn ethnicity(code: &str) -> String {
    sanviec_reference::ethnicity::get(code).map_or_else(|| code.to_owned(), |group| group.name.to_owned())
}

pub(in crate::pages) fn dashed(code: &str) -> String {
    code.replace('_', "-")
}

/// What a field says, one line for each thing; nothing when it says nothing.
pub(in crate::pages) fn said(visit: &Visit, content: &Content, field: Field) -> Vec<Words> {
    let lang = if visit.lang == Lang::En { sanviec_domain::Lang::En } else { sanviec_domain::Lang::Vi };
    if let (Field::Pay, Some(pay)) = (field, content.wish.pay) {
        return vec![pay.written(lang).into()];
    }
    let rows = typed::get(content, field);
    match field {
        Field::CurrentUnit if rows == [[SAME]] => vec![visit.lang.t("field-current-same").into()],
        Field::Languages => rows.iter().map(|row| joined(&graded(visit, field, row, 2))).collect(),
        Field::Computing => rows.iter().map(|row| joined(&graded(visit, field, row, 1))).collect(),
        Field::Jobs => rows.iter().map(|row| job(visit, row)).collect(),
        _ if typed::codes(field).is_empty() => rows.iter().map(|row| joined(row)).collect(),
        _ => rows.iter().flatten().map(|code| option(visit, field, code).into()).collect(),
    }
}

/// A row whose column `at` is the code of a grade.
fn graded(visit: &Visit, field: Field, row: &[String], at: usize) -> Vec<String> {
    let word = |(nth, text): (usize, &String)| {
        if nth == at && !text.is_empty() { option(visit, field, text).to_lowercase() } else { text.clone() }
    };
    row.iter().enumerate().map(word).collect()
}

fn joined(row: &[String]) -> Words {
    row.iter().filter(|text| !text.is_empty()).cloned().collect::<Vec<_>>().join(", ").into()
}

/// `06/2021–12/2025: Kế toán, Công ty A. Thuế, công nợ`; `12/2021–nay: …` where it has not ended.
fn job(visit: &Visit, row: &[String]) -> Words {
    let column = |at: usize| row.get(at).map_or("", String::as_str);
    let time = match (column(3), column(4)) {
        ("", "") => String::new(),
        (from, "") => format!("{from}–{}: ", visit.lang.t("job-until-now")),
        (from, until) => format!("{from}–{until}: "),
    };
    let place = [column(1), column(0)].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(", ");
    let work = if column(2).is_empty() { String::new() } else { format!(". {}", column(2)) };
    format!("{time}{place}{work}").into()
}
