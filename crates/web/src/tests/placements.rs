//! Placements over the whole site: the officer's pages and the API say the same of the same facts, a preview writes
//! nothing, and a fault is told at its field in the language that was asked for.

use axum::body::Body;
use axum::http::{Request, header};
use sanviec_app::{Actor, Locale, Role, placements};
use serde_json::{Value, json};

use super::rights::{State, Walk};
use super::site::Answer;

pub(super) struct Officer {
    pub(super) walk: Walk,
    token: String,
    keys: u32,
}

impl Officer {
    pub(super) async fn new() -> Self {
        let mut walk = Walk::new().await;
        let token = walk.session(Role::Officer, State::Live).await;
        Self { walk, token, keys: 0 }
    }

    fn case(&self) -> String {
        format!("/trung-tam/viec-lam/{}", self.walk.placement)
    }

    fn api(&self) -> String {
        format!("/api/v1/placements/{}", self.walk.placement)
    }

    fn key(&mut self) -> String {
        self.keys += 1;
        format!("khoa-cua-bai-thu-{:04}", self.keys)
    }

    async fn ask(&self, request: axum::http::request::Builder, body: String) -> Answer {
        let request = request
            .header(header::COOKIE, format!("__Host-sanviec={}", self.token))
            .header("sec-fetch-site", "same-origin")
            .body(Body::from(body))
            .expect("request");
        self.walk.world.ask(request).await
    }

    pub(super) async fn get(&self, path: &str) -> Answer {
        self.ask(Request::get(path), String::new()).await
    }

    pub(super) async fn send(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = filled(&self.key(), fields);
        let kind = "application/x-www-form-urlencoded";
        self.ask(Request::post(path).header(header::CONTENT_TYPE, kind), body).await
    }

    async fn post(&self, path: &str, key: &str, language: &str, body: &Value) -> (u16, Value) {
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::ACCEPT_LANGUAGE, language)
            .header("idempotency-key", key);
        let answer = self.ask(request, body.to_string()).await;
        (answer.status.as_u16(), serde_json::from_str(&answer.text).unwrap_or_default())
    }

    async fn read(&self, query: &str) -> Value {
        let answer = self.get(&format!("{}{query}", self.api())).await;
        assert_eq!(answer.status.as_u16(), 200, "{}", answer.text);
        serde_json::from_str(&answer.text).expect("JSON")
    }

    async fn facts(&self) -> usize {
        let answer = self.get(&format!("{}/timeline", self.api())).await;
        let facts: Value = serde_json::from_str(&answer.text).expect("JSON");
        facts.as_array().expect("a list").len()
    }
}

/// A form as a browser sends it.
fn filled(key: &str, fields: &[(&str, &str)]) -> String {
    let mut body = form_urlencoded::Serializer::new(String::new());
    body.append_pair("khoa", key);
    for (name, value) in fields {
        body.append_pair(name, value);
    }
    body.finish()
}

#[tokio::test]
async fn a_preview_says_what_would_follow_and_only_the_other_button_records() {
    let mut officer = Officer::new().await;
    let path = format!("{}/ghi/hop-dong", officer.case());
    let code = officer.read("").await["employer_code"].as_str().expect("a code").to_owned();
    let fields = [
        ("hop-dong", "HĐ 1"),
        ("ma-so", code.as_str()),
        ("loai", "indefinite"),
        ("tu-ngay", "30/11/2026"),
        ("den-ngay", ""),
    ];
    let preview = officer.send(&path, &[fields.as_slice(), &[("thu", "1")]].concat()).await;
    assert_eq!(preview.status.as_u16(), 200, "{}", preview.text);
    assert!(preview.text.contains("Nếu ghi điều này") && preview.text.contains("Chưa ghi gì"));
    assert!(preview.text.contains("value=\"HĐ 1\""), "what was typed is kept");
    assert_eq!(officer.facts().await, 0);
    let recorded = officer.send(&path, &fields).await;
    assert_eq!(recorded.status.as_u16(), 303, "{}", recorded.text);
    assert_eq!(officer.facts().await, 1);
    let policies = [("", "Hỗ trợ kết nối việc làm thành công"), ("/en", "Support for a successful placement")];
    for (language, policy) in policies {
        let page = officer.get(&format!("{language}{}", officer.case())).await;
        assert_eq!(page.status.as_u16(), 200);
        assert!(page.text.contains(policy), "{}", page.text);
        assert!(page.text.contains("HĐ 1"), "{}", page.text);
        for part in ["phan-ngay", "phan-ghi", "phan-hoi", "phan-giay-to", "phan-da-ghi"] {
            let (link, place) = (format!("href=\"#{part}\""), format!("<h2 class=\"govuk-heading-m\" id=\"{part}\">"));
            assert!(page.text.contains(&link) && page.text.contains(&place), "{part}: {}", page.text);
        }
    }
    let wrong = officer.send(&path, &[("hop-dong", "HĐ 2"), ("loai", "indefinite"), ("tu-ngay", "31/02/2026")]).await;
    assert_eq!(wrong.status.as_u16(), 422);
    assert!(wrong.text.contains("ngày không có thật"), "{}", wrong.text);
}

