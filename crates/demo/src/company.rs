//! Made-up employers. A name is a legal form, a line of business and a proper name put together from syllables; names
//! that well-known companies bear are left out.

use crate::draw::{Draw, mix};
use crate::place::{Place, Province};

const FIRST: [&str; 44] = [
    "An", "Bảo", "Bình", "Cát", "Châu", "Đăng", "Đức", "Gia", "Hà", "Hải", "Hoàng", "Hồng", "Huy", "Hưng", "Khải",
    "Khang", "Khánh", "Kiên", "Kim", "Lam", "Lâm", "Lộc", "Minh", "Mỹ", "Nam", "Ngân", "Ngọc", "Nguyên", "Nhật",
    "Phong", "Phú", "Phúc", "Quang", "Quốc", "Sơn", "Tâm", "Tân", "Thanh", "Thiên", "Thịnh", "Trí", "Trung", "Vĩnh",
    "Xuân",
];
const SECOND: [&str; 40] = [
    "An",
    "Anh",
    "Bảo",
    "Cường",
    "Đạt",
    "Điền",
    "Đông",
    "Giang",
    "Hà",
    "Hân",
    "Hậu",
    "Hòa",
    "Hưng",
    "Khoa",
    "Khôi",
    "Kỳ",
    "Lai",
    "Lân",
    "Linh",
    "Long",
    "Lợi",
    "Nghĩa",
    "Nhân",
    "Nhiên",
    "Phát",
    "Phương",
    "Quân",
    "Sang",
    "Tài",
    "Tâm",
    "Thái",
    "Thành",
    "Thắng",
    "Thọ",
    "Tiến",
    "Toàn",
    "Trường",
    "Tuệ",
    "Uyên",
    "Vượng",
];
const THIRD: [&str; 24] = [
    "Phát",
    "Việt",
    "Gia",
    "Nguyên",
    "Hưng",
    "Long",
    "Thành",
    "Quang",
    "Minh",
    "Lộc",
    "Vina",
    "Bắc",
    "Nam",
    "Miền Trung",
    "Cửu Long",
    "Sông Tiền",
    "Trường Sơn",
    "Tây Nguyên",
    "Hà Thành",
    "Đông Nam",
    "Duyên Hải",
    "Kinh Bắc",
    "Xứ Đoài",
    "Á Châu",
];
/// Pairs that are the name, or the better part of the name, of somebody well known.
const TAKEN: [&str; 44] = [
    "Hòa Phát",
    "Hoàng Anh",
    "Thành Công",
    "Minh Phú",
    "Vĩnh Hoàn",
    "An Phát",
    "Nam Long",
    "Khang Điền",
    "Phú Tài",
    "Minh Long",
    "Đại Thành",
    "Sơn Hà",
    "Thiên Long",
    "Nam Việt",
    "Đức Giang",
    "Đức Thành",
    "Hưng Thịnh",
    "Phú Hưng",
    "Hải Hà",
    "Phú Cường",
    "Hoàng Long",
    "Hoàng Quân",
    "Tân Long",
    "Phú Long",
    "Nam Cường",
    "Minh Tâm",
    "Gia Lai",
    "Quang Minh",
    "Phúc Long",
    "Hồng Hà",
    "Kim Long",
    "An Khang",
    "Phú Thái",
    "Hải Long",
    "Xuân Thành",
    "Xuân Trường",
    "Minh Khang",
    "Tân Thành",
    "Tân Hưng",
    "Bảo Tín",
    "Thanh Thành",
    "Trung Nguyên",
    "Phong Phú",
    "Bảo Long",
];

