//! Made-up people who look for work: names, ages, where they live, what they did and want. Everything is drawn from one
//! seed. No number or address of theirs can be anybody's: personal numbers are left out, phone numbers begin with 051,
//! which no network hands out, and there are no e-mail addresses.

use crate::draw::{Draw, mix};
use crate::place::Place;
use chrono::{Datelike, Days, NaiveDate};

/// A made-up person: what each field says, by the code of the field, as somebody would type it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoPerson {
    /// Codes of fields, and for each rows of columns.
    pub fields: Vec<(&'static str, Vec<Vec<String>>)>,
}

/// A stream of made-up people; the same seed, day and places give the same people.
#[derive(Clone, Debug)]
pub struct People {
    seed: u64,
    today: NaiveDate,
    places: Vec<Place>,
    next: u64,
}

/// Family names by how common they are: each as many times as it is drawn for.
const FAMILIES: [(&str, usize); 16] = [
    ("Nguyễn", 32),
    ("Trần", 11),
    ("Lê", 10),
    ("Phạm", 7),
    ("Huỳnh", 5),
    ("Phan", 4),
    ("Võ", 4),
    ("Đặng", 3),
    ("Bùi", 3),
    ("Đỗ", 3),
    ("Hồ", 3),
    ("Ngô", 2),
    ("Dương", 2),
    ("Lý", 2),
    ("Rơ Châm", 2),
    ("Siu", 2),
];
const WOMEN: [(&str, &str); 16] = [
    ("Thị", "Lan"),
    ("Thị Thu", "Hà"),
    ("Thị Ngọc", "Ánh"),
    ("Thị Kim", "Oanh"),
    ("Thị", "Hạnh"),
    ("Thị Mỹ", "Duyên"),
    ("Thị Bích", "Phượng"),
    ("Thị", "Mai"),
    ("Thanh", "Thúy"),
    ("Thị Hồng", "Nhung"),
    ("Thị Như", "Quỳnh"),
    ("Thị", "Đào"),
    ("Khánh", "Linh"),
    ("Thị Tuyết", "Sương"),
    ("Thị", "Hoa"),
    ("Thảo", "Vy"),
];
const MEN: [(&str, &str); 16] = [
    ("Văn", "Bảy"),
    ("Minh", "Đức"),
    ("Văn", "Hùng"),
    ("Quốc", "Việt"),
    ("Thanh", "Tùng"),
    ("Đình", "Khoa"),
    ("Văn", "Thành"),
    ("Hữu", "Phước"),
    ("Trọng", "Nghĩa"),
    ("Văn", "Út"),
    ("Anh", "Tuấn"),
    ("Hoàng", "Long"),
    ("Công", "Danh"),
    ("Văn", "Lâm"),
    ("Gia", "Bảo"),
    ("Xuân", "Trường"),
];

/// A trade: what is wanted, training, field, skills, employers, what was done, pay.
struct Trade {
    title: &'static str,
    level: &'static str,
    field: &'static str,
    skills: &'static [&'static str],
    employers: &'static [&'static str],
    work: &'static str,
    pay: &'static [&'static str],
}

