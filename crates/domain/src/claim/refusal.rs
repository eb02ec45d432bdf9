//! Why a command is refused: each one something a person can be told.

use super::life::{CommandName, State};
use super::sentences;
use crate::Lang;

/// Why a claim did not move.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Refusal {
    /// Not from where it stands.
    #[error("a claim in this state does not take this command")]
    NotFrom {
        /// Where it stands.
        state: State,
        /// What was asked.
        command: CommandName,
    },
    /// Whoever prepared a claim does not decide about it.
    #[error("whoever prepared a claim does not decide about it")]
    OwnClaim,
    /// The third person must be a third one.
    #[error("this person approved already")]
    ApprovedAlready,
    /// Whoever entered a fact that the claim reads does not decide about it.
    #[error("whoever entered a fact does not decide about the claim")]
    EnteredFacts,
    /// Whoever proposed a recovery does not confirm it.
    #[error("whoever proposed a recovery does not confirm it")]
    OwnProposal,
    /// Whoever proposed a recovery does not record what came of it.
    #[error("whoever proposed a recovery does not record what came of it")]
    OwnRecovery,
    /// Whoever asked money back for another reason than the facts does not take it back.
    #[error("whoever asked for it does not take it back")]
    OwnContest,
    /// `other` without a word.
    #[error("the reason must be said")]
    ReasonMissing,
    /// Too long a note.
    #[error("the reason is too long")]
    ReasonTooLong,
    /// Not an amount that may be.
    #[error("the amount is out of range")]
    AmountOutOfRange,
    /// More parts than the policy allows, or none.
    #[error("there are too many instalments, or none")]
    InstalmentsOutOfRange,
}

impl Refusal {
    /// Stable code for programs.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotFrom { .. } => "not_from_state",
            Self::OwnClaim => "own_claim",
            Self::ApprovedAlready => "approved_already",
            Self::EnteredFacts => "entered_facts",
            Self::OwnProposal => "own_proposal",
            Self::OwnRecovery => "own_recovery",
            Self::OwnContest => "own_contest",
            Self::ReasonMissing => "reason_missing",
            Self::ReasonTooLong => "reason_too_long",
            Self::AmountOutOfRange => "amount_out_of_range",
            Self::InstalmentsOutOfRange => "instalments_out_of_range",
        }
    }

    /// What to tell the person who asked.
    pub fn sentence(&self, lang: Lang) -> String {
        let (vi, en) = match self {
            Self::NotFrom { state, command } => return sentences::not_from(*state, *command, lang),
            Self::OwnClaim => (
                "Bạn đã lập đề nghị này nên không được duyệt hoặc từ chối; nhờ một quản lý khác quyết định.",
                "You prepared this claim, so you may neither approve nor refuse it; ask another manager to decide.",
            ),
            Self::ApprovedAlready => (
                "Bạn đã duyệt đề nghị này; cần người thứ ba.",
                "You approved this claim already; a third person is needed.",
            ),
            Self::EnteredFacts => (
                "Bạn đã nhập dữ kiện mà đề nghị này dựa vào nên không được quyết định về nó; nhờ người khác.",
                "You entered facts that this claim rests on, so you may not decide about it; ask another person.",
            ),
            Self::OwnProposal => (
                "Người đề xuất thu hồi không được tự xác nhận; cần người khác.",
                "Whoever proposed a recovery may not confirm it; another person is needed.",
            ),
            Self::OwnRecovery => (
                "Bạn đã đề xuất thu hồi nên không tự ghi nhận tiền nộp lại; nhờ người khác ghi nhận.",
                "You proposed this recovery, so you may not record what came back; ask another person to record it.",
            ),
            Self::OwnContest => (
                "Bạn đã yêu cầu thu hồi khoản này nên không tự bỏ yêu cầu; nhờ người khác quyết định.",
                "You asked this money back, so you may not take that back; ask another person to decide.",
            ),
            Self::ReasonMissing => ("Cần ghi rõ lý do.", "Please write the reason."),
            Self::ReasonTooLong => (
                "Lý do quá dài, hãy viết ngắn hơn 1.000 ký tự.",
                "The reason is too long; write less than 1,000 characters.",
            ),
            Self::AmountOutOfRange => {
                ("Số tiền không hợp lệ với đề nghị này.", "The amount is not possible for this claim.")
            }
            Self::InstalmentsOutOfRange => (
                "Số kỳ nộp lại phải từ 1 đến mức chính sách cho phép.",
                "The number of instalments must lie between 1 and what the policy allows.",
            ),
        };
        match lang {
            Lang::Vi => vi.to_owned(),
            Lang::En => en.to_owned(),
        }
    }
}
