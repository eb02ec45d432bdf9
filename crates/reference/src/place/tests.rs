//! Spellings that people type and the units they mean.

use super::*;

fn shown(text: &str) -> String {
    match resolve(text) {
        Resolution::Places(items) => {
            let names = items.iter().map(|item| format!("{} [{}]", item.found.full_name(), item.found.province()));
            names.collect::<Vec<_>>().join(" + ")
        }
        Resolution::Abroad(country) => format!("abroad: {country}"),
        Resolution::Anywhere => "anywhere".into(),
        Resolution::Unknown => "unknown".into(),
    }
}

#[test]
fn spellings_of_every_kind_are_understood() {
    for (text, expected) in [
        ("Q.7 TPHCM", "Quận 7 [79]"),
        ("Q7, HCM", "Quận 7 [79]"),
        ("thu dau mot", "Thành phố Thủ Dầu Một [79]"),
        ("Thị xã Thuận An, Bình Dương", "Thành phố Thuận An [79]"),
        ("Thuận An Bình Dương", "Thành phố Thuận An [79]"),
        ("huyện Châu Thành A", "Huyện Châu Thành A [92]"),
        ("Hoan Kiem, Ha Noi", "Quận Hoàn Kiếm [01]"),
        ("TP. Vinh", "Thành phố Vinh [40]"),
        ("P. Bến Nghé Quận 1", "Phường Bến Nghé [79]"),
        ("HCM", "Thành phố Hồ Chí Minh [79]"),
        ("Sài Gòn", "Thành phố Hồ Chí Minh [79]"),
        ("BRVT", "Tỉnh Bà Rịa - Vũng Tàu [79]"),
        ("Dist 7", "Quận 7 [79]"),
        ("District 1, Ho Chi Minh City", "Quận 1 [79]"),
        ("Ward 13, Tan Binh, HCMC", "Phường 13 [79]"),
        ("Tầng 5 toà nhà X, 106 Nguyen Van Troi, Phu Nhuan, Ho Chi Minh", "Quận Phú Nhuận [79]"),
        ("12 đường Điện Biên Phủ, Bình Thạnh, TP.HCM", "Quận Bình Thạnh [79]"),
        ("Nguyen Hue street, District 1, HCM", "Quận 1 [79]"),
        ("Đà Nẵng", "Thành phố Đà Nẵng [48]"),
        ("Hai Chau, Da Nang", "Quận Hải Châu [48]"),
        ("Ha Noi - Ho Chi Minh", "Thành phố Hà Nội [01] + Thành phố Hồ Chí Minh [79]"),
        ("Bắc Giang", "Tỉnh Bắc Giang [24]"),
        ("tỉnh Bình Dương", "Tỉnh Bình Dương [79]"),
        ("phường Mễ Trì, quận Nam Từ Liêm, thành phố Hà Nội", "Phường Mễ Trì [01]"),
        ("Phường Cầu Giấy, Hà Nội", "Phường Cầu Giấy [01]"),
        ("Tokyo, Japan", "abroad: Nhật Bản"),
        ("Singapore", "abroad: Singapore"),
        ("Toàn quốc", "anywhere"),
        ("xyz", "unknown"),
        ("", "unknown"),
        ("KCN VSIP 1, Thuận An, Bình Dương", "Thành phố Thuận An [79]"),
        ("Thành phố Cao Bằng, Cao Bằng", "Thành phố Cao Bằng [04]"),
        ("72 Trần Hưng Đạo, Hoàn Kiếm, Hà Nội", "Quận Hoàn Kiếm [01]"),
        ("Thu Duc City, Ho Chi Minh", "Thành phố Thủ Đức [79]"),
        ("Xã Tân Hòa, huyện Quốc Oai, Hà Nội", "Xã Tân Hòa [01]"),
        ("Phường Xuân Hương - Đà Lạt, Lâm Đồng", "Phường Xuân Hương - Đà Lạt [68]"),
        ("TP Đà Lạt - Lâm Đồng", "Thành phố Đà Lạt [68]"),
        ("Huyện Xuyên Mộc, tỉnh Bà Rịa - Vũng Tàu", "Huyện Xuyên Mộc [79]"),
        ("Quan Sơn, Thanh Hóa", "Huyện Quan Sơn [38]"),
        ("Cư xá Đô Thành, Quận 3, TP HCM", "Quận 3 [79]"),
    ] {
        assert_eq!(shown(text), expected, "{text}");
    }
}

#[test]
fn names_that_several_units_bear_are_not_sure() {
    let Resolution::Places(items) = resolve("Châu Thành") else { panic!("no place") };
    assert!(items[0].confidence < Confidence::Sure && items[0].alternatives.len() >= 5);
}

