//! Where the work is, as adverts write it: units in force, old ones that people still use, streets and industrial
//! parks.

use crate::draw::Draw;
use crate::place::{Place, Province};

/// A workplace as written, with the truth.
#[derive(Clone, Debug)]
pub(crate) struct Location {
    pub(crate) text: String,
    pub(crate) commune_codes: Vec<String>,
    /// For sentences: "phường Tân Phú".
    pub(crate) spoken: String,
}

const STREETS: [&str; 40] = [
    "Nguyễn Huệ",
    "Lê Lợi",
    "Trần Hưng Đạo",
    "Quang Trung",
    "Hùng Vương",
    "Lý Thường Kiệt",
    "Nguyễn Trãi",
    "Phan Bội Châu",
    "Phan Chu Trinh",
    "Hai Bà Trưng",
    "Bà Triệu",
    "Lê Duẩn",
    "Nguyễn Văn Linh",
    "Võ Văn Kiệt",
    "Điện Biên Phủ",
    "Cách Mạng Tháng Tám",
    "Nguyễn Thị Minh Khai",
    "Lê Hồng Phong",
    "Trần Phú",
    "Ngô Quyền",
    "Đinh Tiên Hoàng",
    "Nguyễn Du",
    "Trường Chinh",
    "Tôn Đức Thắng",
    "Hoàng Văn Thụ",
    "Phạm Ngũ Lão",
    "Nguyễn Công Trứ",
    "Lạc Long Quân",
    "Âu Cơ",
    "Phạm Văn Đồng",
    "Võ Nguyên Giáp",
    "Tố Hữu",
    "Xuân Diệu",
    "Huỳnh Thúc Kháng",
    "Yết Kiêu",
    "Tỉnh lộ 8",
    "Quốc lộ 1",
    "Nguyễn Tất Thành",
    "Mạc Đĩnh Chi",
    "Bùi Thị Xuân",
];

fn spoken(full_name: &str) -> String {
    let mut letters = full_name.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}

/// The province as written: with or without its kind, and the two big ones by the letters everybody uses.
fn province_text(name: &str, draw: &mut Draw) -> String {
    let city = ["Hà Nội", "Hồ Chí Minh", "Đà Nẵng", "Hải Phòng", "Cần Thơ", "Huế", "Đồng Nai"].contains(&name);
    match (name, draw.below(6)) {
        ("Hồ Chí Minh", 0..=2) => "TP.HCM".to_owned(),
        ("Hồ Chí Minh", 3) => "TPHCM".to_owned(),
        ("Hà Nội", 0) => "HN".to_owned(),
        (_, 0..=2) if city => format!("TP. {name}"),
        (_, 3) if city => format!("Thành phố {name}"),
        (_, 0..=1) if !city => format!("tỉnh {name}"),
        _ => name.to_owned(),
    }
}

/// A place in force.
pub(crate) fn current(place: &Place, industrial: bool, draw: &mut Draw) -> Location {
    let province = province_text(&place.province_name, draw);
    let commune = &place.commune_full_name;
    let short = place.short_name();
    let text = match draw.below(10) {
        0..=3 => format!("{commune}, {province}"),
        4 if industrial => format!(
            "Lô {}{}, KCN {short}, {commune}, {province}",
            draw.text(&["A", "B", "C", "D"]),
            draw.between(1, 40)
        ),
        5 if industrial => format!("KCN {short}, {province}"),
        4 | 6 => format!("{} {}, {commune}, {province}", draw.between(1, 480), draw.text(&STREETS)),
        5 | 7 => format!("Số {} đường {}, {commune}, {province}", draw.between(1, 320), draw.text(&STREETS)),
        8 => format!("{short}, {province}"),
        _ => format!("{commune} - {province}"),
    };
    Location { text, commune_codes: vec![place.commune_code.clone()], spoken: spoken(commune) }
}

/// A unit that is no more, as people still write it.
fn old(province: &Province, draw: &mut Draw) -> Option<Location> {
    let old = draw.pick(&province.old)?;
    let city = province_text(&old.old_province_name, draw);
    let name = &old.full_name;
    let number = name.strip_prefix("Quận ").filter(|rest| rest.chars().all(|letter| letter.is_ascii_digit()));
    let text = match (number, draw.below(4)) {
        (Some(number), 0) => format!("Q.{number}, {city}"),
        (Some(number), 1) => format!("Q{number} {city}"),
        (_, 2) => format!("{} {}, {name}, {city}", draw.between(1, 480), draw.text(&STREETS)),
        _ => format!("{name}, {city}"),
    };
    Some(Location { text, commune_codes: old.commune_codes.clone(), spoken: spoken(name) })
}

/// The workplaces of a vacancy: mostly one, mostly in force.
pub(crate) fn locations(
    province: &Province,
    home: &Place,
    industrial: bool,
    town: bool,
    draw: &mut Draw,
) -> Vec<Location> {
    let first = if draw.percent(9) { old(province, draw) } else { None };
    let place = if draw.percent(70) { home } else { province.commune(town, draw) };
    let mut found = vec![first.unwrap_or_else(|| current(place, industrial, draw))];
    if draw.percent(4) {
        for _ in 0..draw.between(1, 3) {
            let more = current(province.commune(town, draw), industrial, draw);
            if found.iter().all(|known| known.commune_codes != more.commune_codes) {
                found.push(more);
            }
        }
    }
    found
}
