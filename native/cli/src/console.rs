//! What people see besides the objects, all on standard error: errors, warnings, questions,
//! progress. Programs that want records get everything but progress on standard output.

use std::io::{self, BufWriter, IsTerminal, Stdout, Write, stderr, stdin, stdout};

use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;
use serde_json::{Map, Value as Json};

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
}

impl Console {
    pub(crate) fn new(format: Option<Format>) -> Console {
        let format =
            format.unwrap_or(if stdout().is_terminal() { Format::View } else { Format::Json });
        Console {
            objects: Printer::new(BufWriter::new(stdout()), format),
            bar: None,
            yes_to_all: false,
        }
    }

    /// Shows an object.
    ///
    /// # Errors
    /// Standard output is gone, as after `| head`.
    pub(crate) fn object(&mut self, item: Item) -> io::Result<()> {
        self.objects.object(item)
    }

    /// Ends what one pipeline shows.
    pub(crate) fn flush(&mut self) {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
        let _ = self.objects.flush();
    }

    /// A line on standard output that is not an object: the echo of a command.
    pub(crate) fn echo(&mut self, line: &str) {
        self.flush();
        if self.record("information", &line) {
            return;
        }
        let _ = writeln!(stdout(), "{line}");
    }

    /// An error: what happened, to what, its id, and what to do.
    pub(crate) fn error(&mut self, cmdlet: &str, problem: &Problem) {
        if self.record("error", problem) {
            return;
        }
        let _ = self.objects.flush();
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
            let _ = self.objects.record(kind, content);
        }
        wanted
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

    /// Asks a question. `None` when there is nobody to ask: no terminal, or no answer to a record.
    pub(crate) fn ask(&mut self, caption: &str, message: &str) -> Option<bool> {
        if self.yes_to_all {
            return Some(true);
        }
        let records = self.objects.is_of_records();
        if !records && (!stdin().is_terminal() || !stderr().is_terminal()) {
            return None;
        }
        let _ = self.objects.flush();
        loop {
            if self.record("question", &message) {
                let _ = self.objects.flush();
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
