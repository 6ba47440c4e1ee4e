//! Tests that have more files open than a process usually may.

/// Plays a test of this program in a process of its own that may have so many files open, where a
/// number is given: the limit of this one is usually lower than it could be. `way_out` is what
/// helps where that is too many for the machine.
pub(crate) fn played(test: &str, files: Option<usize>, way_out: &str) {
    let told = "echo \"only $(ulimit -H -n) files may be open\"; exit 1";
    let raised = files.map(|files| format!("ulimit -n {files} || {{ {told}; }}; "));
    let line = format!("{}exec \"$0\" \"$@\"", raised.unwrap_or_default());
    let mut child = std::process::Command::new("sh");
    child.args(["-c", &line]).arg(std::env::current_exe().unwrap());
    child.args(["--exact", test, "--ignored", "--nocapture"]);
    let done = child.output().unwrap();
    let said = [done.stdout, done.stderr].concat();
    let said = String::from_utf8_lossy(&said);
    assert!(done.status.success() && said.contains("1 passed"), "{said}\n{way_out}");
}
