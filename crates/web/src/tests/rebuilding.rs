//! While the first search index is made nothing claims that there are no vacancies, and what was kept of an answer of
//! one index is not taken for one of another.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use sanviec_search::Build;
use sanviec_store::testing::each_backend;

use super::site::World;

#[tokio::test(flavor = "multi_thread")]
async fn while_the_first_index_is_made_lists_say_that_they_come_back_and_never_that_they_are_empty() {
    each_backend(|fresh| async move {
        let folder = tempfile::tempdir().expect("folder");
        let world = World::over(fresh.store).await.unfilled(folder.path());
        let title =
            ["<h1 class=\"govuk-heading-l\">Tìm việc tạm ngừng", "<h1 class=\"govuk-heading-l\">Search comes back"];
        for (path, title) in [
            ("/", title[0]),
            ("/viec-lam", title[0]),
            ("/en/viec-lam?q=ke+toan", title[1]),
            ("/tinh/52-gia-lai", title[0]),
            ("/en/tinh/52-gia-lai", title[1]),
            ("/viec-lam.atom", title[0]),
            ("/sitemap.xml", title[0]),
        ] {
            let answer = world.get(path).await;
            assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{path}");
            assert_eq!(answer.header(header::RETRY_AFTER), "10", "{path}");
            assert_eq!(answer.header(header::CACHE_CONTROL), "no-store", "{path}");
            assert!(answer.text.contains(title), "{path}: {}", answer.text);
        }
        for path in ["/api/v1/postings?q=ke+toan", "/api/v1/facets"] {
            let request = Request::get(path).header(header::ACCEPT_LANGUAGE, "en").header(header::IF_NONE_MATCH, "*");
            let answer = world.ask(request.body(Body::empty()).expect("request")).await;
            assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{path}");
            assert_eq!(answer.header(header::CONTENT_TYPE), "application/problem+json", "{path}");
            assert!(!answer.header(header::RETRY_AFTER).is_empty(), "{path}");
            assert!(answer.text.contains("/problems/rebuilding") && answer.text.contains("made anew"), "{path}");
        }
        // What does not come from the index answers, and says nothing of what it cannot know.
        let posting = format!("{}/ke-toan-tong-hop-0", world.path(0));
        let alone = world.get(&posting).await;
        assert_eq!((alone.status, alone.header(header::ETAG)), (StatusCode::OK, ""));
        assert!(!alone.text.contains("id=\"viec-tuong-tu\""));
        assert_eq!(world.get("/doanh-nghiep").await.status, StatusCode::OK);
        world.follow().await;
        assert!(world.get("/viec-lam").await.text.contains("27 việc làm</h1>"));
        let whole = world.get(&posting).await;
        assert!(whole.text.contains("id=\"viec-tuong-tu\"") && !whole.header(header::ETAG).is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_index_at_the_same_position_is_not_taken_for_the_one_before() {
    each_backend(|fresh| async move {
        let world = World::over(fresh.store).await;
        let path = "/api/v1/postings?limit=5";
        let tag = world.get(path).await.header(header::ETAG).to_owned();
        let again = || Request::get(path).header(header::IF_NONE_MATCH, &tag).body(Body::empty()).expect("request");
        assert_eq!(world.ask(again()).await.status, StatusCode::NOT_MODIFIED);
        let index = world.app.index();
        let cursor = index.cursor().expect("readable").expect("a cursor");
        let rebuild = index.rebuild(Build { id: 7, expected: None }).expect("begun");
        rebuild.finish(&cursor).expect("finished");
        let answer = world.ask(again()).await;
        assert_eq!(answer.status, StatusCode::OK, "kept from the index before");
        assert!(answer.text.contains("\"total\":0") && answer.header(header::ETAG) != tag, "{}", answer.text);
    })
    .await;
}
