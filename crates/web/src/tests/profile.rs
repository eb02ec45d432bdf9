//! Journeys through the pages of profiles, without script, in both languages.

mod suggested;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use sanviec_app::accounts::{NewPerson, add_centre, add_person};
use sanviec_app::profiles::{Register, Why, find_own, load, register};
use sanviec_app::{Actor, Ctx, Key, Locale, Person, Role, Thing};
use sanviec_domain::person::{PersonName, Phone};
use sanviec_domain::profile::{Content, ProfileId};
use sanviec_store::{consent, membership, session};
use sha2::{Digest, Sha256};

use super::site::{Answer, World};

/// Somebody signed in, with a browser.
struct Browser<'a> {
    world: &'a World,
    token: String,
    ctx: Ctx,
}

impl<'a> Browser<'a> {
    async fn new(world: &'a World, contact: &str, role: Role, place: Thing) -> Self {
        let operator = world.app.ctx(Actor::Operator, Locale::Vi);
        let new = NewPerson { contact: contact.to_owned(), password: None, role, place };
        let account_id = add_person(&world.app, &operator, new).await.expect("account");
        let held = membership::list_held(world.app.store().reader(), account_id).await.expect("held");
        let (token, now) = (format!("{:064x}", account_id.as_u128()), world.app.clock().now().0);
        let row = &session::Row {
            id: account_id,
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
        let store = world.app.store();
        store.write("session", |tx| Box::pin(async move { session::insert(tx, row).await })).await.expect("session");
        let person = Person {
            account_id,
            session_id: account_id,
            role,
            centre_id: place.centre_id,
            employer_id: None,
            is_fresh: true,
        };
        Self { world, token, ctx: world.app.ctx(Actor::Person(person), Locale::Vi) }
    }

    async fn seeker(world: &'a World) -> Self {
        Self::new(world, "0905123456", Role::Seeker, Thing::default()).await
    }

    async fn ask(&self, request: axum::http::request::Builder, body: Body) -> Answer {
        let request = request.header(header::COOKIE, format!("__Host-sanviec={}", self.token));
        self.world.ask(request.body(body).expect("request")).await
    }

    async fn get(&self, path: &str) -> Answer {
        let answer = self.ask(Request::get(path), Body::empty()).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text);
        assert_eq!(answer.header(header::CACHE_CONTROL), "no-store", "{path}");
        assert!(!answer.text.contains("Unknown localization"), "{path} lacks a text");
        answer
    }

    /// Sends the form of a page that goes to `action`, with what it hides and these fields.
    async fn send(&self, page: &str, nth: usize, fields: &[(&str, &str)]) -> Answer {
        let shown = self.get(page).await.text;
        let form = shown.split("<form method=\"post\" action=\"").nth(nth).expect("a form");
        let action = form.split('"').next().expect("an address").to_owned();
        let form = form.split("</form>").next().expect("an end");
        let body = filled(form, fields);
        let request = Request::post(&action)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin");
        self.ask(request, Body::from(body)).await
    }
}

/// What a form hides, and these fields, as a browser sends them.
fn filled(form: &str, fields: &[(&str, &str)]) -> String {
    let mut body = form_urlencoded::Serializer::new(String::new());
    for input in form.split("<input type=\"hidden\" ").skip(1) {
        let value = |name: &str| input.split(&format!("{name}=\"")).nth(1).and_then(|rest| rest.split('"').next());
        body.append_pair(value("name").expect("a name"), value("value").unwrap_or_default());
    }
    body.extend_pairs(fields);
    body.finish()
}

fn leads(answer: &Answer) -> &str {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    answer.header(header::LOCATION)
}

