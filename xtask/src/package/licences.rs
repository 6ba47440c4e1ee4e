//! Licences that go with a package: the project's own, and of each crate that is in the library its
//! expression and the files that it came with.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use serde_json::Value;

use super::make;
use crate::shell;

const OWN: [&str; 2] = ["LICENSE-APACHE", "LICENSE-MIT"];

/// How the names of files begin that a crate's licence is in.
const BEGINNINGS: [&str; 4] = ["license", "licence", "copying", "notice"];

pub(super) fn put(folder: &Path) -> Result<(), String> {
    make(folder)?;
    for name in OWN {
        std::fs::copy(shell::root().join(name), folder.join(name))
            .map_err(|e| format!("cannot copy {name}: {e}"))?;
    }
    std::fs::write(folder.join("THIRD-PARTY.txt"), third_party()?)
        .map_err(|e| format!("cannot write the licences of others: {e}"))
}

/// The crates in the library, and what each came with.
fn third_party() -> Result<String, String> {
    let mut text = String::from("Crates in the library, each under its own licence.\n");
    for (name, (licence, folder)) in crates()? {
        let _ = write!(text, "\n{:=<100}\n{name}: {licence}\n", "");
        for (file, content) in files(Path::new(&folder))? {
            let _ = write!(text, "\n{:-<100}\n{name}: {file}\n\n{}\n", "", content.trim_end());
        }
    }
    Ok(text)
}

/// By name and version: the licence's expression, and the folder of its sources.
fn crates() -> Result<BTreeMap<String, (String, String)>, String> {
    let mut tree = shell::cargo();
    tree.args(["tree", "-p", "customer-key-ffi", "-e", "normal", "--prefix", "none"]);
    let linked = shell::quiet(tree.args(["--format", "{p}"]))?;
    let linked: Vec<String> = linked
        .lines
        .iter()
        .filter_map(|line| {
            let mut words = line.split(' ');
            Some(format!("{} {}", words.next()?, words.next()?.trim_start_matches('v')))
        })
        .collect();
    let mut metadata = shell::cargo();
    let told = shell::quiet(metadata.args(["metadata", "--format-version", "1", "--locked"]))?;
    let all: Value = serde_json::from_str(&told.lines.concat())
        .map_err(|e| format!("cargo metadata cannot be read: {e}"))?;
    let of = |package: &Value| {
        let text = |field: &str| package.get(field).and_then(Value::as_str).map(str::to_owned);
        text("source")?;
        let name = format!("{} {}", text("name")?, text("version")?);
        let folder = Path::new(&text("manifest_path")?).parent()?.to_str()?.to_owned();
        let licence = text("license").unwrap_or_else(|| "see its files".to_owned());
        linked.contains(&name).then_some((name, (licence, folder)))
    };
    Ok(all.get("packages").and_then(Value::as_array).into_iter().flatten().filter_map(of).collect())
}

fn files(folder: &Path) -> Result<BTreeMap<String, String>, String> {
    let told = |e: std::io::Error| format!("cannot read {}: {e}", folder.display());
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(folder).map_err(told)? {
        let entry = entry.map_err(told)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let is_meant = BEGINNINGS.iter().any(|word| name.to_ascii_lowercase().starts_with(word));
        if is_meant && entry.path().is_file() {
            let bytes = std::fs::read(entry.path()).map_err(told)?;
            found.insert(name, String::from_utf8_lossy(&bytes).into_owned());
        }
    }
    Ok(found)
}
