//! A device in a list of sessions as people call it: `Chrome trên Android` for what a browser says of itself.

use crate::lang::Lang;
use crate::view::Words;

/// What stands in the text for which browser. Most say that they are Chrome or Safari too, so those come last.
const BROWSERS: [(&str, &str); 14] = [
    ("Edg", "Microsoft Edge"),
    ("OPR/", "Opera"),
    ("Opera", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("coc_coc_browser", "Cốc Cốc"),
    ("UCBrowser", "UC Browser"),
    ("Zalo", "Zalo"),
    ("FBAN", "Facebook"),
    ("FBAV", "Facebook"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
];
/// The same for systems. Android says that it is Linux, and an iPhone that it is like a Mac.
const SYSTEMS: [(&str, &str); 8] = [
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Macintosh", "Mac"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
];

/// The browser and the system where they are known, else what the device says of itself.
pub(super) fn name(lang: Lang, said: &str) -> Words {
    match (found(&BROWSERS, said), found(&SYSTEMS, said)) {
        (Some(browser), Some(system)) => lang.t2("account-device", ("browser", browser), ("system", system)).into(),
        (Some(name), None) | (None, Some(name)) => name.into(),
        (None, None) => said.into(),
    }
}

fn found(known: &[(&str, &'static str)], said: &str) -> Option<&'static str> {
    known.iter().find(|(mark, _)| said.contains(*mark)).map(|(_, name)| *name)
}

#[cfg(test)]
mod tests {
    use super::name;
    use crate::lang::Lang;

    #[test]
    fn devices_are_told_apart_by_browser_and_system() {
        let webkit = "AppleWebKit/537.36 (KHTML, like Gecko)";
        for (said, vi, en) in [
            (
                format!("Mozilla/5.0 (Linux; Android 10; K) {webkit} Chrome/131.0.0.0 Mobile Safari/537.36"),
                "Chrome trên Android",
                "Chrome on Android",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1".to_owned(),
                "Safari trên iPhone",
                "Safari on iPhone",
            ),
            (
                format!("Mozilla/5.0 (Windows NT 10.0; Win64; x64) {webkit} Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0"),
                "Microsoft Edge trên Windows",
                "Microsoft Edge on Windows",
            ),
            (
                format!("Mozilla/5.0 (Linux; Android 14; SAMSUNG SM-A155F) {webkit} SamsungBrowser/27.0 Chrome/125.0.0.0 Mobile Safari/537.36"),
                "Samsung Internet trên Android",
                "Samsung Internet on Android",
            ),
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0".to_owned(),
                "Firefox trên Linux",
                "Firefox on Linux",
            ),
            ("curl/8.11.0".to_owned(), "curl/8.11.0", "curl/8.11.0"),
            ("Firefox".to_owned(), "Firefox", "Firefox"),
            (String::new(), "", ""),
        ] {
            assert_eq!((&*name(Lang::Vi, &said), &*name(Lang::En, &said)), (vi, en), "{said}");
        }
    }
}
