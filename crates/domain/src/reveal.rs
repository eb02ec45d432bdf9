//! When an employer sees how to reach a person: what else must hold beside the stage of an application or a referral.
//! Each look is recorded by whoever shows it.

/// What must hold as it is now, whatever the stage says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Around {
    /// The consent to send data to this employer holds.
    pub consent: bool,
    /// The employer is verified.
    pub verified: bool,
}

codes! {
    /// Whether contact is open, and if not, why.
    Contact {
        /// The employer sees telephone and e-mail.
        Open = "open",
        /// The employer has to act first: shortlist, set an interview, hire.
        NotYet = "not_yet",
        /// It is over.
        Over = "over",
        /// The employer was sent nothing.
        NotSent = "not_sent",
        /// The consent does not hold.
        NoConsent = "no_consent",
        /// The employer is not, or no longer, verified.
        NotVerified = "not_verified",
    }
}

impl Contact {
    /// What is left of it: a stage that opens contact opens it only while everything else holds.
    #[must_use]
    pub fn within(self, around: Around) -> Self {
        if self != Self::Open {
            self
        } else if !around.consent {
            Self::NoConsent
        } else if !around.verified {
            Self::NotVerified
        } else {
            Self::Open
        }
    }
}

/// What stands in the place of a way to reach somebody.
const HIDDEN: &str = "•••";
/// Digits that a telephone number has at least.
const FEWEST_DIGITS: usize = 9;
/// Parts of addresses of other places to talk.
const ELSEWHERE: [&str; 8] = ["http://", "https://", "www.", "zalo.me", "t.me/", "m.me/", "facebook.com", "fb.com"];

/// A text with telephone numbers, e-mail addresses and links put out of sight: what the other side reads while contact
/// is not open. What was written is kept, and shown when contact opens. Numbers in words are not found.
pub fn without_contact(text: &str) -> String {
    let numbers_out = without_numbers(text);
    numbers_out.split_inclusive(char::is_whitespace).map(without_address).collect()
}

fn without_address(word: &str) -> String {
    let bare = word.trim_end();
    let small = bare.to_lowercase();
    let mail = bare.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'));
    if mail || ELSEWHERE.iter().any(|place| small.contains(place)) {
        format!("{HIDDEN}{}", &word[bare.len()..])
    } else {
        word.to_owned()
    }
}

/// Runs of digits with blanks, dots, dashes or brackets between them, when they begin as telephone numbers do.
fn without_numbers(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let mut shown = String::with_capacity(text.len());
    let mut at = 0;
    while at < letters.len() {
        let end = run_end(&letters, at);
        let run = &letters[at..end.max(at + 1)];
        if is_number(run) {
            shown.push_str(HIDDEN);
        } else {
            shown.extend(run);
        }
        at += run.len();
    }
    shown
}

/// Where the run of digits ends that begins here; here when none does.
fn run_end(letters: &[char], at: usize) -> usize {
    let is_part = |letter: char| letter.is_ascii_digit() || matches!(letter, ' ' | '.' | '-' | '(' | ')' | '\u{a0}');
    if !letters[at].is_ascii_digit() && letters[at] != '+' {
        return at;
    }
    let run = letters[at + 1..].iter().take_while(|letter| is_part(**letter)).count();
    let mut end = at + 1 + run;
    while end > at + 1 && !letters[end - 1].is_ascii_digit() {
        end -= 1;
    }
    end
}

fn is_number(run: &[char]) -> bool {
    let digits: String = run.iter().filter(|letter| letter.is_ascii_digit()).collect();
    digits.len() >= FEWEST_DIGITS && (digits.starts_with('0') || digits.starts_with("84"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_to_reach_somebody_are_hidden_and_everything_else_stays() {
        for (written, read) in [
            ("Gọi 0905 123 456 nhé", "Gọi ••• nhé"),
            ("Số: +84 905-123-456.", "Số: •••."),
            ("0905.123.456", "•••"),
            ("lan@vidu.vn hoặc\nzalo.me/0905123456", "••• hoặc\n•••"),
            ("Lương 12.000.000 đồng, đi làm ngày 05/12/2026", "Lương 12.000.000 đồng, đi làm ngày 05/12/2026"),
            ("Phòng 203, 8 giờ 30 ngày 12-12-2026", "Phòng 203, 8 giờ 30 ngày 12-12-2026"),
            ("xem https://x.vn/a?b=1 đi", "xem ••• đi"),
            ("giá @ 5.000", "giá @ 5.000"),
            ("", ""),
        ] {
            assert_eq!(without_contact(written), read, "{written}");
        }
    }
}
