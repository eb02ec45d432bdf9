//! Browser journeys and accessibility: the release of the moment in Debian's Chromium, driven from `tests/browser`.

use crate::report::Report;
use crate::rust::runs;
use crate::tools::{apt_install, cache, find_program, node, root};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

pub(crate) fn journeys(report: &mut Report) {
    report.part("browser");
    if !root().join("tests/browser/package.json").exists() {
        return;
    }
    let binary = match crate::server::build() {
        Ok(binary) => binary,
        Err(why) => return report.failed(format!("browser journeys: {why}")),
    };
    match prepare() {
        Ok(runner) => {
            walk(report, &runner, &binary);
            let mut run = |script: &str, what: &str| {
                let ok = runs(&mut runner.node(&binary, script));
                report.check(ok, &format!("{what} (tests/browser/{script})"));
            };
            run("accounts.mjs", "passkeys and a real OpenID Connect server");
            run("vitals.js", "how fast pages show and how still they stand");
            // Left by the tests of the web crate: each template with each sample, and each route.
            if !["pages", "walked"].iter().all(|set| root().join("target").join(set).exists()) {
                return report.skipped("rendered pages: `cargo xtask test rust` renders them");
            }
            run("validate.js", "HTML of every page");
            run("script.js", "what the script adds");
            run("weight.js", "weight of the results");
        }
        Err(why) => report.skipped(format!("browser journeys: {why}")),
    }
}

struct Runner {
    node: PathBuf,
    chromium: PathBuf,
    folder: PathBuf,
}

impl Runner {
    fn node(&self, binary: &Path, script: &str) -> Command {
        let mut command = Command::new(&self.node);
        command.env("SANVIEC_BINARY", binary).env("SANVIEC_CHROMIUM", &self.chromium).env("SANVIEC_ROOT", root());
        command.arg(script).current_dir(&self.folder).stdin(Stdio::null());
        command
    }
}

/// The journeys in two halves side by side, each with an exchange and a browser of its own: a browser waits for its
/// server most of the time, and a machine has two cores.
fn walk(report: &mut Report, runner: &Runner, binary: &Path) {
    const LONGEST: &str = "pays";
    const SCRIPT: &str = "run.mjs";
    let halves = [("EXCEPT", "browser journeys"), ("ONLY", "browser journey of a payment")];
    let begun = halves.map(|(which, what)| (runner.node(binary, SCRIPT).env(which, LONGEST).spawn(), what));
    for (child, what) in begun {
        let ok = child.and_then(|mut child| child.wait()).is_ok_and(|status| status.success());
        report.check(ok, &format!("{what} (tests/browser/{SCRIPT})"));
    }
}

/// Chromium from Debian, Node, and the checkers from npm in a copy outside the checkout.
fn prepare() -> Result<Runner, String> {
    const NAMES: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];
    if find_program(&NAMES).is_none() {
        apt_install(&["chromium"])?;
    }
    let chromium = find_program(&NAMES).ok_or("Chromium was not found")?;
    let node = node()?;
    let folder = cache().join("browser");
    let _ = std::fs::create_dir_all(cache());
    let mut copy = Command::new("cp");
    copy.args(["-rT"]).arg(root().join("tests/browser")).arg(&folder);
    let mut install = Command::new("npm");
    install.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]).current_dir(&folder);
    if let Some(bin) = node.parent() {
        let path = std::env::var_os("PATH").unwrap_or_default();
        let mut paths = vec![bin.to_path_buf()];
        paths.extend(std::env::split_paths(&path));
        install.env("PATH", std::env::join_paths(paths).map_err(|error| error.to_string())?);
    }
    install.env("PUPPETEER_SKIP_DOWNLOAD", "1");
    if runs(&mut copy) && runs(&mut install) {
        Ok(Runner { node, chromium, folder })
    } else {
        Err("npm ci failed".into())
    }
}
