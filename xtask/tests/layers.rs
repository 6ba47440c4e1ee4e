//! The modules of a crate have an order, and each uses only those below it.
#![allow(clippy::unwrap_used)]

use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// Crates whose modules are in order.
const CRATES: [&str; 1] = ["engine"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The modules of a list, each with its rank.
fn ranks(list: &str) -> HashMap<&str, usize> {
    let lines = list.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty());
    lines.enumerate().map(|(rank, line)| (line.split_whitespace().next().unwrap(), rank)).collect()
}

/// Every module of the crate that a source names by a path from the crate's root, outside of its
/// tests.
fn named(source: &str) -> Vec<String> {
    let code = source.split("#[cfg(test)]\nmod tests").next().unwrap();
    let code: String = code
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .map(|line| format!("{line}\n"))
        .collect();
    let name = |text: &str| {
        text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>()
    };
    let mut found = Vec::new();
    for part in code.split("crate::").skip(1) {
        match part.strip_prefix('{') {
            // A list of modules: what a nested list holds is below them.
            Some(list) => {
                let (mut depth, mut first) = (0_u32, String::new());
                for c in list.chars() {
                    match c {
                        '{' => depth += 1,
                        '}' if depth == 0 => break,
                        '}' => depth -= 1,
                        ',' if depth == 0 => found.push(name(std::mem::take(&mut first).trim())),
                        c if depth == 0 => first.push(c),
                        _ => {}
                    }
                }
                found.push(name(first.trim()));
            }
            None => found.push(name(part)),
        }
    }
    found.retain(|name| name.starts_with(char::is_lowercase));
    found
}

/// What a module uses that is not below it.
fn upward(ranks: &HashMap<&str, usize>, module: &str, source: &str) -> Vec<String> {
    let Some(own) = ranks.get(module) else { return vec![format!("{module} is not in the list")] };
    let above =
        |used: &String| *used != module && ranks.get(used.as_str()).is_none_or(|rank| rank > own);
    named(source).into_iter().filter(above).map(|used| format!("{module} uses {used}")).collect()
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

#[test]
fn no_module_uses_one_above_it() {
    let mut problems = Vec::new();
    for name in CRATES {
        let folder = root().join("native").join(name);
        let list = std::fs::read_to_string(folder.join("layers.txt")).unwrap();
        let (ranks, src) = (ranks(&list), folder.join("src"));
        let mut files = Vec::new();
        sources(&src, &mut files);
        for file in files {
            let below = file.strip_prefix(&src).unwrap();
            let module = below.iter().next().unwrap().to_str().unwrap().trim_end_matches(".rs");
            if module != "lib" {
                let found = upward(&ranks, module, &std::fs::read_to_string(&file).unwrap());
                problems.extend(
                    found.into_iter().map(|problem| format!("{}: {problem}", below.display())),
                );
            }
        }
        let gone = ranks.keys().filter(|module| {
            !src.join(module).is_dir() && !src.join(format!("{module}.rs")).is_file()
        });
        problems.extend(gone.map(|module| format!("{name}: there is no module {module}")));
    }
    assert!(problems.is_empty(), "{problems:#?}");
}

#[test]
fn an_upward_path_is_found_however_it_is_written() {
    let ranks = ranks("# lowest first\nlow  the ground\nhigh what stands on it\n");
    for source in [
        "use crate::high::Thing;",
        "use crate::{low, high};",
        "use crate::{high::{Thing, Other}, low::Part};",
        "fn f() { crate::high::act() }",
        "use crate::unlisted::Thing;",
    ] {
        assert_eq!(upward(&ranks, "low", source).len(), 1, "{source}");
    }
    for source in [
        "use crate::low::Thing;",
        "/// See [`crate::high::Thing`].",
        "use crate::{low::{Thing, Other}};",
        "#[cfg(test)]\nmod tests {\n    use crate::high::Thing;\n}",
    ] {
        assert_eq!(upward(&ranks, "low", source), [""; 0], "{source}");
    }
    assert_eq!(upward(&ranks, "high", "use crate::low::Thing;"), [""; 0]);
    assert_eq!(upward(&ranks, "elsewhere", "").len(), 1);
}
