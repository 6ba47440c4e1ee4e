//! The page of the manual, from what help says: `customer-key manual | man -l -`.

use std::fmt::Write;

use ckey_cmdlets::table;

use crate::help;
use crate::options::{ALL, WORDS};

/// The page, in the language of man pages.
pub(crate) fn page() -> String {
    let version = env!("CARGO_PKG_VERSION");
    let mut page = format!(
        ".TH CUSTOMER-KEY 1 \"\" \"customer-key {version}\" \"Customer Key\"\n.SH NAME\ncustomer\\-key \\- the cmdlets of Customer Key from any shell\n.SH SYNOPSIS\n"
    );
    for (words, rest) in [
        ("customer-key", "[OPTIONS] CMDLET [PARAMETERS]"),
        ("customer-key", "[OPTIONS] -c 'LINE'"),
        ("customer-key run", "[--echo] [--what-if] FILE"),
        ("customer-key work", "[--forever]"),
        ("customer-key seal", "FILE --application NAME [--context KEY=VALUE]... [-o FILE]"),
        ("customer-key open", "FILE --application NAME [--context KEY=VALUE]... [-o FILE]"),
        ("customer-key inspect", "FILE"),
        ("customer-key serve", "[--listen ADDRESS:PORT] [--suffix NAME] [--import FILE]..."),
        ("customer-key principal", "new APP-ID"),
        ("customer-key principal", "certificate APP-ID FILE"),
        ("customer-key principal", "list"),
        ("customer-key principal", "remove APP-ID"),
        ("customer-key help", "[WHAT]"),
    ] {
        let _ = writeln!(page, ".B {}\n{}\n.br", escaped(words), escaped(rest));
    }
    page.push_str(".SH DESCRIPTION\n");
    page.push_str("Runs the cmdlets of Customer Key on a tenant in a folder, with the names and parameters that they have in PowerShell.\n");
    page.push_str(".SH COMMAND LINES\n");
    verbatim(&mut page, help::topic("run"));
    page.push_str(".SH COMMANDS\n");
    entries(&mut page, WORDS.iter().copied());
    page.push_str(".SH OPTIONS\n");
    entries(&mut page, ALL.iter().copied());
    verbatim(&mut page, help::topic("options"));
    page.push_str(".SH CMDLETS\n");
    entries(&mut page, table::cmdlets().map(|def| (def.name, def.synopsis)));
    page.push_str(".SH EXIT STATUS\n");
    entries(&mut page, EXIT.iter().copied());
    page.push_str(".SH ENVIRONMENT\n");
    entries(&mut page, ENVIRONMENT.iter().copied());
    page
}

const EXIT: [(&str, &str); 4] = [
    ("0", "Done."),
    (
        "1",
        "A cmdlet reported an error, a question had no answer, or standard output cannot be written.",
    ),
    ("2", "The command line is wrong, and nothing was done."),
    ("3", "A check (Test-...) has found something, and nothing else is wrong."),
];

const ENVIRONMENT: [(&str, &str); 3] = [
    ("CUSTOMER_KEY_TENANT", "The tenant's folder; --tenant is before it."),
    ("CUSTOMER_KEY_JOBS", "manual leaves jobs to customer-key work."),
    ("COLUMNS", "How wide tables and help are."),
];

fn entries<'a>(page: &mut String, entries: impl Iterator<Item = (&'a str, &'a str)>) {
    for (name, about) in entries {
        let _ = writeln!(page, ".TP\n.B {}\n{}", escaped(name), escaped(about));
    }
}

/// Lines as they are, which fill a terminal of 80 columns: they are not indented.
fn verbatim(page: &mut String, text: &str) {
    page.push_str(".nf\n.in 0\n");
    for line in text.lines() {
        let _ = writeln!(page, "{}", escaped(line));
    }
    page.push_str(".in\n.fi\n");
}

/// A text that means nothing to troff.
fn escaped(text: &str) -> String {
    let text = text.replace('\\', "\\e").replace('-', "\\-");
    if text.starts_with(['.', '\'']) { format!("\\&{text}") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_has_every_cmdlet_word_and_option_and_no_line_that_troff_takes_for_its_own() {
        let page = page();
        let names = table::cmdlets().map(|def| def.name);
        for name in names.chain(WORDS.iter().chain(&ALL).map(|(name, _)| *name)) {
            assert!(page.contains(&format!(".B {}\n", escaped(name))), "{name}");
        }
        for line in page.lines().filter(|line| line.starts_with('.')) {
            let request = line.split(' ').next().unwrap_or_default();
            assert!(
                [".TH", ".SH", ".TP", ".B", ".br", ".nf", ".fi", ".in"].contains(&request),
                "{line}"
            );
        }
    }
}
