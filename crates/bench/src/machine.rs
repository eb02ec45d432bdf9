//! On what, of which state of the sources and when something was measured: without it no figure means anything.

use sanviec_app::Clock;
use std::process::Command;

/// One line about the machine.
pub(crate) fn line() -> String {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let memory = field("/proc/meminfo", "MemTotal").and_then(|text| text.split(' ').next()?.parse::<u64>().ok());
    let gib = memory.map_or_else(|| "?".to_owned(), |kib| format!("{:.1}", kib as f64 / 1_048_576.0));
    let cpu = field("/proc/cpuinfo", "model name").unwrap_or_else(|| "unknown".into());
    let build = if cfg!(debug_assertions) { "DEBUG BUILD, figures mean nothing" } else { "release build" };
    let day = Clock::System.now().day();
    format!("{cores} cores ({cpu}), {gib} GiB, commit {}, {build}, {day}", commit())
}

/// Value of a `name : value` line.
fn field(file: &str, name: &str) -> Option<String> {
    let text = std::fs::read_to_string(file).ok()?;
    let line = text.lines().find(|line| line.starts_with(name))?;
    line.split_once(':').map(|(_, value)| value.trim().to_owned())
}

/// The commit of the sources, marked when they were changed since.
fn commit() -> String {
    let git = |arguments: &[&str]| {
        let output = Command::new("git").args(arguments).output().ok().filter(|output| output.status.success())?;
        Some(String::from_utf8_lossy(&output.stdout).trim().to_owned())
    };
    let Some(commit) = git(&["rev-parse", "--short=10", "HEAD"]) else { return "unknown".into() };
    let changed = git(&["status", "--porcelain"]).is_some_and(|lines| !lines.is_empty());
    if changed { format!("{commit} with changes") } else { commit }
}
