//! Where the button would be, whoever may not press it is told why and who can, in both languages; and what is about
//! money asks whoever signed in long ago to sign in again, and leads back.

use sanviec_app::Role;
use sanviec_domain::time::Micros;

use super::{State, Walk};

/// Addresses in both languages.
fn both(path: &str) -> [String; 2] {
    [path.to_owned(), format!("/en{path}")]
}

async fn shown(walk: &mut Walk, token: &str, path: &str) -> String {
    let (status, text) = walk.ask_at("GET", path, Some(token), "").await;
    assert_eq!(status, "200", "{path}");
    text
}

#[tokio::test]
async fn whoever_may_not_send_a_list_is_told_who_can_where_the_button_would_be() {
    let mut walk = Walk::full().await;
    let list = walk.objects.named("open_batch", "here", "");
    // The officer made the list, and the manager wrote the account that is paid.
    for (role, told) in [
        (Role::Officer, ["Bạn đã lập danh sách này", "You made this list"]),
        (Role::CentreManager, ["Bạn đã khai tài khoản nhận tiền", "You wrote the account that is paid"]),
    ] {
        let token = walk.session(role, State::Live).await;
        for (path, told) in both(&format!("/trung-tam/chi-tra/danh-sach/{list}")).into_iter().zip(told) {
            let text = shown(&mut walk, &token, &path).await;
            assert!(text.contains(told), "{role:?} {path}");
            assert!(!text.contains("name=\"ngay-chi\""), "{role:?} has a button on {path}");
            let (status, text) =
                walk.ask_at("POST", &path, Some(&token), "viec=gui&ban=1&tai-khoan=1&ngay-chi=25/11/2026").await;
            assert!(status == "422" && text.contains(told), "{role:?} {path} {status}");
        }
        let sent = r#"{"act":"send","version":1,"accounts_version":1,"pay_on":"2026-11-25"}"#;
        let (status, text) = walk.ask_at("POST", &format!("/api/v1/batches/{list}/acts"), Some(&token), sent).await;
        let code = if role == Role::Officer { "own_list" } else { "own_account" };
        assert!(status == "422" && text.contains(code), "{role:?} {status} {text}");
    }
    // Whoever looks on without paying is told nothing and has no button either.
    let token = walk.session(Role::Auditor, State::Live).await;
    let text = shown(&mut walk, &token, &format!("/trung-tam/chi-tra/danh-sach/{list}")).await;
    assert!(!text.contains("name=\"ngay-chi\"") && !text.contains("Bạn đã lập"));
}

