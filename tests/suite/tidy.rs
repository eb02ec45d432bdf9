//! Rules of the hand that a machine can hold: sizes, banned words, module heads, the glossary.

use std::path::{Path, PathBuf};

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

#[test]
fn the_glossary_names_every_noun_of_the_api() {
    let glossary = std::fs::read_to_string(root().join("docs/glossary.md")).expect("docs/glossary.md");
    for noun in
        ["posting", "employer", "unit", "occupation", "skill", "industry", "workplace", "outbox", "cursor", "audit"]
    {
        let row = glossary.lines().find(|line| line.starts_with(&format!("| {noun} |")));
        let vietnamese = row.and_then(|row| row.split('|').nth(2)).map_or("", str::trim);
        assert!(!vietnamese.is_empty(), "docs/glossary.md has no Vietnamese word for {noun}");
    }
}