#[tokio::test]
async fn parts_are_filled_in_any_order_and_printed_in_either_language() {
    for prefix in ["", "/en"] {
        let world = World::new().await;
        let lan = Browser::seeker(&world).await;
        let at = |path: &str| format!("{prefix}{path}");
        let overview = lan.get(&at("/ho-so")).await;
        assert_eq!(overview.text.matches("/ho-so/phan/").count(), 13, "the twelve parts and the button");
        let wish_at = format!("href=\"{}\"", at("/ho-so/phan/wish"));
        let first = overview.text.split("<a ").find(|link| link.contains("/ho-so/phan/")).expect("a link");
        assert!(first.contains("govuk-button") && first.contains(&wish_at), "a new seeker begins there: {first}");
        let wish =
            [("wish_title", "Kế toán"), ("pay", "8-12 triệu"), ("ready_on", "5/12/2026"), ("recruiting", "online")];
        let saved = lan.send(&at("/ho-so/phan/wish"), 1, &wish).await;
        assert_eq!(leads(&saved), at("/ho-so?xong=wish"));
        let begun = lan.get(&at("/ho-so")).await.text;
        assert!(begun.matches("/ho-so/phan/").count() == 12 && begun.contains(&wish_at), "it was begun");
        let jobs = [
            ("experience_years", "2_5"),
            ("jobs-0-0", "Công ty May"),
            ("jobs-0-3", "6/2021"),
            ("jobs-1-0", "Xưởng gỗ"),
            ("jobs-1-3", "2018"),
        ];
        assert_eq!(leads(&lan.send(&at("/ho-so/phan/experience"), 1, &jobs).await), at("/ho-so?xong=experience"));
        let again = lan.get(&at("/ho-so/phan/experience")).await;
        assert!(again.text.contains("value=\"06/2021\"") && again.text.contains("jobs-2-0"), "two rows and one more");
        let home =
            [("permanent_unit", "phường Quy Nhơn, Gia Lai"), ("permanent_line", "12 Lê Lợi"), ("current_same", "same")];
        assert_eq!(leads(&lan.send(&at("/ho-so/phan/residence"), 1, &home).await), at("/ho-so?xong=residence"));
        let slip = lan.get(&at("/ho-so/in")).await.text;
        for said in ["Kế toán", "Công ty May", "Quy Nhơn", "12 Lê Lợi", "0905 123 456"] {
            assert!(slip.contains(said), "{said}");
        }
        assert_eq!(slip.matches('☐').count(), 3, "what form 01 asks consent for, each with a box of its own");
        for part in sanviec_domain::profile::Part::ALL {
            lan.get(&at(&format!("/ho-so/phan/{}", part.code()))).await;
        }
        assert!(lan.get(&at("/ho-so/goi-y")).await.text.contains(&at("/ho-so/dong-y")), "where it is agreed to");
        for path in ["/ho-so", "/ho-so/hien-thi", "/ho-so/dong-y", "/ho-so/luot-xem", "/ho-so/du-lieu", "/ho-so/nhap"] {
            lan.get(&at(path)).await;
        }
    }
}

#[tokio::test]
async fn what_is_wrong_stands_beside_its_field_and_everything_typed_stays() {
    let world = World::new().await;
    let lan = Browser::seeker(&world).await;
    let typed = [("phone", "09 05 abc"), ("email", "lan@vidu.vn"), ("other_contact", "Gọi \"buổi\" <tối>")];
    for (path, title) in [("/ho-so/phan/contact", "<title>Lỗi: "), ("/en/ho-so/phan/contact", "<title>Error: ")] {
        let answer = lan.send(path, 1, &typed).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.text.contains(title) && answer.text.contains("href=\"#phone\""), "{}", answer.text);
        assert!(answer.text.contains("id=\"phone-loi\"") && answer.text.contains("aria-invalid"));
        for kept in ["value=\"09 05 abc\"", "value=\"lan@vidu.vn\"", "value=\"Gọi &#34;buổi&#34; &#60;tối&#62;\""]
        {
            assert!(answer.text.contains(kept), "{kept}");
        }
    }
    let jobs = [("jobs-0-0", "Công ty May"), ("jobs-0-3", "tháng năm")];
    let answer = lan.send("/ho-so/phan/experience", 1, &jobs).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text.contains("href=\"#jobs\"") && answer.text.contains("value=\"tháng năm\""));
    let nothing = lan.get("/ho-so").await.text;
    assert!(!nothing.contains("Công ty May"));
}

