//! `docs/security.md` against the tree: each row has evidence that is there, and rows that are open become fewer.
//! Beside it the rules of safety that can be read off the sources.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Rows of level 1 or 2 that say `not yet`. This number may only fall.
const OPEN: usize = 0;
/// Rows of the list.
const ROWS: usize = 70;
/// Packages of the product: what runs at an operator's.
const PRODUCT: [&str; 11] =
    ["app", "domain", "jobs", "mail", "oidc", "reference", "search", "server", "signature", "store", "web"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().expect("root")
}

fn read(path: &str) -> Option<String> {
    std::fs::read_to_string(root().join(path)).ok()
}

struct Requirement {
    number: usize,
    levels: String,
    evidence: String,
}

fn requirements() -> Vec<Requirement> {
    let text = read("docs/security.md").expect("docs/security.md");
    let row = |line: &str| {
        let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
        let [number, _, levels, _, evidence] = cells.as_slice() else { return None };
        let number = number.parse().ok()?;
        Some(Requirement { number, levels: (*levels).to_owned(), evidence: (*evidence).to_owned() })
    };
    text.lines().filter_map(row).collect()
}

/// Why a piece of evidence is none.
fn fault(evidence: &str) -> Option<String> {
    if let Some(test) = evidence.strip_prefix('`').and_then(|rest| rest.strip_suffix('`')) {
        let Some((path, name)) = test.split_once("::") else { return Some(format!("{test} is no test")) };
        let Some(text) = read(path) else { return Some(format!("{path} is not there")) };
        let declared = format!("fn {name}(");
        let place = text.find(&declared);
        // What stands before it must be the mark of a test, or a function of that name would do.
        let marks = |before: &str| before.rfind("#[test]").max(before.rfind("#[tokio::test"));
        let marked = place.is_some_and(|at| marks(&text[..at]).is_some_and(|mark| at - mark < 200));
        return (!marked).then(|| format!("{path} has no test {name}"));
    }
    // Words may follow a link.
    let link = evidence.strip_prefix('[').and_then(|rest| rest.split_once("]("));
    let Some(target) = link.and_then(|(_, rest)| rest.split_once(')')).map(|(to, _)| to) else {
        return Some(format!("{evidence} is neither a test nor a document"));
    };
    let (file, heading) = target.split_once('#').unwrap_or((target, ""));
    let path = if file.is_empty() { "docs/security.md".to_owned() } else { format!("docs/{file}") };
    let Some(text) = read(&path) else { return Some(format!("{path} is not there")) };
    let headings = text.lines().filter_map(|line| line.strip_prefix("## ").or_else(|| line.strip_prefix("### ")));
    let found = heading.is_empty() || headings.into_iter().any(|line| anchor(line) == heading);
    (!found).then(|| format!("{path} has no heading {heading}"))
}

fn anchor(heading: &str) -> String {
    let plain = heading.to_lowercase();
    plain
        .chars()
        .filter(|sign| sign.is_alphanumeric() || matches!(sign, ' ' | '-'))
        .collect::<String>()
        .replace(' ', "-")
}

#[test]
fn each_requirement_has_evidence_that_is_there_and_open_ones_become_fewer() {
    let rows = requirements();
    assert_eq!(rows.iter().map(|row| row.number).collect::<Vec<_>>(), (1..=ROWS).collect::<Vec<_>>());
    let (mut faults, mut open) = (Vec::new(), Vec::new());
    for row in &rows {
        if row.evidence.starts_with("not yet: ") {
            if row.levels.contains(['1', '2']) {
                open.push(row.number);
            }
            continue;
        }
        let pieces = row.evidence.split("<br>");
        faults.extend(pieces.filter_map(fault).map(|fault| format!("row {}: {fault}", row.number)));
    }
    assert!(faults.is_empty(), "{faults:#?}");
    assert_eq!(open.len(), OPEN, "open rows of level 1 and 2: {open:?}; lower OPEN when one is done, never raise it");
}

#[test]
fn evidence_that_is_not_there_is_seen() {
    for bad in [
        "",
        "`tests/suite/security.rs::no_such_test`",
        "`tests/suite/none.rs::x`",
        "`tests/suite/security.rs::fault`",
        "[a](none.md)",
        "[a](#no-such-heading)",
        "we looked at it",
    ] {
        assert!(fault(bad).is_some(), "{bad}");
    }
    assert_eq!(fault("`tests/suite/security.rs::evidence_that_is_not_there_is_seen`"), None);
    assert_eq!(fault("[the log](#what-is-logged)"), None);
}

/// Files of the product with their text before the first test module.
fn product() -> Vec<(String, String)> {
    let mut found = Vec::new();
    for package in PRODUCT {
        walk(&root().join("crates").join(package).join("src"), &mut found);
    }
    found
}

fn walk(folder: &Path, found: &mut Vec<(String, String)>) {
    for entry in std::fs::read_dir(folder).expect("folder") {
        let path = entry.expect("entry").path();
        let name = path.strip_prefix(root()).unwrap_or(&path).display().to_string();
        if path.is_dir() {
            if !name.ends_with("/tests") {
                walk(&path, found);
            }
        } else if path.extension().is_some_and(|extension| extension == "rs")
            && !name.ends_with("tests.rs")
            && !name.ends_with("/testing.rs")
        {
            let text = std::fs::read_to_string(&path).expect("source");
            found.push((name, text.split("#[cfg(test)]").next().unwrap_or_default().to_owned()));
        }
    }
}

fn naming(words: &[&str]) -> Vec<String> {
    let sources = product();
    let hits = sources.iter().filter(|(_, text)| words.iter().any(|word| text.contains(word)));
    hits.map(|(name, _)| name.clone()).collect()
}

