//! `config/container` and the systemd unit against the tree: what the image is built from and on, that it can do no
//! more than it has to, and that the changelog knows the forms of this version. `crates/server/tests/container.rs` asks
//! the program whether it knows what stands in the files.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};

const COMPOSE: [&str; 2] = ["compose.yaml", "compose.postgres.yaml"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().expect("root")
}

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn container(name: &str) -> String {
    read(&format!("config/container/{name}"))
}

/// What follows an instruction of the Containerfile, for each time that it stands there.
fn said(instruction: &str) -> Vec<String> {
    let lines = container("Containerfile");
    let found = lines.lines().filter_map(|line| line.strip_prefix(instruction)?.strip_prefix(' '));
    found.map(|rest| rest.trim().to_owned()).collect()
}

/// The one thing that an instruction says.
fn only(instruction: &str) -> String {
    let [one] = <[String; 1]>::try_from(said(instruction)).expect("an instruction that stands there once");
    one
}

/// Whole numbers of a version such as `1.95`.
fn version(text: &str) -> Vec<u32> {
    text.split('.').map(|part| part.parse().expect("a number")).collect()
}

fn workspace(key: &str) -> String {
    let manifest: toml::Table = read("Cargo.toml").parse().expect("toml");
    manifest["workspace"]["package"][key].as_str().expect("a text").to_owned()
}

/// What is copied out of the repository.
fn copied() -> Vec<String> {
    let mut sources = Vec::new();
    for line in said("COPY").iter().filter(|line| !line.starts_with("--from=")) {
        let mut words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        words.pop();
        sources.append(&mut words);
    }
    sources
}

/// The services with their lines, those of both files together.
fn services() -> BTreeMap<String, Vec<String>> {
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for file in COMPOSE {
        let (mut is_services, mut name) = (false, String::new());
        for line in container(file).lines().filter(|line| !line.trim_start().starts_with('#')) {
            let depth = line.len() - line.trim_start().len();
            match (depth, line.trim().strip_suffix(':')) {
                (0, Some(key)) => is_services = key == "services",
                (2, Some(key)) if is_services => key.clone_into(&mut name),
                _ if is_services && !line.trim().is_empty() => {
                    found.entry(name.clone()).or_default().push(line.trim().to_owned());
                }
                _ => {}
            }
        }
    }
    found
}

#[test]
fn every_image_has_a_tag_and_both_stages_are_of_one_debian() {
    let stages = said("FROM");
    let [build, run] = stages.as_slice() else { panic!("{stages:?}") };
    let (tag, _) = build.strip_prefix("rust:").and_then(|rest| rest.split_once(" AS ")).expect("a compiler");
    let debian = run.strip_prefix("debian:").and_then(|tag| tag.strip_suffix("-slim")).expect("a Debian");
    let (compiler, system) = tag.split_once("-slim-").expect("a version and a Debian");
    assert_eq!(system, debian, "what is linked in the one has to run in the other");
    let (compiler, least) = (version(compiler), version(&workspace("rust-version")));
    assert!(compiler >= least, "the compiler {compiler:?} is older than {least:?}, which the workspace needs");
    let services = services();
    let images: Vec<&str> = services.values().flatten().filter_map(|line| line.strip_prefix("image: ")).collect();
    assert_eq!(images.len(), services.len(), "{images:?}");
    for image in images {
        let (name, tag) = image.split_once(':').unwrap_or_else(|| panic!("{image} has no tag"));
        assert!(tag.starts_with(|sign: char| sign.is_ascii_digit()), "{image} changes under its name");
        assert!(name != "sanviec" || tag == workspace("version"), "{image} is not this version");
    }
}

