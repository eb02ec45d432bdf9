//! What browsers report of pages that tried what our policy forbids. Counted, and noted without the visitor: which
//! rule, and the origin of what was kept out.

use axum::body::Bytes;
use axum::http::StatusCode;
use serde_json::Value;

/// Longest report that is read; browsers send less than one kilobyte.
const LONGEST: usize = 16 * 1024;
/// Most reports of one request that are looked at.
const MOST: usize = 20;

/// Takes reports in both forms that browsers know. Whatever comes, the answer is the same.
pub(super) async fn take(body: Bytes) -> StatusCode {
    for (rule, origin) in read(&body) {
        metrics::counter!("csp_reports_total", "rule" => rule).increment(1);
        tracing::info!(rule, origin, "a browser kept something out");
    }
    StatusCode::NO_CONTENT
}

/// Rule and origin of each report.
fn read(body: &[u8]) -> Vec<(&'static str, String)> {
    if body.len() > LONGEST {
        return Vec::new();
    }
    let reports = match serde_json::from_slice(body) {
        Ok(Value::Array(reports)) => reports,
        Ok(one) => vec![one],
        Err(_) => Vec::new(),
    };
    reports.iter().take(MOST).filter_map(report).collect()
}

fn report(report: &Value) -> Option<(&'static str, String)> {
    // `report-uri` sends one object with names in dashes, `report-to` a list with others.
    let (inner, rule, blocked) = match (report.get("csp-report"), report.get("body")) {
        (Some(inner), _) => (inner, "effective-directive", "blocked-uri"),
        (None, Some(inner)) => (inner, "effectiveDirective", "blockedURL"),
        (None, None) => return None,
    };
    let said = |name: &str| inner.get(name).and_then(Value::as_str).unwrap_or_default();
    Some((known(said(rule)), origin(said(blocked))))
}

/// The rule as we know it: a word from outside is no label of a figure.
fn known(rule: &str) -> &'static str {
    const RULES: [&str; 12] = [
        "default-src",
        "script-src",
        "script-src-elem",
        "script-src-attr",
        "style-src",
        "style-src-elem",
        "style-src-attr",
        "img-src",
        "connect-src",
        "form-action",
        "frame-ancestors",
        "base-uri",
    ];
    RULES.into_iter().find(|known| *known == rule).unwrap_or("other")
}

/// Scheme and host alone: paths and queries may be somebody's.
fn origin(url: &str) -> String {
    let plain = |sign: char| sign.is_ascii_alphanumeric() || matches!(sign, '.' | '-' | ':');
    let (scheme, rest) = url.split_once("://").unwrap_or((url, ""));
    let host = rest.split(['/', '?', '#', '@']).next().unwrap_or_default();
    let text = if rest.is_empty() { scheme.to_owned() } else { format!("{scheme}://{host}") };
    let fits = text.chars().all(|sign| plain(sign) || sign == '/') && text.len() <= 100;
    if fits { text } else { "other".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_is_noted_without_what_may_be_somebodys() {
        let old = r#"{"csp-report":{"document-uri":"https://a.vn/ho-so?x=1","effective-directive":"img-src",
            "blocked-uri":"https://evil.example/pixel?who=lan"}}"#;
        let new = r#"[{"type":"csp-violation","url":"https://a.vn/ho-so","body":{"effectiveDirective":"script-src-elem",
            "blockedURL":"inline"}},{"type":"deprecation","body":{}}]"#;
        assert_eq!(read(old.as_bytes()), [("img-src", "https://evil.example".to_owned())]);
        let expected = [("script-src-elem", "inline".to_owned()), ("other", String::new())];
        assert_eq!(read(new.as_bytes()), expected);
    }

    #[test]
    fn nothing_else_is_taken_for_a_report() {
        for odd in ["", "nghĩa là gì", "[]", "{}", "[1,2]", r#"{"csp-report":7}"#, "\u{0}"] {
            assert!(read(odd.as_bytes()).iter().all(|(rule, origin)| *rule == "other" && origin.is_empty()), "{odd}");
        }
        let line = r#"{"csp-report":{"effective-directive":"x\ny","blocked-uri":"a\nb"}}"#;
        assert_eq!(read(line.as_bytes()), [("other", "other".to_owned())], "no line of the log is made up");
        let many = format!("[{}]", vec![r#"{"body":{}}"#; 500].join(","));
        assert_eq!(read(many.as_bytes()).len(), MOST);
        assert!(read(&vec![b'['; LONGEST + 1]).is_empty());
    }
}
