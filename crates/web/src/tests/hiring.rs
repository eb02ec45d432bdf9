//! Journeys through the pages of hiring without script, in both languages, and the words of every code.

mod corrected;
mod file;
mod renewal;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use sanviec_app::accounts::{NewPerson, add_centre, add_person};
use sanviec_app::api_keys::{NewKey, Scope};
use sanviec_app::{Actor, AppError, Key, Locale, Person, Role, Thing, api_keys, hiring, organisations};
use sanviec_domain::posting::{PostingCode, RemoveReason};
use sanviec_domain::verification::{EvidenceKind, RefuseReason, RevokeReason, State};
use sanviec_store::{membership, organisation, session};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::site::{Answer, World};
use crate::lang::Lang;

struct Desk {
    world: World,
    centre: Uuid,
    sessions: u128,
}

impl Desk {
    async fn new() -> Self {
        let world = World::new().await;
        let ctx = world.app.ctx(Actor::Operator, Locale::Vi);
        let centre = add_centre(&world.app, &ctx, "Trung tâm Gia Lai", "52").await.expect("centre");
        Self { world, centre, sessions: 0 }
    }

    async fn person(&self, contact: &str, role: Role) -> Uuid {
        let place = if role == Role::Seeker { Thing::default() } else { Thing::of_centre(self.centre) };
        let ctx = self.world.app.ctx(Actor::Operator, Locale::Vi);
        let new = NewPerson { contact: contact.into(), password: None, role, place };
        add_person(&self.world.app, &ctx, new).await.expect("person")
    }

    /// The cookie of a session in the newest role that the account holds at a place, or as a seeker.
    async fn cookie(&mut self, account_id: Uuid, role: Role) -> String {
        self.sessions += 1;
        let held = membership::list_held(self.world.app.store().reader(), account_id).await.expect("held");
        let token = format!("{:064x}", self.sessions);
        let now = self.world.app.clock().now().0;
        let row = &session::Row {
            id: Uuid::from_u128(self.sessions),
            token_hash: Sha256::digest(token.as_bytes()).to_vec(),
            account_id,
            stage: "live".to_owned(),
            role: role.code().to_owned(),
            membership_id: held.iter().find(|row| row.role == role.code()).map(|row| row.id),
            device: String::new(),
            created_at: now,
            seen_at: now,
            proved_at: now,
            idle_us: 3_600_000_000,
            expires_at: now + 3_600_000_000,
            revoked_at: None,
        };
        let store = self.world.app.store();
        store.write("session", |tx| Box::pin(async move { session::insert(tx, row).await })).await.expect("session");
        format!("__Host-sanviec={token}")
    }

    async fn get(&self, cookie: &str, path: &str) -> Answer {
        let request = Request::get(path).header(header::COOKIE, cookie).body(Body::empty()).expect("request");
        self.world.ask(request).await
    }

    /// Opens a page and sends the form that goes to this address, with hidden values as they stand and these besides.
    async fn send(&self, cookie: &str, page: &str, action: &str, fields: &[(&str, &str)]) -> Answer {
        let shown = self.get(cookie, page).await;
        assert_eq!(shown.status, StatusCode::OK, "{page}: {}", shown.text);
        let body = filled(&shown.text, action, fields);
        let request = Request::post(action)
            .header(header::COOKIE, cookie)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin");
        self.world.ask(request.body(Body::from(body)).expect("request")).await
    }
}

/// The body of the form with this address, filled in.
fn filled(html: &str, action: &str, fields: &[(&str, &str)]) -> String {
    let mut body = form_urlencoded::Serializer::new(String::new());
    let act = fields.iter().find(|(name, _)| matches!(*name, "act" | "verdict" | "decision"));
    for (name, value) in hidden(html, action, act) {
        body.append_pair(&name, &value);
    }
    for (name, value) in fields {
        body.append_pair(name, value);
    }
    body.finish()
}

/// Hidden values of the form with this address, and of several the one that does this.
fn hidden(html: &str, action: &str, act: Option<&(&str, &str)>) -> Vec<(String, String)> {
    let start = format!("<form method=\"post\" action=\"{action}\"");
    let mut forms = html.split(&start).skip(1).map(|rest| rest.split("</form>").next().unwrap_or_default());
    let does =
        |form: &&str| act.is_none_or(|(name, value)| form.contains(&format!("name=\"{name}\" value=\"{value}\"")));
    let form = forms.find(does).unwrap_or_else(|| panic!("no form for {action} {act:?}: {html}"));
    let value = |input: &str, name: &str| {
        input.split(&format!("{name}=\"")).nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default().to_owned()
    };
    let inputs = form.split("<input type=\"hidden\" ").skip(1);
    let all = inputs.map(|input| (value(input, "name"), value(input, "value")));
    all.filter(|(name, _)| act.is_none_or(|(given, _)| given != name)).collect()
}

