//! How much of a profile is there, part by part, and what a form still lacks. A share of fields says nothing about
//! quality: it only tells where to go on.

use super::content::Content;
use super::field::{Field, Part};
use super::terms::{Form, Wanted};

codes! {
    /// How far a part is.
    PartState {
        /// Nothing is there.
        Empty = "empty",
        /// Something is there, and something with a star is not.
        Begun = "begun",
        /// Something is there, and nothing with a star is missing.
        Complete = "complete",
    }
}

/// How much of one part is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completeness {
    /// The part.
    pub part: Part,
    /// Fields that say something.
    pub filled: usize,
    /// Fields that it has.
    pub of: usize,
    /// Fields with a star that say nothing.
    pub missing: Vec<Field>,
}

impl Completeness {
    /// How far it is.
    pub fn state(&self) -> PartState {
        if self.filled == 0 {
            PartState::Empty
        } else if self.missing.is_empty() {
            PartState::Complete
        } else {
            PartState::Begun
        }
    }
}

impl Content {
    /// Every part, in the order of the forms.
    pub fn completeness(&self) -> Vec<Completeness> {
        let filled = self.filled();
        let of = |part: Part| {
            let fields: Vec<Field> = part.fields().collect();
            let missing =
                fields.iter().copied().filter(|field| field.starred() != Form::Neither && !filled.contains(field));
            Completeness {
                part,
                filled: fields.iter().filter(|field| filled.contains(field)).count(),
                of: fields.len(),
                missing: missing.collect(),
            }
        };
        Part::ALL.iter().map(|part| of(*part)).collect()
    }

    /// The fields with a star that the form still lacks.
    pub fn missing_for(&self, form: Form) -> Vec<Field> {
        let filled = self.filled();
        match form {
            Form::Registration | Form::Wish => {
                Field::ALL.iter().copied().filter(|field| field.starred() == form && !filled.contains(field)).collect()
            }
            Form::Neither => Vec::new(),
        }
    }

    /// The forms that belong to what the person asks the centre for: 01 always, 01a with looking for work.
    pub fn forms(&self) -> &'static [Form] {
        if self.services.wanted.contains(&Wanted::JobSearch) {
            &[Form::Registration, Form::Wish]
        } else {
            &[Form::Registration]
        }
    }
}
