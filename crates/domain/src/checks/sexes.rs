//! Which "nam" and "nữ" speak of a sex. "Nam" is also in names (Nam Định, Việt Nam, anh Nam), and without marks it is a
//! year (5 năm) or a grasp (nắm vững).

use super::phrase::Phrase;
use super::scan::{Gap, Scan, Spelling, spellings};
use std::sync::LazyLock;

static MAN: LazyLock<Spelling> = LazyLock::new(|| Spelling::of("nam"));
static WOMAN: LazyLock<Spelling> = LazyLock::new(|| Spelling::of("nữ"));
static ENGLISH: LazyLock<Vec<Spelling>> = LazyLock::new(|| spellings("male female"));
/// After these it says for whom a thing is made, or who comes to buy or to be cared for.
static NO_WORKERS: LazyLock<Vec<Spelling>> =
    LazyLock::new(|| spellings("giày dép áo quần trang đồ phục tóc vest ví túi bé trẻ khách"));
/// "Nữ trang" is jewellery.
static NO_WOMEN: LazyLock<Vec<Spelling>> = LazyLock::new(|| spellings("trang hoàng"));
/// What stands before a "Nam" that is the South, or a name.
static BEFORE_NAMES: LazyLock<Vec<Spelling>> =
    LazyLock::new(|| spellings("việt miền phía hướng tây hà hải quảng bắc trung phương hoài vùng anh a ông chú mr"));
/// What stands after it there.
static AFTER_NAMES: LazyLock<Vec<Phrase>> = LazyLock::new(|| {
    let names = "định|á|âu|mỹ|phi|kỳ|bộ|sài|long|việt|cường|triều|dương|giang|hải|ninh|khoa|châm";
    [names, "từ liêm", "trung bộ", "trung hoa", "thái bình"].into_iter().map(Phrase::of).collect()
});
/// What follows "năm" or "nắm" where no marks tell them from "nam".
static AFTER_YEARS: LazyLock<Vec<Spelling>> =
    LazyLock::new(|| spellings("nay sau trước học cuối tới kinh đầu tài vững rõ bắt chắc được"));
/// What leads to a "năm" there.
static BEFORE_YEARS: LazyLock<Vec<Spelling>> =
    LazyLock::new(|| spellings("cuối hàng mỗi giữa đầu trong theo cả các nhiều mấy"));
/// With one of these beside it both sexes are named, or the parts of the country.
static PAIRS: LazyLock<Vec<Spelling>> = LazyLock::new(|| spellings("nam nữ bắc trung male female"));
static AGES: LazyLock<Vec<Spelling>> = LazyLock::new(|| spellings("dưới trên từ tuổi độ under from"));
static REGIONS: LazyLock<Vec<Spelling>> = LazyLock::new(|| spellings("miền vùng khu bắc trung"));

/// Folded forms of the two words.
pub(super) const FIRST_WORDS: [&str; 2] = ["nam", "nu"];

/// Whether the token at this place says a sex.
pub(super) fn is_sex(scan: &Scan, at: usize) -> bool {
    let is_near = |place: &usize| scan.words.get(*place).is_some_and(|word| word.gap == Gap::Space);
    let before = at.checked_sub(1).filter(|_| is_near(&at));
    let after = Some(at + 1).filter(is_near);
    let leads = |words: &[Spelling]| before.is_some_and(|place| scan.is_any(place, words));
    let follows = |words: &[Spelling]| after.is_some_and(|place| scan.is_any(place, words));
    if scan.is(at, &WOMAN) {
        return !leads(&NO_WORKERS) && !is_served(scan, before) && !follows(&NO_WOMEN);
    }
    let is_named = || after.is_some_and(|place| AFTER_NAMES.iter().any(|name| name.match_at(scan, place).is_some()));
    let is_year = || !scan.marked && (leads(&BEFORE_YEARS) || follows(&AFTER_YEARS) || is_dated(scan, at));
    scan.is(at, &MAN)
        && !leads(&NO_WORKERS)
        && !is_served(scan, before)
        && !leads(&BEFORE_NAMES)
        && !is_named()
        && !is_written_as_name(scan, (before, at, after))
        && !is_year()
}

/// "Khách hàng nữ", "bệnh nhân nam".
fn is_served(scan: &Scan, before: Option<usize>) -> bool {
    static ENDS: LazyLock<Vec<Spelling>> = LazyLock::new(|| spellings("hàng nhân"));
    static STARTS: LazyLock<Vec<Spelling>> = LazyLock::new(|| spellings("khách bệnh"));
    before.is_some_and(|place| {
        scan.is_any(place, &ENDS) && place.checked_sub(1).is_some_and(|start| scan.is_any(start, &STARTS))
    })
}

/// Capitals in the middle of small letters: "nhân viên Nam Phát".
fn is_written_as_name(scan: &Scan, (before, at, after): (Option<usize>, usize, Option<usize>)) -> bool {
    let first = |place: Option<usize>| place.and_then(|place| scan.written(place).chars().next());
    let is_capital = |place| first(place).is_some_and(char::is_uppercase);
    is_capital(Some(at)) && is_capital(after) && first(before).is_some_and(char::is_lowercase)
}

/// "5 nam", "nam 2026".
fn is_dated(scan: &Scan, at: usize) -> bool {
    let number = |place: usize| scan.words.get(place).and_then(|word| word.exact.parse::<u32>().ok());
    at.checked_sub(1).and_then(number).is_some() || number(at + 1).is_some_and(|year| year >= 1900)
}

/// A sex that is a demand by its place alone: in brackets ("Công nhân may (Nữ)", "(nam, dưới 30 tuổi)"), and as the
/// last word of a title after a dash or comma.
pub(super) fn stands_alone(scan: &Scan, at: usize, in_title: bool) -> bool {
    let Some(word) = scan.words.get(at) else { return false };
    let says_sex =
        if FIRST_WORDS.contains(&word.folded.as_str()) { is_sex(scan, at) } else { scan.is_any(at, &ENGLISH) };
    if !says_sex {
        return false;
    }
    let is_paired = at.checked_sub(1).is_some_and(|place| scan.is_any(place, &PAIRS)) || scan.is_any(at + 1, &PAIRS);
    if is_paired {
        return false;
    }
    let (before, after) = (scan.between(at), scan.between(at + 1));
    let is_number = scan.words.get(at + 1).is_some_and(|next| next.exact.parse::<u32>().is_ok());
    let ends = after.trim_start().starts_with([')', ']']) || is_number || scan.is_any(at + 1, &AGES);
    let ends_title =
        || word.gap == Gap::Clause && at + 1 == scan.words.len() && !(0..at).any(|place| scan.is_any(place, &REGIONS));
    (before.trim_end().ends_with(['(', '[']) && ends) || (in_title && at > 0 && ends_title())
}
