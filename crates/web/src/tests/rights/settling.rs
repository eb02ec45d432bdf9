//! What stands first on the pages of money: what a bank says otherwise than before, and what was just done with who
//! goes on. Nothing is offered that would be refused.

use axum::body::Body;
use axum::http::{Request, header};
use sanviec_app::Role;
use serde_json::Value;

use super::{State, Walk};

/// Above the keys that others sent.
const KEYS: u128 = 1 << 120;
const HEAD: &str = "code,dong,status,date,reason,note\n";

async fn shown(walk: &mut Walk, token: &str, path: &str) -> String {
    let (status, text) = walk.ask_at("GET", path, Some(token), "").await;
    assert_eq!(status, "200", "{path}");
    text
}

async fn read(walk: &mut Walk, token: &str, path: &str) -> Value {
    serde_json::from_str(&shown(walk, token, path).await).expect("JSON")
}

fn request(token: &str, path: &str, kind: &str, body: String) -> Request<Body> {
    Request::builder()
        .method("POST")
        .uri(path)
        .header(header::COOKIE, format!("__Host-sanviec={token}"))
        .header(header::CONTENT_TYPE, kind)
        .header("sec-fetch-site", "same-origin")
        .body(Body::from(body))
        .expect("a request")
}

/// The page that answers a file of the bank.
async fn bring(walk: &Walk, token: &str, list: &str, (key, file): (u128, &str)) -> String {
    let part = |name: &str, more: &str, value: &str| {
        format!("--ranh\r\nContent-Disposition: form-data; name=\"{name}\"{more}\r\n\r\n{value}\r\n")
    };
    let named = "; filename=\"ket-qua.csv\"\r\nContent-Type: text/csv";
    let body = format!("{}{}--ranh--\r\n", part("khoa", "", &format!("{:032x}", KEYS + key)), part("tep", named, file));
    let path = format!("/trung-tam/chi-tra/danh-sach/{list}/ket-qua");
    let answer = walk.world.ask(request(token, &path, "multipart/form-data; boundary=ranh", body)).await;
    assert_eq!(answer.status.as_u16(), 200, "{}", answer.text);
    answer.text
}

/// The page that is shown after a form was sent.
async fn done(walk: &mut Walk, token: &str, path: &str, (key, form): (u128, &str)) -> String {
    let body = format!("khoa={:032x}&{form}", KEYS + key);
    let answer = walk.world.ask(request(token, path, "application/x-www-form-urlencoded", body)).await;
    assert_eq!(answer.status.as_u16(), 303, "{}", answer.text);
    let next = answer.header(header::LOCATION).to_owned();
    shown(walk, token, &next).await
}

fn hidden<'a>(text: &'a str, name: &str) -> &'a str {
    let rest = text.split(&format!("name=\"{name}\" value=\"")).nth(1).expect("a hidden field");
    rest.split('"').next().expect("a value")
}

#[tokio::test]
async fn a_file_that_says_otherwise_than_before_warns_first_and_its_claim_offers_nothing_that_is_refused() {
    let mut walk = Walk::full().await;
    let list = walk.objects.named("bank_result", "here", "");
    let officer = walk.session(Role::Officer, State::Live).await;
    let manager = walk.session(Role::CentreManager, State::Live).await;
    let seen = read(&mut walk, &officer, &format!("/api/v1/batches/{list}")).await;
    let line = seen["lines"].as_array().expect("lines").iter().find(|line| line["state"] == "bounced");
    let line = line.expect("one was not paid").clone();
    let (claim, attempt) = (line["claim"].as_str().expect("a claim"), line["code"].as_str().expect("an attempt"));
    let path = format!("/trung-tam/chi-tra/de-nghi/{claim}");
    assert!(shown(&mut walk, &officer, &path).await.contains("value=\"rut\""), "nothing is in question yet");
    // A row that is of nobody is to be asked about, and contradicts nothing.
    let odd = format!("{HEAD}SVKHONGCO,{},PAID,2026-11-24,,\n", line["dong"]);
    let text = bring(&walk, &officer, &list, (1, &odd)).await;
    assert!(text.contains("1 dòng của tệp phải hỏi lại ngân hàng") && text.contains("href=\"#tung-dong\""));
    assert!(text.contains("Đã nhận tệp: 0 lần đã chi, 0 lần") && !text.contains("Đừng chi lại"));
    // The bank corrects itself, and the file is saved once more.
    let file = format!("{HEAD}{attempt},{},PAID,2026-11-24,,\n", line["dong"]);
    for (key, told) in [(2, "Đã nhận tệp: 0 lần đã chi"), (3, "Tệp này đã nhận trước đó")] {
        let text = bring(&walk, &officer, &list, (key, &file)).await;
        let at = |words: &str| text.find(words).unwrap_or_else(|| panic!("{words} is missing"));
        let first = at("1 lần chi ngân hàng báo khác với lần trước. Đừng chi lại");
        assert!(first < at("<dl class") && at(told) < at("<dl class"), "{key}");
        assert!(!text.contains("sv-notice--info\" role=\"status\""), "nothing says that all is well");
        assert!(text.contains(&format!("href=\"{path}\"")), "the way to the claim");
    }
    let text = shown(&mut walk, &manager, &format!("/trung-tam/chi-tra/danh-sach/{list}")).await;
    assert_eq!(text.matches("govuk-tag--red\">Đang đối soát").count(), 1, "one line of the list");
    let text = shown(&mut walk, &manager, "/trung-tam/chi-tra").await;
    assert_eq!(text.matches("govuk-tag--red\">Đang đối soát").count(), 2, "on top and in the queue");
    assert!(text.contains("Ngân hàng báo đã chi sau khi đã báo không chi."));
    assert!(!shown(&mut walk, &officer, &path).await.contains("value=\"rut\""), "withdrawing would be refused");
    let text = shown(&mut walk, &manager, &path).await;
    assert!(text.find("value=\"da-chi\"").expect("to settle") < text.find("Năm ngân sách").expect("the reading"));
    // It was not paid after all: it may be withdrawn again.
    let version = hidden(&text, "ban").to_owned();
    let settled = format!("viec=khong-chi&ban={version}&lan-chi={attempt}");
    let text = done(&mut walk, &manager, &path, (4, &settled)).await;
    assert!(text.contains("value=\"rut\"") && !text.contains("value=\"da-chi\""));
}

