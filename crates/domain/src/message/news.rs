//! What messages tell of applications, of profiles and of appointments, as codes.

codes! {
    /// The one list of statuses that seekers, employers and officers all read.
    Status {
        /// Chờ cha, mẹ hoặc người giám hộ: the person alone reads it, nothing is before the employer yet.
        AwaitingGuardian = "awaiting_guardian",
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
        /// Không phù hợp.
        NotSuitable = "not_suitable",
        /// Không ai trả lời: the employer let the time run out, and it is not about the person.
        Unanswered = "unanswered",
        /// Đã rút.
        Withdrawn = "withdrawn",
    }
}

codes! {
    /// What became of a person's profile, or of a letter of referral, at a centre.
    News {
        /// The person chose the centre.
        Joined = "joined",
        /// An officer took the person on by the code that the person read out.
        TakenOn = "taken_on",
        /// The centre serves the person no more.
        Left = "left",
        /// An officer completed or corrected what the profile says.
        Corrected = "corrected",
        /// Two profiles of the person were made one.
        Merged = "merged",
        /// They were taken apart again.
        Unmerged = "unmerged",
        /// By a letter of referral the person was hired.
        LetterHired = "letter_hired",
        /// The employer of a letter did not hire the person.
        LetterNotHired = "letter_not_hired",
        /// It was recorded that the person did not come with a letter.
        LetterNoShow = "letter_no_show",
        /// The centre took a letter back.
        LetterWithdrawn = "letter_withdrawn",
        /// A letter ran out.
        LetterLapsed = "letter_lapsed",
    }
}

codes! {
    /// What happened to an appointment that somebody else should know.
    MeetingChange {
        /// Another time is proposed.
        Moved = "moved",
        /// Both sides agree on the time.
        Confirmed = "confirmed",
        /// It is off.
        Cancelled = "cancelled",
        /// It is off because nobody answered in time.
        Unanswered = "unanswered",
    }
}
