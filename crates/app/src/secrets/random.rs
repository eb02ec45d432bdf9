//! Tokens and codes from the random source of the system. An id is no secret and no substitute.

use crate::error::AppError;

/// 256 bits as text for a cookie or a link.
pub(crate) fn token() -> Result<String, AppError> {
    Ok(super::hex(&bytes::<32>()?))
}

/// Random bytes.
pub(crate) fn bytes<const N: usize>() -> Result<[u8; N], AppError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| AppError::internal(error.to_string()))?;
    Ok(bytes)
}

/// A code of six digits, each as likely as any other.
pub(crate) fn six_digits() -> Result<String, AppError> {
    // The largest multiple of a million below 2^32: what lies above would make small codes likelier.
    const FAIR: u32 = 4_294_000_000;
    loop {
        let number = u32::from_le_bytes(bytes::<4>()?);
        if number < FAIR {
            return Ok(format!("{:06}", number % 1_000_000));
        }
    }
}

/// A code of eight digits, each as likely as any other.
pub(crate) fn eight_digits() -> Result<String, AppError> {
    // The largest multiple of a hundred million below 2^32.
    const FAIR: u32 = 4_200_000_000;
    loop {
        let number = u32::from_le_bytes(bytes::<4>()?);
        if number < FAIR {
            return Ok(format!("{:08}", number % 100_000_000));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_have_256_bits_and_never_repeat() {
        let (one, two) = (token().expect("random"), token().expect("random"));
        assert_eq!(one.len(), 64);
        assert_ne!(one, two);
    }

    #[test]
    fn codes_have_six_digits() {
        for _ in 0..1000 {
            let code = six_digits().expect("random");
            assert!(code.len() == 6 && code.bytes().all(|digit| digit.is_ascii_digit()), "{code}");
        }
    }
}
