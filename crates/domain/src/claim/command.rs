//! What commands are called.

use super::life::{Command, CommandName};

impl Command {
    /// Name of the command.
    pub const fn name(&self) -> CommandName {
        match self {
            Self::Approve(_) => CommandName::Approve,
            Self::ApproveAgain(_) => CommandName::ApproveAgain,
            Self::Refuse(..) => CommandName::Refuse,
            Self::Withdraw(_) => CommandName::Withdraw,
            Self::Batch(_) => CommandName::Batch,
            Self::TakeOut => CommandName::TakeOut,
            Self::Send => CommandName::Send,
            Self::BankPaid { .. } => CommandName::BankPaid,
            Self::BankBounced(_) => CommandName::BankBounced,
            Self::Unmake => CommandName::Unmake,
            Self::Reconfirm => CommandName::Reconfirm,
            Self::Reconsider { .. } => CommandName::Reconsider,
            Self::ProposeRecovery(_) => CommandName::ProposeRecovery,
            Self::ConfirmRecovery(..) => CommandName::ConfirmRecovery,
            Self::GiveBack { .. } => CommandName::GiveBack,
            Self::PrepareAgain { .. } => CommandName::PrepareAgain,
            Self::BankReturned { .. } => CommandName::BankReturned,
            Self::StandAlone => CommandName::StandAlone,
            Self::Contest(_) => CommandName::Contest,
            Self::Uncontest(_) => CommandName::Uncontest,
        }
    }
}
