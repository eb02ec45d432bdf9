//! Which passwords are taken: 12 to 128 characters, none that everybody tries. No rules about kinds of signs: they make
//! people write `Matkhau@123`. What everybody tries is known by rules, which find more than a list of some thousand
//! passwords would: words, names and places with figures and signs around them, once, twice or backwards, letters
//! replaced or doubled; rows of keys; days and telephone numbers; what is made of the own address. Several words are
//! taken: it is what people are advised to choose.

mod walks;
mod words;

use super::Contact;
use crate::error::FieldError;
use std::collections::{BTreeSet, HashSet};

const SHORTEST: usize = 12;
const LONGEST: usize = 128;
/// Digits or letters of the own address that a password may not hold in a row.
const OWN: usize = 6;
/// Letters of a part of the own address, and how many besides make a password more than that part.
const OWN_PART: usize = 4;
const BESIDES: usize = 3;
/// Different words from which on a password is more than those everybody tries.
const SEVERAL: usize = 4;

/// A password in the form that is hashed, or why it is not taken. It is never cut and never changed but for the one
/// form of Unicode, so that it fits on every keyboard.
pub(crate) fn accept(password: &str, contacts: &[Contact]) -> Result<String, FieldError> {
    let password = sanviec_text::nfc(password);
    let length = password.chars().count();
    if length == 0 {
        return Err(refuse("missing", "Nhập mật khẩu.", "Enter a password."));
    }
    if length < SHORTEST {
        let vi = "Mật khẩu phải có ít nhất 12 ký tự. Có thể dùng vài từ dễ nhớ với bạn.";
        return Err(refuse("too_short", vi, "Use at least 12 characters. A few words you remember will do."));
    }
    if length > LONGEST {
        let vi = "Mật khẩu không quá 128 ký tự.";
        return Err(refuse("too_long", vi, "Use at most 128 characters."));
    }
    if is_common(&password) || contacts.iter().any(|contact| holds(&password, contact)) {
        let vi = "Mật khẩu này dễ đoán. Hãy dùng vài từ không liên quan đến nhau; đừng dùng tên, số điện thoại, ngày \
                  sinh hay dãy phím.";
        let en = "This password is easy to guess. Use a few words that have nothing to do with one another; no names, \
                  numbers, birthdays or rows of keys.";
        return Err(refuse("too_common", vi, en));
    }
    Ok(password)
}

/// The form in which a password that is being tried is compared.
pub(crate) fn tried(password: &str) -> String {
    sanviec_text::nfc(password)
}

fn refuse(code: &'static str, vi: &str, en: &str) -> FieldError {
    FieldError::new("password", code, vi, en)
}

fn is_common(password: &str) -> bool {
    let plain = letters(password);
    if walks::is_row(&password.to_lowercase()) {
        return true;
    }
    if plain.bytes().all(|sign| sign.is_ascii_digit()) && !plain.is_empty() {
        return walks::are_known_figures(&plain);
    }
    let two = words_in(password) < SEVERAL;
    readings(password, plain).iter().any(|text| {
        let core = text.trim_matches(|sign: char| sign.is_ascii_digit());
        (core.len() >= OWN_PART && walks::repeats(core)) || words::are_all(text, two)
    })
}

/// Small letters without marks, and digits.
fn letters(text: &str) -> String {
    sanviec_text::slug(text).replace('-', "")
}

/// Different words that stand apart.
fn words_in(password: &str) -> usize {
    let slug = sanviec_text::slug(password);
    let words = slug.split('-').map(|word| word.trim_matches(|sign: char| sign.is_ascii_digit()));
    words.filter(|word| word.len() > 1).collect::<HashSet<_>>().len()
}

/// What a password may be meant as: signs and figures left out or read as the letters that they stand for, with figures
/// around it and without.
fn readings(password: &str, plain: String) -> BTreeSet<String> {
    let signed: String = password.chars().map(letter_of_sign).collect();
    let mut all = BTreeSet::new();
    for text in [plain, letters(&signed)] {
        for read in [unleet(&text, 'i'), unleet(&text, 'l'), text] {
            all.insert(without_figures(&read));
            all.insert(read);
        }
    }
    all
}

/// The letter for which a sign stands in `p@$$w0rd`.
const fn letter_of_sign(sign: char) -> char {
    match sign {
        '@' => 'a',
        '$' => 's',
        '!' => 'i',
        '|' => 'l',
        '€' => 'e',
        '+' => 't',
        '(' => 'c',
        other => other,
    }
}

