//! Whatever is refused says what to do about it, to programs and to people, in their language.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use sanviec_domain::posting::{CloseReason, Command, Why};
use sanviec_store::testing::each_backend;
use serde_json::Value;

use super::site::{Answer, World};

/// Asks as a program does that wants English.
async fn ask(world: &World, request: axum::http::request::Builder, body: &str) -> (Answer, Value) {
    let request = request.header(header::ACCEPT_LANGUAGE, "en").body(Body::from(body.to_owned())).expect("request");
    let answer = world.ask(request).await;
    assert_eq!(answer.header(header::CONTENT_TYPE), "application/problem+json", "{}", answer.text);
    let problem = serde_json::from_str(&answer.text).expect("JSON");
    (answer, problem)
}

async fn get(world: &World, path: &str) -> (Answer, Value) {
    ask(world, Request::get(path), "").await
}

#[tokio::test(flavor = "multi_thread")]
async fn every_problem_says_what_to_do_next() {
    each_backend(|fresh| async move {
        let world = World::over(fresh.store).await;
        for (path, status, says) in [
            ("/api/v1/postings/01m85v109ceexb7eb6yapcxpjc", 404, "openapi.json"),
            ("/api/v1/no-such-thing", 404, "openapi.json"),
            ("/api/v1/placements", 403, "Sign in"),
            ("/api/v1/units?q=zzz", 422, "Name a commune, a province, or a former district"),
            ("/api/v1/units?province=999", 422, "/api/v1/units"),
            ("/api/v1/occupations?parent=999", 422, "/api/v1/occupations"),
            ("/api/v1/postings?housing=zz", 422, "1 or 0"),
            ("/api/v1/postings?sort=best", 422, "Choose one of those suggested"),
            ("/api/v1/postings?contract=forever", 422, "Choose one of those suggested"),
        ] {
            let (answer, problem) = get(&world, path).await;
            assert_eq!(answer.status.as_u16(), status, "{path}");
            let detail = problem["detail"].as_str().unwrap_or_else(|| panic!("{path} says nothing: {problem}"));
            assert!(detail.contains(says), "{path}: {detail}");
        }
        let near = get(&world, "/api/v1/units?q=gia+laii").await.1;
        let meant = near["errors"][0]["suggestions"].as_array().expect("a list");
        assert!(meant.iter().any(|name| name.as_str().is_some_and(|name| name.contains("Gia Lai"))), "{near}");
    })
    .await;
}

#[tokio::test]
async fn layers_speak_the_language_that_was_asked_for_and_name_a_way_on() {
    let world = World::new().await;
    let (answer, problem) = ask(&world, Request::delete("/api/v1/units"), "").await;
    assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED);
    assert!(answer.header(header::ALLOW).contains("GET"), "{:?}", answer.headers);
    assert!(problem["detail"].as_str().is_some_and(|detail| detail.contains("Allow")), "{problem}");
    let vietnamese = world.ask(Request::delete("/api/v1/units").body(Body::empty()).expect("request")).await;
    assert!(vietnamese.text.contains("Phương thức không dùng được"), "{}", vietnamese.text);
    let large = Request::post("/api/v1/placements").header(header::CONTENT_LENGTH, "70000");
    let (answer, problem) = ask(&world, large, &"x".repeat(70_000)).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE, "{problem}");
    assert!(problem["detail"].as_str().is_some_and(|detail| detail.contains("Send less")), "{problem}");
}

#[tokio::test]
async fn a_name_that_is_not_known_is_named_with_those_that_it_resembles() {
    let world = World::new().await;
    let (_, problem) = get(&world, "/api/v1/postings?plase=79&q=a").await;
    let error = &problem["errors"][0];
    assert_eq!((&error["field"], &error["code"]), (&Value::from("plase"), &Value::from("unknown_parameter")));
    assert_eq!(error["suggestions"], Value::from(vec!["place"]));
    let (_, problem) = get(&world, "/api/v1/postings?place=79&q=%ff").await;
    let error = &problem["errors"][0];
    assert_eq!((&error["field"], &error["code"]), (&Value::from("q"), &Value::from("not_utf8")), "{problem}");
    let (_, problem) = get(&world, "/api/v1/units?tinh=52").await;
    assert_eq!(problem["errors"][0]["suggestions"], Value::from(vec!["province", "q"]));
}

