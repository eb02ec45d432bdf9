//! The page on privacy tells of all that is kept about people, as long as it is kept, and where to see and delete it.

use std::collections::BTreeMap;
use std::path::Path;

use axum::http::{StatusCode, header};
use sanviec_app::Facts;
use sanviec_app::profiles::KEPT_DAYS;

use super::site::World;
use crate::lang::Lang;

/// Headings of the page, and the tables of `docs/data-classes.md` that they tell of.
const TOLD: [(&str, &str); 11] = [
    ("privacy-account", "account contact_point linked_identity session"),
    (
        "privacy-profile",
        "profile profile_merge profile_double profile_distinct profile_term profile_file profile_chunk",
    ),
    ("privacy-consent", "consent"),
    ("privacy-looks", "look reveal audit audit_link"),
    (
        "privacy-apply",
        "application application_consent application_event application_file application_chunk conversation_line approach",
    ),
    ("privacy-centre", "referral appointment"),
    (
        "privacy-placement",
        "placement placement_fact placement_document placement_chunk placement_signature evidence_chunk claim exclusion \
         exclusion_profile exclusion_elsewhere payout bank_chunk bank_row",
    ),
    ("privacy-messages", "message"),
    ("privacy-report", "report"),
    ("privacy-staff", "membership organisation_member verification_evidence colleague invitation"),
    ("privacy-rights", "data_request"),
];

/// Tables that hold something about people, of which a visitor has to be told.
fn personal() -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/data-classes.md");
    let text = std::fs::read_to_string(path).expect("docs/data-classes.md");
    let cells = |line: &str| line.split('|').map(|cell| cell.trim().trim_matches('`').to_owned()).collect::<Vec<_>>();
    let rows = text.lines().filter(|line| line.starts_with("| `")).map(cells);
    rows.filter(|row| matches!(row[2].as_str(), "personal" | "sensitive")).map(|row| row[1].clone()).collect()
}

#[tokio::test]
async fn all_that_is_kept_about_people_is_told() {
    let world = World::new().await;
    let told: BTreeMap<&str, &str> =
        TOLD.iter().flat_map(|(key, tables)| tables.split_whitespace().map(move |table| (table, *key))).collect();
    let tables = personal();
    assert!(tables.len() > 30, "{tables:?}");
    let silent: Vec<_> = tables.iter().filter(|table| !told.contains_key(table.as_str())).collect();
    assert!(silent.is_empty(), "the page on privacy is silent about {silent:?}");
    for (lang, path) in [(Lang::Vi, "/quyen-rieng-tu"), (Lang::En, "/en/quyen-rieng-tu")] {
        let page = world.get(path).await.text;
        for (key, _) in TOLD {
            assert!(page.contains(&format!("<h2 class=\"govuk-heading-m\">{}</h2>", lang.t(key))), "{path}: {key}");
        }
        assert!(!page.contains("{ $") && !page.contains("{$"), "{path} has a term without its days");
    }
}

#[tokio::test]
async fn the_terms_told_are_those_that_are_kept() {
    let world = World::new().await;
    let Facts { answer_days, keep_days, .. } = *world.app.facts();
    let vi = world.get("/quyen-rieng-tu").await.text;
    assert!(vi.contains(&format!("Nhà tuyển dụng phải trả lời trong {answer_days} ngày.")), "{vi}");
    assert!(vi.contains(&format!("dữ liệu được tự động xóa sau {keep_days} ngày")), "{vi}");
    assert!(vi.contains(&format!("không ai dùng trong {KEPT_DAYS} ngày")), "{vi}");
    let en = world.get("/en/quyen-rieng-tu").await.text;
    assert!(en.contains(&format!("deleted by themselves after {keep_days} days")), "{en}");
}

#[tokio::test]
async fn where_it_says_one_sees_and_deletes_there_is_a_page() {
    let world = World::new().await;
    let page = world.get("/quyen-rieng-tu").await.text;
    let own =
        ["/ho-so", "/ho-so/du-lieu", "/ho-so/dong-y", "/ho-so/luot-xem", "/ung-tuyen", "/ho-so/yeu-cau", "/ho-so/xoa"];
    for path in own {
        assert!(page.contains(&format!("href=\"{path}\"")), "{path}");
        let answer = world.get(path).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path}: whoever is not signed in signs in");
        assert!(answer.header(header::LOCATION).starts_with("/dang-nhap"), "{path}");
    }
}
