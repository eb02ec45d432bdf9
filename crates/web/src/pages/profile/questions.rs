//! How each field of a profile is asked, and how what was typed is read from the form.

use sanviec_app::FieldError;
use sanviec_app::profiles::typed::{self, SAME, Typed};
use sanviec_domain::profile::{Content, Field, Limits, Part};

use super::labels;
use crate::http::{Filled, Visit};
use crate::view::{Answer, Question, QuestionControl, QuestionGroup, Words};

/// Name of the box that says that both residences are one.
const CURRENT_SAME: &str = "current_same";
/// Answers of which one is chosen from a list that folds, not from buttons.
const MANY: usize = 6;

/// How a field is asked.
enum Shape {
    /// One line: what the browser fills in, and the keyboard.
    Line(&'static str, &'static str),
    /// A place.
    Place,
    /// So many lines.
    Paragraph(u8),
    /// One of its codes.
    One,
    /// Any of its codes.
    Many,
    /// Rows of so many columns, at least so many of them, at most so many.
    Rows(usize, usize, usize),
    /// Not asked of the person.
    Unasked,
}

fn shape(field: Field) -> Shape {
    match field {
        Field::Name => Shape::Line("name", "text"),
        Field::PersonalNumber | Field::Radius => Shape::Line("off", "numeric"),
        Field::Birth => Shape::Line("bday", "text"),
        Field::Phone => Shape::Line("tel", "tel"),
        Field::Email => Shape::Line("email", "email"),
        Field::PermanentLine | Field::CurrentLine => Shape::Line("street-address", "text"),
        Field::PermanentUnit | Field::CurrentUnit => Shape::Place,
        Field::WishDescription => Shape::Paragraph(5),
        Field::Welfare | Field::Needs => Shape::Paragraph(3),
        Field::Skills => Shape::Paragraph(6),
        Field::Jobs => Shape::Rows(5, 1, Limits::JOBS),
        Field::Certificates => Shape::Rows(2, 1, Limits::CERTIFICATES),
        Field::Languages => Shape::Rows(3, 2, Limits::LANGUAGES),
        Field::Places => Shape::Rows(1, 2, Limits::PLACES),
        Field::Trade | Field::Computing => Shape::Rows(2, 1, 1),
        Field::PriorityGroups
        | Field::SoftSkills
        | Field::Recruiting
        | Field::EmployerTypes
        | Field::Contracts
        | Field::Abilities
        | Field::Services => Shape::Many,
        // The centre codes occupations.
        Field::Occupation => Shape::Unasked,
        _ if typed::codes(field).is_empty() => Shape::Line("off", "text"),
        _ => Shape::One,
    }
}

/// The questions of a part, filled in with what `said` says of each field.
pub(super) fn groups(visit: &Visit, part: Part, said: impl Fn(Field) -> Typed) -> Vec<QuestionGroup> {
    part.fields().flat_map(|field| of_field(visit, field, &said(field))).collect()
}

fn of_field(visit: &Visit, field: Field, said: &Typed) -> Vec<QuestionGroup> {
    match shape(field) {
        Shape::Unasked => Vec::new(),
        Shape::Rows(columns, least, most) => rows(visit, field, said, (columns, least, most)),
        Shape::Place if field == Field::CurrentUnit => current(visit, said),
        _ => vec![QuestionGroup { questions: vec![question(visit, field, said)], ..QuestionGroup::default() }],
    }
}

fn question(visit: &Visit, field: Field, said: &Typed) -> Question {
    let value = || Words::from(first(said));
    let control = match shape(field) {
        Shape::Line(autocomplete, inputmode) => line(value(), autocomplete, inputmode, false),
        Shape::Place => line(value(), "off", "text", true),
        Shape::Paragraph(rows) => QuestionControl::Paragraph { value: lines(said), rows },
        Shape::Many => QuestionControl::Checks(answers(visit, field, said, false)),
        Shape::One if typed::codes(field).len() >= MANY => QuestionControl::Select(answers(visit, field, said, true)),
        Shape::One | Shape::Rows(..) | Shape::Unasked => QuestionControl::Radios(answers(visit, field, said, true)),
    };
    Question {
        name: field.code().to_owned(),
        id: field.code().to_owned(),
        label: labels::name(visit, field),
        hint: labels::hint(visit, field),
        error: None,
        control,
    }
}

fn line(value: Words, autocomplete: &'static str, inputmode: &'static str, suggests: bool) -> QuestionControl {
    QuestionControl::Line { value, autocomplete, inputmode, suggests }
}

fn first(said: &Typed) -> &str {
    said.first().and_then(|row| row.first()).map_or("", String::as_str)
}

fn lines(said: &Typed) -> Words {
    said.iter().flatten().map(String::as_str).collect::<Vec<_>>().join("\n").into()
}

