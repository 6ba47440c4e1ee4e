use std::process::Command;

/// The reader in Python is made from `docs/format.md` alone. Where it cannot run, this fails:
/// unread vectors are not vectors.
#[test]
fn the_independent_reader_agrees_with_every_vector() {
    let script = format!("{}/../../tests/python/read_vectors.py", env!("CARGO_MANIFEST_DIR"));
    let run = Command::new("python3").arg("-B").arg(script).output().unwrap_or_else(|error| {
        panic!("python3 does not run ({error}); install Python 3.9 or later and `pip install 'cryptography>=44'`")
    });
    let (out, err) = (String::from_utf8_lossy(&run.stdout), String::from_utf8_lossy(&run.stderr));
    assert!(
        run.status.success(),
        "the independent reader failed; if the package is missing: pip install 'cryptography>=44'\n{out}\n{err}"
    );
    assert!(out.contains("vectors agree"), "{out}");
}
