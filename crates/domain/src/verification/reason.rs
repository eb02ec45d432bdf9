//! Why a verification was refused or taken away.

use crate::Lang;

impl RefuseReason {
    /// What to tell the organisation.
    pub const fn sentence(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Self::NotInRegister, Lang::Vi) => "Không tìm thấy mã số thuế trong hệ thống đăng ký.",
            (Self::NotInRegister, Lang::En) => "The register does not know the tax code.",
            (Self::NotActive, Lang::Vi) => "Đơn vị đã ngừng hoạt động theo hệ thống đăng ký.",
            (Self::NotActive, Lang::En) => "According to the register the organisation is closed or stopped.",
            (Self::Mismatch, Lang::Vi) => "Tên, mã số hoặc địa chỉ không khớp nhau.",
            (Self::Mismatch, Lang::En) => "Name, code or address do not agree with each other.",
            (Self::NotAuthorised, Lang::Vi) => "Người đăng ký chưa có quyền đại diện đơn vị.",
            (Self::NotAuthorised, Lang::En) => "The person who registered may not speak for the organisation yet.",
            (Self::PapersUnclear, Lang::Vi) => "Giấy tờ không đọc được hoặc còn thiếu.",
            (Self::PapersUnclear, Lang::En) => "The papers cannot be read, or something is missing.",
            (Self::Other, Lang::Vi) => "Lý do khác.",
            (Self::Other, Lang::En) => "Another reason.",
        }
    }
}

impl RevokeReason {
    /// What to tell the organisation.
    pub const fn sentence(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Self::Fraud, Lang::Vi) => "Gian lận, thu phí hoặc giữ giấy tờ của người lao động.",
            (Self::Fraud, Lang::En) => "Fraud, fees taken from workers, or their papers kept.",
            (Self::Impersonation, Lang::Vi) => "Mạo danh đơn vị khác.",
            (Self::Impersonation, Lang::En) => "Pretending to be another organisation.",
            (Self::Unlawful, Lang::Vi) => "Vi phạm pháp luật khác.",
            (Self::Unlawful, Lang::En) => "Another breach of the law.",
            (Self::NotActive, Lang::Vi) => "Đơn vị đã ngừng hoạt động.",
            (Self::NotActive, Lang::En) => "The organisation is closed or stopped.",
            (Self::Demanded, Lang::Vi) => "Theo yêu cầu của đơn vị.",
            (Self::Demanded, Lang::En) => "The organisation asked for it.",
            (Self::Other, Lang::Vi) => "Lý do khác.",
            (Self::Other, Lang::En) => "Another reason.",
        }
    }
}
codes! {
    /// Why it was refused. The organisation reads it and may hand in again.
    RefuseReason {
        /// The register does not know the tax code.
        NotInRegister = "not_in_register",
        /// The register says that it is closed or stopped.
        NotActive = "not_active",
        /// Name, code or address do not agree with each other.
        Mismatch = "mismatch",
        /// The person may not speak for it.
        NotAuthorised = "not_authorised",
        /// The papers cannot be read or lack something.
        PapersUnclear = "papers_unclear",
        /// See the note.
        Other = "other",
    }
}
codes! {
    /// Why it was taken away.
    RevokeReason {
        /// Fraud, fees from seekers, papers kept.
        Fraud = "fraud",
        /// It pretended to be another organisation.
        Impersonation = "impersonation",
        /// Other breaches of the law.
        Unlawful = "unlawful",
        /// It is closed or stopped.
        NotActive = "not_active",
        /// It asked for it.
        Demanded = "demanded",
        /// See the note.
        Other = "other",
    }
}
