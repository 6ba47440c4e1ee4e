//! What people see besides the objects, all on standard error: errors, warnings, questions,
//! progress. Programs that want records get everything but progress on standard output.

use std::collections::HashMap;
use std::io::{self, BufWriter, IsTerminal, Stdout, Write, stderr, stdin, stdout};

use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;
use serde_json::{Map, Value as Json, json};

use crate::common::{Common, Preference};
use crate::options::Format;
use crate::output::{Item, Printer};
use crate::problem::Problem;

/// Standard output for objects, standard error for everything else; with records standard output
/// for everything.
pub(crate) struct Console {
    objects: Printer<BufWriter<Stdout>>,
    bar: Option<ProgressBar>,
    yes_to_all: bool,
    lost: bool,
}

/// An error, and the cmdlet that has it.
#[derive(Serialize)]
struct Reported<'a> {
    cmdlet: &'a str,
    #[serde(flatten)]
    problem: &'a Problem,
}

/// Whether what is written to standard output is thrown away. Where it was closed when the program
/// began, the null device stands in its place.
#[cfg(unix)]
fn is_thrown_away() -> bool {
    use std::os::{fd::AsFd, unix::fs::MetadataExt};
    let own = stdout().as_fd().try_clone_to_owned();
    let own = own.and_then(|own| std::fs::File::from(own).metadata());
    let null = std::fs::metadata("/dev/null");
    own.is_ok_and(|own| null.is_ok_and(|null| own.rdev() == null.rdev()))
}

#[cfg(not(unix))]
fn is_thrown_away() -> bool {
    false
}

impl Console {
    pub(crate) fn new(format: Option<Format>) -> Console {
        let format =
            format.unwrap_or(if stdout().is_terminal() { Format::View } else { Format::Json });
        Console {
            objects: Printer::new(BufWriter::new(stdout()), format),
            bar: None,
            yes_to_all: false,
            lost: false,
        }
    }

    /// Shows an object.
    ///
    /// # Errors
    /// Standard output is gone, as after `| head`.
    pub(crate) fn object(&mut self, item: Item) -> io::Result<()> {
        let done = self.objects.object(item);
        self.noted(&done);
        done
    }

    /// Ends a batch of objects: a program that reads records has them now.
    pub(crate) fn batch(&mut self) {
        if self.objects.is_of_records() {
            let done = self.objects.flush();
            self.noted(&done);
        }
    }

    /// Whether something could not be written that somebody would have read.
    pub(crate) fn has_lost(&self) -> bool {
        self.lost
    }

    /// A reader that has gone away, as after `| head`, has what it wants; a full disk has not.
    fn noted(&mut self, done: &io::Result<()>) {
        if let Err(problem) = done
            && problem.kind() != io::ErrorKind::BrokenPipe
        {
            self.lose(problem);
        }
    }

    fn lose(&mut self, problem: &io::Error) {
        if !std::mem::replace(&mut self.lost, true) {
            self.note(&format!("customer-key: standard output cannot be written: {problem}"));
        }
    }

    /// Ends what one pipeline shows.
    pub(crate) fn flush(&mut self) {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
        let done = self.objects.flush();
        self.noted(&done);
    }

    /// A line on standard output that is not an object: the echo of a command.
    pub(crate) fn echo(&mut self, line: &str) {
        self.flush();
        if self.record("information", &line) {
            return;
        }
        let done = writeln!(stdout(), "{line}");
        self.noted(&done);
    }

    /// An error: what happened, to what, its id, and what to do.
    pub(crate) fn error(&mut self, cmdlet: &str, problem: &Problem) {
        if self.record("error", &Reported { cmdlet, problem }) {
            return;
        }
        let done = self.objects.flush();
        self.noted(&done);
        let part = |name: &str, value: Option<&str>| {
            value.filter(|v| !v.is_empty()).map_or_else(String::new, |v| format!(", {name}: {v}"))
        };
        let rest = part("category", Some(&problem.category))
            + &part("reason", problem.reason.as_deref())
            + &part("target", problem.target.as_deref());
        self.note(&format!("{cmdlet}: {}\n    id: {}{rest}", problem.message, problem.id));
        if !problem.fix.is_empty() {
            self.note(&format!("    fix: {}", problem.fix));
        }
    }

