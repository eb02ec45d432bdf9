//! Spellings of pay as found in adverts, and what each must be read as.

use super::*;

/// `min-max currency/per tax`, `agreed`, `commission` or `error code`; doubts behind a `?`, extras as a `+` at the
/// end.
fn read(text: &str) -> String {
    let parsed = match parse(text) {
        Ok(parsed) => parsed,
        Err(error) => return format!("error {}", error.code()),
    };
    let mut shown = match parsed.pay {
        Pay::Agreed => "agreed".to_owned(),
        Pay::Commission => "commission".to_owned(),
        Pay::Band(Band { min, max, per, currency, tax }) => {
            let side = |bound: Option<i64>| bound.map_or(String::new(), |amount| amount.to_string());
            let tax = if tax == Tax::Unknown { String::new() } else { format!(" {}", tax.code()) };
            format!("{}..{} {}/{}{tax}", side(min), side(max), currency.code(), per.code())
        }
    };
    for doubt in &parsed.doubts {
        shown.push_str(" ?");
        shown.push_str(doubt.code());
    }
    if parsed.with_extras {
        shown.push_str(" +");
    }
    shown
}

fn holds(table: &[(&str, &str)]) {
    let wrong: Vec<String> = table
        .iter()
        .filter(|(text, expected)| read(text) != *expected)
        .map(|(text, expected)| format!("{text:?}\n   expected {expected}\n   read     {}", read(text)))
        .collect();
    assert!(wrong.is_empty(), "{} of {} wrong:\n{}", wrong.len(), table.len(), wrong.join("\n"));
}

#[test]
fn dong_by_the_month() {
    holds(&[
        ("15 - 20 triệu", "15000000..20000000 vnd/month"),
        ("15-20 triệu", "15000000..20000000 vnd/month"),
        ("15–20 triệu", "15000000..20000000 vnd/month"),
        ("15 — 20 Triệu", "15000000..20000000 vnd/month"),
        ("15 ~ 20 triệu", "15000000..20000000 vnd/month"),
        ("15 đến 20 triệu", "15000000..20000000 vnd/month"),
        ("15 tới 20 triệu", "15000000..20000000 vnd/month"),
        ("15 to 20 million", "15000000..20000000 vnd/month"),
        ("Từ 15 đến 20 triệu", "15000000..20000000 vnd/month"),
        ("từ 15tr - 20tr", "15000000..20000000 vnd/month"),
        ("15 trieu den 20 trieu", "15000000..20000000 vnd/month"),
        ("15 TRIỆU - 20 TRIỆU", "15000000..20000000 vnd/month"),
        ("25-35 triệu VND", "25000000..35000000 vnd/month"),
        ("10tr-15tr", "10000000..15000000 vnd/month"),
        ("10tr - 15", "10000000..15000000 vnd/month"),
        ("10 - 15tr", "10000000..15000000 vnd/month"),
        ("10 - 15 trđ", "10000000..15000000 vnd/month"),
        ("10-15TR/THÁNG", "10000000..15000000 vnd/month"),
        ("15 củ", "15000000..15000000 vnd/month"),
        ("8,5 triệu", "8500000..8500000 vnd/month"),
        ("8.5 triệu", "8500000..8500000 vnd/month"),
        ("8,5 - 9,75 triệu", "8500000..9750000 vnd/month"),
        ("8tr5", "8500000..8500000 vnd/month"),
        ("8tr500", "8500000..8500000 vnd/month"),
        ("7tr5 - 10tr2", "7500000..10200000 vnd/month"),
        ("8.000.000 VNĐ", "8000000..8000000 vnd/month"),
        ("8.000.000đ", "8000000..8000000 vnd/month"),
        ("8,000,000 VND", "8000000..8000000 vnd/month"),
        ("8 000 000 đ", "8000000..8000000 vnd/month"),
        ("8000000", "8000000..8000000 vnd/month"),
        ("8.000.000 ₫/tháng", "8000000..8000000 vnd/month"),
        ("8.000.000 - 12.000.000 đồng/tháng", "8000000..12000000 vnd/month"),
        ("25.000.000 - 40.000.000", "25000000..40000000 vnd/month"),
        ("VND 10,000,000 - 15,000,000", "10000000..15000000 vnd/month"),
        ("VNĐ 8.000.000", "8000000..8000000 vnd/month"),
    ]);
}

