//! Why a command was refused: each can be told to a person, in both languages, and has a code for programs.

use super::life::{CommandName, State};
use crate::Lang;

/// A command that the life cycle does not take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Refusal {
    /// This state does not take this command.
    #[error("a posting that is {} does not take the command {}", .state.code(), .command.code())]
    NotFrom {
        /// Where the posting stands.
        state: State,
        /// What was asked.
        command: CommandName,
    },
    /// The end asked for is not after now.
    #[error("the end asked for is not after now")]
    UntilPassed,
    /// The new end is not after the old one.
    #[error("the new end is not after the old one")]
    UntilNotLater,
    /// At least one person must be wanted.
    #[error("at least one person must be wanted")]
    NobodyWanted,
    /// Fewer would be wanted than were hired.
    #[error("{hired} were hired, so {wanted} cannot be wanted")]
    WantedBelowHired {
        /// Number asked for.
        wanted: u32,
        /// Hired so far.
        hired: u32,
    },
    /// A hire of nobody.
    #[error("a hire of nobody cannot be recorded")]
    NobodyHired,
    /// More would be hired than wanted.
    #[error("{hired} and {count} more would be over the {wanted} wanted")]
    HiredAboveWanted {
        /// Number wanted.
        wanted: u32,
        /// Hired so far.
        hired: u32,
        /// How many more.
        count: u32,
    },
    /// Everybody wanted was hired: the number wanted must be raised first.
    #[error("everybody wanted was hired")]
    AlreadyFilled,
    /// This command needs a written reason.
    #[error("a reason is needed")]
    ReasonMissing,
    /// The reason is longer than [`super::NOTE_CHARS`].
    #[error("the reason is too long")]
    ReasonTooLong,
}

impl Refusal {
    /// Stable code for programs.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotFrom { .. } => "not_from_state",
            Self::UntilPassed => "until_passed",
            Self::UntilNotLater => "until_not_later",
            Self::NobodyWanted => "nobody_wanted",
            Self::WantedBelowHired { .. } => "wanted_below_hired",
            Self::NobodyHired => "nobody_hired",
            Self::HiredAboveWanted { .. } => "hired_above_wanted",
            Self::AlreadyFilled => "already_filled",
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

    fn vi(&self) -> String {
        match self {
            Self::NotFrom { state, command } => {
                format!("Tin đang ở trạng thái “{}” nên không thể {}.", state_vi(*state), command_vi(*command))
            }
            Self::UntilPassed => "Hạn mới phải sau thời điểm hiện tại.".into(),
            Self::UntilNotLater => "Hạn mới phải sau hạn cũ.".into(),
            Self::NobodyWanted => "Số lượng cần tuyển phải từ 1 người trở lên.".into(),
            Self::WantedBelowHired { wanted, hired } => {
                format!("Đã tuyển {hired} người nên số lượng cần tuyển không thể là {wanted}.")
            }
            Self::NobodyHired => "Số người đã tuyển phải từ 1 trở lên.".into(),
            Self::HiredAboveWanted { wanted, hired, count } => format!(
                "Tin cần {wanted} người, đã tuyển {hired}; không thể ghi thêm {count} người. Hãy tăng số lượng cần tuyển trước."
            ),
            Self::AlreadyFilled => "Tin đã tuyển đủ người. Hãy tăng số lượng cần tuyển trước.".into(),
            Self::ReasonMissing => "Cần ghi rõ lý do.".into(),
            Self::ReasonTooLong => "Lý do quá dài, hãy viết ngắn hơn 1.000 ký tự.".into(),
        }
    }

    fn en(&self) -> String {
        match self {
            Self::NotFrom { state, command } => {
                format!("This posting is {}; it cannot be {} now.", state_en(*state), command_en(*command))
            }
            Self::UntilPassed => "The new deadline must be after now.".into(),
            Self::UntilNotLater => "The new deadline must be after the old one.".into(),
            Self::NobodyWanted => "At least 1 person must be wanted.".into(),
            Self::WantedBelowHired { wanted, hired } => {
                format!("{hired} people were hired already, so the number wanted cannot be {wanted}.")
            }
            Self::NobodyHired => "The number of people hired must be at least 1.".into(),
            Self::HiredAboveWanted { wanted, hired, count } => format!(
                "{wanted} people are wanted and {hired} hired; {count} more cannot be recorded. Raise the number wanted first."
            ),
            Self::AlreadyFilled => "Everybody wanted was hired. Raise the number wanted first.".into(),
            Self::ReasonMissing => "Please write the reason.".into(),
            Self::ReasonTooLong => "The reason is too long; write less than 1,000 characters.".into(),
        }
    }
}

const fn state_vi(state: State) -> &'static str {
    match state {
        State::Draft => "bản nháp",
        State::Submitted => "chờ duyệt",
        State::Published => "đang đăng",
        State::Paused => "tạm ẩn",
        State::Returned => "trả lại để sửa",
        State::Expired => "hết hạn",
        State::Filled => "đã tuyển đủ",
        State::Closed => "đã đóng",
        State::Removed => "đã gỡ bỏ",
    }
}

const fn state_en(state: State) -> &'static str {
    match state {
        State::Draft => "a draft",
        State::Submitted => "waiting for review",
        State::Published => "live",
        State::Paused => "paused",
        State::Returned => "returned for changes",
        State::Expired => "expired",
        State::Filled => "filled",
        State::Closed => "closed",
        State::Removed => "removed",
    }
}

const fn command_vi(command: CommandName) -> &'static str {
    match command {
        CommandName::Submit => "gửi duyệt",
        CommandName::Publish => "đăng",
        CommandName::Change => "sửa",
        CommandName::Pause => "tạm ẩn",
        CommandName::Resume => "hiện lại",
        CommandName::Extend => "gia hạn",
        CommandName::Return => "trả lại",
        CommandName::RecordHire => "ghi nhận người đã tuyển",
        CommandName::Close => "đóng",
        CommandName::Remove => "gỡ bỏ",
        CommandName::Reopen => "mở lại",
        CommandName::Drop => "đánh dấu là nguồn đã bỏ tin",
        CommandName::Relist => "nhận lại từ nguồn",
        CommandName::Tick => "chuyển trạng thái theo thời gian",
    }
}

const fn command_en(command: CommandName) -> &'static str {
    match command {
        CommandName::Submit => "submitted",
        CommandName::Publish => "published",
        CommandName::Change => "changed",
        CommandName::Pause => "paused",
        CommandName::Resume => "shown again",
        CommandName::Extend => "extended",
        CommandName::Return => "returned",
        CommandName::RecordHire => "given a hire",
        CommandName::Close => "closed",
        CommandName::Remove => "removed",
        CommandName::Reopen => "reopened",
        CommandName::Drop => "dropped by its source",
        CommandName::Relist => "listed again by its source",
        CommandName::Tick => "moved by time",
    }
}
