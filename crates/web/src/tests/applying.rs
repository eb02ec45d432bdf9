//! Journeys through the pages of applying, without script, in both languages: a person without an account, a guardian,
//! an employer.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use sanviec_app::accounts::{NewPerson, add_person};
use sanviec_app::messages::{self, Claimed, End};
use sanviec_app::{Actor, Locale, Role, Thing, browse};

use super::site::{Answer, World};

const PASSWORD: &str = "sông Hương nước trong";

/// A browser with its cookie, over the site in process.
pub(super) struct Browser<'a> {
    world: &'a World,
    cookie: String,
}

impl<'a> Browser<'a> {
    pub(super) fn new(world: &'a World) -> Self {
        Self { world, cookie: String::new() }
    }

    async fn ask(&mut self, request: axum::http::request::Builder, body: String) -> Answer {
        let request = request.header(header::COOKIE, &self.cookie);
        let answer = self.world.ask(request.body(Body::from(body)).expect("request")).await;
        if let Some(cookie) = answer.headers.get(header::SET_COOKIE).and_then(|value| value.to_str().ok()) {
            cookie.split(';').next().unwrap_or_default().clone_into(&mut self.cookie);
        }
        answer
    }

    pub(super) async fn get(&mut self, path: &str) -> Answer {
        self.ask(Request::get(path), String::new()).await
    }

    pub(super) async fn post(&mut self, (action, body): (String, String)) -> Answer {
        let request = Request::post(action)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin");
        self.ask(request, body).await
    }

    /// Sends the form of a shown page whose address ends so, with these fields filled in.
    pub(super) async fn send(&mut self, shown: &Answer, ends: &str, fields: &[(&str, &str)]) -> Answer {
        assert_eq!(shown.header(header::CACHE_CONTROL), "no-store");
        self.post(form_of(&shown.text, ends, fields)).await
    }

    async fn sign_in(&mut self, contact: &str) {
        let shown = self.get("/dang-nhap").await;
        let answer = self.send(&shown, "/dang-nhap", &[("lien-he", contact), ("mat-khau", PASSWORD)]).await;
        assert_eq!(leads(&answer), "/tai-khoan");
    }
}

fn value(tag: &str, name: &str) -> Option<String> {
    let found = tag.split(&format!(" {name}=\"")).nth(1).and_then(|rest| rest.split('"').next());
    found.map(|text| text.replace("&#34;", "\"").replace("&#38;", "&").replace("&#39;", "'"))
}

/// Address and body of the first form whose address ends so: hidden fields as they stand, others as given.
pub(super) fn form_of(html: &str, ends: &str, fields: &[(&str, &str)]) -> (String, String) {
    let forms = html.split("<form method=\"post\" action=\"").skip(1);
    let mut forms = forms.map(|form| form.split("</form>").next().expect("an end"));
    let form = forms.find(|form| form.split('"').next().is_some_and(|action| action.ends_with(ends)));
    let form = form.unwrap_or_else(|| panic!("no form for {ends}: {html}"));
    let mut body = form_urlencoded::Serializer::new(String::new());
    let mut met: Vec<String> = Vec::new();
    for tag in form.split('<').filter(|tag| ["input ", "textarea ", "select "].iter().any(|kind| tag.starts_with(kind)))
    {
        let name = value(tag, "name").expect("a name");
        let given = fields.iter().find(|(known, _)| *known == name).map(|(_, given)| *given);
        let choice = ["radio", "checkbox"].contains(&value(tag, "type").unwrap_or_default().as_str());
        if choice && given != value(tag, "value").as_deref() {
            continue;
        }
        met.push(name.clone());
        let own = value(tag, "value").unwrap_or_default();
        body.append_pair(&name, given.unwrap_or(&own));
    }
    for (name, _) in fields {
        assert!(met.iter().any(|known| known == name), "{name} is no field of the form for {ends}");
    }
    (form.split('"').next().expect("an address").to_owned(), body.finish())
}

