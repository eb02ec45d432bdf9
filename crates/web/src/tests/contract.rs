//! What programs rely on in the public API, over HTTP and on both databases: lists that lead on, validators, counts,
//! units.

use std::collections::BTreeSet;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use sanviec_domain::posting::{CloseReason, Command, Why};
use sanviec_reference::unit::{self, Level};
use sanviec_store::testing::each_backend;
use serde_json::Value;

use super::site::{Answer, World, content};

/// "kế toán" finds all 27 postings of the world but the guard.
const ACCOUNTANTS: &str = "/api/v1/postings?q=k%E1%BA%BF+to%C3%A1n";
/// Which of the postings is the guard.
const GUARD: usize = 25;

/// The body of an answer that is a success.
fn json(answer: &Answer) -> Value {
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    serde_json::from_str(&answer.text).expect("JSON")
}

fn items(body: &Value) -> &[Value] {
    body["items"].as_array().expect("a list")
}

/// Where `Link: rel="next"` leads.
fn next(answer: &Answer) -> Option<String> {
    let link = answer.headers.get(header::LINK)?.to_str().expect("text");
    let path = link.strip_prefix('<').and_then(|link| link.strip_suffix(">; rel=\"next\""));
    Some(path.unwrap_or_else(|| panic!("not a link to the next page: {link}")).to_owned())
}

