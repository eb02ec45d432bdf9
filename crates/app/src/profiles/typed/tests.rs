//! What a field says comes back from what is typed, and what cannot be read is told beside its field.

use super::*;
use crate::ctx::{Actor, Locale};
use crate::rows::profile::sample;
use sanviec_domain::posting::{UnitLevel, Vintage};
use sanviec_domain::time::Micros;
use uuid::Uuid;

fn ctx() -> Ctx {
    Ctx { now: Micros(1_795_485_600_000_000), actor: Actor::Public, locale: Locale::Vi, request_id: Uuid::nil() }
}

fn full() -> Content {
    let mut full = sample();
    let commune = sanviec_reference::unit::communes().first().expect("a commune");
    let unit = UnitRef { code: commune.code.to_owned(), level: UnitLevel::Commune, vintage: Vintage::Since2025 };
    full.residence.permanent.unit = Some(unit.clone());
    full.residence.current = elsewhere(Some(unit.clone()), Some("12 Nguyễn Huệ".to_owned()));
    full.mobility.places = vec![unit];
    full.skills.named[0].skill_id = crate::reading::skill_id(&full.skills.named[0].written);
    // How pay is written says nothing of tax.
    full.wish.pay = pay::parse("9-12 triệu").ok().map(|parsed| parsed.pay);
    full
}

#[test]
fn every_field_comes_back_from_what_is_typed() {
    let (full, ctx) = (full(), ctx());
    let mut typed = Content::default();
    for field in Field::ALL.iter().copied() {
        let said = get(&full, field);
        assert!(!said.is_empty(), "{field:?} is shown");
        set(&mut typed, field, &said, &ctx).unwrap_or_else(|error| panic!("{field:?} {said:?}: {error:?}"));
    }
    for field in Field::ALL.iter().copied() {
        let only = |content: &Content| content.clone().only(|kept| kept == field);
        assert!(only(&typed) == only(&full), "{field:?}: {:?} is not {:?}", get(&typed, field), get(&full, field));
    }
    for field in Field::ALL.iter().copied() {
        set(&mut typed, field, &Vec::new(), &ctx).expect("nothing says nothing");
        set(&mut typed, field, &vec![vec![" ".to_owned()]], &ctx).expect("nothing says nothing");
    }
    assert_eq!(typed.filled(), []);
}

#[test]
fn what_cannot_be_read_is_told_beside_its_field_and_changes_nothing() {
    let (full, ctx) = (full(), ctx());
    for (field, text) in [
        (Field::Name, "Lan 123"),
        (Field::PersonalNumber, "12"),
        (Field::Birth, "31/02/1998"),
        (Field::Phone, "abc"),
        (Field::Email, "lan@"),
        (Field::PermanentUnit, "xyz không có"),
        (Field::CurrentUnit, "xyz không có"),
        (Field::CurrentUnit, "Quận 7, Hà Nội"),
        (Field::Pay, "nhiều lắm"),
        (Field::ReadyOn, "mai"),
        (Field::Radius, "xa"),
        (Field::Sex, "other"),
        (Field::Contracts, "forever"),
        (Field::Moves, "maybe"),
    ] {
        let mut content = full.clone();
        let error = set(&mut content, field, &vec![vec![text.to_owned()]], &ctx).expect_err(text);
        assert_eq!(error.field, field.code());
        assert!(!error.vi.is_empty() && !error.en.is_empty() && error.vi != error.en, "{error:?}");
        assert_eq!(content, full, "{field:?}");
    }
    let jobs = vec![vec!["A".to_owned(), String::new(), String::new(), "13/2020".to_owned()]];
    assert_eq!(set(&mut full.clone(), Field::Jobs, &jobs, &ctx).expect_err("no month").code, "month_unclear");
}

fn typed_home(field: Field, text: &str) -> Result<Vec<String>, FieldError> {
    let mut content = Content::default();
    set(&mut content, field, &vec![vec![text.to_owned()]], &ctx())?;
    Ok(get(&content, field).concat())
}

#[test]
fn somebody_lives_in_a_commune_of_today_or_is_asked_which() {
    for field in [Field::PermanentUnit, Field::CurrentUnit] {
        for (text, home) in [
            ("phường Quy Nhơn, Gia Lai", "Phường Quy Nhơn, Gia Lai"),
            ("21583", "Phường Quy Nhơn, Gia Lai"),
            // The whole of it went into one.
            ("phường Trần Phú, thành phố Quy Nhơn, tỉnh Bình Định", "Phường Quy Nhơn, Gia Lai"),
            ("huyện Lý Sơn, Quảng Ngãi", "Đặc khu Lý Sơn, Quảng Ngãi"),
        ] {
            assert_eq!(typed_home(field, text), Ok(vec![home.to_owned()]), "{text}");
        }
        for text in ["Quy Nhơn", "Thành phố Quy Nhơn, Bình Định", "thành phố Quy Nhơn, Gia Lai"] {
            let error = typed_home(field, text).expect_err(text);
            assert_eq!((error.field, error.code), (field.code(), "place_unclear"));
            assert_eq!(error.suggestions[0], "Phường Quy Nhơn, Gia Lai", "{:?}", error.suggestions);
            assert!(error.vi.contains("Phường Quy Nhơn, Gia Lai") && !error.vi.contains("Bình Định"), "{}", error.vi);
            for proposed in &error.suggestions {
                assert_eq!(typed_home(field, proposed), Ok(vec![proposed.clone()]), "it can be taken as it is");
            }
        }
        let divided = typed_home(field, "phường Cống Vị, quận Ba Đình, Hà Nội").expect_err("in two communes");
        assert_eq!((divided.code, divided.suggestions.len()), ("place_unclear", 2), "{divided:?}");
        for large in ["Gia Lai", "52", "tỉnh Bình Định"] {
            let error = typed_home(field, large).expect_err(large);
            assert_eq!((error.code, error.suggestions.len()), ("place_unclear", 0), "{error:?}");
        }
    }
    // Where somebody wants to work may be as large as they like.
    assert_eq!(typed_home(Field::Places, "Gia Lai"), Ok(vec!["Tỉnh Gia Lai".to_owned()]));
}

#[test]
fn a_unit_that_is_no_more_is_named_by_what_there_is_today() {
    let former = |level, code: &str| UnitRef { code: code.to_owned(), level, vintage: Vintage::Before2025 };
    for (unit, written) in [
        (former(UnitLevel::Commune, "21580"), "Phường Quy Nhơn, Gia Lai"),
        (former(UnitLevel::Commune, "00007"), "Thành phố Hà Nội"),
        (former(UnitLevel::District, "540"), "Tỉnh Gia Lai"),
        (UnitRef { vintage: Vintage::Since2025, ..former(UnitLevel::Commune, "21583") }, "Phường Quy Nhơn, Gia Lai"),
    ] {
        assert_eq!(unit_name_today(&unit), written);
    }
}

#[test]
fn months_are_read_as_people_write_them() {
    for (text, written) in [("6/2021", "06/2021"), ("06-2021", "06/2021"), ("2021-06", "06/2021"), ("2021", "01/2021")]
    {
        let mut content = Content::default();
        let row = vec!["A".to_owned(), String::new(), String::new(), text.to_owned(), String::new()];
        set(&mut content, Field::Jobs, &vec![row], &ctx()).expect(text);
        assert_eq!(get(&content, Field::Jobs)[0][3], written);
    }
}
