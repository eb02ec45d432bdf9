//! Why a command was refused: each can be told to a person, in both languages, and has a code for programs.

use super::life::{CommandName, Side, State};
use crate::Lang;
use crate::time::short_date;
use chrono::NaiveDate;

/// A command that a verification does not take.
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
    #[error("an organisation that is {} does not take the command {}", .state.code(), .command.code())]
    NotFrom {
        /// Where the organisation stands.
        state: State,
        /// What was asked.
        command: CommandName,
    },
    /// No evidence, or a piece that does not say where it is.
    #[error("evidence is missing")]
    EvidenceMissing,
    /// More pieces, or longer references, than are kept.
    #[error("there is too much evidence")]
    EvidenceTooMuch,
    /// Seen on a day to come.
    #[error("evidence was seen in the future")]
    EvidenceInFuture,
    /// Everything comes from the organisation itself.
    #[error("no evidence comes from elsewhere than the organisation")]
    EvidenceNotIndependent,
    /// The organisation hands in what only an officer can have seen.
    #[error("this evidence is an officer's to bring")]
    EvidenceNotYours,
    /// It holds for longer than [`super::RENEWAL_DAYS`] more days.
    #[error("the verification can be handed in again from {from} on")]
    RenewalTooEarly {
        /// First day on which it can be handed in again.
        from: NaiveDate,
    },
    /// The last day is over, or too far ahead.
    #[error("the last day of the verification is out of range")]
    EndOutOfRange,
    /// This reason needs words.
    #[error("a reason is needed")]
    ReasonMissing,
    /// The reason is longer than [`crate::why::NOTE_CHARS`].
    #[error("the reason is too long")]
    ReasonTooLong,
}

impl Refusal {
    /// Stable code for programs.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotYours { .. } => "not_your_command",
            Self::NotFrom { .. } => "not_from_state",
            Self::EvidenceMissing => "evidence_missing",
            Self::EvidenceTooMuch => "evidence_too_much",
            Self::EvidenceInFuture => "evidence_in_future",
            Self::EvidenceNotIndependent => "evidence_not_independent",
            Self::EvidenceNotYours => "evidence_not_yours",
            Self::RenewalTooEarly { .. } => "renewal_too_early",
            Self::EndOutOfRange => "end_out_of_range",
            Self::ReasonMissing => "reason_missing",
            Self::ReasonTooLong => "reason_too_long",
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
            Self::NotYours { command, .. } => format!("Bạn không có quyền {} ở đây.", command_vi(command)),
            Self::NotFrom { state, command } => {
                format!("Đơn vị {} nên không thể {}.", state_vi(state), command_vi(command))
            }
            Self::EvidenceMissing => {
                "Cần ít nhất một căn cứ, mỗi căn cứ phải ghi số, ký hiệu hoặc người đã liên hệ.".into()
            }
            Self::EvidenceTooMuch => "Chỉ lưu tối đa 20 căn cứ, mỗi ghi chú tối đa 200 ký tự.".into(),
            Self::EvidenceInFuture => "Ngày kiểm tra căn cứ không thể sau hôm nay.".into(),
            Self::EvidenceNotIndependent => {
                "Giấy tờ do đơn vị tự nộp chưa đủ. Hãy tra cứu đăng ký kinh doanh, gọi lại số đã công bố hoặc đến nơi."
                    .into()
            }
            Self::EvidenceNotYours => "Loại căn cứ này do cán bộ trung tâm ghi. Hãy nộp giấy tờ của đơn vị.".into(),
            Self::RenewalTooEarly { from } => {
                format!("Xác thực của đơn vị còn hiệu lực. Có thể nộp hồ sơ gia hạn từ ngày {}.", short_date(from))
            }
            Self::EndOutOfRange => "Ngày hết hạn xác thực phải từ hôm nay đến 2 năm sau.".into(),
            Self::ReasonMissing => "Cần ghi rõ lý do.".into(),
            Self::ReasonTooLong => "Lý do quá dài, hãy viết ngắn hơn 1.000 ký tự.".into(),
        }
    }

    fn en(self) -> String {
        match self {
            Self::NotYours { command, .. } => format!("You may not {} here.", command_en(command)),
            Self::NotFrom { state, command } => {
                format!("You cannot {} now: the organisation {}.", command_en(command), state_en(state))
            }
            Self::EvidenceMissing => {
                "At least one piece of evidence is needed, each with its number or whom was spoken to.".into()
            }
            Self::EvidenceTooMuch => "At most 20 pieces of evidence are kept, each with 200 characters.".into(),
            Self::EvidenceInFuture => "Evidence cannot have been seen after today.".into(),
            Self::EvidenceNotIndependent => {
                "Papers of the organisation itself are not enough. Look it up in the business register, call a published number or go there.".into()
            }
            Self::EvidenceNotYours => {
                "This kind of evidence is brought by an officer. Hand in papers of the organisation.".into()
            }
            Self::RenewalTooEarly { from } => {
                format!("The verification is still valid. It can be handed in again from {} on.", short_date(from))
            }
            Self::EndOutOfRange => "A verification ends between today and two years from now.".into(),
            Self::ReasonMissing => "Please write the reason.".into(),
            Self::ReasonTooLong => "The reason is too long; write less than 1,000 characters.".into(),
        }
    }
}

const fn state_vi(state: State) -> &'static str {
    match state {
        State::Unverified => "chưa xác thực",
        State::Submitted => "đang chờ xác thực",
        State::Verified => "đã xác thực",
        State::Refused => "đã bị từ chối xác thực",
        State::Revoked => "đã bị thu hồi xác thực",
        State::Expired => "đã hết hạn xác thực",
    }
}

const fn state_en(state: State) -> &'static str {
    match state {
        State::Unverified => "is not verified",
        State::Submitted => "waits for an officer",
        State::Verified => "is verified",
        State::Refused => "was refused",
        State::Revoked => "had its verification taken away",
        State::Expired => "has a verification that is over",
    }
}

const fn command_vi(command: CommandName) -> &'static str {
    match command {
        CommandName::Submit => "nộp căn cứ xác thực",
        CommandName::TakeBack => "rút hồ sơ xác thực",
        CommandName::Verify => "xác thực",
        CommandName::Refuse => "từ chối xác thực",
        CommandName::Revoke => "thu hồi xác thực",
        CommandName::ChangeIdentity => "đổi tên hoặc mã số thuế",
        CommandName::Tick => "chuyển trạng thái theo thời gian",
    }
}

const fn command_en(command: CommandName) -> &'static str {
    match command {
        CommandName::Submit => "hand in evidence",
        CommandName::TakeBack => "take the evidence back",
        CommandName::Verify => "verify it",
        CommandName::Refuse => "refuse it",
        CommandName::Revoke => "take the verification away",
        CommandName::ChangeIdentity => "change name or tax code",
        CommandName::Tick => "move it by time",
    }
}
