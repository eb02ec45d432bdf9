//! What is trusted, what is not, and why.

use crate::testing::{Authority, Method, Shape, Subject, contract, edited, replaced, sign};
use crate::{After, Reading, Reason, Signature, TrustList, Unreadable, Verdict, read};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rcgen::{ExtendedKeyUsagePurpose, KeyUsagePurpose};
use sanviec_domain::time::{Micros, parse_date};

const WORDS: &str = "Labour contract 12/2026";
const EMPLOYER: Subject<'_> = Subject {
    name: "Công ty TNHH Biển Xanh",
    user_id: "MST:0101234567",
    years: (2020, 2040),
    purposes: &[ExtendedKeyUsagePurpose::EmailProtection],
    usages: &[KeyUsagePurpose::DigitalSignature],
};

fn noon(day: &str) -> Micros {
    Micros::start_of(parse_date(day).expect("a day")).plus_seconds(12 * 3600)
}

fn list(root: &Authority) -> TrustList {
    TrustList::from_pem(root.pem().as_bytes()).expect("a list")
}

fn all(file: &[u8], trust: &TrustList) -> Vec<Signature> {
    match read(file, trust) {
        Reading::Signatures(signatures) => signatures,
        Reading::Unreadable(why) => panic!("unreadable: {why:?}"),
    }
}

fn said(signature: &Signature) -> (Verdict, Option<Reason>, After) {
    (signature.verdict, signature.reason, signature.after)
}

const GOOD: (Verdict, Option<Reason>, After) = (Verdict::Trusted, None, After::Nothing);

struct World {
    root: Authority,
    trust: TrustList,
    file: Vec<u8>,
}

fn world() -> World {
    let root = Authority::root("Gốc thử nghiệm", (2015, 2045));
    let signer = root.issue(&EMPLOYER, Method::EcP256);
    let file = sign(&contract(WORDS), &signer, noon("05/11/2026"), Shape::default());
    World { trust: list(&root), root, file }
}

#[test]
fn a_good_signature_is_trusted_and_names_its_signer_and_day() {
    let world = world();
    let [signature] = all(&world.file, &world.trust).try_into().expect("one");
    assert_eq!(said(&signature), GOOD);
    assert!(signature.counts() && !signature.has_time_stamp);
    let signer = signature.signer.expect("a signer");
    assert_eq!((signer.name.as_str(), signer.issuer.as_str()), ("Công ty TNHH Biển Xanh", "Gốc thử nghiệm"));
    assert_eq!((signer.tax_code.as_deref(), signer.personal_number), (Some("0101234567"), None));
    assert_eq!(signature.signed_at.map(Micros::day), parse_date("05/11/2026"));
    assert_eq!(all(&contract(WORDS), &world.trust), [], "nobody signed");
}

#[test]
fn each_accepted_method_is_accepted_and_sha_1_is_not() {
    let world = world();
    for (method, expected) in [
        (Method::EcP256, GOOD),
        (Method::EcP384, GOOD),
        (Method::Rsa, GOOD),
        (Method::RsaPss, GOOD),
        (Method::Sha1, (Verdict::Untrusted, Some(Reason::Algorithm), After::Nothing)),
    ] {
        for kind in ["adbe.pkcs7.detached", "ETSI.CAdES.detached"] {
            let signer = world.root.below("Trung gian", &[KeyUsagePurpose::KeyCertSign]).issue(&EMPLOYER, method);
            let shape = Shape { kind, time_within: kind.starts_with("adbe"), ..Shape::default() };
            let file = sign(&contract(WORDS), &signer, noon("05/11/2026"), shape);
            let signatures = all(&file, &world.trust);
            assert_eq!(signatures.iter().map(said).collect::<Vec<_>>(), [expected], "{method:?} {kind}");
            assert_eq!(signatures[0].signed_at, Some(noon("05/11/2026")), "{method:?} {kind}");
        }
    }
    let signer = world.root.issue(&EMPLOYER, Method::EcP256);
    let shape = Shape { kind: "adbe.pkcs7.sha1", ..Shape::default() };
    let old = sign(&contract(WORDS), &signer, noon("05/11/2026"), shape);
    assert_eq!(all(&old, &world.trust)[0].reason, Some(Reason::Kind));
}

fn place(file: &[u8], what: &str) -> usize {
    file.windows(what.len()).position(|part| part == what.as_bytes()).expect("it is there")
}