pub(super) fn leads(answer: &Answer) -> String {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    answer.header(header::LOCATION).to_owned()
}

pub(super) async fn sent(world: &World) -> Vec<Claimed> {
    let ctx = world.app.ctx(Actor::System, Locale::Vi);
    let claimed = messages::claim(&world.app, &ctx, 60, 50).await.expect("claimed");
    for message in &claimed {
        messages::settle(&world.app, &ctx, message.id, message.lease, End::Sent(None)).await.expect("settled");
    }
    claimed
}

fn path_in(messages: &[Claimed], template: &str) -> String {
    messages.iter().find(|message| message.template == template).expect("a message").params["path"].clone()
}

const LAN: [(&str, &str); 4] =
    [("ho-ten", "Nguyễn Thị Lan"), ("dien-thoai", "0905 111 222"), ("tuoi", "18"), ("dong-y", "co")];

#[tokio::test]
async fn a_person_without_an_account_applies_follows_and_withdraws_in_either_language() {
    for prefix in ["", "/en"] {
        let world = World::new().await;
        world.verify_employers().await;
        let at = |path: &str| format!("{prefix}{path}");
        let code = world.ids[0].code().to_string();
        let apply = at(&format!("/ung-tuyen/viec/{code}"));
        let mut browser = Browser::new(&world);
        let posting = browser.get(&at(&format!("/viec-lam/{code}/ke-toan-tong-hop-0"))).await;
        assert!(posting.text.contains(&format!("href=\"{apply}\"")), "the page offers it");
        assert!(posting.text.contains("\"directApply\":true"));
        let shown = browser.get(&apply).await;
        assert!(shown.text.contains("Công ty TNHH Phú Tài"), "names the employer");
        assert!(!shown.text.contains(" checked"), "nothing is ticked beforehand");
        let check = browser.send(&shown, &apply, &LAN).await;
        assert_eq!(check.status, StatusCode::OK, "{}", check.text);
        assert!(check.text.contains("0905 111 222") && check.text.contains("Nguyễn Thị Lan"));
        assert!(sent(&world).await.is_empty(), "nothing is sent by looking");
        let form = form_of(&check.text, &apply, &[]);
        let mut answers = Vec::new();
        for _ in 0..3 {
            answers.push(leads(&browser.post(form.clone()).await));
        }
        assert_eq!(answers, [format!("{apply}/da-gui"), format!("{apply}/da-gui"), format!("{apply}/da-gui")]);
        let done = browser.get(&answers[0]).await;
        assert!(done.status == StatusCode::OK && !done.text.contains("905"), "nothing personal on a page of all");
        let link = path_in(&sent(&world).await, "application_sent");
        let own = browser.get(&at(&link)).await;
        assert_eq!((own.status, own.header(header::CACHE_CONTROL)), (StatusCode::OK, "no-store"));
        assert!(own.text.contains("Nguyễn Thị Lan") && own.text.contains("name=\"robots\" content=\"noindex\""));
        assert!(own.text.contains("/rut\""), "looking withdraws nothing");
        let withdrawn = browser.send(&own, "/rut", &[("ly-do", "unsaid")]).await;
        assert_eq!(leads(&withdrawn), format!("{}?xong=rut", at(&link)));
        let own = browser.get(&leads(&withdrawn)).await;
        assert!(own.text.contains("role=\"status\"") && !own.text.contains("/rut\""));
        let gone = browser.send(&own, "/xoa", &[]).await;
        assert_eq!(gone.status, StatusCode::OK);
        assert!(!gone.text.contains("Lan"));
        assert_eq!(browser.get(&at(&link)).await.status, StatusCode::NOT_FOUND, "the link is gone with the data");
        sent(&world).await;
    }
}

