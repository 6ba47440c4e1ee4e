//! The rules of the service: `docs/rules.md` lists them, everything else cites them by number, and
//! `docs/rules-index.md` says who does.

mod catalogue;
mod citations;
mod index;
mod verdict;

use std::path::Path;

use crate::generate::Outcome;
use crate::generate::files::{below, read};
use catalogue::Catalogue;
use citations::Found;

/// What cites rules. Other files of these kinds in these places are generated or foreign.
const ROOTS: [&str; 8] = [
    "native",
    "docs",
    "tests/scenarios",
    "tests/python",
    "tests/powershell",
    "tests/c",
    "tests/disk",
    "tests/runbooks",
];

/// Rules that code cites and nothing shows yet, each with the reason.
const NOT_SHOWN: &[(&str, &str)] = &[(
    "3.4.11",
    "a vault does not learn why somebody acted, so that there is nothing to tell apart",
)];

/// Compares the rules with everything that cites them.
///
/// # Errors
/// Names each citation of a rule that there is not, each rule that is built and not shown, and what
/// is wrong with the list itself.
pub fn check(root: &Path) -> Outcome {
    let (catalogue, found) = load(root)?;
    let problems = verdict::problems(&catalogue, &found, NOT_SHOWN);
    if problems.is_empty() {
        return Ok(format!("{} rules, cited {} times", catalogue.len(), found.citations.len()));
    }
    Err(problems.join("\n"))
}

/// `docs/rules-index.md`.
pub(crate) fn index(root: &Path) -> Result<String, String> {
    let (catalogue, found) = load(root)?;
    Ok(index::render(&catalogue, &found.citations))
}

fn load(root: &Path) -> Result<(Catalogue, Found), String> {
    let catalogue = Catalogue::parse(
        &read(&root.join("docs/rules.md"))?,
        &read(&root.join("docs/sources.md"))?,
    );
    let mut found = Found::knowing(&catalogue.sources);
    found.add("README.md", &read(&root.join("README.md"))?);
    for folder in ROOTS {
        for path in below(root, Path::new(folder))? {
            if citations::is_read(&path) {
                found.add(&path, &read(&root.join(&path))?);
            }
        }
    }
    Ok((catalogue, found))
}
