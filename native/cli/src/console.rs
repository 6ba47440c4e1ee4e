//! What people see besides the objects, all on standard error: errors, warnings, questions,
//! progress. Programs that want records get everything but progress on standard output.

use std::collections::HashMap;
use std::io::{self, BufWriter, IsTerminal, Stdout, Write, stderr, stdin, stdout};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;
use serde_json::{Map, Value as Json, json};

use crate::common::{Common, Preference};
use crate::options::Format;
use crate::output::{Item, Printer, hang, screen};
use crate::problem::Problem;

/// Standard output for objects, standard error for everything else; with records standard output
/// for everything.
pub(crate) struct Console {
    objects: Printer<BufWriter<Stdout>>,
    bar: Option<ProgressBar>,
    /// What shows that a pipeline goes on of which nothing else is seen.
    alive: Option<ProgressBar>,
    /// Since when nothing was seen, and how many calls the pipeline has made since.
    since: Instant,
    steps: u64,
    yes_to_all: bool,
    lost: bool,
    /// Whether nothing is said and nobody is asked.
    quiet: bool,
    /// Where the line stands that is played, where it is one of a file.
    place: String,
}

/// How long nothing may be seen.
const SILENCE: Duration = Duration::from_secs(2);

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

/// A device that is no terminal is `NUL`.
#[cfg(windows)]
fn is_thrown_away() -> bool {
    winapi_util::file::typ(stdout()).is_ok_and(|kind| kind.is_char()) && !stdout().is_terminal()
}

#[cfg(not(any(unix, windows)))]
const fn is_thrown_away() -> bool {
    false
}

/// How wide the lines of the terminal are that standard error is.
fn stderr_width() -> usize {
    let said = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let seen = || console::Term::stderr().size_checked().map(|(_, columns)| columns.into());
    said.filter(|columns| *columns > 0).or_else(seen).unwrap_or(usize::MAX)
}

/// As wide as the terminal of standard error, where it is one.
pub(crate) fn for_stderr(text: &str) -> String {
    if stderr().is_terminal() { wrapped(text, stderr_width()) } else { text.to_owned() }
}

/// Each line between words, what goes on as far in as it began.
fn wrapped(text: &str, width: usize) -> String {
    let lines = text.split('\n').map(|line| {
        let bare = line.trim_start_matches(' ');
        let indent = line.len().saturating_sub(bare.len());
        format!("{}{}", " ".repeat(indent), hang(bare, width, indent))
    });
    lines.collect::<Vec<_>>().join("\n")
}

impl Console {
    pub(crate) fn new(format: Option<Format>) -> Console {
        Console {
            objects: Printer::new(BufWriter::new(stdout()), Format::or_usual(format), screen()),
            bar: None,
            alive: None,
            since: Instant::now(),
            steps: 0,
            yes_to_all: false,
            lost: false,
            quiet: false,
            place: String::new(),
        }
    }

    /// One that says nothing and asks nobody.
    pub(crate) fn quiet() -> Console {
        Console { quiet: true, ..Console::new(Some(Format::View)) }
    }

    /// Says where the line stands that is played next.
    pub(crate) fn at(&mut self, place: &str) {
        place.clone_into(&mut self.place);
    }

    /// Begins a pipeline.
    pub(crate) fn begin(&mut self) {
        self.since = Instant::now();
        self.steps = 0;
    }

    /// Whether anybody sees how far work is.
    fn shows_progress(&self) -> bool {
        !self.quiet && stderr().is_terminal() && !self.objects.is_of_records()
    }

    /// Begins a call of a pipeline.
    pub(crate) fn step(&mut self) {
        self.steps = self.steps.saturating_add(1);
    }

    /// Says that a cmdlet goes on, where nothing was seen for long.
    pub(crate) fn alive(&mut self, cmdlet: &str) {
        let silent = self.since.elapsed();
        if silent < SILENCE || self.bar.is_some() || !self.shows_progress() {
            return;
        }
        let bar = self.alive.get_or_insert_with(|| {
            let style = ProgressStyle::with_template("{spinner} {wide_msg}");
            let style = style.unwrap_or_else(|_| ProgressStyle::default_spinner());
            ProgressBar::new_spinner().with_style(style)
        });
        let (steps, seconds) = (self.steps, silent.as_secs());
        let steps = if steps > 1 { format!("{steps} calls, ") } else { String::new() };
        bar.set_message(format!("{cmdlet}: {steps}{seconds} s"));
        bar.tick();
    }

    /// Says how far the work is that is done before the program ends.
    pub(crate) fn working(&mut self, what: &str, done: u64, total: u64) {
        if self.since.elapsed() < SILENCE || !self.shows_progress() {
            return;
        }
        let percent = done.min(total).saturating_mul(100).checked_div(total).unwrap_or(100);
        self.bar("Running jobs", &format!("{what}: {done} of {total}"), percent);
    }

    fn hide(&mut self) {
        for bar in [self.bar.take(), self.alive.take()].into_iter().flatten() {
            bar.finish_and_clear();
        }
    }

