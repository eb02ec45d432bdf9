//! Terms drawn so that each of them matters in some cases.

use crate::placement::drawn::Draw;

const KINDS: [&str; 9] =
    ["annual", "sick", "accident", "parental", "unpaid", "military", "stoppage", "suspension", "other"];

pub(super) struct Policy {
    /// About as many days as are needed.
    pub(super) about: i64,
    length: String,
    first_day: &'static str,
    forms: &'static str,
    methods: &'static str,
    counts_from: &'static str,
    minimum_months: i64,
    probation: &'static str,
    pub(super) tolerated_days: i64,
    pub(super) tolerated_total_days: i64,
    beyond: &'static str,
    pub(super) renewal_days: i64,
    leave: Vec<(&'static str, &'static str)>,
    pub(super) any_of: &'static [&'static [&'static str]],
    rank: &'static [&'static str],
    pub(super) within_days: i64,
}

impl Policy {
    pub(super) fn draw(draw: &mut Draw) -> Self {
        let (about, length) = if draw.percent(75) {
            let months = draw.pick(&[1, 1, 1, 2, 2, 3, 3, 3, 6]);
            (months * 30 + 1, format!(r#""months":{months}"#))
        } else {
            let days = draw.pick(&[30, 45, 60, 90]);
            (days, format!(r#""days":{days}"#))
        };
        let mut leave: Vec<(&str, &str)> =
            KINDS.iter().map(|kind| (*kind, draw.pick(&["counts", "pauses", "interrupts"]))).collect();
        // One of each at least, so that every class can be asked for.
        (leave[0].1, leave[1].1, leave[2].1) = ("counts", "pauses", "interrupts");
        Self {
            about,
            length,
            first_day: draw.pick(&["excluded", "excluded", "included"]),
            forms: draw.pick(&[
                r#""indefinite","fixed-term""#,
                r#""indefinite","fixed-term""#,
                r#""indefinite","fixed-term","probation""#,
                r#""fixed-term","apprenticeship""#,
            ]),
            methods: draw.pick(&[
                r#""digital","platform","paper-seen""#,
                r#""digital","platform""#,
                r#""paper-seen","digital""#,
            ]),
            counts_from: draw.pick(&["signed", "signed", "start"]),
            minimum_months: draw.pick(&[0, 0, 0, 0, 1, 1, 2]),
            probation: draw.pick(&["ignored", "counts"]),
            tolerated_days: draw.pick(&[0, 0, 2, 5, 10]),
            tolerated_total_days: draw.pick(&[0, 3, 6, 10, 20]),
            beyond: draw.pick(&["fail", "restart"]),
            renewal_days: draw.pick(&[0, 5, 10, 30]),
            leave,
            any_of: draw.pick(ANY_OF),
            rank: draw.pick(RANKS),
            within_days: draw.pick(&[0, 10, 30, 60, 180]),
        }
    }

    pub(super) fn takes_indefinite(&self) -> bool {
        self.forms.contains("indefinite")
    }

    /// A kind of leave of this class.
    pub(super) fn leave_of(&self, class: &str, draw: &mut Draw) -> &'static str {
        let kinds: Vec<&'static str> =
            self.leave.iter().filter(|(_, of)| *of == class).map(|(kind, _)| *kind).collect();
        draw.pick(&kinds)
    }

    pub(super) fn written(&self) -> String {
        let leave: Vec<String> = self.leave.iter().map(|(kind, class)| format!(r#""{kind}":"{class}""#)).collect();
        let any_of: Vec<String> = self.any_of.iter().map(|set| list(set)).collect();
        [
            format!(r#"{{"name":"drawn","milestone":{{{},"first_day":"{}"}}"#, self.length, self.first_day),
            format!(r#""contract":{{"forms":[{}],"signature_methods":[{}]"#, self.forms, self.methods),
            format!(r#""counts_from":"{}","minimum_months":{}"#, self.counts_from, self.minimum_months),
            format!(r#""probation":"{}"}}"#, self.probation),
            format!(r#""gap":{{"tolerated_days":{}"#, self.tolerated_days),
            format!(r#""tolerated_total_days":{},"beyond":"{}""#, self.tolerated_total_days, self.beyond),
            format!(r#""renewal_days":{}}}"#, self.renewal_days),
            format!(r#""leave":{{{}}}"#, leave.join(",")),
            format!(r#""evidence":{{"any_of":[{}],"rank":{}"#, any_of.join(","), list(self.rank)),
            format!(r#""within_days":{}}}}}"#, self.within_days),
        ]
        .join(",")
    }
}

fn list(words: &[&str]) -> String {
    let words: Vec<String> = words.iter().map(|word| format!(r#""{word}""#)).collect();
    format!("[{}]", words.join(","))
}

const ANY_OF: &[&[&[&str]]] = &[
    &[&["insurer"], &["employer", "worker"], &["employer", "officer"]],
    &[&["employer", "worker"]],
    &[&["payroll"], &["officer"], &["employer", "worker"]],
    &[&["worker", "centre"], &["insurer"]],
];

const RANKS: &[&[&str]] = &[
    &["insurer", "officer", "payroll", "employer", "worker", "centre"],
    &["insurer", "officer", "payroll", "employer", "worker", "centre"],
    &["officer", "insurer", "employer", "worker"],
    &["insurer", "payroll"],
];
