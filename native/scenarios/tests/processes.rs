//! A host that is a process: what it is told, and that one that fails costs one scenario.
#![cfg(unix)]
#![allow(clippy::unwrap_used)]

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use ckey_scenarios::{Call, Host, Process};
use serde_json::json;

/// A host that is a shell script. `$1` is a file of its own.
fn shell(script: &str, notes: &Path) -> Process {
    let (script, notes) = (script.to_owned(), notes.to_owned());
    let command = move || {
        let mut command = Command::new("sh");
        command.args(["-c", &script, "host"]).arg(&notes);
        command
    };
    Process::new("shell", command, Duration::from_secs(2))
}

fn call() -> [Call; 1] {
    [Call { cmdlet: "Get-X".to_owned(), ..Call::default() }]
}

/// Plays one call on a host whose first process runs this script, and another one on what follows.
fn fails(first: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let notes = folder.path().join("notes");
    // The first process leaves the file by which the second one knows that it is the second.
    let good = r#"while read -r line; do echo '{"done": true}'; done"#;
    let script = format!(r#"if [ -e "$1" ]; then {good}; else : > "$1"; {first}; fi"#);
    let mut host = shell(&script, &notes);
    let begun = host.start(folder.path());
    let problem = begun.and_then(|()| host.run(&call(), true)).unwrap_err();
    host.start(folder.path()).unwrap();
    host.run(&call(), true).unwrap();
    problem
}

#[test]
fn a_host_that_ends_fails_its_scenario_and_is_replaced() {
    let problem = fails(
        r#"read -r line; echo '{"done": true}'; read -r line; echo "out of luck" >&2; exit 7"#,
    );
    assert!(problem.contains("the host shell ended in the middle (exit status: 7)"), "{problem}");
    assert!(problem.contains("its last words: out of luck"), "{problem}");
    assert!(fails("exit 0").contains("ended in the middle"));
}

#[test]
fn a_host_that_babbles_fails_its_scenario_and_is_replaced() {
    for line in [
        "hello",
        "{}",
        "[1]",
        r#"{"warning": 1}"#,
        r#"{"outputs": {}}"#,
        r#"{"done": true, "warning": "x"}"#,
    ] {
        let problem = fails(&format!("read -r line; echo '{line}'; sleep 9"));
        assert!(
            problem.contains("wrote what is not the protocol") && problem.contains("host shell"),
            "{problem}"
        );
    }
    assert!(fails(r"read -r line; printf '\377\n'; sleep 9").contains("wrote what is no text"));
}

#[test]
fn a_host_that_hangs_fails_its_scenario_and_is_replaced() {
    assert!(fails("exec sleep 99").contains("did not answer within 2 s"));
    // The time is that of a whole step: one that talks for ever hangs as well.
    let talks = r#"while sleep 0.1; do echo '{"warning": "still here"}'; done"#;
    assert!(fails(talks).contains("did not answer within 2 s"));
}

#[test]
fn a_program_that_is_not_there_is_named() {
    let mut host = Process::new("none", || Command::new("no-such-program"), Duration::from_secs(2));
    let problem = host.start(Path::new("/tmp")).unwrap_err();
    assert!(problem.contains("cannot start the host no-such-program"), "{problem}");
}

#[test]
fn a_host_hears_start_run_answer_and_end_and_what_it_says_is_noted() {
    let folder = tempfile::tempdir().unwrap();
    let notes = folder.path().join("notes");
    let script = r#"
        hear() { read -r line && printf '%s\n' "$line" >> "$1"; }
        hear "$1"; echo '{"done": true}'
        hear "$1"; echo '{"warning": "w"}'; echo '{"question": "q"}'
        hear "$1"; echo '{"output": {"Name": "a"}}'; echo '{"error": {"id": "E"}}'; echo '{"whatIf": "m"}'
        echo '{"information": "i"}'; echo '{"done": true}'
        hear "$1"
    "#;
    let mut host = shell(script, &notes);
    host.start(Path::new("/a")).unwrap();
    let played = host.run(&call(), false).unwrap();
    drop(host);
    assert_eq!(
        (played.outputs, played.errors),
        (vec![json!({"Name": "a"})], vec![json!({"id": "E"})])
    );
    assert_eq!(
        (played.warnings, played.messages, played.questions),
        (vec!["w".to_owned()], vec!["m".to_owned()], vec!["q".to_owned()])
    );
    let heard = std::fs::read_to_string(notes).unwrap();
    let wanted = [
        r#"{"start":{"folder":"/a"}}"#,
        r#"{"run":[{"cmdlet":"Get-X","parameters":{},"positional":[],"whatIf":false,"bind":{}}]}"#,
        r#"{"answer":false}"#,
        r#"{"end":true}"#,
    ];
    assert_eq!(heard.lines().collect::<Vec<_>>(), wanted);
}
