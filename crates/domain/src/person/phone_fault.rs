//! Why a text is no telephone number, with what to write instead.

use crate::Lang;

/// A text that is not one number of Viet Nam.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum PhoneError {
    /// Nothing was written.
    #[error("no telephone number was written")]
    Empty,
    /// Letters or signs among the digits.
    #[error("a telephone number has digits only")]
    Letters,
    /// More than one number.
    #[error("more than one telephone number was written")]
    Several,
    /// Another country's number.
    #[error("the number is not one of Viet Nam")]
    Foreign,
    /// A service number (1800, 1900).
    #[error("a service number belongs to no person")]
    Hotline,
    /// Digits are missing, or there are too many.
    #[error("a number does not have {digits} digits")]
    Length {
        /// How many were written.
        digits: usize,
    },
    /// The beginning is in use no more, or never was.
    #[error("no number begins like this")]
    Range,
}

impl PhoneError {
    /// Stable code for programs.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "phone_empty",
            Self::Letters => "phone_letters",
            Self::Several => "phone_several",
            Self::Foreign => "phone_foreign",
            Self::Hotline => "phone_hotline",
            Self::Length { .. } => "phone_length",
            Self::Range => "phone_range",
        }
    }

    /// What is wrong and what to write instead.
    pub fn sentence(self, lang: Lang) -> String {
        match lang {
            Lang::Vi => self.vi(),
            Lang::En => self.en(),
        }
    }

    fn vi(self) -> String {
        match self {
            Self::Empty => "Chưa ghi số điện thoại. Hãy ghi như “0905 123 456”.".into(),
            Self::Letters => "Số điện thoại chỉ gồm chữ số. Hãy bỏ chữ và tên người, ghi như “0905 123 456”.".into(),
            Self::Several => "Chỉ ghi một số điện thoại ở ô này. Số thứ hai ghi ở ô liên hệ khác.".into(),
            Self::Foreign => "Cần số điện thoại Việt Nam (+84). Nếu chỉ có số nước ngoài, hãy dùng thư điện tử.".into(),
            Self::Hotline => "Số 1800, 1900 là số tổng đài. Hãy ghi số di động hoặc số cố định của người liên hệ.".into(),
            Self::Length { digits } => format!(
                "Đã ghi {digits} chữ số. Số di động có 10 chữ số, ví dụ “0905 123 456”; số cố định có 11, ví dụ “0236 3821 234”."
            ),
            Self::Range => {
                "Không có số điện thoại bắt đầu như vậy. Di động bắt đầu bằng 03, 05, 07, 08, 09; cố định bằng mã vùng 02.".into()
            }
        }
    }

    fn en(self) -> String {
        match self {
            Self::Empty => "No telephone number is given. Write for example “0905 123 456”.".into(),
            Self::Letters => {
                "A telephone number has digits only. Take out words and names; write for example “0905 123 456”.".into()
            }
            Self::Several => "Write one telephone number here. A second one goes into the other contact field.".into(),
            Self::Foreign => "A number of Viet Nam (+84) is needed. With a foreign number only, use e-mail.".into(),
            Self::Hotline => "1800 and 1900 are service numbers. Write a person's mobile or landline number.".into(),
            Self::Length { digits } => format!(
                "{digits} digits were written. A mobile number has 10, for example “0905 123 456”; a landline 11, for example “0236 3821 234”."
            ),
            Self::Range => {
                "No telephone number begins like this. Mobiles begin with 03, 05, 07, 08 or 09; landlines with their area code 02.".into()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_error_names_its_remedy_in_both_languages() {
        let all = [
            PhoneError::Empty,
            PhoneError::Letters,
            PhoneError::Several,
            PhoneError::Foreign,
            PhoneError::Hotline,
            PhoneError::Length { digits: 9 },
            PhoneError::Range,
        ];
        for error in all {
            let (vi, en) = (error.sentence(Lang::Vi), error.sentence(Lang::En));
            assert!(vi.len() > 40 && en.len() > 40 && vi != en, "{error:?}");
        }
        let mut codes = all.map(PhoneError::code);
        codes.sort_unstable();
        assert!(codes.windows(2).all(|pair| pair[0] != pair[1]));
        assert!(PhoneError::Length { digits: 9 }.sentence(Lang::Vi).contains('9'));
    }
}
