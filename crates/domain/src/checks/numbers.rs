//! Checks of numbers: ages, terms, trials, pay against the minimum wage.

use super::finding::{Finding, Severity};
use crate::Lang;
use crate::money::Dong;
use crate::pay::{Band, Currency, Pay, Per, Rates};
use crate::posting::{Content, Contract, Period, Position, Probation, TechnicalLevel, WorkingTime};
use chrono::NaiveDate;

const AGE: &str = "Bộ luật Lao động 2019, Điều 3 khoản 1 và Điều 145";
const MINORS: &str = "Bộ luật Lao động 2019, Điều 18, Điều 144 và Điều 147";
const AGE_LIMIT: &str = "Bộ luật Lao động 2019, Điều 3 khoản 8 và Điều 8 khoản 1";
const TERM: &str = "Bộ luật Lao động 2019, Điều 20 khoản 1";
const TRIAL: &str = "Bộ luật Lao động 2019, Điều 25";
const TRIAL_PAY: &str = "Bộ luật Lao động 2019, Điều 26";
const NO_TRIAL: &str = "Bộ luật Lao động 2019, Điều 24 khoản 3";
const FLOOR: &str = "Bộ luật Lao động 2019, Điều 90 khoản 2; Nghị định 293/2025/NĐ-CP";

codes! {
    /// Region of the minimum wage.
    Region {
        /// Vùng I.
        I = "1",
        /// Vùng II.
        II = "2",
        /// Vùng III.
        III = "3",
        /// Vùng IV: the lowest floor, which no place is below.
        IV = "4",
    }
}

/// Minimum wages by region, I to IV, in dong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WageFloors {
    /// A month.
    pub month: [i64; 4],
    /// An hour.
    pub hour: [i64; 4],
}

/// What a check must be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Circumstances {
    /// The day in Viet Nam.
    pub today: NaiveDate,
    /// Minimum wages in force.
    pub floors: WageFloors,
    /// Region of the workplace; `None` when not known: then the lowest floor counts.
    pub region: Option<Region>,
    /// Dong for one US dollar.
    pub dong_per_usd: i64,
}

pub(super) fn check(content: &Content, around: &Circumstances) -> Vec<Finding> {
    [ages(content), term(content), trial(content), trial_pay(content), floor(content, around)]
        .into_iter()
        .flatten()
        .collect()
}

fn finding(
    severity: Severity,
    code: &'static str,
    field: &'static str,
    citation: &'static str,
    vi: String,
    en: String,
) -> Finding {
    Finding { severity, code, field, quote: String::new(), citation, vi, en }
}

fn ages(content: &Content) -> Vec<Finding> {
    let mut found = Vec::new();
    if let Some(age) = content.age_min.filter(|age| *age < 15) {
        found.push(finding(
            Severity::Refuse,
            "age_under_15",
            "age_min",
            AGE,
            format!(
                "Tuổi tối thiểu ghi là {age}. Không đăng tin tuyển người dưới 15 tuổi; hãy ghi từ 15 tuổi trở lên."
            ),
            format!("The lowest age is {age}. Postings for people under 15 are not published; write 15 or more."),
        ));
    } else if let Some(age) = content.age_min.filter(|age| *age < 18) {
        found.push(finding(
            Severity::Note,
            "age_15_to_17",
            "age_min",
            MINORS,
            format!("Tin nhận người từ {age} tuổi: cần người đại diện theo pháp luật đồng ý bằng văn bản, không quá 8 giờ/ngày và không thuộc công việc, nơi làm việc bị cấm."),
            format!("People from {age} are taken: their legal representative must consent in writing, at most 8 hours a day, and no forbidden work or place."),
        ));
    }
    match (content.age_min, content.age_max) {
        (Some(min), Some(max)) if min > max => found.push(finding(
            Severity::Refuse,
            "age_bounds_crossed",
            "age_max",
            "",
            format!("Tuổi tối thiểu ({min}) lớn hơn tuổi tối đa ({max})."),
            format!("The lowest age ({min}) is above the highest ({max})."),
        )),
        (_, Some(max)) => found.push(finding(
            Severity::Note,
            "age_limit",
            "age_max",
            AGE_LIMIT,
            format!("Tin giới hạn tuổi đến {max}. Chỉ nên giới hạn tuổi khi tính chất công việc thực sự đòi hỏi."),
            format!("The posting sets an age limit of {max}. Limit age only where the work itself demands it."),
        )),
        (_, None) => {}
    }
    found
}

