//! What a statement of employment says of the days: to whoever reads the paper, not to whoever works on the case. The
//! paper is Vietnamese.

use super::case::{capital, sum};
use super::{day, names};
use crate::Lang;
use crate::placement::{Outcome, Reason, Status};

/// The days of a case as a paper attests them on the day on which it is made.
pub fn attested(outcome: &Outcome) -> Vec<String> {
    let on = |at| day(at, Lang::Vi);
    match outcome.status {
        Status::AwaitingContract => vec!["Đến ngày lập giấy: chưa có hợp đồng lao động nào được tính.".to_owned()],
        Status::NotStarted => vec![format!("Ngày làm việc đầu tiên theo hợp đồng là ngày {}.", on(outcome.start))],
        Status::Failed if outcome.start.is_none() => vec![ended(outcome)],
        Status::Failed => vec![counted(outcome), ended(outcome)],
        Status::Confirmed => {
            let (needed, from) = (outcome.required_days, on(outcome.clock_from));
            vec![counted(outcome), format!("Đã làm việc đủ {needed} ngày kể từ ngày {from}.")]
        }
        Status::Counting | Status::Disputed | Status::Lapsed | Status::AwaitingEvidence => vec![counted(outcome)],
    }
}

/// What is verified is told apart from what is not.
fn counted(outcome: &Outcome) -> String {
    let all = format!("Đến ngày lập giấy: được tính {} ngày", outcome.counted_days);
    let open = [(sum(&outcome.missing), "chưa có căn cứ"), (sum(&outcome.disputed), "có nguồn nói là không làm việc")];
    let open: String =
        open.into_iter().filter(|(days, _)| *days > 0).map(|(days, what)| format!(", {days} ngày {what}")).collect();
    match outcome.verified_days {
        verified if verified == outcome.counted_days && verified > 0 => format!("{all}, ngày nào cũng đã xác minh."),
        verified => format!("{all}, trong đó {verified} ngày đã xác minh{open}."),
    }
}

/// Since when the person is no longer employed there, and why.
fn ended(outcome: &Outcome) -> String {
    let on = day(outcome.on, Lang::Vi);
    let reason = outcome.reason.map_or("không còn làm việc", |reason| names::reason(reason, Lang::Vi));
    let reason = capital(reason);
    match outcome.reason {
        _ if outcome.start.is_none() => format!("{reason}; không có ngày làm việc nào kể từ ngày {on}."),
        Some(Reason::Leave) => format!("{reason} từ ngày {on}."),
        _ => format!("{reason}; từ ngày {on} không còn làm việc."),
    }
}

#[cfg(test)]
mod tests {
    use super::attested;
    use crate::placement::{EndReason, Outcome, Reason, Status, Stretch};
    use chrono::NaiveDate;

    #[test]
    fn a_paper_attests_days_and_tells_verified_ones_apart() {
        let on = NaiveDate::from_ymd_opt(2026, 8, 14);
        let whole = Outcome {
            status: Status::AwaitingEvidence,
            start: on,
            clock_from: on,
            required_days: 93,
            counted_days: 93,
            verified_days: 55,
            missing: vec![Stretch { from: 55, until: 93 }],
            ..Outcome::without_employment("1", None)
        };
        let open = "Đến ngày lập giấy: được tính 93 ngày, trong đó 55 ngày đã xác minh, 38 ngày chưa có căn cứ.";
        assert_eq!(attested(&whole), [open], "no word of what the centre waits for");
        let confirmed = Outcome { status: Status::Confirmed, verified_days: 93, missing: Vec::new(), ..whole.clone() };
        assert_eq!(
            attested(&confirmed),
            [
                "Đến ngày lập giấy: được tính 93 ngày, ngày nào cũng đã xác minh.",
                "Đã làm việc đủ 93 ngày kể từ ngày 14/08/2026."
            ]
        );
        let left = Outcome {
            status: Status::Failed,
            on: NaiveDate::from_ymd_opt(2026, 9, 1),
            reason: Some(Reason::Ended(EndReason::Resigned)),
            counted_days: 18,
            verified_days: 0,
            missing: vec![Stretch { from: 0, until: 18 }],
            ..whole
        };
        assert_eq!(
            attested(&left),
            [
                "Đến ngày lập giấy: được tính 18 ngày, trong đó 0 ngày đã xác minh, 18 ngày chưa có căn cứ.",
                "Người lao động xin thôi việc; từ ngày 01/09/2026 không còn làm việc."
            ]
        );
        let unsigned = Outcome::without_employment("1", None);
        assert_eq!(attested(&unsigned), ["Đến ngày lập giấy: chưa có hợp đồng lao động nào được tính."]);
    }
}
