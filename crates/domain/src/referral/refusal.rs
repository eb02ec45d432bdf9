//! Why a command was refused: each can be told to a person, in both languages, and has a code for programs.

use super::life::{CommandName, Side, State};
use crate::Lang;

/// A command that the life of a referral does not take.
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
    #[error("a referral that is {} does not take the command {}", .state.code(), .command.code())]
    NotFrom {
        /// Where the referral stands.
        state: State,
        /// What was asked.
        command: CommandName,
    },
    /// The numbers of the letter are out of bounds.
    #[error("the number or the days of the letter are out of range")]
    TermsOutOfRange,
    /// The clock stands before the letter.
    #[error("the letter was not yet issued")]
    BeforeLetter,
    /// The notice of hiring is to come, or older than the letter.
    #[error("the day of the notice is out of range")]
    NoticeOutOfRange,
    /// Work began before the letter was issued: it is not the letter's merit.
    #[error("work began before the letter was issued")]
    StartBeforeLetter,
    /// The first day of work is too far ahead, or after the last.
    #[error("the first day of work is out of range")]
    StartOutOfRange,
    /// The month of follow-up is not over.
    #[error("the month of follow-up is not over")]
    MonthNotOver,
    /// The last day of work is to come, or before the first.
    #[error("the last day of work is out of range")]
    LastDayOutOfRange,
    /// The result stands on the national exchange already.
    #[error("the result was entered already")]
    ResultEntered,
    /// The follow-up is done.
    #[error("the follow-up is done already")]
    FollowedUp,
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
            Self::TermsOutOfRange => "terms_out_of_range",
            Self::BeforeLetter => "before_letter",
            Self::NoticeOutOfRange => "notice_out_of_range",
            Self::StartBeforeLetter => "start_before_letter",
            Self::StartOutOfRange => "start_out_of_range",
            Self::MonthNotOver => "month_not_over",
            Self::LastDayOutOfRange => "last_day_out_of_range",
            Self::ResultEntered => "result_entered",
            Self::FollowedUp => "followed_up",
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
            Self::NotYours { command, .. } => format!("Bạn không có quyền {} ở phiếu này.", command_vi(command)),
            Self::NotFrom { state, command } => {
                format!("Phiếu giới thiệu {} nên không thể {}.", state_vi(state), command_vi(command))
            }
            Self::TermsOutOfRange => {
                "Số phiếu phải từ 1; thời hạn gửi và trả lời phải từ 1 đến 90 ngày làm việc.".into()
            }
            Self::BeforeLetter => "Thời điểm này trước khi phát hành phiếu. Hãy kiểm tra đồng hồ máy chủ.".into(),
            Self::NoticeOutOfRange => "Ngày báo tuyển phải từ ngày phát hành phiếu đến hôm nay.".into(),
            Self::StartBeforeLetter => {
                "Ngày bắt đầu làm việc trước ngày phát hành phiếu nên không tính cho phiếu này. Hãy kiểm tra lại."
                    .into()
            }
            Self::StartOutOfRange => {
                "Ngày bắt đầu phải trước ngày kết thúc và trong vòng 1 năm từ ngày báo tuyển.".into()
            }
            Self::MonthNotOver => "Chưa đủ một tháng (hoặc hết hạn hợp đồng). Hãy ghi sau ngày đó.".into(),
            Self::LastDayOutOfRange => "Ngày làm việc cuối phải từ ngày bắt đầu đến hôm nay.".into(),
            Self::ResultEntered => "Kết quả đã nhập lên sàn quốc gia. Hãy đính chính ở sàn quốc gia trước.".into(),
            Self::FollowedUp => "Đã ghi kết quả theo dõi; thay đổi sau đó ghi ở hồ sơ việc làm.".into(),
            Self::ReasonMissing => "Cần ghi rõ lý do.".into(),
            Self::ReasonTooLong => "Lý do quá dài, hãy viết ngắn hơn 1.000 ký tự.".into(),
            Self::ReasonNotYours => "Lý do này do hệ thống ghi. Hãy chọn lý do khác.".into(),
        }
    }

    fn en(self) -> String {
        match self {
            Self::NotYours { command, .. } => format!("You may not {} on this letter.", command_en(command)),
            Self::NotFrom { state, command } => {
                format!("You cannot {} now: the referral {}.", command_en(command), state_en(state))
            }
            Self::TermsOutOfRange => {
                "Letters are numbered from 1; sending and answering take 1 to 90 working days.".into()
            }
            Self::BeforeLetter => "This is before the letter was issued. Check the clock of the server.".into(),
            Self::NoticeOutOfRange => "The notice of hiring lies between the day of the letter and today.".into(),
            Self::StartBeforeLetter => {
                "Work began before the letter was issued, so it does not count for this letter. Check the day.".into()
            }
            Self::StartOutOfRange => {
                "The first day of work lies before the last and within a year of the notice.".into()
            }
            Self::MonthNotOver => "The month (or the contract) is not over. Record it after that day.".into(),
            Self::LastDayOutOfRange => "The last day of work lies between the first day and today.".into(),
            Self::ResultEntered => "The result stands on the national exchange. Have it corrected there first.".into(),
            Self::FollowedUp => "The follow-up is recorded; what comes later belongs to the placement.".into(),
            Self::ReasonMissing => "Please write the reason.".into(),
            Self::ReasonTooLong => "The reason is too long; write less than 1,000 characters.".into(),
            Self::ReasonNotYours => "This reason is set by the exchange. Choose another one.".into(),
        }
    }
}

