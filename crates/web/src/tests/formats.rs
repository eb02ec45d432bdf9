//! Dates, numbers and money as experience.md 5.1 has them, in both languages.

use chrono::NaiveDate;

use crate::format::{self, Currency, Pay, Per};
use crate::lang::Lang;

fn visible(text: &str) -> String {
    text.replace('\u{a0}', "~")
}

#[test]
fn dates_are_written_short_and_long() {
    let day = NaiveDate::from_ymd_opt(2026, 11, 5).expect("day");
    assert_eq!(format::short_date(Lang::Vi, day), "05/11/2026");
    assert_eq!(format::long_date(Lang::Vi, day), "5 tháng 11 năm 2026");
    assert_eq!(format::short_date(Lang::En, day), "5 Nov 2026");
    assert_eq!(format::long_date(Lang::En, day), "5 November 2026");
}

#[test]
fn telephone_numbers_are_written_in_groups() {
    assert_eq!(format::phone("+84905123456"), "0905 123 456");
    assert_eq!(format::phone("+842563822123"), "0256 3822 123");
    assert_eq!(format::phone("+842438251234"), "024 3825 1234");
    assert_eq!(format::phone("1900 1234"), "1900 1234", "what is read as no number stays");
}

#[test]
fn numbers_are_grouped() {
    let table = [(0, "0"), (999, "999"), (1_000, "1.000"), (12_345, "12.345"), (1_234_567, "1.234.567")];
    for (number, text) in table {
        assert_eq!(format::number(Lang::Vi, number), text);
        assert_eq!(format::number(Lang::En, number), text.replace('.', ","));
    }
}

#[test]
fn distances_lose_their_fraction_from_ten_kilometres() {
    let table =
        [(40, "0~km"), (4_230, "4,2~km"), (4_000, "4~km"), (9_940, "9,9~km"), (9_950, "10~km"), (24_600, "25~km")];
    for (metres, text) in table {
        assert_eq!(visible(&format::kilometres(Lang::Vi, metres)), text);
    }
    assert_eq!(visible(&format::kilometres(Lang::En, 4_230)), "4.2~km");
}

#[test]
fn pay_is_written_in_words() {
    use Currency::{Usd, Vnd};
    let table = [
        (Some(8_500_000), Some(12_000_000), Per::Month, Vnd, "8,5~– 12~triệu~₫/tháng", "8.5~– 12~million~₫ a month"),
        (Some(8_000_000), Some(8_000_000), Per::Month, Vnd, "8~triệu~₫/tháng", "8~million~₫ a month"),
        (Some(7_250_000), None, Per::Month, Vnd, "Từ 7,25~triệu~₫/tháng", "From 7.25~million~₫ a month"),
        (None, Some(2_000), Per::Month, Usd, "Đến 2.000~USD/tháng", "Up to USD~2,000 a month"),
        (Some(0), Some(15_000_000), Per::Month, Vnd, "Đến 15~triệu~₫/tháng", "Up to 15~million~₫ a month"),
        (Some(30_000), Some(30_000), Per::Hour, Vnd, "30.000~₫/giờ", "30,000~₫ an hour"),
        (Some(350_000), Some(1_200_000), Per::Day, Vnd, "350.000~– 1.200.000~₫/ngày", "350,000~– 1,200,000~₫ a day"),
        (Some(5_204_500), None, Per::Month, Vnd, "Từ 5.204.500~₫/tháng", "From 5,204,500~₫ a month"),
        (None, None, Per::Month, Vnd, "Lương thỏa thuận", "Pay to be agreed"),
    ];
    for (min, max, per, currency, vi, en) in table {
        let pay = Pay::Band { min, max, per, currency };
        assert_eq!(visible(&format::pay(Lang::Vi, &pay)), vi);
        assert_eq!(visible(&format::pay(Lang::En, &pay)), en);
    }
    assert_eq!(format::pay(Lang::En, &Pay::Agreed), "Pay to be agreed");
}
