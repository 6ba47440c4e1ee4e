//! The words after `seal`, `open` and `inspect`.

use std::collections::BTreeMap;
use std::path::PathBuf;

use ckey_crypto::EncryptionContext;

/// The options of `seal` and `open`.
pub(crate) const OPTIONS: [&str; 4] = ["--application", "--context", "--output", "--force"];

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Data {
    Seal(Stream),
    Open(Stream),
    Inspect(String),
}

/// From where to where, and what it belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stream {
    /// A file; `-` is standard input.
    pub(crate) file: String,
    pub(crate) application: String,
    pub(crate) context: EncryptionContext,
    /// A file; `None` is standard output.
    pub(crate) output: Option<PathBuf>,
    /// Whether a file that is there is replaced.
    pub(crate) force: bool,
}

/// Reads them.
///
/// # Errors
/// A sentence that says what is wrong.
pub(crate) fn read(verb: &str, words: &[String]) -> Result<Data, String> {
    let mut given = Given::default();
    let mut words = words.iter();
    while let Some(word) = words.next() {
        let (name, value) = match word.split_once('=') {
            Some((name, value)) if name.starts_with("--") => (name, Some(value.to_owned())),
            _ => (word.as_str(), None),
        };
        let mut value = || {
            value.clone().or_else(|| words.next().cloned()).ok_or(format!("{name} needs a value"))
        };
        match name {
            "--application" => once(&mut given.application, name, value()?)?,
            "--context" => given.pair(&value()?)?,
            "--output" | "-o" => once(&mut given.output, name, value()?)?,
            "--force" => given.force = true,
            option if option.starts_with('-') && option != "-" => {
                return Err(format!("{verb} has no option {option}. {}", usage(verb)));
            }
            _ => once(&mut given.file, "a file", word.clone())?,
        }
    }
    given.data(verb)
}

#[derive(Default)]
struct Given {
    file: Option<String>,
    application: Option<String>,
    context: BTreeMap<String, String>,
    output: Option<String>,
    force: bool,
}

fn once(place: &mut Option<String>, name: &str, value: String) -> Result<(), String> {
    match place.replace(value) {
        None => Ok(()),
        Some(_) => Err(format!("{name} is given twice")),
    }
}

fn usage(verb: &str) -> String {
    let rest = if verb == "inspect" {
        ""
    } else {
        " --application NAME [--context KEY=VALUE]... [--output FILE [--force]]"
    };
    format!("Write: customer-key {verb} FILE{rest}; FILE may be - for standard input")
}

impl Given {
    fn pair(&mut self, pair: &str) -> Result<(), String> {
        let told = || format!("--context takes KEY=VALUE, not '{pair}'");
        let (key, value) = pair.split_once('=').ok_or_else(told)?;
        match self.context.insert(key.to_owned(), value.to_owned()) {
            None => Ok(()),
            Some(_) => Err(format!("--context {key} is given twice")),
        }
    }

    fn data(self, verb: &str) -> Result<Data, String> {
        let file = self.file.ok_or_else(|| format!("{verb} needs a file. {}", usage(verb)))?;
        let alone = self.application.is_none() && self.output.is_none() && self.context.is_empty();
        if verb == "inspect" {
            return if alone && !self.force { Ok(Data::Inspect(file)) } else { Err(usage(verb)) };
        }
        let application = self
            .application
            .filter(|name| !name.trim().is_empty())
            .ok_or_else(|| format!("{verb} needs --application NAME. {}", usage(verb)))?;
        let context = EncryptionContext::from_pairs(self.context)
            .map_err(|problem| format!("--context: {problem}"))?;
        let output = self.output.filter(|output| output != "-").map(PathBuf::from);
        let stream = Stream { file, application, context, output, force: self.force };
        Ok(if verb == "seal" { Data::Seal(stream) } else { Data::Open(stream) })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]
    use super::*;

    fn of(verb: &str, words: &[&str]) -> Result<Data, String> {
        read(verb, &words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn options_stand_anywhere_and_a_context_has_pairs() {
        let words =
            ["--context", "entry=42", "-", "--application=ledger", "--context=a=b=c", "-o", "x"];
        let Data::Seal(stream) = of("seal", &words).unwrap() else { panic!("no seal") };
        assert_eq!((stream.file.as_str(), stream.application.as_str()), ("-", "ledger"));
        assert_eq!(stream.output, Some(PathBuf::from("x")));
        let pairs = [("entry", "42"), ("a", "b=c")].map(|(k, v)| (k.to_owned(), v.to_owned()));
        assert_eq!(stream.context, EncryptionContext::from_pairs(BTreeMap::from(pairs)).unwrap());
        assert_eq!(of("inspect", &["x"]), Ok(Data::Inspect("x".into())));
    }

    #[test]
    fn what_is_missing_or_too_much_is_named() {
        for (verb, words, told) in [
            ("seal", &["--application", "a"][..], "needs a file"),
            ("open", &["x"], "needs --application"),
            ("open", &["x", "--application", ""], "needs --application"),
            ("seal", &["x", "--application"], "--application needs a value"),
            ("seal", &["x", "y", "--application", "a"], "given twice"),
            ("seal", &["x", "--application", "a", "--context", "entry"], "KEY=VALUE"),
            (
                "seal",
                &["x", "--application", "a", "--context", "k=1", "--context", "k=2"],
                "k is given twice",
            ),
            ("seal", &["x", "--recipient", "a"], "no option --recipient"),
            ("inspect", &["x", "--application", "a"], "inspect FILE"),
        ] {
            assert!(of(verb, words).unwrap_err().contains(told), "{verb} {words:?}");
        }
    }
}