/// Asks as a program does that has an answer with this validator.
async fn get_again(world: &World, path: &str, tag: &str) -> Answer {
    let request = Request::get(path).header(header::IF_NONE_MATCH, tag).body(Body::empty()).expect("request");
    world.ask(request).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_leads_on_by_its_link_until_everything_was_shown_once() {
    each_backend(|fresh| async move {
        let world = World::over(fresh.store).await;
        let mut path = format!("{ACCOUNTANTS}&limit=10");
        let (mut sizes, mut seen) = (Vec::new(), Vec::new());
        loop {
            let answer = world.get(&path).await;
            let body = json(&answer);
            assert_eq!(body["total"], 26);
            sizes.push(items(&body).len());
            seen.extend(items(&body).iter().map(|item| item["id"].as_str().expect("an id").to_owned()));
            let Some(next) = next(&answer) else {
                assert!(body["next"].is_null(), "{body}");
                break;
            };
            let cursor = body["next"].as_str().expect("a cursor");
            assert!(next.ends_with(&format!("&limit=10&after={cursor}")), "{next}");
            path = next;
        }
        assert_eq!(sizes, [10, 10, 6]);
        let shown: BTreeSet<String> = seen.into_iter().collect();
        let all = world.ids.iter().enumerate().filter(|(at, _)| *at != GUARD);
        let expected: BTreeSet<String> = all.map(|(_, id)| id.code().to_string()).collect();
        assert_eq!(shown, expected);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cursor_goes_on_from_its_own_point_and_is_refused_from_another() {
    each_backend(|fresh| async move {
        let world = World::over(fresh.store).await;
        let path = |near: &str| format!("/api/v1/postings?near={near}&limit=10");
        let first = json(&world.get(&path("13.98,108.00")).await);
        assert_eq!(first["total"], 27);
        assert_eq!(items(&first).len(), 10);
        let cursor = first["next"].as_str().expect("a cursor");
        let second = json(&world.get(&format!("{}&after={cursor}", path("13.980,%20108.0"))).await);
        assert_eq!(items(&second).len(), 10, "the same point, written otherwise");
        for other in [path("21.03,105.85"), "/api/v1/postings?limit=10".to_owned()] {
            let answer = world.get(&format!("{other}&after={cursor}")).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{other}");
            let problem: Value = serde_json::from_str(&answer.text).expect("JSON");
            assert_eq!(problem["errors"][0]["field"], "after");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_program_has_already_is_not_sent_again_until_it_changes() {
    each_backend(|fresh| async move {
        let mut world = World::over(fresh.store).await;
        let one = format!("/api/v1/postings/{}", world.ids[0].code());
        let mut tags = Vec::new();
        for path in [ACCOUNTANTS, &one] {
            let first = world.get(path).await;
            assert_eq!(first.status, StatusCode::OK, "{}", first.text);
            let tag = first.header(header::ETAG).to_owned();
            assert!(tag.starts_with('"') && tag.ends_with('"'), "{tag}");
            let again = get_again(&world, path, &tag).await;
            assert_eq!((again.status, again.text.as_str()), (StatusCode::NOT_MODIFIED, ""), "{path}");
            assert_eq!(again.header(header::ETAG), tag);
            assert_eq!(get_again(&world, path, "\"another\"").await.text, first.text);
            tags.push(tag);
        }
        let other = get_again(&world, &format!("{ACCOUNTANTS}&limit=5"), &tags[0]).await;
        assert_eq!(items(&json(&other)).len(), 5, "another question has another validator");
        world.publish("Công ty TNHH Phú Tài", content("Kế toán kho", "52")).await;
        world.command(0, Command::Close(Why::plain(CloseReason::NoLongerNeeded))).await;
        let list = get_again(&world, ACCOUNTANTS, &tags[0]).await;
        let ids: BTreeSet<String> = items(&json(&world.get(&format!("{ACCOUNTANTS}&limit=50")).await))
            .iter()
            .map(|item| item["id"].as_str().expect("an id").to_owned())
            .collect();
        assert_eq!(json(&list)["total"], 26, "one came and one went");
        assert!(ids.contains(&world.ids[27].code().to_string()) && !ids.contains(&world.ids[0].code().to_string()));
        let closed = json(&get_again(&world, &one, &tags[1]).await);
        assert_eq!(closed["status"], "ended");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn counts_are_the_same_with_the_list_alone_and_when_they_are_followed() {
    each_backend(|fresh| async move {
        let world = World::over(fresh.store).await;
        for query in ["", "q=k%E1%BA%BF+to%C3%A1n", "place=79", "q=th%E1%BB%A3+l%E1%BA%B7n"] {
            let list = json(&world.get(&format!("/api/v1/postings?{query}&facets=1")).await);
            let alone = json(&world.get(&format!("/api/v1/facets?{query}")).await);
            assert_eq!((&list["total"], &list["facets"]), (&alone["total"], &alone["facets"]), "{query}");
            assert!(json(&world.get(&format!("/api/v1/postings?{query}")).await)["facets"].is_null(), "{query}");
        }
        let facets = &json(&world.get("/api/v1/facets").await)["facets"];
        for (param, expected) in [("place", [("52", 26_u64), ("79", 1)]), ("occupation", [("33", 26), ("54", 1)])] {
            let counts = facets[param].as_array().expect("counts");
            let found: Vec<(&str, u64)> = counts
                .iter()
                .map(|count| (count["value"].as_str().expect("a value"), count["count"].as_u64().expect("a number")))
                .collect();
            assert_eq!(found, expected, "{param}");
            for (value, count) in found {
                let narrowed = json(&world.get(&format!("/api/v1/postings?{param}={value}")).await);
                assert_eq!(narrowed["total"], count, "{param}={value}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn what_changes_with_the_program_alone_is_not_sent_twice() {
    let world = World::new().await;
    let mut tags = BTreeSet::new();
    for path in ["units", "units?province=52", "units/52", "occupations", "occupations?parent=3", "openapi.json"] {
        let path = format!("/api/v1/{path}");
        let first = world.get(&path).await;
        assert_eq!((first.status, first.header(header::CONTENT_TYPE)), (StatusCode::OK, "application/json"), "{path}");
        let tag = first.header(header::ETAG).to_owned();
        assert!(tag.starts_with('"') && tags.insert(tag.clone()), "{path}: {tag}");
        let with = |tag: &str| Request::get(&path).header(header::IF_NONE_MATCH, tag).body(Body::empty());
        let again = world.ask(with(&tag).expect("request")).await;
        assert_eq!((again.status, again.text.as_str()), (StatusCode::NOT_MODIFIED, ""), "{path}");
        assert_eq!(again.header(header::ETAG), tag, "{path}");
        assert_eq!(world.ask(with("\"x\"").expect("request")).await.text, first.text, "{path}");
    }
}

#[tokio::test]
async fn units_are_listed_read_and_looked_up_by_any_spelling() {
    let world = World::new().await;
    let provinces = json(&world.get("/api/v1/units").await);
    assert_eq!(items(&provinces).len(), 34);
    assert!(items(&provinces).iter().all(|item| item["level"] == "province" && item["parent"].is_null()));
    let gia_lai = json(&world.get("/api/v1/units/52").await);
    assert!(items(&provinces).contains(&gia_lai), "{gia_lai}");
    assert_eq!((&gia_lai["name"], &gia_lai["valid_from"]), (&"Gia Lai".into(), &"2025-07-01".into()));
    let dong_nai = json(&world.get("/api/v1/units/75").await);
    assert_eq!((&dong_nai["kind_from"], &gia_lai["kind_from"]), (&"2026-04-30".into(), &"2025-07-01".into()));
    let communes = json(&world.get("/api/v1/units?province=52").await);
    assert_eq!(items(&communes).len(), unit::communes_of("52").count());
    assert!(items(&communes).iter().all(|item| item["level"] == "commune" && item["parent"] == "52"));
    let district = unit::former().iter().find(|unit| unit.level == Level::District && unit.name == "7").expect("one");
    let expected: Vec<&str> = district.communes().iter().map(|unit| unit.code).collect();
    let found = json(&world.get("/api/v1/units?q=Q.7+TPHCM").await);
    let [found] = items(&found) else { panic!("one unit, not {found}") };
    assert_eq!((&found["full_name"], &found["level"]), (&"Quận 7".into(), &"district".into()));
    assert_eq!((&found["valid_from"], &found["valid_to"]), (&Value::Null, &"2025-07-01".into()));
    assert_eq!(found["successors"], serde_json::json!(expected));
    for (path, field) in [("units?province=999", "province"), ("units?q=khong+co+noi+nao+nhu+vay", "q")] {
        let answer = world.get(&format!("/api/v1/{path}")).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}");
        assert_eq!(answer.header(header::CONTENT_TYPE), "application/problem+json");
        let problem: Value = serde_json::from_str(&answer.text).expect("JSON");
        assert_eq!(problem["errors"][0]["field"], field);
    }
    let provinces = world.get("/api/v1/units?province=999").await;
    let problem: Value = serde_json::from_str(&provinces.text).expect("JSON");
    assert_eq!(problem["errors"][0]["suggestions"].as_array().map(Vec::len), Some(34));
    assert_eq!(world.get("/api/v1/units/99999").await.status, StatusCode::NOT_FOUND);
}
