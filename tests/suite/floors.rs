//! The house: an arrow goes down at least one floor, never sideways or up, and heavy libraries stay in their room.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Floor of each package of the product. `text` lies below the rules because both kinds of rules read text.
const FLOORS: [(&str, i32); 14] = [
    ("sanviec-text", -1),
    ("sanviec-domain", 0),
    ("sanviec-reference", 0),
    ("sanviec-migrations", 0),
    ("sanviec-demo", 1),
    ("sanviec-store", 1),
    ("sanviec-search", 1),
    ("sanviec-mail", 1),
    ("sanviec-oidc", 1),
    ("sanviec-signature", 1),
    ("sanviec-app", 2),
    ("sanviec-web", 3),
    ("sanviec-jobs", 3),
    ("sanviec-server", 4),
];

/// Packages outside the floors: developers' tools and suites may see everything.
const OUTSIDE: [&str; 4] = ["sanviec-checker", "sanviec-xtask", "sanviec-tests", "sanviec-bench"];

/// Heavy libraries and the only packages that may name them.
const ROOMS: [(&str, &[&str]); 17] = [
    ("sea-orm", &["sanviec-store"]),
    ("sqlx", &["sanviec-store", "sanviec-bench"]),
    ("sea-orm-migration", &["sanviec-migrations", "sanviec-store"]),
    ("tantivy", &["sanviec-search", "sanviec-bench"]),
    ("axum", &["sanviec-web", "sanviec-server", "sanviec-tests"]),
    ("tower-http", &["sanviec-web", "sanviec-server"]),
    ("askama", &["sanviec-web"]),
    ("lettre", &["sanviec-mail"]),
    ("minijinja", &["sanviec-mail"]),
    ("calamine", &["sanviec-app"]),
    ("openidconnect", &["sanviec-oidc"]),
    ("lopdf", &["sanviec-signature"]),
    ("cms", &["sanviec-signature"]),
    ("x509-cert", &["sanviec-signature"]),
    ("rustls-webpki", &["sanviec-signature"]),
    ("rlimit", &["sanviec-server"]),
    ("webauthn-rs", &["sanviec-app"]),
];

/// Arrows that go down but are forbidden all the same.
const FORBIDDEN: [(&str, &str); 3] =
    [("sanviec-web", "sanviec-store"), ("sanviec-web", "sanviec-search"), ("sanviec-domain", "tokio")];

struct Manifest {
    name: String,
    dependencies: Vec<String>,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn manifests() -> Vec<Manifest> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(root().join("crates"))
        .expect("crates folder")
        .map(|entry| entry.expect("entry").path().join("Cargo.toml"))
        .filter(|path| path.exists())
        .collect();
    paths.push(root().join("migrations/Cargo.toml"));
    paths.push(root().join("tests/Cargo.toml"));
    paths.iter().map(|path| read(path)).collect()
}

fn read(path: &Path) -> Manifest {
    let table: toml::Table = std::fs::read_to_string(path).expect("manifest").parse().expect("toml");
    let name = table["package"]["name"].as_str().expect("name").to_owned();
    let dependencies = table.get("dependencies").and_then(toml::Value::as_table);
    let dependencies = dependencies.map(|table| table.keys().cloned().collect()).unwrap_or_default();
    Manifest { name, dependencies }
}

#[test]
fn every_package_has_a_floor_or_stands_outside() {
    let floors: BTreeMap<&str, i32> = FLOORS.into_iter().collect();
    for manifest in manifests() {
        let known = floors.contains_key(manifest.name.as_str()) || OUTSIDE.contains(&manifest.name.as_str());
        assert!(known, "{} has no floor: give it one in tests/suite/floors.rs", manifest.name);
    }
}

#[test]
fn arrows_go_down() {
    let floors: BTreeMap<&str, i32> = FLOORS.into_iter().collect();
    for manifest in manifests() {
        let Some(own) = floors.get(manifest.name.as_str()) else { continue };
        for dependency in &manifest.dependencies {
            assert!(!OUTSIDE.contains(&dependency.as_str()), "{} needs {dependency}", manifest.name);
            if let Some(floor) = floors.get(dependency.as_str()) {
                assert!(floor < own, "{} (floor {own}) needs {dependency} (floor {floor})", manifest.name);
            }
        }
    }
}

#[test]
fn heavy_libraries_stay_in_their_room() {
    for manifest in manifests() {
        for (library, rooms) in ROOMS {
            let named = manifest.dependencies.iter().any(|dependency| dependency == library);
            assert!(!named || rooms.contains(&manifest.name.as_str()), "{} names {library}", manifest.name);
        }
    }
}

#[test]
fn forbidden_arrows_are_not_drawn() {
    for manifest in manifests() {
        for (from, to) in FORBIDDEN {
            let drawn = manifest.name == from && manifest.dependencies.iter().any(|dependency| dependency == to);
            assert!(!drawn, "{from} must not see {to}");
        }
    }
}
