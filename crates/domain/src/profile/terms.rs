//! The closed lists of forms 01 and 01a (Decree 352/2025/NĐ-CP) that only a person has; those that a vacancy has too
//! are [`crate::posting`]'s. No labels: pages have them.

codes! {
    /// How well somebody does something (form 01).
    Grade {
        /// Tốt.
        Good = "good",
        /// Khá.
        Fair = "fair",
        /// Trung bình.
        Average = "average",
    }
}
codes! {
    /// The eleven soft skills of form 01.
    SoftSkill {
        /// Giao tiếp.
        Communication = "communication",
        /// Thuyết trình.
        Presentation = "presentation",
        /// Quản lý thời gian.
        TimeManagement = "time_management",
        /// Quản lý nhân sự.
        PeopleManagement = "people_management",
        /// Tổng hợp, báo cáo.
        Reporting = "reporting",
        /// Thích ứng.
        Adaptation = "adaptation",
        /// Làm việc nhóm.
        Teamwork = "teamwork",
        /// Làm việc độc lập.
        Independence = "independence",
        /// Chịu áp lực công việc.
        Pressure = "pressure",
        /// Theo dõi, giám sát.
        Supervision = "supervision",
        /// Tư duy phản biện.
        CriticalThinking = "critical_thinking",
    }
}
codes! {
    /// What the person asks the centre for (form 01).
    Wanted {
        /// Tư vấn chính sách, pháp luật về lao động việc làm.
        PolicyAdvice = "policy_advice",
        /// Tư vấn việc làm.
        JobAdvice = "job_advice",
        /// Tư vấn đào tạo, kỹ năng nghề.
        TrainingAdvice = "training_advice",
        /// Đăng ký tìm việc làm: form 01a belongs to it.
        JobSearch = "job_search",
        /// Khác.
        Other = "other",
    }
}
codes! {
    /// Which form of Decree 352/2025/NĐ-CP makes a field compulsory with a star.
    Form {
        /// Mẫu số 01: registration of a worker.
        Registration = "form_01",
        /// Mẫu số 01a: the work wished for.
        Wish = "form_01a",
        /// None.
        Neither = "neither",
    }
}
