//! The whole site in process over a store and an index of its own: what each address answers.

use std::path::Path;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode, header};
use chrono::NaiveDate;
use sanviec_app::postings::{Edit, NewPosting, edit, publish};
use sanviec_app::secrets::Keyring;
use sanviec_app::{Actor, App, AppError, Clock, Facts, Ids, Locale, stream};
use sanviec_domain::pay::{Band, Currency, Pay, Per, Tax};
use sanviec_domain::posting::{
    Command, Content, PostingId, RemoveReason, SkillMention, UnitLevel, UnitRef, Vintage, Why, WorkingTime, Workplace,
};
use sanviec_domain::time::Micros;
use sanviec_search::{Cursor, Index};
use sanviec_store::testing::each_backend;
use sanviec_store::{Backend, Settings, Store, employer, outbox};
use tower::ServiceExt;

use crate::http::{Fail, Visit};
use crate::{Site, router};

const HOSTILE: &str = "Kế toán \"><script>alert(1)</script>";

pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) text: String,
}

impl Answer {
    pub(super) fn header(&self, name: header::HeaderName) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().expect("text"))
    }
}

#[derive(Clone)]
pub(super) struct World {
    pub(super) app: App,
    pub(super) router: Router,
    pub(super) ids: Vec<PostingId>,
    index: Arc<Index>,
}

/// Ids of a copy begin beyond those of what was copied.
const COPIED: u128 = 1_000_000;

pub(super) fn day(text: &str) -> NaiveDate {
    text.parse().expect("day")
}

pub(super) fn content(title: &str, province: &str) -> Content {
    let mut content = Content::titled(title);
    content.description = Some("Lập chứng từ.\n- Đối chiếu kho\n- Kê khai thuế".to_owned());
    content.occupation_code = Some("3313".to_owned());
    content.working_time = Some(WorkingTime::Full);
    content.wanted = 3;
    content.deadline_on = Some(day("2026-12-15"));
    content.url = Some("https://congty.example.vn/viec?id=1".to_owned());
    let band = Band {
        min: Some(9_000_000),
        max: Some(12_500_000),
        per: Per::Month,
        currency: Currency::Vnd,
        tax: Tax::Unknown,
    };
    content.pay = Some(Pay::Band(band));
    content.skills = vec![SkillMention { written: "MISA".to_owned(), skill_id: None }];
    let unit = UnitRef { code: province.to_owned(), level: UnitLevel::Province, vintage: Vintage::Since2025 };
    content.workplaces = vec![Workplace {
        unit: Some(unit),
        address_line: Some("Lô B12".to_owned()),
        original: "KCN Phú Tài".to_owned(),
    }];
    content.contact.phone = Some("0905123456".to_owned());
    content
}

fn app_over(store: Store, index: &Arc<Index>, now: Micros, ids: Ids, keys: Keyring) -> App {
    let facts = Facts { hash_kib: 64, ..Facts::default() };
    let app = App::new(store, index.clone(), Clock::at(now), ids, facts).with_keys(keys);
    app.with_wording(Arc::new(super::trail::Plain))
}

impl World {
    /// 25 accountants in Gia Lai, one guard in Ho Chi Minh City, one posting with a hostile title.
    pub(super) async fn new() -> Self {
        Self::over(Store::open(Settings::new("sqlite::memory:")).await.expect("store")).await
    }

    /// The same over an empty database.
    pub(super) async fn over(store: Store) -> Self {
        let index = Arc::new(Index::in_memory().expect("index"));
        let keys = Keyring::generated().expect("keys");
        let app = app_over(store, &index, Micros::start_of(day("2026-11-24")), Ids::counted(), keys);
        let mut world = Self { router: Router::new(), ids: Vec::new(), app, index };
        for number in 0..25 {
            world.publish("Công ty TNHH Phú Tài", content(&format!("Kế toán tổng hợp {number}"), "52")).await;
        }
        let mut guard = content("Bảo vệ nhà máy", "79");
        guard.occupation_code = Some("5414".to_owned());
        guard.description = Some("Trực cổng theo ca.".to_owned());
        world.publish("Công ty Bảo vệ Long Hải", guard).await;
        world.publish("Hộ kinh doanh <b>Bảy</b>", content(HOSTILE, "52")).await;
        world.follow().await;
        world.router = router(world.site());
        world
    }