/// What an employer of a division of VSIC 2018 calls its business.
const LINES: &[(&str, &[&str])] = &[
    (
        "01",
        &["Nông sản", "Nông nghiệp xanh", "Trang trại", "Giống cây trồng", "Nông nghiệp công nghệ cao", "Chăn nuôi"],
    ),
    ("02", &["Lâm nghiệp", "Lâm sản", "Trồng rừng"]),
    ("03", &["Thủy sản", "Hải sản", "Nuôi trồng thủy sản", "Giống thủy sản"]),
    ("05", &["Khai thác than", "Than và Khoáng sản"]),
    ("07", &["Khoáng sản", "Khai khoáng"]),
    ("08", &["Khai thác đá", "Vật liệu xây dựng", "Mỏ đá"]),
    ("10", &["Chế biến thực phẩm", "Thực phẩm", "Chế biến thủy sản", "Nông sản thực phẩm", "Bánh kẹo"]),
    ("11", &["Nước giải khát", "Nước uống tinh khiết", "Đồ uống"]),
    ("13", &["Dệt", "Dệt nhuộm", "Sợi", "Dệt kim"]),
    ("14", &["May mặc", "May", "May xuất khẩu", "Thời trang", "May công nghiệp"]),
    ("15", &["Giày da", "Giày", "Túi xách", "Da giày"]),
    ("16", &["Chế biến gỗ", "Gỗ", "Lâm sản", "Ván ép"]),
    ("17", &["Bao bì giấy", "Giấy", "Bao bì carton"]),
    ("18", &["In ấn", "In và Bao bì"]),
    ("20", &["Hóa chất", "Sơn", "Phân bón", "Mỹ phẩm"]),
    ("21", &["Dược phẩm", "Dược"]),
    ("22", &["Nhựa", "Nhựa kỹ thuật", "Cao su", "Bao bì nhựa"]),
    ("23", &["Gạch men", "Vật liệu xây dựng", "Gốm sứ", "Bê tông", "Kính"]),
    ("24", &["Thép", "Luyện kim", "Đúc kim loại"]),
    ("25", &["Cơ khí", "Kết cấu thép", "Cơ khí chính xác", "Nhôm kính", "Inox"]),
    ("26", &["Điện tử", "Linh kiện điện tử", "Electronics", "Công nghệ điện tử"]),
    ("27", &["Thiết bị điện", "Dây cáp điện", "Điện cơ"]),
    ("28", &["Chế tạo máy", "Máy công nghiệp"]),
    ("29", &["Phụ tùng ô tô", "Linh kiện ô tô"]),
    ("30", &["Đóng tàu", "Phụ tùng xe máy", "Xe đạp"]),
    ("31", &["Nội thất", "Đồ gỗ", "Đồ gỗ xuất khẩu"]),
    ("32", &["Đồ chơi", "Trang sức", "Thủ công mỹ nghệ", "Thiết bị y tế"]),
    ("33", &["Sửa chữa máy công nghiệp", "Bảo trì công nghiệp"]),
    ("35", &["Điện lực", "Năng lượng", "Điện mặt trời", "Nhiệt điện"]),
    ("36", &["Cấp nước", "Nước sạch"]),
    ("37", &["Thoát nước", "Xử lý nước thải"]),
    ("38", &["Môi trường đô thị", "Tái chế", "Môi trường"]),
    ("39", &["Xử lý môi trường", "Xử lý chất thải"]),
    ("41", &["Xây dựng", "Đầu tư xây dựng", "Xây dựng dân dụng"]),
    ("42", &["Cầu đường", "Xây dựng công trình", "Hạ tầng"]),
    ("43", &["Cơ điện", "Trang trí nội thất", "Xây lắp", "Điện lạnh"]),
    ("45", &["Ô tô", "Dịch vụ xe máy", "Gara ô tô"]),
    ("46", &["Thương mại", "Phân phối", "Thương mại Dịch vụ", "Xuất nhập khẩu"]),
    ("47", &["Siêu thị", "Cửa hàng tiện lợi", "Bán lẻ", "Điện máy", "Thời trang"]),
    ("49", &["Vận tải", "Vận tải hành khách", "Taxi", "Vận chuyển"]),
    ("50", &["Vận tải biển", "Vận tải thủy", "Tàu du lịch"]),
    ("51", &["Dịch vụ hàng không"]),
    ("52", &["Logistics", "Kho vận", "Giao nhận", "Cảng"]),
    ("53", &["Chuyển phát nhanh", "Bưu chính", "Giao hàng"]),
    ("55", &["Khách sạn", "Resort", "Khu nghỉ dưỡng", "Homestay", "Nhà nghỉ"]),
    ("56", &["Nhà hàng", "Quán ăn", "Quán cà phê", "Suất ăn công nghiệp", "Trà sữa", "Tiệc cưới"]),
    ("58", &["Phần mềm", "Xuất bản"]),
    ("59", &["Truyền thông", "Sản xuất phim"]),
    ("60", &["Truyền thông", "Truyền hình"]),
    ("61", &["Viễn thông", "Hạ tầng viễn thông"]),
    ("62", &["Công nghệ", "Phần mềm", "Giải pháp số", "Công nghệ thông tin"]),
    ("63", &["Dữ liệu", "Cổng thông tin"]),
    ("64", &["Tài chính", "Quỹ tín dụng nhân dân", "Cầm đồ"]),
    ("65", &["Bảo hiểm", "Đại lý bảo hiểm"]),
    ("66", &["Chứng khoán", "Tư vấn tài chính"]),
    ("68", &["Bất động sản", "Địa ốc", "Quản lý tòa nhà"]),
    ("69", &["Luật", "Kế toán thuế", "Kiểm toán"]),
    ("70", &["Tư vấn quản lý", "Tư vấn"]),
    ("71", &["Tư vấn thiết kế", "Kiến trúc", "Kiểm định", "Trắc địa"]),
    ("72", &["Nghiên cứu ứng dụng"]),
    ("73", &["Quảng cáo", "Truyền thông", "Sự kiện"]),
    ("74", &["Thiết kế", "Studio", "Dịch thuật"]),
    ("75", &["Thú y", "Phòng khám thú y"]),
    ("77", &["Cho thuê xe", "Cho thuê máy"]),
    ("78", &["Cung ứng nhân lực", "Dịch vụ việc làm"]),
    ("79", &["Du lịch", "Lữ hành"]),
    ("80", &["Dịch vụ bảo vệ", "Bảo vệ"]),
    ("81", &["Vệ sinh công nghiệp", "Cây xanh", "Dịch vụ vệ sinh"]),
    ("82", &["Dịch vụ văn phòng", "Tổng đài", "Tổ chức sự kiện"]),
    ("84", &["Dịch vụ công ích"]),
    ("85", &["Giáo dục", "Mầm non", "Ngoại ngữ", "Đào tạo nghề", "Đào tạo lái xe"]),
    ("86", &["Phòng khám đa khoa", "Nha khoa", "Bệnh viện đa khoa", "Y học cổ truyền"]),
    ("87", &["Dưỡng lão", "Chăm sóc người cao tuổi"]),
    ("88", &["Công tác xã hội"]),
    ("90", &["Nghệ thuật", "Biểu diễn"]),
    ("91", &["Thư viện", "Bảo tồn"]),
    ("93", &["Thể thao", "Fitness", "Vui chơi giải trí"]),
    ("94", &["Hỗ trợ cộng đồng"]),
    ("95", &["Sửa chữa điện tử", "Sửa chữa máy tính"]),
    ("96", &["Spa", "Giặt là", "Salon tóc", "Thẩm mỹ", "Dịch vụ tang lễ"]),
    ("97", &["Giúp việc gia đình", "Dịch vụ gia đình"]),
];

