//! What a file is, read from its content and never from its name, and what is taken out of pictures before they are
//! kept: where and with what they were taken.

use super::pdf;
use crate::error::{AppError, FieldError};
use std::io::Cursor;

/// Entries that a document may have, and bytes that they may unpack to.
const ENTRIES: usize = 2_000;
const UNPACKED: u64 = 64 * 1024 * 1024;
/// Pixels that a picture may have.
const PIXELS: u64 = 50_000_000;

/// Kinds of files that are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Media {
    Pdf,
    Docx,
    Jpeg,
    Png,
}

impl Media {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Pdf, Self::Docx, Self::Jpeg, Self::Png];

    /// The word in rows, also the ending of the name.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Docx => "docx",
            Self::Jpeg => "jpeg",
            Self::Png => "png",
        }
    }

    /// The kind with this code.
    #[must_use]
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|media| media.code() == code)
    }

    /// As HTTP names it.
    #[must_use]
    pub const fn mime(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
        }
    }
}

pub(super) fn refused(code: &'static str, vi: &str, en: &str) -> FieldError {
    FieldError::new("file", code, vi, en)
}

pub(super) fn odd() -> FieldError {
    refused(
        "file_kind",
        "Chỉ nhận tệp PDF, DOCX, JPEG hoặc PNG còn đọc được.",
        "Only PDF, DOCX, JPEG or PNG files that can be read are taken.",
    )
}

/// The kind of a file, and its bytes as they are kept.
pub(crate) fn read(bytes: &[u8]) -> Result<(Media, Vec<u8>), FieldError> {
    if bytes.starts_with(b"%PDF-") {
        return pdf::look(bytes).map(|()| (Media::Pdf, bytes.to_vec()));
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return docx(bytes).map(|()| (Media::Docx, bytes.to_vec()));
    }
    if bytes.starts_with(&[0xff, 0xd8, 0xff]) {
        return jpeg(bytes).map(|kept| (Media::Jpeg, kept));
    }
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        return png(bytes).map(|kept| (Media::Png, kept));
    }
    Err(odd())
}

/// The same beside the requests: what is packed takes a moment to unpack.
pub(crate) async fn read_aside(bytes: Vec<u8>) -> Result<Result<(Media, Vec<u8>), FieldError>, AppError> {
    tokio::task::spawn_blocking(move || read(&bytes)).await.map_err(AppError::internal)
}

pub(super) fn has(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

pub(super) fn active() -> FieldError {
    refused(
        "file_active",
        "Tệp có mã lệnh hoặc tệp đính kèm bên trong nên không được nhận. Hãy lưu lại thành PDF thường.",
        "The file holds code or other files, so it is not taken. Save it as a plain PDF.",
    )
}

/// Sizes stand in the directory at the end and are checked before anything is unpacked; nothing is.
fn docx(bytes: &[u8]) -> Result<(), FieldError> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| odd())?;
    if archive.len() > ENTRIES {
        return Err(odd());
    }
    let (mut unpacked, mut is_word, mut is_active) = (0_u64, false, false);
    for at in 0..archive.len() {
        let entry = archive.by_index_raw(at).map_err(|_| odd())?;
        unpacked = unpacked.saturating_add(entry.size());
        let name = entry.name().map_err(|_| odd())?;
        is_word |= name == "word/document.xml";
        is_active |= name.ends_with("vbaProject.bin");
    }
    match () {
        () if !is_word || unpacked > UNPACKED => Err(odd()),
        () if is_active => Err(active()),
        () => Ok(()),
    }
}

fn too_many_pixels(width: u64, height: u64) -> bool {
    width == 0 || height == 0 || width.saturating_mul(height) > PIXELS
}

