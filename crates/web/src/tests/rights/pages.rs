//! Every page that a route answers with, as whoever may see it first sees it, in both languages, with something in it
//! of everything that an address can name. They are left in `target/walked` for the browser checks: a route that is
//! added is looked at without anybody writing it down.

use std::path::{Path, PathBuf};

use super::{ROLES, State, Walk, reviewed, routes, row_path, sample};

/// Pages without parameters that say something else to each role.
const OF_EACH_ROLE: [&str; 3] = ["/tai-khoan", "/hop-thu", "/trung-tam"];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/walked")
}

/// Name of the file of a page: `trung-tam.nguoi.code` for `/trung-tam/nguoi/{code}`.
fn name(path: &str, who: &str) -> String {
    let parts: Vec<&str> =
        path.split('/').filter(|part| !part.is_empty()).map(|part| part.trim_matches(['{', '}', '*'])).collect();
    let path = if parts.is_empty() { "home".to_owned() } else { parts.join(".") };
    format!("{path}-{who}")
}

/// Who is shown a page: anybody, or else the first role that is.
fn seen_by(path: &str, row: &std::collections::BTreeMap<String, String>) -> Vec<String> {
    let may = |who: &str| row[who] == "200";
    if may("public") {
        return vec!["public".to_owned()];
    }
    let all = ROLES.iter().map(|role| role.code().to_owned()).filter(|who| may(who));
    all.take(if OF_EACH_ROLE.contains(&path) { ROLES.len() } else { 1 }).collect()
}

#[tokio::test]
async fn every_page_of_every_route_is_kept_for_the_browser() {
    let mut walk = Walk::full().await;
    let rows = reviewed();
    let mut paths: Vec<String> = routes(&walk.world.router)
        .into_iter()
        .filter(|(method, path)| method == "GET" && !path.starts_with("/api/") && !path.starts_with("/static/"))
        .map(|(_, path)| row_path(&path))
        .collect();
    paths.sort();
    paths.dedup();
    // A page that is no longer made must not be checked for ever.
    let _ = std::fs::remove_dir_all(folder());
    let (mut kept, mut wrong) = (0, Vec::new());
    for path in paths {
        let row = &rows[&("GET".to_owned(), path.clone())];
        for who in seen_by(&path, row) {
            let token = match ROLES.iter().find(|role| role.code() == who) {
                Some(role) => Some(walk.session(*role, State::Live).await),
                None => None,
            };
            let address = sample(&walk, "GET", &path);
            for (lang, at) in [("vi", address.clone()), ("en", format!("/en{}", address.trim_end_matches('/')))] {
                let (answer, html) = walk.ask_at("GET", &at, token.as_deref(), "").await;
                // What is no page has no language either.
                if lang == "vi" && !html.to_ascii_lowercase().starts_with("<!doctype html>") {
                    break;
                }
                if answer != "200" || !html.contains(&format!("<html lang=\"{lang}\"")) {
                    wrong.push(format!("{at} {who}: {answer}"));
                }
                let folder = folder().join(lang);
                std::fs::create_dir_all(&folder).expect("folder");
                std::fs::write(folder.join(format!("{}.html", name(&path, &who))), html).expect("page");
                kept += 1;
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(kept > 2 * 100, "{kept} pages were kept");
}