#[tokio::test]
async fn whoever_proposed_a_recovery_or_prepared_a_claim_sees_why_another_one_decides() {
    let mut walk = Walk::full().await;
    // The officer prepared it; that officers approve nothing at all is the table's, not this rule's.
    let prepared = walk.objects.named("prepared", "here", "");
    let token = walk.session(Role::CentreManager, State::Live).await;
    let text = shown(&mut walk, &token, &format!("/trung-tam/chi-tra/de-nghi/{prepared}")).await;
    assert!(text.contains("value=\"duyet\""), "another person prepared it");
    let unmade = walk.objects.named("unmade", "here", "");
    let text = shown(&mut walk, &token, &format!("/trung-tam/chi-tra/de-nghi/{unmade}")).await;
    assert!(text.contains("value=\"xac-nhan\""), "another person proposed it and entered the facts");
    assert!(!text.contains("value=\"de-xuat\""), "what can be confirmed is not proposed anew beside it");
    // What the manager proposes, the manager does not confirm.
    let asked =
        text.split("name=\"so-tien-thu\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("asked");
    let proposal = format!("viec=de-xuat&so-tien-thu={asked}&so-ky=1");
    let path = format!("/trung-tam/chi-tra/de-nghi/{unmade}");
    let (status, _) = walk.ask_at("POST", &path, Some(&token), &proposal).await;
    assert!(status.starts_with("303"), "{status}");
    for (path, told) in both(&path).into_iter().zip(["cần người khác", "another person is needed"]) {
        let text = shown(&mut walk, &token, &path).await;
        assert!(text.contains(told) && !text.contains("value=\"xac-nhan\""), "{path}");
    }
}

#[tokio::test]
async fn a_case_shows_its_claim_and_offers_one_only_while_there_is_none() {
    let mut walk = Walk::full().await;
    let (free, taken) = (walk.objects.named("claimable", "here", ""), walk.objects.second("claimable", ""));
    let prepared = walk.objects.named("prepared", "here", "");
    let token = walk.session(Role::Officer, State::Live).await;
    let (offer, claim) = ("/trung-tam/chi-tra/lap/", format!("/trung-tam/chi-tra/de-nghi/{prepared}"));
    let text = shown(&mut walk, &token, &format!("/trung-tam/viec-lam/{free}")).await;
    assert!(text.contains(&format!("{offer}{free}")) && !text.contains(&claim));
    let text = shown(&mut walk, &token, &format!("/trung-tam/viec-lam/{taken}")).await;
    assert!(text.contains(&claim) && text.contains("Chờ duyệt") && !text.contains(&format!("{offer}{taken}")));
}

#[tokio::test]
async fn what_would_be_asked_back_is_read_by_a_program_and_is_what_was_proposed() {
    let mut walk = Walk::full().await;
    let unmade = walk.objects.named("unmade", "here", "");
    let token = walk.session(Role::Auditor, State::Live).await;
    let before = walk.rows().await;
    let json = |text: &str| serde_json::from_str::<serde_json::Value>(text).expect("JSON");
    let path = format!("/api/v1/claims/{unmade}/recovery");
    let shown = json(&shown(&mut walk, &token, &path).await);
    assert_eq!(walk.rows().await, before, "a preview writes nothing");
    let asked = shown["asked_dong"].as_i64().expect("an amount");
    assert!(asked > 0, "{shown}");
    assert_eq!(shown["held_dong"].as_i64(), shown["kept_dong"].as_i64().map(|kept| kept + asked));
    assert_eq!(shown["instalments"][0]["dong"].as_i64(), Some(asked), "in one part where nothing is said");
    let lines = shown["journal"]["lines"].as_array().expect("lines");
    assert_eq!(lines.iter().filter_map(|line| line["dong"].as_i64()).sum::<i64>(), 0);
    assert!(lines.iter().any(|line| line["dong"].as_i64() == Some(asked)), "{shown}");
    let claim = format!("/api/v1/claims/{unmade}");
    let (_, text) = walk.ask_at("GET", &claim, Some(&token), "").await;
    assert_eq!(json(&text)["proposal"]["dong"].as_i64(), Some(asked), "what was proposed is what is shown");
    for (wrong, code) in [("61", "instalments_out_of_range"), ("0", "instalments_out_of_range"), ("ba", "not_a_number")]
    {
        let (status, text) = walk.ask_at("GET", &format!("{path}?instalments={wrong}"), Some(&token), "").await;
        let told = json(&text)["errors"][0].clone();
        assert_eq!((status.as_str(), told["field"].as_str()), ("422", Some("instalments")), "{wrong}");
        assert_eq!(told["code"].as_str(), Some(code), "{wrong}");
    }
}

#[tokio::test]
async fn a_dispute_with_the_bank_is_shown_to_whoever_reads_and_has_its_buttons_for_who_may_settle_it() {
    let mut walk = Walk::full().await;
    let list = walk.objects.named("bank_result", "here", "");
    let [officer, manager, auditor] = [
        walk.session(Role::Officer, State::Live).await,
        walk.session(Role::CentreManager, State::Live).await,
        walk.session(Role::Auditor, State::Live).await,
    ];
    let read: serde_json::Value =
        serde_json::from_str(&shown(&mut walk, &officer, &format!("/api/v1/batches/{list}")).await).expect("JSON");
    let lines = read["lines"].as_array().expect("lines");
    let line = lines.iter().find(|line| line["state"] == "bounced").expect("one was not paid");
    let said = |name: &str| line[name].as_str().expect("a word").to_owned();
    let (claim, attempt) = (said("claim"), said("code"));
    // The bank corrects itself.
    let file = format!("code,dong,status,date,reason,note\n{attempt},{},PAID,2026-11-24,,\n", line["dong"]);
    let (status, text) = walk.ask_at("POST", &format!("/api/v1/batches/{list}/result"), Some(&officer), &file).await;
    assert!(status == "200" && text.contains("contradicts"), "{status} {text}");
    let titles = ["Ngân hàng báo khác trước", "The bank said otherwise before"];
    for (path, told) in both("/trung-tam/chi-tra").into_iter().zip(titles) {
        for token in [&officer, &manager, &auditor] {
            let text = shown(&mut walk, token, &path).await;
            assert!(text.contains(told) && text.contains(&attempt), "{path}");
        }
    }
    let path = format!("/trung-tam/chi-tra/de-nghi/{claim}");
    let refusals = ["nên không tự ghi kết quả đối soát", "so you may not settle it"];
    for (path, told) in both(&path).into_iter().zip(refusals) {
        let text = shown(&mut walk, &officer, &path).await;
        assert!(text.contains(told) && !text.contains("value=\"da-chi\""), "the officer brought the word: {path}");
        let text = shown(&mut walk, &auditor, &path).await;
        assert!(text.contains(&attempt) && !text.contains("value=\"da-chi\""), "an auditor pays nothing: {path}");
        let text = shown(&mut walk, &manager, &path).await;
        assert!(text.contains("value=\"da-chi\"") && text.contains("value=\"khong-chi\""), "{path}");
    }
    let answer = shown(&mut walk, &manager, &format!("/api/v1/claims/{claim}")).await;
    let seen: serde_json::Value = serde_json::from_str(&answer).expect("JSON");
    assert_eq!(seen["disputes"][0]["attempt"], attempt.as_str());
    let sent = |on: &str| format!("viec=da-chi&ban={}&lan-chi={attempt}&ngay={on}", seen["version"]);
    let (status, text) = walk.ask_at("POST", &path, Some(&manager), &sent("23/11/2026")).await;
    assert!(status == "422" && text.contains("từ ngày gửi danh sách") && text.contains("23/11/2026"), "{status}");
    let (status, _) = walk.ask_at("POST", &path, Some(&manager), &sent("24/11/2026")).await;
    assert!(status.starts_with("303"), "{status}");
    let answer = shown(&mut walk, &manager, &format!("/api/v1/claims/{claim}")).await;
    let seen: serde_json::Value = serde_json::from_str(&answer).expect("JSON");
    assert_eq!((seen["state"].as_str(), seen["disputes"].as_array().map(Vec::len)), (Some("paid"), Some(0)));
    contested(&mut walk, (&officer, &manager, &auditor), &claim).await;
}

/// What was paid is asked back for another reason by whoever prepares claims, and another person takes that back.
async fn contested(walk: &mut Walk, (officer, manager, auditor): (&str, &str, &str), claim: &str) {
    let (path, api) = (format!("/trung-tam/chi-tra/de-nghi/{claim}"), format!("/api/v1/claims/{claim}"));
    for (path, told) in both(&path).into_iter().zip(["Thu hồi vì lý do khác", "Ask back for another reason"]) {
        let text = shown(walk, officer, &path).await;
        assert!(text.contains(told) && text.contains("value=\"doi-lai\""), "{path}");
        assert!(!shown(walk, auditor, &path).await.contains("value=\"doi-lai\""), "an auditor asks nothing: {path}");
    }
    let seen: serde_json::Value = serde_json::from_str(&shown(walk, officer, &api).await).expect("JSON");
    let sent = format!("viec=doi-lai&ban={}&so-tien=1&ly-do=amount_wrong", seen["version"]);
    let (status, _) = walk.ask_at("POST", &path, Some(officer), &sent).await;
    assert!(status.starts_with("303"), "{status}");
    let seen: serde_json::Value = serde_json::from_str(&shown(walk, officer, &api).await).expect("JSON");
    assert_eq!(seen["state"], "in_review");
    assert_eq!(seen["contested_dong"], 1);
    assert!(!shown(walk, officer, &path).await.contains("value=\"khong-doi\""), "officers decide nothing");
    assert!(shown(walk, manager, &path).await.contains("value=\"khong-doi\""), "another person may take it back");
    let sent = format!("viec=khong-doi&ban={}", seen["version"]);
    let (status, _) = walk.ask_at("POST", &path, Some(manager), &sent).await;
    assert!(status.starts_with("303"), "{status}");
    let seen: serde_json::Value = serde_json::from_str(&shown(walk, officer, &api).await).expect("JSON");
    assert!(seen["contested_dong"].is_null(), "{seen}");
}

#[tokio::test]
async fn money_asks_whoever_signed_in_long_ago_to_sign_in_again_and_leads_back() {
    let mut walk = Walk::full().await;
    let claims = [("prepared", "duyet", "viec=duyet&ban=1"), ("unmade", "xac-nhan", "viec=xac-nhan&so-tien-thu=1")];
    let token = walk.session(Role::CentreManager, State::Live).await;
    for (kind, act, _) in claims {
        let path = format!("/trung-tam/chi-tra/de-nghi/{}", walk.objects.named(kind, "here", ""));
        assert!(shown(&mut walk, &token, &path).await.contains(&format!("value=\"{act}\"")), "{act}");
    }
    // Sixteen minutes later the session lives on, because it was used, and is not fresh any more.
    for _ in 0..2 {
        let now = walk.world.app.clock().now();
        walk.world.app.clock().set(Micros(now.0 + 8 * 60 * 1_000_000));
        shown(&mut walk, &token, "/trung-tam/chi-tra").await;
    }
    for (kind, act, sent) in claims {
        let claim = walk.objects.named(kind, "here", "");
        for (path, (told, way)) in both(&format!("/trung-tam/chi-tra/de-nghi/{claim}")).into_iter().zip([
            ("cần đăng nhập lại", "href=\"/dang-nhap?ve=%2Ftrung-tam%2Fchi-tra%2Fde-nghi%2F"),
            ("sign in again", "href=\"/en/dang-nhap?ve=%2Ftrung-tam%2Fchi-tra%2Fde-nghi%2F"),
        ]) {
            let text = shown(&mut walk, &token, &path).await;
            assert!(text.contains(told) && text.contains(way), "{path}");
            assert!(!text.contains(&format!("value=\"{act}\"")), "{act} has a button on {path}");
            let (status, _) = walk.ask_at("POST", &path, Some(&token), sent).await;
            assert_eq!(status, "422", "{act} on {path}");
        }
        let api = r#"{"act":"approve","version":1}"#;
        let api = if act == "duyet" { api } else { r#"{"act":"confirm_recovery","dong":1}"# };
        let (status, text) = walk.ask_at("POST", &format!("/api/v1/claims/{claim}/acts"), Some(&token), api).await;
        assert!(status == "422" && text.contains("not_fresh"), "{act} {status} {text}");
    }
    let list = walk.objects.named("open_batch", "here", "");
    let sent = r#"{"act":"send","version":1,"accounts_version":1,"pay_on":"2026-11-25"}"#;
    let (status, text) = walk.ask_at("POST", &format!("/api/v1/batches/{list}/acts"), Some(&token), sent).await;
    assert!(status == "422" && text.contains("not_fresh"), "{status} {text}");
}
