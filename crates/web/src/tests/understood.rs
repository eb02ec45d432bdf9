//! A place that can be another one: the answer says how it was understood, and leads to the others.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::site::World;

async fn answer(world: &World, path: &str) -> Value {
    let answer = world.get(&format!("/api/v1/{path}")).await;
    assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text);
    serde_json::from_str(&answer.text).expect("JSON")
}

#[tokio::test]
async fn the_api_says_how_a_place_was_understood_that_can_be_another() {
    let world = World::new().await;
    let named = answer(&world, "postings?place=Ch%C3%A2u+Th%C3%A0nh").await;
    let place = &named["understood"]["places"][0];
    assert_eq!((&place["typed"], &place["confidence"]), (&json!("Châu Thành"), &json!("ambiguous")), "{named}");
    assert_eq!((&place["name"], &place["partly_unknown"]), (&json!("Huyện Châu Thành, Tây Ninh"), &json!(false)));
    let others = place["alternatives"].as_array().expect("a list");
    assert!(others.len() >= 9 && others.contains(&json!("Huyện Châu Thành, Bến Tre")), "{named}");
    assert!(!others.contains(&place["name"]), "{named}");
    for path in ["postings?place=Q7+HN&facets=1", "facets?place=Q7+HN"] {
        let partly = answer(&world, path).await;
        let place = &partly["understood"]["places"][0];
        assert_eq!((&place["confidence"], &place["partly_unknown"]), (&json!("likely"), &json!(true)), "{partly}");
        assert_eq!(place["alternatives"], json!(["Quận 7, Hồ Chí Minh"]), "{partly}");
    }
    let two = answer(&world, "postings?place=52&place=Ch%C3%A2u+Th%C3%A0nh").await;
    assert_eq!(two["understood"]["places"].as_array().map(Vec::len), Some(1), "a code is what it is: {two}");
}

#[tokio::test]
async fn the_api_says_what_it_took_for_a_place_in_the_words_and_nothing_where_all_is_sure() {
    let world = World::new().await;
    let found = answer(&world, "postings?q=k%E1%BA%BF+to%C3%A1n+gia+lai").await;
    assert_eq!((&found["total"], &found["understood"]["words"]), (&json!(26), &json!("kế toán")), "{found}");
    let place = &found["understood"]["places"][0];
    assert_eq!((&place["typed"], &place["name"]), (&json!("gia lai"), &json!("Tỉnh Gia Lai")), "{found}");
    for path in ["postings?place=52", "postings?place=Gia+Lai", "postings?place=qu%E1%BA%ADn+7+tphcm", "postings"] {
        let sure = answer(&world, path).await;
        assert!(sure.get("understood").is_none(), "{path}: {sure}");
    }
}

#[tokio::test]
async fn every_code_that_is_suggested_is_taken() {
    let world = World::new().await;
    let mut former = 0;
    for typed in ["thu+dau", "quan+7", "binh+dinh", "ben+nghe"] {
        let suggested = answer(&world, &format!("suggestions?kind=place&q={typed}")).await;
        for place in suggested["items"].as_array().expect("a list") {
            let code = place["code"].as_str().expect("a code");
            answer(&world, &format!("postings?place={code}&help=0")).await;
            let unit = answer(&world, &format!("units/{code}")).await;
            assert_eq!(unit["code"], code, "{unit}");
            former += usize::from(place["is_former"] == true);
        }
    }
    assert!(former > 0, "old names are suggested, and said to be old");
    let unit = answer(&world, "units/718").await;
    assert_eq!((&unit["full_name"], &unit["level"]), (&json!("Thành phố Thủ Dầu Một"), &json!("district")), "{unit}");
    assert!(unit["successors"].as_array().is_some_and(|codes| codes.contains(&json!("25747"))), "{unit}");
    let divided = answer(&world, "postings?place=00007&help=0").await;
    assert_eq!(divided["understood"]["places"][0]["confidence"], "likely", "{divided}");
}

#[tokio::test]
async fn the_page_leads_to_the_other_places_that_may_be_meant() {
    let world = World::new().await;
    let page = world.get("/viec-lam?q=ke+toan&noi=Ch%C3%A2u+Th%C3%A0nh&ban-kinh=25").await;
    assert_eq!(page.status, StatusCode::OK);
    let says = "Có nhiều nơi tên như vậy; chúng tôi tìm tại: Huyện Châu Thành, Tây Ninh. Hoặc tìm tại:";
    assert!(page.text.contains(says), "{}", page.text);
    let noi = "noi=Huy%E1%BB%87n+Ch%C3%A2u+Th%C3%A0nh%2C+B%E1%BA%BFn+Tre";
    let link = page.text.split("href=\"").find(|rest| rest.contains(noi) && rest.contains("Bến Tre</a>"));
    let href =
        link.and_then(|rest| rest.split('"').next()).expect("a link").replace("&amp;", "&").replace("&#38;", "&");
    assert_eq!(href, format!("/viec-lam?q=ke+toan&{noi}&ban-kinh=25"), "the rest of the search is kept");
    let there = world.get(&href).await;
    assert_eq!(there.status, StatusCode::OK);
    assert!(!there.text.contains("Hoặc tìm tại:"), "its address is sure");
    let partly = world.get("/viec-lam?noi=Q7+HN").await;
    let says = "nhưng không có nơi nào đúng như vậy. Chúng tôi tìm tại: Thành phố Hà Nội. Hoặc tìm tại:";
    assert!(partly.text.contains(says) && partly.text.contains(">Quận 7, Hồ Chí Minh</a>"), "{}", partly.text);
    let english = world.get("/en/viec-lam?noi=Q7+HN").await;
    assert!(english.text.contains("but there is no such place") && english.text.contains("Or search in:"));
    let sure = world.get("/viec-lam?noi=Gia+Lai").await;
    assert!(!sure.text.contains("Hoặc tìm tại:"));
}
