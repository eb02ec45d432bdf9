//! A throw-away PostgreSQL for the suites: own cluster, own port, gone at the end.

use crate::rust::runs;
use crate::tools::{apt_install, find_program, is_root};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

/// A running cluster; it is stopped and its files removed when this is dropped.
pub(crate) struct Cluster {
    folder: PathBuf,
    binaries: PathBuf,
    port: u16,
}

/// What becomes of a commit when the machine loses its power.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Durable {
    /// It is on the disk: for whoever measures.
    Yes,
    /// It may be gone. The suites kill programs, never the machine, and each test ends by removing its database, which
    /// would otherwise wait for all that is dirty to be on the disk: seconds on a slow one.
    No,
}

impl Cluster {
    /// Starts a cluster, installing PostgreSQL first where that is possible.
    pub(crate) fn start(durable: Durable) -> Result<Self, String> {
        let binaries = match binaries() {
            Some(binaries) => binaries,
            None => {
                apt_install(&["postgresql"])?;
                binaries().ok_or("PostgreSQL was installed but its programs were not found")?
            }
        };
        let port = free_port()?;
        let folder = std::env::temp_dir().join(format!("sanviec-pg-{}-{port}", std::process::id()));
        let cluster = Self { folder, binaries, port };
        cluster.create(durable)?;
        Ok(cluster)
    }

    /// The superuser's address.
    pub(crate) fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    fn create(&self, durable: Durable) -> Result<(), String> {
        let _ = std::fs::remove_dir_all(&self.folder);
        std::fs::create_dir_all(&self.folder).map_err(|error| error.to_string())?;
        if is_root() && !runs(Command::new("chown").arg("postgres").arg(&self.folder)) {
            return Err("the folder of the test cluster could not be given to the user postgres".into());
        }
        let data = self.folder.join("data");
        let data = data.to_string_lossy();
        self.run(
            "initdb",
            &["-D", &data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync", "--locale=C.UTF-8"],
        )?;
        let mut options = format!(
            "-p {} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=200 -c shared_buffers=256MB",
            self.port
        );
        if durable == Durable::No {
            options.push_str(" -c fsync=off -c synchronous_commit=off -c full_page_writes=off");
        }
        let log = self.folder.join("log");
        self.run("pg_ctl", &["-D", &data, "-w", "-l", &log.to_string_lossy(), "-o", &options, "start"])
    }

    /// Runs one of PostgreSQL's programs, as its own user where we are root (it refuses to run as root).
    fn run(&self, program: &str, arguments: &[&str]) -> Result<(), String> {
        let path = self.binaries.join(program);
        let mut command = if is_root() {
            let mut command = Command::new("setpriv");
            command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups"]).arg(path);
            command
        } else {
            Command::new(path)
        };
        command.args(arguments).current_dir("/").stdout(Stdio::null());
        if runs(&mut command) { Ok(()) } else { Err(format!("{program} failed")) }
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let data = self.folder.join("data");
        let _ = self.run("pg_ctl", &["-D", &data.to_string_lossy(), "-m", "immediate", "stop"]);
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// `cargo xtask postgres`: holds a cluster until the input ends.
pub(crate) fn hold() -> ExitCode {
    match Cluster::start(Durable::Yes) {
        Ok(cluster) => {
            println!("SANVIEC_TEST_POSTGRES={}", cluster.url());
            let _ = std::io::copy(&mut std::io::stdin(), &mut std::io::sink());
            ExitCode::SUCCESS
        }
        Err(why) => {
            println!("no PostgreSQL: {why}");
            ExitCode::FAILURE
        }
    }
}

/// The folder of the newest installed server programs.
fn binaries() -> Option<PathBuf> {
    let mut versions: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .map(|entries| entries.filter_map(Result::ok).map(|entry| entry.path().join("bin")).collect())
        .unwrap_or_default();
    versions.retain(|folder| folder.join("initdb").exists());
    versions.sort();
    versions.pop().or_else(|| find_program(&["initdb"]).and_then(|path| path.parent().map(Path::to_path_buf)))
}

fn free_port() -> Result<u16, String> {
    let listener = TcpListener::bind("127.0.0.1:0").map_err(|error| error.to_string())?;
    listener.local_addr().map(|address| address.port()).map_err(|error| error.to_string())
}