/// The codes of a field in words; one of them can be left open again.
fn answers(visit: &Visit, field: Field, said: &Typed, may_be_open: bool) -> Vec<Answer> {
    let is_said = |code: &str| said.iter().flatten().any(|known| known == code);
    let open = Answer {
        value: String::new(),
        label: visit.lang.t("profile-choice-none"),
        is_chosen: said.iter().flatten().all(String::is_empty),
    };
    let codes = typed::codes(field).into_iter().map(|code| Answer {
        value: code.to_owned(),
        label: labels::option(visit, field, code),
        is_chosen: is_said(code),
    });
    // At the end: it is no answer, only a way back.
    if typed::codes(field).len() >= MANY && may_be_open {
        std::iter::once(open).chain(codes).collect()
    } else if may_be_open {
        codes.chain([open]).collect()
    } else {
        codes.collect()
    }
}

/// "The same as the permanent residence", or a place.
fn current(visit: &Visit, said: &Typed) -> Vec<QuestionGroup> {
    let same = first(said) == SAME;
    let label = visit.lang.t("field-current-same");
    let answer = Answer { value: SAME.to_owned(), label: label.clone(), is_chosen: same };
    let name = CURRENT_SAME.to_owned();
    let id = name.clone();
    let legend = labels::name(visit, Field::CurrentUnit);
    let box_ =
        Question { name, id, label: legend, hint: None, error: None, control: QuestionControl::Checks(vec![answer]) };
    let place = question(visit, Field::CurrentUnit, &if same { Vec::new() } else { said.clone() });
    vec![QuestionGroup { questions: vec![box_, place], ..QuestionGroup::default() }]
}

/// Rows that are there, and one more.
fn rows(
    visit: &Visit,
    field: Field,
    said: &Typed,
    (columns, least, most): (usize, usize, usize),
) -> Vec<QuestionGroup> {
    let count = (said.len() + 1).max(least).min(most);
    (0..count).map(|row| one_row(visit, field, said.get(row), (row, columns, most))).collect()
}

fn one_row(visit: &Visit, field: Field, said: Option<&Vec<String>>, place: (usize, usize, usize)) -> QuestionGroup {
    let (row, columns, most) = place;
    let name = labels::name(visit, field);
    let number = (row + 1).to_string();
    let legend = if most == 1 { name } else { visit.lang.t2("profile-row", ("what", &name), ("n", &number)) };
    let column = |column: usize| {
        let value = said.and_then(|row| row.get(column)).cloned().unwrap_or_default();
        Question {
            name: column_name(field, row, column),
            id: column_name(field, row, column),
            label: visit.lang.t(&format!("column-{}-{column}", labels::dashed(field.code()))),
            hint: None,
            error: None,
            control: column_control(visit, field, column, value),
        }
    };
    QuestionGroup {
        legend: Some(legend),
        hint: labels::hint(visit, field).filter(|_| row == 0),
        error: None,
        id: if row == 0 { field.code().to_owned() } else { String::new() },
        questions: (0..columns).map(column).collect(),
    }
}

fn column_control(visit: &Visit, field: Field, column: usize, value: String) -> QuestionControl {
    match (field, column) {
        (Field::Languages, 2) | (Field::Computing, 1) => {
            QuestionControl::Select(answers(visit, field, &vec![vec![value]], true))
        }
        (Field::Jobs, 2) => QuestionControl::Paragraph { value: value.into(), rows: 3 },
        (Field::Places, 0) => line(value.into(), "off", "text", true),
        _ => line(value.into(), "off", "text", false),
    }
}

fn column_name(field: Field, row: usize, column: usize) -> String {
    format!("{}-{row}-{column}", field.code())
}

/// What was typed in a field.
pub(super) fn typed(filled: &Filled, field: Field) -> Typed {
    let code = field.code();
    match shape(field) {
        Shape::Unasked => Vec::new(),
        Shape::Many => filled.all(code).map(|value| vec![value.to_owned()]).collect(),
        Shape::Place if field == Field::CurrentUnit && filled.one(CURRENT_SAME) == SAME => {
            vec![vec![SAME.to_owned()]]
        }
        Shape::Rows(columns, _, most) => {
            // One more than is allowed, so that too many are told and not dropped.
            let row = |row: usize| (0..columns).map(|at| filled.one(&column_name(field, row, at)).to_owned()).collect();
            let rows: Vec<Vec<String>> = (0..=most).map(row).collect();
            rows.into_iter().filter(|row| row.iter().any(|text| !text.trim().is_empty())).collect()
        }
        Shape::Line(..) | Shape::Place | Shape::Paragraph(_) | Shape::One => vec![vec![filled.one(code).to_owned()]],
    }
}

/// Puts what was typed into the content; everything that cannot be read, each beside its field. "The same" residence
/// takes no line of its own.
pub(super) fn read(visit: &Visit, part: Part, filled: &Filled, content: &mut Content) -> Vec<FieldError> {
    let mut errors = Vec::new();
    for field in part.fields().filter(|field| !matches!(shape(*field), Shape::Unasked)) {
        if field == Field::CurrentLine && filled.one(CURRENT_SAME) == SAME {
            continue;
        }
        if let Err(error) = typed::set(content, field, &typed(filled, field), &visit.ctx) {
            errors.push(error);
        }
    }
    errors
}
