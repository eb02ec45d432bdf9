//! What statuses, reasons and sources are called inside a sentence.

use super::one_of;
use crate::Lang;
use crate::placement::{EndReason, Reason, Source, Status};

pub(super) const fn status(status: Status, lang: Lang) -> &'static str {
    match status {
        Status::Failed => one_of(lang, "không đạt", "failed"),
        Status::AwaitingContract => one_of(lang, "chờ hợp đồng", "awaiting a contract"),
        Status::NotStarted => one_of(lang, "chưa bắt đầu", "not started"),
        Status::Counting => one_of(lang, "đang tính ngày", "counting"),
        Status::Disputed => one_of(lang, "có mâu thuẫn", "disputed"),
        Status::Confirmed => one_of(lang, "đã xác nhận", "confirmed"),
        Status::Lapsed => one_of(lang, "quá hạn bổ sung căn cứ", "lapsed"),
        Status::AwaitingEvidence => one_of(lang, "chờ căn cứ", "awaiting evidence"),
    }
}

pub(super) const fn reason(reason: Reason, lang: Lang) -> &'static str {
    match reason {
        Reason::Leave => one_of(lang, "người lao động nghỉ theo loại nghỉ làm gián đoạn", "a leave that interrupts"),
        Reason::Ended(EndReason::Resigned) => one_of(lang, "người lao động xin thôi việc", "the worker resigned"),
        Reason::Ended(EndReason::Dismissed) => {
            one_of(lang, "người sử dụng lao động cho thôi việc", "the employer dismissed the worker")
        }
        Reason::Ended(EndReason::Agreed) => {
            one_of(lang, "hai bên thỏa thuận chấm dứt hợp đồng", "both agreed to end the contract")
        }
        Reason::Ended(EndReason::Expired) => {
            one_of(lang, "hợp đồng hết hạn mà không có hợp đồng nối tiếp", "the contract ran out and none followed")
        }
        Reason::Ended(EndReason::EmployerClosed) => {
            one_of(lang, "người sử dụng lao động ngừng hoạt động", "the employer closed")
        }
        Reason::Ended(EndReason::Died) => one_of(lang, "người lao động qua đời", "the worker died"),
        Reason::Ended(EndReason::NoShow) => one_of(lang, "người lao động không đến làm việc", "the worker never came"),
        Reason::Ended(EndReason::Other) => {
            one_of(lang, "hợp đồng chấm dứt vì lý do khác", "the contract ended for another reason")
        }
    }
}

pub(super) const fn source(source: Source, lang: Lang) -> &'static str {
    match source {
        Source::Insurer => one_of(lang, "cơ quan bảo hiểm xã hội", "the social insurance"),
        Source::Payroll => one_of(lang, "bảng lương", "the payroll"),
        Source::Officer => one_of(lang, "cán bộ xác minh", "an officer"),
        Source::Employer => one_of(lang, "người sử dụng lao động", "the employer"),
        Source::Worker => one_of(lang, "người lao động", "the worker"),
        Source::Centre => one_of(lang, "trung tâm", "the centre"),
    }
}

/// Several sources that speak together.
pub(super) fn together(sources: &[Source], lang: Lang) -> String {
    let names: Vec<&str> = sources.iter().map(|one| source(*one, lang)).collect();
    names.join(one_of(lang, " và ", " and "))
}

/// Sets of sources of which one suffices.
pub(super) fn any(sets: &[Vec<Source>], lang: Lang) -> String {
    let names: Vec<String> = sets.iter().map(|set| together(set, lang)).collect();
    names.join(one_of(lang, ", hoặc ", ", or "))
}
