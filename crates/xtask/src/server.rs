//! The built server on demo data, for suites that talk to it.

use crate::sign_in::{self, Trial};
use crate::tools::root;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

/// A running server; stopped when dropped.
pub(crate) struct Server {
    child: Child,
    url: String,
    password: String,
    people: Vec<Trial>,
}

/// Builds the binary and says where it is.
pub(crate) fn build() -> Result<PathBuf, String> {
    // As the tests build it: by itself it has other features of its dependencies, and all of them are compiled again.
    let built = crate::rust::runs(Command::new("cargo").args(["test", "--quiet", "--workspace", "--no-run"]));
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from);
    let binary = target.join("debug/sanviec");
    if built && binary.exists() { Ok(binary) } else { Err("the server could not be built".into()) }
}

impl Server {
    /// Starts it on so many demo vacancies, at a free port.
    pub(crate) fn start(postings: &str) -> Result<Self, String> {
        let binary = build()?;
        let mut child = Command::new(binary)
            .args(["serve", "--demo", "--demo-postings", postings, "--listen", "127.0.0.1:0"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| error.to_string())?;
        let output = child.stdout.take().ok_or("no output")?;
        let mut lines = BufReader::new(output).lines().map_while(Result::ok);
        let url = lines.find_map(|line| line.strip_prefix("listening on ").map(str::to_owned));
        // What follows ends with the line that says where codes appear.
        let printed: Vec<String> = lines.by_ref().take(40).take_while(|line| !line.contains("codes appear")).collect();
        let (password, people) = sign_in::read(&printed);
        // Whatever it says later must not block it.
        std::thread::spawn(move || lines.for_each(drop));
        match url {
            Some(url) => Ok(Self { child, url, password, people }),
            None => {
                let _ = child.kill();
                Err("the server did not start".into())
            }
        }
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// Role and cookie of each trial person.
    pub(crate) fn sign_in_all(&self) -> Result<Vec<(String, String)>, String> {
        let signed = |one: &Trial| Ok((one.role.clone(), sign_in::cookie(&self.url, &one.address, &self.password)?));
        self.people.iter().map(signed).collect()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
