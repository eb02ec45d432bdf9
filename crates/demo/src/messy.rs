//! Careless typing as boards see it: capitals, exclamation marks, pictures, slips of the finger, Telex left-overs,
//! missing
//! spaces, telephone numbers in the text, abbreviations.

use crate::draw::Draw;
use crate::unmarked::telex;

const SHORT: [(&str, &str); 22] = [
    ("không", "ko"),
    ("được", "dc"),
    ("nhân viên", "NV"),
    ("Nhân viên", "NV"),
    ("lao động phổ thông", "LĐPT"),
    ("Lao động phổ thông", "LĐPT"),
    ("nhân viên kinh doanh", "NVKD"),
    ("Nhân viên kinh doanh", "NVKD"),
    ("khu công nghiệp", "KCN"),
    ("công ty", "cty"),
    ("Công ty", "Cty"),
    ("khách hàng", "KH"),
    ("bảo hiểm xã hội", "BHXH"),
    ("trách nhiệm", "TN"),
    ("thời gian", "TG"),
    ("sản phẩm", "SP"),
    ("phụ cấp", "PC"),
    ("kinh nghiệm", "KN"),
    ("yêu cầu", "y/c"),
    ("tăng ca", "TC"),
    ("liên hệ", "lh"),
    ("những", "nhg"),
];
const SHOUTS: [&str; 10] = [
    "🔥 TUYỂN GẤP!!!",
    "📣📣",
    "✅",
    "tuyển gấp!!!",
    "🌟 HOT 🌟",
    "CẦN GẤP",
    "[GẤP]",
    "💥",
    "📌 TUYỂN DỤNG:",
    "Cần tuyển gấp !!",
];
const CALLS: [&str; 6] = ["LH", "Zalo", "Liên hệ ngay sđt", "☎️", "Inbox hoặc gọi", "Ai cần alo"];

/// Numbers begin with 095, a prefix that no network of today bears.
fn telephone(draw: &mut Draw) -> String {
    let (one, two, three) = (draw.between(1, 9), draw.between(100, 999), draw.between(100, 999));
    match draw.below(3) {
        0 => format!("095{one}.{two}.{three}"),
        1 => format!("095{one}{two}{three}"),
        _ => format!("095{one} {two} {three}"),
    }
}

/// Changes some of the words; the others stay.
fn words(text: &str, share: usize, draw: &mut Draw, change: impl Fn(&str, &mut Draw) -> String) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for word in text.split_inclusive([' ', '\n']) {
        let bare = word.trim_end();
        if bare.chars().count() >= 3 && draw.percent(share) {
            out.push_str(&change(bare, draw));
            out.push_str(&word[bare.len()..]);
        } else {
            out.push_str(word);
        }
    }
    out
}

/// Two neighbours swapped, or a letter lost.
fn slip(word: &str, draw: &mut Draw) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    let end = letters.len();
    let at = 1 + draw.below(end.saturating_sub(2));
    if at + 1 < end && letters[at].is_alphabetic() && letters[at + 1].is_alphabetic() {
        if draw.percent(50) {
            letters.swap(at, at + 1);
        } else {
            letters.remove(at);
        }
    }
    letters.into_iter().collect()
}

fn abbreviate(text: &str) -> String {
    SHORT.iter().fold(text.to_owned(), |text, (long, short)| text.replace(long, short))
}

fn emojis(text: &str, draw: &mut Draw) -> String {
    let sign = draw.text(&["✅", "👉", "🔹", "⭐", "📍", "💰"]);
    text.replace("\n- ", &format!("\n{sign} ")).replace("\n+ ", &format!("\n{sign}"))
}

fn crowd(text: &str) -> String {
    text.replace(". ", ".").replace(", ", ",").replace(": ", ":")
}

/// Makes a title careless.
pub(crate) fn title(title: &str, draw: &mut Draw) -> String {
    let title = if draw.percent(45) { title.to_uppercase() } else { abbreviate(title) };
    match draw.below(5) {
        0 => format!("{} {title}", draw.text(&SHOUTS)),
        1 => format!("{title} !!!"),
        2 => format!("{title}  - đi làm ngay"),
        3 => words(&title, 25, draw, |word, draw| telex(word, draw.percent(50))),
        _ => format!("{} {title} {}", draw.text(&SHOUTS), draw.text(&["🔥", "‼️", "(gấp)", "- hot"])),
    }
}

/// Makes a text careless: two to four ways at once.
pub(crate) fn text(text: &str, draw: &mut Draw) -> String {
    let mut text = text.to_owned();
    let ways = draw.between(2, 4) as usize;
    let mut chosen = draw.distinct(8, ways);
    chosen.sort_unstable();
    for way in chosen {
        text = match way {
            0 => abbreviate(&text),
            1 => emojis(&text, draw),
            2 => words(&text, 5, draw, slip),
            3 => words(&text, 5, draw, |word, draw| telex(word, draw.percent(50))),
            4 => crowd(&text),
            5 => text.to_lowercase(),
            6 => text.lines().map(|line| shout(line, draw)).collect::<Vec<_>>().join("\n"),
            _ => format!("{text}\n{} {}", draw.text(&CALLS), telephone(draw)),
        };
    }
    text
}

fn shout(line: &str, draw: &mut Draw) -> String {
    match draw.below(4) {
        0 => line.to_uppercase(),
        1 => format!("{}!!!", line.trim_end_matches('.')),
        _ => line.to_owned(),
    }
}
