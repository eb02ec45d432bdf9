//! The counter over the whole site: whom a guardian must agree for, and who may agree to which time.

use super::accounts::leads;
use super::placements::Officer;
use sanviec_domain::time::short_date;

/// Registers somebody; the path of their page.
async fn registered(officer: &mut Officer, fields: &[(&str, &str)]) -> String {
    let answer = officer.send("/trung-tam/nguoi", fields).await;
    leads(&answer).split('?').next().expect("a path").to_owned()
}

const GUARDIAN: &str = r#"<option value="guardian""#;

#[tokio::test]
async fn a_guardians_paper_is_asked_for_where_the_person_is_not_of_age() {
    let mut officer = Officer::new().await;
    let minor = registered(&mut officer, &[("ten", "Lê Văn Bình Minh"), ("ngay-sinh", "12/03/2010")]).await;
    assert!(officer.get(&minor).await.text.contains(GUARDIAN));
    let consents = format!("{minor}/dong-y");
    let nothing = officer.send(&consents, &[("muc-dich", "guardian"), ("giay", "")]).await;
    assert_eq!(nothing.status.as_u16(), 422, "no paper");
    let recorded = officer.send(&consents, &[("muc-dich", "guardian"), ("giay", "Giấy 5, tủ 3")]).await;
    assert_eq!(leads(&recorded), format!("{minor}?xong=dong-y"));
    let back = [("muc-dich", "guardian"), ("nguoi-yeu-cau", "guardian"), PAPER[0], PAPER[1]];
    let recorded = officer.send(&format!("{minor}/yeu-cau/rut"), &back).await;
    assert_eq!(leads(&recorded), format!("{minor}/yeu-cau?xong=rut"));
    let page = officer.get(&format!("{minor}/yeu-cau")).await.text;
    assert_eq!(page.matches(GUARDIAN).count(), 3, "who asks, in three forms, and no consent that holds any more");
    let adult = registered(&mut officer, &[("ten", "Trần Thị Thu Hồng"), ("ngay-sinh", "12/03/1990")]).await;
    let page = officer.get(&adult).await.text;
    assert!(!page.contains(GUARDIAN) && !page.contains("Chưa có ngày sinh"));
    let odd = officer.send(&format!("{adult}/dong-y"), &[("muc-dich", "guardian"), ("giay", "Giấy 5")]).await;
    assert_eq!(odd.status.as_u16(), 422, "nobody else agrees for somebody of age");
    let unknown = registered(&mut officer, &[("ten", "Phạm Hoài Phương")]).await;
    let page = officer.get(&unknown).await.text;
    assert!(!page.contains(GUARDIAN) && page.contains("Chưa có ngày sinh"), "the birth comes first");
}

