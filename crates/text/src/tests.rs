//! What the analyser promises, as tables.

use super::*;

fn words(text: &str) -> Vec<String> {
    tokens(text).into_iter().map(|token| token.exact).collect()
}

#[test]
fn spellings_of_one_word_meet() {
    for (a, b) in [
        ("hoà", "hòa"),
        ("thuý", "thúy"),
        ("khoẻ", "khỏe"),
        ("kỹ", "kĩ"),
        ("quý", "quí"),
        ("Lý", "lí"),
        ("y tế", "i tế"),
        ("Ký", "kí"),
        ("KẾ TOÁN", "kế toán"),
        ("ke\u{302}\u{301} toa\u{301}n", "kế toán"),
        ("ĐIỆN", "điện"),
    ] {
        assert_eq!(exact(a), exact(b), "{a} {b}");
    }
}

#[test]
fn a_tone_on_the_wrong_vowel_is_moved_to_the_right_one() {
    for (misplaced, placed) in [
        ("kế tóan", "kế toán"),
        ("KẾ TÓAN", "kế toán"),
        ("to\u{301}an", "toán"),
        ("hòan thiện", "hoàn thiện"),
        ("thòang", "thoàng"),
        ("ngòai", "ngoài"),
        ("xóay", "xoáy"),
        ("cuả", "của"),
        ("muà", "mùa"),
        ("cưả", "cửa"),
        ("miá", "mía"),
        ("sưả chưã", "sửa chữa"),
        ("gía", "giá"),
        ("gíam đốc", "giám đốc"),
        ("gĩưa", "giữa"),
        ("qúan", "quán"),
        ("qủan lý", "quản lý"),
        ("qúy", "quý"),
        ("hùynh", "huỳnh"),
        ("Nguỹên", "Nguyễn"),
        ("tụyêt", "tuyệt"),
        ("chủyên", "chuyển"),
        ("híêu", "hiếu"),
        ("yêú", "yếu"),
        ("rựơu", "rượu"),
        ("ngừơi", "người"),
        ("cúôi", "cuối"),
        ("tíên", "tiến"),
        ("múôn", "muốn"),
        ("vừơn", "vườn"),
        ("trừơng", "trường"),
        ("húê", "huế"),
        ("khủyu", "khuỷu"),
        ("laí", "lái"),
    ] {
        assert_eq!(exact(misplaced), exact(placed), "{misplaced} {placed}");
        assert_eq!(fold(misplaced), fold(placed), "{misplaced} {placed}");
        assert_eq!(exact(&exact(misplaced)), exact(misplaced), "{misplaced}");
    }
    assert_eq!(exact("kế tóan"), "kế toán");
    assert_eq!(exact("café résumé"), "café résumé");
}

#[test]
fn different_words_stay_apart() {
    for (a, b) in [
        ("máy", "mái"),
        ("bày", "bài"),
        ("quay", "quai"),
        ("ủy", "ủi"),
        ("may", "máy"),
        ("tai", "tay"),
        ("hóa", "hòa"),
        ("hóa", "hoa"),
        ("tóan", "toàn"),
        ("tóan", "tóa"),
        ("mùa", "múa"),
        ("mùa", "mưa"),
        ("của", "cửa"),
        ("gì", "già"),
        ("lúa", "lụa"),
    ] {
        assert_ne!(exact(a), exact(b), "{a} {b}");
    }
}

#[test]
fn folding_leaves_no_mark() {
    assert_eq!(fold("Kỹ thuật điện tử"), "ki thuat dien tu");
    assert_eq!(fold("Đường Nguyễn Huệ, Quận 1"), "duong nguyen hue, quan 1");
    let all = "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵđ";
    assert!(fold(all).is_ascii() && fold(&all.to_uppercase()).is_ascii());
}

#[test]
fn punctuation_splits_but_names_of_tools_stay_whole() {
    for (text, expected) in [
        ("C++, C#/.NET; Node.js (3D)", vec!["c++", "c#", ".net", "node.js", "3d"]),
        ("ASP.NET Core", vec!["asp.net", "core"]),
        ("AutoCAD 2D-3D", vec!["autocad", "2d", "3d"]),
        ("làm việc.Nettruyen", vec!["làm", "việc", "nettruyen"]),
        ("15.000.000đ", vec!["15", "000", "000đ"]),
        ("e-mail: a@b.vn", vec!["e", "mail", "a", "b", "vn"]),
        ("..net", vec![".net"]),
        ("🔥TUYỂN GẤP🔥", vec!["tuyển", "gấp"]),
    ] {
        assert_eq!(words(text), expected, "{text}");
    }
}

#[test]
fn tokens_know_where_they_stand() {
    let text = "Thợ ha\u{300}n, C#";
    let spans: Vec<&str> = tokens(text).iter().map(|token| &text[token.start..token.end]).collect();
    assert_eq!(spans, ["Thợ", "ha\u{300}n", "C#"]);
    assert_eq!(tokens(text)[1].exact, "hàn");
}