/// Divisions whose small employers are households rather than companies.
const HOUSEHOLDS: [&str; 9] = ["56", "47", "96", "45", "55", "31", "25", "95", "14"];

/// What kind of site the employer has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A plant in an industrial zone: never a household.
    Factory,
    /// A house in a town.
    Town,
    /// Land, water or a house in the country.
    Rural,
}

/// A made-up employer.
#[derive(Clone, Debug)]
pub(crate) struct Company {
    pub(crate) name: String,
    /// Index into the province's communes.
    pub(crate) home: usize,
}

fn proper_name(draw: &mut Draw) -> String {
    loop {
        let (first, second) = (draw.text(&FIRST), draw.text(&SECOND));
        if first == second || TAKEN.iter().any(|taken| taken.split_once(' ') == Some((first, second))) {
            continue;
        }
        // Two syllables alone are often somebody's name; a third makes it nobody's.
        let third = draw.text(&THIRD);
        if third == second || third == first {
            continue;
        }
        return format!("{first} {second} {third}");
    }
}

fn line_of(industry: &str) -> &'static [&'static str] {
    LINES.iter().find(|(division, _)| *division == industry).map_or(&["Dịch vụ"], |(_, lines)| *lines)
}

fn household_name(line: &str, draw: &mut Draw) -> String {
    const PEOPLE: [&str; 24] = [
        "Cô Ba",
        "Anh Tư",
        "Chị Hạnh",
        "Bà Năm",
        "Út Hiền",
        "Chú Sáu",
        "Thu Thảo",
        "Ngọc Diễm",
        "Hai Lúa",
        "Mạnh Hùng",
        "Kim Oanh",
        "Tuấn Kiệt",
        "Bích Trâm",
        "Dì Tám",
        "Hữu Lộc",
        "Thanh Trúc",
        "Quỳnh Như",
        "Bảy Hưng",
        "Minh Thư",
        "Cẩm Tú",
        "Văn Dũng",
        "Lan Hương",
        "Đình Chiến",
        "Tường Vi",
    ];
    const TAILS: [&str; 10] = ["", "", "", " 2", " Quán", " Xưa", " Phố", " 68", " 79", " Mới"];
    let person = draw.text(&PEOPLE);
    let tail = draw.text(&TAILS);
    let tail = if tail == " Quán" && !line.starts_with("Qu") { "" } else { tail };
    if draw.percent(45) { format!("Hộ kinh doanh {person}{tail}") } else { format!("{line} {person}{tail}") }
}