#[tokio::test]
async fn a_form_names_whom_it_is_about_chooses_nothing_and_tells_all_that_is_missing() {
    let mut officer = Officer::new().await;
    let ended = format!("{}/ghi/cham-dut", officer.case());
    let page = officer.get(&ended).await;
    assert_eq!(page.status.as_u16(), 200, "{}", page.text);
    assert!(page.text.contains("list__key\">Người sử dụng lao động</dt>"), "the employer is named");
    assert!(page.text.contains("<option value=\"\" selected>Chọn</option>"), "no reason is chosen");
    let sent = officer.send(&ended, &[("hop-dong", "HĐ 1"), ("den-ngay", "30/11/2026"), ("ly-do", "")]).await;
    assert_eq!(sent.status.as_u16(), 422);
    assert!(sent.text.contains("Chọn lý do.") && sent.text.contains("value=\"30/11/2026\""), "{}", sent.text);
    let visit = format!("{}/ghi/den-tham", officer.case());
    let languages = [
        ("", ["Ghi ngày đến.", "Ghi ngày đầu (từ ngày).", "Ghi ngày cuối.", "Chọn một câu trả lời."]),
        (
            "/en",
            ["Give the day of the visit.", "Give the first day (from).", "Give the last day.", "Choose an answer."],
        ),
    ];
    for (language, all) in languages {
        let sent = officer.send(&format!("{language}{visit}"), &[]).await;
        assert_eq!(sent.status.as_u16(), 422);
        for one in all {
            assert!(sent.text.contains(one), "{one} in {}", sent.text);
        }
    }
    assert_eq!(officer.facts().await, 0);
}

#[tokio::test]
async fn the_api_gives_the_outcome_as_of_any_two_times_and_records_once() {
    let mut officer = Officer::new().await;
    let before = officer.read("").await;
    assert_eq!(before["outcome"]["status"], "awaiting-contract");
    let code = before["employer_code"].clone();
    let contract = json!({"says": {"kind": "contract", "contract": "HĐ 1", "employer": code, "form": "fixed-term",
        "start": "2026-11-30", "through": "2027-11-29"}});
    let (facts, key) = (format!("{}/facts", officer.api()), officer.key());
    let (status, made) = officer.post(&facts, &key, "vi", &contract).await;
    assert_eq!(status, 201, "{made}");
    let (status, again) = officer.post(&facts, &key, "vi", &contract).await;
    assert_eq!((status, &again), (201, &made), "the same key has one effect and one answer");
    assert_eq!(officer.facts().await, 1);
    let known_at = before["known_at"].as_str().expect("an instant");
    let then = officer.read(&format!("?known_at={known_at}")).await;
    assert_eq!(then["outcome"], before["outcome"], "what was known then is known again");
    let later = officer.read("?today=2027-01-01").await;
    assert_eq!(later["today"], "2027-01-01");
    assert!(later["sentences"].as_array().is_some_and(|sentences| !sentences.is_empty()));
}

