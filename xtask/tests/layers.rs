//! The modules of a crate have an order, and each uses only those below it. So have the modules of
//! a large module, where a list stands beside them.
#![allow(clippy::unwrap_used)]

use std::collections::HashMap;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The modules of a list, each with its rank.
fn ranks(list: &str) -> HashMap<&str, usize> {
    let lines = list.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty());
    lines.enumerate().map(|(rank, line)| (line.split_whitespace().next().unwrap(), rank)).collect()
}

/// Every module below `path`, such as `crate::` or `crate::runtime::`, that a source names outside
/// of its tests. What a crate gives out at its root is a name of no module, so it is found too.
fn named(source: &str, path: &str) -> Vec<String> {
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
    for part in code.split(path).skip(1) {
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
    found.retain(|name| !name.is_empty());
    found
}

/// What a module uses that is not below it.
fn upward(ranks: &HashMap<&str, usize>, module: &str, source: &str, path: &str) -> Vec<String> {
    let Some(own) = ranks.get(module) else { return vec![format!("{module} is not in the list")] };
    let above =
        |used: &String| *used != module && ranks.get(used.as_str()).is_none_or(|rank| rank > own);
    named(source, path)
        .into_iter()
        .filter(above)
        .map(|used| format!("{module} uses {used}"))
        .collect()
}

/// The files below a folder, without those that hold nothing but tests.
fn sources(folder: &Path, wanted: &dyn Fn(&str) -> bool, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, wanted, found);
        } else if wanted(path.file_name().unwrap().to_str().unwrap()) {
            found.push(path);
        }
    }
}

fn is_code(name: &str) -> bool {
    name.ends_with(".rs") && !name.ends_with("tests.rs")
}

/// What a list does not allow in the modules of `folder`, which are below `path`.
fn problems(folder: &Path, list: &str, path: &str) -> Vec<String> {
    let ranks = ranks(list);
    let (mut files, mut problems) = (Vec::new(), Vec::new());
    sources(folder, &is_code, &mut files);
    for file in files {
        let below = file.strip_prefix(folder).unwrap();
        let module = below.iter().next().unwrap().to_str().unwrap().trim_end_matches(".rs");
        if ["lib", "main", "mod"].contains(&module) {
            continue;
        }
        let found = upward(&ranks, module, &std::fs::read_to_string(&file).unwrap(), path);
        problems.extend(found.into_iter().map(|problem| format!("{}: {problem}", file.display())));
    }
    let gone = ranks.keys().filter(|module| {
        !folder.join(module).is_dir() && !folder.join(format!("{module}.rs")).is_file()
    });
    problems.extend(gone.map(|module| format!("{}: no module {module}", folder.display())));
    problems
}

#[test]
fn no_module_uses_one_above_it() {
    let mut lists = Vec::new();
    sources(&root().join("native"), &|name| name == "layers.txt", &mut lists);
    let mut found = Vec::new();
    for list in &lists {
        let (text, beside) = (std::fs::read_to_string(list).unwrap(), list.parent().unwrap());
        // Of a crate where it stands beside `src`, and of a module within it.
        let module = beside.iter().skip_while(|part| *part != "src").skip(1);
        let path: Vec<_> = module.map(|part| format!("{}::", part.to_str().unwrap())).collect();
        let src = beside.join("src");
        let folder = if src.is_dir() { &src } else { beside };
        found.extend(problems(folder, &text, &format!("crate::{}", path.concat())));
    }
    let crates = root().join("native").read_dir().unwrap().map(|entry| entry.unwrap().path());
    let unlisted: Vec<_> = crates.filter(|path| !path.join("layers.txt").is_file()).collect();
    assert!(unlisted.is_empty(), "{unlisted:?}");
    assert!(found.is_empty(), "{found:#?}");
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
        "use crate::GivenOut;",
    ] {
        assert_eq!(upward(&ranks, "low", source, "crate::").len(), 1, "{source}");
    }
    for source in [
        "use crate::low::Thing;",
        "/// See [`crate::high::Thing`].",
        "use crate::{low::{Thing, Other}};",
        "#[cfg(test)]\nmod tests {\n    use crate::high::Thing;\n}",
    ] {
        assert_eq!(upward(&ranks, "low", source, "crate::"), [""; 0], "{source}");
    }
    assert_eq!(upward(&ranks, "high", "use crate::low::Thing;", "crate::"), [""; 0]);
    assert_eq!(upward(&ranks, "low", "use crate::room::high::Thing;", "crate::room::").len(), 1);
    assert_eq!(upward(&ranks, "elsewhere", "", "crate::").len(), 1);
}
