//! What these tables do not know, said so that `doctor` can warn before it matters.

use chrono::NaiveDate;

/// One thing that is not known, or only until a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gap {
    /// Stable name.
    pub code: &'static str,
    /// Until when the table is complete; `None` when the gap is there now.
    pub known_until: Option<NaiveDate>,
    /// What is missing, in Vietnamese.
    pub vi: &'static str,
    /// The same in English.
    pub en: &'static str,
}

/// Every gap.
pub fn gaps() -> [Gap; 7] {
    [
        Gap {
            code: "holidays",
            known_until: Some(crate::holiday::horizon()),
            vi: "Lịch nghỉ lễ sau ngày này (Tết, ngày nghỉ bù) chưa có; hạn tính theo ngày làm việc có thể lệch.",
            en: "Holidays after this day (Tết, moved days) are not known; terms in working days may be off.",
        },
        Gap {
            code: "commune_kind_days",
            known_until: None,
            vi: "Chưa rõ mười xã nào của Đồng Nai trở thành phường và từ ngày nào; phường của Đồng Nai để trống ngày này.",
            en: "Which ten communes of Đồng Nai became wards, and on which day, is not known; its wards have no such day.",
        },
        Gap {
            code: "former_unit_days",
            known_until: None,
            vi: "Không có ngày thành lập của các đơn vị trước 01/07/2025, và ngày kết thúc của 589 đơn vị trong số đó.",
            en: "First days of units before 1 July 2025 are not recorded, nor the last days of 589 of them.",
        },
        Gap {
            code: "minimum_wages",
            known_until: Some(crate::wage::horizon()),
            vi: "Mức lương tối thiểu áp dụng sau ngày này chưa có; tin tuyển dụng vẫn được kiểm tra theo mức hiện có.",
            en: "Minimum wages after this day are not known; vacancies go on being checked by those that are.",
        },
        Gap {
            code: "wage_regions",
            known_until: None,
            vi: "Chưa có bảng vùng lương tối thiểu theo xã; chỉ kiểm tra với mức vùng IV.",
            en: "Which commune lies in which minimum-wage region is not known; pay is checked against region IV only.",
        },
        Gap {
            code: "vsic_2025",
            known_until: None,
            vi: "VSIC 2025 mới có cấp 1; các cấp dưới dùng VSIC 2018.",
            en: "Of VSIC 2025 only the sections are here; lower levels are those of VSIC 2018.",
        },
        Gap {
            code: "units_before_2023",
            known_until: None,
            vi: "Không có dữ liệu về các đơn vị sáp nhập trước tháng 4/2023; 4 xã bị bãi bỏ trước năm 2025 chưa rõ nơi thay thế.",
            en: "Units merged before April 2023 are not recorded; four communes abolished before 2025 have no known successor.",
        },
    ]
}