fn leads(answer: &Answer) -> &str {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    answer.header(header::LOCATION)
}

pub(super) const STEPS: [(&str, &[(&str, &str)]); 9] = [
    ("viec", &[("title", "Công nhân may"), ("description", "May công nghiệp.")]),
    ("noi", &[("location", "Phường Cầu Giấy, Hà Nội")]),
    ("nguoi", &[("wanted", "2"), ("position", "staff")]),
    ("luong", &[("pay", "8 - 12 triệu")]),
    ("hop-dong", &[("working_time", "full")]),
    ("dieu-kien", &[("setting", "indoor")]),
    ("yeu-cau", &[("education", "upper_secondary"), ("technical_level", "untrained")]),
    ("lien-he", &[("recruiting", "in_person"), ("contact_phone", "0905 123 456")]),
    ("han", &[("deadline_on", "31/12/2026"), ("ready_on", "05/01/2027")]),
];

#[tokio::test]
async fn an_employer_registers_is_verified_writes_and_is_found_in_either_language() {
    for prefix in ["", "/en"] {
        let mut desk = Desk::new().await;
        let at = |path: &str| format!("{prefix}{path}");
        let account = desk.person("lan@vidu.vn", Role::Seeker).await;
        let seeker = desk.cookie(account, Role::Seeker).await;
        let centre = desk.centre.to_string();
        let form = [
            ("kind", "enterprise"),
            ("number", "0100 233 488"),
            ("name", "Công ty TNHH Minh Anh"),
            ("employer_type", "non_state"),
            ("industry", "C"),
            ("size", "10_50"),
            ("address", "12 Trần Phú, Quy Nhơn"),
            ("phone", "0256 3822 123"),
            ("email", "nhansu@minhanh.vn"),
            ("representative", "Nguyễn Thị Lan"),
            ("centre", centre.as_str()),
        ];
        let page = at("/tuyen-dung/dang-ky");
        let registered = desk.send(&seeker, &page, &page, &form).await;
        assert_eq!(leads(&registered), at("/tuyen-dung?xong=registered"));
        let found = organisation::find_by_tax_code(desk.world.app.store().reader(), "0100233488").await.expect("read");
        let code = PostingCode::of(found.expect("registered").id).to_string();
        let own = desk.cookie(account, Role::EmployerAdministrator).await;
        let home = desk.get(&own, &at("/tuyen-dung")).await;
        assert!(home.text.contains(&format!("href=\"{}\"", at("/ung-vien"))), "to who applied: {}", home.text);
        let unit = at(&format!("/tuyen-dung/don-vi/{code}"));
        let paper = [("evidence", "registration_paper"), ("reference", "GCN 0100233488")];
        assert_eq!(leads(&desk.send(&own, &unit, &unit, &paper).await), format!("{unit}?xong=submitted"));
        let list = format!("{unit}/tin");
        let begun = desk.send(&own, &list, &list, &[]).await;
        let first = leads(&begun).to_owned();
        let posting = first.trim_end_matches("/buoc/viec").to_owned();
        for (slug, fields) in STEPS {
            let step = format!("{posting}/buoc/{slug}");
            assert!(leads(&desk.send(&own, &step, &step, fields).await).starts_with(&posting), "{slug}");
        }
        let check = format!("{posting}/kiem-tra");
        let shown = desk.get(&own, &check).await;
        assert!(shown.text.contains("Công nhân may") && !shown.text.contains("Unknown localization"), "{}", shown.text);
        let preview = desk.get(&own, &format!("{posting}/xem-truoc")).await;
        assert!(preview.text.contains("May công nghiệp") && !preview.text.contains("0905"), "{}", preview.text);
        assert_eq!(leads(&desk.send(&own, &check, &check, &[]).await), format!("{posting}?xong=waiting"));
        officer(&mut desk, prefix, &code, &posting).await;
        let public = desk.get("", &format!("{}{}", at("/viec-lam/"), posting.rsplit('/').next().expect("code"))).await;
        assert_eq!(public.status, StatusCode::PERMANENT_REDIRECT, "public: {}", public.text);
        let closed = [("act", "close"), ("hired", "2"), ("reason", "")];
        assert_eq!(leads(&desk.send(&own, &posting, &posting, &closed).await), format!("{posting}?xong=closed"));
    }
}

