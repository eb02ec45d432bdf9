//! What each check must find, and the near misses that it must not.

mod numbers;
mod sexes;

use super::*;
use crate::posting::{Contract, Period, Position, Probation, TechnicalLevel, WorkingTime};
use crate::time::parse_date;
use std::collections::BTreeSet;

/// Decree 293/2025/NĐ-CP, in force from 1 January 2026.
const FLOORS: WageFloors =
    WageFloors { month: [5_310_000, 4_730_000, 4_140_000, 3_700_000], hour: [25_500, 22_700, 20_000, 17_800] };

fn around() -> Circumstances {
    Circumstances {
        today: parse_date("2026-11-24").expect("a date"),
        floors: FLOORS,
        region: None,
        dong_per_usd: 26_000,
    }
}

fn found(content: &Content) -> BTreeSet<&'static str> {
    content.check(&around()).into_iter().map(|finding| finding.code).collect()
}

/// Codes found in a description, the notes on looks and contact left in.
fn in_text(text: &str) -> BTreeSet<&'static str> {
    found(&Content { description: Some(text.to_owned()), ..Content::titled("Công nhân may") })
}

fn finds(code: &str, texts: &[&str]) {
    let missed: Vec<&&str> = texts.iter().filter(|text| !in_text(text).contains(code)).collect();
    assert!(missed.is_empty(), "{code} not found in {missed:#?}");
}

fn leaves(code: &str, texts: &[&str]) {
    let wrong: Vec<&&str> = texts.iter().filter(|text| in_text(text).contains(code)).collect();
    assert!(wrong.is_empty(), "{code} wrongly found in {wrong:#?}");
}

#[test]
fn demands_for_money_are_found() {
    finds(
        "fee_charged",
        &[
            "Ứng viên đặt cọc 500.000đ khi nhận việc.",
            "Đặt cọc đồng phục 300k, hoàn lại sau 3 tháng",
            "Phí hồ sơ 200k",
            "phí hồ sơ: 100.000đ",
            "Nộp tiền trước khi đi làm",
            "Đóng phí đào tạo 1 triệu",
            "Lệ phí hồ sơ 50.000đ",
            "Cần mua đồng phục 250k trước khi nhận việc",
            "Ký quỹ 5 triệu",
            "kí quỹ 5 triệu",
            "Tiền cọc 500k",
            "thế chân 1 triệu",
            "Thu phí ứng viên 300k",
            "dat coc 500k khi nhan viec",
            "phi ho so 100k",
            "nop tien truoc",
            "Chuyển khoản trước 200k để giữ chỗ",
            "Không cần kinh nghiệm, đặt cọc 500k",
            "Không yêu cầu bằng cấp. Nộp tiền giữ chỗ 300k",
            "Đặt cọc không hoàn lại",
            "A deposit required before starting; registration fee 10 USD",
            "ĐẶT CỌC 500K NHẬN VIỆC NGAY",
            "đặt co\u{323}c 500k",
        ],
    );
}

#[test]
fn denials_of_money_and_other_matters_are_left_alone() {
    leaves(
        "fee_charged",
        &[
            "Không thu phí",
            "Không thu phí hồ sơ, không đặt cọc.",
            "Không thu phí, đặt cọc dưới mọi hình thức",
            "Cam kết không thu bất kỳ khoản phí nào của ứng viên",
            "không đặt cọc",
            "Ko đặt cọc, ko thu phí",
            "Không phải đóng tiền",
            "Không cần đặt cọc",
            "Ứng viên không phải nộp tiền hay đặt cọc",
            "Miễn phí hồ sơ",
            "Đặt cọc: không",
            "khong thu phi, khong dat coc",
            "Mọi hành vi thu phí đều là lừa đảo",
            "No application fee, we never ask for a deposit required",
            "Tư vấn khách hàng đặt cọc căn hộ",
            "Nhắc khách đặt cọc đúng hạn",
            "Nhân viên lái phi cơ, phi hồ sơ bay",
            "Vé máy bay phi thuyền",
            "Hỗ trợ phí gửi xe",
            "Bao ăn ở miễn phí",
            "Chi phí đi lại được hỗ trợ",
            "Công ty cấp đồng phục",
            "Chuẩn bị hồ sơ gồm sơ yếu lý lịch",
            "Thu tiền bán hàng cuối ngày",
            "Không đặt cọc, ký quỹ",
            "Không thu phí hồ sơ, tiền cọc",
            "Nộp tiền vào tài khoản công ty cuối ngày",
            "Nhân viên thu phí trạm BOT",
            "Theo dõi hợp đồng đặt cọc của dự án",
            "Thưởng phí giới thiệu 1 triệu khi giới thiệu người mới",
            "Hỗ trợ tiền đồng phục",
            "Mua hồ sơ thầu, làm việc với chủ đầu tư",
            "Đóng tiền bảo hiểm đầy đủ",
            "Training fee covered by the company",
        ],
    );
}

