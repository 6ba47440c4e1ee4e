//! What docs/serving.md says of the clients that ran, and of how many cases, is what there is to run.
//! Whether it passes is for the runs to show: they fail where a list is wrong.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::arithmetic_side_effects)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde_json::Value;

/// What the page calls the cases that are excluded, and parts of the reasons in live.txt.
const EXCLUDED: [(&str, &[&str]); 6] = [
    ("release of keys", &["none is released"]),
    ("RSA1_5", &["RSA1_5 is refused"]),
    ("symmetric keys", &["symmetric keys"]),
    ("other curves", &["other curves"]),
    (
        "random bytes, attestation and other exponents of managed HSMs",
        &["random bytes", "attests", "exponents"],
    ),
    ("that the suite skips by itself", &["the suite skips it"]),
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn text(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap()
}

fn of_sdk(file: &str) -> String {
    text(&format!("tests/azure-sdk/{file}"))
}

/// The page, each paragraph of it in one line.
fn page() -> String {
    let text = text("docs/serving.md");
    let paragraphs = text.split("\n\n").map(|text| text.replace('\n', " "));
    paragraphs.collect::<Vec<_>>().join("\n")
}

/// The row of the table that begins so.
fn row(begin: &str) -> String {
    let text = text("docs/serving.md");
    let rows: Vec<_> = text.lines().filter(|line| line.starts_with(begin)).collect();
    assert_eq!(rows.len(), 1, "docs/serving.md has to have one row that begins with: {begin}");
    rows[0].to_owned()
}

fn ends(row: &str, end: &str) {
    assert!(row.ends_with(end), "docs/serving.md: the row has to end with '{end}': {row}");
}

/// A package's version, as pip takes it.
fn of_python(package: &str) -> String {
    let wanted = of_sdk("requirements.txt");
    let version = wanted.lines().find_map(|line| line.strip_prefix(&format!("{package}==")));
    version.unwrap().to_owned()
}

/// A package's version, as npm takes it.
fn of_javascript(kind: &str, package: &str) -> String {
    let wanted: Value = serde_json::from_str(&of_sdk("package.json")).unwrap();
    wanted[kind][package].as_str().unwrap().to_owned()
}

/// A package's version, as cargo takes it.
fn of_rust(package: &str) -> String {
    let (lock, named) = (text("Cargo.lock"), format!("name = \"{package}\"\nversion = \""));
    let (_, version) = lock.split_once(&named).unwrap();
    version.split('"').next().unwrap().to_owned()
}

/// The tests that a file has, as its runner finds them: methods of Python that are named so, and
/// calls in JavaScript.
fn cases(file: &str) -> usize {
    let (text, begins) = (of_sdk(file), ["def test", "async def test", "test(", "await t.test("]);
    text.lines().filter(|line| begins.iter().any(|begin| line.trim().starts_with(begin))).count()
}

/// The scenarios below a folder, and those of them that are for the long run.
fn scenarios(folder: &Path) -> (BTreeSet<String>, BTreeSet<String>) {
    let (mut all, mut long) = (BTreeSet::new(), BTreeSet::new());
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let (path, name) = (entry.path(), entry.file_name().into_string().unwrap());
        let is_part = ["common", "invalid"].contains(&name.as_str());
        if path.is_dir() && !is_part {
            let below = scenarios(&path);
            all.extend(below.0);
            long.extend(below.1);
        } else if name.ends_with(".json") && !name.ends_with(".schema.json") {
            let text: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
            let file = path.strip_prefix(ckey_scenarios::folder()).unwrap();
            let file = file.to_str().unwrap().replace('\\', "/");
            if text.get("long").is_some() {
                long.insert(file.clone());
            }
            all.insert(file);
        }
    }
    (all, long)
}

