//! The hosts that are programs of their own.

use std::ffi::OsString;
use std::path::Path;

/// A host in another language, and how it is started.
#[derive(Debug, Clone, Copy)]
pub struct Language {
    /// Its name in a scenario's `hosts`, and the name of its suite.
    pub name: &'static str,
    /// The program.
    pub program: &'static str,
    /// The variable that names the program where it is not on `PATH`, if there is one.
    pub variable: Option<&'static str>,
    /// What is given to it, files below the root of the repository.
    pub arguments: &'static [&'static str],
}

impl Language {
    /// The program to start: by its path where a variable names one, else by its name.
    #[must_use]
    pub fn program(&self) -> OsString {
        let named = self.variable.and_then(std::env::var_os).filter(|path| !path.is_empty());
        named.unwrap_or_else(|| self.program.into())
    }
}

/// All of them. A new one is one line here and one file that speaks the protocol.
#[rustfmt::skip]
pub const LANGUAGES: &[Language] = &[
    Language { name: "python", program: "python3", variable: None, arguments: &["tests/python/scenario_host.py"] },
    Language { name: "powershell", program: "pwsh", variable: Some("CUSTOMER_KEY_PWSH"), arguments: &["-NoProfile", "-File", "tests/powershell/scenario_host.ps1"] },
];

/// The root of the repository.
pub(crate) fn root() -> &'static Path {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    own.ancestors().nth(2).unwrap_or(own)
}

/// The names that `hosts` of a scenario may hold: those in Rust, and the languages.
pub(crate) fn names() -> Vec<&'static str> {
    ["rust", "cli", "azure"]
        .into_iter()
        .chain(LANGUAGES.iter().map(|language| language.name))
        .collect()
}