#[test]
fn both_ways_over_a_text_give_the_same_words() {
    let text = "Tuyển 05 Kỹ sư C++ / .NET; lương thoả thuận — ke\u{302}\u{301} toa\u{301}n Thuý";
    let mut seen = Vec::new();
    for_each_token(text, |exact, folded| seen.push((exact.to_owned(), folded.to_owned())));
    let expected: Vec<_> = tokens(text).into_iter().map(|token| (token.exact, token.folded)).collect();
    assert_eq!(seen, expected);
}

#[test]
fn normal_forms_are_stable() {
    for text in
        ["Hoà Bình, Thuý Kỹ Quý — y tế", "ŰÑÏÿ ẞ İ Ǆ", "a\u{301}\u{301}b", "ỷ uỷ quỷ qúy", "\u{feff}x\u{0}y", "ﬁ ４２"]
    {
        assert_eq!(exact(&exact(text)), exact(text), "{text}");
        assert_eq!(fold(&fold(text)), fold(text), "{text}");
        assert_eq!(nfc(&nfc(text)), nfc(text), "{text}");
    }
}

#[test]
fn names_sort_as_in_a_vietnamese_dictionary() {
    let sorted = ["An", "Ánh", "Ăn", "Ân", "Ấn", "Dương", "Đào", "Đặng", "Đỗ", "Thành", "Thanh Hóa", "Thanh Oai"];
    let mut shuffled = sorted;
    shuffled.reverse();
    shuffled.sort_by_key(|name| sort_key(name));
    assert_eq!(shuffled, sorted);
}

#[test]
fn numbers_in_names_sort_as_numbers() {
    let sorted = ["Phường 2", "Phường 9", "Phường 10", "Phường 11", "Phường 100", "Phường An"];
    let mut shuffled = sorted;
    shuffled.reverse();
    shuffled.sort_by_key(|name| sort_key(name));
    assert_eq!(shuffled, sorted);
}

#[test]
fn keyboard_left_overs_are_mended_and_other_words_left_alone() {
    for (typed, meant) in [
        ("ke61 toa1n", "kế toán"),
        ("kees toans", "kế toán"),
        ("ddieenj tuwr", "điện tử"),
        ("d9ie65n", "điện"),
        ("nguwowif", "người"),
        ("giams sats", "giám sát"),
        ("thuys", "thúy"),
        ("lai1 xe", "lái xe"),
    ] {
        assert_eq!(retype(typed).as_deref(), Some(meant), "{typed}");
    }
    for fine in ["ke toan", "lai xe", "sales", "java", "autocad 2d", "kế toán", "c3", "xin viec"] {
        assert_eq!(retype(fine), None, "{fine}");
    }
}

#[test]
fn slugs_are_plain() {
    assert_eq!(slug("Kỹ sư C++ — Đà Nẵng (gấp!)"), "ky-su-c-da-nang-gap");
    assert_eq!(slug("🔥"), "");
}

#[test]
fn one_slip_is_one_slip() {
    for (a, b, apart) in [
        ("toan", "toa", true),
        ("toan", "taon", true),
        ("toan", "toam", true),
        ("toan", "toan", false),
        ("toan", "ta", false),
        ("a", "", true),
        ("abcd", "badc", false),
    ] {
        assert_eq!(one_edit_apart(a, b), apart, "{a} {b}");
        assert_eq!(one_edit_apart(b, a), apart, "{b} {a}");
    }
}

#[test]
fn words_analysed_once_are_the_tokens() {
    let texts = [
        "Tuyển Kế toán tổng hợp (C++/.NET) tại Quận 7",
        "ke\u{302}\u{301} toa\u{301}n KỸ THUẬT hoà ĐIỆN",
        "İstanbul ΣΊΣΥΦΟΣ ﬁn 中文 ９",
        "",
        "…•–",
    ];
    for text in texts {
        let words = Words::of(text);
        let tokens = tokens(text);
        assert_eq!(words.len(), tokens.len(), "{text}");
        for (at, (word, token)) in words.iter().zip(&tokens).enumerate() {
            assert_eq!((word.raw, word.exact, word.folded), (token.raw, &*token.exact, &*token.folded));
            assert_eq!(words.bytes(at..at + 1), token.start..token.end);
        }
    }
}

#[test]
fn short_cuts_of_letters_agree_with_the_full_tables() {
    for letter in ('\0'..='\u{2fff}').filter(|letter| !scan::is_mark(*letter)) {
        assert_eq!(letters::is_alphanumeric(letter), letter.is_alphanumeric(), "{letter:?}");
        if let Some(small) = letters::lower(letter) {
            assert_eq!(letter.to_lowercase().collect::<String>(), small.to_string(), "{letter:?}");
        }
        let text = letter.to_string();
        assert_eq!(composed(&text), text.nfc().collect::<String>(), "{letter:?}");
    }
}
