//! Why a command was refused: each can be told to a person, in both languages, and has a code for programs.

use super::members::CommandName;
use crate::Lang;

/// A command that the members of an organisation do not take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Refusal {
    /// Whoever asked may not ask for that.
    #[error("the command {} is not theirs to give", .0.code())]
    NotYours(CommandName),
    /// No active administrator would be left.
    #[error("no active administrator would be left")]
    LastAdministrator,
    /// A member already, or invited as something else.
    #[error("this is a member already")]
    MemberAlready,
    /// No such member.
    #[error("this is no member")]
    NoMember,
    /// The membership is suspended.
    #[error("the membership is suspended")]
    IsSuspended,
    /// More than [`super::MEMBERS_MOST`].
    #[error("there are too many members")]
    TooMany,
}

impl Refusal {
    /// Stable code for programs.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotYours(_) => "not_your_command",
            Self::LastAdministrator => "last_administrator",
            Self::MemberAlready => "member_already",
            Self::NoMember => "no_member",
            Self::IsSuspended => "member_suspended",
            Self::TooMany => "too_many_members",
        }
    }

    /// What to tell the person who asked.
    pub const fn sentence(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Self::NotYours(_), Lang::Vi) => "Chỉ quản trị viên đang hoạt động của đơn vị mới làm được việc này.",
            (Self::NotYours(_), Lang::En) => "Only an active administrator of the organisation can do this.",
            (Self::LastAdministrator, Lang::Vi) => {
                "Đơn vị phải luôn có ít nhất một quản trị viên. Hãy giao quyền quản trị cho người khác trước."
            }
            (Self::LastAdministrator, Lang::En) => {
                "An organisation always has at least one administrator. Make somebody else one first."
            }
            (Self::MemberAlready, Lang::Vi) => "Người này đã là thành viên. Hãy đổi vai trò nếu cần.",
            (Self::MemberAlready, Lang::En) => "This person is a member already. Change the role if need be.",
            (Self::NoMember, Lang::Vi) => "Người này không phải thành viên, hoặc lời mời đã hết hạn. Hãy mời lại.",
            (Self::NoMember, Lang::En) => "This person is no member, or the invitation is over. Invite again.",
            (Self::IsSuspended, Lang::Vi) => "Tư cách thành viên đang tạm ngưng. Hãy hỏi quản trị viên của đơn vị.",
            (Self::IsSuspended, Lang::En) => "The membership is suspended. Ask an administrator of the organisation.",
            (Self::TooMany, Lang::Vi) => "Đơn vị đã có 200 thành viên. Hãy bỏ bớt người không còn làm việc.",
            (Self::TooMany, Lang::En) => "The organisation has 200 members. Remove those who no longer work there.",
        }
    }
}