#[tokio::test]
async fn consent_and_visibility_are_two_choices_and_both_can_be_taken_back() {
    let world = World::new().await;
    let lan = Browser::seeker(&world).await;
    let born = [("birth_on", "11/05/1998"), ("name", "Nguyễn Thị Lan")];
    leads(&lan.send("/ho-so/phan/identity", 1, &born).await);
    let opened = lan.send("/ho-so/hien-thi", 1, &[("visibility", "named")]).await;
    assert_eq!(leads(&opened), "/ho-so?xong=hien-thi");
    let closed = lan.get("/ho-so").await.text;
    assert!(closed.contains("Chỉ tôi và trung tâm"), "without the consent it counts for nothing");
    // The second purpose on the page.
    assert_eq!(leads(&lan.send("/ho-so/dong-y", 2, &[]).await), "/ho-so/dong-y?xong=1");
    let open = lan.get("/ho-so").await.text;
    assert!(open.contains("Nhà tuyển dụng tìm thấy, có tên"), "{open}");
    let page = lan.get("/ho-so/dong-y").await.text;
    assert!(page.contains("Đã đồng ý ngày 24 tháng 11 năm 2026") && page.contains("bản số 1"));
    assert_eq!(leads(&lan.send("/ho-so/dong-y", 2, &[]).await), "/ho-so/dong-y?xong=1");
    assert!(lan.get("/ho-so").await.text.contains("Chỉ tôi và trung tâm"));
    let none = lan.send("/ho-so/hien-thi", 1, &[]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_consent_of_before_that_nothing_reads_is_shown_to_be_taken_back_and_not_asked_for() {
    let world = World::new().await;
    let lan = Browser::seeker(&world).await;
    leads(&lan.send("/ho-so/phan/wish", 1, &[("wish_title", "Kế toán")]).await);
    let asked = lan.get("/ho-so/dong-y").await.text;
    let (survey, statistics) = ("value=\"survey\"", "value=\"statistics\"");
    assert!(!asked.contains(survey) && !asked.contains(statistics));
    let profile = find_own(&world.app, &lan.ctx).await.expect("read").expect("a profile");
    let row = &consent::Row {
        id: profile.id.0,
        profile_id: profile.id.0,
        purpose: "survey".to_owned(),
        employer_id: None,
        channel: None,
        act: "given".to_owned(),
        at: world.app.clock().now().0 - 1,
        wording_version: 1,
        lang: "vi".to_owned(),
        way: "on_screen".to_owned(),
        giver: "person".to_owned(),
        evidence: None,
    };
    let store = world.app.store();
    store.write("consent", |tx| Box::pin(async move { consent::insert(tx, row).await })).await.expect("kept");
    let shown = lan.get("/ho-so/dong-y").await.text;
    assert!(shown.contains(survey) && !shown.contains(statistics));
    // Behind the three purposes that are asked for.
    assert_eq!(leads(&lan.send("/ho-so/dong-y", 4, &[]).await), "/ho-so/dong-y?xong=1");
    let after = lan.get("/ho-so/dong-y").await.text;
    assert!(!after.contains(survey) && after.contains("Rút lại – Hỏi ý kiến"), "{after}");
}

#[tokio::test]
async fn a_profile_goes_out_as_a_file_and_comes_in_from_one() {
    let world = World::new().await;
    let lan = Browser::seeker(&world).await;
    leads(&lan.send("/ho-so/phan/wish", 1, &[("wish_title", "Kế toán")]).await);
    let file = lan.get("/ho-so/du-lieu/resume.json").await;
    assert_eq!(file.header(header::CONTENT_DISPOSITION), "attachment; filename=\"resume.json\"");
    let resume: serde_json::Value = serde_json::from_str(&file.text).expect("JSON");
    assert_eq!(resume["basics"]["label"], "Kế toán");
    let same = lan.send("/ho-so/nhap", 1, &[("resume", &file.text)]).await;
    assert!(same.text.contains("không có gì khác"), "{}", same.text);
    let changed = file.text.replace("Kế toán", "Thủ kho");
    let taken = lan.send("/ho-so/nhap", 1, &[("resume", &changed)]).await;
    assert!(taken.status == StatusCode::OK && taken.text.contains("Đã nhập: Tên công việc"), "{}", taken.text);
    let refused = lan.send("/en/ho-so/nhap", 1, &[("resume", "{\"x\": 1}")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("{&#34;x&#34;: 1}"), "what was pasted stays");
    let all = lan.get("/ho-so/du-lieu/tat-ca.json").await.text;
    assert!(all.contains("Thủ kho") && all.contains("+84905123456"));
}

#[tokio::test]
async fn deleting_asks_twice_and_ends_what_it_says() {
    let world = World::new().await;
    let lan = Browser::seeker(&world).await;
    leads(&lan.send("/ho-so/phan/wish", 1, &[("wish_title", "Kế toán")]).await);
    let unsure = lan.send("/ho-so/xoa", 1, &[("extent", "profile")]).await;
    assert_eq!(unsure.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(unsure.text.contains("href=\"#sure\""));
    let gone = lan.send("/ho-so/xoa", 1, &[("extent", "profile"), ("sure", "yes")]).await;
    assert_eq!(leads(&gone), "/ho-so?xong=xoa");
    assert!(!lan.get("/ho-so/du-lieu/tat-ca.json").await.text.contains("Kế toán"));
    let gone = lan.send("/ho-so/xoa", 1, &[("extent", "account"), ("sure", "yes")]).await;
    assert_eq!(leads(&gone), "/");
    let answer = lan.ask(Request::get("/ho-so"), Body::empty()).await;
    assert_eq!(leads(&answer), "/dang-nhap?ve=%2Fho-so", "nobody is signed in any more");
}

/// Two profiles of one person at a centre, and an officer there.
async fn doubled(world: &World) -> (Browser<'_>, ProfileId, ProfileId) {
    let operator = world.app.ctx(Actor::Operator, Locale::Vi);
    let centre = add_centre(&world.app, &operator, "Trung tâm Gia Lai", "52").await.expect("centre");
    let officer = Browser::new(world, "canbo@vidu.vn", Role::Officer, Thing::of_centre(centre)).await;
    let mut ids = Vec::new();
    for name in ["Nguyễn Thị Lan", "Nguyễn Thị Lân"] {
        let mut content = Content::default();
        content.identity.name = PersonName::parse(name).ok();
        content.contact.phone = Phone::parse("0905123456").ok();
        let new = Register { content, branch_id: None };
        let key = Key::fresh().expect("key");
        ids.push(register(&world.app, &officer.ctx, new, &key).await.expect("registered"));
    }
    (officer, ids[0], ids[1])
}

#[tokio::test]
async fn a_list_of_people_that_is_cut_says_so() {
    let world = World::new().await;
    let (officer, ..) = doubled(&world).await;
    let cut = "Chỉ hiện 50 người";
    assert!(!officer.get("/trung-tam/nguoi?tim=nguyen+thi").await.text.contains(cut));
    for _ in 0..50 {
        let mut content = Content::default();
        content.identity.name = PersonName::parse("Nguyễn Thị Mai").ok();
        let new = Register { content, branch_id: None };
        register(&world.app, &officer.ctx, new, &Key::fresh().expect("key")).await.expect("registered");
    }
    assert!(officer.get("/trung-tam/nguoi?tim=nguyen+thi").await.text.contains(cut));
    assert!(officer.get("/en/trung-tam/nguoi?tim=nguyen+thi").await.text.contains("Only 50 people are shown"));
}

#[tokio::test]
async fn an_officer_compares_merges_and_takes_apart_again() {
    let world = World::new().await;
    let (officer, one, other) = doubled(&world).await;
    let list = format!("/ho-so/trung/{}", one.code());
    let pair = format!("{list}/{}", other.code());
    assert!(officer.get(&list).await.text.contains(&pair));
    let shown = officer.get(&pair).await.text;
    assert!(shown.contains("Nguyễn Thị Lan") && shown.contains("Nguyễn Thị Lân"));
    let merged = officer.send(&pair, 1, &[("lay", "name")]).await;
    let next = leads(&merged).to_owned();
    assert_eq!(next, format!("{list}?xong=gop"));
    let seen = load(&world.app, &officer.ctx, one.0, Why::Case).await.expect("read");
    assert_eq!(seen.profile.content.identity.name.as_ref().map(PersonName::as_str), Some("Nguyễn Thị Lân"));
    assert_eq!(officer.ask(Request::get(&pair), Body::empty()).await.status, StatusCode::GONE);
    assert_eq!(leads(&officer.send(&next, 1, &[]).await), format!("{list}?xong=tach"));
    let seen = load(&world.app, &officer.ctx, one.0, Why::Case).await.expect("read");
    assert_eq!(seen.profile.content.identity.name.as_ref().map(PersonName::as_str), Some("Nguyễn Thị Lan"));
    // They are two people after all.
    assert_eq!(leads(&officer.send(&pair, 2, &[]).await), format!("{list}?xong=khac"));
    assert!(!officer.get(&list).await.text.contains(&pair));
}

#[tokio::test]
async fn a_request_of_somebody_without_a_centre_stands_where_the_operator_begins() {
    let world = World::new().await;
    let lan = Browser::seeker(&world).await;
    leads(&lan.send("/ho-so/phan/wish", 1, &[("wish_title", "Kế toán")]).await);
    let operator = Browser::new(&world, "vanhanh@vidu.vn", Role::PlatformOperator, Thing::default()).await;
    let begin = operator.get("/trung-tam/danh-sach").await.text;
    assert!(begin.contains("href=\"/trung-tam/yeu-cau\"") && !begin.contains("Hạn sớm nhất"), "{begin}");
    let asked = [("loai", "access"), ("noi-dung", "Cho tôi xem ghi chú về tôi")];
    leads(&lan.send("/ho-so/yeu-cau", 1, &asked).await);
    for (prefix, due) in [("", "Hạn sớm nhất"), ("/en", "The first is due on")] {
        let begin = operator.get(&format!("{prefix}/trung-tam/danh-sach")).await.text;
        assert!(begin.contains(due), "{begin}");
        let list = operator.get(&format!("{prefix}/trung-tam/yeu-cau")).await.text;
        let link = format!("href=\"{prefix}/trung-tam/yeu-cau/");
        let code = list.split(&link).nth(1).and_then(|rest| rest.split('"').next()).expect("a request");
        let one = operator.get(&format!("{prefix}/trung-tam/yeu-cau/{code}")).await.text;
        assert!(one.contains("Cho tôi xem ghi chú về tôi"), "{one}");
    }
}
