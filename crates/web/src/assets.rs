//! Addresses of the static files, written by `assets-src/build.sh`: each name carries the start of its content's
//! SHA-256, so that browsers may keep it for a year. No other file knows these names.

/// The style sheet of all pages.
pub(crate) const STYLE: &str = "/static/site.b515dc6e419e.css";
/// The script of all pages; every page works without it.
pub(crate) const SCRIPT: &str = "/static/site.ab133beef4bd.js";
/// The script of pages with a passkey.
pub(crate) const ACCOUNT_SCRIPT: &str = "/static/account.c3733ad85c25.js";
/// The mark in the header and the icon of the tab.
pub(crate) const MARK: &str = "/static/mark.ae48461b55e3.svg";
/// The picture that messengers show beside a shared link, 600 × 315.
pub(crate) const SHARE: &str = "/static/share.a8fd469d628a.png";
