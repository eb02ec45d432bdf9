//! What the generator promises, tested over places of the tests' own.

use super::*;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet, HashMap};

const PROVINCES: [(&str, &str); 34] = [
    ("01", "Hà Nội"),
    ("04", "Cao Bằng"),
    ("08", "Tuyên Quang"),
    ("11", "Điện Biên"),
    ("12", "Lai Châu"),
    ("14", "Sơn La"),
    ("15", "Lào Cai"),
    ("19", "Thái Nguyên"),
    ("20", "Lạng Sơn"),
    ("22", "Quảng Ninh"),
    ("24", "Bắc Ninh"),
    ("25", "Phú Thọ"),
    ("31", "Hải Phòng"),
    ("33", "Hưng Yên"),
    ("37", "Ninh Bình"),
    ("38", "Thanh Hóa"),
    ("40", "Nghệ An"),
    ("42", "Hà Tĩnh"),
    ("44", "Quảng Trị"),
    ("46", "Huế"),
    ("48", "Đà Nẵng"),
    ("51", "Quảng Ngãi"),
    ("52", "Gia Lai"),
    ("56", "Khánh Hòa"),
    ("66", "Đắk Lắk"),
    ("68", "Lâm Đồng"),
    ("75", "Đồng Nai"),
    ("79", "Hồ Chí Minh"),
    ("80", "Tây Ninh"),
    ("82", "Đồng Tháp"),
    ("86", "Vĩnh Long"),
    ("91", "An Giang"),
    ("92", "Cần Thơ"),
    ("96", "Cà Mau"),
];

/// Every code of VSCO 2020 (Decision 34/2020/QĐ-TTg), groups 1.7 to 9, fourth digits after the first three.
const VSCO: &str = "171:0 172:123456789 173:12345679 174:123456789 211:1234 212:12 213:123 214:1234569 215:123 216:123456 \
    221:12 222:12 223:0 224:0 225:0 226:12345679 231:12 232:0 233:12 234:12 239:1234569 241:123 242:1234 243:1234 \
    244:1234569 251:12349 252:1239 261:129 262:12 263:123456 264:123 265:1234569 311:123456789 312:123 313:123459 \
    314:1234 315:12345 321:1234 322:12 323:0 324:0 325:123456789 331:123456 332:1234 333:12349 334:1234 335:123459 \
    341:123 342:123 343:12349 351:1234 352:12 361:0 362:0 363:0 364:12 411:0 412:0 413:12 421:1234 422:12345679 \
    431:123 432:123 440:1234569 511:123 512:0 513:12 514:12 515:123 516:123459 521:12 522:123 523:0 524:1234569 \
    531:12 532:129 540:19 611:1234 612:1239 613:0 621:0 622:1234 631:0 632:0 633:0 634:0 711:123459 712:1234567 \
    713:123 721:12345 722:1234 723:1234 731:123456789 732:123 741:123 742:12 751:123456 752:123 753:123456 754:12349 \
    811:1234 812:12 813:12 814:123 815:12345679 816:0 817:12 818:1239 820:129 831:12 832:12 833:12 834:1234 835:0 \
    911:12 912:1239 920:123456 931:123 932:19 933:1234 940:12 951:0 952:0 961:123 962:12349";

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 24).unwrap()
}

fn places() -> Vec<Place> {
    const NAMES: [&str; 8] =
        ["Tân Phú", "Hòa Bình", "Thượng Lâm", "An Khê", "Long Hậu", "Mỹ Xuân", "Đông Sơn", "Vĩnh Lộc"];
    let place = |province: usize, index: usize| Place {
        commune_code: format!("{:05}", province * 100 + index),
        commune_full_name: format!("{} {}", ["Phường", "Xã"][index % 2], NAMES[index]),
        province_code: PROVINCES[province].0.to_owned(),
        province_name: PROVINCES[province].1.to_owned(),
        lat_e6: 9_000_000 + province as i32 * 400_000,
        lon_e6: 105_000_000 + index as i32 * 20_000,
    };
    (0..PROVINCES.len()).flat_map(|province| (0..NAMES.len()).map(move |index| place(province, index))).collect()
}

fn old_places() -> Vec<OldPlace> {
    let old = |name: &str, province: &str, code: &str, communes: &[&str]| OldPlace {
        full_name: name.to_owned(),
        old_province_name: province.to_owned(),
        province_code: code.to_owned(),
        commune_codes: communes.iter().map(|code| (*code).to_owned()).collect(),
    };
    vec![
        old("Quận 7", "Hồ Chí Minh", "79", &["02700", "02702"]),
        old("Huyện Châu Thành", "Tiền Giang", "82", &["02901"]),
        old("Thị xã Thuận An", "Bình Dương", "79", &["02704"]),
    ]
}

fn generator(seed: u64) -> Generator {
    Generator::new(seed, today(), &places(), &old_places())
}

fn demo() -> Vec<DemoPosting> {
    generator(7).take(3_000).collect()
}