    /// Shows an object.
    ///
    /// # Errors
    /// Standard output is gone, as after `| head`.
    pub(crate) fn object(&mut self, item: Item) -> io::Result<()> {
        if stdout().is_terminal() {
            self.hide();
            self.begin();
        }
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
            self.note(&format!(
                "customer-key: standard output cannot be written: {}",
                ckey_base::why(problem)
            ));
        }
    }

    /// Ends what one pipeline shows.
    pub(crate) fn flush(&mut self) {
        self.hide();
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
        let place = &self.place;
        self.note(&format!("{place}{cmdlet}: {}\n    id: {}{rest}", problem.message, problem.id));
        if !problem.fix.is_empty() {
            self.note(&format!("    fix: {}", problem.fix));
        }
    }

    /// A record of one of the message streams, or progress.
    pub(crate) fn message(&mut self, head: &Map<String, Json>, common: Common) {
        let text = head.get("message").and_then(Json::as_str).unwrap_or_default();
        match head.get("stream").and_then(Json::as_str).unwrap_or_default() {
            "warning" if !common.warnings.is_silent() => {
                self.tell("warning", "WARNING: ", text);
            }
            "verbose" if common.verbose => self.tell("verbose", "VERBOSE: ", text),
            "information" if common.information != Preference::Ignore => self.say(text),
            "whatif" => self.tell("whatIf", "What if: ", text),
            "progress" if !common.progress.is_silent() => self.progress(head),
            _ => {}
        }
    }

    /// A sentence for the user.
    pub(crate) fn say(&mut self, text: &str) {
        self.tell("information", "", text);
    }

    /// A warning of the tool itself.
    pub(crate) fn warn(&mut self, text: &str) {
        self.tell("warning", "WARNING: ", text);
    }

    /// What would happen.
    pub(crate) fn what_if(&mut self, text: &str) {
        self.tell("whatIf", "What if: ", text);
    }

    /// A sentence for people alone: a program that reads records asks for what it wants to know.
    pub(crate) fn hint(&mut self, text: &str) {
        if !self.objects.is_of_records() {
            self.note(text);
        }
    }

    /// What the tool itself cannot do.
    pub(crate) fn complain(&mut self, text: &str) {
        let placed = format!("{}{text}", self.place);
        let problem = Problem::new("CommandLine", placed, "See: customer-key help");
        if !self.record("error", &Reported { cmdlet: "customer-key", problem: &problem }) {
            let done = self.objects.flush();
            self.noted(&done);
            self.note(&format!("{}customer-key: {text}", self.place));
        }
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
        if self.quiet {
            return;
        }
        // Only for eyes: what goes into a file or to another program keeps its lines.
        let text = for_stderr(text);
        let show = || {
            let _ = writeln!(stderr(), "{text}");
        };
        match self.bar.as_ref().or(self.alive.as_ref()) {
            Some(bar) => bar.suspend(show),
            None => show(),
        }
    }

    fn progress(&mut self, head: &Map<String, Json>) {
        if !self.shows_progress() {
            return;
        }
        if head.get("done") == Some(&Json::Bool(true)) {
            self.hide();
            return;
        }
        let text = |name: &str| head.get(name).and_then(Json::as_str).unwrap_or_default();
        let percent = head.get("percent").and_then(Json::as_u64).unwrap_or_default();
        self.bar(text("activity"), text("status"), percent);
    }

    fn bar(&mut self, activity: &str, status: &str, percent: u64) {
        if let Some(alive) = self.alive.take() {
            alive.finish_and_clear();
        }
        let bar = self.bar.get_or_insert_with(|| {
            let style =
                ProgressStyle::with_template("{prefix} [{bar:30}] {percent:>3}% {wide_msg}");
            ProgressBar::new(100).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
        });
        bar.set_prefix(activity.to_owned());
        bar.set_message(status.to_owned());
        bar.set_position(percent);
    }

    /// Asks a question. `None` when there is nobody to ask: no terminal, a record that cannot be
    /// written, or no answer to it.
    pub(crate) fn ask(&mut self, caption: &str, message: &str) -> Option<bool> {
        if self.yes_to_all {
            return Some(true);
        }
        let records = self.objects.is_of_records();
        if self.quiet || !records && (!stdin().is_terminal() || !stderr().is_terminal()) {
            return None;
        }
        self.hide();
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

/// Says what a command of the tool itself failed by.
pub(crate) fn failed(error: &ckey_cmdlets::CmdletError) -> ExitCode {
    eprintln!("customer-key: {error} {}", error.fix);
    ExitCode::FAILURE
}

/// Prints; a reader that has gone away, as after `| head`, is no error.
pub(crate) fn say(text: &str) -> ExitCode {
    let mut out = stdout();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(problem) if problem.kind() != io::ErrorKind::BrokenPipe => {
            eprintln!(
                "customer-key: standard output cannot be written: {}",
                ckey_base::why(&problem)
            );
            ExitCode::FAILURE
        }
        _ => ExitCode::SUCCESS,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_wrapped_between_words_and_goes_on_where_its_line_began() {
        let text = "Set-Mailbox: one two three\n    fix: four five six seven\n";
        let wanted = "Set-Mailbox: one two\nthree\n    fix: four five\n    six seven\n";
        assert_eq!(wrapped(text, 20), wanted);
        assert_eq!(wrapped(text, usize::MAX), text);
    }
}
