//! Headers of every answer, methods that nobody uses, and what other sites may not do in a visitor's name.

use axum::body::Body;
use axum::http::{HeaderName, Method, Request, StatusCode, header};
use sanviec_store::testing::row_counts;

use super::site::{Answer, World};

/// Answers of every kind: pages, errors of handlers, layers and the router, programs, files.
async fn answers(world: &World) -> Vec<(String, Answer)> {
    let request = |method: Method, path: &str, body: usize| {
        let request = Request::builder().method(method).uri(path).header(header::CONTENT_LENGTH, body);
        request.body(Body::from(vec![b'a'; body])).expect("request")
    };
    let mut answers = Vec::new();
    for (method, path, body, status) in [
        (Method::GET, "/", 0, 200),
        (Method::GET, "/dang-nhap", 0, 200),
        (Method::GET, "/tai-khoan", 0, 303),
        (Method::GET, "/khong-co", 0, 404),
        (Method::GET, "/viec-lam?luong=x", 0, 422),
        (Method::DELETE, "/viec-lam", 0, 405),
        (Method::TRACE, "/", 0, 405),
        (Method::POST, "/dang-nhap", 70_000, 413),
        (Method::GET, "/api/v1/postings", 0, 200),
        (Method::GET, "/api/v1/postings?sort=x", 0, 422),
        (Method::GET, "/api/v1/khong-co", 0, 404),
        (Method::POST, "/bao-cao-csp", 10, 204),
        (Method::GET, "/health/live", 0, 200),
        (Method::GET, "/robots.txt", 0, 200),
        (Method::GET, crate::assets::STYLE, 0, 200),
        (Method::GET, "/static/khong-co.css", 0, 404),
    ] {
        let answer = world.ask(request(method.clone(), path, body)).await;
        assert_eq!(answer.status.as_u16(), status, "{method} {path}: {}", answer.text);
        answers.push((format!("{method} {path}"), answer));
    }
    answers
}

#[tokio::test]
async fn every_answer_has_every_header_of_safety_errors_too() {
    let world = World::new().await;
    for (what, answer) in answers(&world).await {
        let policy = answer.header(header::CONTENT_SECURITY_POLICY);
        for rule in [
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
            "report-uri /bao-cao-csp",
        ] {
            assert!(policy.split(';').any(|given| given.trim() == rule), "{what}: {policy}");
        }
        assert!(!policy.contains("unsafe") && !policy.contains('*'), "{what}: {policy}");
        for (name, value) in [
            ("strict-transport-security", "max-age=31536000; includeSubDomains"),
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
            ("referrer-policy", "strict-origin-when-cross-origin"),
            ("cross-origin-opener-policy", "same-origin"),
            ("reporting-endpoints", "csp=\"/bao-cao-csp\""),
        ] {
            assert_eq!(answer.header(HeaderName::from_static(name)), value, "{what}");
        }
        let shared = what.contains("/static/");
        let own = answer.header(HeaderName::from_static("cross-origin-resource-policy"));
        assert_eq!(own, if shared { "" } else { "same-origin" }, "{what}");
        for told in ["server", "x-powered-by"] {
            assert_eq!(answer.header(HeaderName::from_static(told)), "", "{what}");
        }
    }
}

#[tokio::test]
async fn every_text_says_in_which_signs_it_is_written() {
    let world = World::new().await;
    for (what, answer) in answers(&world).await {
        let kind = answer.header(header::CONTENT_TYPE);
        assert_eq!(answer.text.is_empty(), kind.is_empty(), "{what}: {kind}");
        let plain = kind.starts_with("text/") || kind.contains("xml");
        // JSON is UTF-8 by its definition and knows no other.
        assert!(!plain || kind.to_lowercase().contains("charset=utf-8") || kind == "text/css", "{what}: {kind}");
    }
}

