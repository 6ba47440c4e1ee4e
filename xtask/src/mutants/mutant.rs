//! One change of the source, as cargo-mutants lists it.

use serde::Deserialize;

use super::area::Part;
use super::trial;
use crate::shell;

/// A change, by its place and by what it says.
#[derive(Debug, Default, Clone)]
pub(super) struct Mutant {
    /// As cargo-mutants names it: file, line, column and change.
    pub(super) name: String,
    /// File, below the root.
    pub(super) file: String,
    /// The change without its place.
    pub(super) change: String,
    /// The line that is changed, or where the change begins, without indentation.
    pub(super) line: String,
    /// The change and the function that it is in: the same as long as that function's text is.
    pub(super) key: u64,
    pub(super) part: Part,
}

#[derive(Deserialize)]
struct Row {
    name: String,
    file: String,
    function: Option<Function>,
    span: Span,
}

#[derive(Deserialize)]
struct Function {
    span: Span,
}

#[derive(Deserialize)]
struct Span {
    start: Place,
    end: Place,
}

#[derive(Deserialize)]
struct Place {
    line: usize,
    column: usize,
}

/// The mutants of a package that `filters` leave.
pub(super) fn list(package: &str, filters: &[String], part: Part) -> Result<Vec<Mutant>, String> {
    let mut cargo = trial::cargo_mutants();
    cargo.args(["--list", "--json", "--package", package]).args(filters);
    let listed = shell::quiet(&mut cargo)?;
    if !listed.success {
        return Err(format!("cargo mutants did not list the mutants of {package}"));
    }
    let rows: Vec<Row> = serde_json::from_str(&listed.lines.join("\n"))
        .map_err(|e| format!("cargo mutants lists what cannot be read: {e}"))?;
    rows.into_iter().map(|row| Mutant::of(row, part)).collect()
}

impl Mutant {
    fn of(row: Row, part: Part) -> Result<Self, String> {
        let path = trial::tree().join(&row.file);
        let text = std::fs::read_to_string(&path)
            .map_err(|e| format!("cannot read {}: {e}", path.display()))?;
        let (first, last) = row
            .function
            .map_or((1, usize::MAX), |function| (function.span.start.line, function.span.end.line));
        let around: Vec<&str> = text.lines().skip(first - 1).take(last - first + 1).collect();
        let place = format!("{}:{}", row.span.start.line - first, row.span.start.column);
        // file:line:column: change
        let change = row.name.splitn(4, ':').nth(3).unwrap_or(&row.name).trim().to_owned();
        let line = text.lines().nth(row.span.start.line - 1).unwrap_or_default().trim().to_owned();
        let key =
            hash(&[row.file.as_str(), change.as_str(), place.as_str(), around.join("\n").as_str()]);
        Ok(Self { name: row.name, file: row.file, change, line, key, part })
    }

    /// Where a seed puts it in the order of drawing.
    pub(super) fn lot(&self, seed: u64) -> u64 {
        hash(&[&seed.to_string(), &self.key.to_string()])
    }

    /// For the report: its name and the line.
    pub(super) fn told(&self) -> String {
        format!("{}\n        {}", self.name, self.line)
    }
}

/// FNV-1a, for telling texts apart from one run to the next.
fn hash(parts: &[&str]) -> u64 {
    let bytes = parts.iter().flat_map(|part| part.bytes().chain([0]));
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_parts_hash_to_something_else_wherever_they_are_cut() {
        assert_eq!(hash(&["a", "b"]), hash(&["a", "b"]));
        assert_ne!(hash(&["a", "b"]), hash(&["ab", ""]));
        assert_ne!(hash(&["a", "b"]), hash(&["b", "a"]));
    }
}
