//! The pages about the end of a verification: the organisation's own, and the queue of the officers.

use super::{Desk, leads};
use axum::http::StatusCode;
use sanviec_app::Role;
use sanviec_domain::posting::PostingCode;
use sanviec_domain::time::Micros;

impl Desk {
    fn at(&self, day: &str) {
        self.world.app.clock().set(Micros::start_of(day.parse().expect("a day")).plus_seconds(12 * 3_600));
    }
}

#[tokio::test]
async fn an_organisation_sees_until_when_it_is_verified_and_hands_in_again() {
    let mut desk = Desk::new().await;
    let (account, id, _) = desk.organisation("lan@vidu.vn", "0100233488").await;
    let moderator = desk.person("kiem@vidu.vn", Role::Moderator).await;
    let code = PostingCode::of(id).to_string();
    let (page, case) = (format!("/tuyen-dung/don-vi/{code}"), format!("/kiem-duyet/don-vi/{code}"));
    let form = format!("<form method=\"post\" action=\"{page}\"");
    let officer = desk.cookie(moderator, Role::Moderator).await;
    let yes =
        [("decision", "verify"), ("evidence", "register_lookup"), ("reference", "Tra cứu"), ("through", "31/12/2027")];
    assert_eq!(leads(&desk.send(&officer, &case, &case, &yes).await), format!("{case}?xong=decided"));
    desk.at("2027-11-01");
    let own = desk.cookie(account, Role::EmployerAdministrator).await;
    let early = desk.get(&own, &page).await;
    assert_eq!(early.status, StatusCode::OK);
    assert!(early.text.contains("Có hiệu lực đến hết ngày 31/12/2027."), "{}", early.text);
    assert!(early.text.contains("Có thể nộp hồ sơ gia hạn từ ngày 02/11/2027."), "{}", early.text);
    assert!(!early.text.contains(&form), "nothing to send yet");
    desk.at("2027-12-20");
    let (own, officer) =
        (desk.cookie(account, Role::EmployerAdministrator).await, desk.cookie(moderator, Role::Moderator).await);
    let queue = desk.get(&officer, "/kiem-duyet").await;
    assert!(queue.text.contains("Xác thực sắp hết hạn, chưa nộp gia hạn"), "{}", queue.text);
    let paper = [("evidence", "registration_paper"), ("reference", "GCN 123")];
    assert_eq!(leads(&desk.send(&own, &page, &page, &paper).await), format!("{page}?xong=submitted"));
    let waits = desk.get(&own, &page).await;
    assert!(waits.text.contains("Đã nộp hồ sơ gia hạn.") && waits.text.contains("GCN 123"), "{}", waits.text);
    let english = desk.get(&own, &format!("/en{page}")).await;
    assert!(english.text.contains("It was handed in for renewal."), "{}", english.text);
    let queue = desk.get(&officer, "/kiem-duyet").await;
    assert!(queue.text.contains("Gia hạn: xác thực hiện tại có hiệu lực đến hết ngày 31/12/2027."), "{}", queue.text);
    assert!(!queue.text.contains("Xác thực sắp hết hạn, chưa nộp gia hạn"), "it waits above now");
    let no = [("decision", "refuse"), ("reason", "papers_unclear"), ("note", "Ảnh mờ")];
    assert_eq!(leads(&desk.send(&officer, &case, &case, &no).await), format!("{case}?xong=decided"));
    let refused = desk.get(&own, &page).await;
    assert!(refused.text.contains("Hồ sơ gia hạn lần trước không được chấp nhận."), "{}", refused.text);
    assert!(refused.text.contains("Ảnh mờ") && refused.text.contains(&form), "and may be handed in again");
}
