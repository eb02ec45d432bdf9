//! The inbox and the audit trail over the whole site: who sees what, and that opening a page changes nothing.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use sanviec_app::accounts::{NewPerson, add_centre, add_person};
use sanviec_app::secrets::Place;
use sanviec_app::{Actor, Locale, Role, Thing, Worded, Wording};
use sanviec_domain::message::Content;
use sanviec_store::{audit, membership, message, session, stuck};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::site::{Answer, World};

/// Words that say which message and which language it is.
pub(super) struct Plain;

impl Wording for Plain {
    fn put(&self, content: &Content, locale: Locale) -> Option<Worded> {
        let subject = format!("{} {locale:?} <b>", content.kind().code());
        Some(Worded {
            subject, text: "Chào bạn,\nmột dòng\n\nXem việc: http://x.vn/viec-lam\n\n-- \nSàn".to_owned()
        })
    }
}

struct Somebody<'a> {
    world: &'a World,
    account_id: Uuid,
    token: String,
}

impl<'a> Somebody<'a> {
    async fn new(world: &'a World, role: Role, place: Thing) -> Self {
        let ctx = world.app.ctx(Actor::Operator, Locale::Vi);
        let number = world.app.ctx(Actor::Operator, Locale::Vi).request_id.as_u128();
        let new = NewPerson { contact: format!("n{number}@vidu.vn"), password: None, role, place };
        let account_id = add_person(&world.app, &ctx, new).await.expect("person");
        let store = world.app.store();
        let held = membership::list_held(store.reader(), account_id).await.expect("held");
        let (token, now) = (format!("{number:064x}"), world.app.clock().now().0);
        let row = &session::Row {
            id: Uuid::from_u128(number),
            token_hash: Sha256::digest(token.as_bytes()).to_vec(),
            account_id,
            stage: "live".to_owned(),
            role: role.code().to_owned(),
            membership_id: held.first().map(|row| row.id),
            device: String::new(),
            created_at: now,
            seen_at: now,
            proved_at: now,
            idle_us: 600_000_000,
            expires_at: now + 3_600_000_000,
            revoked_at: None,
        };
        store.write("session", |tx| Box::pin(async move { session::insert(tx, row).await })).await.expect("session");
        Self { world, account_id, token }
    }

    async fn ask(&self, method: &str, path: &str, body: &str) -> Answer {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::COOKIE, format!("__Host-sanviec={}", self.token))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin");
        self.world.ask(request.body(Body::from(body.to_owned())).expect("request")).await
    }

    async fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, "").await
    }

    async fn is_written(&self, template: &str, params: &str) -> Uuid {
        let ctx = self.world.app.ctx(Actor::System, Locale::Vi);
        let (keys, id) = (self.world.app.keys().expect("keys"), ctx.request_id);
        let seal =
            |column, value: &[u8]| keys.seal(Place { table: "message", column, row: id }, value).expect("sealed");
        let row = &message::Row {
            id,
            account_id: Some(self.account_id),
            channel: "email".to_owned(),
            recipient: seal("recipient", b"an@vidu.vn"),
            template: template.to_owned(),
            params: seal("params", params.as_bytes()),
            locale: "vi".to_owned(),
            state: "queued".to_owned(),
            attempts: 0,
            created_at: ctx.now.0,
            send_after: ctx.now.0,
            expires_at: None,
            lease_token: None,
            lease_until: None,
            provider_id: None,
            last_error: None,
            done_at: None,
            profile_id: None,
        };
        let store = self.world.app.store();
        store.write("message", |tx| Box::pin(async move { message::enqueue(tx, row).await })).await.expect("queued");
        id
    }
}

