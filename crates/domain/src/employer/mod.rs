//! Employers as postings name them: when two names are the same one, and whether a number can be theirs.
//! Holds no register: whether a tax code exists is not known here.

mod kind;
mod name;
mod number;

pub use kind::{OrganisationKind, SizeBand};
pub use name::employer_key;
pub use number::{TaxCode, TaxCodeError, is_personal_number, tax_code};
