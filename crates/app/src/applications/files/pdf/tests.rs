//! Files as programs write them, and such as nobody means well by.

use super::super::media;
use super::{SMALL, STREAMS, UNPACKED};
use flate2::Compression;
use flate2::write::ZlibEncoder;
use std::fmt::Write as _;
use std::io::Write as _;

const FLATE: &str = "/Filter/FlateDecode";
/// What Word and `LibreOffice` put into streams of objects: structure, fonts, links.
const PLAIN: [&str; 4] = [
    "<</Type/StructElem/S/P/P 12 0 R/K[0]/Pg 3 0 R/Lang(vi-VN)>>",
    "<</Type/Font/Subtype/TrueType/BaseFont/ABCDEE+TimesNewRoman/FirstChar 32/LastChar 32>>",
    "<</Type/Annot/Subtype/Link/A<</S/URI/URI(https://github.com/lan/JavaScript)>>>>",
    "<</Title(C#2FV /Nguy\\)n Lan)/Author(\\376\\377)>>",
];

fn code(bytes: &[u8]) -> &'static str {
    match media::read(bytes) {
        Ok((media, kept)) => {
            assert_eq!(kept, bytes, "a signature is over the bytes that were sent");
            media.code()
        }
        Err(error) => error.code,
    }
}

fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).expect("packed");
    encoder.finish().expect("packed")
}

/// What a stream of these objects unpacks to, and where the first one begins.
fn listed(objects: &[&str]) -> (String, usize) {
    let (mut table, mut body) = (String::new(), String::new());
    for (number, object) in (10..).zip(objects) {
        write!(table, "{number} {} ", body.len()).expect("written");
        writeln!(body, "{object}").expect("written");
    }
    (format!("{table}{body}"), table.len())
}

/// A file with one object more, as it stands.
fn file(object: &[u8], trailer: &str) -> Vec<u8> {
    let parts = [
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<</Type/Catalog/Pages 11 0 R>>\nendobj\n2 0 obj\n".as_slice(),
        object,
        b"\nendobj\n3 0 obj\n<</Type/XRef/W[1 2 1]/Size 20/Root 1 0 R",
        trailer.as_bytes(),
        b"/Length 4>>\nstream\n\x01\x00\x10\x00\nendstream\nendobj\nstartxref\n120\n%%EOF\n",
    ];
    parts.concat()
}

/// A stream of objects with these further words in its head.
fn packed(objects: &[&str], filter: &str) -> Vec<u8> {
    let (plain, first) = listed(objects);
    let data = deflated(plain.as_bytes());
    stream(&format!("<</Type/ObjStm/N {}/First {first}/Length {}{filter}>>", objects.len(), data.len()), &data)
}

fn stream(head: &str, data: &[u8]) -> Vec<u8> {
    [head.as_bytes(), b"\r\nstream\r\n", data, b"\r\nendstream"].concat()
}

#[test]
fn files_of_the_programs_that_write_cvs_are_taken() {
    let (plain, first) = listed(&PLAIN);
    let data = deflated(plain.as_bytes());
    let word = format!("<</Type/ObjStm/N 4/First {first}/Filter/FlateDecode/Length {}>>", data.len());
    let office = format!("<<\n/Length 9 0 R\n/Filter [/FlateDecode]\n/Type /ObjStm % four\n/N 4 /First {first}\n>>\n");
    let latex = format!("<<\n/Type /ObjStm\n/N 4\n/First {first}\n/Extends 7 0 R\n/Filter /FlateDecode\n>>");
    for head in [word, office, latex] {
        assert_eq!(code(&file(&stream(&head, &data), "")), "pdf", "{head}");
        let unix = [head.as_bytes(), b"\nstream\n", &data, b"\nendstream"].concat();
        assert_eq!(code(&file(&unix, "")), "pdf", "{head}");
        // A signature comes behind what it is over; the revision before it stays as it is.
        let signature =
            b"<</Type/Sig/SubFilter/ETSI.CAdES.detached/ByteRange[0 9 9 9]/Contents<3082>>>\nendobj\n4 0 obj\n";
        let signed = [file(&unix, ""), signature.to_vec(), file(&stream(&head, &data), "/Prev 9")].concat();
        assert_eq!(code(&signed), "pdf", "{head}");
    }
    let many = (0..40).flat_map(|_| [packed(&PLAIN, FLATE), b"\nendobj\n5 0 obj\n".to_vec()].concat());
    assert_eq!(code(&file(&many.collect::<Vec<_>>(), "")), "pdf");
}

#[test]
fn what_runs_is_found_among_packed_objects() {
    for object in [
        "<</S/JavaScript/JS(app.alert(1))>>",
        "<</S/J#61vaScrip#74>>",
        "<</S/Rendition/JS 5 0 R>>",
        "<</S/#4a#53>>",
        "<</S/Launch/F(cmd.exe)>>",
        "<</Names<</EmbeddedFiles 5 0 R>>>>",
        "<</X(stream\n)/JS 5 0 R>>",
        "<</X(https://vidu.vn/a)/S/JavaScript>>",
        "<</X(https://vidu.vn /JavaScript)>>",
    ] {
        assert_eq!(code(&file(&packed(&[PLAIN[0], object], FLATE), "")), "file_active", "{object}");
    }
    // Called something else, or nothing: programs look for the table alone.
    let (plain, first) = listed(&["<</S/JavaScript>>"]);
    let data = deflated(plain.as_bytes());
    for head in [
        format!("<</N 1/First {first}/Filter/FlateDecode>>"),
        format!("<</N 1/F#69rst {first}/F#69lter/Fl#61teDecode>>"),
        format!("<</Type/Obj#53tm/N 1/First {first}/Filter/FlateDecode>>%)\n"),
    ] {
        assert_eq!(code(&file(&stream(&head, &data), "")), "file_active", "{head}");
    }
    // An object that begins where another one has an address.
    let hidden = "<</S 11 0 R>>(https://vidu.vn/JavaScript)";
    let at = hidden.find("/JavaScript").expect("there");
    for (place, expected) in [(at, "file_active"), (at + 1, "pdf")] {
        let table = format!("10 0 11 {place} ");
        let head = format!("<</Type/ObjStm/N 2/First {}/Filter/FlateDecode>>", table.len());
        let data = deflated(format!("{table}{hidden}").as_bytes());
        assert_eq!(code(&file(&stream(&head, &data), "")), expected, "{place}");
    }
}

