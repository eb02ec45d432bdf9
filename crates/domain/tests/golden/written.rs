//! A table is the documentation, and its test keeps it true. After a wanted change of the rules, run with
//! `SANVIEC_GOLDEN=write` set at compile time and read the diff.

/// Compares with the file of this name in `tests`.
pub(crate) fn stays_as_written(name: &str, now: &str) {
    let path = format!("{}/tests/{name}", env!("CARGO_MANIFEST_DIR"));
    if option_env!("SANVIEC_GOLDEN") == Some("write") {
        std::fs::write(&path, now).expect("the table is writable");
    }
    let before = std::fs::read_to_string(&path).unwrap_or_default();
    for (line, (old, new)) in before.lines().zip(now.lines()).enumerate() {
        assert_eq!(old, new, "{name}:{}", line + 1);
    }
    assert_eq!(before.lines().count(), now.lines().count(), "{name} has another length");
}
