//! QR codes as SVG: one path, no style, no script.

use std::fmt::Write;

use qrcode::{Color, EcLevel, QrCode};

/// Light modules around the code, as the standard asks.
const QUIET: usize = 4;

/// The code of a text as an `svg` element that names itself `label`; `None` when the text is too long for a code
/// (over 2,331 bytes). `label` is escaped here.
pub(crate) fn square_code(text: &str, label: &str) -> Option<String> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
    let width = code.width();
    let side = width + 2 * QUIET;
    let mut path = String::new();
    for (row, line) in code.to_colors().chunks(width).enumerate() {
        let mut start = 0;
        for run in line.chunk_by(|a, b| a == b) {
            if run[0] == Color::Dark {
                let _ = write!(path, "M{} {}h{}v1h-{}z", start + QUIET, row + QUIET, run.len(), run.len());
            }
            start += run.len();
        }
    }
    let label = label.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
    Some(format!(
        "<svg role=\"img\" aria-label=\"{label}\" viewBox=\"0 0 {side} {side}\" shape-rendering=\"crispEdges\">\
         <path fill=\"#fff\" d=\"M0 0h{side}v{side}H0z\"/><path fill=\"#000\" d=\"{path}\"/></svg>"
    ))
}