#[test]
fn what_cannot_be_unpacked_is_not_taken_unseen() {
    let (plain, first) = listed(&PLAIN);
    let data = deflated(plain.as_bytes());
    for head in [
        "/Filter/LZWDecode",
        "/Filter[/ASCIIHexDecode/FlateDecode]",
        "/Filter[/FlateDecode/FlateDecode]",
        "/Filter[/FlateDecode 7 0 R]",
        "/Filter 7 0 R",
        "/Filter 7 0 R/Extends/FlateDecode",
        "/Filter/Fl",
        "/Filter/FlateDecode/Filter/LZWDecode",
        "/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 4>>",
        "/Filter/FlateDecode/DecodeParms 7 0 R",
        "/Filter/FlateDecode/F(a.bin)",
        "/Filter/FlateDecode/First 3",
        "",
    ] {
        let head = format!("<</Type/ObjStm/N 4/First {first}{head}>>");
        assert_eq!(code(&file(&stream(&head, &data), "")), "file_unseen", "{head}");
    }
    let heads = [
        "<</Type/ObjStm/N 4/Filter/FlateDecode>>".to_owned(),
        "<</Type/ObjStm/N 4/First 7 0 R/Filter/FlateDecode>>".to_owned(),
        format!("<</Type/ObjStm/N 4/First {}/Filter/FlateDecode>>", first + 1),
        "<</Type/ObjStm/N 4/First 9999/Filter/FlateDecode>>".to_owned(),
    ];
    for head in heads {
        assert_eq!(code(&file(&stream(&head, &data), "")), "file_unseen", "{head}");
    }
    let good = format!("<</Type/ObjStm/N 4/First {first}/Filter/FlateDecode>>");
    let mut damaged = data.clone();
    damaged[data.len() / 2] ^= 0x55;
    assert_eq!(code(&file(&stream(&good, &damaged), "")), "file_unseen");
    assert_eq!(code(&file(&stream(&good, plain.as_bytes()), "")), "file_unseen", "not packed at all");
    let glued = [good.as_bytes(), b"stream", &data, b"\nendstream"].concat();
    assert_eq!(code(&file(&glued, "")), "file_unseen");
}

#[test]
fn what_unpacks_to_too_much_is_not_taken() {
    let bomb = |bytes: usize| packed(&[&" ".repeat(bytes)], FLATE);
    assert_eq!(code(&file(&bomb(SMALL / 2), "")), "pdf");
    assert_eq!(code(&file(&bomb(SMALL * 2), "")), "file_unseen");
    let joined = |one: &[u8], times: usize| {
        let many = [one, b"\nendobj\n5 0 obj\n"].concat().repeat(times);
        file(&many, "")
    };
    let times = UNPACKED / (SMALL / 2);
    assert_eq!(code(&joined(&bomb(SMALL / 2), times / 2)), "pdf");
    assert_eq!(code(&joined(&bomb(SMALL / 2), times)), "file_unseen");
    assert_eq!(code(&joined(&packed(&["1"], FLATE), STREAMS)), "pdf");
    assert_eq!(code(&joined(&packed(&["1"], FLATE), STREAMS + 1)), "file_unseen");
    // Heads that have no end are not read again and again.
    for part in ["1 0 obj<<", "1 0 obj %", "1 0 obj<</A(", "1 0 obj<</A<"] {
        assert_eq!(code(&file(part.repeat(50_000).as_bytes(), "")), "file_unseen", "{part}");
    }
}

#[test]
fn a_protected_file_is_taken_where_it_can_be_looked_at_all_the_same() {
    let lock = "/Encrypt 8 0 R";
    let plain = b"<</Type/Page/Parent 11 0 R>>";
    assert_eq!(code(&file(plain, lock)), "pdf", "names are never encrypted");
    assert_eq!(code(&file(b"<</S/JavaScript/JS(\x80\x81)>>", lock)), "file_active");
    for lock in [lock, "/Encr#79pt 8 0 R"] {
        assert_eq!(code(&file(&packed(&PLAIN, FLATE), lock)), "file_locked");
    }
}

#[test]
fn any_cut_of_a_file_is_refused_or_read_and_never_a_crash() {
    let whole = file(&packed(&PLAIN, FLATE), "/X(a\\)b)/Y<41>%c\n");
    assert_eq!(code(&whole), "pdf");
    for end in 0..whole.len() {
        let _ = media::read(&[&whole[..end], b"%%EOF"].concat());
        let _ = media::read(&[&whole[..20], &whole[end..]].concat());
    }
}
