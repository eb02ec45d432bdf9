//! Why a consent could not be recorded, and why a use is not allowed: each can be told to a person.

use crate::Lang;

/// A command that is not recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Refusal {
    /// The purpose is tied to something else than what was named.
    #[error("this purpose is not asked about that")]
    Scope,
    /// Nothing uses data for the purpose, so nobody is asked.
    #[error("nobody is asked for this purpose")]
    NotAsked,
    /// The guardian's consent was given by the person, or the person's by the guardian.
    #[error("this consent is another's to give")]
    Giver,
    /// A paper without saying which.
    #[error("a consent on paper needs its evidence")]
    EvidenceMissing,
    /// Agreed to by telephone.
    #[error("a consent must be given in a way that can be verified")]
    NotVerifiable,
    /// Another text is shown now than the one that was read.
    #[error("the wording has changed since it was read")]
    WordingChanged,
    /// Earlier than what is recorded already.
    #[error("a later act is recorded already")]
    BackDated,
}

codes! {
    /// Why a use is not allowed.
    Lack {
        /// Nothing was ever agreed to.
        NotGiven = "consent_not_given",
        /// It was taken back.
        Withdrawn = "consent_withdrawn",
        /// It was given to a text that meant less.
        Outdated = "consent_outdated",
        /// The guardian has not agreed, or has taken it back.
        Guardian = "guardian_consent_missing",
    }
}

impl Refusal {
    /// Stable code for programs.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Scope => "consent_scope",
            Self::NotAsked => "consent_not_asked",
            Self::Giver => "consent_giver",
            Self::EvidenceMissing => "consent_evidence_missing",
            Self::NotVerifiable => "consent_not_verifiable",
            Self::WordingChanged => "consent_wording_changed",
            Self::BackDated => "consent_back_dated",
        }
    }

    /// What to tell the person who asked.
    pub const fn sentence(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Self::Scope, Lang::Vi) => {
                "Mục đích này phải gắn với đúng nhà tuyển dụng hoặc kênh nhận tin. Hãy chọn lại."
            }
            (Self::Scope, Lang::En) => "This purpose is tied to one employer or one channel. Choose it again.",
            (Self::NotAsked, Lang::Vi) => {
                "Hệ thống không dùng dữ liệu cho mục đích này nên không xin đồng ý. Hãy chọn mục đích khác."
            }
            (Self::NotAsked, Lang::En) => {
                "Nothing here uses data for this purpose, so nobody is asked to agree. Choose another purpose."
            }
            (Self::Giver, Lang::Vi) => {
                "Sự đồng ý này phải do đúng người đưa ra: cha, mẹ hoặc người giám hộ đồng ý cho người dưới 18 tuổi, các mục khác do chính người đó."
            }
            (Self::Giver, Lang::En) => {
                "This consent is another's to give: a parent or guardian agrees for somebody under 18, everything else is agreed to by the person."
            }
            (Self::EvidenceMissing, Lang::Vi) => {
                "Đồng ý bằng giấy thì phải ghi số hồ sơ hoặc kèm bản quét tờ giấy đã ký."
            }
            (Self::EvidenceMissing, Lang::En) => "For a consent on paper, give the number of its file or add its scan.",
            (Self::NotVerifiable, Lang::Vi) => {
                "Không thể đồng ý qua điện thoại. Hãy gửi đường dẫn xác nhận hoặc cho ký giấy; rút lại thì được."
            }
            (Self::NotVerifiable, Lang::En) => {
                "Nobody can agree by telephone. Send a link to confirm or have a paper signed; taking back is possible."
            }
            (Self::WordingChanged, Lang::Vi) => "Nội dung xin đồng ý vừa thay đổi. Hãy đọc lại rồi chọn.",
            (Self::WordingChanged, Lang::En) => "The text has just changed. Read it again, then choose.",
            (Self::BackDated, Lang::Vi) => "Đã có lựa chọn mới hơn. Hãy xem lại trang cài đặt rồi chọn lại.",
            (Self::BackDated, Lang::En) => "A later choice is recorded already. Look at the settings and choose again.",
        }
    }
}

impl Lack {
    /// What to tell whoever wanted to use the data.
    pub const fn sentence(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Self::NotGiven, Lang::Vi) => "Người này chưa đồng ý cho mục đích này. Hãy hỏi ý kiến trước.",
            (Self::NotGiven, Lang::En) => "The person has not agreed to this purpose. Ask first.",
            (Self::Withdrawn, Lang::Vi) => "Người này đã rút lại sự đồng ý cho mục đích này.",
            (Self::Withdrawn, Lang::En) => "The person has taken back the consent to this purpose.",
            (Self::Outdated, Lang::Vi) => "Nội dung xin đồng ý đã thay đổi. Hãy hỏi lại ý kiến người này.",
            (Self::Outdated, Lang::En) => "The text of this consent has changed. Ask the person again.",
            (Self::Guardian, Lang::Vi) => "Người dưới 18 tuổi cần cha, mẹ hoặc người giám hộ đồng ý trước.",
            (Self::Guardian, Lang::En) => "Somebody under 18 needs the consent of a parent or guardian first.",
        }
    }
}
