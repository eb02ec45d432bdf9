//! Why a command was refused: each can be told to a person, in both languages, and has a code for programs.

use super::life::{CommandName, Side, State};
use crate::Lang;

/// A command that the life of an application does not take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Refusal {
    /// The command is another side's.
    #[error("the {} may not give the command {}", .side.code(), .command.code())]
    NotYours {
        /// What was asked.
        command: CommandName,
        /// Who asked.
        side: Side,
    },
    /// This state does not take this command.
    #[error("an application that is {} does not take the command {}", .state.code(), .command.code())]
    NotFrom {
        /// Where the application stands.
        state: State,
        /// What was asked.
        command: CommandName,
    },
    /// The promises of the application are out of bounds.
    #[error("the days for answering or keeping are out of range")]
    TermsOutOfRange,
    /// The interview would not be after now.
    #[error("the interview is not after now")]
    InterviewPassed,
    /// The interview would be more than [`super::INTERVIEW_DAYS`] ahead.
    #[error("the interview is too far ahead")]
    InterviewTooFar,
    /// The first day of work cannot be right.
    #[error("the first day of work is out of range")]
    StartOutOfRange,
    /// This reason needs words.
    #[error("a reason is needed")]
    ReasonMissing,
    /// The reason is longer than [`crate::why::NOTE_CHARS`].
    #[error("the reason is too long")]
    ReasonTooLong,
    /// This reason is set by the exchange only.
    #[error("this reason cannot be chosen")]
    ReasonNotYours,
    /// The data would be kept no longer than they are.
    #[error("the data are kept as long already")]
    KeepNotLater,
    /// The data would be kept longer than anybody may.
    #[error("the data would be kept too long")]
    KeepTooLong,
    /// Somebody was hired: the law says how long papers of that are kept.
    #[error("the data of somebody hired must be kept")]
    MustBeKept,
}

impl Refusal {
    /// Stable code for programs.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotYours { .. } => "not_your_command",
            Self::NotFrom { .. } => "not_from_state",
            Self::TermsOutOfRange => "terms_out_of_range",
            Self::InterviewPassed => "interview_passed",
            Self::InterviewTooFar => "interview_too_far",
            Self::StartOutOfRange => "start_out_of_range",
            Self::ReasonMissing => "reason_missing",
            Self::ReasonTooLong => "reason_too_long",
            Self::ReasonNotYours => "reason_not_yours",
            Self::KeepNotLater => "keep_not_later",
            Self::KeepTooLong => "keep_too_long",
            Self::MustBeKept => "must_be_kept",
        }
    }

    /// What to tell the person who asked.
    pub fn sentence(&self, lang: Lang) -> String {
        match lang {
            Lang::Vi => self.vi(),
            Lang::En => self.en(),
        }
    }

    fn vi(self) -> String {
        match self {
            Self::NotYours { command, .. } => {
                format!("Việc “{}” do {} thực hiện.", command_vi(command), side_vi(command.side()))
            }
            Self::NotFrom { state, command } => {
                format!("Hồ sơ ứng tuyển {} nên không thể {}.", state_vi(state), command_vi(command))
            }
            Self::TermsOutOfRange => "Thời hạn trả lời phải từ 1 đến 90 ngày, thời hạn lưu không quá 730 ngày.".into(),
            Self::InterviewPassed => "Giờ phỏng vấn phải sau thời điểm hiện tại.".into(),
            Self::InterviewTooFar => "Giờ phỏng vấn quá xa, hãy chọn trong vòng 180 ngày.".into(),
            Self::StartOutOfRange => {
                "Ngày bắt đầu làm việc phải trong vòng 60 ngày trước đến 1 năm sau hôm nay. Hãy kiểm tra lại.".into()
            }
            Self::ReasonMissing => "Cần ghi rõ lý do.".into(),
            Self::ReasonTooLong => "Lý do quá dài, hãy viết ngắn hơn 1.000 ký tự.".into(),
            Self::ReasonNotYours => "Lý do này do hệ thống ghi. Hãy chọn lý do khác.".into(),
            Self::KeepNotLater => "Hạn lưu mới phải sau hạn hiện có.".into(),
            Self::KeepTooLong => "Dữ liệu của người không được tuyển chỉ được lưu tối đa 730 ngày.".into(),
            Self::MustBeKept => {
                "Hồ sơ đã nhận việc phải lưu theo quy định nên chưa thể xóa. Hãy hỏi trung tâm về thời hạn.".into()
            }
        }
    }

    fn en(self) -> String {
        match self {
            Self::NotYours { command, .. } => {
                format!("Only {} can {}.", side_en(command.side()), command_en(command))
            }
            Self::NotFrom { state, command } => {
                format!("You cannot {} now: the application {}.", command_en(command), state_en(state))
            }
            Self::TermsOutOfRange => "An answer takes 1 to 90 days, and data are kept at most 730 days.".into(),
            Self::InterviewPassed => "The interview must be after now.".into(),
            Self::InterviewTooFar => "The interview is too far ahead; choose a time within 180 days.".into(),
            Self::StartOutOfRange => {
                "The first day of work must lie between 60 days ago and a year from now. Check it.".into()
            }
            Self::ReasonMissing => "Please write the reason.".into(),
            Self::ReasonTooLong => "The reason is too long; write less than 1,000 characters.".into(),
            Self::ReasonNotYours => "This reason is set by the exchange. Choose another one.".into(),
            Self::KeepNotLater => "The new end must be after the present one.".into(),
            Self::KeepTooLong => "Data of somebody not hired may be kept for 730 days at most.".into(),
            Self::MustBeKept => {
                "The application led to a hire and must be kept by law, so it cannot be deleted yet. The centre knows until when."
                    .into()
            }
        }
    }
}