#[tokio::test]
async fn a_preview_by_a_program_says_what_would_follow_and_records_nothing() {
    let mut officer = Officer::new().await;
    let before = officer.read("").await;
    let code = before["employer_code"].clone();
    let contract = json!({"says": {"kind": "contract", "contract": "HĐ 1", "employer": code, "form": "indefinite",
        "start": "2026-11-30", "through": null}});
    let (facts, preview) = (format!("{}/facts", officer.api()), format!("{}/preview", officer.api()));
    let key = officer.key();
    for _ in 0..2 {
        let (status, shown) = officer.post(&preview, &key, "en", &contract).await;
        assert_eq!(status, 200, "{shown}");
        assert!(shown["sentences"].as_array().is_some_and(|sentences| !sentences.is_empty()), "{shown}");
    }
    let (_, shown) = officer.post(&preview, &key, "vi", &contract).await;
    assert_eq!((officer.facts().await, officer.read("").await), (0, before), "nothing is recorded");
    // The key was not used up by looking.
    let (status, made) = officer.post(&facts, &key, "vi", &contract).await;
    assert_eq!(status, 201, "{made}");
    let after = officer.read("").await;
    for field in ["status", "counted_days", "required_days"] {
        assert_eq!(shown["outcome"][field], after["outcome"][field], "what was shown is what follows");
    }
    let unknown = json!({"says": {"kind": "signature", "contract": "HĐ 2", "party": "worker",
        "signed_on": "2026-11-24", "method": "digital"}, "reference": "EC-1", "source": "officer"});
    let (status, problem) = officer.post(&preview, &key, "en", &unknown).await;
    assert_eq!((status, &problem["errors"][0]["code"]), (422, &json!("contract_unknown")), "{problem}");
    assert_eq!(officer.facts().await, 1);
}

#[tokio::test]
async fn a_party_sees_the_terms_that_it_signs_and_signs_no_others() {
    let mut officer = Officer::new().await;
    let code = officer.read("").await["employer_code"].as_str().expect("a code").to_owned();
    let (facts, own) = (format!("{}/facts", officer.api()), format!("/tuyen-dung/viec-lam/{}", officer.walk.placement));
    let stated = |form: &str, through: Option<&str>| {
        json!({"says": {"kind": "contract", "contract": "HĐ 1", "employer": code, "form": form,
            "start": "2026-11-30", "through": through}})
    };
    let key = officer.key();
    let (status, made) = officer.post(&facts, &key, "vi", &stated("fixed-term", Some("2027-11-29"))).await;
    assert_eq!(status, 201, "{made}");
    let boss = officer.walk.session(Role::EmployerAdministrator, State::Live).await;
    let desk = std::mem::replace(&mut officer.token, boss);
    let languages = [
        ("", ["Mã số doanh nghiệp", "xác định thời hạn", "Bạn ký đúng những điều ghi ở trên.", "Tôi ký hợp đồng này"]),
        ("/en", ["Code of the enterprise", "In force from", "You sign what stands above.", "I sign this contract"]),
    ];
    for (language, all) in languages {
        let page = officer.get(&format!("{language}{own}")).await;
        assert_eq!(page.status.as_u16(), 200, "{}", page.text);
        assert!(page.text.contains(&code) && page.text.contains("HĐ 1"), "{}", page.text);
        for one in all {
            assert!(page.text.contains(one), "{one} in {}", page.text);
        }
    }
    // The centre states another contract under the number while the page is open.
    let boss = std::mem::replace(&mut officer.token, desk);
    let key = officer.key();
    let (status, again) = officer.post(&facts, &key, "vi", &stated("indefinite", None)).await;
    assert_eq!(status, 201, "{again}");
    let desk = std::mem::replace(&mut officer.token, boss);
    let shown = made["id"].as_str().expect("a code").to_owned();
    let sent = officer.send(&own, &[("viec", "ky"), ("dieu", &shown)]).await;
    assert_eq!(sent.status.as_u16(), 422, "{}", sent.text);
    assert!(sent.text.contains("đã được khai lại hoặc rút lại"), "{}", sent.text);
    assert!(sent.text.contains("không xác định thời hạn"), "the page shows what stands now: {}", sent.text);
    officer.token = desk;
    assert_eq!(officer.facts().await, 2, "nothing was signed");
}

