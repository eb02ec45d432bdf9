//! The file around a signature: a contract of one page, and revisions behind it.

use super::Identity;
use crate::pdf;
use lopdf::Object;
use sanviec_domain::time::Micros;
use std::fmt::Write;

/// Bytes that are kept for a signature.
const ROOM: usize = 4096;
const NUMBER: &str = "##########";

/// How a signature is put into a file.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    /// As `ETSI.CAdES.detached`.
    pub kind: &'static str,
    /// Whether the signature itself says when; else the dictionary does.
    pub time_within: bool,
    /// Bytes before the hole that are left out.
    pub short_by: usize,
    /// Bytes at the end that are left out.
    pub ends_early_by: usize,
}

impl Default for Shape {
    fn default() -> Self {
        Self { kind: "adbe.pkcs7.detached", time_within: true, short_by: 0, ends_early_by: 0 }
    }
}

/// A contract that nobody signed.
#[must_use]
pub fn contract(words: &str) -> Vec<u8> {
    let text = format!("BT /F1 12 Tf 72 720 Td ({words}) Tj ET");
    let objects = [
        (1, "<< /Type /Catalog /Pages 2 0 R >>".to_owned()),
        (2, "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned()),
        (3, page("")),
        (4, format!("<< /Length {} >>\nstream\n{text}\nendstream", text.len())),
    ];
    revision(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", &objects, None)
}

fn page(annotations: &str) -> String {
    format!(
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << >> /Annots [{annotations}] >>"
    )
}

/// The file with other words on its page, as a further revision.
#[must_use]
pub fn edited(file: &[u8], words: &str) -> Vec<u8> {
    let text = format!("BT /F1 12 Tf 72 720 Td ({words}) Tj ET");
    replaced(file, 4, &format!("<< /Length {} >>\nstream\n{text}\nendstream", text.len()))
}

/// The file with another object of this number, as a further revision.
#[must_use]
pub fn replaced(file: &[u8], id: u32, object: &str) -> Vec<u8> {
    revision(file, &[(id, object.to_owned())], Some(last_table(file)))
}

/// The file with one signature more.
///
/// # Panics
/// When the file is none of this module's.
#[must_use]
pub fn sign(file: &[u8], by: &Identity, at: Micros, shape: Shape) -> Vec<u8> {
    let document = pdf::load(file).expect("a file of ours");
    let listed = pdf::form(&document).and_then(|form| form.get(b"Fields").ok()).and_then(|list| list.as_array().ok());
    let mut fields: Vec<u32> =
        listed.into_iter().flatten().filter_map(|field| Object::as_reference(field).ok()).map(|(id, _)| id).collect();
    let id = document.max_id + 1;
    fields.push(id);
    let named: String = fields.iter().map(|id| format!("{id} 0 R ")).collect();
    let value = id + 1;
    let objects = [
        (1, format!("<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [{named}] /SigFlags 3 >> >>")),
        (3, page(&named)),
        (
            id,
            format!(
                "<< /Type /Annot /Subtype /Widget /Rect [0 0 0 0] /FT /Sig /T (S{id}) /V {value} 0 R /P 3 0 R /F 132 >>"
            ),
        ),
        (
            value,
            format!(
                "<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /{} /M (D:{}+07'00') /ByteRange [0 {NUMBER} {NUMBER} \
                 {NUMBER}] /Contents <{}> >>",
                shape.kind,
                at.rfc3339()[..19].replace(['-', ':', 'T'], ""),
                "0".repeat(ROOM * 2)
            ),
        ),
    ];
    let mut whole = revision(file, &objects, Some(last_table(file)));
    let find = |whole: &[u8], what: &[u8]| {
        let from = file.len();
        from + whole[from..].windows(what.len()).position(|part| part == what).expect("written above")
    };
    let open = find(&whole, b"/Contents <") + b"/Contents ".len();
    let shut = open + ROOM * 2 + 2;
    let end = whole.len() - shape.ends_early_by;
    for number in [open - shape.short_by, shut, end - shut] {
        let at = find(&whole, NUMBER.as_bytes());
        whole[at..at + NUMBER.len()].copy_from_slice(format!("{number:<10}").as_bytes());
    }
    let content = [&whole[..open - shape.short_by], &whole[shut..end]].concat();
    let signature = by.signed(&content, shape.time_within.then_some(at));
    let hex: String = signature.iter().map(|byte| format!("{byte:02x}")).collect();
    whole[open + 1..open + 1 + hex.len()].copy_from_slice(hex.as_bytes());
    whole
}

fn last_table(file: &[u8]) -> usize {
    let text = String::from_utf8_lossy(&file[file.len() - 40..]).into_owned();
    let number = text.rsplit("startxref").next().and_then(|rest| rest.split_whitespace().next());
    number.and_then(|number| number.parse().ok()).expect("a file of ours")
}

/// Objects behind a file, with their table.
fn revision(file: &[u8], objects: &[(u32, String)], before: Option<usize>) -> Vec<u8> {
    let mut whole = file.to_vec();
    let mut table = String::from("xref\n");
    if before.is_none() {
        table.push_str("0 1\n0000000000 65535 f \n");
    }
    for (id, text) in objects {
        let _ = write!(table, "{id} 1\n{:010} 00000 n \n", whole.len());
        whole.extend_from_slice(format!("{id} 0 obj\n{text}\nendobj\n").as_bytes());
    }
    let size = objects.iter().map(|(id, _)| id + 1).max().unwrap_or_default().max(5);
    let size = before.map_or(size, |_| size.max(document_size(file)));
    let previous = before.map(|at| format!(" /Prev {at}")).unwrap_or_default();
    let at = whole.len();
    let tail = format!("{table}trailer\n<< /Size {size} /Root 1 0 R{previous} >>\nstartxref\n{at}\n%%EOF\n");
    whole.extend_from_slice(tail.as_bytes());
    whole
}

fn document_size(file: &[u8]) -> u32 {
    pdf::load(file).map_or(5, |document| document.max_id + 1)
}