/// A moderator verifies the organisation and lets its first advert be public.
async fn officer(desk: &mut Desk, prefix: &str, code: &str, posting: &str) {
    let account = desk.person("kiem@vidu.vn", Role::Moderator).await;
    let officer = desk.cookie(account, Role::Moderator).await;
    let queue = desk.get(&officer, &format!("{prefix}/kiem-duyet")).await;
    assert!(queue.text.contains("Công ty TNHH Minh Anh") && queue.text.contains("Công nhân may"), "{}", queue.text);
    let case = format!("{prefix}/kiem-duyet/don-vi/{code}");
    let empty = [("decision", "verify"), ("through", "mai")];
    let refused = desk.send(&officer, &case, &case, &empty).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("value=\"mai\"") && refused.text.contains("href=\"#through\""), "{}", refused.text);
    let yes = [
        ("decision", "verify"),
        ("evidence", "register_lookup"),
        ("reference", "Tra cứu 26/11"),
        ("through", "31/12/2027"),
    ];
    assert_eq!(leads(&desk.send(&officer, &case, &case, &yes).await), format!("{case}?xong=decided"));
    let advert = format!("{prefix}/kiem-duyet/tin/{}", posting.rsplit('/').next().expect("code"));
    let judged = desk.send(&officer, &advert, &advert, &[("verdict", "publish")]).await;
    assert_eq!(leads(&judged), format!("{advert}?xong=judged"));
}

#[tokio::test]
async fn registering_is_offered_to_whoever_may_do_it_and_to_nobody_else() {
    let mut desk = Desk::new().await;
    for (contact, role, may) in [
        ("an@vidu.vn", Role::Officer, true),
        ("binh@vidu.vn", Role::Seeker, true),
        ("chi@vidu.vn", Role::CentreManager, false),
        ("dung@vidu.vn", Role::Moderator, false),
        ("em@vidu.vn", Role::Auditor, false),
    ] {
        let account = desk.person(contact, role).await;
        let cookie = desk.cookie(account, role).await;
        let shown = desk.get(&cookie, "/tuyen-dung").await;
        assert_eq!(shown.status, StatusCode::OK, "{role:?}: {}", shown.text);
        assert_eq!(shown.text.contains("href=\"/tuyen-dung/dang-ky\""), may, "{role:?}");
        let form = desk.get(&cookie, "/tuyen-dung/dang-ky").await;
        assert_eq!(form.status == StatusCode::OK, may, "{role:?}");
    }
}

#[tokio::test]
async fn the_organisations_of_a_centre_go_on_behind_the_fiftieth_and_are_found() {
    let mut desk = Desk::new().await;
    let account_id = desk.person("canbo@vidu.vn", Role::Officer).await;
    let cookie = desk.cookie(account_id, Role::Officer).await;
    let (role, centre_id) = (Role::Officer, Some(desk.centre));
    let person = Person { account_id, session_id: account_id, role, centre_id, employer_id: None, is_fresh: true };
    let ctx = desk.world.app.ctx(Actor::Person(person), Locale::Vi);
    for number in 0..51 {
        let form = organisations::Registration {
            kind: "household".into(),
            number: format!("0520990{:05}", 10_000 + number),
            name: format!("Xưởng mộc Tân Tiến {number}"),
            employer_type: "non_state".into(),
            industry: "C".into(),
            size: "10_50".into(),
            address: "12 Trần Phú".into(),
            phone: "0256 3822 123".into(),
            email: "nhansu@vidu.vn".into(),
            representative: "Nguyễn Thị Lan".into(),
            centre: String::new(),
        };
        let key = Key::fresh().expect("key");
        organisations::register(&desk.world.app, &ctx, form, &key).await.expect("registered");
    }
    let listed = |text: &str| text.matches("href=\"/tuyen-dung/don-vi/").count();
    let first = desk.get(&cookie, "/tuyen-dung").await;
    assert_eq!(listed(&first.text), 50, "{}", first.text);
    let next = first.text.split("href=\"/tuyen-dung?sau=").nth(1).and_then(|rest| rest.split('"').next());
    let next = format!("/tuyen-dung?sau={}", next.expect("it goes on"));
    let second = desk.get(&cookie, &next).await;
    assert_eq!(listed(&second.text), 1, "the fifty-first");
    assert!(!second.text.contains("href=\"/tuyen-dung?sau="), "and then no more");
    let found = desk.get(&cookie, "/tuyen-dung?tim=tan+tien+50").await;
    assert_eq!(listed(&found.text), 1, "{}", found.text);
    assert!(found.text.contains("Xưởng mộc Tân Tiến 50") && found.text.contains("value=\"tan tien 50\""));
    let none = desk.get(&cookie, "/tuyen-dung?tim=x%C6%B0%E1%BB%9Fng+may").await;
    assert_eq!(listed(&none.text), 0);
    assert!(none.text.contains("Không có đơn vị nào khớp") && none.text.contains("value=\"xưởng may\""));
}

