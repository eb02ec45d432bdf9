//! Every template is rendered in both languages with every sample, and what must never be in a page is looked for.
//! The pages are left in `target/pages` for the browser checks.

use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::lang::Lang;
use crate::view::samples::{self, Rendered};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/pages")
}

fn rendered() -> Vec<(Lang, Rendered)> {
    Lang::ALL.into_iter().flat_map(|lang| samples::all(lang).into_iter().map(move |page| (lang, page))).collect()
}

#[test]
fn every_page_renders_in_both_languages_with_every_sample() {
    let pages = rendered();
    // A page that is no longer made must not be checked for ever.
    let _ = std::fs::remove_dir_all(folder());
    for (lang, page) in &pages {
        let folder = folder().join(lang.code());
        std::fs::create_dir_all(&folder).expect("folder");
        std::fs::write(folder.join(format!("{}.html", page.name)), &page.html).expect("page");
        assert!(page.html.contains(&format!("<html lang=\"{}\"", lang.code())), "{}", page.name);
        assert_eq!(page.html.matches("<h1").count(), 1, "{} has one main heading", page.name);
        assert_eq!(page.html.matches("id=\"can-giup\"").count(), 1, "{} has the help block", page.name);
    }
    assert_eq!(pages.len(), 2 * (4 * 33 + 9 + 2 + 6), "a page was added or lost");
}

#[test]
fn every_template_of_a_page_is_rendered() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
    let views = [
        "account",
        "applicants",
        "application",
        "applications",
        "applying_form",
        "article",
        "audit",
        "consents",
        "data",
        "desk",
        "employer",
        "employers",
        "error",
        "form",
        "gone",
        "home",
        "inbox",
        "landing",
        "letter",
        "looks",
        "pair",
        "pairs",
        "pay_list",
        "poster",
        "posting",
        "profile",
        "results",
        "sheet",
        "slip",
        "statement",
        "worksheet",
    ];
    let mut pages = Vec::new();
    for entry in std::fs::read_dir(folder).expect("templates") {
        let name = entry.expect("entry").file_name().to_string_lossy().into_owned();
        if !name.starts_with('_') && name != "base.html" {
            pages.push(name.trim_end_matches(".html").to_owned());
        }
    }
    pages.sort();
    assert_eq!(pages, views);
    for (_, page) in rendered() {
        let stem = page.name.split('-').next().unwrap_or_default();
        let stem = if stem.starts_with("error") { "error" } else { stem };
        assert!(views.contains(&stem), "{stem}");
    }
}

#[test]
fn no_page_holds_script_or_style_of_its_own() {
    for (lang, page) in rendered() {
        let html = &page.html;
        let scripts = html.matches("<script").count();
        let allowed = html.matches("<script src=\"/static/").count()
            + html.matches("<script type=\"application/ld+json\">").count();
        assert_eq!(scripts, allowed, "{} {}", lang.code(), page.name);
        for banned in ["<style", " style=\"", " onclick=", " onerror=\"", "javascript:", "<img src=x"] {
            assert!(!html.contains(banned), "{} {} holds {banned}", lang.code(), page.name);
        }
        assert!(!html.contains(['\u{202e}', '\u{202c}']), "{} turns the reading direction", page.name);
        assert!(!html.contains("Unknown localization"), "{} {} lacks a text", lang.code(), page.name);
    }
}

#[test]
fn a_list_on_paper_says_whether_it_was_sent_where_it_is_read_and_on_every_printed_sheet() {
    for (lang, page) in rendered().into_iter().filter(|(_, page)| page.name.starts_with("pay_list")) {
        let (name, paper) = (&page.name, page.html.split("<article").nth(1).expect("a paper"));
        let head = paper.split("<thead>").nth(1).and_then(|rest| rest.split("</thead>").next()).expect("a head");
        let marks = if lang == Lang::En {
            ["DRAFT – NOT SENT", "BẢN NHÁP – CHƯA GỬI"]
        } else {
            ["BẢN NHÁP – CHƯA GỬI"; 2]
        };
        // The sample without anything was not sent.
        let is_draft = name == "pay_list-empty";
        for mark in marks {
            assert_eq!((paper.contains(mark), head.contains(mark)), (is_draft, is_draft), "{} {name}", lang.code());
        }
        let sent = "đã gửi ngân hàng ngày 10/03/2027, chi ngày 12/03/2027, theo tệp";
        assert_eq!(paper.contains(sent), !is_draft, "{} {name}", lang.code());
    }
}

#[test]
fn pages_of_one_language_link_to_that_language() {
    for (lang, page) in rendered().into_iter().filter(|(lang, _)| *lang == Lang::En) {
        for link in page.html.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
            let own = link.starts_with("/en") || !link.starts_with('/') || link.starts_with("/static/");
            let switch = page.html.contains(&format!("href=\"{link}\" lang=\"vi\""));
            assert!(own || switch, "{} {} leads to {link}", lang.code(), page.name);
        }
    }
}

#[test]
fn static_files_carry_the_hash_of_their_content() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    use crate::assets::{ACCOUNT_SCRIPT, MARK, SCRIPT, SHARE, STYLE};
    for address in [STYLE, SCRIPT, ACCOUNT_SCRIPT, MARK, SHARE] {
        let content = std::fs::read(folder.join(&address[1..])).expect(address);
        let sum = Sha256::digest(&content)[..6].iter().fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte));
        assert_eq!(address.split('.').nth(1), Some(&*format!("{sum:012x}")), "{address}: run assets-src/build.sh");
    }
}