fn whole(posting: &DemoPosting) -> String {
    let parts = [Some(&posting.description), posting.requirements.as_ref(), posting.benefits.as_ref()];
    parts.into_iter().flatten().cloned().collect::<Vec<_>>().join("\n")
}

#[test]
fn titles_are_many_distinct_and_in_every_group() {
    let titles: BTreeSet<&str> = base_titles().into_iter().collect();
    assert!(titles.len() >= 400, "{}", titles.len());
    assert_eq!(titles.len(), base_titles().len(), "a title stands twice");
    let groups: BTreeSet<u8> = occupation_codes().iter().map(|code| code.as_bytes()[0]).collect();
    assert_eq!(groups, (b'1'..=b'9').collect());
}

#[test]
fn every_occupation_code_is_one_of_the_official_list() {
    let official: BTreeSet<String> = VSCO
        .split_whitespace()
        .filter_map(|group| group.split_once(':'))
        .flat_map(|(group, last)| last.chars().map(move |digit| format!("{group}{digit}")))
        .collect();
    let wrong: Vec<&str> = occupation_codes().into_iter().filter(|code| !official.contains(*code)).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn families_are_many_and_each_has_tasks_of_its_own() {
    let families = || bank::bank().families.iter().filter(|family| !family.key.starts_with('@'));
    assert!(families().count() >= 45, "{}", families().count());
    for family in families() {
        assert!(family.tasks.len() >= 6 && family.skills.len() >= 7, "{}", family.key);
        assert!(bank::bank().setting(family.setting).is_some(), "{} has no setting {}", family.key, family.setting);
    }
    let industries = bank::bank().titles.iter().flat_map(|title| &title.industries);
    let unknown: BTreeSet<_> = industries.filter(|code| !company::knows(code)).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_another_seed_others() {
    let lines = |seed| generator(seed).take(150).map(|one| one.to_json_line()).collect::<Vec<_>>();
    assert_eq!(lines(7), lines(7));
    assert_ne!(lines(7), lines(8));
    let bulk = || generator(7).with_style(Style::Bulk);
    let ninth = bulk().nth(9).unwrap();
    assert_eq!(bulk().starting_at(9).next().unwrap(), ninth);
}

#[test]
fn no_two_adverts_share_over_half_of_their_sentences() {
    for seed in [7, 2026] {
        let all: Vec<DemoPosting> = generator(seed).take(3_000).collect();
        for texts in
            [all.iter().map(|one| one.description.clone()).collect(), all.iter().map(whole).collect::<Vec<_>>()]
        {
            let worst = closest_pair(&texts);
            assert!(worst.0 <= 0.5, "{worst:?}\n{}\n---\n{}", texts[worst.1], texts[worst.2]);
        }
    }
}

/// All pairs, counted by hand and not with the generator's own index.
fn closest_pair(texts: &[String]) -> (f64, usize, usize) {
    let split = |text: &String| -> BTreeSet<String> {
        let folded = sanviec_text::fold(text);
        let parts = folded.split(['.', '!', '?', ';', '\n']).map(str::trim).filter(|part| !part.is_empty());
        parts.map(str::to_owned).collect()
    };
    let sets: Vec<BTreeSet<String>> = texts.iter().map(split).collect();
    let mut where_found: HashMap<&str, Vec<usize>> = HashMap::new();
    for (text, set) in sets.iter().enumerate() {
        set.iter().for_each(|sentence| where_found.entry(sentence).or_default().push(text));
    }
    let mut shared: HashMap<(usize, usize), usize> = HashMap::new();
    for texts in where_found.values() {
        for (index, one) in texts.iter().enumerate() {
            texts[index + 1..].iter().for_each(|other| *shared.entry((*one, *other)).or_default() += 1);
        }
    }
    let share = |((one, other), count): (&(usize, usize), &usize)| {
        (*count as f64 / sets[*one].len().min(sets[*other].len()) as f64, *one, *other)
    };
    shared.iter().map(share).fold((0.0, 0, 0), |worst, pair| if pair.0 > worst.0 { pair } else { worst })
}

#[test]
fn the_demo_covers_provinces_titles_and_employers() {
    let all = demo();
    let mut provinces: BTreeMap<&str, usize> = BTreeMap::new();
    all.iter().for_each(|one| *provinces.entry(one.province_code.as_str()).or_default() += 1);
    assert_eq!(provinces.len(), 34);
    assert!(provinces.values().all(|count| *count >= 20), "{provinces:?}");
    let employers: BTreeSet<&str> = all.iter().map(|one| one.company.as_str()).collect();
    assert!(employers.len() >= 600, "{}", employers.len());
    let largest = employers.iter().map(|name| all.iter().filter(|one| one.company == **name).count()).max();
    assert!(largest.is_some_and(|count| (5..200).contains(&count)), "{largest:?}");
    let occupations: BTreeSet<&str> = all.iter().map(|one| one.occupation).collect();
    assert!(occupations.len() >= 280, "{}", occupations.len());
    let ids: BTreeSet<&str> = all.iter().map(|one| one.id.as_str()).collect();
    assert_eq!(ids.len(), 3_000);
}

#[test]
fn one_in_twenty_is_unmarked_and_one_in_twenty_messy() {
    let all = demo();
    let share = |of: fn(&DemoPosting) -> bool| all.iter().filter(|one| of(one)).count() as f64 / all.len() as f64;
    for found in [share(|one| one.unmarked), share(|one| one.messy)] {
        assert!((0.04..=0.06).contains(&found), "{found}");
    }
    for posting in all.iter().filter(|one| one.unmarked) {
        assert!(
            !sanviec_text::has_marks(&posting.title) && !sanviec_text::has_marks(&whole(posting)),
            "{}",
            posting.id
        );
    }
}

#[test]
fn adverts_are_whole_and_within_the_bounds_of_the_import() {
    for posting in demo() {
        let words = whole(&posting).split_whitespace().count();
        assert!((25..700).contains(&words), "{words} words: {}", whole(&posting));
        assert!((1..=500).contains(&posting.wanted));
        assert!(posting.posted_on <= today() && posting.deadline_on.is_none_or(|day| day > today()));
        assert!(!posting.locations.is_empty() && !posting.commune_codes.is_empty());
        let text = whole(&posting) + &posting.title;
        assert!(!["{", "}", "[", "]", "|"].iter().any(|sign| whole(&posting).contains(sign)), "{text}");
        assert!(posting.pay_min.zip(posting.pay_max).is_none_or(|(min, max)| min <= max));
        assert!(posting.messy || (!text.contains("  ") && !text.contains(" ,")), "{text}");
        let line: serde_json::Value = serde_json::from_str(&posting.to_json_line()).unwrap();
        assert_eq!(line["id"], posting.id.as_str());
    }
}

#[test]
fn salaries_places_and_numbers_vary_as_on_boards() {
    let all = demo();
    let some = |of: fn(&DemoPosting) -> bool| all.iter().filter(|one| of(one)).count();
    let salary = |part: &'static str| {
        all.iter().filter(|one| one.salary.as_deref().is_some_and(|text| text.contains(part))).count()
    };
    for part in ["triệu", "USD", "giờ", "ngày", "Thoả thuận", "Up to"] {
        assert!(salary(part) >= 8, "{part}: {}", salary(part));
    }
    assert!(some(|one| one.salary.is_none()) > 30);
    assert!(some(|one| one.deadline_on.is_none()) > 300);
    assert!(some(|one| one.locations.len() > 1) > 40);
    assert!(some(|one| one.wanted >= 100) > 20 && some(|one| one.wanted == 1) > 300);
    assert!(some(|one| one.commune_codes == ["02700", "02702"]) > 3, "an old district means all its successors");
}

#[test]
fn bulk_texts_are_short() {
    let all: Vec<DemoPosting> = generator(3).with_style(Style::Bulk).take(2_000).collect();
    let mut words: Vec<usize> = all.iter().map(|one| whole(one).split_whitespace().count()).collect();
    words.sort_unstable();
    assert!(words[100] >= 60 && words[1_900] <= 150, "{} {} {}", words[100], words[1_000], words[1_900]);
}

#[test]
fn queries_are_different_and_half_of_them_unmarked() {
    let queries = generator(7).queries(1, 2_000);
    let distinct: BTreeSet<Vec<(&str, String)>> = queries.iter().map(DemoQuery::parameters).collect();
    assert_eq!(distinct.len(), 2_000);
    assert_eq!(queries, generator(7).queries(1, 2_000));
    let plain = queries.iter().filter_map(|one| one.q.as_deref()).filter(|q| !sanviec_text::has_marks(q)).count();
    assert!((850..1_250).contains(&plain), "{plain}");
    for of in [
        |one: &DemoQuery| one.place.is_some(),
        |one: &DemoQuery| one.near_e6.is_some(),
        |one: &DemoQuery| one.pay_min.is_some(),
        |one: &DemoQuery| one.occupation.is_some(),
        |one: &DemoQuery| one.posted_within_days.is_some(),
    ] {
        assert!(queries.iter().filter(|one| of(one)).count() > 100);
    }
}

#[test]
fn without_places_there_is_nothing() {
    assert_eq!(Generator::new(1, today(), &[], &[]).next(), None);
    assert!(Generator::new(1, today(), &[], &[]).queries(1, 5).is_empty());
}

/// The floor holds for optimised code; a debug build is only watched for standstill.
#[test]
fn bulk_is_fast() {
    let count = if cfg!(debug_assertions) { 3_000 } else { 200_000 };
    let start = std::time::Instant::now();
    let letters: usize = generator(5).with_style(Style::Bulk).take(count).map(|one| one.description.len()).sum();
    let rate = count as f64 / start.elapsed().as_secs_f64();
    println!("{rate:.0} vacancies/s, {} bytes of description each", letters / count);
    assert!(rate > if cfg!(debug_assertions) { 200.0 } else { 50_000.0 }, "{rate}");
}