const fn side_vi(side: Side) -> &'static str {
    match side {
        Side::Applicant => "người ứng tuyển",
        Side::Employer => "nhà tuyển dụng",
        Side::System => "hệ thống",
    }
}

const fn side_en(side: Side) -> &'static str {
    match side {
        Side::Applicant => "the applicant",
        Side::Employer => "the employer",
        Side::System => "the exchange",
    }
}

const fn state_vi(state: State) -> &'static str {
    match state {
        State::Draft => "đang soạn",
        State::AwaitingGuardian => "đang chờ cha, mẹ hoặc người giám hộ đồng ý",
        State::Sent => "đã gửi",
        State::Seen => "đã được xem",
        State::Shortlisted => "đã vào vòng trong",
        State::Interview => "đã hẹn phỏng vấn",
        State::Hired => "đã nhận việc",
        State::NotSuitable => "đã khép lại",
        State::Withdrawn => "đã rút",
        State::Erased => "đã được xóa dữ liệu",
    }
}

const fn state_en(state: State) -> &'static str {
    match state {
        State::Draft => "is a draft",
        State::AwaitingGuardian => "waits for a parent or guardian",
        State::Sent => "was sent",
        State::Seen => "was seen",
        State::Shortlisted => "is shortlisted",
        State::Interview => "has an interview set",
        State::Hired => "led to a hire",
        State::NotSuitable => "is closed",
        State::Withdrawn => "was withdrawn",
        State::Erased => "was deleted",
    }
}

const fn command_vi(command: CommandName) -> &'static str {
    match command {
        CommandName::Submit => "gửi hồ sơ",
        CommandName::GuardianAgreed => "ghi nhận người giám hộ đồng ý",
        CommandName::GuardianRefused => "ghi nhận người giám hộ không đồng ý",
        CommandName::MarkSeen => "đánh dấu đã xem",
        CommandName::Shortlist => "đưa vào vòng trong",
        CommandName::SetInterview => "hẹn phỏng vấn",
        CommandName::CancelInterview => "hủy hẹn phỏng vấn",
        CommandName::Hire => "ghi nhận việc",
        CommandName::Reject => "trả lời không phù hợp",
        CommandName::Reconsider => "xem xét lại",
        CommandName::Withdraw => "rút hồ sơ",
        CommandName::ConsentWithdrawn => "ghi nhận rút lại sự đồng ý",
        CommandName::RemovePosting => "khép lại vì tin bị gỡ bỏ",
        CommandName::AllowKeeping => "cho lưu hồ sơ lâu hơn",
        CommandName::StopKeeping => "thôi cho lưu hồ sơ",
        CommandName::Erase => "xóa dữ liệu",
        CommandName::Tick => "chuyển trạng thái theo thời gian",
    }
}

const fn command_en(command: CommandName) -> &'static str {
    match command {
        CommandName::Submit => "send the application",
        CommandName::GuardianAgreed => "record a guardian's consent",
        CommandName::GuardianRefused => "record a guardian's refusal",
        CommandName::MarkSeen => "mark it as seen",
        CommandName::Shortlist => "shortlist it",
        CommandName::SetInterview => "set an interview",
        CommandName::CancelInterview => "cancel the interview",
        CommandName::Hire => "record a hire",
        CommandName::Reject => "answer that it is not suitable",
        CommandName::Reconsider => "consider it again",
        CommandName::Withdraw => "withdraw it",
        CommandName::ConsentWithdrawn => "record a withdrawn consent",
        CommandName::RemovePosting => "close it because the posting was taken down",
        CommandName::AllowKeeping => "let it be kept for longer",
        CommandName::StopKeeping => "stop its being kept",
        CommandName::Erase => "delete its data",
        CommandName::Tick => "move it by time",
    }
}
