//! The closed terms of a vacancy (contract, time, experience, people wanted), drawn to fit its title. Codes are
//! those of
//! forms 01 and 01a as the product writes them.

use crate::bank::{PaidBy, Title};
use crate::draw::Draw;

/// Terms of one vacancy.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Terms {
    pub(crate) contract: Option<&'static str>,
    pub(crate) working_time: &'static str,
    pub(crate) employment_type: Option<&'static str>,
    pub(crate) level: Option<&'static str>,
    pub(crate) position: &'static str,
    pub(crate) experience: &'static str,
    pub(crate) education: Option<&'static str>,
    pub(crate) qualification: &'static str,
    pub(crate) wanted: u32,
    pub(crate) housing: Option<&'static str>,
    pub(crate) transport: Option<&'static str>,
    /// The technical level in words, for sentences.
    pub(crate) degree: &'static str,
    /// The experience in words, for sentences.
    pub(crate) years: &'static str,
}

const LEVELS: [&str; 7] =
    ["untrained", "skilled_without_paper", "elementary", "intermediate", "college", "university", "master"];
const DEGREES: [&str; 7] = ["THPT", "THCS trở lên", "sơ cấp", "trung cấp", "cao đẳng", "đại học", "thạc sĩ"];
const YEARS: [&[&str]; 5] = [
    &["chưa có kinh nghiệm sẽ được chỉ dẫn", "không đòi hỏi kinh nghiệm", "người mới cũng nhận"],
    &["có dưới 1 năm kinh nghiệm", "làm quen việc ít nhất 3 tháng", "từng làm nửa năm trở lên"],
    &["có 1 - 2 năm kinh nghiệm", "kinh nghiệm từ 1 năm", "đã làm tối thiểu 18 tháng"],
    &["có 2 - 5 năm kinh nghiệm", "kinh nghiệm từ 3 năm", "đã qua ít nhất 2 năm cùng vị trí"],
    &["có trên 5 năm kinh nghiệm", "kinh nghiệm tối thiểu 6 năm", "trên 5 năm trong nghề"],
];
const EXPERIENCES: [&str; 5] = ["none", "under_1", "1_2", "2_5", "over_5"];

fn contract(title: &Title, part: bool, draw: &mut Draw) -> Option<&'static str> {
    if title.seasonal || (part && draw.percent(60)) {
        return Some(if draw.percent(60) { "other" } else { "under_12" });
    }
    match draw.below(20) {
        0..=8 => Some("12_36"),
        9..=13 => Some("indefinite"),
        14..=15 => Some("under_12"),
        _ => None,
    }
}

fn employment_type(part: bool, contract: Option<&str>, draw: &mut Draw) -> Option<&'static str> {
    let from: &[&str] = match (part, contract) {
        (true, _) => &["Bán thời gian", "Part-time", "Bán thời gian", "Làm thêm"],
        (false, Some("other")) => &["Thời vụ"],
        (false, _) => &["Toàn thời gian", "Toàn thời gian", "Full-time", "Full time"],
    };
    (!draw.percent(12)).then(|| draw.text(from))
}

fn level(title: &Title, draw: &mut Draw) -> Option<&'static str> {
    if draw.percent(25) {
        return None;
    }
    let group = title.occupation.as_bytes()[0];
    Some(match (title.manager, group) {
        (true, b'1') => draw.text(&["Giám đốc", "Trưởng phòng", "Quản lý", "Manager"]),
        (true, _) => draw.text(&["Quản lý", "Giám sát", "Trưởng nhóm"]),
        (false, b'2') => draw.text(&["Chuyên viên", "Nhân viên", "Senior", "Junior"]),
        (false, b'6'..=b'9') => draw.text(&["Công nhân", "Nhân viên"]),
        (false, _) => "Nhân viên",
    })
}

/// A number of people as adverts write it: ones and twos, or round numbers in industry.
fn wanted(title: &Title, draw: &mut Draw) -> u32 {
    const MANY: [u32; 16] = [5, 10, 10, 15, 20, 20, 25, 30, 30, 40, 50, 50, 60, 80, 100, 120];
    const CROWDS: [u32; 5] = [150, 200, 250, 300, 500];
    const FEW: [u32; 12] = [1, 1, 1, 1, 2, 2, 2, 3, 3, 4, 5, 6];
    if title.manager || title.level >= 5 {
        return if draw.percent(75) { 1 } else { 2 };
    }
    let many = title.many && title.weight >= 7 && title.level <= 1;
    let from: &[u32] = match (many, draw.percent(9)) {
        (true, true) => &CROWDS,
        (true, false) => &MANY,
        (false, _) => &FEW,
    };
    draw.pick(from).copied().unwrap_or(1)
}

pub(crate) fn terms(title: &Title, draw: &mut Draw) -> Terms {
    let part = title.part_time && (title.paid_by == PaidBy::Hour || draw.percent(45));
    let contract = contract(title, part, draw);
    let experience = if draw.percent(25) { title.experience.saturating_sub(1) } else { title.experience };
    let education = match title.level {
        0 => [None, Some("lower_secondary"), Some("lower_secondary"), Some("upper_secondary")][draw.below(4)],
        1 | 2 => Some(if draw.percent(50) { "lower_secondary" } else { "upper_secondary" }),
        _ => Some("upper_secondary"),
    };
    let level_rank = usize::from(title.level.min(6));
    let experience_rank = usize::from(experience.min(4));
    Terms {
        degree: DEGREES[level_rank],
        years: draw.text(YEARS[experience_rank]),
        contract,
        working_time: if part { "part" } else { "full" },
        employment_type: employment_type(part, contract, draw),
        level: level(title, draw),
        position: if title.manager { "manager" } else { "staff" },
        experience: EXPERIENCES[experience_rank],
        education,
        qualification: LEVELS[level_rank],
        wanted: wanted(title, draw),
        housing: draw.percent(30).then(|| draw.text(&["provided", "allowance", "allowance", "none"])),
        transport: draw.percent(30).then(|| draw.text(&["provided", "allowance", "allowance", "none"])),
    }
}
