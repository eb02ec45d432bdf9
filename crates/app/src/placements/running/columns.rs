//! The columns of a list of running placements, as the template names them.

use crate::error::AppError;
use crate::import::book::{self, Column, Returned};

pub(super) const PROFILE: &str = "ho_so";
pub(super) const NUMBER: &str = "so_dinh_danh";
pub(super) const EMPLOYER: &str = "ma_so_thue";
pub(super) const PLACED: &str = "ngay_gioi_thieu";
pub(super) const NOTICE: &str = "ngay_bao_nhan_viec";
pub(super) const TASK: &str = "nhiem_vu_chi";
pub(super) const CONTRACT: &str = "so_hop_dong";
pub(super) const FORM: &str = "loai_hop_dong";
pub(super) const STARTS: &str = "tu_ngay";
pub(super) const ENDS: &str = "den_ngay";
pub(super) const EMPLOYER_SIGNED: &str = "ben_su_dung_ky";
pub(super) const WORKER_SIGNED: &str = "ben_lao_dong_ky";
pub(super) const METHOD: &str = "cach_ky";
pub(super) const E_CONTRACT: &str = "so_hop_dong_dien_tu";
pub(super) const SCAN: &str = "ban_quet";
pub(super) const WORKED_FROM: &str = "lam_viec_tu";
pub(super) const WORKED_THROUGH: &str = "lam_viec_den";
pub(super) const LEAVE: &str = "nghi_vi";
pub(super) const LEAVE_FROM: &str = "nghi_tu";
pub(super) const LEAVE_THROUGH: &str = "nghi_den";
pub(super) const ENDED: &str = "thoi_viec_ngay";
pub(super) const ENDED_WHY: &str = "thoi_viec_vi";
/// The column that a file comes back with; it is not read.
pub(in crate::placements) const REASONS: &str = "ly_do";

/// Columns that a file must have.
pub(super) const NEEDED: [&str; 2] = [EMPLOYER, PLACED];

/// All that are read, each with what it takes.
const COLUMNS: [(&str, &str); 22] = [
    (PROFILE, "Mã hồ sơ người lao động; bỏ trống nếu có số định danh"),
    (NUMBER, "052094000012"),
    (EMPLOYER, "Mã số thuế hoặc số định danh của người sử dụng lao động đã đăng ký trên sàn"),
    (PLACED, "05/10/2026: ngày trung tâm giới thiệu"),
    (NOTICE, "08/10/2026: ngày được báo đã nhận việc, nếu còn phải nhập kết quả và liên hệ sau một tháng"),
    (TASK, "Mã nhiệm vụ chi, nếu có"),
    (CONTRACT, "HĐ 15/2026"),
    (FORM, "không xác định thời hạn | xác định thời hạn | thử việc | học nghề"),
    (STARTS, "12/10/2026"),
    (ENDS, "11/10/2027: ngày cuối; bỏ trống nếu không xác định thời hạn"),
    (EMPLOYER_SIGNED, "10/10/2026"),
    (WORKER_SIGNED, "10/10/2026"),
    (METHOD, "giấy | chữ ký số"),
    (E_CONTRACT, "Mã hợp đồng điện tử trên nền tảng quốc gia, khi ký số"),
    (SCAN, "Tên bản quét đã tải lên hồ sơ; bỏ trống nếu hồ sơ chỉ có một giấy tờ"),
    (WORKED_FROM, "12/10/2026: trung tâm biết người này làm việc từ ngày"),
    (WORKED_THROUGH, "20/11/2026"),
    (
        LEAVE,
        "hằng năm | ốm đau | tai nạn lao động | thai sản | không lương | nghĩa vụ quân sự | ngừng việc | tạm hoãn | khác",
    ),
    (LEAVE_FROM, "02/11/2026"),
    (LEAVE_THROUGH, "06/11/2026: bỏ trống nếu còn đang nghỉ"),
    (ENDED, "20/11/2026: ngày làm việc cuối cùng theo hợp đồng"),
    (
        ENDED_WHY,
        "người lao động xin thôi việc | người sử dụng lao động cho thôi việc | thỏa thuận | hết hạn | ngừng hoạt động | \
         qua đời | không đến làm | khác",
    ),
];

pub(super) fn is_known(name: &str) -> bool {
    name == REASONS || COLUMNS.iter().any(|(known, _)| *known == name)
}

/// Names of all that are read, in the order of the template.
pub(in crate::placements) fn names() -> Vec<&'static str> {
    COLUMNS.iter().map(|(name, _)| *name).collect()
}

/// An empty spreadsheet with the columns, and a second sheet that says what each takes.
pub fn running_template() -> Result<Vec<u8>, AppError> {
    let column = |&(name, takes): &(&'static str, &str)| Column {
        name: name.to_owned(),
        is_needed: NEEDED.contains(&name),
        takes: takes.to_owned(),
        codes: Vec::new(),
    };
    book::template(&COLUMNS.iter().map(column).collect::<Vec<_>>())
}

/// Rows as they stand in the file, each with what is to be mended.
pub(super) fn given_back<'a>(rows: impl Iterator<Item = Returned<'a>>) -> Result<Vec<u8>, AppError> {
    book::returned((&names(), REASONS), rows)
}
