//! The words of pay texts and what each of them is. Spelled with marks here, compared folded: adverts drop their
//! marks.

use super::{Currency, Per, Tax};
use std::collections::HashMap;
use std::sync::LazyLock;

/// What one word of a pay text says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// Multiplies the number before it, and may name the currency.
    Unit(i128, Option<Currency>),
    Money(Currency),
    Per(Per),
    /// What follows is the upper bound, or joins two amounts.
    To,
    /// What follows is the lower bound.
    From,
    /// What stands before is the lower bound.
    AndUp,
    Tax(Tax),
    /// What follows is paid beside the pay.
    Beside,
}

const THOUSAND: i128 = 1_000;
const MILLION: i128 = 1_000_000;
const BILLION: i128 = 1_000_000_000;

type Row = (&'static str, Meaning);

fn rows() -> Vec<Row> {
    let mut rows = Vec::new();
    let mut add = |spellings: &'static str, meaning: Meaning| {
        rows.extend(spellings.split(", ").map(|spelling| (spelling, meaning)));
    };
    let dong = Some(Currency::Vnd);
    add("triệu, tr, m, mil, mill, mils, mio, million, millions, củ, chai, trieu", Meaning::Unit(MILLION, None));
    add("trđ, trd, trvnđ, trvnd, triệuđ, triệuvnđ, triệuvnd, mvnd, củvnđ", Meaning::Unit(MILLION, dong));
    add("k, nghìn, ngàn, ng, thousand", Meaning::Unit(THOUSAND, None));
    add("kvnđ, kvnd, kđ, nghìnđ", Meaning::Unit(THOUSAND, dong));
    add("kusd", Meaning::Unit(THOUSAND, Some(Currency::Usd)));
    add("tỷ, tỉ, billion", Meaning::Unit(BILLION, dong));
    add("đ, đồng, vnđ, vnd, ₫, vn", Meaning::Money(Currency::Vnd));
    add("usd, us, $, dollar, dollars, đô, usdt", Meaning::Money(Currency::Usd));
    add("tháng, month, months, monthly, mo, mth, th, pm", Meaning::Per(Per::Month));
    add("ngày, day, daily, công, ca, days", Meaning::Per(Per::Day));
    add("giờ, hour, hours, hourly, hr, hrs, h, tiếng", Meaning::Per(Per::Hour));
    add("năm, year, yearly, annum, annual, annually, yr", Meaning::Per(Per::Year));
    add("sp, chuyến, đơn, tiết, piece, bài, cái, kg, buổi, sản, trip, lesson, sản_phẩm", Meaning::Per(Per::Piece));
    add("đến, tới, to, upto, max, dưới, under, đếnn, lên_đến, tối_đa, cao_nhất, <, ≤, up_to", Meaning::To);
    add(
        "từ, from, min, trên, over, above, hơn, tối_thiểu, ít_nhất, thấp_nhất, at_least, starting, >, ≥",
        Meaning::From,
    );
    add("trở_lên, and_above, and_up, or_more, đổ_lên", Meaning::AndUp);
    add("gross, trước_thuế", Meaning::Tax(Tax::Gross));
    add("net, sau_thuế, thực_lĩnh, thực_lãnh, thực_nhận", Meaning::Tax(Tax::Net));
    add(
        "thưởng, bonus, bonuses, phụ_cấp, trợ_cấp, hoa_hồng, commission, plus, kèm, chưa, ngoài, allowance, kpi",
        Meaning::Beside,
    );
    add("chưa_bao_gồm, not_included, incentive, incentives, doanh_số, tip, tips, ot", Meaning::Beside);
    rows
}

static WORDS: LazyLock<HashMap<String, Meaning>> =
    LazyLock::new(|| rows().into_iter().map(|(spelling, meaning)| (sanviec_text::fold(spelling), meaning)).collect());

/// Meaning of one word, or of several joined by `_`.
pub(super) fn meaning(folded: &str) -> Option<Meaning> {
    WORDS.get(folded).copied()
}

/// What a text without any amount says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Saying {
    Agreed,
    /// "Cạnh tranh", "You'll love it": praise instead of an amount.
    Praise,
    Commission,
    Hidden,
}

const SAYINGS: [(&str, Saying); 46] = [
    ("đăng nhập", Saying::Hidden),
    ("sign in", Saying::Hidden),
    ("log in", Saying::Hidden),
    ("login", Saying::Hidden),
    ("bảo mật", Saying::Hidden),
    ("hidden", Saying::Hidden),
    ("confidential", Saying::Hidden),
    ("thoả thuận", Saying::Agreed),
    ("thương lượng", Saying::Agreed),
    ("thuong luong", Saying::Agreed),
    ("trao đổi", Saying::Agreed),
    ("thảo luận", Saying::Agreed),
    ("khi phỏng vấn", Saying::Agreed),
    ("deal", Saying::Agreed),
    ("negotiable", Saying::Agreed),
    ("negotiation", Saying::Agreed),
    ("negotiate", Saying::Agreed),
    ("nego", Saying::Agreed),
    ("to be agreed", Saying::Agreed),
    ("to be discussed", Saying::Agreed),
    ("hoa hồng", Saying::Commission),
    ("commission", Saying::Commission),
    ("ăn chia", Saying::Commission),
    ("chiết khấu", Saying::Commission),
    ("theo doanh số", Saying::Commission),
    ("% doanh thu", Saying::Commission),
    ("cạnh tranh", Saying::Praise),
    ("hấp dẫn", Saying::Praise),
    ("competitive", Saying::Praise),
    ("attractive", Saying::Praise),
    ("theo năng lực", Saying::Praise),
    ("tuỳ năng lực", Saying::Praise),
    ("tuỳ theo", Saying::Praise),
    ("xứng đáng", Saying::Praise),
    ("lương cao", Saying::Praise),
    ("thu nhập cao", Saying::Praise),
    ("thu nhập tốt", Saying::Praise),
    ("high salary", Saying::Praise),
    ("very competitive", Saying::Praise),
    ("you'll love it", Saying::Praise),
    ("you’ll love it", Saying::Praise),
    ("you will love it", Saying::Praise),
    ("theo quy định", Saying::Praise),
    ("theo quy chế", Saying::Praise),
    ("theo sản phẩm", Saying::Praise),
    ("lương sản phẩm", Saying::Praise),
];

static FOLDED_SAYINGS: LazyLock<Vec<(String, Saying)>> =
    LazyLock::new(|| SAYINGS.iter().map(|(text, saying)| (sanviec_text::fold(text), *saying)).collect());

/// The first known saying in a folded text, in the order of the table: hidden before agreed before praise.
pub(super) fn saying(folded: &str) -> Option<Saying> {
    let whole = |needle: &str| {
        folded.match_indices(needle).any(|(start, _)| {
            let before = folded[..start].chars().next_back();
            let after = folded[start + needle.len()..].chars().next();
            !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
        })
    };
    FOLDED_SAYINGS.iter().find(|(text, _)| whole(text)).map(|(_, saying)| *saying)
}