#[test]
fn the_image_is_built_from_what_is_there_and_gets_nothing_else() {
    let copied: BTreeSet<String> = copied().into_iter().collect();
    let missing: Vec<_> = copied.iter().filter(|path| !root().join(path).exists()).collect();
    assert!(missing.is_empty(), "{missing:?}");
    assert!(!copied.contains("rust-toolchain.toml"), "it would fetch another compiler than the tag says");
    let ignored = container("Containerfile.dockerignore");
    let lines: Vec<&str> = ignored.lines().filter(|line| !line.starts_with('#')).collect();
    let (first, let_in) = lines.split_first().expect("a list");
    assert_eq!(*first, "*", "what is not let in stays out");
    let let_in: BTreeSet<String> = let_in.iter().map(|line| line.trim_start_matches('!').to_owned()).collect();
    assert_eq!(let_in, copied);
}

/// Paths that a source of the product includes, as they stand in the repository. Tests are not built into the image.
fn included(source: &Path) -> Vec<PathBuf> {
    let text = std::fs::read_to_string(source).expect("source");
    let text = text.split("#[cfg(test)]").next().unwrap_or_default();
    let folder = source.parent().expect("a folder");
    let mut found = Vec::new();
    for rest in text.split("include_str!(\"").skip(1) {
        let named = rest.split('"').next().unwrap_or_default();
        let mut whole = PathBuf::new();
        for part in folder.join(named).components() {
            match part {
                Component::ParentDir => {
                    whole.pop();
                }
                part => whole.push(part),
            }
        }
        found.push(whole.strip_prefix(root()).expect("a file of the repository").to_path_buf());
    }
    found
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("folder") {
        let path = entry.expect("entry").path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() && name != "tests" && name != "target" {
            sources(&path, found);
        } else if path.extension().is_some_and(|end| end == "rs") && !name.starts_with("tests") {
            found.push(path);
        }
    }
}

#[test]
fn what_the_program_includes_is_copied_before_it_is_built() {
    let mut found = Vec::new();
    sources(&root().join("crates"), &mut found);
    let copied = copied();
    let mut outside = 0;
    for path in found.iter().flat_map(|source| included(source)) {
        assert!(copied.iter().any(|from| path.starts_with(from)), "{} is not in the image", path.display());
        outside += usize::from(!path.starts_with("crates"));
    }
    assert!(outside >= 2, "the settings file and the policies are included, {outside} were found");
}

#[test]
fn the_image_runs_as_nobody_in_particular_over_one_folder() {
    let user = only("USER");
    let (uid, gid) = user.split_once(':').expect("a user and a group");
    assert!(uid.parse::<u32>().expect("a number") >= 10_000 && uid == gid, "{user}");
    let folder = only("VOLUME");
    let made = format!("--owner={uid} --group={gid} --mode=0700 {folder}");
    assert!(container("Containerfile").contains(&made), "the folder is not that of {user}");
    assert!(said("ENV").contains(&format!("SANVIEC_DATA={folder}")));
    assert_eq!(only("STOPSIGNAL"), "SIGTERM");
    let services = services();
    let own = services["sanviec"].iter();
    let kept: Vec<&str> =
        own.filter_map(|line| line.strip_prefix("- ")?.split_once(":/")).map(|(from, _)| from).collect();
    assert_eq!(kept, ["data"], "one volume");
}

