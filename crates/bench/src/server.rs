//! The real binary `sanviec` as a child process.

use crate::{Common, Failure, http};
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

/// The longest that a server may take to be ready.
const PATIENCE: Duration = Duration::from_mins(10);

/// A serving child; it is stopped when this is dropped.
pub(crate) struct Server {
    child: Child,
    pub(crate) address: SocketAddr,
    /// From the start of the process to the first "ready".
    pub(crate) ready: Duration,
}

impl Server {
    /// Serves a data folder on a free port and waits until it is ready.
    pub(crate) fn start(common: &Common, data: &Path) -> Result<Self, Failure> {
        Self::start_with(common, data, &[])
    }

    /// The same with settings in the environment.
    pub(crate) fn start_with(common: &Common, data: &Path, set: &[(&str, &str)]) -> Result<Self, Failure> {
        let begun = Instant::now();
        let mut child = command(common, data)?
            .envs(set.iter().copied())
            .args(["serve", "--listen", "127.0.0.1:0"])
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()?;
        let address = match address(&mut child) {
            Ok(address) => address,
            Err(error) => {
                let _ = child.kill();
                let _ = child.wait();
                return Err(error);
            }
        };
        let mut server = Self { child, address, ready: Duration::ZERO };
        let mut client = http::Client::new(address)?;
        while begun.elapsed() < PATIENCE {
            if client.get("/health/ready").is_ok_and(|answer| answer.status == 200) {
                server.ready = begun.elapsed();
                return Ok(server);
            }
            std::thread::park_timeout(Duration::from_millis(5));
        }
        Err("the server did not become ready".into())
    }

    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The address that the child prints when it listens. What it prints later is read and thrown away.
fn address(child: &mut Child) -> Result<SocketAddr, Failure> {
    let output = child.stdout.take().ok_or("the server has no output")?;
    let mut lines = BufReader::new(output).lines();
    for line in lines.by_ref() {
        if let Some(address) = line?.strip_prefix("listening on http://") {
            let address = address.parse()?;
            std::thread::spawn(move || lines.for_each(drop));
            return Ok(address);
        }
    }
    Err("the server ended before it listened".into())
}

/// Runs a command of the binary to its end. An import of which some rows were refused (3) is a success, too.
pub(crate) fn run(common: &Common, data: &Path, arguments: &[&str]) -> Result<Output, Failure> {
    let output = command(common, data)?.args(arguments).stderr(Stdio::inherit()).output()?;
    if output.status.success() || output.status.code() == Some(3) {
        return Ok(output);
    }
    Err(format!("sanviec {} failed: {}", arguments.join(" "), output.status).into())
}

/// A command of the binary, its folder set and nothing of this process's settings.
pub(crate) fn command(common: &Common, data: &Path) -> Result<Command, Failure> {
    let mut command = Command::new(binary(common)?);
    command.arg("--data").arg(data).stdin(Stdio::null());
    // What was set for the tests or a real server must not reach this one.
    for name in ["SANVIEC_DATA", "SANVIEC_DATABASE", "SANVIEC_LISTEN"] {
        command.env_remove(name);
    }
    command.env("SANVIEC__LOG__LEVEL", "warn,sqlx::postgres::notice=off");
    Ok(command)
}

fn binary(common: &Common) -> Result<PathBuf, Failure> {
    let path = match &common.server {
        Some(path) => path.clone(),
        None => std::env::current_exe()?.with_file_name("sanviec"),
    };
    if path.exists() {
        return Ok(path);
    }
    Err(format!("{} is not there: build it with `cargo build --release -p sanviec-server`", path.display()).into())
}
