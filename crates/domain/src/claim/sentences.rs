//! What states and commands are called inside a sentence.

use super::life::{CommandName, State};
use crate::Lang;

pub(super) fn not_from(at: State, asked: CommandName, lang: Lang) -> String {
    let (state, command) = (state(at), command(asked));
    match lang {
        Lang::Vi => format!("Đề nghị {} nên không thể {}.", state.0, command.0),
        Lang::En => format!("The claim {}, so you cannot {}.", state.1, command.1),
    }
}

const fn state(state: State) -> (&'static str, &'static str) {
    match state {
        State::Prepared => ("đang chờ duyệt", "waits for approval"),
        State::AwaitingThird => ("đang chờ người duyệt thứ ba", "waits for a third person"),
        State::Approved => ("đã được duyệt", "was approved"),
        State::Batched => ("đang nằm trong danh sách chi trả", "is on a payment list"),
        State::Sent => ("đã gửi ngân hàng", "is with the bank"),
        State::Paid => ("đã chi trả", "was paid"),
        State::Bounced => ("đã bị ngân hàng trả lại", "was not paid by the bank"),
        State::InReview => ("đang được xem xét lại", "is under review"),
        State::Recovering => ("đang được thu hồi", "is being recovered"),
        State::Recovered => ("đã thu hồi xong", "was recovered"),
        State::Kept => ("đã xem xét và không thu hồi", "was looked at and nothing is asked back"),
        State::Reconsidered => {
            ("đang được xem xét lại sau khi đã quyết định", "is looked at again after it was decided")
        }
        State::Withdrawn => ("đã được rút", "was withdrawn"),
        State::Refused => ("đã bị từ chối", "was refused"),
    }
}

const fn command(command: CommandName) -> (&'static str, &'static str) {
    match command {
        CommandName::Approve => ("duyệt", "approve it"),
        CommandName::ApproveAgain => ("duyệt lại", "approve it again"),
        CommandName::Refuse => ("từ chối", "refuse it"),
        CommandName::Withdraw => ("rút đề nghị", "withdraw it"),
        CommandName::Batch => ("đưa vào danh sách chi trả", "put it on a payment list"),
        CommandName::TakeOut => ("đưa ra khỏi danh sách", "take it off the list"),
        CommandName::Send => ("gửi ngân hàng", "send it to the bank"),
        CommandName::BankPaid => ("ghi nhận ngân hàng đã chi", "record that the bank paid"),
        CommandName::BankBounced => ("ghi nhận ngân hàng trả lại", "record that the bank did not pay"),
        CommandName::Unmake => ("đưa vào xem xét lại", "put it under review"),
        CommandName::Reconfirm => ("kết thúc xem xét lại", "end its review"),
        CommandName::Reconsider => ("xem xét lại", "look at it again"),
        CommandName::ProposeRecovery => ("đề xuất thu hồi", "propose a recovery"),
        CommandName::ConfirmRecovery => ("xác nhận thu hồi", "confirm a recovery"),
        CommandName::GiveBack => ("ghi nhận tiền nộp lại", "record money that came back"),
        CommandName::PrepareAgain => ("lập lại đề nghị", "claim it anew"),
        CommandName::BankReturned => {
            ("ghi nhận ngân hàng chuyển lại tiền đã chi", "record that the bank brought back what it had paid")
        }
        CommandName::StandAlone => ("để đứng một mình", "let it stand alone"),
        CommandName::Contest => ("yêu cầu thu hồi vì lý do khác", "ask its money back for another reason"),
        CommandName::Uncontest => ("bỏ yêu cầu thu hồi", "take back that its money is asked back"),
    }
}