#[tokio::test]
async fn an_empty_number_of_a_paper_is_no_evidence_and_one_too_long_is_told_at_its_field() {
    let mut officer = Officer::new().await;
    let code = officer.read("").await["employer_code"].clone();
    let facts = format!("{}/facts", officer.api());
    let stated = |reference: &str| {
        json!({"source": "officer", "reference": reference, "says": {"kind": "contract", "contract": "HĐ 1",
            "employer": code, "form": "indefinite", "start": "2026-11-30", "through": null}})
    };
    for empty in ["", " ", "\u{a0}\t"] {
        let key = officer.key();
        let (status, problem) = officer.post(&facts, &key, "vi", &stated(empty)).await;
        assert_eq!((status, &problem["errors"][0]["code"]), (422, &json!("source_refused")), "{problem}");
    }
    for (language, words) in [("vi", "không quá 300 ký tự"), ("en", "300 characters at most")] {
        let key = officer.key();
        let (status, problem) = officer.post(&facts, &key, language, &stated(&"9".repeat(301))).await;
        let error = &problem["errors"][0];
        assert_eq!((status, &error["field"], &error["code"]), (422, &json!("reference"), &json!("too_long")));
        assert!(error.to_string().contains(words), "{error}");
    }
    assert_eq!(officer.facts().await, 0, "nothing was recorded");
    let key = officer.key();
    let (status, made) = officer.post(&facts, &key, "vi", &stated("  HDDT   9 ")).await;
    assert_eq!(status, 201, "{made}");
    let timeline = officer.get(&format!("{}/timeline", officer.api())).await;
    let timeline: Value = serde_json::from_str(&timeline.text).expect("JSON");
    assert_eq!(timeline[0]["reference"], "HDDT 9");
    // The form keeps what was typed, and says the same at its field.
    let long = "9".repeat(301);
    let typed = code.as_str().expect("a code");
    let fields = [
        ("hop-dong", "HĐ 2"),
        ("ma-so", typed),
        ("loai", "indefinite"),
        ("tu-ngay", "30/11/2026"),
        ("den-ngay", ""),
        ("so-giay", long.as_str()),
    ];
    let path = format!("{}/ghi/hop-dong", officer.case());
    let sent = officer.send(&path, &fields).await;
    assert_eq!(sent.status.as_u16(), 422);
    assert!(sent.text.contains("không quá 300 ký tự") && sent.text.contains(&long), "{}", sent.text);
}

#[tokio::test]
async fn a_paper_sent_by_a_program_is_named_by_the_hash_that_it_answers() {
    let mut officer = Officer::new().await;
    let (path, key) = (format!("{}/documents?name=hop-dong.pdf", officer.api()), officer.key());
    let sent = async |key: &str, path: &str, bytes: &str| {
        let request =
            Request::post(path).header(header::CONTENT_TYPE, "application/pdf").header("idempotency-key", key);
        let answer = officer.ask(request, bytes.to_owned()).await;
        (answer.status.as_u16(), serde_json::from_str::<Value>(&answer.text).expect("JSON"))
    };
    let pdf = "%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF";
    let (status, made) = sent(&key, &path, pdf).await;
    assert_eq!(status, 201, "{made}");
    assert_eq!(sent(&key, &path, pdf).await, (201, made.clone()), "sent again");
    for (query, bytes, field) in [("", "", "document"), ("", "a,b", "document"), ("?ten=a", pdf, "ten")] {
        let path = format!("{}/documents{query}", officer.api());
        let (status, problem) = sent(&format!("khoa-cua-giay-{field}-{}", bytes.len()), &path, bytes).await;
        assert_eq!((status, &problem["errors"][0]["field"]), (422, &json!(field)), "{problem}");
    }
    let code = officer.read("").await["employer_code"].clone();
    let contract = json!({"source": "officer", "document_hash": made["hash"], "says": {"kind": "contract",
        "contract": "HĐ 1", "employer": code, "form": "indefinite", "start": "2026-11-30", "through": null}});
    let (facts, key) = (format!("{}/facts", officer.api()), officer.key());
    let (status, recorded) = officer.post(&facts, &key, "vi", &contract).await;
    assert_eq!(status, 201, "{recorded}");
    let timeline = officer.get(&format!("{}/timeline", officer.api())).await;
    let timeline: Value = serde_json::from_str(&timeline.text).expect("JSON");
    assert_eq!(timeline[0]["document_hash"], made["hash"]);
}

