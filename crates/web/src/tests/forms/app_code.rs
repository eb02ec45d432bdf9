//! Codes of an authenticator, from the secret that a page shows (RFC 6238).

use hmac::{Hmac, KeyInit, Mac};
use sanviec_domain::time::Micros;

const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
/// Groups of four letters in which a page shows a secret.
const GROUPS: usize = 8;

/// The secret that a page shows.
pub(super) fn secret(page: &str) -> Option<String> {
    let words: Vec<&str> =
        page.split(|sign: char| u8::try_from(sign).is_ok_and(|sign| !LETTERS.contains(&sign))).collect();
    let is_shown = |groups: &&[&str]| groups.iter().all(|group| group.len() == 4 && group.is_ascii());
    words.windows(GROUPS).find(is_shown).map(<[&str]>::concat)
}

/// The six digits at a moment.
pub(super) fn at(secret: &str, now: Micros) -> String {
    let (mut bits, mut held, mut bytes) = (0_u32, 0_u32, Vec::new());
    for letter in secret.bytes() {
        held = held << 5 | LETTERS.iter().position(|known| *known == letter).expect("base 32") as u32;
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            bytes.push((held >> bits & 255) as u8);
        }
    }
    let mut mac = Hmac::<sha1::Sha1>::new_from_slice(&bytes).expect("key");
    mac.update(&(now.0 / 30_000_000).to_be_bytes());
    let hash = mac.finalize().into_bytes();
    let at = usize::from(hash[19] & 15);
    let cut = u32::from_be_bytes([hash[at], hash[at + 1], hash[at + 2], hash[at + 3]]) & 0x7fff_ffff;
    format!("{:06}", cut % 1_000_000)
}
