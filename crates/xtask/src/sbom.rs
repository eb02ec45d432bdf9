//! `cargo xtask sbom`: the list of components of a release in `CycloneDX` 1.6, from the lock file. What only tests and
//! tools need is in the lock file too and stands in the list: it names what could be in a build, never less.

use crate::tools::root;
use std::process::ExitCode;

/// One package of the lock file.
#[derive(Debug, Default, PartialEq, Eq)]
struct Package {
    name: String,
    version: String,
    /// SHA-256 of the package file; none for our own.
    checksum: Option<String>,
    foreign: bool,
}

/// Writes the list to the terminal.
pub(crate) fn print() -> ExitCode {
    match std::fs::read_to_string(root().join("Cargo.lock")) {
        Ok(lock) => {
            println!("{}", document(&packages(&lock)));
            ExitCode::SUCCESS
        }
        Err(error) => {
            println!("Cargo.lock cannot be read: {error}");
            ExitCode::FAILURE
        }
    }
}

fn packages(lock: &str) -> Vec<Package> {
    lock.split("[[package]]").skip(1).map(package).collect()
}

fn package(block: &str) -> Package {
    let value = |key: &str| {
        let line = block.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(" = \""));
        line.and_then(|rest| rest.strip_suffix('"')).map(str::to_owned)
    };
    Package {
        name: value("name").unwrap_or_default(),
        version: value("version").unwrap_or_default(),
        checksum: value("checksum"),
        foreign: value("source").is_some(),
    }
}

/// Names and versions of packages have no signs that JSON would have to escape.
fn document(packages: &[Package]) -> String {
    let own = packages.iter().find(|package| package.name == "sanviec-server");
    let version = own.map_or("", |package| package.version.as_str());
    let components: Vec<String> = packages.iter().filter(|package| package.foreign).map(component).collect();
    format!(
        "{{\n  \"bomFormat\": \"CycloneDX\",\n  \"specVersion\": \"1.6\",\n  \"version\": 1,\n  \"metadata\": {{\n    \
         \"component\": {{ \"type\": \"application\", \"name\": \"sanviec\", \"version\": \"{version}\" }}\n  }},\n  \
         \"components\": [\n{}\n  ]\n}}",
        components.join(",\n")
    )
}

fn component(package: &Package) -> String {
    let Package { name, version, .. } = package;
    let hash = package
        .checksum
        .as_ref()
        .map_or_else(String::new, |sum| format!(", \"hashes\": [{{ \"alg\": \"SHA-256\", \"content\": \"{sum}\" }}]"));
    let purl = format!("pkg:cargo/{name}@{version}");
    format!(
        "    {{ \"type\": \"library\", \"bom-ref\": \"{purl}\", \"name\": \"{name}\", \"version\": \"{version}\", \
         \"purl\": \"{purl}\"{hash} }}"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_package_of_the_lock_file_is_in_the_list() {
        let lock = std::fs::read_to_string(root().join("Cargo.lock")).expect("Cargo.lock");
        let packages = packages(&lock);
        assert_eq!(packages.len(), lock.matches("[[package]]").count());
        let whole = |package: &Package| !package.name.is_empty() && !package.version.is_empty();
        assert!(packages.iter().all(whole));
        let foreign = packages.iter().filter(|package| package.foreign).count();
        assert!(foreign > 300 && packages.iter().all(|package| package.foreign == package.checksum.is_some()));
        let text = document(&packages);
        assert_eq!(text.matches("\"purl\": \"pkg:cargo/").count(), foreign);
        let plain = |name: &str| name.chars().all(|sign| sign.is_ascii_alphanumeric() || "-_.+".contains(sign));
        assert!(packages.iter().all(|package| plain(&package.name) && plain(&package.version)));
        assert_eq!(text.matches(['{', '[']).count(), text.matches(['}', ']']).count());
    }
}
