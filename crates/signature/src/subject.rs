//! Whom a certificate names. Vietnamese certificates carry numbers in the user id of the subject: `MST:0101234567` for
//! an organisation, `CCCD:001099000001` for a person.

use crate::Signer;
use der::asn1::{Any, ObjectIdentifier};
use der::{Tag, Tagged};
use x509_cert::Certificate;
use x509_cert::name::Name;

const COMMON_NAME: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.3");
const USER_ID: ObjectIdentifier = ObjectIdentifier::new_unwrap("0.9.2342.19200300.100.1.1");
/// Longest name that is handed on, in characters.
const LONGEST: usize = 200;
/// What stands before the number of a person.
const PERSON: [&str; 4] = ["CCCD", "CMND", "CC", "PID"];

pub(crate) fn signer(certificate: &Certificate) -> Signer {
    let tbs = certificate.tbs_certificate();
    let (mut tax_code, mut personal_number) = (None, None);
    for value in tbs.subject().iter().filter(|value| value.oid == USER_ID) {
        let text = text(&value.value);
        let Some((what, number)) = text.split_once(':') else { continue };
        let what = what.trim().to_uppercase();
        let number: String = number.chars().filter(|sign| sign.is_ascii_digit() || *sign == '-').collect();
        let is_person = PERSON.contains(&what.as_str());
        // Since July 2025 the number of a person is the person's tax code too.
        if is_person || what == "MST" && number.len() == 12 {
            personal_number = personal_number.or(Some(number));
        } else if what == "MST" {
            tax_code = tax_code.or(Some(number));
        }
    }
    Signer {
        name: common_name(tbs.subject()),
        issuer: common_name(tbs.issuer()),
        serial: tbs.serial_number().as_bytes().iter().map(|byte| format!("{byte:02X}")).collect(),
        tax_code,
        personal_number,
    }
}

/// The common name, or everything there is.
pub(crate) fn common_name(name: &Name) -> String {
    match name.iter().find(|value| value.oid == COMMON_NAME) {
        Some(value) => text(&value.value),
        None => cut(&name.to_string()),
    }
}

fn text(value: &Any) -> String {
    let bytes = value.value();
    match value.tag() {
        Tag::BmpString => {
            let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
            cut(&String::from_utf16_lossy(&units))
        }
        _ => cut(&String::from_utf8_lossy(bytes)),
    }
}

/// Without what would change how the line around it reads.
fn cut(text: &str) -> String {
    let is_plain =
        |sign: &char| !sign.is_control() && !matches!(*sign, '\u{200e}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    text.chars().filter(is_plain).take(LONGEST).collect::<String>().trim().to_owned()
}
