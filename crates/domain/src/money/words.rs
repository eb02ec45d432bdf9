//! Amounts in words. Vietnamese: `linh` for a nought before units, `mốt`, `tư` and `lăm` after tens, `không trăm` where
//! a later group has no hundreds; beyond nine digits the part above is read with `tỷ` behind it.

use crate::Lang;

const VI: [&str; 10] = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"];
const EN: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const EN_TENS: [&str; 10] = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
const EN_GROUPS: [&str; 7] = ["", "thousand", "million", "billion", "trillion", "quadrillion", "quintillion"];
const BILLION: u64 = 1_000_000_000;

/// The amount in words, with a capital and `đồng`.
pub(super) fn of(dong: i64, lang: Lang) -> String {
    let size = dong.unsigned_abs();
    let mut words: Vec<&str> = Vec::new();
    if dong < 0 {
        words.push(if lang == Lang::Vi { "âm" } else { "minus" });
    }
    match (size, lang) {
        (0, Lang::Vi) => words.push(VI[0]),
        (0, Lang::En) => words.push(EN[0]),
        (_, Lang::Vi) => vi(size, false, &mut words),
        (_, Lang::En) => en(size, &mut words),
    }
    words.push(if lang == Lang::Vi { "đồng" } else { "dong" });
    capital(&words.join(" "))
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn digit(number: u64) -> usize {
    usize::try_from(number % 10).unwrap_or_default()
}

/// `later`: something was said before, so that hundreds that are missing must be said.
fn vi(number: u64, later: bool, words: &mut Vec<&'static str>) {
    let (above, rest) = (number / BILLION, number % BILLION);
    if above > 0 {
        vi(above, later, words);
        words.push("tỷ");
    }
    let mut later = later || above > 0;
    for (size, name) in [(1_000_000, "triệu"), (1_000, "nghìn"), (1, "")] {
        let group = rest / size % 1_000;
        if group == 0 {
            continue;
        }
        vi_group(group, later, words);
        if !name.is_empty() {
            words.push(name);
        }
        later = true;
    }
}

fn vi_group(group: u64, later: bool, words: &mut Vec<&'static str>) {
    let (hundreds, tens, units) = (digit(group / 100), digit(group / 10), digit(group));
    let said = hundreds > 0 || later;
    if said {
        words.extend([VI[hundreds], "trăm"]);
    }
    match (tens, units) {
        (0, 0) => {}
        (0, _) if said => words.extend(["linh", VI[units]]),
        (0, _) => words.push(VI[units]),
        (1, 0) => words.push("mười"),
        (1, 5) => words.extend(["mười", "lăm"]),
        (1, _) => words.extend(["mười", VI[units]]),
        (_, 0) => words.extend([VI[tens], "mươi"]),
        (_, 1) => words.extend([VI[tens], "mươi", "mốt"]),
        (_, 4) => words.extend([VI[tens], "mươi", "tư"]),
        (_, 5) => words.extend([VI[tens], "mươi", "lăm"]),
        _ => words.extend([VI[tens], "mươi", VI[units]]),
    }
}

fn en(number: u64, words: &mut Vec<&'static str>) {
    for (place, name) in EN_GROUPS.iter().enumerate().rev() {
        let size = 1_000_u64.pow(u32::try_from(place).unwrap_or_default());
        let group = number / size % 1_000;
        if group == 0 {
            continue;
        }
        en_group(group, words);
        if !name.is_empty() {
            words.push(name);
        }
    }
}

fn en_group(group: u64, words: &mut Vec<&'static str>) {
    let (hundreds, below) = (digit(group / 100), usize::try_from(group % 100).unwrap_or_default());
    if hundreds > 0 {
        words.extend([EN[hundreds], "hundred"]);
    }
    match (below / 10, below % 10) {
        (0, 0) => {}
        (0 | 1, _) => words.push(EN[below]),
        (tens, 0) => words.push(EN_TENS[tens]),
        (tens, units) => words.extend([EN_TENS[tens], EN[units]]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_said_in_vietnamese() {
        for (dong, said) in [
            (0, "Không đồng"),
            (1, "Một đồng"),
            (5, "Năm đồng"),
            (10, "Mười đồng"),
            (11, "Mười một đồng"),
            (14, "Mười bốn đồng"),
            (15, "Mười lăm đồng"),
            (20, "Hai mươi đồng"),
            (21, "Hai mươi mốt đồng"),
            (24, "Hai mươi tư đồng"),
            (25, "Hai mươi lăm đồng"),
            (101, "Một trăm linh một đồng"),
            (110, "Một trăm mười đồng"),
            (115, "Một trăm mười lăm đồng"),
            (1_000, "Một nghìn đồng"),
            (1_005, "Một nghìn không trăm linh năm đồng"),
            (1_015, "Một nghìn không trăm mười lăm đồng"),
            (10_500, "Mười nghìn năm trăm đồng"),
            (400_000, "Bốn trăm nghìn đồng"),
            (136_264, "Một trăm ba mươi sáu nghìn hai trăm sáu mươi tư đồng"),
            (1_000_000, "Một triệu đồng"),
            (1_000_001, "Một triệu không trăm linh một đồng"),
            (2_005_000, "Hai triệu không trăm linh năm nghìn đồng"),
            (12_400_000, "Mười hai triệu bốn trăm nghìn đồng"),
            (1_000_000_000, "Một tỷ đồng"),
            (1_020_000_000, "Một tỷ không trăm hai mươi triệu đồng"),
            (1_000_000_007, "Một tỷ không trăm linh bảy đồng"),
            (1_000_000_000_000, "Một nghìn tỷ đồng"),
            (1_002_000_000_400_000, "Một triệu không trăm linh hai nghìn tỷ bốn trăm nghìn đồng"),
            (-31, "Âm ba mươi mốt đồng"),
            (
                i64::MAX,
                "Chín tỷ hai trăm hai mươi ba triệu ba trăm bảy mươi hai nghìn không trăm ba mươi sáu tỷ tám trăm năm mươi tư \
                 triệu bảy trăm bảy mươi lăm nghìn tám trăm linh bảy đồng",
            ),
        ] {
            assert_eq!(of(dong, Lang::Vi), said, "{dong}");
        }
    }

    #[test]
    fn amounts_are_said_in_english() {
        for (dong, said) in [
            (0, "Zero dong"),
            (13, "Thirteen dong"),
            (21, "Twenty one dong"),
            (105, "One hundred five dong"),
            (400_000, "Four hundred thousand dong"),
            (12_400_015, "Twelve million four hundred thousand fifteen dong"),
            (1_000_000_007, "One billion seven dong"),
            (
                i64::MIN,
                "Minus nine quintillion two hundred twenty three quadrillion three hundred seventy two trillion thirty six billion eight hundred fifty four million seven hundred seventy five thousand eight hundred eight dong",
            ),
        ] {
            assert_eq!(of(dong, Lang::En), said, "{dong}");
        }
    }

    /// Reads back what was said: the words of no amount stand for another one.
    #[test]
    fn what_is_said_can_be_read_back() {
        let mut number: u64 = 1;
        for round in 0..20_000_u64 {
            number = number.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let dong = i64::try_from((number >> 1) >> (round % 63)).expect("63 bits");
            assert_eq!(read_back(&of(dong, Lang::Vi)), dong, "{}", of(dong, Lang::Vi));
        }
    }

    fn read_back(said: &str) -> i64 {
        let (mut all, mut above, mut group, mut unit) = (0_i64, 0_i64, 0_i64, 0_i64);
        for word in said.to_lowercase().split(' ') {
            match word {
                "trăm" => (group, unit) = (group + unit * 100, 0),
                "mươi" => (group, unit) = (group + unit * 10, 0),
                "mười" => group += 10,
                "nghìn" => (above, group, unit) = (above + (group + unit) * 1_000, 0, 0),
                "triệu" => (above, group, unit) = (above + (group + unit) * 1_000_000, 0, 0),
                "tỷ" => (all, above, group, unit) = ((all + above + group + unit) * 1_000_000_000, 0, 0, 0),
                "linh" | "đồng" => {}
                "mốt" => unit = 1,
                "tư" => unit = 4,
                "lăm" => unit = 5,
                other => {
                    unit = i64::try_from(VI.iter().position(|word| *word == other).expect(other)).expect("a digit");
                }
            }
        }
        all + above + group + unit
    }
}