#[tokio::test]
async fn the_inbox_shows_each_message_in_the_readers_language_and_opening_it_changes_nothing() {
    let world = World::new().await;
    let lan = Somebody::new(&world, Role::Seeker, Thing::default()).await;
    let other = Somebody::new(&world, Role::Seeker, Thing::default()).await;
    assert!(lan.get("/hop-thu").await.text.contains("Chưa có thông báo nào."));
    let path = r#"{"posting_title":"Kế toán","employer_name":"A","path":"/viec-lam"}"#;
    lan.is_written("application_sent", path).await;
    lan.is_written("recover_code", r#"{"code":"493817"}"#).await;
    let newest = lan.is_written("password_changed", "{}").await;
    for _ in 0..3 {
        let shown = lan.get("/hop-thu").await.text;
        assert!(shown.contains("application_sent Vi &#60;b&#62;") && shown.contains("password_changed Vi"), "{shown}");
        assert!(shown.contains("một dòng") && shown.contains("href=\"/viec-lam\">Xem việc<"), "{shown}");
        assert!(shown.contains("Mã xác nhận") && !shown.contains("493817"), "a code is never shown");
        assert!(shown.contains("Hộp thư (3)") && shown.contains("3 thông báo chưa đọc"), "still unread: {shown}");
    }
    let english = lan.get("/en/hop-thu").await.text;
    assert!(english.contains("application_sent En") && english.contains("Inbox (3)"), "{english}");
    assert!(lan.get("/viec-lam").await.text.contains("Hộp thư (3)"), "on every page");
    let form = |key: &str, up_to: Uuid| format!("khoa={key}&den={up_to}");
    let stolen = other.ask("POST", "/hop-thu/da-doc", &form("0123456789abcdef", newest)).await;
    assert_eq!(stolen.status, StatusCode::NOT_FOUND, "the message is not theirs");
    for _ in 0..3 {
        let read = lan.ask("POST", "/hop-thu/da-doc", &form("0123456789abcdee", newest)).await;
        assert_eq!((read.status, read.header(header::LOCATION)), (StatusCode::SEE_OTHER, "/hop-thu"));
    }
    let shown = lan.get("/hop-thu").await.text;
    assert!(shown.contains("Bạn đã đọc hết thông báo.") && !shown.contains("Hộp thư ("), "{shown}");
    lan.is_written("password_changed", "{}").await;
    assert!(lan.get("/hop-thu").await.text.contains("Hộp thư (1)"), "what comes later is new");
    assert!(!other.get("/hop-thu").await.text.contains("password_changed"));
}

#[tokio::test]
async fn pages_of_the_inbox_neither_skip_nor_repeat() {
    let world = World::new().await;
    let lan = Somebody::new(&world, Role::Seeker, Thing::default()).await;
    for _ in 0..45 {
        lan.is_written("password_changed", "{}").await;
    }
    let (mut path, mut found) = ("/hop-thu".to_owned(), Vec::new());
    loop {
        let shown = lan.get(&path).await.text;
        found.extend(shown.split("<article id=\"").skip(1).map(|rest| rest[..36].to_owned()));
        let Some(next) = shown.split("href=\"/hop-thu?sau=").nth(1) else { break };
        path = format!("/hop-thu?sau={}", &next[..36]);
    }
    assert_eq!(found.len(), 45);
    let mut once = found.clone();
    once.dedup();
    assert_eq!(once, found);
    assert_eq!(lan.get("/hop-thu?sau=x").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_trail_is_seen_by_those_who_answer_for_the_centre_and_each_look_is_in_it() {
    let world = World::new().await;
    let ctx = world.app.ctx(Actor::Operator, Locale::Vi);
    let centre = add_centre(&world.app, &ctx, "Trung tâm Gia Lai", "52").await.expect("centre");
    let elsewhere = add_centre(&world.app, &ctx, "Trung tâm Đắk Lắk", "66").await.expect("centre");
    let auditor = Somebody::new(&world, Role::Auditor, Thing::of_centre(centre)).await;
    let stranger = Somebody::new(&world, Role::CentreManager, Thing::of_centre(elsewhere)).await;
    let operator = Somebody::new(&world, Role::PlatformOperator, Thing::default()).await;
    let officer = Somebody::new(&world, Role::Officer, Thing::of_centre(centre)).await;
    let row = &audit::Row {
        id: 0,
        at: world.app.clock().now().0,
        actor: officer.account_id.to_string(),
        role: "officer".to_owned(),
        action: "read_profile".to_owned(),
        entity: "profile".to_owned(),
        entity_id: Uuid::from_u128(7),
        before: None,
        after: Some(r#"{"state":"live","name":"Nguyễn Văn An"}"#.to_owned()),
        request_id: None,
        centre_id: None,
    };
    let store = world.app.store();
    let rows = std::slice::from_ref(row);
    store.write("audit", |tx| Box::pin(audit::append(tx, rows))).await.expect("noted");
    let has = |answer: &Answer| answer.text.contains("(read_profile)</h2>");
    assert_eq!(officer.get("/nhat-ky").await.status, StatusCode::FORBIDDEN);
    let shown = auditor.get("/nhat-ky").await;
    assert!(has(&shown) && shown.text.contains(&officer.account_id.to_string()), "{}", shown.text);
    assert!(shown.text.contains("live") && !shown.text.contains("Nguyễn"), "no name in it: {}", shown.text);
    assert!(!stranger.get("/nhat-ky").await.text.contains(&officer.account_id.to_string()), "of another centre");
    assert!(!has(&operator.get("/nhat-ky").await), "not of the platform");
    assert!(has(&operator.get(&format!("/nhat-ky?trung-tam={centre}")).await));
    assert_eq!(stranger.get(&format!("/nhat-ky?trung-tam={centre}")).await.status, StatusCode::FORBIDDEN);
    let looks = auditor.get(&format!("/nhat-ky?viec=read_audit&tai-khoan={}", auditor.account_id)).await.text;
    assert!(looks.matches("(read_audit)</h2>").count() >= 2, "{looks}");
    assert!(!looks.contains("(read_profile)"), "{looks}");
    assert!(has(&auditor.get("/nhat-ky?ngay=2026-11-24").await));
    assert!(!has(&auditor.get("/nhat-ky?ngay=2026-11-23").await));
    for (query, anchor) in [("ngay=h%C3%B4m+qua", "#ngay"), ("tai-khoan=lan", "#tai-khoan"), ("viec=A+B", "#viec")] {
        let refused = auditor.get(&format!("/en/nhat-ky?{query}")).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{query}");
        assert!(refused.text.contains(&format!("href=\"{anchor}\">This is not")), "{query}: {}", refused.text);
    }
}

#[tokio::test]
async fn pages_of_the_trail_neither_skip_nor_repeat_what_happened_at_one_instant() {
    let world = World::new().await;
    let ctx = world.app.ctx(Actor::Operator, Locale::Vi);
    let centre = add_centre(&world.app, &ctx, "Trung tâm Gia Lai", "52").await.expect("centre");
    let auditor = Somebody::new(&world, Role::Auditor, Thing::of_centre(centre)).await;
    let row = |number: u128| audit::Row {
        id: 0,
        at: world.app.clock().now().0,
        actor: "system".to_owned(),
        role: "system".to_owned(),
        action: "tick".to_owned(),
        entity: "thing".to_owned(),
        entity_id: Uuid::from_u128(number),
        before: None,
        after: None,
        request_id: None,
        centre_id: None,
    };
    let rows = &(0..120).map(row).collect::<Vec<_>>();
    let store = world.app.store();
    store.write("audit", |tx| Box::pin(audit::append_at(tx, Some(centre), rows))).await.expect("noted");
    let (mut path, mut found) = ("/nhat-ky?viec=tick".to_owned(), Vec::new());
    loop {
        let shown = auditor.get(&path).await.text;
        found.extend(shown.split(">thing ").skip(1).map(|rest| rest[..36].to_owned()));
        let Some(next) = shown.split("rel=\"next\"").next().filter(|_| shown.contains("rel=\"next\"")) else { break };
        let href = next.rsplit("href=\"").next().expect("link").split('"').next().expect("end");
        path = href.replace("&#38;", "&").replace("&amp;", "&");
    }
    let mut once = found.clone();
    once.sort();
    once.dedup();
    assert_eq!((found.len(), once.len()), (120, 120));
}

#[tokio::test]
async fn whoever_runs_the_platform_reads_which_rows_are_stuck_and_nobody_else_does() {
    let world = World::new().await;
    let operator = Somebody::new(&world, Role::PlatformOperator, Thing::default()).await;
    let ctx = world.app.ctx(Actor::Operator, Locale::Vi);
    let centre = add_centre(&world.app, &ctx, "Trung tâm Gia Lai", "52").await.expect("centre");
    let manager = Somebody::new(&world, Role::CentreManager, Thing::of_centre(centre)).await;
    assert!(operator.get("/van-hanh/ket").await.text.contains("Không có dòng nào bị kẹt."));
    assert!(operator.get("/trung-tam/danh-sach").await.text.contains(r#"href="/van-hanh/ket""#), "a way leads to it");
    let (id, now) = (Uuid::from_u128(7), world.app.clock().now());
    let row = &stuck::Row {
        kind: "claim".to_owned(),
        thing_id: id,
        since: now.0,
        times: 3,
        retry_at: now.plus_seconds(3_600).0,
        error: "claim.state is <damaged>".to_owned(),
    };
    let store = world.app.store();
    store.write("stuck", |tx| Box::pin(async move { stuck::note(tx, row).await })).await.expect("noted");
    let shown = operator.get("/van-hanh/ket").await.text;
    for part in [&format!("Đề nghị chi trả {id}"), "Đã thử 3 lần", "claim.state is &#60;damaged&#62;"] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
    assert!(operator.get("/en/van-hanh/ket").await.text.contains("Tried 3 times"));
    let refused = manager.get("/van-hanh/ket").await;
    assert!(refused.status == StatusCode::FORBIDDEN && !refused.text.contains(&id.to_string()), "{}", refused.text);
}