#[test]
fn bounds_and_tax_of_dong_by_the_month() {
    holds(&[
        ("từ 8 triệu", "8000000.. vnd/month"),
        ("Từ 8tr", "8000000.. vnd/month"),
        ("trên 8 triệu", "8000000.. vnd/month"),
        ("> 8 triệu", "8000000.. vnd/month"),
        ("8 triệu trở lên", "8000000.. vnd/month"),
        ("8tr+", "8000000.. vnd/month"),
        ("tối thiểu 8 triệu/tháng", "8000000.. vnd/month"),
        ("Lương từ 8.000.000đ trở lên", "8000000.. vnd/month"),
        ("Up to 70 triệu VND", "..70000000 vnd/month"),
        ("Upto 60m", "..60000000 vnd/month"),
        ("Up to 30m", "..30000000 vnd/month"),
        ("Lên đến 25 triệu", "..25000000 vnd/month"),
        ("lên tới 25tr/tháng", "..25000000 vnd/month"),
        ("Đến 25 triệu", "..25000000 vnd/month"),
        ("Tới 25 triệu", "..25000000 vnd/month"),
        ("tối đa 25 triệu", "..25000000 vnd/month"),
        ("dưới 10 triệu", "..10000000 vnd/month"),
        ("Up to 55.000.000đ", "..55000000 vnd/month"),
        ("Up to 60 millions (gross)", "..60000000 vnd/month gross"),
        ("Up to 25m net", "..25000000 vnd/month net"),
        ("33 - 80m gross", "33000000..80000000 vnd/month gross"),
        ("37 - 80mil/tháng (net)", "37000000..80000000 vnd/month net"),
        ("28 - 30 million vnd", "28000000..30000000 vnd/month"),
        ("5 – 18 triệu vnđ/tháng", "5000000..18000000 vnd/month"),
        ("12-15 triệu (sau thuế)", "12000000..15000000 vnd/month net"),
        ("Thực lĩnh 10 triệu", "10000000..10000000 vnd/month net"),
        ("Lương: 10-12 triệu đồng", "10000000..12000000 vnd/month"),
        ("Mức lương 10 triệu/1 tháng", "10000000..10000000 vnd/month"),
        ("lương tháng 9tr", "9000000..9000000 vnd/month"),
        ("9500k", "9500000..9500000 vnd/month"),
        ("9.500k/tháng", "9500000..9500000 vnd/month"),
        ("5.310.000", "5310000..5310000 vnd/month"),
        ("１５ － ２０ triệu", "15000000..20000000 vnd/month"),
        ("15\u{a0}-\u{a0}20\u{a0}triệu", "15000000..20000000 vnd/month"),
        ("8 trie\u{323}\u{302}u", "8000000..8000000 vnd/month"),
        ("0 - 20 triệu", "..20000000 vnd/month"),
        ("1,2 tỷ/năm", "1200000000..1200000000 vnd/year"),
        ("300 triệu/năm", "300000000..300000000 vnd/year"),
        ("15.5 - 20.5tr", "15500000..20500000 vnd/month"),
    ]);
}

