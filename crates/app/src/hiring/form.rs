//! The form of a posting: nine short steps with the fields of form 03a (Decree 352/2025/NĐ-CP), in the order in which
//! an employer thinks. Compulsory is what has a star there.

use super::read;
use crate::error::FieldError;
use sanviec_domain::posting::{
    Ability, Aim, Content, Contract, Education, Experience, Hands, Housing, Lifting, Meals, Notice, Position, Priority,
    RecruitingWay, RemoteMode, Setting, Stance, TechnicalLevel, Transport, WorkingTime,
};

/// How a field is asked for.
#[derive(Clone, Copy, Debug)]
pub enum Control {
    /// One line.
    Line,
    /// Several lines.
    Area,
    /// Several lines, each a thing of its own.
    Lines,
    /// A whole number.
    Number,
    /// A day.
    Day,
    /// Yes or nothing.
    Yes,
    /// One of these codes.
    One(fn() -> Vec<&'static str>),
    /// Any of these codes.
    Many(fn() -> Vec<&'static str>),
}

/// One field.
#[derive(Clone, Copy, Debug)]
pub struct FieldSpec {
    /// Name in the API and in errors.
    pub name: &'static str,
    pub control: Control,
    /// Whether form 03a has a star there.
    pub is_compulsory: bool,
}

impl FieldSpec {
    /// Codes of its list; none where it has no list.
    #[must_use]
    pub fn codes(&self) -> Vec<&'static str> {
        match self.control {
            Control::One(codes) | Control::Many(codes) => codes(),
            Control::Line | Control::Area | Control::Lines | Control::Number | Control::Day | Control::Yes => {
                Vec::new()
            }
        }
    }
}

/// One page of the form.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    pub name: &'static str,
    pub fields: &'static [FieldSpec],
}

macro_rules! codes {
    ($list:ident) => {
        || $list::ALL.iter().map(|member| member.code()).collect()
    };
}

const fn must(name: &'static str, control: Control) -> FieldSpec {
    FieldSpec { name, control, is_compulsory: true }
}

const fn may(name: &'static str, control: Control) -> FieldSpec {
    FieldSpec { name, control, is_compulsory: false }
}

use Control::{Area, Day, Line, Lines, Many, Number, One, Yes};

/// The steps in order; the tenth is the check before handing in.
pub const STEPS: [Step; 9] = [
    Step { name: "job", fields: &[must("title", Line), must("description", Area)] },
    Step {
        name: "place",
        fields: &[
            must("location", Lines),
            may("address", Line),
            may("remote_mode", One(codes!(RemoteMode))),
            may("overseas", Yes),
        ],
    },
    Step {
        name: "people",
        fields: &[
            must("wanted", Number),
            must("position", One(codes!(Position))),
            may("priorities", Many(codes!(Priority))),
            may("suits_disabled", Yes),
        ],
    },
    Step {
        name: "pay",
        fields: &[
            must("pay", Line),
            may("meals", One(codes!(Meals))),
            may("housing", One(codes!(Housing))),
            may("transport", One(codes!(Transport))),
            may("benefits", Area),
        ],
    },
    Step {
        name: "contract",
        fields: &[
            may("contract", One(codes!(Contract))),
            may("contract_months", Number),
            may("probation_days", Number),
            may("probation_percent", Number),
            may("working_time", One(codes!(WorkingTime))),
            may("aim", One(codes!(Aim))),
            may("abilities", Many(codes!(Ability))),
        ],
    },
    Step {
        name: "conditions",
        fields: &[
            may("setting", One(codes!(Setting))),
            may("lifting", One(codes!(Lifting))),
            may("standing", One(codes!(Stance))),
            may("hearing", One(codes!(Stance))),
            may("sight", One(codes!(Stance))),
            may("hands", One(codes!(Hands))),
        ],
    },
    Step {
        name: "requirements",
        fields: &[
            must("education", One(codes!(Education))),
            must("technical_level", One(codes!(TechnicalLevel))),
            may("technical_field", Line),
            may("experience", One(codes!(Experience))),
            may("age_min", Number),
            may("age_max", Number),
            may("skills", Line),
            may("requirements", Area),
        ],
    },
    Step {
        name: "contact",
        fields: &[
            must("recruiting", Many(codes!(RecruitingWay))),
            may("contact_name", Line),
            may("contact_phone", Line),
            may("contact_email", Line),
            may("notices", Many(codes!(Notice))),
            may("wish_to_centre", Area),
        ],
    },
    Step { name: "dates", fields: &[must("deadline_on", Day), must("ready_on", Day)] },
];

/// The step with this name.
#[must_use]
pub fn step(name: &str) -> Option<&'static Step> {
    STEPS.iter().find(|step| step.name == name)
}

/// Every field, in the order of the steps.
pub(super) fn specs() -> impl Iterator<Item = FieldSpec> {
    STEPS.iter().flat_map(|step| step.fields).copied()
}

/// What a content says in a field, as the form shows it.
#[must_use]
pub fn values(content: &Content, field: &str) -> Vec<String> {
    read::values(content, field)
}

/// The field of the form at which something about this field of the content is told.
pub(super) fn name_of(field: &'static str) -> &'static str {
    match field {
        "workplaces" => "location",
        "pay_text" => "pay",
        "probation" => "probation_days",
        "contact" => "contact_name",
        known => known,
    }
}

/// An error for each compulsory field that says nothing.
pub(super) fn missing(content: &Content) -> Vec<FieldError> {
    let fields = STEPS.iter().flat_map(|step| step.fields).filter(|field| field.is_compulsory);
    let empty = fields.filter(|field| values(content, field.name).iter().all(|value| value.trim().is_empty()));
    empty
        .map(|field| {
            FieldError::new(
                field.name,
                "missing",
                "Mục này là bắt buộc, vui lòng điền.",
                "This is compulsory: fill it in.",
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_at_most_ten_steps_and_no_field_stands_twice() {
        assert!(STEPS.len() < 10, "the last is the check");
        let mut names: Vec<&str> = STEPS.iter().flat_map(|step| step.fields).map(|field| field.name).collect();
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all);
    }

    #[test]
    fn everything_compulsory_is_asked_for_of_an_empty_form() {
        let fields: Vec<&str> = missing(&Content::titled("")).iter().map(|error| error.field).collect();
        let expected = [
            "title",
            "description",
            "location",
            "position",
            "pay",
            "education",
            "technical_level",
            "recruiting",
            "deadline_on",
            "ready_on",
        ];
        assert_eq!(fields, expected, "one person is wanted unless more are");
    }
}