#[test]
fn a_bare_word_in_a_marked_text_means_itself() {
    assert!(in_text("Thu Phi là tên cô chủ quán").is_empty());
    assert!(in_text("thu phi ung vien 300k").contains("fee_charged"));
}

#[test]
fn keeping_papers_is_found() {
    finds(
        "papers_kept",
        &[
            "Công ty giữ bằng gốc 12 tháng",
            "Giữ CCCD trong thời gian làm việc",
            "giữ lại căn cước công dân",
            "Thu giữ giấy tờ gốc",
            "Nộp bằng gốc khi nhận việc",
            "giữ hộ chiếu",
            "Thế chấp bằng tốt nghiệp",
            "giữ chứng minh nhân dân",
            "giu bang goc",
            "giu cccd",
            "We keep your original degree for a year",
        ],
    );
    leaves(
        "papers_kept",
        &[
            "Không giữ giấy tờ gốc",
            "không giữ bằng gốc, không đặt cọc",
            "Công ty không thu giữ CCCD",
            "khong giu bang goc",
            "Photo CCCD công chứng",
            "Mang theo bản gốc để đối chiếu",
            "Giữ xe miễn phí",
            "Có bằng lái xe hạng C",
            "Giữ gìn vệ sinh nơi làm việc",
            "Giữ CCCD của khách khi nhận phòng",
            "Tuyển người trông giữ. Bằng gốc mang theo khi phỏng vấn",
            "Hồ sơ nộp bằng tốt nghiệp photo công chứng",
            "Mang CCCD bản gốc để đối chiếu",
            "Cầm theo CCCD khi phỏng vấn",
            "Thu thập CCCD photo của ứng viên",
            "We never keep original documents",
        ],
    );
}

#[test]
fn discrimination_by_sex_is_found() {
    finds(
        "sex",
        &[
            "Chỉ tuyển nam",
            "chỉ nhận nữ",
            "Không tuyển nữ",
            "Chỉ tuyển lao động nữ",
            "chi tuyen nam",
            "Giới tính: Nam",
            "Giới tính nữ",
            "Male only",
            "females only",
            "Yêu cầu nam, sức khoẻ tốt",
            "Nữ từ 18 - 35 tuổi",
            "Hạn chế nữ",
        ],
    );
    leaves(
        "sex",
        &[
            "Tuyển cả nam và nữ",
            "Không phân biệt nam nữ",
            "Nam/Nữ từ 18 tuổi",
            "Chỉ tuyển nhân viên làm ca đêm",
            "Công ty Việt Nam chỉ tuyển người có kinh nghiệm",
            "Giới tính: Nam/Nữ",
            "Giới tính: không yêu cầu",
            "Không nhận hồ sơ qua bưu điện",
            "Chỉ tuyển 5 năm kinh nghiệm",
            "Làm việc tại miền Nam",
            "Chỉ nhận hồ sơ tại Nam Định",
            "Chỉ tuyển tại Việt Nam",
            "Công dân Việt Nam từ 18 tuổi",
            "Nam/Nữ từ 18 - 40 tuổi",
        ],
    );
    finds("sex_preferred", &["Ưu tiên nam", "ưu tiên ứng viên nữ", "uu tien nu"]);
    leaves("sex_preferred", &["Ưu tiên người có kinh nghiệm", "ưu tiên năm kinh nghiệm", "Ưu tiên Nam hoặc nữ"]);
}

#[test]
fn discrimination_by_age_is_found() {
    finds(
        "age_discrimination",
        &[
            "Không nhận người trên 35 tuổi",
            "Không tuyển quá 40 tuổi",
            "không quá 30 tuổi",
            "chỉ tuyển người dưới 30 tuổi",
            "khong qua 35 tuoi",
        ],
    );
    leaves(
        "age_discrimination",
        &["Từ 18 tuổi trở lên", "Tuổi 18 - 45", "Không quá 8 giờ một ngày", "không quá 2 năm"],
    );
    finds("age_under_15_text", &["Nhận lao động từ 14 tuổi", "Tuyển người đủ 13 tuổi", "tuổi từ 14 đến 30"]);
    leaves(
        "age_under_15_text",
        &["Từ 15 tuổi", "từ 18 tuổi", "Dạy trẻ từ 3 tuổi", "Hỗ trợ con dưới 6 tuổi", "quà cho con từ 6 tuổi"],
    );
}