/// `m4tkh4u` for `matkhau`: the replacements that everybody knows; a one is either of two letters.
fn unleet(text: &str, one: char) -> String {
    let plain = |sign| match sign {
        '0' => 'o',
        '1' => one,
        '2' => 'z',
        '3' => 'e',
        '4' => 'a',
        '5' => 's',
        '6' | '9' => 'g',
        '7' => 't',
        '8' => 'b',
        other => other,
    };
    // Digits at the end are mostly years and counters.
    let end = text.trim_end_matches(|sign: char| sign.is_ascii_digit()).len();
    text[..end].chars().map(plain).chain(text[end..].chars()).collect()
}

/// Without the figures at both ends, nor those that stand in one place between.
fn without_figures(text: &str) -> String {
    let text = text.trim_matches(|sign: char| sign.is_ascii_digit());
    let mut pieces = text.split(|sign: char| sign.is_ascii_digit()).filter(|piece| !piece.is_empty());
    match (pieces.next(), pieces.next(), pieces.next()) {
        (Some(first), Some(second), None) => format!("{first}{second}"),
        _ => text.to_owned(),
    }
}

/// Whether a password is built on the own address: it holds a good piece of it, or is little more than a part.
fn holds(password: &str, contact: &Contact) -> bool {
    let (own, parts) = match contact {
        Contact::Phone(number) => (number.trim_start_matches("+84"), Vec::new()),
        Contact::Email(address) => {
            let (own, place) = address.split_once('@').unwrap_or((address, ""));
            let provider = place.split('.').next().unwrap_or_default();
            let parts = own.split(|sign: char| !sign.is_alphabetic()).chain([provider]);
            (own, parts.map(letters).filter(|part| part.len() >= OWN_PART).collect())
        }
    };
    let (own, password): (Vec<char>, String) = (letters(own).chars().collect(), letters(password));
    let said = password.bytes().filter(u8::is_ascii_alphabetic).count();
    own.windows(OWN).any(|part| password.contains(&part.iter().collect::<String>()))
        || parts.iter().any(|part: &String| password.contains(part) && said <= part.len() + BESIDES)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::{Duration, Instant};

    fn code(password: &str) -> &'static str {
        let contacts = [Contact::Phone("+84905123456".into()), Contact::Email("lan.nguyen@minhanh.vn".into())];
        accept(password, &contacts).map_or_else(|error| error.code, |_| "taken")
    }

    #[test]
    fn passwords_are_taken_by_length_and_by_how_well_they_are_known() {
        for (password, verdict) in [
            ("", "missing"),
            ("ngắn quá 11k", "taken"),
            ("ngắn quá 11", "too_short"),
            (&"dài".repeat(43), "too_long"),
            ("vR7#kq9!zXw2", "taken"),
            ("0905123456 xyz!", "too_common"),
            ("lan.nguyen-7731!", "too_common"),
            ("Minhanh!2026#77", "too_common"),
            ("minh anh ăn phở bò", "taken"),
        ] {
            assert_eq!(code(password), verdict, "{password}");
        }
    }

    /// What everybody tries: words with figures and signs, twice, backwards, replaced, doubled; names, places, days,
    /// the service; ways over the keyboard.
    const TRIED: &str = "\
        christopher1 | motherfucker | butterfly1234 | chocolate1234 | tinkerbell12 | 1q2w3e4r5t6y | \
        qwertyuiop[] | unbelievable | administrator | 123456789abc | manchester12 | alexander123 | \
        spongebob123 | jacksonville | 1234567890qwe | q1w2e3r4t5y6 | iloveyou1234 | babygirl1234 | \
        linkedin1234 | metallica123 | harrypotter1 | playstation3 | basketball23 | mypassword12 | \
        princess1234 | snoopdogg123 | slipknot6666 | rollercoaster | firefighter1 | grandmother1 | \
        thunderbird1 | elizabeth123 | starwars2020 | dragonball12 | dragonballz1 | justinbieber | \
        onedirection | hellokitty12 | undertaker12 | pokemon12345 | mercedesbenz | harleydavidson | \
        scoobydoo123 | jenniferlopez | michaeljackson | barcelona123 | liverpoolfc1 | cristiano123 | \
        sweetheart12 | lovelylovely | fuckyou12345 | hellohello12 | asdfghjkl123 | zxcvbnm12345 | \
        password!@#$ | letmein12345 | welcome12345 | mickeymouse1 | superman1234 | computer1234 | \
        cheesecake12 | strawberry12 | watermelon12 | peanutbutter | chickennugget | jellybean123 | \
        gingerbread1 | marshmallow1 | buttercup123 | sunflower123 | bubblegum123 | thisismypassword | \
        ilovemymom12 | ilovejesus12 | jesuschrist1 | football1234 | 123456789012 | aaaaaaaaaaaaaa | \
        abcabcabcabc | abcdefghijkl | qwertyuiop12 | 1qaz2wsx3edc | password1234 | P@ssw0rd2026 | \
        Passw0rd20262026 | Matkhau@123456 | mậtkhẩu123456 | m4tkh4u123456 | anhyeuem123456 | \
        Vietnam@20262026 | vietnam2026hanoi | sanviec20262026 | drowssap1234 | nimdanimda12 | !Passw0rd!!!! | \
        butterrfly123 | Nguyenvana1990 | nguyenthilan123 | NguyenVanHung1 | lananhnguyen95 | TranThiBichNgoc | \
        quynhon123456 | gialai2026!! | 01011990abcd | 010119901234 | 19901990123456 | 0905123456789 | \
        qweasdzxc123 | zaq12wsxcde3 | 1q2w3e4r!@#$ | a1b2c3d4e5f6 | 112233445566 | Iloveyou@2024 | \
        Buonmathuot1 | hochiminh2025 | thanhpho12345 | Sanviec@2026 | timvieclam123 | deptrai123456 | \
        vodich123456 | conyeume1234 | Congty@12345 | abc123456789 | Abcd@1234567 | Admin@123456 | \
        Qwerty@12345 | asdASD123123 | matkhau!matkhau | chuột12345678 | ch0c0l4t3!!2020 | T1nk3rb3ll2000 | \
        xxpassword12 | mypassword!! | football&baseball | 3ngland2018! | 987654321000 | 135792468013 | \
        147258369147 | 147852369123 | Ronaldo@7777 | vietnamvodich | QuangTrung1789 | dienbienphu54 | \
        haiphong12345 | lovelovelove | monkeymonkey | 1234qwerasdf | qwer1234asdf | pass1234word";

    /// Several words, and signs that were drawn.
    const OWN_WORDS: &str = "\
        sông Hương nước trong | phien cho sang chu nhat | thuyền về bến cũ | đèn biển Mũi Điện sáng | \
        một câu dài khác nữa | một mật khẩu khác hẳn | mot cau dai khong ai doan | ngắn quá 11k | \
        sông Hương chảy qua cầu Trường Tiền | tám con trâu ăn cỏ | vR7#kq9!zXw2 | \
        correct horse battery staple | sông Nhật Lệ chảy xiết | purple monkey eats stairs | \
        mưa rơi trên mái tôn | bác hàng xóm nuôi gà tre | xe đạp cũ màu rêu | Kx9vB2mQ7tLp | hT4$wZ8&nR1@ | \
        tiengmuaroidemkhuya | 3 con mèo leo cây cau | cơm nếp xôi gấc đậu xanh | trời xanh mây trắng gió | \
        glass-otter-violin-84 | rừng thông gió hú | wkzvqhtmxpgd | lemon bicycle thunder castle | \
        bánh xèo tôm nhảy Quy Nhơn | con gái tôi thích vẽ mèo | 7 giờ tối ăn phở | G7v-2kQx-9mTz | \
        ông lão đánh cá | 482915037264 | sách cũ phố Đinh Lễ | hen nhau o cau Thi Nai | \
        trăng khuyết đầu làng | nắng chiều qua ngõ | tomato-anchor-winter-7 | ximăng gạch ngói 88 | \
        my dog hates mondays | blue kettle on fire";

    #[test]
    fn what_everybody_tries_is_refused_whatever_is_put_around_it() {
        let taken: Vec<&str> = TRIED.split(" | ").filter(|password| code(password) != "too_common").collect();
        assert_eq!(taken, Vec::<&str>::new());
    }

    #[test]
    fn several_words_and_drawn_signs_are_taken() {
        let refused: Vec<&str> = OWN_WORDS.split(" | ").filter(|password| code(password) != "taken").collect();
        assert_eq!(refused, Vec::<&str>::new());
    }

    #[test]
    fn a_look_at_a_password_takes_no_time_beside_its_hash() {
        let all: Vec<&str> = TRIED.split(" | ").chain(OWN_WORDS.split(" | ")).collect();
        let longest = "hmong tay nguyen ".repeat(7);
        // The words are read in with the first.
        assert_eq!(code(all[0]), "too_common");
        let begun = Instant::now();
        for password in all.iter().copied().chain([longest.as_str()]) {
            let _ = code(password);
        }
        let each = begun.elapsed() / u32::try_from(all.len()).expect("few");
        let most = if cfg!(debug_assertions) { Duration::from_millis(20) } else { Duration::from_millis(1) };
        assert!(each < most, "{each:?}");
    }

    #[test]
    fn the_same_characters_typed_another_way_are_the_same_password() {
        let composed = "sông Nhật Lệ chảy xiết";
        let apart: String = composed
            .chars()
            .flat_map(|sign| match sign {
                'ậ' => vec!['â', '\u{323}'],
                other => vec![other],
            })
            .collect();
        assert_ne!(composed, apart);
        assert_eq!(accept(&apart, &[]).expect("taken"), composed);
        assert_eq!(tried(composed), tried(&apart));
    }
}