#[test]
fn extras_beside_the_pay() {
    holds(&[
        ("7-9tr/tháng + thưởng", "7000000..9000000 vnd/month +"),
        ("17 - 35m + thưởng", "17000000..35000000 vnd/month +"),
        ("15 - 25m + bonus", "15000000..25000000 vnd/month +"),
        ("Lương cứng 5tr + hoa hồng", "5000000..5000000 vnd/month +"),
        ("7 triệu + 2 triệu phụ cấp", "7000000..7000000 vnd/month +"),
        ("8-10 triệu, thưởng 1 triệu chuyên cần", "8000000..10000000 vnd/month +"),
        ("8-10 triệu (chưa bao gồm phụ cấp 500k)", "8000000..10000000 vnd/month +"),
        ("Lương + thưởng: 10-15tr", "10000000..15000000 vnd/month +"),
        ("10 triệu và lương tháng 13", "10000000..10000000 vnd/month"),
        ("8-12 triệu, 26 công/tháng", "8000000..12000000 vnd/month"),
        ("8-12 triệu (8 tiếng/ngày)", "8000000..12000000 vnd/month"),
        ("8-10 triệu (thử việc 7-8 triệu)", "8000000..10000000 vnd/month"),
        ("5-7 triệu + 10% doanh số", "5000000..7000000 vnd/month +"),
        ("8-10 triệu, thoả thuận khi phỏng vấn", "8000000..10000000 vnd/month"),
        ("Thoả thuận (từ 8 triệu)", "8000000.. vnd/month"),
    ]);
}

#[test]
fn dong_by_the_day_the_hour_and_the_piece() {
    holds(&[
        ("30.000đ/giờ", "30000..30000 vnd/hour"),
        ("30.000 đ/h", "30000..30000 vnd/hour"),
        ("30k/h", "30000..30000 vnd/hour"),
        ("30k/giờ", "30000..30000 vnd/hour"),
        ("25-30k/giờ", "25000..30000 vnd/hour"),
        ("25k - 30k / tiếng", "25000..30000 vnd/hour"),
        ("30 nghìn/giờ", "30000..30000 vnd/hour"),
        ("30 ngàn đồng một giờ", "30000..30000 vnd/hour"),
        ("30000 VND/hour", "30000..30000 vnd/hour"),
        ("30k/1h", "30000..30000 vnd/hour"),
        ("250k/ngày", "250000..250000 vnd/day"),
        ("250.000đ/ngày", "250000..250000 vnd/day"),
        ("250-300k/ngày", "250000..300000 vnd/day"),
        ("300k/ca", "300000..300000 vnd/day"),
        ("350 nghìn/công", "350000..350000 vnd/day"),
        ("250k mỗi ngày", "250000..250000 vnd/day"),
        ("500đ/sản phẩm", "500..500 vnd/piece"),
        ("5.000đ/sp", "5000..5000 vnd/piece"),
        ("150k/buổi", "150000..150000 vnd/piece"),
        ("500k/chuyến", "500000..500000 vnd/piece"),
        ("100k/tiết", "100000..100000 vnd/piece"),
        ("20k - 25k / đơn", "20000..25000 vnd/piece"),
    ]);
}

#[test]
fn dollars() {
    holds(&[
        ("Up to 2000 USD", "..2000 usd/month"),
        ("500 - 800 USD", "500..800 usd/month"),
        ("1,000 - 2,000 USD", "1000..2000 usd/month"),
        ("1.000 - 2.000 USD", "1000..2000 usd/month"),
        ("$1,000 - $1,500", "1000..1500 usd/month"),
        ("$1,000-1,500", "1000..1500 usd/month"),
        ("1000$ - 1500$", "1000..1500 usd/month"),
        ("1200$ - 1500$ gross", "1200..1500 usd/month gross"),
        ("1.2-1.5k usd", "1200..1500 usd/month"),
        ("1k - 1.5k USD", "1000..1500 usd/month"),
        ("800 - 1.2k USD", "800..1200 usd/month"),
        ("Up to $2,600 usd", "..2600 usd/month"),
        ("Up to 3000 $", "..3000 usd/month"),
        ("Upto $2500", "..2500 usd/month"),
        ("From $1300", "1300.. usd/month"),
        ("Gross usd 2,500 and above", "2500.. usd/month gross"),
        ("USD 700 - 900/month", "700..900 usd/month"),
        ("US$ 2000", "2000..2000 usd/month"),
        ("2,000 USD net", "2000..2000 usd/month net"),
        ("Total comp: $55k/year", "55000..55000 usd/year"),
        ("$10/hour", "10..10 usd/hour"),
        ("1000 đô", "1000..1000 usd/month"),
        ("1000 đô la Mỹ", "1000..1000 usd/month"),
        ("2,800 - 3,270 USD", "2800..3270 usd/month"),
        ("＄1000", "1000..1000 usd/month"),
    ]);
}