const TRADES: [Trade; 10] = [
    Trade {
        title: "Công nhân may",
        level: "untrained",
        field: "",
        skills: &["May công nghiệp", "Vắt sổ", "Ủi"],
        employers: &["Xưởng may Bình Minh", "Công ty may Hoài Hương", "Tổ may Phước Lộc"],
        work: "Ráp vai, tra tay, kiểm hàng cuối chuyền",
        pay: &["7-9 triệu", "8 triệu", "7,5-10 triệu"],
    },
    Trade {
        title: "Kế toán",
        level: "college",
        field: "Kế toán",
        skills: &["MISA", "Excel", "Kê khai thuế"],
        employers: &["Công ty gỗ Phú Tài Thịnh", "Hợp tác xã An Nhơn", "Cửa hàng vật tư Tây Sơn"],
        work: "Theo dõi công nợ, lập báo cáo thuế hằng quý",
        pay: &["9-12 triệu", "10 triệu", "thỏa thuận"],
    },
    Trade {
        title: "Thợ hàn",
        level: "elementary",
        field: "Hàn",
        skills: &["Hàn que", "Hàn MIG", "Đọc bản vẽ"],
        employers: &["Cơ khí Diêu Trì", "Xưởng sắt Bảy Hiền", "Nhà thép Cát Tiến"],
        work: "Hàn khung nhà xưởng, sửa mối hàn",
        pay: &["10-14 triệu", "400 nghìn/ngày", "12 triệu"],
    },
    Trade {
        title: "Lái xe tải",
        level: "elementary",
        field: "Lái xe",
        skills: &["Bằng lái hạng C", "Giao nhận hàng"],
        employers: &["Vận tải Quy Nhơn Xanh", "Chành xe Sáu Lợi"],
        work: "Chạy tuyến Quy Nhơn – Pleiku, giao hàng đúng hẹn",
        pay: &["10-13 triệu", "11 triệu"],
    },
    Trade {
        title: "Bảo vệ",
        level: "untrained",
        field: "",
        skills: &["Trực ca đêm", "Ghi sổ ra vào"],
        employers: &["Dịch vụ bảo vệ Tây Nguyên Xanh", "Chợ đầu mối Phú Phong"],
        work: "Trực cổng, kiểm tra hàng ra vào",
        pay: &["6-7 triệu", "6,5 triệu"],
    },
    Trade {
        title: "Nhân viên bán hàng",
        level: "intermediate",
        field: "Kinh doanh thương mại",
        skills: &["Bán hàng", "Trưng bày", "Thu ngân"],
        employers: &["Siêu thị mini Thanh Bình", "Cửa hàng điện máy Ba Lê"],
        work: "Tư vấn khách, kiểm kho cuối ngày",
        pay: &["6-8 triệu", "25 nghìn/giờ"],
    },
    Trade {
        title: "Điều dưỡng viên",
        level: "college",
        field: "Điều dưỡng",
        skills: &["Chăm sóc người bệnh", "Tiêm truyền"],
        employers: &["Phòng khám Đa khoa Hòa An", "Trạm y tế xã"],
        work: "Chăm sóc, theo dõi người bệnh nội trú",
        pay: &["8-10 triệu", "9 triệu"],
    },
    Trade {
        title: "Công nhân chế biến gỗ",
        level: "untrained",
        field: "",
        skills: &["Chà nhám", "Lắp ráp", "Sơn PU"],
        employers: &["Xưởng gỗ Nhơn Hòa", "Mộc Tuy Phước"],
        work: "Chà nhám, lắp ráp bàn ghế ngoài trời",
        pay: &["7-9 triệu", "300 nghìn/ngày"],
    },
    Trade {
        title: "Kỹ thuật viên điện",
        level: "intermediate",
        field: "Điện công nghiệp",
        skills: &["Đấu tủ điện", "Bảo trì động cơ", "Đọc sơ đồ"],
        employers: &["Điện cơ Hòa Phước", "Thủy điện nhỏ An Khê"],
        work: "Bảo trì hệ thống điện nhà máy",
        pay: &["9-12 triệu", "10 triệu"],
    },
    Trade {
        title: "Phụ bếp",
        level: "untrained",
        field: "",
        skills: &["Sơ chế", "Nấu ăn"],
        employers: &["Quán hải sản Nhơn Lý", "Bếp ăn công nhân Phú Tài"],
        work: "Sơ chế, phụ nấu, dọn bếp",
        pay: &["6-7 triệu", "28 nghìn/giờ"],
    },
];

impl People {
    /// People who live in these places, as they are on a day.
    #[must_use]
    pub fn new(seed: u64, today: NaiveDate, places: &[Place]) -> Self {
        let places = places.iter().filter(|place| !place.is_garrison()).cloned().collect();
        Self { seed, today, places, next: 0 }
    }
}

impl Iterator for People {
    type Item = DemoPerson;

    fn next(&mut self) -> Option<DemoPerson> {
        let mut draw = Draw::new(mix(self.seed, self.next));
        self.next += 1;
        Some(person(&mut draw, self.today, &self.places, self.next))
    }
}

