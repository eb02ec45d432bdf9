//! The verifier in Python, kept running so that it is not started ten thousand times. The code that checks is the one
//! that is shipped; this only reads names of files and says what it said.

use crate::Failure;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

const LOOP: &str = r#"
import contextlib, io, json, sys
sys.path.insert(0, sys.argv[1])
import verify_evidence
for line in sys.stdin:
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        try:
            code = verify_evidence.check(line.rstrip("\n"), None)
        except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
            code = 2
            print(repr(error))
    print(json.dumps([code, out.getvalue()]), flush=True)
"#;

/// The verifier.
pub(crate) struct Verifier {
    child: Child,
    asks: ChildStdin,
    says: BufReader<ChildStdout>,
}

impl Verifier {
    /// From the folder with `verify_evidence.py`.
    pub(crate) fn start(folder: &Path) -> Result<Self, Failure> {
        let mut command = Command::new("python3");
        command.args(["-B", "-c", LOOP]).arg(folder).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn()?;
        let (asks, says) = (child.stdin.take().ok_or("no pipe")?, child.stdout.take().ok_or("no pipe")?);
        Ok(Self { child, asks, says: BufReader::new(says) })
    }

    /// How it ends for a file, and what it says.
    pub(crate) fn check(&mut self, file: &Path) -> Result<(i32, String), Failure> {
        writeln!(self.asks, "{}", file.display())?;
        let mut line = String::new();
        self.says.read_line(&mut line)?;
        Ok(serde_json::from_str(&line)?)
    }

    pub(crate) fn stop(self) -> Result<(), Failure> {
        let Self { mut child, asks, says } = self;
        drop((asks, says));
        child.wait()?;
        Ok(())
    }
}