#[test]
fn containers_can_do_no_more_than_they_have_to() {
    let services = services();
    assert!(services.len() >= 3 && services.contains_key("sanviec"), "{:?}", services.keys());
    for (name, lines) in &services {
        let has = |wanted: &str| lines.iter().any(|line| line == wanted);
        for wanted in ["read_only: true", "cap_drop: [ALL]", r#"security_opt: ["no-new-privileges:true"]"#] {
            assert!(has(wanted), "{name} lacks {wanted}");
        }
        for line in lines {
            assert!(!line.starts_with("ports:") || line.starts_with(r#"ports: ["127.0.0.1:"#), "{name}: {line}");
            assert!(!line.starts_with("privileged") && !line.starts_with("cap_add"), "{name}: {line}");
            let is_secret = line.contains("PASSWORD") || line.contains("DATABASE");
            assert!(
                !is_secret || line.contains("_FILE: /run/secrets/"),
                "{name}: {line} can be read by who can list it"
            );
        }
    }
    assert!(read(".gitignore").lines().any(|line| line == "/config/container/secrets"), "secrets stay out of the tree");
}

/// Seconds in a line such as `stop_grace_period: 40s`.
fn seconds(text: &str, key: &str) -> i64 {
    let value = text.lines().find_map(|line| line.trim().strip_prefix(key)).expect("a line");
    value.trim_end_matches('s').parse().expect("seconds")
}

#[test]
fn running_requests_end_before_the_process_is_killed() {
    let settings: toml::Table = read("config/sanviec.toml").parse().expect("toml");
    let drain = settings["limits"]["drain_seconds"].as_integer().expect("seconds");
    assert!(seconds(&container("compose.yaml"), "stop_grace_period: ") > drain);
    assert!(seconds(&read("config/sanviec.service"), "TimeoutStopSec=") > drain);
}

#[test]
fn the_unit_closes_what_it_says_and_knows_every_credential() {
    let unit = read("config/sanviec.service");
    for line in [
        "DynamicUser=yes",
        "StateDirectory=sanviec",
        "CapabilityBoundingSet=",
        "AmbientCapabilities=",
        "NoNewPrivileges=yes",
        "LockPersonality=yes",
        "PrivateDevices=yes",
        "PrivateTmp=yes",
        "ProtectHome=yes",
        "ProtectKernelLogs=yes",
        "ProtectKernelModules=yes",
        "ProtectKernelTunables=yes",
        "ProtectSystem=strict",
    ] {
        assert!(unit.lines().any(|there| there == line), "{line}");
    }
    let said = [read("config/sanviec.toml"), read("docs/operations.md"), unit.clone()].concat();
    let named: BTreeSet<&str> =
        said.split("/run/credentials/sanviec.service/").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert!(named.len() >= 5, "{named:?}");
    for name in named {
        assert!(unit.contains(&format!("LoadCredential={name}:/")), "no LoadCredential for {name}");
    }
}

/// Names of forms that are hashed, with the newest number of each: `sanviec claim 3`.
fn forms() -> BTreeMap<String, u32> {
    let source = read("crates/app/src/evidence/hashes.rs");
    let mut found = BTreeMap::new();
    for text in source.split("b\"sanviec ").skip(1).filter_map(|rest| rest.split('"').next()) {
        let (name, number) = text.rsplit_once(' ').expect("a name and a number");
        let number: u32 = number.parse().expect("a number");
        let newest = found.entry(name.to_owned()).or_insert(number);
        *newest = number.max(*newest);
    }
    found
}

#[test]
fn the_changelog_says_what_to_do_before_an_upgrade_and_in_which_forms_evidence_comes() {
    let changelog = read("docs/changelog.md");
    let version = workspace("version");
    let heads: Vec<&str> = changelog.lines().filter_map(|line| line.strip_prefix("## ")).collect();
    for wanted in ["Before you upgrade", "How long a version is supported"] {
        assert!(heads.contains(&wanted), "no heading {wanted}: {heads:?}");
    }
    assert!(heads.iter().any(|head| head.contains(&version)), "no heading for {version}: {heads:?}");
    let forms = forms();
    assert!(forms.len() >= 8, "{forms:?}");
    for (name, number) in &forms {
        let form = format!("`sanviec {name} {number}`");
        assert!(changelog.contains(&form), "auditors are not told of {form}");
    }
    let export = read("crates/app/src/evidence/export.rs");
    let written = export.split_once("\"sanviec-evidence\", \"version\": ").expect("the head of a file").1;
    let written: String = written.chars().take_while(char::is_ascii_digit).collect();
    assert!(changelog.contains(&format!("version {written} of the evidence file")), "the file has version {written}");
    for page in ["README.md", "docs/operations.md"] {
        assert!(read(page).contains("changelog.md)"), "{page} leads nobody to the changelog");
    }
}
