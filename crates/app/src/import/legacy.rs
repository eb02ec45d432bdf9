//! Text typed in the old encodings of Vietnam, TCVN3 (fonts named `.VnTime`) and VNI: letters of another alphabet that
//! only its font shows right. It is told by how its signs stand among plain letters, and by having no letter of
//! Unicode's own.

use crate::error::FieldError;

/// Points from which a text is in an old encoding.
const ENOUGH: usize = 2;
/// Longest text that is given back converted.
const SHOWN: usize = 1000;
/// The signs that TCVN3 shows as letters, and the letters.
const TCVN3_SIGNS: &str = "µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊË®ÌÎÏÐÑªÒÓÔÕÖ×ØÜÝÞßáâãä«åæçèé¬êëìíîïñòóô\u{ad}õö÷øùúûüýþ¡¢£¤¥¦§";
const TCVN3_LETTERS: &str = "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵĂÂÊÔƠƯĐ";
/// What a sign of VNI after a vowel adds to it.
const VNI_MARKS: [(char, &str); 17] = [
    ('ù', "\u{301}"),
    ('ø', "\u{300}"),
    ('û', "\u{309}"),
    ('õ', "\u{303}"),
    ('ï', "\u{323}"),
    ('â', "\u{302}"),
    ('á', "\u{302}\u{301}"),
    ('à', "\u{302}\u{300}"),
    ('å', "\u{302}\u{309}"),
    ('ã', "\u{302}\u{303}"),
    ('ä', "\u{302}\u{323}"),
    ('ê', "\u{306}"),
    ('é', "\u{306}\u{301}"),
    ('è', "\u{306}\u{300}"),
    ('ú', "\u{306}\u{309}"),
    ('ü', "\u{306}\u{303}"),
    ('ë', "\u{306}\u{323}"),
];
/// Its signs that are letters by themselves.
const VNI_LETTERS: [(char, char); 7] =
    [('ö', 'ư'), ('ô', 'ơ'), ('ñ', 'đ'), ('æ', 'ỉ'), ('ó', 'ĩ'), ('ò', 'ị'), ('î', 'ỵ')];

/// An old encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Old {
    Tcvn3,
    Vni,
}

/// The refusal of a text in an old encoding, with the text as its font shows it.
pub(super) fn told(field: &'static str, text: &str) -> Option<FieldError> {
    let old = found(text)?;
    let name = match old {
        Old::Tcvn3 => "TCVN3",
        Old::Vni => "VNI",
    };
    let error = FieldError::new(
        field,
        "old_encoding",
        format!(
            "“{field}” gõ bằng bảng mã cũ {name}, người tìm việc không đọc được. Hãy chuyển sang Unicode (chẳng hạn bằng \
             công cụ chuyển mã của UniKey) rồi nhập lại."
        ),
        format!(
            "“{field}” is typed in the old encoding {name}, which seekers cannot read. Convert it to Unicode (with the \
             converter of UniKey, for one) and import it again."
        ),
    );
    let converted = if text.len() <= SHOWN { vec![in_unicode(old, text)] } else { Vec::new() };
    Some(error.suggesting(converted))
}

fn found(text: &str) -> Option<Old> {
    // Both know the first 256 signs only; real Vietnamese has others after a few words.
    if text.is_ascii() || text.chars().any(|letter| ('\u{100}'..='\u{1eff}').contains(&letter)) {
        return None;
    }
    let letters: Vec<char> = text.chars().collect();
    let sum = |points: fn(&[char], usize) -> usize| (0..letters.len()).map(|at| points(&letters, at)).sum::<usize>();
    let (tcvn3, vni) = (sum(tcvn3_points), sum(vni_points));
    match tcvn3.max(vni) {
        0..ENOUGH => None,
        most if most == tcvn3 => Some(Old::Tcvn3),
        _ => Some(Old::Vni),
    }
}

fn beside(letters: &[char], at: usize) -> (Option<char>, Option<char>) {
    (at.checked_sub(1).and_then(|before| letters.get(before)).copied(), letters.get(at + 1).copied())
}

/// How much the sign at this place speaks for TCVN3: signs that are no letters inside a word, a capital after a small
/// letter, "®" or "§" before one.
fn tcvn3_points(letters: &[char], at: usize) -> usize {
    let (before, after) = beside(letters, at);
    let follows = before.is_some_and(|letter| letter.is_ascii_alphabetic());
    let leads = after.is_some_and(|letter| letter.is_ascii_lowercase());
    match letters[at] {
        '®' | '§' => usize::from(!follows && after.is_some_and(|letter| leads || letter > '\u{a0}')),
        '«' | '»' => 2 * usize::from(follows && leads),
        '×' => usize::from(follows && leads),
        '¡'..='¦' | '¨' | '©' | 'ª' | '¬' | 'µ' | '¶' | '¸' | '¹' | '¼'..='¾' => {
            usize::from(follows) + usize::from(follows && leads)
        }
        // Before a sign it is UTF-8 that was read as something else.
        'À'..='Þ' => {
            let is_inside = before.is_some_and(|letter| letter.is_ascii_lowercase());
            usize::from(is_inside && after.is_none_or(|letter| !('\u{80}'..='¿').contains(&letter)))
        }
        _ => 0,
    }
}