/// Segments one after another up to the picture itself. Those of programs (APP1 to APP13, APP15) and comments are left
/// out: they say where a photo was taken.
fn jpeg(bytes: &[u8]) -> Result<Vec<u8>, FieldError> {
    let mut kept = vec![0xff, 0xd8];
    let mut at = 2;
    let mut has_size = false;
    loop {
        let [0xff, marker] = *bytes.get(at..at + 2).ok_or_else(odd)? else { return Err(odd()) };
        let length = bytes.get(at + 2..at + 4).ok_or_else(odd)?;
        let length = usize::from(u16::from_be_bytes([length[0], length[1]]));
        let segment = bytes.get(at..at + 2 + length).filter(|_| length >= 2).ok_or_else(odd)?;
        let is_frame = matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc);
        if is_frame {
            let size = segment.get(5..9).ok_or_else(odd)?;
            let side = |at: usize| u64::from(u16::from_be_bytes([size[at], size[at + 1]]));
            has_size = !too_many_pixels(side(2), side(0));
        }
        if !matches!(marker, 0xe1..=0xed | 0xef | 0xfe) {
            kept.extend(segment);
        }
        at += segment.len();
        if marker == 0xda {
            break;
        }
    }
    let end = bytes.windows(2).rposition(|pair| pair == [0xff, 0xd9]).filter(|end| *end >= at).ok_or_else(odd)?;
    if !has_size {
        return Err(odd());
    }
    kept.extend(&bytes[at..end + 2]);
    Ok(kept)
}

