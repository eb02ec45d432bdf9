//! Codes of the closed lists as filters of the index, and the numbers under which the index counts them.

use crate::error::FieldError;
use crate::find::FacetValue;
use crate::find::Known;
use sanviec_domain::posting::{Contract, Experience, PayClass, PostingCode, TechnicalLevel, WorkingTime};
use sanviec_reference::{industry, occupation, unit};

/// Contract forms as the API spells them.
pub(crate) const fn contract_code(contract: Contract) -> &'static str {
    match contract {
        Contract::Indefinite => "indefinite",
        Contract::UnderTwelve => "fixed_under_12",
        Contract::TwelveToThirtySix => "fixed_12_36",
        Contract::Other => "other",
    }
}

const fn contract_words(contract: Contract) -> (&'static str, &'static str) {
    match contract {
        Contract::Indefinite => ("Không xác định thời hạn", "Indefinite"),
        Contract::UnderTwelve => ("Xác định thời hạn dưới 12 tháng", "Fixed term under 12 months"),
        Contract::TwelveToThirtySix => ("Xác định thời hạn 12–36 tháng", "Fixed term of 12 to 36 months"),
        Contract::Other => ("Thời vụ, khác", "Seasonal, other"),
    }
}

fn unknown(field: &'static str, value: &str, known: Vec<String>) -> FieldError {
    FieldError::new(
        field,
        "unknown_code",
        format!("“{field}” không có giá trị “{value}”. Hãy chọn một trong các giá trị gợi ý."),
        format!("“{field}” has no value “{value}”. Choose one of those suggested."),
    )
    .suggesting(known)
}

pub(crate) fn contract_filter(value: &str) -> Result<Known, FieldError> {
    let found = Contract::ALL.iter().find(|contract| contract_code(**contract) == value);
    let found = found.ok_or_else(|| {
        let known = Contract::ALL.iter().map(|contract| contract_code(*contract).to_owned()).collect();
        unknown("contract", value, known)
    })?;
    let (vi, en) = contract_words(*found);
    Ok(Known { term: format!("k:{value}"), vi: vi.into(), en: en.into() })
}

pub(crate) fn working_time_filter(value: &str) -> Result<Known, FieldError> {
    let (vi, en) = match WorkingTime::find_by_code(value) {
        Some(WorkingTime::Full) => ("Toàn thời gian", "Full time"),
        Some(WorkingTime::Part) => ("Bán thời gian", "Part time"),
        None => return Err(unknown("working_time", value, vec!["full".into(), "part".into()])),
    };
    Ok(Known { term: format!("t:{value}"), vi: vi.into(), en: en.into() })
}

pub(crate) fn shift_filter(value: &str) -> Result<Known, FieldError> {
    let (vi, en) = match value {
        "1" => ("Làm ca", "Shift work"),
        "0" => ("Không làm ca", "No shift work"),
        _ => return Err(unknown("shift", value, vec!["1".into(), "0".into()])),
    };
    Ok(Known { term: format!("s:{value}"), vi: vi.into(), en: en.into() })
}

pub(crate) fn occupation_filter(value: &str) -> Result<Known, FieldError> {
    let found = occupation::get(value).ok_or_else(|| {
        let near = occupation::lookup(value, 5).into_iter().map(|scored| scored.occupation.code.to_owned());
        let known: Vec<String> = near.collect();
        let major = || occupation::children("").map(|group| group.code.to_owned()).collect();
        unknown("occupation", value, if known.is_empty() { major() } else { known })
    })?;
    let english = if found.name_en.is_empty() { found.name_vi } else { found.name_en };
    Ok(Known { term: format!("o:{value}"), vi: found.name_vi.into(), en: english.into() })
}

pub(crate) fn industry_filter(value: &str) -> Result<Known, FieldError> {
    let found = industry::get(&value.to_uppercase()).ok_or_else(|| {
        unknown("industry", value, industry::sections().map(|section| section.code.to_owned()).collect())
    })?;
    let english = if found.name_en.is_empty() { found.name_vi } else { found.name_en };
    Ok(Known { term: format!("i:{}", found.code), vi: found.name_vi.into(), en: english.into() })
}

/// The facet term of an employer.
pub(crate) fn employer_term(code: PostingCode) -> String {
    format!("e:{code}")
}

/// That no employer has this code.
pub(crate) fn no_such_employer(value: &str) -> FieldError {
    FieldError::new(
        "employer",
        "unknown_code",
        format!("Không có doanh nghiệp nào có mã “{value}”. Hãy lấy mã ở trang của doanh nghiệp."),
        format!("No employer has the code “{value}”. Take it from the page of the employer."),
    )
}

