//! Journeys through the pages of accounts, without script, in both languages.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use sanviec_app::accounts::{NewPerson, add_centre, add_person};
use sanviec_app::messages::{self, End};
use sanviec_app::{Actor, Locale, Role, Thing};

use super::site::{Answer, World};

pub(super) const PASSWORD: &str = "sông Hương nước trong";

/// A browser with its cookie, over the site in process.
pub(super) struct Browser<'a> {
    world: &'a World,
    cookie: String,
}

impl<'a> Browser<'a> {
    pub(super) fn new(world: &'a World) -> Self {
        Self { world, cookie: String::new() }
    }

    async fn ask(&mut self, request: axum::http::request::Builder, body: Body) -> Answer {
        let request = request.header(header::COOKIE, &self.cookie).header(header::USER_AGENT, "Firefox");
        let answer = self.world.ask(request.body(body).expect("request")).await;
        if let Some(cookie) = answer.headers.get(header::SET_COOKIE).and_then(|value| value.to_str().ok()) {
            for part in ["__Host-sanviec=", "Path=/", "HttpOnly", "SameSite=Lax", "Secure"] {
                assert!(cookie.contains(part), "{cookie}");
            }
            assert!(!cookie.contains("Domain"), "{cookie}");
            cookie.split(';').next().unwrap_or_default().clone_into(&mut self.cookie);
        }
        answer
    }

    pub(super) async fn get(&mut self, path: &str) -> Answer {
        self.ask(Request::get(path), Body::empty()).await
    }

    /// Opens a page and sends its form with these fields filled in.
    pub(super) async fn send(&mut self, page: &str, fields: &[(&str, &str)]) -> Answer {
        let shown = self.get(page).await;
        assert_eq!(shown.status, StatusCode::OK, "{page}: {}", shown.text);
        assert_eq!(shown.header(header::CACHE_CONTROL), "no-store", "{page}");
        self.submit(&form_of(&shown.text, fields)).await
    }

    pub(super) async fn submit(&mut self, form: &(String, String)) -> Answer {
        let request = Request::post(&form.0)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin");
        self.ask(request, Body::from(form.1.clone())).await
    }
}

/// Address and body of the page's first form about the page's subject: hidden fields as they stand, others as given.
pub(super) fn form_of(html: &str, fields: &[(&str, &str)]) -> (String, String) {
    let form = html.split("<form method=\"post\" action=\"").nth(1).expect("a form");
    let action = form.split('"').next().expect("an address").to_owned();
    let form = form.split("</form>").next().expect("an end");
    let mut body = form_urlencoded::Serializer::new(String::new());
    for input in form.split("<input ").skip(1) {
        let value = |name: &str| input.split(&format!("{name}=\"")).nth(1).and_then(|rest| rest.split('"').next());
        let name = value("name").expect("a name");
        let given = fields.iter().find(|(known, _)| *known == name).map(|(_, given)| *given);
        body.append_pair(name, given.unwrap_or(value("value").unwrap_or_default()));
    }
    (action, body.finish())
}

pub(super) async fn code(world: &World) -> String {
    let ctx = world.app.ctx(Actor::System, Locale::Vi);
    let mut claimed = messages::claim(&world.app, &ctx, 60, 10).await.expect("claimed");
    let message = claimed.pop().expect("a message");
    messages::settle(&world.app, &ctx, message.id, message.lease, End::Sent(None)).await.expect("settled");
    message.params["code"].clone()
}

pub(super) fn leads(answer: &Answer) -> &str {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    answer.header(header::LOCATION)
}

