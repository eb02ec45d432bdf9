//! Demands of sex, age, trial and term as adverts word them every day, and the names and years that look like them.

use super::*;

fn in_title(title: &str) -> BTreeSet<&'static str> {
    found(&Content::titled(title))
}

#[test]
fn everyday_demands_of_one_sex_are_found() {
    finds(
        "sex",
        &[
            "Tuyển nam",
            "Tuyển nam dưới 30 tuổi",
            "Cần 5 nam bốc xếp",
            "Tuyển dụng nhân viên nam dưới 30 tuổi",
            "Công nhân may (Nữ)",
            "Tuyển gấp 2 nữ phục vụ",
            "cần nữ bán hàng",
            "Cần 3 bạn nữ",
            "Tuyển 5-10 nam",
            "Tuyển 10 lao động nam",
            "Cần tuyển 3 công nhân nữ",
            "TUYỂN NAM BỐC XẾP",
            "Tuyển Nam Bốc Xếp",
            "tuyen nu phuc vu",
            "tuyen lao dong nam",
            "Nữ, 18 - 35 tuổi",
            "Phụ kho (nam, dưới 35 tuổi)",
            "Đối tượng: nữ",
            "Open for female talents",
        ],
    );
    for title in ["Công nhân may (Nữ)", "Bảo vệ [nam]", "Nhân viên kho - Nam", "Lễ tân, nữ", "Cong nhan may (Nu)"]
    {
        assert!(in_title(title).contains("sex"), "{title}");
    }
    // A person looks at it; nothing is refused for the word alone.
    assert!(may_publish(&Content::titled("Công nhân may (Nữ)").check(&around())));
}

#[test]
fn names_years_and_both_sexes_are_no_demand() {
    leaves(
        "sex",
        &[
            "Tuyển nam, nữ",
            "Tuyển nam/nữ phục vụ",
            "Tuyển nam lẫn nữ",
            "Tuyển 5 nam và 5 nữ",
            "Cần 3 nam, 2 nữ",
            "Tuyển nhân viên Nam Định",
            "Tuyển nhân viên tại Nam Định",
            "Tuyển bảo vệ Nam Từ Liêm",
            "Công ty Nam Á tuyển kế toán",
            "Tuyển nhân viên Nam Á Bank",
            "Tuyển nhân viên Nam Phát",
            "Công ty Hoài Nam tuyển thợ",
            "Tuyển dụng Việt Nam",
            "Tuyển kinh doanh khu vực phía Nam",
            "Liên hệ anh Nam từ 15 giờ",
            "Cần 10 năm kinh nghiệm",
            "can 5 nam kinh nghiem",
            "tuyen 2 nam kinh nghiem",
            "tuyen nam 2026",
            "thuong cuoi nam, tu 300 nghin",
            "can nam vung excel",
            "yeu cau nam vung nghiep vu",
            "Tuyển thợ cắt tóc nam",
            "Tuyển nhân viên thời trang nam",
            "Tuyển nhân viên bán nữ trang",
            "Tuyển bác sĩ nam khoa",
            "Khách hàng nữ 25 - 40 tuổi",
            "Phòng nghỉ riêng cho nhân viên nữ",
            "Lao động nữ được nghỉ theo chế độ",
            "Open to men and women",
        ],
    );
    for title in [
        "Nhân viên kinh doanh (Miền Nam)",
        "Kinh doanh khu vực Bắc - Trung - Nam",
        "Phục vụ (Nam/Nữ)",
        "Kế toán - Nam Định",
        "Kế toán (Nam Định)",
        "Kỹ sư, Việt Nam",
        "Ky su (5 nam)",
    ] {
        assert!(!in_title(title).contains("sex"), "{title}");
    }
}

#[test]
fn everyday_bounds_of_age_are_found() {
    finds(
        "age_discrimination",
        &[
            "Tuổi dưới 35",
            "tuoi duoi 35",
            "Độ tuổi dưới 30",
            "Tuổi không quá 40",
            "Tuổi tối đa 35",
            "Tối đa 40 tuổi",
            "Tuyển nam dưới 30 tuổi",
            "Tuyển dụng nhân viên nam dưới 30 tuổi",
            "Ứng viên dưới 35 tuổi",
            "Từ 35 tuổi trở xuống",
            "Age under 35",
        ],
    );
    leaves(
        "age_discrimination",
        &[
            "Tuổi từ 18 đến 45",
            "Nuôi heo dưới 30 ngày tuổi",
            "Tuổi heo con dưới 25 ngày",
            "Theo dõi tuổi nợ dưới 30 ngày",
            "Đội ngũ nhân viên dưới 30 tuổi",
            "Khách hàng tuổi dưới 35",
            "Hỗ trợ con dưới 6 tuổi",
            "Chăm bệnh nhân tối đa 90 tuổi",
        ],
    );
}

#[test]
fn trials_and_terms_in_the_text_are_held_against_the_law() {
    finds(
        "trial_long_text",
        &[
            "Thử việc 7 tháng",
            "thu viec 7 thang",
            "Thời gian thử việc: 3 tháng",
            "Thử việc từ 2 đến 6 tháng",
            "thử việc 90 ngày",
            "Thử việc 1 năm",
            "Probation 6 months",
        ],
    );
    leaves(
        "trial_long_text",
        &[
            "Thử việc 02 tháng, sau 12 tháng xét tăng lương",
            "Thử việc 60 ngày",
            "Lương thử việc 12 triệu/tháng",
            "Sau thử việc 3 tháng được xét tăng lương",
            "Sau khi hết thử việc 6 tháng được thưởng",
            "Thử việc hưởng 85% lương, đóng bảo hiểm từ tháng thứ 3",
        ],
    );
    finds(
        "term_long_text",
        &[
            "Hợp đồng 60 tháng",
            "hop dong 60 thang",
            "Hợp đồng lao động xác định thời hạn 48 tháng",
            "hợp đồng thời hạn 36 - 60 tháng",
            "Ký HĐLĐ 5 năm",
        ],
    );
    leaves(
        "term_long_text",
        &[
            "Hợp đồng 12 - 36 tháng",
            "Ký hợp đồng 3 năm",
            "Kinh nghiệm soạn hợp đồng 5 năm",
            "Theo dõi hợp đồng thuê 60 tháng",
            "Ký hợp đồng 5 năm với khách hàng",
            "Ký hợp đồng không xác định thời hạn sau 2 tháng",
        ],
    );
}