#[test]
fn the_product_starts_no_other_program() {
    assert!(product().len() > 200, "the sources are read");
    // One place starts one program, which is its own: what strangers' files do to their reader they do to that.
    let starts = ["process::Command", "process::{", "Command::new(", "std::process::Child"];
    assert_eq!(naming(&starts), ["crates/server/src/signatures.rs"]);
    let text = read("crates/server/src/signatures.rs").expect("source");
    let text = text.split("#[cfg(test)]").next().unwrap_or_default();
    assert_eq!(text.matches("Command::new(").count(), 1);
    assert_eq!((text.matches("Command::new(&self.program)").count(), text.matches("Self::by(").count()), (1, 1));
    assert!(text.contains("let program = std::env::current_exe()?;\n        Ok(Self::by(program, "), "its own");
    assert!(text.contains(".env_clear()"), "and without its environment");
}

#[test]
fn no_expression_engine_reads_what_people_type() {
    for package in PRODUCT {
        let manifest = read(&format!("crates/{package}/Cargo.toml")).expect("manifest");
        for engine in ["regex", "fancy-regex", "pcre2", "onig"] {
            assert!(!manifest.lines().any(|line| line.starts_with(engine)), "{package} names {engine}");
        }
    }
}

#[test]
fn unescaped_output_is_on_the_list() {
    // Square codes, the picture of a placement's days and the data for search engines: all made by us, the last with
    // `<` written in another way.
    let known: BTreeSet<&str> = [
        "desk.html: svg|safe",
        "form.html: figure|safe",
        "letter.html: self.code()|safe",
        "poster.html: self.code()|safe",
        "posting.html: data.script()|safe",
    ]
    .into();
    let mut found = BTreeSet::new();
    for entry in std::fs::read_dir(root().join("crates/web/templates")).expect("templates") {
        let path = entry.expect("entry").path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&path).expect("template");
        assert!(!text.contains("autoescape") && !text.contains("escape=\"none\""), "{name}");
        for part in
            text.split("{{").skip(1).filter_map(|rest| rest.split("}}").next()).filter(|part| part.contains("|safe"))
        {
            found.insert(format!("{name}: {}", part.trim()));
        }
    }
    let unknown: Vec<_> = found.iter().filter(|part| !known.contains(part.as_str())).collect();
    assert!(unknown.is_empty(), "put in unescaped and on no list: {unknown:?}");
}

#[test]
fn values_are_bound_and_never_written_into_sql() {
    // Names of columns and the words of the two databases are put together; a value never is. Whatever is put into a
    // statement stands here: `whose` and `old` are constants, `weight` is a number of ours, `role` a name that was
    // checked letter by letter, because PostgreSQL binds no names of roles.
    const PARTS: [&str; 9] = ["COLUMNS", "", "columns", "table", "list", "whose", "old", "weight", "role"];
    let mut odd = Vec::new();
    for (name, text) in product() {
        for line in text.lines().filter(|line| line.contains("format!(") || line.contains("{COLUMNS}")) {
            // Every other piece between quotation marks is a text.
            for literal in line.split('"').skip(1).step_by(2).filter(|literal| is_statement(literal)) {
                assert!(name.starts_with("crates/store/"), "SQL outside of the store: {name}: {line}");
                let inserted = literal.split('{').skip(1).filter_map(|rest| rest.split_once('}'));
                let unknown = inserted.filter(|(part, _)| !PARTS.contains(part));
                odd.extend(unknown.map(|(part, _)| format!("{name}: {part}: {}", line.trim())));
            }
        }
    }
    assert!(odd.is_empty(), "put into SQL: {odd:#?}");
}

fn is_statement(literal: &str) -> bool {
    ["SELECT ", "INSERT INTO ", "UPDATE ", "DELETE FROM "].iter().any(|word| literal.starts_with(word))
}

#[test]
fn every_table_has_a_class_a_purpose_and_an_end() {
    let mut layout = read("crates/store/src/backup/layout.rs").expect("layout");
    for entry in std::fs::read_dir(root().join("crates/store/src/backup/layout")).expect("layout") {
        layout.insert_str(0, &std::fs::read_to_string(entry.expect("entry").path()).expect("layout"));
    }
    let quoted = |line: &str| line.split('"').nth(1).map(str::to_owned);
    let copied = layout.lines().filter(|line| line.trim_start().starts_with("name: \"")).filter_map(quoted);
    let left_out = layout.split("const LEFT_OUT").nth(1).unwrap_or_default();
    let left_out = left_out.split("];").next().unwrap_or_default().lines().skip(1).filter_map(quoted);
    let tables: BTreeSet<String> = copied.chain(left_out).chain(["outbox".to_owned()]).collect();
    assert!(tables.len() > 20, "{tables:?}");
    let text = read("docs/data-classes.md").expect("docs/data-classes.md");
    let rows = text.lines().filter_map(|line| line.strip_prefix("| `"));
    let mut told = BTreeSet::new();
    for row in rows {
        let cells: Vec<&str> = row.trim_end_matches('|').split(" | ").map(str::trim).collect();
        let [table, class, holds, purpose, end] = cells.as_slice() else { panic!("five cells: {row}") };
        let class = class.trim_end_matches('.');
        assert!(matches!(class, "open" | "internal" | "personal" | "sensitive" | "secret"), "{row}");
        assert!(!holds.is_empty() && !purpose.is_empty() && !end.is_empty(), "{row}");
        assert!(told.insert(table.trim_end_matches('`').to_owned()), "{row} stands twice");
    }
    let silent: Vec<_> = tables.difference(&told).collect();
    assert!(silent.is_empty(), "tables without a row in docs/data-classes.md: {silent:?}");
    let unknown: Vec<_> = told.difference(&tables).collect();
    assert!(unknown.is_empty(), "rows without a table: {unknown:?}");
}
