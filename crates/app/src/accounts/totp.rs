//! Codes of an app that tells them by the time (RFC 6238: SHA-1, six digits, thirty seconds, as all apps know them).

use crate::error::AppError;
use hmac::{Hmac, Mac};
use sanviec_domain::time::Micros;
use sha1::Sha1;

/// Bytes of a secret: as many as the hash has.
pub(super) const SECRET: usize = 20;
const STEP_SECONDS: i64 = 30;
/// Steps before and after the present one that are taken, for clocks that are a little off.
const SLACK: i64 = 1;

/// The step that an instant lies in.
fn step_of(now: Micros) -> i64 {
    now.0.div_euclid(1_000_000 * STEP_SECONDS)
}

/// The step whose code this is, near the present one; `None` for a wrong code.
pub(super) fn step_with(secret: &[u8], code: &str, now: Micros) -> Result<Option<i64>, AppError> {
    let present = step_of(now);
    for step in present - SLACK..=present + SLACK {
        if self::code(secret, step)? == code {
            return Ok(Some(step));
        }
    }
    Ok(None)
}

/// The code of a step.
fn code(secret: &[u8], step: i64) -> Result<String, AppError> {
    let mut mac = <Hmac<Sha1> as hmac::KeyInit>::new_from_slice(secret).map_err(AppError::internal)?;
    mac.update(&step.to_be_bytes());
    let hash: [u8; 20] = mac.finalize().into_bytes().into();
    let at = usize::from(hash[19] & 15);
    let cut = u32::from_be_bytes([hash[at] & 127, hash[at + 1], hash[at + 2], hash[at + 3]]);
    Ok(format!("{:06}", cut % 1_000_000))
}

/// The secret as apps take it: RFC 4648 base 32 without padding.
pub(super) fn base32(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let bits = bytes.iter().flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1)).collect::<Vec<u8>>();
    let letter = |five: &[u8]| {
        let number = five.iter().chain([0; 5].iter()).take(5).fold(0, |number, bit| number << 1 | bit);
        char::from(LETTERS[usize::from(number)])
    };
    bits.chunks(5).map(letter).collect()
}

/// The address that a QR code gives to the app. `label` names the account in the app.
pub(super) fn address(issuer: &str, label: &str, secret: &[u8]) -> String {
    let escape = |text: &str| -> String {
        text.bytes()
            .map(
                |byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") },
            )
            .collect()
    };
    let (issuer, label) = (escape(issuer), escape(label));
    format!(
        "otpauth://totp/{issuer}:{label}?secret={}&issuer={issuer}&algorithm=SHA1&digits=6&period=30",
        base32(secret)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_those_of_the_standard() {
        // RFC 6238, appendix B, last six of the eight digits.
        for (seconds, expected) in
            [(59, "287082"), (1_111_111_109, "081804"), (1_234_567_890, "005924"), (20_000_000_000, "353130")]
        {
            let now = Micros(seconds * 1_000_000);
            assert_eq!(code(b"12345678901234567890", step_of(now)).expect("code"), expected);
        }
    }

    #[test]
    fn a_code_is_taken_a_step_early_or_late_and_no_further() {
        let secret = [7; SECRET];
        let now = Micros(1_795_485_600_000_000);
        let present = step_of(now);
        for (away, taken) in [(-2, false), (-1, true), (0, true), (1, true), (2, false)] {
            let code = code(&secret, present + away).expect("code");
            assert_eq!(step_with(&secret, &code, now).expect("step"), taken.then_some(present + away), "{away}");
        }
        assert_eq!(step_with(&secret, "", now).expect("step"), None);
    }

    #[test]
    fn secrets_are_written_as_apps_read_them() {
        // RFC 4648, section 10, without padding.
        for (bytes, text) in [("", ""), ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foobar", "MZXW6YTBOI")] {
            assert_eq!(base32(bytes.as_bytes()), text);
        }
        let address = address("Sàn Việc", "l••••@vidu.vn", b"foobar");
        assert!(address.starts_with("otpauth://totp/S%C3%A0n%20Vi%E1%BB%87c:l%E2"), "{address}");
        assert!(address.contains("secret=MZXW6YTBOI&issuer=S%C3%A0n"), "{address}");
    }
}
