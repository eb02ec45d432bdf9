//! What is held against numbers and dates: ages, terms, trials, pay, forms.

use super::*;

#[test]
fn ages_are_checked() {
    for (min, max, expected) in [
        (Some(14), None, vec!["age_under_15"]),
        (Some(0), None, vec!["age_under_15"]),
        (Some(15), None, vec!["age_15_to_17"]),
        (Some(17), None, vec!["age_15_to_17"]),
        (Some(18), None, vec![]),
        (None, Some(45), vec!["age_limit"]),
        (Some(30), Some(25), vec!["age_bounds_crossed"]),
        (Some(18), Some(18), vec!["age_limit"]),
    ] {
        let content = Content { age_min: min, age_max: max, ..Content::titled("Phụ bếp") };
        assert_eq!(found(&content), expected.into_iter().collect(), "{min:?} {max:?}");
    }
}

#[test]
fn terms_are_checked() {
    use Contract::{Indefinite, Other, TwelveToThirtySix, UnderTwelve};
    for (contract, months, expected) in [
        (Some(TwelveToThirtySix), 36, vec![]),
        (Some(TwelveToThirtySix), 37, vec!["term_over_36_months"]),
        (None, 37, vec!["term_over_36_months"]),
        (Some(Other), 48, vec!["term_over_36_months"]),
        (Some(UnderTwelve), 11, vec![]),
        (Some(UnderTwelve), 12, vec!["term_not_of_class"]),
        (Some(TwelveToThirtySix), 11, vec!["term_not_of_class"]),
        (Some(Indefinite), 48, vec!["term_of_indefinite"]),
    ] {
        let content = Content { contract, contract_months: Some(months), ..Content::titled("Phụ bếp") };
        assert_eq!(found(&content), expected.into_iter().collect(), "{contract:?} {months}");
    }
}

#[test]
fn trials_are_checked() {
    use TechnicalLevel::{College, Elementary, Intermediate, Master, Untrained};
    for (position, level, length, expected) in [
        (Some(Position::Leader), None, Period::Days(180), vec![]),
        (Some(Position::Leader), Some(College), Period::Days(90), vec![]),
        (Some(Position::Leader), None, Period::Days(181), vec!["trial_over_180_days", "trial_too_long"]),
        (None, Some(College), Period::Months(2), vec![]),
        (None, Some(Master), Period::Days(61), vec!["trial_too_long"]),
        (None, Some(Intermediate), Period::Days(30), vec![]),
        (None, Some(Elementary), Period::Days(31), vec!["trial_too_long"]),
        (None, Some(Untrained), Period::WorkingDays(6), vec![]),
        (None, Some(Untrained), Period::WorkingDays(7), vec!["trial_too_long"]),
        (None, Some(Untrained), Period::Days(7), vec!["trial_too_long"]),
        (None, None, Period::Months(2), vec![]),
        (None, None, Period::Months(3), vec!["trial_too_long"]),
    ] {
        let probation = Some(Probation { length, pay_percent: Some(85) });
        let content = Content { position, technical_level: level, probation, ..Content::titled("Phụ bếp") };
        assert_eq!(found(&content), expected.into_iter().collect(), "{position:?} {level:?} {length:?}");
    }
    let short = Content {
        contract_months: Some(0),
        probation: Some(Probation { length: Period::Days(3), pay_percent: None }),
        ..Content::titled("Phụ bếp")
    };
    assert_eq!(found(&short), ["trial_of_short_contract"].into());
    let paid = |percent| Content {
        probation: Some(Probation { length: Period::Days(6), pay_percent: Some(percent) }),
        ..Content::titled("Phụ bếp")
    };
    assert_eq!((found(&paid(84)), found(&paid(85))), (["trial_pay_under_85"].into(), BTreeSet::new()));
}

#[test]
fn pay_is_held_against_the_floor() {
    let found_in = |text: &str, region, time| {
        let pay = crate::pay::parse(text).expect("readable").pay;
        let content = Content { pay: Some(pay), working_time: time, ..Content::titled("Phụ bếp") };
        !content.check(&Circumstances { region, ..around() }).is_empty()
    };
    for (text, region, time, below) in [
        ("3.699.999đ", None, None, true),
        ("3.700.000đ", None, None, false),
        ("3 - 4 triệu", None, None, false),
        ("từ 3 triệu", None, None, true),
        ("5 triệu", Some(Region::I), None, true),
        ("5.310.000đ", Some(Region::I), None, false),
        ("4.500.000đ", Some(Region::II), None, true),
        ("4.140.000đ", Some(Region::III), None, false),
        ("17k/giờ", None, None, true),
        ("18k/giờ", None, None, false),
        ("25k/giờ", Some(Region::I), Some(WorkingTime::Part), true),
        ("3 triệu", None, Some(WorkingTime::Part), false),
        ("100k/ngày", None, None, true),
        ("150k/ngày", None, None, false),
        ("100 USD", None, None, true),
        ("500đ/sp", None, None, false),
        ("Thoả thuận", None, None, false),
    ] {
        assert_eq!(found_in(text, region, time), below, "{text} {region:?}");
    }
}

#[test]
fn forms_are_checked() {
    let base = || Content::titled("Phụ bếp");
    let on = |text| parse_date(text);
    for (content, code) in [
        (Content::titled("  "), "title_missing"),
        (Content::titled("a".repeat(201)), "text_too_long"),
        (Content { occupation_code: Some("75311".into()), ..base() }, "occupation_code_shape"),
        (Content { occupation_code: Some(String::new()), ..base() }, "occupation_code_shape"),
        (Content { industry_code: Some("c".into()), ..base() }, "industry_code_shape"),
        (Content { url: Some("javascript:alert(1)".into()), ..base() }, "url_shape"),
        (Content { url: Some("https://a b.vn".into()), ..base() }, "url_shape"),
        (Content { wanted: 0, ..base() }, "wanted_out_of_range"),
        (Content { wanted: 100_001, ..base() }, "wanted_out_of_range"),
        (Content { workplaces: vec![crate::posting::Workplace::default(); 51], ..base() }, "list_too_long"),
        (Content { deadline_on: on("2026-11-23"), ..base() }, "deadline_passed"),
        (Content { deadline_on: on("2036-11-23"), ..base() }, "deadline_far"),
        (Content { sex_text: Some("Nam".into()), ..base() }, "sex_wanted"),
    ] {
        assert_eq!(found(&content), [code].into());
    }
    for content in [
        Content::titled("á".repeat(200)),
        Content { occupation_code: Some("7531".into()), industry_code: Some("C".into()), ..base() },
        Content {
            industry_code: Some("1410".into()),
            url: Some("https://vieclam.example.vn/tin?id=1".into()),
            ..base()
        },
        Content { deadline_on: on("2026-11-24"), sex_text: Some("Nam/Nữ".into()), ..base() },
    ] {
        assert_eq!(content.check(&around()), []);
    }
}
