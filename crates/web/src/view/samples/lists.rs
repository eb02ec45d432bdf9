//! Samples of the pages that list: home, results, landing pages, employers.

use askama::Template;

use super::{Fill, items, links, page};
use crate::lang::Lang;
use crate::view::{
    Band, Choice, Chosen, Control, Criteria, EmployerPage, EmployerRow, Employers, Group, Home, Landing, NoResults,
    Notice, Outcome, Page, Pages, Problem, Results, Section, SortChoice, Subject,
};

type Put<'a> = &'a mut dyn FnMut(&str, askama::Result<String>);

pub(super) fn render(lang: Lang, fill: Fill, put: Put<'_>) {
    put("home", home(lang, fill).render());
    put("results", results(lang, fill).render());
    put("results-refused", refused(lang, fill).render());
    put(
        "landing-occupation",
        landing(lang, fill, "/nghe/ke-toan", Subject::Occupation(fill.words("Kế toán"))).render(),
    );
    let place = fill.words("Phường Thủ Dầu Một");
    put("landing-place", landing(lang, fill, "/xa/25747-thu-dau-mot", Subject::Place(place.clone())).render());
    let both = Subject::Both(fill.words("Kế toán"), place);
    put("landing-both", landing(lang, fill, "/nghe/ke-toan/tai/thu-dau-mot", both).render());
    put("employers", employers(lang, fill).render());
    put("employer", employer(lang, fill).render());
}

fn home(lang: Lang, fill: Fill) -> Home {
    let mut page = page(lang, fill, "/", &lang.t("home-title"));
    page.search.band = Band::Full;
    let (total, new) = if fill == Fill::Empty { (0, 0) } else { (12_345, 1_204) };
    let occupations = ["Lao động may mặc", "Kế toán, kiểm toán", "Lái xe", "Bán hàng", "Điện, điện tử", "Nông nghiệp"];
    let places = ["Thành phố Hồ Chí Minh", "Thành phố Hà Nội", "Tỉnh Gia Lai", "Tỉnh An Giang", "Tỉnh Cà Mau"];
    Home {
        page,
        total,
        new,
        fresh: items(lang, fill, fill.count(6)),
        occupations: links(lang, fill, &occupations),
        places: links(lang, fill, &places),
    }
}

fn results(lang: Lang, fill: Fill) -> Results {
    let words = fill.words("kế toán");
    let place = fill.words("quận 7");
    let criteria = Criteria::of("q", &words).with("noi", &place).with("nghe", "24").with("o-lai", "1").on_page(2);
    let total = if fill == Fill::Empty { 0 } else { 437 };
    let mut page = page(lang, fill, &criteria.path(), &lang.t("results-title")).within(Section::Postings);
    page.search.words = words;
    page.search.place = place;
    page.search.band = Band::Full;
    page.indexed = false;
    page.feed = Some("/feed.atom?q=ke+toan".to_owned());
    let pages = Pages::of(total, 2, 50, |number| lang.href(&criteria.on_page(number).path()));
    let outcome = match fill {
        Fill::Empty => Outcome::Nothing(nothing(lang)),
        _ => Outcome::Found(items(lang, fill, Pages::SIZE), NoResults::default()),
    };
    let chosen = |label: &str| Chosen { label: fill.words(label), remove: lang.href(&criteria.cleared().path()) };
    let summary = Results::summary(lang, total, &page.search.words, &page.search.place);
    page.title = Results::title(lang, total, pages.as_ref());
    Results {
        total,
        summary,
        notices: vec![notice(lang, fill)],
        kept: vec![("nganh", "C".to_owned())],
        chosen: vec![chosen("Kế toán, kiểm toán"), chosen("Có chỗ ở")],
        clear: lang.href(&criteria.cleared().path()),
        groups: if fill == Fill::Empty { Vec::new() } else { groups(lang, fill) },
        sorts: sorts(lang),
        outcome,
        near_misses: items(lang, fill, if fill == Fill::Empty { 3 } else { 0 }),
        pages,
        page,
    }
}

fn refused(lang: Lang, fill: Fill) -> Results {
    let mut results = results(lang, Fill::Live);
    let problem = Problem {
        field: lang.t("search-place"),
        message: fill.words("Không có nơi nào tên là “Thủ Giầu Một”."),
        suggestions: links(lang, fill, &["Phường Thủ Dầu Một", "Xã Dầu Tiếng"]),
        anchor: Some("noi"),
        without: (fill != Fill::Empty).then(|| lang.href("/viec-lam")),
    };
    results.page.search.place_error = Some(problem.message.to_string());
    results.outcome = Outcome::Refused(vec![problem]);
    results.groups = Vec::new();
    results.notices = Vec::new();
    results.pages = None;
    results
}

fn notice(lang: Lang, fill: Fill) -> Notice {
    let text = fill.words("Quận 7 cũ nay gồm phường Tân Thuận, phường Phú Thuận, phường Tân Mỹ và phường Tân Hưng.");
    Notice { text, links: links(lang, fill, &["Phường Tân Thuận", "Phường Tân Mỹ"]) }
}