#[tokio::test]
async fn a_seeker_signs_up_out_in_and_back_in_either_language() {
    for prefix in ["", "/en"] {
        let world = World::new().await;
        let at = |path: &str| format!("{prefix}{path}");
        let mut browser = Browser::new(&world);
        let home = browser.get(&at("/tro-giup")).await;
        assert!(home.text.contains(&format!("href=\"{}\"", at("/dang-nhap"))));
        let sent = browser.send(&at("/dang-ky"), &[("lien-he", "0905 123 456")]).await;
        let confirm = leads(&sent).to_owned();
        assert!(confirm.starts_with(&at("/xac-nhan?luot=")), "{confirm}");
        assert!(!confirm.contains("905"), "no address in an address");
        let asking = browser.get(&confirm).await.text;
        assert!(asking.contains("09••••456") && !asking.contains("905 123"), "where it went, in part: {asking}");
        assert!(!asking.contains("hộp thư rác") && !asking.contains("unwanted mail"), "it is no mail");
        let entered = browser.send(&confirm, &[("ma", &code(&world).await)]).await;
        assert_eq!(leads(&entered), at("/tai-khoan/mat-khau"));
        let set = browser.send(&at("/tai-khoan/mat-khau"), &[("mat-khau", PASSWORD), ("nhap-lai", PASSWORD)]).await;
        assert_eq!(leads(&set), at("/ho-so?xong=moi"), "a new seeker is led to the profile");
        assert_eq!(read_messages(&world).await, ["password_changed"]);
        let profile = browser.get(leads(&set)).await;
        assert!(profile.text.contains("role=\"status\""), "{}", profile.text);
        let own = browser.get(&at("/tai-khoan")).await;
        assert!(own.text.contains("+84905123456"), "{}", own.text);
        assert!(own.text.contains(&format!("href=\"{}\"", at("/ho-so"))), "the account leads to the profile");
        let home = browser.get(&at("/viec-lam")).await;
        assert!(home.text.contains(&format!("href=\"{}\"", at("/tai-khoan"))), "the header says it");
        assert_eq!(home.header(header::CACHE_CONTROL), "no-store");
        let form = (at("/dang-xuat"), String::new());
        assert_eq!(leads(&browser.submit(&form).await), if prefix.is_empty() { "/" } else { "/en" });
        assert_eq!(browser.cookie, "__Host-sanviec=");
        assert_eq!(leads(&browser.get(&at("/tai-khoan")).await), at("/dang-nhap"));
        let fields = [("lien-he", "+84905123456"), ("mat-khau", PASSWORD)];
        assert_eq!(leads(&browser.send(&at("/dang-nhap"), &fields).await), at("/tai-khoan"));
        let mut forgetful = Browser::new(&world);
        let sent = forgetful.send(&at("/quen-mat-khau"), &[("lien-he", "0905123456")]).await;
        let confirm = leads(&sent).to_owned();
        assert!(forgetful.get(&confirm).await.text.contains("09••••456"));
        let entered = forgetful.send(&confirm, &[("ma", &code(&world).await)]).await;
        assert_eq!(leads(&entered), at("/tai-khoan/mat-khau"));
    }
}

/// Templates of the messages that wait.
pub(super) async fn read_messages(world: &World) -> Vec<String> {
    let ctx = world.app.ctx(Actor::System, Locale::Vi);
    let claimed = messages::claim(&world.app, &ctx, 60, 10).await.expect("claimed");
    claimed.into_iter().map(|message| message.template).collect()
}

