//! Every page filled in: as usual, with much in it, with nothing in it, and with text that wants to break out.
//! Only for tests; the browser checks look at the same pages.

mod account;
mod applying;
mod desk;
mod lists;
mod one;
mod profile;
mod worksheet;

pub(crate) use one::data;

use std::sync::Arc;

use askama::Template;
use chrono::NaiveDate;

use super::page::Crumb;
use super::{Article, ErrorPage, Fault, Item, Link, Page, Problem, Site, Terms, Topic, Words};
use crate::format::{Currency, Pay, Per};
use crate::lang::Lang;

/// How a sample is filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fill {
    Live,
    Long,
    Empty,
    Hostile,
}

impl Fill {
    pub(crate) const ALL: [Self; 4] = [Self::Live, Self::Long, Self::Empty, Self::Hostile];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Long => "long",
            Self::Empty => "empty",
            Self::Hostile => "hostile",
        }
    }

    /// The text, or what takes its place.
    fn words(self, text: &str) -> Words {
        match self {
            Self::Hostile => Words::from(HOSTILE),
            Self::Long => Words::from(format!("{text} {LONG}")),
            Self::Live | Self::Empty => Words::from(text),
        }
    }

    fn count(self, live: usize) -> usize {
        match self {
            Self::Empty => 0,
            Self::Long => live * 3,
            Self::Live | Self::Hostile => live,
        }
    }
}

/// Wants to leave its attribute, its element and its direction.
pub(crate) const HOSTILE: &str =
    "\"><script>alert('x')</script>&amp;<img src=x onerror=alert(1)>\u{202e}gnort\u{202c} {{7*7}} </title></script>";

const LONG: &str = "tại nhà máy sản xuất linh kiện điện tử, ca xoay, không yêu cầu kinh nghiệm, \
    Supercalifragilisticexpialidocious_va_mot_tu_rat_dai_khong_co_khoang_trang_de_xuong_dong";

/// One rendered page: its name, and its text.
pub(crate) struct Rendered {
    pub(crate) name: String,
    pub(crate) html: String,
}

/// Every page in one language with every filling.
pub(crate) fn all(lang: Lang) -> Vec<Rendered> {
    let mut all = Vec::new();
    for fill in Fill::ALL {
        let mut put = |name: &str, html: askama::Result<String>| {
            all.push(Rendered { name: format!("{name}-{}", fill.name()), html: html.expect(name) });
        };
        one::render(lang, fill, &mut put);
        desk::render(lang, fill, &mut put);
        lists::render(lang, fill, &mut put);
        account::render(lang, fill, &mut put);
        account::render_more(lang, fill, &mut put);
        profile::render(lang, fill, &mut put);
        worksheet::render(lang, fill, &mut put);
        applying::render(lang, fill, &mut put);
        put("error422", error(lang, fill, Fault::Refused).render());
    }
    for fault in Fault::ALL.into_iter().filter(|fault| *fault != Fault::Refused) {
        let html = error(lang, Fill::Live, fault).render().expect("error");
        let name = if fault == Fault::Rebuilding { "rebuilding".to_owned() } else { fault.status().to_string() };
        all.push(Rendered { name: format!("error{name}-live"), html });
    }
    for topic in Topic::ALL {
        let page = page(lang, Fill::Live, topic.path(), &lang.t(topic.title())).within(super::Section::Help);
        let name = format!("article-{}", topic.path().rsplit('/').next().unwrap_or_default());
        let terms = Terms { answer: 14, unhired: 30, draft: 30, idle: 730, unheld: 30 };
        all.push(Rendered { name, html: Article { page, topic, terms }.render().expect("article") });
    }
    all
}

pub(crate) fn site(fill: Fill) -> Arc<Site> {
    let empty = fill == Fill::Empty;
    let say = |text: &str| if empty { Words::default() } else { Words::from(text) };
    Arc::new(Site {
        name: "Sàn Việc Làm".to_owned(),
        origin: "https://vieclam.example.vn".to_owned(),
        centre: fill.words("Trung tâm Dịch vụ việc làm tỉnh Gia Lai"),
        phone: say("0256 3123 456"),
        email: say("lienhe@vieclam.example.vn"),
        hours: say("7:30–11:30, 13:30–17:00, thứ Hai đến thứ Sáu"),
        demo: fill != Fill::Live,
    })
}