fn term(content: &Content) -> Vec<Finding> {
    let Some(months) = content.contract_months else { return Vec::new() };
    let refuse = |code, vi: String, en: String| vec![finding(Severity::Refuse, code, "contract_months", TERM, vi, en)];
    let warn = |code, vi: String, en: String| vec![finding(Severity::Warn, code, "contract_months", TERM, vi, en)];
    match content.contract {
        Some(Contract::Indefinite) => warn(
            "term_of_indefinite",
            format!(
                "Hợp đồng không xác định thời hạn thì không có thời hạn {months} tháng. Hãy chọn lại loại hợp đồng hoặc xóa số tháng."
            ),
            format!(
                "An indefinite contract has no term of {months} months. Choose another form of contract or leave the months out."
            ),
        ),
        Some(Contract::UnderTwelve | Contract::TwelveToThirtySix | Contract::Other) | None if months > 36 => refuse(
            "term_over_36_months",
            format!("Hợp đồng xác định thời hạn không được quá 36 tháng (tin ghi {months})."),
            format!("A fixed term must not be longer than 36 months (the posting says {months})."),
        ),
        Some(Contract::UnderTwelve) if months >= 12 => warn(
            "term_not_of_class",
            format!("Tin chọn hợp đồng dưới 12 tháng nhưng ghi {months} tháng."),
            format!("The posting chooses a contract under 12 months but says {months} months."),
        ),
        Some(Contract::TwelveToThirtySix) if months < 12 => warn(
            "term_not_of_class",
            format!("Tin chọn hợp đồng từ 12 đến 36 tháng nhưng ghi {months} tháng."),
            format!("The posting chooses a contract of 12 to 36 months but says {months} months."),
        ),
        Some(Contract::UnderTwelve | Contract::TwelveToThirtySix | Contract::Other) | None => Vec::new(),
    }
}

/// Longest trial in calendar days, and who it is for (Article 25).
fn trial_limit(content: &Content) -> (u32, &'static str, &'static str) {
    let executive = content.position == Some(Position::Leader);
    match content.technical_level {
        // 180 days are for executives of an enterprise (Law on Enterprises); a foreman or head of a team is not one.
        Some(_) | None if executive => (180, "người quản lý doanh nghiệp", "executives of an enterprise"),
        Some(
            TechnicalLevel::College | TechnicalLevel::University | TechnicalLevel::Master | TechnicalLevel::Doctor,
        ) => (60, "việc cần trình độ cao đẳng trở lên", "posts that need college or more"),
        Some(TechnicalLevel::Elementary | TechnicalLevel::Intermediate | TechnicalLevel::SkilledWithoutPaper) => (
            30,
            "việc cần trình độ trung cấp, công nhân kỹ thuật, nhân viên nghiệp vụ",
            "posts for skilled, intermediate or office staff",
        ),
        Some(TechnicalLevel::Untrained) if !is_office(content) => (6, "công việc khác", "other work"),
        Some(TechnicalLevel::Untrained) => (30, "nhân viên nghiệp vụ", "office staff"),
        // Not stated: the widest limit that can apply, so that nobody is accused for a gap in the form.
        None if content.position == Some(Position::Manager) => {
            (180, "người quản lý doanh nghiệp", "executives of an enterprise")
        }
        None => match major_group(content) {
            Some('9') => (6, "lao động giản đơn", "elementary work"),
            Some('4'..='8') => (30, "công nhân kỹ thuật, nhân viên nghiệp vụ", "skilled workers and office staff"),
            Some(_) | None => (60, "việc cần trình độ cao đẳng trở lên", "posts that need college or more"),
        },
    }
}

fn major_group(content: &Content) -> Option<char> {
    content.occupation_code.as_deref().and_then(|code| code.chars().next())
}

fn is_office(content: &Content) -> bool {
    matches!(major_group(content), Some('4'))
}