#[tokio::test]
async fn what_somebody_learnt_is_said_in_the_words_of_the_form_and_not_in_those_of_an_advert() {
    let mut officer = Officer::new().await;
    let learnt = [("trinh-do", "untrained"), ("hoc-van", "lower_secondary"), ("gioi-tinh", "female")];
    let person = registered(&mut officer, &[&[("ten", "Trần Thị Thu Hồng")][..], &learnt].concat()).await;
    let looked_for = "/trung-tam/nguoi?tim=Nguy%E1%BB%85n";
    let said = [
        ("", ["Chưa qua đào tạo", "Tốt nghiệp trung học cơ sở", "Nữ"], "Không yêu cầu bằng cấp"),
        ("/en", ["Untrained", "Lower secondary school", "Female"], "No qualification asked for"),
    ];
    for (prefix, words, of_an_advert) in said {
        for path in [person.as_str(), looked_for] {
            let page = officer.get(&format!("{prefix}{path}")).await.text;
            assert!(words.iter().all(|word| page.contains(word)), "{prefix}{path}: {page}");
            assert!(!page.contains(of_an_advert), "{prefix}{path}");
        }
    }
    let form = officer.get(looked_for).await.text;
    assert!(form.contains(r#"<option value="untrained">Chưa qua đào tạo</option>"#), "{form}");
    assert!(form.contains(r#"<option value="skilled_without_paper">Công nhân kỹ thuật không bằng</option>"#));
}

#[tokio::test]
async fn nothing_is_agreed_to_unasked_and_the_slip_is_printed_to_be_signed() {
    let mut officer = Officer::new().await;
    let form = officer.get("/trung-tam/nguoi?tim=zz").await.text;
    for name in ["dong-y-tu-van", "dong-y-ghep-viec", "dong-y-quoc-gia"] {
        let unticked = format!(r#"name="{name}" type="checkbox" value="1" aria-describedby"#);
        assert!(form.contains(&unticked), "{name}: {form}");
    }
    let said = [
        ("ten", "Lê Văn Bình Minh"),
        ("ngay-sinh", "12/03/1990"),
        ("xa", "phường Quy Nhơn, Gia Lai"),
        ("viec-muon", "Kế toán"),
    ];
    for (half, mistake) in [(("dong-y-ghep-viec", "1"), "giay"), (("giay", "PDK-1"), "dong-y-tu-van")] {
        let odd = officer.send("/trung-tam/nguoi", &[&said[..], &[half]].concat()).await;
        assert_eq!(odd.status.as_u16(), 422, "{half:?}");
        let anchor = format!(r##"href="#{mistake}""##);
        assert!(odd.text.contains(&anchor) && odd.text.contains(r#"value="Lê Văn Bình Minh""#), "{}", odd.text);
    }
    let person = registered(&mut officer, &said).await;
    let page = officer.get(&person).await.text;
    assert!(page.contains(&format!(r#"href="{person}/in""#)), "{page}");
    let search = format!("{person}/gioi-thieu");
    let (unasked, wish) = ("chưa đồng ý so hồ sơ với việc làm", r#"value="Kế toán""#);
    let page = officer.get(&search).await.text;
    assert!(page.contains(unasked) && !page.contains(wish), "nothing is searched by the profile: {page}");
    let named = officer.get(&format!("{search}?tu-khoa=K%E1%BA%BF+to%C3%A1n&noi=")).await.text;
    assert!(named.contains(wish) && !named.contains(unasked), "what is named at the counter is searched by");
    for (prefix, statement) in
        [("", "Tôi đồng ý với từng mục đích riêng"), ("/en", "I agree to each purpose by itself")]
    {
        let slip = officer.get(&format!("{prefix}{person}/in")).await;
        assert_eq!(slip.status.as_u16(), 200);
        for said in [statement, "PDK-", "Lê Văn Bình Minh", "Phường Quy Nhơn, Gia Lai", "………"] {
            assert!(slip.text.contains(said), "{said}: {}", slip.text);
        }
        assert_eq!((slip.text.matches('☑').count(), slip.text.matches('☐').count()), (0, 3));
    }
    leads(&officer.send(&format!("{person}/dong-y"), &[("muc-dich", "matching"), ("giay", "PDK-1")]).await);
    let slip = officer.get(&format!("{person}/in")).await.text;
    assert_eq!((slip.matches('☑').count(), slip.matches('☐').count()), (1, 2));
    let page = officer.get(&search).await.text;
    assert!(page.contains(wish) && !page.contains(unasked), "{page}");
    let agreed = [("ten", "Trần Thị Thu Hồng"), ("dong-y-tu-van", "1"), ("dong-y-quoc-gia", "1"), ("giay", "PDK-2")];
    let other = registered(&mut officer, &agreed).await;
    let slip = officer.get(&format!("{other}/in")).await.text;
    assert_eq!((slip.matches('☑').count(), slip.matches('☐').count()), (2, 1));
}

/// The paper that was seen.
const PAPER: [(&str, &str); 2] = [("giay-to", "identity_card"), ("ngay-cap", "11/05/2021")];

#[tokio::test]
async fn somebody_without_an_account_gets_a_copy_takes_back_and_is_deleted_at_the_counter() {
    let mut officer = Officer::new().await;
    let person = registered(&mut officer, &[("ten", "Lê Văn Bình Minh"), ("dien-thoai", "0905 111 222")]).await;
    assert!(officer.get(&person).await.text.contains(&format!("href=\"{person}/yeu-cau\"")));
    let asked = format!("{person}/yeu-cau");
    for (prefix, said) in [("", "Còn giữ lại, không kèm tên"), ("/en", "What stays, without the name")] {
        let page = officer.get(&format!("{prefix}{asked}")).await;
        assert_eq!(page.status.as_u16(), 200);
        assert!(page.text.contains(said) && page.text.contains("Lê Văn Bình Minh"), "{}", page.text);
    }
    let by = ("nguoi-yeu-cau", "representative");
    let odd = officer.send(&format!("{asked}/ban-sao"), &[by, PAPER[0], ("ngay-cap", "hôm qua")]).await;
    assert_eq!(odd.status.as_u16(), 422);
    assert!(odd.text.contains(r#"value="hôm qua""#), "what was typed is kept");
    assert!(odd.text.contains(r#"<option value="representative" selected>"#), "and what was chosen");
    assert!(odd.text.contains(r##"href="#ngay-cap""##) && odd.text.contains(r#"id="ngay-cap""#), "and it is found");
    let sheet = officer.send(&format!("{asked}/ban-sao"), &[by, PAPER[0], PAPER[1]]).await;
    assert_eq!(sheet.status.as_u16(), 200);
    assert!(sheet.text.contains("0905 111 222") && sheet.text.contains("Xuất dữ liệu"), "{}", sheet.text);
    let file = officer.send(&format!("{asked}/ban-sao"), &[by, PAPER[0], PAPER[1], ("tep", "1")]).await;
    let file: serde_json::Value = serde_json::from_str(&file.text).expect("JSON");
    assert_eq!(file["asked_at_counter"][0]["said"]["asked_by"], "representative");
    let none = officer.send(&format!("{asked}/rut"), &[by, PAPER[0], PAPER[1]]).await;
    assert_eq!(none.status.as_u16(), 422, "nothing was chosen");
    let unsure = officer.send(&format!("{asked}/xoa"), &[by, PAPER[0], PAPER[1]]).await;
    assert!(unsure.status.as_u16() == 422 && unsure.text.contains(r#"value="11/05/2021""#), "{}", unsure.text);
    let sure = [by, PAPER[0], PAPER[1], ("chac", "1")];
    assert_eq!(leads(&officer.send(&format!("{asked}/xoa"), &sure).await), "/trung-tam/nguoi?xong=xoa");
    assert_eq!(officer.get(&asked).await.status.as_u16(), 410);
    assert_eq!(officer.send(&format!("{asked}/xoa"), &sure).await.status.as_u16(), 410, "it is gone already");
    let other = registered(&mut officer, &[("ten", "Trần Thị Thu Hồng")]).await;
    let care = [by, PAPER[0], PAPER[1], ("muc-dich", "counselling")];
    assert_eq!(leads(&officer.send(&format!("{other}/yeu-cau/rut"), &care).await), "/trung-tam/nguoi?xong=roi");
    assert_eq!(officer.get(&other).await.status.as_u16(), 403, "nobody's person here any more");
}

#[tokio::test]
async fn nobody_is_asked_to_agree_to_the_own_proposal_and_what_was_typed_is_kept() {
    let mut officer = Officer::new().await;
    let person = registered(&mut officer, &[("ten", "Lê Văn Bình Minh"), ("ngay-sinh", "12/03/1990")]).await;
    let now = officer.walk.world.app.clock().now();
    let [first, second] = [2, 3].map(|days| short_date(now.plus_days(days).day()));
    let appoint = [
        ("loai", "counselling"),
        ("ngay", first.as_str()),
        ("gio", "16:10"),
        ("phut", "30"),
        ("noi-dung", "Tư vấn việc làm"),
        ("noi-hen", "Quầy 2"),
    ];
    leads(&officer.send(&format!("{person}/hen"), &appoint).await);
    let page = officer.get(&person).await.text;
    let (_, rest) = page.split_once("/trung-tam/lich-hen/").expect("the meeting stands on the page");
    let code: String = rest.chars().take_while(char::is_ascii_alphanumeric).collect();
    let meeting = format!("/trung-tam/lich-hen/{code}");
    leads(&officer.send(&meeting, &[("viec", "doi-gio"), ("ngay", second.as_str()), ("gio", "10:20")]).await);
    let page = officer.get(&meeting).await.text;
    assert!(page.contains("Hủy lịch hẹn") && !page.contains("Đồng ý giờ này"), "it waits for the other side");
    let instant = "1796437800000000";
    let agreed = officer.send(&meeting, &[("viec", "dong-y"), ("dong-y-luc", instant)]).await;
    assert_eq!(agreed.status.as_u16(), 422);
    assert!(!agreed.text.contains(instant), "no microseconds in a field for a day");
    let odd = officer.send(&meeting, &[("viec", "doi-gio"), ("ngay", "ngày mốt"), ("gio", "10:20")]).await;
    assert_eq!(odd.status.as_u16(), 422);
    assert!(odd.text.contains(r#"value="ngày mốt""#), "what was typed is kept");
}

#[tokio::test]
async fn an_officer_finds_a_vacancy_by_what_a_caller_can_say() {
    let officer = Officer::new().await;
    let code = officer.walk.world.ids[25].code().to_string();
    let people = format!("/trung-tam/tin/{code}/nguoi");
    let said = |text: &str| {
        let query: String = form_urlencoded::byte_serialize(text.as_bytes()).collect();
        format!("/trung-tam/tin?tin={query}")
    };
    let whole = officer.get(&format!("/viec-lam/{code}")).await;
    let page = officer.get(whole.header(axum::http::header::LOCATION)).await.text;
    let grouped = format!("{} {}", &code[..4], &code[4..8]);
    assert!(page.contains(&grouped), "in groups that can be read out: {page}");
    for way in [code.clone(), code.to_uppercase(), format!("{grouped} {}-{}", &code[8..20], &code[20..])] {
        assert_eq!(leads(&officer.get(&said(&way)).await), people, "{way}");
    }
    // The ends of made-up ids tell them apart; their beginnings need not.
    let ending = officer.get(&said(&format!("{} {}", &code[14..20], &code[20..]))).await;
    if ending.status.as_u16() == 200 {
        assert!(ending.text.contains(&format!("href=\"{people}\"")), "one of several: {}", ending.text);
    } else {
        assert_eq!(leads(&ending), people);
    }
    let words = officer.get(&said("Kế toán tổng hợp")).await;
    assert_eq!(words.status.as_u16(), 200);
    assert!(words.text.contains("Có phải một trong các tin này không?"), "{}", words.text);
    assert!(words.text.contains("Kế toán tổng hợp") && words.text.contains("/nguoi\""), "{}", words.text);
    let none = officer.get(&said("zzzz zzzz")).await;
    assert_eq!(none.status.as_u16(), 422);
    assert!(none.text.contains("zzzz zzzz") && none.text.contains("Không có tin tuyển dụng còn hạn"), "kept");
}

#[tokio::test]
async fn an_application_of_a_person_has_a_page_at_the_desk_from_which_it_is_taken_back() {
    let mut officer = Officer::new().await;
    let said = [("ten", "Lê Văn Bình Minh"), ("ngay-sinh", "12/03/1990"), ("dien-thoai", "0905 111 222")];
    let person = registered(&mut officer, &said).await;
    let posting = officer.walk.world.ids[25].code().to_string();
    let sent = [("tin", posting.as_str()), ("loi-nhan", "Anh Minh ở gần công ty."), ("giay", "GĐY 3/2026")];
    assert_eq!(leads(&officer.send(&format!("{person}/ung-tuyen"), &sent).await), format!("{person}?xong=nop"));
    let page = officer.get(&person).await.text;
    let (_, rest) = page.split_once("href=\"/trung-tam/ung-tuyen/").expect("the way to it");
    let code: String = rest.chars().take_while(char::is_ascii_alphanumeric).collect();
    let at = format!("/trung-tam/ung-tuyen/{code}");
    for (prefix, said) in [
        (
            "",
            [
                "Nhà tuyển dụng trả lời, đến hết",
                "Đã gửi cho nhà tuyển dụng",
                "cán bộ trung tâm không đọc",
                "Rút hồ sơ hộ",
            ],
        ),
        ("/en", ["answer, until the end of", "Sent to the employer", "do not read them", "Withdraw for the person"]),
    ] {
        let page = officer.get(&format!("{prefix}{at}")).await;
        assert_eq!(page.status.as_u16(), 200);
        let shown = ["Lê Văn Bình Minh", "Anh Minh ở gần công ty."];
        for text in said.iter().chain(&shown) {
            assert!(page.text.contains(text), "{text}: {}", page.text);
        }
        assert!(!page.text.contains("0905 111 222"), "a number stays masked");
        let print = officer.get(&format!("{prefix}{at}/in")).await;
        assert!(print.status.as_u16() == 200 && print.text.contains(shown[0]) && !print.text.contains("<textarea"));
        assert!(!print.text.contains(&format!("{at}/rut")), "paper has no buttons");
        assert!(print.text.contains("A4") && print.text.contains(&format!("href=\"{prefix}{at}\"")), "and a way back");
    }
    let page = officer.get(&at).await.text;
    let (_, rest) = page.split_once("name=\"ban\" value=\"").expect("a version");
    let version: String = rest.chars().take_while(char::is_ascii_digit).collect();
    let by = [("ban", version.as_str()), ("nguoi-yeu-cau", "person"), PAPER[0], ("ly-do", "found_work")];
    let odd = officer.send(&format!("{at}/rut"), &[&by[..], &[("ngay-cap", "hôm qua")]].concat()).await;
    assert!(odd.status.as_u16() == 422 && odd.text.contains(r#"value="hôm qua""#), "what was typed is kept");
    assert!(odd.text.contains(r#"<option value="found_work" selected>"#), "and what was chosen");
    let old = officer.send(&format!("{at}/rut"), &[("ban", "0"), by[1], by[2], PAPER[1]]).await;
    assert_eq!(old.status.as_u16(), 422, "of another version");
    let done = officer.send(&format!("{at}/rut"), &[&by[..], &[PAPER[1]]].concat()).await;
    assert_eq!(leads(&done), format!("{at}?xong=rut"));
    let page = officer.get(&at).await.text;
    assert!(page.contains("Trung tâm rút hồ sơ theo đề nghị") && !page.contains("Rút hồ sơ hộ"), "{page}");
    assert_eq!(page.matches("Trung tâm làm hộ").count(), 2, "sent and taken back by the centre: {page}");
    let (_, happened) = page.split_once("Diễn biến").expect("a timeline");
    assert!(!happened.contains("Người ứng tuyển") && happened.matches("Đã rút").count() == 0, "once: {happened}");
    assert!(officer.get(&person).await.text.contains("Rút hồ sơ ứng tuyển theo đề nghị tại quầy"));
}
