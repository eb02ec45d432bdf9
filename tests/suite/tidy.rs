//! Rules of the hand that a machine can hold: sizes, banned words, module heads, the glossary.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Where a handler stops, in lines.
const HANDLER_LINES: usize = 40;
/// Longest source file, tests apart, in lines.
const FILE_LINES: usize = 500;
/// Longest line in columns.
const LINE_COLUMNS: usize = 120;
/// Names that say nothing.
const EMPTY_NOUNS: [&str; 4] = ["Manager", "Helper", "Util", "Service"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().expect("root")
}

fn sources() -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    for folder in ["crates", "migrations", "tests"] {
        walk(&root().join(folder), &mut found);
    }
    found.sort();
    found
}

fn walk(folder: &Path, found: &mut Vec<(PathBuf, String)>) {
    for entry in std::fs::read_dir(folder).expect("folder") {
        let path = entry.expect("entry").path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() && !matches!(name.as_str(), "target" | "node_modules" | "vendored") {
            walk(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = std::fs::read_to_string(&path).expect("source");
            found.push((path.strip_prefix(root()).unwrap_or(&path).to_path_buf(), text));
        }
    }
}

fn is_test(path: &Path) -> bool {
    path.components().any(|part| part.as_os_str() == "tests") || path.ends_with("tests.rs")
}

/// The lines before the first test module.
fn product_lines(text: &str) -> usize {
    text.lines().position(|line| line.trim() == "#[cfg(test)]").unwrap_or_else(|| text.lines().count())
}

#[test]
fn files_stay_small() {
    let long: Vec<String> = sources()
        .iter()
        .filter(|(path, text)| !is_test(path) && product_lines(text) > FILE_LINES)
        .map(|(path, text)| format!("{} has {} lines", path.display(), product_lines(text)))
        .collect();
    assert!(long.is_empty(), "cut a new room: {long:#?}");
}

/// Names of functions that a router is given, as in `get(show).post(desk::send)`.
fn routed(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    for method in ["get(", "post(", "put(", "patch(", "delete(", "any("] {
        for rest in text.split(method).skip(1) {
            let path: String = rest.chars().take_while(|c| c.is_alphanumeric() || matches!(c, '_' | ':')).collect();
            if rest[path.len()..].starts_with(')') {
                names.extend(path.rsplit("::").next().map(str::to_owned));
            }
        }
    }
    names
}

/// Functions of the web that answer requests, with the lines they take.
fn handlers() -> Vec<(String, usize)> {
    let of_web = |path: &Path| path.to_string_lossy().contains("crates/web/src");
    let web: Vec<_> = sources().into_iter().filter(|(path, _)| of_web(path) && !is_test(path)).collect();
    let names: BTreeSet<String> = web.iter().flat_map(|(_, text)| routed(text)).collect();
    let mut found = Vec::new();
    for (path, text) in &web {
        let lines: Vec<&str> = text.lines().collect();
        for (at, line) in lines.iter().enumerate().filter(|(_, line)| !line.starts_with(' ')) {
            let Some((_, rest)) = line.split_once("async fn ") else { continue };
            let name: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            if names.contains(&name) {
                let taken = lines[at..].iter().position(|line| *line == "}").map_or(1, |end| end + 1);
                found.push((format!("{} {name}", path.display()), taken));
            }
        }
    }
    found
}

#[test]
fn handlers_stay_thin() {
    let found = handlers();
    assert!(found.len() > 200, "{} handlers were found", found.len());
    let long: Vec<_> = found.into_iter().filter(|(_, lines)| *lines > HANDLER_LINES).collect();
    assert!(long.is_empty(), "what it decides belongs into a use case, what it shows into a view: {long:#?}");
}

#[test]
fn lines_stay_short() {
    let mut long = Vec::new();
    for (path, text) in sources() {
        for (number, line) in text.lines().enumerate() {
            let data = line.contains('"');
            if line.chars().count() > LINE_COLUMNS && !data {
                long.push(format!("{}:{}", path.display(), number + 1));
            }
        }
    }
    assert!(long.is_empty(), "lines over {LINE_COLUMNS} columns: {long:#?}");
}

#[test]
fn modules_say_what_they_are_for() {
    let silent: Vec<String> = sources()
        .iter()
        .filter(|(_, text)| !text.trim_start().starts_with("//!"))
        .map(|(path, _)| path.display().to_string())
        .collect();
    assert!(silent.is_empty(), "no module head (//!): {silent:#?}");
}

#[test]
fn nothing_is_left_unfinished_or_nameless() {
    let unfinished =
        [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("unimplemented", "!("), concat!("#[ign", "ore")];
    let mut found = Vec::new();
    for (path, text) in sources() {
        for (number, line) in text.lines().enumerate() {
            let place = || format!("{}:{}: {}", path.display(), number + 1, line.trim());
            if unfinished.iter().any(|word| line.contains(word)) {
                found.push(place());
            }
            if declared_type(line).is_some_and(|name| EMPTY_NOUNS.iter().any(|noun| name.ends_with(noun))) {
                found.push(place());
            }
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}

fn declared_type(line: &str) -> Option<&str> {
    let rest = ["struct ", "enum ", "trait "].iter().find_map(|word| line.split_once(word)).map(|(_, rest)| rest)?;
    rest.split(|letter: char| !letter.is_alphanumeric()).next()
}

#[test]
fn top_level_holds_no_more_than_agreed() {
    const AGREED: [&str; 18] = [
        "Cargo.toml",
        "Cargo.lock",
        "crates",
        "migrations",
        "config",
        "tests",
        "docs",
        "README.md",
        ".ci",
        ".cargo",
        "NOTICE",
        "LICENSE",
        "clippy.toml",
        "rustfmt.toml",
        "rust-toolchain.toml",
        ".gitignore",
        ".git",
        "target",
    ];
    for entry in std::fs::read_dir(root()).expect("root") {
        let name = entry.expect("entry").file_name().to_string_lossy().into_owned();
        assert!(AGREED.contains(&name.as_str()), "{name} does not belong at the top");
    }
}

/// Last words of a name of the API that say in which form a thing comes, not what it is.
const FORMS: [&str; 13] =
    ["act", "answer", "count", "counts", "decision", "detail", "input", "item", "line", "list", "made", "state", "sum"];
/// Nouns that no schema is named after.
const BESIDE_THE_SCHEMAS: [&str; 6] = ["employer", "industry", "workplace", "outbox", "cursor", "audit"];

/// What the schemas of the reviewed document of the API are called.
fn schemas() -> Vec<String> {
    let file = "crates/web/src/api/snapshots/sanviec_web__api__tests__the_document_is_as_reviewed.snap";
    let text = std::fs::read_to_string(root().join(file)).expect("the document of the API");
    let at = text.find("\n{\n").expect("a document below the head of the snapshot");
    let document: serde_json::Value = serde_json::from_str(&text[at..]).expect("JSON");
    document["components"]["schemas"].as_object().expect("schemas").keys().cloned().collect()
}

/// The noun of a schema: `BankResultLine` is of a bank result. `Made` is a form and of nothing.
fn noun_of(schema: &str) -> Option<String> {
    let mut words: Vec<String> = Vec::new();
    for letter in schema.chars() {
        match words.last_mut() {
            Some(word) if !letter.is_uppercase() => word.push(letter),
            _ => words.push(letter.to_lowercase().collect()),
        }
    }
    while words.last().is_some_and(|word| FORMS.contains(&word.as_str())) {
        words.pop();
    }
    (!words.is_empty()).then(|| words.join(" "))
}

#[test]
fn the_glossary_names_every_noun_of_the_api() {
    let glossary = std::fs::read_to_string(root().join("docs/glossary.md")).expect("docs/glossary.md");
    let schemas = schemas();
    assert!(schemas.len() > 40, "{} schemas were found", schemas.len());
    let nouns = schemas.iter().filter_map(|schema| noun_of(schema));
    let nouns: BTreeSet<String> = nouns.chain(BESIDE_THE_SCHEMAS.map(str::to_owned)).collect();
    let is_there = |noun: &str| {
        let row = glossary.lines().find(|line| line.starts_with(&format!("| {noun} |")));
        row.and_then(|row| row.split('|').nth(2)).is_some_and(|vietnamese| !vietnamese.trim().is_empty())
    };
    let missing: Vec<&String> = nouns.iter().filter(|noun| !is_there(noun)).collect();
    assert!(missing.is_empty(), "docs/glossary.md has no Vietnamese word for {missing:?}");
}
