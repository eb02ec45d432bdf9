//! The page on which an organisation is corrected: what stands is there, what was typed comes back, and whoever was
//! slower sees what stands now.

use super::{Desk, leads};
use axum::http::StatusCode;
use sanviec_app::Role;
use sanviec_domain::posting::PostingCode;

const FORM: [(&str, &str); 10] = [
    ("kind", "enterprise"),
    ("number", ""),
    ("name", "Công ty TNHH Minh Anh"),
    ("employer_type", "non_state"),
    ("industry", "C"),
    ("size", "10_50"),
    ("address", "45 Lê Lợi, Quy Nhơn"),
    ("phone", "0256 3822 789"),
    ("email", "moi@minhanh.vn"),
    ("representative", "Nguyễn Thị Lan"),
];

/// The form with other values.
fn with(other: &[(&'static str, &'static str)]) -> Vec<(&'static str, &'static str)> {
    let kept = FORM.into_iter().filter(|(name, _)| other.iter().all(|(known, _)| known != name));
    kept.chain(other.iter().copied()).collect()
}

#[tokio::test]
async fn an_organisation_is_corrected_on_its_page_and_whoever_was_slower_sees_what_stands() {
    let mut desk = Desk::new().await;
    let (account, id, _) = desk.organisation("lan@vidu.vn", "0100233488").await;
    let officer = desk.person("kiem@vidu.vn", Role::Moderator).await;
    let unit = format!("/tuyen-dung/don-vi/{}", PostingCode::of(id));
    let page = format!("{unit}/sua");
    let own = desk.cookie(account, Role::EmployerAdministrator).await;
    let officer = desk.cookie(officer, Role::Moderator).await;
    for cookie in [&own, &officer] {
        assert!(desk.get(cookie, &unit).await.text.contains(&format!("href=\"{page}\"")), "a way there");
    }
    let shown = desk.get(&own, &page).await;
    assert_eq!(shown.status, StatusCode::OK);
    assert!(shown.text.contains("value=\"0100233488\"") && shown.text.contains("Sửa thông tin đơn vị"));
    assert!(shown.text.contains("value=\"0256 3822 123\""), "{}", shown.text);
    assert!(desk.get(&own, &unit).await.text.contains("0256 3822 123"), "as it is read out");
    let wrong = desk.send(&own, &page, &page, &with(&[("phone", "12"), ("address", "9 Trần Phú")])).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text.contains("value=\"12\"") && wrong.text.contains("href=\"#phone\""), "{}", wrong.text);
    assert!(wrong.text.contains("value=\"9 Trần Phú\"") && !wrong.text.contains("Thông tin hiện tại"), "kept");
    let before = desk.get(&officer, &page).await.text;
    let done = desk.send(&own, &page, &page, &with(&[])).await;
    assert_eq!(leads(&done), format!("{unit}?xong=changed"));
    assert!(desk.get(&own, &unit).await.text.contains("45 Lê Lợi, Quy Nhơn"));
    let version = before.split("name=\"version\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    let stale = [("version", version.expect("a version")), ("address", "7 Trần Phú")];
    let body: Vec<(&str, &str)> = FORM.into_iter().filter(|(name, _)| *name != "address").chain(stale).collect();
    let late = desk.post_as_shown(&officer, &page, &before, &body).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", late.text);
    assert!(late.text.contains("Có người vừa thay đổi mục này."), "{}", late.text);
    assert!(late.text.contains("Thông tin hiện tại") && late.text.contains("45 Lê Lợi, Quy Nhơn"), "what stands");
    assert!(late.text.contains("value=\"7 Trần Phú\""), "beside what was typed");
    let renamed = with(&[("name", "Công ty TNHH Tên Mới")]);
    let english = format!("/en{page}");
    let fine = desk.send(&own, &english, &english, &renamed).await;
    assert_eq!(leads(&fine), format!("/en{unit}?xong=changed"), "nothing was verified, so nothing falls");
    assert!(desk.get(&own, &format!("/en{unit}")).await.text.contains("Công ty TNHH Tên Mới"));
}

impl Desk {
    /// Sends the form of a page that was shown a while ago.
    async fn post_as_shown(&self, cookie: &str, path: &str, shown: &str, fields: &[(&str, &str)]) -> super::Answer {
        use axum::body::Body;
        use axum::http::{Request, header};
        let key = super::hidden(shown, path, None).into_iter().find(|(name, _)| name != "version").expect("a key");
        let body =
            form_urlencoded::Serializer::new(String::new()).append_pair(&key.0, &key.1).extend_pairs(fields).finish();
        let request = Request::post(path)
            .header(header::COOKIE, cookie)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin");
        self.world.ask(request.body(Body::from(body)).expect("request")).await
    }
}
