//! The tool's own options: everything with two dashes before the cmdlet's arguments, and what is to
//! be done.

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

/// What the words of the command line ask for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Action {
    /// One cmdlet, its words as the shell left them.
    Cmdlet { name: String, words: Vec<String> },
    /// Command lines given as one text: `-c 'Get-Mailbox | Set-Mailbox ...'`.
    Text(String),
    /// Command lines from a file; `-` is standard input.
    File { path: String, echo: bool },
    /// Help: about the tool, or about one cmdlet.
    Help(Option<String>),
    /// Work jobs off until none is left, or forever.
    Work { forever: bool },
    /// The version.
    Version,
}

/// The whole command line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Options {
    pub(crate) tenant: Option<PathBuf>,
    pub(crate) format: Option<Format>,
    pub(crate) action: Action,
}

/// Reads the words after the program's name.
///
/// # Errors
/// A sentence that says what is wrong.
pub(crate) fn read(words: impl IntoIterator<Item = String>) -> Result<Options, String> {
    let mut options = Options { tenant: None, format: None, action: Action::Help(None) };
    let mut rest = Vec::new();
    let mut words = words.into_iter();
    while let Some(word) = words.next() {
        match word.as_str() {
            "--json" => options.format = Some(Format::Json),
            "--table" => options.format = Some(Format::View),
            "--list" => options.format = Some(Format::List),
            "--records" => options.format = Some(Format::Records),
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
                None => rest.push(word),
            },
        }
    }
    options.action = action(rest)?;
    Ok(options)
}

fn action(rest: Vec<String>) -> Result<Action, String> {
    let mut rest = rest.into_iter();
    let Some(first) = rest.next() else { return Ok(Action::Help(None)) };
    let mut words: Vec<String> = rest.collect();
    match first.as_str() {
        "help" | "--help" | "-h" | "-?" => Ok(Action::Help(words.into_iter().next())),
        "--version" | "-V" => Ok(Action::Version),
        "-c" | "--command" => match words.len() {
            1 => words.pop().map(Action::Text).ok_or_else(String::new),
            _ => Err(String::from(
                "-c takes one text: customer-key -c 'Get-Mailbox | Set-Mailbox -DataEncryptionPolicy Contoso'",
            )),
        },
        "run" => {
            let echo = words.iter().any(|w| w == "--echo");
            words.retain(|w| w != "--echo");
            match words.pop() {
                Some(path) if words.is_empty() => Ok(Action::File { path, echo }),
                _ => Err(String::from(
                    "run takes one file of command lines, or - for standard input; --echo shows each line before its output",
                )),
            }
        }
        "work" => match words.as_slice() {
            [] => Ok(Action::Work { forever: false }),
            [forever] if forever == "--forever" => Ok(Action::Work { forever: true }),
            _ => Err(String::from("work takes no argument but --forever")),
        },
        option if option.starts_with("--") => Err(format!(
            "{option} is not an option: --json, --table, --list, --records, --tenant PATH, --version, --help"
        )),
        _ => Ok(Action::Cmdlet { name: first, words }),
    }
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
        assert_eq!(of(&[]).unwrap().action, Action::Help(None));
        assert_eq!(
            of(&["help", "Get-Mailbox"]).unwrap().action,
            Action::Help(Some("Get-Mailbox".into()))
        );
        assert_eq!(of(&["work", "--forever"]).unwrap().action, Action::Work { forever: true });
        assert_eq!(
            of(&["run", "--echo", "-"]).unwrap().action,
            Action::File { path: "-".into(), echo: true }
        );
    }
}
