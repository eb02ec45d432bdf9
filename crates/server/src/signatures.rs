//! Reading the signatures of a file in a process of its own: this program starts itself, hands the list of roots and
//! the file over, and takes an answer. What a stranger's file does to its reader, it does to a process without
//! environment, files and children, for seconds, with little memory; the server is told that it could not be read.
//!
//! This is the only place of the product that starts a program, and the program is its own.

use crate::settings::{Settings, SettingsError};
use rlimit::Resource;
use sanviec_app::placements::SignatureReader;
use sanviec_signature::{MOST_BYTES, Reading, TrustList, Unreadable};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;

/// What the command is called; people do not see it.
pub(crate) const COMMAND: [&str; 2] = ["signatures", "read"];
/// The longest reading of one file.
const PATIENCE: Duration = Duration::from_secs(10);
/// Longest answer that is taken.
const MOST_ANSWER: u64 = 256 * 1024;
/// Longest list of roots in all its files.
const MOST_LIST: usize = 4 * 1024 * 1024;
/// Memory of the process that reads.
const MEMORY: u64 = 1024 * 1024 * 1024;
/// Seconds of a processor that it may use.
const SECONDS: u64 = 8;

/// The list of roots of the settings: a PEM file, or a folder of `.pem` and `.crt` files.
pub(crate) fn trust_list(settings: &Settings) -> Result<Option<(TrustList, Vec<u8>)>, SettingsError> {
    let Some(path) = &settings.signatures.trust else { return Ok(None) };
    let wrong = |path: &Path, what: &dyn std::fmt::Display| SettingsError::Value {
        key: "signatures.trust",
        why: format!("{}: {what}", path.display()),
    };
    let mut pem = Vec::new();
    for file in files(path).map_err(|error| wrong(path, &error))? {
        let text = std::fs::read(&file).map_err(|error| wrong(&file, &error))?;
        TrustList::from_pem(&text).map_err(|error| wrong(&file, &error))?;
        pem.extend_from_slice(&text);
        pem.push(b'\n');
    }
    let list = TrustList::from_pem(&pem).map_err(|error| wrong(path, &error))?;
    Ok(Some((list, pem)))
}

fn files(path: &Path) -> io::Result<Vec<PathBuf>> {
    if !path.is_dir() {
        return Ok(vec![path.to_path_buf()]);
    }
    let mut files = Vec::new();
    for entry in std::fs::read_dir(path)? {
        let file = entry?.path();
        if file.extension().is_some_and(|end| end == "pem" || end == "crt") {
            files.push(file);
        }
    }
    files.sort();
    Ok(files)
}

/// Reads files one after the other, each in a process of its own.
pub(crate) struct OwnProcess {
    program: PathBuf,
    arguments: Vec<String>,
    patience: Duration,
    trust: [u8; 32],
    pem: Arc<Vec<u8>>,
    turn: Semaphore,
}

impl OwnProcess {
    /// By this very program.
    pub(crate) fn new(trust: &TrustList, pem: Vec<u8>) -> io::Result<Self> {
        let program = std::env::current_exe()?;
        Ok(Self::by(program, COMMAND.map(str::to_owned).to_vec(), PATIENCE, trust, pem))
    }

    fn by(program: PathBuf, arguments: Vec<String>, patience: Duration, trust: &TrustList, pem: Vec<u8>) -> Self {
        let (trust, pem, turn) = (trust.hash(), Arc::new(pem), Semaphore::new(1));
        Self { program, arguments, patience, trust, pem, turn }
    }

    async fn ask(&self, file: &[u8]) -> io::Result<Reading> {
        if file.len() > MOST_BYTES {
            return Ok(Reading::Unreadable(Unreadable::Damaged));
        }
        let _turn = self.turn.acquire().await.map_err(io::Error::other)?;
        let mut child = Started(self.start()?);
        let (Some(input), Some(output)) = (child.0.stdin.take(), child.0.stdout.take()) else {
            return Err(io::Error::other("the process has no input or output"));
        };
        let (pem, file) = (self.pem.clone(), file.to_vec());
        let hand_over = tokio::task::spawn_blocking(move || give(input, &pem, &file));
        let take = tokio::task::spawn_blocking(move || answer(output));
        let answer = tokio::time::timeout(self.patience, take).await;
        drop(child);
        // The process is gone, so nobody blocks on its input any more.
        let _ = hand_over.await;
        let answer = answer.map_err(|_| io::Error::from(io::ErrorKind::TimedOut))?.map_err(io::Error::other)??;
        serde_json::from_slice(&answer).map_err(io::Error::other)
    }

    fn start(&self) -> io::Result<Child> {
        Command::new(&self.program)
            .args(&self.arguments)
            .env_clear()
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
    }
}

impl SignatureReader for OwnProcess {
    fn trust(&self) -> [u8; 32] {
        self.trust
    }

    fn read<'a>(&'a self, file: &'a [u8]) -> sanviec_store::BoxFuture<'a, Reading> {
        Box::pin(async move {
            self.ask(file).await.unwrap_or_else(|error| {
                tracing::warn!(%error, "a file could not be read for signatures");
                Reading::Unreadable(Unreadable::Stopped)
            })
        })
    }
}

/// A process that does not outlive the question.
struct Started(Child);

