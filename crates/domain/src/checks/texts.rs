//! Checks of what the texts say: forbidden demands and discrimination by phrase tables, contacts inside the text,
//! noise.

use super::finding::{Finding, Severity};
use super::scan::{Gap, Scan, Spelling, spellings};
use super::sexes;
use super::wording::{Rule, WORDING};
use crate::posting::Content;
use std::sync::LazyLock;

mod contact;
mod noise;

pub(super) fn check(content: &Content) -> Vec<Finding> {
    let fields: [(&'static str, Option<&str>); 7] = [
        ("title", Some(&content.title)),
        ("description", content.description.as_deref()),
        ("requirements", content.requirements.as_deref()),
        ("benefits", content.benefits.as_deref()),
        ("welfare", content.welfare.as_deref()),
        ("pay_text", content.pay_text.as_deref()),
        ("sex_text", content.sex_text.as_deref()),
    ];
    let mut found = Vec::new();
    for (field, text) in fields {
        let Some(text) = text.filter(|text| !text.is_empty()) else { continue };
        found.extend(phrases(field, text));
        if field != "sex_text" {
            found.extend(contact::check(field, text));
            found.extend(noise::check(field, text));
        }
    }
    found.extend(sex(content));
    found
}

/// The first telephone number, e-mail address or messenger account in a text.
pub(super) fn contact_in(text: &str) -> Option<String> {
    contact::first(text)
}

/// A match of a rule: number of the rule, first token, token after the last.
struct Hit {
    rule: usize,
    start: usize,
    end: usize,
}

/// The first hit of each rule in one text.
fn phrases(field: &'static str, text: &str) -> Vec<Finding> {
    let scan = Scan::of(text);
    let mut found: Vec<Finding> = Vec::new();
    // A list goes on being denied: "không thu phí, đặt cọc".
    let mut denied_until = None;
    for hit in hits(&scan, field == "title") {
        let rule = &WORDING.rules[hit.rule];
        if rule.negatable && (denied(&scan, &hit) || goes_on(&scan, denied_until, hit.start)) {
            denied_until = Some(hit.end.max(denied_until.unwrap_or(0)));
            continue;
        }
        if speaks_of_something_else(&scan, rule, &hit) || found.iter().any(|finding| finding.code == rule.code) {
            continue;
        }
        found.push(Finding {
            severity: rule.severity,
            code: rule.code,
            field,
            quote: scan.quote(hit.start, hit.end),
            citation: rule.citation,
            vi: rule.vi.to_owned(),
            en: rule.en.to_owned(),
        });
    }
    found
}

fn hits(scan: &Scan, in_title: bool) -> Vec<Hit> {
    let mut hits = Vec::new();
    for start in 0..scan.words.len() {
        if sexes::stands_alone(scan, start, in_title) {
            hits.extend(WORDING.sex.map(|rule| Hit { rule, start, end: start + 1 }));
        }
        let Some(phrases) = WORDING.phrases.get(&scan.words[start].folded) else { continue };
        for (rule, phrase) in phrases {
            if let Some(end) = phrase.match_at(scan, start) {
                hits.push(Hit { rule: *rule, start, end });
            }
        }
    }
    hits
}

/// "Hỗ trợ tiền đồng phục" is no demand either, hence "trợ".
static DENIALS: LazyLock<Vec<Spelling>> =
    LazyLock::new(|| spellings("không ko kg k hông chẳng chưa miễn cấm đừng trợ no not never without don't"));
/// Words that may stand between a denial and what it denies.
static LIGHT: LazyLock<Vec<Spelling>> = LazyLock::new(|| {
    spellings(
        "phải cần thu mất nộp đóng bất kỳ kì cứ khoản loại bị yêu cầu hề có được giữ tiền phí nào gì chi trả tốn thêm \
         giấy tờ bản gốc của các những mọi ứng viên người lao động tự chịu áp dụng hay hoặc và hồ sơ bắt buộc đòi hỏi \
         nhận trung gian môi giới vay any require required charge charging ask asking for a the to \
         of fee fees pay we will candidates \
         keep keeping hold holding your original documents",
    )
});
/// Words that turn a sentence into a warning against the very thing.
static WARNINGS: LazyLock<Vec<Spelling>> = LazyLock::new(|| spellings("lừa mạo scam fraud"));

fn denied(scan: &Scan, hit: &Hit) -> bool {
    let start = scan.sentence_start(hit.start);
    let mut at = hit.start;
    while at > start {
        at -= 1;
        if scan.is_any(at, &DENIALS) {
            return true;
        }
        if !scan.is_any(at, &LIGHT) {
            break;
        }
    }
    let end = scan.sentence_end(hit.start);
    let warned = (start..end).any(|place| scan.is_any(place, &WARNINGS));
    // "Đặt cọc: không." denies; "đặt cọc không hoàn lại" does not.
    let told = scan.words.get(hit.end).is_some_and(|word| word.gap == Gap::Clause) && scan.is_any(hit.end, &DENIALS);
    let alone = scan.words.get(hit.end + 1).is_none_or(|word| word.gap != Gap::Space);
    warned || (told && alone)
}

/// A hit that follows a denied one within two words and without a verb of its own.
fn goes_on(scan: &Scan, denied_until: Option<usize>, start: usize) -> bool {
    denied_until.is_some_and(|until| {
        start < until
            || (start <= until + 2
                && (until..start).all(|place| scan.is_any(place, &LIGHT))
                && (until..=start).all(|place| scan.words[place].gap != Gap::Sentence))
    })
}

fn speaks_of_something_else(scan: &Scan, rule: &Rule, hit: &Hit) -> bool {
    let (start, end) = (scan.sentence_start(hit.start), scan.sentence_end(hit.start));
    rule.unless.iter().any(|phrase| phrase.is_in(scan, start, end))
}

/// The field of the source that says which sex is wanted, when it says one.
fn sex(content: &Content) -> Option<Finding> {
    let text = content.sex_text.as_deref()?;
    let scan = Scan::of(text);
    let is = |word: &str| (0..scan.words.len()).any(|at| scan.is(at, &Spelling::of(word)));
    let men = is("nam") || is("male") || is("men");
    let women = is("nữ") || is("female") || is("women");
    (men != women).then(|| Finding {
        severity: Severity::Warn,
        code: "sex_wanted",
        field: "sex_text",
        quote: text.to_owned(),
        citation: "Bộ luật Lao động 2019, Điều 8 khoản 1; Luật Việc làm 74/2025/QH15, Điều 5",
        vi: "Tin chỉ tuyển một giới tính. Chỉ được giới hạn khi tính chất công việc thực sự đòi hỏi; nếu không, hãy bỏ yêu cầu này.".into(),
        en: "The posting wants one sex only. That is allowed only where the work itself demands it; otherwise leave it out.".into(),
    })
}
