//! A search that finds little says what else could be asked: in the API, in its suggestions, and in the feed.

use axum::http::{StatusCode, header};
use sanviec_store::testing::each_backend;
use serde_json::Value;

use super::site::World;

async fn json(world: &World, path: &str) -> Value {
    let answer = world.get(path).await;
    assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text);
    serde_json::from_str(&answer.text).expect("JSON")
}

fn words(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn misspelt_words_are_answered_with_those_that_were_meant() {
    each_backend(|fresh| async move {
        let world = World::over(fresh.store).await;
        for (typed, meant) in [
            ("ketoan", "ke toan"),
            ("ke61 toa1n", "kế toán"),
            ("kees toans", "kế toán"),
            ("ketoan gia lai", "ke toan gia lai"),
        ] {
            let body = json(&world, &format!("/api/v1/postings?q={}", words(typed))).await;
            assert_eq!(body["total"], 0, "{typed}: {body}");
            assert_eq!(body["help"]["spelling"]["q"], meant, "{typed}");
            assert_eq!(body["help"]["spelling"]["total"], 26, "{typed}");
            let again = json(&world, &format!("/api/v1/postings?q={}", words(meant))).await;
            assert_eq!(again["total"], 26, "{meant}");
            assert!(again["help"].is_null(), "{meant}");
        }
        let bare = json(&world, "/api/v1/postings?q=ketoan&help=0").await;
        assert!(bare["help"].is_null() && bare["total"] == 0, "{bare}");
        let unknown = json(&world, "/api/v1/postings?q=zzqqxx").await;
        assert!(unknown["help"].is_null(), "there is nothing to say: {unknown}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_wider_search_finds_what_it_says() {
    each_backend(|fresh| async move {
        let world = World::over(fresh.store).await;
        for query in [
            "q=ke+toan&place=79",
            "q=ke+toan&place=79&place=01&pay_min=1000",
            "q=ke+toan&place=79&within_km=5&sort=nearest",
            "q=ke+toan&near=10.78,106.70&within_km=5&sort=nearest",
            "q=ke+toan+quan+7",
            "q=ke+toan&housing=true&limit=3&facets=1",
        ] {
            let body = json(&world, &format!("/api/v1/postings?{query}")).await;
            assert_eq!(body["total"], 0, "{query}: {body}");
            let wider = body["help"]["wider"].as_array().unwrap_or_else(|| panic!("{query}: {body}"));
            assert!(!wider.is_empty(), "{query}");
            for way in wider {
                let next = way["query"].as_str().expect("a query");
                let found = json(&world, &format!("/api/v1/postings?{next}")).await;
                assert_eq!(found["total"], way["total"], "{query} leads to {next}");
                assert!(found["total"].as_u64() > Some(0), "{query} leads to {next}");
            }
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn misspelt_words_under_conditions_are_offered_without_what_they_cannot_meet() {
    each_backend(|fresh| async move {
        let world = World::over(fresh.store).await;
        for (typed, query, name) in [
            ("ke61+toa1n&place=79", "q=k%E1%BA%BF+to%C3%A1n", "Tìm “kế toán”, bỏ “Thành phố Hồ Chí Minh”"),
            ("ketoan&place=52&pay_min=90000000", "q=ke+toan&place=52", "Tìm “ke toan”, bỏ “Lương từ 90\u{a0}triệu”"),
            ("ketoan+gia+lai&pay_min=90000000", "q=ke+toan+gia+lai", "Tìm “ke toan”, bỏ “Lương từ 90\u{a0}triệu”"),
            ("ketoan&place=79&pay_min=90000000", "q=ke+toan", "Tìm “ke toan”, bỏ mọi điều kiện"),
        ] {
            let body = json(&world, &format!("/api/v1/postings?q={typed}")).await;
            assert_eq!(body["total"], 0, "{typed}: {body}");
            assert!(body["help"]["spelling"].is_null(), "{typed}: the mended words find nothing either: {body}");
            let wider = body["help"]["wider"].as_array().unwrap_or_else(|| panic!("{typed}: {body}"));
            assert_eq!(wider.len(), 1, "{typed}: {body}");
            assert_eq!((wider[0]["query"].as_str(), wider[0]["name_vi"].as_str()), (Some(query), Some(name)));
            assert_eq!(wider[0]["total"], 26, "{typed}");
            let again = json(&world, &format!("/api/v1/postings?{query}")).await;
            assert_eq!(again["total"], 26, "{typed} leads to {query}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_finds_no_more_than_the_search_itself_is_no_help() {
    each_backend(|fresh| async move {
        let world = World::over(fresh.store).await;
        for query in ["q=bao+ve&place=79&pay_min=1000", "q=bao+ve&working_time=full"] {
            let body = json(&world, &format!("/api/v1/postings?{query}")).await;
            assert_eq!(body["total"], 1, "{query}: {body}");
            assert!(body["help"].is_null(), "{query}: {body}");
        }
        let body = json(&world, "/api/v1/postings?place=79&working_time=full").await;
        assert_eq!(body["total"], 1, "{body}");
        let wider = body["help"]["wider"].as_array().expect("wider searches");
        assert_eq!(wider.len(), 1, "without the form of work there is no more: {body}");
        assert_eq!((wider[0]["query"].as_str(), wider[0]["total"].as_u64()), (Some("working_time=full"), Some(27)));
    })
    .await;
}

#[tokio::test]
async fn the_page_leads_to_mended_words_without_the_condition_that_they_cannot_meet() {
    let world = World::new().await;
    let page = world.get("/viec-lam?q=ketoan&noi=52&luong=90000000").await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    let link = page.text.split("href=\"").find(|rest| rest.contains("Tìm “ke toan”, bỏ “Lương từ 90\u{a0}triệu”"));
    let href =
        link.and_then(|rest| rest.split('"').next()).expect("a link").replace("&#38;", "&").replace("&amp;", "&");
    let there = world.get(&href).await;
    assert_eq!(there.status, StatusCode::OK, "{href}");
    assert!(there.text.contains("26 việc làm</h1>"), "{href}: {}", there.text);
}

#[tokio::test]
async fn suggestions_know_what_a_slip_was_meant_to_be() {
    let world = World::new().await;
    let plain = json(&world, "/api/v1/suggestions?q=ke+toan").await;
    assert!(!plain["items"].as_array().expect("a list").is_empty());
    assert_eq!(json(&world, "/api/v1/suggestions?q=ketoan").await, plain);
    let retyped = json(&world, "/api/v1/suggestions?q=ke61+toa1n").await;
    assert!(!retyped["items"].as_array().expect("a list").is_empty());
    let place = json(&world, "/api/v1/suggestions?kind=place&q=gia+laii").await;
    let named = |place: &Value| place["name_vi"].as_str().is_some_and(|name| name.contains("Gia Lai"));
    assert!(place["items"].as_array().expect("a list").iter().any(named), "{place}");
}

#[tokio::test]
async fn the_feed_goes_where_its_page_goes() {
    let world = World::new().await;
    let answer = world.get("/viec-lam.atom?q=kees+toans").await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    let meant = answer.header(header::LOCATION).to_owned();
    assert_eq!(meant, "/viec-lam.atom?q=k%E1%BA%BF+to%C3%A1n&da-go=kees+toans");
    assert_eq!(world.get(&meant).await.text.matches("<entry>").count(), 26);
    let english = world.get("/en/viec-lam.atom?q=kees+toans").await;
    assert!(english.header(header::LOCATION).starts_with("/en/viec-lam.atom?"));
    // Words that nobody knows stay what they are, and what was mended once is not mended again.
    for path in ["/viec-lam.atom?q=zzqqxx", "/viec-lam.atom?q=kees+toans&da-go=x"] {
        let empty = world.get(path).await;
        assert_eq!((empty.status, empty.text.matches("<entry>").count()), (StatusCode::OK, 0), "{path}");
    }
}