#[test]
fn a_changed_byte_breaks_it_within_the_text_and_within_the_signature() {
    let world = world();
    let change = |at: usize, to: u8| {
        let mut file = world.file.clone();
        assert_ne!(file[at], to);
        file[at] = to;
        all(&file, &world.trust).first().map(|signature| (signature.verdict, signature.reason))
    };
    let text = place(&world.file, WORDS);
    assert_eq!(change(text, b'X'), Some((Verdict::Broken, Some(Reason::Digest))));
    let hole = place(&world.file, "/Contents <") + "/Contents <".len();
    let flipped = |at: usize| if world.file[at] == b'0' { b'1' } else { b'0' };
    assert_eq!(change(hole + 1, flipped(hole + 1)), Some((Verdict::Broken, Some(Reason::Contents))));
    // The last byte of the value, and a byte of what fills the hole.
    let last = hole + world.file[hole..].iter().position(|sign| *sign == b'>').expect("its end");
    let value = (hole..last).rev().find(|at| world.file[*at] != b'0').expect("a digit");
    assert_eq!(change(value, flipped(value)).map(|said| said.0), Some(Verdict::Broken));
    assert_eq!(change(last - 1, b'1'), Some((Verdict::Broken, Some(Reason::Contents))));
    assert_eq!(change(last - 1, b'>'), None, "the dictionary cannot be read any more");
}

#[test]
fn bytes_that_are_left_out_are_seen() {
    let world = world();
    let signer = world.root.issue(&EMPLOYER, Method::EcP256);
    let shaped = |shape| said(&all(&sign(&contract(WORDS), &signer, noon("05/11/2026"), shape), &world.trust)[0]);
    let short = shaped(Shape { short_by: 4, ..Shape::default() });
    assert_eq!((short.0, short.1), (Verdict::Broken, Some(Reason::ByteRange)));
    let early = shaped(Shape { ends_early_by: 20, ..Shape::default() });
    assert_eq!(early.2, After::Changed, "{early:?}");
    // The signature itself in a later revision, in the place of the one that was left blank.
    let hole = place(&world.file, "/Contents <") + "/Contents ".len();
    let shut = hole + world.file[hole..].iter().position(|sign| *sign == b'>').expect("its end") + 1;
    let from = place(&world.file, "<< /Type /Sig");
    let end = shut + place(&world.file[shut..], "endobj");
    let dictionary = String::from_utf8(world.file[from..end].to_vec()).expect("text");
    let mut blank = world.file.clone();
    blank[hole + 1..shut - 1].fill(b'0');
    let moved = replaced(&blank, 6, &dictionary);
    assert_eq!(all(&moved, &world.trust)[0].reason, Some(Reason::ByteRange));
    assert_eq!(
        said(&all(&replaced(&world.file, 6, &dictionary), &world.trust)[0]).2,
        After::SignaturesOnly,
        "the same"
    );
    let other = dictionary.replace("/Filter", "/Reason (Other) /Filter");
    assert_eq!(all(&replaced(&world.file, 6, &other), &world.trust)[0].after, After::Changed);
}

#[test]
fn two_parties_sign_one_file_and_an_edit_between_or_behind_is_seen() {
    let world = world();
    let worker = Subject { name: "Trần Thị Bình", user_id: "CCCD:001099000001", ..Subject::default() };
    let worker = world.root.issue(&worker, Method::Rsa);
    let second = |file: &[u8]| sign(file, &worker, noon("06/11/2026"), Shape::default());
    let later = |file: &[u8]| {
        let signatures = all(file, &world.trust);
        signatures.iter().map(|signature| (signature.verdict, signature.after)).collect::<Vec<_>>()
    };
    let both = second(&world.file);
    assert_eq!(later(&both), [(Verdict::Trusted, After::SignaturesOnly), (Verdict::Trusted, After::Nothing)]);
    let numbers = all(&both, &world.trust);
    assert_eq!(
        numbers[1].signer.as_ref().and_then(|signer| signer.personal_number.clone()).as_deref(),
        Some("001099000001")
    );
    let between = second(&edited(&world.file, "Labour contract 13/2026"));
    assert_eq!(later(&between), [(Verdict::Trusted, After::Changed), (Verdict::Trusted, After::Nothing)]);
    assert!(!all(&between, &world.trust)[0].counts());
    let behind = edited(&both, "Labour contract 13/2026");
    assert_eq!(later(&behind), [(Verdict::Trusted, After::Changed), (Verdict::Trusted, After::Changed)]);
    let mut blank = world.file.clone();
    blank.extend_from_slice(b"\r\n");
    assert_eq!(later(&blank), [(Verdict::Trusted, After::Nothing)]);
}

