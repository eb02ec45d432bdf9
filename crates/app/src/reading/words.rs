//! Words for the closed lists of the forms, as adverts and other boards write them, in Vietnamese with or without
//! marks and in English. What is not in a table is not guessed.

use sanviec_domain::person::Sex;
use sanviec_domain::placement::{EndReason, Form, LeaveKind, SigningMethod};
use sanviec_domain::posting::{
    Contract, Education, Experience, Housing, Limits, Period, Position, RemoteMode, TechnicalLevel, Transport,
    WorkingTime,
};

/// A table of folded spellings; the codes of the list itself are always understood.
fn by_words<T: Copy>(text: &str, by_code: fn(&str) -> Option<T>, table: &[(&[&str], T)]) -> Option<T> {
    let folded = sanviec_text::fold(text);
    // Folded, too: a word's one form need not be the one it is written in here (ký and kí).
    let is_it = |spelling: &&str| sanviec_text::fold(spelling) == folded.trim();
    by_code(text.trim())
        .or_else(|| table.iter().find(|(spellings, _)| spellings.iter().any(is_it)).map(|(_, value)| *value))
}

pub(crate) fn contract(text: &str) -> Option<Contract> {
    const TABLE: [(&[&str], Contract); 4] = [
        (&["khong xac dinh thoi han", "khong thoi han", "dai han", "permanent", "indefinite"], Contract::Indefinite),
        (&["duoi 12 thang", "xac dinh thoi han duoi 12 thang", "ngan han", "fixed_under_12"], Contract::UnderTwelve),
        (
            &[
                "12-36 thang",
                "12 den 36 thang",
                "xac dinh thoi han",
                "xac dinh thoi han 12-36 thang",
                "fixed_12_36",
                "fixed term",
            ],
            Contract::TwelveToThirtySix,
        ),
        (&["thoi vu", "mua vu", "khac", "seasonal", "freelance", "other", "contractor"], Contract::Other),
    ];
    by_words(text, Contract::find_by_code, &TABLE)
}

/// Kind of a labour contract, as lists of centres write it.
pub(crate) fn contract_form(text: &str) -> Option<Form> {
    const TABLE: [(&[&str], Form); 4] = [
        (&["khong xac dinh thoi han", "khong thoi han", "hdld khong xac dinh thoi han"], Form::Indefinite),
        (&["xac dinh thoi han", "co thoi han", "hdld xac dinh thoi han", "fixed term"], Form::FixedTerm),
        (&["thu viec", "hop dong thu viec"], Form::Probation),
        (&["hoc nghe", "tap nghe", "hoc nghe, tap nghe"], Form::Apprenticeship),
    ];
    by_words(text, Form::find_by_code, &TABLE)
}

/// Why somebody is absent.
pub(crate) fn leave_kind(text: &str) -> Option<LeaveKind> {
    const TABLE: [(&[&str], LeaveKind); 9] = [
        (&["hang nam", "nghi hang nam", "phep", "nghi phep", "phep nam"], LeaveKind::Annual),
        (&["om dau", "nghi om", "om", "sickness"], LeaveKind::Sick),
        (&["tai nan lao dong", "tai nan"], LeaveKind::Accident),
        (&["thai san", "nghi thai san", "maternity"], LeaveKind::Parental),
        (&["khong luong", "nghi khong luong"], LeaveKind::Unpaid),
        (&["nghia vu quan su"], LeaveKind::Military),
        (&["ngung viec"], LeaveKind::Stoppage),
        (&["tam hoan", "tam hoan hop dong"], LeaveKind::Suspension),
        (&["khac", "ly do khac"], LeaveKind::Other),
    ];
    by_words(text, LeaveKind::find_by_code, &TABLE)
}

/// Why a contract ended.
pub(crate) fn end_reason(text: &str) -> Option<EndReason> {
    const TABLE: [(&[&str], EndReason); 8] = [
        (&["nguoi lao dong xin thoi viec", "xin thoi viec", "xin nghi", "tu nghi"], EndReason::Resigned),
        (&["nguoi su dung lao dong cho thoi viec", "cho thoi viec", "sa thai"], EndReason::Dismissed),
        (&["thoa thuan", "hai ben thoa thuan"], EndReason::Agreed),
        (&["het han", "hop dong het han", "het han hop dong"], EndReason::Expired),
        (
            &["ngung hoat dong", "nguoi su dung lao dong ngung hoat dong", "giai the", "pha san"],
            EndReason::EmployerClosed,
        ),
        (&["qua doi", "nguoi lao dong qua doi", "chet"], EndReason::Died),
        (&["khong den lam", "nguoi lao dong khong den lam"], EndReason::NoShow),
        (&["khac", "ly do khac"], EndReason::Other),
    ];
    by_words(text, EndReason::find_by_code, &TABLE)
}