type Fields = Vec<(&'static str, Vec<Vec<String>>)>;

fn say(fields: &mut Fields, code: &'static str, text: impl Into<String>) {
    fields.push((code, vec![vec![text.into()]]));
}

fn list(fields: &mut Fields, code: &'static str, texts: &[&str]) {
    fields.push((code, texts.iter().map(|text| vec![(*text).to_owned()]).collect()));
}

fn person(draw: &mut Draw, today: NaiveDate, places: &[Place], number: u64) -> DemoPerson {
    let mut fields = Fields::new();
    let is_woman = draw.percent(52);
    let family = FAMILIES[draw.weighted(FAMILIES.iter().map(|(_, share)| *share as f64))].0;
    let (middle, given) = draw.pick(if is_woman { &WOMEN } else { &MEN }).copied().unwrap_or_default();
    say(&mut fields, "name", format!("{family} {middle} {given}"));
    let age = draw.between(18, 56);
    let birth = today - Days::new((age * 365 + draw.between(1, 360)).unsigned_abs());
    say(&mut fields, "birth_on", birth.format("%d/%m/%Y").to_string());
    say(&mut fields, "sex", if is_woman { "female" } else { "male" });
    say(&mut fields, "ethnicity_code", if ["Siu", "Rơ Châm"].contains(&family) { "09" } else { "01" });
    say(&mut fields, "phone", format!("051{:07}", number * 7_919 % 10_000_000));
    if let Some(place) = draw.pick(places) {
        say(&mut fields, "permanent_unit", place.commune_code.clone());
        say(&mut fields, "current_unit", "same");
        list(&mut fields, "places", &[&place.commune_code]);
    }
    let trade = &TRADES[draw.below(TRADES.len())];
    trained(&mut fields, trade, draw);
    worked(&mut fields, trade, draw, (today, age));
    wished(&mut fields, trade, draw, today);
    DemoPerson { fields }
}

fn trained(fields: &mut Fields, trade: &Trade, draw: &mut Draw) {
    let schools: &[&str] =
        if trade.level == "college" { &["upper_secondary"] } else { &["lower_secondary", "upper_secondary"] };
    say(fields, "general_education", draw.text(schools));
    say(fields, "technical_level", trade.level);
    if !trade.field.is_empty() {
        say(fields, "technical_field", trade.field);
    }
    let known: Vec<&str> = trade.skills.iter().copied().filter(|_| draw.percent(75)).collect();
    list(fields, "skills", &known);
    list(fields, "soft_skills", if draw.percent(50) { &["teamwork", "pressure"] } else { &["communication"] });
}

fn worked(fields: &mut Fields, trade: &Trade, draw: &mut Draw, (today, age): (NaiveDate, i64)) {
    let years = draw.between(0, (age - 18).min(12));
    let class = match years {
        0 => "none",
        1 => "1_2",
        2..=4 => "2_5",
        _ => "over_5",
    };
    say(fields, "experience_years", class);
    if years == 0 {
        return;
    }
    let from = format!("{:02}/{}", draw.between(1, 12), i64::from(today.year()) - years - 1);
    let until = format!("{:02}/{}", draw.between(1, 12), today.year() - 1);
    let until = if draw.percent(30) { String::new() } else { until };
    let (employer, post) = (draw.text(trade.employers).to_owned(), trade.title.to_owned());
    fields.push(("jobs", vec![vec![employer, post, trade.work.to_owned(), from, until]]));
}

fn wished(fields: &mut Fields, trade: &Trade, draw: &mut Draw, today: NaiveDate) {
    say(fields, "wish_title", trade.title);
    say(fields, "wish_description", trade.work);
    say(fields, "position", "staff");
    say(fields, "pay", draw.text(trade.pay));
    let ready = today + Days::new(draw.between(0, 30).unsigned_abs());
    say(fields, "ready_on", ready.format("%d/%m/%Y").to_string());
    list(fields, "recruiting", &["in_person", "telephone"]);
    list(fields, "contracts", if draw.percent(70) { &["indefinite", "12_36"] } else { &["under_12", "other"] });
    say(fields, "working_time", if draw.percent(85) { "full" } else { "part" });
    say(fields, "radius_km", draw.text(&["5", "10", "15", "25"]));
    list(fields, "services", &["job_search", "job_advice"]);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn people(count: usize) -> Vec<DemoPerson> {
        let place = Place {
            commune_code: "21589".into(),
            commune_full_name: "Phường Quy Nhơn".into(),
            province_code: "52".into(),
            province_name: "Gia Lai".into(),
            lat_e6: 13_770_000,
            lon_e6: 109_230_000,
        };
        let today = NaiveDate::from_ymd_opt(2026, 11, 26).expect("a day");
        People::new(2026, today, &[place]).take(count).collect()
    }

    #[test]
    fn the_same_seed_gives_the_same_people_and_they_differ() {
        let people = people(500);
        assert_eq!(people, super::tests::people(500));
        let names: std::collections::BTreeSet<_> = people.iter().map(|person| person.fields[0].1.clone()).collect();
        assert!(names.len() > 150, "{} names", names.len());
    }

    #[test]
    fn no_number_can_be_anybodys() {
        for person in people(500) {
            for (code, rows) in person.fields {
                assert!(code != "personal_number" && code != "email");
                assert!(code != "phone" || rows[0][0].starts_with("051"), "{rows:?}");
            }
        }
    }
}