fn sorts(lang: Lang) -> Vec<SortChoice> {
    let choice =
        |value: &'static str| SortChoice { value, label: lang.t(&format!("sort-{value}")), on: value == "moi" };
    ["phu-hop", "moi", "gan", "luong", "han"].into_iter().map(choice).collect()
}

fn nothing(lang: Lang) -> NoResults {
    let spelling = links(lang, Fill::Live, &["kế toán kho"]).pop();
    let wider = links(lang, Fill::Live, &["Chỉ “kế toán”, mọi nơi", "Bỏ lọc: Có chỗ ở"]);
    let farther = links(lang, Fill::Live, &["Trong 20 km", "Trong 50 km"]);
    NoResults { spelling, wider, farther }
}

fn groups(lang: Lang, fill: Fill) -> Vec<Group> {
    let choice = |name, value: &str, label: &str, on: bool| Choice {
        name,
        value: value.to_owned(),
        label: fill.words(label),
        count: (!value.is_empty()).then_some(1_204),
        on,
    };
    let list = |name, labels: &[(&str, &str)]| Group {
        name,
        legend: lang.t(&format!("group-{name}")),
        control: Control::List,
        choices: labels.iter().enumerate().map(|(at, (value, label))| choice(name, value, label, at == 0)).collect(),
    };
    let boxes = |name, labels: &[(&str, &str)]| Group { control: Control::Boxes, ..list(name, labels) };
    vec![
        list("ban-kinh", &[("", "Tất cả"), ("5", "Trong 5 km"), ("20", "Trong 20 km")]),
        list("luong", &[("", "Tất cả"), ("8", "Từ 8 triệu ₫"), ("15", "Từ 15 triệu ₫")]),
        boxes("nghe", &OCCUPATIONS),
        boxes("thoi-gian", &[("full", "Toàn thời gian"), ("part", "Bán thời gian")]),
        boxes("hop-dong", &[("vo-thoi-han", "Không xác định thời hạn"), ("12-36", "Từ 12 đến 36 tháng")]),
        boxes("kinh-nghiem", &[("khong", "Không yêu cầu"), ("1-2", "1 đến 2 năm"), ("2-5", "2 đến 5 năm")]),
    ]
}

const OCCUPATIONS: [(&str, &str); 10] = [
    ("24", "Kế toán, kiểm toán"),
    ("83", "Lái xe và vận hành máy"),
    ("75", "Thợ may, thợ giày"),
    ("52", "Bán hàng"),
    ("74", "Thợ điện, điện tử"),
    ("93", "Lao động giản đơn trong xây dựng, khai khoáng"),
    ("51", "Dịch vụ cá nhân"),
    ("22", "Y tế"),
    ("23", "Giáo viên"),
    ("25", "Công nghệ thông tin"),
];

fn landing(lang: Lang, fill: Fill, path: &str, subject: Subject) -> Landing {
    let total = if fill == Fill::Empty { 0 } else { 87 };
    let mut page = page(lang, fill, path, "Việc làm kế toán").within(Section::Postings);
    page.feed = Some("/feed.atom?nghe=24".to_owned());
    let near = links(lang, fill, &["Phường Bình Dương", "Phường Thuận An", "Phường Dĩ An"]);
    Landing {
        subject,
        notes: vec![fill.words("Gồm các phường cũ: Phú Cường, Phú Thọ, Chánh Nghĩa.")],
        total,
        items: items(lang, fill, fill.count(5).min(Pages::SIZE)),
        pages: Pages::of(total, 1, 50, |number| lang.href(&format!("{path}?trang={number}"))),
        filter: lang.href("/viec-lam?nghe=24"),
        neighbours: if near.is_empty() { Vec::new() } else { vec![(lang.t(Landing::NEAR), near)] },
        page,
    }
}

fn row(lang: Lang, fill: Fill, number: usize) -> EmployerRow {
    let item = items(lang, fill, number + 1).pop().expect("one");
    EmployerRow { code: item.code, name: item.employer, verified: number.is_multiple_of(2) }
}

fn employers(lang: Lang, fill: Fill) -> Employers {
    Employers {
        page: page(lang, fill, "/doanh-nghiep", &lang.t("employers-title")).within(Section::Employers),
        rows: (0..fill.count(7).min(Pages::SIZE)).map(|number| row(lang, fill, number)).collect(),
        next: (fill != Fill::Empty).then(|| lang.href("/doanh-nghiep?sau=01k8z5v3q7n4r2m6t8w0y1b001")),
    }
}

fn employer(lang: Lang, fill: Fill) -> EmployerPage {
    let page: Page = page(lang, fill, "/doanh-nghiep/01k8z5v3q7n4r2m6t8w0y1b001", super::EMPLOYERS[0]);
    EmployerPage {
        answered: (fill == Fill::Live).then_some(86),
        page: page.within(Section::Employers).crumb(lang.t("employers-title"), "/doanh-nghiep"),
        employer: row(lang, fill, 4),
        total: fill.count(4) as u64,
        items: items(lang, fill, fill.count(4)),
        pages: None,
    }
}
