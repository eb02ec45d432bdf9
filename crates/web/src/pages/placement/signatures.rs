//! Digital signatures of a paper in words: who, when as the signer's program says, whether it can be relied on and why
//! not, and what nobody checked. Numbers of persons are not shown.

use sanviec_app::placements::{AfterSignature, SignatureVerdict, SignatureView, Signatures, UnreadableFile};

use super::words;
use crate::http::Visit;
use crate::view::Words;

/// The lines of a paper; none for one that nobody signs digitally.
pub(super) fn lines(visit: &Visit, signatures: &Signatures) -> Vec<Words> {
    let lang = visit.lang;
    match signatures {
        Signatures::NotPdf => Vec::new(),
        Signatures::Unchecked => vec![lang.t("placement-signatures-unchecked").into()],
        Signatures::Waiting => vec![lang.t("placement-signatures-waiting").into()],
        Signatures::Unreadable(why) => vec![lang.t(unreadable(*why)).into()],
        Signatures::Read(read) if read.is_empty() => vec![lang.t("placement-signatures-none").into()],
        Signatures::Read(read) => {
            let limits = Words::from(lang.t("placement-signatures-limits"));
            read.iter().map(|signature| line(visit, signature).into()).chain([limits]).collect()
        }
    }
}

const fn unreadable(why: UnreadableFile) -> &'static str {
    match why {
        UnreadableFile::Damaged => "placement-signatures-damaged",
        UnreadableFile::Encrypted => "placement-signatures-encrypted",
        UnreadableFile::TooMany => "placement-signatures-too-many",
        UnreadableFile::Stopped => "placement-signatures-stopped",
    }
}

fn line(visit: &Visit, signature: &SignatureView) -> String {
    let lang = visit.lang;
    let nobody = lang.t("placement-signature-nobody");
    let name = if signature.name.is_empty() { &nobody } else { &signature.name };
    let mut sentences = vec![match signature.signed_on {
        Some(day) => lang.t2("placement-signature-of", ("name", name), ("day", &words::day(visit, day))),
        None => lang.t1("placement-signature-undated", "name", name),
    }];
    let (verdict, tells_after) = match signature.verdict {
        SignatureVerdict::Trusted => ("placement-signature-trusted", true),
        SignatureVerdict::Untrusted => ("placement-signature-untrusted", true),
        SignatureVerdict::Broken => ("placement-signature-broken", false),
    };
    sentences.push(lang.t(verdict));
    if let Some(reason) = signature.reason {
        sentences.push(lang.t(&format!("placement-signature-why-{}", reason.code())));
    }
    match signature.after {
        AfterSignature::Nothing if tells_after => sentences.push(lang.t("placement-signature-whole")),
        AfterSignature::SignaturesOnly if tells_after => sentences.push(lang.t("placement-signature-then-signed")),
        AfterSignature::Changed if tells_after => sentences.push(lang.t("placement-signature-then-changed")),
        AfterSignature::Nothing | AfterSignature::SignaturesOnly | AfterSignature::Changed => {}
    }
    if let Some(code) = &signature.tax_code {
        sentences.push(lang.t1("placement-signature-tax-code", "code", code));
    }
    if !signature.serial.is_empty() {
        let (issuer, serial) = (("issuer", signature.issuer.as_str()), ("serial", signature.serial.as_str()));
        sentences.push(lang.t2("placement-signature-certificate", issuer, serial));
    }
    if signature.has_time_stamp {
        sentences.push(lang.t("placement-signature-stamp"));
    }
    sentences.join(" ")
}