/// How a contract was signed.
pub(crate) fn signing_method(text: &str) -> Option<SigningMethod> {
    const TABLE: [(&[&str], SigningMethod); 3] = [
        (&["giay", "tren giay", "ky giay", "paper"], SigningMethod::PaperSeen),
        (&["chu ky so", "ky so", "dien tu", "hop dong dien tu"], SigningMethod::Digital),
        (&["tren san"], SigningMethod::Platform),
    ];
    by_words(text, SigningMethod::find_by_code, &TABLE)
}

pub(crate) fn working_time(text: &str) -> Option<WorkingTime> {
    const TABLE: [(&[&str], WorkingTime); 2] = [
        (&["toan thoi gian", "full time", "full-time", "fulltime", "hanh chinh", "full_time"], WorkingTime::Full),
        (&["ban thoi gian", "part time", "part-time", "parttime", "lam them", "part_time"], WorkingTime::Part),
    ];
    by_words(text, WorkingTime::find_by_code, &TABLE)
}

/// What boards call the kind of employment says something about the hours, the contract, or both.
pub(crate) fn employment_type(text: &str) -> (Option<WorkingTime>, Option<Contract>) {
    let contract = contract(text);
    let folded = sanviec_text::fold(text);
    let first = folded.split([',', '/', ';']).next().unwrap_or_default();
    (working_time(text).or_else(|| working_time(first)), contract)
}

pub(crate) fn position(text: &str) -> Option<Position> {
    const TABLE: [(&[&str], Position); 3] = [
        (
            &[
                "nhan vien",
                "chuyen vien",
                "junior",
                "fresher",
                "intern",
                "mid",
                "middle",
                "senior",
                "thuc tap sinh",
                "cong nhan",
            ],
            Position::Staff,
        ),
        (
            &["quan li", "truong nhom", "truong phong", "lead", "leader", "manager", "giam sat", "supervisor"],
            Position::Manager,
        ),
        (&["lanh dao", "giam doc", "director", "c-level", "executive", "head"], Position::Leader),
    ];
    by_words(text, Position::find_by_code, &TABLE)
}

pub(crate) fn experience(text: &str) -> Option<Experience> {
    const TABLE: [(&[&str], Experience); 5] = [
        (
            &[
                "khong",
                "khong yeu cau",
                "khong can kinh nghiem",
                "khong yeu cau kinh nghiem",
                "chua co kinh nghiem",
                "0",
            ],
            Experience::None,
        ),
        (&["duoi 1 nam", "6 thang", "under 1 year"], Experience::UnderOne),
        (&["1 nam", "1-2 nam", "1 - 2 nam", "tu 1 den 2 nam", "2 nam"], Experience::OneToTwo),
        (&["2-5 nam", "2 - 5 nam", "3 nam", "4 nam", "5 nam", "tu 2 den 5 nam", "3-5 nam"], Experience::TwoToFive),
        (&["tren 5 nam", "hon 5 nam", "over 5 years"], Experience::OverFive),
    ];
    by_words(text, Experience::find_by_code, &TABLE)
}

pub(crate) fn education(text: &str) -> Option<Education> {
    const TABLE: [(&[&str], Education); 4] = [
        (&["chua tot nghiep tieu hoc"], Education::NotPrimary),
        (&["tot nghiep tieu hoc", "tieu hoc", "5/12"], Education::Primary),
        (&["trung hoc co so", "thcs", "tot nghiep thcs", "9/12", "cap 2"], Education::LowerSecondary),
        (&["trung hoc pho thong", "thpt", "tot nghiep thpt", "12/12", "cap 3"], Education::UpperSecondary),
    ];
    by_words(text, Education::find_by_code, &TABLE)
}