fn name(industry: &str, province: &str, small: bool, draw: &mut Draw) -> String {
    let line = draw.text(line_of(industry));
    if small && HOUSEHOLDS.contains(&industry) && draw.percent(75) {
        return household_name(line, draw);
    }
    let proper = proper_name(draw);
    match industry {
        "01" | "02" | "03" if draw.percent(55) => {
            return format!("Hợp tác xã {line} {proper}");
        }
        "85" if line == "Mầm non" => return format!("Trường Mầm non {proper}"),
        "85" if line == "Ngoại ngữ" => return format!("Trung tâm Ngoại ngữ {proper}"),
        "86" | "55" | "56" | "87" if draw.percent(65) => return format!("{line} {proper}"),
        "69" if line == "Luật" => return format!("Văn phòng Luật sư {proper}"),
        "64" if line == "Quỹ tín dụng nhân dân" => return format!("{line} {proper}"),
        _ => {}
    }
    match draw.below(20) {
        0..=8 => format!("Công ty TNHH {line} {proper}"),
        9..=13 => format!("Công ty Cổ phần {line} {proper}"),
        14 => format!("Công ty TNHH MTV {line} {proper}"),
        15 => format!("Công ty CP {line} {proper}"),
        16 => format!("DNTN {line} {proper}"),
        17 => format!("Công ty TNHH {proper}"),
        18 => format!("Chi nhánh Công ty TNHH {line} {proper} tại {province}"),
        _ => format!("Công ty TNHH Sản xuất Thương mại {line} {proper}"),
    }
}

/// The employer of this rank in its province and division: always the same for the same seed. Ranks are drawn with a
/// heavy tail, so few employers have many vacancies and many have one.
pub(crate) fn company(seed: u64, province: &Province, industry: &str, rank: u64, kind: Kind) -> Company {
    let key = province.code.bytes().chain(industry.bytes()).fold(seed, |key, byte| mix(key, u64::from(byte)));
    let mut draw = Draw::new(mix(key, rank + 1_000));
    let small = draw.percent(55) && kind != Kind::Factory;
    let name = name(industry, &province.name, small, &mut draw);
    let home = province.commune(kind != Kind::Rural, &mut draw);
    let index = |place: &Place| province.all.iter().position(|other| other.commune_code == place.commune_code);
    Company { name, home: index(home).unwrap_or_default() }
}

/// A rank with a heavy tail; the more vacancies have been drawn, the longer the tail.
pub(crate) fn rank(round: u64, draw: &mut Draw) -> u64 {
    let longest = 4.0 + round as f64 * 1.5;
    (longest.powf(draw.unit()) - 1.0) as u64
}

/// Whether the division has lines of business of its own.
#[cfg(test)]
pub(crate) fn knows(industry: &str) -> bool {
    LINES.iter().any(|(division, _)| *division == industry)
}
