//! The page that takes postings in from a spreadsheet: in Vietnamese words, checked first, and nothing is taken in
//! before that is confirmed.

use super::{Answer, Desk, hidden};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use sanviec_app::{Key, Role, hiring};
use sanviec_domain::posting::PostingCode;

/// Headings and cells as an employer writes them.
const ROW: [(&str, &str); 11] = [
    ("Tên công việc", "Công nhân may"),
    ("Mô tả công việc", "May công nghiệp trong xưởng có điều hòa."),
    ("Nơi làm việc", "Phường Quy Nhơn, Gia Lai"),
    ("Số lượng cần tuyển", "2"),
    ("Vị trí", "Nhân viên"),
    ("Mức lương", "8 - 12 triệu"),
    ("Trình độ học vấn", "Tốt nghiệp THCS"),
    ("Trình độ chuyên môn", "Sơ cấp"),
    ("Hình thức tuyển", "Qua điện thoại; Phỏng vấn trực tiếp"),
    ("Hạn nộp hồ sơ", "31/12/2026"),
    ("Ngày bắt đầu làm việc", "05/01/2027"),
];

fn book(rows: &[[(&str, &str); 11]]) -> Vec<u8> {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    for (line, row) in (1..).zip(rows) {
        for (column, (heading, cell)) in (0..).zip(row) {
            sheet.write_string(0, column, *heading).expect("a heading");
            sheet.write_string(line, column, *cell).expect("a cell");
        }
    }
    workbook.save_to_buffer().expect("a book")
}

impl Desk {
    /// Sends the parts of a form with a file.
    async fn upload(&self, cookie: &str, path: &str, parts: &[(String, Vec<u8>)]) -> Answer {
        let mut body = Vec::new();
        for (name, value) in parts {
            body.extend(format!("--ranh\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n").into_bytes());
            body.extend(value);
            body.extend(b"\r\n");
        }
        body.extend(b"--ranh--\r\n");
        let request = Request::post(path)
            .header(header::COOKIE, cookie)
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=ranh")
            .header("sec-fetch-site", "same-origin");
        self.world.ask(request.body(Body::from(body)).expect("request")).await
    }

    /// The form of the page with this file chosen.
    async fn check(&self, cookie: &str, path: &str, file: Vec<u8>) -> Answer {
        let shown = self.get(cookie, path).await;
        let mut parts = of_form(&shown.text, path, "thu");
        parts.push(("file".to_owned(), file));
        self.upload(cookie, path, &parts).await
    }
}

/// Hidden values of the form that does this, as a browser sends them.
fn of_form(html: &str, path: &str, what: &str) -> Vec<(String, Vec<u8>)> {
    let mut all = hidden(html, path, Some(&("viec", what)));
    all.push(("viec".to_owned(), what.to_owned()));
    all.into_iter().map(|(name, value)| (name, value.into_bytes())).collect()
}

#[tokio::test]
async fn a_file_in_vietnamese_words_is_checked_first_and_taken_in_only_when_that_is_confirmed() {
    let mut desk = Desk::new().await;
    let (account, id, _) = desk.organisation("lan@vidu.vn", "0100233488").await;
    let cookie = desk.cookie(account, Role::EmployerAdministrator).await;
    let own = desk.as_role(account, Role::EmployerAdministrator, Some(id));
    let path = format!("/tuyen-dung/don-vi/{}/nhap", PostingCode::of(id));
    let waiting = async || {
        let counts = hiring::counts(&desk.world.app, &own, id).await.expect("counted");
        counts.into_iter().map(|(_, count)| count).sum::<i64>()
    };
    let mut wrong = ROW;
    wrong[4].1 = "Sếp";
    let mut nameless = ROW;
    (nameless[0].1, nameless[3].1) = ("", "nhiều");
    let checked = desk.check(&cookie, &path, book(&[ROW, wrong, nameless])).await;
    assert_eq!(checked.status, StatusCode::OK, "{}", checked.text);
    for said in [
        "Hợp lệ, chưa nhập: 1 dòng. Cần sửa trong tệp: 2 dòng.",
        "Dòng 2: Công nhân may",
        "Hợp lệ, sẽ chờ duyệt",
        "Nhập 1 tin hợp lệ",
        "Vị trí: “Sếp” không có",
        "Dòng 4 (chưa có tên công việc)",
        "Số lượng cần tuyển: Ghi một số từ 1 đến 100.000.",
        "Tên công việc: Mục này là bắt buộc, vui lòng điền.",
    ] {
        assert!(checked.text.contains(said), "{said}: {}", checked.text);
    }
    let answer = checked.text.find("Kết quả kiểm tra").expect("the answer");
    assert!(answer < checked.text.find("type=\"file\"").expect("the form"), "before the form for another file");
    assert!(checked.text.contains("Nhân viên; Quản lý; Lãnh đạo; Khác"), "what would be taken: {}", checked.text);
    assert_eq!(waiting().await, 0, "a check takes nothing in");
    let confirm = of_form(&checked.text, &path, "nhap");
    for _ in 0..3 {
        let taken = desk.upload(&cookie, &path, &confirm).await;
        assert_eq!(taken.status, StatusCode::OK, "{}", taken.text);
        assert!(taken.text.contains("/tuyen-dung/tin/") && taken.text.contains("Chờ duyệt"), "{}", taken.text);
        assert!(!taken.text.contains("Nhập 1 tin hợp lệ"), "nothing is left to confirm");
        let said = taken.text.split("role=\"status\"").nth(1).expect("what was done");
        assert!(said.contains("Đã nhập 1 tin. Cần sửa trong tệp: 2 dòng."), "nothing is public: {}", taken.text);
        assert!(said.contains(&format!("href=\"/tuyen-dung/don-vi/{}/tin\"", PostingCode::of(id))), "the way on");
    }
    assert_eq!(waiting().await, 1, "however often it is sent");
    let again = desk.check(&cookie, &path, book(&[ROW])).await;
    assert!(again.text.contains("/tuyen-dung/tin/") && !again.text.contains("Nhập 1 tin"), "{}", again.text);
    assert!(again.text.contains("Đã nhập: 1 dòng.") && !again.text.contains("Hợp lệ, chưa nhập"), "{}", again.text);
    assert!(!again.text.contains("role=\"status\""), "a check does nothing");
    let key = ("khoa".to_owned(), Key::fresh().expect("a key").as_str().as_bytes().to_vec());
    let take = ("viec".to_owned(), b"nhap".to_vec());
    let odd = ("tep-da-gui".to_owned(), b"+/==".to_vec());
    let refused = desk.upload(&cookie, &path, &[key, take, odd]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "a text that is no file: {}", refused.text);
}