pub(crate) fn technical_level(text: &str) -> Option<TechnicalLevel> {
    const TABLE: [(&[&str], TechnicalLevel); 8] = [
        (&["chua qua dao tao", "khong yeu cau", "lao dong pho thong", "ldpt", "none"], TechnicalLevel::Untrained),
        (&["cong nhan ki thuat khong bang", "cnkt khong bang", "cnkt"], TechnicalLevel::SkilledWithoutPaper),
        (&["so cap", "chung chi nghe", "chung chi"], TechnicalLevel::Elementary),
        (&["trung cap", "trung hoc chuyen nghiep"], TechnicalLevel::Intermediate),
        (&["cao dang"], TechnicalLevel::College),
        (&["dai hoc", "cu nhan", "ki su", "bachelor"], TechnicalLevel::University),
        (&["thac si", "cao hoc"], TechnicalLevel::Master),
        (&["tien si", "phd"], TechnicalLevel::Doctor),
    ];
    by_words(text, TechnicalLevel::find_by_code, &TABLE)
}

pub(crate) fn remote_mode(text: &str) -> Option<RemoteMode> {
    const TABLE: [(&[&str], RemoteMode); 3] = [
        (&["at office", "onsite", "on-site", "tai van phong", "truc tiep", "tai cho"], RemoteMode::OnSite),
        (&["hybrid", "ket hop"], RemoteMode::Hybrid),
        (&["remote", "tu xa", "lam viec tu xa", "tai nha", "online"], RemoteMode::Remote),
    ];
    by_words(text, RemoteMode::find_by_code, &TABLE)
}

pub(crate) fn housing(text: &str) -> Option<Housing> {
    const TABLE: [(&[&str], Housing); 2] =
        [(&["phu cap nha o", "tro cap nha o"], Housing::Allowance), (&["co cho o"], Housing::Provided)];
    let flag = || yes_or_no(text).map(|yes| if yes { Housing::Provided } else { Housing::None });
    by_words(text, Housing::find_by_code, &TABLE).or_else(flag)
}

pub(crate) fn transport(text: &str) -> Option<Transport> {
    const TABLE: [(&[&str], Transport); 2] = [
        (&["phu cap di lai", "phu cap xang xe"], Transport::Allowance),
        (&["xe dua don", "co xe dua don"], Transport::Provided),
    ];
    let flag = || yes_or_no(text).map(|yes| if yes { Transport::Provided } else { Transport::None });
    by_words(text, Transport::find_by_code, &TABLE).or_else(flag)
}

pub(crate) fn yes_or_no(text: &str) -> Option<bool> {
    match sanviec_text::fold(text).trim() {
        "1" | "co" | "yes" | "true" | "x" => Some(true),
        "0" | "khong" | "no" | "false" => Some(false),
        _ => None,
    }
}

/// The code that a word of a spreadsheet stands for in a field of a form, by the tables above.
pub(crate) fn choice(field: &str, text: &str) -> Option<&'static str> {
    match field {
        "contract" => contract(text).map(Contract::code),
        "education" => education(text).map(Education::code),
        "experience" => experience(text).map(Experience::code),
        "housing" => housing(text).map(Housing::code),
        "position" => position(text).map(Position::code),
        "remote_mode" => remote_mode(text).map(RemoteMode::code),
        "sex" => sex(text).map(Sex::code),
        "technical_level" => technical_level(text).map(TechnicalLevel::code),
        "transport" => transport(text).map(Transport::code),
        "working_time" => working_time(text).map(WorkingTime::code),
        _ => None,
    }
}

fn sex(text: &str) -> Option<Sex> {
    const TABLE: [(&[&str], Sex); 2] = [(&["nam"], Sex::Male), (&["nu"], Sex::Female)];
    by_words(text, Sex::find_by_code, &TABLE)
}

/// A number of people, 1 to the largest the rules take.
pub(crate) fn wanted(text: &str) -> Option<u32> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let rest = sanviec_text::fold(text).replace(|letter: char| letter.is_ascii_digit() || ".,".contains(letter), "");
    let known = matches!(rest.trim(), "" | "nguoi" | "people" | "lao dong");
    digits.parse().ok().filter(|wanted| known && (1..=Limits::WANTED).contains(wanted))
}

/// A number and, folded, the words after it.
fn counted(text: &str) -> Option<(u16, String)> {
    let folded = sanviec_text::fold(text);
    let folded = folded.trim();
    let end = folded.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(folded.len());
    let (number, unit) = folded.split_at(end);
    Some((number.parse().ok()?, unit.trim().to_owned()))
}