const fn state_vi(state: State) -> &'static str {
    match state {
        State::Issued => "chưa gửi",
        State::Sent => "đã gửi, đang chờ trả lời",
        State::Hired => "đã có kết quả tuyển dụng",
        State::NotHired => "đã có kết quả không tuyển",
        State::NoShow => "đã ghi người lao động không đến",
        State::Withdrawn => "đã thu hồi",
        State::Lapsed => "đã hết hạn",
    }
}

const fn state_en(state: State) -> &'static str {
    match state {
        State::Issued => "was not sent yet",
        State::Sent => "waits for the employer",
        State::Hired => "led to a hire",
        State::NotHired => "was answered with no",
        State::NoShow => "was answered: the person did not come",
        State::Withdrawn => "was taken back",
        State::Lapsed => "has lapsed",
    }
}

const fn command_vi(command: CommandName) -> &'static str {
    match command {
        CommandName::Send => "gửi phiếu",
        CommandName::Hire => "báo tuyển",
        CommandName::RefuseHire => "báo không tuyển",
        CommandName::RecordNoShow => "ghi người lao động không đến",
        CommandName::Withdraw => "thu hồi phiếu",
        CommandName::ConsentWithdrawn => "ghi nhận rút lại sự đồng ý",
        CommandName::ChangeStart => "sửa ngày bắt đầu làm việc",
        CommandName::EnterResult => "ghi đã nhập kết quả lên sàn quốc gia",
        CommandName::FollowUp => "ghi kết quả theo dõi",
        CommandName::Tick => "chuyển trạng thái theo thời gian",
    }
}

const fn command_en(command: CommandName) -> &'static str {
    match command {
        CommandName::Send => "send it",
        CommandName::Hire => "record a hire",
        CommandName::RefuseHire => "record that nobody was hired",
        CommandName::RecordNoShow => "record that the person did not come",
        CommandName::Withdraw => "take it back",
        CommandName::ConsentWithdrawn => "record a withdrawn consent",
        CommandName::ChangeStart => "change the first day of work",
        CommandName::EnterResult => "record the entry on the national exchange",
        CommandName::FollowUp => "record the follow-up",
        CommandName::Tick => "move it by time",
    }
}
