//! One answer to several applicants: who gets it is looked at first, and what was typed outlives every refusal.

use axum::http::StatusCode;

use super::applying::{Browser, applied, form_of, leads, member, sent};
use super::site::World;

#[tokio::test]
async fn several_are_answered_after_a_look_at_who_they_are() {
    let world = World::new().await;
    world.verify_employers().await;
    applied(&world, "Nguyễn Thị Lan", "0905 111 222").await;
    applied(&world, "Trần Văn Bảy", "0905 111 333").await;
    let mut member = member(&world).await;
    let list = member.get("/en/ung-vien").await;
    let fields = [("viec", "reject"), ("ly-do", "another_chosen"), ("ghi-chu", "We \"chose\" <somebody> else")];
    let none = member.send(&list, "/hang-loat", &fields).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(none.text.contains("<a href=\"#chon\">Choose at least one") && none.text.contains("id=\"chon\""));
    assert!(none.text.contains("We &#34;chose&#34; &#60;somebody&#62; else</textarea>"), "kept: {}", none.text);
    for chosen in ["reject", "another_chosen"] {
        assert!(none.text.contains(&format!("value=\"{chosen}\" selected")), "{chosen} is kept: {}", none.text);
    }
    let list = none;
    let ids: Vec<&str> = list
        .text
        .split("name=\"chon\" type=\"checkbox\" value=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect();
    assert_eq!(ids.len(), 2);
    let (action, body) = form_of(&list.text, "/hang-loat", &[("viec", "reject"), ("ly-do", "another_chosen")]);
    let body = format!("{body}&chon={}&chon={}", ids[0], ids[1]);
    let look = member.post((action.clone(), body.clone())).await;
    assert_eq!(look.status, StatusCode::OK, "{}", look.text);
    assert!(look.text.contains("2 people"), "{}", look.text);
    assert!(look.text.contains("Nguyễn Thị Lan") && !look.text.contains("Name not shown"), "{}", look.text);
    assert!(sent(&world).await.is_empty(), "looking answers nobody");
    let fields = [("viec", "reject"), ("ly-do", "another_chosen")];
    let answered = member.send(&look, "/hang-loat", &fields).await;
    assert_eq!(leads(&answered), "/en/ung-vien?xong=2");
    assert_eq!(sent(&world).await.len(), 2);
    let again = member.post(form_of(&look.text, "/hang-loat", &fields)).await;
    assert_eq!(leads(&again), "/en/ung-vien?xong=2", "the same form is one answer");
    let late = member.post((action.clone(), body.clone())).await;
    assert!(late.text.contains("Not sent to 2 people"), "known before it is sent: {}", late.text);
    let late = member.send(&late, "/hang-loat", &[("viec", "shortlist"), ("ly-do", "another_chosen")]).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY, "none could be answered: {}", late.text);
    assert!(late.text.contains("You cannot") && late.text.contains(ids[0]), "why, and who was chosen: {}", late.text);
    let list = member.get("/en/ung-vien?trang-thai=not_suitable").await;
    assert!(list.text.contains("Not suitable <span class=\"sv-count\">(2)"), "{}", list.text);
    assert!(list.text.contains("Nguyễn Thị Lan") && !list.text.contains("name=\"chon\""), "nothing to answer");
    assert!(!list.text.contains("Answer several at once"), "{}", list.text);
}

