//! Digital signatures of a paper in words: who, when as the signer's program says, whether it can be relied on and why
//! not, and what nobody checked. Numbers of persons are not shown.

use sanviec_app::placements::{AfterSignature, SignatureVerdict, SignatureView, Signatures, UnreadableFile};

use crate::format;
use crate::lang::Lang;
use crate::view::Words;

/// The lines of a paper; none for one that nobody signs digitally.
pub(super) fn lines(lang: Lang, signatures: &Signatures) -> Vec<Words> {
    match signatures {
        Signatures::NotPdf => Vec::new(),
        Signatures::Unchecked => vec![lang.t("placement-signatures-unchecked").into()],
        Signatures::Waiting => vec![lang.t("placement-signatures-waiting").into()],
        Signatures::Unreadable(why) => vec![lang.t(unreadable(*why)).into()],
        Signatures::Read(read) if read.is_empty() => vec![lang.t("placement-signatures-none").into()],
        Signatures::Read(read) => {
            let limits = Words::from(lang.t("placement-signatures-limits"));
            read.iter().map(|signature| line(lang, signature).into()).chain([limits]).collect()
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

fn line(lang: Lang, signature: &SignatureView) -> String {
    let nobody = lang.t("placement-signature-nobody");
    let name = if signature.name.is_empty() { &nobody } else { &signature.name };
    let mut sentences = vec![match signature.signed_on {
        Some(day) => lang.t2("placement-signature-of", ("name", name), ("day", &format::short_date(lang, day))),
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
        let (issuer, serial) = (("issuer", signature.issuer.as_str()), ("serial", &*spaced(&signature.serial)));
        sentences.push(lang.t2("placement-signature-certificate", issuer, serial));
    }
    if signature.has_time_stamp {
        sentences.push(lang.t("placement-signature-stamp"));
    }
    sentences.join(" ")
}

/// A number of forty digits breaks on a narrow screen only where it has gaps.
fn spaced(number: &str) -> String {
    let digits: Vec<char> = number.chars().collect();
    digits.chunks(4).map(|part| part.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use sanviec_app::placements::SignatureReason;
    use sanviec_domain::time::parse_date;

    fn signature(verdict: SignatureVerdict, reason: Option<SignatureReason>, after: AfterSignature) -> SignatureView {
        SignatureView {
            verdict,
            reason,
            after,
            signed_on: parse_date("05/11/2026"),
            has_time_stamp: true,
            name: "Công ty Biển Xanh".into(),
            issuer: "Gốc".into(),
            serial: "05352C2E1B".into(),
            tax_code: Some("0101234567".into()),
        }
    }

    fn said(lang: Lang, signatures: &Signatures) -> String {
        lines(lang, signatures).iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn what_was_read_is_said_in_both_languages() {
        use SignatureReason as Why;
        const REASONS: [Why; 12] = [
            Why::ByteRange,
            Why::Contents,
            Why::Digest,
            Why::Value,
            Why::Kind,
            Why::Algorithm,
            Why::NoTime,
            Why::Expired,
            Why::NotYetValid,
            Why::Usage,
            Why::UnknownIssuer,
            Why::Chain,
        ];
        let good = signature(SignatureVerdict::Trusted, None, AfterSignature::SignaturesOnly);
        let vietnamese = said(Lang::Vi, &Signatures::Read(vec![good.clone()]));
        for part in [
            "Công ty Biển Xanh",
            "05/11/2026",
            "Tin cậy.",
            "chỉ được thêm chữ ký",
            "0101234567",
            "0535 2C2E 1B",
            "thu hồi",
        ] {
            assert!(vietnamese.contains(part), "{part}: {vietnamese}");
        }
        let english = said(Lang::En, &Signatures::Read(vec![good]));
        assert!(english.contains("Trusted.") && english.contains("was revoked is not checked"), "{english}");
        let mut all: Vec<Signatures> = vec![Signatures::Unchecked, Signatures::Waiting, Signatures::Read(Vec::new())];
        for why in
            [UnreadableFile::Damaged, UnreadableFile::Encrypted, UnreadableFile::TooMany, UnreadableFile::Stopped]
        {
            all.push(Signatures::Unreadable(why));
        }
        let bad = |why| signature(SignatureVerdict::Untrusted, Some(why), AfterSignature::Changed);
        all.extend(REASONS.map(|why| Signatures::Read(vec![bad(why)])));
        let mut sentences = std::collections::HashSet::new();
        for signatures in &all {
            for lang in [Lang::Vi, Lang::En] {
                let said = said(lang, signatures);
                assert!(!said.is_empty() && !said.contains("placement-"), "{said}");
                assert!(sentences.insert(said.clone()), "said twice: {said}");
            }
        }
        assert_eq!(said(Lang::Vi, &Signatures::NotPdf), "");
    }
}