pub(crate) fn employer_filter(value: &str) -> Result<Known, FieldError> {
    let code: PostingCode = value.parse().map_err(|_| no_such_employer(value))?;
    Ok(Known { term: employer_term(code), vi: "Doanh nghiệp này".into(), en: "This employer".into() })
}

type Words = (String, String);

/// Postings that ask for at most so much experience; those that state nothing ask for none.
pub(crate) fn experience_filter(value: &str) -> Result<Option<(Vec<String>, Words)>, FieldError> {
    let most = match value.trim() {
        "" => return Ok(None),
        "0" => 0,
        "12" => 1,
        "24" => 2,
        "60" => 3,
        other => return Err(unknown("experience", other, ["0", "12", "24", "60"].map(String::from).to_vec())),
    };
    let mut terms: Vec<String> = vec!["x:unstated".into()];
    terms.extend(Experience::ALL.iter().take(most + 1).map(|known| format!("x:{}", known.code())));
    let months = value.trim();
    let words = match most {
        0 => ("Chưa có kinh nghiệm".into(), "No experience".into()),
        _ => (format!("Kinh nghiệm đến {months} tháng"), format!("Up to {months} months of experience")),
    };
    Ok(Some((terms, words)))
}

/// Postings that ask for at most this qualification.
pub(crate) fn qualification_filter(value: &str) -> Result<Option<(Vec<String>, Words)>, FieldError> {
    let value = value.trim();
    if value.is_empty() {
        return Ok(None);
    }
    let Some(level) = TechnicalLevel::find_by_code(value) else {
        return Err(unknown(
            "qualification",
            value,
            TechnicalLevel::ALL.iter().map(|level| level.code().to_owned()).collect(),
        ));
    };
    let mut terms: Vec<String> = vec!["q:unstated".into()];
    let within = TechnicalLevel::ALL.iter().filter(|known| known.ordinal() <= level.ordinal());
    terms.extend(within.map(|known| format!("q:{}", known.code())));
    let (vi, en) = qualification_words(level);
    Ok(Some((terms, (format!("Trình độ đến {vi}"), format!("Qualification up to {en}")))))
}

const fn qualification_words(level: TechnicalLevel) -> (&'static str, &'static str) {
    match level {
        TechnicalLevel::Untrained => ("chưa qua đào tạo", "none"),
        TechnicalLevel::SkilledWithoutPaper => ("công nhân kỹ thuật không bằng", "skilled without certificate"),
        TechnicalLevel::Elementary => ("sơ cấp", "elementary"),
        TechnicalLevel::Intermediate => ("trung cấp", "intermediate"),
        TechnicalLevel::College => ("cao đẳng", "college"),
        TechnicalLevel::University => ("đại học", "university"),
        TechnicalLevel::Master => ("thạc sĩ", "master"),
        TechnicalLevel::Doctor => ("tiến sĩ", "doctor"),
    }
}

fn value(code: &str, vi: &str, en: &str) -> FacetValue {
    let english = if en.is_empty() { vi } else { en };
    FacetValue { value: code.to_owned(), vi: vi.to_owned(), en: english.to_owned(), count: 0 }
}

/// Numbers of the first counted dimension: provinces by their dense number.
pub(crate) fn province_buckets() -> Vec<(u8, FacetValue)> {
    unit::provinces().iter().map(|unit| (unit.dense as u8, value(unit.code, unit.name, ""))).collect()
}

/// Numbers of the second: level-2 occupation groups.
pub(crate) fn occupation_buckets() -> Vec<(u8, FacetValue)> {
    let groups = occupation::groups().enumerate();
    groups.map(|(number, group)| (number as u8, value(group.code, group.name_vi, group.name_en))).collect()
}

/// Numbers of the third: contract forms in the order of the form.
pub(crate) fn contract_buckets() -> Vec<(u8, FacetValue)> {
    let named = |(number, contract): (usize, &Contract)| {
        let (vi, en) = contract_words(*contract);
        (number as u8, value(contract_code(*contract), vi, en))
    };
    Contract::ALL.iter().enumerate().map(named).collect()
}

/// Numbers of the fourth: the pay classes of form 01a that the upper end of the pay falls into, as the filter by pay
/// asks; the value is the least pay of the class, and stands for it and all above.
pub(crate) fn pay_buckets() -> Vec<(u8, FacetValue)> {
    const WORDS: [(&str, &str); 5] = [
        ("Có ghi mức lương", "Pay is stated"),
        ("Từ 5 triệu", "From 5 million"),
        ("Từ 10 triệu", "From 10 million"),
        ("Từ 20 triệu", "From 20 million"),
        ("Từ 50 triệu", "From 50 million"),
    ];
    let classes = PayClass::ALL.iter().zip(WORDS).enumerate();
    classes
        .map(|(number, (class, (vi, en)))| (number as u8, value(&class.from_dong().max(1).to_string(), vi, en)))
        .collect()
}