#[tokio::test]
async fn methods_that_nobody_uses_are_answered_405() {
    let world = World::new().await;
    for path in ["/", "/viec-lam", "/tai-khoan", "/api/v1/postings", "/khong-co", crate::assets::STYLE] {
        for method in ["TRACE", "CONNECT", "TRACK", "PROPFIND", "FOO"] {
            let request = Request::builder().method(method).uri(path).header("x-secret", "01234567");
            let answer = world.ask(request.body(Body::empty()).expect("request")).await;
            assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{method} {path}");
            assert!(!answer.header(header::ALLOW).is_empty() && !answer.text.contains("01234567"), "{method} {path}");
        }
    }
    for (method, path) in
        [("DELETE", "/viec-lam"), ("PUT", "/dang-nhap"), ("POST", "/tai-khoan"), ("GET", "/dang-xuat")]
    {
        let request = Request::builder().method(method).uri(path).header("sec-fetch-site", "same-origin");
        let answer = world.ask(request.body(Body::empty()).expect("request")).await;
        assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{method} {path}");
        assert!(!answer.header(header::ALLOW).is_empty(), "{method} {path}");
    }
}

#[tokio::test]
async fn another_site_embeds_nothing_in_a_visitors_name() {
    let world = World::new().await;
    let token = "0".repeat(64);
    for (site, mode, dest, cookie, refused) in [
        ("cross-site", "no-cors", "image", true, true),
        ("cross-site", "navigate", "iframe", true, true),
        ("cross-site", "cors", "empty", true, true),
        ("same-site", "no-cors", "script", true, true),
        ("cross-site", "navigate", "document", true, false),
        ("same-origin", "cors", "empty", true, false),
        ("none", "navigate", "document", true, false),
        ("cross-site", "no-cors", "image", false, false),
    ] {
        for path in ["/", "/tai-khoan", "/api/v1/postings"] {
            let mut request = Request::get(path)
                .header("sec-fetch-site", site)
                .header("sec-fetch-mode", mode)
                .header("sec-fetch-dest", dest);
            if cookie {
                request = request.header(header::COOKIE, format!("__Host-sanviec={token}"));
            }
            let answer = world.ask(request.body(Body::empty()).expect("request")).await;
            assert_eq!(answer.status == StatusCode::FORBIDDEN, refused, "{path} {site} {mode} {dest} {cookie}");
        }
    }
}

#[tokio::test]
async fn another_site_changes_nothing() {
    let world = World::new().await;
    for (name, value) in
        [("sec-fetch-site", "cross-site"), ("sec-fetch-site", "same-site"), ("origin", "https://a.example")]
    {
        for path in ["/dang-nhap", "/dang-xuat", "/tai-khoan/lien-he", "/tai-khoan/khoa"] {
            let request = Request::post(path)
                .header(header::HOST, "vieclam.example.vn")
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                .header(name, value);
            let answer = world.ask(request.body(Body::from("khoa=0123456789abcdef")).expect("request")).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path} {name}: {value}");
        }
    }
}

#[tokio::test]
async fn a_request_outside_the_policy_is_reported_without_an_answer_that_tells_anything() {
    let world = World::new().await;
    for body in [r#"{"csp-report":{"effective-directive":"img-src","blocked-uri":"https://a.example/x"}}"#, "?", ""] {
        let before = row_counts(world.app.store()).await;
        let send = || {
            let request = Request::post("/bao-cao-csp")
                .header(header::CONTENT_TYPE, "application/csp-report")
                .header("sec-fetch-site", "cross-site");
            world.ask(request.body(Body::from(body)).expect("request"))
        };
        let (one, two, three) = tokio::join!(send(), send(), send());
        for answer in [one, two, three] {
            assert_eq!((answer.status, answer.text.as_str()), (StatusCode::NO_CONTENT, ""), "{body}");
        }
        assert_eq!(row_counts(world.app.store()).await, before, "{body}: nothing is kept");
    }
}