#[test]
fn words_instead_of_an_amount() {
    holds(&[
        ("Thoả thuận", "agreed"),
        ("Thỏa thuận", "agreed"),
        ("thoa thuan", "agreed"),
        ("THỎA THUẬN", "agreed"),
        ("Lương thỏa thuận theo năng lực", "agreed"),
        ("Thương lượng", "agreed"),
        ("Deal khi phỏng vấn", "agreed"),
        ("Negotiable", "agreed"),
        ("Salary: Negotiation", "agreed"),
        ("Trao đổi khi phỏng vấn", "agreed"),
        ("tho\u{309}a thua\u{323}\u{302}n", "agreed"),
        ("Cạnh tranh", "agreed ?no_amount"),
        ("Lương cạnh tranh", "agreed ?no_amount"),
        ("Competitive", "agreed ?no_amount"),
        ("Attractive salary", "agreed ?no_amount"),
        ("You'll love it", "agreed ?no_amount"),
        ("You’ll love it", "agreed ?no_amount"),
        ("Lương hấp dẫn", "agreed ?no_amount"),
        ("Hưởng hoa hồng 10%", "commission"),
        ("Hoa hồng", "commission"),
        ("Commission only", "commission"),
    ]);
}

#[test]
fn doubtful_readings_say_so() {
    holds(&[
        ("15 - 20", "15000000..20000000 vnd/month ?unit_guessed"),
        ("10-15/tháng", "10000000..15000000 vnd/month ?unit_guessed"),
        ("1000 - 1500", "1000..1500 usd/month ?currency_guessed"),
        ("1,000 - 2,000", "1000..2000 usd/month ?currency_guessed"),
        ("1.2k - 2k", "1200..2000 usd/month ?currency_guessed"),
        ("30.000đ", "30000..30000 vnd/hour ?period_guessed"),
        ("250k", "250000..250000 vnd/day ?period_guessed"),
        ("30/giờ", "30000..30000 vnd/hour ?unit_guessed"),
        ("250/ngày", "250000..250000 vnd/day ?unit_guessed"),
        ("20 - 15 triệu", "15000000..20000000 vnd/month ?swapped"),
        ("900 triệu", "900000000..900000000 vnd/month ?very_high"),
        ("7.500 triệu", "7500000..7500000 vnd/month"),
        ("8 triệu/tháng 12 triệu/tháng", "8000000..8000000 vnd/month ?more_amounts"),
        ("3 triệu/tuần", "3000000..3000000 vnd/month ?period_guessed"),
        ("50 USD/tháng", "50..50 usd/month ?very_low"),
        ("500k - 1tr", "500000..1000000 vnd/month ?very_low"),
        ("12.5 USD/hour", "12..12 usd/hour ?rounded"),
    ]);
}

#[test]
fn nonsense_is_an_error() {
    holds(&[
        ("", "error pay_empty"),
        ("   ", "error pay_empty"),
        ("Sign in to view salary", "error pay_hidden"),
        ("Đăng nhập để xem mức lương", "error pay_hidden"),
        ("abc", "error pay_unclear"),
        ("???", "error pay_unclear"),
        ("có", "error pay_unclear"),
        ("-", "error pay_unclear"),
        ("0", "error pay_out_of_range"),
        ("0 VND", "error pay_out_of_range"),
        ("99999999999999999999999999", "error pay_out_of_range"),
        ("Upto 30 month salary/year", "error pay_unclear"),
        ("18 tuổi", "error pay_unclear"),
        ("100%", "error pay_unclear"),
        ("13 tháng lương", "error pay_unclear"),
    ]);
    assert_eq!(read(&"8 triệu ".repeat(60)), "error pay_too_long");
}