#[test]
fn what_is_stated_and_not_found_there_takes_the_certainty_away() {
    for (text, expected) in [
        ("Quận 7, Hà Nội", "Thành phố Hà Nội [01]"),
        ("Q7 HN", "Thành phố Hà Nội [01]"),
        ("Thủ Đức, Hà Nội", "Thành phố Hà Nội [01]"),
        ("Thu Duc City, Ha Noi", "Thành phố Hà Nội [01]"),
        ("Long Biên, TPHCM", "Thành phố Hồ Chí Minh [79]"),
        ("Huyện Abc, Tỉnh Bình Dương", "Tỉnh Bình Dương [79]"),
        ("Binh Duong, huyen Abc", "Tỉnh Bình Dương [79]"),
        ("Abc Ward, Ha Noi", "Thành phố Hà Nội [01]"),
        ("Q.13, HCM", "Thành phố Hồ Chí Minh [79]"),
        ("Phường 30, HCM", "Thành phố Hồ Chí Minh [79]"),
        ("Phường Phú Cường, Đồng Nai", "Thành phố Đồng Nai [75]"),
        ("Phường Abc, Quận 7, TPHCM", "Quận 7 [79]"),
        ("Phường 12, Quận 4, TP HCM", "Quận 4 [79]"),
        ("Phường Bến Nghé, Quận 7, Hà Nội", "Thành phố Hà Nội [01]"),
        ("Phường Cầu Giấy, Quận 7, Hà Nội", "Phường Cầu Giấy [01]"),
    ] {
        assert_eq!(shown(text), expected, "{text}");
        let Resolution::Places(items) = resolve(text) else { panic!("no place in {text}") };
        assert!(items.iter().all(|item| item.is_partial && item.confidence < Confidence::Sure), "{text}: {items:?}");
    }
    // What may have been meant comes with it.
    let Resolution::Places(items) = resolve("Quận 7, Hà Nội") else { panic!("no place") };
    assert!(items[0].alternatives.iter().any(|other| other.address() == "Quận 7, Hồ Chí Minh"), "{items:?}");
}

#[test]
fn what_only_looks_like_a_unit_leaves_the_certainty() {
    for text in [
        "Quận 7, TPHCM",
        "Bảo hiểm xã hội, Hà Nội",
        "Quán cà phê Xanh, Đà Nẵng",
        "Xã Đàn, Hà Nội",
        "Xa lộ Hà Nội, Thảo Điền, TPHCM",
        "KCN Sóng Thần, tỉnh Bình Dương",
        "Thành phố mới Bình Dương, Bình Dương",
        "P. 1205, toà nhà X, Hà Nội",
        "Other, Ho Chi Minh",
        "Bắc Ninh",
    ] {
        let Resolution::Places(items) = resolve(text) else { panic!("no place in {text}") };
        assert!(items.iter().all(|item| !item.is_partial && item.confidence == Confidence::Sure), "{text}: {items:?}");
    }
    // A bare name that only a ward elsewhere bears is most often a street's: less sure, and nothing to ask about.
    let Resolution::Places(items) = resolve("Trần Phú, Hồ Chí Minh") else { panic!("no place") };
    assert!(!items[0].is_partial && items[0].confidence == Confidence::Likely, "{items:?}");
}

#[test]
fn every_reading_of_a_name_can_be_asked_for_by_its_address() {
    let Resolution::Places(items) = resolve("Châu Thành") else { panic!("no place") };
    for other in items[0].alternatives.iter().chain([&items[0].found]) {
        let Resolution::Places(again) = resolve(&other.address()) else { panic!("{}", other.address()) };
        assert_eq!((again.len(), again[0].found), (1, *other), "{}", other.address());
    }
}

#[test]
fn a_unit_with_an_alias_of_the_same_letters_is_one_unit() {
    for text in ["Quy Nhơn, Gia Lai", "Qui Nhơn, Gia Lai", "TP Quy Nhơn, Bình Định", "Quy Nhon"] {
        let Resolution::Places(items) = resolve(text) else { panic!("no place in {text}") };
        assert!(items[0].confidence >= Confidence::Likely && items[0].alternatives.is_empty(), "{text}: {items:?}");
    }
}

#[test]
fn places_in_queries_are_found_and_ordinary_words_are_left() {
    for (query, expected) in [
        ("kế toán quận 7", Some("quận 7")),
        ("ke toan quan 7", Some("quan 7")),
        ("bảo vệ Thuận An Bình Dương", Some("Thuận An Bình Dương")),
        ("lái xe hà nội", Some("hà nội")),
        ("kế toán", None),
        ("thợ hàn", None),
        ("nhân viên kinh doanh", None),
        ("bảo vệ", None),
        ("kỹ sư an toàn", None),
        ("java developer", None),
        ("thời trang phương mai", None),
        ("kế toán quận 7 hà nội", Some("quận 7 hà nội")),
    ] {
        let found = find_in_query(query).map(|(span, _)| &query[span]);
        assert_eq!(found, expected, "{query}");
    }
}

#[test]
fn typing_suggests_units_with_and_without_marks() {
    let labels = |text: &str| suggest(text, 5).into_iter().map(|found| found.label).collect::<Vec<_>>();
    assert!(labels("ha noi")[0].contains("Hà Nội"));
    assert!(labels("Hà Nộ")[0].contains("Hà Nội"));
    assert!(labels("quan 7").iter().any(|label| label.contains("Quận 7")));
    assert_eq!(labels("00070"), ["Phường Hoàn Kiếm, Hà Nội"]);
    assert!(labels("").is_empty());
}

#[test]
fn the_code_of_a_former_unit_is_read_as_surely_as_its_name() {
    let read = |code: &str| former_of_code(code).map(|item| (item.found.address(), item.confidence));
    assert_eq!(read("718"), Some(("Thành phố Thủ Dầu Một, Bình Dương".to_owned(), Confidence::Sure)));
    assert_eq!(read("74"), Some(("Tỉnh Bình Dương".to_owned(), Confidence::Sure)));
    // Cống Vị was divided.
    assert_eq!(read("00007").map(|(_, confidence)| confidence), Some(Confidence::Likely));
    for code in ["52", "26740", "7", "", "999", "99999", "7180"] {
        assert_eq!(read(code), None, "{code} is in force, or is no code");
    }
}