    /// A record of one of the message streams, or progress.
    pub(crate) fn message(&mut self, head: &Map<String, Json>, common: Common) {
        let text = head.get("message").and_then(Json::as_str).unwrap_or_default();
        match head.get("stream").and_then(Json::as_str).unwrap_or_default() {
            "warning" if common.warnings != Preference::Silent => {
                self.tell("warning", "WARNING: ", text);
            }
            "verbose" if common.verbose => self.tell("verbose", "VERBOSE: ", text),
            "information" => self.say(text),
            "whatif" => self.tell("whatIf", "What if: ", text),
            "progress" if common.progress != Preference::Silent => self.progress(head),
            _ => {}
        }
    }

    /// A sentence for the user.
    pub(crate) fn say(&mut self, text: &str) {
        self.tell("information", "", text);
    }

    fn tell(&mut self, kind: &str, label: &str, text: &str) {
        if !self.record(kind, &text) {
            self.note(&format!("{label}{text}"));
        }
    }

    /// Writes a record, where records are wanted. A reader that has gone away reads no record.
    fn record(&mut self, kind: &str, content: &impl Serialize) -> bool {
        let wanted = self.objects.is_of_records();
        if wanted {
            let done = self.objects.record(&HashMap::from([(kind, content)]));
            self.noted(&done);
        }
        wanted
    }

    /// Writes a question as a record. What comes on standard input answers no other.
    fn question(&mut self, caption: &str, message: &str) -> io::Result<()> {
        if is_thrown_away() {
            return Err(io::Error::other("it is closed or the null device, so nobody is asked"));
        }
        self.objects.record(&json!({"question": message, "caption": caption}))
    }

    fn note(&mut self, text: &str) {
        let show = || {
            let _ = writeln!(stderr(), "{text}");
        };
        match &self.bar {
            Some(bar) => bar.suspend(show),
            None => show(),
        }
    }

    fn progress(&mut self, head: &Map<String, Json>) {
        if !stderr().is_terminal() || self.objects.is_of_records() {
            return;
        }
        if head.get("done") == Some(&Json::Bool(true)) {
            if let Some(bar) = self.bar.take() {
                bar.finish_and_clear();
            }
            return;
        }
        let text =
            |name: &str| head.get(name).and_then(Json::as_str).unwrap_or_default().to_owned();
        let bar = self.bar.get_or_insert_with(|| {
            let style =
                ProgressStyle::with_template("{prefix} [{bar:30}] {percent:>3}% {wide_msg}");
            ProgressBar::new(100).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
        });
        bar.set_prefix(text("activity"));
        bar.set_message(text("status"));
        bar.set_position(head.get("percent").and_then(Json::as_u64).unwrap_or_default());
    }

    /// Asks a question. `None` when there is nobody to ask: no terminal, a record that cannot be
    /// written, or no answer to it.
    pub(crate) fn ask(&mut self, caption: &str, message: &str) -> Option<bool> {
        if self.yes_to_all {
            return Some(true);
        }
        let records = self.objects.is_of_records();
        if !records && (!stdin().is_terminal() || !stderr().is_terminal()) {
            return None;
        }
        let done = self.objects.flush();
        self.noted(&done);
        loop {
            if records {
                let asked = self.question(caption, message);
                asked.inspect_err(|problem| self.lose(problem)).ok()?;
            } else {
                self.note(&format!("\n{caption}\n{message}"));
                let _ = write!(stderr(), "[Y] Yes  [A] Yes to All  [N] No (default is \"N\"): ");
                let _ = stderr().flush();
            }
            let mut answer = String::new();
            // The end of input is no answer.
            if stdin().read_line(&mut answer).ok()? == 0 {
                return None;
            }
            match answer.trim().to_lowercase().as_str() {
                "y" | "yes" => return Some(true),
                "a" => {
                    self.yes_to_all = true;
                    return Some(true);
                }
                "" | "n" | "no" => return Some(false),
                _ => {}
            }
        }
    }
}