pub(crate) fn page(lang: Lang, fill: Fill, path: &str, title: &str) -> Page {
    let mut page = Page::new(lang, &site(fill), path, fill.words(title).to_string());
    page.description = fill.words("Việc làm mới, lương rõ ràng, ứng tuyển miễn phí.").cut(200);
    if path != "/" {
        page.crumbs = vec![Crumb { label: lang.t("crumb-home"), href: lang.href("/") }];
    }
    page
}

fn error(lang: Lang, fill: Fill, fault: Fault) -> ErrorPage {
    let title = lang.t(fault.keys()[0]);
    let mut page = page(lang, Fill::Live, "/viec-lam/khong-co", &title);
    page.indexed = false;
    let problem = Problem {
        field: lang.t("search-place"),
        message: fill.words("Không có nơi nào tên là “Thủ Giầu Một”."),
        suggestions: links(lang, fill, &["Phường Thủ Dầu Một", "Xã Dầu Tiếng"]),
        anchor: None,
        without: None,
    };
    let problems = if fault == Fault::Refused { vec![problem] } else { Vec::new() };
    let request_id = (fault == Fault::Internal).then(|| "01k8z5v3q7".to_owned());
    let percent = (fault == Fault::Rebuilding).then_some(40);
    ErrorPage { page, fault, problems, percent, request_id }
}

pub(crate) fn links(lang: Lang, fill: Fill, names: &[&str]) -> Vec<Link> {
    if fill == Fill::Empty {
        return Vec::new();
    }
    let counts = [1_234, 87, 12_345, 5, 0, 431];
    let link = |(name, count): (&&str, u64)| Link {
        label: fill.words(name),
        href: lang.href("/viec-lam?q=ke+toan"),
        count: Some(count),
    };
    names.iter().zip(counts.into_iter().cycle()).map(link).collect()
}

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().expect("day")
}

const TITLES: [&str; 10] = [
    "Kế toán tổng hợp",
    "Công nhân may công nghiệp",
    "Lái xe tải 5 tấn, tuyến Quy Nhơn – Pleiku",
    "Kỹ thuật viên bảo trì máy CNC",
    "Nhân viên bán hàng siêu thị, ca chiều",
    "Điều dưỡng viên khoa nội",
    "Bảo vệ nhà máy",
    "Đầu bếp nhà hàng hải sản",
    "Thợ hàn 3G có chứng chỉ",
    "Lập trình viên Java (làm việc từ xa)",
];
const EMPLOYERS: [&str; 4] = [
    "Công ty TNHH Chế biến gỗ Phú Tài Thịnh",
    "Hợp tác xã Nông nghiệp Ia Pa Xanh",
    "Công ty CP May mặc Hoài Ân",
    "Hộ kinh doanh Nguyễn Thị Bảy",
];
const PLACES: [&str; 4] = [
    "Phường Quy Nhơn Bắc, tỉnh Gia Lai",
    "Phường Thủ Dầu Một, Thành phố Hồ Chí Minh",
    "Xã Ia Pa, tỉnh Gia Lai",
    "Đặc khu Phú Quốc, tỉnh An Giang",
];

fn pays() -> [Pay; 6] {
    let band = |min, max, per, currency| Pay::Band { min, max, per, currency };
    [
        band(Some(9_000_000), Some(12_500_000), Per::Month, Currency::Vnd),
        band(Some(7_500_000), None, Per::Month, Currency::Vnd),
        Pay::Agreed,
        band(Some(30_000), Some(30_000), Per::Hour, Currency::Vnd),
        band(None, Some(2_000), Per::Month, Currency::Usd),
        band(Some(350_000), Some(420_000), Per::Day, Currency::Vnd),
    ]
}

pub(crate) fn items(lang: Lang, fill: Fill, count: usize) -> Vec<Item> {
    let pays = pays();
    let patterns = [lang.t("term-full"), lang.t("term-part"), String::new()];
    let item = |number: usize| Item {
        code: format!("01k8z5v3q7n4r2m6t8w0y1b{number:03}"),
        slug: "ke-toan-tong-hop".to_owned(),
        title: fill.words(TITLES[number % TITLES.len()]),
        employer: fill.words(EMPLOYERS[number % EMPLOYERS.len()]),
        place: fill.words(PLACES[number % PLACES.len()]),
        more_places: [0, 2, 0, 1][number % 4],
        pay: pays[number % pays.len()].clone(),
        pattern: patterns[number % patterns.len()].clone(),
        posted_on: day("2026-11-20"),
        deadline: [Some((day("2026-12-15"), 21)), Some((day("2026-11-26"), 2)), None][number % 3],
        distance_m: [Some(4_230), None, Some(24_600)][number % 3],
    };
    (0..count).map(item).collect()
}
