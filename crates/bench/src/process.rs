//! What the kernel says of a process: processor time and resident memory.

use std::path::Path;

/// Ticks of the kernel's clock in a second; 100 on every Linux that people run.
const TICKS: f64 = 100.0;

/// Processor time of a process so far, its threads included, in milliseconds.
pub(crate) fn cpu_ms(pid: u32) -> f64 {
    cpu_of(&Path::new("/proc").join(pid.to_string()), &[13, 14])
}

/// Processor time of this process so far, in milliseconds.
pub(crate) fn own_cpu_ms() -> f64 {
    cpu_ms(std::process::id())
}

/// Processor time of all processes of this name and of their children that have ended, in milliseconds.
pub(crate) fn cpu_ms_of_all(name: &str) -> f64 {
    let entries = std::fs::read_dir("/proc").into_iter().flatten().filter_map(Result::ok);
    let named = entries
        .filter(|entry| std::fs::read_to_string(entry.path().join("comm")).is_ok_and(|comm| comm.trim() == name));
    named.map(|entry| cpu_of(&entry.path(), &[13, 14, 15, 16])).sum()
}

/// Sum of fields of `stat`, counted from 0. The second field is a name in brackets that may hold blanks.
fn cpu_of(folder: &Path, fields: &[usize]) -> f64 {
    let text = std::fs::read_to_string(folder.join("stat")).unwrap_or_default();
    let Some((_, rest)) = text.rsplit_once(')') else { return 0.0 };
    let values: Vec<&str> = rest.split_whitespace().collect();
    let ticks = fields.iter().filter_map(|field| values.get(field - 2)?.parse::<f64>().ok());
    ticks.sum::<f64>() * 1000.0 / TICKS
}

/// Resident memory in MB (10^6 bytes).
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Memory {
    /// What only the process has.
    pub(crate) anonymous: f64,
    /// Mapped files that are in memory.
    pub(crate) mapped: f64,
}

/// Resident memory of a process.
pub(crate) fn memory(pid: u32) -> Memory {
    let text = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let value = |name: &str| {
        let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
        let kib = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
        kib.unwrap_or(0.0) * 1024.0 / 1e6
    };
    Memory { anonymous: value("RssAnon"), mapped: value("RssFile") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_process_has_memory_and_spends_time() {
        let before = own_cpu_ms();
        let mut sum = 0_u64;
        while own_cpu_ms() <= before {
            sum = (0..1_000_000_u64).fold(sum, |sum, number| sum.wrapping_mul(31).wrapping_add(number));
        }
        assert!(memory(std::process::id()).anonymous > 0.1, "{sum}");
    }
}