#[test]
fn discrimination_by_family_is_found() {
    finds(
        "family_state",
        &[
            "Nữ chưa lập gia đình",
            "nữ chưa kết hôn",
            "Ưu tiên độc thân",
            "Không tuyển phụ nữ mang thai",
            "Không nhận người có con nhỏ",
            "Cam kết 2 năm không sinh con",
            "không mang thai trong 2 năm",
            "nu chua lap gia dinh",
            "Single only",
        ],
    );
    leaves(
        "family_state",
        &[
            "Tặng quà ngày gia đình",
            "Nghỉ thai sản theo luật",
            "Hỗ trợ con nhỏ đi nhà trẻ",
            "Không khí như gia đình",
            "Ký túc xá cho người độc thân",
            "Độc thân hay đã lập gia đình đều được",
            "Người đã lập gia đình được hỗ trợ nhà ở",
            "không phân biệt tình trạng hôn nhân, chưa lập gia đình hay đã lập gia đình",
        ],
    );
}

#[test]
fn discrimination_by_religion_and_origin_is_found() {
    finds(
        "religion",
        &[
            "Không nhận người theo đạo Thiên chúa",
            "không tuyển người theo đạo",
            "Không theo tôn giáo nào",
            "không tôn giáo",
            "khong theo dao",
        ],
    );
    leaves(
        "religion",
        &[
            "Không phân biệt tôn giáo",
            "Có đạo đức nghề nghiệp",
            "Chịu trách nhiệm trước lãnh đạo",
            "Không nhận sự chỉ đạo từ bên ngoài",
        ],
    );
    finds(
        "origin",
        &[
            "Không tuyển người Thanh Hóa",
            "không nhận người Thanh Hoá, Nghệ An",
            "Không tuyển 36, 37",
            "khong tuyen nguoi Thanh Hoa",
            "Chỉ tuyển người miền Bắc",
            "Chỉ nhận người địa phương",
            "không tuyển người dân tộc",
            "Trừ Thanh Hóa, Nghệ An",
            "Không tuyển Nghệ An",
            "khong nhan nguoi quang ninh",
        ],
    );
    leaves(
        "origin",
        &[
            "Tuyển người tại Thanh Hóa",
            "Làm việc tại Thanh Hoá, không tuyển qua trung gian",
            "Không phân biệt vùng miền",
            "Không nhận hồ sơ nộp muộn",
            "Ưu tiên người địa phương",
            "Người dân tộc thiểu số được ưu tiên",
            "Chỉ tuyển người kinh nghiệm trên 2 năm",
            "Không tuyển quá 30 tuổi",
            "Không nhận người cao tuổi làm việc nặng",
            "Không nhận hồ sơ tại Hà Nội",
        ],
    );
    finds("health_state", &["Không nhận người khuyết tật", "không viêm gan B"]);
    leaves("health_state", &["Nhận người khuyết tật", "Phù hợp người khuyết tật", "Khám sức khoẻ hằng năm"]);
}

#[test]
fn looks_are_noted_only() {
    finds(
        "appearance",
        &["Ngoại hình ưa nhìn", "ngoại hình khá", "ngoai hinh ua nhin", "Cao từ 1m60", "Không xăm trổ"],
    );
    leaves("appearance", &["Không yêu cầu ngoại hình", "Lương cao từ 10 triệu", "Làm việc trên cao", "Thu nhập cao"]);
    let content = Content { description: Some("Ngoại hình ưa nhìn".into()), ..Content::titled("Lễ tân") };
    assert!(may_publish(&content.check(&around())));
}