#[tokio::test]
async fn a_long_evidence_file_sent_by_a_program_is_answered_with_where_it_stands() {
    let mut officer = Officer::new().await;
    let key = officer.key();
    let rows = format!("{},31/02/2026,01/03/2026,có\n", officer.walk.placement).repeat(201);
    let csv = format!("placement,from,through,employed\n{rows}");
    let sent = async |source: &str| {
        let request = Request::post(format!("/api/v1/evidence-files?source={source}"))
            .header(header::CONTENT_TYPE, "text/csv")
            .header("idempotency-key", &key);
        officer.ask(request, csv.clone()).await
    };
    let refused = sent("worker").await;
    assert_eq!(refused.status.as_u16(), 422, "{}", refused.text);
    let answer = sent("insurer").await;
    assert_eq!(answer.status.as_u16(), 202, "{}", answer.text);
    let place = answer.header(header::LOCATION).to_owned();
    assert_eq!(sent("insurer").await.header(header::LOCATION), place, "sent again meanwhile");
    let read = async || -> Value { serde_json::from_str(&officer.get(&place).await.text).expect("JSON") };
    assert_eq!(read().await["sending"]["state"], "going");
    let app = &officer.walk.world.app;
    let system = app.ctx(Actor::System, Locale::Vi);
    while placements::take_files(app, &system, 0).await.expect("gone on") > 0 {}
    let done = read().await;
    assert_eq!(done["sending"]["state"], "done");
    assert_eq!((&done["sending"]["refused"], &done["next_page"]), (&json!(201), &json!(2)));
    assert_eq!(done["rows"][0]["refused"], "not_a_day");
    let last = officer.get(&format!("{place}?page=2")).await;
    let last: Value = serde_json::from_str(&last.text).expect("JSON");
    assert_eq!((&last["rows"][0]["line"], &last["next_page"]), (&json!(202), &Value::Null));
    let id = done["id"].as_str().expect("a code");
    let page = officer.get(&format!("/trung-tam/viec-lam/tep-da-luu/{id}?trang=2")).await;
    assert!(page.text.contains("Đã xét 201/201 dòng") && page.text.contains("Dòng 202"), "{}", page.text);
}

#[tokio::test]
async fn a_long_list_sent_by_a_program_goes_on_and_its_page_gives_back_what_is_to_be_mended() {
    let mut officer = Officer::new().await;
    let key = officer.key();
    let csv = format!("ma_so_thue,ngay_gioi_thieu\n{}", "0100233488,31/02/2026\n".repeat(501));
    let request = Request::post("/api/v1/evidence-files?source=centre")
        .header(header::CONTENT_TYPE, "text/csv")
        .header("idempotency-key", &key);
    let answer = officer.ask(request, csv).await;
    assert_eq!(answer.status.as_u16(), 202, "{}", answer.text);
    let place = answer.header(header::LOCATION).to_owned();
    let app = &officer.walk.world.app;
    let system = app.ctx(Actor::System, Locale::Vi);
    while placements::take_files(app, &system, 0).await.expect("gone on") > 0 {}
    let done: Value = serde_json::from_str(&officer.get(&place).await.text).expect("JSON");
    assert_eq!((&done["source"], &done["sending"]["state"]), (&json!("centre"), &json!("done")));
    assert_eq!((&done["sending"]["refused"], &done["rows"][0]["refused"]), (&json!(501), &json!("missing")));
    let page = format!("/trung-tam/viec-lam/tep-da-luu/{}", done["id"].as_str().expect("a code"));
    let why = "so_dinh_danh: Cột này cần có. ngay_gioi_thieu: Nhập ngày như 05/11/2026.";
    let shown = officer.get(&page).await.text;
    assert!(shown.contains(why) && shown.contains(&format!("{page}/can-sua")) && shown.contains("(501)"), "{shown}");
    let back = officer.get(&format!("{page}/can-sua")).await;
    assert_eq!((back.status.as_u16(), back.text.lines().count()), (200, 502));
    let last = back.text.lines().last().expect("a row").to_owned();
    assert!(last.contains("0100233488,31/02/2026,") && last.ends_with(&format!("Dòng 502: {why}")), "{last}");
}