#[tokio::test]
async fn what_is_wrong_stands_in_the_summary_and_at_its_field_and_the_rest_is_kept() {
    let world = World::new().await;
    world.verify_employers().await;
    let path = format!("/ung-tuyen/viec/{}", world.ids[0].code());
    let mut browser = Browser::new(&world);
    let shown = browser.get(&path).await;
    let fields = [("ho-ten", "Lan \"Út\" 2"), ("dien-thoai", "0905"), ("tuoi", "15")];
    let refused = browser.send(&shown, &path, &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("<title>Lỗi: "), "{}", refused.text);
    for anchor in ["ho-ten", "dien-thoai", "giam-ho", "dong-y"] {
        assert!(refused.text.contains(&format!("<a href=\"#{anchor}\">")), "{anchor}");
        assert!(refused.text.contains(&format!("id=\"{anchor}-loi\"")), "{anchor}");
    }
    assert!(refused.text.contains("value=\"Lan &#34;Út&#34; 2\"") && refused.text.contains("value=\"0905\""), "kept");
    assert!(refused.text.contains("value=\"15\" checked"), "kept");
    // Going back from the look keeps everything too.
    let check = browser.send(&shown, &path, &LAN).await;
    let (action, body) = form_of(&check.text, &path, &[]);
    let change = body.replace("buoc=gui", "buoc=sua");
    let again = browser.post((action, change)).await;
    assert!(again.text.contains("value=\"Nguyễn Thị Lan\"") && again.text.contains("value=\"co\" checked"));
    // A program that fills in what nobody sees is told the same, and nothing is done.
    let (action, body) = form_of(&check.text, &path, &[]);
    let answer = browser.post((action, format!("{body}&trang-web=http%3A%2F%2Fx"))).await;
    assert_eq!(leads(&answer), format!("{path}/da-gui"));
    assert!(sent(&world).await.is_empty());
}

