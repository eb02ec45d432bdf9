//! Addresses, page numbers, text into blocks, cleaned words, data for search engines.

use crate::lang::Lang;
use crate::view::samples::{Fill, HOSTILE};
use crate::view::{Block, Contact, Criteria, JobPosting, PageLink, Pages, Prose, Words};

fn criteria() -> Criteria {
    let query = "q=kế toán&noi=q.7 & q.8;luong=8,5;nghe=24;nghe=33;fbclid=x;o-lai=1;sap-xep=moi;trang=3;ban-kinh=";
    let pairs: Vec<(String, String)> = query
        .replacen('&', ";", 1)
        .split(';')
        .filter_map(|pair| pair.split_once('='))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    Criteria::read(&pairs)
}

#[test]
fn an_address_holds_what_was_asked_for_in_one_order() {
    let path =
        "/viec-lam?q=k%E1%BA%BF+to%C3%A1n&noi=q.7+%26+q.8&luong=8%2C5&nghe=24&nghe=33&o-lai=1&sap-xep=moi&trang=3";
    assert_eq!(criteria().path(), path);
    assert_eq!(Criteria::default().path(), "/viec-lam");
}

#[test]
fn use_cases_are_told_in_their_own_words() {
    let params: Vec<(&str, String)> = criteria().params().collect();
    for (name, value) in [("q", "kế toán"), ("pay_min", "8500000"), ("sort", "newest"), ("housing", "1"), ("page", "3")]
    {
        assert!(params.contains(&(name, value.to_owned())), "{name}={value}");
    }
    assert_eq!(params.iter().filter(|(name, _)| *name == "occupation").count(), 2);
    assert_eq!(Criteria::of("luong", "nhiều").params().next(), Some(("pay_min", "nhiều".to_owned())));
}

#[test]
fn changing_a_filter_returns_to_the_first_page() {
    let changed = criteria().without_condition("occupation", "24");
    assert!(!changed.path().contains("trang"));
    assert!(changed.path().contains("nghe=33"));
    assert_eq!(criteria().cleared().path(), "/viec-lam?q=k%E1%BA%BF+to%C3%A1n&noi=q.7+%26+q.8&sap-xep=moi");
}

#[test]
fn without_its_place_a_radius_goes_too() {
    let near = Criteria::of("noi", "quận 7").with("ban-kinh", "10").with("sap-xep", "gan").with("q", "a");
    assert_eq!(near.without_condition("place", "quận 7").path(), "/viec-lam?q=a");
}

#[test]
fn page_numbers_show_both_ends_and_the_neighbours() {
    let row = |total, here| {
        Pages::of(total, here, 50, |page| page.to_string()).map_or_else(String::new, |pages| {
            let mark = |link: &PageLink| match link {
                PageLink::To(page, _) => page.to_string(),
                PageLink::Here(page) => format!("[{page}]"),
                PageLink::Gap => "…".to_owned(),
            };
            pages.links.iter().map(mark).collect::<Vec<_>>().join(" ")
        })
    };
    assert_eq!(row(20, 1), "");
    assert_eq!(row(21, 1), "[1] 2");
    assert_eq!(row(437, 1), "[1] 2 … 22");
    assert_eq!(row(437, 12), "1 … 11 [12] 13 … 22");
    assert_eq!(row(437, 22), "1 … 21 [22]");
    assert_eq!(row(1_000_000, 1), "[1] 2 … 50");
}

#[test]
fn text_becomes_paragraphs_and_lists() {
    let prose = Prose::of("Mở đầu\ndòng hai\n\n- một\n+ hai\n• ba\nKết\n-5 độ\n");
    let lines = |all: &[&str]| all.iter().map(|line| Words::from(*line)).collect::<Vec<_>>();
    let expected = [
        Block::Paragraph(lines(&["Mở đầu", "dòng hai"])),
        Block::List(lines(&["một", "hai", "ba"])),
        Block::Paragraph(lines(&["Kết", "-5 độ"])),
    ];
    assert_eq!(prose.0, expected);
    assert!(Prose::of(" \n\n").is_empty());
}

#[test]
fn words_lose_what_turns_the_text_around_them() {
    assert_eq!(&*Words::from("a\u{202e}b\u{2066}c\u{0}d\te\n"), "abcd\te\n");
    assert_eq!(Words::from("một hai ba bốn").cut(10), "một hai…");
    assert_eq!(Words::from("một").cut(10), "một");
}

#[test]
fn only_web_addresses_become_links() {
    assert_eq!(Contact::of(Some("https://a.vn/")).source(), Some("https://a.vn/"));
    for bad in ["javascript:alert(1)", "data:text/html,x", "//a.vn", " https://a.vn"] {
        assert_eq!(Contact::of(Some(bad)).source(), None, "{bad}");
    }
}

fn data(fill: Fill) -> JobPosting {
    let title = if fill == Fill::Hostile { HOSTILE } else { "Kế toán tổng hợp" };
    crate::view::samples::data(fill, &title.into())
}

#[test]
fn data_for_search_engines_have_every_property_asked_for() {
    let value: serde_json::Value = serde_json::from_str(&data(Fill::Live).script()).expect("JSON");
    let expected = serde_json::json!({
        "@context": "https://schema.org/", "@type": "JobPosting", "title": "Kế toán tổng hợp",
        "datePosted": "2026-11-05", "validThrough": "2026-12-15T23:59:59+07:00", "employmentType": "FULL_TIME",
        "directApply": false, "totalJobOpenings": 2, "occupationalCategory": "3313 Kế toán viên",
        "baseSalary": {"@type": "MonetaryAmount", "currency": "VND", "value": {"@type": "QuantitativeValue",
            "minValue": 9_000_000, "maxValue": 12_500_000, "unitText": "MONTH"}},
        "experienceRequirements": {"@type": "OccupationalExperienceRequirements", "monthsOfExperience": 12},
        "educationRequirements": {"@type": "EducationalOccupationalCredential",
            "credentialCategory": "professional certificate"},
        "jobLocation": {"@type": "Place", "address": {"@type": "PostalAddress", "streetAddress": "Lô B12, đường số 3",
            "addressLocality": "Phường Quy Nhơn Bắc", "addressRegion": "Tỉnh Gia Lai", "addressCountry": "VN"}},
    });
    for (name, property) in expected.as_object().expect("object") {
        assert_eq!(&value[name], property, "{name}");
    }
    assert!(value.get("industry").is_none(), "what is not known is left out");
    assert!(value["description"].as_str().expect("text").starts_with("<p>Công ty cần"));
}

#[test]
fn data_for_search_engines_cannot_leave_their_element() {
    let script = data(Fill::Hostile).script();
    assert!(!script.contains(['<', '>', '&']));
    let value: serde_json::Value = serde_json::from_str(&script).expect("JSON");
    assert!(value["title"].as_str().expect("text").contains("</script>"), "the text itself is kept");
    assert!(value["description"].as_str().expect("text").contains("&lt;script&gt;"));
}

#[test]
fn pay_that_is_agreed_or_by_the_piece_is_left_out() {
    let mut agreed = data(Fill::Live);
    agreed.salary = None;
    assert!(!agreed.script().contains("baseSalary"));
}

#[test]
fn english_pages_stand_under_their_prefix() {
    assert_eq!(Lang::En.href("/"), "/en");
    assert_eq!(Lang::En.href("/viec-lam?q=a"), "/en/viec-lam?q=a");
    assert_eq!(Lang::Vi.href("/"), "/");
}
