//! Why a command was refused: each can be told to a person, in both languages, and has a code for programs.

use super::life::{CommandName, Side, State};
use crate::Lang;

/// A command that an appointment does not take.
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
    #[error("an appointment that is {} does not take the command {}", .state.code(), .command.code())]
    NotFrom {
        /// Where the appointment stands.
        state: State,
        /// What was asked.
        command: CommandName,
    },
    /// The time is over, too far ahead, too short or too long.
    #[error("the time is out of range")]
    SlotOutOfRange,
    /// Nobody agrees to his own proposal.
    #[error("one's own proposal is agreed to by the other side")]
    OwnProposal,
    /// Another time is proposed now than the one that was read.
    #[error("the time has changed since it was read")]
    SlotChanged,
    /// Moved [`super::MOVES_MOST`] times already.
    #[error("it was moved too often")]
    MovedTooOften,
    /// It has begun.
    #[error("the meeting has begun")]
    Begun,
    /// It has not begun, or too short a time ago.
    #[error("the meeting has not begun")]
    NotBegun,
    /// This reason needs words.
    #[error("a reason is needed")]
    ReasonMissing,
    /// The reason is longer than [`crate::why::NOTE_CHARS`].
    #[error("the reason is too long")]
    ReasonTooLong,
    /// This reason is set by the exchange only.
    #[error("this reason cannot be chosen")]
    ReasonNotYours,
}

impl Refusal {
    /// Stable code for programs.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotYours { .. } => "not_your_command",
            Self::NotFrom { .. } => "not_from_state",
            Self::SlotOutOfRange => "slot_out_of_range",
            Self::OwnProposal => "own_proposal",
            Self::SlotChanged => "slot_changed",
            Self::MovedTooOften => "moved_too_often",
            Self::Begun => "appointment_begun",
            Self::NotBegun => "appointment_not_begun",
            Self::ReasonMissing => "reason_missing",
            Self::ReasonTooLong => "reason_too_long",
            Self::ReasonNotYours => "reason_not_yours",
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
            Self::NotYours { command, .. } => format!("Bạn không có quyền {} ở lịch hẹn này.", command_vi(command)),
            Self::NotFrom { state, command } => {
                format!("Lịch hẹn {} nên không thể {}.", state_vi(state), command_vi(command))
            }
            Self::SlotOutOfRange => {
                "Giờ hẹn phải sau hiện tại, trong vòng 1 năm, dài từ 5 phút đến 8 giờ. Hãy chọn giờ khác.".into()
            }
            Self::OwnProposal => "Bạn đã đề xuất giờ này. Hãy chờ bên kia đồng ý.".into(),
            Self::SlotChanged => "Giờ hẹn vừa được đổi. Hãy xem giờ mới rồi xác nhận.".into(),
            Self::MovedTooOften => "Lịch hẹn đã đổi giờ 5 lần. Hãy hủy và hẹn lại.".into(),
            Self::Begun => "Đã đến giờ hẹn nên không đổi hoặc hủy được. Hãy ghi kết quả buổi hẹn.".into(),
            Self::NotBegun => {
                "Chưa đến lúc ghi kết quả. Hãy chờ ít nhất 15 phút sau giờ hẹn nếu bên kia chưa đến.".into()
            }
            Self::ReasonMissing => "Cần ghi rõ lý do.".into(),
            Self::ReasonTooLong => "Lý do quá dài, hãy viết ngắn hơn 1.000 ký tự.".into(),
            Self::ReasonNotYours => "Lý do này do hệ thống ghi. Hãy chọn lý do khác.".into(),
        }
    }

    fn en(self) -> String {
        match self {
            Self::NotYours { command, .. } => format!("You may not {} this appointment.", command_en(command)),
            Self::NotFrom { state, command } => {
                format!("You cannot {} it now: the appointment {}.", command_en(command), state_en(state))
            }
            Self::SlotOutOfRange => {
                "The time must be after now, within a year, and 5 minutes to 8 hours long. Choose another one.".into()
            }
            Self::OwnProposal => "You proposed this time. Wait for the other side to agree.".into(),
            Self::SlotChanged => "The time has just been changed. Look at the new one, then confirm.".into(),
            Self::MovedTooOften => "The appointment was moved 5 times. Cancel it and make another one.".into(),
            Self::Begun => "The time has come, so it cannot be moved or cancelled. Record what came of it.".into(),
            Self::NotBegun => {
                "It is too early to record this. Wait at least 15 minutes after the time if nobody came.".into()
            }
            Self::ReasonMissing => "Please write the reason.".into(),
            Self::ReasonTooLong => "The reason is too long; write less than 1,000 characters.".into(),
            Self::ReasonNotYours => "This reason is set by the exchange. Choose another one.".into(),
        }
    }
}

const fn state_vi(state: State) -> &'static str {
    match state {
        State::Proposed => "đang chờ đồng ý",
        State::Confirmed => "đã xác nhận",
        State::Moved => "đang chờ đồng ý giờ mới",
        State::Cancelled => "đã hủy",
        State::Kept => "đã diễn ra",
        State::Missed => "đã ghi vắng mặt",
        State::Unrecorded => "đã qua, chưa ghi kết quả",
    }
}

const fn state_en(state: State) -> &'static str {
    match state {
        State::Proposed => "waits for an answer",
        State::Confirmed => "is confirmed",
        State::Moved => "waits for an answer to its new time",
        State::Cancelled => "is cancelled",
        State::Kept => "took place",
        State::Missed => "was missed",
        State::Unrecorded => "is over and was not recorded",
    }
}

const fn command_vi(command: CommandName) -> &'static str {
    match command {
        CommandName::Confirm => "xác nhận",
        CommandName::Move => "đổi giờ",
        CommandName::Cancel => "hủy",
        CommandName::CauseOver => "hủy theo hồ sơ",
        CommandName::RecordKept => "ghi đã diễn ra",
        CommandName::RecordMissed => "ghi vắng mặt",
        CommandName::Tick => "chuyển trạng thái theo thời gian",
    }
}

const fn command_en(command: CommandName) -> &'static str {
    match command {
        CommandName::Confirm => "confirm",
        CommandName::Move => "move",
        CommandName::Cancel => "cancel",
        CommandName::CauseOver => "cancel with its cause",
        CommandName::RecordKept => "record as kept",
        CommandName::RecordMissed => "record as missed",
        CommandName::Tick => "move by time",
    }
}