#[tokio::test]
async fn a_guardian_says_yes_by_a_button_and_never_by_opening_the_link() {
    let world = World::new().await;
    world.verify_employers().await;
    let path = format!("/ung-tuyen/viec/{}", world.ids[0].code());
    let mut browser = Browser::new(&world);
    let shown = browser.get(&path).await;
    let minor = [LAN[0], LAN[1], ("tuoi", "15"), ("giam-ho", "0987 654 321"), LAN[3]];
    let check = browser.send(&shown, &path, &minor).await;
    assert!(check.text.contains("0987 654 321"), "the national way: {}", check.text);
    assert!(check.text.contains("không gửi cho nhà tuyển dụng") && check.text.contains("Chỉ khi họ đồng ý"));
    let asked = browser.post(form_of(&check.text, &path, &[])).await;
    assert_eq!(leads(&asked), format!("{path}/da-gui?cho=giam-ho"));
    let link = path_in(&sent(&world).await, "guardian_asked");
    for _ in 0..3 {
        let page = browser.get(&link).await;
        assert!(page.text.contains("Nguyễn Thị Lan") && !page.text.contains("905 111"), "no telephone");
    }
    assert!(sent(&world).await.is_empty(), "opened by a scanner: nothing happened");
    let page = browser.get(&link).await;
    let refused = browser.send(&page, "/giam-ho", &[("ho-ten", "")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let agreed = browser.send(&page, "/giam-ho", &[("ho-ten", "Trần Thị Mẹ")]).await;
    assert_eq!(leads(&agreed), link);
    let page = browser.get(&link).await;
    assert!(!page.text.contains("/giam-ho\""), "nothing to say any more");
    assert_eq!(sent(&world).await.iter().filter(|message| message.template == "application_sent").count(), 1);
}

/// Somebody who acts for the employer of the first posting.
pub(super) async fn member(world: &World) -> Browser<'_> {
    let ctx = world.app.ctx(Actor::Operator, Locale::Vi);
    let (employers, _) = browse::list_employers(&world.app, &ctx, "", 10).await.expect("employers");
    let employer = employers.iter().find(|known| known.name.contains("Phú Tài")).expect("the employer");
    let new = NewPerson {
        contact: "tuyendung@vidu.vn".into(),
        password: Some(PASSWORD.into()),
        role: Role::EmployerMember,
        place: Thing::of_employer(employer.uuid().expect("id")),
    };
    add_person(&world.app, &ctx, new).await.expect("member");
    let mut browser = Browser::new(world);
    browser.sign_in("tuyendung@vidu.vn").await;
    browser
}

pub(super) async fn applied(world: &World, name: &str, phone: &str) -> String {
    let path = format!("/ung-tuyen/viec/{}", world.ids[0].code());
    let mut browser = Browser::new(world);
    let shown = browser.get(&path).await;
    let check = browser.send(&shown, &path, &[("ho-ten", name), ("dien-thoai", phone), LAN[2], LAN[3]]).await;
    let answer = browser.post(form_of(&check.text, &path, &[])).await;
    assert_eq!(leads(&answer), format!("{path}/da-gui"));
    path_in(&sent(world).await, "application_sent")
}

#[tokio::test]
async fn an_employer_opens_answers_writes_and_looks_and_the_person_reads_it() {
    let world = World::new().await;
    world.verify_employers().await;
    let link = applied(&world, "Nguyễn Thị Lan", "0905 111 222").await;
    let mut member = member(&world).await;
    let list = member.get("/ung-vien").await;
    assert!(list.text.contains("Nguyễn Thị Lan") && !list.text.contains("905 111"), "{}", list.text);
    let id = list.text.split("href=\"/ung-vien/").nth(1).and_then(|rest| rest.split('"').next()).expect("a link");
    let path = format!("/ung-vien/{id}");
    let unopened = member.get(&path).await;
    assert!(!unopened.text.contains("Lan"), "nothing before it is opened");
    assert!(unopened.text.contains("<a href=\"/tai-khoan\" aria-current=\"true\">"), "a page of the account");
    assert!(unopened.text.contains("govuk-breadcrumbs__link\" href=\"/ung-vien\">"), "{}", unopened.text);
    assert_eq!(leads(&member.send(&unopened, "/mo", &[]).await), path);
    let page = member.get(&path).await;
    assert!(
        page.text.contains("Nguyễn Thị Lan") && !page.text.contains("905 111") && !page.text.contains("/lien-he\"")
    );
    let empty = member.send(&page, "/tin-nhan", &[("noi-dung", " ")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    member.send(&page, "/tin-nhan", &[("noi-dung", "Bạn đến được lúc nào? Gọi 0256 3123 456")]).await;
    let noted = member.send(&page, "/ghi-chu", &[("ghi-chu", "Có vẻ hợp")]).await;
    assert_eq!(leads(&noted), format!("{path}?xong=ghi-chu"));
    let mut person = Browser::new(&world);
    let own = person.get(&link).await;
    assert!(own.text.contains("Bạn đến được lúc nào?") && !own.text.contains("3123"), "hidden until contact opens");
    assert!(!own.text.contains("Có vẻ hợp"), "notes are the employer's");
    let page = member.get(&path).await;
    let old = page.text.clone();
    assert_eq!(leads(&member.send(&page, "/tra-loi", &[]).await), format!("{path}?xong=tra-loi"), "shortlisted");
    let stale = member.post(form_of(&old, "/tra-loi", &[])).await;
    assert_eq!(stale.status, StatusCode::SEE_OTHER, "the same form has the same answer");
    let other = form_of(&old, "/tra-loi", &[]);
    let other = (other.0, other.1.replace("khoa=", "khoa=ab"));
    assert_eq!(member.post(other).await.status, StatusCode::UNPROCESSABLE_ENTITY, "another form saw something old");
    let page = member.get(&path).await;
    assert!(page.text.contains("/lien-he\"") && !page.text.contains("905 111"));
    let looked = member.send(&page, "/lien-he", &[]).await;
    assert!(looked.text.contains("0905 111 222"), "{}", looked.text);
    let hint = "được che cho đến khi thông tin liên hệ được mở";
    assert!(old.contains(hint) && !looked.text.contains(hint), "nothing is hidden any more: {}", looked.text);
    assert_eq!(looked.header(header::CACHE_CONTROL), "no-store");
    let own = person.get(&link).await;
    assert!(own.text.contains("Nhà tuyển dụng đã xem số điện thoại của bạn."), "the person sees the look");
    assert!(own.text.contains("0256 3123 456"), "and reads what was hidden");
    assert!(!own.text.contains(hint), "{}", own.text);
    let answered = person.send(&own, "/tin-nhan", &[("noi-dung", "Chiều mai ạ")]).await;
    assert_eq!(leads(&answered), format!("{link}?xong=tin-nhan"));
    assert!(member.get(&path).await.text.contains("Chiều mai ạ"));
    sent(&world).await;
}

#[tokio::test]
async fn an_interview_needs_a_place_and_is_kept_in_a_calendar_by_whoever_has_the_link() {
    let world = World::new().await;
    world.verify_employers().await;
    let link = applied(&world, "Nguyễn Thị Lan", "0905 111 222").await;
    let mut member = member(&world).await;
    let list = member.get("/ung-vien").await;
    let id = list.text.split("href=\"/ung-vien/").nth(1).and_then(|rest| rest.split('"').next()).expect("a link");
    let path = format!("/ung-vien/{id}");
    let unopened = member.get(&path).await;
    member.send(&unopened, "/mo", &[]).await;
    let mut person = Browser::new(&world);
    assert_eq!(person.get(&format!("{link}.ics")).await.status, StatusCode::NOT_FOUND, "there is no interview");

    // The form that shortlists stands first; this one asks for something else of the same address.
    let (action, body) = form_of(&member.get(&path).await.text, "/tra-loi", &[]);
    let body = body.replace("viec=shortlist", "viec=set_interview");
    assert!(body.contains("viec=set_interview"), "{body}");
    let day = sanviec_domain::time::short_date(world.app.clock().now().plus_days(3).day()).replace('/', "%2F");
    let body = format!("{body}&ngay={day}&gio=9h30");
    let refused = member.post((action.clone(), body.clone())).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("<a href=\"#noi-hen\">") && refused.text.contains("9h30"), "{}", refused.text);
    let set = member.post((action, format!("{body}&noi-hen=Ph%C3%B2ng+203"))).await;
    assert_eq!(leads(&set), format!("{path}?xong=tra-loi"));
    let page = member.get(&path).await.text;
    assert!(page.contains("Phòng 203") && page.contains("Đổi giờ, nơi phỏng vấn"), "{page}");
    let (_, cancelling) = page.split_once("Hủy hẹn phỏng vấn</span></summary>").expect("behind its title");
    assert!(cancelling.contains("được báo ngay") && cancelling.contains("value=\"cancel_interview\""), "{page}");
    sent(&world).await;

    let own = person.get(&link).await;
    let (head, _) = own.text.split_once("<dl ").expect("facts");
    assert!(head.contains("Bạn được mời phỏng vấn lúc 09:30 ") && head.contains(", tại Phòng 203."), "{head}");
    assert!(head.contains(&format!("href=\"{link}.ics\"")), "before all else: {head}");
    let file = person.get(&format!("{link}.ics")).await;
    assert_eq!(file.header(header::CONTENT_TYPE), "text/calendar; charset=utf-8");
    assert!(file.text.contains("LOCATION:Phòng 203") && file.text.contains("T023000Z"), "{}", file.text);
    let token = link.rsplit('/').next().expect("a token");
    assert!(!file.text.replace("\r\n ", "").contains(token), "the key stays with its holder");
    assert!(file.text.contains("METHOD:PUBLISH") && !file.text.contains("URL:"), "{}", file.text);

    let (action, body) = form_of(&member.get(&path).await.text, "/tra-loi", &[]);
    let deed = body.split('&').find(|pair| pair.starts_with("viec=")).expect("a deed").to_owned();
    let off = member.post((action, body.replace(&deed, "viec=cancel_interview"))).await;
    assert_eq!(leads(&off), format!("{path}?xong=tra-loi"));
    let own = person.get(&link).await;
    assert!(own.text.contains("Nhà tuyển dụng đã hủy buổi phỏng vấn."), "{}", own.text);
    let file = person.get(&format!("{link}.ics")).await;
    assert!(file.text.contains("METHOD:CANCEL") && !file.text.contains("DTSTART"), "{}", file.text);
    sent(&world).await;
}

#[tokio::test]
async fn a_vacancy_of_an_employer_that_nobody_verified_offers_no_form() {
    let world = World::new().await;
    let code = world.ids[0].code().to_string();
    let posting = world.get(&format!("/viec-lam/{code}/ke-toan-tong-hop-0")).await;
    assert!(!posting.text.contains("/ung-tuyen/viec/"));
    let refused = world.get(&format!("/ung-tuyen/viec/{code}")).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("Hãy gọi trung tâm"), "{}", refused.text);
}

#[tokio::test]
async fn anybody_reports_an_advert() {
    let world = World::new().await;
    let path = format!("/bao-cao-tin/{}", world.ids[0].code());
    let mut browser = Browser::new(&world);
    let shown = browser.get(&path).await;
    let refused = browser.send(&shown, &path, &[("noi-dung", "Đòi cọc")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("Đòi cọc</textarea>"), "kept");
    let taken = browser.send(&shown, &path, &[("ly-do", "asks_for_money"), ("noi-dung", "Đòi cọc")]).await;
    assert_eq!(leads(&taken), format!("{path}/da-nhan"));
    assert_eq!(browser.get(&leads(&taken)).await.status, StatusCode::OK);
}

/// A form with a file, as browsers write it.
fn multipart(key: &str, name: &str, content: &str) -> String {
    let part = |head: &str, value: &str| format!("--ranh\r\nContent-Disposition: form-data; {head}\r\n\r\n{value}\r\n");
    let file = format!("name=\"tep\"; filename=\"{name}\"\r\nContent-Type: text/html");
    format!("{}{}--ranh--\r\n", part("name=\"khoa\"", key), part(&file, content))
}

#[tokio::test]
async fn a_file_comes_back_to_be_saved_and_in_a_box_where_nothing_runs() {
    let world = World::new().await;
    world.verify_employers().await;
    let link = applied(&world, "Nguyễn Thị Lan", "0905 111 222").await;
    let mut browser = Browser::new(&world);
    for (number, (content, status)) in
        [("%PDF-1.7\nLan\n%%EOF\n", 303), ("<svg xmlns='http://www.w3.org/2000/svg'/>", 422), ("<html>", 422)]
            .into_iter()
            .enumerate()
    {
        let request = Request::post(format!("{link}/tep"))
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=ranh")
            .header("sec-fetch-site", "same-origin");
        let body = multipart(&format!("{number:032x}"), "../x\"; filename*=y.html", content);
        let answer = browser.ask(request, body).await;
        assert_eq!(answer.status.as_u16(), status, "{content}: {}", answer.text);
    }
    let own = browser.get(&link).await;
    let at = own.text.split(&format!("{link}/tep/")).nth(1).and_then(|rest| rest.split(['"', '/']).next());
    let file = browser.get(&format!("{link}/tep/{}", at.expect("the file"))).await;
    assert_eq!((file.status, file.text.as_str()), (StatusCode::OK, "%PDF-1.7\nLan\n%%EOF\n"));
    assert_eq!(file.header(header::CONTENT_TYPE), "application/pdf");
    assert_eq!(file.header(header::CONTENT_SECURITY_POLICY), "sandbox; default-src 'none'");
    assert_eq!(file.header(header::X_CONTENT_TYPE_OPTIONS), "nosniff");
    assert_eq!(file.header(header::CACHE_CONTROL), "no-store");
    let disposition = "attachment; filename=\"ho-so.pdf\"; filename*=UTF-8''ho-so.pdf";
    assert_eq!(file.header(header::CONTENT_DISPOSITION), disposition, "the name is made here");
}