#[tokio::test]
async fn whom_an_answer_reaches_and_whom_it_does_not_stand_apart() {
    let world = World::new().await;
    world.verify_employers().await;
    let link = applied(&world, "Nguyễn Thị Lan", "0905 111 222").await;
    applied(&world, "Trần Văn Bảy", "0905 111 333").await;
    let mut member = member(&world).await;
    let list = member.get("/ung-vien?trang-thai=sent").await;
    let ids: Vec<&str> =
        list.text.split("type=\"checkbox\" value=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert_eq!(ids.len(), 2);
    let mut person = Browser::new(&world);
    let own = person.get(&link).await;
    person.send(&own, "/rut", &[]).await;
    let (action, body) = form_of(&list.text, "/hang-loat", &[("viec", "shortlist")]);
    let look = member.post((action, format!("{body}&chon={}&chon={}", ids[0], ids[1]))).await;
    let (reached, left) = look.text.split_once("Không gửi cho 1 người").expect("apart");
    assert!(reached.contains("được gửi cho 1 người:"), "{reached}");
    assert!(reached.contains("Trần Văn Bảy") && !reached.contains("Nguyễn Thị Lan"), "{reached}");
    assert!(!left.contains("Trần Văn Bảy"), "{left}");
    // Back from the look, the same page comes with the same boxes ticked.
    let back = look.text.split("href=\"/ung-vien?").nth(1).and_then(|rest| rest.split('"').next()).expect("a way back");
    let back = member.get(&format!("/ung-vien?{}", back.replace("&#38;", "&"))).await;
    let boxes: Vec<&str> = back.text.split("type=\"checkbox\" value=\"").skip(1).collect();
    assert_eq!(boxes.len(), 1, "of who is left to answer: {}", back.text);
    assert!(ids.iter().any(|id| boxes[0].starts_with(&format!("{id}\" checked>"))), "{}", boxes[0]);
    assert!(back.text.contains("name=\"trang-thai\" value=\"sent\""), "{}", back.text);
    // Nobody ticked on a page that was narrowed: the same page comes again.
    let none = member.send(&list, "/hang-loat", &[("ghi-chu", "Hẹn gặp lại")]).await;
    assert!(none.text.contains("name=\"trang-thai\" value=\"sent\"") && none.text.contains("Hẹn gặp lại</textarea>"));
    assert!(none.text.contains("Trần Văn Bảy") && !none.text.contains("Nguyễn Thị Lan"), "{}", none.text);
    // The answer leads back to it, too.
    let answered = member.send(&look, "/hang-loat", &[("viec", "shortlist")]).await;
    assert_eq!(leads(&answered), "/ung-vien?trang-thai=sent&xong=1&con=1");
    sent(&world).await;
}

#[tokio::test]
async fn another_reason_without_words_is_asked_for_before_anybody_is_answered() {
    let world = World::new().await;
    world.verify_employers().await;
    applied(&world, "Nguyễn Thị Lan", "0905 111 222").await;
    let mut member = member(&world).await;
    let list = member.get("/ung-vien").await;
    let id = list.text.split("name=\"chon\" type=\"checkbox\" value=\"").nth(1).expect("an applicant");
    let id = id.split('"').next().expect("a code").to_owned();
    let (action, body) = form_of(&list.text, "/hang-loat", &[("viec", "reject"), ("ly-do", "other")]);
    let look = member.post((action, format!("{body}&chon={id}"))).await;
    let sent_so = member.send(&look, "/hang-loat", &[("viec", "reject"), ("ly-do", "other")]).await;
    for (step, page) in [("at the look", &look), ("when sent", &sent_so)] {
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{step}");
        assert!(page.text.contains("Cần ghi rõ lý do.") && page.text.contains("href=\"#ghi-chu\""), "{}", page.text);
        assert!(page.text.contains("Kế toán tổng hợp"), "{step}: for what the person applied");
        assert!(page.text.contains(&format!("value=\"{id}\"")), "{step}: who was chosen is kept");
    }
    let long = "a".repeat(1_001);
    let fields = [("viec", "reject"), ("ly-do", "other"), ("ghi-chu", long.as_str())];
    let refused = member.send(&sent_so, "/hang-loat", &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains(&long), "what was typed is kept");
    assert!(sent(&world).await.is_empty(), "nobody is told anything");
    let fields = [("viec", "reject"), ("ly-do", "other"), ("ghi-chu", "Xưởng dời đi")];
    let answered = member.send(&refused, "/hang-loat", &fields).await;
    assert_eq!(leads(&answered), "/ung-vien?xong=1");
    let list = member.get("/ung-vien?xong=1&con=2").await;
    assert!(list.text.contains("Đã trả lời 1 hồ sơ."), "{}", list.text);
    assert!(list.text.contains("2 hồ sơ chưa trả lời được vì đã đổi trạng thái."), "{}", list.text);
    let none = member.get("/ung-vien?xong=0").await;
    assert!(!none.text.contains("role=\"status\""), "nothing was done: {}", none.text);
    sent(&world).await;
}