fn trial(content: &Content) -> Vec<Finding> {
    let Some(Probation { length, .. }) = content.probation else { return Vec::new() };
    let mut found = Vec::new();
    if content.contract_months == Some(0) && length.days() > 0 {
        found.push(finding(
            Severity::Refuse,
            "trial_of_short_contract",
            "probation",
            NO_TRIAL,
            "Hợp đồng dưới 1 tháng không được thử việc.".into(),
            "A contract of under 1 month has no trial.".into(),
        ));
    }
    let (limit, vi_kind, en_kind) = trial_limit(content);
    let over = match length {
        // The shortest limit is counted in working days (Article 25(4)).
        Period::WorkingDays(days) if limit == 6 => days > 6,
        Period::Days(_) | Period::WorkingDays(_) | Period::Months(_) => length.days() > limit,
    };
    if over {
        let (vi_unit, en_unit) = if limit == 6 { ("ngày làm việc", "working days") } else { ("ngày", "days") };
        found.push(finding(
            Severity::Warn,
            "trial_too_long",
            "probation",
            TRIAL,
            format!(
                "Thời gian thử việc {} ngày dài hơn mức tối đa {limit} {vi_unit} đối với {vi_kind}.",
                length.days()
            ),
            format!("A trial of {} days is longer than the {limit} {en_unit} allowed for {en_kind}.", length.days()),
        ));
    }
    if length.days() > 180 {
        found.push(finding(
            Severity::Refuse,
            "trial_over_180_days",
            "probation",
            TRIAL,
            "Thời gian thử việc không bao giờ được quá 180 ngày.".into(),
            "A trial is never longer than 180 days.".into(),
        ));
    }
    found
}

fn trial_pay(content: &Content) -> Vec<Finding> {
    let Some(percent) = content.probation.and_then(|probation| probation.pay_percent).filter(|percent| *percent < 85)
    else {
        return Vec::new();
    };
    vec![finding(
        Severity::Refuse,
        "trial_pay_under_85",
        "probation",
        TRIAL_PAY,
        format!("Lương thử việc ghi {percent}%; phải ít nhất bằng 85% mức lương của công việc."),
        format!("Pay during the trial is {percent}%; it must be at least 85% of the pay of the post."),
    )]
}

fn floor(content: &Content, around: &Circumstances) -> Vec<Finding> {
    let Some(Pay::Band(band)) = content.pay else { return Vec::new() };
    let place = around.region.unwrap_or(Region::IV);
    let row = match place {
        Region::I => 0,
        Region::II => 1,
        Region::III => 2,
        Region::IV => 3,
    };
    let Some((amount, floor, per)) = against(&band, content, around, row) else { return Vec::new() };
    if amount >= floor {
        return Vec::new();
    }
    let (vi_per, en_per) = if per == Per::Hour { ("giờ", "hour") } else { ("tháng", "month") };
    let region = ["I", "II", "III", "IV"][row];
    let money = |dong: i64, lang| Dong(dong).full(lang);
    vec![finding(
        Severity::Warn,
        "pay_below_floor",
        "pay",
        FLOOR,
        format!(
            "Mức lương {}/{vi_per} thấp hơn lương tối thiểu vùng {region} là {}/{vi_per}.",
            money(amount, Lang::Vi),
            money(floor, Lang::Vi)
        ),
        format!(
            "The pay of {}/{en_per} is below the minimum wage of region {region}, {}/{en_per}.",
            money(amount, Lang::En),
            money(floor, Lang::En)
        ),
    )]
}

/// The most the posting promises beside the floor it must reach; the most, because a band that starts low may still
/// be lawful for part of the time, and only one that cannot reach the floor is surely wrong.
fn against(band: &Band, content: &Content, around: &Circumstances, row: usize) -> Option<(i64, i64, Per)> {
    let dong = |amount: i64| match band.currency {
        Currency::Vnd => Some(amount),
        Currency::Usd => amount.checked_mul(around.dong_per_usd),
    };
    let part_time = content.working_time == Some(WorkingTime::Part);
    match band.per {
        Per::Hour => Some((dong(band.max.or(band.min)?)?, around.floors.hour[row], Per::Hour)),
        // A month of part-time work has no floor of its own; its hours are not known.
        Per::Month | Per::Year | Per::Day if part_time => None,
        Per::Month | Per::Year | Per::Day => {
            let (_, most) = Pay::Band(*band).monthly_dong_range(&Rates::full_time(around.dong_per_usd))?;
            Some((most, around.floors.month[row], Per::Month))
        }
        Per::Piece => None,
    }
}