#[test]
fn as_many_of_azures_own_cases_pass_and_are_excluded_for_each_reason_as_the_page_says() {
    let (list, page) = (of_sdk("live.txt"), page());
    let lines = list.lines().filter(|line| line.starts_with("test_"));
    let ended: Vec<_> = lines.map(|line| line.split_once(' ').unwrap().1).collect();
    let passed = ended.iter().filter(|ended| **ended == "passed").count();
    let excluded: Vec<_> = ended.iter().filter_map(|it| it.strip_prefix("excluded: ")).collect();
    assert_eq!(passed + excluded.len(), ended.len());
    let (keys, identity) = (of_python("azure-keyvault-keys"), of_python("azure-identity"));
    let row = row(&format!("| Python azure-keyvault-keys {keys}, azure-identity {identity}: "));
    ends(&row, &format!(" | {} | {passed}; {} excluded |", ended.len(), excluded.len()));
    let source = format!("azure_keyvault_keys-{keys}.tar.gz");
    assert!(of_sdk("live.sha256").contains(&source), "the tests are of another version: {source}");
    let mut said = format!("The {} that are excluded must not pass", excluded.len());
    assert!(page.contains(&said), "docs/serving.md: {said}");
    let mut sum = 0;
    for (words, reasons) in EXCLUDED {
        let is_for = |why: &&&str| reasons.iter().any(|reason| why.contains(reason));
        let count = excluded.iter().filter(is_for).count();
        let by_itself = words.starts_with("that");
        said = if by_itself { format!("{count} {words}") } else { format!("{words} ({count})") };
        assert!(page.contains(&said), "docs/serving.md: {said}");
        sum += count;
    }
    assert_eq!(sum, excluded.len(), "each is excluded for one reason that the page names");
}

#[test]
fn as_many_cases_of_our_own_are_asked_by_azures_clients_as_the_page_says() {
    let mut files = BTreeSet::new();
    for entry in std::fs::read_dir(root().join("tests/azure-sdk")).unwrap().flatten() {
        let name = entry.file_name().into_string().unwrap();
        if entry.path().is_file() && of_sdk(&name).contains("told.play(") {
            files.insert(name);
        }
    }
    // Another one needs a row as well, and a line below.
    assert_eq!(files, ["fairness.py", "lifecycle.py", "management.py"].map(str::to_owned).into());
    let count = cases("lifecycle.py") + cases("fairness.py");
    ends(&row("| the same, `lifecycle.py` and `fairness.py` "), &format!(" | {count} | all |"));
    let mgmt = of_python("azure-mgmt-keyvault");
    let managing = row(&format!("| Python azure-mgmt-keyvault {mgmt}, `management.py` "));
    ends(&managing, &format!(" | {} | all |", cases("management.py")));
    let keys = of_javascript("dependencies", "@azure/keyvault-keys");
    let identity = of_javascript("dependencies", "@azure/identity");
    let begin =
        format!("| JavaScript @azure/keyvault-keys {keys}, @azure/identity {identity}, `lifecycle");
    ends(&row(&begin), &format!(" | {} | all |", cases("lifecycle.mjs")));
    let core = of_javascript("overrides", "@azure-rest/core-client");
    let said = format!("overrides `@azure-rest/core-client` with {core}");
    assert!(page().contains(&said), "docs/serving.md: {said}");
}

#[test]
fn as_many_scenarios_hold_over_the_network_as_the_page_says() {
    let (all, long) = scenarios(&ckey_scenarios::folder());
    let (list, played) = (text("tests/scenarios/azure.txt"), all.len() - long.len());
    let lines = list.lines().filter(|line| !line.starts_with('#'));
    let names = lines.map(|line| line.split(" at step ").next().unwrap().to_owned());
    let left_out: BTreeSet<_> = names.filter(|name| name.ends_with(".json")).collect();
    assert!(left_out.is_subset(&all) && left_out.is_disjoint(&long));
    let kept = ckey_scenarios::kept_from("azure").unwrap();
    assert!(kept.iter().all(|file| left_out.contains(file)), "{kept:?}");
    let (keys, identity) = (of_rust("azure_security_keyvault_keys"), of_rust("azure_identity"));
    let begin = format!("| Rust azure_security_keyvault_keys {keys}, azure_identity {identity}: ");
    let (hold, not) = (played - left_out.len(), left_out.len());
    let said = format!(
        " | {played} files, and {} of the long run | {hold}; {not} do not hold over the network",
        long.len()
    );
    let row = row(&begin);
    assert!(row.contains(&said), "docs/serving.md: the row has to have '{said}': {row}");
}
