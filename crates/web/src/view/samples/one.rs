//! Samples of the pages about one posting: live, over in each way, taken away, on paper.

use askama::Template;

use super::{Fill, day, items, page};
use crate::format::{Currency, Pay, Per};
use crate::lang::Lang;
use crate::view::{
    Band, Contact, Fact, Gone, JobPosting, Poster, Posting, Prose, Salary, Section, Standing, Words, Workplace,
};

const CODE: &str = "01k8z5v3q7n4r2m6t8w0y1b2c3";
const DESCRIPTION: &str = "Công ty cần một kế toán tổng hợp cho nhà máy ở Khu công nghiệp Phú Tài.\n\n\
    - Lập chứng từ thu, chi, theo dõi công nợ với khoảng 40 nhà cung cấp\n\
    - Kê khai thuế giá trị gia tăng hằng tháng, quyết toán thuế cuối năm\n\
    - Đối chiếu số liệu kho vào ngày 5 hằng tháng\n\n\
    Làm việc tại văn phòng, từ thứ Hai đến sáng thứ Bảy.";

pub(super) fn render(lang: Lang, fill: Fill, put: &mut dyn FnMut(&str, askama::Result<String>)) {
    let live = posting(lang, fill, Standing::Live((fill != Fill::Empty).then_some(21)));
    put("posting", live.render());
    put("posting-expired", posting(lang, fill, Standing::Expired(day("2026-11-20"))).render());
    if fill == Fill::Live {
        put("posting-filled", posting(lang, fill, Standing::Filled).render());
        put("posting-closed", posting(lang, fill, Standing::Closed).render());
    }
    put("poster", poster(lang, live).render());
    let mut page = page(lang, fill, &format!("/viec-lam/{CODE}"), &lang.t("gone-title"));
    page.indexed = false;
    put("gone", Gone { page, similar: items(lang, fill, fill.count(3)) }.render());
}

fn poster(lang: Lang, posting: Posting) -> Poster {
    let mut page = posting.page.clone();
    page.title = lang.t1("poster-title", "title", &posting.title);
    page.path = format!("/viec-lam/{CODE}/in");
    page.indexed = false;
    page.search.band = Band::Hidden;
    Poster { page, posting }
}

fn posting(lang: Lang, fill: Fill, standing: Standing) -> Posting {
    let title = fill.words("Kế toán tổng hợp");
    let path = format!("/viec-lam/{CODE}/ke-toan-tong-hop");
    let page = page(lang, fill, &path, "Kế toán tổng hợp").within(Section::Postings);
    let full = fill != Fill::Empty;
    let live = matches!(standing, Standing::Live(_));
    let text = |text: &str| if full { Prose::of(&fill.words(text)) } else { Prose::default() };
    let pay = Pay::Band { min: Some(9_000_000), max: Some(12_500_000), per: Per::Month, currency: Currency::Vnd };
    Posting {
        page: page.crumb(lang.t("nav-postings"), "/viec-lam"),
        code: CODE.to_owned(),
        standing,
        title: title.clone(),
        employer: fill.words(super::EMPLOYERS[0]),
        employer_href: lang.href("/doanh-nghiep/01k8z5v3q7"),
        entered_by: (fill != Fill::Empty).then(|| fill.words("Trung tâm Dịch vụ việc làm Gia Lai")),
        verified: full,
        pay: if full { pay } else { Pay::Agreed },
        wanted: full.then_some(2),
        posted_on: day("2026-11-05"),
        deadline_on: full.then(|| day("2026-12-15")),
        workplaces: workplaces(lang, fill),
        facts: facts(lang, fill),
        description: text(DESCRIPTION),
        requirements: text("- Trung cấp kế toán trở lên\n- Dùng thành thạo Excel, MISA\n- Có 1 năm kinh nghiệm"),
        benefits: text("+ Thưởng tháng 13\n+ Xe đưa đón từ Quy Nhơn\n+ Ăn trưa tại công ty"),
        skills: if full { skills(lang, fill) } else { Vec::new() },
        occupation: full.then(|| (fill.words("Kế toán viên"), lang.href("/nghe/ke-toan"))),
        contact: Contact::of(full.then_some("https://congty.example.vn/tuyen-dung?id=1&a=2")),
        apply: (live && full).then(|| lang.href(&format!("/ung-tuyen/viec/{CODE}"))),
        through: None,
        report: lang.href(&format!("/bao-cao-tin/{CODE}")),
        similar: items(lang, fill, fill.count(3)),
        more: lang.href("/viec-lam?nghe=24"),
        data: (live && full).then(|| data(fill, &title)),
    }
}

fn skills(lang: Lang, fill: Fill) -> Vec<(Words, String)> {
    let skill = |name: &&str| (fill.words(name), lang.href("/viec-lam?q=misa"));
    ["Kê khai thuế", "MISA", "Microsoft Excel"].iter().map(skill).collect()
}

fn workplaces(lang: Lang, fill: Fill) -> Vec<Workplace> {
    let href = Some(lang.href("/xa/21583-quy-nhon-bac"));
    let unit = fill.words("Phường Quy Nhơn Bắc, tỉnh Gia Lai");
    let old = fill.words("KCN Phú Tài, TP. Quy Nhơn, Bình Định");
    let one =
        Workplace { address: fill.words("Lô B12, đường số 3"), unit: unit.clone(), href, as_written: Some(old) };
    let two = Workplace { address: Words::default(), unit, href: None, as_written: None };
    [one, two].into_iter().take(fill.count(2)).collect()
}

fn facts(lang: Lang, fill: Fill) -> Vec<Fact> {
    let all = [
        ("fact-working-time", "Toàn thời gian"),
        ("fact-shift", "Giờ hành chính"),
        ("fact-contract", "Xác định thời hạn, 12 tháng"),
        ("fact-probation", "2 tháng, hưởng 85% lương"),
        ("fact-experience", "1 đến 2 năm"),
        ("fact-education", "Trung học phổ thông"),
        ("fact-qualification", "Trung cấp"),
        ("fact-transport", "Có xe đưa đón"),
    ];
    let fact = |(name, value): (&str, &str)| Fact { name: lang.t(name), value: fill.words(value) };
    all.into_iter().map(fact).take(fill.count(all.len())).collect()
}

pub(crate) fn data(fill: Fill, title: &Words) -> JobPosting {
    let prose = Prose::of(&fill.words(DESCRIPTION));
    JobPosting {
        title: title.clone(),
        description: prose.lines().cloned().collect(),
        posted_on: day("2026-11-05"),
        valid_through: Some(day("2026-12-15")),
        employment: vec!["FULL_TIME"],
        employer: fill.words(super::EMPLOYERS[0]),
        employer_url: "https://vieclam.example.vn/doanh-nghiep/01k8z5v3q7".to_owned(),
        places: vec![("Lô B12, đường số 3".into(), "Phường Quy Nhơn Bắc".into(), "Tỉnh Gia Lai".into())],
        remote: false,
        salary: Some(Salary { min: Some(9_000_000), max: Some(12_500_000), per: Per::Month, currency: Currency::Vnd }),
        identifier: ("Trung tâm Dịch vụ việc làm tỉnh Gia Lai".into(), CODE.to_owned()),
        direct_apply: false,
        experience_months: Some(12),
        credential: Some("professional certificate"),
        openings: Some(2),
        starts_on: None,
        hours: Some("Giờ hành chính".into()),
        benefits: Some("Thưởng tháng 13".into()),
        occupation: Some("3313 Kế toán viên".into()),
        industry: None,
        url: format!("https://vieclam.example.vn/viec-lam/{CODE}/ke-toan-tong-hop"),
    }
}
