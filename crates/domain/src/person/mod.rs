//! What names and reaches a person: name, telephone, e-mail, personal number, date of birth. Each is read as people
//! write it and kept in one form; each error says what to write instead, in both languages. None of these types shows
//! its value when it is printed for debugging. Whether a number or an address exists is not known here.

mod birth;
mod email;
mod name;
mod number;
mod phone;
mod phone_fault;
mod typed;

pub use birth::{Birth, BirthError, LEAST_WORKING_AGE, Majority, WorkingAge};
pub use email::{Email, EmailError};
pub use name::{NAME_CHARS, NameError, PersonName};
pub use number::{Birthplace, NumberDoubt, NumberError, PersonalNumber, Sex, same_number};
pub use phone::{Phone, PhoneKind};
pub use phone_fault::PhoneError;

ids! {
    /// Names one person in the records of a centre for good.
    PersonId
}
