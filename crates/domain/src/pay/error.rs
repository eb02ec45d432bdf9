//! Why a text is no pay, with what to write instead.

use crate::Lang;

/// A pay text that cannot be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum PayError {
    /// Nothing was written.
    #[error("no pay was written")]
    Empty,
    /// Over [`super::PAY_CHARS`] characters.
    #[error("the pay text is too long")]
    TooLong,
    /// The source shows its pay to signed-in visitors only.
    #[error("the source hides its pay")]
    Hidden,
    /// No amount and no known word.
    #[error("the pay text has no amount and no known word")]
    Unclear,
    /// An amount of nothing, or beyond anything that is paid.
    #[error("the amount is out of range")]
    OutOfRange,
}

impl PayError {
    /// Stable code for programs.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "pay_empty",
            Self::TooLong => "pay_too_long",
            Self::Hidden => "pay_hidden",
            Self::Unclear => "pay_unclear",
            Self::OutOfRange => "pay_out_of_range",
        }
    }

    /// What is wrong and what to write instead.
    pub const fn sentence(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Self::Empty, Lang::Vi) => "Chưa ghi mức lương. Hãy viết như “8 - 10 triệu/tháng” hoặc “Thoả thuận”.",
            (Self::Empty, Lang::En) => {
                "No pay is given. Write for example “8 - 10 triệu/tháng” or “Thoả thuận” (to be agreed)."
            }
            (Self::TooLong, Lang::Vi) => {
                "Mức lương quá dài. Chỉ ghi số tiền và kỳ trả, ví dụ “8 - 10 triệu/tháng”; phần còn lại ghi ở quyền lợi."
            }
            (Self::TooLong, Lang::En) => {
                "The pay is too long. Give the amount and the period only, for example “8 - 10 triệu/tháng”; the rest belongs to the benefits."
            }
            (Self::Hidden, Lang::Vi) => {
                "Nguồn tin không cho xem mức lương. Hãy ghi số tiền, ví dụ “8 - 10 triệu/tháng”, hoặc “Thoả thuận”."
            }
            (Self::Hidden, Lang::En) => {
                "The source hides the pay. Give the amount, for example “8 - 10 triệu/tháng”, or “Thoả thuận” (to be agreed)."
            }
            (Self::Unclear, Lang::Vi) => {
                "Không đọc được mức lương. Hãy viết như “8 - 10 triệu/tháng”, “250.000đ/ngày”, “30.000đ/giờ”, “500 - 800 USD” hoặc “Thoả thuận”."
            }
            (Self::Unclear, Lang::En) => {
                "The pay cannot be read. Write for example “8 - 10 triệu/tháng”, “250.000đ/ngày”, “30.000đ/giờ”, “500 - 800 USD” or “Thoả thuận” (to be agreed)."
            }
            (Self::OutOfRange, Lang::Vi) => {
                "Số tiền không hợp lý. Hãy kiểm tra số và đơn vị, ví dụ “8.500.000đ/tháng” hoặc “8,5 triệu/tháng”."
            }
            (Self::OutOfRange, Lang::En) => {
                "The amount is not plausible. Check the number and its unit, for example “8.500.000đ/tháng” or “8,5 triệu/tháng”."
            }
        }
    }
}