/// An age in years.
pub(crate) fn age(text: &str) -> Option<u8> {
    let (age, unit) = counted(text)?;
    let known = matches!(unit.as_str(), "" | "tuoi" | "years" | "years old");
    u8::try_from(age).ok().filter(|age| known && (1..=100).contains(age))
}

/// A term in months; years are counted in months.
pub(crate) fn months(text: &str) -> Option<u16> {
    let (number, unit) = counted(text)?;
    let months = match unit.as_str() {
        "" | "thang" | "month" | "months" => number,
        "nam" | "year" | "years" => number.checked_mul(12)?,
        _ => return None,
    };
    Some(months).filter(|months| (1..=600).contains(months))
}

/// How long a trial is; one of no days where there is none. A number without its unit is not guessed.
pub(crate) fn trial(text: &str) -> Option<Period> {
    if matches!(sanviec_text::fold(text).trim(), "0" | "khong" | "khong thu viec" | "no" | "none") {
        return Some(Period::Days(0));
    }
    let (number, unit) = counted(text)?;
    let length = match unit.as_str() {
        "ngay" | "day" | "days" => Period::Days(number),
        "ngay lam viec" | "working days" => Period::WorkingDays(number),
        "tuan" | "week" | "weeks" => Period::Days(number.checked_mul(7)?),
        "thang" | "month" | "months" => Period::Months(number),
        _ => return None,
    };
    Some(length).filter(|_| (1..=400).contains(&number))
}

/// A share of 1 to 100, with or without its sign.
pub(crate) fn percent(text: &str) -> Option<u8> {
    let share = text.trim().trim_end_matches('%').trim_end().parse().ok()?;
    Some(share).filter(|share| (1..=100).contains(share))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_boards_and_people_write_is_understood_with_and_without_marks() {
        assert_eq!(contract("Không xác định thời hạn"), Some(Contract::Indefinite));
        assert_eq!(contract("12_36"), Some(Contract::TwelveToThirtySix));
        assert_eq!(working_time("Full-time"), Some(WorkingTime::Full));
        assert_eq!(working_time("ban thoi gian"), Some(WorkingTime::Part));
        assert_eq!(employment_type("Thời vụ"), (None, Some(Contract::Other)));
        assert_eq!(position("manager"), Some(Position::Manager));
        assert_eq!(position("Trưởng phòng"), Some(Position::Manager));
        assert_eq!(experience("Không yêu cầu kinh nghiệm"), Some(Experience::None));
        assert_eq!(technical_level("Cao đẳng"), Some(TechnicalLevel::College));
        assert_eq!(remote_mode("At office"), Some(RemoteMode::OnSite));
        assert_eq!(housing("có"), Some(Housing::Provided));
        assert_eq!(
            (wanted("50 người"), wanted("1.200"), wanted("0"), wanted("nhiều")),
            (Some(50), Some(1200), None, None)
        );
    }

    #[test]
    fn ages_terms_and_trials_are_read_with_their_units() {
        assert_eq!((age("18"), age("18 tuổi"), age("18 tháng"), age("200")), (Some(18), Some(18), None, None));
        assert_eq!(
            (months("36"), months("12 tháng"), months("3 năm"), months("3 tuần")),
            (Some(36), Some(12), Some(36), None)
        );
        assert_eq!((trial("2 tháng"), trial("60 ngày")), (Some(Period::Months(2)), Some(Period::Days(60))));
        assert_eq!((trial("6 ngày làm việc"), trial("2 tuần")), (Some(Period::WorkingDays(6)), Some(Period::Days(14))));
        assert_eq!((trial("Không thử việc"), trial("2"), trial("lâu")), (Some(Period::Days(0)), None, None));
        assert_eq!(
            (percent("85%"), percent("85"), percent("0"), percent("85 triệu")),
            (Some(85), Some(85), None, None)
        );
    }

    #[test]
    fn what_is_in_no_table_is_not_guessed() {
        assert_eq!(contract("cả đời"), None);
        assert_eq!(education("giỏi"), None);
        assert_eq!(technical_level("tốt"), None);
        assert_eq!(yes_or_no("có lẽ"), None);
        assert_eq!((choice("sex", "Nữ"), choice("position", "sếp")), (Some("female"), None));
        assert_eq!((choice("education", "Tốt nghiệp THCS"), choice("title", "nam")), (Some("lower_secondary"), None));
    }
}