#[test]
fn contacts_inside_the_text_are_noted() {
    for (code, text) in [
        ("phone_in_text", "Liên hệ 0905 123 456 gặp chị Lan"),
        ("phone_in_text", "LH: 0905.123.456"),
        ("phone_in_text", "Gọi +84 905 123 456"),
        ("phone_in_text", "ĐT 02363 123 456"),
        ("phone_in_text", "hotline 0912345678"),
        ("email_in_text", "Gửi CV về tuyendung@minhphu.vn"),
        ("email_in_text", "Email: hr.vn@abc.com.vn."),
        ("messenger_in_text", "Kết bạn Zalo 0905..."),
        ("messenger_in_text", "inbox page để biết thêm"),
    ] {
        assert!(in_text(text).contains(code), "{code} in {text}");
    }
    for text in [
        "Lương 10.000.000 - 12.000.000đ",
        "Mã số thuế 0100233488",
        "Làm từ 08.00 đến 17.00",
        "Số lượng 20, hạn 30/12/2026",
        "Quản lý Zalo, Facebook của công ty",
        "Đạt 100.000.000 doanh số @ mỗi tháng",
        "Thưởng 0.5 - 1 tháng lương",
    ] {
        let codes = in_text(text);
        assert!(!codes.iter().any(|code| code.ends_with("_in_text")), "{codes:?} in {text}");
    }
}

#[test]
fn a_contact_in_the_text_is_told_with_the_rule_and_forbids_nothing() {
    let content = Content {
        description: Some("Liên hệ 0905 123 456 gặp chị Lan".into()),
        requirements: Some("Gửi CV về tuyendung@minhphu.vn".into()),
        ..Content::titled("Phụ bếp")
    };
    let findings = content.check(&around());
    assert!(may_publish(&findings), "{findings:#?}");
    for (code, field, quote) in
        [("phone_in_text", "description", "0905 123 456"), ("email_in_text", "requirements", "tuyendung@minhphu.vn")]
    {
        let found = findings.iter().find(|finding| finding.code == code).expect("found");
        assert_eq!((found.field, found.quote.as_str()), (field, quote));
        assert!(found.vi.contains("liên hệ qua sàn") && found.en.contains("through the exchange"), "{found:?}");
    }
}

#[test]
fn shouting_is_noted() {
    assert!(in_text("TUYỂN GẤP CÔNG NHÂN MAY LÀM VIỆC NGAY").contains("all_capitals"));
    assert!(in_text("Tuyển gấp!!! Đi làm ngay").contains("noise"));
    assert!(in_text("🔥🔥🔥 Tuyển thợ hàn").contains("noise"));
    assert!(in_text("Tuyển KTV QA/QC tại KCN Hoà Khánh, làm việc giờ hành chính").is_empty());
    assert!(in_text("Tuyển thợ hàn! Lương tốt 🙂").is_empty());
}

#[test]
fn the_quote_is_what_was_written() {
    let content =
        Content { description: Some("Vui vẻ. ĐẶT CỌC 500k.".into()), ..Content::titled("Phụ bếp") };
    let findings = content.check(&around());
    let fee = findings.iter().find(|finding| finding.code == "fee_charged").expect("found");
    assert_eq!((fee.quote.as_str(), fee.field, fee.severity), ("ĐẶT CỌC", "description", Severity::Refuse));
    assert!(fee.citation.contains("Điều 11") && !may_publish(&findings));
}

#[test]
fn a_plain_advert_gives_no_finding() {
    let content = Content {
        description: Some(
            "May công nghiệp áo sơ mi xuất khẩu, đứng máy 1 kim và vắt sổ. Làm giờ hành chính, tăng ca theo đơn hàng."
                .into(),
        ),
        requirements: Some("Biết may là lợi thế, chưa biết sẽ được đào tạo. Sức khoẻ tốt, chăm chỉ.".into()),
        benefits: Some("BHXH, BHYT, BHTN theo luật. Cơm trưa, xe đưa đón. Không thu phí tuyển dụng.".into()),
        ..Content::titled("Công nhân may")
    };
    assert_eq!(content.check(&around()), []);
}

#[test]
fn refusals_stand_first_and_everything_is_told_in_both_languages() {
    let content = Content {
        description: Some("TUYỂN GẤP!!! Chỉ tuyển nam, ngoại hình khá, đặt cọc 500k, giữ CCCD, độc thân".into()),
        age_min: Some(14),
        ..Content::titled("Phụ bếp")
    };
    let findings = content.check(&around());
    let order: Vec<Severity> = findings.iter().map(|finding| finding.severity).collect();
    assert!(order.is_sorted() && findings.len() >= 6, "{findings:#?}");
    for finding in &findings {
        assert!(finding.vi.ends_with('.') && finding.en.ends_with('.') && finding.vi != finding.en, "{finding:?}");
    }
}