#[test]
fn every_error_says_what_to_write_instead() {
    for error in [PayError::Empty, PayError::TooLong, PayError::Hidden, PayError::Unclear, PayError::OutOfRange] {
        assert!(error.sentence(crate::Lang::Vi).contains("triệu") && error.sentence(crate::Lang::En).contains("triệu"));
    }
}

#[test]
fn no_text_breaks_the_reader() {
    let parts = [
        "8",
        "tr",
        "-",
        "đến",
        "0",
        ".",
        ",",
        "k",
        "$",
        "(",
        ")",
        "+",
        "/",
        "tháng",
        "%",
        "999999999999",
        "\u{301}",
        "😀",
        " ",
    ];
    let mut state = 1_u64;
    for _ in 0..20_000 {
        let mut text = String::new();
        for _ in 0..=(state >> 60) {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            text.push_str(parts[(state >> 33) as usize % parts.len()]);
        }
        if let Ok(ParsedPay { pay: Pay::Band(band), .. }) = parse(&text) {
            assert!(band.min.is_some() || band.max.is_some(), "{text}");
            assert!(band.min.is_none_or(|min| min > 0) && band.max.is_none_or(|max| max > 0), "{text}");
            assert!(band.min.zip(band.max).is_none_or(|(min, max)| min <= max), "{text}");
        }
    }
}

#[test]
fn months_are_compared_in_dong() {
    let rates = Rates::full_time(26_000);
    for (text, range) in [
        ("8-10 triệu", Some((8_000_000, 10_000_000))),
        ("từ 8 triệu", Some((8_000_000, 8_000_000))),
        ("up to 10 triệu", Some((10_000_000, 10_000_000))),
        ("250k/ngày", Some((6_500_000, 6_500_000))),
        ("30k/giờ", Some((6_240_000, 6_240_000))),
        ("500 - 800 USD", Some((13_000_000, 20_800_000))),
        ("120 triệu/năm", Some((10_000_000, 10_000_000))),
        ("500đ/sản phẩm", None),
        ("Thoả thuận", None),
        ("Hoa hồng", None),
    ] {
        assert_eq!(parse(text).expect("readable").pay.monthly_dong_range(&rates), range, "{text}");
    }
    let half = Rates::with_hours(26_000, 104);
    assert_eq!(parse("30k/giờ").expect("readable").pay.monthly_dong_range(&half), Some((3_120_000, 3_120_000)));
    let beyond =
        Pay::Band(Band { min: Some(i64::MAX), max: None, per: Per::Hour, currency: Currency::Vnd, tax: Tax::Unknown });
    assert_eq!(beyond.monthly_dong_range(&rates), None);
    assert_eq!(parse("8-12 triệu").expect("readable").pay.class(&rates), Some(crate::posting::PayClass::From5));
}

#[test]
fn pay_is_written_for_people() {
    use crate::Lang;
    for (text, vi, en) in [
        ("15 - 20 triệu", "15–20 triệu/tháng", "15–20 million/month"),
        ("8,5 triệu", "8,5 triệu/tháng", "8.5 million/month"),
        ("từ 8 triệu", "Từ 8 triệu/tháng", "From 8 million/month"),
        ("up to 2000 usd", "Đến 2.000 USD/tháng", "Up to 2,000 USD/month"),
        ("500-800 usd", "500–800 USD/tháng", "500–800 USD/month"),
        ("30k/giờ", "30.000 ₫/giờ", "30,000 ₫/hour"),
        ("25-30k/giờ", "25.000–30.000 ₫/giờ", "25,000–30,000 ₫/hour"),
        ("Thoả thuận", "Thoả thuận", "To be agreed"),
        ("Hoa hồng", "Theo hoa hồng", "By commission"),
    ] {
        let pay = parse(text).expect("readable").pay;
        let plain = |text: String| text.replace('\u{a0}', " ");
        assert_eq!((plain(pay.written(Lang::Vi)).as_str(), plain(pay.written(Lang::En)).as_str()), (vi, en), "{text}");
    }
}