#[test]
fn nobody_vouches_for_what_no_valid_root_stands_above() {
    let world = world();
    let signed = |authority: &Authority, subject: &Subject<'_>, on: &str| {
        let signer = authority.issue(subject, Method::EcP256);
        let file = sign(&contract(WORDS), &signer, noon(on), Shape::default());
        let signatures = all(&file, &world.trust);
        (signatures[0].verdict, signatures[0].reason)
    };
    let stranger = Authority::root("Gốc lạ", (2015, 2045));
    let same_name = Authority::root("Gốc thử nghiệm", (2015, 2045));
    let no_authority = world.root.below("Không được cấp", &[KeyUsagePurpose::DigitalSignature]);
    let shop = Subject { purposes: &[ExtendedKeyUsagePurpose::ServerAuth], ..EMPLOYER };
    let locks = Subject { usages: &[KeyUsagePurpose::KeyEncipherment], ..EMPLOYER };
    let ended = Subject { years: (2020, 2025), ..EMPLOYER };
    let is = |reason| (Verdict::Untrusted, Some(reason));
    assert_eq!(signed(&stranger, &EMPLOYER, "05/11/2026"), is(Reason::UnknownIssuer));
    assert_eq!(signed(&same_name, &EMPLOYER, "05/11/2026").0, Verdict::Untrusted);
    assert_eq!(signed(&no_authority, &EMPLOYER, "05/11/2026").0, Verdict::Untrusted);
    assert_eq!(signed(&world.root, &shop, "05/11/2026"), is(Reason::Usage));
    assert_eq!(signed(&world.root, &locks, "05/11/2026"), is(Reason::Usage));
    assert_eq!(signed(&world.root, &ended, "05/11/2026"), is(Reason::Expired));
    assert_eq!(signed(&world.root, &ended, "05/11/2025"), (Verdict::Trusted, None), "it was valid then");
    assert_eq!(signed(&world.root, &EMPLOYER, "05/11/2019"), is(Reason::NotYetValid));
    let long = Subject { years: (2020, 2048), ..EMPLOYER };
    assert_eq!(signed(&world.root, &long, "05/11/2044"), (Verdict::Trusted, None));
    assert_eq!(signed(&world.root, &long, "05/11/2046"), is(Reason::UnknownIssuer), "the root has ended");
}

#[test]
fn what_is_no_readable_file_says_so() {
    let trust = world().trust;
    let deep = [b"%PDF-1.7\n1 0 obj\n".to_vec(), b"[".repeat(100_000), b"<<".repeat(100_000)].concat();
    let large = vec![b'%'; crate::MOST_BYTES + 1];
    for file in [&b""[..], b"%PDF-1.7", b"GIF89a", &deep, &large] {
        assert_eq!(read(file, &trust), Reading::Unreadable(Unreadable::Damaged));
    }
    let mut shifted = b"junk ".to_vec();
    shifted.extend_from_slice(&world().file);
    assert_eq!(read(&shifted, &trust), Reading::Unreadable(Unreadable::Damaged));
}

/// Whatever is done to a signed file: what is still trusted is over the very bytes that were signed.
#[test]
fn ten_thousand_mutations_never_make_changed_bytes_trusted() {
    let world = world();
    let original = &world.file;
    let hole = place(original, "/Contents <") + "/Contents ".len();
    let shut = hole + original[hole..].iter().position(|sign| *sign == b'>').expect("its end") + 1;
    let (mut draw, mut trusted, mut broken, mut none) = (ChaCha8Rng::seed_from_u64(20_261_127), 0, 0, 0);
    for round in 0..10_000 {
        let mut file = original.clone();
        for _ in 0..draw.random_range(1..4) {
            mutate(&mut file, &mut draw, hole..shut);
        }
        let Reading::Signatures(signatures) = read(&file, &world.trust) else {
            none += 1;
            continue;
        };
        for signature in signatures {
            if signature.verdict != Verdict::Trusted {
                broken += 1;
                continue;
            }
            trusted += 1;
            let same = file[..hole] == original[..hole] && file.get(shut..original.len()) == Some(&original[shut..]);
            assert!(same, "round {round}: changed bytes are trusted");
            let blank = file.get(original.len()..).is_some_and(|rest| rest.iter().all(u8::is_ascii_whitespace));
            assert!(blank || signature.after == After::Changed, "round {round}: an appendix is not seen");
        }
    }
    assert!(broken > 500 && none > 500, "trusted {trusted}, broken {broken}, unreadable {none}");
}

fn mutate(file: &mut Vec<u8>, draw: &mut ChaCha8Rng, hole: std::ops::Range<usize>) {
    let inside = draw.random_bool(0.3) && hole.end < file.len();
    let at = if inside { draw.random_range(hole) } else { draw.random_range(0..file.len()) };
    match draw.random_range(0..6) {
        0 => file[at] = draw.random(),
        1 => file[at] ^= 1 << draw.random_range(0..8),
        2 => file.insert(at, draw.random()),
        3 => {
            file.remove(at);
        }
        4 => {
            let length = draw.random_range(1..200);
            let part = file[at..(at + length).min(file.len())].to_vec();
            let to = draw.random_range(0..=file.len());
            file.splice(to..to, part);
        }
        _ => file.truncate(at.max(20)),
    }
}

#[test]
fn a_list_without_roots_is_no_list() {
    let root = Authority::root("Gốc thử nghiệm", (2015, 2045));
    for text in ["", "nothing", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"] {
        assert!(TrustList::from_pem(text.as_bytes()).is_err(), "{text}");
    }
    let twice = [root.pem(), root.pem()].concat();
    let trust = TrustList::from_pem(twice.as_bytes()).expect("a list");
    assert_eq!((trust.roots().len(), trust.hash()), (1, list(&root).hash()));
    assert_eq!(trust.roots()[0].name, "Gốc thử nghiệm");
}
