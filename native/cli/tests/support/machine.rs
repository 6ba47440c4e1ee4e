//! One user of the program.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// A folder that is also its user's home, and the program in it.
pub struct Machine(TempDir);

impl Machine {
    pub fn new() -> Machine {
        Machine(tempfile::tempdir().unwrap())
    }

    pub fn folder(&self) -> &Path {
        self.0.path()
    }

    pub fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_customer-key"));
        command
            .args(words)
            .current_dir(self.folder())
            .env_remove("CUSTOMER_KEY_TENANT")
            .env("HOME", self.folder());
        command
            .env("XDG_CONFIG_HOME", self.folder().join("config"))
            .env("XDG_DATA_HOME", self.folder().join("data"));
        command.stdin(Stdio::null());
        command
    }

    pub fn run(&self, words: &[&str]) -> Output {
        self.command(words).output().unwrap()
    }

    pub fn ok(&self, words: &[&str]) -> String {
        let done = self.run(words);
        assert!(done.status.success(), "{words:?}: {}", String::from_utf8_lossy(&done.stderr));
        String::from_utf8(done.stdout).unwrap()
    }

    /// Plays lines in one process, all of which work.
    pub fn play(&self, lines: &str) -> Output {
        let done = self.play_checks(lines);
        assert!(done.status.success(), "{lines}: {}", err(&done));
        done
    }

    /// The same for lines whose checks may find something.
    pub fn play_checks(&self, lines: &str) -> Output {
        let mut command = self.command(&["run", "-"]);
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(lines.as_bytes()).unwrap();
        let done = child.wait_with_output().unwrap();
        assert!(matches!(done.status.code(), Some(0 | 3)), "{lines}: {}", err(&done));
        done
    }

    /// A line of a shell in which the program is found, as a user types it or a timer starts it.
    pub fn shell(&self, line: &str) -> Command {
        let own = self.command(&[]);
        let mut path = vec![Path::new(own.get_program()).parent().unwrap().to_owned()];
        path.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap()));
        let mut shell = Command::new("bash");
        shell.args(["-c", line]).current_dir(self.folder()).stdin(Stdio::null());
        shell.env_remove("CUSTOMER_KEY_TENANT");
        shell.envs(own.get_envs().filter_map(|(name, value)| Some((name, value?))));
        shell.env("PATH", std::env::join_paths(path).unwrap());
        shell
    }

    pub fn object(&self, words: &[&str]) -> Value {
        serde_json::from_str(&self.ok(words)).unwrap()
    }
}

/// What it said beside its objects.
pub fn err(done: &Output) -> String {
    String::from_utf8(done.stderr.clone()).unwrap()
}