#[tokio::test]
async fn an_address_that_takes_no_parameter_refuses_one_and_says_so() {
    let world = World::new().await;
    let posting = world.ids[0].code();
    for path in [
        "/api/v1/postings/snapshot?place=79&q=x".to_owned(),
        format!("/api/v1/postings/{posting}?place=79"),
        "/api/v1/units/52?place=1".to_owned(),
        "/api/v1/openapi.json?place=1".to_owned(),
    ] {
        let (answer, problem) = get(&world, &path).await;
        let error = &problem["errors"][0];
        assert_eq!((answer.status.as_u16(), &error["field"]), (422, &Value::from("place")), "{path}");
        assert_eq!(error["code"], "unknown_parameter", "{path}");
        assert!(error["detail"].as_str().is_some_and(|detail| detail.contains("takes no parameters")), "{problem}");
        let plain = path.split('?').next().unwrap_or_default();
        assert_eq!(world.get(plain).await.status, StatusCode::OK, "{plain}");
    }
}

#[tokio::test]
async fn of_two_parameters_that_do_not_go_together_neither_is_left_out_in_silence() {
    let world = World::new().await;
    for (path, field) in [
        ("/api/v1/units?q=qu%E1%BA%ADn+7&province=01", "province"),
        ("/api/v1/units?province=01&q=qu%E1%BA%ADn+7", "province"),
        ("/api/v1/occupations?q=ke+toan&parent=7", "parent"),
        ("/api/v1/occupations?parent=&q=ke+toan", "parent"),
    ] {
        let (answer, problem) = get(&world, path).await;
        let error = &problem["errors"][0];
        assert_eq!((answer.status.as_u16(), &error["field"]), (422, &Value::from(field)), "{path}");
        assert_eq!(error["code"], "one_of_two", "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_employer_that_there_is_not_is_refused_and_one_without_postings_is_not() {
    each_backend(|fresh| async move {
        let mut world = World::over(fresh.store).await;
        let guard: Value = serde_json::from_str(&world.get("/api/v1/postings?q=bao+ve").await.text).expect("JSON");
        let employer = guard["items"][0]["employer_id"].as_str().expect("a code").to_owned();
        let total = |text: &str| serde_json::from_str::<Value>(text).expect("JSON")["total"].as_u64();
        for (query, found) in [("", 1), ("&q=zzqqxx", 0)] {
            let answer = world.get(&format!("/api/v1/postings?employer={employer}{query}")).await;
            assert_eq!((answer.status, total(&answer.text)), (StatusCode::OK, Some(found)), "{query}");
        }
        for path in
            ["postings?employer=01m8hhyfp1e48ap90mw903karz&help=0", "facets?employer=01m8hhyfp1e48ap90mw903karz"]
        {
            let (answer, problem) = get(&world, &format!("/api/v1/{path}")).await;
            let error = &problem["errors"][0];
            assert_eq!((answer.status.as_u16(), &error["field"]), (422, &Value::from("employer")), "{problem}");
            assert_eq!(error["code"], "unknown_code");
        }
        let page = world.get("/viec-lam?doanh-nghiep=01m8hhyfp1e48ap90mw903karz").await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        // Its only posting ends: the index knows it no more, and it is still there.
        world.command(25, Command::Close(Why::plain(CloseReason::NoLongerNeeded))).await;
        let answer = world.get(&format!("/api/v1/postings?employer={employer}")).await;
        assert_eq!((answer.status, total(&answer.text)), (StatusCode::OK, Some(0)), "{}", answer.text);
    })
    .await;
}

#[tokio::test]
async fn words_that_name_no_occupation_are_refused_with_where_to_begin() {
    let world = World::new().await;
    let (answer, problem) = get(&world, "/api/v1/occupations?q=zzzz").await;
    let error = &problem["errors"][0];
    assert_eq!((answer.status.as_u16(), &error["code"]), (422, &Value::from("occupation_unknown")), "{problem}");
    assert!(error["suggestions"].as_array().is_some_and(|groups| groups.len() >= 9), "{problem}");
}

#[tokio::test]
async fn a_parameter_that_holds_one_value_is_not_taken_twice() {
    let world = World::new().await;
    for (path, field) in [
        ("/api/v1/postings?q=ke&q=toan", "q"),
        ("/api/v1/facets?pay_min=1&q=ke&pay_min=2", "pay_min"),
        ("/api/v1/suggestions?kind=word&q=ke&kind=place", "kind"),
    ] {
        let (answer, problem) = get(&world, path).await;
        let error = &problem["errors"][0];
        assert_eq!((answer.status.as_u16(), &error["field"]), (422, &Value::from(field)), "{path}");
        assert_eq!(error["code"], "given_twice", "{path}");
    }
    assert_eq!(
        world.get("/api/v1/postings?place=79&place=52&contract=other&contract=other").await.status,
        StatusCode::OK
    );
}

#[tokio::test]
async fn words_past_the_twentieth_are_not_left_out_in_silence() {
    let world = World::new().await;
    let words = |count: usize| vec!["ke"; count].join("+");
    let body = world.get(&format!("/api/v1/postings?q={}+toan+kho", words(20))).await.text;
    let body: Value = serde_json::from_str(&body).expect("JSON");
    assert_eq!(body["left_out"], "toan kho", "{body}");
    let whole = world.get(&format!("/api/v1/postings?q={}", words(20))).await.text;
    assert!(!whole.contains("left_out"), "{whole}");
    let page = world.get(&format!("/viec-lam?q={}+toan+kho", words(20))).await;
    assert!(page.text.contains("Chỉ tìm được theo 20 từ đầu. Chưa tính: “toan kho”."), "{}", page.text);
    let page = world.get(&format!("/viec-lam?q={}", words(20))).await;
    assert!(!page.text.contains("Chưa tính"));
}

#[tokio::test]
async fn a_condition_that_is_neither_yes_nor_no_is_refused_on_pages_as_in_the_api() {
    let world = World::new().await;
    for path in ["/viec-lam?o-lai=zz", "/en/viec-lam?nuoc-ngoai=yes", "/viec-lam.atom?o-lai=zz"] {
        let answer = world.get(path).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}");
    }
    let page = world.get("/viec-lam?q=ke+toan&o-lai=zz").await.text;
    assert!(page.contains("chỉ nhận 1 (có) hoặc 0 (không)"), "{page}");
    assert!(page.contains("href=\"/viec-lam?q=ke+toan&#38;o-lai=1\">Có chỗ ở</a>"), "{page}");
    let without = "href=\"/viec-lam?q=ke+toan\">Bỏ điều kiện này<";
    assert!(page.contains(without), "the filter is not on the page, so it is left out by a link: {page}");
    let place = world.get("/viec-lam?noi=khong+co+noi+nao").await;
    assert!(!place.text.contains("Bỏ điều kiện này"), "its box is on the page");
    // A plain no asks for nothing.
    let all = world.get("/viec-lam?q=ke+toan&o-lai=0").await;
    assert!(all.text.contains("26 việc làm</h1>"), "{}", all.text);
}

#[tokio::test]
async fn people_are_offered_words_and_never_codes() {
    let world = World::new().await;
    for (path, offered, codes) in [
        ("/viec-lam?hop-dong=vinh-vien", "Không xác định thời hạn", "indefinite fixed_under_12"),
        ("/en/viec-lam?hop-dong=x", "Fixed term under 12 months", "fixed_under_12"),
        ("/viec-lam?thoi-gian=x", "Bán thời gian", "full part"),
        ("/viec-lam?trinh-do=x", "Trình độ đến đại học", "university"),
        ("/viec-lam?kinh-nghiem=x", "Kinh nghiệm đến 12 tháng", "12"),
        ("/viec-lam?ca=x", "Làm ca", ""),
        ("/viec-lam?sap-xep=x", "Mới đăng nhất", "newest pay"),
        ("/viec-lam?noi=52&ban-kinh=7", "Trong 10 km", "10"),
    ] {
        let answer = world.get(path).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}");
        assert!(answer.text.contains(&format!(">{offered}</a>")), "{path}: {}", answer.text);
        for code in codes.split_whitespace() {
            assert!(!answer.text.contains(&format!(">{code}<")), "{path} shows {code}");
        }
    }
}