#[tokio::test]
async fn after_money_is_moved_the_page_says_what_was_done_and_who_goes_on() {
    let mut walk = Walk::full().await;
    let manager = walk.session(Role::CentreManager, State::Live).await;
    let path = format!("/trung-tam/chi-tra/de-nghi/{}", walk.objects.named("prepared", "here", ""));
    let text = shown(&mut walk, &manager, &path).await;
    let title = text.split("<h1").nth(1).and_then(|rest| rest.split("</h1>").next()).expect("a heading");
    assert!(title.contains("Đề nghị chi ") && title.contains(" – "), "{title}");
    assert!(text.contains("Hỗ trợ kết nối việc làm thành công, phiên bản"));
    let at = |words: &str| text.find(words).unwrap_or_else(|| panic!("{words} is missing"));
    assert!(at("<details class") < at("Dành cho kiểm tra") && at("Dành cho kiểm tra") < at("Mã băm dữ kiện"));
    let form = format!("viec=duyet&ban={}&ghi-chu=Da+hoi", hidden(&text, "ban"));
    let text = done(&mut walk, &manager, &path, (1, &form)).await;
    assert!(text.contains("Đã duyệt chi ") && text.contains("Việc tiếp theo: đưa vào danh sách chi."));
    // A recovery that was proposed is shown once, for whoever proposed it and for others.
    let path = format!("/trung-tam/chi-tra/de-nghi/{}", walk.objects.named("unmade", "here", ""));
    let text = shown(&mut walk, &manager, &path).await;
    let form = format!("viec=de-xuat&so-tien-thu={}&so-ky=1", hidden(&text, "so-tien-thu"));
    let text = done(&mut walk, &manager, &path, (2, &form)).await;
    assert!(text.contains("Đã đề xuất thu hồi ") && text.contains("Chờ một quản lý khác xác nhận."));
    let officer = walk.session(Role::Officer, State::Live).await;
    for text in [text, shown(&mut walk, &officer, &path).await] {
        assert_eq!(text.matches(">Được giữ lại</dt>").count(), 1, "the facts stand once");
        let folded = text.find("Đề xuất lại").expect("proposing it anew stands behind a heading");
        assert!(folded < text.find("value=\"de-xuat\"").expect("and can be done"));
        assert_eq!(hidden(&text, "so-ky"), "1", "one choice is none");
    }
    // The list goes by another manager than the one who wrote the account.
    let list = walk.objects.named("open_batch", "here", "");
    let second = walk.colleague(Role::CentreManager).await;
    let seen = read(&mut walk, &second, &format!("/api/v1/batches/{list}")).await;
    let form = format!("viec=gui&ban={}&tai-khoan={}&ngay-chi=25/11/2026", seen["version"], seen["accounts_version"]);
    let text = done(&mut walk, &second, &format!("/trung-tam/chi-tra/danh-sach/{list}"), (3, &form)).await;
    assert!(text.contains("Đã chốt và gửi. Kết quả của ngân hàng phải do người khác nhận."));
}
