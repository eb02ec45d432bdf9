//! The one list of words for where an application stands: the applicant, the employer and the officer read the same.

use crate::Lang;

codes! {
    /// Where an application stands, as everybody reads it.
    Status {
        /// Đã gửi.
        Sent = "sent",
        /// Đã xem.
        Seen = "seen",
        /// Vào vòng trong.
        Shortlisted = "shortlisted",
        /// Hẹn phỏng vấn.
        Interview = "interview",
        /// Nhận việc.
        Hired = "hired",
        /// Không phù hợp; the reason beside it says whether an employer decided that.
        NotSuitable = "not_suitable",
        /// Đã rút.
        Withdrawn = "withdrawn",
    }
}

impl Status {
    /// The word.
    pub const fn word(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Self::Sent, Lang::Vi) => "đã gửi",
            (Self::Sent, Lang::En) => "sent",
            (Self::Seen, Lang::Vi) => "đã xem",
            (Self::Seen, Lang::En) => "seen",
            (Self::Shortlisted, Lang::Vi) => "vào vòng trong",
            (Self::Shortlisted, Lang::En) => "shortlisted",
            (Self::Interview, Lang::Vi) => "hẹn phỏng vấn",
            (Self::Interview, Lang::En) => "interview",
            (Self::Hired, Lang::Vi) => "nhận việc",
            (Self::Hired, Lang::En) => "hired",
            (Self::NotSuitable, Lang::Vi) => "không phù hợp",
            (Self::NotSuitable, Lang::En) => "not suitable",
            (Self::Withdrawn, Lang::Vi) => "đã rút",
            (Self::Withdrawn, Lang::En) => "withdrawn",
        }
    }
}