/// How much the sign at this place speaks for VNI: one that follows a vowel as in no word of Unicode, "ñ" that begins
/// one.
fn vni_points(letters: &[char], at: usize) -> usize {
    let (before, after) = beside(letters, at);
    let sign = small(letters[at]);
    let Some(vowel) = before.filter(|before| before.is_uppercase() == letters[at].is_uppercase()).map(small) else {
        return usize::from(sign == 'ñ' && before.is_none() && after.is_some_and(|letter| is_vowel(small(letter))));
    };
    match (vowel, sign) {
        ('a' | 'e' | 'o', 'â') | ('a' | 'e' | 'o' | 'u' | 'y' | 'ö' | 'ô', 'å' | 'ä' | 'ø' | 'û') => 2,
        ('a' | 'e' | 'o' | 'u' | 'y' | 'ö' | 'ô', 'ù' | 'õ' | 'ï')
        | ('a', 'á' | 'à' | 'ã' | 'ê' | 'é' | 'è' | 'ú' | 'ü' | 'ë')
        | ('e', 'á' | 'à' | 'ã') => 1,
        (' ' | '(' | '-' | '/', 'ñ') => usize::from(after.is_some_and(|letter| is_vowel(small(letter)))),
        _ => 0,
    }
}

fn small(letter: char) -> char {
    letter.to_lowercase().next().unwrap_or(letter)
}

fn is_vowel(letter: char) -> bool {
    matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'ö' | 'ô' | 'æ' | 'ó' | 'ò' | 'í' | 'ì')
}

fn in_unicode(old: Old, text: &str) -> String {
    match old {
        Old::Tcvn3 => text.chars().map(of_tcvn3).collect(),
        Old::Vni => of_vni(text),
    }
}

fn of_tcvn3(sign: char) -> char {
    let mut pairs = TCVN3_SIGNS.chars().zip(TCVN3_LETTERS.chars());
    pairs.find(|(known, _)| *known == sign).map_or(sign, |(_, letter)| letter)
}

fn of_vni(text: &str) -> String {
    let mut apart = String::new();
    let mut before = None;
    for sign in text.chars() {
        let follows = before.is_some_and(|vowel: char| matches!(vowel, 'a' | 'e' | 'o' | 'u' | 'y' | 'ö' | 'ô'));
        let key = small(sign);
        match (pick(&VNI_MARKS, key).filter(|_| follows), pick(&VNI_LETTERS, key)) {
            (Some(mark), _) => apart.push_str(mark),
            (None, Some(letter)) if sign.is_uppercase() => apart.extend(letter.to_uppercase()),
            (None, Some(letter)) => apart.push(letter),
            (None, None) => apart.push(sign),
        }
        before = Some(key);
    }
    sanviec_text::nfc(&apart)
}

fn pick<T: Copy>(pairs: &[(char, T)], sign: char) -> Option<T> {
    pairs.iter().find(|(known, _)| *known == sign).map(|(_, value)| *value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(Old, String)> {
        found(text).map(|old| (old, in_unicode(old, text)))
    }

    #[test]
    fn old_encodings_are_told_and_read() {
        assert_eq!(TCVN3_SIGNS.chars().count(), TCVN3_LETTERS.chars().count());
        for (old, text, unicode) in [
            (Old::Tcvn3, "C«ng ty ABC", "Công ty ABC"),
            (Old::Tcvn3, "Nh©n viªn kÕ to¸n", "Nhân viên kế toán"),
            (Old::Tcvn3, "Thî ®iÖn, Hµ Néi", "Thợ điện, Hà Nội"),
            (Old::Tcvn3, "C«ng nh©n may c«ng nghiÖp", "Công nhân may công nghiệp"),
            (Old::Tcvn3, "T\u{ad} vÊn b¸n hµng", "Tư vấn bán hàng"),
            (Old::Vni, "Tuyeån nhaân vieân", "Tuyển nhân viên"),
            (Old::Vni, "Coâng ty ABC", "Công ty ABC"),
            (Old::Vni, "COÂNG TY MAY ÑAÏI VIEÄT", "CÔNG TY MAY ĐẠI VIỆT"),
            (Old::Vni, "Thôï ñieän laïnh", "Thợ điện lạnh"),
            (Old::Vni, "Keá toaùn tröôûng", "Kế toán trưởng"),
        ] {
            assert_eq!(read(text), Some((old, unicode.to_owned())), "{text}");
        }
    }

    #[test]
    fn unicode_and_other_languages_are_left_alone() {
        for text in [
            "Công ty ABC",
            "Nhân viên",
            "Công nhân sản xuất",
            "NHÂN VIÊN KINH DOANH",
            "Hoà, thuê, xuân, hoãn, loá, quý",
            "Cong nhan",
            "Công ty Intel® ABC",
            "© 2026 Công ty ABC",
            "«Le Monde» café, naïve",
            "Müller GmbH, Zürich, Søren Åberg",
            "Noël São Paulo, où, España",
            "bơm 10µm, 1½ kg, 3×4 m",
            "Nhân viên·kinh doanh·marketing",
            "Sales (€1,000) – 5°C · R&D",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn the_refusal_offers_the_text_that_can_be_read() {
        let error = told("company", "C«ng ty ABC").expect("told");
        assert_eq!((error.field, error.code), ("company", "old_encoding"));
        assert_eq!(error.suggestions, ["Công ty ABC"]);
        assert!(error.vi.contains("TCVN3") && error.en.contains("Unicode"));
        let long = told("description", &"C«ng ty ".repeat(1000)).expect("told");
        assert!(long.suggestions.is_empty());
    }
}
