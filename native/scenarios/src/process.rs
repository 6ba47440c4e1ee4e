//! A host in a process of its own, which speaks the protocol of this crate.

use std::fs::File;
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::host::{Call, Host, Played, Record};
use crate::languages::{Language, root};

/// How long a host may take for one step. A hundred thousand mailboxes take a few minutes.
const PATIENCE: Duration = Duration::from_secs(1200);

/// How long a host may take to end when it is told to.
const FAREWELL: Duration = Duration::from_secs(10);

/// A host that is a program. It starts with the first scenario, and anew after one that it failed.
pub struct Process {
    name: String,
    command: Box<dyn Fn() -> Command + Send>,
    patience: Duration,
    running: Option<Running>,
}

struct Running {
    child: Child,
    /// Closed when nothing more is to be said.
    requests: Option<ChildStdin>,
    lines: Receiver<std::io::Result<String>>,
    complaints: File,
}

impl Process {
    /// A host of the table of languages.
    #[must_use]
    pub fn of(language: &'static Language) -> Process {
        let command = || {
            let mut command = Command::new(language.program());
            command.args(language.arguments).current_dir(root());
            command
        };
        Process::new(language.name, command, PATIENCE)
    }

    /// A host that this command starts and that answers within this time.
    pub fn new(
        name: &str,
        command: impl Fn() -> Command + Send + 'static,
        patience: Duration,
    ) -> Process {
        Process { name: name.to_owned(), command: Box::new(command), patience, running: None }
    }

    /// Sends a request and reads what comes until it is done. Whatever goes wrong ends the process.
    fn ask(&mut self, request: &Value, answer: bool) -> Result<Played, String> {
        let mut running = match self.running.take() {
            Some(running) => running,
            None => Running::start((self.command)())?,
        };
        match running.talk(request, answer, self.patience) {
            Ok(played) => {
                self.running = Some(running);
                Ok(played)
            }
            Err(problem) => {
                Err(format!("the host {} {problem}{}", self.name, running.last_words()))
            }
        }
    }
}

impl Host for Process {
    fn name(&self) -> &str {
        &self.name
    }

    fn start(&mut self, folder: &Path) -> Result<(), String> {
        self.ask(&json!({"start": {"folder": folder}}), false).map(drop)
    }

    fn run(&mut self, pipe: &[Call], answer: bool) -> Result<Played, String> {
        self.ask(&json!({ "run": pipe }), answer)
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let Some(mut running) = self.running.take() else { return };
        if running.send(&json!({"end": true})).is_ok() {
            running.requests = None;
            let until = Instant::now().checked_add(FAREWELL);
            while matches!(running.child.try_wait(), Ok(None)) && Some(Instant::now()) < until {
                std::thread::sleep(Duration::from_millis(10));
            }
        }
    }
}

impl Running {
    fn start(mut command: Command) -> Result<Running, String> {
        let program = command.get_program().to_string_lossy().into_owned();
        let told = |problem: std::io::Error| format!("cannot start the host {program}: {problem}");
        let complaints = tempfile::tempfile().map_err(told)?;
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        command.stderr(complaints.try_clone().map_err(told)?);
        let mut child = command.spawn().map_err(told)?;
        let (requests, output) = (child.stdin.take(), child.stdout.take());
        let (sender, lines) = channel();
        std::thread::spawn(move || {
            let mut all = output.into_iter().flat_map(|output| BufReader::new(output).lines());
            while all.next().is_some_and(|line| sender.send(line).is_ok()) {}
        });
        Ok(Running { child, requests, lines, complaints })
    }

    fn send(&mut self, request: &Value) -> Result<(), String> {
        let sent = self.requests.as_mut().is_some_and(|requests| {
            writeln!(requests, "{request}").and_then(|()| requests.flush()).is_ok()
        });
        if sent { Ok(()) } else { Err(self.ended()) }
    }

    fn talk(
        &mut self,
        request: &Value,
        answer: bool,
        patience: Duration,
    ) -> Result<Played, String> {
        let begun = Instant::now();
        self.send(request)?;
        let mut played = Played::default();
        loop {
            let line = match self.lines.recv_timeout(patience.saturating_sub(begun.elapsed())) {
                Ok(Ok(line)) => line,
                Ok(Err(problem)) => return Err(format!("wrote what is no text: {problem}")),
                Err(RecvTimeoutError::Timeout) => {
                    return Err(format!("did not answer within {} s", patience.as_secs_f32()));
                }
                Err(RecvTimeoutError::Disconnected) => return Err(self.ended()),
            };
            match serde_json::from_str(&line) {
                Ok(Record::Done(true)) => return Ok(played),
                Ok(record) => {
                    let asks = matches!(record, Record::Question(_));
                    played.note(record);
                    if asks {
                        self.send(&json!({ "answer": answer }))?;
                    }
                }
                Err(problem) => {
                    return Err(format!("wrote what is not the protocol ({problem}): {line:?}"));
                }
            }
        }
    }

    /// How the process ended. It has closed its output, so it is about to.
    fn ended(&mut self) -> String {
        std::thread::sleep(Duration::from_millis(100));
        match self.child.try_wait() {
            Ok(Some(status)) => format!("ended in the middle ({status})"),
            _ => String::from("closed its standard output in the middle"),
        }
    }

    /// The end of what the host wrote to standard error.
    fn last_words(&mut self) -> String {
        let mut text = Vec::new();
        let all = self
            .complaints
            .seek(SeekFrom::Start(0))
            .and_then(|_| self.complaints.read_to_end(&mut text));
        let text = String::from_utf8_lossy(&text);
        let lines: Vec<&str> = text.lines().collect();
        let last = lines.get(lines.len().saturating_sub(10)..).unwrap_or_default();
        match all {
            Ok(_) if !last.is_empty() => format!("\n    its last words: {}", last.join("\n    ")),
            _ => String::new(),
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // One that has ended is no longer there to kill; either way it is waited for.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
