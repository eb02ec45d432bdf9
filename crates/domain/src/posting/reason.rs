//! Why a posting was closed or removed: the codes. The note beside a code is of [`crate::why::Why`].

use crate::Lang;

codes! {
    /// Why a posting was closed before its end.
    CloseReason {
        /// The employer wants nobody any more.
        NoLongerNeeded = "no_longer_needed",
        /// The employer found people elsewhere.
        FoundElsewhere = "found_elsewhere",
        /// Its source no longer lists it.
        SourceDropped = "source_dropped",
        /// Withdrawn before it was ever shown.
        Withdrawn = "withdrawn",
        /// See the note.
        Other = "other",
    }
}

impl RemoveReason {
    /// What to tell the employer.
    pub const fn sentence(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Self::Fraud, Lang::Vi) => "Lừa đảo hoặc quảng cáo sai sự thật.",
            (Self::Fraud, Lang::En) => "Fraud or false advertising.",
            (Self::Unlawful, Lang::Vi) => "Trái pháp luật: thu phí, giữ giấy tờ, phân biệt đối xử.",
            (Self::Unlawful, Lang::En) => "Against the law: fees, papers kept, discrimination.",
            (Self::Duplicate, Lang::Vi) => "Trùng với tin khác.",
            (Self::Duplicate, Lang::En) => "The same as another advert.",
            (Self::Demanded, Lang::Vi) => "Theo yêu cầu của đơn vị hoặc người có tên trong tin.",
            (Self::Demanded, Lang::En) => "The employer, or a person named in it, demands it.",
            (Self::Other, Lang::Vi) => "Lý do khác.",
            (Self::Other, Lang::En) => "Another reason.",
        }
    }
}
codes! {
    /// Why a posting was taken down for good.
    RemoveReason {
        /// Fraud or false advertising.
        Fraud = "fraud",
        /// Against the law in another way: fees, papers kept, discrimination.
        Unlawful = "unlawful",
        /// The same vacancy twice.
        Duplicate = "duplicate",
        /// The employer, or a person named in it, demands it.
        Demanded = "demanded",
        /// See the note.
        Other = "other",
    }
}