    /// The same over a copy of its database. The index is one for all copies: nothing is put into it any more.
    pub(super) fn copied(&self, store: Store) -> Self {
        let keys = self.app.keys().expect("keys").clone();
        let (now, ids) = (self.app.clock().now(), Ids::Counted(Mutex::new(COPIED)));
        let app = app_over(store, &self.index, now, ids, keys);
        let mut copy = Self { router: Router::new(), ids: self.ids.clone(), app, index: self.index.clone() };
        copy.router = router(copy.site());
        copy
    }

    /// The same over its database and an index below this folder that nobody has filled yet.
    pub(super) fn unfilled(&self, folder: &Path) -> Self {
        let index = Arc::new(Index::open(folder).expect("index"));
        let keys = self.app.keys().expect("keys").clone();
        let (now, ids) = (self.app.clock().now(), Ids::Counted(Mutex::new(COPIED)));
        let app = app_over(self.app.store().clone(), &index, now, ids, keys);
        let mut bare = Self { router: Router::new(), ids: self.ids.clone(), app, index };
        bare.router = router(bare.site());
        bare
    }

    pub(super) fn site(&self) -> Site {
        Site {
            behind_proxy: false,
            proxy_hops: 0,
            secure: true,
            app: self.app.clone(),
            public_url: "https://vieclam.example.vn".to_owned(),
            centre: Arc::default(),
            demo: false,
            production: true,
            request_seconds: 20,
            body_bytes: 65_536,
        }
    }

    pub(super) async fn publish(&mut self, employer: &str, content: Content) {
        let ctx = self.app.ctx(Actor::Operator, Locale::Vi);
        let new = NewPosting { employer: employer.to_owned(), content };
        self.ids.push(publish(&self.app, &ctx, new).await.expect("published").id);
    }

    /// Every employer, as an officer would after looking at its papers.
    pub(super) async fn verify_employers(&self) {
        let store = self.app.store();
        let rows = employer::list_by_name(store.reader(), None, 100).await.expect("employers");
        let now = self.app.clock().now().0;
        for row in rows {
            let row = &employer::Row { verified_at: Some(now), ..row };
            let verify = store.write("verify", |tx| Box::pin(async move { employer::update_guarded(tx, row).await }));
            verify.await.expect("verified");
        }
    }

    pub(super) async fn command(&mut self, at: usize, command: Command) {
        let ctx = self.app.ctx(Actor::Operator, Locale::Vi);
        let order = Edit { id: self.ids[at], version: None, command, content: None };
        edit(&self.app, &ctx, order).await.expect("edited");
        self.follow().await;
    }

    /// Puts everything into the index, as the follower of the outbox does.
    pub(super) async fn follow(&self) {
        let ctx = self.app.ctx(Actor::System, Locale::Vi);
        let store = self.app.store();
        if store.backend() == Backend::Postgres {
            store.write("sequence_outbox", |tx| Box::pin(outbox::sequence(tx, 1_000))).await.expect("numbered");
        }
        let ids: Vec<_> = self.ids.iter().map(|id| id.0).collect();
        let changes = stream::changes_of(&self.app, &ctx, &ids).await.expect("changes");
        let reader = store.reader();
        let epoch = outbox::epoch(reader).await.expect("epoch").to_string();
        let position = outbox::head(reader).await.expect("head");
        self.app.index().apply(&changes, &Cursor { epoch, position }).expect("applied");
    }

    pub(super) fn path(&self, at: usize) -> String {
        format!("/viec-lam/{}", self.ids[at].code())
    }

    pub(super) async fn get(&self, path: &str) -> Answer {
        self.ask(Request::get(path).body(Body::empty()).expect("request")).await
    }

