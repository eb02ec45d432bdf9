//! The days that somebody is asked about, in words: as one run, or as several where days between were answered.

use sanviec_domain::Lang;

/// First and last day, in figures.
pub(super) type Run = (String, String);

/// By the names that templates use: `days` names every run, `span` and `short_span` the one run, or how many there are.
pub(super) fn days(whole: &Run, runs: &[Run], lang: Lang) -> Vec<(&'static str, String)> {
    let each = if runs.is_empty() { std::slice::from_ref(whole) } else { runs };
    let words: Vec<String> = each.iter().enumerate().map(|(at, run)| run_in_words(run, at == 0, lang)).collect();
    let (from, through) = whole;
    let (span, short) = match (each.len(), lang) {
        (0 | 1, Lang::Vi) => (format!("{from} đến {through}"), format!("{from}-{through}")),
        (0 | 1, Lang::En) => (format!("{from} to {through}"), format!("{from}-{through}")),
        (count, Lang::Vi) => (format!("{count} khoảng ngày"), format!("{count} khoang ngay")),
        (count, Lang::En) => (format!("{count} periods"), format!("in {count} periods")),
    };
    vec![
        ("days", words.join("; ")),
        ("span", span),
        ("short_span", short),
        ("from", from.clone()),
        ("through", through.clone()),
    ]
}

/// What is asked: of the worker about themselves, of an employer about somebody else.
pub(super) const fn question(to_worker: bool, lang: Lang) -> &'static str {
    match (to_worker, lang) {
        (true, Lang::Vi) => "Trung tâm dịch vụ việc làm hỏi: bạn có đi làm trong những ngày này không?",
        (true, Lang::En) => "The employment service centre asks: did you work there on these days?",
        (false, Lang::Vi) => "Trung tâm dịch vụ việc làm cần biết người được giới thiệu có làm việc không:",
        (false, Lang::En) => {
            "The employment service centre needs to know whether the person whom it referred was employed:"
        }
    }
}

fn run_in_words((from, through): &Run, is_first: bool, lang: Lang) -> String {
    match (lang, is_first) {
        (Lang::Vi, true) => format!("Từ ngày {from} đến ngày {through}"),
        (Lang::Vi, false) => format!("từ ngày {from} đến ngày {through}"),
        (Lang::En, true) => format!("From {from} to {through}"),
        (Lang::En, false) => format!("from {from} to {through}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(from: &str, through: &str) -> Run {
        (from.to_owned(), through.to_owned())
    }

    fn told(runs: &[Run], lang: Lang) -> Vec<String> {
        days(&run("01/11/2026", "29/11/2026"), runs, lang).into_iter().take(3).map(|(_, words)| words).collect()
    }

    #[test]
    fn one_run_is_told_by_its_days_and_several_one_after_the_other() {
        let one = ["Từ ngày 01/11/2026 đến ngày 29/11/2026", "01/11/2026 đến 29/11/2026", "01/11/2026-29/11/2026"];
        assert_eq!(told(&[], Lang::Vi), one);
        let one = ["From 01/11/2026 to 29/11/2026", "01/11/2026 to 29/11/2026", "01/11/2026-29/11/2026"];
        assert_eq!(told(&[], Lang::En), one);
        let runs = [run("01/11/2026", "10/11/2026"), run("21/11/2026", "29/11/2026")];
        let both = "Từ ngày 01/11/2026 đến ngày 10/11/2026; từ ngày 21/11/2026 đến ngày 29/11/2026";
        assert_eq!(told(&runs, Lang::Vi), [both, "2 khoảng ngày", "2 khoang ngay"]);
        let both = "From 01/11/2026 to 10/11/2026; from 21/11/2026 to 29/11/2026";
        assert_eq!(told(&runs, Lang::En), [both, "2 periods", "in 2 periods"]);
    }
}
