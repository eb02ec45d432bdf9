//! Reading what people write into the codes of the forms: the words of files and adverts, by code or by name.

mod codes;
mod places;
mod words;

pub(crate) use codes::{
    contract_buckets, contract_code, contract_filter, employer_filter, employer_term, experience_filter,
    industry_filter, no_such_employer, occupation_buckets, occupation_filter, pay_buckets, province_buckets,
    qualification_filter, shift_filter, working_time_filter,
};
pub(crate) use places::{
    Area, COMMUNES_OF_A_PLACE, area, communes_within, distances, found_of, large_former_term, near_units, others,
    unit_ref, unknown_place, workplaces,
};
pub(crate) use words::{
    age, choice, contract, contract_form, education, employment_type, end_reason, experience, housing, leave_kind,
    months, percent, position, remote_mode, signing_method, technical_level, transport, trial, wanted, working_time,
    yes_or_no,
};

use sanviec_reference::{industry, occupation, skill};

/// A VSCO code as written, when it exists.
pub(crate) fn occupation_code(text: &str) -> Option<String> {
    occupation::get(text.trim()).map(|occupation| occupation.code.to_owned())
}

/// The most probable VSCO unit group of a title, when it is probable enough to be shown.
pub(crate) fn occupation_of_title(title: &str) -> Option<String> {
    occupation::lookup(title, 1).first().filter(|found| found.is_likely()).map(|found| found.occupation.code.to_owned())
}

/// A VSIC 2018 code as written, when it exists.
pub(crate) fn industry_code(text: &str) -> Option<String> {
    industry::get(&text.trim().to_uppercase()).map(|industry| industry.code.to_owned())
}

/// The concept that a written skill names.
pub(crate) fn skill_id(written: &str) -> Option<String> {
    skill::named(written).map(|skill| skill.id.to_owned())
}
