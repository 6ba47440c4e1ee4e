//! The tool's own options: everything with two dashes before the cmdlet's arguments, and what is to
//! be done.

use std::io::{IsTerminal as _, stdout};
use std::path::PathBuf;

/// How objects are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    /// One JSON object a line: the default when standard output is not a terminal.
    Json,
    /// The views of the table of cmdlets: the default on a terminal.
    View,
    /// Every property on a line of its own.
    List,
    /// Everything that there is to say as JSON, a line for each, for other programs.
    Records,
}

impl Format {
    /// The one that was asked for, or the usual one of where standard output goes.
    pub(crate) fn or_usual(asked: Option<Self>) -> Self {
        let usual = || if stdout().is_terminal() { Self::View } else { Self::Json };
        asked.unwrap_or_else(usual)
    }
}

/// What the words of the command line ask for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Action {
    /// One cmdlet, its words as the shell left them.
    Cmdlet { name: String, words: Vec<String> },
    /// Command lines given as one text: `-c 'Get-Mailbox | Set-Mailbox ...'`.
    Text(String),
    /// Command lines from a file; `-` is standard input.
    File { path: String, echo: bool, what_if: bool },
    /// Nothing: help, and an exit code that says that the command line is wrong.
    Nothing,
    /// Help: about the tool, about one of its own words, about one cmdlet, or the list of those whose
    /// names fit.
    Help(Option<String>),
    /// Work jobs off until none is left, or forever.
    Work { forever: bool },
    /// Seal, open or inspect a stream; its words as the shell left them.
    Data { verb: String, words: Vec<String> },
    /// Serve the vaults over the network.
    Serve { words: Vec<String> },
    /// The applications that may sign in there.
    Principal { words: Vec<String> },
    /// The version.
    Version,
    /// The script that completes lines in a shell.
    Completion(String),
    /// What the Tab key offers, asked for by that script.
    Complete { how: String, words: Vec<String> },
    /// The page of the manual.
    Manual,
}

/// The tool's own words, and what they do.
pub(crate) const WORDS: [(&str, &str); 11] = [
    ("run", "Play a file of command lines"),
    ("work", "Run jobs"),
    ("seal", "Seal a stream under the keys of an application"),
    ("open", "Open a sealed stream"),
    ("inspect", "What a sealed stream says of itself"),
    ("serve", "Serve the vaults over the Key Vault REST API"),
    ("principal", "Applications that may sign in to what is served"),
    ("help", "Help about the tool or a cmdlet"),
    ("version", "The version"),
    ("completion", "The script that completes lines in a shell"),
    ("manual", "The page of the manual, for man"),
];

/// The tool's own options, and what they do.
pub(crate) const ALL: [(&str, &str); 8] = [
    ("--tenant", "The tenant's folder"),
    ("--json", "A line of JSON for each object"),
    ("--table", "Tables"),
    ("--list", "Every property on a line of its own"),
    ("--records", "Everything as JSON, for other programs"),
    ("--yes", "Answer every question by yes"),
    ("--version", "The version"),
    ("--help", "Help"),
];

/// The whole command line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Options {
    pub(crate) tenant: Option<PathBuf>,
    pub(crate) format: Option<Format>,
    /// Whether every question is answered by yes.
    pub(crate) yes: bool,
    pub(crate) action: Action,
}

impl Options {
    fn new() -> Options {
        Options { tenant: None, format: None, yes: false, action: Action::Nothing }
    }
}

/// Reads the words after the program's name.
///
/// # Errors
/// A sentence that says what is wrong.
pub(crate) fn read(words: impl IntoIterator<Item = String>) -> Result<Options, String> {
    let words: Vec<String> = words.into_iter().collect();
    // The words of a line that is being typed are not this program's own.
    if let Some(("complete", rest)) =
        words.split_first().map(|(first, rest)| (first.as_str(), rest))
    {
        let how = rest.first().cloned().unwrap_or_default();
        let words = rest.get(1..).unwrap_or_default().to_vec();
        return Ok(Options { action: Action::Complete { how, words }, ..Options::new() });
    }
    let (mut options, rest) = own(&words)?;
    options.action = action(rest)?;
    Ok(options)
}

/// The tool's own options, and the words that are none.
///
/// # Errors
/// One that needs a value, and has none.
pub(crate) fn own(words: &[String]) -> Result<(Options, Vec<String>), String> {
    let mut options = Options::new();
    let mut rest = Vec::new();
    let mut words = words.iter();
    while let Some(word) = words.next() {
        match word.as_str() {
            "--json" => options.format = Some(Format::Json),
            "--table" => options.format = Some(Format::View),
            "--list" => options.format = Some(Format::List),
            "--records" => options.format = Some(Format::Records),
            "--yes" => options.yes = true,
            "--tenant" => {
                options.tenant = Some(
                    words
                        .next()
                        .map(PathBuf::from)
                        .ok_or("--tenant needs the path of a tenant folder")?,
                )
            }
            _ => match word.strip_prefix("--tenant=") {
                Some(path) => options.tenant = Some(PathBuf::from(path)),
                None => rest.push(word.clone()),
            },
        }
    }
    Ok((options, rest))
}