#[tokio::test]
async fn an_officers_visit_is_recorded_by_a_program_with_its_day() {
    let mut officer = Officer::new().await;
    let facts = format!("{}/facts", officer.api());
    let days = json!({"kind": "attestation", "from": "2026-11-20", "through": "2026-11-23", "employed": true});
    let leave = json!({"kind": "leave", "leave": "sick", "from": "2026-11-20", "through": null});
    let mut otherwise = days.clone();
    otherwise["stated_on"] = json!("2026-11-22");
    for (sent, field, code) in [
        (json!({"source": "officer", "says": days}), "visited_on", "missing"),
        (json!({"visited_on": "24 tháng 11", "says": days}), "visited_on", "not_a_day"),
        (json!({"visited_on": "2026-11-25", "says": days}), "visited_on", "not_yet"),
        (json!({"visited_on": "2026-11-24", "says": leave}), "visited_on", "not_of_days"),
        (json!({"visited_on": "2026-11-24", "says": otherwise}), "stated_on", "another_day"),
        (json!({"visited_on": "2026-11-24", "source": "centre", "says": days}), "source", "source_refused"),
        (json!({"visited_on": "2026-11-24", "source": "worker", "says": days}), "source", "source_refused"),
    ] {
        let key = officer.key();
        let (status, problem) = officer.post(&facts, &key, "en", &sent).await;
        assert_eq!((status, &problem["errors"][0]["field"]), (422, &json!(field)), "{problem}");
        assert_eq!(problem["errors"][0]["code"], code, "{problem}");
    }
    assert_eq!(officer.facts().await, 0);
    let key = officer.key();
    let (status, made) = officer.post(&facts, &key, "vi", &json!({"visited_on": "2026-11-24", "says": days})).await;
    assert_eq!(status, 201, "{made}");
    let timeline = officer.get(&format!("{}/timeline", officer.api())).await;
    let timeline: Value = serde_json::from_str(&timeline.text).expect("JSON");
    assert_eq!((&timeline[0]["channel"], &timeline[0]["fact"]["source"]), (&json!("visit"), &json!("officer")));
    assert_eq!(timeline[0]["fact"]["stated_on"], "2026-11-24");
}

#[tokio::test]
async fn a_fault_is_told_at_its_field_in_both_languages() {
    let mut officer = Officer::new().await;
    let facts = format!("{}/facts", officer.api());
    let leave = json!({"says": {"kind": "leave", "leave": "nap", "from": "2026-12-01", "through": null}});
    for (language, says) in [("vi", "giá trị không có trong danh mục"), ("en", "the value is not in its list")] {
        let key = officer.key();
        let (status, problem) = officer.post(&facts, &key, language, &leave).await;
        assert_eq!(status, 422);
        assert_eq!(problem["errors"][0]["field"], "leave");
        assert!(problem["errors"][0]["detail"].as_str().is_some_and(|detail| detail.contains(says)), "{problem}");
        let known = problem["errors"][0]["suggestions"].as_array().expect("a list");
        assert!(known.contains(&json!("sick")), "the list is told: {problem}");
    }
    let key = officer.key();
    let (_, problem) = officer.post(&facts, &key, "en", &json!({"says": {"kind": "foo"}})).await;
    assert_eq!(problem["errors"][0]["field"], "kind", "{problem}");
    assert!(problem["detail"].as_str().is_some_and(|detail| detail.contains("attestation")), "{problem}");
    let foreign = json!({"source": "insurer", "says": {"kind": "leave", "leave": "sick", "from": "2026-12-01",
        "through": null}});
    let key = officer.key();
    let (status, problem) = officer.post(&facts, &key, "en", &foreign).await;
    assert_eq!((status, &problem["errors"][0]["field"]), (422, &json!("source")));
    let bad = officer.get(&format!("{}?known_at=gestern", officer.api())).await;
    assert_eq!(bad.status.as_u16(), 422);
    assert!(bad.text.contains("known_at"));
}