    pub(super) async fn ask(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.expect("answer");
        let (parts, body) = response.into_parts();
        let bytes = axum::body::to_bytes(body, 10_000_000).await.expect("body");
        let text = String::from_utf8_lossy(&bytes).into_owned();
        Answer { status: parts.status, headers: parts.headers, text }
    }
}

#[tokio::test]
async fn every_page_answers_in_both_languages() {
    let world = World::new().await;
    let paths = [
        "/",
        "/viec-lam",
        "/viec-lam?q=ke+toan&noi=gia+lai",
        "/doanh-nghiep",
        "/tinh/52-gia-lai",
        "/tro-giup",
        "/tro-giup/lua-dao",
        "/quyen-rieng-tu",
        "/api",
        "/cookie",
        "/tiep-can",
        "/dieu-khoan",
    ];
    let slug = crate::pages::occupation_path("3313").expect("slug");
    let poster = format!("{}/in", world.path(0));
    let posting = format!("{}/ke-toan-tong-hop-0", world.path(0));
    let both = format!("{slug}/tai/52-gia-lai");
    for path in paths.into_iter().chain([slug.as_str(), &poster, &posting, &both]) {
        for lang in ["vi", "en"] {
            let path = if lang == "en" { format!("/en{}", path.trim_end_matches('/')) } else { path.to_owned() };
            let answer = world.get(&path).await;
            assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text);
            assert!(answer.text.contains(&format!("<html lang=\"{lang}\"")), "{path}");
            assert!(!answer.text.contains("Unknown localization"), "{path} lacks a text");
            assert!(!answer.text.contains("0905123456"), "{path} shows a contact");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn results_count_filter_and_turn_pages() {
    each_backend(|fresh| async move {
        let world = World::over(fresh.store).await;
        let first = world.get("/viec-lam?q=k%E1%BA%BF+to%C3%A1n").await;
        assert!(first.text.contains("26 việc làm</h1>"), "{}", first.text);
        assert_eq!(first.text.matches("<h3><a").count(), 20);
        assert!(first.text.contains("/viec-lam?q=k%E1%BA%BF+to%C3%A1n&#38;trang=2"), "link to the next page");
        let second = world.get("/viec-lam?q=k%E1%BA%BF+to%C3%A1n&trang=2").await;
        assert_eq!(second.text.matches("<h3><a").count(), 6);
        let province = world.get("/viec-lam?noi=79").await;
        assert!(province.text.contains("1 việc làm</h1>"));
        assert!(
            province.text.contains("href=\"/viec-lam\"><span class=\"govuk-visually-hidden\">"),
            "chip removes the filter"
        );
        let beyond = world.get("/viec-lam?trang=9").await;
        assert_eq!((beyond.status, beyond.header(header::LOCATION)), (StatusCode::PERMANENT_REDIRECT, "/viec-lam"));
        let far = world.get("/en/viec-lam?trang=999999").await;
        assert_eq!((far.status, far.header(header::LOCATION)), (StatusCode::PERMANENT_REDIRECT, "/en/viec-lam"));
    })
    .await;
}

#[tokio::test]
async fn words_that_a_keyboard_spoilt_lead_to_what_was_meant_and_say_so() {
    let world = World::new().await;
    let answer = world.get("/viec-lam?q=kees+toans").await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    let meant = answer.header(header::LOCATION).to_owned();
    assert_eq!(meant, "/viec-lam?q=k%E1%BA%BF+to%C3%A1n&da-go=kees+toans");
    let found = world.get(&meant).await;
    assert!(found.text.contains("26 việc làm</h1>"));
    assert!(found.text.contains("Không có việc làm nào cho “kees toans”. Đây là kết quả cho “kế toán”."));
    // Words that nobody knows stay what they are.
    assert_eq!(world.get("/viec-lam?q=zzqqxx").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_search_that_finds_nothing_shows_ways_on() {
    let world = World::new().await;
    let answer = world.get("/viec-lam?q=ke+toan&noi=79").await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(answer.text.contains("Không tìm thấy việc làm nào phù hợp"));
    assert!(answer.text.contains("Bớt điều kiện") && answer.text.contains("href=\"/viec-lam?q=ke+toan\""));
}

#[tokio::test]
async fn what_cannot_be_understood_is_named_and_kept() {
    let world = World::new().await;
    for (path, says) in [
        ("/viec-lam?noi=khong+co+noi+nao+nhu+vay&q=ke+toan", "Nơi làm việc"),
        ("/viec-lam?luong=nhieu", "Lương tháng tối thiểu"),
        ("/viec-lam?nghe=99999", "Nghề"),
        ("/viec-lam?sap-xep=ngon", "Sắp xếp"),
        ("/viec-lam?ban-kinh=7&noi=52", "Khoảng cách"),
    ] {
        let answer = world.get(path).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}");
        assert!(answer.text.contains("<title>Lỗi: "), "{path}");
        assert!(answer.text.contains("govuk-error-summary") && answer.text.contains(says), "{path}");
    }
    let kept = world.get("/viec-lam?noi=khong+co+noi+nao+nhu+vay&q=ke+toan").await;
    assert!(kept.text.contains("value=\"ke toan\"") && kept.text.contains("value=\"khong co noi nao nhu vay\""));
    assert!(!kept.text.contains("pay_min"), "no words of the API on a page");
    let rest = world.get("/viec-lam?noi=khong+co+noi+nao&nghe=33&luong=nhieu").await;
    assert!(
        rest.text.contains("form=\"tim-viec\" name=\"nghe\" value=\"33\"") && !rest.text.contains("value=\"nhieu\"")
    );
    let broken = world.get("/viec-lam?q=%FF%FE").await;
    assert_eq!(broken.status, StatusCode::BAD_REQUEST);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_posting_has_one_address_data_and_a_tag() {
    each_backend(|fresh| async move {
        let world = World::over(fresh.store).await;
        let short = world.get(&world.path(0)).await;
        let right = format!("{}/ke-toan-tong-hop-0", world.path(0));
        assert_eq!((short.status, short.header(header::LOCATION)), (StatusCode::PERMANENT_REDIRECT, right.as_str()));
        let wrong = world.get(&format!("/en{}/khac", world.path(0))).await;
        assert_eq!(wrong.header(header::LOCATION), format!("/en{right}"));
        let page = world.get(&right).await;
        let data = page.text.split("application/ld+json\">").nth(1).and_then(|rest| rest.split("</script>").next());
        let data: serde_json::Value = serde_json::from_str(data.expect("data")).expect("JSON");
        assert_eq!(data["validThrough"], "2026-12-15T23:59:59+07:00");
        assert_eq!(data["baseSalary"]["value"]["minValue"], 9_000_000);
        let tag = page.header(header::ETAG).to_owned();
        let again = Request::get(&right).header(header::IF_NONE_MATCH, &tag).body(Body::empty()).expect("request");
        assert_eq!(world.ask(again).await.status, StatusCode::NOT_MODIFIED);
        assert!(page.text.contains("hreflang=\"en\" href=\"https://vieclam.example.vn/en/viec-lam/"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_title_without_letters_has_an_address_like_any_other() {
    each_backend(|fresh| async move {
        let mut world = World::over(fresh.store).await;
        world.publish("Xưởng Năm", content("★ 🔥 ★", "52")).await;
        world.follow().await;
        let right = format!("{}/tin", world.path(27));
        let short = world.get(&world.path(27)).await;
        assert_eq!((short.status, short.header(header::LOCATION)), (StatusCode::PERMANENT_REDIRECT, right.as_str()));
        assert_eq!(world.get(&right).await.status, StatusCode::OK);
        for path in ["/viec-lam?q=xuong+nam", "/viec-lam.atom?q=xuong+nam", "/sitemap/tinh-52-1.xml"] {
            assert!(world.get(path).await.text.contains(&right), "{path}");
        }
        let detail = world.get(&format!("/api/v1/postings/{}", world.ids[27].code())).await;
        assert!(detail.text.contains(&right), "{}", detail.text);
    })
    .await;
}

#[tokio::test]
async fn a_limit_beyond_its_bounds_is_refused_by_name() {
    let world = World::new().await;
    let snapshot = world.get("/api/v1/postings/snapshot").await;
    let after = snapshot.header(header::HeaderName::from_static("sanviec-position")).to_owned();
    for (limit, status) in [("1", 200), ("1000", 200), ("0", 422), ("1001", 422), ("-1", 422), ("many", 422)] {
        let answer = world.get(&format!("/api/v1/postings/stream?after={after}&limit={limit}")).await;
        assert_eq!(answer.status.as_u16(), status, "{limit}: {}", answer.text);
        assert_eq!(answer.text.contains(r#""field":"limit""#), status == 422, "{limit}");
    }
    for path in ["postings?limit=0", "postings?limit=101", "facets?limit=0", "facets?limit=101"] {
        let answer = world.get(&format!("/api/v1/{path}")).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}");
        assert!(answer.text.contains(r#""field":"limit""#), "{path}");
    }
}

#[tokio::test]
async fn what_somebody_else_changed_meanwhile_is_a_conflict_with_a_way_on() {
    let world = World::new().await;
    let visit = Visit::new(&world.site(), "/tai-khoan", Vec::new(), &HeaderMap::new());
    let fail = Fail { visit: Box::new(visit), error: AppError::Conflict };
    let response = axum::response::IntoResponse::into_response(fail);
    assert_eq!(response.status(), StatusCode::CONFLICT);
    let body = axum::body::to_bytes(response.into_body(), 1_000_000).await.expect("body");
    let text = String::from_utf8_lossy(&body);
    assert!(text.contains("Có người vừa thay đổi mục này") && text.contains("chưa được ghi"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_posting_that_ended_can_be_read_but_not_applied_for() {
    each_backend(|fresh| async move {
        let mut world = World::over(fresh.store).await;
        world.command(0, Command::Close(Why::plain(sanviec_domain::posting::CloseReason::NoLongerNeeded))).await;
        let page = world.get(&format!("{}/ke-toan-tong-hop-0", world.path(0))).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.text.contains("Nhà tuyển dụng đã ngừng tuyển"));
        assert!(!page.text.contains("application/ld+json") && !page.text.contains("id=\"ung-tuyen\""));
        assert!(page.text.contains("Việc làm tương tự"));
        let poster = world.get(&format!("{}/in", world.path(0))).await;
        assert_eq!(poster.status, StatusCode::PERMANENT_REDIRECT);
    })
    .await;
}

#[tokio::test]
async fn a_posting_past_its_deadline_says_since_when() {
    let world = World::new().await;
    world.app.clock().set(Micros::start_of(day("2026-12-20")));
    let page = world.get(&format!("{}/ke-toan-tong-hop-0", world.path(0))).await;
    assert!(page.text.contains("Tin này đã hết hạn") && page.text.contains("15 tháng 12 năm 2026"), "{}", page.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_removed_posting_is_gone() {
    each_backend(|fresh| async move {
        let mut world = World::over(fresh.store).await;
        world.command(1, Command::Remove(Why::plain(RemoveReason::Fraud))).await;
        for path in [world.path(1), format!("{}/ke-toan-tong-hop-1", world.path(1)), format!("{}/in", world.path(1))] {
            let page = world.get(&path).await;
            assert_eq!(page.status, StatusCode::GONE, "{path}");
            assert!(page.text.contains("Tin tuyển dụng này đã được gỡ"));
        }
    })
    .await;
}

#[tokio::test]
async fn an_address_with_a_slash_at_its_end_leads_to_the_page() {
    let world = World::new().await;
    for (asked, right) in [("/en/", "/en"), ("/viec-lam/", "/viec-lam"), ("/en/viec-lam/?q=may", "/en/viec-lam?q=may")]
    {
        let answer = world.get(asked).await;
        assert_eq!(answer.status, StatusCode::PERMANENT_REDIRECT, "{asked}");
        assert_eq!(answer.header(header::LOCATION), right, "{asked}");
    }
    let sent = world.ask(Request::post("/viec-lam/").body(Body::empty()).expect("request")).await;
    assert!(!sent.status.is_redirection(), "{}", sent.status);
    let other_site = world.get("//example.com/").await;
    assert!(!other_site.status.is_redirection(), "{}", other_site.status);
}

#[tokio::test]
async fn unknown_addresses_are_not_found_with_a_next_step() {
    let world = World::new().await;
    let paths = [
        "/khong-co",
        "/en/khong-co",
        "/viec-lam/abc",
        "/viec-lam/abc/in",
        "/nghe/khong-co",
        "/xa/99999-x",
        "/tinh/52x",
        "/doanh-nghiep/abc",
        "/nghe/ke-toan/tai/khong-co",
        "/sitemap/x.xml",
        "/static/x.css",
    ];
    for path in paths {
        let answer = world.get(path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert!(answer.text.contains("<h1") && answer.text.contains("/viec-lam"), "{path}: {}", answer.text);
        assert_eq!(answer.header(header::CACHE_CONTROL), "no-store", "{path}");
    }
}

#[tokio::test]
async fn every_answer_carries_the_headers_of_safety() {
    let world = World::new().await;
    for path in ["/", "/khong-co", "/viec-lam?luong=x", "/health/live", "/api/v1/postings", crate::assets::STYLE] {
        let answer = world.get(path).await;
        let policy = answer.header(header::CONTENT_SECURITY_POLICY);
        assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{path}");
        assert_eq!(answer.header(header::X_CONTENT_TYPE_OPTIONS), "nosniff", "{path}");
        assert!(!answer.header(header::STRICT_TRANSPORT_SECURITY).is_empty(), "{path}");
    }
}

#[tokio::test]
async fn static_files_are_kept_for_a_year() {
    let world = World::new().await;
    for path in [crate::assets::STYLE, crate::assets::SCRIPT, crate::assets::MARK, crate::assets::SHARE] {
        let answer = world.get(path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        assert!(answer.header(header::CACHE_CONTROL).contains("immutable"), "{path}");
    }
}

#[tokio::test]
async fn static_files_are_packed_for_who_asks() {
    let world = World::new().await;
    let request = Request::get(crate::assets::STYLE).header(header::ACCEPT_ENCODING, "br").body(Body::empty());
    let answer = world.ask(request.expect("request")).await;
    assert_eq!(answer.header(header::CONTENT_ENCODING), "br");
}

#[tokio::test]
async fn pages_are_packed_for_who_asks() {
    let world = World::new().await;
    let request =
        Request::get("/viec-lam").header(header::ACCEPT_ENCODING, "gzip").body(Body::empty()).expect("request");
    let answer = world.ask(request).await;
    assert_eq!(answer.header(header::CONTENT_ENCODING), "gzip");
}

#[tokio::test]
async fn hostile_titles_stay_text() {
    let world = World::new().await;
    let slug = sanviec_text::slug(HOSTILE);
    for path in
        ["/viec-lam?q=alert".to_owned(), format!("{}/{slug}", world.path(26)), "/viec-lam?q=%3Cscript%3E".to_owned()]
    {
        let answer = world.get(&path).await;
        assert!(!answer.text.contains("<script>") && !answer.text.contains("<b>Bảy"), "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn machines_find_feed_site_map_and_rules() {
    each_backend(|fresh| async move {
        let world = World::over(fresh.store).await;
        let feed = world.get("/viec-lam.atom?q=bao+ve").await;
        assert!(feed.header(header::CONTENT_TYPE).starts_with("application/atom+xml"));
        assert_eq!(feed.text.matches("<entry>").count(), 1, "{}", feed.text);
        let map = world.get("/sitemap.xml").await;
        assert!(map.text.contains("https://vieclam.example.vn/sitemap/tinh-52-1.xml"));
        let file = world.get("/sitemap/tinh-52-1.xml").await;
        assert_eq!(file.text.matches("<url>").count(), 26);
        let fixed = world.get("/sitemap/trang.xml").await;
        assert!(fixed.text.contains("https://vieclam.example.vn/tinh/52-gia-lai"));
        let robots = world.get("/robots.txt").await;
        assert!(
            robots.text.contains("Disallow: /viec-lam?") && robots.text.contains("Sitemap: https://vieclam.example.vn")
        );
        assert!(world.get("/.well-known/security.txt").await.text.contains("Expires: 2027-"));
        let change = world.get("/.well-known/change-password").await;
        assert_eq!((change.status, change.header(header::LOCATION)), (StatusCode::SEE_OTHER, "/tai-khoan/mat-khau"));
    })
    .await;
}

#[tokio::test]
async fn trial_data_are_kept_from_robots_and_said_to_be_trial() {
    let mut world = World::new().await;
    world.router = router(Site { demo: true, production: false, public_url: String::new(), ..world.site() });
    assert!(world.get("/robots.txt").await.text.contains("Disallow: /\n"));
    let request = Request::get("/").header(header::HOST, "may-chu.local:8080").body(Body::empty()).expect("request");
    let home = world.ask(request).await;
    assert!(home.text.contains("noindex") && home.text.contains("sv-demo"));
    assert!(home.text.contains("content=\"http://may-chu.local:8080/\""), "address from the request");
    let request = Request::get("/").header(header::HOST, "x\"><b>").body(Body::empty()).expect("request");
    assert!(world.ask(request).await.text.contains("content=\"http://localhost/\""), "a hostile host is not repeated");
    assert!(home.headers.get(header::STRICT_TRANSPORT_SECURITY).is_none());
}

#[tokio::test]
async fn health_says_whether_it_can_answer() {
    let world = World::new().await;
    assert_eq!(world.get("/health/live").await.text, "live");
    let ready = world.get("/health/ready").await;
    assert_eq!((ready.status, ready.text.contains("true")), (StatusCode::OK, true));
    assert!(ready.text.contains("\"index_intact\":true"));
    let store = Store::open(Settings::new("sqlite::memory:")).await.expect("store");
    let index = Arc::new(Index::in_memory().expect("index"));
    let app = App::new(store, index.clone(), Clock::at(Micros(0)), Ids::counted(), Facts::default());
    let empty = World { router: router(Site { app: app.clone(), ..world.site() }), app, ids: Vec::new(), index };
    let ready = empty.get("/health/ready").await;
    assert_eq!(ready.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(ready.text.contains("the index has not been built yet"));
}

#[tokio::test]
async fn a_body_that_is_too_large_is_refused_with_a_page() {
    let world = World::new().await;
    let request = Request::post("/viec-lam").header(header::CONTENT_LENGTH, "5000").body(Body::from(vec![0; 5000]));
    let answer = world.ask(request.expect("request")).await;
    assert!(answer.status.is_client_error() && answer.text.contains("<h1"), "{}", answer.status);
}

#[tokio::test]
async fn a_request_that_takes_too_long_or_panics_gets_a_page() {
    let world = World::new().await;
    let site = Site { request_seconds: 0, ..world.site() };
    let slow = Router::new()
        .route("/cham", axum::routing::get(std::future::pending::<String>))
        .layer(axum::middleware::from_fn_with_state(site, crate::http::shell));
    let broken = Router::new()
        .route("/hong", axum::routing::get(fall))
        .layer(axum::middleware::from_fn_with_state(world.site(), crate::http::shell));
    let world = World { router: slow.merge(broken), ..world };
    let slow = world.get("/cham").await;
    assert_eq!(slow.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(slow.text.contains("Hệ thống đang tạm nghỉ") && !slow.header(header::RETRY_AFTER).is_empty());
    let broken = world.get("/hong").await;
    assert_eq!(broken.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(broken.text.contains("Hệ thống gặp lỗi") && !broken.text.contains("secret"));
}

async fn fall() -> String {
    panic!("a secret detail")
}