fn action(rest: Vec<String>) -> Result<Action, String> {
    let mut rest = rest.into_iter();
    let Some(first) = rest.next() else { return Ok(Action::Nothing) };
    let mut words: Vec<String> = rest.collect();
    match first.as_str() {
        "help" | "--help" | "-h" | "-?" => Ok(Action::Help(words.into_iter().next())),
        "version" | "--version" | "-V" => Ok(Action::Version),
        // What stands in the text of -c, or is called so in a folder, is no wish for help.
        _ if first != "-c" && words.iter().any(|word| asks_for_help(word)) => {
            Ok(Action::Help(Some(first)))
        }
        "-c" | "--command" => match words.len() {
            1 => words.pop().map(Action::Text).ok_or_else(String::new),
            _ => Err(String::from(
                "-c takes one text: customer-key -c 'Get-Mailbox | Set-Mailbox -DataEncryptionPolicy Contoso'",
            )),
        },
        "run" => {
            let mut takes = |option: &str| {
                let before = words.len();
                words.retain(|word| word != option);
                words.len() != before
            };
            let (echo, what_if) = (takes("--echo"), takes("--what-if"));
            match words.pop() {
                Some(path) if words.is_empty() => Ok(Action::File { path, echo, what_if }),
                _ => Err(String::from(
                    "run takes one file of command lines, or - for standard input; see: customer-key help run",
                )),
            }
        }
        "seal" | "open" | "inspect" => Ok(Action::Data { verb: first, words }),
        "serve" => Ok(Action::Serve { words }),
        "principal" => Ok(Action::Principal { words }),
        "work" => match words.as_slice() {
            [] => Ok(Action::Work { forever: false }),
            [forever] if forever == "--forever" => Ok(Action::Work { forever: true }),
            _ => Err(String::from("work takes no argument but --forever")),
        },
        "completion" => match words.pop() {
            Some(shell) if words.is_empty() => Ok(Action::Completion(shell)),
            _ => Err(String::from(
                "completion takes the name of a shell: bash, zsh, fish, powershell",
            )),
        },
        "manual" => Ok(Action::Manual),
        text if text.starts_with('(') && words.is_empty() => Ok(Action::Text(first)),
        option if option.starts_with("--") => Err(format!(
            "{option} is not an option: --json, --table, --list, --records, --tenant PATH, --yes, --version, --help"
        )),
        _ => Ok(Action::Cmdlet { name: first, words }),
    }
}

fn asks_for_help(word: &str) -> bool {
    matches!(word, "--help" | "-?")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn of(words: &[&str]) -> Result<Options, String> {
        read(words.iter().map(|w| (*w).to_owned()))
    }

    #[test]
    fn options_may_stand_before_and_after_the_cmdlet() {
        let options = of(&["Get-Mailbox", "--json", "-Identity", "a", "--tenant", "/t"]).unwrap();
        assert_eq!(options.format, Some(Format::Json));
        assert_eq!(options.tenant, Some(PathBuf::from("/t")));
        assert_eq!(
            options.action,
            Action::Cmdlet {
                name: "Get-Mailbox".into(),
                words: vec!["-Identity".into(), "a".into()]
            }
        );
    }

    #[test]
    fn what_is_missing_is_named() {
        assert!(of(&["--tenant"]).unwrap_err().contains("--tenant"));
        assert!(of(&["run"]).unwrap_err().contains("file"));
        assert!(of(&["-c", "Get-X", "-Identity"]).unwrap_err().contains("one text"));
        assert!(of(&["--nonsense"]).unwrap_err().contains("--nonsense"));
    }

    #[test]
    fn help_work_and_run_are_the_only_words_of_its_own() {
        assert_eq!(of(&[]).unwrap().action, Action::Nothing);
        assert_eq!(of(&["version"]).unwrap().action, Action::Version);
        assert_eq!(
            of(&["help", "Get-Mailbox"]).unwrap().action,
            Action::Help(Some("Get-Mailbox".into()))
        );
        assert_eq!(of(&["work", "--forever"]).unwrap().action, Action::Work { forever: true });
        assert_eq!(
            of(&["run", "--echo", "-"]).unwrap().action,
            Action::File { path: "-".into(), echo: true, what_if: false }
        );
        assert_eq!(
            of(&["run", "f", "--what-if"]).unwrap().action,
            Action::File { path: "f".into(), echo: false, what_if: true }
        );
    }

    #[test]
    fn help_may_be_asked_for_after_a_cmdlet() {
        for words in [["Get-Mailbox", "-?"], ["Get-Mailbox", "--help"]] {
            assert_eq!(of(&words).unwrap().action, Action::Help(Some("Get-Mailbox".into())));
        }
        assert_eq!(of(&["run", "--help"]).unwrap().action, Action::Help(Some("run".into())));
        assert_eq!(of(&["-c", "Get-X -?"]).unwrap().action, Action::Text("Get-X -?".into()));
    }
}