impl Drop for Started {
    fn drop(&mut self) {
        // It may have ended by itself; either way it is waited for, or it would stay in the table of processes.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn give(mut input: ChildStdin, pem: &[u8], file: &[u8]) -> io::Result<()> {
    let length = u32::try_from(pem.len()).map_err(io::Error::other)?;
    input.write_all(&length.to_be_bytes())?;
    input.write_all(pem)?;
    input.write_all(file)
}

/// The answer, to its end: half of one is none, and one that does not end is too long.
fn answer(output: ChildStdout) -> io::Result<Vec<u8>> {
    let mut answer = Vec::new();
    output.take(MOST_ANSWER + 1).read_to_end(&mut answer)?;
    if answer.len() as u64 > MOST_ANSWER {
        return Err(io::Error::other("the answer is too long"));
    }
    Ok(answer)
}

/// The other side: what the process does.
pub(crate) fn read_here() -> io::Result<()> {
    limit()?;
    let mut input = io::stdin().lock();
    let mut length = [0; 4];
    input.read_exact(&mut length)?;
    let length = u64::from(u32::from_be_bytes(length)).min(MOST_LIST as u64);
    let (mut pem, mut file) = (Vec::new(), Vec::new());
    (&mut input).take(length).read_to_end(&mut pem)?;
    input.take(MOST_BYTES as u64 + 1).read_to_end(&mut file)?;
    let trust = TrustList::from_pem(&pem).map_err(io::Error::other)?;
    let reading = sanviec_signature::read(&file, &trust);
    let answer = serde_json::to_vec(&reading).map_err(io::Error::other)?;
    io::stdout().write_all(&answer)
}

/// No child, no file, no core, and only so much memory and time.
fn limit() -> io::Result<()> {
    for (resource, most) in [
        (Resource::AS, MEMORY),
        (Resource::CPU, SECONDS),
        (Resource::FSIZE, 0),
        (Resource::CORE, 0),
        (Resource::NOFILE, 3),
        (Resource::NPROC, 0),
    ] {
        // What is tighter already stays so.
        let most = most.min(resource.get()?.1);
        match resource.set(most, most) {
            // A unit file may keep programs from setting limits; the process and its deadline stay.
            Err(error) if error.kind() != io::ErrorKind::PermissionDenied => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use sanviec_signature::testing::Authority;

    /// Another program in the place of the reader, and how long it may take.
    fn instead(script: &str, patience: Duration) -> OwnProcess {
        let root = Authority::root("Gốc thử nghiệm", (2015, 2045));
        let trust = TrustList::from_pem(root.pem().as_bytes()).expect("a list");
        let arguments = vec!["-c".to_owned(), script.to_owned()];
        OwnProcess::by("/bin/sh".into(), arguments, patience, &trust, root.pem().into_bytes())
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_reader_that_dies_hangs_or_babbles_is_a_file_that_cannot_be_read() {
        let (soon, late) = (Duration::from_millis(300), Duration::from_mins(1));
        let good = r#"{"signatures":[]}"#;
        let stopped = Reading::Unreadable(Unreadable::Stopped);
        for (script, patience, expected) in [
            (format!("cat >/dev/null; printf '{good}'"), late, Reading::Signatures(Vec::new())),
            ("kill -9 $$".to_owned(), late, stopped.clone()),
            ("exit 0".to_owned(), late, stopped.clone()),
            ("exec sleep 1000".to_owned(), soon, stopped.clone()),
            ("exec cat".to_owned(), late, stopped.clone()),
            ("exec yes".to_owned(), late, stopped.clone()),
            (format!("cat >/dev/null; printf '{good}{good}'"), late, stopped.clone()),
            (r#"cat >/dev/null; printf '{"signatures":['"#.to_owned(), late, stopped.clone()),
            (
                r#"test -z "$HOME$PATH_TO_DATA" && printf '{"signatures":[]}'; cat >/dev/null"#.to_owned(),
                late,
                Reading::Signatures(Vec::new()),
            ),
        ] {
            let reader = instead(&script, patience);
            let began = std::time::Instant::now();
            // More than fits into a pipe, so that one that does not listen is noticed.
            assert_eq!(reader.read(&vec![b'x'; 1024 * 1024]).await, expected, "{script}");
            assert!(began.elapsed() < Duration::from_secs(30), "{script}");
        }
        let absent = OwnProcess { program: "/not/there".into(), ..instead("", late) };
        assert_eq!(absent.read(b"%PDF-").await, stopped);
        let large = instead("cat >/dev/null", late).read(&vec![0; MOST_BYTES + 1]).await;
        assert_eq!(large, Reading::Unreadable(Unreadable::Damaged));
    }

    #[test]
    fn a_list_of_roots_is_a_file_or_a_folder_and_a_bad_one_is_named() {
        let folder = tempfile::tempdir().expect("a folder");
        let set = |path: &Path| Settings {
            signatures: crate::settings::SignatureSettings { trust: Some(path.to_path_buf()) },
            ..Settings::default()
        };
        assert!(trust_list(&Settings::default()).expect("none").is_none());
        for (number, name) in [(1, "a.pem"), (2, "b.crt"), (3, "c.txt")] {
            let root = Authority::root(&format!("Gốc {number}"), (2015, 2045));
            std::fs::write(folder.path().join(name), root.pem()).expect("written");
        }
        let (list, _) = trust_list(&set(folder.path())).expect("usable").expect("a list");
        assert_eq!(list.roots().len(), 2, "other files are left alone");
        let (one, _) = trust_list(&set(&folder.path().join("a.pem"))).expect("usable").expect("a list");
        assert_eq!(one.roots().len(), 1);
        std::fs::write(folder.path().join("d.pem"), "nothing").expect("written");
        for bad in [folder.path().to_path_buf(), folder.path().join("d.pem"), folder.path().join("none.pem")] {
            let error = trust_list(&set(&bad)).expect_err("refused").to_string();
            assert!(error.contains("signatures.trust") && error.contains(".pem"), "{error}");
        }
    }
}
