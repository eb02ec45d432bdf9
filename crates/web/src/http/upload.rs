//! A form that was sent with a file: `multipart/form-data` (RFC 7578) as browsers write it, read strictly from a body
//! whose size is bounded before. What the file calls itself is not believed and not kept.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::{StatusCode, header};
use sanviec_app::{AppError, Key};

use super::KEY;
use crate::Site;

/// Parts of one form.
const PARTS_MOST: usize = 20;

/// Names, values and bytes of a form. A body of another kind has none.
#[derive(Debug, Default)]
pub(crate) struct Upload(Vec<(String, Vec<u8>)>);

impl FromRequest<Site> for Upload {
    type Rejection = StatusCode;

    async fn from_request(request: Request, site: &Site) -> Result<Self, StatusCode> {
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let boundary = kind.and_then(boundary).map(str::to_owned);
        let body = Bytes::from_request(request, site).await.map_err(|_| StatusCode::PAYLOAD_TOO_LARGE)?;
        match boundary {
            Some(boundary) => parts(&body, &boundary).map(Self).ok_or(StatusCode::BAD_REQUEST),
            None => Ok(Self::default()),
        }
    }
}

impl Upload {
    /// Bytes of a part; none when it is not there.
    pub(crate) fn bytes(&self, name: &str) -> &[u8] {
        self.0.iter().find(|(known, _)| known == name).map_or(&[][..], |(_, value)| value.as_slice())
    }

    /// The key by which the form has one effect however often it is sent.
    pub(crate) fn key(&self) -> Result<Key, AppError> {
        Key::parse(std::str::from_utf8(self.bytes(KEY)).unwrap_or_default())
    }
}

fn boundary(kind: &str) -> Option<&str> {
    let mut pieces = kind.split(';').map(str::trim);
    let form = pieces.next()?.eq_ignore_ascii_case("multipart/form-data");
    let boundary = pieces.find_map(|piece| piece.strip_prefix("boundary="))?.trim_matches('"');
    (form && (1..=70).contains(&boundary.len())).then_some(boundary)
}

/// Names and bytes of the parts, or nothing when the body is not built as it should be.
fn parts(body: &[u8], boundary: &str) -> Option<Vec<(String, Vec<u8>)>> {
    let line = format!("--{boundary}");
    let mut rest = body.strip_prefix(line.as_bytes())?;
    let end = format!("\r\n{line}");
    let mut parts = Vec::new();
    while !rest.starts_with(b"--") {
        rest = rest.strip_prefix(b"\r\n")?;
        let head_end = find(rest, b"\r\n\r\n")?;
        let (head, after) = (&rest[..head_end], &rest[head_end + 4..]);
        let value_end = find(after, end.as_bytes())?;
        parts.push((name(std::str::from_utf8(head).ok()?)?, after[..value_end].to_vec()));
        if parts.len() > PARTS_MOST {
            return None;
        }
        rest = &after[value_end + end.len()..];
    }
    Some(parts)
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}

/// The name of a part, from its `Content-Disposition`.
fn name(head: &str) -> Option<String> {
    let mut lines = head.split("\r\n");
    let line = lines.find(|line| line.to_ascii_lowercase().starts_with("content-disposition:"))?;
    let named = line.split(';').map(str::trim).find_map(|piece| piece.strip_prefix("name=\""))?;
    Some(named.strip_suffix('"')?.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: &[u8] = b"--xyz\r\nContent-Disposition: form-data; name=\"khoa\"\r\n\r\nabc\r\n--xyz\r\n\
        Content-Disposition: form-data; name=\"file\"; filename=\"a.xlsx\"\r\nContent-Type: x/y\r\n\r\n\x00\r\n--xy\r\n\
        \xff\r\n--xyz--\r\n";

    #[test]
    fn a_form_is_read_as_browsers_write_it() {
        let read = parts(BODY, "xyz").expect("parts");
        assert_eq!(read[0], ("khoa".to_owned(), b"abc".to_vec()));
        assert_eq!(read[1], ("file".to_owned(), b"\x00\r\n--xy\r\n\xff".to_vec()));
        assert_eq!(boundary("multipart/form-data; boundary=\"xyz\""), Some("xyz"));
        assert_eq!(boundary("application/x-www-form-urlencoded"), None);
    }

    #[test]
    fn a_body_that_is_cut_off_anywhere_is_no_form() {
        for end in 0..BODY.len() - 4 {
            assert_eq!(parts(&BODY[..end], "xyz"), None, "cut at {end}");
        }
        let many = format!("{}--xyz--", "--xyz\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n\r\n".repeat(30));
        assert_eq!(parts(many.as_bytes(), "xyz"), None);
    }
}