/// Chunks one after another; only those that make the picture are kept.
fn png(bytes: &[u8]) -> Result<Vec<u8>, FieldError> {
    const KEPT: [&[u8; 4]; 10] =
        [b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"pHYs"];
    let mut kept = bytes[..8].to_vec();
    let mut at = 8;
    loop {
        let head = bytes.get(at..at + 8).ok_or_else(odd)?;
        let length = u32::from_be_bytes([head[0], head[1], head[2], head[3]]) as usize;
        let end = at.checked_add(length).and_then(|end| end.checked_add(12)).ok_or_else(odd)?;
        let chunk = bytes.get(at..end).ok_or_else(odd)?;
        let name = &head[4..8];
        if at == 8 {
            let size = chunk.get(8..16).filter(|_| name == b"IHDR").ok_or_else(odd)?;
            let side = |at: usize| u64::from(u32::from_be_bytes([size[at], size[at + 1], size[at + 2], size[at + 3]]));
            if too_many_pixels(side(0), side(4)) {
                return Err(odd());
            }
        }
        if KEPT.iter().any(|known| known.as_slice() == name) {
            kept.extend(chunk);
        }
        at = end;
        if name == b"IEND" {
            return Ok(kept);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn code(bytes: &[u8]) -> &'static str {
        match read(bytes) {
            Ok((media, _)) => media.code(),
            Err(error) => error.code,
        }
    }

    fn packed(names: &[&str]) -> Vec<u8> {
        let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for name in names {
            archive.start_file(*name, zip::write::SimpleFileOptions::default()).expect("entry");
            archive.write_all(b"<x/>").expect("written");
        }
        archive.finish().expect("finished").into_inner()
    }

    fn segment(marker: u8, body: &[u8]) -> Vec<u8> {
        let length = u16::try_from(body.len() + 2).expect("short").to_be_bytes();
        [&[0xff, marker], length.as_slice(), body].concat()
    }

    fn photo(width: u16, height: u16) -> Vec<u8> {
        let size = [[8].as_slice(), &height.to_be_bytes(), &width.to_be_bytes(), &[1, 1, 0x11, 0]].concat();
        let parts = [
            vec![0xff, 0xd8],
            segment(0xe0, b"JFIF\0"),
            segment(0xe1, b"Exif\0\0GPS 13.77 109.22"),
            segment(0xfe, b"Nguyen Thi Lan's phone"),
            segment(0xc0, &size),
            segment(0xda, &[1, 1, 0, 0, 63, 0]),
            vec![1, 2, 3, 0xff, 0xd9],
        ];
        parts.concat()
    }

    fn chunk(name: [u8; 4], body: &[u8]) -> Vec<u8> {
        let length = u32::try_from(body.len()).expect("short").to_be_bytes();
        [length.as_slice(), &name, body, &[0; 4]].concat()
    }

    fn picture(width: u32) -> Vec<u8> {
        let size = [width.to_be_bytes().as_slice(), &2_u32.to_be_bytes(), &[8, 0, 0, 0, 0]].concat();
        let parts = [
            b"\x89PNG\r\n\x1a\n".to_vec(),
            chunk(*b"IHDR", &size),
            chunk(*b"tEXt", b"Author\0Nguyen Thi Lan"),
            chunk(*b"IDAT", &[1, 2, 3]),
            chunk(*b"IEND", b""),
        ];
        parts.concat()
    }

    #[test]
    fn a_file_is_what_its_content_says() {
        let photo_bytes = photo(640, 480);
        for (bytes, expected) in [
            (b"%PDF-1.7\n1 0 obj\n%%EOF\n".as_slice(), "pdf"),
            (b"%PDF-1.7 cut off", "file_kind"),
            (b"%PDF-1.7\n/JavaScript (app.alert(1))\n%%EOF", "file_active"),
            (b"%PDF-1.7\n<</S/J#61vaScrip#74/JS(app.alert(1))>>\n%%EOF", "file_active"),
            (b"%PDF-1.7\n<</JS 4 0 R>>\n%%EOF", "file_active"),
            (b"%PDF-1.7\n<</#4a#53(app.alert(1))>>\n%%EOF", "file_active"),
            (b"%PDF-1.7\n<</S/L#61unch/F(cmd.exe)>>\n%%EOF", "file_active"),
            (b"%PDF-1.7\n<</Names<</EmbeddedFiles 5 0 R>>>>\n%%EOF", "file_active"),
            (b"%PDF-1.7\n<</Subtype/RichMedia>>\n%%EOF", "file_active"),
            (b"%PDF-1.7\n<</S/SubmitForm/F(http://x)>>\n%%EOF", "file_active"),
            (b"%PDF-1.7\nstream\n\x01/JS \x02\nendstream\n<</JST 1/S/GoTo/A#>>\n%%EOF", "pdf"),
            (b"%PDF-1.7\nstream\n\x01\nendstream\n<</JS(1)>>\n%%EOF", "file_active"),
            (&packed(&["[Content_Types].xml", "word/document.xml"]), "docx"),
            (&packed(&["word/document.xml", "word/vbaProject.bin"]), "file_active"),
            (&packed(&["xl/workbook.xml"]), "file_kind"),
            (b"PK\x03\x04 and no more", "file_kind"),
            (&photo_bytes, "jpeg"),
            (&photo_bytes[..photo_bytes.len() - 2], "file_kind"),
            (&photo(60_000, 60_000), "file_kind"),
            (&picture(2), "png"),
            (&picture(0), "file_kind"),
            (&picture(2)[..40], "file_kind"),
            (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "file_kind"),
            (b"<html>", "file_kind"),
            (b"MZ\x90\0", "file_kind"),
            (b"", "file_kind"),
        ] {
            assert_eq!(code(bytes), expected, "{:?}", &bytes[..bytes.len().min(12)]);
        }
    }

    #[test]
    fn pictures_lose_what_says_where_and_by_whom_they_were_taken() {
        for (bytes, secrets) in
            [(photo(640, 480), [b"GPS".as_slice(), b"Lan"]), (picture(2), [b"Lan".as_slice(), b"Author"])]
        {
            let (_, kept) = read(&bytes).expect("a picture");
            assert!(secrets.iter().all(|secret| has(&bytes, secret) && !has(&kept, secret)));
            assert!(kept.len() < bytes.len() && read(&kept).expect("still one").1 == kept);
        }
    }

    #[test]
    fn any_cut_of_a_file_is_refused_or_read_and_never_a_crash() {
        for whole in [photo(640, 480), picture(2), packed(&["word/document.xml"])] {
            for end in 0..whole.len() {
                let _ = read(&whole[..end]);
            }
        }
    }
}
