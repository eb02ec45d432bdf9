//! Profiles of people who look for work: what one says ([`Content`]), its fields by name, class and form ([`Field`]),
//! who sees what ([`Class::shown_to`], [`Visibility`]), what is missing ([`Content::completeness`]) and what is wrong
//! ([`Content::check`]). No storage rows and no pages; consents are [`crate::consent`]'s.

mod check;
mod class;
mod completeness;
mod content;
mod field;
mod filled;
mod limits;
mod take;
mod terms;
#[cfg(test)]
mod tests;
mod tidy;
mod worked;

pub use class::{Class, Sending, Shown, Sight, Visibility};
pub use completeness::{Completeness, PartState};
pub use content::{
    Address, Certificate, Computing, Conditions, Contact, Content, CurrentAddress, Identity, Job, Language, Mobility,
    Month, PriorityGroups, Residence, Schooling, Services, Skills, Trade, VERSION, Wish, WishedTerms, Worked,
};
pub use field::{Field, Part, Use};
pub use limits::Limits;
pub use terms::{Form, Grade, SoftSkill, Wanted};

ids! {
    /// Names one profile for good.
    ProfileId
}
