//! Why a dispute is not settled so, with what can be done instead.

use crate::error::{AppError, FieldError};

pub(super) fn not_disputed() -> AppError {
    let vi = "Lần chi này không có gì cần đối soát.";
    FieldError::new("form", "not_disputed", vi, "There is nothing to be settled about this attempt.").into()
}

pub(super) fn impossible_day() -> AppError {
    let vi = "Ngày ngân hàng chi phải từ ngày gửi danh sách đến hôm nay.";
    let en = "The day of the bank must lie between the day on which the list was sent and today.";
    FieldError::new("on", "day_impossible", vi, en).into()
}

pub(super) fn other_word() -> AppError {
    let vi = "Kết quả này không hợp với điều ngân hàng báo về lần chi. Chọn kết quả ở trang đề nghị.";
    let en = "This does not answer what the bank said of the attempt. Choose what came out on the claim's page.";
    FieldError::new("form", "other_word", vi, en).into()
}

pub(super) fn on_its_way() -> AppError {
    let vi = "Đề nghị này đang có lần chi khác. Đưa nó ra khỏi danh sách nếu chưa gửi; nếu đã gửi, chờ kết quả của \
              ngân hàng.";
    let en = "This claim has another attempt under way. Take it off its list if that is not sent; if it is, wait for \
              the bank's answer.";
    FieldError::new("form", "on_its_way", vi, en).into()
}

pub(super) fn paid_again() -> AppError {
    let vi = "Đề nghị này có lần chi sau. Đưa nó ra khỏi danh sách nếu chưa gửi; nếu đã gửi, yêu cầu ngân hàng \
              chuyển lại khoản của lần này rồi ghi ngày tiền về.";
    let en = "This claim has a later attempt. Take it off its list if that is not sent; if it is, ask the bank to \
              bring this money back, and record the day on which it came then.";
    FieldError::new("form", "paid_again", vi, en).into()
}

pub(super) fn paid_by_another() -> AppError {
    let vi = "Một lần chi khác đã chi hoặc đang chi đề nghị này, nên có thể tiền đã ra hai lần. Nếu ngân hàng cũng đã chi \
              lần này, yêu cầu ngân hàng chuyển lại rồi ghi ngày tiền về; chỉ khi ngân hàng xác nhận chưa từng chi lần \
              này thì ghi là chưa từng chi.";
    let en = "Another attempt has paid this claim or is with the bank, so the money may have gone out twice. If the bank \
              paid this one too, ask it to bring the money back, and record the day on which it came; only where the \
              bank confirms that it never paid this one, record that.";
    FieldError::new("form", "paid_by_another", vi, en).into()
}