#[tokio::test]
async fn what_is_wrong_stands_in_the_summary_and_at_its_field_and_the_rest_is_kept() {
    let world = World::new().await;
    let mut browser = Browser::new(&world);
    let refused = browser.send("/dang-ky", &[("lien-he", "không \"phải\" số")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("<title>Lỗi: "), "{}", refused.text);
    assert!(refused.text.contains("<a href=\"#lien-he\">Nhập số di động"), "{}", refused.text);
    assert!(refused.text.contains("aria-describedby=\"lien-he-goi-y lien-he-loi\""));
    assert!(refused.text.contains("value=\"không &#34;phải&#34; số\""), "kept, and harmless");
    let fields = [("lien-he", "0905 123 456"), ("mat-khau", "sai mật khẩu rồi")];
    let refused = browser.send("/en/dang-nhap", &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("value=\"0905 123 456\"") && !refused.text.contains("sai mật khẩu"));
    assert!(refused.text.contains("<title>Error: "), "{}", refused.text);
    for _ in 0..4 {
        browser.send("/dang-nhap", &fields).await;
    }
    assert_eq!(browser.send("/dang-nhap", &fields).await.status, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn the_same_form_sent_again_has_one_effect_and_the_same_answer() {
    let world = World::new().await;
    let mut browser = Browser::new(&world);
    let shown = browser.get("/dang-ky").await;
    let form = form_of(&shown.text, &[("lien-he", "0905 123 456")]);
    let mut answers = Vec::new();
    for _ in 0..3 {
        answers.push(leads(&browser.submit(&form).await).to_owned());
    }
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[0], answers[2]);
    let digits = code(&world).await;
    let shown = browser.get(&answers[0]).await;
    let form = form_of(&shown.text, &[("ma", &digits)]);
    let first = browser.submit(&form).await;
    let cookie = browser.cookie.clone();
    for _ in 0..2 {
        assert_eq!(leads(&browser.submit(&form).await), leads(&first));
        assert_eq!(browser.cookie, cookie, "the session that the form began");
    }
    assert_eq!(browser.get("/tai-khoan").await.status, StatusCode::OK, "and it still lives");
    let odd = (form.0.clone(), "ma=1".to_owned());
    assert_eq!(browser.submit(&odd).await.status, StatusCode::NOT_FOUND, "names no code");
    let keyless = ("/dang-ky".to_owned(), "lien-he=0905123456".to_owned());
    assert_eq!(browser.submit(&keyless).await.status, StatusCode::UNPROCESSABLE_ENTITY, "a form without its key");
}

#[tokio::test]
async fn another_site_cannot_send_forms() {
    let world = World::new().await;
    for (name, value) in [("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")] {
        let request = Request::post("/dang-xuat").header(header::HOST, "vieclam.example.vn").header(name, value);
        let answer = world.ask(request.body(Body::empty()).expect("request")).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{name}");
        assert!(answer.text.contains("<h1"), "as a page");
    }
}

#[tokio::test]
async fn staff_are_led_to_set_up_a_second_factor_first() {
    let world = World::new().await;
    let ctx = world.app.ctx(Actor::Operator, Locale::Vi);
    let centre = add_centre(&world.app, &ctx, "Trung tâm Gia Lai", "52").await.expect("centre");
    let new = NewPerson {
        contact: "canbo@vidu.vn".into(),
        password: Some(PASSWORD.into()),
        role: Role::Officer,
        place: Thing::of_centre(centre),
    };
    add_person(&world.app, &ctx, new).await.expect("officer");
    let mut browser = Browser::new(&world);
    let entered = browser.send("/dang-nhap", &[("lien-he", "canbo@vidu.vn"), ("mat-khau", PASSWORD)]).await;
    assert_eq!(leads(&entered), "/tai-khoan/hai-buoc");
    assert_eq!(leads(&browser.get("/tai-khoan").await), "/tai-khoan/hai-buoc", "nothing else before");
    let offer = browser.get("/tai-khoan/hai-buoc").await;
    assert!(offer.text.contains("<svg width=\"220\"") && !offer.text.contains(" style="));
    let refused = browser.submit(&form_of(&offer.text, &[("ma", "000")])).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_form_that_renews_the_token_may_come_again_with_the_old_one_for_a_minute() {
    let world = World::new().await;
    let mut browser = Browser::new(&world);
    let sent = browser.send("/dang-ky", &[("lien-he", "0905 123 456")]).await;
    let confirm = leads(&sent).to_owned();
    browser.send(&confirm, &[("ma", &code(&world).await)]).await;
    let form = ("/tai-khoan/vai-tro".to_owned(), "khoa=0123456789abcdef0123&vai-tro=".to_owned());
    let old = browser.cookie.clone();
    assert_eq!(leads(&browser.submit(&form).await), "/tai-khoan");
    let new = std::mem::replace(&mut browser.cookie, old.clone());
    assert_ne!(old, new);
    assert_eq!(leads(&browser.submit(&form).await), "/tai-khoan", "pressed twice");
    assert_eq!(std::mem::replace(&mut browser.cookie, old.clone()), new, "the same token");
    let other = (form.0.clone(), "khoa=0123456789abcdef9999&vai-tro=".to_owned());
    assert_eq!(leads(&browser.submit(&other).await), "/dang-nhap", "another form gets nothing");
    assert_eq!(leads(&browser.get("/tai-khoan").await), "/dang-nhap", "nor does the old token alone");
    world.app.clock().set(world.app.clock().now().plus_seconds(60));
    assert_eq!(leads(&browser.submit(&form).await), "/dang-nhap", "nor after a minute");
}

#[tokio::test]
async fn nobody_is_sent_to_another_site_after_signing_in() {
    let world = World::new().await;
    let mut browser = Browser::new(&world);
    for next in ["https://evil.example", "//evil.example", "/\\evil.example", "/dang-xuat"] {
        let page = browser.get(&format!("/dang-nhap?ve={}", next.replace('/', "%2F").replace('\\', "%5C"))).await;
        assert!(page.text.contains("name=\"ve\" value=\"/tai-khoan\""), "{next}: {}", page.text);
    }
    let page = browser.get("/dang-nhap?ve=%2Ftai-khoan%2Fmat-khau").await;
    assert!(page.text.contains("name=\"ve\" value=\"/tai-khoan/mat-khau\""));
}

#[tokio::test]
async fn on_ones_own_machine_without_tls_the_cookie_has_a_plain_name() {
    let mut world = World::new().await;
    let site = crate::Site { secure: false, production: false, public_url: String::new(), ..world.site() };
    world.router = crate::router(site);
    let request = Request::post("/dang-xuat").header("sec-fetch-site", "same-origin");
    let answer = world.ask(request.body(Body::empty()).expect("request")).await;
    let cookie = answer.header(header::SET_COOKIE);
    assert!(cookie.starts_with("sanviec=;") && !cookie.contains("Secure") && cookie.contains("HttpOnly"), "{cookie}");
}
