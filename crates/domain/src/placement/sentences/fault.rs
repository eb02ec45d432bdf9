//! Why a case or a policy cannot be read, in words.

use super::one_of;
use crate::Lang;
use crate::placement::{CaseError, Fault};

/// The error in a sentence, with its place.
pub fn explain_error(error: &CaseError, lang: Lang) -> String {
    let what = fault(error.fault, lang);
    match (lang, error.at.as_str()) {
        (Lang::Vi, "") => format!("Không đọc được: {what}."),
        (Lang::Vi, at) => format!("Không đọc được ({at}): {what}."),
        (Lang::En, "") => format!("Cannot be read: {what}."),
        (Lang::En, at) => format!("Cannot be read ({at}): {what}."),
    }
}

const fn fault(fault: Fault, lang: Lang) -> &'static str {
    match fault {
        Fault::NotJson => one_of(lang, "không phải JSON viết bằng UTF-8", "it is not JSON in UTF-8"),
        Fault::NotToml => one_of(lang, "không phải TOML", "it is not TOML"),
        Fault::KeyTwice => one_of(lang, "một mục được ghi hai lần", "a field stands twice"),
        Fault::UnknownField => one_of(lang, "mục này không có trong quy định", "this field is not known"),
        Fault::MissingField => one_of(lang, "thiếu mục này", "this field is missing"),
        Fault::WrongType => one_of(lang, "giá trị không đúng kiểu", "the value is of the wrong type"),
        Fault::NotWhole => one_of(lang, "phải là số nguyên", "it must be a whole number"),
        Fault::NotInList => one_of(lang, "giá trị không có trong danh mục", "the value is not in its list"),
        Fault::OutOfRange => one_of(lang, "số nằm ngoài giới hạn", "the number is out of its range"),
        Fault::ImpossibleDate => one_of(lang, "ngày không có thật", "there is no such day"),
        Fault::ImpossibleInstant => one_of(lang, "thời điểm không có thật", "there is no such instant"),
        Fault::SameId => one_of(lang, "hai sự kiện có cùng mã", "two facts have one id"),
        Fault::EndsBeforeStart => one_of(lang, "ngày cuối trước ngày đầu", "the last day is before the first"),
        Fault::EndAgainstForm => {
            one_of(lang, "ngày kết thúc không hợp với loại hợp đồng", "the end does not fit the kind of the contract")
        }
        Fault::NotOneLength => {
            one_of(lang, "phải ghi đúng một trong số tháng và số ngày", "exactly one of months and days is needed")
        }
        Fault::Empty => one_of(lang, "không được để trống", "it must not be empty"),
        Fault::Repeated => one_of(lang, "một nguồn được xếp hạng hai lần", "a source is ranked twice"),
    }
}
