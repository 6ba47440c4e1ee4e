//! `customer-key seal | open | inspect`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

const LEDGER: [&str; 4] = ["--application", "ledger", "--context", "entry=42"];

struct Machine(TempDir);

impl Machine {
    fn with_tenant() -> Self {
        let machine = Self(tempfile::tempdir().unwrap());
        assert!(machine.run(&["New-CustomerKeyTenant", "tenant"], b"").status.success());
        machine
    }

    fn folder(&self) -> &Path {
        self.0.path()
    }

    fn run(&self, words: &[&str], input: &[u8]) -> Output {
        let mut child = Command::new(env!("CARGO_BIN_EXE_customer-key"))
            .args(words)
            .current_dir(self.folder())
            .env_remove("CUSTOMER_KEY_TENANT")
            .env("HOME", self.folder())
            .env("XDG_CONFIG_HOME", self.folder().join("config"))
            .env("XDG_DATA_HOME", self.folder().join("data"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let (mut stdin, input) = (child.stdin.take().unwrap(), input.to_vec());
        // A program that ends without reading all is no fault of the writer.
        let writer = std::thread::spawn(move || drop(stdin.write_all(&input)));
        let done = child.wait_with_output().unwrap();
        writer.join().unwrap();
        done
    }

    fn data(&self, verb: &str, words: &[&str], input: &[u8]) -> Output {
        self.run(&[&[verb], words, &LEDGER].concat(), input)
    }

    /// What a failure says; nothing is left behind.
    fn refused(&self, done: &Output) -> String {
        assert_eq!(done.status.code(), Some(1));
        let left = fs::read_dir(self.folder()).unwrap();
        assert!(
            left.into_iter().all(|it| !it.unwrap().file_name().to_string_lossy().ends_with(".tmp"))
        );
        String::from_utf8(done.stderr.clone()).unwrap()
    }
}

#[test]
fn what_is_sealed_is_opened_through_pipes_and_files_of_any_length() {
    let machine = Machine::with_tenant();
    let long: Vec<u8> = (0..3_500_000_u32).flat_map(u32::to_le_bytes).take(3_500_001).collect();
    for plain in [&b""[..], b"100 EUR to Anna", &long, &long[..1 << 20]] {
        let sealed = machine.data("seal", &["-"], plain);
        assert!(sealed.status.success(), "{}", String::from_utf8_lossy(&sealed.stderr));
        let opened = machine.data("open", &["-"], &sealed.stdout);
        assert!(opened.status.success() && opened.stdout == plain);
        assert!(sealed.stdout.windows(9).all(|piece| piece != b"EUR to An"));
        fs::write(machine.folder().join("plain"), plain).unwrap();
        for (verb, from, to) in [("seal", "plain", "sealed"), ("open", "sealed", "opened")] {
            let done = machine.data(verb, &[from, "--output", to, "--force"], b"");
            assert!(done.status.success() && done.stdout.is_empty());
        }
        assert_eq!(fs::read(machine.folder().join("opened")).unwrap(), plain);
    }
}

/// No policy is assigned here.
#[test]
fn who_seals_under_no_key_of_his_own_is_warned() {
    let machine = Machine::with_tenant();
    let told = String::from_utf8(machine.data("seal", &["-"], b"x").stderr).unwrap();
    assert!(told.contains("warning") && told.contains("PolicyAssignment"), "{told}");
}

#[test]
fn an_object_opens_under_its_application_and_context_alone_and_only_whole() {
    let machine = Machine::with_tenant();
    let sealed = machine.data("seal", &["-"], &[7; 200_000]).stdout;
    for others in [
        ["--application", "other", "--context", "entry=42"],
        ["--application", "ledger", "--context", "entry=43"],
    ] {
        let done = machine.run(&[&["open", "-", "-o", "out"], &others[..]].concat(), &sealed);
        machine.refused(&done);
    }
    let listed = machine.run(&["Get-CustomerKeyApplication"], b"").stdout;
    let listed = String::from_utf8(listed).unwrap();
    assert!(listed.contains("ledger") && !listed.contains("other"), "opening makes none: {listed}");
    let mut changed = sealed.clone();
    changed[150_000] ^= 1;
    for damaged in [&sealed[..sealed.len() - 1], &sealed[..100], &changed, b"no object at all", b""]
    {
        machine.refused(&machine.data("open", &["-", "--output", "out"], damaged));
    }
    assert!(!machine.folder().join("out").exists(), "what did not open whole leaves no file");
}

#[test]
fn a_file_that_is_there_is_replaced_by_force_alone_and_is_its_owners() {
    let machine = Machine::with_tenant();
    let out = machine.folder().join("out");
    fs::write(&out, "kept").unwrap();
    let told = machine.refused(&machine.data("seal", &["-", "-o", "out"], b"x"));
    assert!(told.contains("--force") && fs::read(&out).unwrap() == b"kept", "{told}");
    assert!(machine.data("seal", &["-", "-o", "out", "--force"], b"x").status.success());
    assert!(machine.data("open", &["out", "-o", "new"], b"").status.success());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(machine.folder().join("new")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}

#[test]
fn a_sealed_file_says_what_it_is_without_keys_or_tenant() {
    let machine = Machine::with_tenant();
    let sealed = machine.data("seal", &["-"], &[7; 2_000_000]).stdout;
    let nobody = Machine(tempfile::tempdir().unwrap());
    let done = nobody.run(&["inspect", "-"], &sealed);
    let about: serde_json::Value = serde_json::from_slice(&done.stdout).unwrap();
    assert_eq!(about["plaintextLength"], 2_000_000);
    assert_eq!((&about["form"], &about["authenticated"]), (&"attached".into(), &false.into()));
    assert!(nobody.refused(&nobody.run(&["inspect", "-"], b"something else")).contains("CKEYOBJ"));
}

#[test]
fn what_is_written_wrong_is_told_before_anything_is_opened() {
    let machine = Machine(tempfile::tempdir().unwrap());
    for words in
        [&["seal", "x"][..], &["open"], &["seal", "x", "--application", "a", "--context", "k"]]
    {
        let done = machine.run(words, b"");
        assert_eq!(done.status.code(), Some(2), "{words:?}");
    }
}