#[tokio::test]
async fn what_is_wrong_with_a_step_stands_at_its_field_and_the_rest_is_kept() {
    let mut desk = Desk::new().await;
    let account = desk.person("lan@vidu.vn", Role::Seeker).await;
    let cookie = desk.cookie(account, Role::Seeker).await;
    let page = "/tuyen-dung/dang-ky";
    let refused = desk.send(&cookie, page, page, &[("name", "A \"B\" <C>"), ("number", "123")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("<title>Lỗi: ") && refused.text.contains("href=\"#kind\""), "{}", refused.text);
    assert!(refused.text.contains("A &#34;B&#34; &#60;C&#62;"), "kept, and harmless: {}", refused.text);
    assert!(refused.text.contains("aria-invalid=\"true\""));
    let stranger = desk.get("", page).await;
    assert_eq!(leads(&stranger), "/dang-nhap?ve=%2Ftuyen-dung%2Fdang-ky", "and back here after signing in");
}

#[test]
fn every_code_field_and_step_has_its_words() {
    for lang in Lang::ALL {
        let has = |key: String| assert!(!lang.t(&key).contains("Unknown localization"), "{} {key}", lang.code());
        let word = |name: &str, code: &str| {
            has(format!("hiring-c-{}-{}", name.replace('_', "-"), code.replace('_', "-")));
        };
        for step in hiring::STEPS {
            has(format!("hiring-step-{}", step.name));
            for field in step.fields {
                has(format!("hiring-f-{}", field.name.replace('_', "-")));
                if let hiring::Control::One(codes) | hiring::Control::Many(codes) = field.control {
                    codes().into_iter().for_each(|code| word(field.name, code));
                }
            }
        }
        for list in ["kind", "size", "employer_type"] {
            organisations::codes(list).into_iter().for_each(|code| word(list, code));
        }
        EvidenceKind::ALL.iter().for_each(|kind| word("evidence", kind.code()));
        let refuse = RefuseReason::ALL.iter().map(|reason| reason.code());
        let revoke = RevokeReason::ALL.iter().map(|reason| reason.code());
        let remove = RemoveReason::ALL.iter().map(|reason| reason.code());
        let close = sanviec_domain::posting::CloseReason::ALL.iter().map(|reason| reason.code());
        refuse.chain(revoke).chain(remove).chain(close).for_each(|code| word("reason", code));
        for state in State::ALL {
            has(format!("hiring-state-{}", state.code()));
            has(format!("hiring-state-what-{}", state.code()));
        }
        for state in sanviec_domain::posting::State::ALL {
            has(format!("hiring-posting-{}", state.code()));
        }
        hiring::Tab::ALL.into_iter().for_each(|tab| has(format!("hiring-tab-{}", tab.code())));
    }
}

impl Desk {
    /// An organisation with its administrator's account and a key of its own.
    async fn organisation(&self, contact: &str, number: &str) -> (Uuid, Uuid, String) {
        let account = self.person(contact, Role::Seeker).await;
        let form = organisations::Registration {
            kind: "enterprise".into(),
            number: number.into(),
            name: "Công ty TNHH Minh Anh".into(),
            employer_type: "non_state".into(),
            industry: "C".into(),
            size: "10_50".into(),
            address: "12 Trần Phú".into(),
            phone: "0256 3822 123".into(),
            email: "nhansu@vidu.vn".into(),
            representative: "Nguyễn Thị Lan".into(),
            centre: self.centre.to_string(),
        };
        let key = || Key::fresh().expect("key");
        let seeker = self.as_role(account, Role::Seeker, None);
        let id = organisations::register(&self.world.app, &seeker, form, &key()).await.expect("registered");
        let own = self.as_role(account, Role::EmployerAdministrator, Some(id));
        let new = NewKey { name: "Phần mềm nhân sự".to_owned(), scope: "write".to_owned() };
        let issued = api_keys::issue(&self.world.app, &own, id, new, &key()).await.expect("issued");
        (account, id, issued.key)
    }

    fn as_role(&self, account_id: Uuid, role: Role, employer_id: Option<Uuid>) -> sanviec_app::Ctx {
        let session_id = Uuid::nil();
        let person = Person { account_id, session_id, role, centre_id: None, employer_id, is_fresh: true };
        self.world.app.ctx(Actor::Person(person), Locale::Vi)
    }

    /// A request of a program: method, path, key, idempotency key, body.
    async fn call(&self, request: (&str, &str), keys: (&str, &str), body: &serde_json::Value) -> Answer {
        let request = Request::builder()
            .method(request.0)
            .uri(request.1)
            .header(header::AUTHORIZATION, format!("Bearer {}", keys.0))
            .header("idempotency-key", keys.1)
            .header(header::CONTENT_TYPE, "application/json");
        self.world.ask(request.body(Body::from(body.to_string())).expect("request")).await
    }
}

#[tokio::test]
async fn a_program_posts_with_a_key_and_nothing_is_public_before_the_organisation_is_verified() {
    let desk = Desk::new().await;
    let (account, id, key) = desk.organisation("lan@vidu.vn", "0100233488").await;
    let (_, _, rival) = desk.organisation("hoa@vidu.vn", "0100112437").await;
    let mut fields = serde_json::Map::new();
    for (name, value) in STEPS.iter().flat_map(|(_, fields)| *fields) {
        fields.insert((*name).to_owned(), (*value).into());
    }
    let body = serde_json::json!({ "fields": fields });
    let post = ("POST", "/api/v1/postings");
    let nothing = "0123456789abcdef";
    for (keys, status) in [
        (("", nothing), StatusCode::FORBIDDEN),
        (("sv_0000_1", nothing), StatusCode::FORBIDDEN),
        ((&key[..key.len() - 1], nothing), StatusCode::FORBIDDEN),
        ((key.as_str(), "short"), StatusCode::UNPROCESSABLE_ENTITY),
    ] {
        let answer = desk.call(post, keys, &body).await;
        assert_eq!(answer.status, status, "{keys:?}: {}", answer.text);
        assert_eq!(answer.header(header::CONTENT_TYPE), "application/problem+json");
    }
    let created = desk.call(post, (&key, nothing), &body).await;
    assert_eq!(created.status, StatusCode::CREATED, "{}", created.text);
    let again = desk.call(post, (&key, nothing), &body).await;
    assert_eq!((again.status, &again.text), (created.status, &created.text), "sent twice, there once");
    let answer: serde_json::Value = serde_json::from_str(&created.text).expect("JSON");
    assert_eq!(answer["state"], "submitted", "clean, and yet it waits");
    let code = answer["id"].as_str().expect("id");
    assert_eq!(desk.get("", &format!("/viec-lam/{code}")).await.status, StatusCode::NOT_FOUND);
    let path = format!("/api/v1/postings/{code}");
    let changed = serde_json::json!({ "version": 9, "fields": fields });
    for (keys, body, status) in [
        ((rival.as_str(), "fedcba9876543210"), &body, StatusCode::NOT_FOUND),
        ((key.as_str(), "fedcba9876543210"), &changed, StatusCode::CONFLICT),
        (
            (key.as_str(), "fedcba9876543211"),
            &serde_json::json!({"fields": {"tuoi": "1"}}),
            StatusCode::UNPROCESSABLE_ENTITY,
        ),
        ((key.as_str(), "fedcba9876543212"), &serde_json::json!([1]), StatusCode::UNPROCESSABLE_ENTITY),
        ((key.as_str(), "fedcba9876543213"), &body, StatusCode::OK),
    ] {
        let answer = desk.call(("PUT", &path), keys, body).await;
        assert_eq!(answer.status, status, "{}", answer.text);
    }
    assert_eq!(desk.get("", &format!("/viec-lam/{code}")).await.status, StatusCode::NOT_FOUND);
    let ended = desk.call(("DELETE", &path), (&key, "fedcba9876543214"), &body).await;
    assert_eq!(ended.status, StatusCode::NO_CONTENT, "{}", ended.text);
    keys_end(&desk, (account, id), &key).await;
}

#[tokio::test]
async fn a_key_that_only_reads_sees_how_a_posting_stands_and_changes_nothing() {
    let desk = Desk::new().await;
    let (account, id, writes) = desk.organisation("lan@vidu.vn", "0100233488").await;
    let (_, _, rival) = desk.organisation("hoa@vidu.vn", "0100112437").await;
    let (app, key) = (&desk.world.app, || Key::fresh().expect("key"));
    let own = desk.as_role(account, Role::EmployerAdministrator, Some(id));
    let new = |scope: &str| NewKey { name: "Bảng tin".to_owned(), scope: scope.to_owned() };
    let unsaid = api_keys::issue(app, &own, id, new("postings"), &key()).await;
    assert!(matches!(unsaid, Err(AppError::Refused(errors)) if errors[0].field == "key_scope"));
    let reads = api_keys::issue(app, &own, id, new("read"), &key()).await.expect("issued");
    let fields = STEPS.iter().flat_map(|(_, fields)| *fields);
    let fields = fields.map(|(name, value)| ((*name).to_owned(), serde_json::Value::from(*value)));
    let body = serde_json::json!({ "fields": fields.collect::<serde_json::Map<_, _>>() });
    let created = desk.call(("POST", "/api/v1/postings"), (&writes, "0123456789abcdef"), &body).await;
    assert_eq!(created.status, StatusCode::CREATED, "{}", created.text);
    let created: serde_json::Value = serde_json::from_str(&created.text).expect("JSON");
    let code = created["id"].as_str().expect("id");
    let looked_at = format!("/api/v1/own/postings/{code}");
    for shown in [&reads.key, &writes] {
        let seen = desk.call(("GET", &looked_at), (shown, ""), &body).await;
        let answer: serde_json::Value = serde_json::from_str(&seen.text).expect("JSON");
        assert_eq!((seen.status, &answer), (StatusCode::OK, &created), "as it was handed in");
    }
    for (shown, status) in [(rival.as_str(), StatusCode::NOT_FOUND), ("sv_0000_1", StatusCode::FORBIDDEN)] {
        assert_eq!(desk.call(("GET", &looked_at), (shown, ""), &body).await.status, status, "{shown}");
    }
    let path = format!("/api/v1/postings/{code}");
    for (method, path) in [("POST", "/api/v1/postings"), ("PUT", path.as_str()), ("DELETE", path.as_str())] {
        let refused = desk.call((method, path), (&reads.key, "fedcba9876543210"), &body).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{method}: {}", refused.text);
        assert!(refused.text.contains("Khóa này chỉ được xem"), "it says why: {}", refused.text);
    }
    let instead = api_keys::rotate(app, &own, id, reads.id, &key()).await.expect("replaced");
    let known = api_keys::recognise(app, app.clock().now(), &instead.key).await.expect("looked up");
    assert_eq!(known.map(|(_, scope)| scope), Some(Scope::Read), "what replaces it may do no more");
}

/// A replaced key goes on for a week, one that is taken out of use ends at once.
async fn keys_end(desk: &Desk, (account, id): (Uuid, Uuid), old: &str) {
    let app = &desk.world.app;
    let own = desk.as_role(account, Role::EmployerAdministrator, Some(id));
    let listed = api_keys::list(app, &own, id).await.expect("keys");
    let fresh = Key::fresh().expect("key");
    let new = api_keys::rotate(app, &own, id, listed[0].id, &fresh).await.expect("rotated");
    let shown_again = api_keys::rotate(app, &own, id, listed[0].id, &fresh).await.expect("sent twice");
    assert_eq!(new, shown_again, "one new key");
    let row = sanviec_store::api_key::find(app.store().reader(), new.id).await.expect("read").expect("row");
    assert!(!format!("{row:?}").contains(new.key.rsplit('_').next().expect("secret")), "only its hash is kept");
    let is_known = |key: String| async move {
        api_keys::recognise(app, app.clock().now(), &key).await.expect("looked up").is_some()
    };
    assert!(
        is_known(old.to_owned()).await && is_known(new.key.clone()).await,
        "both, so that programs can change over"
    );
    app.clock().set(app.clock().now().plus_days(7));
    assert!(!is_known(old.to_owned()).await && is_known(new.key.clone()).await);
    let own = desk.as_role(account, Role::EmployerAdministrator, Some(id));
    api_keys::revoke(app, &own, id, new.id, &Key::fresh().expect("key")).await.expect("revoked");
    assert!(!is_known(new.key).await);
}
