//! Why an application ended without a hire. Reasons that the law forbids (sex, age beyond the law, origin, health) are
//! no choices here.

use crate::Lang;

codes! {
    /// Why it was not suitable.
    EndReason {
        /// What the posting asks for is not met.
        RequirementsNotMet = "requirements_not_met",
        /// Another applicant was chosen.
        AnotherChosen = "another_chosen",
        /// Nobody is wanted any more.
        NoLongerNeeded = "no_longer_needed",
        /// Pay, place or time were not agreed on.
        TermsNotAgreed = "terms_not_agreed",
        /// The applicant could not be reached.
        NotReached = "not_reached",
        /// The applicant did not come to the interview.
        DidNotCome = "did_not_come",
        /// See the note.
        Other = "other",
        /// The employer did not answer in time. Set by the clock.
        NoAnswer = "no_answer",
        /// The posting was taken down. Set by the exchange.
        PostingRemoved = "posting_removed",
    }
}
codes! {
    /// Why it was withdrawn.
    WithdrawReason {
        /// None given: nobody has to.
        Unsaid = "unsaid",
        /// Found other work.
        FoundWork = "found_work",
        /// Pay, place or time do not fit.
        TermsNotAgreed = "terms_not_agreed",
        /// The employer or the posting gave no trust.
        Distrust = "distrust",
        /// See the note.
        Other = "other",
        /// The consent to send data to the employer was withdrawn. Set by the exchange.
        ConsentWithdrawn = "consent_withdrawn",
        /// The guardian did not agree. Set by the exchange.
        GuardianRefused = "guardian_refused",
        /// The guardian said nothing in time. Set by the clock.
        GuardianSilent = "guardian_silent",
    }
}

impl EndReason {
    /// Whether an employer may choose it.
    pub const fn is_employers(self) -> bool {
        match self {
            Self::RequirementsNotMet
            | Self::AnotherChosen
            | Self::NoLongerNeeded
            | Self::TermsNotAgreed
            | Self::NotReached
            | Self::DidNotCome
            | Self::Other => true,
            Self::NoAnswer | Self::PostingRemoved => false,
        }
    }

    /// What the applicant reads beside the status.
    pub const fn sentence(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Self::RequirementsNotMet, Lang::Vi) => "Hồ sơ chưa đáp ứng yêu cầu của vị trí.",
            (Self::RequirementsNotMet, Lang::En) => "What the post asks for is not met.",
            (Self::AnotherChosen, Lang::Vi) => "Nhà tuyển dụng đã chọn người khác.",
            (Self::AnotherChosen, Lang::En) => "The employer chose another applicant.",
            (Self::NoLongerNeeded, Lang::Vi) => "Nhà tuyển dụng không tuyển vị trí này nữa.",
            (Self::NoLongerNeeded, Lang::En) => "The employer wants nobody for this post any more.",
            (Self::TermsNotAgreed, Lang::Vi) => "Hai bên chưa thống nhất lương, nơi làm hoặc thời gian.",
            (Self::TermsNotAgreed, Lang::En) => "Pay, place or time were not agreed on.",
            (Self::NotReached, Lang::Vi) => "Nhà tuyển dụng không liên hệ được.",
            (Self::NotReached, Lang::En) => "The employer could not get in touch.",
            (Self::DidNotCome, Lang::Vi) => "Vắng mặt ở buổi phỏng vấn.",
            (Self::DidNotCome, Lang::En) => "The interview was missed.",
            (Self::Other, Lang::Vi) => "Lý do khác.",
            (Self::Other, Lang::En) => "Another reason.",
            (Self::NoAnswer, Lang::Vi) => {
                "Nhà tuyển dụng không trả lời trong thời hạn. Hồ sơ khép lại, không phải do bạn."
            }
            (Self::NoAnswer, Lang::En) => {
                "The employer did not answer in time. It was closed through no fault of yours."
            }
            (Self::PostingRemoved, Lang::Vi) => "Tin tuyển dụng đã bị gỡ bỏ. Hồ sơ khép lại, không phải do bạn.",
            (Self::PostingRemoved, Lang::En) => {
                "The posting was taken down. The application was closed through no fault of yours."
            }
        }
    }
}

impl WithdrawReason {
    /// Whether an applicant may choose it.
    pub const fn is_applicants(self) -> bool {
        match self {
            Self::Unsaid | Self::FoundWork | Self::TermsNotAgreed | Self::Distrust | Self::Other => true,
            Self::ConsentWithdrawn | Self::GuardianRefused | Self::GuardianSilent => false,
        }
    }

    /// What is read beside the status.
    pub const fn sentence(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Self::Unsaid, Lang::Vi) => "Người ứng tuyển đã rút hồ sơ.",
            (Self::Unsaid, Lang::En) => "The applicant withdrew.",
            (Self::FoundWork, Lang::Vi) => "Người ứng tuyển đã có việc khác.",
            (Self::FoundWork, Lang::En) => "The applicant found other work.",
            (Self::TermsNotAgreed, Lang::Vi) => "Lương, nơi làm hoặc thời gian không phù hợp với người ứng tuyển.",
            (Self::TermsNotAgreed, Lang::En) => "Pay, place or time do not fit the applicant.",
            // The employer is not told that he was not trusted; the centre is.
            (Self::Distrust | Self::Other, Lang::Vi) => "Người ứng tuyển đã rút hồ sơ vì lý do khác.",
            (Self::Distrust | Self::Other, Lang::En) => "The applicant withdrew for another reason.",
            (Self::ConsentWithdrawn, Lang::Vi) => "Người ứng tuyển không cho dùng dữ liệu nữa.",
            (Self::ConsentWithdrawn, Lang::En) => "The applicant no longer agrees to the use of the data.",
            (Self::GuardianRefused, Lang::Vi) => "Cha, mẹ hoặc người giám hộ không đồng ý.",
            (Self::GuardianRefused, Lang::En) => "The parent or guardian did not agree.",
            (Self::GuardianSilent, Lang::Vi) => "Cha, mẹ hoặc người giám hộ chưa đồng ý trong thời hạn.",
            (Self::GuardianSilent, Lang::En) => "The parent or guardian did not agree in time.",
        }
    }
}
